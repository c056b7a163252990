//! `yifa explain`: the page of a code.

use std::cmp::Reverse;

use clap::Args;
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{embedded, output};

/// 要解释的代码 · what to explain
#[derive(Debug, Args)]
pub struct Arguments {
    /// 代码，如 R0301、D0203、no-headings；不写则列出全部 · a code; without it, all of them
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// Prints the page of a code, or the list of all codes.
///
/// # Errors
/// Wrong use when there is no such code; near ones are named.
pub fn run(arguments: &Arguments, _language: Language) -> Result<Answer, Failure> {
    let pages = embedded::error_pages();
    let Some(code) = &arguments.code else {
        list(&pages, arguments.json)?;
        return Ok(Answer::Fine);
    };
    let wanted = code.trim();
    let found = pages.iter().find(|(known, _)| known.eq_ignore_ascii_case(wanted));
    let Some((code, page)) = found else {
        let near = near(wanted, &pages);
        let next = match near.as_slice() {
            [] => "yifa explain lists all codes".to_owned(),
            some => format!("did you mean {}? yifa explain lists all codes", some.join(", ")),
        };
        return Err(Failure::misuse(format!("there is no code {wanted:?}"), "the argument CODE", next));
    };
    match arguments.json {
        true => output::print_json(&json!({ "code": code, "title": title(page), "page": page }))?,
        false => output::print(page)?,
    }
    Ok(Answer::Fine)
}

fn list(pages: &[(&str, &str)], json: bool) -> Result<(), Failure> {
    if json {
        let all = pages.iter().map(|(code, page)| json!({ "code": code, "title": title(page) }));
        return output::print_json(&Value::Array(all.collect()));
    }
    let lines: Vec<String> = pages.iter().map(|(code, page)| format!("{code}  {}", title(page))).collect();
    output::print(&lines.join("\n"))
}

/// The first line of a page without the sign of a heading and the code.
fn title(page: &str) -> &str {
    let line = page.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    line.split_once(' ').map_or(line, |(_, rest)| rest)
}

/// At most three codes that need the fewest changes, if they need few; those that begin alike come first.
fn near<'a>(wanted: &str, pages: &[(&'a str, &str)]) -> Vec<&'a str> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().take(40).collect();
    let far = wanted.len().div_ceil(3);
    let mut all: Vec<(usize, Reverse<usize>, &str)> = Vec::new();
    for (code, _) in pages {
        let known: Vec<char> = code.to_lowercase().chars().collect();
        let alike = wanted.iter().zip(&known).take_while(|(a, b)| a == b).count();
        all.push((changes(&wanted, &known), Reverse(alike), code));
    }
    all.retain(|(changes, ..)| *changes <= far);
    all.sort_unstable();
    all.into_iter().take(3).map(|(.., code)| code).collect()
}

/// How many characters have to be put in, left out or replaced to make one text of the other.
fn changes(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_leads_to_its_neighbours() {
        let pages = [("R0301", ""), ("R0302", ""), ("D0203", ""), ("no-headings", "")];
        assert_eq!(near("R030l", &pages), ["R0301", "R0302"]);
        assert_eq!(near("no-heading", &pages), ["no-headings"]);
        assert!(near("", &pages).is_empty());
        assert!(near("completely-else", &pages).is_empty());
    }
}
