use super::*;
use crate::citation;
use crate::docnumber::{DocumentNumber, parse};
use crate::place::{ArticleNumber, Place};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn version(title: &str, promulgated: Date, in_force_from: Option<Date>) -> VersionFacts {
    VersionFacts {
        title: title.to_owned(),
        number: None,
        promulgated,
        published_on: Some(promulgated),
        in_force_from,
        valid_until: None,
        article_count: Some(86),
        articles: Vec::new(),
    }
}

fn facts(id: &str, versions: Vec<VersionFacts>) -> InstrumentFacts {
    let id = InstrumentId::new(id).unwrap();
    InstrumentFacts { id, rank: Rank::Law, maker: None, aliases: Vec::new(), versions, ended: None }
}

fn fact(place: Place, figures: &[&str]) -> ArticleFact {
    let figures = figures.iter().map(|figure| Figure::parse(figure).unwrap()).collect();
    ArticleFact { place, gist: "gist".to_owned(), figures }
}

fn number(text: &str) -> DocumentNumber {
    parse(text).unwrap().number
}

const OLD: Date = date(2017, 9, 1);
const NEW: Date = date(2021, 1, 22);

fn two_versions() -> InstrumentFacts {
    facts(
        "a-law",
        vec![version("某法", NEW, Some(date(2021, 7, 15))), version("某法", OLD, Some(date(2018, 1, 1)))],
    )
}

#[test]
fn status_changes_with_the_day() {
    let ended = Some(Ending {
        kind: EndingKind::Repealed,
        from: date(2030, 1, 1),
        by: Some("新法".to_owned()),
        place: None,
    });
    let law = Instrument::new(InstrumentFacts { ended, ..two_versions() }).unwrap();
    let old = law.version_of(OLD).unwrap();
    assert_eq!(law.status_on(date(2017, 12, 31)), Status::NotYetInForce { from: Some(date(2018, 1, 1)) });
    assert_eq!(law.status_on(date(2018, 1, 1)), Status::InForce);
    assert_eq!(law.version_on(date(2021, 7, 14)), Some(old));
    assert_eq!(law.version_on(date(2021, 7, 15)).unwrap().facts().promulgated, NEW);
    assert_eq!(law.status_of(old, date(2021, 7, 15)), Status::Superseded { since: date(2021, 7, 15) });
    assert_eq!(law.status_on(date(2030, 1, 1)), Status::Repealed { since: date(2030, 1, 1) });
    assert_eq!(law.version_on(date(2030, 1, 1)), None);
    assert_eq!(law.status_of(old, date(2030, 1, 1)), Status::Superseded { since: date(2021, 7, 15) });
}

#[test]
fn a_term_ends_and_an_unpublished_document_is_no_basis() {
    let mut term = version("某办法", OLD, Some(OLD));
    term.valid_until = Some(date(2019, 8, 31));
    let document = Instrument::new(facts("d", vec![term.clone()])).unwrap();
    assert_eq!(document.status_on(date(2019, 8, 31)), Status::InForce);
    assert_eq!(document.status_on(date(2019, 9, 1)), Status::Lapsed { since: date(2019, 9, 1) });
    term.published_on = None;
    let unpublished = Instrument::new(facts("d", vec![term])).unwrap();
    assert_eq!(unpublished.status_on(date(2019, 1, 1)), Status::Unpublished);
    assert_eq!(unpublished.version_on(date(2019, 1, 1)), None);
}

#[test]
fn an_amendment_whose_day_is_not_known_is_never_in_force() {
    let law = Instrument::new(facts("x", vec![version("某法", OLD, Some(OLD)), version("某法", NEW, None)]))
        .unwrap();
    assert_eq!(law.version_on(date(2026, 1, 1)).unwrap().facts().promulgated, OLD);
    assert_eq!(law.status_of(&law.versions()[1], date(2026, 1, 1)), Status::NotYetInForce { from: None });
}

