//! `yifa verify`, `rebuild`, `backup`, `restore`, `account`: keeping a city's data.

use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;
use yifa_app::account::{Account, Post};
use yifa_store::{BackupReport, FaultKind, StoreError};

use super::place::Place;
use super::running::{self, broken};
use crate::answer::{Answer, Failure};
use crate::input::shown;
use crate::output;
use crate::words::Language;

/// Arguments of `yifa verify` and `yifa rebuild`.
#[derive(Debug, Args)]
pub struct Whole {
    #[command(flatten)]
    place: Place,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `yifa backup` and `yifa restore`.
#[derive(Debug, Args)]
pub struct File {
    /// 备份文件 · the backup file
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Arguments of `yifa account`.
#[derive(Debug, Args)]
pub struct NewAccount {
    /// 登录名 · the name to sign in with
    name: String,
    /// 姓名 · the person's name
    #[arg(long)]
    person: String,
    /// 角色@机关，可多次 · role@body, several times if needed
    #[arg(long = "post", required = true)]
    posts: Vec<String>,
    /// 存放口令的文件 · a file that holds the password
    #[arg(long)]
    password_file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Recomputes every hash of the log.
///
/// # Errors
/// The store cannot be read.
pub fn verify(arguments: &Whole, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let place = arguments.place.find()?;
        let store = running::kept(&place.store).await?;
        let jurisdiction = running::jurisdiction(&place.jurisdiction)?;
        let bar = ProgressBar::new_spinner();
        let checked = store.verify(&jurisdiction, &|done, _| bar.set_position(done)).await;
        bar.finish_and_clear();
        let checked = checked.map_err(|error| broken(&error.into()))?;
        let faults: Vec<_> = checked.faults.iter().map(|fault| format!("{fault:?}")).collect();
        if arguments.json {
            output::print_json(
                &json!({ "matters": checked.matters, "events": checked.events, "faults": faults }),
            )?;
        } else {
            let (matters, events, wrong) = (checked.matters, checked.events, faults.len());
            let told = match language {
                Language::Zh => format!("{matters} 件事项，{events} 条事件，{wrong} 处错误"),
                Language::En => format!("{matters} matters, {events} events, {wrong} faults"),
            };
            output::print(&[vec![told], faults.clone()].concat().join("\n"))?;
        }
        Ok(Answer::no_if(!faults.is_empty()))
    })
}

/// Makes every read table again from the log.
///
/// # Errors
/// The store, or an event that cannot be read.
pub fn rebuild(arguments: &Whole, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let place = arguments.place.find()?;
        running::kept(&place.store).await?;
        let city = running::city(&place).await?;
        let bar = ProgressBar::new_spinner();
        let count = city.rebuild(&|done| bar.set_position(done)).await.map_err(|error| broken(&error))?;
        bar.finish_and_clear();
        if arguments.json {
            output::print_json(&json!({ "matters": count }))?
        } else {
            output::print(&match language {
                Language::Zh => format!("已重建 {count} 件事项"),
                Language::En => format!("{count} matters"),
            })?
        }
        Ok(Answer::Fine)
    })
}

/// Writes a backup while the city goes on working.
///
/// # Errors
/// The store or the file.
pub fn backup(arguments: &File, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let store = running::kept(&arguments.place.find()?.store).await?;
        let written = store.backup(&arguments.file, &|_, _| {}).await;
        let report = written.map_err(|error| {
            Failure::fault(
                error.to_string(),
                shown(&arguments.file),
                "nothing was kept; the file of before, if any, stands",
            )
        })?;
        output::print(&told(&report, language))?;
        Ok(Answer::Fine)
    })
}

/// Fills an empty store from a backup and makes its read tables.
///
/// # Errors
/// The store is not empty, or the file is not whole.
pub fn restore(arguments: &File, language: Language) -> Result<Answer, Failure> {
    if !arguments.file.is_file() {
        let next = "name the file that `yifa backup` wrote";
        return Err(Failure::misuse("there is no such file", shown(&arguments.file), next));
    }
    running::runtime()?.block_on(async {
        let place = arguments.place.find()?;
        let store = running::store(&place.store).await?;
        let restored = store.restore(&arguments.file, &|_, _| {}).await;
        let report = restored.map_err(|error| not_restored(&error, arguments, &place.store))?;
        let city = running::city(&place).await?;
        let count = city.rebuild(&|_| {}).await.map_err(|error| broken(&error))?;
        let rebuilt = match language {
            Language::Zh => format!("已重建 {count} 件事项的读表"),
            Language::En => format!("the read tables of {count} matters were made"),
        };
        output::print(&format!("{}\n{rebuilt}", told(&report, language)))?;
        Ok(Answer::Fine)
    })
}

/// What a backup holds, and its digest: whoever keeps the file elsewhere compares it.
fn told(report: &BackupReport, language: Language) -> String {
    let rows = |table: &str| report.rows.get(table).copied().unwrap_or_default();
    let (matters, events, files) = (rows("head"), rows("event"), rows("blob"));
    match language {
        Language::Zh => format!("{matters} 件事项，{events} 条事件，{files} 个文件\n摘要 {}", report.digest),
        Language::En => {
            format!("{matters} matters, {events} events, {files} files\ndigest {}", report.digest)
        }
    }
}

/// Why a backup was not restored: nothing of it was written.
fn not_restored(error: &StoreError, arguments: &File, store: &str) -> Failure {
    match error {
        StoreError::Invalid { .. } => Failure::misuse(
            "the store holds a city already, and a backup is never laid over one",
            running::public(store),
            "name an empty store, for example a file that is not there yet",
        ),
        StoreError::Fault(fault) if fault.kind == FaultKind::Corrupt => Failure::fault(
            format!("the backup is not whole, or is none: {error}"),
            shown(&arguments.file),
            "nothing was restored; copy the file again, or take another backup",
        ),
        _ => {
            Failure::fault(error.to_string(), shown(&arguments.file), "nothing was restored; see the message")
        }
    }
}

/// Creates an account.
///
/// # Errors
/// A post that is not role@body, a password that is too short, the store.
pub fn account(arguments: &NewAccount) -> Result<Answer, Failure> {
    let posts = arguments.posts.iter().map(|post| {
        let (role, body) = post
            .split_once('@')
            .ok_or_else(|| Failure::misuse("a post is role@body", post, "for example clerk@urban"))?;
        Ok(Post { role: role.into(), body: body.into() })
    });
    let posts: Vec<Post> = posts.collect::<Result<_, Failure>>()?;
    let password = running::password(&arguments.password_file)?;
    running::runtime()?.block_on(async {
        let city = running::city(&arguments.place.find()?).await?;
        let account = Account {
            person: arguments.name.as_str().into(),
            name: arguments.person.clone(),
            en: arguments.name.clone(),
            posts,
            open: true,
        };
        city.put_account(&account, &password).await.map_err(|error| running::answered(&error))?;
        Ok(Answer::Fine)
    })
}
