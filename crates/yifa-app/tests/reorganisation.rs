//! Bodies are merged, split and renamed: what they left is found, carried on and counted under their heir.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use yifa_app::account::{Account, Post};
use yifa_app::city::{City, new_matter};
use yifa_app::clock::SetClock;
use yifa_app::demo;
use yifa_app::reorganisation::{Heir, NewBody, Reorganisation, ReorganisationFault};
use yifa_app::token::Scope;
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::compile;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::Value;
use yifa_law::calendar::china_instant;
use yifa_store::{Jurisdiction, MatterQuery};

async fn place() -> (City, tempfile::TempDir) {
    let (city, _, folder) = placed().await;
    (city, folder)
}

async fn placed() -> (City, Arc<SetClock>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("folder");
    let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    let store = yifa_store::open(&address).await.expect("store");
    let registry = compile(&demo::definitions()).map_err(|faults| faults.render());
    let registry = Arc::new(registry.unwrap_or_else(|told| panic!("{told}")));
    let now = china_instant(date(2026, 11, 23).at(10, 0, 0, 0)).expect("instant");
    let clock = Arc::new(SetClock::at(now));
    let jurisdiction = Jurisdiction::new("999900").expect("code");
    let city = City::open(store, jurisdiction, registry, clock.clone()).await.expect("city");
    let body = |id: &str, name: &str, parent: Option<&str>| Body {
        id: id.into(),
        name: name.to_owned(),
        en: id.to_owned(),
        short: name.to_owned(),
        kind: BodyKind::Department,
        parent: parent.map(Into::into),
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    };
    let bodies = [
        body("city", "云江市人民政府", None),
        body("culture", "云江市文化局", Some("city")),
        body("tourism", "云江市旅游局", Some("city")),
        body("museum", "云江市博物馆", Some("culture")),
    ];
    city.put_bodies(bodies).await.expect("bodies");
    let clerk = Account {
        person: "clerk-culture".into(),
        name: "甲某".into(),
        en: "A".into(),
        posts: vec![Post { role: "clerk".into(), body: "culture".into() }],
        open: true,
    };
    city.put_account(&clerk, "long enough").await.expect("account");
    (city, clock, folder)
}

fn act(matter: &MatterId, action: &str, body: &str, values: &[(&str, &str)], actor: Actor) -> Command {
    Command {
        matter: matter.clone(),
        procedure: "term-entry".into(),
        action: action.into(),
        body: body.into(),
        parent: None,
        values: values
            .iter()
            .map(|(id, text)| ((*id).into(), Value::Text((*text).into())))
            .collect::<BTreeMap<_, _>>(),
        actor,
    }
}

async fn proposed(city: &City, body: &str, zh: &str) -> MatterId {
    let matter = new_matter();
    let clerk = Actor::person("clerk-culture", "clerk", body.into());
    let command = act(&matter, "propose", body, &[("zh", zh), ("english", "x")], clerk);
    city.execute(&command, None).await.expect("proposed").matter
}

fn merged(on: Date) -> Reorganisation {
    Reorganisation {
        on,
        ground: "机构改革方案".into(),
        ends: vec!["culture".into(), "tourism".into()],
        makes: vec![NewBody {
            name: "云江市文化和旅游局".into(),
            en: "Culture and Tourism Bureau".into(),
            short: "云文旅".into(),
            kind: BodyKind::Department,
        }],
        heir: Some(Heir::New(0)),
        parent: None,
    }
}

