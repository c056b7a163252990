//! Files that a person names. Owns: reading them whole, within bounds, and saying what is wrong with a path.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use yifa_library::HeldBecause;

use crate::answer::Failure;
use crate::words::{self, Language};

/// A text of law or a notice is never longer; the longest statutes have some 600 kB.
pub const LONGEST: u64 = 64 * 1024 * 1024;

/// Reads a file.
///
/// # Errors
/// Wrong use when there is no file, or a folder; a fault when it cannot be read or is longer than [`LONGEST`].
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let about = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if about.is_dir() {
        return Err(Failure::misuse(
            "这是文件夹，需要的是文件 · this is a folder, but a file is wanted",
            shown(path),
            "name a file in it",
        ));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > LONGEST {
        let what = {
            let most = LONGEST / 1024 / 1024;
            format!("文件超过 {most} MB · the file is longer than {most} MB")
        };
        return Err(Failure::misuse(what, shown(path), "is it a text? split it, or name another file"));
    }
    Ok(bytes)
}

/// All files below a folder whose name ends in one of `endings`, in order of path. Hidden files are left out.
///
/// # Errors
/// Wrong use when there is no folder; a fault when it cannot be read.
pub fn files_below(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    walk(folder, endings, 0, &mut all)?;
    all.sort();
    Ok(all)
}

/// No folder of ours is nested deeper; a link that leads back to its own folder is.
const DEEPEST: usize = 16;

fn walk(folder: &Path, endings: &[&str], depth: usize, into: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if depth > DEEPEST {
        let next = "look for a link that leads back into its own folder";
        return Err(Failure::misuse("folders are nested too deep", shown(folder), next));
    }
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, endings, depth + 1, into)?;
        } else if endings.iter().any(|ending| name.to_lowercase().ends_with(ending)) {
            into.push(path);
        }
    }
    Ok(())
}

/// What is wrong with a path that cannot be read.
pub fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::NotFound => Failure::misuse(
            "没有这个文件或者文件夹 · there is no such file or folder",
            shown(path),
            "check the path",
        ),
        ErrorKind::NotADirectory => Failure::misuse(
            "这是文件，需要的是文件夹 · this is a file, but a folder is wanted",
            shown(path),
            "name the folder",
        ),
        ErrorKind::PermissionDenied => {
            let next = "ask the owner of the file for the right to read it";
            Failure::fault(
                "当前用户无权读取这个文件 · the file may not be read by this user",
                shown(path),
                next,
            )
        }
        _ => Failure::fault(
            format!("文件不能读出 · the file cannot be read: {error}"),
            shown(path),
            "check the disk",
        ),
    }
}

/// That a file gives no text.
pub fn no_text(why: &HeldBecause, path: &Path, language: Language) -> Failure {
    let next = match why {
        HeldBecause::TooLong(_) => language.pick("拆分后逐份处理", "split it"),
        HeldBecause::Empty => language.pick("请指明有内容的文件", "name a file with a text"),
        _ => language
            .pick("另存为纯文本、Markdown、HTML 或者 DOCX", "save it as plain text, Markdown, HTML or DOCX"),
    };
    Failure::misuse(words::held(why, language), shown(path), next)
}

/// A path for messages.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}
