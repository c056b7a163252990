//! Articles matched across versions, and what loses its basis.

#![expect(clippy::unwrap_used, reason = "a test ends where a text is not as it must be")]

mod support;

use jiff::civil::date;
use support::{folder, law, library};
use yifa_law::place::ArticleNumber;
use yifa_library::matching::{Change, match_articles, where_now};
use yifa_library::{Library, Version};

const HEADER: [&str; 2] = ["2005年1月1日 通过", "2020年1月1日 修订"];

fn pair(old: &[&str], new: &[&str]) -> Vec<(Option<u32>, Option<u32>, Change)> {
    let library = library(&[&law("甲法", &HEADER[..1], old), &law("甲法", &HEADER, new)]);
    let found = library.named("甲法", date(2021, 1, 1)).one().unwrap();
    let [old, new] = found.versions() else { panic!("two versions") };
    let number = |number: ArticleNumber| number.value;
    match_articles(old, new)
        .into_iter()
        .map(|one| (one.old.map(number), one.new.map(number), one.change()))
        .collect()
}

#[test]
fn articles_move_change_come_and_go() {
    let hearing = "行政机关作出责令停产停业的决定之前，应当告知当事人有要求举行听证的权利。";
    let changed =
        "行政机关拟作出责令停产停业的决定之前，应当告知当事人有要求举行听证的权利，听证费用由机关承担。";
    let found = pair(
        &["为了规范处罚，制定本法。", "设定应当公开。", hearing, "本条已经没有用处而且再也不会出现。"],
        &["为了规范处罚，制定本法。", "新增加的一条说的是另外一件事情。", "设定应当公开。", changed],
    );
    assert_eq!(
        found,
        [
            (Some(1), Some(1), Change::Same),
            (None, Some(2), Change::New),
            (Some(2), Some(3), Change::Moved),
            (Some(3), Some(4), Change::MovedAndChanged),
            (Some(4), None, Change::Gone),
        ]
    );
}

#[test]
fn the_same_words_under_the_same_number_stay_where_they_are() {
    let found = pair(&["同样。", "同样。", "别的话。"], &["别的话。", "同样。", "同样。"]);
    assert!(found.contains(&(Some(2), Some(2), Change::Same)), "{found:?}");
    assert!(found.contains(&(Some(1), Some(3), Change::Moved)), "{found:?}");
}

#[test]
fn nothing_is_matched_with_nothing() {
    assert_eq!(
        pair(&["甲乙丙丁戊。"], &["子丑寅卯辰。"]),
        [(Some(1), None, Change::Gone), (None, Some(1), Change::New)]
    );
}

#[test]
fn a_day_in_a_head_is_a_version_of_its_own_unless_it_is_within_sixty_days_of_one() {
    let versions = |day: &str| {
        let told = [HEADER[0].to_owned(), format!("{day} 修订"), HEADER[1].to_owned()];
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let library = library(&[&law("甲法", &HEADER[..1], &["旧。"]), &law("甲法", &told, &["新。"])]);
        let found = library.named("甲法", date(2021, 1, 1)).one().unwrap();
        let days: Vec<_> = found.versions().iter().filter_map(Version::adopted).collect();
        assert!(days.contains(&date(2005, 1, 1)) && days.contains(&date(2020, 1, 1)), "{day}: {days:?}");
        days.len()
    };
    // After the first and before the last: sixty days are near, sixty-one are not.
    for (near, far) in [("2005年3月2日", "2005年3月3日"), ("2019年11月2日", "2019年11月1日")] {
        assert_eq!(versions(near), 2, "{near}");
        assert_eq!(versions(far), 3, "{far}");
    }
}

#[test]
fn a_citation_of_yesterday_finds_its_article_of_today() {
    let Some(laws) = folder("laws") else { return };
    let library = Library::open(&laws, vec![], &|_| {}).unwrap();
    let law = library.named("地方各级人民代表大会常务委员会监督法", date(2025, 1, 1)).one();
    let law =
        law.or_else(|| library.named("各级人民代表大会常务委员会监督法", date(2025, 1, 1)).one()).unwrap();
    let versions: Vec<&Version> = law.versions().iter().filter(|version| version.has_text()).collect();
    let [old, new] = versions[..] else { panic!("{:?}", law.versions().len()) };
    let moved = where_now(old, new, ArticleNumber::new(30)).unwrap();
    assert_eq!(moved.new, Some(ArticleNumber::new(39)), "{moved:?}");
}

#[test]
fn the_blast_radius_names_who_loses_its_basis() {
    let law_text = law(
        "甲法",
        &["2005年1月1日 第十届全国人民代表大会第三次会议通过"],
        &["一。", "二。", "本法自2005年3月1日起施行。"],
    );
    let measure = law(
        "某市实施《甲法》办法",
        &["2010年1月1日 某市人民政府令第1号公布"],
        &["根据《甲法》第二条，制定本办法。", "依照《甲法》和《乙法》办理。", "本办法自公布之日起施行。"],
    );
    let other = law("丙办法", &["2010年1月1日 某市人民政府令第2号公布"], &["依照《甲法》第一条。"]);
    let dead = law("丁办法", &["2009年1月1日 某市人民政府令第3号公布"], &["依照《甲法》第一条。"]);
    let repeal = law(
        "戊办法",
        &["2012年1月1日 某市人民政府令第4号公布"],
        &["甲。", "本办法自公布之日起施行。《丁办法》同时废止。"],
    );
    let library = library(&[&law_text, &measure, &other, &dead, &repeal]);
    let on = date(2021, 1, 1);
    let (target, _) = library.get(library.named("甲法", on).one().unwrap().id()).unwrap();
    let titles = |article: Option<u32>| -> Vec<(String, Vec<u32>)> {
        let found = library.blast_radius(target, article.map(ArticleNumber::new), on);
        found
            .iter()
            .map(|one| {
                let title = library.instruments()[one.at.instrument].title().to_owned();
                (title, one.only_basis.iter().map(|number| number.value).collect())
            })
            .collect()
    };
    assert_eq!(titles(None), [("某市实施《甲法》办法".to_owned(), vec![1]), ("丙办法".to_owned(), vec![1])]);
    assert_eq!(titles(Some(2)), [("某市实施《甲法》办法".to_owned(), vec![1])]);
    assert_eq!(titles(Some(3)), []);
}
