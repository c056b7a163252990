//! Registers 登记册: which there are, one of them as a table, and an entry as a card.

mod card;

pub use card::{CardPage, CheckCode, Photo, Road};

use askama::Template;

use crate::components::{Crumb, Level};
use crate::face::{Chrome, Lang, Nav};

/// All registers.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/register/list.html")]
pub struct RegistersPage {
    /// The frame.
    pub chrome: Chrome,
    /// The registers, by what they belong to.
    pub groups: Vec<RegisterGroup>,
}

/// Registers that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterGroup {
    /// Its place on the page.
    pub id: String,
    /// What they belong to.
    pub title: String,
    /// The registers.
    pub cards: Vec<RegisterCard>,
}

/// A register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterCard {
    /// Its name: 机关, 执法人员, 职权, 规范性文件, 合同.
    pub title: String,
    /// What is in it.
    pub lead: String,
    /// How many entries.
    pub n: u32,
    /// Its page.
    pub href: String,
    /// Where rows are imported, for whoever may.
    pub import: Option<String>,
}

/// One register.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/register/show.html")]
pub struct RegisterPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Its name.
    pub title: String,
    /// What is in it.
    pub lead: String,
    /// What was searched for.
    pub text: String,
    /// States with how many entries: label, count, address, whether chosen.
    pub tabs: Vec<(String, u32, String, bool)>,
    /// The state that is chosen.
    pub state: String,
    /// The page that the search form asks.
    pub action: String,
    /// The same entries as a list of matters, with all its filters and its export.
    pub matters: String,
    /// Where rows are imported, for whoever may.
    pub import: Option<String>,
    /// The columns; the first names the entry.
    pub columns: Vec<String>,
    /// The entries.
    pub rows: Vec<RegisterRow>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// Its page, if it has one.
    pub href: Option<String>,
    /// How deep it lies below the first (bodies below bodies); 0 for flat registers, at most 3 are shown.
    pub depth: u8,
    /// The cells in the order of the columns.
    pub cells: Vec<String>,
    /// What to watch, with its words: a certificate that runs out.
    pub warning: Option<(Level, String)>,
}

impl RegistersPage {
    /// Five registers.
    pub fn sample(lang: Lang) -> Self {
        let card = |zh: &str, en: &str, lead_zh: &str, lead_en: &str, n| RegisterCard {
            title: lang.pick(zh, en).into(),
            lead: lang.pick(lead_zh, lead_en).into(),
            n,
            href: "/registers/bodies".into(),
            import: Some("/registers/imports".into()),
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Registers, "/registers"),
            groups: vec![RegisterGroup {
                id: "group-5".into(),
                title: lang.pick("行政执法", "Enforcement").into(),
                cards: vec![
                    card("机关", "Bodies", "隶属关系、沿革与代码", "hierarchy, lineage and codes", 98),
                    card(
                        "执法人员",
                        "Enforcement officers",
                        "证件、有效期与培训",
                        "certificates, validity, training",
                        900,
                    ),
                    card("职权", "Powers", "机关、种类、地域与依据", "body, kind, territory, basis", 412),
                    card(
                        "规范性文件",
                        "Normative documents",
                        "效力、有效期与备案",
                        "force, term, filing",
                        156,
                    ),
                    card(
                        "政府合同",
                        "Government contracts",
                        "审查、备案与履行",
                        "review, filing, performance",
                        73,
                    ),
                ],
            }],
        }
    }
}

impl RegisterPage {
    /// Whether a cell is a day: it stands on one line.
    fn is_day(cell: &str) -> bool {
        cell.parse::<jiff::civil::Date>().is_ok()
    }

    /// The bodies of a city.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let row = |depth, zh: &str, en: &str, kind: (&str, &str), code: &str, warning| RegisterRow {
            href: Some("/matters?body=511".into()),
            depth,
            cells: vec![pick(zh, en), pick(kind.0, kind.1), code.into(), "2019-03-01".into()],
            warning,
        };
        let department = ("部门", "department");
        Self {
            chrome: Chrome::sample(lang).at(Nav::Registers, "/registers/bodies"),
            crumbs: vec![Crumb { label: pick("登记册", "Registers"), href: "/registers".into() }],
            title: pick("机关", "Bodies"),
            lead: pick("隶属关系、沿革与代码", "Hierarchy, lineage and codes"),
            text: pick("城管", "City"),
            tabs: vec![(pick("有效", "Valid"), 4, "/registers/bodies?state=valid".into(), true)],
            state: "valid".into(),
            action: "/registers/bodies".into(),
            matters: "/matters?procedure=x".into(),
            import: Some("/registers/imports".into()),
            columns: vec![
                pick("名称", "Name"),
                pick("种类", "Kind"),
                pick("统一社会信用代码", "Credit code"),
                pick("设立", "Since"),
            ],
            rows: vec![
                row(
                    0,
                    "锦安市人民政府",
                    "Jin'an City Government",
                    ("政府", "government"),
                    "11510900008000001X",
                    None,
                ),
                row(1, "市城市管理局", "City Administration Bureau", department, "11510900008000002X", None),
                row(
                    1,
                    "青溪区人民政府",
                    "Qingxi District Government",
                    ("政府", "government"),
                    "11510903008000003X",
                    None,
                ),
                row(
                    2,
                    "青溪区综合行政执法局",
                    "Qingxi Enforcement Bureau",
                    department,
                    "11510903008000004X",
                    Some((Level::Yellow, pick("2 个证件将到期", "two certificates run out soon"))),
                ),
            ],
            previous: None,
            next: None,
        }
    }
}
