//! Owns the vocabulary of the whole city's stories: what kinds of cases a body has, from `examples/demo-city/cases.toml`.
//!
//! ```toml
//! [[case]]
//! body    = ["urban"]                          # or groups, as a story's bodies
//! power   = "@power-urban-stall"               # read as {case:power}
//! facts   = ["在{road}占道摆摊…", "…"]          # one by chance; its places are filled
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use super::turns;
use crate::error::{AppError, Result};

/// A kind of case: texts by name, each with its variants.
pub(super) type Case = BTreeMap<String, Vec<String>>;

/// The kinds of cases of each body, in order.
#[derive(Debug, Default)]
pub(super) struct Cases(BTreeMap<String, Vec<Case>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    body: Vec<String>,
    #[serde(flatten)]
    texts: BTreeMap<String, Text>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    One(String),
    Several(Vec<String>),
}

impl Cases {
    /// Reads them.
    ///
    /// # Errors
    /// A text that is no list of cases; a group that there is not; a name without a text.
    pub(super) fn read(path: &str, text: &str) -> Result<Self> {
        let wrong = |why: String| AppError::invalid(path, why);
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let mut all: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        for written in file.case {
            let mut case = Case::new();
            for (name, text) in written.texts {
                let texts = match text {
                    Text::One(text) => vec![text],
                    Text::Several(texts) => texts,
                };
                if texts.is_empty() {
                    return Err(wrong(format!("`{name}` of {:?} has no text", written.body)));
                }
                case.insert(name, texts);
            }
            for body in turns::listed(&written.body).map_err(wrong)?.bodies {
                all.entry(body).or_default().push(case.clone());
            }
        }
        Ok(Self(all))
    }

    /// The case of a body's telling of that number, counted from 1; in turn.
    pub(super) fn of(&self, body: &str, round: u32) -> Option<&Case> {
        let all = self.0.get(body)?;
        all.get((round as usize).saturating_sub(1) % all.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_its_cases_in_turn() {
        let cases = Cases::read("cases", "[[case]]\nbody = [\"@districts\"]\nid = \"a\"\n[[case]]\nbody = [\"xihe\"]\nid = [\"b\", \"c\"]\n")
            .expect("cases");
        let id = |round| cases.of("xihe", round).map(|case| case["id"][0].clone());
        assert_eq!([id(1), id(2), id(3)].map(Option::unwrap_or_default), ["a", "b", "a"]);
        assert!(cases.of("urban", 1).is_none());
    }

    #[test]
    fn wrong_cases_are_named() {
        for (text, why) in [
            ("[[case]]\nbody = [\"@nobody\"]\n", "@nobody"),
            ("[[case]]\nbody = [\"urban\"]\nfacts = []\n", "facts"),
            ("[[case]]\nbody = [\"urban\"]\nfacts = 3\n", "cases"),
            ("[[story]]\n", "story"),
        ] {
            let error = Cases::read("cases", text).expect_err(text).to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
