//! The steps of a computed day in words: what started it, which days count, which do not and why.

use jiff::civil::Date;
use yifa_law::calendar::HolidayName;
use yifa_law::limit::{Disregarded, Span, Step, Unit};

use crate::face::{Chrome, Lang};

/// What one line of a computation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// The day or moment from which it runs.
    Start,
    /// The event from which is counted back.
    Event,
    /// Months or years run to the day of the same number.
    Corresponds,
    /// Days that count.
    Counted,
    /// Rest days that do not count.
    Skipped,
    /// An interval that does not count.
    Paused,
    /// More time was given.
    Extended,
    /// The period runs again in full.
    Restarted,
    /// Another limit governs.
    Superseded,
    /// The last day moved off a rest day.
    Rolled,
    /// The sum grows no more.
    Capped,
    /// Something that changes nothing.
    Disregarded,
    /// The result.
    Due,
}

impl StepKind {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "words.step.start",
            Self::Event => "words.step.event",
            Self::Corresponds => "words.step.corresponds",
            Self::Counted => "words.step.counted",
            Self::Skipped => "words.step.skipped",
            Self::Paused => "words.step.paused",
            Self::Extended => "words.step.extended",
            Self::Restarted => "words.step.restarted",
            Self::Superseded => "words.step.superseded",
            Self::Rolled => "words.step.rolled",
            Self::Capped => "words.step.capped",
            Self::Disregarded => "words.step.disregarded",
            Self::Due => "words.step.due",
        }
    }

    /// The class that sets it off.
    pub fn class(self) -> &'static str {
        match self {
            Self::Due => "last",
            Self::Skipped | Self::Paused | Self::Disregarded | Self::Superseded => "off",
            Self::Start
            | Self::Event
            | Self::Corresponds
            | Self::Counted
            | Self::Extended
            | Self::Restarted
            | Self::Rolled
            | Self::Capped => "on",
        }
    }
}

/// One line of the computation of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// What it does.
    pub kind: StepKind,
    /// The first day it speaks of.
    pub from: Option<Date>,
    /// The last day it speaks of, when there are several.
    pub to: Option<Date>,
    /// How many units it counts or skips.
    pub n: Option<(u32, Unit)>,
    /// Why: the holiday's name, the pausing act, the rule.
    pub note: Option<String>,
    /// The article.
    pub article: Option<String>,
}

/// What an effect on a clock is called: an expert examination, an extension, and its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Its name.
    pub name: String,
    /// The article that allows it.
    pub article: Option<String>,
}

impl StepView {
    /// `8 个工作日` for the days of this step.
    pub fn amount(&self, chrome: &Chrome) -> String {
        self.n
            .map_or_else(String::new, |(n, unit)| chrome.many(&format!("words.amount.{}", unit.as_str()), n))
    }

    /// The lines of a computation that ends on `due`. `unit` is the limit's; `causes` are the effects in the
    /// order in which they were handed to the computation.
    pub fn all(steps: &[Step], due: Date, unit: Unit, causes: &[Cause], chrome: &Chrome) -> Vec<Self> {
        let mut all: Vec<_> = steps.iter().map(|step| Self::of(step, unit, causes, chrome)).collect();
        all.push(Self::bare(StepKind::Due, due));
        all
    }

    fn bare(kind: StepKind, from: Date) -> Self {
        Self { kind, from: Some(from), to: None, n: None, note: None, article: None }
    }

