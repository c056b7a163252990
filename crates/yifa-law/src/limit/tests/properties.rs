//! What holds for every limit.

use proptest::prelude::*;

use super::support::*;
use crate::limit::*;

fn rolls() -> impl Strategy<Value = Roll> {
    prop_oneof![Just(Roll::Next), Just(Roll::Never), Just(Roll::Breach)]
}

fn spans() -> impl Strategy<Value = Span> {
    prop_oneof![
        (1_u32..200).prop_map(|n| Span::new(n, Unit::CalendarDay).unwrap()),
        (1_u32..120).prop_map(|n| Span::new(n, Unit::WorkingDay).unwrap()),
        (1_u32..30).prop_map(|n| Span::new(n, Unit::Month).unwrap()),
        (1_u32..6).prop_map(|n| Span::new(n, Unit::Year).unwrap()),
    ]
}

/// Exclusions, extensions and restarts around the period; pauses are covered by their own, disjoint by making.
fn effects(start: i32) -> impl Strategy<Value = Vec<Effect>> {
    let one = (0_i32..250, 0_i32..40, 0_u8..6).prop_map(move |(after, length, kind)| {
        let first = any_day(start - 20 + after);
        let change = match kind {
            0..=2 => Change::Exclude { first, last: Some(any_day(start - 20 + after + length)) },
            3 => Change::Extend { on: first, by: Span::new(30, Unit::CalendarDay).unwrap() },
            4 => Change::Extend { on: first, by: Span::new(2, Unit::Month).unwrap() },
            _ => Change::Restart { on: first },
        };
        Effect::new("cause", "", change)
    });
    proptest::collection::vec(one, 0..6)
}

