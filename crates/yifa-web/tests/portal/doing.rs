//! What anyone may do: a complaint filled in page by page, kept, checked, sent once, and followed.

use yifa_app::citizen::MOST_BYTES;
use yifa_app::clock::Clock as _;

use crate::{Answer, CITY, RUNTIME, Visitor, later};

const COMPLAINT: &str = "/public/do/enforcement-complaint/receive";

/// A sheet on its way.
pub(crate) struct Sheet {
    pub(crate) visitor: Visitor,
    pub(crate) address: String,
    pub(crate) csrf: String,
}

impl Sheet {
    pub(crate) fn begin(path: &str) -> Self {
        Self::begun_by(Visitor::new(), path)
    }

    fn begun_by(visitor: Visitor, path: &str) -> Self {
        let start = visitor.get(path);
        assert_eq!(start.status, 200, "{}", start.text);
        let csrf = start.input("csrf");
        let mut pairs = vec![("csrf", csrf.as_str())];
        let query = path.split('?').nth(1).unwrap_or("").to_owned();
        let given: Vec<(String, String)> = serde_urlencoded::from_str(&query).expect("a query");
        pairs.extend(given.iter().map(|(key, text)| (key.as_str(), text.as_str())));
        let first = visitor.post(path.split('?').next().expect("a path"), &pairs).to();
        let address = first.trim_end_matches("/1").to_owned();
        let csrf = visitor.get(&first).input("csrf");
        Self { visitor, address, csrf }
    }

    pub(crate) fn answer(&self, at: usize, pairs: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(pairs);
        self.visitor.answer(&format!("{}/{at}", self.address), &all)
    }

    pub(crate) fn get(&self, end: &str) -> Answer {
        self.visitor.get(&format!("{}{end}", self.address))
    }

    fn send(&self, pairs: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(pairs);
        self.visitor.post(&format!("{}/send", self.address), &all)
    }

    pub(crate) fn complaint() -> Self {
        Self::complaint_of(Visitor::new())
    }

    fn complaint_of(visitor: Visitor) -> Self {
        let sheet = Self::begun_by(visitor, COMPLAINT);
        for (at, pair) in [
            (1, ("for_body", "justice")),
            (2, ("topic", "未出示证件𠮷")),
            (3, ("story", "两人没有出示证件。")),
            (4, ("unit", "urban")),
            (5, ("named", "false")),
        ] {
            assert!(sheet.answer(at, &[pair]).status == 303, "{pair:?}");
        }
        sheet
    }
}

#[test]
fn a_complaint_is_sent_once_and_can_be_followed_by_number_and_code() {
    let sheet = Sheet::complaint();
    later(10);
    let check = sheet.get("/check");
    assert!(check.text.contains("未出示证件𠮷"), "{}", check.text);
    assert_eq!(sheet.send(&[]).to(), sheet.address);
    assert_eq!(sheet.send(&[]).to(), sheet.address, "a double click is no second complaint");
    let receipt = sheet.get("");
    let reference = receipt.between("<code id=\"reference\">", "</code>");
    let code = receipt.between("<code id=\"code\">", "</code>");
    assert!(sheet.get("/2").status == 303, "what was sent is not changed");

    let ask = |number: &str, code: &str| {
        let csrf = sheet.visitor.get("/public/follow").input("csrf");
        sheet.visitor.post("/public/follow", &[("csrf", &csrf), ("number", number), ("code", code)])
    };
    assert_eq!(ask(&reference, "AAAAA-AAAAA").status, 422);
    let progress = sheet.visitor.get(&ask(&reference.to_lowercase(), &code.replace('-', " ")).to());
    assert!(progress.text.contains(&reference));
    assert!(progress.text.contains("期限内"), "the organ's clock is shown: {}", progress.text);
    // What the citizen did is called what it was for them.
    assert!(progress.text.contains("提出投诉") && !progress.text.contains("登记投诉"), "{}", progress.text);
    assert!(!progress.text.contains("两人没有出示证件"), "what was complained of is not repeated");
}

