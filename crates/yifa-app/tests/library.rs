//! The law library of a running city: imported texts are there at once, and what the library knows may be cited on the day
//! on which it holds.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

mod town;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use yifa_app::city::{City, new_matter};
use yifa_app::{AppError, demo, library};
use yifa_kernel::matter::{Actor, Citable as _, Command, STANDING, Who};
use yifa_kernel::refusal::Code;
use yifa_kernel::value::{Cite, Value};

const TODAY: Date = date(2026, 3, 3);

async fn city(folder: &tempfile::TempDir) -> City {
    town::open(folder, &demo::definitions(), town::clock("2026-03-03T02:00:00Z")).await
}

async fn take(city: &City, files: Vec<(String, Vec<u8>)>) -> usize {
    library::import(city.store(), city.jurisdiction(), files, city.clock().now()).await.unwrap().taken
}

/// A draft that rests on these citations.
fn draft(bases: &[&str]) -> Command {
    let text = |text: &str| Value::Text(text.to_owned());
    let cite = |text: &&str| Value::Cite(Cite { text: (*text).to_owned() });
    let values: BTreeMap<_, _> = [
        ("title", text("云江市便民摊区评分规定")),
        ("kind", Value::Choice("provisions".into())),
        ("text", text("第一条 为了评分，制定本规定。")),
        ("explanation", text("说明")),
        ("bases", Value::List(bases.iter().map(cite).collect())),
        ("touches_rights", Value::Bool(true)),
        ("business_related", Value::Bool(false)),
        ("trial", Value::Bool(false)),
    ]
    .into_iter()
    .map(|(id, value)| (id.into(), value))
    .collect();
    Command {
        matter: new_matter(),
        procedure: "normative-document".into(),
        action: "draft".into(),
        body: "urban".into(),
        parent: None,
        values,
        actor: Actor { who: Who::Person("li".into()), role: "drafter".into(), body: Some("urban".into()) },
    }
}

#[tokio::test]
async fn imported_texts_are_in_the_city_s_library_and_count_once() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let before = city.law().await.unwrap();
    assert_eq!(before.number, 0);
    assert!(before.library.named("云江市便民摊区管理规定", TODAY).one().is_none());
    let texts = demo::texts();
    let count = texts.len();
    assert_eq!(take(&city, texts.clone()).await, count);
    assert_eq!(take(&city, texts).await, 0);
    let other = self::city(&folder).await;
    let after = other.law().await.unwrap();
    assert!(after.library.named("云江市便民摊区管理规定", TODAY).one().is_some());
    // The city's own facts and its text are one instrument.
    let named = after.library.named("云江市市容和环境卫生管理条例", TODAY);
    assert_eq!(named.one().map(|one| one.versions().len()), Some(2));
    let doubts: Vec<_> = after.library.doubts().iter().filter(|doubt| !doubt.kind.is_remark()).collect();
    assert!(doubts.is_empty(), "{doubts:?}");
}

#[tokio::test]
async fn what_the_library_knows_is_cited_on_the_days_on_which_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    take(&city, demo::texts()).await;
    let edition = city.law().await.unwrap();
    let holds = |text: &str, on| edition.cite_status(text, on).map(|status| status.supports(false));
    assert_eq!(holds("《云江市便民摊区管理规定》第三条", TODAY), Some(true));
    assert_eq!(holds("云城管规〔2024〕3号", TODAY), Some(true));
    assert_eq!(holds("《云江市便民摊区管理规定》第三条", date(2024, 6, 30)), Some(false));
    assert_eq!(holds("《云江市便民摊区管理规定》第三条", date(2027, 7, 1)), Some(false), "its term is over");
    assert_eq!(holds("《云江市建筑垃圾运输管理规定》", TODAY), Some(false), "repealed");
    assert_eq!(holds("《云江市餐厨垃圾收运车辆标识规范》", TODAY), Some(false), "not yet in force");
    assert_eq!(holds("《云江市便民摊区管理规定》第七条", TODAY), None, "beyond its last article");
    assert_eq!(holds("《云江市便民摊区管理规定》（2024年）第三条", TODAY), Some(true));
    assert_eq!(holds("《云江市便民摊区管理规定》（2019年）第三条", TODAY), None, "no such version");
    assert_eq!(holds("原《云江市便民摊区管理规定》第三条", TODAY), None, "which one is not said");
    assert_eq!(holds("《没有的规定》第一条", TODAY), None);
    assert_eq!(holds("第二十-条", TODAY), None);
}

