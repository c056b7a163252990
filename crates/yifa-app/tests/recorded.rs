//! A document of the register on its road through the engine, reviewed with what is on record: C08 and C16.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

mod town;

use std::sync::Arc;

use jiff::civil::{Date, date};
use yifa_app::city::{City, new_matter};
use yifa_app::clock::SetClock;
use yifa_app::review::settings;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::value::{Cite, Value};
use yifa_law::review::{Subject, review};

const TEXT: &str =
    "第一条 为了规范停车秩序，根据《优化营商环境条例》第六十二条，制定本办法。\n第二条 车位由街道管理。\n";

struct Road {
    city: City,
    clock: Arc<SetClock>,
    matter: MatterId,
}

impl Road {
    async fn begin(folder: &tempfile::TempDir) -> Self {
        let clock = town::clock("2026-03-02T02:00:00Z");
        let city = town::open(folder, &yifa_app::definitions::embedded(), clock.clone()).await;
        Self { city, clock, matter: new_matter() }
    }

    async fn act(&self, on: Date, role: &str, action: &str, values: &[(&str, Value)]) {
        self.clock.set(format!("{on}T02:00:00Z").parse().unwrap());
        let command = Command {
            matter: self.matter.clone(),
            procedure: "normative-document".into(),
            action: action.into(),
            body: "urban".into(),
            parent: None,
            values: values.iter().map(|(id, value)| ((*id).into(), value.clone())).collect(),
            actor: Actor { who: Who::Person(role.into()), role: role.into(), body: Some("urban".into()) },
        };
        self.city.execute(&command, None).await.unwrap_or_else(|why| panic!("{action}: {why}"));
    }

    /// Codes and what they say of the checks of procedure and publication.
    async fn found(&self) -> Vec<String> {
        let opened = self.city.open_matter(&self.matter).await.unwrap();
        let recorded = self.city.recorded(&opened).await.unwrap().unwrap();
        let registry = self.city.registry();
        let parameters = settings(registry).unwrap().parameters(registry.calendar());
        let subject =
            Subject { document: &recorded.document, kind: recorded.kind, record: Some(&recorded.record) };
        let edition = self.city.law().await.unwrap();
        let found = review(&subject, edition.for_review(), self.city.today(), &parameters);
        let of_record = found.iter().filter(|one| ["C08", "C16"].contains(&one.check.code()));
        of_record.map(|one| format!("{} {}", one.check.code(), one.says.code())).collect()
    }

    /// To its publication; the review is answered on a day.
    async fn publish(&self, answered: Date) {
        let text = |text: &str| Value::Text(text.to_owned());
        let cite = Value::Cite(Cite { text: "《优化营商环境条例》第六十二条".to_owned() });
        let row = [
            ("article", text("第二条")),
            ("effect", Value::Choice("adds_duties".into())),
            ("basis", cite.clone()),
        ];
        let draft = [
            ("title", text("城市停车管理办法")),
            ("kind", Value::Choice("measures".into())),
            ("text", text(TEXT)),
            ("explanation", text("规范停车秩序")),
            ("bases", Value::List(vec![cite.clone()])),
            ("touches_rights", Value::Bool(true)),
            ("rights_articles", Value::Table(vec![row.map(|(id, value)| (id.into(), value)).into()])),
            ("business_related", Value::Bool(false)),
            ("trial", Value::Bool(false)),
        ];
        self.act(date(2026, 3, 2), "drafter", "draft", &draft).await;
        self.act(
            date(2026, 3, 2),
            "drafter",
            "open_comment",
            &[("comment_until", Value::Date(date(2026, 4, 1)))],
        )
        .await;
        self.act(date(2026, 4, 2), "drafter", "close_comment", &[]).await;
        self.act(date(2026, 4, 7), "drafter", "submit_review", &[]).await;
        self.act(answered, "legal_reviewer", "review", &[("review_reasons", text("权限、程序、内容均合法"))])
            .await;
        let meeting = [("meeting", text("第8次办公会议")), ("meeting_on", Value::Date(date(2026, 5, 18)))];
        self.act(date(2026, 5, 18), "panel", "deliberate", &meeting).await;
        self.act(date(2026, 5, 19), "head", "sign", &[]).await;
        self.act(date(2026, 5, 20), "clerk", "register_number", &[("doc_no", text("云城管发〔2026〕12号"))])
            .await;
        let channel = |id: &str| Value::Choice(id.into());
        let published = [
            ("channels", Value::List(vec![channel("gazette"), channel("site")])),
            ("in_force_from", Value::Date(date(2026, 7, 1))),
            ("valid_until", Value::Date(date(2031, 6, 30))),
        ];
        self.act(date(2026, 5, 21), "clerk", "publish", &published).await;
    }
}

#[tokio::test]
async fn a_published_text_that_differs_from_the_record_is_found_by_its_digest() {
    let folder = tempfile::tempdir().unwrap();
    let road = Road::begin(&folder).await;
    road.publish(date(2026, 4, 16)).await;
    assert_eq!(road.found().await, [] as [&str; 0], "published as it is on record");
    let copy = |text: String| [("published_copy", Value::Text(text))];
    // The page breaks its lines elsewhere: the words are the same.
    road.act(date(2026, 5, 22), "clerk", "compare_copy", &copy(TEXT.replace('\n', "\n\n　　"))).await;
    assert_eq!(road.found().await, [] as [&str; 0]);
    road.act(date(2026, 5, 25), "clerk", "compare_copy", &copy(TEXT.replace("街道", "社区"))).await;
    assert_eq!(road.found().await, ["C08 hash-differs"]);
}

#[tokio::test]
async fn a_review_of_more_than_fifteen_working_days_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let road = Road::begin(&folder).await;
    road.publish(date(2026, 5, 15)).await;
    assert_eq!(road.found().await, ["C16 review-long"]);
}
