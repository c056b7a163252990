//! The words of legality-review findings, the same on the page, in the terminal and in JSON.

use jiff::civil::Date;
use yifa_law::review::{Check, Finding, Kind, Says};

use crate::face::Lang;

/// What a finding says, with its values.
pub fn says(lang: Lang, finding: &Finding) -> String {
    lang.with(&format!("review.says.{}", finding.says.code()), &values(lang, finding))
}

/// What to do about it; with the new words where a machine can tell.
pub fn proposal(lang: Lang, finding: &Finding) -> String {
    let next = lang.with(&format!("review.next.{}", finding.says.code()), &values(lang, finding));
    match &finding.replacement {
        Some(words) => {
            let replace = lang.with("review.replace", &[("words", words.clone())]);
            format!("{next}{}{replace}", lang.pick("。", ". "))
        }
        None => next,
    }
}

/// What a person must still judge.
pub fn judge(lang: Lang, check: Check) -> String {
    lang.t(&format!("review.judge.{}", check.code()))
}

/// The name of a check.
pub fn check(lang: Lang, check: Check) -> String {
    lang.t(&format!("review.check.{}", check.code()))
}

/// The name of a kind of document.
pub fn kind(lang: Lang, kind: Kind) -> String {
    lang.t(&format!("review.kind_name.{}", kind.code()))
}

/// As on which day, and as what, a document was reviewed.
pub fn told_on(lang: Lang, on: Date, of: Kind) -> String {
    lang.with("review.told_on", &[("on", on.to_string()), ("kind", kind(lang, of))])
}

/// That no register entry was at hand.
pub fn not_examined_record(lang: Lang) -> String {
    lang.t("review.not_examined_record")
}

/// That instruments are cited which the library does not know; `None` when there is none.
pub fn not_examined_cited(lang: Lang, unknown: &[String]) -> Option<String> {
    let names = unknown.join(lang.pick("、", ", "));
    (!unknown.is_empty()).then(|| lang.with("review.not_examined_cited", &[("names", names)]))
}

/// The values of a finding in words: steps of the procedure by name, long texts cut.
fn values(lang: Lang, finding: &Finding) -> Vec<(&'static str, String)> {
    let value = |(name, value): (&&'static str, &String)| {
        let said = match (*name, finding.says) {
            ("step", Says::StepMissing) => lang.t(&format!("review.step.{value}")),
            _ => cut(value),
        };
        (*name, said)
    };
    finding.values.iter().map(value).collect()
}

/// A sentence holds so many characters of a quotation.
const QUOTED: usize = 60;

fn cut(value: &str) -> String {
    match value.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yifa_law::review::Severity;

    #[test]
    fn every_code_has_its_words_in_every_language() {
        for lang in Lang::ALL {
            for says in Says::ALL {
                for part in ["says", "next"] {
                    let key = format!("review.{part}.{}", says.code());
                    assert!(lang.knows(&key), "{key} in {}", lang.code());
                    let text = lang.t(&key);
                    let places = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
                    for (place, _) in places {
                        assert!(says.values().contains(&place), "{key} has no value {place}");
                    }
                }
            }
            for check in Check::ALL {
                for part in ["check", "judge"] {
                    assert!(lang.knows(&format!("review.{part}.{}", check.code())), "{check}");
                }
            }
            for severity in Severity::ALL {
                assert!(lang.knows(&format!("review.severity.{}", severity.code())));
                assert!(lang.knows(&format!("review.severity_long.{}", severity.code())));
            }
            for kind in Kind::ALL {
                assert!(lang.knows(&format!("review.kind_name.{}", kind.code())));
            }
        }
    }
}
