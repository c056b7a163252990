//! Files that are too large, or not what their names say.

use axum::body::{Body, Bytes};

use crate::desk::{Desk, RECEIVE, upload};

async fn sent(desk: &Desk, name: &str, content: Body) -> (u16, String) {
    let form = desk.opened(RECEIVE).await;
    let answer = desk.town.send(upload(&desk.cookie, &form[0].1, name, content)).await;
    (answer.status.as_u16(), answer.text())
}

#[tokio::test]
async fn two_hundred_megabytes_are_read_away_and_refused_in_words() {
    let desk = Desk::new().await;
    let piece = Bytes::from(vec![b'%'; 1 << 20]);
    let pieces = std::iter::repeat_n(piece, 200).map(Ok::<_, std::io::Error>);
    let (status, told) =
        sent(&desk, "监控录像.pdf", Body::from_stream(futures_util::stream::iter(pieces))).await;
    assert_eq!(status, 422, "{told}");
    assert!(told.contains("监控录像.pdf") && told.contains("32"), "{told}");
    assert!(told.contains("\"files\":[]"), "{told}");
}

#[tokio::test]
async fn a_pdf_that_is_none_is_not_taken() {
    let desk = Desk::new().await;
    for content in ["<html><script>alert(1)</script>", "PK\u{3}\u{4}", "MZ", ""] {
        let (status, told) = sent(&desk, "证据.pdf", Body::from(content)).await;
        assert_eq!(status, 422, "{content}: {told}");
        assert!(told.contains("证据.pdf") && told.contains("\"files\":[]"), "{told}");
    }
    let (status, told) = sent(&desk, "证据.pdf", Body::from("%PDF-1.7\n%%EOF")).await;
    assert_eq!(status, 200, "{told}");
}