proptest! {
    #[test]
    fn no_last_day_on_a_rest_day(start in 0_i32..12_500, length in spans(), roll in rolls()) {
        let due = due(&CALENDAR, any_day(start), length, roll, &[]).unwrap();
        if length.unit() == Unit::WorkingDay || roll != Roll::Never {
            prop_assert!(CALENDAR.is_working_day(due.rolled_on));
        }
        if roll == Roll::Never {
            prop_assert_eq!(due.on, due.rolled_on);
        }
        prop_assert!(due.on > due.start && due.rolled_on >= due.on);
    }

    #[test]
    fn steps_tile_the_time_and_counted_days_add_up(start in 0_i32..12_500, length in spans(), roll in rolls()) {
        let due = due(&CALENDAR, any_day(start), length, roll, &[]).unwrap();
        assert_tiled(&due);
        match length.unit() {
            Unit::CalendarDay | Unit::WorkingDay => prop_assert_eq!(counted(&due.steps), length.n()),
            _ => prop_assert_eq!(i64::from(counted(&due.steps)), due.on.duration_since(due.start).as_hours() / 24),
        }
        if length.unit() == Unit::WorkingDay {
            prop_assert_eq!(CALENDAR.working_days(due.start, due.on), length.n());
        }
    }

    #[test]
    fn any_effects_leave_steps_that_tile(
        (start, effects) in (0_i32..12_500).prop_flat_map(|start| (Just(start), effects(start))),
        length in spans(),
        roll in rolls(),
    ) {
        let due = due(&CALENDAR, any_day(start), length, roll, &effects).unwrap();
        assert_tiled(&due);
        // Each effect is told of in at least one step.
        for place in 0..effects.len() {
            let told = due.steps.iter().any(|step| matches!(step,
                Step::Stands { effect, .. } | Step::Extended { effect, .. } | Step::Restarted { effect, .. }
                | Step::Disregarded { effect, .. } if *effect == place));
            prop_assert!(told, "effect {place} of {effects:?} is not told in {:#?}", due.steps);
        }
        // The order in which effects are entered does not matter for the day; only extensions decided on the same
        // day join each other as listed (a month and ten days are not ten days and a month).
        let mut extended_on: Vec<_> = effects
            .iter()
            .filter_map(|one| if let Change::Extend { on, .. } = one.change { Some(on) } else { None })
            .collect();
        let all = extended_on.len();
        extended_on.sort();
        extended_on.dedup();
        prop_assume!(extended_on.len() == all);
        let mut reversed = effects.clone();
        reversed.reverse();
        let other = crate::limit::due(&CALENDAR, any_day(start), length, roll, &reversed).unwrap();
        prop_assert_eq!((due.on, due.rolled_on), (other.on, other.rolled_on));
    }

    #[test]
    fn suspension_never_shortens(
        start in 0_i32..12_500, length in spans(), roll in rolls(), after in -10_i32..300, days in 0_i32..60,
    ) {
        let stands = [pause(&any_day(start + after).to_string(), &any_day(start + after + days).to_string())];
        let plain = due(&CALENDAR, any_day(start), length, roll, &[]).unwrap();
        let paused = due(&CALENDAR, any_day(start), length, roll, &stands).unwrap();
        prop_assert!(paused.on >= plain.on && paused.rolled_on >= plain.rolled_on);
        if length.unit() == Unit::CalendarDay {
            prop_assert_eq!(counted(&paused.steps), length.n());
        }
    }

    #[test]
    fn more_is_never_earlier(start in 0_i32..12_500, n in 1_u32..120, working: bool, roll in rolls()) {
        let of = |n| due(&CALENDAR, any_day(start), Span::new(n, day_unit(working)).unwrap(), roll, &[]).unwrap();
        let (shorter, longer) = (of(n), of(n + 1));
        prop_assert!(longer.on > shorter.on && longer.rolled_on >= shorter.rolled_on);
    }

    #[test]
    fn a_later_start_never_ends_earlier(start in 0_i32..12_500, length in spans(), roll in rolls()) {
        let of = |start| due(&CALENDAR, any_day(start), length, roll, &[]).unwrap();
        prop_assert!(of(start + 1).on >= of(start).on);
    }

    #[test]
    fn backward_and_forward_agree(event in 400_i32..12_500, length in spans()) {
        let event = any_day(event);
        let lead = latest_before(&CALENDAR, event, length, LeadRoll::Never).unwrap();
        let forward = |from| due(&CALENDAR, from, length, Roll::Never, &[]).unwrap().on;
        prop_assert!(forward(lead.latest_on) < event, "the whole span lies before the event");
        prop_assert!(forward(lead.latest_on.tomorrow().unwrap()) >= event, "no later day would do");
        let moved = latest_before(&CALENDAR, event, length, LeadRoll::Earlier).unwrap();
        prop_assert!(moved.latest_on <= lead.latest_on && CALENDAR.is_working_day(moved.latest_on));
        if matches!(length.unit(), Unit::CalendarDay | Unit::WorkingDay) {
            prop_assert_eq!(counted(&lead.steps), length.n());
        }
    }

    #[test]
    fn progress_adds_up(start in 0_i32..12_500, length in spans(), roll in rolls(), after in 0_i32..400) {
        let due = due(&CALENDAR, any_day(start), length, roll, &[]).unwrap();
        let today = any_day(start + after);
        let progress = due.progress(&CALENDAR, today);
        match progress.remaining {
            Remaining::Left(left) => {
                prop_assert!(today <= due.rolled_on);
                prop_assert!(progress.used + left >= progress.total);
            }
            Remaining::Overdue(_) => prop_assert!(today > due.rolled_on && progress.used == progress.total),
        }
    }

    #[test]
    fn a_reminder_comes_when_so_much_is_left(
        (start, effects) in (0_i32..12_500).prop_flat_map(|start| (Just(start), effects(start))),
        length in spans(), left in 0_u32..60,
    ) {
        let due = due(&CALENDAR, any_day(start), length, Roll::Never, &effects).unwrap();
        let remind_on = due.day_with_left(left);
        let remaining = |day| match due.progress(&CALENDAR, day).remaining {
            Remaining::Left(left) => left,
            Remaining::Overdue(_) => 0,
        };
        prop_assert!(remaining(remind_on) <= left);
        let begins = due.steps.iter().rev().find_map(|step| match step {
            Step::Restarted { on, .. } | Step::Start { on } => Some(*on),
            _ => None,
        });
        prop_assert!(Some(remind_on) == begins || remaining(remind_on.yesterday().unwrap()) > left);
    }

    #[test]
    fn no_input_panics(
        year in -9999_i16..=9999, n in 1_u32..2000, kind in 0_u8..4, roll in rolls(), offset in 0_i32..700,
    ) {
        let unit = [Unit::CalendarDay, Unit::WorkingDay, Unit::Month, Unit::Year][usize::from(kind)];
        let start = jiff::civil::date(year, 12, 1).saturating_add(jiff::SignedDuration::from_hours(24 * i64::from(offset)));
        if let Ok(length) = Span::new(n, unit) {
            let _ = due(&CALENDAR, start, length, roll, &[]);
            let _ = latest_before(&CALENDAR, start, length, LeadRoll::Earlier);
        }
    }
}
