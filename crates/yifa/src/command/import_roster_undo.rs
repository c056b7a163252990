//! `yifa import roster-undo`: takes back what a roster created and nobody has used; what was used stays and is named.

use clap::Args;
use serde_json::json;
use yifa_app::roster::{RosterUndoRefusal, Taken};
use yifa_web::face::Lang;

use super::import_roster::administrator;
use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};
use crate::output;
use crate::words::Language;

/// Arguments of `yifa import roster-undo`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 导入编号 · the name of the import
    import: String,
    /// 以哪个系统管理员账户撤回 · the administrator who takes it back
    #[arg(long = "as", value_name = "NAME")]
    by: String,
    /// 原因 · the reason
    #[arg(long)]
    reason: String,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Takes the roster back. The answer is no when nothing was taken back.
///
/// # Errors
/// There is no such roster, or no such administrator; the store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let city = running::city(&arguments.place.find()?).await?;
        let actor = administrator(&city, &arguments.by).await?;
        let undone = city.undo_roster(&arguments.import, &actor, &arguments.reason).await;
        let undone = undone.map_err(|error| answered(&error))?;
        let (gone, stay, already) = match &undone {
            Ok(undo) => (undo.gone, undo.stay.as_slice(), false),
            Err(RosterUndoRefusal::AllUsed(stay)) => (0, stay.as_slice(), false),
            Err(RosterUndoRefusal::Already) => (0, &[][..], true),
        };
        if arguments.json {
            let one = |one: &Taken| {
                let (why, what) = one.stays.as_ref().map(|(why, what)| (why.word(), what.as_str())).unzip();
                json!({ "line": one.entry.line, "id": one.entry.id, "name": one.entry.name, "why": why, "what": what })
            };
            let stay: Vec<_> = stay.iter().map(one).collect();
            output::print_json(&json!({ "gone": gone, "stay": stay, "already": already }))?;
        } else {
            output::print(&told(gone, stay, already, language))?;
        }
        Ok(Answer::no_if(undone.is_err()))
    })
}

fn told(gone: usize, stay: &[Taken], already: bool, language: Language) -> String {
    let lang = match language {
        Language::Zh => Lang::ZhHans,
        Language::En => Lang::En,
    };
    if already {
        return lang.t("import.undo.already");
    }
    let line = |one: &Taken| {
        let (why, what) =
            one.stays.as_ref().map(|(why, what)| (why.word(), what.as_str())).unwrap_or_default();
        let why = lang.t(&format!("roster.use.{why}"));
        format!("{}  {}  {}  {why} {what}", one.entry.line, one.entry.id, one.entry.name)
            .trim_end()
            .to_owned()
    };
    let mut lines: Vec<String> = stay.iter().map(line).collect();
    lines.push(match language {
        Language::Zh => format!("已撤回 {gone} 项，保留 {} 项", stay.len()),
        Language::En => format!("{gone} taken back, {} in use and kept", stay.len()),
    });
    lines.join("\n")
}
