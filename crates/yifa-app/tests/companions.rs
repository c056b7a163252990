//! A city's own `review.toml`, `completeness.toml` and `translation.toml` take the place of the national ones.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

use yifa_app::definitions::{companion_faults, embedded};
use yifa_app::review::settings;
use yifa_kernel::definition::{Registry, Source, compile};

/// The national definitions with one file of the city's own.
fn with(file: &str, from: &str, to: &str) -> Registry {
    let national = embedded();
    let carried = national.iter().find(|source| source.path == file).unwrap();
    assert!(carried.text.contains(from), "{file} has no {from}");
    let own = Source { path: file.to_owned(), text: carried.text.replace(from, to) };
    compile(&national.into_iter().chain([own]).collect::<Vec<_>>()).unwrap()
}

#[test]
fn a_city_s_own_parameters_are_gone_by() {
    let years = |registry: &Registry| {
        let settings = settings(registry).unwrap();
        settings.parameters(registry.calendar()).longest_term_years.map(|years| years.value)
    };
    assert_eq!(years(&compile(&embedded()).unwrap()), Some(5));
    let own = with("review.toml", "longest_years = 5", "longest_years = 3");
    assert_eq!((years(&own), companion_faults(&own)), (Some(3), vec![]));
    assert_eq!(years(&compile(&embedded()).unwrap()), Some(5), "one city's file is not another's");
}

#[test]
fn a_slip_in_each_file_is_told_by_its_name() {
    for (file, from, to) in [
        ("review.toml", "longest_years", "longest_yeers"),
        ("review.toml", "\"published_on\"", "\"no_such\""),
        ("review.toml", "\"lapsed_on\"", "\"no_such\""),
        ("completeness.toml", "\"doc_no\"", "\"no_such\""),
        ("completeness.toml", "[grace]", "[graze]"),
        ("translation.toml", "[terms]", "[turms]"),
        ("remedy.toml", "fills =", "filled ="),
        ("remedy.toml", "page = \"penalty-decision\"", "page = \"no-such\""),
        ("remedy.toml", "limit = \"reconsideration\"", "limit = \"no-such\""),
        ("remedy.toml", "action = \"file\"", "action = \"accept\""),
        ("remedy.toml", "act_kind = \"=penalty\"", "act_kind = \"=no_such\""),
        ("remedy.toml", "known_on = \"decision_served_on\"", "known_on = \"no_such\""),
        ("remedy.toml", "act_no = \"number\"", "acted_on = \"number\""),
    ] {
        let faults = companion_faults(&with(file, from, to));
        let [(named, why)] = &faults[..] else { panic!("{file} {to}: {faults:?}") };
        assert!(*named == file && why.contains(file), "{why}");
    }
}

#[test]
fn any_other_file_is_still_defined_once() {
    let mut sources = embedded();
    let roles = sources.iter().find(|source| source.path == "roles.toml").unwrap().clone();
    sources.push(roles);
    assert!(compile(&sources).unwrap_err().render().contains("D0104"));
}
