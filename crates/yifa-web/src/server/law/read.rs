//! The reader: one version of an instrument, line by line, with the places that stay.

use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::Range;
use yifa_app::AppError;
use yifa_app::library::Edition;
use yifa_law::place::ArticleNumber;
use yifa_law::text::{Article, IrregularityKind, Level, Paragraph};
use yifa_library::{
    Body, CiteTarget, Doubt, DoubtKind, Instrument, Library, Made, Published, ToldBy, Version,
};

use super::super::guest::Guest;
use super::search::{rank_word, titled_apart};
use super::{Asked, ends, instrument, standing};
use crate::face::Lang;
use crate::portal::{PublicCited, PublicLaw, PublicLine, PublicPiece, PublicVersion, text_lang};

/// So many citing instruments are named at the side.
const CITING: usize = 20;

/// The anchor of an article: a63, a133-1.
pub(super) fn anchor(number: ArticleNumber) -> String {
    match number.suffix {
        0 => format!("a{}", number.value),
        suffix => format!("a{}-{suffix}", number.value),
    }
}

/// The reader's page, and the version shown.
pub(super) fn law(
    guest: &Guest,
    edition: &Edition,
    id: &str,
    version: Option<&str>,
    asked: &Asked,
    base: &str,
) -> Result<(PublicLaw, Option<usize>), AppError> {
    let (index, found) = instrument(edition, id, base)?;
    let (on, wrong_day) = asked.day(&guest.server);
    let at = match version {
        Some(key) => {
            let known = found.version_at(key).map(|(at, _)| at);
            Some(known.ok_or_else(|| AppError::NotFound(format!("{base}/{id}/{key}")))?)
        }
        None => found.readable_index(on),
    };
    let shown = at.map(|at| &found.versions()[at]);
    let another = found.without_text_on(on).filter(|_| version.is_none() && at != found.governing_index(on));
    let another = another.map(|version| {
        let values = [("on", on.to_string()), ("version", version.key())];
        guest.lang.with("library.another_text", &values)
    });
    let address = format!("{base}/{id}");
    let (cited_by, more_cited_by) = cited_by(edition, index, base);
    let page = PublicLaw {
        back: base.to_owned(),
        address: address.clone(),
        lang: text_lang(guest.lang),
        title: shown.map_or(found.title(), |version| version.title()).to_owned(),
        facts: facts(guest, found, shown),
        standing: standing(
            guest.lang,
            &at.map_or_else(|| found.standing_on(on), |at| found.standing_of(at, on)),
        ),
        ends: ends(guest.lang, found, on),
        on,
        versions: versions(guest, found, at, on, &address),
        permalink: shown.map(|version| format!("{address}/{}", version.key())).unwrap_or_default(),
        contents: shown.map(contents).unwrap_or_default(),
        lines: shown.map(|version| lines(&edition.library, version, on, base)).unwrap_or_default(),
        gists: gists(found, on),
        // A document of the register is put together for the reader: its proof is that of its own page.
        digest: shown
            .and_then(|version| version.bodies().first())
            .filter(|body| body.origin != found.id().as_str())
            .map(|body| hex(&body.digest)),
        english: None,
        sources: sources(guest, edition, found, shown),
        remarks: wrong_day
            .then(|| guest.lang.t("library.no_day"))
            .into_iter()
            .chain(another)
            .chain(remarks(guest, edition, found, shown))
            .collect(),
        cites: shown.map(|version| cites(guest, &edition.library, version, on, base)).unwrap_or_default(),
        cited_by,
        more_cited_by,
    };
    Ok((page, at))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn facts(guest: &Guest, found: &Instrument, shown: Option<&Version>) -> Vec<(String, String)> {
    let lang = guest.lang;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let published = shown.and_then(|version| match version.published() {
        Published::On(day) => Some(day.to_string()),
        Published::Presumed(day) => Some(lang.with("library.fact.presumed", &[("day", day.to_string())])),
        Published::Never => Some(lang.t("library.standing.unpublished")),
        Published::NotTold if version.has_text() => Some(lang.t("library.fact.not_told")),
        Published::NotTold => None,
    });
    // 公布 is told in its own line.
    let made = shown.filter(|version| match (version.made(), version.published()) {
        (Some(Made::Published), Published::On(day)) => version.adopted() != Some(day),
        _ => true,
    });
    let made_label = match shown.and_then(Version::made) {
        Some(Made::Adopted) => "library.fact.passed",
        Some(Made::Approved) => "library.fact.approved",
        Some(Made::Published) => "library.fact.published",
        Some(Made::Amended) => "library.fact.amended",
        Some(Made::Issued) => "library.fact.issued",
        None => "library.fact.adopted",
    };
    let starts = shown.and_then(|version| match (version.starts(), version.effect().told_by) {
        (Some(day), ToldBy::Presumed) => {
            Some(lang.with("library.fact.presumed", &[("day", day.to_string())]))
        }
        (None, _) if version.has_text() => Some(lang.t("library.fact.not_told")),
        (day, _) => day.map(|day| day.to_string()),
    });
    let told = [
        ("library.fact.number", shown.and_then(Version::number).map(ToString::to_string)),
        ("library.fact.rank", Some(rank_word(guest, found.rank()))),
        ("library.fact.maker", found.maker().map(ToOwned::to_owned)),
        (made_label, day(made.and_then(Version::adopted))),
        ("library.fact.published", published),
        ("library.fact.from", starts),
        ("library.fact.until", day(shown.and_then(Version::valid_until))),
        (
            "library.fact.ended",
            found.ended().map(|ended| {
                ended
                    .by
                    .as_ref()
                    .map_or_else(|| ended.from.to_string(), |by| format!("{} 《{by}》", ended.from))
            }),
        ),
    ];
    told.into_iter().filter_map(|(key, value)| Some((lang.t(key), value?))).collect()
}

fn versions(
    guest: &Guest,
    found: &Instrument,
    at: Option<usize>,
    on: Date,
    address: &str,
) -> Vec<PublicVersion> {
    let one = |(index, version): (usize, &Version)| PublicVersion {
        label: version.adopted().map_or_else(|| guest.lang.t("library.undated"), |day| day.to_string()),
        href: format!("{address}/{}?on={on}", version.key()),
        here: Some(index) == at,
        standing: standing(guest.lang, &found.standing_of(index, on)),
    };
    found.versions().iter().enumerate().map(one).rev().collect()
}

/// The days that persons have recorded about what is shown, and where each is on record.
fn sources(
    guest: &Guest,
    edition: &Edition,
    found: &Instrument,
    shown: Option<&Version>,
) -> Vec<(String, String)> {
    let told = edition.days_of(found, shown).map(|day| {
        let values = [("source", day.source.clone())];
        (guest.lang.with("library.told_by_person", &values), format!("/public/{}", day.slug))
    });
    told.collect()
}

/// What a reader should know before trusting the text.
fn remarks(guest: &Guest, edition: &Edition, found: &Instrument, shown: Option<&Version>) -> Vec<String> {
    let lang = guest.lang;
    let mut remarks = Vec::new();
    let presumed = shown.filter(|version| version.effect().told_by == ToldBy::Presumed && version.has_text());
    if let Some(version) = presumed {
        let dated = version.starts().is_some();
        remarks.push(lang.t(if dated { "library.presumed" } else { "library.no_days" }));
    }
    for (by, _) in found.partly_ended() {
        let title = edition.library.instruments()[*by].title().to_owned();
        remarks.push(lang.with("library.partly", &[("title", title)]));
    }
    // What is told above: the presumed day, that there is no day at all, and what is ended in part.
    let told = |kind: &DoubtKind| {
        let no_date = matches!(kind, DoubtKind::Text(odd) if odd.kind == IrregularityKind::NoDate);
        no_date || matches!(kind, DoubtKind::EffectNotTold | DoubtKind::NoDay | DoubtKind::PartlyAffects(_))
    };
    let about = |doubt: &&Doubt| {
        shown.is_some_and(|version| version.bodies().iter().any(|body| body.digest == doubt.unsettles()))
    };
    let all = edition.library.doubts().iter().filter(about);
    let all = all.filter(|doubt| !doubt.kind.is_remark() && !told(&doubt.kind));
    let doubts: BTreeSet<String> = all.map(|doubt| doubt_words(lang, &doubt.kind)).collect();
    if !doubts.is_empty() {
        let doubts = doubts.into_iter().collect::<Vec<_>>().join(lang.pick("；", "; "));
        remarks.push(lang.with("library.doubtful", &[("doubts", doubts)]));
    }
    remarks
}

/// What is doubtful, in the reader's words.
pub(super) fn doubt_words(lang: Lang, kind: &DoubtKind) -> String {
    let what = match kind {
        DoubtKind::Text(odd) => match &odd.kind {
            IrregularityKind::MissingArticles(numbers) => {
                let labels: Vec<String> =
                    numbers.iter().take(LOST).map(|number| ArticleNumber::new(*number).to_string()).collect();
                let more = if numbers.len() > LOST { "…" } else { "" };
                labels.join(lang.pick("、", ", ")) + more
            }
            IrregularityKind::FirstArticle(number)
            | IrregularityKind::RepeatedArticle(number)
            | IrregularityKind::ArticleOutOfOrder(number)
            | IrregularityKind::TwoArticlesOnOneLine { second: number, .. }
            | IrregularityKind::ItemNumbers(number) => number.to_string(),
            IrregularityKind::MissingHeadings(level, numbers) => {
                let labels: Vec<String> = numbers.iter().map(|number| format!("第{number}{level}")).collect();
                labels.join(lang.pick("、", ", "))
            }
            IrregularityKind::HeadingOutOfOrder(level, number) => format!("第{number}{level}"),
            _ => String::new(),
        },
        DoubtKind::MakerPresumed(what)
        | DoubtKind::NamesakeNotEnded(what)
        | DoubtKind::PartlyAffects(what) => what.clone(),
        _ => String::new(),
    };
    lang.with(&format!("library.doubt.{}", kind.code()), &[("what", what)])
}

/// So many lost articles are named.
const LOST: usize = 12;

fn gists(found: &Instrument, on: Date) -> Vec<(String, String)> {
    let Some(facts) = found.facts() else { return Vec::new() };
    let version = facts.version_on(on).or_else(|| facts.versions().last());
    let articles = version.map(|version| version.facts().articles.as_slice()).unwrap_or_default();
    articles.iter().map(|fact| (fact.place.to_string(), fact.gist.clone())).collect()
}

/// The citing instruments, those that cite most often first.
fn cited_by(edition: &Edition, index: usize, base: &str) -> (Vec<(String, String, usize)>, usize) {
    let library = &edition.library;
    let mut counts = std::collections::BTreeMap::new();
    for cite in library.cited_by(index) {
        *counts.entry(cite.at.instrument).or_insert(0_usize) += 1;
    }
    let mut all: Vec<(usize, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(instrument, count)| (std::cmp::Reverse(*count), *instrument));
    let row = |(instrument, count): &(usize, usize)| {
        let one = &library.instruments()[*instrument];
        (titled_apart(edition, one), format!("{base}/{}", one.id()), *count)
    };
    (all.iter().take(CITING).map(row).collect(), all.len().saturating_sub(CITING))
}

/// What a version cites, those that are cited most often first.
fn cites(guest: &Guest, library: &Library, version: &Version, on: Date, base: &str) -> Vec<PublicCited> {
    let mut counts = std::collections::BTreeMap::new();
    for cite in version.bodies().iter().flat_map(|body| &body.cites) {
        if let CiteTarget::Instrument(target) = cite.target {
            *counts.entry(target).or_insert(0_usize) += 1;
        }
    }
    let mut all: Vec<(usize, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(target, count)| (std::cmp::Reverse(*count), *target));
    let row = |(target, times): (usize, usize)| {
        let one = &library.instruments()[target];
        PublicCited {
            title: one.title().to_owned(),
            href: format!("{base}/{}?on={on}", one.id()),
            times,
            standing: standing(guest.lang, &one.standing_on(on)),
        }
    };
    all.into_iter().map(row).collect()
}

fn depth(level: Level) -> u8 {
    match level {
        Level::Part => 0,
        Level::SubPart => 1,
        Level::Chapter => 1,
        Level::Section => 2,
    }
}

fn heading_id(body: usize, heading: usize) -> String {
    format!("h{body}-{heading}")
}

fn contents(version: &Version) -> Vec<(String, String, u8)> {
    let mut all = Vec::new();
    for (number, body) in version.bodies().iter().enumerate() {
        for (at, heading) in body.statute.headings.iter().enumerate() {
            let text = body.statute.slice(&heading.span).to_owned();
            all.push((text, heading_id(number, at), depth(heading.level)));
        }
    }
    let least = all.iter().map(|(.., depth)| *depth).min().unwrap_or(0);
    all.iter_mut().for_each(|(.., depth)| *depth -= least);
    all
}

fn lines(library: &Library, version: &Version, on: Date, base: &str) -> Vec<PublicLine> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (number, body) in version.bodies().iter().enumerate() {
        let mut writer = Writer { library, body, base, on, lines: Vec::new() };
        for span in &body.statute.introduction {
            writer.line(String::new(), 5, String::new(), span.clone());
        }
        let mut next = 0;
        for article in &body.statute.articles {
            while let Some(heading) =
                body.statute.headings.get(next).filter(|one| one.span.start < article.span.start)
            {
                writer.line(heading_id(number, next), 0, String::new(), heading.span.clone());
                next += 1;
            }
            writer.article(article);
        }
        all.extend(writer.lines);
    }
    // A number that stands twice keeps its first place.
    for line in &mut all {
        if !line.id.is_empty() && !seen.insert(line.id.clone()) {
            line.id.clear();
        }
    }
    all
}

