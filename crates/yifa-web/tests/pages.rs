//! Every sample page in three languages, held against what a page must be: a title, labels, headings in
//! order, ids once, nothing inline, no word of another language's script, no missing text.

mod html;

use std::collections::BTreeSet;

use html::{Piece, pieces};
use yifa_web::face::{Lang, keys};
use yifa_web::samples;

/// Each sample: where it is, its language and its markup.
fn pages() -> Vec<(String, Lang, String)> {
    let render = |lang: Lang| {
        samples::all(lang).into_iter().map(move |(name, page)| {
            let at = format!("{name}.{}", lang.code());
            let page = page.unwrap_or_else(|e| panic!("{at}: {e}"));
            (at, lang, page)
        })
    };
    Lang::ALL.into_iter().flat_map(render).collect()
}

#[test]
fn each_page_says_its_language_and_has_a_title() {
    for (at, lang, page) in pages() {
        assert!(page.contains(&format!("<html lang=\"{}\">", lang.code())), "{at}");
        let title = page.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap_or_default();
        assert!(title.split('·').all(|part| !part.trim().is_empty()), "{at}: title {title:?}");
        assert_eq!(page.matches("<main ").count(), 1, "{at}");
    }
}

#[test]
fn ids_are_unique_and_every_reference_has_its_id() {
    for (at, _, page) in pages() {
        let mut ids = BTreeSet::new();
        let mut wanted = Vec::new();
        for piece in pieces(&page) {
            let Piece::Open(tag) = piece else { continue };
            if let Some(id) = tag.get("id") {
                assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{at}: id {id:?}");
                assert!(ids.insert(id.to_owned()), "{at}: id {id} twice");
            }
            for name in ["for", "aria-labelledby", "aria-describedby", "list"] {
                wanted.extend(tag.get(name).into_iter().flat_map(str::split_whitespace).map(str::to_owned));
            }
            if let Some(anchor) = tag.get("href").and_then(|h| h.strip_prefix('#')) {
                wanted.push(anchor.to_owned());
            }
        }
        for id in wanted {
            assert!(ids.contains(&id), "{at}: nothing has the id {id}");
        }
    }
}

#[test]
fn every_input_has_a_label_and_every_button_and_link_a_name() {
    for (at, _, page) in pages() {
        let all = pieces(&page);
        let labelled: BTreeSet<_> =
            all.iter().filter_map(|p| p.open("label")).filter_map(|t| t.get("for")).collect();
        for (n, piece) in all.iter().enumerate() {
            let Piece::Open(tag) = piece else { continue };
            let input =
                matches!(tag.name, "input" | "select" | "textarea") && tag.get("type") != Some("hidden");
            if input {
                let named =
                    tag.get("id").is_some_and(|id| labelled.contains(id)) || tag.get("aria-label").is_some();
                assert!(named, "{at}: {} {:?} has no label", tag.name, tag.get("name"));
            }
            if matches!(
                tag.name,
                "a" | "button" | "summary" | "th" | "h1" | "h2" | "h3" | "h4" | "legend" | "label"
            ) {
                assert!(
                    !html::text_within(&all, n).trim().is_empty(),
                    "{at}: empty {} {:?}",
                    tag.name,
                    tag.get("id")
                );
            }
        }
    }
}

#[test]
fn headings_begin_with_one_h1_and_skip_no_level() {
    for (at, _, page) in pages() {
        let levels: Vec<u8> = pieces(&page)
            .iter()
            .filter_map(|p| match p {
                Piece::Open(tag) => {
                    tag.name.strip_prefix('h').and_then(|n| n.parse().ok()).filter(|n| (1..=6).contains(n))
                }
                Piece::Close(_) | Piece::Text(_) => None,
            })
            .collect();
        assert_eq!(levels.first(), Some(&1), "{at}: {levels:?}");
        assert_eq!(levels.iter().filter(|l| **l == 1).count(), 1, "{at}: {levels:?}");
        assert!(levels.windows(2).all(|w| w[1] <= w[0] + 1), "{at}: {levels:?}");
    }
}

