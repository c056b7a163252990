//! Owns how articles of the law are named to the reader: as they are written in Chinese, in English by the instrument's
//! English title and the numbers of the place. What has no English title stays as it is written.

use yifa_kernel::definition::{Library, Registry};
use yifa_law::citation::{ArticleStep, Citation, CitedPlace, CitedRange, Step, find};

use crate::face::Lang;

/// Several articles in a row, as lists are written in the reader's language.
pub(crate) fn all(registry: &Registry, lang: Lang, basis: &[String]) -> String {
    let said: Vec<String> = basis.iter().map(|one| named(registry, lang, one)).collect();
    said.join(lang.pick("、", ", "))
}

/// A text that names articles and nothing else.
pub(crate) fn named(registry: &Registry, lang: Lang, text: &str) -> String {
    let english = || match lang {
        Lang::En => in_english(registry.library(), text),
        _ => None,
    };
    english().unwrap_or_else(|| text.to_owned())
}

/// `None` unless every word of it can be said.
fn in_english(library: &Library, text: &str) -> Option<String> {
    let mut said = String::with_capacity(text.len());
    let mut upto = 0;
    for citation in find(text) {
        let citation = citation.ok()?;
        between(&text[upto..citation.span.start], &mut said)?;
        upto = citation.span.end;
        one(library, &citation, &mut said)?;
    }
    between(&text[upto..], &mut said)?;
    (!said.is_empty()).then_some(said)
}

/// What stands between two citations: nothing, or what separates them.
fn between(text: &str, said: &mut String) -> Option<()> {
    match text.trim() {
        "" => Some(()),
        "、" | "，" | "；" | "和" | "," | ";" => {
            said.push_str(", ");
            Some(())
        }
        _ => None,
    }
}

fn one(library: &Library, citation: &Citation, said: &mut String) -> Option<()> {
    if citation.instrument.is_some() {
        let title = citation.title()?;
        said.push_str(&library.all(title).last()?.facts.en);
    }
    for (n, range) in citation.places.iter().enumerate() {
        if n > 0 {
            said.push(',');
        }
        if !said.is_empty() && !said.ends_with(' ') {
            said.push(' ');
        }
        place_range(range, said)?;
    }
    Some(())
}

fn place_range(range: &CitedRange, said: &mut String) -> Option<()> {
    place(&range.from, said)?;
    if let Some(to) = &range.to {
        said.push_str(" to ");
        place(to, said)?;
    }
    Some(())
}

fn place(place: &CitedPlace, said: &mut String) -> Option<()> {
    let ArticleStep::Number(article) = place.article else { return None };
    said.push_str(&format!("art. {}", article.value));
    if article.suffix > 0 {
        said.push_str(&format!("-{}", article.suffix));
    }
    for (step, word) in [(place.paragraph, "para."), (place.item, "item"), (place.subitem, "point")] {
        match step {
            Some(Step::Number(number)) => said.push_str(&format!(" {word} {number}")),
            Some(_) => return None,
            None => {}
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
        yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("the definitions compile")
    });

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    #[test]
    fn an_english_reader_reads_english_articles_and_others_what_is_written() {
        let basis = ["《行政处罚法》第四十二条第一款".to_owned(), "《立法法》第一百零九条第四项".to_owned()];
        let english = all(&REGISTRY, Lang::En, &basis);
        assert!(english.contains("art. 42 para. 1, ") && english.ends_with("art. 109 item 4"), "{english}");
        assert!(!english.chars().any(is_han), "{english}");
        assert_eq!(all(&REGISTRY, Lang::ZhHans, &basis), basis.join("、"));
        let many = named(&REGISTRY, Lang::En, "《行政处罚法》第五十七条、第五十八条第一款至第三款");
        assert!(many.contains("art. 57, art. 58 para. 1 to art. 58 para. 3"), "{many}");
    }

    #[test]
    fn what_cannot_be_said_whole_stays_as_it_is_written() {
        for text in [
            "",
            "《云江市停车管理办法》第三条",
            "《行政处罚法》第二十-条",
            "见《行政处罚法》第三条",
            "市政府规定",
        ] {
            assert_eq!(named(&REGISTRY, Lang::En, text), text);
        }
    }

    #[test]
    fn every_article_that_the_definitions_rest_on_has_english_words() {
        let rests = REGISTRY.procedures().flat_map(|one| one.actions.iter().flat_map(|action| &action.basis));
        let left: Vec<&String> =
            rests.filter(|one| named(&REGISTRY, Lang::En, one).chars().any(is_han)).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
