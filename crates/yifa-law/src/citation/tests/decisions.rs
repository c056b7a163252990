//! Decisions that amend: whose places they speak of.

use super::resolve_all;
use crate::citation::Resolver;

fn resolved(title: &str, text: &str) -> Vec<String> {
    resolve_all(&mut Resolver::titled(Some(title)), text)
}

#[test]
fn a_decision_speaks_of_what_it_amends_whatever_it_quotes() {
    let title = "某省人民代表大会常务委员会关于修改《某省车棚条例》的决定";
    assert_eq!(
        resolved(
            title,
            "一、第十条修改为：“依照《处罚法》第三条处理。”二、第十二条第二款修改为：“本条例第十三条规定的免费。”三、删去第十五条。"
        ),
        [
            "某省车棚条例 第十条",
            "处罚法 第三条",
            "某省车棚条例 第十二条第二款",
            "某省车棚条例 第十三条",
            "某省车棚条例 第十五条"
        ]
    );
    assert_eq!(
        resolved("关于修正〈某市车棚办法（试行）〉部分条款的决定", "将本办法第三条中的“一日”修改为“三日”"),
        ["某市车棚办法（试行） 第三条"]
    );
}

/// One of several instruments is not told by the title; a notice amends nothing; 本决定 is the decision's own.
#[test]
fn other_titles_lend_their_places_no_name() {
    for title in [
        "某会关于修改《某省车棚条例》等五件地方性法规的决定",
        "某会关于修改《某省车棚条例》、《某省车位条例》的决定",
        "关于贯彻《某省车棚条例》的决定",
        "关于修改《某省车棚条例》的说明",
    ] {
        let all = resolved(title, "依照《处罚法》第三条处理，删去第十五条。");
        assert_eq!(all, ["处罚法 第三条", "处罚法 第十五条"], "{title}");
    }
    let title = "关于修改《某省车棚条例》的决定";
    assert_eq!(resolved(title, "按照本决定第三条、本办法第四条执行"), ["own 第三条", "own 第四条"]);
}
