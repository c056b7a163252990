//! Limits in hours: from moment to moment, day and night.

use jiff::{SignedDuration, Timestamp};

use super::{LimitFault, Span, Unit};

/// A limit in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourLimit {
    /// The moment of the event that started it.
    pub start: Timestamp,
    /// The length.
    pub span: Span,
    /// The moment at which it is over; what is done at this moment is still in time.
    pub until: Timestamp,
}

impl HourLimit {
    /// Whether it is over.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now > self.until
    }

    /// The time left; negative once it is over.
    #[must_use]
    pub fn left(&self, now: Timestamp) -> SignedDuration {
        self.until.duration_since(now)
    }
}

/// The end of a limit in hours. Hours count from the moment of the event, through nights, weekends and holidays.
///
/// ```
/// use yifa_law::limit::{due_at, Span, Unit};
///
/// // Seized on the spot on the eve of a holiday, 17:20 in China: approval within 24 hours.
/// let seized = "2025-09-30T09:20:00Z".parse()?;
/// let approve = due_at(seized, Span::new(24, Unit::Hour)?)?;
/// assert_eq!(approve.until, "2025-10-01T09:20:00Z".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`LimitFault::DaysNeedDate`] for any other unit; [`LimitFault::BeyondCalendar`].
///
/// # Source
/// 《民法典》 article 201 paragraph 2; 《行政强制法》 article 19 (24 hours).
pub fn due_at(start: Timestamp, span: Span) -> Result<HourLimit, LimitFault> {
    let until = start.checked_add(hours(span)?).map_err(|_| LimitFault::BeyondCalendar)?;
    Ok(HourLimit { start, span, until })
}

/// The latest moment that lies so many hours before an event.
///
/// # Errors
/// As [`due_at`].
pub fn latest_moment_before(event: Timestamp, span: Span) -> Result<Timestamp, LimitFault> {
    event.checked_sub(hours(span)?).map_err(|_| LimitFault::BeyondCalendar)
}

fn hours(span: Span) -> Result<SignedDuration, LimitFault> {
    match span.unit() {
        Unit::Hour => Ok(SignedDuration::from_hours(span.n().into())),
        unit => Err(LimitFault::DaysNeedDate { unit }),
    }
}
