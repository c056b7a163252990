//! `yifa import instruments`: texts of law into the city's library, with a report of what a person should look at.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use yifa_app::clock::{Clock, SystemClock};
use yifa_app::library::{self, Imported};

use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};
use crate::words::{self, Language};
use crate::{folder, input, output};

/// 要收录的文本 · what to import
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件或者文件夹：Markdown、纯文本、HTML、DOCX · files or folders
    #[arg(value_name = "DIR|FILE", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// Imports and prints the report. The answer is no when a new file is held back.
///
/// # Errors
/// Wrong use when a path cannot be read; the store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let files = read(&arguments.paths)?;
    let bar = folder::bar();
    bar.set_length(files.len() as u64);
    bar.set_message(language.pick("收录", "importing"));
    let imported = running::runtime()?.block_on(async {
        let place = arguments.place.find()?;
        let store = running::store(&place.store).await?;
        let jurisdiction = running::jurisdiction(&place.jurisdiction)?;
        let done = library::import(store.as_ref(), &jurisdiction, files, SystemClock.now()).await;
        done.map_err(|error| answered(&error))
    })?;
    bar.finish_and_clear();
    if arguments.json {
        output::print_json(&as_json(&imported, language))?;
    } else {
        output::print(&told(&imported, language))?;
    }
    Ok(Answer::no_if(imported.held().next().is_some()))
}

/// All files before anything is stored: one that cannot be read stops the import.
fn read(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            for file in yifa_library::gather(path).map_err(folder::unreadable)? {
                files.push((path.clone(), file));
            }
        } else {
            files.push((path.parent().map(PathBuf::from).unwrap_or_default(), path.clone()));
        }
    }
    let bar = folder::bar();
    bar.set_length(files.len() as u64);
    let mut all = Vec::with_capacity(files.len());
    for (root, file) in files {
        let origin = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        all.push((origin, input::read(&file)?));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(all)
}

fn as_json(imported: &Imported, language: Language) -> serde_json::Value {
    let library = &imported.edition.library;
    let doubts = imported.doubts().map(|doubt| {
        json!({
            "file": doubt.origin, "title": doubt.title, "code": doubt.kind.code(),
            "says": words::doubt(&doubt.kind, language), "remark": doubt.kind.is_remark(),
        })
    });
    let held = imported.held().map(|held| {
        json!({ "file": held.origin, "title": held.title, "code": held.because.code(), "says": words::held(&held.because, language) })
    });
    json!({
        "taken": imported.taken,
        "known": imported.known,
        "edition": imported.edition.number,
        "instruments": library.instruments().len(),
        "articles": library.count_articles(),
        "repeals": library.repeals().len(),
        "doubts": doubts.collect::<Vec<_>>(),
        "held": held.collect::<Vec<_>>(),
    })
}

fn told(imported: &Imported, language: Language) -> String {
    let library = &imported.edition.library;
    let (taken, known) = (imported.taken, imported.known);
    let held = imported.held().count();
    let (instruments, articles) = (library.instruments().len(), library.count_articles());
    let mut out = match language {
        Language::Zh => {
            format!(
                "新存入 {taken} 件，其中 {held} 件暂不可引用，原已收录 {known} 件；法规库现有 {instruments} 件文件、{articles} 条\n"
            )
        }
        Language::En => {
            format!(
                "{taken} taken, {held} of them held back, {known} known before; the library has {instruments} instruments, {articles} articles\n"
            )
        }
    };
    for held in imported.held() {
        let _ = writeln!(
            out,
            "✗ {}  [{}] {}",
            held.origin,
            held.because.code(),
            words::held(&held.because, language)
        );
    }
    for doubt in imported.doubts().filter(|doubt| !doubt.kind.is_remark()) {
        let _ = writeln!(
            out,
            "? {}  [{}] {}",
            doubt.origin,
            doubt.kind.code(),
            words::doubt(&doubt.kind, language)
        );
    }
    out
}
