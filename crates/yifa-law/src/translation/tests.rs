use super::*;
use proptest::prelude::*;

fn article(zh: &str, en: &str) -> Vec<(Check, Says)> {
    told(&format!("第一条　{zh}\n"), &format!("Article 1 {en}\n"), &Glossary::default())
}

fn told(zh: &str, en: &str, glossary: &Glossary) -> Vec<(Check, Says)> {
    compare(zh, en, glossary).findings.iter().map(|one| (one.check, one.says)).collect()
}

const NONE: [(Check, Says); 0] = [];

#[test]
fn a_missing_article_is_named_with_its_place() {
    let zh: String = (1..=45).map(|n| format!("{}　甲。\n", ArticleNumber::new(n))).collect();
    let en: String = (1..=45).filter(|n| *n != 17).map(|n| format!("Article {n} First.\n")).collect();
    let found = compare(&zh, &en, &Glossary::default());
    assert_eq!((found.zh_articles, found.en_articles), (45, 44));
    assert_eq!(found.first_place(Check::Articles), Some("第十七条"));
    assert_eq!(found.findings.len(), 1);
    let added = format!("{en}Article 99 More.\n");
    assert_eq!(told(&zh, &added, &Glossary::default()).len(), 2);
}

use crate::place::ArticleNumber;

#[test]
fn paragraphs_and_items_are_counted() {
    let zh = "第一条　有下列情形的：\n\n（一）甲；\n\n（二）乙。\n\n丙。\n";
    let good = "Article 1 In the following cases:\n(1) one;\n(2) two.\nThree.\n";
    assert_eq!(told(zh, good, &Glossary::default()), NONE);
    let bad = "Article 1 In the following cases:\n(1) one.\nThree.\n";
    assert_eq!(told(zh, bad, &Glossary::default()), [(Check::Articles, Says::ItemsDiffer)]);
    let joined = "Article 1 In the following cases:\n(1) one;\n(2) two.\n";
    assert_eq!(told(zh, joined, &Glossary::default()), [(Check::Articles, Says::ParagraphsDiffer)]);
    // A sentence that begins with a reference opens no article; a heading is no paragraph.
    let zh = "第一章　总则\n\n第一条　甲。\n\n本办法第二条不适用。\n\n第二条　乙。\n";
    let en = "Chapter I General Provisions\nArticle 1 First.\nArticle 2 of these Measures does not apply.\nArticle 2 Second.\n";
    assert_eq!(told(zh, en, &Glossary::default()), NONE);
}

#[test]
fn figures_agree_in_every_writing() {
    for (zh, en) in [
        ("处三万元罚款。", "A fine of 30,000 yuan."),
        (
            "处一千元以上五万元以下罚款。",
            "A fine of not less than RMB 1,000 nor more than RMB fifty thousand.",
        ),
        ("自收到之日起十五日内。", "Within fifteen (15) days of receipt."),
        ("十个工作日内。", "Within ten working days."),
        ("百分之五、千分之三。", "5 percent and 0.3%."),
        ("一倍以上三倍以下。", "One to three times."),
        ("两倍。", "Twice the amount."),
        ("一年内。", "Within 12 months."),
        ("半年。", "Six months."),
        ("1.5亿元。", "150 million yuan."),
        ("自2020年5月1日起施行。", "In force as of May 1, 2020."),
        ("二〇二〇年五月一日。", "On 1 May 2020."),
        ("第三人、一方、十分、统一、第五条。", "A third party under Article 5."),
        ("依照第三十条，三十日内。", "Under Article 30, within 30 days."),
        ("三人以上。", "Three persons or more."),
    ] {
        assert_eq!(article(zh, en), NONE, "{zh} {en}");
    }
}

#[test]
fn wrong_figures_units_and_dates_are_found() {
    for (zh, en, says) in [
        ("处三万元罚款。", "A fine of 3,000 yuan.", vec![Says::FigureMissing, Says::FigureAdded]),
        ("十个工作日内。", "Within 10 days.", vec![Says::UnitDiffers]),
        ("三十日内。", "Within 30 working days.", vec![Says::UnitDiffers]),
        ("三十日内。", "Promptly.", vec![Says::FigureMissing]),
        ("及时办理。", "Within 3 months.", vec![Says::FigureAdded]),
        ("百分之五。", "0.5 percent.", vec![Says::FigureMissing, Says::FigureAdded]),
        ("自2020年5月1日起施行。", "In force as of May 11, 2020.", vec![Says::DateMissing]),
    ] {
        let wanted: Vec<_> = says.into_iter().map(|says| (Check::Numbers, says)).collect();
        let mut found = article(zh, en);
        found.sort();
        let mut wanted = wanted;
        wanted.sort();
        assert_eq!(found, wanted, "{zh} {en}");
    }
}

