//! A city enters its bodies and its people by sheets: all rows are judged, every fault comes back at once, nothing is kept
//! while there is one, and a roster that is handed over twice enters nothing twice.

use std::sync::Arc;

use jiff::civil::date;
use yifa_app::city::City;
use yifa_app::clock::SetClock;
use yifa_app::journal::Kind;
use yifa_app::register_import::ImportStanding;
use yifa_app::roster::{
    BodyColumn, KindWords, PersonColumn, Roster, RosterFaultKind as F, RosterOrder, RosterOutcome,
    RosterUndoRefusal, RosterUse, Taken,
};
use yifa_app::sheet::{Sheet, SheetFault};
use yifa_app::{AppError, Result, demo};
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::compile;
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_law::calendar::china_instant;
use yifa_store::Jurisdiction;

struct Place {
    city: City,
    clock: Arc<SetClock>,
    _folder: tempfile::TempDir,
}

async fn place() -> Place {
    let folder = tempfile::tempdir().expect("folder");
    let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    let store = yifa_store::open(&address).await.expect("store");
    let registry = compile(&demo::definitions()).map_err(|faults| faults.render());
    let registry = Arc::new(registry.unwrap_or_else(|told| panic!("{told}")));
    let clock = Arc::new(SetClock::at(china_instant(date(2026, 11, 23).at(10, 0, 0, 0)).expect("instant")));
    let jurisdiction = Jurisdiction::new("999900").expect("code");
    let city = City::open(store, jurisdiction, registry, clock.clone()).await.expect("city");
    let body = |id: &str, name: &str, short: &str, kind, parent: Option<&str>| Body {
        id: id.into(),
        name: name.to_owned(),
        en: id.to_owned(),
        short: short.to_owned(),
        kind,
        parent: parent.map(Into::into),
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    };
    let bodies = [
        body("city", "云江市人民政府", "云府", BodyKind::Government, None),
        body("justice", "云江市司法局", "云司", BodyKind::Department, Some("city")),
        body("audit", "云江市审计局", "云审", BodyKind::Department, Some("city")),
    ];
    city.put_bodies(bodies).await.expect("bodies");
    Place { city, clock, _folder: folder }
}

fn actor() -> Actor {
    Actor { who: Who::Person("root".into()), role: "admin".into(), body: Some("city".into()) }
}

fn order(trial: bool) -> RosterOrder {
    RosterOrder { actor: actor(), source: "名册.csv".to_owned(), trial }
}

impl Place {
    /// What the last roster of a sort created, and what would become of it now.
    async fn taken(&self, roster: Roster) -> Vec<(String, Option<RosterUse>)> {
        let all = self.city.roster_imports(roster).await.expect("the store");
        let taken = self.city.roster_taken(all.first().expect("a roster")).await.expect("the store");
        used(&taken)
    }

    async fn undo(
        &self,
        id: &str,
    ) -> std::result::Result<(usize, Vec<(String, Option<RosterUse>)>), RosterUndoRefusal> {
        let undone = self.city.undo_roster(id, &actor(), "录错").await.expect("the store");
        undone.map(|undo| (undo.gone, used(&undo.stay)))
    }

    async fn bodies(&self, text: &str, trial: bool) -> Result<RosterOutcome<BodyColumn>> {
        let kinds: KindWords = [
            ("人民政府", BodyKind::Government),
            ("部门", BodyKind::Department),
            ("区县人民政府", BodyKind::District),
            ("乡镇、街道", BodyKind::Township),
            ("人民法院", BodyKind::Court),
        ]
        .map(|(word, kind)| (word.to_owned(), kind))
        .into();
        self.city.import_bodies(&Sheet::read(text.as_bytes())?, &kinds, &order(trial)).await
    }

    async fn people(&self, text: &str, trial: bool) -> Result<RosterOutcome<PersonColumn>> {
        self.city.import_people(&Sheet::read(text.as_bytes())?, &order(trial)).await
    }

    fn order(&self) -> Vec<String> {
        self.city.bodies().iter().map(|body| body.name.clone()).collect()
    }

