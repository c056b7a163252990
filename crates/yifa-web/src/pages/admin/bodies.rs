//! The bodies with their dates and their line, and the form by which they are renamed, merged, split or set up.

use askama::Template;

use crate::components::{Crumb, Opt};
use crate::face::{Chrome, Lang};

/// All bodies as a tree, and the changes so far.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/admin/bodies.html")]
pub struct BodiesPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The bodies from the top.
    pub rows: Vec<BodyRow>,
    /// The changes that are announced, the next first.
    pub announced: Vec<AnnouncedRow>,
    /// The changes, the latest first.
    pub changes: Vec<ChangeRow>,
}

/// A change that is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedRow {
    /// What it will be.
    pub change: ChangeRow,
    /// Where it is taken back.
    pub withdraw: String,
    /// Why it could not be made on its day.
    pub fault: Option<String>,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRow {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The word of its numbers.
    pub short: String,
    /// How deep it lies; at most 3 are shown.
    pub depth: u8,
    /// First day.
    pub from: String,
    /// Last day, and into which body it went.
    pub ended: Option<(String, String)>,
    /// Its matters.
    pub matters: String,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// First day.
    pub on: String,
    /// What ended.
    pub ended: String,
    /// What was made.
    pub made: String,
    /// Who carries on.
    pub heir: String,
    /// The decision.
    pub ground: String,
    /// Who entered it.
    pub by: String,
}

/// The form of a change. Posts to `/admin/bodies/{kind}`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/admin/bodies_change.html")]
pub struct BodiesChangePage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// `rename`, `merge`, `split` or `found`.
    pub kind: &'static str,
    /// Its name.
    pub title: String,
    /// How it works.
    pub lead: String,
    /// The bodies that may end; empty where none does.
    pub ends: Vec<Opt>,
    /// Whether several may be chosen.
    pub many: bool,
    /// Rows for new bodies.
    pub makes: Vec<MakeRow>,
    /// Who carries on; empty where that is clear.
    pub heirs: Vec<Opt>,
    /// What may stand above; empty where that is clear.
    pub parents: Vec<Opt>,
    /// The day as typed.
    pub on: String,
    /// The decision as typed.
    pub ground: String,
    /// Why it cannot be made.
    pub fault: Option<String>,
    /// What it would move.
    pub effect: Option<Vec<String>>,
}

/// A row for a new body, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeRow {
    /// Name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Short name.
    pub short: String,
    /// Kinds to choose from.
    pub kinds: Vec<Opt>,
}

impl BodiesPage {
    /// A city after a merger.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).beside("/admin/bodies");
        let row = |name: String, depth, ended| BodyRow {
            name,
            kind: pick("部门", "department"),
            short: "JX".into(),
            depth,
            from: "2010-01-01".into(),
            ended,
            matters: "/matters?body=x".into(),
        };
        let heir = pick("市文化和旅游局", "Culture and Tourism Bureau");
        Self {
            crumbs: vec![Crumb { label: chrome.t("admin.title"), href: "/admin".into() }],
            rows: vec![
                row(heir.clone(), 0, None),
                row(pick("市旅游局", "Tourism Bureau"), 1, Some(("2026-03-31".into(), heir.clone()))),
            ],
            announced: vec![AnnouncedRow {
                change: ChangeRow {
                    on: "2027-01-01".into(),
                    ended: pick("市文物局", "Heritage Bureau"),
                    made: String::new(),
                    heir: heir.clone(),
                    ground: pick("机构改革方案（二）", "Second reform plan"),
                    by: "周敏".into(),
                },
                withdraw: "/admin/bodies/announced/x/withdraw".into(),
                fault: Some(pick(
                    "市文物局不存在或者已经终止。",
                    "Heritage Bureau does not exist or has ended.",
                )),
            }],
            changes: vec![ChangeRow {
                on: "2026-04-01".into(),
                ended: pick("市旅游局", "Tourism Bureau"),
                made: heir.clone(),
                heir,
                ground: pick("机构改革方案", "Reform plan"),
                by: "周敏".into(),
            }],
            chrome,
        }
    }
}

impl BodiesChangePage {
    /// A merger whose effect is shown.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).beside("/admin/bodies/merge");
        let body = || Opt::new("urban", lang.pick("市城市管理局", "City Administration Bureau"), true);
        Self {
            crumbs: vec![Crumb { label: chrome.t("city.bodies.title"), href: "/admin/bodies".into() }],
            kind: "merge",
            title: lang.t("city.bodies.kind.merge"),
            lead: lang.t("city.bodies.lead.merge"),
            ends: vec![body()],
            many: true,
            makes: vec![MakeRow {
                name: pick("市文化和旅游局", "Culture and Tourism Bureau"),
                en: "Culture and Tourism Bureau".into(),
                short: "JX".into(),
                kinds: vec![Opt::new("department", lang.pick("部门", "department"), true)],
            }],
            heirs: vec![body()],
            parents: Vec::new(),
            on: "2026-04-01".into(),
            ground: pick("机构改革方案", "Reform plan"),
            fault: Some(lang.t("city.bodies.fault.no_heir")),
            effect: Some(vec![chrome.many("city.bodies.effect.matters", 12)]),
            chrome,
        }
    }
}
