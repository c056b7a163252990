//! Any text is reviewed without a panic, and every finding lies inside it.

use super::support::{Shelf, find};
use crate::review::{Kind, Parameters};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_reviewed(words in "[第一二三条款项《》（）处罚款元以上下，。；:\n 本办法附件自年月日起施行同时废止不得应当经批准9\u{200B}罰]{0,200}") {
        for kind in Kind::ALL {
            let text = format!("某办法\n第一条　{words}\n第二条　{words}");
            find(kind, &text, &Shelf::default(), &Parameters::default(), None);
        }
    }
}

#[test]
fn a_basis_is_named_once() {
    use crate::review::{Check, Finding, Says, Severity};
    let over = Finding::new(Check::TermOver, Severity::MustAnswer, 0..1, Says::TermOverByRule);
    assert_eq!(over.clone().with("source", "国办发〔2018〕37号").basis(), ["国办发〔2018〕37号"]);
    assert_eq!(over.with("source", "某府令第3号").basis(), ["国办发〔2018〕37号", "某府令第3号"]);
}
