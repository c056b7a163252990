//! C22: the task is done, or everybody whom it names is gone.

use super::reading::Reading;
use super::words::pattern;
use super::{Check, Finding, Kind, Says, Severity};
use crate::fold::Folded;
use regex::Regex;
use std::sync::LazyLock;

/// The end of a time written in a title: （2018—2020年）, 2019年.
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[（(]?([12][0-9]{3})年?(?:[-—–~～至]+)([12][0-9]{3})年?[）)]?|([12][0-9]{3})(?:年度?|行动|工作要点)",
    )
});
/// The end of what the document itself does: 执行至2020年底, 实施期限为2018年至2020年12月31日.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(执行|实施|施行|有效期|期限|政策|截止|试点)[^，。；]{0,10}(至|到)([12][0-9]{3})年(底|末|12月31日)(?:止|。|；|$)",
    )
});

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    if reading.kind != Kind::NormativeDocument {
        return;
    }
    title(reading, found);
    until(reading, found);
    bodies(reading, found);
}

/// A title that names its years: 2018—2020年行动计划.
fn title(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let span = reading.title_span();
    let given = reading.statute().title.clone().unwrap_or_default();
    let folded = Folded::new(&given);
    let plan = ["计划", "方案", "要点", "行动", "规划", "任务", "工作安排"]
        .iter()
        .any(|word| folded.text().contains(word));
    let Some(captures) = YEARS.captures(folded.text()).filter(|_| plan) else { return };
    let year = captures.get(2).or(captures.get(3)).and_then(|year| year.as_str().parse::<i16>().ok());
    if let Some(year) = year.filter(|year| *year < reading.on.year()) {
        let words = captures.get(0).map_or("", |whole| whole.as_str());
        found.push(done(span, words, year));
    }
}

fn until(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    // A written term is C06's.
    if reading.document.valid_until.is_some() {
        return;
    }
    for (_, sentence) in reading.sentences() {
        let Some(captures) = UNTIL.captures(sentence.text()) else { continue };
        let year = captures.get(3).and_then(|year| year.as_str().parse::<i16>().ok());
        if let (Some(year), Some(whole)) = (year.filter(|year| *year < reading.on.year()), captures.get(0)) {
            found.push(done(sentence.locate(whole.range()), whole.as_str(), year));
        }
    }
}

fn done(span: std::ops::Range<usize>, words: &str, year: i16) -> Finding {
    Finding::new(Check::TaskDone, Severity::MustAnswer, span, Says::TaskYear)
        .with("words", words.trim_end_matches(['。', '；']))
        .with("year", year)
}

/// Every body that is named, at least two, has gone.
fn bodies(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let gone = reading.parameters.body_names.iter().filter(|name| name.since <= reading.on);
    let mut named: Vec<&str> = Vec::new();
    let mut all: String = reading.sentences().map(|(_, sentence)| sentence.text()).collect();
    for name in gone {
        if all.contains(name.old.as_str()) {
            named.push(&name.old);
            all = all.replace(name.old.as_str(), "");
        }
    }
    let alive = ["局", "委员会", "厅", "政府", "办公室", "部门"].iter().any(|word| all.contains(word));
    if named.len() > 1 && !alive {
        found.push(
            Finding::new(Check::TaskDone, Severity::MustAnswer, reading.title_span(), Says::BodiesGone)
                .with("bodies", named.join("、")),
        );
    }
}
