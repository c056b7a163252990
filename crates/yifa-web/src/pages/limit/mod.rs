//! The limit calculator 期限计算器: one date, and every step to it.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::{Opt, StepKind, StepView, Unit};
use crate::face::{Chrome, Lang, Nav};

/// The calculator. Sent by GET: `from`, `n`, `unit`, `roll` (`next` when ticked), `before` (`yes` when ticked).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/limit/calculator.html")]
pub struct LimitPage {
    /// The frame.
    pub chrome: Chrome,
    /// The day or moment that was typed.
    pub from: String,
    /// The number that was typed.
    pub n: String,
    /// The unit that was picked; never a default, so `None` at first.
    pub unit: Option<Unit>,
    /// Whether a last day on a rest day moves.
    pub roll: bool,
    /// Whether it is counted back from a coming event.
    pub before: bool,
    /// What is wrong with what was typed.
    pub fault: Option<String>,
    /// The answer.
    pub answer: Option<LimitAnswer>,
}

/// A computed day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitAnswer {
    /// The last day, or the latest day before the event.
    pub due: Date,
    /// The hour, when it was counted by the hour.
    pub hour: Option<String>,
    /// A year without published holidays is involved.
    pub provisional: bool,
    /// The steps.
    pub steps: Vec<StepView>,
}

impl LimitPage {
    /// The units with the picked one selected.
    fn units(&self) -> Vec<Opt> {
        let units = [Unit::CalendarDay, Unit::WorkingDay, Unit::Month, Unit::Year, Unit::Hour];
        let choose = Opt::new("", self.chrome.t("tools.limit.choose_unit"), self.unit.is_none());
        let word = |unit: Unit| self.chrome.t(&format!("words.unit.{}", unit.as_str()));
        std::iter::once(choose)
            .chain(units.map(|u| Opt::new(u.as_str(), word(u), self.unit == Some(u))))
            .collect()
    }

    /// Five working days over the holidays of October.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Limits, "/limits");
        let step = |kind, from, to, n, note: Option<&str>, article: Option<&str>| StepView {
            kind,
            from: Some(from),
            to,
            n,
            note: note.map(|key| chrome.t(key)),
            article: article.map(Into::into),
        };
        let steps = vec![
            step(
                StepKind::Start,
                date(2026, 9, 29),
                None,
                None,
                Some("words.step_note.next_day"),
                Some("《民法典》第二百零一条"),
            ),
            step(StepKind::Counted, date(2026, 9, 30), None, Some((1, Unit::WorkingDay)), None, None),
            step(
                StepKind::Skipped,
                date(2026, 10, 1),
                Some(date(2026, 10, 7)),
                Some((7, Unit::CalendarDay)),
                Some("words.holiday.national_day"),
                Some("《全国年节及纪念日放假办法》"),
            ),
            step(
                StepKind::Counted,
                date(2026, 10, 8),
                Some(date(2026, 10, 10)),
                Some((3, Unit::WorkingDay)),
                None,
                None,
            ),
            step(
                StepKind::Skipped,
                date(2026, 10, 11),
                None,
                Some((1, Unit::CalendarDay)),
                Some("words.step_note.weekend"),
                None,
            ),
            step(StepKind::Counted, date(2026, 10, 12), None, Some((1, Unit::WorkingDay)), None, None),
            step(StepKind::Due, date(2026, 10, 12), None, None, None, None),
        ];
        Self {
            chrome,
            from: "2026-09-29".into(),
            n: "5".into(),
            unit: Some(Unit::WorkingDay),
            roll: false,
            before: false,
            fault: None,
            answer: Some(LimitAnswer { due: date(2026, 10, 12), hour: None, provisional: false, steps }),
        }
    }

    /// Something that is no day.
    pub fn sample_fault(lang: Lang) -> Self {
        let fault = lang.pick("“2026-02-30” 不是日历上的日期", "“2026-02-30” is not in the calendar");
        Self {
            from: "2026-02-30".into(),
            unit: None,
            fault: Some(fault.into()),
            answer: None,
            ..Self::sample(lang)
        }
    }
}
