//! One entry of a register as a card: what stands on it, until when it holds, and the code that anyone can check it by.

use askama::Template;

use crate::chart::Flow;
use crate::components::{ClockView, Crumb, Pointing, Tone};
use crate::face::{Chrome, Lang, Nav};

/// A card.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/register/card.html")]
pub struct CardPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The register.
    pub register: String,
    /// What the entry is called.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Its state.
    pub state: String,
    /// How the state is coloured.
    pub tone: Tone,
    /// Its page with everything done and to do.
    pub matter: String,
    /// The picture.
    pub photo: Photo,
    /// What stands on it: label, text, address.
    pub rows: Vec<(String, String, Option<String>)>,
    /// Its running limits: until when it holds.
    pub clocks: Vec<ClockView>,
    /// The code that opens the public page.
    pub code: Option<CheckCode>,
    /// How it is exercised: the procedures in which it may stand, with their flow charts' pages.
    pub roads: Vec<Road>,
    /// Matters that point to it.
    pub pointing: Option<Pointing>,
}

/// The picture on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Photo {
    /// Entries of this register have none.
    None,
    /// None has been handed over.
    Missing,
    /// There is one, but not for this reader.
    Closed,
    /// Its address.
    Shown(String),
}

/// A code to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckCode {
    /// The drawing.
    pub svg: String,
    /// The address in it.
    pub href: String,
}

/// A procedure in which the entry is used.
#[derive(Debug, Clone)]
pub struct Road {
    /// Its name.
    pub title: String,
    /// The page of its definition.
    pub href: String,
    /// Its flow chart.
    pub flow: Flow,
    /// The public page with the same chart.
    pub public: String,
}

impl CardPage {
    /// An officer whose certificate runs out soon.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).at(Nav::Registers, "/registers/officer-certificate/0001");
        let register = pick("行政执法证件", "Officer's certificate");
        Self {
            crumbs: vec![
                Crumb { label: chrome.t("frame.nav.registers"), href: "/registers".into() },
                Crumb { label: register.clone(), href: "/registers/officer-certificate".into() },
            ],
            register,
            name: "李川".into(),
            number: "锦司执证〔2026〕0001号".into(),
            state: pick("有效", "Valid"),
            tone: Tone::Good,
            matter: "/matters/0001".into(),
            photo: Photo::Missing,
            rows: vec![
                (pick("证件编号", "Certificate number"), "9999-01-001".into(), None),
                (pick("所在机关", "Body"), pick("市城市管理局", "City Administration Bureau"), None),
            ],
            clocks: ClockView::samples(lang).into_iter().take(1).collect(),
            code: Some(CheckCode {
                svg: "<svg viewBox=\"0 0 1 1\" width=\"1\" height=\"1\"></svg>".into(),
                href: "http://yifa.test/public/check?number=9999-01-001".into(),
            }),
            roads: vec![Road {
                title: pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
                href: "/definitions/penalty-ordinary".into(),
                flow: Flow::sample(lang),
                public: "/public/procedures/penalty-ordinary".into(),
            }],
            pointing: None,
            chrome,
        }
    }
}
