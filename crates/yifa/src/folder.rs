//! A folder of texts as a library, with a bar while it is read.

use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use yifa_app::library;
use yifa_library::{GatherFault, Held, Library, Progress};

use crate::answer::Failure;
use crate::input;
use crate::words::{self, Language};

/// How many files that were not taken are named.
const NAMED: usize = 3;

/// The carried facts and the texts of a folder, if one is given.
///
/// # Errors
/// Wrong use or a fault when the folder cannot be read; a fault when the embedded facts are broken.
pub fn library(folder: Option<&Path>, language: Language) -> Result<Library, Failure> {
    let bar = bar();
    let files = AtomicUsize::new(0);
    let read = library::of_folder(folder, &|step| match step {
        Progress::Files(found) => {
            files.store(found, Ordering::Relaxed);
            bar.set_length(found as u64);
        }
        Progress::Read => bar.inc(1),
    });
    bar.finish_and_clear();
    let broken = |error: yifa_app::AppError| {
        Failure::fault(error.to_string(), "the embedded facts", "this build is broken: report it")
    };
    let library = read.map_err(broken)?.map_err(unreadable)?;
    if let Some(folder) = folder {
        told(folder, files.into_inner(), library.held(), language)?;
    }
    Ok(library)
}

/// What is wrong with a folder of texts: without any there is nothing to compare with, and an answer would mislead; single
/// files that could not be taken are named.
fn told(folder: &Path, files: usize, held: &[Held], language: Language) -> Result<(), Failure> {
    if files == 0 {
        return Err(Failure::misuse(
            language.pick("文件夹里没有可作文本的文件", "the folder holds no file that may be a text"),
            input::shown(folder),
            "name a folder with statutes as .md, .txt, .html, .docx, .doc, .wps or .pdf",
        ));
    }
    let one = |held: &Held| format!("{}: {}", held.origin, words::held(&held.because, language));
    let some: Vec<String> = held.iter().take(NAMED).map(one).collect();
    if held.len() == files && held.iter().all(|held| held.title.is_none()) {
        return Err(Failure::misuse(
            match language {
                Language::Zh => format!("{files} 个文件都不能读作文本"),
                Language::En => format!("none of {files} files could be read as a text"),
            },
            format!("{}\n         {}", input::shown(folder), some.join("\n         ")),
            "save them with their text, in UTF-8 or GB 18030, as .md, .txt or .docx",
        ));
    }
    if !held.is_empty() {
        let more = if held.len() > NAMED { "\n  …" } else { "" };
        let count = held.len();
        let said = match language {
            Language::Zh => format!("{files} 个文件中有 {count} 个没有收入"),
            Language::En => format!("{count} of {files} files were not taken"),
        };
        eprintln!("note: {said}\n  {}{more}", some.join("\n  "));
    }
    Ok(())
}

/// A bar on a terminal; nothing elsewhere.
pub fn bar() -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// A folder that cannot be read, as a failure.
pub fn unreadable(fault: GatherFault) -> Failure {
    match fault {
        GatherFault::Folder(path, error) => input::unreadable(&path, &error),
        GatherFault::TooDeep(path) => Failure::misuse(
            "folders are nested too deep",
            input::shown(&path),
            "look for a link that leads back into its own folder",
        ),
    }
}
