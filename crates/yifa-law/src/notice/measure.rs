//! Proposed measures: words of an obligation → the name of a measure.
//!
//! Owns: the table `measures.tsv`. It must not know how measures are calculated.

use super::lexicon::letters;
use super::obligation::ObligationKind;
use super::timing::Deadline;
use std::sync::LazyLock;

/// A measure proposed for an obligation, and the words that speak for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The name of the measure: `officer-training-days`.
    pub measure: &'static str,
    /// The words that were found, Simplified.
    pub words: Vec<&'static str>,
}

struct Row {
    measure: &'static str,
    kinds: Vec<&'static str>,
    /// Each set must be met by one of its words.
    words: Vec<Vec<(u128, &'static str)>>,
    /// The days that the measure counts.
    days: Option<u32>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let lines = include_str!("measures.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(row).collect()
});

fn row(line: &'static str) -> Option<Row> {
    let (measure, rest) = line.split_once('\t')?;
    let (kinds, words) = rest.split_once('\t')?;
    let kinds = kinds.split(',').filter(|kind| *kind != "*").collect();
    let (words, days) = match words.split_once('\t') {
        Some((words, days)) => (words, Some(days.parse().ok()?)),
        None => (words, None),
    };
    Some(Row { measure, kinds, words: words.split(' ').map(set).collect(), days })
}

fn set(words: &'static str) -> Vec<(u128, &'static str)> {
    words.split('|').map(|word| (letters(word), word)).collect()
}

/// The first measure whose words all occur. The words of the obligation itself come first; the headings above
/// it help when they alone are not enough, but at least one word has to stand in the obligation. A measure that counts days is
/// none for an obligation that sets another number of them.
pub(super) fn propose(
    kind: ObligationKind,
    deadline: Option<&Deadline>,
    texts: &[String],
) -> Option<Proposal> {
    let set = match deadline {
        Some(Deadline::Within { number, .. }) => Some(*number),
        _ => None,
    };
    (1..=texts.len()).find_map(|count| {
        let text = texts[..count].concat();
        let own = texts[0].as_str();
        let bits = letters(&text);
        let fits = |row: &&Row| {
            let is_other = set.zip(row.days).is_some_and(|(set, days)| set != days);
            (row.kinds.is_empty() || row.kinds.contains(&kind.as_str())) && !is_other
        };
        ROWS.iter().filter(fits).find_map(|row| {
            let may_hold = |word: &u128| word & bits == *word;
            let found = |set: &Vec<(u128, &'static str)>| {
                set.iter()
                    .find(|(letters, word)| may_hold(letters) && text.contains(word))
                    .map(|(_, word)| *word)
            };
            let words: Option<Vec<&'static str>> = row.words.iter().map(found).collect();
            let words = words.filter(|words| words.iter().any(|word| own.contains(word)))?;
            Some(Proposal { measure: row.measure, words })
        })
    })
}

/// The names of all measures that can be proposed.
pub fn proposable_measures() -> Vec<&'static str> {
    ROWS.iter().map(|row| row.measure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_row() {
        let lines = include_str!("measures.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(ROWS.len(), lines);
        let kinds = [
            "deliverable",
            "count",
            "count range",
            "minimum",
            "maximum",
            "rate",
            "deadline",
            "rhythm",
            "inspection",
            "report",
            "rule",
        ];
        for row in ROWS.iter() {
            assert!(row.kinds.iter().all(|kind| kinds.contains(kind)), "{}", row.measure);
            assert!(row.measure.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert!(
                row.words
                    .iter()
                    .flatten()
                    .all(|(_, word)| crate::fold::fold(word) == *word && !word.is_empty())
            );
        }
    }

    #[test]
    fn words_of_the_obligation_come_before_its_surroundings() {
        let texts = ["召开联席会议".to_owned(), "依法行政领导小组".to_owned()];
        assert_eq!(
            propose(ObligationKind::Minimum, None, &texts).map(|p| p.measure),
            Some("leading-group-meetings")
        );
        let texts = ["栽树".to_owned(), "领导小组工作会".to_owned()];
        assert_eq!(propose(ObligationKind::Minimum, None, &texts), None);
        let texts = ["执法人员培训7天".to_owned(), "领导小组会议".to_owned()];
        assert_eq!(
            propose(ObligationKind::Minimum, None, &texts).map(|p| p.measure),
            Some("officer-training-seven-days")
        );
        assert_eq!(propose(ObligationKind::Count, None, &["种树3棵".to_owned()]), None);
    }

    #[test]
    fn of_two_things_in_one_clause_each_has_its_own_measure() {
        let text = "一、领导干部学法\n市政府全年举办法治专题讲座不少于2次、集中培训不少于1次。";
        let notice = crate::notice::read(text, Some(2026));
        let obligations = notice.items.iter().flat_map(|item| &item.obligations);
        let measures: Vec<_> =
            obligations.map(|one| one.measure.as_ref().map_or("none", |proposal| proposal.measure)).collect();
        assert_eq!(measures, ["thematic-lecture-count", "concentrated-training-count"]);
    }
}
