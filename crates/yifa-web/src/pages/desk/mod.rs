//! My desk 我的工作台: what waits for me, what is due, what I follow, what has changed.

use askama::Template;
use jiff::civil::{Date, date};
use yifa_store::Counted;

use crate::components::MatterRow;
use crate::face::{Chrome, Lang, Nav};

/// The first page after signing in.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/desk.html")]
pub struct DeskPage {
    /// The frame.
    pub chrome: Chrome,
    /// Today.
    pub today: Date,
    /// What kind of day it is, when it is not an ordinary working day.
    pub day_note: Option<String>,
    /// The working day before today: what changed since then is listed.
    pub yesterday: Date,
    /// Whether the page for leaders is offered.
    pub has_board: bool,
    /// What the reader has begun and not sent off.
    pub drafts: Vec<DeskDraft>,
    /// The views that the reader has saved, and those of the body.
    pub views: Vec<DeskView>,
    /// The lists, in the order of the reader's role.
    pub lists: Vec<DeskList>,
}

impl DeskPage {
    /// Whether a list stands open on a narrow screen: the first two that have something. Their counts stand above.
    fn opens(&self, list: &DeskList) -> bool {
        let filled = self.lists.iter().filter(|one| !one.rows.is_empty()).take(2);
        filled.into_iter().any(|one| one.kind == list.kind)
    }
}

/// A form that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskDraft {
    /// The act.
    pub act: String,
    /// The matter, or the procedure where the act opens one.
    pub of: String,
    /// When it was saved.
    pub at: String,
    /// The form.
    pub href: String,
}

/// A saved view on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskView {
    /// Its name.
    pub name: String,
    /// Who shared it, if not the reader.
    pub shared_by: Option<String>,
    /// The list.
    pub href: String,
    /// How many matters it has now.
    pub total: Counted,
}

/// One list of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskList {
    /// Which.
    pub kind: DeskKind,
    /// The first rows.
    pub rows: Vec<MatterRow>,
    /// How many there are in all.
    pub total: Counted,
    /// The whole list.
    pub href: String,
    /// Whether the earliest limit comes first.
    pub sorted_by_due: bool,
}

/// The lists of a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskKind {
    /// 已逾期
    Late,
    /// 今天到期
    Today,
    /// 三日内到期
    ThreeDays,
    /// 本周到期
    Week,
    /// 待我办理
    Waiting,
    /// 关注
    Following,
    /// 预警
    Alerts,
    /// 昨日以来有变动
    Changed,
    /// 已办
    Done,
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
            Self::Following => "desk.list.following",
            Self::Alerts => "desk.list.alerts",
            Self::Changed => "desk.list.changed",
            Self::Done => "desk.list.done",
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
            Self::Following => "following",
            Self::Alerts => "alerts",
            Self::Changed => "changed",
            Self::Done => "done",
        }
    }

    /// The class that colours its count, when there is something in it.
    pub fn class(self, total: &Counted) -> &'static str {
        match self {
            _ if total.matters == 0 => "calm",
            Self::Late => "red",
            Self::Today | Self::Alerts => "yellow",
            Self::ThreeDays => "notice",
            Self::Week | Self::Waiting | Self::Following | Self::Changed | Self::Done => "calm",
        }
    }

    /// Whether an empty list keeps its place: what is not there need not be said six times.
    pub fn is_always_shown(self) -> bool {
        self == Self::Waiting
    }
}

impl DeskPage {
    /// A Monday with one late matter.
    pub fn sample(lang: Lang) -> Self {
        let rows = MatterRow::samples(lang);
        let list = |kind, rows: &[MatterRow], total: u32| DeskList {
            kind,
            rows: rows.to_vec(),
            total: total.into(),
            href: "/matters?due=late".into(),
            sorted_by_due: true,
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Desk, "/"),
            today: date(2026, 11, 23),
            day_note: None,
            yesterday: date(2026, 11, 20),
            has_board: true,
            views: vec![DeskView {
                name: lang.pick("本周要送达的", "To be served this week").into(),
                shared_by: Some("李川".into()),
                href: "/matters?due=7".into(),
                total: Counted::from(7),
            }],
            drafts: vec![DeskDraft {
                act: lang.pick("立案", "File a case").into(),
                of: lang.pick("行政处罚普通程序", "Administrative penalty, ordinary procedure").into(),
                at: "2026-11-23 09:05".into(),
                href: "/matters/new/penalty-ordinary/file".into(),
            }],
            lists: vec![
                list(DeskKind::Late, &rows[..1], 1),
                list(DeskKind::Today, &rows[1..2], 1),
                list(DeskKind::ThreeDays, &rows[2..3], 1),
                list(DeskKind::Week, &[], 0),
                list(DeskKind::Waiting, &rows[..4], 17),
                list(DeskKind::Following, &rows[4..5], 1),
                list(DeskKind::Changed, &rows[5..], 1),
            ],
        }
    }
}
