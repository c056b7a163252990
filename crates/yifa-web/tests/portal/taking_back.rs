//! Whoever registered for a hearing takes it back by number and code: their own registration, nobody else's, and once.

use std::collections::BTreeMap;

use yifa_app::access::EntrySlip;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::{Party, PartyKind, Value};
use yifa_store::{MatterOrder, MatterQuery};

use crate::{Answer, CITY, RUNTIME, Visitor, later};

/// What a clerk enters at the counter for somebody, twice if it is pressed twice.
fn entered(matter: &MatterId, name: &str, times: usize) -> Vec<Option<EntrySlip>> {
    let city = &CITY.0;
    let state = RUNTIME.block_on(city.state(matter)).expect("the store").expect("the hearing");
    let party =
        Party { kind: PartyKind::Citizen, name: name.to_owned(), code: None, address: None, phone: None };
    let values = BTreeMap::from([
        ("applicant".into(), Value::Party(party)),
        ("applicant_group".into(), Value::Text("乘客代表".into())),
    ]);
    let command = Command {
        matter: matter.clone(),
        procedure: state.procedure.clone(),
        action: "register_interest".into(),
        body: state.body.clone(),
        parent: None,
        values,
        actor: Actor::person("clerk-at-the-counter", "clerk", state.body.clone()),
    };
    let slip = |_| {
        RUNTIME.block_on(async {
            let done = city.execute(&command, Some(&format!("counter:{name}"))).await.expect("it is entered");
            city.entry_slip(&done, &command).await.expect("the store")
        })
    };
    (0..times).map(slip).collect()
}

/// The page to which number and code lead.
fn followed(visitor: &Visitor, number: &str, code: &str) -> Answer {
    let csrf = visitor.get("/public/follow").input("csrf");
    visitor.post("/public/follow", &[("csrf", &csrf), ("number", number), ("code", code)])
}

/// A hearing that takes registrations now.
fn hearing() -> MatterId {
    let city = &CITY.0;
    let query = MatterQuery {
        procedures: vec!["decision-hearing".into()],
        is_final: Some(false),
        ..MatterQuery::default()
    };
    let page = RUNTIME
        .block_on(city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, 200))
        .expect("the store");
    let open = page.rows.iter().find(|row| row.state == "announced").expect("a hearing that is announced");
    MatterId::new(open.matter.as_str())
}

/// The names on the list of those who registered.
fn registered(matter: &MatterId) -> Vec<String> {
    let state = RUNTIME.block_on(CITY.0.state(matter)).expect("the store").expect("the hearing");
    let Some(Value::Table(rows)) = state.fields.get("applicants") else { return Vec::new() };
    let name = |value: &Value| match value {
        Value::Party(party) => Some(party.name.clone()),
        _ => None,
    };
    rows.iter().filter_map(|row| name(row.get("applicant")?)).collect()
}

/// The address of the form, as a page offers it.
fn offered(page: &Answer, action: &str) -> Option<String> {
    let mark = format!("href=\"/public/do/decision-hearing/{action}?");
    let rest = page.text.split(&mark).nth(1)?.split('"').next()?;
    Some(format!("/public/do/decision-hearing/{action}?{}", rest.replace("&amp;", "&").replace("&#38;", "&")))
}

/// Begins a form; gives its sheet and the proof that its pages carry.
fn begin(visitor: &Visitor, form: &str) -> (String, String) {
    let csrf = visitor.get(form).input("csrf");
    let (path, query) = form.split_once('?').expect("a query");
    let given: Vec<(String, String)> = serde_urlencoded::from_str(query).expect("a query");
    let mut pairs = vec![("csrf", csrf.as_str())];
    pairs.extend(given.iter().map(|(key, text)| (key.as_str(), text.as_str())));
    let sheet = visitor.post(path, &pairs).to().trim_end_matches("/1").to_owned();
    let csrf = visitor.get(&format!("{sheet}/check")).input("csrf");
    (sheet, csrf)
}

/// Registers somebody through the portal; gives the address at which they follow the hearing.
fn register(visitor: &Visitor, matter: &MatterId, name: &str) -> String {
    let slug = RUNTIME.block_on(async {
        let city = &CITY.0;
        let id = yifa_store::MatterId::new(matter.as_str()).expect("identifier");
        let all = city.store().disclosures_of(city.jurisdiction(), &id, city.today()).await;
        all.expect("the store").first().expect("the notice is public").disclosure.slug.clone()
    });
    let form = format!("/public/do/decision-hearing/register_interest?matter={slug}");
    let (sheet, csrf) = begin(visitor, &form);
    let who = [("csrf", csrf.as_str()), ("applicant.kind", "citizen"), ("applicant.name", name)];
    assert_eq!(visitor.post(&format!("{sheet}/1"), &who).status, 303);
    let group = [("csrf", csrf.as_str()), ("applicant_group", "乘客代表")];
    assert_eq!(visitor.post(&format!("{sheet}/2"), &group).status, 303);
    later(10);
    assert_eq!(visitor.post(&format!("{sheet}/send"), &[("csrf", &csrf)]).status, 303);
    let receipt = visitor.get(&sheet);
    let (number, code) = (
        receipt.between("<code id=\"reference\">", "</code>"),
        receipt.between("<code id=\"code\">", "</code>"),
    );
    let csrf = visitor.get("/public/follow").input("csrf");
    visitor.post("/public/follow", &[("csrf", &csrf), ("number", &number), ("code", &code)]).to()
}

