//! What is sent wrongly is refused where it is sent: a form that is too large on its own page with everything typed kept, and an
//! answer that the law does not take on the page that asks for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use axum::http::Request;

use crate::doing::Sheet;
use crate::{Answer, CITY, RUNTIME, Visitor};

const MB: usize = 1 << 20;

/// A body of so many megabytes after a beginning, and how much of it was read.
fn large(start: &str, mb: usize, end: &str) -> (Body, Arc<AtomicUsize>) {
    let read = Arc::new(AtomicUsize::new(0));
    let counted = read.clone();
    let piece = Bytes::from(vec![b'%'; MB]);
    let pieces = std::iter::once(Bytes::from(start.to_owned()))
        .chain(std::iter::repeat_n(piece, mb))
        .chain(std::iter::once(Bytes::from(end.to_owned())))
        .map(move |piece| {
            counted.fetch_add(piece.len(), Ordering::Relaxed);
            Ok::<_, std::io::Error>(piece)
        });
    (Body::from_stream(futures_util::stream::iter(pieces)), read)
}

/// The page of a complaint with its story and a file of so many megabytes.
fn story_with_file(sheet: &Sheet, mb: usize) -> (Answer, usize) {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--edge\r\nContent-Disposition: form-data; \
         name=\"story\"\r\n\r\n两人没有出示证件𠮷。\r\n--edge\r\nContent-Disposition: form-data; name=\"annexes\"; \
         filename=\"监控录像.pdf\"\r\n\r\n",
        sheet.csrf
    );
    let (body, read) = large(&head, mb, "\r\n--edge--\r\n");
    let request = Request::post(format!("{}/3", sheet.address))
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(body)
        .expect("a request");
    let answer = sheet.visitor.send(request);
    (answer, read.load(Ordering::Relaxed))
}

#[test]
fn a_file_of_two_hundred_megabytes_is_refused_on_its_page_and_nothing_typed_is_lost() {
    let sheet = Sheet::complaint();
    let (answer, read) = story_with_file(&sheet, 200);
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("监控录像.pdf") && answer.text.contains("32 MB"), "{}", answer.text);
    assert!(answer.text.contains("两人没有出示证件𠮷。"), "{}", answer.text);
    assert!(read > 200 * MB, "a browser that is still sending sees no answer: {read}");
    let check = sheet.get("/check").text;
    assert!(check.contains("两人没有出示证件𠮷。") && check.contains("未出示证件𠮷"), "{check}");
}

#[test]
fn a_file_without_end_is_given_up_and_nothing_typed_is_lost() {
    let sheet = Sheet::complaint();
    let (answer, read) = story_with_file(&sheet, 520);
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(
        answer.text.contains("监控录像.pdf") && answer.text.contains("两人没有出示证件𠮷。"),
        "{}",
        answer.text
    );
    assert!(read > 520 * MB, "what is still on its way is read: {read}");
}

#[test]
fn a_form_that_is_too_large_is_answered_by_a_page_in_the_reader_s_language_with_the_way_back() {
    let visitor = Visitor::new();
    for (lang, what, next, back) in [
        ("zh-Hans", "提交的内容太大", "请返回表单", "返回"),
        ("zh-Hant", "提交的內容太大", "請返回表單", "返回"),
        ("en", "too large", "go back to the form", "Back"),
    ] {
        for path in ["/public/follow", "/public/do/enforcement-complaint/receive", "/public/slip"] {
            let (body, read) = large("number=", 40, "");
            let request = Request::post(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept-language", lang)
                .header("host", "yifa.test")
                .header("referer", "http://yifa.test/public/follow?from=here")
                .body(body)
                .expect("a request");
            let answer = visitor.send(request);
            assert_eq!(answer.status, 413, "{path}");
            assert!(answer.headers["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/html")));
            let page = &answer.text;
            assert!(
                page.contains(&format!("lang=\"{lang}\"")) && page.contains(what),
                "{lang} {path}: {page}"
            );
            assert!(
                page.contains(next) && page.contains("32 MB") && page.contains(back),
                "{lang} {path}: {page}"
            );
            assert!(page.contains("href=\"/public/follow?from=here\""), "{lang} {path}: {page}");
            assert!(read.load(Ordering::Relaxed) > 40 * MB, "{lang} {path}: it is read to its end");
        }
    }
}

#[test]
fn the_way_back_never_leads_to_another_host() {
    let visitor = Visitor::new();
    for referer in
        ["http://evil.test/public/follow", "javascript:alert(1)", "//evil.test/public", "", "\u{7f}"]
    {
        let (body, _) = large("number=", 40, "");
        let mut request = Request::post("/public/follow")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("host", "yifa.test");
        if let Ok(value) = axum::http::HeaderValue::from_str(referer) {
            request = request.header("referer", value);
        }
        let answer = visitor.send(request.body(body).expect("a request"));
        assert_eq!(answer.status, 413, "{referer}");
        assert!(!answer.text.contains("evil") && !answer.text.contains("javascript:"), "{}", answer.text);
    }
}

