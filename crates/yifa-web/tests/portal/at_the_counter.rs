//! What a clerk enters for several people at once: each gets a slip of their own, once, and whoever is refused gets none.

use yifa_app::city::new_matter;
use yifa_kernel::id::{BodyId, FieldId, MatterId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::read::read;

use crate::person::Person;
use crate::{Answer, CITY, RUNTIME, Visitor};

/// A clerk of the body whose drafts these are.
fn clerk() -> Person {
    Person::new("clerk-at-the-letters", "clerk", BODY)
}

/// Drafts of one body: comments are taken on two, and not yet on the third.
struct Drafts {
    open: [String; 2],
    unready: String,
}

const BODY: &str = "urban";

/// An act in a draft, its values as typed.
fn act(matter: &MatterId, action: &str, actor: Actor, values: &[(&str, &str)]) {
    let city = &CITY.0;
    let procedure = city.registry().latest(&"decision-comment".into()).expect("the procedure");
    let value = |(name, text): &(&str, &str)| {
        let field = procedure.field(&(*name).into()).expect("a field");
        (FieldId::new(*name), read(&field.kind, text).expect("a value"))
    };
    let command = Command {
        matter: matter.clone(),
        procedure: procedure.id.clone(),
        action: action.into(),
        body: BodyId::new(BODY),
        parent: None,
        values: values.iter().map(value).collect(),
        actor,
    };
    RUNTIME.block_on(city.execute(&command, None)).expect(action);
}

fn drafts() -> Drafts {
    let begun = |title| {
        let matter = new_matter();
        act(&matter, "begin", Actor::law(), &[("title", title)]);
        matter
    };
    let open = ["公园夜间开放", "沿街招牌更换"].map(|title| {
        let matter = begun(title);
        let clerk = Actor::person("clerk-of-drafts", "clerk", BodyId::new(BODY));
        let announced = [
            ("text", "草案"),
            ("explanation", "说明"),
            ("channels", "site"),
            ("how_to", "在线或者信函"),
            ("close_on", "2027-12-01"),
        ];
        act(&matter, "announce", clerk, &announced);
        matter.to_string()
    });
    Drafts { open, unready: begun("停车泊位调整").to_string() }
}

/// How often somebody commented.
fn comments(matter: &str) -> usize {
    let state =
        RUNTIME.block_on(CITY.0.state(&MatterId::new(matter))).expect("the store").expect("the draft");
    state.acts.iter().filter(|act| act.action.as_str() == "comment").count()
}

/// What stands on the slips of a page, by the name of the place.
fn on_slips(page: &Answer, what: &str) -> Vec<String> {
    let mark = format!("<code id=\"{what}-");
    let after = |rest: &str| Some(rest.split_once('>')?.1.split('<').next()?.to_owned());
    page.text.split(&mark).skip(1).filter_map(after).collect()
}

#[test]
fn each_entry_of_a_batch_has_its_slip_once_and_a_refused_one_has_none() {
    let Drafts { open, unready } = drafts();
    let clerk = clerk();
    let csrf = clerk.get("/matters").input("csrf");
    let mut about: Vec<(&str, &str)> = vec![("csrf", &csrf), ("action", "decision-comment/comment")];
    about.extend(open.iter().map(|id| ("m", id.as_str())));
    about.push(("m", &unready));
    let form = clerk.post("/matters/batch", &about);
    assert_eq!(form.status, 200, "{}", form.text);
    let once = form.input("once");
    let send = |step: &str, text: &str| {
        let mut typed = about.clone();
        typed.extend([("once", once.as_str()), ("comment_text", text), ("step", step)]);
        clerk.post("/matters/batch", &typed)
    };

    let before: Vec<usize> = open.iter().map(|id| comments(id)).collect();
    let before_unready = comments(&unready);
    let looked = send("preview", "摊位租金不应当由商户分担");
    assert!(on_slips(&looked, "code").is_empty(), "nothing is entered by looking");
    let done = send("run", "摊位租金不应当由商户分担");
    assert_eq!(done.status, 200, "{}", done.text);
    let (numbers, codes) = (on_slips(&done, "reference"), on_slips(&done, "code"));
    assert_eq!((numbers.len(), codes.len()), (open.len(), open.len()), "{}", done.text);
    assert!(done.text.contains("chip red"), "{}", done.text);
    assert_eq!(done.headers["cache-control"], "no-store");
    let after: Vec<usize> = open.iter().map(|id| comments(id)).collect();
    assert!(before.iter().zip(&after).all(|(before, after)| before + 1 == *after), "{before:?} {after:?}");
    assert_eq!(comments(&unready), before_unready, "what is refused is not entered");
    assert!(done.text.contains("撤回我的意见"), "the person reads what the portal calls it: {}", done.text);

    // Pressed twice, it is entered once, and the slips are the same.
    let twice = send("run", "摊位租金不应当由商户分担");
    assert_eq!(on_slips(&twice, "code"), codes);
    assert_eq!(open.iter().map(|id| comments(id)).collect::<Vec<_>>(), after);

    // Each leads its own person to their own entry; codes are not exchanged, and stand nowhere else.
    let visitor = Visitor::new();
    let csrf = visitor.get("/public/follow").input("csrf");
    let follow = |number: &str, code: &str| {
        visitor.post("/public/follow", &[("csrf", &csrf), ("number", number), ("code", code)])
    };
    for ((number, code), id) in numbers.iter().zip(&codes).zip(&open) {
        let page = visitor.get(&follow(number, code).to());
        assert!(page.text.contains("withdraw_comment"), "{}", page.text);
        let opened = RUNTIME.block_on(CITY.0.open_matter(&MatterId::new(id.as_str()))).expect("the matter");
        assert!(!format!("{:?}", opened.stored).contains(code.as_str()), "a code stands in the log");
        assert!(!clerk.get(&format!("/matters/{id}")).text.contains(code.as_str()), "it is seen again");
    }
    assert_eq!(follow(&numbers[0], "00000-00000").status, 422);
    assert_eq!(follow(&numbers[0], &codes[1]).status, 422, "another one's code");
}

#[test]
fn a_batch_that_is_refused_everywhere_gives_no_slip_and_keeps_what_was_typed() {
    let Drafts { unready, .. } = drafts();
    let clerk = clerk();
    let csrf = clerk.get("/matters").input("csrf");
    let about = [("csrf", csrf.as_str()), ("action", "decision-comment/comment"), ("m", &unready)];
    let before = comments(&unready);
    let mut typed = about.to_vec();
    typed.extend([("comment_text", "来信意见：夜市照明"), ("step", "preview")]);
    let looked = clerk.post("/matters/batch", &typed);
    assert!(
        looked.text.contains("来信意见：夜市照明") && looked.text.contains("chip red"),
        "{}",
        looked.text
    );
    typed.pop();
    typed.push(("step", "run"));
    let ran = clerk.post("/matters/batch", &typed);
    assert!(on_slips(&ran, "code").is_empty() && ran.text.contains("chip red"), "{}", ran.text);
    assert_eq!(comments(&unready), before);
}
