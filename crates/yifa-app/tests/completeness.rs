//! 应备未备 in a city with documents: what is published and not filed, a number that nobody has, what is cited and unknown.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

mod town;

use jiff::civil::date;
use yifa_app::city::{City, new_matter};
use yifa_app::completeness::Finding;
use yifa_app::library;
use yifa_kernel::definition::Source;
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::value::Value;

async fn city(folder: &tempfile::TempDir) -> City {
    town::open(folder, &complete_from("2025-01-01"), town::clock("2026-03-03T02:00:00Z")).await
}

/// A number is given to a document.
async fn number(city: &City, sequence: i64) {
    let text = |text: String| Value::Text(text);
    let values = [
        ("prefix", text("云城管发".to_owned())),
        ("number_year", Value::Int(2026)),
        ("sequence", Value::Int(sequence)),
        ("doc_no", text(format!("云城管发〔2026〕{sequence}号"))),
        ("title", text(format!("关于甲{sequence}的通告"))),
        ("signed_on", Value::Date(date(2026, 1, 5))),
    ];
    let command = Command {
        matter: new_matter(),
        procedure: "document-number".into(),
        action: "give".into(),
        body: "urban".into(),
        parent: None,
        values: values.into_iter().map(|(id, value)| (id.into(), value)).collect(),
        actor: Actor { who: Who::Person("li".into()), role: "clerk".into(), body: Some("urban".into()) },
    };
    city.execute(&command, None).await.unwrap();
}

fn published(number: &str, title: &str, words: &str) -> (String, Vec<u8>) {
    let text = format!(
        "云江市城市管理局关于{title}的通告\n{number}\n第一条　{words}\n第二条　本通告自2025年6月1日起施行。\n\n云江市城市管理局\n2025年5月1日\n"
    );
    (format!("{title}.txt"), text.into_bytes())
}

/// The definitions with the first day of this city's register of filings.
fn complete_from(day: &str) -> Vec<Source> {
    let mut sources = yifa_app::definitions::embedded();
    let carried = sources.iter().find(|source| source.path == "completeness.toml").unwrap();
    let own = carried.text.replace("[register]", &format!("[register]\ncomplete_from = \"{day}\""));
    sources.push(Source { path: "completeness.toml".to_owned(), text: own });
    sources
}

#[tokio::test]
async fn each_gap_is_found_told_and_followed_once() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    assert!(city.completeness().await.unwrap().is_whole());
    for sequence in [1, 2, 4, 9] {
        number(&city, sequence).await;
    }
    let files = vec![published(
        "云城管规〔2025〕3号",
        "早市摊区",
        "依照《云江市城市管理局关于夜市的通告》（云城管规〔2025〕9号）执行。",
    )];
    assert_eq!(
        library::import(city.store(), city.jurisdiction(), files, city.clock().now()).await.unwrap().taken,
        1
    );
    let city = self::city(&folder).await;
    let found = city.completeness().await.unwrap();
    let gap = &found.gaps[..];
    // One number, and a run of four.
    assert_eq!(gap.iter().map(|one| one.run.from).collect::<Vec<_>>(), [3, 5], "{gap:?}");
    assert_eq!(gap[0].maker.as_ref().map(|maker| maker.as_str()), Some("urban"));
    let unfiled: Vec<String> = found
        .documents
        .iter()
        .map(|one| format!("{} {}", Finding::Document(one).number(), Finding::Document(one).cell()))
        .collect();
    assert!(
        unfiled.iter().any(|one| one.starts_with("云城管规〔2025〕3号")),
        "published and not filed: {unfiled:?}"
    );
    assert!(
        unfiled.iter().any(|one| one.starts_with("云城管规〔2025〕9号")),
        "cited and unknown: {unfiled:?}"
    );
    // Worded once, in both languages; the record has a line for each thing seen.
    let words = city.finding_words().unwrap();
    let one = words.evidence(&Finding::Gap(&gap[0]));
    assert!(one[0].line.en.starts_with("1 number is missing between 云城管发〔2026〕2号"), "{one:?}");
    assert!(one[0].line.zh.ends_with("之间缺 1 个号"), "{one:?}");
    let longest = found.documents.iter().map(Finding::Document).max_by_key(|one| words.evidence(one).len());
    let longest = longest.unwrap();
    let told = words.told(&longest, |line| line.en.clone());
    assert_eq!(told.lines().count(), words.evidence(&longest).len(), "{told}");
    assert!(!told.contains('；'), "{told}");
    // Followed once: the second comparison names the open findings and finds nothing new to ask.
    let all = found.documents.iter().map(Finding::Document).chain(found.gaps.iter().map(Finding::Gap));
    let mut asked = 0;
    for finding in all.filter(|finding| finding.maker().is_some()) {
        city.follow(finding, "目录与公布页面".to_owned(), Actor::law()).await.unwrap();
        asked += 1;
    }
    assert!(asked >= 3, "{asked}");
    let again = city.completeness().await.unwrap();
    let open = again.documents.iter().filter(|one| one.followed_in.is_some()).count()
        + again.gaps.iter().filter(|one| one.followed_in.is_some()).count();
    assert_eq!(open, asked);
    // Everything is called as people call it: by number and title, never by an identifier.
    let run = &again.gaps[0].run;
    assert_eq!(run.after.place, "云城管号簿〔2026〕0003 云城管发〔2026〕4号");
    let followed: Vec<&str> =
        again.gaps.iter().filter_map(|one| Some(one.followed_in.as_ref()?.name.as_str())).collect();
    assert!(
        followed[0].contains("备查〔2026〕") && followed[0].contains("云城管发〔2026〕3号"),
        "{followed:?}"
    );
}

#[tokio::test]
async fn a_new_city_is_told_older_documents_apart() {
    let folder = tempfile::tempdir().unwrap();
    let today = town::clock("2026-03-03T02:00:00Z");
    let city = town::open(&folder, &yifa_app::definitions::embedded(), today.clone()).await;
    number(&city, 1).await;
    let files = vec![published(
        "云城管规〔2025〕3号",
        "早市摊区",
        "依照《云江市城市管理局关于夜市的通告》（云城管规〔2025〕9号）执行。",
    )];
    library::import(city.store(), city.jurisdiction(), files, city.clock().now()).await.unwrap();
    let city = town::open(&folder, &yifa_app::definitions::embedded(), today).await;
    let found = city.completeness().await.unwrap();
    // Nothing is filed yet: the register begins with the year.
    assert_eq!(found.complete_from, date(2026, 1, 1));
    let numbers = |all: &[yifa_app::completeness::Unfiled]| -> Vec<String> {
        all.iter().map(|one| Finding::Document(one).number()).collect()
    };
    assert_eq!(numbers(&found.documents), Vec::<String>::new());
    assert_eq!(numbers(&found.older).len(), 2, "{:?}", found.older);
    assert!(found.is_whole(), "older documents alone leave nothing to ask");
    number(&city, 3).await;
    let found = city.completeness().await.unwrap();
    assert_eq!((found.gaps.len(), found.older_gaps.len()), (1, 0), "a number of this year is missing");
}
