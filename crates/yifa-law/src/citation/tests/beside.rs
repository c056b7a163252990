//! What stands between a name and its place, and names that lean on the one before.

use super::{resolve_all, shown};
use crate::citation::Resolver;

fn resolved(text: &str) -> Vec<String> {
    let all = resolve_all(&mut Resolver::new(), text);
    all.into_iter().map(|one| one.trim_end().to_owned()).collect()
}

#[test]
fn divisions_stand_between_a_name_and_its_article() {
    for (text, canon) in [
        ("《甲典》合同编第五百六十三条第一款", "《甲典》第五百六十三条第一款"),
        ("《甲法》第二章第三节第九条", "《甲法》第九条"),
        ("《甲法》“婚姻家庭编”第九条", "《甲法》第九条"),
        ("刑法分则第三章第一百四十条", "刑法第一百四十条"),
        ("民法典合同编第五条", "民法典第五条"),
        ("违反本办法第二章第七条", "本办法第七条"),
        ("违反本办法附则第七条", "本办法第七条"),
    ] {
        assert_eq!(shown(text), [canon], "{text}");
    }
    // A division alone is no place, and 原则 is none.
    assert_eq!(shown("《甲法》第二章的规定"), ["《甲法》"]);
    assert_eq!(shown("《甲法》总则"), ["《甲法》"]);
    assert_eq!(shown("违反《甲法》原则第三条"), ["《甲法》"]);
}

#[test]
fn the_rules_that_implement_an_instrument_are_named_by_it() {
    assert_eq!(
        resolved(
            "依照《甲法》（2017年修正）及其实施条例第六十条和《乙条例》及其实施细则的规定，同时依照《丙法》及实施细则第三条"
        ),
        ["甲法", "甲法实施条例 第六十条", "乙条例", "乙条例实施细则", "丙法", "丙法实施细则 第三条"]
    );
    // A name that the text has given goes before; and 实施意见 may be what is written next.
    assert_eq!(
        resolved("《丙办法》（以下简称《实施细则》），《甲法》第一条，实施细则第三条"),
        ["丙办法", "甲法 第一条", "丙办法 第三条"]
    );
    assert_eq!(shown("《甲条例》和实施意见"), ["《甲条例》"]);
}

#[test]
fn a_list_goes_on_after_a_comma_or_a_blank() {
    for (text, canon) in [
        ("《甲法》第九条第（一）项，第十条第一款，第十一条", "《甲法》第九条第一项、第十条第一款、第十一条"),
        ("《甲法》第二十条 第二十一条", "《甲法》第二十条、第二十一条"),
        ("《甲法》第38条第2款、39条", "《甲法》第三十八条第二款、第三十九条"),
    ] {
        assert_eq!(shown(text), [canon], "{text}");
    }
    // A paragraph after a comma, a number that goes back, another instrument.
    assert_eq!(shown("《甲法》第九条第一款，第二款"), ["《甲法》第九条第一款", "第二款"]);
    assert_eq!(shown("《甲法》第38条第2款、3条措施"), ["《甲法》第三十八条第二款"]);
    assert_eq!(shown("《甲法》第九条，本办法第十条"), ["《甲法》第九条", "本办法第十条"]);
}

#[test]
fn roads_and_wares_are_counted_with_the_same_words() {
    assert_eq!(shown("建设第三条跑道、第二条生产线，推出第二款手机"), Vec::<String>::new());
    assert_eq!(shown("依照第三条，第二款产品责任"), ["第三条"]);
    assert_eq!(shown("按照第三条街道办事处应当办理"), ["第三条"]);
}

#[test]
fn an_order_without_its_maker_is_cited_by_its_place() {
    assert_eq!(shown("依照第719号令第二十五条的规定"), ["令第719号第二十五条"]);
    assert_eq!(resolved("《甲条例》第三条；前述条例第五条"), ["甲条例 第三条", "甲条例 第五条"]);
}

#[test]
fn a_list_goes_on_over_a_semicolon() {
    for (text, canon) in [
        ("依照《甲法》第33条；第34条处理", "《甲法》第三十三条、第三十四条"),
        ("《甲法》第三条第二款; 第五条、第六条；第八条", "《甲法》第三条第二款、第五条、第六条、第八条"),
    ] {
        assert_eq!(shown(text), [canon], "{text}");
    }
    // A clause that ends before the semicolon, another instrument, the label of the next row.
    for text in [
        "依照《甲法》第三条处理；第四条除外",
        "《甲法》第三条；\n第四条",
        "《甲法》第三条；第四条　罚款",
        "《甲法》第三条；第四条：罚款",
    ] {
        assert_eq!(shown(text), ["《甲法》第三条", "第四条"], "{text}");
    }
    assert_eq!(shown("《甲法》第三条；《乙法》第四条"), ["《甲法》第三条", "《乙法》第四条"]);
    assert_eq!(shown("《甲法》第三条；第四款"), ["《甲法》第三条", "第四款"]);
}

#[test]
fn numbers_that_are_set_wide_are_read() {
    for (text, canon) in [
        ("《甲法》第 五 十 七 条", "《甲法》第五十七条"),
        ("《甲法》第　五　十　七　条　第　二　款", "《甲法》第五十七条第二款"),
        ("《甲法》第 1 2 条第 3 项", "《甲法》第十二条第三项"),
        ("《甲法》第 三 条", "《甲法》第三条"),
    ] {
        assert_eq!(shown(text), [canon], "{text}");
    }
    // Numbers side by side are not one.
    assert_eq!(shown("《甲法》第 三 措施"), ["《甲法》"]);
    assert_eq!(shown("《甲法》第 三 条 五 项"), ["《甲法》第三条"]);
}
