//! A folder of texts as a library, with a bar while it is read.

use std::io::{IsTerminal, stderr};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use yifa_app::library;
use yifa_library::{GatherFault, Library, Progress};

use crate::answer::Failure;
use crate::input;

/// The carried facts and the texts of a folder, if one is given.
///
/// # Errors
/// Wrong use or a fault when the folder cannot be read; a fault when the embedded facts are broken.
pub fn library(folder: Option<&Path>) -> Result<Library, Failure> {
    let bar = bar();
    let read = library::of_folder(folder, &|step| match step {
        Progress::Files(files) => bar.set_length(files as u64),
        Progress::Read => bar.inc(1),
    });
    bar.finish_and_clear();
    let broken = |error: yifa_app::AppError| {
        Failure::fault(error.to_string(), "the embedded facts", "this build is broken: report it")
    };
    read.map_err(broken)?.map_err(unreadable)
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
