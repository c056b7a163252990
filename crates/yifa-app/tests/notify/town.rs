//! The town of these tests: two bodies, six people, complaints that tell somebody, and a carrier that keeps what it is given.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use jiff::civil::{Date, date};
use tempfile::TempDir;
use yifa_app::account::{Account, Post};
use yifa_app::city::{City, new_matter};
use yifa_app::clock::SetClock;
use yifa_app::notify::{Call, Carrier, CarryFault, Mail, Notice, Settings, Wording};
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::{Registry, compile};
use yifa_kernel::id::{MatterId, PersonId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::Value;
use yifa_store::Jurisdiction;

static REGISTRY: LazyLock<Arc<Registry>> =
    LazyLock::new(|| Arc::new(compile(&yifa_app::definitions::embedded()).expect("definitions compile")));

/// A carrier that keeps what it was given and answers as it is told.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) mails: Mutex<Vec<Mail>>,
    pub(crate) calls: Mutex<Vec<Call>>,
    pub(crate) fault: Mutex<Option<CarryFault>>,
}

#[async_trait]
impl Carrier for Kept {
    fn has_mail(&self) -> bool {
        true
    }
    async fn mail(&self, mail: &Mail) -> Result<(), CarryFault> {
        self.mails.lock().unwrap().push(mail.clone());
        self.fault.lock().unwrap().clone().map_or(Ok(()), Err)
    }
    async fn call(&self, call: &Call) -> Result<(), CarryFault> {
        self.calls.lock().unwrap().push(call.clone());
        self.fault.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

struct Plain;

impl Wording for Plain {
    fn notice(&self, _: &City, language: &str, notice: &Notice) -> (String, String) {
        (format!("{language} {}", notice.title), "text 𠮷".to_owned())
    }
    fn digest(&self, _: &City, _: &str, notices: &[Notice]) -> (String, String) {
        (format!("{} unread", notices.len()), String::new())
    }
}

/// Who runs the platform.
pub(crate) fn admin() -> PersonId {
    PersonId::new("admin")
}

pub(crate) struct Town {
    pub(crate) city: City,
    pub(crate) clock: Arc<SetClock>,
    _folder: TempDir,
}

fn body(id: &str) -> Body {
    Body {
        id: id.into(),
        name: format!("{id}局"),
        en: id.to_owned(),
        short: id.to_owned(),
        kind: BodyKind::Department,
        parent: None,
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    }
}

impl Town {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store =
            yifa_store::open(&format!("sqlite:{}", folder.path().join("t.sqlite").display())).await.unwrap();
        let clock = Arc::new(SetClock::at("2026-03-03T02:00:00Z".parse().unwrap()));
        let city = City::open(store, Jurisdiction::new("999900").unwrap(), REGISTRY.clone(), clock.clone());
        let city = city.await.unwrap();
        city.put_bodies([body("urban"), body("market")]).await.unwrap();
        for (person, role, body) in [
            ("head-a", "head", "urban"),
            ("head-b", "head", "market"),
            ("legal", "legal_office", "market"),
            ("clerk-a", "clerk", "urban"),
            ("clerk-c", "clerk", "urban"),
            ("officer-b", "officer", "market"),
        ] {
            let post = Post { role: role.into(), body: body.into() };
            let account = Account {
                person: person.into(),
                name: person.into(),
                en: person.into(),
                posts: vec![post],
                open: true,
            };
            city.put_account(&account, "long enough").await.unwrap();
        }
        Self { city, clock, _folder: folder }
    }

    pub(crate) async fn act(&self, matter: &MatterId, action: &str, values: &[(&str, Value)]) {
        let command = Command {
            matter: matter.clone(),
            procedure: "enforcement-complaint".into(),
            action: action.into(),
            body: "urban".into(),
            parent: None,
            values: values
                .iter()
                .map(|(id, value)| ((*id).into(), value.clone()))
                .collect::<BTreeMap<_, _>>(),
            actor: Actor::person("legal", "legal_office", "market".into()),
        };
        self.city.execute(&command, None).await.unwrap_or_else(|error| panic!("{action}: {error:?}"));
    }

    /// A complaint of which the inquiry is concluded: the head of the body is told.
    pub(crate) async fn concluded(&self) -> MatterId {
        let matter = self.accepted().await;
        self.conclude(&matter).await;
        matter
    }

    pub(crate) async fn received(&self) -> MatterId {
        let matter = new_matter();
        let text = |text: &str| Value::Text(text.to_owned());
        let choice = |word: &str| Value::Choice(word.to_owned());
        let received = [
            ("topic", text("未出示证件")),
            ("channel", choice("website")),
            ("story", text("两人没有出示证件。")),
            ("unit", Value::Body("urban".into())),
            ("named", Value::Bool(false)),
        ];
        self.act(&matter, "receive", &received).await;
        matter
    }

    pub(crate) async fn accepted(&self) -> MatterId {
        let matter = self.received().await;
        self.act(&matter, "accept", &[("route", Value::Choice("conduct".to_owned()))]).await;
        matter
    }

    /// The last day of a matter's first limit.
    pub(crate) async fn due(&self, matter: &MatterId) -> Date {
        let id = yifa_store::MatterId::new(matter.as_str()).unwrap();
        let clocks = self.city.store().clocks_of(self.city.jurisdiction(), &id).await.unwrap();
        clocks.iter().find_map(|row| row.clock.rolled_on.or(row.clock.due_on)).unwrap()
    }

    pub(crate) async fn conclude(&self, matter: &MatterId) {
        let text = |text: &str| Value::Text(text.to_owned());
        let choice = |word: &str| Value::Choice(word.to_owned());
        let people = Value::List(vec![Value::Person("p1".into()), Value::Person("p2".into())]);
        let concluded =
            [("investigators", people), ("findings", text("查明")), ("outcome", choice("not_proved"))];
        self.act(matter, "conclude", &concluded).await;
    }

    pub(crate) async fn wants_mail(&self, person: &str) {
        let settings =
            Settings { email: Some(format!("{person}@example.cn")), mail: true, ..Settings::default() };
        self.city.put_settings(&person.into(), &settings).await.unwrap();
    }

    pub(crate) async fn round(&self, carrier: &dyn Carrier) {
        self.city.notify(carrier, &Plain).await.unwrap();
    }

    pub(crate) fn later(&self, seconds: i64) {
        use yifa_app::clock::Clock as _;
        let now = self.clock.now();
        self.clock.set(now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap());
    }
}