    /// A court has sent a suggestion to a body, and somebody of the legal office has taken it in.
    async fn suggested(&self, body: &str, person: &str) {
        let command = Command {
            matter: yifa_app::city::new_matter(),
            procedure: "judicial-suggestion".into(),
            action: "receive".into(),
            body: body.into(),
            parent: None,
            values: [
                ("issuer", "云江市中级人民法院"),
                ("suggestion_no", "（2026）云01司建3号"),
                ("text", "完善送达。"),
            ]
            .map(|(field, text)| (field.into(), yifa_kernel::value::Value::Text(text.into())))
            .into_iter()
            .chain([
                ("stage".into(), yifa_kernel::value::Value::Choice("after".into())),
                ("kind".into(), yifa_kernel::value::Value::Choice("governance".into())),
                ("received_on".into(), yifa_kernel::value::Value::Date(date(2026, 11, 20))),
                ("due_on".into(), yifa_kernel::value::Value::Date(date(2027, 1, 20))),
            ])
            .collect(),
            actor: Actor {
                who: Who::Person(person.into()),
                role: "legal_office".into(),
                body: Some("justice".into()),
            },
        };
        self.city.execute(&command, None).await.expect("a matter of the body");
    }

    async fn told(&self, kind: Kind) -> usize {
        let query = yifa_store::JournalQuery { kind: Some(kind.word().to_owned()), ..Default::default() };
        let found = self.city.store().journal(self.city.jurisdiction(), &query, None, 10).await;
        found.expect("the journal").rows.len()
    }
}

fn used(taken: &[Taken]) -> Vec<(String, Option<RosterUse>)> {
    taken.iter().map(|one| (one.entry.name.clone(), one.stays.as_ref().map(|(why, _)| *why))).collect()
}

fn faults<C: Copy>(outcome: &RosterOutcome<C>) -> Vec<(u32, C, F)> {
    outcome.faults.iter().map(|fault| (fault.line, fault.column, fault.what.clone())).collect()
}

const WHOLE: &str = "名称*,英文名称,文号代字*,类别*,上级机关,设立日期\n\
    云江市人民政府,,云府,人民政府,,\n\
    云江市审计局,Audit Bureau,云审,部门,,\n\
    云江市水务局,Water Bureau,云水,部门,,2024-05-01\n\
    云江市司法局,,云司,部门,云江市人民政府,2010-01-01\n\
    柳荫街道办事处,,柳荫,乡镇、街道,東湖區人民政府,\n\
    东湖区人民政府,Donghu District,东湖府,区县人民政府,,\n\
    云江市中级人民法院,,云法,人民法院,,\n";

#[tokio::test]
async fn the_order_of_the_rows_is_the_order_of_the_bodies() {
    let place = place().await;
    let tried = place.bodies(WHOLE, true).await.expect("a trial");
    assert_eq!((tried.rows, tried.new, tried.there, tried.faults.len()), (7, 5, 2, 0), "{tried:?}");
    assert_eq!(place.order(), ["云江市人民政府", "云江市司法局", "云江市审计局"], "a trial keeps nothing");
    place.bodies(WHOLE, false).await.expect("kept");
    assert_eq!(
        place.order(),
        [
            "云江市人民政府",
            "云江市审计局",
            "云江市水务局",
            "云江市司法局",
            "东湖区人民政府",
            "柳荫街道办事处",
            "云江市中级人民法院"
        ]
    );
    let bodies = place.city.bodies();
    let water = bodies.get(&"water-bureau".into()).expect("a new body");
    assert_eq!(
        (water.parent.as_ref().map(|id| id.as_str()), water.valid_from),
        (Some("city"), date(2024, 5, 1))
    );
    // Above stands one that comes only later in the sheet, and is written in other characters there.
    let street = bodies.iter().find(|body| body.short == "柳荫").expect("the street");
    assert_eq!(bodies.path(&street.id), format!("/city/donghu-district/{}/", street.id));
    let court = bodies.iter().find(|body| body.kind == BodyKind::Court).expect("the court");
    assert_eq!(court.parent, None, "a court stands below nobody");
    assert_eq!(bodies.get(&"audit".into()).expect("it stays").en, "Audit Bureau");
    assert_eq!(place.told(Kind::BodiesImported).await, 1);
    let again = place.bodies(WHOLE, false).await.expect("again");
    assert_eq!((again.new, again.there), (0, 7));
    assert_eq!(place.told(Kind::BodiesImported).await, 1, "nothing was changed, nothing is told");
}