#[tokio::test]
async fn every_citation_of_a_list_must_hold() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    take(&city, demo::texts()).await;
    let good = ["《云江市市容和环境卫生管理条例》第十八条", "《云江市便民摊区管理规定》第三条"];
    city.execute(&draft(&good), None).await.unwrap();
    for (wrong, code) in [
        ("《云江市建筑垃圾运输管理规定》第一条", Code::NotInForce),
        ("《云江市便民摊区管理规定》第七十条", Code::UnknownCitation),
        ("《没有的规定》第一条", Code::UnknownCitation),
    ] {
        let refused = city.execute(&draft(&[good[0], wrong]), None).await;
        let Err(AppError::Refused(refusal)) = refused else { panic!("{wrong}: {refused:?}") };
        assert!(refusal.reasons.iter().any(|reason| reason.code == code), "{wrong}: {refusal:?}");
    }
}

const PARKING: &str = "# 某省停车条例\n\n2020年5月1日 某省第十三届人民代表大会常务委员会第九次会议修订\n\n<!-- INFO END -->\n\n第一条　甲。\n";

fn act(
    city: &City,
    matter: &yifa_kernel::id::MatterId,
    (procedure, action): (&str, &str),
    who: &str,
    values: &[(&str, Value)],
) -> Command {
    assert_eq!(city.today(), TODAY);
    Command {
        matter: matter.clone(),
        procedure: procedure.into(),
        action: action.into(),
        body: "urban".into(),
        parent: None,
        values: values.iter().map(|(id, value)| ((*id).into(), value.clone())).collect(),
        actor: Actor {
            who: Who::Person(who.into()),
            role: "legal_office".into(),
            body: Some("urban".into()),
        },
    }
}

#[tokio::test]
async fn a_day_counts_once_a_second_person_has_confirmed_it() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    // The name of the file has a day too, and tells nothing.
    take(&city, vec![("某省停车条例(2020-06-01).md".to_owned(), PARKING.into())]).await;
    let text = yifa_library::Text::read("a.md", PARKING.as_bytes()).unwrap();
    let digest: String = text.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let starts = |city: City| async move {
        let edition = city.law().await.unwrap();
        let named = edition.library.named("某省停车条例", TODAY);
        let one = named.one().unwrap();
        let version = one.versions().last().unwrap();
        (version.starts(), version.effect().told_by, one.ended().map(|ended| ended.from))
    };
    let presumed = (Some(date(2020, 5, 1)), yifa_library::ToldBy::Presumed, None);
    assert_eq!(starts(self::city(&folder).await).await, presumed);
    let text = |text: &str| Value::Text(text.to_owned());
    let matter = new_matter();
    let said = [
        ("instrument_title", text("某省停车条例")),
        ("text_digest", text(&digest)),
        ("in_force_from", Value::Date(date(2020, 7, 1))),
        ("repealed_on", Value::Date(date(2025, 1, 1))),
        ("source", text("某省人大常委会公报2020年第4号")),
    ];
    city.execute(&act(&city, &matter, ("instrument-day", "record"), "li", &said), None).await.unwrap();
    assert_eq!(starts(self::city(&folder).await).await, presumed, "not confirmed yet");
    let alone = city.execute(&act(&city, &matter, ("instrument-day", "confirm"), "li", &[]), None).await;
    assert!(matches!(alone, Err(AppError::Refused(_))), "{alone:?}");
    city.execute(&act(&city, &matter, ("instrument-day", "confirm"), "wang", &[]), None).await.unwrap();
    let told = (Some(date(2020, 7, 1)), yifa_library::ToldBy::Person, Some(date(2025, 1, 1)));
    assert_eq!(starts(self::city(&folder).await).await, told);
    // A correction counts once another person than who made it has confirmed it; until then nothing of it does.
    let why = [
        ("in_force_from", Value::Date(date(2020, 8, 1))),
        ("source", text("公报更正")),
        ("correction_reason", text("原登记有误")),
    ];
    city.execute(&act(&city, &matter, ("instrument-day", "correct"), "wang", &why), None).await.unwrap();
    assert_eq!(starts(self::city(&folder).await).await, presumed, "corrected, not confirmed");
    let alone = city.execute(&act(&city, &matter, ("instrument-day", "confirm"), "wang", &[]), None).await;
    assert!(matches!(alone, Err(AppError::Refused(_))), "{alone:?}");
    city.execute(&act(&city, &matter, ("instrument-day", "confirm"), "li", &[]), None).await.unwrap();
    let told = (Some(date(2020, 8, 1)), yifa_library::ToldBy::Person);
    let (from, by, _) = starts(self::city(&folder).await).await;
    assert_eq!((from, by), told);
    let why = [("correction_reason", text("文本认错"))];
    city.execute(&act(&city, &matter, ("instrument-day", "withdraw"), "wang", &why), None).await.unwrap();
    assert_eq!(starts(self::city(&folder).await).await, presumed, "withdrawn");
}