async fn found(city: &City, body: &str) -> u64 {
    let query = MatterQuery { body_path: Some(city.bodies().path(&body.into())), ..MatterQuery::default() };
    city.store().count_matters(city.jurisdiction(), &query).await.expect("count")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_merged_bodies_left_is_found_and_carried_on_by_the_new_one() {
    let (city, _folder) = place().await;
    let old = proposed(&city, "culture", "文物").await;
    let admin = Actor::person("admin", "admin", "city".into());
    let change = merged(date(2026, 11, 23));
    let effect = city.reorganisation_effect(&change).await.expect("store").expect("possible");
    assert_eq!((effect.matters, effect.accounts.len(), effect.below.len()), (1, 1, 1));
    assert_eq!(found(&city, "culture").await, 1, "looking changes nothing");
    let clerk = city.account(&"clerk-culture".into()).await.expect("store").expect("account");
    let token = city.make_token(&clerk, &clerk.posts[0], "接口", &[Scope::Read], 30).await.expect("a token");
    city.reorganise(&change, &admin).await.expect("store").expect("made");

    let heir = "culture-and-tourism-bureau";
    assert_eq!(found(&city, heir).await, 1);
    assert_eq!(city.bodies().path(&"museum".into()), format!("/city/{heir}/museum/"));
    let account = city.account(&"clerk-culture".into()).await.expect("store").expect("account");
    assert_eq!(account.posts[0].body.as_str(), heir);
    // A token goes with its maker, and ends with the post.
    let bearer = city.bearer(&token).await.expect("store").expect("it is still good");
    assert_eq!(bearer.token.post.body.as_str(), heir);
    let elsewhere =
        Account { posts: vec![Post { role: "clerk".into(), body: "museum".into() }], ..account.clone() };
    city.change_account(&elsewhere, None).await.expect("store");
    assert!(city.bearer(&token).await.expect("store").is_none(), "the post is another's");
    city.change_account(&account, None).await.expect("store");
    // The new body's clerk takes back what the old one's proposed; the old body's people can no longer act.
    let back = |body: &str| {
        let clerk = Actor::person("clerk-culture", "clerk", body.into());
        act(&old, "withdraw_entry", "culture", &[("withdrawal_reason", "重复")], clerk)
    };
    assert!(city.execute(&back("culture"), None).await.is_err());
    city.execute(&back(heir), None).await.expect("carried on");
    // Nothing new begins at an ended body.
    let clerk = Actor::person("clerk-culture", "clerk", "tourism".into());
    let late = act(&new_matter(), "propose", "tourism", &[("zh", "景区"), ("english", "y")], clerk);
    assert!(city.execute(&late, None).await.is_err());
    let made = city.reorganisations().await.expect("store");
    assert_eq!((made.len(), made[0].ended.len()), (1, 2));
    // Rows made again from the log stand where they stood.
    city.rebuild(&|_| {}).await.expect("rebuilt");
    assert_eq!(found(&city, heir).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_hands_the_running_matters_to_the_part_that_is_named() {
    let (city, _folder) = place().await;
    proposed(&city, "culture", "文物").await;
    let part = |name: &str, en: &str| NewBody {
        name: name.into(),
        en: en.into(),
        short: name.into(),
        kind: BodyKind::Department,
    };
    let change = Reorganisation {
        ends: vec!["culture".into()],
        makes: vec![part("云江市文物局", "Heritage"), part("云江市艺术局", "Arts")],
        heir: Some(Heir::New(1)),
        ..merged(date(2026, 11, 23))
    };
    let admin = Actor::person("admin", "admin", "city".into());
    city.reorganise(&change, &admin).await.expect("store").expect("made");
    assert_eq!((found(&city, "heritage").await, found(&city, "arts").await), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_cannot_be_is_refused_and_changes_nothing() {
    let (city, _folder) = place().await;
    use ReorganisationFault as F;
    let good = || merged(date(2026, 11, 23));
    let cases = [
        (Reorganisation { on: date(2028, 11, 24), ..good() }, F::Ahead),
        (Reorganisation { ground: " ".into(), ..good() }, F::NoGround),
        (Reorganisation { ends: vec!["nobody".into()], ..good() }, F::NotThere("nobody".into())),
        (Reorganisation { heir: None, ..good() }, F::NoHeir),
        (Reorganisation { heir: Some(Heir::New(7)), ..good() }, F::NoHeir),
        (Reorganisation { heir: Some(Heir::Known("culture".into())), ..good() }, F::HeirEnds),
        (Reorganisation { on: date(2010, 1, 1), ..good() }, F::Younger("culture".into())),
        (Reorganisation { ends: Vec::new(), makes: Vec::new(), ..good() }, F::Nothing),
        (
            Reorganisation {
                makes: vec![NewBody { name: "云江市人民政府".into(), ..good().makes[0].clone() }],
                ..good()
            },
            F::NameTaken("云江市人民政府".into()),
        ),
        (
            Reorganisation {
                makes: vec![NewBody { en: String::new(), ..good().makes[0].clone() }],
                ..good()
            },
            F::NoName(0),
        ),
    ];
    let admin = Actor::person("admin", "admin", "city".into());
    for (change, fault) in cases {
        assert_eq!(city.reorganise(&change, &admin).await.expect("store"), Err(fault), "{change:?}");
    }
    assert_eq!(city.bodies().iter().filter(|body| body.valid_to.is_some()).count(), 0);
    assert!(city.reorganisations().await.expect("store").is_empty());
}

fn to_day(clock: &SetClock, day: Date) {
    clock.set(china_instant(day.at(1, 0, 0, 0)).expect("instant"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_announced_changes_nothing_until_its_day_and_then_by_itself() {
    let (city, clock, _folder) = placed().await;
    let old = proposed(&city, "culture", "文物").await;
    let admin = Actor::person("admin", "admin", "city".into());
    let on = date(2027, 1, 1);
    let effect = city.reorganise(&merged(on), &admin).await.expect("store").expect("announced");
    assert_eq!((effect.matters, effect.accounts.len()), (1, 1));
    let announced = city.announced_reorganisations().await.expect("store");
    assert_eq!(announced.iter().map(|one| one.change.clone()).collect::<Vec<_>>(), [merged(on)]);
    assert!(city.reorganisations().await.expect("store").is_empty());
    // The day before, everything is as it was.
    to_day(&clock, date(2026, 12, 31));
    assert_eq!(city.reorganise_as_announced().await.expect("store"), 0);
    assert!(city.bodies().get(&"culture".into()).is_some_and(|body| body.valid_to.is_none()));
    // Some days late, as after a holiday without a server: it holds from its own day all the same.
    to_day(&clock, date(2027, 1, 4));
    assert_eq!(city.reorganise_as_announced().await.expect("store"), 1);
    let made = city.reorganisations().await.expect("store");
    assert_eq!((made.len(), made[0].on), (1, on));
    let heir = made[0].made[0].clone();
    let bodies = city.bodies();
    assert_eq!(bodies.get(&"culture".into()).and_then(|body| body.valid_to), Some(date(2026, 12, 31)));
    assert_eq!(bodies.get(&heir).map(|body| body.valid_from), Some(on));
    assert_eq!(found(&city, heir.as_str()).await, 1);
    assert!(city.state(&old).await.expect("store").is_some());
    assert!(city.announced_reorganisations().await.expect("store").is_empty());
    assert_eq!(city.reorganise_as_announced().await.expect("store"), 0, "made twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_contradicts_an_announced_change_is_refused_until_that_is_taken_back() {
    use ReorganisationFault as F;
    let (city, _clock, _folder) = placed().await;
    let admin = Actor::person("admin", "admin", "city".into());
    let on = date(2027, 1, 1);
    city.reorganise(&merged(on), &admin).await.expect("store").expect("announced");
    let new = |name: &str| NewBody {
        name: name.into(),
        en: name.into(),
        short: name.into(),
        kind: BodyKind::Department,
    };
    let found = |name: &str, parent: &str| Reorganisation {
        on: date(2027, 3, 1),
        ground: "另一方案".into(),
        ends: Vec::new(),
        makes: vec![new(name)],
        heir: None,
        parent: Some(parent.into()),
    };
    let into = Reorganisation {
        on: date(2026, 11, 23),
        ground: "并入".into(),
        ends: vec!["museum".into()],
        makes: Vec::new(),
        heir: Some(Heir::Known("tourism".into())),
        parent: None,
    };
    let cases = [
        // Ends in both, today or later.
        (merged(date(2026, 11, 23)), F::Announced("culture".into(), on)),
        // Would stand above, or carry on, while it ends elsewhere.
        (found("云江市图书馆", "culture"), F::Announced("culture".into(), on)),
        (into, F::Announced("tourism".into(), on)),
        // The same name twice.
        (found("云江市文化和旅游局", "city"), F::NameTaken("云江市文化和旅游局".into())),
    ];
    for (change, fault) in cases {
        let refused = city.reorganise(&change, &admin).await.expect("store").expect_err("possible");
        assert_eq!(refused, fault);
    }
    let announced = city.announced_reorganisations().await.expect("store");
    assert_eq!(announced.len(), 1);
    assert!(!city.withdraw_reorganisation("nobody", &admin).await.expect("store"));
    assert!(city.withdraw_reorganisation(&announced[0].id, &admin).await.expect("store"));
    city.reorganise(&merged(date(2026, 11, 23)), &admin).await.expect("store").expect("made");
}
