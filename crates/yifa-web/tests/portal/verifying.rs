//! The page that the mark on a paper leads to: valid, altered, taken back, unknown, and no more than that.

use std::sync::Arc;

use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::matter::State;
use yifa_kernel::value::Value;
use yifa_store::{MatterOrder, MatterQuery};

use crate::{CITY, RUNTIME, Visitor};

/// Matters of a procedure that have issued a paper.
fn with_papers(procedure: &str) -> Vec<Arc<State>> {
    let city = &CITY.0;
    RUNTIME.block_on(async {
        let query = MatterQuery { procedures: vec![procedure.into()], ..MatterQuery::default() };
        let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, 200).await;
        let mut all = Vec::new();
        for row in page.expect("the store").rows {
            let state = city.state(&MatterId::new(row.matter.as_str())).await.expect("the store");
            all.extend(state.filter(|state| !state.papers.is_empty()));
        }
        all
    })
}

#[test]
fn a_genuine_paper_is_told_from_an_altered_one() {
    let visitor = Visitor::new();
    let all = with_papers("penalty-ordinary");
    let state = all.iter().find(|state| state.papers[0].number.is_some()).expect("a numbered paper");
    let paper = &state.papers[0];
    let address = format!("/verify/{}/{}", state.matter, paper.seq);
    let page = visitor.get(&address);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("现行有效") && page.text.contains(paper.number.as_deref().expect("a number")));
    let Some(Value::Party(party)) = state.fields.get(&FieldId::new("party")) else {
        panic!("a case has a party")
    };
    assert!(!page.text.contains(&party.name), "nothing of the content");
    let hash = page.between("<dd><code>", "</code>");
    let start: String = hash.chars().take(16).collect::<String>().to_uppercase();
    assert!(visitor.get(&format!("{address}?mark={start}")).text.contains("与留存记录一致"));
    assert!(visitor.get(&format!("{address}?mark={}", &hash[..4])).text.contains("请至少输入前十二位"));
    for wrong in ["0000000000000000", "%3Cscript%3Ealert(1)%3C/script%3E", "%F0%A0%AE%B7", "%E2%80%AE"] {
        let answer = visitor.get(&format!("{address}?mark={wrong}"));
        assert!(answer.status == 200 && answer.text.contains("与留存记录不一致"), "{}", answer.text);
        assert!(!answer.text.contains("<script>alert"), "{}", answer.text);
    }
}

#[test]
fn a_paper_that_was_never_issued_is_not_found() {
    let visitor = Visitor::new();
    let known = &with_papers("penalty-ordinary")[0].matter;
    let odd = [format!("{known}/1"), format!("{known}/99999"), format!("{known}/x"), format!("{known}/-1")];
    let unknown = ["no-such/3", "%27%20or%201=1/3", "%F0%A0%AE%B7/3", "0199/18446744073709551616"];
    for path in odd.iter().map(String::as_str).chain(unknown) {
        let answer = visitor.get(&format!("/verify/{path}"));
        assert!(answer.status == 404 && answer.text.contains("没有查到这份文书"), "{path}: {}", answer.text);
    }
}
