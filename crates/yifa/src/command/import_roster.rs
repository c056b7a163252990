//! `yifa import roster`: bodies or people from a sheet, all rows or none. Every fault of every row is told at once.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value as Json, json};
use yifa_app::account::ADMINISTRATOR;
use yifa_app::city::City;
use yifa_app::roster::{RosterColumn, RosterFault, RosterOrder, RosterOutcome};
use yifa_app::sheet::Sheet;
use yifa_kernel::matter::{Actor, Who};
use yifa_web::face::Lang;
use yifa_web::roster_words;

use super::import_register::acting;
use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{input, output};

/// Which roster.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// 机构
    Bodies,
    /// 人员
    People,
}

/// Arguments of `yifa import roster`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 表格：CSV 或者工作簿 · the sheet: CSV or a workbook
    file: PathBuf,
    /// 名册：机构或者人员 · which roster
    #[arg(long, value_enum)]
    of: Of,
    /// 以哪个系统管理员账户录入 · the administrator who enters it
    #[arg(long = "as", value_name = "NAME")]
    by: String,
    /// 只检查，不录入 · judge every row and keep none
    #[arg(long)]
    dry_run: bool,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Enters the roster. The answer is no when a row has a fault: then nothing was kept.
///
/// # Errors
/// A sheet that cannot be read or does not fit, an account that is none or no administrator's, the store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let city = running::city(&arguments.place.find()?).await?;
        let order = RosterOrder {
            actor: administrator(&city, &arguments.by).await?,
            source: arguments.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            trial: arguments.dry_run,
        };
        let named = |error: &yifa_app::AppError| {
            let failure = answered(error);
            Failure { place: format!("{}: {}", input::shown(&arguments.file), failure.place), ..failure }
        };
        let sheet = Sheet::read(&input::read(&arguments.file)?).map_err(|error| named(&error))?;
        match arguments.of {
            Of::Bodies => {
                let outcome = city.import_bodies(&sheet, &roster_words::all_kinds(), &order).await;
                tell(arguments, &outcome.map_err(|error| named(&error))?, language)
            }
            Of::People => {
                let outcome = city.import_people(&sheet, &order).await;
                tell(arguments, &outcome.map_err(|error| named(&error))?, language)
            }
        }
    })
}

/// An account in its post as administrator.
///
/// # Errors
/// There is no such account, or it has no such post.
pub async fn administrator(city: &City, by: &str) -> Result<Actor, Failure> {
    let (account, _) = acting(city, by, None).await?;
    let post = account.posts.iter().find(|post| post.role.as_str() == ADMINISTRATOR).cloned();
    let post = post.ok_or_else(|| {
        Failure::misuse("the account is no administrator's", by, "name an administrator's with --as")
    })?;
    Ok(Actor { who: Who::Person(account.person), role: post.role, body: Some(post.body) })
}

fn tell<C: RosterColumn>(
    arguments: &Arguments,
    outcome: &RosterOutcome<C>,
    language: Language,
) -> Result<Answer, Failure> {
    if arguments.json {
        output::print_json(&as_json(outcome))?;
    } else {
        output::print(&told(outcome, arguments.dry_run, language))?;
    }
    Ok(Answer::no_if(!outcome.faults.is_empty()))
}

fn as_json<C: RosterColumn>(outcome: &RosterOutcome<C>) -> Json {
    let fault = |one: &RosterFault<C>| {
        json!({ "line": one.line, "column": one.column.key(), "text": roster_words::stands_there(one),
            "what": roster_words::fault(Lang::En, &one.what) })
    };
    let password = |one: &yifa_app::roster::FirstPassword| json!({ "person": one.person.as_str(), "password": one.password });
    json!({ "rows": outcome.rows, "new": outcome.new, "there": outcome.there, "import": outcome.import,
        "faults": outcome.faults.iter().map(fault).collect::<Vec<_>>(),
        "passwords": outcome.passwords.iter().map(password).collect::<Vec<_>>() })
}

fn told<C: RosterColumn>(outcome: &RosterOutcome<C>, dry_run: bool, language: Language) -> String {
    let lang = match language {
        Language::Zh => Lang::ZhHans,
        Language::En => Lang::En,
    };
    let fault = |one: &RosterFault<C>| {
        let (column, text) = (roster_words::column(lang, one.column), roster_words::stands_there(one));
        let what = roster_words::fault(lang, &one.what);
        match language {
            Language::Zh => format!("第{}行 {column}“{text}”  {what}", one.line),
            Language::En => format!("row {}, {column} \"{text}\"  {what}", one.line),
        }
    };
    let mut lines: Vec<String> = outcome.faults.iter().map(fault).collect();
    lines.extend(outcome.passwords.iter().map(|one| format!("{}  {}", one.person, one.password)));
    let RosterOutcome { rows, new, there, faults, import, .. } = outcome;
    lines.push(match language {
        Language::Zh if !faults.is_empty() => format!("共 {rows} 行，有 {} 处错误；没有录入", faults.len()),
        Language::En if !faults.is_empty() => format!("{rows} rows, {} faults; none kept", faults.len()),
        Language::Zh if dry_run => {
            format!("共 {rows} 行，{new} 行新增或者更改，{there} 行相同；未录入（试运行）")
        }
        Language::En if dry_run => {
            format!("{rows} rows, {new} new or changed, {there} as they stand; none kept (dry run)")
        }
        Language::Zh => format!("共 {rows} 行，已录入 {new} 行，{there} 行相同"),
        Language::En => format!("{rows} rows, {new} entered, {there} as they stand"),
    });
    if let Some(import) = import {
        lines.push(match language {
            Language::Zh => format!("导入编号 {import}；撤回：yifa import roster-undo {import}"),
            Language::En => format!("import {import}; take it back with `yifa import roster-undo {import}`"),
        });
    }
    lines.join("\n")
}
