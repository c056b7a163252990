//! What is older than the register of filings: it was never to stand there, and is told apart.

use jiff::civil::{Date, date};
use yifa_law::docnumber::{DocumentNumber, DocumentYear};
use yifa_library::completeness::{Cell, Difference, Entry, Run};

use super::definition::Register;

/// The day from which the register is whole: the city's own, else the beginning of the year in which the first document was
/// filed, of this year while none is.
pub(super) fn complete_from(register: &Register, first: Option<Date>, today: Date) -> Date {
    let year = first.map_or(today.year(), |first| first.year().min(today.year()));
    register.complete_from.map_or(date(year, 1, 1), |day| day.0)
}

/// Whether a document that is filed nowhere is known to be from before that day: by its latest day, else by the year of its
/// number. What tells neither stays a finding, and so does what the registers tell differently.
pub(super) fn is_older(one: &Difference, complete_from: Date) -> bool {
    if one.cell != Cell::Unfiled {
        return false;
    }
    match one.seen.iter().filter_map(|entry| entry.day).max() {
        Some(day) => day < complete_from,
        None => {
            let years = one.seen.iter().filter_map(Entry::definite_number).filter_map(year);
            years.max().is_some_and(|year| i32::from(year) < i32::from(complete_from.year()))
        }
    }
}

/// Whether numbers that are nowhere are from before that day. In the year in which the register begins, those before the
/// first one known are.
pub(super) fn is_older_run(run: &Run, complete_from: Date) -> bool {
    let begins_within = complete_from > date(complete_from.year(), 1, 1)
        && i32::from(run.year) == i32::from(complete_from.year());
    i32::from(run.year) < i32::from(complete_from.year())
        || run.after.day.is_some_and(|day| day < complete_from)
        || (begins_within && run.before.is_none())
}

fn year(number: &DocumentNumber) -> Option<u16> {
    match number {
        DocumentNumber::Yearly { year: DocumentYear::Known(year), .. } => Some(*year),
        DocumentNumber::Announced { year, .. } => *year,
        DocumentNumber::Yearly { .. } | DocumentNumber::Order { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::completeness::definition::Day;
    use yifa_library::completeness::Numbered;

    fn seen(number: Option<&str>, days: &[Option<Date>]) -> Difference {
        let number = number.and_then(|text| yifa_law::docnumber::parse(text).ok()).map(|read| read.number);
        let entry = |day: &Option<Date>| Entry { number: number.clone(), day: *day, ..Entry::default() };
        Difference { cell: Cell::Unfiled, seen: days.iter().map(entry).collect(), filed: vec![], near: None }
    }

    #[test]
    fn the_city_says_the_day_else_the_first_filing_does() {
        let today = date(2026, 5, 3);
        let by_default = |first| complete_from(&Register::default(), first, today);
        assert_eq!(by_default(Some(date(2024, 9, 30))), date(2024, 1, 1));
        // Nothing filed yet, and a filing that lies ahead by a slip: this year.
        assert_eq!(
            (by_default(None), by_default(Some(date(2062, 1, 1)))),
            (date(2026, 1, 1), date(2026, 1, 1))
        );
        let mut own = Register::default();
        own.complete_from = Some(Day(date(2025, 7, 1)));
        assert_eq!(complete_from(&own, Some(date(2024, 9, 30)), today), date(2025, 7, 1));
    }

    #[test]
    fn what_is_older_is_told_by_day_then_by_number_and_doubt_stays_a_finding() {
        let from = date(2026, 1, 1);
        assert!(is_older(&seen(None, &[Some(date(2025, 12, 31)), None]), from));
        assert!(!is_older(&seen(None, &[Some(date(2025, 12, 31)), Some(date(2026, 1, 1))]), from));
        assert!(is_older(&seen(Some("云府发〔2019〕3号"), &[None]), from));
        assert!(!is_older(&seen(Some("云府发〔2026〕3号"), &[None]), from));
        assert!(!is_older(&seen(Some("云府发〔20**〕3号"), &[None]), from));
        assert!(!is_older(&seen(None, &[None]), from));
        // That the registers say different things is never a matter of age.
        let differs = Difference { cell: Cell::TextDiffers, ..seen(None, &[Some(date(2019, 1, 1))]) };
        assert!(!is_older(&differs, from));
    }

    #[test]
    fn a_series_is_not_asked_for_what_came_before_the_register() {
        let numbered = |text: &str, day| Numbered {
            number: yifa_law::docnumber::parse(text).unwrap_or_else(|why| panic!("{why:?}")).number,
            place: String::new(),
            maker: String::new(),
            day,
        };
        let missing = |all: &[Numbered]| yifa_library::completeness::gaps(all).remove(0);
        let begun = missing(&[numbered("云府发〔2026〕40号", Some(date(2026, 7, 2)))]);
        assert!(is_older_run(&begun, date(2026, 7, 1)) && !is_older_run(&begun, date(2026, 1, 1)));
        let within = missing(&[
            numbered("云府发〔2026〕1号", Some(date(2026, 7, 2))),
            numbered("云府发〔2026〕3号", Some(date(2026, 8, 2))),
        ]);
        assert!(!is_older_run(&within, date(2026, 7, 1)));
        assert!(is_older_run(&within, date(2026, 9, 1)) && is_older_run(&within, date(2027, 1, 1)));
    }
}
