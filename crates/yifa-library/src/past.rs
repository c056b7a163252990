//! Owns the earlier versions that only the head of a later text tells: 2001年12月11日公布　根据2013年7月18日《…》第一次修订.
//! Their texts are not at hand; that they were is known.

use crate::instrument::{Effect, Published, ToldBy, Version};
use crate::text::Text;
use jiff::civil::Date;
use std::collections::BTreeSet;
use yifa_law::instrument::Rank;
use yifa_law::text::{HistoryEntry, HistoryKind};

/// Two days so near to each other are of one version: a congress adopts, an order promulgates.
const NEAR_DAYS: i32 = 60;

/// An approval comes so late at most after what it approves.
const APPROVED_WITHIN_DAYS: i32 = 366;

pub(crate) const CHANGES: [&str; 4] = ["修正", "修订", "修改", "修訂"];

/// The days of the versions of which the heads of the texts tell.
pub(crate) fn told_by_heads(texts: &[Text]) -> BTreeSet<Date> {
    texts.iter().flat_map(|text| versions_of(&text.statute().history)).collect()
}

/// Enters a version without a text for each day that is near to none of those that are there.
pub(crate) fn add(versions: &mut Vec<Version>, days: BTreeSet<Date>, rank: Option<Rank>) {
    let Some(newest) = versions.iter().rev().find(|version| version.adopted.is_some()) else { return };
    let title = newest.title.clone();
    for day in days {
        let near = |version: &Version| {
            version.adopted.is_some_and(|adopted| (adopted - day).get_days().abs() <= NEAR_DAYS)
        };
        if versions.iter().any(near) {
            continue;
        }
        versions.push(Version {
            title: title.clone(),
            number: None,
            adopted: Some(day),
            made: None,
            effect: Effect { from: Some(day), told_by: ToldBy::Presumed },
            published: rank
                .filter(|rank| rank.is_legislation())
                .map_or(Published::NotTold, |_| Published::Presumed(day)),
            valid_until: None,
            bodies: Vec::new(),
            doubtful: false,
        });
    }
}

/// The last day of each adoption and of each change.
fn versions_of(history: &[HistoryEntry]) -> Vec<Date> {
    let mut found: Vec<(Date, bool)> = Vec::new();
    for entry in history.iter().filter(|entry| entry.kind == HistoryKind::Adopted) {
        let act = without_titles(&entry.act);
        if !tells(&act) {
            continue;
        }
        let changes = CHANGES.iter().any(|word| act.contains(word));
        let sets_out = changes || act.contains("通过") || act.contains("通過");
        match found.last_mut() {
            // 1995年3月1日…通过　1995年6月2日…批准: one version.
            Some((day, open)) if *open && !sets_out && is_soon_after(*day, entry.date) => *day = entry.date,
            _ => found.push((entry.date, !["公布", "发布"].iter().any(|word| act.contains(word)))),
        }
    }
    found.into_iter().map(|(day, _)| day).collect()
}

fn is_soon_after(before: Date, after: Date) -> bool {
    (0..=APPROVED_WITHIN_DAYS).contains(&(after - before).get_days())
}

/// What happened, without the names of those that made it happen: 根据《…关于废止…的决定》修订.
pub(crate) fn without_titles(act: &str) -> String {
    let mut depth = 0_u32;
    let outside = |c: &char| {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    act.chars().filter(outside).collect()
}

fn tells(act: &str) -> bool {
    let ends = ["废止", "失效"].iter().any(|word| act.contains(word));
    let acts = ["通过", "通過", "批准", "公布", "发布", "颁布", "印发"];
    !ends && acts.iter().chain(&CHANGES).any(|word| act.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn entry(day: Date, act: &str) -> HistoryEntry {
        HistoryEntry { date: day, act: act.to_owned(), kind: HistoryKind::Adopted, span: 0..0 }
    }

    #[test]
    fn an_adoption_with_its_approval_is_one_version() {
        let history = [
            entry(date(1995, 3, 1), "某市第九届人民代表大会常务委员会第四次会议通过"),
            entry(date(1995, 6, 2), "某省第八届人民代表大会常务委员会第十次会议批准"),
            entry(date(2004, 4, 23), "某市…会议修正"),
            entry(date(2004, 7, 1), "某省…会议批准"),
        ];
        assert_eq!(versions_of(&history), [date(1995, 6, 2), date(2004, 7, 1)]);
    }

    #[test]
    fn every_change_is_a_version_and_an_end_is_none() {
        let history = [
            entry(date(2001, 12, 11), "国务院令第335号公布"),
            entry(date(2002, 1, 1), "某部发布"),
            entry(date(2013, 7, 18), "《国务院关于废止和修改部分行政法规的决定》第一次修订"),
            entry(date(2013, 12, 7), "第二次修订"),
            entry(date(2020, 1, 1), "废止"),
            entry(date(2021, 1, 1), ""),
        ];
        let days = [date(2001, 12, 11), date(2002, 1, 1), date(2013, 7, 18), date(2013, 12, 7)];
        assert_eq!(versions_of(&history), days);
    }
}
