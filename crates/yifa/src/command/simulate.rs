//! `yifa simulate`: the city's matters under other rules: what would fall on another day, what would be late, what would
//! have been refused.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};
use yifa_app::definitions;
use yifa_app::simulate::{Difference, Differs, Simulation, Standing};
use yifa_kernel::definition::Registry;
use yifa_kernel::id::ProcedureId;
use yifa_kernel::matter::{ClockStatus, Level};

use super::bar;
use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};
use crate::output;
use crate::words::Language;

/// Arguments of `yifa simulate`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 拟施行的本市定义目录，代替现行的 · the folder of the city's rules as they might be, in place of those in force
    #[arg(long)]
    overlay: Option<PathBuf>,
    /// 改一个参数：程序.参数=值，可多次 · another value of a parameter: procedure.parameter=value, several times if needed
    #[arg(long = "set", value_name = "PROCEDURE.PARAMETER=VALUE")]
    set: Vec<String>,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Replays everything and prints what differs. The answer is no when something does.
///
/// # Errors
/// Definitions with faults; a parameter that does not exist; the store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let place = arguments.place.find()?;
    if arguments.overlay.is_none() && arguments.set.is_empty() {
        let next = "give --overlay DIR or --set procedure.parameter=value";
        return Err(Failure::misuse("nothing is to be different", "simulate", next));
    }
    let own = arguments.overlay.as_ref().or(place.definitions.as_ref());
    let mut sources = definitions::embedded();
    if let Some(own) = own {
        let read = definitions::folder(own).map_err(|error| {
            Failure::misuse(error.to_string(), own.display().to_string(), "name a folder that can be read")
        })?;
        sources.extend(read);
    }
    let mut other = (*running::compiled(&sources)?).clone();
    for one in &arguments.set {
        other = changed(&other, one)?;
    }
    running::runtime()?.block_on(async {
        let city = running::city(&place).await?;
        let bar = bar::counting("重演 · replaying");
        let found = city.simulate(&other, &|done| bar.set_position(done)).await;
        bar.finish_and_clear();
        let found = found.map_err(|error| answered(&error))?;
        if arguments.json {
            output::print_json(&as_json(&found))?;
        } else {
            output::print(&told(&found, language))?;
        }
        Ok(Answer::no_if(!found.differences.is_empty()))
    })
}

fn changed(registry: &Registry, text: &str) -> Result<Registry, Failure> {
    let next =
        "write it as procedure.parameter=value, for example officer-certificate.examine_days=5 working_day";
    let parts =
        text.split_once('=').and_then(|(name, value)| Some((name.trim().rsplit_once('.')?, value.trim())));
    let Some(((procedure, parameter), value)) = parts else {
        return Err(Failure::misuse("this sets no parameter", text, next));
    };
    let id = ProcedureId::new(procedure);
    if registry.latest(&id).is_none() {
        return Err(Failure::misuse("there is no such procedure", procedure, "see `yifa definitions`"));
    }
    let values = BTreeMap::from([(parameter.to_owned(), value.to_owned())]);
    registry.with_parameters(&id, &values).map_err(|why| Failure::misuse(why, text, next))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::None => "none",
        Level::Notice => "notice",
        Level::Yellow => "yellow",
        Level::Red => "red",
    }
}

fn status(status: ClockStatus) -> &'static str {
    match status {
        ClockStatus::Running => "running",
        ClockStatus::Standing => "standing",
        ClockStatus::Done => "done",
        ClockStatus::DoneLate => "done_late",
        ClockStatus::Superseded => "superseded",
        ClockStatus::Ended => "ended",
    }
}

fn as_json(found: &Simulation) -> Json {
    let standing = |one: &Option<Standing>| {
        one.as_ref().map(|one| {
            json!({ "last": one.last.map(|day| day.to_string()), "status": status(one.status), "level": level(one.level) })
        })
    };
    let differences = found.differences.iter().map(|one| {
        let mut line = json!({ "matter": one.matter.as_str(), "number": one.number, "procedure": one.procedure.as_str(),
            "body": one.body.as_str() });
        match &one.what {
            Differs::Limit { limit, is, would_be } => {
                line["kind"] = json!("limit");
                line["limit"] = json!(limit.as_str());
                line["is"] = json!(standing(is));
                line["would_be"] = json!(standing(would_be));
            }
            Differs::Refused { action, on, reasons } => {
                line["kind"] = json!("refused");
                line["action"] = json!(action.as_str());
                line["on"] = json!(on.to_string());
                let reason = |one: &yifa_kernel::refusal::Reason| {
                    json!({ "code": one.code.as_str(), "condition": one.condition, "basis": one.basis })
                };
                line["reasons"] = reasons.iter().map(reason).collect();
            }
        }
        line
    });
    json!({ "matters": found.matters, "acts": found.acts, "unknown": found.unknown,
        "differences": differences.collect::<Vec<_>>() })
}

fn told(found: &Simulation, language: Language) -> String {
    let Simulation { matters, acts, unknown, differences } = found;
    let count = differences.len();
    let zh = format!(
        "重演 {matters} 件事项、{acts} 次办理：{count} 处不同；{unknown} 件事项的程序版本不在所给定义中"
    );
    let en = format!(
        "{matters} matters and {acts} acts replayed: {count} differences; {unknown} matters of other versions"
    );
    let mut lines: Vec<String> = differences.iter().map(|one| line(one, language)).collect();
    lines.push(language.pick(&zh, &en).to_owned());
    lines.join("\n")
}

fn line(one: &Difference, language: Language) -> String {
    let name = one.number.clone().unwrap_or_else(|| one.matter.to_string());
    let head = format!("{name}  {}  {}", one.procedure, one.body);
    let standing = |one: &Option<Standing>| {
        one.as_ref().map_or_else(
            || "—".to_owned(),
            |one| {
                format!(
                    "{} {} {}",
                    one.last.map_or_else(|| "—".to_owned(), |day| day.to_string()),
                    status(one.status),
                    level(one.level)
                )
            },
        )
    };
    match &one.what {
        Differs::Limit { limit, is, would_be } => {
            format!("{head}  {limit}: {} → {}", standing(is), standing(would_be))
        }
        Differs::Refused { action, on, reasons } => {
            let why = reasons.iter().map(|one| {
                format!(
                    "{} {} {}",
                    one.code.as_str(),
                    one.condition.as_deref().unwrap_or_default(),
                    one.basis.join("、")
                )
            });
            let word = language.pick("将不予办理", "would be refused");
            format!("{head}  {on} {action} {word}: {}", why.collect::<Vec<_>>().join("; "))
        }
    }
}
