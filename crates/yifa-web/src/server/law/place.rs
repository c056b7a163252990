//! Addresses of articles, paragraphs, items and subitems that stay, and the page of one of them: its words, what became of
//! it in other versions, who cites it and whom it cites.

use yifa_app::AppError;
use yifa_app::library::Edition;
use yifa_law::place::{ArticleNumber, Place};
use yifa_law::text::Missing;
use yifa_library::matching::{Change, match_articles};
use yifa_library::{Cite, CiteAt, CiteTarget, Instrument, Library};

use super::super::guest::Guest;
use super::{Asked, instrument, read, rest, standing};
use crate::portal::{PublicCiting, PublicElsewhere, PublicPart, PublicPlace, text_lang};

/// So many citing places are named.
const CITING: usize = 60;

/// The address of a place: a63, a133-1, a63-p2, a63-p2-i3, a63-i3-s1.
pub(super) fn address(place: &Place) -> String {
    let mut text = read::anchor(place.article);
    for (number, step) in [(place.paragraph, 'p'), (place.item, 'i'), (place.subitem, 's')] {
        if let Some(number) = number {
            text.push_str(&format!("-{step}{number}"));
        }
    }
    text
}

/// The line of the reader in which a place begins: the first paragraph stands in the line of its article.
pub(super) fn line(place: &Place) -> String {
    address(&Place { paragraph: place.paragraph.filter(|number| *number > 1), ..*place })
}

/// The place with an address; `None` for anything that is none.
pub(super) fn place(address: &str) -> Option<Place> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    let mut steps = address.strip_prefix('a')?.split('-').peekable();
    let value = number(steps.next()?)?;
    let inserted = steps.next_if(|step| step.starts_with(|c: char| c.is_ascii_digit()));
    let suffix = inserted.map_or(Some(0), number)?;
    let mut place = Place::article(ArticleNumber::inserted(value, suffix));
    for (step, slot) in [('p', &mut place.paragraph), ('i', &mut place.item), ('s', &mut place.subitem)] {
        if let Some(text) = steps.next_if(|text| text.starts_with(step)) {
            *slot = Some(number(&text[1..])?);
        }
    }
    let whole = place.subitem.is_none() || place.item.is_some();
    (steps.next().is_none() && whole).then_some(place)
}

/// The page of a place.
pub(super) fn page(
    guest: &Guest,
    edition: &Edition,
    (id, key, at): (&str, &str, &str),
    asked: &Asked,
    base: &str,
) -> Result<PublicPlace, AppError> {
    let (index, found) = instrument(edition, id, base)?;
    let nowhere = |why: String| AppError::NotFound(why);
    let (version, of) =
        found.version_at(key).ok_or_else(|| nowhere(format!("《{}》 {key}", found.title())))?;
    let wanted = place(at).ok_or_else(|| nowhere(format!("{base}/{id}/{key}/{at}")))?;
    let told = |why: &str| {
        let place = wanted.to_string();
        nowhere(guest.lang.with(why, &[("title", found.title().to_owned()), ("place", place)]))
    };
    if !of.has_text() {
        return Err(told("library.no_place.text"));
    }
    match of.words(&wanted) {
        // An article that stands twice is shown; an item of two paragraphs too.
        Ok(_) | Err(Missing::Ambiguous) => {}
        Err(Missing::Article) => return Err(told("library.no_place.article")),
        Err(Missing::Paragraph) => return Err(told("library.no_place.paragraph")),
        Err(Missing::Item) => return Err(told("library.no_place.item")),
        Err(Missing::Subitem) => return Err(told("library.no_place.subitem")),
    }
    let (on, _) = asked.day(&guest.server);
    let here = format!("{base}/{id}/{key}");
    Ok(PublicPlace {
        back: base.to_owned(),
        law: (of.title().to_owned(), format!("{here}?on={on}#{}", line(&wanted))),
        lang: text_lang(guest.lang),
        place: wanted.to_string(),
        version: key.to_owned(),
        standing: standing(guest.lang, &found.standing_of(version, on)),
        on,
        address: format!("{here}/{}", address(&wanted)),
        parts: parts(edition, of, &wanted, &here, on, base),
        elsewhere: elsewhere(guest, found, version, wanted.article, asked, &format!("{base}/{id}")),
        cited_by: cited_by(guest, &edition.library, (index, version), &wanted, on, base),
    })
}

/// The lines of a place, each with its own address.
fn parts(
    edition: &Edition,
    of: &yifa_library::Version,
    wanted: &Place,
    here: &str,
    on: jiff::civil::Date,
    base: &str,
) -> Vec<PublicPart> {
    let lines = of
        .article(wanted.article)
        .map(|(body, article)| read::article_lines(&edition.library, body, article, on, base));
    let several = of.article(wanted.article).is_some_and(|(_, article)| article.paragraphs.len() > 1);
    let within = |one: &Place| {
        wanted.paragraph.is_none_or(|number| one.paragraph.unwrap_or(1) == number)
            && wanted.item.is_none_or(|number| one.item == Some(number))
            && wanted.subitem.is_none_or(|number| one.subitem == Some(number))
    };
    let part = |line: crate::portal::PublicLine| {
        let at = place(&line.id)?;
        if !within(&at) {
            return None;
        }
        // The only paragraph of an article is the article.
        let first = at.paragraph.or(several.then_some(1));
        let own = if at.item.is_none() { Place { paragraph: first, ..at } } else { at };
        Some(PublicPart {
            href: format!("{here}/{}", address(&own)),
            label: own.to_string(),
            depth: u8::from(at.item.is_some()) + u8::from(at.subitem.is_some()),
            words: line.words,
        })
    };
    lines.unwrap_or_default().into_iter().filter_map(part).collect()
}

