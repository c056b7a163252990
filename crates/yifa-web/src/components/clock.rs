//! A running limit as people see it: by when, how much is left, how urgent, and why this day.

use jiff::civil::{Date, date};

use super::steps::{StepKind, StepView};
use crate::face::{Chrome, Lang};

pub use yifa_law::limit::Unit;

/// How urgent: always a colour and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Nothing to warn of.
    #[default]
    None,
    /// 提示
    Notice,
    /// 黄
    Yellow,
    /// 红
    Red,
}

impl Level {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "words.level.none",
            Self::Notice => "words.level.notice",
            Self::Yellow => "words.level.yellow",
            Self::Red => "words.level.red",
        }
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::None => "good",
            Self::Notice => "notice",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// Whether there is something to warn of.
    pub fn warns(self) -> bool {
        self != Self::None
    }
}

/// What is left of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// So many units remain; 0 means that it ends today (or within this hour).
    Remaining(u32, Unit),
    /// It ended so many units ago.
    Over(u32, Unit),
    /// It was kept.
    Kept,
    /// It was missed, and the act was done later.
    KeptLate(u32, Unit),
    /// It stands still.
    Paused,
    /// The right has lapsed.
    Lapsed,
    /// It has run out, and the law did the rest: nobody was late.
    RunOut,
    /// A sum grows.
    Growing,
    /// It has no number ("promptly") or has not begun.
    Open,
}

impl Left {
    /// Whether a last day is ahead, or has passed without the act.
    pub fn is_counting(&self) -> bool {
        matches!(self, Self::Remaining(..) | Self::Over(..))
    }

    /// In words, for example 剩 3 个工作日.
    pub fn words(&self, chrome: &Chrome) -> String {
        match *self {
            Self::Remaining(0, Unit::Hour) => chrome.t("words.left.this_hour"),
            Self::Remaining(0, _) => chrome.t("words.left.today"),
            Self::Remaining(n, Unit::CalendarDay) if n > EXACT_DAYS => far(n, chrome),
            Self::Remaining(n, unit) => chrome.many(&format!("words.left.{}", unit.as_str()), n),
            Self::Over(n, unit) => chrome.many(&format!("words.over.{}", unit.as_str()), n),
            Self::Kept => chrome.t("words.left.kept"),
            Self::KeptLate(n, unit) => {
                let over = chrome.many(&format!("words.over.{}", unit.as_str()), n);
                chrome.t1("words.left.kept_late", "over", over)
            }
            Self::Paused => chrome.t("words.left.paused"),
            Self::Lapsed => chrome.t("words.left.lapsed"),
            Self::RunOut => chrome.t("words.left.run_out"),
            Self::Growing => chrome.t("words.left.growing"),
            Self::Open => chrome.t("words.left.open"),
        }
    }
}

/// The most days that are counted one by one. The limits of cases, sixty or ninety days and what prolongs them, stay exact;
/// nobody counts 1,730 days, and the last day itself always stands beside.
const EXACT_DAYS: u32 = 180;

/// What is left of a long term: full months, from two years on full years.
fn far(days: u32, chrome: &Chrome) -> String {
    let months = days * 12 / 366;
    match months {
        ..24 => chrome.many("words.left.months_and_more", months),
        _ => chrome.many("words.left.years_and_more", months / 12),
    }
}

/// What passing a limit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    /// The organ must act within it.
    Duty,
    /// A party may act within it.
    Right,
    /// It must last at least so long.
    Floor,
    /// So many clear days before a future event.
    Lead,
    /// Between two days of the year.
    Window,
    /// So many times in each period.
    Recurring,
    /// Hours, day and night.
    Hours,
    /// A sum that grows by the day.
    Accrual,
    /// Silence changes the state.
    Silence,
    /// A term of validity: at its end it ends by itself.
    Term,
    /// "Promptly".
    Open,
    /// The earlier of two.
    LongStop,
}

