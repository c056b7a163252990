//! Search and list: what was asked, and the answers as rows.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use jiff::civil::Date;
use yifa_app::library::Edition;
use yifa_law::fold::fold;
use yifa_law::instrument::Rank;
use yifa_law::text::Statute;
use yifa_library::search::{Answers, Hit, Holds, Scope, SearchQuery};
use yifa_library::{Body, Instrument, Version, written};

use super::super::guest::Guest;
use super::{Asked, ends, standing};
use crate::components::Opt;
use crate::portal::{PublicHit, PublicLawRow, PublicLaws, PublicPiece, text_lang};

/// Answers of a page.
const ROWS: usize = 30;

/// So many instruments are shown whose title answers.
const TITLES: usize = 8;

/// Longer articles are cut around their first mark.
const SHOWN: usize = 220;

const RANKS: [Rank; 12] = [
    Rank::Constitution,
    Rank::Law,
    Rank::AdministrativeRegulation,
    Rank::JudicialInterpretation,
    Rank::ProvincialRegulation,
    Rank::CityRegulation,
    Rank::DepartmentRule,
    Rank::ProvincialRule,
    Rank::CityRule,
    Rank::NormativeDocument,
    Rank::PartyDocument,
    Rank::InternalDocument,
];

/// The word of those whose rank nobody told.
const NO_RANK: &str = "none";

/// How instruments may stand on a day.
const STATUSES: [(&str, &str); 4] = [
    ("", "library.any"),
    ("in", "library.in_force"),
    ("out", "library.not_in_force"),
    ("undated", "library.standing.undated"),
];

/// The page of answers.
pub(super) fn laws(guest: &Guest, edition: &Edition, asked: &Asked, base: &str) -> PublicLaws {
    let lang = guest.lang;
    let (on, wrong_day) = asked.day(&guest.server);
    let scope = Scope {
        holds: match asked.status.as_str() {
            "in" => Some(Holds::InForce),
            "out" => Some(Holds::NotInForce),
            "undated" => Some(Holds::Undated),
            _ => None,
        },
        rank: match asked.rank.as_str() {
            NO_RANK => Some(None),
            word => Rank::from_str(word).ok().map(Some),
        },
        maker: Some(asked.maker.clone()),
        ..Scope::on(on)
    };
    let query = SearchQuery::new(&asked.q, scope);
    let page = asked.page();
    let skip = page * ROWS;
    let mut list = PublicLaws {
        action: base.to_owned(),
        lang: text_lang(lang),
        text: asked.q.clone(),
        maker: asked.maker.clone(),
        on,
        statuses: STATUSES.map(|(value, key)| Opt::new(value, lang.t(key), asked.status == value)).into(),
        ranks: std::iter::once(Opt::new("", lang.t("library.any"), asked.rank.is_empty()))
            .chain(ranks(edition, &asked.rank).map(|rank| {
                let word = rank.map_or(NO_RANK, Rank::as_str);
                Opt::new(word, rank_word(guest, rank), asked.rank == word)
            }))
            .collect(),
        found: String::new(),
        cited: cited(edition, &asked.q, base, on),
        remark: wrong_day.then(|| lang.t("library.no_day")),
        facets: Vec::new(),
        hits: Vec::new(),
        laws: Vec::new(),
        nothing: false,
        previous: (page > 0).then(|| address(asked, base, page - 1)),
        next: None,
    };
    let total = if query.is_empty() {
        all(guest, edition, &query, skip, base, &mut list)
    } else {
        let answers = edition.index.search(&edition.library, &query, skip, ROWS);
        let numbers = [("n", answers.total.to_string()), ("laws", answers.instruments.to_string())];
        list.found = lang.with("library.found_articles", &numbers);
        if page == 0 {
            list.laws = titled(guest, edition, &query, base, on);
        }
        list.facets = facets(guest, asked, &answers, base);
        list.hits = answers.hits.iter().filter_map(|hit| row(guest, edition, hit, &list, base)).collect();
        answers.total
    };
    list.nothing = total == 0 && list.laws.is_empty() && list.cited.is_none();
    list.next = (skip + ROWS < total).then(|| address(asked, base, page + 1));
    list
}

