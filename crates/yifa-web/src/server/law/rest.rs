//! Versions side by side, and what rests on an instrument.

use yifa_app::AppError;
use yifa_app::library::Edition;
use yifa_kernel::procedure::Procedure;
use yifa_law::citation;
use yifa_law::place::ArticleNumber;
use yifa_library::compare::{Piece, pieces};
use yifa_library::matching::{Change, Matched, match_articles};
use yifa_library::{Dependant, Library, Version};
use yifa_store::{CountBy, MatterQuery};

use super::super::guest::Staff;
use super::super::{Server, words};
use super::{Asked, STAFF, instrument};
use crate::face::{Lang, Nav};
use crate::pages::library::{BlastPage, BlastRow, ComparePage, CompareRow};
use crate::portal::{PublicPiece, text_lang};

/// Two versions side by side; those asked for, else the last two with a text.
pub(super) fn compare(
    staff: &Staff,
    edition: &Edition,
    id: &str,
    asked: &Asked,
) -> Result<ComparePage, AppError> {
    let lang = staff.guest.lang;
    let (_, found) = instrument(edition, id)?;
    let absent = |key: &str| AppError::NotFound(format!("{STAFF}/{id}/{key}"));
    let version = |key: &str| found.version_at(key).map(|(_, version)| version).ok_or_else(|| absent(key));
    let mut texts = found.versions().iter().rev().filter(|version| version.has_text());
    let newest = texts.next();
    let new = if asked.new.is_empty() { newest.ok_or_else(|| absent(""))? } else { version(&asked.new)? };
    let old =
        if asked.old.is_empty() { texts.next().ok_or_else(|| absent(""))? } else { version(&asked.old)? };
    let matched = match_articles(old, new);
    let changes =
        [Change::Changed, Change::MovedAndChanged, Change::Moved, Change::New, Change::Gone, Change::Same];
    let counts = changes.map(|change| {
        let count = matched.iter().filter(|one| one.change() == change).count();
        (change_word(lang, change), count)
    });
    Ok(ComparePage {
        chrome: staff.chrome(Some(Nav::Registers)),
        law: (found.title().to_owned(), format!("{STAFF}/{id}")),
        lang: text_lang(lang),
        days: (old.key(), new.key()),
        counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
        rows: matched
            .iter()
            .filter(|one| one.change() != Change::Same)
            .map(|one| row(lang, old, new, one))
            .collect(),
    })
}

fn change_word(lang: Lang, change: Change) -> String {
    lang.t(&format!("library.change_to.{}", change.code()))
}

fn row(lang: Lang, old: &Version, new: &Version, one: &Matched) -> CompareRow {
    let (before, after) = (article_words(old, one.old), article_words(new, one.new));
    let label = |number: Option<ArticleNumber>| number.map(|number| number.to_string()).unwrap_or_default();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let marked = |text: String| PublicPiece { text, mark: true, href: None };
    for piece in pieces(&before, &after) {
        match piece {
            Piece::Stays(text) => {
                left.push(PublicPiece::plain(text.clone()));
                right.push(PublicPiece::plain(text));
            }
            Piece::Goes(text) => left.push(marked(text)),
            Piece::Comes(text) => right.push(marked(text)),
        }
    }
    let tone = match one.change() {
        Change::Same | Change::Moved => "notice",
        Change::Changed | Change::MovedAndChanged => "yellow",
        Change::New => "good",
        Change::Gone => "red",
    };
    CompareRow {
        change: change_word(lang, one.change()),
        tone,
        old_label: label(one.old),
        new_label: label(one.new),
        old: left,
        new: right,
    }
}

fn article_words(version: &Version, number: Option<ArticleNumber>) -> String {
    let Some((body, article)) = number.and_then(|number| version.article(number)) else {
        return String::new();
    };
    let lines = article.paragraphs.iter().map(|paragraph| body.statute.slice(&paragraph.span));
    lines.collect::<Vec<_>>().join("\n")
}

