//! Owns the document numbers (发文字号) of stories: `№` in a line becomes the next number of the series that is written
//! before it, 云城管发〔2026〕№号, in the order of days, so that a body's register runs from one on without a gap.

use std::collections::BTreeMap;

use super::story::Told;

/// What a line writes for a number that is not given yet.
const OPEN: char = '№';

/// Gives the numbers that the lines leave open.
///
/// # Errors
/// A line that leaves a number open but names no series: it and why.
pub(super) fn give(told: &mut [Told]) -> Result<(), String> {
    let mut open = Vec::new();
    for (story, one) in told.iter().enumerate() {
        for (line, written) in one.lines.iter().enumerate() {
            if written.written.contains(OPEN) {
                open.push((written.step.at, story, line));
            }
        }
    }
    open.sort();
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    for (_, story, line) in open {
        let line = &mut told[story].lines[line];
        let series = series(&line.written).ok_or_else(|| format!("{}: № follows no series", line.written))?;
        let number = last.entry(series.to_owned()).or_default();
        *number += 1;
        let number = number.to_string();
        line.written = line.written.replace(OPEN, &number);
        for (_, text) in &mut line.step.values {
            *text = text.replace(OPEN, &number);
        }
    }
    Ok(())
}

/// The series before an open number: prefix and year, 云城管发〔2026〕.
fn series(written: &str) -> Option<&str> {
    let end = written.find(&format!("〕{OPEN}"))? + '〕'.len_utf8();
    let start = written[..end].rfind(['"', '=', ' ', ','])? + 1;
    Some(&written[start..end]).filter(|series| series.contains('〔'))
}

#[cfg(test)]
mod tests {
    use yifa_kernel::definition::scenario::step;

    use super::super::story::Line;
    use super::*;

    fn told(lines: &[&str]) -> Told {
        let line = |written: &&str| Line {
            written: (*written).to_owned(),
            step: step::parse(written).expect("a step"),
            may_fail: false,
        };
        Told {
            name: "s".to_owned(),
            procedure: "document-number".to_owned(),
            body: "urban".to_owned(),
            opened_by: None,
            lines: lines.iter().map(line).collect(),
        }
    }

    #[test]
    fn each_series_runs_from_one_in_the_order_of_days() {
        let mut all = [
            told(&["2026-03-02T09:00 clerk: give sequence=№ doc_no=\"云城管发〔2026〕№号\""]),
            told(&["2026-02-02T09:00 clerk: give sequence=№ doc_no=\"云城管发〔2026〕№号\""]),
            told(&["2026-04-02T09:00 clerk: give sequence=№ doc_no=\"云市监发〔2026〕№号\""]),
            told(&["2025-04-02T09:00 clerk: give sequence=№ doc_no=\"云城管发〔2025〕№号\""]),
        ];
        give(&mut all).expect("numbers");
        let given: Vec<String> = all.iter().map(|one| format!("{:?}", one.lines[0].step.values)).collect();
        for (given, number) in given.iter().zip(["〕2号", "〕1号", "〕1号", "〕1号"]) {
            assert!(given.contains(number) && !given.contains(OPEN), "{given}");
        }
    }

    #[test]
    fn a_number_of_no_series_is_refused() {
        for line in
            ["2026-03-02T09:00 clerk: give sequence=№", "2026-03-02T09:00 clerk: give doc_no=\"2026〕№号\""]
        {
            assert!(give(&mut [told(&[line])]).expect_err("no series").contains("№"));
        }
    }
}