#[tokio::test]
async fn an_instrument_without_a_text_gets_a_day_of_its_own_with_its_source() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let edition = city.law().await.unwrap();
    let bare = |one: &&yifa_library::Instrument| {
        one.facts().is_some() && !one.versions().iter().any(|v| v.has_text())
    };
    let one = edition.library.instruments().iter().find(bare).unwrap();
    let (id, adopted) = (one.id().clone(), one.versions()[0].adopted().unwrap());
    assert_eq!(edition.days_of(one, one.versions().first()).count(), 0);
    let record = async |id: &str| {
        let matter = new_matter();
        let said = [
            ("instrument_title", Value::Text(one.title().into())),
            ("instrument", Value::Text(id.into())),
            ("adopted_on", Value::Date(adopted)),
            ("in_force_from", Value::Date(adopted.tomorrow().unwrap())),
            ("source", Value::Text("公报第7号".into())),
        ];
        city.execute(&act(&city, &matter, ("instrument-day", "record"), "li", &said), None).await.unwrap();
        city.execute(&act(&city, &matter, ("instrument-day", "confirm"), "wang", &[]), None).await.unwrap();
    };
    // What names nothing that the library has changes nothing.
    record("no-such-instrument").await;
    record(id.as_str()).await;
    let later = self::city(&folder).await.law().await.unwrap();
    let (_, now) = later.library.get(&id).unwrap();
    let version = now.versions().iter().find(|version| version.adopted() == Some(adopted)).unwrap();
    assert_eq!(version.starts(), Some(adopted.tomorrow().unwrap()));
    assert_eq!(version.effect().told_by, yifa_library::ToldBy::Person);
    let days: Vec<_> = later.days_of(now, Some(version)).collect();
    assert_eq!(days.len(), 1);
    assert_eq!(days[0].source, "公报第7号");
    assert!(!days[0].slug.is_empty());
    assert_eq!(later.days_of(now, None).count(), 0, "a day of a version is not one of the whole");
}

