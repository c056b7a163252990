//! Ids that sort by time without a shared counter: instant, a random part, and a number within the batch.

use jiff::Timestamp;

/// Gives one id after another for things recorded at one instant.
pub(crate) fn stamp(at: Timestamp) -> impl FnMut() -> String {
    let batch: u32 = rand::random();
    let mut count = 0_u32;
    move || {
        count += 1;
        format!("{}{batch:08x}{count:06x}", first_at(at))
    }
}

/// The part that sorts: every id recorded at or after `at` is not less than this.
pub(crate) fn first_at(at: Timestamp) -> String {
    // Shifts the signed range so that instants before 1970 sort first.
    let shifted = at.as_microsecond().cast_unsigned() ^ (1 << 63);
    format!("{shifted:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_then_by_order() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut early = stamp(at(-5));
        let mut late = stamp(at(5));
        let ids = [early(), early(), late(), late()];
        assert!(ids.is_sorted(), "{ids:?}");
        assert!(first_at(at(5)) <= ids[2] && ids[1] < first_at(at(5)));
    }
}
