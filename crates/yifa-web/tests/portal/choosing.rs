//! Choosing in a public form: only what is public is offered and taken, and what was typed stays.

use crate::{Answer, Visitor};

const REQUEST: &str = "/public/do/review-request/request";

struct Asked {
    visitor: Visitor,
    sheet: String,
    csrf: String,
    /// The number of the question about the document.
    at: usize,
}

fn begun() -> Asked {
    let visitor = Visitor::new();
    let csrf = visitor.get(REQUEST).input("csrf");
    let first = visitor.post(REQUEST, &[("csrf", &csrf)]).to();
    let sheet = first.trim_end_matches("/1").to_owned();
    let csrf = visitor.get(&first).input("csrf");
    let fits = |at: &usize| visitor.get(&format!("{sheet}/{at}")).text.contains("name=\"document.find\"");
    let at = (1..12).find(fits).expect("a question with a search");
    Asked { visitor, sheet, csrf, at }
}

impl Asked {
    fn send(&self, pairs: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(pairs);
        self.visitor.answer(&format!("{}/{}", self.sheet, self.at), &all)
    }

    fn offered(page: &Answer) -> Vec<String> {
        let all = page.text.split("name=\"document\" value=\"").skip(1);
        all.filter_map(|rest| rest.split('"').next())
            .filter(|slug| !slug.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

#[test]
fn a_document_is_found_by_words_chosen_and_told_in_the_answers() {
    let asked = begun();
    let found = asked.send(&[("document.find", "招牌"), ("find", "document")]);
    assert_eq!(found.status, 200, "{}", found.text);
    let offered = Asked::offered(&found);
    assert!(!offered.is_empty() && found.text.contains("招牌"), "{}", found.text);
    assert!(offered.iter().all(|slug| slug.starts_with("normative-document-")), "{offered:?}");
    let chosen =
        asked.send(&[("document_title", "招牌规定"), ("document", &offered[0]), ("document.find", "招牌")]);
    assert_eq!(chosen.status, 303, "{}", chosen.text);
    let check = asked.visitor.get(&format!("{}/check", asked.sheet));
    assert!(check.text.contains("户外招牌"), "{}", check.text);
    assert!(!check.text.contains(&offered[0]), "the answers show its name");
    let again = asked.visitor.get(&format!("{}/{}", asked.sheet, asked.at));
    let mark = format!("value=\"{}\" checked", offered[0]);
    assert!(again.text.contains(&mark), "what was chosen is still chosen: {}", again.text);
}

#[test]
fn a_search_in_traditional_chinese_or_with_marks_of_ours_finds_or_finds_nothing() {
    let asked = begun();
    let found = asked.send(&[("document.find", "招牌設置"), ("find", "document")]);
    assert!(!Asked::offered(&found).is_empty(), "{}", found.text);
    for words in ["§state:", "\u{0}", "'; drop table", "没有这样的文件名", "<b>"] {
        let found = asked.send(&[("document.find", words), ("find", "document")]);
        assert_eq!(found.status, 200, "{words:?}");
        assert!(!found.text.contains("<b>\""), "{words:?}");
    }
}

#[test]
fn what_is_not_public_or_of_another_kind_is_not_taken() {
    let asked = begun();
    let other = asked.visitor.get("/public/list/penalty-ordinary/penalty-decision");
    let other = other.between("<th scope=\"row\"><a href=\"/public/", "\"");
    for slug in [other.as_str(), "01a22181-7192-76f5-a14c-35a033b5ca3f", "nobody", "' or 1=1", "𠮷"] {
        let refused = asked.send(&[("document", slug)]);
        assert_eq!(refused.status, 422, "{slug}: {}", refused.text);
        assert!(refused.text.contains("没有公开"), "{slug}: {}", refused.text);
    }
    let named = asked.send(&[("document_title", "招牌规定"), ("document", "")]);
    assert_eq!(named.status, 303, "nobody has to know which document it is");
    let unnamed = asked.send(&[("document_title", ""), ("document", ""), ("clause_no", "第三条𠮷")]);
    assert_eq!(unnamed.status, 422, "what must be answered is missing");
    assert!(unnamed.text.contains("第三条𠮷"), "what was added is kept: {}", unnamed.text);
}
