//! Owns the passages of a text that the public comments on: the articles or paragraphs in which it is shown, the one that a
//! comment is about, and what was answered to comments on it.

use serde_json::Value as Json;
use yifa_app::AppError;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::procedure::{Action, Field, FieldKind, Procedure};
use yifa_store::{DisclosureRow, MatterId as StoredMatter};

use super::super::guest::Guest;
use super::row;
use crate::components::{Control, Opt};

/// A text of more passages is shown, but no longer with a link at each.
pub(super) const MOST: usize = 200;
/// So many characters name a passage.
const NAME: usize = 80;

/// The field of an action that names the passage which it is about, and the text that it belongs to.
pub(super) fn field<'a>(procedure: &'a Procedure, action: &Action) -> Option<(&'a Field, &'a FieldId)> {
    let mut fields = action.records.iter().filter_map(|(id, _)| procedure.field(id));
    fields.find_map(|field| Some((field, field.passage_of.as_ref()?)))
}

/// The passages of a text: its lines; where it was written as one line, its articles.
pub(super) fn of(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut rest = line;
        while let Some(at) = next_article(rest) {
            all.push(rest[..at].trim());
            rest = &rest[at..];
        }
        all.push(rest);
    }
    all
}

/// Where the next article begins in a line, after its own beginning: `第二条 ` after the end of a sentence or a blank,
/// `Article 2 The` after a full stop.
fn next_article(line: &str) -> Option<usize> {
    line.char_indices().skip(1).find_map(|(at, c)| {
        let (before, text) = line.split_at(at);
        let begins = match c {
            '第' => before.ends_with(['。', '；', ' ', '　']) && begins_article(text),
            'A' => before.trim_end().ends_with('.') && begins_english_article(text),
            _ => false,
        };
        begins.then_some(at)
    })
}

fn begins_article(text: &str) -> bool {
    let Some((number, rest)) = text.strip_prefix('第').and_then(|text| text.split_once('条')) else {
        return false;
    };
    let is_number = |c: char| "〇零一二三四五六七八九十百千".contains(c) || c.is_ascii_digit();
    !number.is_empty() && number.chars().all(is_number) && rest.starts_with([' ', '　'])
}

/// `Article 2 The`, and not `Article 2 applies`, which is a sentence about it.
fn begins_english_article(text: &str) -> bool {
    let Some((number, rest)) = text.strip_prefix("Article ").and_then(|text| text.split_once(' ')) else {
        return false;
    };
    !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit())
        && rest.trim_start().starts_with(|c: char| c.is_uppercase())
}

/// What names a passage: its beginning, as it stands in a form and in an address.
pub(super) fn name(passage: &str) -> String {
    passage.chars().filter(|c| !c.is_control()).take(NAME).collect()
}

/// Whether a passage is the one that is named: by its beginning, or by its article alone (`第六条`).
fn is_named(passage: &str, named: &str) -> bool {
    let named = named.trim();
    let after = passage.strip_prefix(named).filter(|_| !named.is_empty());
    // 第三条 is not 第三条之一.
    after.is_some_and(|after| !(named.ends_with('条') && after.starts_with('之')))
}

/// The passage that is named, whole.
pub(super) fn quoted<'t>(passages: &'t [String], named: &str) -> Option<&'t str> {
    passages.iter().map(String::as_str).find(|passage| is_named(passage, named))
}

/// The passages from which a field of a form chooses: those of the text as it is public.
///
/// # Errors
/// The store.
pub(super) async fn offered(
    guest: &Guest,
    matter: Option<&MatterId>,
    field: &Field,
) -> Result<Vec<String>, AppError> {
    let (Some(matter), Some(text)) = (matter, &field.passage_of) else { return Ok(Vec::new()) };
    let city = &guest.server.city;
    let Ok(matter) = StoredMatter::new(matter.as_str()) else { return Ok(Vec::new()) };
    let public = city.store().disclosures_of(city.jurisdiction(), &matter, city.today()).await?;
    let shown = public.iter().filter(|one| one.disclosure.withdrawn_on.is_none());
    // The latest that shows it: what is commented on is the draft as it stands.
    let latest = shown
        .filter_map(|one| Some((one.disclosure.from, row::keyed(&one.disclosure.public, text.as_str())?)))
        .max_by_key(|(from, _)| *from);
    let text = latest.map(|(_, shown)| row::of_row(shown, "text").to_owned()).unwrap_or_default();
    let all = of(&text);
    Ok(if all.len() > MOST { Vec::new() } else { all.into_iter().map(str::to_owned).collect() })
}