/// What loses its basis: documents, rules of procedures, and how many matters those procedures have.
pub(super) async fn basis(
    staff: &Staff,
    server: &Server,
    id: &str,
    asked: &Asked,
) -> Result<BlastPage, AppError> {
    let lang = staff.guest.lang;
    let edition = server.city.law().await?;
    let (target, found) = instrument(&edition, id)?;
    let on = asked.day(server);
    let article = article(&asked.article)?;
    let library = &edition.library;
    let documents = library.blast_radius(target, article, on);
    let mut rules = Vec::new();
    let mut matters = Vec::new();
    let city = &server.city;
    let counted = city
        .store()
        .count_matters_by(city.jurisdiction(), &MatterQuery::default(), CountBy::Procedure)
        .await?;
    for procedure in city.registry().procedures() {
        let resting = resting(library, procedure, target, article, on);
        if resting.is_empty() {
            continue;
        }
        let title = words::label(lang, &procedure.label);
        let count = counted.iter().find(|(id, _)| id == procedure.id.as_str()).map_or(0, |(_, count)| *count);
        if count > 0 {
            matters.push((title.clone(), format!("/matters?procedure={}", procedure.id), count));
        }
        for (label, basis) in resting {
            let label =
                label.map_or_else(|| lang.t("library.rule_of.procedure"), |label| words::label(lang, label));
            rules.push((title.clone(), format!("/definitions/{}", procedure.id), label, basis));
        }
    }
    Ok(BlastPage {
        chrome: staff.chrome(Some(Nav::Registers)),
        law: (found.title().to_owned(), format!("{STAFF}/{id}")),
        lang: text_lang(lang),
        on,
        article: asked.article.trim().to_owned(),
        documents: documents.iter().map(|one| document(library, one)).collect(),
        rules,
        matters,
    })
}

/// 58, 第五十八条 or nothing.
fn article(text: &str) -> Result<Option<ArticleNumber>, AppError> {
    let bare = text.trim().trim_start_matches('第').trim_end_matches(['条', '條']);
    if bare.is_empty() {
        return Ok(None);
    }
    let number = yifa_law::numeral::parse(bare).ok().and_then(|number| u32::try_from(number).ok());
    let number = number.filter(|number| *number > 0).ok_or_else(|| AppError::invalid(text, "article"))?;
    Ok(Some(ArticleNumber::new(number)))
}

fn document(library: &Library, one: &Dependant) -> BlastRow {
    let instrument = &library.instruments()[one.at.instrument];
    let only: Vec<String> = one.only_basis.iter().map(ToString::to_string).collect();
    BlastRow {
        title: instrument.title().to_owned(),
        href: format!("{STAFF}/{}", instrument.id()),
        cites: one.cites.len(),
        only: only.join("、"),
        implements: one.implements,
    }
}

/// The rules of a procedure that rest on an instrument: whose label, and the citation.
fn resting<'a>(
    library: &Library,
    procedure: &'a Procedure,
    target: usize,
    article: Option<ArticleNumber>,
    on: jiff::civil::Date,
) -> Vec<(Option<&'a yifa_kernel::procedure::Label>, String)> {
    let own = procedure.basis.iter().map(|basis| (None, basis));
    let actions =
        procedure.actions.iter().flat_map(|one| one.basis.iter().map(move |basis| (Some(&one.label), basis)));
    let limits =
        procedure.limits.iter().flat_map(|one| one.basis.iter().map(move |basis| (Some(&one.label), basis)));
    let papers = procedure
        .papers
        .values()
        .flat_map(|one| one.basis.iter().map(move |basis| (Some(&one.label), basis)));
    let rests = |basis: &str| {
        let Ok(citation) = citation::parse(basis) else { return false };
        let Some(title) = citation.title() else { return false };
        let names = library.named(title, on).index() == Some(target);
        let place = citation
            .places
            .iter()
            .filter_map(|range| range.from.place())
            .any(|place| article.is_none_or(|article| place.article == article));
        names && (article.is_none() || place)
    };
    own.chain(actions)
        .chain(limits)
        .chain(papers)
        .filter(|(_, basis)| rests(basis))
        .map(|(label, basis)| (label, basis.clone()))
        .collect()
}
