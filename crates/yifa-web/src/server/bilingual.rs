//! Owns the bilingual reader: a translation on record for those who work here, and the public one at the instrument's own
//! address, with the very texts whose digests it tells.

use std::ops::Range;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_app::bilingual::{Bilingual, Change, Contradiction};
use yifa_app::translation::Standing;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{called, may_see};
use yifa_law::instrument::InstrumentId;
use yifa_law::place::ArticleNumber;
use yifa_law::translation::{Check, Finding, Segment};

use super::Server;
use super::guest::{Guest, Staff, page_of};
use crate::components::Crumb;
use crate::face::{Lang, Nav};
use crate::pages::bilingual::BilingualPage;
use crate::portal::{
    BitMark, PublicBilingual, PublicBilingualPage, PublicBit, PublicPair, PublicStanding, text_lang,
};

pub(super) async fn show(staff: Staff, State(server): State<Server>, Path(matter): Path<String>) -> Response {
    match page(&staff, &server, &matter).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server, matter: &str) -> Result<BilingualPage, AppError> {
    let city = &server.city;
    let opened = city.open_matter(&MatterId::new(matter)).await?;
    if !may_see(city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    if !city.has_bilingual(&opened.state)? {
        return Err(AppError::NotFound(staff.guest.address.clone()));
    }
    let found = city.bilingual(&opened.state.matter).await?;
    let label = called(city.registry(), &opened.state, &opened.facts);
    let instrument = found.instrument.as_ref().map(|id| format!("/instruments/{id}"));
    Ok(BilingualPage {
        chrome: staff.chrome(Some(Nav::Matters)),
        crumbs: vec![Crumb { label, href: format!("/matters/{matter}") }],
        reader: reader(staff.guest.lang, &found, instrument, None),
    })
}

pub(super) async fn public(guest: Guest, State(server): State<Server>, Path(id): Path<String>) -> Response {
    match published(&guest, &server, &id).await {
        Ok(found) => {
            let texts = format!("/public/library/{id}/english");
            let reader = reader(guest.lang, &found, Some(format!("/public/library/{id}")), Some(&texts));
            page_of(&PublicBilingualPage { chrome: guest.public_chrome(), reader })
        }
        Err(error) => guest.failed(&error),
    }
}

/// The very text of which a digest is told.
pub(super) async fn text(
    guest: Guest,
    State(server): State<Server>,
    Path((id, file)): Path<(String, String)>,
) -> Response {
    let found = match published(&guest, &server, &id).await {
        Ok(found) => found,
        Err(error) => return guest.failed(&error),
    };
    let text = match file.as_str() {
        "source.txt" => Some(found.plain),
        "in-force.txt" => found.plain_in_force,
        "english.txt" => Some(found.english),
        _ => None,
    };
    match text {
        Some(text) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
        None => guest.failed(&AppError::NotFound(guest.address.clone())),
    }
}

async fn published(guest: &Guest, server: &Server, id: &str) -> Result<Bilingual, AppError> {
    let missing = || AppError::NotFound(guest.address.clone());
    let id = InstrumentId::new(id).ok_or_else(missing)?;
    server.city.public_bilingual(&id).await?.ok_or_else(missing)
}

/// Where an instrument is read in two languages; `None` when it has no public translation.
pub(super) async fn address(server: &Server, id: &str) -> Option<String> {
    let has = server.city.has_public_bilingual(&InstrumentId::new(id)?).await;
    matches!(has, Ok(true)).then(|| format!("/public/library/{id}/english"))
}

fn reader(lang: Lang, found: &Bilingual, instrument: Option<String>, texts: Option<&str>) -> PublicBilingual {
    let file = |name: &str| texts.map(|texts| format!("{texts}/{name}"));
    let translated = (lang.t("bilingual.proof.translated"), found.digest(), file("source.txt"));
    let in_force = found
        .digest_in_force()
        .map(|digest| (lang.t("bilingual.proof.in_force"), digest, file("in-force.txt")));
    PublicBilingual {
        lang: text_lang(lang),
        title: found.title.clone(),
        english_title: found.english_title.clone().unwrap_or_default(),
        instrument: instrument.map(|href| (lang.t("bilingual.chinese"), href)),
        standing: standing(lang, found.standing),
        says: says(lang, found),
        contradictions: contradictions(lang, found),
        changes: changes(lang, found),
        proofs: std::iter::once(translated).chain(in_force).collect(),
        checks: Check::ALL.map(|check| checked(lang, found, check)).to_vec(),
        pairs: pairs(lang, found),
    }
}

fn checked(lang: Lang, found: &Bilingual, check: Check) -> (String, usize) {
    let n = found.comparison.findings.iter().filter(|one| one.check == check).count();
    (lang.t(&format!("bilingual.check.{}", check.code())), n)
}

fn standing(lang: Lang, standing: Standing) -> PublicStanding {
    let tone = match standing {
        Standing::Fresh => "good",
        Standing::Changed => "yellow",
        Standing::Ended => "red",
        Standing::NotTold => "end",
    };
    PublicStanding { text: lang.t(&format!("bilingual.standing.{}", standing.code())), tone }
}

/// Which text the English follows, and what has become of it.
fn says(lang: Lang, found: &Bilingual) -> Vec<String> {
    let day = |day: Date| [("day", day.to_string())];
    let followed = found.followed.map(|on| lang.with("bilingual.follows", &day(on)));
    let now = match (found.standing, found.in_force_from) {
        (Standing::Fresh, Some(from)) => lang.with("bilingual.fresh_from", &day(from)),
        (standing, _) => lang.t(&format!("bilingual.now.{}", standing.code())),
    };
    followed.into_iter().chain([now]).collect()
}

/// Days on which translation and register do not agree.
fn contradictions(lang: Lang, found: &Bilingual) -> Vec<String> {
    let one = |one: &Contradiction| {
        let registered: Vec<String> = one.registered.iter().map(ToString::to_string).collect();
        let registered = registered.join(lang.pick("、", ", "));
        let values = [("told", one.told.to_string()), ("registered", registered)];
        lang.with(&format!("bilingual.contradicts.{}", one.about.code()), &values)
    };
    found.contradictions.iter().map(one).collect()
}

fn changes(lang: Lang, found: &Bilingual) -> Vec<(String, String, String)> {
    let here = |number: &ArticleNumber| {
        let segments = &found.comparison.segments;
        segments.iter().any(|segment| segment.article == *number).then(|| anchor(*number, 1))
    };
    let one = |(number, change): (&ArticleNumber, &Change)| {
        (article(lang, *number), here(number).unwrap_or_default(), changed(lang, *change).text)
    };
    found.changes.iter().map(one).collect()
}

fn changed(lang: Lang, change: Change) -> PublicStanding {
    let (key, tone) = match change {
        Change::Changed => ("changed", "yellow"),
        Change::New => ("new", "notice"),
        Change::Gone => ("gone", "red"),
    };
    PublicStanding { text: lang.t(&format!("bilingual.change.{key}")), tone }
}

/// An article in the reader's language.
fn article(lang: Lang, number: ArticleNumber) -> String {
    let suffix = if number.suffix > 0 { format!("-{}", number.suffix) } else { String::new() };
    lang.pick(&number.to_string(), &format!("Article {}{suffix}", number.value)).to_owned()
}

fn anchor(number: ArticleNumber, paragraph: usize) -> String {
    let suffix = if number.suffix > 0 { format!("-{}", number.suffix) } else { String::new() };
    match paragraph {
        1 => format!("a{}{suffix}", number.value),
        n => format!("a{}{suffix}-p{n}", number.value),
    }
}

fn pairs(lang: Lang, found: &Bilingual) -> Vec<PublicPair> {
    let mut paragraph = (None, 0);
    let mut all = Vec::new();
    for segment in &found.comparison.segments {
        let number = segment.article;
        paragraph = (Some(number), if paragraph.0 == Some(number) { paragraph.1 + 1 } else { 1 });
        let findings: Vec<&Finding> =
            found.comparison.findings.iter().filter(|one| one.place == segment.place).collect();
        let place = match (number.value, paragraph.1) {
            (0, _) => lang.t("bilingual.whole"),
            (_, 1) => article(lang, number),
            (_, n) => format!("{} ({n})", article(lang, number)),
        };
        let (zh, english) = bits(found, segment, &findings);
        all.push(PublicPair {
            id: anchor(number, paragraph.1),
            place,
            change: found.changes.get(&number).map(|change| changed(lang, *change)),
            zh,
            english,
            odd: findings.iter().map(|one| odd(lang, one)).collect(),
        });
    }
    all
}

/// What does not agree, in a sentence.
fn odd(lang: Lang, finding: &Finding) -> String {
    let values = [("zh", finding.chinese.clone()), ("en", finding.english.clone())];
    lang.with(&format!("bilingual.difference.{}", finding.says.code()), &values)
}

/// The words of a piece with their marks.
fn bits(found: &Bilingual, segment: &Segment, findings: &[&Finding]) -> (Vec<PublicBit>, Vec<PublicBit>) {
    let zh = found.source.get(segment.zh.clone()).unwrap_or_default();
    let en = found.english.get(segment.en.clone()).unwrap_or_default();
    let (ours, theirs) = found.glossary.places(zh, en);
    let inside = |whole: &Range<usize>, span: &Range<usize>| {
        // What is said of the whole piece marks no words of it.
        (span != whole && span.start >= whole.start && span.end <= whole.end && span.start < span.end)
            .then(|| span.start - whole.start..span.end - whole.start)
    };
    let odd_zh = findings.iter().filter_map(|one| inside(&segment.zh, &one.zh_span)).collect();
    let odd_en = findings.iter().filter_map(|one| inside(&segment.en, &one.en_span)).collect();
    (marked(zh, odd_zh, ours), marked(en, odd_en, theirs))
}

/// A text in runs: where marks meet, the difference wins over the term.
fn marked(text: &str, odd: Vec<Range<usize>>, terms: Vec<Range<usize>>) -> Vec<PublicBit> {
    let mut spans: Vec<(Range<usize>, BitMark)> = Vec::new();
    let all = odd.into_iter().map(|span| (span, BitMark::Odd));
    for (span, mark) in all.chain(terms.into_iter().map(|span| (span, BitMark::Term))) {
        if spans.iter().all(|(one, _)| one.end <= span.start || span.end <= one.start) {
            spans.push((span, mark));
        }
    }
    spans.sort_by_key(|(span, _)| span.start);
    let mut bits = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, mark| {
        let text = text.get(range).unwrap_or_default();
        if !text.is_empty() {
            bits.push(PublicBit { text: text.to_owned(), mark });
        }
    };
    for (span, mark) in spans {
        push(at..span.start, BitMark::Plain);
        push(span.clone(), mark);
        at = span.end;
    }
    push(at..text.len(), BitMark::Plain);
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_marks_and_nothing_of_it_is_lost() {
        let text = "应当缴纳三万元罚款。";
        let figure = text.find("三").unwrap_or(0);
        let sum = figure..figure + "三万元".len();
        let odd = vec![sum];
        let terms = vec![figure..figure + "三万元罚款".len(), 0.."应当".len()];
        let bits = marked(text, odd, terms);
        let told: Vec<(&str, BitMark)> = bits.iter().map(|bit| (bit.text.as_str(), bit.mark)).collect();
        assert_eq!(
            told,
            [
                ("应当", BitMark::Term),
                ("缴纳", BitMark::Plain),
                ("三万元", BitMark::Odd),
                ("罚款。", BitMark::Plain)
            ]
        );
        assert!(marked("", Vec::new(), Vec::new()).is_empty());
        // A place that does not lie between characters marks nothing and stops nothing.
        let within = 1..2;
        assert_eq!(marked("应当", vec![within], Vec::new()).len(), 0);
    }
}
