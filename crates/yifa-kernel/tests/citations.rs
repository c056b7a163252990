//! In every citation field of the national definitions: what is unpublished, not in force on the day of the act, or not to be
//! read, is no basis; a document that binds only those who made it is a basis of internal duties alone.

mod national;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use yifa_kernel::definition::{CiteStanding, CiteStatus, Registry, compile};
use yifa_kernel::matter::{Actor, Beyond, Citable, Command, Facts, STANDING, Stamp, State, decide};
use yifa_kernel::procedure::{Action, Field, FieldKind, From, Procedure};
use yifa_kernel::refusal::{Code, Reason};
use yifa_kernel::value::{Cite, Value};

/// A library in which each title says what is wrong with it.
#[derive(Debug)]
struct Titles;

impl Citable for Titles {
    fn cite_status(&self, text: &str, _: Date) -> Option<CiteStatus> {
        let good = CiteStatus {
            standing: CiteStanding::InForce,
            sound: true,
            published: true,
            internal: false,
            rank_word: "policy",
        };
        let not = |standing| Some(CiteStatus { standing, ..good.clone() });
        match text {
            "《有效办法》" | "《有效办法》第一条第九款" => Some(good),
            "《未公布办法》" => Some(CiteStatus { published: false, ..good }),
            "《未施行办法》" => not(CiteStanding::NotYet(Some(date(2027, 1, 1)))),
            "《已废止办法》" => {
                not(CiteStanding::Repealed(date(2021, 1, 1), Some("《新办法》第九条".to_owned())))
            }
            "《内部规则》" => Some(CiteStatus { internal: true, ..good }),
            "《缺条办法》" => Some(CiteStatus { sound: false, ..good }),
            "《无日期办法》" => not(CiteStanding::Undated),
            // What is scrambled is held back, and not known.
            _ => None,
        }
    }

    fn beyond(&self, text: &str, _: Date) -> Option<Beyond> {
        let last = Beyond { place: "第一条第九款".to_owned(), paragraphs: 2 };
        text.ends_with("第九款").then_some(last)
    }
}

/// The reasons with which an action answers a citation in one of its fields; none when it does not speak of the field.
fn answers(
    registry: &Registry,
    procedure: &Procedure,
    action: &Action,
    field: &Field,
    text: &str,
) -> Vec<Reason> {
    let cite = Value::Cite(Cite { text: text.to_owned() });
    let column = field.columns.iter().find(|column| column.declared == FieldKind::Cite);
    let value = match column {
        Some(column) => Value::Table(vec![BTreeMap::from([(column.id.clone(), cite)])]),
        None if field.many => Value::List(vec![cite]),
        None => cite,
    };
    let mut state =
        State::unopened("m".into(), procedure.id.clone(), procedure.version.clone(), "department".into());
    if let From::States(from) = &action.from {
        state.stands = from.first().cloned();
        state.seq = 1;
    }
    if action.from == From::Anywhere {
        state.stands = procedure.states.iter().find(|one| !one.is_final).map(|one| one.id.clone());
        state.seq = 1;
    }
    let role = action.by.first().map_or("clerk", |role| role.as_str());
    let command = Command {
        matter: state.matter.clone(),
        procedure: procedure.id.clone(),
        action: action.id.clone(),
        body: state.body.clone(),
        parent: None,
        values: BTreeMap::from([(field.id.clone(), value)]),
        actor: Actor::person("somebody", role, "department".into()),
    };
    let at = date(2026, 11, 23).at(10, 0, 0, 0);
    let recorded = yifa_law::calendar::china_instant(at).expect("instant");
    let stamp = Stamp { happened: at, known: recorded, recorded };
    let facts = Facts { citable: Some(Arc::new(Titles)), ..Facts::default() };
    let Err(refusal) = decide(registry, &state, &command, &facts, &stamp) else { return Vec::new() };
    let about = |field_: &Option<yifa_kernel::id::FieldId>| field_.as_ref() == Some(&field.id);
    refusal.reasons.iter().filter(|reason| about(&reason.field)).cloned().collect()
}

