//! Months and years: the day of the same number, or the end of the month.

use jiff::civil::Date;

use super::LimitFault;

/// The corresponding day `months` later, and whether the month's last day had to stand in for it.
///
/// # Source
/// 《民法典》 article 202.
pub(super) fn corresponding(from: Date, months: u32) -> Result<(Date, bool), LimitFault> {
    let to = shifted(from, i64::from(months))?;
    Ok((to, to.day() != from.day()))
}

/// The latest day from which `months` months, running forward, end on `last` or earlier.
pub(super) fn latest_reaching(last: Date, months: u32) -> Result<Date, LimitFault> {
    let same_number = shifted(last, -i64::from(months))?;
    // 28 February is reached from 28, 29, 30 and 31 January alike.
    Ok(if last == last.last_of_month() { same_number.last_of_month() } else { same_number })
}

fn shifted(from: Date, months: i64) -> Result<Date, LimitFault> {
    let count = i64::from(from.year()) * 12 + i64::from(from.month()) - 1 + months;
    let year = i16::try_from(count.div_euclid(12)).map_err(|_| LimitFault::BeyondCalendar)?;
    let month = i8::try_from(count.rem_euclid(12) + 1).map_err(|_| LimitFault::BeyondCalendar)?;
    let first = Date::new(year, month, 1).map_err(|_| LimitFault::BeyondCalendar)?;
    Date::new(year, month, from.day().min(first.days_in_month())).map_err(|_| LimitFault::BeyondCalendar)
}
