//! C08, C15–C18, C21, C23, C24: what a register or a library knows about a document as a whole.

use super::support::{Shelf, article, find, told};
use crate::instrument::Rank;
use crate::review::{BodyName, Kind, Parameters, Publication, Record, Severity, Steps};
use jiff::civil::date;

fn with_record(record: &Record, checks: &[&str]) -> Vec<(String, Severity)> {
    let text = article("车位由街道管理。");
    let calendar = crate::calendar::shipped::calendar();
    let parameters = Parameters { calendar, ..Parameters::default() };
    let found = find(Kind::NormativeDocument, &text, &Shelf::default(), &parameters, Some(record));
    let of = found.into_iter().filter(|one| checks.contains(&one.check.code()));
    of.map(|one| (one.says.code().to_owned(), one.severity)).collect()
}

fn adopted() -> Record {
    let steps = Steps { adopted: true, comment: true, deliberation: true, filing: Some(true) };
    let site =
        Publication { channel: "site".to_owned(), on: date(2025, 1, 20), digest: Some("aa".to_owned()) };
    Record {
        steps,
        publications: Some(vec![site]),
        text_digest: Some("aa".to_owned()),
        reviewed: Some((date(2025, 1, 2), date(2025, 1, 13))),
        ..Record::default()
    }
}

const ALL: [&str; 5] = ["C08", "C15", "C16", "C17", "C21"];

#[test]
fn a_complete_record_gives_nothing_and_neither_does_a_draft() {
    assert_eq!(with_record(&adopted(), &["C08", "C15", "C16", "C17"]), []);
    assert_eq!(with_record(&Record::default(), &ALL), []);
}

#[test]
fn publication_is_checked_against_the_kept_text() {
    let never = Record { publications: Some(vec![]), ..adopted() };
    assert_eq!(with_record(&never, &["C08"]), [("never-published".to_owned(), Severity::Hard)]);
    let other = Record { text_digest: Some("bb".to_owned()), ..adopted() };
    assert_eq!(with_record(&other, &["C08"]), [("hash-differs".to_owned(), Severity::Hard)]);
    let account = Publication { channel: "account".to_owned(), on: date(2025, 1, 20), digest: None };
    let elsewhere = Record { publications: Some(vec![account]), ..adopted() };
    assert_eq!(with_record(&elsewhere, &["C08"]), [("published-elsewhere".to_owned(), Severity::MustAnswer)]);
}

#[test]
fn steps_that_are_not_recorded_are_named() {
    let steps = Steps { comment: false, deliberation: false, filing: Some(false), ..adopted().steps };
    let record = Record { steps, reviewed: None, ..adopted() };
    let found = with_record(&record, &["C15"]);
    assert_eq!(found.len(), 4);
    assert_eq!(found.iter().filter(|(_, severity)| *severity == Severity::Hard).count(), 2);
    let not_due = Record { steps: Steps { filing: None, ..adopted().steps }, ..adopted() };
    assert_eq!(with_record(&not_due, &["C15"]), [], "the limit of filing is not over");
}

#[test]
fn the_review_lasts_between_five_and_fifteen_working_days() {
    let lasting = |from, to| Record { reviewed: Some((from, to)), ..adopted() };
    // 2025-01-28 to 02-04 is the Spring Festival.
    let over_the_festival = lasting(date(2025, 1, 24), date(2025, 2, 6));
    assert_eq!(
        with_record(&over_the_festival, &["C16"]),
        [("review-short".to_owned(), Severity::MustAnswer)]
    );
    let urgent = Record { urgent_ground: Some("防汛".to_owned()), ..over_the_festival };
    assert_eq!(with_record(&urgent, &["C16"]), []);
    let long = lasting(date(2025, 3, 3), date(2025, 3, 31));
    assert_eq!(with_record(&long, &["C16"]), [("review-long".to_owned(), Severity::MustAnswer)]);
    assert_eq!(with_record(&lasting(date(2025, 3, 3), date(2025, 3, 10)), &["C16"]), [], "the fifth day");
}

#[test]
fn a_maker_acts_within_its_powers() {
    let maker = |powers: &[&str]| Record {
        maker: Some("某市城市管理局".to_owned()),
        powers: Some(powers.iter().map(|power| (*power).to_owned()).collect()),
        ..adopted()
    };
    assert_eq!(
        with_record(&maker(&["餐饮许可"]), &["C17"]),
        [("no-such-power".to_owned(), Severity::MustAnswer)]
    );
    assert_eq!(with_record(&maker(&["餐饮许可", "占道停车"]), &["C17"]), []);
    assert_eq!(with_record(&maker(&[]), &["C17"]), [], "no list is kept");
}