#[tokio::test]
async fn all_faults_of_bodies_come_back_at_once_and_nothing_is_kept() {
    let place = place().await;
    let text = "名称,文号代字,类别,上级机关,设立日期\n\
        云江市水务局,云司,部门,,\n\
        ,云教,部门,,\n\
        云江市教育局,云教,局委办,,\n\
        云江市林业局,云林,部门,云江市没有的局,\n\
        云江市林业局,云林二,部门,,2026-02-30\n\
        云江市审计局,云审,区县人民政府,,\n\
        甲局,甲,部门,乙局,\n\
        乙局,乙,部门,甲局,\n";
    let outcome = place.bodies(text, false).await.expect("judged");
    use BodyColumn as C;
    assert_eq!(
        faults(&outcome),
        [
            (2, C::Short, F::ShortTaken),
            (3, C::Name, F::Blank),
            (4, C::Kind, F::NotFound),
            (5, C::Parent, F::NotFound),
            (6, C::From, F::NoDay),
            (6, C::Name, F::Twice(5)),
            (7, C::Kind, F::Otherwise("department".into())),
            (8, C::Parent, F::Circle),
            (9, C::Parent, F::Circle),
        ]
    );
    assert_eq!(place.order().len(), 3);
    assert_eq!(place.told(Kind::BodiesImported).await, 0);
    let unknown = place.bodies("名称,文号代字,类别,编制数\n甲,乙,部门,3\n", true).await;
    assert!(
        matches!(&unknown, Err(AppError::Sheet(SheetFault::UnknownColumns { unknown, .. })) if unknown == &["编制数"]),
        "{unknown:?}"
    );
}

#[tokio::test]
async fn a_prefix_under_which_numbers_were_given_is_not_changed_by_a_sheet() {
    let place = place().await;
    let text = "名称,文号代字,类别\n云江市审计局,云审计,部门\n";
    let free = place.bodies(text, true).await.expect("a trial");
    assert_eq!((free.new, free.faults.len()), (1, 0));
    place.suggested("audit", "legal").await;
    let held = place.bodies(text, false).await.expect("judged");
    assert_eq!(faults(&held), [(2, BodyColumn::Short, F::ShortInUse)]);
    assert_eq!(place.city.bodies().get(&"audit".into()).expect("it stays").short, "云审");
}

#[tokio::test]
async fn people_get_their_roles_and_a_password_that_is_shown_once() {
    let place = place().await;
    let text = "登录名,姓名,英文姓名,角色,机关,初始密码\n\
        wang.min,王敏,Wang Min,legal_office,云司,\n\
        wang.min,王敏,,admin,云江市人民政府,\n\
        li.qiang,李强,,legal_office,雲江市司法局,correct horse\n";
    let tried = place.people(text, true).await.expect("a trial");
    assert_eq!((tried.rows, tried.new, tried.faults.len(), tried.passwords.len()), (3, 3, 0, 0));
    assert!(place.city.accounts().await.expect("accounts").is_empty(), "a trial keeps nothing");
    let kept = place.people(text, false).await.expect("kept");
    let [drawn] = kept.passwords.as_slice() else { panic!("{:?}", kept.passwords) };
    assert_eq!((drawn.person.as_str(), drawn.name.as_str()), ("wang.min", "王敏"));
    let wang = place.city.account(&"wang.min".into()).await.expect("the store").expect("an account");
    let posts: Vec<_> = wang.posts.iter().map(|post| (post.role.as_str(), post.body.as_str())).collect();
    assert_eq!(posts, [("legal_office", "justice"), ("admin", "city")]);
    for (name, password) in [("wang.min", drawn.password.as_str()), ("li.qiang", "correct horse")] {
        let came_in = place.city.sign_in(name, password, yifa_app::sign_on::Passwords::default()).await;
        assert!(came_in.expect("the store").is_ok(), "{name}");
    }
    assert_eq!(place.told(Kind::PeopleImported).await, 1);
    let again = place.people(text, false).await.expect("again");
    assert_eq!((again.new, again.there, again.passwords.len()), (0, 3, 0));
}

