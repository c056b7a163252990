//! Papers are numbered by body and year, without a gap and without a double, however many people act at once on however
//! many servers; an act that is refused takes no number.

#![expect(clippy::unwrap_used, reason = "a test ends where a city is not as it must be")]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use yifa_app::city::{City, new_matter};
use yifa_app::clock::SetClock;
use yifa_app::{AppError, demo};
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::{Registry, Source, compile};
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::value::Value;
use yifa_store::Jurisdiction;

#[expect(dead_code, reason = "the store's own tests use all of it")]
#[path = "../../yifa-store/tests/support/postgres.rs"]
mod postgres;

const PROCEDURE: &str = r#"
[procedure]
id = "letter"
title = "函件"
en = "Letter"
version = "2021-07-15"
basis = "《行政处罚法》第三十九条"
number = "{body.short}函〔{year}〕{seq:2}号"

[[field]]
id = "note"
title = "记载"
en = "Note"
type = "text"

[[state]]
id = "sent"
title = "已发出"
en = "Sent"

[[state]]
id = "recalled"
title = "已撤回"
en = "Recalled"
final = true

[[action]]
id = "recall"
title = "撤回"
en = "Recall"
from = "sent"
to = "recalled"
by = "clerk"
basis = "《行政处罚法》第三十九条"
class = "product_default"

[[action]]
id = "send"
title = "发出"
en = "Send"
to = "sent"
by = "clerk"
records = ["note"]
require = { that = "length(note) >= 2", because = "《行政处罚法》第三十九条", next = "写明内容", next_en = "say what" }
basis = "《行政处罚法》第三十九条"
class = "product_default"
issues = ["own", "town"]
"#;

fn paper(organ: &str, series: &str) -> String {
    format!(
        r#"
title = "函"
en = "Letter"
layout = "letter"
organ = "{organ}"
number = "{{organ.short}}{series}〔{{year}}〕{{seq}}号"
basis = "《行政处罚法》第三十九条"

[[paragraph]]
text = "{{note}}"
"#
    )
}

fn registry() -> Arc<Registry> {
    let source = |path: &str, text: String| Source { path: format!("procedures/letter/{path}.toml"), text };
    let mut sources = yifa_app::definitions::embedded();
    sources.push(source("procedure", PROCEDURE.to_owned()));
    sources.push(source("documents/own", paper("handling", "发")));
    sources.push(source("documents/town", paper("government", "批")));
    Arc::new(compile(&sources).unwrap())
}

fn body(id: &str, short: &str, kind: BodyKind, parent: Option<&str>) -> Body {
    Body {
        id: id.into(),
        name: format!("{short}机关"),
        en: id.into(),
        short: short.into(),
        kind,
        parent: parent.map(Into::into),
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    }
}

/// A server of its own at one store.
async fn server(place: &str, registry: &Arc<Registry>, at: &str) -> Arc<City> {
    let store = yifa_store::open(place).await.unwrap();
    let code = Jurisdiction::new(demo::JURISDICTION).unwrap();
    let clock = Arc::new(SetClock::at(at.parse().unwrap()));
    Arc::new(City::open(store, code, registry.clone(), clock).await.unwrap())
}

/// Sends a letter; the numbers of its papers.
async fn send(city: &City, body: &str, note: &str) -> Result<Vec<String>, AppError> {
    let matter = new_matter();
    let command = Command {
        matter: matter.clone(),
        procedure: "letter".into(),
        action: "send".into(),
        body: body.into(),
        parent: None,
        values: [("note".into(), Value::Text(note.to_owned()))].into(),
        actor: Actor { who: Who::Person("clerk".into()), role: "clerk".into(), body: Some(body.into()) },
    };
    city.execute(&command, None).await?;
    let state = city.state(&matter).await?.unwrap();
    Ok(state.papers.iter().filter_map(|paper| paper.number.clone()).collect())
}

