//! The one form in which citations are printed.

use super::name::said_inside;
use super::{ArticleStep, Citation, CitedPlace, CitedRange, InstrumentReference, Step};
use crate::numeral::to_chinese;
use std::fmt;

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(instrument) = &self.instrument {
            write!(f, "{instrument}")?;
        }
        let mut before: Option<CitedPlace> = None;
        for range in &self.places {
            if before.is_some() {
                f.write_str("、")?;
            }
            write_place(f, &range.from, before.as_ref())?;
            if let Some(to) = &range.to {
                f.write_str("至")?;
                write_place(f, to, Some(&range.from))?;
            }
            before = Some(range.to.unwrap_or(range.from));
        }
        Ok(())
    }
}

impl fmt::Display for InstrumentReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Titled { title, number, said, alias } => {
                write!(f, "《{title}》")?;
                let notes = [
                    number.as_ref().map(ToString::to_string),
                    said.filter(|_| said_inside(title).is_none()).map(|said| said.to_string()),
                    alias.as_ref().map(|alias| format!("以下简称《{alias}》")),
                ];
                let notes: Vec<String> = notes.into_iter().flatten().collect();
                if notes.is_empty() { Ok(()) } else { write!(f, "（{}）", notes.join("，")) }
            }
            Self::Numbered(number) => write!(f, "{number}"),
            Self::Unquoted { name, said: None } => f.write_str(name),
            Self::Unquoted { name, said: Some(said) } => write!(f, "{name}（{said}）"),
            Self::This(kind) => write!(f, "本{kind}"),
            Self::That(kind) => write!(f, "该{kind}"),
        }
    }
}

impl fmt::Display for CitedRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, &self.from, None)?;
        match &self.to {
            None => Ok(()),
            Some(to) => {
                f.write_str("至")?;
                write_place(f, to, Some(&self.from))
            }
        }
    }
}

impl fmt::Display for CitedPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, self, None)
    }
}

/// Writes a place; steps that it shares with the place before it in the list are left unsaid where a reader
/// (and [`parse`](super::parse)) fills them in.
fn write_place(f: &mut fmt::Formatter<'_>, place: &CitedPlace, before: Option<&CitedPlace>) -> fmt::Result {
    let same_article = before.is_some_and(|before| before.article == place.article);
    let skip_article = same_article && place.paragraph.is_some();
    let same_paragraph = before.is_some_and(|before| same_article && before.paragraph == place.paragraph);
    let skip_paragraph = same_paragraph && place.item.is_some();
    let skip_item = same_paragraph && before.is_some_and(|b| b.item == place.item) && place.subitem.is_some();
    if !(skip_article || skip_paragraph || skip_item) {
        write_article(f, place)?;
    }
    if !(skip_paragraph || skip_item) {
        write_step(f, place.paragraph, '款')?;
    }
    if !skip_item {
        write_step(f, place.item, '项')?;
    }
    write_step(f, place.subitem, '目')
}

fn write_article(f: &mut fmt::Formatter<'_>, place: &CitedPlace) -> fmt::Result {
    match place.article {
        ArticleStep::Number(number) => write!(f, "{number}"),
        ArticleStep::Previous(count) => write_previous(f, count, '条'),
        ArticleStep::Same => f.write_str("同条"),
        ArticleStep::This => f.write_str("本条"),
        ArticleStep::Unsaid => Ok(()),
    }
}

fn write_step(f: &mut fmt::Formatter<'_>, step: Option<Step>, unit: char) -> fmt::Result {
    match step {
        None => Ok(()),
        Some(Step::Number(number)) => write!(f, "第{}{unit}", to_chinese(u64::from(number))),
        Some(Step::Previous(count)) => write_previous(f, count, unit),
        Some(Step::This) => write!(f, "本{unit}"),
    }
}

fn write_previous(f: &mut fmt::Formatter<'_>, count: u32, unit: char) -> fmt::Result {
    match count {
        1 => write!(f, "前{unit}"),
        2 => write!(f, "前两{unit}"),
        more => write!(f, "前{}{unit}", to_chinese(u64::from(more))),
    }
}