#[tokio::test]
async fn all_faults_of_people_come_back_at_once_and_nobody_is_entered() {
    let place = place().await;
    place.people("登录名,姓名,角色,机关\nold,老周,legal_office,云司\n", false).await.expect("one is there");
    let text = "登录名,姓名,角色,机关,初始密码\n\
        Wang Min,王敏,legal_office,云司,\n\
        a.b,甲,局长,云司,\n\
        a.c,乙,legal_office,云江市没有的局,\n\
        a.d,丙,legal_office,云司,short\n\
        a.e,丁,legal_office,云司,\n\
        a.e,丁,legal_office,云司,\n\
        a.e,戊,admin,云司,\n\
        old,老周,admin,云司,\n\
        a.f,,legal_office,云司,\n\
        a.g,庚,party,云司,\n";
    let outcome = place.people(text, false).await.expect("judged");
    use PersonColumn as C;
    assert_eq!(
        faults(&outcome),
        [
            (2, C::SignInName, F::SignInName),
            (3, C::Role, F::NotFound),
            (4, C::Body, F::NotFound),
            (5, C::Password, F::PasswordShort),
            (7, C::Role, F::Twice(6)),
            (8, C::Name, F::OtherName(6)),
            (9, C::SignInName, F::Taken),
            (10, C::Name, F::Blank),
            (11, C::Role, F::NotFound),
        ]
    );
    assert_eq!(place.city.accounts().await.expect("accounts").len(), 1);
}

const BRANCHES: &str = "名称,英文名称,文号代字,类别,上级机关\n\
    云江市水务局,Water Bureau,云水,部门,\n\
    云江市供水中心,Water Supply,云供水,部门,云江市水务局\n\
    云江市林业局,Forestry Bureau,云林,部门,\n\
    云江市审计局,Audit Office,云审,部门,\n";

#[tokio::test]
async fn a_roster_of_bodies_is_taken_back_and_nothing_else_is_touched() {
    let place = place().await;
    let kept = place.bodies(BRANCHES, false).await.expect("kept");
    let id = kept.import.expect("it is remembered");
    assert_eq!(place.undo(&id).await.expect("nobody used it"), (3, vec![]));
    // What the roster mended on a body of before stays mended, and stands where the roster put it.
    assert_eq!(place.order(), ["云江市人民政府", "云江市审计局", "云江市司法局"]);
    assert_eq!(place.city.bodies().get(&"audit".into()).expect("it stays").en, "Audit Office");
    let import = place.city.roster_import(&id).await.expect("the store");
    assert!(matches!(import.standing, ImportStanding::Undone { .. }), "{import:?}");
    assert_eq!(place.undo(&id).await, Err(RosterUndoRefusal::Already));
    assert_eq!(place.told(Kind::RosterUndone).await, 1);
    let again = place.bodies(BRANCHES, false).await.expect("again");
    assert_eq!((again.new, again.there), (3, 1), "what was taken back can be entered again");
}

#[tokio::test]
async fn bodies_that_were_used_since_stay_and_say_why() {
    let place = place().await;
    let id = place.bodies(BRANCHES, false).await.expect("kept").import.expect("a name");
    place.people("登录名,姓名,角色,机关\nlin,林木,legal_office,云林\n", false).await.expect("somebody of it");
    place.suggested("water-supply", "legal").await;
    let here = [
        ("云江市水务局".to_owned(), Some(RosterUse::Below)),
        ("云江市供水中心".to_owned(), Some(RosterUse::Handles)),
        ("云江市林业局".to_owned(), Some(RosterUse::Staffed)),
    ];
    // A matter below a body is found at its path: it is told of the body itself.
    let taken = place.taken(Roster::Bodies).await;
    assert_eq!(taken[1..], here[1..]);
    assert!(taken[0].1.is_some_and(|why| matches!(why, RosterUse::Handles | RosterUse::Below)), "{taken:?}");
    let refused = place.undo(&id).await.expect_err("all are in use");
    assert!(matches!(&refused, RosterUndoRefusal::AllUsed(all) if all.len() == 3), "{refused:?}");
    assert_eq!(place.order().len(), 6, "nothing has happened");
    assert_eq!(place.told(Kind::RosterUndone).await, 0);
    // The account of the forestry bureau is taken back first: then the bureau goes, and the others stay.
    let people = place.city.roster_imports(Roster::People).await.expect("the store");
    place.undo(&people[0].id).await.expect("nobody came in");
    let (gone, stay) = place.undo(&id).await.expect("one of them");
    assert_eq!((gone, stay.len()), (1, 2), "{stay:?}");
    assert!(!place.order().contains(&"云江市林业局".to_owned()));
}