#[test]
fn nothing_is_inline_and_every_tag_is_closed() {
    for (at, _, page) in pages() {
        let mut open: Vec<&str> = Vec::new();
        for piece in pieces(&page) {
            match piece {
                Piece::Open(tag) => {
                    for (name, value) in &tag.attributes {
                        assert!(!name.starts_with("on") && *name != "style", "{at}: {}[{name}]", tag.name);
                        assert!(!value.trim_start().starts_with("javascript:"), "{at}: {value}");
                    }
                    assert!(tag.name != "style", "{at}");
                    if tag.name == "script" {
                        assert!(tag.get("src").is_some(), "{at}: inline script");
                    }
                    if !tag.closes_itself {
                        open.push(tag.name);
                    }
                }
                Piece::Close(name) => {
                    assert_eq!(open.pop(), Some(name), "{at}: </{name}> closes another tag")
                }
                Piece::Text(_) => {}
            }
        }
        assert!(open.is_empty(), "{at}: {open:?} stay open");
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (at, _, page) in pages() {
        for form in page.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if form.contains("method=\"post\"") {
                assert!(form.contains("name=\"csrf\""), "{at}: a form without token");
            }
        }
    }
}

#[test]
fn no_page_shows_a_key_or_an_unfilled_place() {
    let all: BTreeSet<&str> = keys(Lang::En).map(|(key, _)| key).collect();
    let areas: BTreeSet<&str> = all.iter().filter_map(|k| k.split('.').next()).collect();
    for (at, _, page) in pages() {
        let all = pieces(&page);
        for (n, piece) in all.iter().enumerate() {
            let Piece::Text(text) = piece else { continue };
            // A definition's own names may begin like one of ours.
            if html::is_within(&all, n, "code") {
                continue;
            }
            for word in text.split_whitespace() {
                let looks_like_key = word.split_once('.').is_some_and(|(area, rest)| {
                    areas.contains(area)
                        && !rest.is_empty()
                        && rest.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c))
                });
                assert!(!looks_like_key, "{at}: {word}");
            }
            assert!(
                !text.contains("{n}") && !text.contains("{day}") && !text.contains("{name}"),
                "{at}: {text}"
            );
        }
    }
}

#[test]
fn every_key_in_a_template_or_type_has_a_text() {
    fn walk(folder: &std::path::Path, texts: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, texts);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
                texts.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let known: BTreeSet<&str> = keys(Lang::En).map(|(key, _)| key).collect();
    let mut texts = Vec::new();
    walk(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut texts);
    let mut used = BTreeSet::new();
    for (file, text) in &texts {
        for (call, plural) in [(".t(\"", false), (".t1(\"", false), (".t2(\"", false), (".many(\"", true)] {
            for key in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                let full = if plural { format!("{key}.other") } else { key.to_owned() };
                assert!(known.contains(full.as_str()), "{file}: no text for {key}");
                used.insert(key.to_owned());
            }
        }
    }
    let everything: String = texts.into_iter().map(|(_, text)| text).collect();
    // Keys that are put together: a literal that breaks off at a place stands for everything it begins.
    let made_up: Vec<&str> = everything
        .split('"')
        .filter_map(|text| text.split_once('{').map(|(start, _)| start))
        .filter(|start| {
            start.ends_with('.') && start.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c))
        })
        .collect();
    let unused: Vec<&str> = known
        .into_iter()
        .filter(|key| {
            let key = key.trim_end_matches(".one").trim_end_matches(".other");
            let mentioned = used.contains(key) || everything.contains(&format!("\"{key}\""));
            !mentioned && !made_up.iter().any(|start| key.starts_with(start))
        })
        .collect();
    assert!(unused.is_empty(), "used nowhere: {unused:?}");
}

#[test]
fn a_page_in_traditional_chinese_has_no_simplified_character() {
    for (at, lang, page) in pages() {
        if lang != Lang::ZhHant {
            continue;
        }
        let all = pieces(&page);
        for (n, piece) in all.iter().enumerate() {
            let Piece::Text(text) = piece else { continue };
            // What a person typed, and the languages' own names, stay as they are.
            if html::is_within(&all, n, "textarea") || text.trim() == "简体" {
                continue;
            }
            assert_eq!(Lang::ZhHant.write(text), *text, "{at}");
        }
    }
}

#[test]
fn a_page_in_english_has_no_chinese_outside_the_records() {
    // Citations, numbers, certificates and names are records and stay Chinese.
    let record = |text: &str| {
        text.contains(['《', '〔'])
            || text.contains("第")
            || samples::RECORDS.iter().any(|r| text.contains(r))
    };
    for (at, lang, page) in pages() {
        if lang != Lang::En {
            continue;
        }
        let all = pieces(&page);
        for (n, piece) in all.iter().enumerate() {
            let Piece::Text(text) = piece else { continue };
            if html::is_marked_chinese(&all, n) {
                continue;
            }
            let chinese = text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
            assert!(!chinese || record(text) || ["简体", "繁體"].contains(&text.trim()), "{at}: {text}");
        }
    }
}