#[test]
fn a_registration_is_taken_back_by_its_own_author_once() {
    let (visitor, matter) = (Visitor::new(), hearing());
    let (own, other) = (register(&visitor, &matter, "欧阳撤回"), register(&visitor, &matter, "司徒到场"));

    let form = offered(&visitor.get(&own), "withdraw_interest").expect("it can be taken back");
    let (sheet, csrf) = begin(&visitor, &form);
    let check = visitor.get(&format!("{sheet}/check"));
    assert!(check.text.contains("欧阳撤回") && !check.text.contains("司徒到场"), "{}", check.text);
    later(10);
    assert_eq!(visitor.post(&format!("{sheet}/send"), &[("csrf", &csrf)]).status, 303);
    assert_eq!(visitor.post(&format!("{sheet}/send"), &[("csrf", &csrf)]).status, 303, "a double click");

    let names = registered(&matter);
    assert!(!names.iter().any(|name| name == "欧阳撤回") && names.iter().any(|name| name == "司徒到场"));
    let state = RUNTIME.block_on(CITY.0.state(&matter)).expect("the store").expect("the hearing");
    let recorded = state.acts.iter().filter(|act| act.cleared).count();
    assert!(recorded > 0, "the registration stays on record");

    let after = visitor.get(&own);
    assert!(after.text.contains("已撤回"), "{}", after.text);
    assert!(offered(&after, "withdraw_interest").is_none(), "there is nothing left to take back");
    assert!(offered(&visitor.get(&other), "withdraw_interest").is_some(), "the other one's still stands");
    assert_eq!(visitor.get(&form).status, 409, "an old link says why not");
    let (sheet, csrf) = {
        let csrf = visitor.get("/public/follow").input("csrf");
        let (path, query) = form.split_once('?').expect("a query");
        let given: Vec<(String, String)> = serde_urlencoded::from_str(query).expect("a query");
        let mut pairs = vec![("csrf", csrf.as_str())];
        pairs.extend(given.iter().map(|(key, text)| (key.as_str(), text.as_str())));
        (visitor.post(path, &pairs), csrf)
    };
    assert_eq!(sheet.status, 409, "{csrf}: {}", sheet.text);
}

/// Whoever was entered at the counter has no account: the slip that the clerk hands over stands for that entry alone.
#[test]
fn who_was_entered_by_a_clerk_takes_back_their_own_entry_and_no_other() {
    let (visitor, matter) = (Visitor::new(), hearing());
    let slips = entered(&matter, "上官柜台", 2);
    let first = slips[0].clone().expect("a slip");
    assert_eq!(slips[1].as_ref(), Some(&first), "pressed twice, it is the same slip");
    let second = entered(&matter, "皇甫来信", 1).remove(0).expect("a slip");
    assert!(first.code != second.code && first.reference != second.reference);

    let own = followed(&visitor, &first.reference, &first.code).to();
    assert_eq!(own, format!("/public/follow/{}", first.follow));
    assert_eq!(followed(&visitor, &first.reference, &second.code).status, 422, "another one's code");

    let form = offered(&visitor.get(&own), "withdraw_interest").expect("it can be taken back");
    let (sheet, csrf) = begin(&visitor, &form);
    let check = visitor.get(&format!("{sheet}/check"));
    assert!(check.text.contains("上官柜台") && !check.text.contains("皇甫来信"), "{}", check.text);
    later(10);
    assert_eq!(visitor.post(&format!("{sheet}/send"), &[("csrf", &csrf)]).status, 303);
    let names = registered(&matter);
    assert!(!names.iter().any(|name| name == "上官柜台") && names.iter().any(|name| name == "皇甫来信"));
    assert!(offered(&visitor.get(&own), "withdraw_interest").is_none(), "there is nothing left to take back");
    let other = followed(&visitor, &second.reference, &second.code).to();
    assert!(offered(&visitor.get(&other), "withdraw_interest").is_some(), "the other one's still stands");
}

#[test]
fn who_registered_nothing_is_offered_nothing_to_take_back() {
    let (visitor, matter) = (Visitor::new(), hearing());
    let list = visitor.get("/public/list/decision-hearing/notice");
    assert_eq!(list.status, 200);
    let id = yifa_store::MatterId::new(matter.as_str()).expect("identifier");
    let city = &CITY.0;
    let rows = RUNTIME
        .block_on(city.store().disclosures_of(city.jurisdiction(), &id, city.today()))
        .expect("the store");
    let slug = &rows.first().expect("the notice is public").disclosure.slug;
    let page = visitor.get(&format!("/public/{slug}"));
    assert!(
        page.text.contains("register_interest") && !page.text.contains("withdraw_interest"),
        "{}",
        page.text
    );
    let form = visitor.get(&format!("/public/do/decision-hearing/withdraw_interest?matter={slug}"));
    assert_eq!(form.status, 409);
    assert!(form.text.contains("R0109") || form.text.contains("没有您本人可以撤回的内容"), "{}", form.text);
}