fn names() -> Parameters {
    let name = |old: &str, new: &str| BodyName {
        old: old.to_owned(),
        new: new.to_owned(),
        since: date(2018, 3, 21),
        source: "机构改革方案".to_owned(),
    };
    Parameters {
        body_names: vec![name("工商行政管理局", "市场监督管理局"), name("工商局", "市场监督管理局")],
        ..Parameters::default()
    }
}

#[test]
fn old_names_of_bodies_are_told() {
    let check = |words: &str| {
        let text = article(words);
        told(&find(Kind::NormativeDocument, &text, &Shelf::default(), &names(), None), &text, &["C23"])
    };
    assert_eq!(check("市工商行政管理局负责登记。"), ["C23 old-name 工商行政管理局"]);
    // One thing to mend, however often it stands there.
    assert_eq!(check("市工商行政管理局负责登记。市工商行政管理局负责公示。").len(), 1);
    for words in [
        "市市场监督管理局负责登记。",
        "原工商行政管理局的档案移交。",
        "依照《某市工商局通告》办理。",
        "市农业和工商局负责登记。",
        "国务院工商行政管理局另有要求。",
    ] {
        assert_eq!(check(words), [] as [&str; 0], "{words}");
    }
}

#[test]
fn when_all_named_bodies_are_gone_somebody_should_ask() {
    let text = "某市集贸市场通告\n工商行政管理局、工商局联合检查摊位。\n";
    let found = find(Kind::NormativeDocument, text, &Shelf::default(), &names(), None);
    assert_eq!(told(&found, text, &["C22"]), ["C22 bodies-gone 某市集贸市场通告"]);
}

const RULES: &str = "第一条　为了规范共享单车停放，维护市容秩序，方便市民出行，制定本办法。\n第二条　运营企业投放车辆之前与区县签订停放协议，明确投放数量和停放区域。\n第三条　每百米道路投放共享单车不超过三十辆，超出的车辆由运营企业在二小时内清运。\n第四条　运营企业建立电子围栏，引导用户在划定区域内规范停放，并保持车身整洁。\n第五条　区县城市管理部门每季度组织一次考核，考核结果向社会公布。\n";

#[test]
fn a_second_document_of_the_same_words_is_found() {
    let kept = format!("某区单车停放办法\n{RULES}");
    let shelf =
        Shelf::default().with("某区单车停放办法", Rank::NormativeDocument, &[(date(2023, 1, 1), &kept)]);
    let check = |text: &str| {
        told(&find(Kind::NormativeDocument, text, &shelf, &Parameters::default(), None), text, &["C18"])
    };
    let same = format!("某市共享车辆规定\n{RULES}");
    assert_eq!(check(&same), ["C18 same-words 某市共享车辆规定"]);
    let other = format!("某市共享车辆规定\n{}", RULES.replace("不超过三十辆", "不超过五十辆"));
    let said = check(&other);
    assert!(said.iter().any(|one| one.starts_with("C18 contradicts 第三条")), "{said:?}");
    assert_eq!(check(&kept), [] as [&str; 0], "the document itself");
    let replaces = format!("某市共享车辆规定\n{RULES}第六条　《某区单车停放办法》同时废止。\n");
    assert_eq!(check(&replaces), [] as [&str; 0], "it takes the other's place");
    let different = "某市犬只管理规定\n第一条　为了规范养犬行为，保障公民健康和人身安全，维护公共秩序，制定本规定。\n第二条　养犬实行分区管理，城区为重点管理区，其他区域为一般管理区。\n第三条　携犬外出时使用束犬链，并由成年人牵领。\n";
    assert_eq!(check(different), [] as [&str; 0]);
}