/// What a question cites, when it is a citation: 行政处罚法第四十五条, 《行政处罚法》第45条第二款.
fn cited(edition: &Edition, asked: &str, base: &str, on: Date) -> Option<(String, String)> {
    let text = fold(asked.trim()).into_owned();
    let quoted = match text.split_once('第') {
        Some((name, rest)) if !text.contains('《') => format!("《{}》第{rest}", name.trim()),
        _ => text,
    };
    let citation = written(&Statute::read(&quoted)).into_iter().next()?.ok()?;
    let found = edition.library.find(&citation, on)?.one()?;
    let place = &citation.resolved.places.first()?.from;
    // Of an instrument that is known by facts alone there is no text to open at a place.
    let href = match found.readable_on(on) {
        Some(version) => {
            format!("{base}/{}/{}?on={on}#{}", found.id(), version.key(), super::place::line(place))
        }
        None => format!("{base}/{}?on={on}", found.id()),
    };
    Some((citation.citation, href))
}

/// The ranks that this library holds, and the one asked for.
fn ranks(edition: &Edition, asked: &str) -> impl Iterator<Item = Option<Rank>> {
    let held: BTreeSet<Option<Rank>> = edition.library.instruments().iter().map(Instrument::rank).collect();
    let all = RANKS.into_iter().map(Some).chain([None]);
    all.filter(move |rank| held.contains(rank) || rank.map_or(NO_RANK, Rank::as_str) == asked)
}

/// Without words: the instruments themselves.
fn all(
    guest: &Guest,
    edition: &Edition,
    query: &SearchQuery,
    skip: usize,
    base: &str,
    list: &mut PublicLaws,
) -> usize {
    let mut found: Vec<&Instrument> =
        edition.library.instruments().iter().filter(|one| query.scope.includes(one)).collect();
    found.sort_by_key(|one| (one.rank().is_none(), one.rank(), one.title().to_owned()));
    list.found = guest.lang.with("library.found_laws", &[("n", found.len().to_string())]);
    let on = list.on;
    list.laws =
        found.iter().skip(skip).take(ROWS).map(|one| law_row(guest, edition, one, on, base)).collect();
    found.len()
}

fn law_row(guest: &Guest, edition: &Edition, one: &Instrument, on: Date, base: &str) -> PublicLawRow {
    PublicLawRow {
        href: format!("{base}/{}?on={on}", one.id()),
        title: titled_apart(edition, one),
        number: number(one),
        rank: rank_word(guest, one.rank()),
        maker: one.maker().unwrap_or_default().to_owned(),
        standing: standing(guest.lang, &one.standing_on(on)),
        ends: ends(guest.lang, one, on),
        versions: one.versions().len(),
    }
}

/// The title; of namesakes with what tells them apart: maker and first year, else the name of the file.
pub(super) fn titled_apart(edition: &Edition, one: &Instrument) -> String {
    if !edition.library.has_namesake(one) {
        return one.title().to_owned();
    }
    let year = one.versions().iter().find_map(Version::adopted).map(|day| format!("{}年", day.year()));
    let mut apart: Vec<String> = one.maker().map(str::to_owned).into_iter().chain(year).collect();
    if apart.is_empty() {
        let bodies = one.versions().iter().flat_map(Version::bodies);
        apart.extend(bodies.map(|body| body.origin.clone()).next());
    }
    if apart.is_empty() {
        one.title().to_owned()
    } else {
        format!("{}（{}）", one.title(), apart.join("，"))
    }
}