#[test]
fn files_come_one_after_another_stay_and_can_be_taken_off() {
    let sheet = Sheet::complaint();
    let story = format!("{}/3", sheet.address);
    let hand_over = |more: &[(&str, &str)], files: &[(&str, &[u8])]| {
        let mut pairs = vec![("csrf", sheet.csrf.as_str()), ("story", "两人没有出示证件。")];
        pairs.extend(more);
        sheet.visitor.hand_over(&story, &pairs, "annexes", files)
    };
    // One of two is refused: the other stays, and so does what was typed.
    let refused = hand_over(&[], &[("现场.png", b"\x89PNG\r\n\x1a\n1"), ("程序.exe", b"MZ")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("程序.exe") && refused.text.contains("现场.png"), "{}", refused.text);
    assert!(refused.text.contains("两人没有出示证件。"), "{}", refused.text);
    // What comes later is added; the same again is no second one.
    let more: [(&str, &[u8]); 2] = [("检查单.pdf", b"%PDF-1.7 1"), ("现场.png", b"\x89PNG\r\n\x1a\n1")];
    assert!(hand_over(&[], &more).to().ends_with("/4"));
    let page = sheet.get("/3").text;
    assert_eq!(page.matches("annexes.kept").count(), 2, "{page}");
    let check = sheet.get("/check").text;
    assert!(check.contains("现场.png") && check.contains("检查单.pdf"), "{check}");
    // Taken off it is gone, and nothing else with it; what is none of them takes nothing off.
    let digest = page.split("annexes.kept\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let digest = digest.expect("a digest").to_owned();
    hand_over(&[("annexes.drop", "0")], &[]).to();
    assert_eq!(sheet.get("/3").text.matches("annexes.kept").count(), 2);
    hand_over(&[("annexes.kept", &digest), ("annexes.drop", &digest)], &[]).to();
    let check = sheet.get("/check").text;
    assert!(!check.contains("现场.png") && check.contains("检查单.pdf"), "{check}");
    later(10);
    assert_eq!(sheet.send(&[]).to(), sheet.address);
}

#[test]
fn the_files_of_a_sheet_have_a_limit_together_and_what_was_typed_stays() {
    let sheet = Sheet::complaint();
    let token = sheet.address.rsplit('/').next().expect("a name").to_owned();
    let hand_over = |name: &str| {
        let pairs = [("csrf", sheet.csrf.as_str()), ("story", "两人没有出示证件。")];
        sheet.visitor.hand_over(&format!("{}/3", sheet.address), &pairs, "annexes", &[(name, b"%PDF-1.7 1")])
    };
    let left = RUNTIME.block_on(CITY.0.take_room(&token, MOST_BYTES - 15)).expect("the store");
    assert!(left, "a whole sheet is free at first");
    assert!(hand_over("第一份.pdf").to().ends_with("/4"));
    let refused = hand_over("第二份.pdf");
    assert_eq!(refused.status, 422);
    for told in ["第二份.pdf", "128 MB", "两人没有出示证件。", "第一份.pdf"] {
        assert!(refused.text.contains(told), "{told}: {}", refused.text);
    }
    let left = RUNTIME.block_on(CITY.0.take_room("another", 1)).expect("the store");
    assert!(left, "each sheet has room of its own");
}

#[test]
fn papers_go_along_with_every_application_that_anyone_can_make() {
    for form in [COMPLAINT, "/public/do/review-request/request", "/public/do/reconsideration/file"] {
        let sheet = Sheet::begin(form);
        let pages = (1..40).map(|at| sheet.get(&format!("/{at}")));
        let mut pages = pages.take_while(|page| page.status == 200);
        assert!(pages.any(|page| page.text.contains("name=\"annexes\"")), "{form}");
    }
}

#[test]
fn what_was_chosen_is_read_in_the_reader_s_characters_and_what_was_typed_as_typed() {
    let sheet = Sheet::complaint();
    let check = sheet.visitor.get_in("zh-Hant", &format!("{}/check", sheet.address)).text;
    for chosen in ["雲江市司法局", "雲江市城市管理局"] {
        assert!(check.contains(chosen), "{chosen}: {check}");
    }
    for typed in ["未出示证件𠮷", "两人没有出示证件。"] {
        assert!(check.contains(typed), "{typed}: {check}");
    }
}

#[test]
fn nothing_typed_is_lost_and_what_is_missing_is_said_with_the_way_to_it() {
    let sheet = Sheet::begin(COMPLAINT);
    assert_eq!(sheet.answer(1, &[("for_body", "")]).status, 422);
    assert_eq!(sheet.answer(1, &[("for_body", "nobody")]).status, 422);
    assert!(sheet.answer(1, &[("for_body", "justice")]).to().ends_with("/2"));
    let long = "长".repeat(300);
    let wrong = sheet.answer(2, &[("topic", &long)]);
    assert_eq!(wrong.status, 422, "the engine, which knows how long it may be, is asked at once");
    assert!(wrong.text.contains(&long), "what was typed stands there");
    later(10);
    let refused = sheet.send(&[]);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("/3?back=check#story"), "{}", refused.text);
    assert!(sheet.get("/2").text.contains(&long), "what was typed is still there");
    assert!(sheet.answer(2, &[("topic", "短"), ("back", "check")]).to().ends_with("/check"));
}

#[test]
fn the_engine_s_refusal_comes_back_with_its_reason_and_everything_kept() {
    let sheet = Sheet::complaint();
    let page = sheet.answer(5, &[("named", "true")]);
    assert!(page.status == 422 && page.text.contains("R0301"), "{}", page.text);
    // Whoever goes on to the end all the same is told so again.
    later(10);
    let refused = sheet.send(&[]);
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("R0301") && refused.text.contains("两人没有出示证件"), "{}", refused.text);
}

