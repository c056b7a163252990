//! My desk 我的工作台: what is due, what waits for me, what happened last.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::{MatterRow, Tone};
use crate::face::{Chrome, Lang, Nav};

/// The first page after signing in.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/desk.html")]
pub struct DeskPage {
    /// The frame.
    pub chrome: Chrome,
    /// Today.
    pub today: Date,
    /// What kind of day it is, when it is not an ordinary working day: 国庆节, 调休上班.
    pub day_note: Option<String>,
    /// The lists, in the order of the reader's role.
    pub lists: Vec<DeskList>,
}

/// One list of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskList {
    /// Which.
    pub kind: DeskKind,
    /// The first rows.
    pub rows: Vec<MatterRow>,
    /// How many there are in all.
    pub total: u32,
    /// The whole list.
    pub href: String,
}

/// The lists of a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskKind {
    /// 已超期
    Late,
    /// 今天到期
    Today,
    /// 三日内到期
    ThreeDays,
    /// 本周到期
    Week,
    /// 待我办理
    Waiting,
    /// 最近办理
    Recent,
}

impl DeskKind {
    /// The key of its heading.
    pub fn key(self) -> &'static str {
        match self {
            Self::Late => "tools.desk.late",
            Self::Today => "tools.desk.today",
            Self::ThreeDays => "tools.desk.three_days",
            Self::Week => "tools.desk.week",
            Self::Waiting => "tools.desk.waiting",
            Self::Recent => "tools.desk.recent",
        }
    }

    /// The id of its section.
    pub fn id(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Today => "today",
            Self::ThreeDays => "three-days",
            Self::Week => "week",
            Self::Waiting => "waiting",
            Self::Recent => "recent",
        }
    }

    /// The class that colours its count, when there is something in it.
    pub fn class(self, total: &u32) -> &'static str {
        match self {
            _ if *total == 0 => "calm",
            Self::Late => "red",
            Self::Today => "yellow",
            Self::ThreeDays => "notice",
            Self::Week | Self::Waiting | Self::Recent => "calm",
        }
    }

    /// Whether it is counted at the top.
    pub fn is_counted(self) -> bool {
        self != Self::Recent
    }
}

impl DeskPage {
    /// A Monday with one late matter.
    pub fn sample(lang: Lang) -> Self {
        let rows = MatterRow::samples(lang);
        let list = |kind, rows: &[MatterRow], total| DeskList {
            kind,
            rows: rows.to_vec(),
            total,
            href: "/matters?due=late".into(),
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Desk, "/"),
            today: date(2026, 11, 23),
            day_note: None,
            lists: vec![
                list(DeskKind::Late, &rows[..1], 1),
                list(DeskKind::Today, &rows[1..2], 1),
                list(DeskKind::ThreeDays, &rows[2..3], 1),
                list(DeskKind::Week, &[], 0),
                list(DeskKind::Waiting, &rows[..4], 17),
                list(
                    DeskKind::Recent,
                    &rows[4..].iter().filter(|r| r.tone != Tone::Running).cloned().collect::<Vec<_>>(),
                    2,
                ),
            ],
        }
    }
}
