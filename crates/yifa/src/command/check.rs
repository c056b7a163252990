//! `yifa check`: compiles definitions, reports every fault at once, and runs every scenario.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use yifa_app::definitions;
use yifa_kernel::definition::{Diagnostic, Source, compile, scenario};

use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{input, output};

/// 要检查的定义 · what to check
#[derive(Debug, Args)]
pub struct Arguments {
    /// 城市自己的定义文件夹，叠加在全国定义之上；不写则只检查全国定义 ·
    /// a city's folder, laid over the national definitions; without it, those alone
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// 只检查该文件夹，不用全国定义 · check the folder by itself, without the national definitions
    #[arg(long, requires = "folder")]
    alone: bool,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// What came out.
struct Outcome {
    procedures: usize,
    scenarios: usize,
    faults: Vec<Diagnostic>,
    texts: BTreeMap<String, String>,
}

/// Checks the definitions and prints what came out. The answer is no when there is a fault.
///
/// # Errors
/// Wrong use or a fault when the folder cannot be read.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let mut sources = if arguments.alone { Vec::new() } else { definitions::embedded() };
    let mut unreadable = Vec::new();
    if let Some(folder) = &arguments.folder {
        let (own, faults) = load(folder)?;
        if own.is_empty() && faults.is_empty() {
            let next = "a city's folder has overlay.toml, procedures/<id>/ and the like";
            return Err(Failure::misuse("no definition in this folder", input::shown(folder), next));
        }
        sources.extend(own);
        unreadable = faults;
    }
    let outcome = check(&sources, unreadable);
    if arguments.json {
        output::print_json(&as_json(&outcome))?;
    } else {
        output::print(&told(&outcome, language))?;
    }
    Ok(Answer::no_if(!outcome.faults.is_empty()))
}

/// The definition files below a folder, and faults for those that are no text.
fn load(folder: &Path) -> Result<(Vec<Source>, Vec<Diagnostic>), Failure> {
    let (mut sources, mut faults) = (Vec::new(), Vec::new());
    for file in input::files_below(folder, &[".toml"])? {
        let below = file.strip_prefix(folder).unwrap_or(&file);
        let path = below.to_string_lossy().replace('\\', "/");
        match String::from_utf8(input::read(&file)?) {
            Ok(text) => sources.push(Source { path, text }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let says = format!("the file is not UTF-8, from byte {at} on");
                faults.push(Diagnostic::new("D0101", &path, 0..0, says).help("save it as UTF-8"));
            }
        }
    }
    Ok((sources, faults))
}

fn check(sources: &[Source], unreadable: Vec<Diagnostic>) -> Outcome {
    let texts = sources.iter().map(|source| (source.path.clone(), source.text.clone())).collect();
    let mut outcome = Outcome { procedures: 0, scenarios: 0, faults: unreadable, texts };
    match compile(sources) {
        Ok(registry) => {
            outcome.procedures = registry.procedures().count();
            let (count, faults) = scenario::run_all(&registry, sources);
            outcome.scenarios = count;
            outcome.faults.extend(faults);
            let companions = definitions::companion_faults(&registry);
            let fault = |(file, says): (&str, String)| {
                Diagnostic::new("D0101", file, 0..0, says.replace('\n', ", "))
                    .help("the national file of this name shows every key")
            };
            outcome.faults.extend(companions.into_iter().map(fault));
        }
        Err(faults) => {
            outcome.faults.extend(faults.all);
            outcome.faults.extend(scenario::unreadable_files(sources));
            outcome.texts = faults.files;
        }
    }
    outcome
}

fn as_json(outcome: &Outcome) -> Value {
    let diagnostics = outcome.faults.iter().map(|fault| {
        let text = outcome.texts.get(&fault.file).map_or("", String::as_str);
        let (line, column) = fault.position(text);
        json!({
            "code": fault.code,
            "file": fault.file,
            "line": line,
            "column": column,
            "says": fault.says,
            "help": fault.help,
        })
    });
    json!({
        "procedures": outcome.procedures,
        "scenarios": outcome.scenarios,
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    })
}

fn told(outcome: &Outcome, language: Language) -> String {
    let Outcome { procedures, scenarios, .. } = outcome;
    if outcome.faults.is_empty() {
        return match language {
            Language::Zh => format!("{procedures} 项程序，{scenarios} 个情景，全部无误"),
            Language::En => format!("{procedures} procedures, {scenarios} scenarios, all fine"),
        };
    }
    let mut parts: Vec<String> = outcome.faults.iter().map(|fault| fault.render(&outcome.texts)).collect();
    let count = parts.len();
    parts.push(match language {
        Language::Zh => format!("{count} 处错误；yifa explain <代码> 说明每个代码"),
        Language::En if count == 1 => "1 fault; yifa explain <code> tells more".to_owned(),
        Language::En => format!("{count} faults; yifa explain <code> tells more about each"),
    });
    parts.join("\n\n")
}