/// What became of an article in the other versions, the newest first.
fn elsewhere(
    guest: &Guest,
    found: &Instrument,
    version: usize,
    article: ArticleNumber,
    asked: &Asked,
    address_of: &str,
) -> Vec<PublicElsewhere> {
    let (on, _) = asked.day(&guest.server);
    let own = &found.versions()[version];
    let one = |(index, other): (usize, &yifa_library::Version)| {
        let older = index < version;
        let matched = if older { match_articles(other, own) } else { match_articles(own, other) };
        let is_it =
            |one: &&yifa_library::matching::Matched| (if older { one.new } else { one.old }) == Some(article);
        let row = matched.iter().find(is_it);
        let number = row.and_then(|row| if older { row.old } else { row.new });
        let change = row.map_or(Change::Gone, yifa_library::matching::Matched::change);
        // Seen from an older version, what is new here is not there.
        let word = match (number, older) {
            (None, true) => guest.lang.t("library.not_yet_there"),
            (None, false) => rest::change_word(guest.lang, Change::Gone),
            (Some(_), _) => rest::change_word(guest.lang, change),
        };
        let place = number.map(Place::article);
        PublicElsewhere {
            version: other.key(),
            href: match &place {
                Some(place) => format!("{address_of}/{}/{}?on={on}", other.key(), address(place)),
                None => format!("{address_of}/{}?on={on}", other.key()),
            },
            place: place.map(|place| place.to_string()).unwrap_or_default(),
            change: word,
            tone: rest::change_tone(change),
            standing: standing(guest.lang, &found.standing_of(index, on)),
        }
    };
    let others = found.versions().iter().enumerate().rev();
    others.filter(|(index, other)| *index != version && other.has_text()).map(one).collect()
}

/// The citations of a place from other instruments. A citation means the version that governed when it was written: one
/// written under another version says so.
fn cited_by(
    guest: &Guest,
    library: &Library,
    (index, version): (usize, usize),
    wanted: &Place,
    on: jiff::civil::Date,
    base: &str,
) -> Vec<PublicCiting> {
    let found = &library.instruments()[index];
    let one = |at: &CiteAt| {
        let (_, cite) = library.cite(*at)?;
        if !names(cite, wanted) {
            return None;
        }
        let citing = library.instruments().get(at.at.instrument)?;
        let of = citing.versions().get(at.at.version)?;
        let meant = of.adopted().and_then(|day| found.governing_index(day));
        let under = meant.filter(|meant| *meant != version).map(|meant| found.versions()[meant].key());
        let anchor = cite.at.map(|place| format!("#{}", line(&place))).unwrap_or_default();
        Some(PublicCiting {
            title: of.title().to_owned(),
            place: cite.at.map(|place| Place::article(place.article).to_string()).unwrap_or_default(),
            href: format!("{base}/{}/{}?on={on}{anchor}", citing.id(), of.key()),
            standing: standing(guest.lang, &citing.standing_of(at.at.version, on)),
            under,
        })
    };
    library.cited_by(index).iter().filter_map(one).take(CITING).collect()
}

/// Whether a citation names a place, or something in it, or what it lies in.
fn names(cite: &Cite, wanted: &Place) -> bool {
    debug_assert!(matches!(cite.target, CiteTarget::Instrument(_)));
    cite.places.iter().any(|range| {
        let to = range.to.as_ref().unwrap_or(&range.from);
        if range.from.article != to.article {
            return (range.from.article..=to.article).contains(&wanted.article);
        }
        let apart = |a: Option<u32>, b: Option<u32>| matches!((a, b), (Some(a), Some(b)) if a != b);
        range.from.article == wanted.article
            && (range.to.is_some()
                || (!apart(range.from.paragraph, wanted.paragraph) && !apart(range.from.item, wanted.item)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_its_place_are_one() {
        for text in ["a63", "a133-1", "a63-p2", "a63-p2-i3", "a63-i3", "a63-i3-s1", "a133-1-p1-i2-s3"] {
            assert_eq!(place(text).map(|place| address(&place)).as_deref(), Some(text));
        }
        let paragraph = place("a63-p1-i2").unwrap();
        assert_eq!(
            (line(&paragraph).as_str(), paragraph.to_string().as_str()),
            ("a63-i2", "第六十三条第一款第二项")
        );
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "",
            "a",
            "63",
            "a0",
            "a63-",
            "a63-p0",
            "a63-px",
            "a63-i2-p1",
            "a63-s1",
            "a63-p1-s1",
            "a99999999999",
            "a63-1-2",
            "第六十三条",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
