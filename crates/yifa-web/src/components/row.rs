//! A matter as one row of a list.

use jiff::civil::{Date, date};

use super::{Left, Level, Unit};
use crate::face::Lang;

/// How a state is coloured; its name is always written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Under way.
    #[default]
    Running,
    /// Something good was reached.
    Good,
    /// Closed.
    End,
}

impl Tone {
    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Good => "good",
            Self::End => "end",
        }
    }
}

/// A matter in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterRow {
    /// The matter.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name, personal data masked.
    pub name: String,
    /// Its procedure.
    pub procedure: String,
    /// The body that has it.
    pub body: String,
    /// Its state.
    pub state: String,
    /// How the state is coloured.
    pub tone: Tone,
    /// The clock that runs out first.
    pub clock: Option<RowClock>,
    /// What waits for the reader to be done next: label and address.
    pub action: Option<(String, String)>,
}

/// The clock of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowClock {
    /// The limit's name.
    pub title: String,
    /// The last day.
    pub due: Option<Date>,
    /// What is left.
    pub left: Left,
    /// How urgent.
    pub level: Level,
}

impl MatterRow {
    /// Rows of several procedures, late ones first.
    pub fn samples(lang: Lang) -> Vec<Self> {
        let row = |number: &str,
                   name: (&str, &str),
                   procedure: (&str, &str),
                   body: (&str, &str),
                   state: (&str, &str),
                   tone,
                   clock: Option<((&str, &str), Date, Left, Level)>,
                   action: Option<(&str, &str)>| Self {
            id: number.into(),
            href: "/matters/0199".into(),
            number: number.into(),
            name: lang.pick(name.0, name.1).into(),
            procedure: lang.pick(procedure.0, procedure.1).into(),
            body: lang.pick(body.0, body.1).into(),
            state: lang.pick(state.0, state.1).into(),
            tone,
            clock: clock.map(|(title, due, left, level)| RowClock {
                title: lang.pick(title.0, title.1).into(),
                due: Some(due),
                left,
                level,
            }),
            action: action.map(|(zh, en)| (lang.pick(zh, en).into(), "/matters/0199/do/serve".into())),
        };
        let penalty = ("行政处罚（普通程序）", "Penalty, ordinary procedure");
        vec![
            row(
                "锦城管罚〔2026〕113号",
                ("占道堆放建筑垃圾案", "Building rubble left on a road"),
                penalty,
                ("市城市管理局", "City Administration Bureau"),
                ("已决定", "Decided"),
                Tone::Running,
                Some((
                    ("公开处罚决定", "Publish the decision"),
                    date(2026, 11, 18),
                    Left::Over(3, Unit::WorkingDay),
                    Level::Red,
                )),
                Some(("公开", "Publish")),
            ),
            row(
                "锦城管罚〔2026〕118号",
                ("擅自设置户外广告案", "Outdoor advertising without a permit"),
                penalty,
                ("青溪区综合行政执法局", "Qingxi District Enforcement Bureau"),
                ("已告知", "Notice given"),
                Tone::Running,
                Some((
                    ("作出处罚决定", "Take the decision"),
                    date(2026, 11, 23),
                    Left::Remaining(0, Unit::CalendarDay),
                    Level::Yellow,
                )),
                Some(("作出决定", "Decide")),
            ),
            row(
                "锦府规备〔2026〕27号",
                ("《锦安市共享单车停放管理办法》备案", "Filing: Rules on parking shared bicycles"),
                ("规范性文件备案", "Filing of a normative document"),
                ("市交通运输局", "Transport Bureau"),
                ("审查中", "Under review"),
                Tone::Running,
                Some((
                    ("报送备案", "Send for filing"),
                    date(2026, 11, 26),
                    Left::Remaining(3, Unit::CalendarDay),
                    Level::Notice,
                )),
                Some(("记录审查意见", "Record the review")),
            ),
            row(
                "锦复〔2026〕61号",
                ("陈某某不服罚款决定申请复议", "Reconsideration of a fine, applicant Chen"),
                ("行政复议", "Reconsideration"),
                ("市司法局", "Justice Bureau"),
                ("审理中", "Being heard"),
                Tone::Running,
                Some((
                    ("作出复议决定", "Decide the application"),
                    date(2026, 12, 30),
                    Left::Remaining(37, Unit::CalendarDay),
                    Level::None,
                )),
                Some(("记录听取意见", "Record the hearing of views")),
            ),
            row(
                "锦合〔2026〕9号",
                (
                    "智慧停车系统建设与运营维护服务采购合同（第二期，含三年质量保证与数据移交条款）",
                    "Contract for the second stage of the parking system, with three years of warranty and hand-over of data",
                ),
                ("政府合同", "Government contract"),
                ("市城市管理局", "City Administration Bureau"),
                ("履行中", "Being performed"),
                Tone::Good,
                None,
                None,
            ),
            row(
                "锦城管罚〔2026〕97号",
                ("夜间施工噪声案", "Noise from night-time building work"),
                penalty,
                ("市城市管理局", "City Administration Bureau"),
                ("已结案", "Closed"),
                Tone::End,
                None,
                None,
            ),
        ]
    }
}