#[test]
fn faulty_facts_are_refused() {
    let fault = |versions| Instrument::new(facts("x", versions)).unwrap_err();
    let plain = || version("某法", OLD, Some(OLD));
    assert_eq!(fault(vec![]), InstrumentFault::NoVersion);
    assert_eq!(fault(vec![version("《》", OLD, Some(OLD))]), InstrumentFault::EmptyName);
    assert_eq!(fault(vec![plain(), plain()]), InstrumentFault::SameDay(OLD));
    assert_eq!(fault(vec![plain(), version("某法", NEW, Some(OLD))]), InstrumentFault::SameDay(OLD));
    assert_eq!(
        fault(vec![plain(), version("某法", NEW, Some(date(2001, 1, 1)))]),
        InstrumentFault::VersionOrder(NEW)
    );
    assert_eq!(
        fault(vec![version("某法", OLD, None), version("某法", NEW, Some(NEW))]),
        InstrumentFault::NoEffect(OLD)
    );
    let ends = VersionFacts { valid_until: Some(date(2000, 1, 1)), ..plain() };
    assert_eq!(fault(vec![ends]), InstrumentFault::EndsBeforeEffect(date(2000, 1, 1)));
    let beyond = Place::article(ArticleNumber::new(87));
    let with = |articles| vec![VersionFacts { articles, ..plain() }];
    assert_eq!(fault(with(vec![fact(beyond, &[])])), InstrumentFault::NoSuchArticle(beyond));
    let first = Place::article(ArticleNumber::new(1));
    assert_eq!(
        fault(with(vec![fact(first, &[]), fact(first, &[])])),
        InstrumentFault::RepeatedArticle(first)
    );
    let silent = ArticleFact { gist: " ".to_owned(), ..fact(first, &[]) };
    assert_eq!(fault(with(vec![silent])), InstrumentFault::EmptyGist(first));
    let ended = Some(Ending { kind: EndingKind::Lapsed, from: date(2000, 1, 1), by: None, place: None });
    let early = Instrument::new(InstrumentFacts { ended, ..two_versions() });
    assert_eq!(early.unwrap_err(), InstrumentFault::EndedBeforeEffect(date(2000, 1, 1)));
    let alias = Instrument::new(InstrumentFacts { aliases: vec![String::new()], ..two_versions() });
    assert_eq!(alias.unwrap_err(), InstrumentFault::EmptyName);
}

#[test]
fn effect_before_promulgation_is_a_finding_not_a_fault() {
    let early =
        Instrument::new(facts("x", vec![version("某细则", date(2023, 12, 26), Some(date(2023, 2, 22)))]))
            .unwrap();
    assert!(early.versions()[0].is_retroactive());
    assert_eq!(early.status_on(date(2023, 3, 1)), Status::Unpublished);
}

#[test]
fn articles_are_found_with_their_figures() {
    let article = Place::article(ArticleNumber::new(60));
    let item = Place { item: Some(1), ..Place::article(ArticleNumber::new(64)) };
    let articles = vec![fact(article, &["九十日"]), fact(item, &["五日"])];
    let law = Instrument::new(facts("x", vec![VersionFacts { articles, ..version("某法", OLD, Some(OLD)) }]))
        .unwrap();
    let version = &law.versions()[0];
    assert!(version.article(60).unwrap().names(90, "日"));
    assert!(!version.article(60).unwrap().names(90, "个工作日"));
    assert!(version.place(&item).unwrap().names(5, "日"));
    assert_eq!(version.place(&Place::article(ArticleNumber::new(64))), None);
    assert!(version.article(64).is_some());
    assert_eq!(version.has_article(ArticleNumber::new(86)), Existence::Exists);
    assert_eq!(version.has_article(ArticleNumber::new(87)), Existence::Missing);
    assert_eq!(version.has_article(ArticleNumber::inserted(5, 1)), Existence::NotTold);
}