#[test]
fn a_receipt_is_gone_for_whoever_comes_to_the_machine_later() {
    let (visitor, clock) = Visitor::with_a_clock();
    let sheet = Sheet::complaint_of(visitor);
    let later =
        |minutes| clock.set(clock.now().checked_add(jiff::SignedDuration::from_mins(minutes)).expect("then"));
    later(20);
    assert_eq!(sheet.get("/check").status, 200, "what is not sent waits longer");
    later(20);
    assert_eq!(sheet.send(&[]).to(), sheet.address);
    later(29);
    assert!(sheet.get("").text.contains("id=\"code\""));
    later(2);
    let gone = sheet.get("");
    assert!(gone.status == 404 && !gone.text.contains("id=\"code\""), "{}", gone.text);
}

#[test]
fn what_is_amiss_is_told_at_an_address_to_which_one_can_go_back() {
    let sheet = Sheet::complaint();
    let sent = sheet.visitor.post(&format!("{}/2", sheet.address), &[("csrf", &sheet.csrf), ("topic", "")]);
    assert_eq!(sent.status, 303);
    assert_eq!(sent.to(), format!("{}/2?told=1", sheet.address));
    assert_eq!(sheet.visitor.get(&sent.to()).status, 422);
    assert_eq!(sheet.get("/2").status, 200, "the page itself tells nothing before it is sent");
    assert_eq!(sheet.answer(2, &[("topic", "未出示证件")]).status, 303);
    assert_eq!(sheet.visitor.get(&sent.to()).status, 200, "put right, nothing is amiss there any more");
}

#[test]
fn machines_are_kept_out_and_told_why() {
    // How fast somebody writes is measured: no other test moves this clock.
    let (visitor, clock) = Visitor::with_a_clock();
    let sheet = Sheet::complaint_of(visitor);
    assert_eq!(sheet.send(&[]).status, 422, "faster than anybody can write");
    clock.set(clock.now().checked_add(jiff::SignedDuration::from_secs(10)).expect("an instant"));
    assert_eq!(sheet.send(&[("homepage", "http://spam")]).status, 422);
    let (visitor, _) = Visitor::with_a_clock();
    assert_eq!(visitor.post(COMPLAINT, &[("csrf", "1.x")]).status, 422);
    assert_eq!(visitor.post(&format!("{}/2", sheet.address), &[("topic", "x")]).status, 403);
    let csrf = visitor.get(COMPLAINT).input("csrf");
    let begun: Vec<u16> =
        (0..20).map(|_| visitor.post(COMPLAINT, &[("csrf", &csrf)]).status.as_u16()).collect();
    assert!(begun.starts_with(&[303]) && begun.ends_with(&[429]), "{begun:?}");
}

#[test]
fn whoever_begins_too_often_stays_on_the_page_and_is_told_when_to_come_again() {
    let (visitor, clock) = Visitor::with_a_clock();
    let csrf = visitor.get(COMPLAINT).input("csrf");
    let begin = || visitor.post(COMPLAINT, &[("csrf", &csrf)]);
    let refused = (0..40).map(|_| begin()).find(|answer| answer.status != 303).expect("a refusal");
    assert_eq!(refused.status, 429);
    // Fewer than ninety seconds are said in seconds, more in minutes: the clock of the test stands at the first.
    let seconds: u64 = refused.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!(refused.text.contains(&format!("请在 {seconds} 秒后再试")), "{}", refused.text);
    assert!(refused.text.contains(&format!("action=\"{COMPLAINT}\"")), "the form is there: {}", refused.text);
    clock.set(clock.now().checked_add(jiff::SignedDuration::from_secs(61)).expect("an instant"));
    assert_eq!(begin().status, 303, "after the time that was named it begins");
}

