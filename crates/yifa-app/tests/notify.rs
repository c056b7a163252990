//! Being told: who is, once however often the worker begins again, and what becomes of mails and messages.

#![expect(clippy::unwrap_used, reason = "a test ends where the store does not answer")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use jiff::civil::{Date, date};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use yifa_app::account::{Account, Post};
use yifa_app::city::{City, new_matter};
use yifa_app::clock::SetClock;
use yifa_app::notify::{
    About, Call, Carrier, CarryFault, DeliveryState, MOST_TRIES, Mail, Notice, Outside, Settings, Wording,
    signature,
};
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::{Registry, compile};
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::Value;
use yifa_store::Jurisdiction;

static REGISTRY: LazyLock<Arc<Registry>> =
    LazyLock::new(|| Arc::new(compile(&yifa_app::definitions::embedded()).expect("definitions compile")));

/// A carrier that keeps what it was given and answers as it is told.
#[derive(Default)]
struct Kept {
    mails: Mutex<Vec<Mail>>,
    calls: Mutex<Vec<Call>>,
    fault: Mutex<Option<CarryFault>>,
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

struct Town {
    city: City,
    clock: Arc<SetClock>,
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
    async fn new() -> Self {
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

    async fn act(&self, matter: &MatterId, action: &str, values: &[(&str, Value)]) {
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
    async fn concluded(&self) -> MatterId {
        let matter = self.accepted().await;
        self.conclude(&matter).await;
        matter
    }

    async fn received(&self) -> MatterId {
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

    async fn accepted(&self) -> MatterId {
        let matter = self.received().await;
        self.act(&matter, "accept", &[("route", Value::Choice("conduct".to_owned()))]).await;
        matter
    }

    /// The last day of a matter's first limit.
    async fn due(&self, matter: &MatterId) -> Date {
        let id = yifa_store::MatterId::new(matter.as_str()).unwrap();
        let clocks = self.city.store().clocks_of(self.city.jurisdiction(), &id).await.unwrap();
        clocks.iter().find_map(|row| row.clock.rolled_on.or(row.clock.due_on)).unwrap()
    }

    async fn conclude(&self, matter: &MatterId) {
        let text = |text: &str| Value::Text(text.to_owned());
        let choice = |word: &str| Value::Choice(word.to_owned());
        let people = Value::List(vec![Value::Person("p1".into()), Value::Person("p2".into())]);
        let concluded =
            [("investigators", people), ("findings", text("查明")), ("outcome", choice("not_proved"))];
        self.act(matter, "conclude", &concluded).await;
    }

    async fn wants_mail(&self, person: &str) {
        let settings =
            Settings { email: Some(format!("{person}@example.cn")), mail: true, ..Settings::default() };
        self.city.put_settings(&person.into(), &settings).await.unwrap();
    }

    async fn round(&self, carrier: &dyn Carrier) {
        self.city.notify(carrier, &Plain).await.unwrap();
    }

    fn later(&self, seconds: i64) {
        use yifa_app::clock::Clock as _;
        let now = self.clock.now();
        self.clock.set(now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap());
    }
}

#[tokio::test]
async fn whoever_holds_the_role_over_the_body_is_told_and_nobody_else() {
    let town = Town::new().await;
    let matter = town.concluded().await;
    town.round(&Kept::default()).await;
    let told = town.city.unread(&"head-a".into()).await.unwrap();
    assert_eq!(told.iter().map(|one| &one.matter).collect::<Vec<_>>(), [&matter]);
    assert!(town.city.unread(&"head-b".into()).await.unwrap().is_empty());
    // Whoever did it is not told of it; the days of their own matters are another thing.
    let own = town.city.unread(&"legal".into()).await.unwrap();
    assert!(own.iter().all(|one| matches!(one.about, About::Due { .. })), "{own:?}");
}

#[tokio::test]
async fn whoever_watches_a_matter_is_told_once_of_what_others_do_as_long_as_they_watch_and_may_see_it() {
    let town = Town::new().await;
    let carrier = Kept::default();
    let matter = town.accepted().await;
    town.round(&carrier).await;
    for person in ["clerk-a", "clerk-c", "head-a", "legal", "officer-b"] {
        town.wants_mail(person).await;
        town.city.mark_read(&person.into(), &[]).await.unwrap();
        town.city.watch(&person.into(), &matter, true).await.unwrap();
        town.city.watch(&person.into(), &matter, true).await.unwrap();
    }
    town.city.watch(&"clerk-c".into(), &matter, false).await.unwrap();
    assert!(!town.city.watches(&"clerk-c".into(), &matter).await.unwrap());
    assert_eq!(town.city.watched(&"clerk-a".into()).await.unwrap(), std::slice::from_ref(&matter));
    town.conclude(&matter).await;
    town.round(&carrier).await;
    let mut told = BTreeMap::new();
    for person in ["clerk-a", "clerk-c", "head-a", "legal", "officer-b"] {
        let unread = town.city.unread(&person.into()).await.unwrap();
        let acts = unread.iter().filter(|one| matches!(one.about, About::Act(_)));
        told.insert(person, acts.count());
    }
    // The head is told as head and as one who watches: once. Whoever acted is not told, nor who no longer watches, nor an
    // officer of another body, who may not see it.
    let wanted = [("clerk-a", 1), ("clerk-c", 0), ("head-a", 1), ("legal", 0), ("officer-b", 0)];
    assert_eq!(told, BTreeMap::from(wanted));
    let mails = carrier.mails.lock().unwrap();
    let to = |person: &str| mails.iter().filter(|mail| mail.to.starts_with(person)).count();
    assert_eq!((to("clerk-a"), to("head-a"), to("officer-b")), (1, 1, 0));
}

#[tokio::test]
async fn a_worker_that_begins_again_tells_nobody_twice_not_even_who_has_read_it() {
    let town = Town::new().await;
    town.wants_mail("head-a").await;
    town.concluded().await;
    let carrier = Kept::default();
    town.round(&carrier).await;
    town.city.mark_read(&"head-a".into(), &[]).await.unwrap();
    // As if the machine had died before the outbox was marked: the same messages are there once more.
    let again = town.city.store().outbox_pending(town.city.jurisdiction(), 10).await.unwrap();
    assert!(again.is_empty(), "what has become notices is done with");
    for _ in 0..3 {
        town.later(600);
        town.round(&carrier).await;
    }
    assert!(town.city.unread(&"head-a".into()).await.unwrap().is_empty());
    assert_eq!(carrier.mails.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_fails_is_tried_with_growing_pauses_and_given_up_in_sight() {
    let town = Town::new().await;
    town.wants_mail("head-a").await;
    town.concluded().await;
    let carrier = Kept::default();
    *carrier.fault.lock().unwrap() = Some(CarryFault { later: true, silent: false, why: "busy".to_owned() });
    town.round(&carrier).await;
    town.round(&carrier).await;
    assert_eq!(carrier.mails.lock().unwrap().len(), 1, "no second try before its time");
    for _ in 0..20 {
        town.later(6 * 3600);
        town.round(&carrier).await;
    }
    assert_eq!(carrier.mails.lock().unwrap().len() as u64, MOST_TRIES);
    let all = town.city.deliveries().await.unwrap();
    let one = all.iter().find(|one| one.way == "mail" && one.id.contains(":mail:head-a")).unwrap();
    assert_eq!((one.state, one.fault.as_deref()), (DeliveryState::GivenUp, Some("busy")));

    *carrier.fault.lock().unwrap() = None;
    town.city.try_again(&one.id).await.unwrap();
    town.round(&carrier).await;
    let all = town.city.deliveries().await.unwrap();
    assert_eq!(all.iter().find(|other| other.id == one.id).unwrap().state, DeliveryState::Arrived);
    assert!(town.city.try_again(&one.id).await.is_err(), "what has arrived is not sent again");
}

#[tokio::test]
async fn what_was_to_be_tried_again_by_a_clock_since_put_back_does_not_wait_for_that_day() {
    let town = Town::new().await;
    town.wants_mail("head-a").await;
    town.concluded().await;
    let carrier = Kept::default();
    *carrier.fault.lock().unwrap() = Some(CarryFault { later: true, silent: false, why: "busy".to_owned() });
    town.later(365 * 86_400);
    town.round(&carrier).await;
    assert_eq!(carrier.mails.lock().unwrap().len(), 1);
    *carrier.fault.lock().unwrap() = None;
    // Back by a few minutes: it waits for its time. Back by a year: it goes.
    town.later(-300);
    town.round(&carrier).await;
    assert_eq!(carrier.mails.lock().unwrap().len(), 1, "its pause is not over");
    town.later(-365 * 86_400);
    town.round(&carrier).await;
    assert_eq!(carrier.mails.lock().unwrap().len(), 2);
    let all = town.city.deliveries().await.unwrap();
    assert!(all.iter().any(|one| one.way == "mail" && one.state == DeliveryState::Arrived), "{all:?}");
}

#[tokio::test]
async fn a_neighbour_gets_a_signed_event_and_one_that_was_removed_nothing_more() {
    let town = Town::new().await;
    let hook = town.city.add_hook("短信网关", "https://sms.example.cn/x").await.unwrap();
    let matter = town.concluded().await;
    let carrier = Kept::default();
    town.round(&carrier).await;
    let call = carrier.calls.lock().unwrap()[0].clone();
    let header = |name: &str| call.headers.iter().find(|(key, _)| key == name).unwrap().1.clone();
    let second: i64 = header("webhook-timestamp").parse().unwrap();
    assert_eq!(
        header("webhook-signature"),
        signature(&hook.secret, &header("webhook-id"), second, &call.body)
    );
    let event: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    assert_eq!(event["specversion"], "1.0");
    assert_eq!(event["data"]["matter"], matter.as_str());
    assert_eq!(event["data"]["recipients"][0]["person"], "head-a");

    let before = carrier.calls.lock().unwrap().len();
    town.city.remove_hook(&hook.id).await.unwrap();
    assert!(town.city.renew_hook(&hook.id).await.is_err(), "what was removed gets no secret");
    town.concluded().await;
    town.round(&carrier).await;
    assert_eq!(carrier.calls.lock().unwrap().len(), before);
    for wrong in ["", "ftp://x.cn", "https://", "https://a b", "javascript:alert(1)"] {
        assert!(town.city.add_hook("x", wrong).await.is_err(), "{wrong}");
    }
}

/// While the neighbour changes over, a message fits the old secret and the new one; a day later the new one alone.
/// A carrier to whom one address never answers, and who waits for it as long as he is told.
struct OneIsSilent {
    calls: Mutex<Vec<String>>,
    answers: tokio::sync::Notify,
}

#[async_trait]
impl Carrier for OneIsSilent {
    fn has_mail(&self) -> bool {
        false
    }
    async fn mail(&self, _: &Mail) -> Result<(), CarryFault> {
        Ok(())
    }
    async fn call(&self, call: &Call) -> Result<(), CarryFault> {
        self.calls.lock().unwrap().push(call.url.clone());
        if call.url.contains("silent") {
            // Until the other one has got everything.
            self.answers.notified().await;
            return Err(CarryFault { later: true, silent: true, why: "timeout".to_owned() });
        }
        if self.to("awake") == 6 {
            self.answers.notify_one();
        }
        Ok(())
    }
}

impl OneIsSilent {
    fn to(&self, who: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|url| url.contains(who)).count()
    }
}

#[tokio::test]
async fn nobody_waits_for_a_neighbour_that_does_not_answer() {
    let town = Town::new().await;
    town.city.add_hook("a", "https://silent.example.cn/x").await.unwrap();
    town.city.add_hook("b", "https://awake.example.cn/x").await.unwrap();
    for _ in 0..3 {
        town.concluded().await;
    }
    let carrier = OneIsSilent { calls: Mutex::default(), answers: tokio::sync::Notify::new() };
    let round = tokio::time::timeout(std::time::Duration::from_secs(20), town.round(&carrier)).await;
    assert!(round.is_ok(), "one receiver holds up the other");
    assert_eq!((carrier.to("silent"), carrier.to("awake")), (1, 6), "one attempt shows that nobody is there");
    // In the next round the next message is tried, and the first again once its pause is over.
    carrier.answers.notify_one();
    town.round(&carrier).await;
    assert_eq!((carrier.to("silent"), carrier.to("awake")), (2, 6));
}

#[tokio::test]
async fn a_secret_is_replaced_without_a_message_that_cannot_be_verified() {
    let town = Town::new().await;
    let old = town.city.add_hook("短信网关", "https://sms.example.cn/x").await.unwrap();
    let new = town.city.renew_hook(&old.id).await.unwrap();
    assert_ne!(old.secret, new.secret);
    assert_eq!((&new.id, &new.url, &new.label), (&old.id, &old.url, &old.label));
    let carrier = Kept::default();
    let signed_by = |call: &Call| {
        let header = |name: &str| call.headers.iter().find(|(key, _)| key == name).unwrap().1.clone();
        let second: i64 = header("webhook-timestamp").parse().unwrap();
        let all = header("webhook-signature");
        let fits = |secret: &str| {
            let wanted = signature(secret, &header("webhook-id"), second, &call.body);
            all.split(' ').any(|one| one == wanted)
        };
        (fits(&old.secret), fits(&new.secret))
    };
    town.concluded().await;
    town.round(&carrier).await;
    assert_eq!(signed_by(&carrier.calls.lock().unwrap()[0]), (true, true));

    town.later(24 * 3600);
    town.concluded().await;
    town.round(&carrier).await;
    let last = carrier.calls.lock().unwrap().last().unwrap().clone();
    assert_eq!(signed_by(&last), (false, true));
    // Replaced twice, the first secret is gone at once.
    let newest = town.city.renew_hook(&old.id).await.unwrap();
    assert_eq!(newest.before.map(|(secret, _)| secret), Some(new.secret.clone()));
}

#[tokio::test]
async fn everybody_is_reminded_of_their_own_dates_on_the_days_they_chose_and_once() {
    let town = Town::new().await;
    let due = town.due(&town.received().await).await;
    let settings = Settings { remind: vec![0], ..Settings::default() };
    town.city.put_settings(&"legal".into(), &settings).await.unwrap();
    let mut told = Vec::new();
    // A gateway for short messages is told of them like everybody else.
    town.city.add_hook("短信网关", "https://sms.example.cn/x").await.unwrap();
    let carrier = Kept::default();
    for _ in 0..40 {
        town.round(&carrier).await;
        town.round(&carrier).await;
        let unread = town.city.unread(&"legal".into()).await.unwrap();
        if told.len() < unread.len() {
            told.push(town.city.today());
        }
        assert_eq!(told.len(), unread.len());
        town.later(86_400);
    }
    assert_eq!(told, [due]);
    let events: Vec<serde_json::Value> = carrier
        .calls
        .lock()
        .unwrap()
        .iter()
        .map(|call| serde_json::from_str(&call.body).unwrap())
        .filter(|event: &serde_json::Value| event["type"] == "cn.yifa.matter.due")
        .collect();
    assert_eq!(events.len(), 1, "{events:#?}");
    let data = &events[0]["data"];
    assert_eq!((&data["due_on"], &data["days"]), (&due.to_string().into(), &0.into()));
    assert_eq!(data["recipients"][0]["person"], "legal");
}

#[tokio::test]
async fn whom_nobody_reminded_while_the_city_stood_still_is_reminded_once_it_runs_again() {
    let town = Town::new().await;
    let settings = Settings { remind: vec![3], ..Settings::default() };
    town.city.put_settings(&"legal".into(), &settings).await.unwrap();
    let due = town.due(&town.received().await).await;
    let days_left = |town: &Town| town.city.today().until(due).unwrap().get_days();
    let carrier = Kept::default();
    while days_left(&town) > 4 {
        town.round(&carrier).await;
        town.later(86_400);
    }
    town.round(&carrier).await;
    assert_eq!(town.city.unread(&"legal".into()).await.unwrap(), []);
    // The third day before, nothing runs.
    town.later(2 * 86_400);
    for _ in 0..2 {
        town.round(&carrier).await;
        let told = town.city.unread(&"legal".into()).await.unwrap();
        let about: Vec<_> = told.iter().map(|notice| &notice.about).collect();
        assert!(matches!(about[..], [About::Due { days: 2, .. }]), "{about:?}");
        town.later(86_400);
    }
}

#[tokio::test]
async fn whose_account_has_ended_is_told_nothing_more() {
    let town = Town::new().await;
    let carrier = Kept::default();
    town.accepted().await;
    town.round(&carrier).await;
    for person in ["head-a", "legal"] {
        let settings = Settings {
            email: Some(format!("{person}@example.cn")),
            mail: true,
            digest: true,
            remind: (-10..0).collect(),
            ..Settings::default()
        };
        town.city.put_settings(&person.into(), &settings).await.unwrap();
        let account = town.city.account(&person.into()).await.unwrap().unwrap();
        town.city.change_account(&Account { open: false, ..account }, None).await.unwrap();
    }
    town.concluded().await;
    for _ in 0..60 {
        town.round(&carrier).await;
        town.later(86_400);
    }
    for person in ["head-a", "legal"] {
        assert_eq!(town.city.unread(&person.into()).await.unwrap(), [], "{person}");
    }
    assert_eq!(*carrier.mails.lock().unwrap(), []);
}

#[tokio::test]
async fn a_digest_comes_once_a_day_and_only_when_something_is_unread() {
    let town = Town::new().await;
    let settings =
        Settings { email: Some("a@example.cn".into()), digest: true, remind: vec![], ..Settings::default() };
    town.city.put_settings(&"head-a".into(), &settings).await.unwrap();
    let carrier = Kept::default();
    town.round(&carrier).await;
    assert!(carrier.mails.lock().unwrap().is_empty());
    town.concluded().await;
    for _ in 0..4 {
        town.later(6 * 3600);
        town.round(&carrier).await;
    }
    let mails: Vec<String> = carrier.mails.lock().unwrap().iter().map(|mail| mail.subject.clone()).collect();
    assert_eq!(mails, ["1 unread"]);
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused() {
    let town = Town::new().await;
    let good = Settings::default();
    for wrong in [
        Settings { mail: true, ..good.clone() },
        Settings { email: Some("a@c.cn\nBcc: b@c.cn".into()), ..good.clone() },
        Settings { phone: Some("call me".into()), ..good.clone() },
        Settings { remind: vec![31], ..good.clone() },
        Settings { remind: vec![0; 11], ..good.clone() },
    ] {
        assert!(town.city.put_settings(&"legal".into(), &wrong).await.is_err(), "{wrong:?}");
    }
    assert_eq!(town.city.settings(&"legal".into()).await.unwrap(), good);
}

/// A mail server of one conversation: what it was given, or a refusal of the receiver.
async fn sink(refuses: bool) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let talk = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 sink\r\n").await.unwrap();
        let (mut text, mut in_data) = (String::new(), false);
        while let Ok(Some(line)) = lines.next_line().await {
            if in_data {
                if line == "." {
                    in_data = false;
                    write.write_all(b"250 kept\r\n").await.unwrap();
                } else {
                    text.push_str(&line);
                    text.push('\n');
                }
                continue;
            }
            let word = line.split_whitespace().next().unwrap_or("").to_ascii_uppercase();
            let answer: &[u8] = match word.as_str() {
                "EHLO" | "HELO" => b"250-sink\r\n250 8BITMIME\r\n",
                "RCPT" if refuses => b"550 no such mailbox\r\n",
                "DATA" => {
                    in_data = true;
                    b"354 go on\r\n"
                }
                "QUIT" => b"221 bye\r\n",
                _ => b"250 ok\r\n",
            };
            write.write_all(answer).await.unwrap();
            if word == "QUIT" {
                break;
            }
        }
        text
    });
    (address, talk)
}

fn letter() -> Mail {
    Mail {
        id: "1:mail:x".into(),
        to: "x@example.cn".into(),
        subject: "【依法】𠮷".into(),
        text: "您好\n".into(),
    }
}

#[tokio::test]
async fn a_mail_arrives_at_a_mail_server_and_its_name_is_always_the_same() {
    let mut names = Vec::new();
    for _ in 0..2 {
        let (address, talk) = sink(false).await;
        let outside = Outside::new(Some(&address), "依法 <yifa@example.cn>").unwrap();
        outside.mail(&letter()).await.unwrap();
        drop(outside);
        let text = talk.await.unwrap();
        assert!(text.contains("To: x@example.cn"), "{text}");
        assert!(!text.contains("Bcc"));
        names.push(text.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned());
    }
    assert_eq!(names[0], names[1]);
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_is_not_tried_again_and_a_server_that_is_away_is() {
    let (address, _talk) = sink(true).await;
    let outside = Outside::new(Some(&address), "yifa@example.cn").unwrap();
    let fault = outside.mail(&letter()).await.unwrap_err();
    assert!(!fault.later && fault.why.contains("no such mailbox"), "{fault:?}");
    let away = Outside::new(Some("smtp://127.0.0.1:1"), "yifa@example.cn").unwrap();
    assert!(away.mail(&letter()).await.unwrap_err().later);
    let call = Call { url: "http://127.0.0.1:1/x".into(), headers: vec![], body: "{}".into() };
    assert!(away.call(&call).await.unwrap_err().later);
    assert!(Outside::new(Some("gopher://x"), "yifa@example.cn").is_err());
    assert!(Outside::new(Some("smtp://127.0.0.1:1"), "nobody").is_err());
}
