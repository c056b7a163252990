//! Which checks apply to which texts.

use super::support::{Shelf, article, find};
use crate::review::{Check, Kind, Parameters, Says};
use crate::text::normative::NormativeDocument;

#[test]
fn the_kind_is_read_off_number_header_and_name() {
    for (text, kind) in [
        (
            "# 某法\n\n2020年1月1日 第十三届全国人民代表大会常务委员会第十五次会议通过\n\n第一条　甲。\n",
            Kind::Legislation,
        ),
        (
            "# 某市规定\n\n2020年1月1日 某市第十五届人民代表大会常务委员会通过\n\n第一条　甲。\n",
            Kind::Legislation,
        ),
        ("# 某办法\n\n2020年1月1日 国家某总局令第3号公布\n\n第一条　甲。\n", Kind::DepartmentRule),
        ("# 某省办法\n\n2020年1月1日 某省人民政府令第3号公布\n\n第一条　甲。\n", Kind::ProvincialRule),
        ("某市停车办法\n第一条　甲。\n", Kind::NormativeDocument),
        (
            "# 某省停车条例\n\n2020年1月1日 某省人民代表大会常务委员会公告第46号公布\n\n第一条　甲。\n",
            Kind::Legislation,
        ),
        (
            "# 某所条例\n\n1991年4月1日 国务院批准\n\n1991年4月22日 国家某局令第6号发布\n\n第一条　甲。\n",
            Kind::Legislation,
        ),
        ("某市停车条例\n某市某局公告2024年第3号\n第一条　甲。\n", Kind::NormativeDocument),
        ("最高人民法院关于某问题的规定\n第一条　甲。\n", Kind::Legislation),
    ] {
        assert_eq!(Kind::guess(&NormativeDocument::read(text)), kind, "{text}");
    }
    assert!(Kind::ALL.into_iter().all(|kind| Kind::from_code(kind.code()) == Some(kind)));
    assert_eq!(Kind::from_code("law"), None);
}

#[test]
fn legislation_may_set_what_a_document_may_not() {
    let text = article("违反本办法的，处一千元罚款；未取得许可证的，不得经营；可以扣押车辆。");
    let codes = |kind| -> Vec<&str> {
        find(kind, &text, &Shelf::default(), &Parameters::default(), None)
            .iter()
            .map(|one| one.check.code())
            .collect()
    };
    assert_eq!(codes(Kind::Legislation), [] as [&str; 0]);
    assert_eq!(codes(Kind::NormativeDocument), ["C09", "C10", "C11"]);
    assert_eq!(codes(Kind::GovernmentRule), ["L06", "L07"]);
}

#[test]
fn a_text_with_scrambled_digits_is_not_reviewed() {
    let text = article("2022年65月06日起处033万元罚款。");
    assert!(NormativeDocument::read(text.as_str()).is_quarantined());
    assert!(find(Kind::NormativeDocument, &text, &Shelf::default(), &Parameters::default(), None).is_empty());
}

#[test]
fn every_code_is_its_own() {
    let mut codes: Vec<&str> = Check::ALL.iter().map(|check| check.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 35);
    let mut says: Vec<&str> = Says::ALL.iter().map(|says| says.code()).collect();
    says.sort_unstable();
    says.dedup();
    assert_eq!(says.len(), Says::ALL.len());
    assert!(
        Check::ALL.iter().flat_map(|check| check.basis()).all(|basis| crate::citation::parse(basis).is_ok())
    );
}
