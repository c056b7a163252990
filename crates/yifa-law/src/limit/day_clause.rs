//! Which unit a bare 日 has in an Act.

use super::Unit;

/// An Act's own clause on the unit of 日. It is a fact of the instrument's version, held in its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayClause {
    /// No clause: a bare 日 is a calendar day, and working days are written out (工作日).
    None,
    /// All limits on the organ are working days.
    ///
    /// # Source
    /// 《行政许可法》 article 82.
    All,
    /// Limits of exactly so many days are working days, all others calendar days.
    ///
    /// # Source
    /// 《行政处罚法》(2021) article 85 (2, 3, 5, 7); 《行政复议法》(2023) article 88 (3, 5, 7, 10).
    Exactly(Vec<u32>),
    /// Limits of at most so many days are working days.
    ///
    /// # Source
    /// 《行政强制法》 article 69 (10).
    AtMost(u32),
}

impl DayClause {
    /// The unit of a bare `n`日 in this Act; a limit that writes 工作日 has working days whatever the clause says.
    ///
    /// ```
    /// use yifa_law::limit::{DayClause, Unit};
    ///
    /// let penalty_act = DayClause::Exactly(vec![2, 3, 5, 7]);
    /// assert_eq!(penalty_act.unit_of(7), Unit::WorkingDay);
    /// assert_eq!(penalty_act.unit_of(15), Unit::CalendarDay);
    /// ```
    #[must_use]
    pub fn unit_of(&self, n: u32) -> Unit {
        let working = match self {
            Self::None => false,
            Self::All => true,
            Self::Exactly(numbers) => numbers.contains(&n),
            Self::AtMost(most) => n <= *most,
        };
        if working { Unit::WorkingDay } else { Unit::CalendarDay }
    }
}
