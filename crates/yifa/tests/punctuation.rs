//! Chinese texts have Chinese punctuation: in the definitions, the words of the pages and the demonstration's stories.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

/// What is wrong in a line: a half-width mark between Chinese characters, or a half-width bracket beside one inside.
fn wrong(line: &str) -> Option<String> {
    // The place of a clause in a notice is written as the notice is read: 四.(一).
    let mut pieces = line.split(".(");
    let first = pieces.next().unwrap_or_default().to_owned();
    let line =
        pieces.fold(first, |line, piece| line + piece.split_once(')').map_or(piece, |(_, after)| after));
    let all: Vec<char> = line.chars().collect();
    let at = all.windows(3).position(|three| match three {
        [before, mark, after] => {
            let between = is_chinese(*before) && is_chinese(*after);
            between && ",;:?!".contains(*mark)
                || *before == '(' && is_chinese(*mark)
                || is_chinese(*mark) && *after == ')'
        }
        _ => false,
    })?;
    let around = all.iter().skip(at.saturating_sub(8)).take(20);
    Some(around.collect())
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            all.push(path);
        }
    }
}

#[test]
fn chinese_texts_have_chinese_punctuation() {
    let mut all = Vec::new();
    for folder in ["definitions", "examples/demo-city", "locales/zh-Hans", "locales/zh-Hant"] {
        files(&root().join(folder), &mut all);
    }
    assert!(all.len() > 1000, "{} files", all.len());
    let mut found = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).expect("a text");
        for (number, line) in text.lines().enumerate() {
            // A clause is named as the city's notice prints it; a comment speaks to the author of the file.
            let exempt = ["clause =", "#"].iter().any(|start| line.trim_start().starts_with(start));
            if let Some(around) = wrong(line).filter(|_| !exempt) {
                found.push(format!("{}:{}: {around}", path.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "half-width marks in {} lines:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_half_width_mark_is_found_and_code_is_left_alone() {
    for bad in ["没有依据,请求审查", "如下:罚款", "办法(试行)", "(草案)通过"] {
        assert!(wrong(bad).is_some(), "{bad}");
    }
    for good in [
        "没有依据，请求审查",
        "bases=[《甲》第一条,《乙》第二条]",
        "Qingquan Ltd.",
        "1,200元",
        "{pick:有|无}",
    ] {
        assert!(wrong(good).is_none(), "{good}");
    }
}