/// The instruments whose title or number has every term.
fn titled(guest: &Guest, edition: &Edition, query: &SearchQuery, base: &str, on: Date) -> Vec<PublicLawRow> {
    let named = |one: &&Instrument| {
        let name = format!("{} {}", one.title(), number(one));
        let name = fold(&name).to_lowercase();
        query.scope.includes(one) && query.terms().iter().all(|term| name.contains(term.as_str()))
    };
    let mut found: Vec<&Instrument> = edition.library.instruments().iter().filter(named).collect();
    found.sort_by_key(|one| (one.rank().is_none(), one.rank(), one.title().chars().count()));
    found.into_iter().take(TITLES).map(|one| law_row(guest, edition, one, on, base)).collect()
}

/// How many articles of each rank answer, each leading to those alone.
fn facets(guest: &Guest, asked: &Asked, answers: &Answers, base: &str) -> Vec<(String, usize, String)> {
    if !asked.rank.is_empty() || answers.by_rank.len() < 2 {
        return Vec::new();
    }
    let one = |(rank, count): (&Option<Rank>, &usize)| {
        let narrowed = Asked { rank: rank.map_or(NO_RANK, Rank::as_str).to_owned(), ..asked.clone() };
        (rank_word(guest, *rank), *count, address(&narrowed, base, 0))
    };
    // Those whose rank nobody told come last.
    let told = answers.by_rank.iter().filter(|(rank, _)| rank.is_some());
    told.chain(answers.by_rank.iter().filter(|(rank, _)| rank.is_none())).map(one).collect()
}

fn number(one: &Instrument) -> String {
    let newest = one.versions().last().and_then(|version| version.number());
    newest.map(ToString::to_string).unwrap_or_default()
}

/// The rank in the reader's words.
pub(super) fn rank_word(guest: &Guest, rank: Option<Rank>) -> String {
    let word = rank.map_or("none", Rank::as_str);
    guest.lang.t(&format!("library.ranks.{word}"))
}

fn row(guest: &Guest, edition: &Edition, hit: &Hit, list: &PublicLaws, base: &str) -> Option<PublicHit> {
    let (instrument, version, body, article) = hit.unit.look(&edition.library)?;
    let anchor =
        article.map(|article| format!("#{}", super::read::anchor(article.number))).unwrap_or_default();
    Some(PublicHit {
        href: format!("{base}/{}/{}?on={}{anchor}", instrument.id(), version.key(), list.on),
        title: titled_apart(edition, instrument),
        place: article.map(|article| article.number.to_string()).unwrap_or_default(),
        standing: standing(guest.lang, &instrument.standing_on(list.on)),
        words: words(body, hit),
    })
}

/// The words around the first mark.
fn words(body: &Body, hit: &Hit) -> Vec<PublicPiece> {
    let source = body.statute.source();
    let first = hit.marks.first().map_or(hit.span.start, |mark| mark.start);
    let before = source[hit.span.start..first].char_indices().rev().nth(SHOWN / 3);
    let start = before.map_or(hit.span.start, |(at, _)| hit.span.start + at);
    let after = source[start..hit.span.end].char_indices().nth(SHOWN);
    let end = after.map_or(hit.span.end, |(at, _)| start + at);
    let mut pieces = Vec::new();
    if start > hit.span.start {
        pieces.push(PublicPiece::plain("…"));
    }
    let mut at = start;
    for mark in hit.marks.iter().filter(|mark| mark.end <= end) {
        pieces.push(PublicPiece::plain(&source[at..mark.start]));
        pieces.push(PublicPiece { text: source[mark.clone()].to_owned(), mark: true, href: None });
        at = mark.end;
    }
    pieces.push(PublicPiece::plain(&source[at..end]));
    if end < hit.span.end {
        pieces.push(PublicPiece::plain("…"));
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn address(asked: &Asked, base: &str, page: usize) -> String {
    let page = page.to_string();
    let pairs = [
        ("q", asked.q.as_str()),
        ("on", asked.on.as_str()),
        ("status", asked.status.as_str()),
        ("rank", asked.rank.as_str()),
        ("maker", asked.maker.as_str()),
        ("page", page.as_str()),
    ];
    let kept: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("{base}?{}", serde_urlencoded::to_string(kept).unwrap_or_default())
}