impl LimitKind {
    /// Whether something is to be done, or is lost, by its last day. A time that must pass first, and a sum that grows, are
    /// waited for.
    pub fn presses(self) -> bool {
        !matches!(self, Self::Floor | Self::Accrual | Self::Open)
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Duty => "words.limit.duty",
            Self::Right => "words.limit.right",
            Self::Floor => "words.limit.floor",
            Self::Lead => "words.limit.lead",
            Self::Window => "words.limit.window",
            Self::Recurring => "words.limit.recurring",
            Self::Hours => "words.limit.hours",
            Self::Accrual => "words.limit.accrual",
            Self::Silence => "words.limit.silence",
            Self::Term => "words.limit.term",
            Self::Open => "words.limit.open",
            Self::LongStop => "words.limit.long_stop",
        }
    }
}

/// A limit of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockView {
    /// Identifier, unique on the page.
    pub id: String,
    /// The limit's name.
    pub title: String,
    /// What passing it means.
    pub kind: LimitKind,
    /// What the law does when it has passed.
    pub then: Option<String>,
    /// The day from which it runs.
    pub start: Option<Date>,
    /// The last day.
    pub due: Option<Date>,
    /// The hour on the last day, when it runs by the hour.
    pub hour: Option<String>,
    /// What is left.
    pub left: Left,
    /// How urgent.
    pub level: Level,
    /// A year whose holidays are not published yet is involved.
    pub provisional: bool,
    /// A sum that has grown so far (for accruals), written out.
    pub sum: Option<String>,
    /// The article.
    pub article: String,
    /// Why this day.
    pub steps: Vec<StepView>,
}

impl ClockView {
    /// What passing it means, in words; of silence, what follows.
    pub fn means(&self, chrome: &Chrome) -> String {
        match (&self.kind, &self.then) {
            (LimitKind::Silence, Some(act)) => chrome.t1("words.limit.silence_then", "act", act),
            (kind, _) => chrome.t(kind.key()),
        }
    }