#[test]
fn whoever_tries_too_many_codes_keeps_number_and_code() {
    let (visitor, _) = Visitor::with_a_clock();
    let csrf = visitor.get("/public/follow").input("csrf");
    let pairs = [("csrf", csrf.as_str()), ("number", "云城管罚〔2026〕9号"), ("code", "AAAA-BBBB")];
    let tried: Vec<_> = (0..11).map(|_| visitor.post("/public/follow", &pairs)).collect();
    let last = tried.last().expect("an answer");
    assert_eq!((tried[0].status.as_u16(), last.status.as_u16()), (422, 429));
    assert!(last.headers.contains_key("retry-after"));
    assert_eq!(
        (last.input("number"), last.input("code")),
        ("云城管罚〔2026〕9号".into(), "AAAA-BBBB".into())
    );
    assert_eq!(tried[0].input("code"), "", "a code that was wrong is not shown again");
}

#[test]
fn whoever_sends_too_often_keeps_what_was_filled_in_and_its_button() {
    let (visitor, clock) = Visitor::with_a_clock();
    let mut sent = Vec::new();
    for _ in 0..8 {
        let sheet = Sheet::complaint_of(visitor.clone());
        clock.set(clock.now().checked_add(jiff::SignedDuration::from_secs(10)).expect("an instant"));
        sent.push((sheet.send(&[]), sheet));
    }
    let (last, sheet) = sent.pop().expect("a sheet");
    assert_eq!((sent[0].0.status.as_u16(), last.status.as_u16()), (303, 429));
    assert!(last.headers.contains_key("retry-after"));
    assert!(last.text.contains("两人没有出示证件") && last.text.contains("/send"), "{}", last.text);
    // After the time that was named it is sent.
    let seconds =
        last.headers["retry-after"].to_str().ok().and_then(|text| text.parse().ok()).expect("seconds");
    clock.set(clock.now().checked_add(jiff::SignedDuration::from_secs(seconds)).expect("an instant"));
    assert_eq!(sheet.send(&[]).status, 303);
}

