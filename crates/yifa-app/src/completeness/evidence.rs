//! What was seen where, in words: the one place where a finding's evidence is worded, for pages, the terminal and the record.

use yifa_kernel::procedure::Label;
use yifa_library::completeness::{Entry, Numbered};

use super::Finding;
use super::follow::FindingWords;

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What, where and when.
    pub line: Label,
    /// The matter that shows it, where one does.
    pub matter: Option<String>,
}

impl FindingWords {
    /// What a finding rests on, a line each.
    pub fn evidence(&self, finding: &Finding<'_>) -> Vec<Seen> {
        match finding {
            Finding::Document(one) => {
                let one = &one.difference;
                let seen = one.seen.iter().map(|entry| self.seen(entry));
                let register = label("备案登记", "register of filings");
                let filed = one.filed.iter().map(|entry| at(entry, &register));
                let near = one.near.iter().map(|(entry, share)| bare(alike(&entry.title, *share)));
                seen.chain(filed).chain(near).collect()
            }
            Finding::Gap(one) => {
                let named = |one: &Numbered| {
                    let day = one.day.map(|day| format!(" {day}")).unwrap_or_default();
                    format!("{}{day}", one.number)
                };
                let begins = || label("登记的起点", "the beginning");
                let before =
                    one.run.before.as_ref().map(named).map_or_else(begins, |name| label(&name, &name));
                let (after, count) = (named(&one.run.after), one.run.count());
                let missing = if count == 1 { "number is" } else { "numbers are" };
                vec![bare(Label {
                    zh: format!("{} 与 {after} 之间缺 {count} 个号", before.zh),
                    en: format!("{count} {missing} missing between {} and {after}", before.en),
                })]
            }
        }
    }

    /// The same for the record, in the words that `pick` takes: a line each in every language.
    pub fn told(&self, finding: &Finding<'_>, pick: impl Fn(&Label) -> String) -> String {
        self.evidence(finding).iter().map(|seen| pick(&seen.line)).collect::<Vec<_>>().join("\n")
    }

    fn seen(&self, entry: &Entry) -> Seen {
        let feed = self.feeds.iter().find(|(feed, _)| *feed == entry.feed).map(|(_, label)| label.clone());
        at(entry, &feed.unwrap_or_else(|| label(&entry.feed, &entry.feed)))
    }
}

fn label(zh: &str, en: &str) -> Label {
    Label { zh: zh.to_owned(), en: en.to_owned() }
}

fn bare(line: Label) -> Seen {
    Seen { line, matter: None }
}

fn at(entry: &Entry, feed: &Label) -> Seen {
    let day = entry.day.map(|day| format!(" {day}")).unwrap_or_default();
    let line = |feed: &str| format!("{feed}{day} {}", entry.place);
    Seen { line: Label { zh: line(&feed.zh), en: line(&feed.en) }, matter: entry.matter.clone() }
}

fn alike(title: &str, share: impl std::fmt::Display) -> Label {
    Label {
        zh: format!("与已报备的《{title}》文字相同 {share}%，是否同一件由人判断"),
        en: format!(
            "{share} % of the words of {title}, which is filed: a person decides whether it is the same"
        ),
    }
}
