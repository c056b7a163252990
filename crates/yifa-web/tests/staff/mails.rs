//! What mails say: which matter, what happened, where to read on; in the reader's language, and never without an end.

use yifa_app::notify::{About, Notice, Wording};
use yifa_kernel::id::{ActionId, LimitId};
use yifa_web::MailWords;

use crate::city::Town;

fn notice(n: usize, about: About) -> Notice {
    Notice {
        id: format!("{n:04}"),
        about,
        matter: format!("m{n}").as_str().into(),
        procedure: "penalty-ordinary".into(),
        number: (n == 1).then(|| "云城管罚立〔2026〕1号".to_owned()),
        title: "某店占道\r\n经营案".to_owned(),
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

fn words() -> MailWords {
    MailWords { address: "https://yifa.test".to_owned() }
}

#[tokio::test]
async fn a_mail_names_its_matter_in_the_subject() {
    let town = Town::new().await;
    let done = About::Act(ActionId::new("file_case"));
    let (subject, text) = words().notice(&town.city, "zh-Hans", &notice(1, done.clone()));
    assert!(subject.starts_with("【依法】") && subject.ends_with(" · 云城管罚立〔2026〕1号"), "{subject}");
    assert!(text.contains("\n行政处罚普通程序") && text.contains("https://yifa.test/matters/m1"), "{text}");
    let (subject, text) = words().notice(&town.city, "en", &notice(2, done));
    assert!(subject.starts_with("[Yifa] ") && subject.ends_with("某店占道  经营案"), "{subject}");
    assert!(!subject.contains('\n') && text.contains("dministrative penalty"), "{text}");
}

#[tokio::test]
async fn a_digest_begins_with_the_newest_and_says_how_many_more_there_are() {
    let town = Town::new().await;
    let due = About::Due { limit: LimitId::new("decide"), on: jiff::civil::date(2026, 3, 5), days: 2 };
    let many: Vec<Notice> = (1..=60).map(|n| notice(n, due.clone())).collect();
    let (subject, text) = words().digest(&town.city, "zh-Hant", &many);
    assert_eq!(subject, "【依法】60 條未讀通知");
    assert!(
        text.contains("/matters/m60") && text.contains("/matters/m11\n") && !text.contains("/matters/m10\n")
    );
    assert!(text.contains("還有 10 條，見 https://yifa.test/notices"), "{text}");
    let (_, text) = words().digest(&town.city, "en", &many[..1]);
    assert!(text.contains("due in 2 days (2026-03-05)") && !text.contains(" more: "), "{text}");
}