/// One request that comes several times at once, as by a double click or an impatient program, is done once, and each is
/// answered by what it came to.
async fn twice_at(place: String) {
    let registry = registry();
    let first = server(&place, &registry, "2026-12-30T02:00:00Z").await;
    first.put_bodies([body("town", "镇府", BodyKind::Government, None)]).await.unwrap();
    let second = server(&place, &registry, "2026-12-30T02:00:00Z").await;
    for round in 0..25 {
        let matter = new_matter();
        let command = |action: &str| Command {
            matter: matter.clone(),
            procedure: "letter".into(),
            action: action.into(),
            body: "town".into(),
            parent: None,
            values: match action {
                "send" => [("note".into(), Value::Text("请予支持".to_owned()))].into(),
                _ => BTreeMap::new(),
            },
            actor: Actor {
                who: Who::Person("clerk".into()),
                role: "clerk".into(),
                body: Some("town".into()),
            },
        };
        first.execute(&command("send"), None).await.unwrap();
        let key = format!("recall-{round}");
        let tries = [&first, &second, &first, &second].map(|city| {
            let (city, recall, key) = (city.clone(), command("recall"), key.clone());
            tokio::spawn(async move { city.execute(&recall, Some(&key)).await })
        });
        let mut done = Vec::new();
        for one in tries {
            done.push(one.await.unwrap().expect("each is answered"));
        }
        assert!(done.iter().all(|one| one.seq == done[0].seq), "round {round}: one act");
        assert_eq!(done.iter().filter(|one| !one.replayed).count(), 1, "round {round}");
        // Without the key it is another request, and the law says no.
        assert!(matches!(first.execute(&command("recall"), None).await, Err(AppError::Refused(_))));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_comes_twice_at_once_is_done_once_and_answered_twice_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    twice_at(format!("sqlite:{}", folder.path().join("yifa.sqlite").display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_comes_twice_at_once_is_done_once_and_answered_twice_on_postgres() {
    twice_at(tokio::task::spawn_blocking(postgres::fresh_schema).await.unwrap()).await;
}

async fn numbers_at(place: String) {
    let registry = registry();
    let first = server(&place, &registry, "2026-12-31T02:00:00Z").await;
    let bodies = [
        body("town", "镇府", BodyKind::Government, None),
        body("urban", "城管", BodyKind::Department, Some("town")),
        body("water", "水务", BodyKind::Department, Some("town")),
    ];
    first.put_bodies(bodies).await.unwrap();
    let second = server(&place, &registry, "2026-12-31T02:00:00Z").await;
    let next_year = server(&place, &registry, "2027-01-01T02:00:00Z").await;
    let (servers, departments) = ([first, second, next_year], ["urban", "water"]);
    let acts = (0..48).map(|act| {
        let (city, body) = (servers[act % 3].clone(), departments[act / 3 % 2]);
        // Every sixth says too little and is refused.
        let note = if act / 6 % 6 == 5 { "短" } else { "请予支持" };
        tokio::spawn(async move { send(&city, body, note).await })
    });
    let mut taken: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut refused = 0;
    for act in acts.collect::<Vec<_>>() {
        match act.await.unwrap() {
            Ok(numbers) => {
                assert_eq!(numbers.len(), 2, "{numbers:?}");
                for number in numbers {
                    let (series, seq) = number.trim_end_matches('号').split_once('〕').unwrap();
                    taken.entry(series.to_owned()).or_default().push(seq.parse().unwrap());
                }
            }
            Err(AppError::Refused(_)) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(refused, 6);
    let counts: Vec<(&str, usize)> =
        taken.iter().map(|(series, numbers)| (series.as_str(), numbers.len())).collect();
    let expected = [
        ("城管发〔2026", 14),
        ("城管发〔2027", 7),
        ("水务发〔2026", 14),
        ("水务发〔2027", 7),
        ("镇府批〔2026", 28),
        ("镇府批〔2027", 14),
    ];
    assert_eq!(counts, expected);
    for (series, mut numbers) in taken {
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "{series}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_acts_at_once_number_papers_without_gap_or_double_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    numbers_at(format!("sqlite:{}", folder.path().join("town.sqlite").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_acts_at_once_number_papers_without_gap_or_double_on_postgres() {
    numbers_at(tokio::task::spawn_blocking(postgres::fresh_schema).await.unwrap()).await;
}

#[test]
fn only_the_number_of_a_paper_may_name_its_organ() {
    let mut sources = yifa_app::definitions::embedded();
    let text =
        PROCEDURE.replace("{body.short}函", "{organ.short}函").replace(r#"["own", "town"]"#, r#""own""#);
    sources.push(Source { path: "procedures/letter/procedure.toml".into(), text });
    sources
        .push(Source { path: "procedures/letter/documents/own.toml".into(), text: paper("handling", "发") });
    let faults = compile(&sources).err().unwrap().render();
    assert!(faults.contains("organ.short"), "{faults}");
}
