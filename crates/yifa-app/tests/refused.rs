//! Measures of refusals: what the law refused is counted once, by body and year, and opens into the acts that were tried.

mod town;

use jiff::civil::date;
use yifa_app::AppError;
use yifa_app::city::{City, new_matter};
use yifa_app::figures::Stretch;
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::refusal::Code;
use yifa_kernel::value::{Cite, Value};

const MEASURE: &str = "unpublished-basis-attempts";

/// A draft that rests on what is cited.
fn draft(cited: &str) -> Command {
    let text = |text: &str| Value::Text(text.to_owned());
    let cite = Value::Cite(Cite { text: cited.to_owned() });
    let values = [
        ("title", text("城市停车管理办法")),
        ("kind", Value::Choice("measures".into())),
        ("text", text("第一条 为了规范停车秩序，制定本办法。")),
        ("explanation", text("规范停车秩序")),
        ("bases", Value::List(vec![cite])),
        ("touches_rights", Value::Bool(true)),
        ("business_related", Value::Bool(false)),
        ("trial", Value::Bool(false)),
    ];
    Command {
        matter: new_matter(),
        procedure: "normative-document".into(),
        action: "draft".into(),
        body: "urban".into(),
        parent: None,
        values: values.into_iter().map(|(id, value)| (id.into(), value)).collect(),
        actor: Actor { who: Who::Person("p1".into()), role: "drafter".into(), body: Some("urban".into()) },
    }
}

async fn refused(city: &City, command: &Command) -> Vec<Code> {
    match city.execute(command, None).await {
        Err(AppError::Refused(refusal)) => refusal.reasons.iter().map(|reason| reason.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn year(year: i16, body: Option<&str>) -> Stretch {
    Stretch {
        measure: MEASURE.into(),
        body_path: None,
        body: body.map(Into::into),
        from: date(year, 1, 1),
        until: date(year, 12, 31),
    }
}

#[tokio::test]
async fn what_was_refused_is_counted_and_opens_into_the_acts() {
    let folder = tempfile::tempdir().unwrap();
    let clock = town::clock("2026-03-02T02:00:00Z");
    let city = town::open(&folder, &yifa_app::definitions::embedded(), clock.clone()).await;
    let none = city.figure(&year(2026, None)).await.unwrap();
    assert_eq!((none.counted, none.hit), (0, 0));
    assert_eq!(refused(&city, &draft("《没有这样的办法》第三条")).await, [Code::UnknownCitation]);
    clock.set("2026-03-02T02:01:00Z".parse().unwrap());
    assert_eq!(refused(&city, &draft("《查无此文规定》")).await, [Code::UnknownCitation]);
    // Refused for something else, and not refused: neither counts.
    let mut untold = draft("《优化营商环境条例》第六十二条");
    untold.values.remove("title");
    assert_eq!(refused(&city, &untold).await, [Code::Missing]);
    city.execute(&draft("《优化营商环境条例》第六十二条"), None).await.unwrap();
    // The last moment of the year in China belongs to it.
    clock.set("2026-12-31T15:59:59Z".parse().unwrap());
    refused(&city, &draft("《没有这样的办法》第三条")).await;
    clock.set("2026-12-31T16:00:00Z".parse().unwrap());
    refused(&city, &draft("《没有这样的办法》第三条")).await;

    assert_eq!(city.figure(&year(2026, None)).await.unwrap().counted, 3);
    assert_eq!(city.figure(&year(2026, Some("urban"))).await.unwrap().counted, 3);
    assert_eq!(city.figure(&year(2026, Some("nobody"))).await.unwrap().counted, 0);
    assert_eq!(city.figure(&year(2027, None)).await.unwrap().counted, 1);
    let elsewhere = Stretch { body_path: Some("/elsewhere/".into()), ..year(2026, None) };
    assert_eq!(city.figure(&elsewhere).await.unwrap().counted, 0);
    let all = city.year_figures(&[MEASURE.into()], 2026, None, true).await.unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.body.as_deref(), one.figure.counted)).collect();
    assert_eq!(told, [(Some("urban"), 3)]);

    // Page by page, the latest first: no act twice, none left out.
    let (first, next) = city.refused_acts(&year(2026, None), None, 2).await.unwrap();
    let (second, end) = city.refused_acts(&year(2026, None), next.as_ref(), 2).await.unwrap();
    assert_eq!(end, None);
    let acts: Vec<_> = first.into_iter().chain(second).collect();
    assert_eq!(
        acts.iter().map(|act| act.on).collect::<Vec<_>>(),
        [date(2026, 12, 31), date(2026, 3, 2), date(2026, 3, 2)]
    );
    let earliest = acts.last().unwrap();
    assert_eq!((earliest.procedure.as_str(), earliest.action.as_str()), ("normative-document", "draft"));
    assert_eq!(earliest.cited, ["《没有这样的办法》第三条"]);
    assert_eq!(earliest.reasons.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["R0304"]);
    // A measure of matters has no refused acts.
    let matters = Stretch { measure: "normdocs-published".into(), ..year(2026, None) };
    assert_eq!(city.refused_acts(&matters, None, 9).await.unwrap(), (Vec::new(), None));
}