#[test]
fn every_citation_field_takes_what_holds_on_the_day_and_nothing_else() {
    let registry = compile(&national::sources())
        .map_err(|faults| faults.render())
        .unwrap_or_else(|told| panic!("{told}"));
    let mut tried = 0;
    for procedure in registry.procedures() {
        for field in &procedure.fields {
            let cites = field.declared == FieldKind::Cite
                || field.columns.iter().any(|column| column.declared == FieldKind::Cite);
            let recording = procedure.actions.iter().filter(|action| {
                action.by.iter().any(|role| role.as_str() != "law")
                    && action.records.iter().any(|(id, _)| *id == field.id)
            });
            for action in recording.filter(|_| cites) {
                let reasons = |text: &str| answers(&registry, procedure, action, field, text);
                let told = |text: &str| reasons(text).into_iter().map(|one| one.code).collect::<Vec<_>>();
                let said = |text: &str, name: &str| {
                    reasons(text).first().and_then(|one| one.values.get(name).cloned().flatten())
                };
                let place = format!("{} {} {}", procedure.id, action.id, field.id);
                assert_eq!(told("《有效办法》"), [], "{place}");
                if field.as_of.is_none() {
                    // A mention, on which nothing rests: it must say so.
                    assert!(field.internal, "{place}");
                    continue;
                }
                tried += 1;
                let internal: &[Code] = if field.internal { &[] } else { &[Code::InternalBasis] };
                assert_eq!(told("《内部规则》"), internal, "{place}");
                assert_eq!(told("《缺条办法》"), [Code::SpoiledBasis], "{place}");
                let undated: &[Code] = if field.internal { &[] } else { &[Code::UndatedBasis] };
                assert_eq!(told("《无日期办法》"), undated, "{place}");
                for dead in ["《未公布办法》", "《未施行办法》", "《已废止办法》"] {
                    assert_eq!(told(dead), [Code::NotInForce], "{place} {dead}");
                }
                // The refusal says how it stands, since or from when, and what ended it.
                let word = |word: &str| Some(Value::Choice(word.to_owned()));
                assert_eq!(said("《未公布办法》", STANDING), word("unpublished"), "{place}");
                assert_eq!(said("《未施行办法》", STANDING), word("not_yet"), "{place}");
                assert_eq!(said("《未施行办法》", "on"), Some(Value::Date(date(2027, 1, 1))), "{place}");
                assert_eq!(said("《已废止办法》", STANDING), word("repealed"), "{place}");
                assert_eq!(said("《已废止办法》", "by"), Some(Value::Text("《新办法》第九条".to_owned())));
                assert_eq!(told("《乱码办法》"), [Code::UnknownCitation], "{place}");
                let last = "《有效办法》第一条第九款";
                assert_eq!(told(last), [Code::UnknownCitation], "{place}");
                assert_eq!(said(last, STANDING), word("beyond"), "{place}");
                assert_eq!(said(last, "paragraphs"), Some(Value::Int(2)), "{place}");
            }
        }
    }
    assert!(tried >= 20, "only {tried} acts cite anything");
}

/// 《…》（2017年修正） as a basis is that version: neither the one in force stands in for it, nor is a year that no facts
/// have known.
#[test]
fn a_year_beside_a_name_is_the_version_that_is_cited() {
    let registry = compile(&national::sources())
        .map_err(|faults| faults.render())
        .unwrap_or_else(|told| panic!("{told}"));
    let holds = |text: &str, on| registry.cite_status(text, on).and_then(|status| status.in_force());
    let today = date(2026, 11, 23);
    for known in [
        "《行政处罚法》第五条",
        "《行政处罚法》（2021年修订）第五条",
        "2021年1月22日修订的《行政处罚法》第五条",
    ] {
        assert_eq!(holds(known, today), Some(true), "{known}");
        assert_eq!(holds(known, date(2021, 7, 14)), Some(false), "{known}");
    }
    for unknown in
        ["《行政处罚法》（2017年修正）第五条", "1996年通过的《行政处罚法》第五条", "原《行政处罚法》第五条"]
    {
        assert_eq!(holds(unknown, today), None, "{unknown}");
    }
}
