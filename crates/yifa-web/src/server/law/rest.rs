//! Versions side by side, and what rests on an instrument.

use yifa_app::AppError;
use yifa_app::library::{Edition, Ground, RestingRule};
use yifa_law::place::ArticleNumber;
use yifa_library::compare::{Piece, pieces};
use yifa_library::matching::{Change, Matched, match_articles};
use yifa_library::{Dependant, Library, Version};
use yifa_store::MatterRow;

use super::super::guest::Staff;
use super::super::list::reach;
use super::super::{Server, words};
use super::{Asked, STAFF, instrument};
use crate::face::{Lang, Nav};
use crate::pages::library::{BlastMatter, BlastPage, BlastRow};
use crate::portal::{PublicComparedRow, PublicComparison, PublicPiece, text_lang};

/// Two versions side by side; those asked for, else the last two with a text.
pub(super) fn compare(
    lang: Lang,
    edition: &Edition,
    id: &str,
    asked: &Asked,
    base: &str,
) -> Result<PublicComparison, AppError> {
    let (_, found) = instrument(edition, id, base)?;
    let absent = |key: &str| AppError::NotFound(format!("{base}/{id}/{key}"));
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
    Ok(PublicComparison {
        back: base.to_owned(),
        law: (found.title().to_owned(), format!("{base}/{id}")),
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

pub(super) fn change_word(lang: Lang, change: Change) -> String {
    lang.t(&format!("library.change_to.{}", change.code()))
}

fn row(lang: Lang, old: &Version, new: &Version, one: &Matched) -> PublicComparedRow {
    let (before, after) = (article_words(old, one.old), article_words(new, one.new));
    let label = |number: Option<ArticleNumber>| number.map(|number| number.to_string()).unwrap_or_default();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let marked = |text: String| PublicPiece { text, mark: true, href: None };
    for piece in pieces(&before, &after) {
        match piece {
            Piece::Stays(old, new) => {
                left.push(PublicPiece::plain(old));
                right.push(PublicPiece::plain(new));
            }
            Piece::Goes(text) => left.push(marked(text)),
            Piece::Comes(text) => right.push(marked(text)),
        }
    }
    PublicComparedRow {
        change: change_word(lang, one.change()),
        tone: change_tone(one.change()),
        old_label: label(one.old),
        new_label: label(one.new),
        old: left,
        new: right,
    }
}

/// The class that colours a change.
pub(super) fn change_tone(change: Change) -> &'static str {
    match change {
        Change::Same | Change::Moved => "notice",
        Change::Changed | Change::MovedAndChanged => "yellow",
        Change::New => "good",
        Change::Gone => "red",
    }
}

fn article_words(version: &Version, number: Option<ArticleNumber>) -> String {
    let Some((body, article)) = number.and_then(|number| version.article(number)) else {
        return String::new();
    };
    let lines = article.paragraphs.iter().map(|paragraph| body.statute.slice(&paragraph.span));
    lines.collect::<Vec<_>>().join("\n")
}

/// What loses its basis: documents of the library; rules, benchmarks, powers and open matters of the city.
pub(super) async fn basis(
    staff: &Staff,
    server: &Server,
    id: &str,
    asked: &Asked,
) -> Result<BlastPage, AppError> {
    let lang = staff.guest.lang;
    let edition = server.city.law().await?;
    let (target, found) = instrument(&edition, id, STAFF)?;
    let (on, _) = asked.day(server);
    let article = article(lang, &asked.article)?;
    let library = &edition.library;
    let ground = Ground { library, target, article, on };
    let resting = server.city.resting(ground, reach(staff).as_deref()).await?;
    let rule = |one: &RestingRule| {
        let label = one
            .rule
            .as_ref()
            .map_or_else(|| lang.t("library.rule_of.procedure"), |label| words::label(lang, label));
        (words::label(lang, &one.of), format!("/definitions/{}", one.procedure), label, one.basis.clone())
    };
    let comma = lang.pick("、", ", ");
    Ok(BlastPage {
        chrome: staff.chrome(Some(Nav::Library)),
        law: (found.title().to_owned(), format!("{STAFF}/{id}")),
        lang: text_lang(lang),
        on,
        article: asked.article.trim().to_owned(),
        documents: library
            .blast_radius(target, article, on)
            .iter()
            .map(|one| document(library, one))
            .collect(),
        rules: resting.rules.iter().map(rule).collect(),
        benchmarks: resting
            .benchmarks
            .iter()
            .map(|(label, cites)| (words::label(lang, label), cites.join(comma)))
            .collect(),
        powers: resting.powers.iter().map(|(row, cites)| matter(staff, row, cites)).collect(),
        matters: resting.matters.iter().map(|(row, cites)| matter(staff, row, cites)).collect(),
        more: resting.more,
    })
}

fn matter(staff: &Staff, row: &MatterRow, cites: &[String]) -> BlastMatter {
    let guest = &staff.guest;
    let procedure = guest.server.city.registry().latest(&row.procedure.as_str().into());
    BlastMatter {
        href: format!("/matters/{}", row.matter),
        number: row.number.clone().unwrap_or_default(),
        title: row.title.clone(),
        body: words::body_named(guest, &row.body),
        state: words::state(guest.lang, procedure, &row.state),
        cites: cites.join(guest.lang.pick("、", ", ")),
    }
}

/// 58, 第五十八条 or nothing.
fn article(lang: Lang, text: &str) -> Result<Option<ArticleNumber>, AppError> {
    let bare = text.trim().trim_start_matches('第').trim_end_matches(['条', '條']);
    if bare.is_empty() {
        return Ok(None);
    }
    let number = yifa_law::numeral::parse(bare).ok().and_then(|number| u32::try_from(number).ok());
    let number = number
        .filter(|number| *number > 0)
        .ok_or_else(|| AppError::invalid(text, lang.t("library.no_article")))?;
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
