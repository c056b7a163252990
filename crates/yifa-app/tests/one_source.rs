//! A source has one translation that is not over, by whatever article it is cited; another is led to it.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

mod town;

use jiff::civil::date;
use yifa_app::AppError;
use yifa_app::city::{City, new_matter};
use yifa_kernel::definition::Source;
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

fn handed_in() -> Vec<(&'static str, Value)> {
    vec![
        ("source_text", Value::Text("第一条 为规范停车。".into())),
        ("english_title", Value::Text("Regulation".into())),
        ("english_text", Value::Text("Article 1 These govern parking.".into())),
        ("source_articles", Value::Int(1)),
        ("english_articles", Value::Int(1)),
    ]
}

/// The definitions as they were before a source had one translation only.
fn without_the_rule() -> Vec<Source> {
    let mut all = yifa_app::definitions::embedded();
    let translation = all.iter_mut().find(|one| one.path.ends_with("translation/procedure.toml")).unwrap();
    let without = translation.text.replace("unique_while_open = true\n", "");
    assert_ne!(without, translation.text, "the rule is no longer where this test takes it away");
    translation.text = without;
    all
}

#[tokio::test]
async fn two_that_were_open_before_the_rule_go_on_and_a_third_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let clock = town::clock("2026-03-02T02:00:00Z");
    let (first, second) =
        (select("《优化营商环境条例》第六十二条"), select("《优化营商环境条例》第六十四条"));
    {
        let city = town::open(&folder, &without_the_rule(), clock.clone()).await;
        city.execute(&first, None).await.unwrap();
        city.execute(&second, None).await.unwrap();
    }
    let city = town::open(&folder, &yifa_app::definitions::embedded(), clock).await;
    let assign =
        [("institution", Value::Text("外国语学院".into())), ("contract_ref", Value::Text("1号".into()))];
    for one in [&second, &first] {
        city.execute(&command(&one.matter, "assign", &assign), None).await.unwrap();
    }
    assert_eq!(city.rebuild(&|_| {}).await.unwrap(), 2);
    // Whoever begins a third is led to the first, to the second when the first is over, and is free when both are over.
    let reason = [("reason", Value::Text("重复委托".into()))];
    assert_eq!(in_the_way(&city, "《优化营商环境条例》").await.as_ref(), Some(&first.matter));
    city.execute(&command(&first.matter, "drop", &reason), None).await.unwrap();
    assert_eq!(in_the_way(&city, "《优化营商环境条例》").await.as_ref(), Some(&second.matter), "at once");
    city.execute(&command(&second.matter, "hand_in", &handed_in()), None).await.unwrap();
    assert_eq!(in_the_way(&city, "《优化营商环境条例》").await.as_ref(), Some(&second.matter));
    city.execute(&command(&second.matter, "drop", &reason), None).await.unwrap();
    assert_eq!(in_the_way(&city, "《优化营商环境条例》").await, None);
}
