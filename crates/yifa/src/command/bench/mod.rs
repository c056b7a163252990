//! `yifa bench`: the budgets, each as a multiple of a baseline measured in the same run. Machines differ and are busy;
//! ratios stay. Tests never time.

mod city;
mod law;

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value as Json, json};

use crate::answer::{Answer, Failure};
use crate::output;

/// Arguments of `yifa bench`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 事项数，可至 1000000 · how many matters; up to 1000000
    #[arg(long, default_value_t = 2_000)]
    matters: u64,
    /// 只测法律与内核，不建库 · law and kernel only, no store
    #[arg(long)]
    no_store: bool,
    /// 建在此目录，默认临时目录 · the folder for the store; a temporary one unless given
    #[arg(long, value_name = "DIR")]
    folder: Option<std::path::PathBuf>,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
}

/// One measured thing.
pub struct Measured {
    /// What.
    pub name: String,
    /// How long it took.
    pub took: Duration,
    /// What it is compared with.
    pub against: Against,
    /// What it may take: a time, or a multiple of what it is compared with.
    pub budget: Budget,
}

/// What a measured thing is compared with.
pub enum Against {
    /// The baseline of the run.
    Baseline,
    /// Something of its own: its name and its time.
    Own(&'static str, Duration),
}

/// What may be used.
pub enum Budget {
    /// A time on an idle machine, in a release build.
    Time(Duration),
    /// A multiple of what it is compared with.
    Multiple(f64),
}

/// Measures and prints.
///
/// # Errors
/// The definitions have faults; the store cannot be made.
pub fn run(arguments: &Arguments) -> Result<Answer, Failure> {
    if !(100..=1_000_000).contains(&arguments.matters) {
        let given = arguments.matters.to_string();
        return Err(Failure::misuse("too few matters, or too many", given, "give 100 to 1000000"));
    }
    let baseline = law::baseline();
    let mut all = law::measure()?;
    let mut memory = None;
    if !arguments.no_store {
        let measured = city::measure(arguments.matters, arguments.folder.as_deref())?;
        all.extend(measured);
        memory = resident();
    }
    let ratio = |one: &Measured| match one.against {
        Against::Baseline => one.took.as_secs_f64() / baseline.as_secs_f64(),
        Against::Own(_, other) => one.took.as_secs_f64() / other.as_secs_f64(),
    };
    if arguments.json {
        let rows: Vec<Json> = all.iter().map(|one| as_json(one, ratio(one))).collect();
        output::print_json(&json!({ "baseline": law::BASELINE, "baseline_micros": micros(baseline),
            "matters": arguments.matters, "rows": rows, "resident_mib": memory }))?;
        return Ok(Answer::Fine);
    }
    let mut lines = vec![format!("baseline: {} = {baseline:?}", law::BASELINE)];
    lines.extend(all.iter().map(|one| line(one, ratio(one))));
    if let Some(memory) = memory {
        lines.push(format!("{:<56} {memory} MiB (budget 300 MiB)", "resident memory of this process"));
    }
    output::print(&lines.join("\n"))?;
    Ok(Answer::Fine)
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn as_json(one: &Measured, ratio: f64) -> Json {
    let against = match one.against {
        Against::Baseline => law::BASELINE,
        Against::Own(name, _) => name,
    };
    let (time, multiple) = match one.budget {
        Budget::Time(time) => (Some(micros(time)), None),
        Budget::Multiple(multiple) => (None, Some(multiple)),
    };
    json!({ "name": one.name, "ratio": ratio, "against": against, "micros": micros(one.took), "budget_micros": time,
        "budget_ratio": multiple })
}

fn line(one: &Measured, ratio: f64) -> String {
    let against = match one.against {
        Against::Baseline => "baseline",
        Against::Own(name, _) => name,
    };
    let budget = match one.budget {
        Budget::Time(time) => format!(" (budget {time:?})"),
        Budget::Multiple(multiple) => format!(" (budget {multiple} ×)"),
    };
    format!("{:<56} {ratio:>10.4} × {against}   {:?}{budget}", one.name, one.took)
}

/// The middle of several measurements.
pub fn median(times: usize, mut work: impl FnMut()) -> Duration {
    let all = (0..times.max(1)).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    middle(all.collect())
}

/// The middle of some times.
pub fn middle(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// What this process holds in memory, in mebibytes, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib / 1024)
}
