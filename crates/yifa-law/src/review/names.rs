//! C17 and C23: the maker's power, and bodies by their old names.

use super::moved::pairs;
use super::reading::Reading;
use std::collections::BTreeMap;

use super::{BodyName, Check, Finding, Says, Severity};

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    maker(reading, found);
    old_names(reading, found);
}

fn maker(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let Some(record) = reading.record else { return };
    let Some(maker) = record.maker.as_deref() else { return };
    let finding = |says| {
        Finding::new(Check::MakerPower, Severity::MustAnswer, reading.title_span(), says).with("maker", maker)
    };
    let gone = |name: &&BodyName| maker.ends_with(name.old.as_str()) && name.since <= reading.on;
    if let Some(name) = reading.parameters.body_names.iter().find(gone) {
        found.push(finding(Says::MakerGone).with("since", name.since).with("now", &name.new));
    }
    let Some(powers) = record.powers.as_ref().filter(|powers| !powers.is_empty()) else { return };
    let subject = pairs(&subject_of(&reading.title()));
    // One pair of characters in common is enough: powers are named shorter than subjects.
    if subject.len() > 0 && powers.iter().all(|power| pairs(power).common(&subject) == 0) {
        found.push(finding(Says::NoSuchPower));
    }
}

/// The title without place, kind and common words.
fn subject_of(title: &str) -> String {
    let mut subject = title.rsplit_once("关于").map_or(title, |(_, rest)| rest).to_owned();
    for word in [
        "管理",
        "办法",
        "规定",
        "细则",
        "意见",
        "通知",
        "印发",
        "实施",
        "若干",
        "暂行",
        "试行",
        "的",
        "加强",
        "规范",
        "进一步",
        "工作",
    ] {
        subject = subject.replace(word, " ");
    }
    match subject.split_once(['市', '省', '区', '县']) {
        Some((_, rest)) if !rest.trim().is_empty() => rest.to_owned(),
        _ => subject,
    }
}

/// Old names that stand in the text. 原工商行政管理局 says itself that it is old, and a title of an instrument keeps its
/// words.
fn old_names(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let names: Vec<&BodyName> =
        reading.parameters.body_names.iter().filter(|name| name.since <= reading.on).collect();
    // The table tells what became of the bodies of cities and provinces.
    if reading.is_central() {
        return;
    }
    // A name that stands twenty times is one thing to mend.
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, sentence) in reading.sentences() {
        let text = sentence.text();
        let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
        for name in &names {
            for (at, word) in text.match_indices(name.old.as_str()) {
                let span = at..at + word.len();
                let inside = taken.iter().any(|other| other.start < span.end && span.start < other.end);
                if inside
                    || is_told(text, at)
                    || in_title(text, at)
                    || is_longer_name(text, at)
                    || is_central(text, at)
                {
                    continue;
                }
                taken.push(span.clone());
                if let Some(first) = told.get(name.old.as_str()) {
                    let times = found[*first].values.entry("times").or_default();
                    *times = times.parse::<u32>().unwrap_or(1).saturating_add(1).to_string();
                    continue;
                }
                told.insert(&name.old, found.len());
                found.push(
                    Finding::new(
                        Check::OldBodyName,
                        Severity::Information,
                        sentence.locate(span),
                        Says::OldName,
                    )
                    .with("old", &name.old)
                    .with("new", &name.new)
                    .with("since", name.since)
                    .with("source", &name.source)
                    .with("times", 1)
                    .replace_by(&name.new),
                );
            }
        }
    }
}

fn is_told(text: &str, at: usize) -> bool {
    let before: String = text[..at].chars().rev().take(8).collect();
    before.contains('原')
}

/// 国务院扶贫办: the table tells what became of the bodies of cities and provinces.
fn is_central(text: &str, at: usize) -> bool {
    ["国务院", "国家", "中央", "全国"].iter().any(|word| text[..at].ends_with(word))
}

/// 文化和旅游局 ends in an old name and is none.
fn is_longer_name(text: &str, at: usize) -> bool {
    text[..at].ends_with(['和', '与', '及'])
}

fn in_title(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.matches(['《', '〈']).count() > before.matches(['》', '〉']).count()
}
