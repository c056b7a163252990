//! What holds for every text.

use super::check_shape;
use crate::notice::{read, read_bytes};
use proptest::prelude::*;

/// Pieces of notices, good and spoiled.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("一、"),
        Just("二、"),
        Just("（一）"),
        Just("（二)"),
        Just("1."),
        Just("2、"),
        Just("(1)"),
        Just("①"),
        Just("一是"),
        Just("二是"),
        Just("第一条 "),
        Just("第二章 "),
        Just("健全制度。"),
        Just("培訓不少於7天"),
        Just("\n"),
        Just("\n\n"),
        Just("，"),
        Just("；"),
        Just("。"),
        Just("《意见》"),
        Just("《"),
        Just("》"),
        Just("（"),
        Just("）"),
        Just("责任单位：市司法局、市财政局"),
        Just("市司法局牵头，市财政局配合"),
        Just("成府发〔2009〕83号"),
        Just("20**年"),
        Just("关于印发工作方案的通知"),
        Just("2025年3月8日"),
        Just("市人民政府"),
        Just("附件"),
        Just("每年至少两次"),
        Just("15日内"),
        Just("2-3个"),
        Just("**"),
        Just("# "),
        Just("\u{200B}"),
        Just("\u{3000}"),
        Just("時間:"),
        Just("10%以上"),
        Just("年底前"),
        Just("凡"),
        Just("不得"),
        Just("报"),
        Just("十"),
        Just("是"),
        Just("~"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_gives_a_well_formed_notice(text in pieces()) {
        check_shape(&text, &read(&text, Some(2026)), &text);
    }

    #[test]
    fn any_characters_give_a_well_formed_notice(text in "[\\PC\n一二三、（）()0-9.是]{0,120}") {
        check_shape(&text, &read(&text, None), &text);
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let file = read_bytes(&bytes, None);
        check_shape(&file.text, &file.notice, "bytes");
    }

    #[test]
    fn the_tree_is_the_same_in_both_writings(text in pieces()) {
        let traditional = crate::fold::to_traditional(&text);
        let paths = |text: &str| read(text, None).items.into_iter().map(|item| item.path).collect::<Vec<_>>();
        prop_assert_eq!(paths(&crate::fold::fold(&traditional)), paths(&traditional));
    }
}
