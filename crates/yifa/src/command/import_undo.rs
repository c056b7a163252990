//! `yifa import undo`: takes an import of a register back, through the acts that its procedure names for that.

use clap::Args;
use serde_json::{Value as Json, json};
use yifa_app::register_import::UndoRefusal;
use yifa_kernel::matter::{Actor, Who};

use super::import_register::{acting, meaning};
use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};
use crate::output;
use crate::words::Language;

/// Arguments of `yifa import undo`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 导入编号 · the name of the import
    import: String,
    /// 以哪个账户撤回 · the account that takes it back
    #[arg(long = "as", value_name = "NAME")]
    by: String,
    /// 账户的职务 角色@机关，默认第一个 · which post of the account, role@body
    #[arg(long)]
    post: Option<String>,
    /// 原因 · the reason
    #[arg(long)]
    reason: String,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Takes the import back. The answer is no when that is refused: then nothing was taken back.
///
/// # Errors
/// There is no such import or account; the store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let city = running::city(&arguments.place.find()?).await?;
        let (account, post) = acting(&city, &arguments.by, arguments.post.as_deref()).await?;
        let actor = Actor { who: Who::Person(account.person), role: post.role, body: Some(post.body) };
        let undone = city.undo_import(&arguments.import, &actor, &arguments.reason).await;
        let undone = undone.map_err(|error| answered(&error))?;
        if arguments.json {
            output::print_json(&as_json(&undone))?;
        } else {
            output::print(&told(&undone, language).join("\n"))?;
        }
        Ok(Answer::no_if(undone.is_err()))
    })
}

fn as_json(undone: &Result<usize, UndoRefusal>) -> Json {
    match undone {
        Ok(count) => json!({ "undone": count }),
        Err(UndoRefusal::Already) => json!({ "undone": 0, "why": "already" }),
        Err(UndoRefusal::Nothing) => json!({ "undone": 0, "why": "nothing" }),
        Err(UndoRefusal::NoAct) => json!({ "undone": 0, "why": "no_act" }),
        Err(UndoRefusal::Moved(all)) => {
            let rows = all.iter().map(|one| {
                json!({ "line": one.entry.line, "matter": one.entry.matter.as_str(), "number": one.number,
                    "act": one.act.as_ref().map(ToString::to_string), "on": one.on.map(|day| day.to_string()) })
            });
            json!({ "undone": 0, "why": "moved", "matters": rows.collect::<Vec<_>>() })
        }
        Err(UndoRefusal::Refused(all)) => {
            let rows = all.iter().map(|(entry, refusal)| {
                json!({ "line": entry.line, "matter": entry.matter.as_str(), "code": refusal.code().to_string() })
            });
            json!({ "undone": 0, "why": "refused", "matters": rows.collect::<Vec<_>>() })
        }
    }
}

fn told(undone: &Result<usize, UndoRefusal>, language: Language) -> Vec<String> {
    let say = |zh: &str, en: &str| vec![language.pick(zh, en).to_owned()];
    match undone {
        Ok(count) => vec![match language {
            Language::Zh => format!("已撤回 {count} 件事项"),
            Language::En => format!("{count} matters taken back"),
        }],
        Err(UndoRefusal::Already) => say("此前已经撤回", "it was taken back before"),
        Err(UndoRefusal::Nothing) => {
            say("导入时中断，没有保存任何内容", "nothing of it was kept; there is nothing to take back")
        }
        Err(UndoRefusal::NoAct) => say(
            "该程序没有规定撤回录入的办理；请逐件变更或者终止",
            "the procedure names no act that takes an entry back; change or end each matter by its own acts",
        ),
        Err(UndoRefusal::Moved(all)) => {
            let mut lines = say(
                "导入后有事项已有其他办理，一件也没有撤回：",
                "matters have moved on since, so nothing was taken back:",
            );
            lines.extend(all.iter().map(|one| {
                let number = one.number.as_deref().unwrap_or(one.entry.matter.as_str());
                let act = one.act.as_ref().map(ToString::to_string).unwrap_or_default();
                let on = one.on.map(|day| day.to_string()).unwrap_or_default();
                format!("{}  {number}  {act} {on}", one.entry.line)
            }));
            lines
        }
        Err(UndoRefusal::Refused(all)) => {
            let mut lines = say("依法不能撤回，一件也没有撤回：", "refused, so nothing was taken back:");
            lines.extend(all.iter().map(|(entry, refusal)| {
                let code = refusal.code().to_string();
                format!("{}  {code} {}", entry.line, meaning(&code, language))
            }));
            lines
        }
    }
}
