//! Owns the yearly holiday notices of the definitions.

use yifa_law::calendar::{Calendar, CalendarYear, NoticeDay};

use super::diagnostic::Diagnostic;
use super::parsed::In;
use super::raw::{CalendarDays, CalendarFile};
use super::written;

/// How many days one range may hold.
const LONGEST: usize = 40;

/// The calendar of all loaded years.
pub(super) fn calendar(files: &[In<CalendarFile>], faults: &mut Vec<Diagnostic>) -> Calendar {
    let mut years = Vec::new();
    for In { file, it } in files {
        let mut days = Vec::new();
        let mut read = |ranges: &[CalendarDays], make: fn(jiff::civil::Date, &str) -> NoticeDay| {
            for range in ranges {
                let both = written::day(&range.from)
                    .and_then(|from| Ok((from, written::day(range.to.as_deref().unwrap_or(&range.from))?)));
                match both {
                    Ok((from, to)) if from <= to => {
                        let all =
                            from.series(jiff::Span::new().days(1)).take(LONGEST).take_while(|day| *day <= to);
                        days.extend(all.map(|day| make(day, &range.name)));
                    }
                    Ok(_) => {
                        let says = format!("`{}` ends before it begins", range.name);
                        faults.push(Diagnostic::new("D1001", file, 0..0, says));
                    }
                    Err(says) => faults.push(Diagnostic::new("D1001", file, 0..0, says)),
                }
            }
        };
        read(&it.off, NoticeDay::off);
        read(&it.work, NoticeDay::worked);
        match CalendarYear::new(it.year, days) {
            Ok(year) => years.push(year),
            Err(fault) => faults.push(Diagnostic::new("D1001", file, 0..0, fault.to_string())),
        }
    }
    match Calendar::of_years(years) {
        Ok(calendar) => calendar,
        Err(fault) => {
            faults.push(Diagnostic::new("D1001", "calendars", 0..0, fault.to_string()));
            Calendar::default()
        }
    }
}
