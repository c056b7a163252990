//! Terms 检索词: what the index of searches holds of a matter, so that a word is found without reading every row.
//!
//! A text is indexed by pairs of neighbouring characters and by the last of each run, so that a word of any length, in
//! Chinese too, can only stand where all its pairs stand; a value for lists by its name and content. The index narrows:
//! the condition itself is always judged on the row, so that what is found is what a plain scan would find.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::canonical::canonical;
use crate::digest::sha256;
use crate::query::{MatterQuery, ValueTest};
use crate::view::MatterView;

/// Something that the index can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// This term.
    Term(String),
    /// Any term that begins with this character.
    Begins(char),
}

/// Engines take these for parts of a word; ASCII signs part words everywhere.
fn is_part(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_alphanumeric()
}

fn runs(text: &str) -> impl Iterator<Item = Vec<char>> + '_ {
    text.split(|c: char| !is_part(c)).filter(|run| !run.is_empty()).map(|run| run.chars().collect())
}

/// The terms of a matter, parted by blanks.
pub(crate) fn of_view(view: &MatterView) -> String {
    let mut all = BTreeSet::new();
    for run in runs(&view.search) {
        all.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
        all.extend(run.last().map(|last| last.to_string()));
    }
    values(&view.data, "", &mut all);
    all.into_iter().collect::<Vec<_>>().join(" ")
}

fn values(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                values(member, &path, into);
            }
        }
        Value::Array(_) | Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => into.extend(value_term(path, value)),
    }
}

/// The term of a value: longer than any pair, of letters and digits only.
fn value_term(path: &str, value: &Value) -> Option<String> {
    let text = canonical("value", value).ok()?;
    Some(format!("v{}", &sha256(format!("{path}\u{0}{text}").as_bytes()).to_string()[..16]))
}

/// What must stand in the index of every matter that answers a query; none: the index cannot help.
pub(crate) fn of_query(query: &MatterQuery) -> Vec<Wanted> {
    let mut all = Vec::new();
    for word in query.text.as_deref().unwrap_or_default().split_whitespace() {
        for run in runs(word) {
            match run[..] {
                [only] => all.push(Wanted::Begins(only)),
                _ => all.extend(run.windows(2).map(|pair| Wanted::Term(pair.iter().collect()))),
            }
        }
    }
    for one in &query.values {
        if let ValueTest::Is(value @ (Value::Bool(_) | Value::Number(_) | Value::String(_))) = &one.test {
            all.extend(value_term(&one.path, value).map(Wanted::Term));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Vec<Wanted> {
        of_query(&MatterQuery { text: Some(text.to_owned()), ..MatterQuery::default() })
    }

    #[test]
    fn a_word_is_asked_for_by_its_pairs_and_a_character_by_what_begins_with_it() {
        let term = |text: &str| Wanted::Term(text.to_owned());
        assert_eq!(wanted("听证会"), [term("听证"), term("证会")]);
        assert_eq!(
            wanted("水 罚-2026"),
            [Wanted::Begins('水'), Wanted::Begins('罚'), term("20"), term("02"), term("26")]
        );
        assert_eq!(wanted(" - "), []);
    }
}
