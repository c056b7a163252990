//! The pages that document the API: how it is used, and the actions of one procedure with their typed values.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang};

/// How the API is used.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/api/overview.html")]
pub struct ApiPage {
    /// The frame.
    pub chrome: Chrome,
    /// The address under which the API is reached: no slash at the end.
    pub address: String,
    /// The procedures: name, identifier, number of operations.
    pub procedures: Vec<(String, String, usize)>,
}

/// The operations of one procedure.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/api/procedure.html")]
pub struct ApiProcedurePage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Its name.
    pub title: String,
    /// Its identifier.
    pub id: String,
    /// Its actions.
    pub operations: Vec<ApiOperation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiOperation {
    /// The action.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The path.
    pub path: String,
    /// Who may do it.
    pub roles: String,
    /// Articles.
    pub basis: String,
    /// What is sent.
    pub fields: Vec<ApiField>,
}

/// One value of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiField {
    /// Its key.
    pub id: String,
    /// Its name.
    pub label: String,
    /// The word of its kind: the last part of a key below `api.kind`.
    pub kind: &'static str,
    /// Whether several are sent as a list.
    pub many: bool,
    /// Whether it must be sent.
    pub required: bool,
    /// The words that can be chosen.
    pub choices: Vec<String>,
}

/// What every procedure shares: method, path, and the last part of the key of its sentence.
const SHARED: [(&str, &str, &str); 15] = [
    ("GET", "/api/openapi.json", "describe"),
    ("GET", "/api/me", "me"),
    ("GET", "/api/matters", "matters"),
    ("GET", "/api/matters/{matter}", "matter"),
    ("GET", "/api/matters/{matter}/events", "events"),
    ("GET", "/api/procedures", "procedures"),
    ("GET", "/api/procedures/{procedure}", "procedure"),
    ("GET", "/api/bodies", "bodies"),
    ("GET", "/api/instruments", "instruments"),
    ("GET", "/api/measures", "measures"),
    ("GET", "/api/measures/{measure}/matters", "measure"),
    ("GET", "/api/limit", "limit"),
    ("GET", "/api/calendar/{year}", "calendar"),
    ("POST", "/api/files", "bring"),
    ("GET", "/api/files/{digest}", "fetch"),
];

impl ApiPage {
    /// The operations that every procedure shares, in words.
    fn shared(&self) -> Vec<(&'static str, &'static str, String)> {
        SHARED.map(|(method, path, word)| (method, path, self.chrome.t(&format!("api.shared.{word}")))).into()
    }

    /// After so many attempts a message is given up.
    fn tries(&self) -> u64 {
        yifa_app::notify::MOST_TRIES
    }

    /// So many seconds a neighbour may take to answer.
    fn seconds(&self) -> u64 {
        yifa_app::notify::PATIENCE.as_secs()
    }

    /// So many hours a secret that was replaced still signs.
    fn both_sign(&self) -> i64 {
        yifa_app::notify::BOTH_SIGN.as_hours()
    }

    /// The answers that are no success, in words.
    fn refusals(&self) -> Vec<(u16, String)> {
        [400, 401, 403, 404, 409, 412, 422, 429]
            .map(|status: u16| (status, self.chrome.t(&format!("api.status.{status}"))))
            .into()
    }

    /// The overview of a small city.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome { address: "/api".into(), ..Chrome::sample(lang) },
            address: "https://yifa.example.cn".into(),
            procedures: vec![(
                lang.pick("普通程序行政处罚", "Penalty, ordinary procedure").into(),
                "penalty-ordinary".into(),
                41,
            )],
        }
    }
}

impl ApiField {
    /// The kind in words.
    fn kind_words(&self, chrome: &Chrome) -> String {
        let kind = chrome.t(&format!("api.kind.{}", self.kind));
        if self.many { chrome.t1("api.kind.list", "kind", kind) } else { kind }
    }
}

impl ApiProcedurePage {
    /// One action with three values.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let field = |id: &str, label: String, kind, required| ApiField {
            id: id.into(),
            label,
            kind,
            many: false,
            required,
            choices: Vec::new(),
        };
        Self {
            chrome: Chrome { address: "/api/docs/penalty-ordinary".into(), ..Chrome::sample(lang) },
            crumbs: vec![Crumb { label: "API".into(), href: "/api".into() }],
            title: pick("普通程序行政处罚", "Penalty, ordinary procedure"),
            id: "penalty-ordinary".into(),
            operations: vec![ApiOperation {
                id: "decide".into(),
                title: pick("作出处罚决定", "Decide"),
                path: "/api/matters/{matter}/penalty-ordinary/decide".into(),
                roles: pick("行政机关负责人", "Head of the body"),
                basis: "《行政处罚法》第五十七条".into(),
                fields: vec![
                    field("fine", pick("罚款数额", "Fine"), "money", false),
                    field("decided_on", pick("决定日期", "Decided on"), "date", true),
                    ApiField {
                        choices: vec!["fine".into(), "none".into()],
                        ..field("outcome", pick("处理结果", "Outcome"), "choice", true)
                    },
                ],
            }],
        }
    }
}
