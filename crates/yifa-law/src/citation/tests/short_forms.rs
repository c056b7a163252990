//! Short forms against the text that they stand in: 前款, 本条, 该法, abbreviations.

use super::*;

#[test]
fn finds_short_forms() {
    let text = "违反本法第三条、本条例第五条第一款或者前款规定，按照该办法第七条、同条第二款、前两款第二项和本条第三款处理；本法所称、本条例、前款项、同条款、本办法第三章除外。";
    assert_eq!(
        shown(text),
        [
            "本法第三条",
            "本条例第五条第一款",
            "前款",
            "该办法第七条、同条第二款",
            "前两款第二项",
            "本条第三款"
        ]
        .iter()
        .map(|s| s.to_string())
        .collect::<Vec<_>>()
    );
}

#[test]
fn a_short_form_keeps_the_year_of_what_it_stands_for() {
    let mut resolver = Resolver::new();
    let text = "《甲办法》（1995年发布，以下简称《办法》）第一条处理；第二条；《办法》第三条；该办法第四条；《甲办法》第五条；本办法第六条";
    let said: Vec<Option<String>> = find(text)
        .into_iter()
        .map(|citation| resolver.resolve(&citation.unwrap()).unwrap().said.map(|said| said.to_string()))
        .collect();
    let year = Some("1995年公布".to_owned());
    assert_eq!(said, [year.clone(), year.clone(), year.clone(), year, None, None]);
}

#[test]
fn a_place_without_its_article_is_one_of_the_same_instrument() {
    let text = "《甲法》第三条、第八条、同条第二款；同法第五条、同条第一款；《乙条例》；该条例第二款；《甲法》第二款";
    assert_eq!(
        resolve_all(&mut Resolver::new(), text),
        [
            "甲法 第三条,第八条,第八条第二款",
            "甲法 第五条,第五条第一款",
            "乙条例 ",
            "NoPosition",
            "NoPosition"
        ]
    );
}

#[test]
fn a_short_form_looks_past_the_brackets_of_a_title() {
    let mut resolver = Resolver::new();
    assert_eq!(
        resolve_all(&mut resolver, "《乙办法》第一条；《甲办法（试行）》第二条；该办法第三条"),
        ["乙办法 第一条", "甲办法（试行） 第二条", "甲办法（试行） 第三条"]
    );
}

#[test]
fn short_forms_are_resolved_against_the_text() {
    let mut resolver = Resolver::new();
    resolver.stand_at(Place { paragraph: Some(3), ..Place::article(ArticleNumber::new(7)) });
    assert_eq!(
        resolve_all(&mut resolver, "本法第三条；前款；前两款；前条第一款；本条第二款；第一款；第九条"),
        [
            "own 第三条",
            "own 第七条第二款",
            "own 第七条第一款–第七条第二款",
            "own 第六条第一款",
            "own 第七条第二款",
            "own 第七条第一款",
            "own 第九条"
        ]
    );
    assert_eq!(
        resolve_all(
            &mut resolver,
            "《甲条例》（以下简称《甲》）第一条；同条第二款；《乙办法》；该条例第四条；《甲》第八条；该规定第一条"
        ),
        [
            "甲条例 第一条",
            "甲条例 第一条第二款",
            "乙办法 ",
            "甲条例 第四条",
            "甲条例 第八条",
            "NoSuchInstrumentBefore"
        ]
    );
}

#[test]
fn a_short_form_without_context_is_not_guessed() {
    let mut resolver = Resolver::new();
    assert_eq!(resolve_all(&mut resolver, "前款；同条第一款"), ["NoPosition", "NoArticleBefore"]);
    resolver.stand_at(Place { paragraph: Some(1), ..Place::article(ArticleNumber::new(1)) });
    assert_eq!(
        resolve_all(&mut resolver, "前款；前条；前两款"),
        ["NothingBefore", "NothingBefore", "NothingBefore"]
    );
    let mut cited = Resolver::new();
    assert_eq!(resolve_all(&mut cited, "《甲法》第三条处理；第五条"), ["甲法 第三条", "甲法 第五条"]);
}

#[test]
fn a_code_is_a_law_that_a_short_form_may_mean() {
    let text = "依照《国家安全法》第十条，依照《民法典》第九百九十条和该法第九百九十一条。";
    let mut resolver = Resolver::new();
    let found = find(text);
    let titles: Vec<String> = found
        .iter()
        .map(|one| resolver.resolve(one.as_ref().unwrap()).unwrap().title().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(titles, ["国家安全法", "民法典", "民法典"]);
}

#[test]
fn what_speaks_of_its_own_text_is_never_that_of_a_law_cited_before() {
    let text = "依照《甲法》第三条处理。本条第二款除外。前款除外。第三款从其规定。";
    let mut resolver = Resolver::new();
    let resolved: Vec<_> = find(text)
        .into_iter()
        .map(|found| resolver.resolve(&found.unwrap()).map(|one| one.places.len()))
        .collect();
    let unclear = Err(UnresolvedCitation::NoPosition);
    assert_eq!(resolved, [Ok(1), unclear, unclear, Ok(1)]);
}
