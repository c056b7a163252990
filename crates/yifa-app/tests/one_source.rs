//! A source has one translation that is not over, by whatever article it is cited; another is led to it.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

mod town;

use jiff::civil::date;
use yifa_app::AppError;
use yifa_app::city::{City, new_matter};
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::refusal::Code;
use yifa_kernel::value::{Cite, Value};

fn command(matter: &MatterId, action: &str, values: &[(&str, Value)]) -> Command {
    Command {
        matter: matter.clone(),
        procedure: "translation".into(),
        action: action.into(),
        body: "urban".into(),
        parent: None,
        values: values.iter().map(|(id, value)| ((*id).into(), value.clone())).collect(),
        actor: Actor {
            who: Who::Person("p1".into()),
            role: "legal_office".into(),
            body: Some("urban".into()),
        },
    }
}

fn select(cited: &str) -> Command {
    let values = [
        ("source_title", Value::Text("优化营商环境条例".into())),
        ("source", Value::Cite(Cite { text: cited.into() })),
        ("source_published_on", Value::Date(date(2019, 10, 22))),
    ];
    command(&new_matter(), "select", &values)
}

/// The matter that stands in the way.
async fn in_the_way(city: &City, cited: &str) -> Option<MatterId> {
    match city.execute(&select(cited), None).await {
        Err(AppError::Refused(refusal)) => {
            assert_eq!(refusal.code(), Code::NotUnique);
            match refusal.reasons[0].values.get("matter") {
                Some(Some(Value::Matter(matter))) => Some(matter.clone()),
                other => panic!("the other one is not named: {other:?}"),
            }
        }
        done => {
            done.unwrap();
            None
        }
    }
}

#[tokio::test]
async fn a_source_that_is_cited_has_one_open_translation() {
    let folder = tempfile::tempdir().unwrap();
    let clock = town::clock("2026-03-02T02:00:00Z");
    let city = town::open(&folder, &yifa_app::definitions::embedded(), clock).await;
    let first = select("《优化营商环境条例》第六十二条");
    city.execute(&first, None).await.unwrap();
    for other in
        ["《优化营商环境条例》第六十二条", "《优化营商环境条例》第六十四条第二款", "《优化营商环境条例》"]
    {
        assert_eq!(in_the_way(&city, other).await.as_ref(), Some(&first.matter), "{other}");
    }
    // Another source is free; so is this one when its translation is over.
    assert_eq!(in_the_way(&city, "《政府信息公开条例》第二十三条").await, None);
    let reason = [("reason", Value::Text("不再需要".into()))];
    city.execute(&command(&first.matter, "drop", &reason), None).await.unwrap();
    assert_eq!(in_the_way(&city, "《优化营商环境条例》第六十四条").await, None);
}