#[test]
fn name_and_number_have_their_forms() {
    let shelf = Shelf::default()
        .with("某市水价通知", Rank::NormativeDocument, &[(date(2021, 1, 1), "")])
        .numbered("某府发〔2021〕9号");
    let check = |text: &str| {
        told(&find(Kind::NormativeDocument, text, &shelf, &Parameters::default(), None), text, &["C21"])
    };
    let text = "某市停车条例\n某府发〔2021〕8号\n第一条　甲。\n";
    assert_eq!(check(text), ["C21 called-regulation 某市停车条例"]);
    let text = "某市停车办法\n某府发[2021]8号\n第一条　甲。\n";
    assert_eq!(check(text), ["C21 number-form 某府发[2021]8号"]);
    let text = "某市停车办法\n某府发〔2021〕9号\n第一条　甲。\n";
    assert_eq!(check(text), ["C21 number-taken 某府发〔2021〕9号"]);
    let text = "某市停车办法\n第一条　甲。\n\n某市人民政府\n2021年3月1日\n";
    assert_eq!(check(text), ["C21 no-number 某市停车办法"]);
    for text in [
        "某市停车办法\n第一条　甲。\n",
        "某市停车办法（征求意见稿）\n第一条　甲。\n\n某市人民政府\n2021年3月1日\n",
        "某市实施《某省停车条例》细则\n某府发〔2021〕8号\n第一条　甲。\n",
        "某市停车办法\n某府发〔2021〕8号\n第一条　甲。\n",
    ] {
        assert_eq!(check(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn an_annex_that_is_nowhere_is_told_once() {
    let check = |text: &str| {
        let found = find(Kind::NormativeDocument, text, &Shelf::default(), &Parameters::default(), None);
        told(&found, text, &["C20"])
    };
    let document = |words: &str, end: &str| format!("某市停车办法\n第一条　甲。\n第二条　{words}\n{end}");
    let tail = "\n某市人民政府\n2021年3月1日\n";
    assert_eq!(check(&document("收费标准见附件3。", tail)), ["C20 no-annex 附件3"]);
    assert_eq!(check(&document("申请人应当提交申请表（详见附件1）。", tail)), ["C20 no-annex 附件1"]);
    assert_eq!(check(&document("按照附件2执行。收费见附件2。", tail)), ["C20 no-annex 附件2"]);
    let listed = "\n附件：1.泊位表\n2.收费表\n";
    assert_eq!(check(&document("收费标准见附件3。", listed)), ["C20 no-annex 附件3"]);
    let heading = "\n附件1\n1.本表由街道填写\n2.本表由区县汇总\n";
    assert_eq!(check(&document("收费标准见附件2。", heading)), ["C20 no-annex 附件2"]);
    let half = "\n附件：1.泊位表\n2.收费表\n\n附件1\n泊位表\n";
    assert_eq!(
        check(&document("收费标准见附件2。", half)),
        ["C20 no-annex 附件2"],
        "only the first came with it"
    );
    for (words, end) in [
        ("收费标准见附件2。", listed),
        ("收费标准见附件2。", "\n附件1\n泊位表\n附件2\n收费表\n"),
        ("收费标准见附件1。", "\n附件：收费表\n"),
        ("收费标准见《某省停车条例》附件3。", tail),
        ("收费标准见某府发〔2020〕3号文件附件3。", tail),
        ("申请材料应当装入附件袋。", tail),
    ] {
        assert_eq!(check(&document(words, end)), [] as [&str; 0], "{words} {end}");
    }
}

/// What C24 says of a text in which article 2 sets a penalty, where these articles are declared.
fn beside(declared: Option<&[&str]>) -> Vec<(String, Severity, String)> {
    let text = "某市占道停车办法\n第一条　为了规范停车，制定本办法。\n第二条　占道停车的，处五百元罚款。\n第三条　本办法自2025年7月1日起施行。\n";
    let declared_rights = declared.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
    let record = Record { declared_rights, ..Record::default() };
    let none = Parameters::default();
    let found = find(Kind::NormativeDocument, text, &Shelf::default(), &none, Some(&record));
    let told = found.into_iter().filter(|one| one.check.code() == "C24");
    told.map(|one| (one.says.code().to_owned(), one.severity, one.values["place"].clone())).collect()
}

#[test]
fn what_is_declared_to_touch_rights_is_compared_with_what_is_found() {
    let must = |says: &str, place: &str| (says.to_owned(), Severity::MustAnswer, place.to_owned());
    assert_eq!(beside(None), [], "nothing is declared yet");
    assert_eq!(beside(Some(&["第二条第一款"])), [], "both say the same");
    assert_eq!(beside(Some(&[])), [must("rights-undeclared", "第二条")], "declared: none");
    let other = beside(Some(&["第二条", "第一条"]));
    let only = ("rights-declared-only".to_owned(), Severity::Information, "第一条".to_owned());
    assert_eq!(other, [only], "declared, and no machine finds it");
    let absent = beside(Some(&["第二条", "第九条"]));
    assert_eq!(absent, [must("rights-no-article", "第九条")]);
    let unread = beside(Some(&["罚则"]));
    assert_eq!(unread, [must("rights-undeclared", "第二条")], "what cannot be read hides nothing");
}
