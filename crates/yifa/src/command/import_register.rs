//! `yifa import register`: a sheet whose rows become matters. Every fault of every row is told at once.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};
use yifa_app::account::{Account, Post};
use yifa_app::city::City;
use yifa_app::register_import::{RegisterOrder, RegisterOutcome, RowFault, RowFaultKind};
use yifa_app::sheet::Sheet;
use yifa_kernel::id::PersonId;
use yifa_kernel::matter::{Actor, Who};

use super::bar;
use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{embedded, input, output};

/// Arguments of `yifa import register`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 表格：CSV 或者工作簿 · the sheet: CSV or a workbook
    file: PathBuf,
    /// 程序 · the procedure whose matters are opened
    #[arg(long)]
    procedure: String,
    /// 开办的办理，只有一种时可不写 · the action that opens them, where there are several
    #[arg(long)]
    action: Option<String>,
    /// 以哪个账户导入 · the account that imports
    #[arg(long = "as", value_name = "NAME")]
    by: String,
    /// 账户的职务 角色@机关，默认第一个 · which post of the account, role@body
    #[arg(long)]
    post: Option<String>,
    /// 行内未写机关时的机关，默认职务所在机关 · the body of rows that name none
    #[arg(long)]
    body: Option<String>,
    /// 只检查，不导入 · judge every row and keep none
    #[arg(long)]
    dry_run: bool,
    /// 导入无误的行，其余列出 · keep the rows that are good and tell the others
    #[arg(long)]
    good_rows: bool,
    /// 列出可用的列，不读表格 · tell the columns that may stand in the sheet
    #[arg(long)]
    columns: bool,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Imports the sheet. The answer is no when a row has a fault.
///
/// # Errors
/// A sheet that cannot be read or does not fit, an account that does not exist, the store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let city = running::city(&arguments.place.find()?).await?;
        let order = order(arguments, &city).await?;
        if arguments.columns {
            return columns(arguments, &city, &order, language);
        }
        let sheet = Sheet::read(&input::read(&arguments.file)?);
        let named = |error: &yifa_app::AppError| {
            let failure = answered(error);
            Failure { place: format!("{}: {}", input::shown(&arguments.file), failure.place), ..failure }
        };
        let sheet = sheet.map_err(|error| named(&error))?;
        let bar = bar::measured("导入 · importing", sheet.rows.len() as u64);
        let outcome = city.import_register(&order, &sheet, None).await;
        bar.finish_and_clear();
        let outcome = outcome.map_err(|error| named(&error))?;
        if arguments.json {
            output::print_json(&as_json(&outcome))?;
        } else {
            output::print(&told(&outcome, arguments.dry_run, language))?;
        }
        Ok(Answer::no_if(!outcome.faults.is_empty()))
    })
}

/// The account that acts and the post that it acts in.
///
/// # Errors
/// An account or a post that does not exist.
pub async fn acting(city: &City, by: &str, wanted: Option<&str>) -> Result<(Account, Post), Failure> {
    let account = city.account(&PersonId::new(by)).await.map_err(|error| answered(&error))?;
    let next = "create it with `yifa account`, or name another with --as";
    let account = account.ok_or_else(|| Failure::misuse("there is no such account", by, next))?;
    let post = post(&account, wanted)?;
    Ok((account, post))
}

async fn order(arguments: &Arguments, city: &City) -> Result<RegisterOrder, Failure> {
    let (account, post) = acting(city, &arguments.by, arguments.post.as_deref()).await?;
    let body = match &arguments.body {
        None => post.body.clone(),
        Some(text) => city.body_called(text).ok_or_else(|| {
            Failure::misuse("there is no such body", text, "give its identifier or its name")
        })?,
    };
    Ok(RegisterOrder {
        procedure: arguments.procedure.as_str().into(),
        action: arguments.action.as_deref().map(Into::into),
        body,
        actor: Actor { who: Who::Person(account.person), role: post.role, body: Some(post.body) },
        dry_run: arguments.dry_run,
        good_rows: arguments.good_rows,
        source: arguments.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    })
}

fn post(account: &Account, wanted: Option<&str>) -> Result<Post, Failure> {
    let called = |post: &Post| format!("{}@{}", post.role, post.body);
    let mut posts = account.posts.iter();
    let found = match wanted {
        None => posts.next(),
        Some(wanted) => posts.find(|post| called(post) == wanted),
    };
    let all: Vec<String> = account.posts.iter().map(called).collect();
    let missing = || {
        let next = format!("one of {}", all.join(", "));
        Failure::misuse("the account has no such post", wanted.unwrap_or_default(), next)
    };
    found.cloned().ok_or_else(missing)
}

fn columns(
    arguments: &Arguments,
    city: &City,
    order: &RegisterOrder,
    language: Language,
) -> Result<Answer, Failure> {
    let columns = city.register_columns(order).map_err(|error| answered(&error))?;
    if arguments.json {
        let all = columns.iter().map(|one| {
            let choices: Vec<_> =
                one.choices.iter().map(|label| json!({ "zh": label.zh, "en": label.en })).collect();
            json!({ "names": one.names, "required": one.required, "choices": choices })
        });
        output::print_json(&Json::Array(all.collect()))?;
        return Ok(Answer::Fine);
    }
    let line = |one: &yifa_app::register_import::RegisterColumn| {
        let mark = if one.required { "*" } else { " " };
        let choices: Vec<&str> =
            one.choices.iter().map(|label| language.pick(&label.zh, &label.en)).collect();
        format!("{mark} {}  {}", one.names.join(" | "), choices.join("、"))
    };
    output::print(&columns.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    Ok(Answer::Fine)
}

/// What a code means: the title of its page.
pub fn meaning(code: &str, language: Language) -> &'static str {
    let page = embedded::error_pages().into_iter().find(|(known, _)| *known == code);
    let heading = page.and_then(|(_, text)| match language {
        Language::Zh => text.lines().next().and_then(|line| line.strip_prefix("# ")?.strip_prefix(code)),
        Language::En => text.lines().find_map(|line| line.strip_prefix("## ")),
    });
    heading.map_or("", str::trim)
}

