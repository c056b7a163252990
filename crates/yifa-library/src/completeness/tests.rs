use super::*;
use jiff::civil::date;
use yifa_law::docnumber::parse;

fn entry(number: &str, title: &str, day: (i16, i8, i8)) -> Entry {
    Entry {
        feed: "site".to_owned(),
        place: "m1".to_owned(),
        maker: String::new(),
        number: parse(number).ok().map(|read| read.number),
        title: title.to_owned(),
        day: Some(date(day.0, day.1, day.2)),
        text: None,
        matter: None,
        published: true,
    }
}

const DAY: (i16, i8, i8) = (2026, 3, 2);

fn told(seen: &[Entry], filed: &[Entry]) -> Vec<(Cell, String)> {
    compare(seen, filed).iter().map(|one| (one.cell, one.title().to_owned())).collect()
}

#[test]
fn the_same_number_in_another_dress_is_the_same_document() {
    let seen = [entry("某府发〔2026〕1号", "某市停车办法", DAY)];
    assert_eq!(told(&seen, &[entry("某府發［２０２６］ 1 號", "停车办法", (2026, 3, 9))]), []);
    assert_eq!(told(&seen, &[entry("某府发〔2026〕2号", "某市绿化办法", DAY)]).len(), 2);
}

#[test]
fn without_a_number_title_and_day_decide() {
    let seen = [entry("", "某局关于印发《某局停车办法》的通知", DAY)];
    assert_eq!(told(&seen, &[entry("某局发〔2026〕1号", "某局停车办法", DAY)]), []);
    // A notice of every year has one title.
    let seen = [entry("", "某局年度检查通知", DAY)];
    assert_eq!(told(&seen, &[entry("某局发〔2025〕1号", "某局年度检查通知", (2025, 3, 2))]).len(), 2);
}

#[test]
fn a_joint_document_is_filed_once_by_its_lead() {
    let seen = [
        entry("甲局发〔2026〕4号", "关于联合检查的通知", DAY),
        entry("乙局发〔2026〕9号", "关于联合检查的通知", DAY),
    ];
    assert_eq!(told(&seen, &[entry("甲局发〔2026〕4号", "关于联合检查的通知", DAY)]), []);
    let other_day = entry("乙局发〔2026〕9号", "关于联合检查的通知", (2026, 9, 1));
    assert_eq!(told(&[other_day], &[entry("甲局发〔2026〕4号", "关于联合检查的通知", DAY)]).len(), 2);
}

#[test]
fn a_masked_year_names_no_document() {
    let masked = entry("某府发〔20**〕1号", "", DAY);
    assert!(!masked.is_definite());
    assert_eq!(told(&[masked], &[]), []);
    let seen = [entry("某府发〔20**〕1号", "某市停车办法", DAY)];
    assert_eq!(told(&seen, &[entry("某府发〔2026〕1号", "某市停车办法", DAY)]), []);
}

#[test]
fn a_changed_clause_is_told_and_blanks_are_not() {
    let words = "第一条　为了规范停车，制定本办法。第二条　停车人应当按照标志停放。";
    let with = |text: &str| Entry {
        text: Some(text.to_owned()),
        ..entry("某府发〔2026〕1号", "某市停车办法", DAY)
    };
    assert_eq!(told(&[with(words)], &[with(&words.replace('　', "\n"))]), []);
    let changed = words.replace("应当", "可以");
    assert_eq!(told(&[with(words)], &[with(&changed)]), [(Cell::TextDiffers, "某市停车办法".to_owned())]);
}

#[test]
fn nearly_the_same_words_are_for_a_person() {
    let words = "停车人应当按照标志和标线停放车辆并在离开前按照公示的标准缴纳停车费，车位应当优先满足周边居民的需要。";
    let seen =
        Entry { text: Some(words.to_owned()), ..entry("某府发〔2026〕1号", "某市停车办法", DAY) };
    let filed = Entry {
        text: Some(words.replace("优先", "首先")),
        ..entry("某府发〔2026〕7号", "停车管理办法", (2026, 5, 5))
    };
    let found = compare(std::slice::from_ref(&seen), std::slice::from_ref(&filed));
    let unfiled = found.iter().find(|one| one.cell == Cell::Unfiled).unwrap();
    assert!(
        unfiled.near.as_ref().is_some_and(|(entry, share)| entry.title == "停车管理办法" && *share >= 85)
    );
    let other = Entry {
        text: Some("全部是另外一些完全不相同的话语和内容，没有任何一处是一样的。".to_owned()),
        ..filed
    };
    assert!(compare(&[seen], &[other]).iter().all(|one| one.near.is_none()));
}

#[test]
fn what_is_only_in_the_number_book_was_published_nowhere() {
    let book = Entry { published: false, ..entry("某府发〔2026〕1号", "某市停车办法", DAY) };
    let filed = [entry("某府发〔2026〕1号", "某市停车办法", DAY)];
    assert_eq!(told(&[book], &filed), [(Cell::FiledNotPublished, "某市停车办法".to_owned())]);
}

fn runs(numbers: &[&str]) -> Vec<String> {
    let numbered = |text: &&str| Numbered {
        number: parse(text).unwrap().number,
        place: "m".to_owned(),
        maker: String::new(),
        day: None,
    };
    let all: Vec<Numbered> = numbers.iter().map(numbered).collect();
    gaps(&all).iter().map(Run::written).collect()
}

#[test]
fn missing_numbers_are_told_in_runs_by_series() {
    let book = [
        "某府发〔2026〕1号",
        "某府发〔2026〕3号",
        "某府发〔2026〕7号",
        "某府函〔2026〕1号",
        "某府发〔2025〕1号",
    ];
    assert_eq!(runs(&book), ["某府发〔2026〕2号", "某府发〔2026〕4—6号"]);
    assert_eq!(runs(&["某府发〔2026〕3号"]), ["某府发〔2026〕1—2号"]);
}

#[test]
fn whole_series_orders_and_masked_years_have_no_gaps() {
    assert_eq!(runs(&["某府发〔2026〕2号", "某府发〔2026〕1号", "某府发〔2026〕2号"]), Vec::<String>::new());
    assert_eq!(runs(&["某府发〔20**〕9号"]), Vec::<String>::new());
    assert_eq!(runs(&["国务院令第835号"]), Vec::<String>::new());
    assert_eq!(runs(&[]), Vec::<String>::new());
}
