//! A party who opened nothing: named in a penalty case, served a notice with number and code, and heard on the portal.

use yifa_app::access::Access;
use yifa_kernel::id::MatterId;
use yifa_store::{MatterOrder, MatterQuery};

use crate::{Answer, CITY, RUNTIME, Visitor, later};

/// Cases in which the party has been told, with what was printed on the notice.
pub(crate) fn told() -> Vec<(MatterId, Access)> {
    let city = &CITY.0;
    RUNTIME.block_on(async {
        let query = MatterQuery {
            procedures: vec!["penalty-ordinary".into()],
            is_final: Some(false),
            ..MatterQuery::default()
        };
        let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, 200).await;
        let mut all = Vec::new();
        for row in page.expect("the store").rows.iter().filter(|row| row.state == "told") {
            let matter = MatterId::new(row.matter.as_str());
            let state = city.state(&matter).await.expect("the store").expect("the matter");
            let notice =
                state.papers.iter().rfind(|one| one.paper.as_str() == "prior-notice").expect("a notice");
            let access = city.paper_access(&matter, notice.seq).await.expect("the store");
            all.push((matter, access.expect("number and code")));
        }
        all
    })
}

fn find(visitor: &Visitor, number: &str, code: &str) -> Answer {
    let csrf = visitor.get("/public/follow").input("csrf");
    visitor.post("/public/follow", &[("csrf", &csrf), ("number", number), ("code", code)])
}

/// The address of a form that a page offers.
fn offered(page: &Answer, action: &str) -> Option<String> {
    let mark = format!("href=\"/public/do/penalty-ordinary/{action}?");
    let rest = page.text.split(&mark).nth(1)?.split('"').next()?;
    Some(format!("/public/do/penalty-ordinary/{action}?{}", rest.replace("&amp;", "&").replace("&#38;", "&")))
}

/// Begins a form, answers it in order, and sends it.
fn fill(visitor: &Visitor, form: &str, answers: &[&[(&str, &str)]]) -> Answer {
    let start = visitor.get(form);
    assert_eq!(start.status, 200, "{}", start.text);
    let csrf = start.input("csrf");
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(form.split('?').nth(1).unwrap_or("")).expect("a query");
    let mut pairs = vec![("csrf", csrf.as_str())];
    pairs.extend(query.iter().map(|(key, text)| (key.as_str(), text.as_str())));
    let first = visitor.post(form.split('?').next().expect("a path"), &pairs).to();
    let sheet = first.trim_end_matches("/1").to_owned();
    let csrf = visitor.get(&format!("{sheet}/check")).input("csrf");
    for (at, answer) in answers.iter().enumerate() {
        let mut pairs = vec![("csrf", csrf.as_str())];
        pairs.extend(*answer);
        let sent = visitor.post(&format!("{sheet}/{}", at + 1), &pairs);
        assert_eq!(sent.status, 303, "{}", sent.text);
    }
    later(10);
    visitor.post(&format!("{sheet}/send"), &[("csrf", &csrf)])
}

#[test]
fn number_and_code_open_the_own_case_and_no_other() {
    let visitor = Visitor::new();
    let all = told();
    let ((_, own), (_, other)) = (&all[0], &all[1]);
    let plain = own.number.replace('〔', "[").replace('〕', " ] ");
    let page = visitor.get(&find(&visitor, &plain, &own.code.to_lowercase()).to());
    assert!(page.text.contains(&own.number) && page.text.contains("已告知"), "{}", page.text);
    assert!(page.text.contains("事先告知书"), "the paper that was served can be read again");
    assert_eq!(find(&visitor, &own.number, &other.code).status, 422);
    assert_eq!(find(&visitor, &other.number, &own.code).status, 422);
    assert_eq!(find(&visitor, &own.number, "").status, 422);
    assert_eq!(find(&visitor, "", &own.code).status, 422);
    assert_eq!(find(&visitor, "\u{0}§'", &own.code).status, 422);
}

#[test]
fn the_party_defends_itself_and_the_case_knows_it() {
    let visitor = Visitor::new();
    let (matter, access) = told().pop().expect("a case");
    let page = visitor.get(&find(&visitor, &access.number, &access.code).to());
    let form = offered(&page, "defend").expect("the defence is offered");
    let words = "当时已经报备，𠮷字号店可以作证。";
    let sent = fill(&visitor, &form, &[&[("defence", words)], &[("defence_count", "1")]]);
    assert_eq!(sent.status, 303, "{}", sent.text);
    let state = RUNTIME.block_on(CITY.0.state(&matter)).expect("the store").expect("the matter");
    let act = state.acts.last().expect("an act");
    assert_eq!((act.action.as_str(), act.actor.role.as_str()), ("defend", "party"));
    assert!(act.values.get("defence").is_some_and(|text| text.to_string().contains('𠮷')));
    assert!(act.actor.as_person().is_some_and(|person| person.as_str().starts_with("party-")));
    // The public sees nothing of it.
    let found =
        visitor.get(&format!("/public/search?{}", serde_urlencoded::to_string([("q", "𠮷字号")]).unwrap()));
    assert!(!found.text.contains(&access.number), "{}", found.text);
}

#[test]
fn the_party_asks_for_a_hearing_once() {
    let visitor = Visitor::new();
    let open = told().into_iter().find_map(|(matter, access)| {
        let page = visitor.get(&find(&visitor, &access.number, &access.code).to());
        offered(&page, "request_hearing").map(|form| (matter, access, form))
    });
    // Where the demonstration city has no such case on this day, nothing can be asked for either.
    let Some((matter, access, form)) = open else { return };
    assert_eq!(fill(&visitor, &form, &[]).status, 303);
    let state = RUNTIME.block_on(CITY.0.state(&matter)).expect("the store").expect("the matter");
    assert!(state.tracks.len() == 1, "the hearing runs beside the case");
    let page = visitor.get(&find(&visitor, &access.number, &access.code).to());
    assert!(offered(&page, "request_hearing").is_none(), "asked for once");
    assert!(page.text.contains("/public/do/penalty-hearing/withdraw?"), "{}", page.text);
    // A parallel matter of another case is not reached through this one.
    let follow = form.split("follow=").nth(1).expect("a follower");
    for track in ["x", state.matter.as_str(), "0"] {
        let path = format!("/public/do/penalty-hearing/withdraw?follow={follow}&track={track}");
        assert_eq!(visitor.get(&path).status, 404, "{path}");
    }
}

#[test]
fn what_is_for_the_people_of_the_organ_or_of_another_body_is_not_for_the_party() {
    let visitor = Visitor::new();
    let (_, access) = told().pop().expect("a case");
    let page = find(&visitor, &access.number, &access.code).to();
    let follow = page.trim_start_matches("/public/follow/").to_owned();
    for action in ["decide", "tell", "consider", "lose_hearing", "no-such"] {
        let path = format!("/public/do/penalty-ordinary/{action}?follow={follow}");
        assert_eq!(visitor.get(&path).status, 404, "{path}");
    }
    // The respondent's answer names the role of a party too, but the people of the respondent.
    let path = format!("/public/do/reconsideration/answer?follow={follow}");
    assert_eq!(visitor.get(&path).status, 404);
}