#[test]
fn what_cannot_be_read_or_is_opened_wrongly_is_answered_by_a_page_and_not_by_a_bare_line() {
    let visitor = Visitor::new();
    let put = Request::put("/public/follow").body(Body::empty()).expect("a request");
    let text =
        Request::post("/sign-in").header("content-type", "text/plain").body(Body::from("x")).expect("one");
    for (request, status) in [(put, 405), (text, 415)] {
        let answer = visitor.send(request);
        assert_eq!(answer.status, status, "{}", answer.text);
        assert!(answer.text.contains("<h1>") && answer.text.contains("请返回上一页"), "{}", answer.text);
    }
    // A program is answered by the API's own problem, and health by its line.
    let api = Request::put("/api/me").body(Body::empty()).expect("a request");
    assert!(
        visitor.send(api).headers["content-type"].to_str().is_ok_and(|kind| kind.contains("problem+json"))
    );
}

#[test]
fn a_party_without_its_kind_or_with_a_wrong_number_is_refused_on_its_own_page() {
    let sheet = Sheet::complaint();
    let by_name = |more: &[(&str, &str)]| {
        let mut all = vec![("named", "true"), ("complainant.name", "欧阳投诉")];
        all.extend(more);
        sheet.answer(5, &all)
    };
    let kind = by_name(&[]);
    assert_eq!(kind.status, 422, "{}", kind.text);
    assert!(kind.text.contains("请选择“投诉人”是公民，还是法人或者其他组织"), "{}", kind.text);
    assert!(kind.text.contains("value=\"欧阳投诉\""), "what was typed stands there: {}", kind.text);
    for (kind, code) in [
        ("citizen", "110101199001011234"),
        ("citizen", "1101011990"),
        ("organisation", "91510100MA6CXXXX0X"),
        ("organisation", "110101199003074477"),
    ] {
        let wrong = by_name(&[("complainant.kind", kind), ("complainant.code", code)]);
        assert_eq!(wrong.status, 422, "{kind} {code}");
        assert!(wrong.text.contains("R0209") && wrong.text.contains(code), "{kind} {code}: {}", wrong.text);
    }
    // A name alone is enough, and a right number is taken.
    assert_eq!(by_name(&[("complainant.kind", "citizen")]).status, 303);
    let right = [("complainant.kind", "citizen"), ("complainant.code", "11010119900307803X")];
    let answer = by_name(&right);
    assert_eq!(answer.status, 303, "{}", answer.text);
}

#[test]
fn what_answers_of_one_page_must_have_together_is_asked_there_and_not_at_the_end() {
    let sheet = Sheet::complaint();
    let alone = sheet.answer(5, &[("named", "true")]);
    assert_eq!(alone.status, 422, "{}", alone.text);
    assert!(alone.text.contains("投诉人"), "{}", alone.text);
    assert_eq!(sheet.answer(5, &[("named", "false")]).status, 303);
}

#[test]
fn a_page_is_not_refused_for_what_another_page_asks() {
    let sheet = Sheet::begin("/public/do/enforcement-complaint/receive");
    // Nothing else is answered yet.
    assert_eq!(sheet.answer(2, &[("topic", "未出示证件")]).status, 303);
    let long = sheet.answer(2, &[("topic", &"长".repeat(201))]);
    assert_eq!(long.status, 422, "{}", long.text);
    assert!(long.text.contains("R0203") || long.text.contains("事由"), "{}", long.text);
}

#[test]
fn whoever_has_begun_no_sheet_leaves_no_file_behind() {
    let visitor = Visitor::new();
    let kept = |bytes: &[u8]| {
        let digest = yifa_store::sha256(bytes);
        let (city, place) = (&CITY.0, CITY.0.jurisdiction());
        RUNTIME.block_on(city.store().blob_get(place, digest)).expect("an answer").is_some()
    };
    for path in [
        "/public/sheet/no-such-sheet/1",
        "/public/sheet/",
        "/public/sheet/%00/1",
        "/public/do/enforcement-complaint/receive",
    ] {
        let file = format!("%PDF-1.7 sent to {path}").into_bytes();
        let answer = visitor.hand_over(path, &[("csrf", "x")], "annexes", &[("照片.pdf", &file)]);
        assert!(!answer.status.is_success() && !answer.status.is_server_error(), "{path}: {}", answer.status);
        assert!(!kept(&file), "{path}: a stranger fills the store");
    }
    // Whoever has one finds the file on it.
    let sheet = Sheet::complaint();
    let file = b"%PDF-1.7 of a complaint".to_vec();
    let pairs = [("csrf", sheet.csrf.as_str()), ("story", "两人没有出示证件")];
    let answer =
        visitor.hand_over(&format!("{}/3", sheet.address), &pairs, "annexes", &[("照片.pdf", &file)]);
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert!(kept(&file));
}
