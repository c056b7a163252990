//! What becomes of mails and messages on their way: tried again, given up in sight, signed, kept from waiting for one another.

use std::sync::Mutex;

use async_trait::async_trait;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use yifa_app::journal::Kind;
use yifa_app::notify::{Call, Carrier, CarryFault, DeliveryState, MOST_TRIES, Mail, Outside, signature};

use crate::town::{Kept, Town, admin};

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
    let hook = town.city.add_hook("短信网关", "https://sms.example.cn/x", &admin()).await.unwrap();
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
    town.city.remove_hook(&hook.id, &admin()).await.unwrap();
    assert!(town.city.renew_hook(&hook.id, &admin()).await.is_err(), "what was removed gets no secret");
    for kind in [Kind::HookAdded, Kind::HookRemoved] {
        let query = yifa_store::JournalQuery { kind: Some(kind.word().to_owned()), ..Default::default() };
        let found = town.city.store().journal(town.city.jurisdiction(), &query, None, 10).await.unwrap();
        assert!(found.rows[0].content.to_string().contains("sms.example.cn"), "{:?}", found.rows);
    }
    town.concluded().await;
    town.round(&carrier).await;
    assert_eq!(carrier.calls.lock().unwrap().len(), before);
    for wrong in ["", "ftp://x.cn", "https://", "https://a b", "javascript:alert(1)"] {
        assert!(town.city.add_hook("x", wrong, &admin()).await.is_err(), "{wrong}");
    }
}

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
    town.city.add_hook("a", "https://silent.example.cn/x", &admin()).await.unwrap();
    town.city.add_hook("b", "https://awake.example.cn/x", &admin()).await.unwrap();
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

/// While the neighbour changes over, a message fits the old secret and the new one; a day later the new one alone.
#[tokio::test]
async fn a_secret_is_replaced_without_a_message_that_cannot_be_verified() {
    let town = Town::new().await;
    let old = town.city.add_hook("短信网关", "https://sms.example.cn/x", &admin()).await.unwrap();
    let new = town.city.renew_hook(&old.id, &admin()).await.unwrap();
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
    let newest = town.city.renew_hook(&old.id, &admin()).await.unwrap();
    assert_eq!(newest.before.map(|(secret, _)| secret), Some(new.secret.clone()));
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
