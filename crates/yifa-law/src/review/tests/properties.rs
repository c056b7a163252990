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