    /// Three clocks of a penalty matter on 2026-11-23.
    pub fn samples(lang: Lang) -> Vec<Self> {
        let clock =
            |id: &str, zh: &str, en: &str, kind, start, due, left, level, article: &str, steps| Self {
                id: id.into(),
                title: lang.pick(zh, en).into(),
                kind,
                then: (kind == LimitKind::Silence).then(|| lang.pick("视为受理", "Deemed accepted").into()),
                start,
                due,
                hour: None,
                left,
                level,
                provisional: false,
                sum: None,
                article: article.into(),
                steps,
            };
        let step = |kind, from, to, n, note: Option<(&str, &str)>, article: Option<&str>| StepView {
            kind,
            from: Some(from),
            to,
            n,
            note: note.map(|(zh, en)| lang.pick(zh, en).into()),
            article: article.map(Into::into),
        };
        let decide = vec![
            step(
                StepKind::Start,
                date(2026, 9, 2),
                None,
                None,
                Some(("立案之日；从次日起算", "day of filing; counted from the next day")),
                Some("《行政处罚法》第六十条"),
            ),
            step(
                StepKind::Counted,
                date(2026, 9, 3),
                Some(date(2026, 9, 20)),
                Some((18, Unit::CalendarDay)),
                None,
                None,
            ),
            step(
                StepKind::Paused,
                date(2026, 9, 21),
                Some(date(2026, 9, 24)),
                Some((4, Unit::CalendarDay)),
                Some(("检测鉴定", "expert examination")),
                Some("《市场监督管理行政处罚程序规定》第六十四条"),
            ),
            step(
                StepKind::Counted,
                date(2026, 9, 25),
                Some(date(2026, 12, 5)),
                Some((72, Unit::CalendarDay)),
                None,
                None,
            ),
            step(
                StepKind::Rolled,
                date(2026, 12, 5),
                Some(date(2026, 12, 7)),
                None,
                Some(("12月5日是休息日，顺延", "5 December is a rest day, so it moves on")),
                Some("《行政处罚法》第八十五条"),
            ),
            step(StepKind::Due, date(2026, 12, 7), None, None, None, None),
        ];
        let hearing = vec![
            step(
                StepKind::Start,
                date(2026, 9, 29),
                None,
                None,
                Some((
                    "告知书送达之日；从次日起算",
                    "day on which the notice was served; counted from the next day",
                )),
                Some("《行政处罚法》第六十四条第一项"),
            ),
            step(StepKind::Counted, date(2026, 9, 30), None, Some((1, Unit::WorkingDay)), None, None),
            step(
                StepKind::Skipped,
                date(2026, 10, 1),
                Some(date(2026, 10, 7)),
                Some((7, Unit::CalendarDay)),
                Some(("国庆节", "National Day")),
                None,
            ),
            step(
                StepKind::Counted,
                date(2026, 10, 8),
                Some(date(2026, 10, 10)),
                Some((3, Unit::WorkingDay)),
                Some(("10月10日调休上班", "10 October is a make-up working day")),
                None,
            ),
            step(
                StepKind::Skipped,
                date(2026, 10, 11),
                None,
                Some((1, Unit::CalendarDay)),
                Some(("周末", "weekend")),
                None,
            ),
            step(StepKind::Counted, date(2026, 10, 12), None, Some((1, Unit::WorkingDay)), None, None),
            step(StepKind::Due, date(2026, 10, 12), None, None, None, None),
        ];
        vec![
            clock(
                "publish-in-7",
                "公开处罚决定",
                "Publish the decision",
                LimitKind::Duty,
                Some(date(2026, 11, 9)),
                Some(date(2026, 11, 18)),
                Left::Over(3, Unit::WorkingDay),
                Level::Red,
                "《行政处罚法》第四十八条；国办发〔2018〕118号",
                vec![],
            ),
            clock(
                "serve-in-7",
                "送达处罚决定书",
                "Serve the decision",
                LimitKind::Duty,
                Some(date(2026, 11, 16)),
                Some(date(2026, 11, 25)),
                Left::Remaining(2, Unit::WorkingDay),
                Level::Yellow,
                "《行政处罚法》第六十一条",
                vec![],
            ),
            clock(
                "decide-in-90",
                "作出处罚决定",
                "Take the decision",
                LimitKind::Duty,
                Some(date(2026, 9, 2)),
                Some(date(2026, 12, 7)),
                Left::Remaining(14, Unit::CalendarDay),
                Level::Notice,
                "《行政处罚法》第六十条",
                decide,
            ),
            clock(
                "request-hearing",
                "要求听证",
                "Request a hearing",
                LimitKind::Right,
                Some(date(2026, 9, 29)),
                Some(date(2026, 10, 12)),
                Left::Lapsed,
                Level::None,
                "《行政处罚法》第六十四条第一项",
                hearing,
            ),
            Self {
                provisional: true,
                ..clock(
                    "sue",
                    "提起行政诉讼",
                    "Bring suit",
                    LimitKind::Right,
                    Some(date(2026, 11, 16)),
                    Some(date(2027, 5, 17)),
                    Left::Remaining(6, Unit::Month),
                    Level::None,
                    "《行政诉讼法》第四十六条",
                    vec![],
                )
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::Lang;

    #[test]
    fn days_are_counted_while_somebody_would_count_them() {
        let said = |lang, days| {
            Left::Remaining(days, Unit::CalendarDay).words(&Chrome { lang, ..Chrome::default() })
        };
        for (days, hans, en) in [
            (0, "今天到期", "due today"),
            (1, "剩 1 日", "1 day left"),
            (180, "剩 180 日", "180 days left"),
            (181, "剩 5 个多月", "over 5 months left"),
            (730, "剩 23 个多月", "over 23 months left"),
            (732, "剩 2 年多", "over 2 years left"),
            (1_730, "剩 4 年多", "over 4 years left"),
        ] {
            assert_eq!((said(Lang::ZhHans, days), said(Lang::En, days)), (hans.to_owned(), en.to_owned()));
        }
        let over = Left::Over(1_730, Unit::CalendarDay).words(&Chrome::default());
        assert!(over.contains("1,730"), "what is overdue stays exact: {over}");
    }
}