    fn of(step: &Step, unit: Unit, causes: &[Cause], chrome: &Chrome) -> Self {
        let note = |key: &str| Some(chrome.t(key));
        let until = |from: Date, to: Date| (to != from).then_some(to);
        let name = |effect: usize| causes.get(effect).map(|c| c.name.clone());
        let span = |span: Span| Some((span.n(), span.unit()));
        let days = if unit == Unit::WorkingDay { Unit::WorkingDay } else { Unit::CalendarDay };
        let mut view = match step {
            Step::Start { on } => {
                Self { note: note("words.step_note.next_day"), ..Self::bare(StepKind::Start, *on) }
            }
            Step::Event { on } => {
                Self { note: note("words.step_note.backwards"), ..Self::bare(StepKind::Event, *on) }
            }
            Step::Corresponds { from, span: length, to, month_end } => Self {
                to: Some(*to),
                n: span(*length),
                note: if *month_end { note("words.step_note.month_end") } else { None },
                ..Self::bare(StepKind::Corresponds, *from)
            },
            Step::Counted { from, to, days: n, made_up } => Self {
                to: until(*from, *to),
                n: Some((*n, days)),
                note: made_up
                    .as_ref()
                    .map(|h| chrome.t1("words.step_note.made_up", "holiday", holiday(h, chrome.lang))),
                ..Self::bare(StepKind::Counted, *from)
            },
            Step::Rested { from, to, days: n, holiday: name } => Self {
                to: until(*from, *to),
                n: Some((*n, Unit::CalendarDay)),
                note: Some(rest(name.as_ref(), chrome)),
                ..Self::bare(StepKind::Skipped, *from)
            },
            Step::Stands { from, to, effect } => Self {
                to: to.and_then(|to| until(*from, to)),
                note: match (name(*effect), to) {
                    (Some(cause), Some(_)) => Some(cause),
                    (Some(cause), None) => Some(chrome.t1("words.step_note.lasts", "cause", cause)),
                    (None, _) => None,
                },
                ..Self::bare(StepKind::Paused, *from)
            },
            Step::Extended { on, by, effect } => {
                Self { n: span(*by), note: name(*effect), ..Self::bare(StepKind::Extended, *on) }
            }
            Step::Restarted { on, effect } => {
                Self { note: name(*effect), ..Self::bare(StepKind::Restarted, *on) }
            }
            Step::Superseded { on, effect } => {
                Self { note: name(*effect), ..Self::bare(StepKind::Superseded, *on) }
            }
            Step::RolledOver { from, to, holiday } => Self {
                to: Some(*to),
                note: Some(rest(holiday.as_ref(), chrome)),
                ..Self::bare(StepKind::Rolled, *from)
            },
            Step::MovedEarlier { from, to } => Self {
                to: Some(*to),
                note: note("words.step_note.earlier"),
                ..Self::bare(StepKind::Rolled, *from)
            },
            Step::Capped { on } => Self::bare(StepKind::Capped, *on),
            Step::Disregarded { effect, because } => {
                let why = chrome.t(match because {
                    Disregarded::BeforeStart => "words.step_note.before_start",
                    Disregarded::AfterLapse => "words.step_note.after_lapse",
                    Disregarded::WithinAnother => "words.step_note.within_another",
                });
                let note = name(*effect)
                    .map_or_else(|| why.clone(), |n| format!("{n}{}{why}", chrome.t("words.comma")));
                Self {
                    kind: StepKind::Disregarded,
                    from: None,
                    to: None,
                    n: None,
                    note: Some(note),
                    article: None,
                }
            }
        };
        let cause = match step {
            Step::Stands { effect, .. }
            | Step::Extended { effect, .. }
            | Step::Restarted { effect, .. }
            | Step::Superseded { effect, .. }
            | Step::Disregarded { effect, .. } => causes.get(*effect).and_then(|c| c.article.clone()),
            Step::Start { .. }
            | Step::Event { .. }
            | Step::Corresponds { .. }
            | Step::Counted { .. }
            | Step::Rested { .. }
            | Step::RolledOver { .. }
            | Step::MovedEarlier { .. }
            | Step::Capped { .. } => None,
        };
        view.article = cause.or_else(|| step.source().map(str::to_owned));
        view
    }
}

/// Why a day is a rest day.
fn rest(name: Option<&HolidayName>, chrome: &Chrome) -> String {
    name.map_or_else(|| chrome.t("words.step_note.weekend"), |name| holiday(name, chrome.lang))
}

/// The holiday's name; translated where the language has a word for it.
pub(crate) fn holiday(name: &HolidayName, lang: Lang) -> String {
    let names = name.as_str().split('、').map(|one| {
        let key = match one {
            "元旦" => "words.holiday.new_year",
            "春节" => "words.holiday.spring_festival",
            "清明节" => "words.holiday.qingming",
            "劳动节" => "words.holiday.labour_day",
            "端午节" => "words.holiday.dragon_boat",
            "中秋节" => "words.holiday.mid_autumn",
            "国庆节" => "words.holiday.national_day",
            other => return other.to_owned(),
        };
        lang.t(key)
    });
    names.collect::<Vec<_>>().join(&lang.t("words.list_comma"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use yifa_law::calendar::{Calendar, CalendarYear, NoticeDay};
    use yifa_law::limit::{Roll, due};

    use super::*;

    #[test]
    fn a_computation_is_told_in_each_language() {
        let five = Span::new(5, Unit::WorkingDay).unwrap();
        let off = (1..=8).map(|day| NoticeDay::off(date(2025, 10, day), "国庆节、中秋节"));
        let calendar = Calendar::of_years([CalendarYear::new(2025, off).unwrap()]).unwrap();
        let found = due(&calendar, date(2025, 9, 29), five, Roll::Never, &[]).unwrap();
        for (lang, holiday) in
            [(Lang::ZhHans, "国庆节、中秋节"), (Lang::En, "National Day, Mid-Autumn Festival")]
        {
            let chrome = Chrome { lang, ..Chrome::default() };
            let lines = StepView::all(&found.steps, found.on, Unit::WorkingDay, &[], &chrome);
            assert_eq!(lines.first().map(|l| l.kind), Some(StepKind::Start));
            assert_eq!(lines.last().map(|l| (l.kind, l.from)), Some((StepKind::Due, Some(found.on))));
            let counted: u32 = lines
                .iter()
                .filter(|l| l.kind == StepKind::Counted)
                .filter_map(|l| l.n)
                .map(|(n, _)| n)
                .sum();
            assert_eq!(counted, 5);
            assert!(lines.iter().filter_map(|l| l.note.as_deref()).any(|n| n.contains(holiday)), "{lines:?}");
        }
    }

    #[test]
    fn a_holiday_without_a_word_keeps_its_name_and_a_missing_cause_says_nothing() {
        assert_eq!(holiday(&HolidayName::from("抗战胜利日、国庆节"), Lang::En), "抗战胜利日, National Day");
        let step = Step::Restarted { on: date(2026, 1, 5), effect: 9 };
        let view = StepView::of(&step, Unit::CalendarDay, &[], &Chrome::default());
        assert_eq!(view.note, None);
    }
}
