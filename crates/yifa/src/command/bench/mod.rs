//! `yifa bench`: the budgets, each as a multiple of a baseline measured in the same run. Machines differ and are busy;
//! ratios stay. Tests never time.

mod acts;
mod city;
mod law;
mod library;
mod pages;
mod texts;

use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::answer::{Answer, Failure};
use crate::output;
use crate::words::Language;

/// Arguments of `yifa bench`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
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

/// A part that is measured alone.
#[derive(Debug, Subcommand)]
enum Part {
    /// 法规库：收录、检索、审查、影响面 · the law library: import, search, review, blast radius
    Law(library::Arguments),
}

/// How much room something takes.
pub struct Room {
    /// What.
    pub name: String,
    /// Mebibytes.
    pub mib: f64,
    /// Mebibytes that it may take; none for a number that is only told.
    pub budget_mib: Option<f64>,
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
/// The definitions have faults; the store cannot be made; there are no texts to measure with.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    match &arguments.part {
        Some(Part::Law(arguments)) => library::run(arguments, language),
        None => whole(arguments),
    }
}

fn whole(arguments: &Arguments) -> Result<Answer, Failure> {
    if !(100..=1_000_000).contains(&arguments.matters) {
        let given = arguments.matters.to_string();
        return Err(Failure::misuse("too few matters, or too many", given, "give 100 to 1000000"));
    }
    let baseline = law::baseline();
    let mut rows = law::measure()?;
    let mut rooms = Vec::new();
    if !arguments.no_store {
        let (measured, room) = city::measure(arguments.matters, arguments.folder.as_deref())?;
        rows.extend(measured);
        rooms.extend(room);
    }
    let about = json!({ "matters": arguments.matters });
    Report { baseline, about, rows, rooms }.print(arguments.json)
}

/// What was measured in one run.
struct Report {
    baseline: Duration,
    /// How much was there: more keys of the JSON answer.
    about: Json,
    rows: Vec<Measured>,
    rooms: Vec<Room>,
}

impl Report {
    fn print(&self, json: bool) -> Result<Answer, Failure> {
        if json {
            output::print_json(&self.as_json())?;
        } else {
            output::print(&self.told())?;
        }
        Ok(Answer::Fine)
    }

    fn ratio(&self, one: &Measured) -> f64 {
        let other = match one.against {
            Against::Baseline => self.baseline,
            Against::Own(_, other) => other,
        };
        one.took.as_secs_f64() / other.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    fn as_json(&self) -> Json {
        let rows: Vec<Json> = self.rows.iter().map(|one| as_json(one, self.ratio(one))).collect();
        let rooms = self.rooms.iter();
        let rooms =
            rooms.map(|one| json!({ "name": one.name, "mib": one.mib, "budget_mib": one.budget_mib }));
        let mut answer = json!({ "baseline": law::BASELINE, "baseline_micros": micros(self.baseline), "rows": rows,
            "rooms": rooms.collect::<Vec<_>>() });
        if let (Some(answer), Json::Object(about)) = (answer.as_object_mut(), &self.about) {
            answer.extend(about.clone());
        }
        answer
    }

    fn told(&self) -> String {
        let about = self.about.as_object().into_iter().flatten();
        let about: Vec<String> = about.map(|(name, value)| format!("{name} {value}")).collect();
        let mut lines = vec![format!("baseline: {} = {:?}", law::BASELINE, self.baseline), about.join(" · ")];
        lines.extend(self.rows.iter().map(|one| line(one, self.ratio(one))));
        lines.extend(self.rooms.iter().map(|one| {
            let budget = one.budget_mib.map(|budget| format!(" (budget {budget} MiB)")).unwrap_or_default();
            format!("{:<56} {:>10.1} MiB{budget}", one.name, one.mib)
        }));
        lines.join("\n")
    }
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

/// What this process holds (`VmRSS:`) or has held at most (`VmHWM:`), in mebibytes, where the system tells.
fn memory(line: &str) -> Option<f64> {
    memory_of(std::process::id(), line)
}

/// The same of another process.
fn memory_of(process: u32, line: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|one| one.strip_prefix(line))?;
    line.trim().trim_end_matches("kB").trim().parse::<f64>().ok().map(|kib| kib / 1024.0)
}