fn code_of(what: &RowFaultKind) -> Option<&'static str> {
    match what {
        RowFaultKind::Unreadable(code) => Some(code.as_str()),
        RowFaultKind::Refused(reason) => Some(reason.code.as_str()),
        RowFaultKind::Twice(_) | RowFaultKind::Taken(_) => Some("R0208"),
        RowFaultKind::NotFound => Some("R0210"),
        RowFaultKind::Spoiled => None,
    }
}

fn as_json(outcome: &RegisterOutcome) -> Json {
    let faults = outcome.faults.iter().map(|fault| {
        let mut line = json!({ "line": fault.line, "column": fault.column, "text": fault.text, "code": code_of(&fault.what) });
        match &fault.what {
            RowFaultKind::Unreadable(_) => line["kind"] = json!("unreadable"),
            RowFaultKind::Spoiled => line["kind"] = json!("spoiled"),
            RowFaultKind::NotFound => line["kind"] = json!("not_found"),
            RowFaultKind::Twice(other) => {
                line["kind"] = json!("twice");
                line["other_line"] = json!(other);
            }
            RowFaultKind::Taken(matter) => {
                line["kind"] = json!("taken");
                line["matter"] = json!(matter.as_str());
            }
            RowFaultKind::Refused(reason) => {
                line["kind"] = json!("refused");
                line["field"] = json!(reason.field.as_ref().map(ToString::to_string));
                line["condition"] = json!(reason.condition);
                line["basis"] = json!(reason.basis);
            }
        }
        line
    });
    let kept = outcome.kept.iter().map(|(line, matter)| json!({ "line": line, "matter": matter.as_str() }));
    json!({ "action": outcome.action.as_str(), "rows": outcome.rows, "good": outcome.good,
        "import": outcome.import, "faults": faults.collect::<Vec<_>>(), "kept": kept.collect::<Vec<_>>() })
}

fn told(outcome: &RegisterOutcome, dry_run: bool, language: Language) -> String {
    let mut lines: Vec<String> = outcome.faults.iter().map(|fault| line(fault, language)).collect();
    let RegisterOutcome { rows, good, kept, .. } = outcome;
    let (kept, bad) = (kept.len(), rows - good);
    lines.push(match language {
        Language::Zh if dry_run => format!("共 {rows} 行，{good} 行无误，{bad} 行有误；未导入（试运行）"),
        Language::En if dry_run => {
            format!("{rows} rows, {good} good, {bad} with faults; none kept (dry run)")
        }
        Language::Zh => format!("共 {rows} 行，{good} 行无误，{bad} 行有误；已导入 {kept} 行"),
        Language::En => format!("{rows} rows, {good} good, {bad} with faults; {kept} kept"),
    });
    if let Some(import) = &outcome.import {
        lines.push(match language {
            Language::Zh => format!("导入编号 {import}；撤回：yifa import undo {import}"),
            Language::En => format!("import {import}; take it back with `yifa import undo {import}`"),
        });
    }
    lines.join("\n")
}

fn line(fault: &RowFault, language: Language) -> String {
    let place = match (&fault.column, language) {
        (Some(column), Language::Zh) => format!("第{}行 {column}“{}”", fault.line, fault.text),
        (Some(column), Language::En) => format!("row {}, {column} \"{}\"", fault.line, fault.text),
        (None, Language::Zh) => format!("第{}行", fault.line),
        (None, Language::En) => format!("row {}", fault.line),
    };
    let code = code_of(&fault.what).unwrap_or_default();
    let what = match (&fault.what, language) {
        (RowFaultKind::Spoiled, Language::Zh) => "单元格的数字已被四舍五入或者公式有误：把该列设为文本后重新录入".to_owned(),
        (RowFaultKind::Spoiled, Language::En) => "the workbook has rounded this number or holds an error: format the column as text and type it again".to_owned(),
        (RowFaultKind::NotFound, Language::Zh) => "查无此名称，或者不止一个".to_owned(),
        (RowFaultKind::NotFound, Language::En) => "there is none of this name, or several".to_owned(),
        (RowFaultKind::Twice(other), Language::Zh) => format!("与第{other}行重复"),
        (RowFaultKind::Twice(other), Language::En) => format!("the same as in row {other}"),
        (RowFaultKind::Taken(matter), Language::Zh) => format!("事项 {matter} 已使用"),
        (RowFaultKind::Taken(matter), Language::En) => format!("matter {matter} has it already"),
        (RowFaultKind::Unreadable(_), _) => meaning(code, language).to_owned(),
        (RowFaultKind::Refused(reason), _) => {
            let field = reason.field.as_ref().filter(|_| fault.column.is_none()).map(ToString::to_string);
            let condition = reason.condition.clone().or(field).unwrap_or_default();
            format!("{} {condition} {}", meaning(code, language), reason.basis.join("、")).trim_end().to_owned()
        }
    };
    format!("{place}  {code} {what}")
}
