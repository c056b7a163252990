//! What a person has been told, and how what leaves the platform stands.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang};

/// A person's notices. Read by POST to `/notices/read`: `id`, or none for all.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/notice/list.html")]
pub struct NoticesPage {
    /// The frame.
    pub chrome: Chrome,
    /// Unread ones, latest first.
    pub unread: Vec<NoticeRow>,
    /// Read ones, latest first.
    pub read: Vec<NoticeRow>,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its name.
    pub id: String,
    /// What it says.
    pub line: String,
    /// The matter: number and name.
    pub matter: String,
    /// The matter's page.
    pub href: String,
    /// When, in Beijing time.
    pub at: String,
    /// Whether it warns of a day that has passed.
    pub late: bool,
}

/// What leaves the platform. Neighbours are added by POST to `/admin/hooks`, removed by POST to `/admin/hooks/{id}/remove`,
/// given another secret by POST to `/admin/hooks/{id}/renew`;
/// a delivery is tried again by POST to `/admin/deliveries/again`: `id`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/notice/deliveries.html")]
pub struct DeliveriesPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// What could not be done, in words.
    pub fault: Option<String>,
    /// The name that was typed for a neighbour who was not taken.
    pub label: String,
    /// And the address.
    pub url: String,
    /// The new secret of a neighbour: shown this once.
    pub fresh: Option<String>,
    /// Neighbours: id, name, address.
    pub hooks: Vec<(String, String, String)>,
    /// Deliveries, those that wait first.
    pub rows: Vec<DeliveryRow>,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Its name.
    pub id: String,
    /// The word of its way: the last part of a key below `notify.way`.
    pub way: String,
    /// To where.
    pub to: String,
    /// The word of its state: the last part of a key below `notify.state`.
    pub state: &'static str,
    /// How often it was tried.
    pub tries: u64,
    /// When it is tried next, or was last.
    pub at: String,
    /// What went wrong last.
    pub fault: Option<String>,
    /// Whether a person may let it be tried again.
    pub again: bool,
}

impl DeliveryRow {
    fn class(&self) -> &'static str {
        match self.state {
            "arrived" => "good",
            "given_up" => "red",
            "unknown" => "yellow",
            _ => "",
        }
    }
}

impl NoticesPage {
    /// Two notices.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let row = |line: String, late| NoticeRow {
            id: "0".into(),
            line,
            matter: format!("锦城管罚〔2026〕113号 {}", pick("占道堆放建筑垃圾", "Rubble on a road")),
            href: "/matters/1".into(),
            at: "2026-11-27 09:30".into(),
            late,
        };
        Self {
            chrome: Chrome { address: "/notices".into(), ..Chrome::sample(lang) },
            unread: vec![row(pick("作出处罚决定：已逾期 1 天", "Decide: 1 day overdue"), true)],
            read: vec![row(pick("已立案", "Case opened"), false)],
        }
    }
}

impl DeliveriesPage {
    /// One delivery that was given up.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome::sample(lang).beside("/admin/deliveries"),
            crumbs: vec![Crumb { label: lang.t("admin.title"), href: "/admin".into() }],
            fault: Some(lang.t("notify.fault.url")),
            label: lang.pick("短信网关", "SMS gateway").into(),
            url: "ftp://sms.example.cn".into(),
            fresh: Some("whsec_c2VjcmV0".into()),
            hooks: vec![(
                "1".into(),
                lang.pick("短信网关", "SMS gateway").into(),
                "https://sms.example.cn/yifa".into(),
            )],
            rows: vec![DeliveryRow {
                id: "1:mail:x".into(),
                way: "mail".into(),
                to: "li.heng@example.cn".into(),
                state: "given_up",
                tries: 8,
                at: "2026-11-27 09:30".into(),
                fault: Some("550 no such mailbox".into()),
                again: true,
            }],
        }
    }
}

impl DeliveriesPage {
    fn way(&self, row: &DeliveryRow) -> String {
        self.chrome.t(&format!("notify.way.{}", row.way))
    }

    fn state(&self, row: &DeliveryRow) -> String {
        self.chrome.t(&format!("notify.state.{}", row.state))
    }
}
