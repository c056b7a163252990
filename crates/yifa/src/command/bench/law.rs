//! Law and kernel: compiling, a due date.

use std::hint::black_box;
use std::time::Duration;

use yifa_app::definitions;
use yifa_kernel::definition::compile;
use yifa_kernel::procedure::{Length, Unit};
use yifa_law::limit::{Roll, due};
use yifa_store::sha256;

use super::{Against, Budget, Measured, median};
use crate::answer::Failure;
use crate::command::running;

/// What everything is compared with: every machine does it, and no change of ours makes it faster.
pub const BASELINE: &str = "sha256 of 1 MiB";

/// Measures the baseline.
pub fn baseline() -> Duration {
    let mebibyte = vec![7_u8; 1 << 20];
    median(20, || {
        black_box(sha256(black_box(&mebibyte)));
    })
}

/// Measures.
///
/// # Errors
/// The definitions have faults.
pub fn measure() -> Result<Vec<Measured>, Failure> {
    let sources = definitions::embedded();
    let registry = running::compiled(&sources)?;
    let span = Length::new(90, Unit::WorkingDay)
        .map_err(|fault| Failure::fault(fault.to_string(), "bench", "report it"))?;
    let day = jiff::civil::date(2025, 3, 3);
    let calendar = registry.calendar();
    let row = |name: &str, took, budget| Measured {
        name: name.to_owned(),
        took,
        against: Against::Baseline,
        budget: Budget::Time(budget),
    };
    Ok(vec![
        row(
            "compile all definitions",
            median(3, || drop(black_box(compile(black_box(&sources))))),
            Duration::from_millis(200),
        ),
        row(
            "one due date, 90 working days",
            median(2000, || drop(black_box(due(calendar, black_box(day), span, Roll::Breach, &[])))),
            Duration::from_micros(2),
        ),
    ])
}
