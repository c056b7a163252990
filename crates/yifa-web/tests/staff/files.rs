//! Files that are too large, or not what their names say.

use axum::body::{Body, Bytes};

use crate::city::request;
use crate::desk::{Desk, RECEIVE, hidden, signed_in, upload};

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

#[tokio::test]
async fn a_file_sent_after_the_session_has_ended_is_told_so_in_words_and_taken_after_signing_in_anew() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let send = async |cookie: &str, csrf: &str| {
        let answer = desk.town.send(upload(cookie, csrf, "证据.pdf", Body::from("%PDF-1.7\n%%EOF"))).await;
        (answer.status.as_u16(), answer.text())
    };
    let (status, told) = send("yifa_session=gone", &form[0].1).await;
    assert!(status == 401 && told.contains("登录已经失效") && told.contains("\"files\":[]"), "{told}");
    let again = signed_in(&desk.town).await;
    let (status, told) = send(&again, &form[0].1).await;
    assert!(status == 200 && told.contains("证据.pdf"), "{told}");
    assert_eq!(send(&again, "forged").await.0, 403);
}

/// Two complaints, a file for both of them, and what became of it.
#[tokio::test]
async fn a_file_in_a_form_for_several_matters_comes_to_each_of_them_and_is_not_lost_by_looking() {
    let desk = Desk::new().await;
    let matters = [answered(&desk).await, answered(&desk).await];
    let page = desk.get(&matters[0]).await.text();
    let ids = matters.each_ref().map(|one| one.rsplit('/').next().expect("an identifier"));
    let fields = |step: &str, once: &str| {
        let mut all =
            vec![("csrf", hidden(&page, "csrf")), ("action", "enforcement-complaint/object".to_owned())];
        all.extend(ids.iter().map(|id| ("m", (*id).to_owned())));
        all.extend([("step", step.to_owned()), ("once", once.to_owned())]);
        all.push(("objection", "答复没有回应送达的问题".to_owned()));
        all
    };
    let batch = async |fields: Vec<(&str, String)>, file: Option<(&str, &str)>| {
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        if let Some((name, content)) = file {
            body += &format!(
                "--edge\r\nContent-Disposition: form-data; name=\"annexes\"; filename=\"{name}\"\r\n\
                 Content-Type: application/pdf\r\n\r\n{content}\r\n"
            );
        }
        let headers =
            [("cookie", desk.cookie.as_str()), ("content-type", "multipart/form-data; boundary=edge")];
        desk.town.send(request("POST", "/matters/batch", &headers, Body::from(body + "--edge--\r\n"))).await
    };

    let wrong = batch(fields("preview", "batch-1"), Some(("回执.pdf", "<html>"))).await.text();
    assert!(wrong.contains("回执.pdf") && wrong.contains("答复没有回应送达的问题"), "{wrong}");
    assert!(!wrong.contains("annexes.kept"), "what is no PDF is not kept: {wrong}");

    let looked = batch(fields("preview", "batch-1"), Some(("回执.pdf", "%PDF-1.7\n%%EOF"))).await.text();
    let kept = hidden(&looked, "annexes.kept");
    let mut run = fields("run", "batch-1");
    run.push(("annexes.kept", kept.clone()));
    let ran = batch(run, None).await;
    assert_eq!(ran.status, 200, "{}", ran.text());
    for matter in &matters {
        let page = desk.get(matter).await.text();
        assert!(page.contains("回执.pdf"), "{matter} has no file: {page}");
        assert!(page.contains(&kept[..12]), "{matter}: it is the file that was sent");
    }
}

/// A complaint that was answered, with its address.
async fn answered(desk: &Desk) -> String {
    let matter = desk.complaint().await;
    let acts: [(&str, &[(&str, &str)]); 3] = [
        ("accept", &[("route", "conduct")]),
        (
            "conclude",
            &[
                ("investigators", "甲"),
                ("investigators", "乙"),
                ("findings", "经查没有出示证件"),
                ("outcome", "not_proved"),
            ],
        ),
        ("answer_complainant", &[("answer", "已经查明"), ("next_remedy", "可以提出异议")]),
    ];
    for (act, typed) in acts {
        let path = format!("{matter}/do/{act}");
        let form = desk.opened(&path).await;
        let done = desk.fill(&path, &form, typed).await;
        assert_eq!(done.status, 303, "{act}: {}", done.text());
    }
    matter
}
