//! Who is told and reminded, on which days, once however often the worker begins again.

use std::collections::BTreeMap;

use yifa_app::account::Account;
use yifa_app::notify::{About, Settings};

use crate::town::{Kept, Town, admin};

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
async fn everybody_is_reminded_of_their_own_dates_on_the_days_they_chose_and_once() {
    let town = Town::new().await;
    let due = town.due(&town.received().await).await;
    let settings = Settings { remind: vec![0], ..Settings::default() };
    town.city.put_settings(&"legal".into(), &settings).await.unwrap();
    let mut told = Vec::new();
    // A gateway for short messages is told of them like everybody else.
    town.city.add_hook("短信网关", "https://sms.example.cn/x", &admin()).await.unwrap();
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