#[tokio::test]
async fn a_text_without_any_day_is_no_basis_towards_others_until_its_days_are_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let rule = "某市停车场管理规则\n第一条　甲。\n第二条　乙。\n";
    take(&city, vec![("某市停车场管理规则(2020-05-01).txt".to_owned(), rule.into())]).await;
    let cite = "《某市停车场管理规则》第一条";
    let edition = city.law().await.unwrap();
    let status = edition.cite_status(cite, TODAY).unwrap();
    assert_eq!((status.supports(false), status.supports(true)), (false, true));
    let refused = city.execute(&draft(&[cite]), None).await;
    let Err(AppError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert!(refusal.reasons.iter().any(|reason| reason.code == Code::UndatedBasis), "{refusal:?}");
    let text = yifa_library::Text::read("a.txt", rule.as_bytes()).unwrap();
    let digest: String = text.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = |text: &str| Value::Text(text.to_owned());
    let matter = new_matter();
    let said = [
        ("instrument_title", text("某市停车场管理规则")),
        ("text_digest", text(&digest)),
        ("in_force_from", Value::Date(date(2020, 7, 1))),
        ("source", text("公报第7号")),
    ];
    city.execute(&act(&city, &matter, ("instrument-day", "record"), "li", &said), None).await.unwrap();
    city.execute(&act(&city, &matter, ("instrument-day", "confirm"), "wang", &[]), None).await.unwrap();
    let later = self::city(&folder).await.law().await.unwrap();
    assert!(later.cite_status(cite, TODAY).is_some_and(|status| status.supports(false)));
}

#[tokio::test]
async fn an_article_that_the_text_lost_is_no_basis_and_the_others_are() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let text = "# 某市绿化办法\n\n2020年5月1日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第二条　乙。\n\n第四条　丁。\n\n第五条　本办法自2020年6月1日起施行。\n";
    take(&city, vec![("a.md".to_owned(), text.into())]).await;
    let edition = city.law().await.unwrap();
    let holds = |place: &str| {
        let status = edition.cite_status(&format!("《某市绿化办法》{place}"), TODAY);
        status.map(|status| (status.supports(false), status.supports(true)))
    };
    for (place, taken) in [
        ("", Some((true, true))),
        ("第一条", Some((true, true))),
        ("第二条", Some((false, false))),
        ("第三条", Some((false, false))),
        ("第一条至第四条", Some((false, false))),
        ("第四条", Some((true, true))),
        ("第六条", None),
    ] {
        assert_eq!(holds(place), taken, "{place}");
    }
    let refused = city.execute(&draft(&["《某市绿化办法》第三条"]), None).await;
    let Err(AppError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert!(refusal.reasons.iter().any(|reason| reason.code == Code::SpoiledBasis), "{refusal:?}");
}

/// A list of acts without their makers helps nobody.
#[test]
fn every_carried_act_tells_who_made_it() {
    let library = library::of_folder(None, &|_| {}).unwrap().unwrap();
    let without: Vec<&str> =
        library.instruments().iter().filter(|one| one.maker().is_none()).map(|one| one.title()).collect();
    assert!(without.is_empty() && library.instruments().len() > 20, "{without:?}");
}

#[tokio::test]
async fn a_paragraph_beyond_the_last_is_refused_and_what_nobody_can_look_up_is_known_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    take(&city, demo::texts()).await;
    // Facts and a text are at hand: the facts alone would take it.
    city.execute(&draft(&["《云江市市容和环境卫生管理条例》第十八条第二款"]), None).await.unwrap();
    let refused = city.execute(&draft(&["《云江市市容和环境卫生管理条例》第十八条第九款"]), None).await;
    let Err(AppError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    let reason = refusal.reasons.iter().find(|reason| reason.code == Code::UnknownCitation).unwrap();
    let said = |name: &str| reason.values.get(name).cloned().flatten();
    assert_eq!(said(STANDING), Some(Value::Choice("beyond".to_owned())));
    assert_eq!(said("place"), Some(Value::Text("第十八条第九款".to_owned())));
    assert_eq!(said("paragraphs"), Some(Value::Int(2)));
    // Only a gist is at hand: nobody can tell.
    city.execute(&draft(&["《行政处罚法》第六十三条第九款"]), None).await.unwrap();
    let edition = city.law().await.unwrap();
    for (text, doubtful) in [
        ("《行政处罚法》第六十三条第九款", true),
        ("《行政处罚法》第六十三条", false),
        ("《云江市市容和环境卫生管理条例》第十八条第二款", false),
        ("《没有的规定》第一条第二款", false),
    ] {
        assert_eq!(edition.cannot_verify(text, TODAY), doubtful, "{text}");
    }
}

