//! Instants as days and clock times in China.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// China has one time of day, eight hours ahead of universal time; no summer time since 1991.
const CHINA: Offset = Offset::constant(8);

/// The clock time in China at an instant.
///
/// ```
/// use yifa_law::calendar::china_time;
///
/// let at = "2025-03-02T16:30:00Z".parse()?;
/// assert_eq!(china_time(at).to_string(), "2025-03-03T00:30:00");
/// # Ok::<(), jiff::Error>(())
/// ```
#[must_use]
pub fn china_time(at: Timestamp) -> DateTime {
    CHINA.to_datetime(at)
}

/// The day in China on which an instant falls.
#[must_use]
pub fn china_date(at: Timestamp) -> Date {
    china_time(at).date()
}

/// The instant of a clock time in China; `None` at the very edges of the years -9999 and 9999.
#[must_use]
pub fn china_instant(time: DateTime) -> Option<Timestamp> {
    CHINA.to_timestamp(time).ok()
}