#[test]
fn only_what_is_open_to_all_can_be_begun() {
    let visitor = Visitor::new();
    for path in [
        "/public/do/penalty-ordinary/file",
        "/public/do/enforcement-complaint/accept",
        "/public/do/enforcement-complaint/object",
        "/public/do/enforcement-complaint/object?follow=0",
        "/public/do/no-such/thing",
        "/public/do/enforcement-complaint/receive?matter=x",
    ] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_draft_that_is_open_can_be_commented_on_at_a_passage() {
    let visitor = Visitor::new();
    let mut open = Vec::new();
    for kind in ["normative-document/comment-notice", "decision-comment/notice", "legislative-item/comments"]
    {
        let list = visitor.get(&format!("/public/list/{kind}"));
        for entry in list.text.split("<th scope=\"row\"><a href=\"").skip(1) {
            let page = visitor.get(entry.split('"').next().unwrap());
            let form =
                page.text.split("class=\"button\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
            open.extend(form.map(|form| form.replace("&amp;", "&").replace("&#38;", "&")));
        }
    }
    assert!(!open.is_empty(), "the city has drafts open for comments");
    for form in open {
        let sheet = Sheet::begin(&format!("{form}&passage=%E7%AC%AC%E4%B8%80%E6%9D%A1"));
        let kept = sheet.get("/check");
        assert!(kept.text.contains("第一条"), "{}", kept.text);
        sheet.answer(1, &[("comment_text", "请增加停放点。")]);
        later(10);
        assert_eq!(sheet.send(&[]).status, 303);
        // No name was given; number and code lead to it all the same, and to taking it back where that is possible.
        let receipt = sheet.get("");
        let [number, code] =
            ["reference", "code"].map(|part| receipt.between(&format!("<code id=\"{part}\">"), "</code>"));
        let csrf = visitor.get("/public/follow").input("csrf");
        let typed = [("csrf", csrf.as_str()), ("number", &number), ("code", &code)];
        let followed = visitor.get(&visitor.post("/public/follow", &typed).to());
        assert_eq!(followed.status, 200);
        let can_be_taken_back = !form.contains("legislative-item");
        assert_eq!(
            followed.text.contains("withdraw_comment"),
            can_be_taken_back,
            "{form}: {}",
            followed.text
        );
    }
}

/// The pages of a catalogue.
fn entries(visitor: &Visitor, kind: &str) -> Vec<Answer> {
    let list = visitor.get(&format!("/public/list/{kind}"));
    let pages =
        list.text.split("<th scope=\"row\"><a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    pages.map(|page| visitor.get(page)).collect()
}

/// The addresses in a page that begin so.
fn links(page: &str, start: &str) -> Vec<String> {
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let plain = all.map(|href| href.replace("&amp;", "&").replace("&#38;", "&"));
    plain.filter(|href| href.starts_with(start)).collect()
}

#[test]
fn each_article_of_an_open_draft_leads_to_the_form_with_the_article_chosen_and_quoted() {
    let visitor = Visitor::new();
    let mut drafts = 0;
    for page in entries(&visitor, "normative-document/comment-notice") {
        let asked = links(&page.text, "/public/do/normative-document/comment?");
        let (_, passages): (Vec<_>, Vec<_>) = asked.into_iter().partition(|href| !href.contains("passage="));
        let Some(second) = passages.get(1) else { continue };
        drafts += 1;
        assert!((8..=15).contains(&passages.len()), "each article has one, nothing else: {passages:?}");
        let sheet = Sheet::begin(second);
        let form = sheet.get("/1").text;
        assert!(form.contains("<select id=\"paragraph_ref\"") && form.contains("整个草案"), "{form}");
        let chosen =
            form.split(" selected>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
        assert!(chosen.starts_with("第二条"), "{chosen}: {form}");
        let quoted = form.split("id=\"paragraph_ref-help\">").nth(1).and_then(|rest| rest.split('<').next());
        assert!(quoted.is_some_and(|quoted| quoted.contains("第二条")), "{form}");
        assert!(!form.contains("comment_from\" value=\"第"), "it is nobody's name: {form}");
        // What names no passage of the draft any more is kept as it was; too much is not taken.
        let none = [("comment_text", "请增加停放点。"), ("paragraph_ref", "第九十九条")];
        assert_eq!(sheet.answer(1, &none).status, 303);
        assert!(sheet.get("/1").text.contains("<option value=\"第九十九条\" selected>"));
        let long = [("comment_text", "请增加停放点。"), ("paragraph_ref", &"长".repeat(201))];
        assert_eq!(sheet.answer(1, &long).status, 422);
        break;
    }
    assert_eq!(drafts, 1, "no draft is open for comments");
}

#[test]
fn answers_stand_beside_the_passage_that_they_are_about() {
    let visitor = Visitor::new();
    let mut found = 0;
    for page in entries(&visitor, "normative-document/document") {
        let beside: Vec<&str> = page.text.split("<aside class=\"said\"").collect();
        for pair in beside.windows(2) {
            let passage = pair[0].rsplit("<p>").next().unwrap_or_default();
            assert!(passage.starts_with('第'), "{passage}");
            assert!(pair[1].contains("采纳情况") && pair[1].contains("理由"), "{}", pair[1]);
            found += 1;
        }
    }
    assert!(found > 0, "no document shows what became of comments");
}

#[test]
fn a_hearing_says_until_when_one_registers_and_no_text_shows_how_it_was_written() {
    let visitor = Visitor::new();
    let mut open = 0;
    for kind in ["decision-hearing/notice", "decision-comment/notice", "normative-document/comment-notice"] {
        for page in entries(&visitor, kind) {
            assert!(!page.text.contains("\\n"), "{kind}: {}", page.text);
            for empty in
                ["说明调整理由和测算", "说明制定的必要性", "说明背景、依据和主要内容", "<dd>说明</dd>"]
            {
                assert!(!page.text.contains(empty), "{kind}: {}", page.text);
            }
            if !links(&page.text, "/public/do/decision-hearing/register_interest?").is_empty() {
                open += 1;
                assert!(page.text.contains("截至 2026-1"), "{}", page.text);
                assert!(
                    page.text.contains("报名截止日期") && !page.text.contains("没有公布截止日期"),
                    "{}",
                    page.text
                );
            }
        }
    }
    assert!(open > 0, "the city has a hearing that takes registrations");
}

#[test]
fn a_form_that_opens_something_is_headed_by_what_it_is_in_each_language() {
    for (lang, what, step) in [
        ("zh-Hans", "行政执法投诉", "提出投诉"),
        ("zh-Hant", "行政執法投訴", "提出投訴"),
        ("en", "Complaint about enforcement", "Make a complaint"),
    ] {
        let visitor = Visitor::new();
        let start = visitor.get_in(lang, COMPLAINT);
        assert_eq!(start.status, 200, "{}", start.text);
        let h1 = start.text.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
        assert!(h1.is_some_and(|h1| h1.contains(what) && !h1.contains(step)), "{lang}: {h1:?}");
        let title = start.text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        assert!(title.is_some_and(|title| title.contains(what)), "{lang}: {title:?}");
        assert!(start.text.contains(step), "{lang}: the step is still told");
    }
}