#[test]
fn words_of_duty_keep_their_strength() {
    for (zh, en) in [
        ("应当报告，可以申请。", "They shall report and may apply."),
        ("不得转让。", "It shall not be transferred."),
        ("任何人不得阻碍。", "No person may obstruct it."),
        ("不得少于三人。", "There shall be at least three persons."),
        ("不应当收取。", "It shall not be charged."),
        ("可能影响的，必要时办理。", "Where it is likely to have effects, it is handled when needed."),
        ("在五月办理。", "It is done in May."),
    ] {
        assert_eq!(article(zh, en), NONE, "{zh} {en}");
    }
    for (zh, en, says) in [
        ("可以申请。", "They shall apply.", Says::PermissionHardened),
        ("应当报告。", "They may report.", Says::DutyWeakened),
        ("应当报告。", "They report in May.", Says::DutyWeakened),
        ("不得转让。", "It shall be transferred.", Says::ProhibitionLost),
    ] {
        assert_eq!(article(zh, en), [(Check::Modality, says)], "{zh} {en}");
    }
}

#[test]
fn chinese_characters_are_not_left_over() {
    let found = compare("第一条　甲。\n", "Article 1 The 印章 and “quotes” – fine.\n", &Glossary::default());
    assert_eq!(found.findings.len(), 1);
    assert_eq!((found.findings[0].english.as_str(), found.findings[0].place.as_str()), ("印章", "第一条"));
}

fn glossary() -> Glossary {
    let term = |zh: &str, english: &[&str], forbidden: &[&str], not_within: &[&str]| Term {
        zh: zh.to_owned(),
        english: english.iter().map(|word| (*word).to_owned()).collect(),
        forbidden: forbidden.iter().map(|word| (*word).to_owned()).collect(),
        not_within: not_within.iter().map(|word| (*word).to_owned()).collect(),
    };
    let terms = vec![
        term("规章", &["government rules", "rules"], &["regulations"], &["规章制度"]),
        term("行政处罚", &["administrative penalty"], &["administrative punishment"], &[]),
        term("行政处罚决定", &["penalty decision"], &[], &[]),
    ];
    Glossary::new(terms, [("中华人民共和国行政处罚法".to_owned(), "Administrative Penalty Law".to_owned())])
}

#[test]
fn terms_follow_the_term_base() {
    let of = |zh: &str, en: &str| told(&format!("第一条　{zh}\n"), &format!("Article 1 {en}\n"), &glossary());
    assert_eq!(of("行政处罚由规章设定。", "Administrative penalties are set by government rules."), NONE);
    assert_eq!(of("行政处罚决定。", "The penalty decision."), NONE, "the longer term takes the shorter");
    assert_eq!(of("单位的规章制度。", "The policies of the unit."), NONE, "another word");
    let found = of("行政处罚。", "Administrative punishments.");
    assert_eq!(found, [(Check::Terms, Says::TermNotUsed), (Check::Terms, Says::TermForbidden)]);
    let counted =
        compare("第一条　行政处罚和规章。\n", "Article 1 Administrative penalty and laws.\n", &glossary());
    assert_eq!((counted.term_uses, counted.term_hits), (2, 1));
}

#[test]
fn citations_have_registered_titles_and_references_lead_to_the_same_articles() {
    let of = |zh: &str, en: &str| told(&format!("第一条　{zh}\n"), &format!("Article 1 {en}\n"), &glossary());
    let zh = "依照《行政处罚法》第五条、第七条至第九条。";
    assert_eq!(of(zh, "Under Articles 5 and 7 to 9 of the Administrative Penalty Law."), NONE);
    assert_eq!(
        of(zh, "Under Articles 5 and 7 to 8 of the Law on Administrative Penalties."),
        [(Check::Citations, Says::TitleNotUsed), (Check::References, Says::ReferenceMissing)]
    );
    assert_eq!(
        of("依照《某某条例》。", "Under the Certain Regulations."),
        [(Check::Citations, Says::TitleNotRegistered)]
    );
    assert_eq!(
        of("领取《采矿许可证》。", "A mining licence is issued."),
        NONE,
        "a certificate is no instrument"
    );
    assert_eq!(of("违反前款规定的。", "Where the preceding paragraph is violated."), NONE);
}

#[test]
fn nothing_is_compared_with_nothing() {
    assert_eq!(told("", "", &Glossary::default()), NONE);
    assert_eq!(
        told("第一条　三十日。\n", "", &Glossary::default()),
        [(Check::Articles, Says::ArticleMissing)]
    );
}

proptest! {
    #[test]
    fn any_two_texts_are_compared(
        zh in "[第一二三十百万条款项元日年月可以应当不得《》（）。，\n0-9.%]{0,80}",
        en in "[Article 0-9.,()%\nshalmyontdr印章é–]{0,80}",
    ) {
        let found = compare(&zh, &en, &glossary());
        for one in &found.findings {
            prop_assert!(zh.get(one.zh_span.clone()).is_some() && en.get(one.en_span.clone()).is_some(), "{one:?}");
        }
    }
}