#[tokio::test]
async fn a_repealed_basis_is_refused_with_the_day_and_what_ended_it() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    take(&city, demo::texts()).await;
    for (text, standing, day, by) in [
        ("《合同法》第五十二条", "repealed", Some(date(2021, 1, 1)), Some("《民法典》第一千二百六十条")),
        (
            "《云江市建筑垃圾运输管理规定》",
            "repealed",
            Some(date(2023, 4, 1)),
            Some("《云江市建筑垃圾运输管理细则》"),
        ),
        ("《云江市餐厨垃圾收运车辆标识规范》", "not_yet", None, None),
    ] {
        let refused = city.execute(&draft(&[text]), None).await;
        let Err(AppError::Refused(refusal)) = refused else { panic!("{text}: {refused:?}") };
        let reason = refusal.reasons.iter().find(|reason| reason.code == Code::NotInForce).unwrap();
        let said = |name: &str| reason.values.get(name).cloned().flatten();
        assert_eq!(said(STANDING), Some(Value::Choice(standing.to_owned())), "{text}");
        if let Some(day) = day {
            assert_eq!(said("on"), Some(Value::Date(day)), "{text}");
        }
        assert_eq!(said("by"), by.map(|by| Value::Text(by.to_owned())), "{text}");
    }
}

#[tokio::test]
async fn a_text_counts_until_two_persons_have_taken_it_down_and_again_when_it_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let garbled = PARKING.replace("2020", "5355");
    assert_ne!(garbled, PARKING);
    let files = [("a.md", garbled.as_str()), ("b.md", PARKING)];
    take(&city, files.map(|(name, text)| (name.to_owned(), text.into())).to_vec()).await;
    // Whether the spoiled one is held back, and whether the other one is there.
    let stand = async || {
        let city = self::city(&folder).await;
        let edition = city.law().await.unwrap();
        (edition.library.held().len(), edition.library.named("某省停车条例", TODAY).one().is_some())
    };
    assert_eq!(stand().await, (1, true));
    let text = |text: &str| Value::Text(text.to_owned());
    let of = async |bytes: &str, expected: (usize, bool)| {
        let digest = yifa_store::sha256(bytes.as_bytes());
        let said = [
            ("text_title", text("某省停车条例")),
            ("text_digest", text(&digest.to_string())),
            ("kind", Value::Choice("spoiled".into())),
            ("explanation", text("与公报核对")),
        ];
        let before = stand().await;
        let matter = new_matter();
        let take_down = |action| ("instrument-text", action);
        city.execute(&act(&city, &matter, take_down("take_down"), "li", &said), None).await.unwrap();
        let alone = city.execute(&act(&city, &matter, take_down("confirm"), "li", &[]), None).await;
        assert!(matches!(alone, Err(AppError::Refused(_))), "{alone:?}");
        assert_eq!(stand().await, before, "not confirmed yet");
        city.execute(&act(&city, &matter, take_down("confirm"), "wang", &[]), None).await.unwrap();
        assert_eq!(stand().await, expected);
        let why = self::city(&folder).await.law().await.unwrap().taken_down(&digest.0).unwrap().why.clone();
        assert_eq!(why, "与公报核对");
        matter
    };
    of(&garbled, (0, true)).await;
    let matter = of(PARKING, (0, false)).await;
    let why = [("restoring_reason", text("核对有误"))];
    city.execute(&act(&city, &matter, ("instrument-text", "restore"), "wang", &why), None).await.unwrap();
    assert_eq!(stand().await, (0, true));
    // Importing it again does not bring it back: that is for a person to say.
    assert_eq!(take(&city, vec![("a.md".to_owned(), garbled.clone().into())]).await, 0);
    assert_eq!(stand().await, (0, true));
}