/// The choice among passages; the first is the whole.
pub(super) fn control(guest: &Guest, passages: &[String], picked: &str) -> Control {
    let whole = Opt::new("", guest.lang.t("public.passage.whole"), picked.trim().is_empty());
    let named = quoted(passages, picked);
    let each = passages.iter().map(|passage| {
        let (short, picked) = (name(passage), named == Some(passage.as_str()));
        let label = if short.len() < passage.len() { format!("{short}…") } else { short.clone() };
        Opt::new(short, label, picked)
    });
    let mut options: Vec<Opt> = std::iter::once(whole).chain(each).collect();
    if named.is_none() && !picked.trim().is_empty() {
        // What was named before the text changed, or by hand, is not lost.
        options.push(Opt::new(picked, picked, true));
    }
    Control::Choice { options, many: false }
}

/// An answer to comments on a passage: the words of a row, with the name of each column.
pub(super) struct Said {
    passage: String,
    /// What was said.
    pub(super) words: Vec<(String, String)>,
}

impl Said {
    /// Whether it is about a passage.
    pub(super) fn is_about(&self, passage: &str) -> bool {
        is_named(passage, &self.passage)
    }
}

/// What is public of the answers to comments on a text.
pub(super) fn said(guest: &Guest, registry: &Registry, public: &[DisclosureRow], text: &str) -> Vec<Said> {
    let shown = public.iter().filter(|one| one.disclosure.withdrawn_on.is_none());
    let mut all = Vec::new();
    for one in shown {
        let id = one.disclosure.kind.split('/').next().unwrap_or_default();
        let Some(procedure) = registry.latest(&id.into()) else { continue };
        let tables = procedure.fields.iter().filter(|field| field.declared == FieldKind::Table);
        for table in tables {
            let passage = table
                .columns
                .iter()
                .find(|one| one.passage_of.as_ref().is_some_and(|of| of.as_str() == text));
            let Some((passage, shown)) = passage.zip(row::keyed(&one.disclosure.public, table.id.as_str()))
            else {
                continue;
            };
            all.extend(rows(guest, shown, &passage.label.zh));
        }
    }
    all
}

fn rows(guest: &Guest, shown: &Json, passage: &str) -> Vec<Said> {
    let (columns, rows) = row::table(guest.lang, shown);
    let mut original = shown["table"]["columns"].as_array().into_iter().flatten();
    let Some(at) = original.position(|column| row::of_row(column, "zh") == passage) else {
        return Vec::new();
    };
    let said = rows.into_iter().map(|mut cells| {
        cells.resize(columns.len(), String::new());
        let passage = cells[at].clone();
        let words = columns.iter().cloned().zip(cells).enumerate();
        let words = words.filter(|(n, (_, text))| *n != at && !text.is_empty()).map(|(_, pair)| pair);
        Said { passage, words: words.collect() }
    });
    said.filter(|one| !one.passage.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_its_lines_and_a_line_into_its_articles() {
        assert_eq!(
            of("第一条 甲。\n\n　第二条　乙。\n（一）丙；"),
            ["第一条 甲。", "第二条　乙。", "（一）丙；"]
        );
        assert_eq!(of("第一条 甲。第二条 乙。"), ["第一条 甲。", "第二条 乙。"]);
        // A citation begins no article, and neither does a number without a blank after it.
        assert_eq!(
            of("第一条 依照《甲法》第二条 制定。第三条规定除外。"),
            ["第一条 依照《甲法》第二条 制定。第三条规定除外。"]
        );
        // So does an English text, and so does a sentence about an article.
        assert_eq!(
            of("Article 1 These Measures. Article 2 Operators shall. Article 2 applies under Article 1 Of."),
            ["Article 1 These Measures.", "Article 2 Operators shall. Article 2 applies under Article 1 Of."]
        );
        assert!(of(" \n\t").is_empty());
    }

    #[test]
    fn a_passage_is_named_by_its_beginning_and_by_its_article() {
        let long = format!("第十条 {}", "字".repeat(200));
        assert!(
            is_named(&long, &name(&long)) && is_named(&long, "第十条") && is_named("一、目标", "一、目标")
        );
        for (passage, named) in [
            ("第十条之一 甲", "第十条"),
            ("第十一条 甲", "第十条"),
            ("第十条 甲", ""),
            ("第十条 甲", " "),
            ("第十条 甲", "第二条"),
        ] {
            assert!(!is_named(passage, named), "{named}");
        }
    }
}
