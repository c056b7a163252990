//! `yifa bench`: the budgets that exist so far, each as a multiple of a baseline measured in the same run. Machines differ
//! and are busy; ratios stay. Tests never time.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;
use yifa_app::definitions;
use yifa_kernel::definition::{Source, compile, scenario};
use yifa_kernel::procedure::{Length, Unit};
use yifa_law::limit::{Roll, due};
use yifa_store::sha256;

use crate::answer::{Answer, Failure};
use crate::output;

/// Arguments of `yifa bench`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
}

/// One measured thing.
struct Measured {
    name: &'static str,
    took: Duration,
    budget: Duration,
}

/// Measures and prints.
///
/// # Errors
/// The definitions have faults.
pub fn run(arguments: &Arguments) -> Result<Answer, Failure> {
    let sources = definitions::embedded();
    let registry = super::running::compiled(&sources)?;
    // The baseline: hashing one mebibyte, which every machine does and no change of ours makes faster.
    let mebibyte = vec![7_u8; 1 << 20];
    let baseline = median(20, || {
        black_box(sha256(black_box(&mebibyte)));
    });
    let span = Length::new(90, Unit::WorkingDay)
        .map_err(|fault| Failure::fault(fault.to_string(), "bench", "report it"))?;
    let day = jiff::civil::date(2025, 3, 3);
    let calendar = registry.calendar();
    let scenarios: Vec<Source> =
        sources.iter().filter(|one| one.path.contains("/penalty-ordinary/scenarios/")).cloned().collect();
    let steps: u32 = scenarios.iter().map(|one| one.text.matches("\"20").count() as u32).sum();
    let all = [
        Measured {
            name: "compile all definitions",
            took: median(3, || drop(black_box(compile(black_box(&sources))))),
            budget: Duration::from_millis(200),
        },
        Measured {
            name: "one due date, 90 working days",
            took: median(2000, || drop(black_box(due(calendar, black_box(day), span, Roll::Breach, &[])))),
            budget: Duration::from_micros(2),
        },
        Measured {
            name: "decide and apply one step of a penalty scenario",
            took: median(3, || drop(black_box(scenario::run_all(&registry, &scenarios)))) / steps.max(1),
            budget: Duration::from_micros(20),
        },
    ];
    let ratio = |one: &Measured| one.took.as_secs_f64() / baseline.as_secs_f64();
    if arguments.json {
        let rows: Vec<_> = all
            .iter()
            .map(|one| json!({ "name": one.name, "ratio": ratio(one), "micros": one.took.as_secs_f64() * 1e6, "budget_micros": one.budget.as_secs_f64() * 1e6 }))
            .collect();
        output::print_json(
            &json!({ "baseline": "sha256 of 1 MiB", "baseline_micros": baseline.as_secs_f64() * 1e6, "rows": rows }),
        )?;
        return Ok(Answer::Fine);
    }
    let mut lines = vec![format!("baseline: sha256 of 1 MiB = {baseline:?}")];
    lines.extend(all.iter().map(|one| {
        format!("{:<48} {:>10.4} × baseline   {:?} (budget {:?})", one.name, ratio(one), one.took, one.budget)
    }));
    output::print(&lines.join("\n"))?;
    Ok(Answer::Fine)
}

fn median(times: usize, mut work: impl FnMut()) -> Duration {
    let mut all: Vec<Duration> = (0..times.max(1))
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    all.sort_unstable();
    all[all.len() / 2]
}