#[test]
fn names_and_numbers_lead_to_instruments() {
    let mut first = version("国家安全法", date(1993, 2, 22), Some(date(1993, 2, 22)));
    first.number = Some(number("国发〔1993〕1号"));
    let ended = Some(Ending { kind: EndingKind::Repealed, from: date(2014, 11, 1), by: None, place: None });
    let old = Instrument::new(InstrumentFacts { ended, ..facts("old", vec![first]) }).unwrap();
    let new =
        Instrument::new(facts("new", vec![version("国家安全法", date(2015, 7, 1), Some(date(2015, 7, 1)))]))
            .unwrap();
    let penalty = version("中华人民共和国刑法", OLD, Some(OLD));
    let penal = Instrument::new(facts("criminal-law", vec![penalty])).unwrap();
    let library = Library::new(vec![old.clone(), new, penal]).unwrap();
    assert!(matches!(library.resolve("国家安全法"), Err(NotResolved::Ambiguous(ids)) if ids.len() == 2));
    let on = |day| library.resolve_on("《国家安全法》", day).map(|found| found.id().as_str());
    assert_eq!((on(date(2000, 1, 1)), on(date(2020, 1, 1))), (Ok("old"), Ok("new")));
    assert!(on(date(2015, 1, 1)).is_err());
    let by = |text: &str| {
        let citation = citation::parse(text).unwrap();
        library.resolve_reference(&citation.instrument.unwrap()).unwrap().map(|found| found.id().to_string())
    };
    assert_eq!(by("国发[1993]1号"), Ok("old".to_owned()));
    assert_eq!(by("刑法第十二条"), Ok("criminal-law".to_owned()));
    assert_eq!(by("《刑法（试行）》"), Ok("criminal-law".to_owned()));
    assert_eq!(by("《民法》"), Err(NotResolved::Unknown));
    assert!(matches!(Library::new(vec![old.clone(), old]), Err(LibraryFault::RepeatedId(_))));
}

#[test]
fn ranks_have_words_and_an_order() {
    assert_eq!("city-rule".parse(), Ok(Rank::CityRule));
    assert_eq!("法律".parse(), Ok(Rank::Law));
    assert_eq!("notice".parse::<Rank>(), Err(()));
    assert_eq!(Rank::CityRule.against(Rank::CityRegulation), Order::Lower);
    assert_eq!(Rank::ProvincialRule.against(Rank::CityRegulation), Order::Undecided);
    assert_eq!(Rank::Law.against(Rank::Law), Order::Equal);
    assert!(!Rank::InternalDocument.binds_the_public() && !Rank::NormativeDocument.is_legislation());
}

proptest! {
    #[test]
    fn a_title_is_normalised_once(title in "([《》〈〉（）()<>某法中华人民共和国 2021年修订试行]|\\PC){0,20}") {
        let once = normalise_title(&title);
        if !once.contains(['〈', '（']) {
            prop_assert_eq!(normalise_title(&once), once);
        }
    }

    #[test]
    fn at_most_one_version_is_in_force(day in 0i32..6000) {
        let law = Instrument::new(two_versions()).unwrap();
        let on = date(2015, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        let alive = law.versions().iter().filter(|version| law.status_of(version, on) == Status::InForce).count();
        prop_assert_eq!(alive, usize::from(law.status_on(on) == Status::InForce));
    }
}

#[test]
fn a_word_for_a_kind_counts_where_it_names_one() {
    use crate::citation::find;
    use crate::instrument::names_instrument;
    let all: std::collections::BTreeSet<_> = KINDS.iter().map(|(kind, _)| kind).collect();
    assert_eq!(all.len(), KINDS.len());
    // A longer word stands before the one that it ends with.
    for (at, (kind, _)) in KINDS.iter().enumerate() {
        let mut before = KINDS[..at].iter().map(|(before, _)| *before);
        assert_eq!(before.find(|before| kind.ends_with(before)), None, "{kind}");
    }
    assert!(names_instrument("某市裁量基准") && names_instrument("甲清单"));
    assert!(!names_instrument("旅客须知"));
    assert!(find("落实“十条措施”第三条").is_empty() && !find("落实“甲条例”第三条").is_empty());
}
