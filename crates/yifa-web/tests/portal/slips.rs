//! Answering by slip: drawn once, used once, counted exactly, joined to nobody.

use axum::http::StatusCode;
use yifa_app::city::new_matter;
use yifa_kernel::id::{BodyId, FieldId, MatterId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::read::read;

use crate::{Answer, CITY, RUNTIME, Visitor, later};

fn office() -> Actor {
    Actor::person("legal-office", "legal_office", BodyId::new("justice"))
}

/// An act of the office, its values as typed.
fn act(matter: &MatterId, action: &str, values: &[(&str, &str)]) {
    let city = &CITY.0;
    let procedure = city.registry().latest(&"enforcement-appraisal".into()).expect("the procedure");
    let value = |(name, text): &(&str, &str)| {
        let field = procedure.field(&(*name).into()).expect("a field");
        (FieldId::new(*name), read(&field.kind, text).expect("a value"))
    };
    let command = Command {
        matter: matter.clone(),
        procedure: procedure.id.clone(),
        action: action.into(),
        body: BodyId::new("justice"),
        parent: None,
        values: values.iter().map(value).collect(),
        actor: office(),
    };
    RUNTIME.block_on(city.execute(&command, None)).expect(action);
}

/// An appraisal that takes answers, with so many slips.
fn appraisal(slips: &str) -> (MatterId, Vec<String>) {
    let city = &CITY.0;
    let matter = new_matter();
    act(&matter, "plan", &[("topic", "执法评议"), ("subject", "urban"), ("standard", "三项五档")]);
    act(&matter, "publish", &[("closes_on", "2027-12-01")]);
    act(&matter, "hand_out", &[("respondent_class", "counterparty"), ("slip_count", slips)]);
    let codes = RUNTIME.block_on(async {
        let state = city.state(&matter).await.expect("the store").expect("the matter");
        let seq = city.hand_outs(&state).await.expect("the store")[0].seq;
        city.draw_slips(&state, seq, &office()).await.expect("slips")
    });
    (matter, codes)
}

fn typed(visitor: &Visitor, code: &str) -> Answer {
    let csrf = visitor.get("/public/slip").input("csrf");
    visitor.post("/public/slip", &[("csrf", &csrf), ("code", code)])
}

/// Fills in a sheet that a slip opened, without sending it; gives its address and the proof of its forms.
fn filled(visitor: &Visitor, code: &str) -> (String, String) {
    let first = typed(visitor, code).to();
    let sheet = first.trim_end_matches("/1").to_owned();
    let csrf = visitor.get(&first).input("csrf");
    for (at, field) in [(1, "lawful"), (2, "courteous"), (3, "prompt")] {
        let sent = visitor.post(&format!("{sheet}/{at}"), &[("csrf", &csrf), (field, "good")]);
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{field}: {}", sent.text);
    }
    later(10);
    (sheet, csrf)
}

fn send(visitor: &Visitor, (sheet, csrf): &(String, String)) -> Answer {
    visitor.post(&format!("{sheet}/send"), &[("csrf", csrf)])
}

fn answers(matter: &MatterId) -> usize {
    let state = RUNTIME.block_on(CITY.0.state(matter)).expect("the store").expect("the matter");
    state.acts.iter().filter(|act| act.action.as_str() == "answer").count()
}

#[test]
fn each_slip_is_counted_once_and_a_used_one_is_refused() {
    let visitor = Visitor::new();
    let (matter, codes) = appraisal("3");
    assert_eq!(codes.len(), 3);
    for (at, code) in codes.iter().take(2).enumerate() {
        let sheet = filled(&visitor, &code.to_lowercase().replace('-', " "));
        assert_eq!(send(&visitor, &sheet).to(), sheet.0);
        assert_eq!(send(&visitor, &sheet).to(), sheet.0, "a double click is one answer");
        assert_eq!(answers(&matter), at + 1);
        let receipt = visitor.get(&sheet.0);
        assert!(receipt.text.contains("答卷已经计入"), "{}", receipt.text);
        assert!(!receipt.text.contains("id=\"code\"") && !receipt.text.contains("id=\"reference\""));
    }
    let again = typed(&visitor, &codes[0]);
    assert_eq!(again.status, 422);
    assert!(again.text.contains("已经使用过"), "{}", again.text);
    assert_eq!(typed(&visitor, "0000-0000-0000").status, 422);
    assert_eq!(typed(&visitor, "").status, 422);
    assert_eq!(answers(&matter), 2);
}

#[test]
fn two_sheets_of_one_slip_come_to_one_answer() {
    let visitor = Visitor::new();
    let (matter, codes) = appraisal("2");
    let (first, second) = (filled(&visitor, &codes[0]), filled(&visitor, &codes[0]));
    assert_eq!(send(&visitor, &first).status, 303);
    let refused = send(&visitor, &second);
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("已经使用过"), "{}", refused.text);
    assert_eq!(answers(&matter), 1);
}

#[test]
fn what_a_slip_carries_is_not_asked_and_nothing_joins_an_answer_to_a_slip_or_a_sheet() {
    let visitor = Visitor::new();
    let (matter, codes) = appraisal("1");
    let sheet = filled(&visitor, &codes[0]);
    let check = visitor.get(&format!("{}/check", sheet.0));
    assert!(!check.text.contains("评议人类别"), "{}", check.text);
    assert_eq!(send(&visitor, &sheet).status, 303);
    let opened = RUNTIME.block_on(CITY.0.open_matter(&matter)).expect("the matter");
    let act = opened.state.acts.last().expect("an act");
    assert_eq!(act.actor.as_person().map(|person| person.as_str()), Some("bearer"), "one name for all");
    assert_eq!(act.values.get("respondent_class").map(ToString::to_string).as_deref(), Some("counterparty"));
    let log = format!("{:?}", opened.stored);
    let token = sheet.0.rsplit('/').next().expect("a name");
    assert!(!log.contains(&codes[0]) && !log.contains(token), "{log}");
    let kept = RUNTIME.block_on(CITY.0.sheet(token)).expect("the store").expect("the sheet");
    assert!(kept.pairs.is_empty() && kept.slip.is_none(), "what was typed is forgotten: {kept:?}");
}

#[test]
fn slips_are_drawn_once_by_those_who_hand_them_out_and_never_without_one() {
    let (matter, _) = appraisal("1");
    let city = &CITY.0;
    let state = RUNTIME.block_on(city.state(&matter)).expect("the store").expect("the matter");
    let draw = |seq, actor: &Actor| RUNTIME.block_on(city.draw_slips(&state, seq, actor));
    let seq = RUNTIME.block_on(city.hand_outs(&state)).expect("the store")[0].seq;
    assert!(draw(seq, &office()).is_err(), "drawn twice");
    assert!(draw(seq + 1, &office()).is_err(), "no such act");
    assert!(draw(seq, &Actor::person("clerk-urban", "clerk", BodyId::new("urban"))).is_err());
    // Without a slip nobody answers: not from the portal, not as somebody who works here.
    let visitor = Visitor::new();
    assert_eq!(
        visitor
            .get(&format!(
                "/public/do/enforcement-appraisal/answer?matter=enforcement-appraisal-standard-{matter}"
            ))
            .status,
        404
    );
    let command = Command {
        matter: matter.clone(),
        procedure: "enforcement-appraisal".into(),
        action: "answer".into(),
        body: BodyId::new("justice"),
        parent: None,
        values: Default::default(),
        actor: Actor::person("clerk-urban", "bearer", BodyId::new("urban")),
    };
    assert!(RUNTIME.block_on(city.execute(&command, None)).is_err());
    assert_eq!(answers(&matter), 0);
}