/// The lines of one article.
pub(super) fn article_lines(
    library: &Library,
    body: &Body,
    article: &Article,
    on: Date,
    base: &str,
) -> Vec<PublicLine> {
    let mut writer = Writer { library, body, base, on, lines: Vec::new() };
    writer.article(article);
    writer.lines
}

struct Writer<'a> {
    library: &'a Library,
    body: &'a Body,
    base: &'a str,
    on: Date,
    lines: Vec<PublicLine>,
}

impl Writer<'_> {
    fn article(&mut self, article: &Article) {
        let id = anchor(article.number);
        let mut label = self.body.statute.slice(&article.label).to_owned();
        for (number, paragraph) in (1..).zip(&article.paragraphs) {
            let (id, kind) = if number == 1 { (id.clone(), 1) } else { (format!("{id}-p{number}"), 2) };
            self.paragraph(&id, kind, std::mem::take(&mut label), paragraph);
        }
    }

    fn paragraph(&mut self, id: &str, kind: u8, label: String, paragraph: &Paragraph) {
        let head = paragraph.items.first().map_or(paragraph.span.end, |item| item.span.start);
        self.line(id.to_owned(), kind, label, paragraph.span.start..head);
        for item in &paragraph.items {
            let head = item.subitems.first().map_or(item.span.end, |subitem| subitem.span.start);
            self.line(format!("{id}-i{}", item.number), 3, String::new(), item.span.start..head);
            for subitem in &item.subitems {
                let id = format!("{id}-i{}-s{}", item.number, subitem.number);
                self.line(id, 4, String::new(), subitem.span.clone());
            }
        }
    }

    /// A line with its citations as links.
    fn line(&mut self, id: String, kind: u8, label: String, span: Range<usize>) {
        let source = self.body.statute.source();
        let inside =
            self.body.cites.iter().filter(|cite| span.start <= cite.span.start && cite.span.end <= span.end);
        let mut words = Vec::new();
        let mut at = span.start;
        for cite in inside {
            let CiteTarget::Instrument(target) = cite.target else { continue };
            if cite.span.start < at {
                continue;
            }
            let target = &self.library.instruments()[target];
            let place = cite
                .places
                .first()
                .map(|range| format!("#{}", super::place::line(&range.from)))
                .unwrap_or_default();
            words.push(PublicPiece::plain(&source[at..cite.span.start]));
            words.push(PublicPiece {
                text: source[cite.span.clone()].to_owned(),
                mark: false,
                href: Some(format!("{}/{}?on={}{place}", self.base, target.id(), self.on)),
            });
            at = cite.span.end;
        }
        words.push(PublicPiece::plain(source[at..span.end].trim_end()));
        words.retain(|piece| !piece.text.is_empty());
        if !(words.is_empty() && label.is_empty()) {
            self.lines.push(PublicLine { id, kind, label, words });
        }
    }
}
