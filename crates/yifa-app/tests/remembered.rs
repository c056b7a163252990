//! A city remembers matters as they stood after their last event, and counts as they were a moment ago: never more than that,
//! whoever acts.

#![expect(clippy::unwrap_used, reason = "a test ends where a city is not as it must be")]

mod town;

use std::sync::Arc;

use yifa_app::AppError;
use yifa_app::city::{City, new_matter};
use yifa_kernel::definition::{Source, compile};
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::refusal::Code;
use yifa_kernel::value::Value;
use yifa_store::{CountBy, Jurisdiction, MatterQuery};

const LEDGER: &str = r#"
[procedure]
id = "ledger"
title = "台账"
en = "Ledger"
version = "2021-07-15"
basis = "《行政处罚法》第三十九条"
name = "{note}"

[[field]]
id = "note"
title = "记载"
en = "Note"
type = "text"

[[state]]
id = "running"
title = "办理中"
en = "Running"

[[state]]
id = "ended"
title = "已办结"
en = "Ended"
final = true

[[action]]
id = "begin"
title = "登记"
en = "Begin"
to = "running"
by = "clerk"
records = ["note"]
basis = "《行政处罚法》第三十九条"
class = "product_default"

[[action]]
id = "end"
title = "办结"
en = "End"
from = "running"
to = "ended"
by = "clerk"
records = ["note"]
basis = "《行政处罚法》第三十九条"
class = "product_default"
"#;

fn definitions() -> Vec<Source> {
    let mut sources = yifa_app::definitions::embedded();
    sources.push(Source { path: "procedures/ledger/procedure.toml".into(), text: LEDGER.into() });
    sources
}

async fn another(folder: &tempfile::TempDir) -> City {
    let place = format!("sqlite:{}", folder.path().join("town.sqlite").display());
    let store = yifa_store::open(&place).await.unwrap();
    let registry = Arc::new(compile(&definitions()).unwrap());
    let code = Jurisdiction::new(yifa_app::demo::JURISDICTION).unwrap();
    City::open(store, code, registry, town::clock("2026-03-02T02:00:00Z")).await.unwrap()
}

async fn act(city: &City, matter: &MatterId, action: &str, note: &str) -> Result<(), AppError> {
    let command = Command {
        matter: matter.clone(),
        procedure: "ledger".into(),
        action: action.into(),
        body: "urban".into(),
        parent: None,
        values: [("note".into(), Value::Text(note.to_owned()))].into(),
        actor: Actor { who: Who::Person("clerk".into()), role: "clerk".into(), body: Some("urban".into()) },
    };
    city.execute(&command, None).await.map(drop)
}

#[tokio::test]
async fn what_is_remembered_is_what_the_log_says_whoever_acts() {
    let folder = tempfile::tempdir().unwrap();
    let here = town::open(&folder, &definitions(), town::clock("2026-03-02T02:00:00Z")).await;
    let there = another(&folder).await;
    let matter = new_matter();
    assert_eq!(here.state(&matter).await.unwrap(), None, "nobody has begun");
    act(&here, &matter, "begin", "甲").await.unwrap();
    // Remembered from the act itself: as another reads it from the log.
    let mine = here.state(&matter).await.unwrap();
    assert_eq!(mine, there.state(&matter).await.unwrap());
    assert_eq!(mine, another(&folder).await.state(&matter).await.unwrap());
    // The other server moves on; what this one remembers is of before.
    act(&there, &matter, "end", "乙").await.unwrap();
    let now = here.state(&matter).await.unwrap().unwrap();
    assert_eq!(now.stands.as_ref().map(ToString::to_string).as_deref(), Some("ended"));
    match act(&here, &matter, "end", "丙").await {
        Err(AppError::Refused(refusal)) => assert_eq!(refusal.reasons[0].code, Code::Closed),
        other => panic!("{other:?}"),
    }
    assert_eq!(here.state(&matter).await.unwrap(), another(&folder).await.state(&matter).await.unwrap());
}

#[tokio::test]
async fn counts_follow_each_act_of_the_same_server() {
    let folder = tempfile::tempdir().unwrap();
    let city = town::open(&folder, &definitions(), town::clock("2026-03-02T02:00:00Z")).await;
    let open = MatterQuery { is_final: Some(false), ..MatterQuery::default() };
    let all = MatterQuery::default();
    for n in 1..=3_u64 {
        let matter = new_matter();
        act(&city, &matter, "begin", "甲").await.unwrap();
        assert_eq!(city.count(&open, 1).await.unwrap().whole(), Some(1));
        act(&city, &matter, "end", "甲").await.unwrap();
        assert_eq!(city.count(&open, 1).await.unwrap().whole(), Some(0));
        let states = city.count_by(&all, CountBy::State, 1).await.unwrap();
        assert_eq!(states, Some(vec![("ended".to_owned(), n)]));
    }
    // What is refused changes nothing.
    assert!(act(&city, &new_matter(), "end", "甲").await.is_err());
    assert_eq!(city.count(&all, 1).await.unwrap().whole(), Some(3));
}