#[tokio::test]
async fn a_body_that_a_matter_only_names_or_that_was_changed_stays() {
    let place = place().await;
    place.bodies(BRANCHES, false).await.expect("kept");
    let forestry = place.city.bodies().get(&"forestry-bureau".into()).expect("it is there").clone();
    place.city.put_bodies([Body { en: "Forests".to_owned(), ..forestry }]).await.expect("changed");
    let water = place.city.bodies().get(&"water-bureau".into()).expect("it is there").clone();
    place.city.put_bodies([Body { place: 90, ..water }]).await.expect("only its place");
    assert_eq!(
        place.taken(Roster::Bodies).await,
        [
            ("云江市水务局".to_owned(), None),
            ("云江市供水中心".to_owned(), None),
            ("云江市林业局".to_owned(), Some(RosterUse::Changed)),
        ],
        "another place in the order is no use"
    );
}

const STAFF: &str = "登录名,姓名,角色,机关,初始密码\n\
    a.one,甲,legal_office,云司,\n\
    a.one,甲,admin,云江市人民政府,\n\
    a.two,乙,legal_office,云司,correct horse\n\
    a.three,丙,legal_office,云司,\n\
    a.four,丁,legal_office,云司,\n";

#[tokio::test]
async fn people_who_came_in_or_acted_stay_and_the_others_go() {
    let place = place().await;
    let kept = place.people(STAFF, false).await.expect("kept");
    let came_in = place.city.sign_in("a.two", "correct horse", yifa_app::sign_on::Passwords::default()).await;
    came_in.expect("the store").expect("the password is right");
    place.suggested("audit", "a.three").await;
    let mut four = place.city.account(&"a.four".into()).await.expect("the store").expect("an account");
    four.open = false;
    place.city.change_account(&four, None).await.expect("changed");
    let expected = [
        ("甲".to_owned(), None),
        ("乙".to_owned(), Some(RosterUse::SignedIn)),
        ("丙".to_owned(), Some(RosterUse::Acted)),
        ("丁".to_owned(), Some(RosterUse::Changed)),
    ];
    assert_eq!(place.taken(Roster::People).await, expected);
    let id = kept.import.expect("a name");
    let (gone, stay) = place.undo(&id).await.expect("one of them goes");
    assert_eq!((gone, stay), (1, expected[1..].to_vec()));
    let left: Vec<String> =
        place.city.accounts().await.expect("accounts").iter().map(|one| one.person.to_string()).collect();
    assert_eq!(left, ["a.four", "a.three", "a.two"]);
    assert_eq!(place.taken(Roster::People).await, expected, "what became of each is remembered");
    let drawn = &kept.passwords.iter().find(|one| one.person.as_str() == "a.one").expect("drawn").password;
    let gone = place.city.sign_in("a.one", drawn, yifa_app::sign_on::Passwords::default()).await;
    assert!(gone.expect("the store").is_err(), "nobody comes in by an account that was taken back");
}

#[tokio::test]
async fn what_came_in_before_the_clock_was_put_back_is_seen() {
    let place = place().await;
    let id = place.people(STAFF, false).await.expect("kept").import.expect("a name");
    place.clock.set(china_instant(date(2026, 11, 22).at(11, 0, 0, 0)).expect("instant"));
    let came_in = place.city.sign_in("a.two", "correct horse", yifa_app::sign_on::Passwords::default()).await;
    came_in.expect("the store").expect("the password is right");
    let (gone, stay) = place.undo(&id).await.expect("the others go");
    assert_eq!((gone, stay), (3, vec![("乙".to_owned(), Some(RosterUse::SignedIn))]));
}

#[tokio::test]
async fn a_roster_that_creates_nothing_is_not_remembered_and_an_unknown_one_is_not_found() {
    let place = place().await;
    let text = "名称,英文名称,文号代字,类别\n云江市审计局,Audit Office,云审,部门\n";
    let kept = place.bodies(text, false).await.expect("kept");
    assert_eq!((kept.new, kept.import), (1, None));
    assert!(place.city.roster_imports(Roster::Bodies).await.expect("the store").is_empty());
    let held = place.people("登录名,姓名,角色,机关\nx,甲,legal_office,云司\n", false).await.expect("judged");
    assert_eq!((held.faults.len(), held.import), (1, None));
    assert!(
        place.city.roster_imports(Roster::People).await.expect("the store").is_empty(),
        "a faulty one neither"
    );
    let unknown = place.city.undo_roster("nothing", &actor(), "录错").await;
    assert!(matches!(unknown, Err(AppError::NotFound(_))), "{unknown:?}");
}
