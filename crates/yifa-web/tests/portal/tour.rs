//! The guided tour: only a demonstration has one; each of its steps has words and something behind it.

use std::sync::Arc;

use yifa_app::demo::Progress;
use yifa_app::demo::tour::Tour;
use yifa_web::face::Lang;
use yifa_web::server::{PUBLIC_RATE, Server, router};

use super::{CITY, RUNTIME, Visitor};

fn visitor(demo: bool) -> Visitor {
    Visitor(router(Server {
        city: CITY.0.clone(),
        name: "云江市".into(),
        demo: demo.then(|| Arc::new(Progress::default())),
        address: "http://yifa.test".into(),
        secure: false,
        api_rate: None,
        public_rate: PUBLIC_RATE,
        sign_on: None,
    }))
}

#[test]
fn every_role_and_step_has_its_words_in_each_language() {
    for lang in Lang::ALL {
        for role in &Tour::of_demo().roles {
            for key in ["title", "lead"].map(|end| format!("tour.role.{}.{end}", role.id)) {
                assert!(lang.knows(&key), "{lang:?} {key}");
            }
            for step in &role.steps {
                for end in ["title", "do", "see"] {
                    let key = format!("tour.step.{}.{}.{end}", role.id, step.id);
                    assert!(lang.knows(&key), "{lang:?} {key}");
                }
            }
        }
    }
}

#[test]
fn every_step_finds_its_matter_in_the_small_city() {
    RUNTIME.block_on(async {
        for role in &Tour::of_demo().roles {
            let found = role.walk(&CITY.0).await.expect("the city answers");
            assert!(found.len() >= 4, "{} shows only {found:?}", role.id);
            assert!(found.iter().all(|one| !one.address.contains('{')), "{found:?}");
        }
    });
}

#[test]
fn the_sign_in_page_leads_to_the_tour_and_each_role_opens() {
    let visitor = visitor(true);
    assert!(visitor.get("/sign-in").text.contains("href=\"/tour\""));
    let all = visitor.get("/tour");
    assert_eq!(all.status, 200);
    for role in &Tour::of_demo().roles {
        assert!(all.text.contains(&format!("href=\"/tour/{}\"", role.id)), "{}", role.id);
        let page = visitor.get(&format!("/tour/{}", role.id));
        assert_eq!(page.status, 200, "{}", role.id);
        // Who needs an account signs in with the step; who needs none follows a link.
        assert_eq!(page.text.contains("action=\"/sign-in\""), role.account.is_some(), "{}", role.id);
    }
}

#[test]
fn a_citizen_follows_every_step_without_an_account() {
    let visitor = visitor(true);
    let page = visitor.get_in("en", "/tour/citizen").text;
    let links: Vec<&str> =
        page.split("<a class=\"button\" href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.len() >= 4, "{page}");
    for link in links {
        assert_eq!(visitor.get(link).status, 200, "{link}");
    }
}

#[test]
fn another_city_has_no_tour() {
    let visitor = visitor(false);
    assert!(!visitor.get("/sign-in").text.contains("/tour"));
    for path in ["/tour", "/tour/head"] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text.contains("yifa-demo-2026"));
    }
}

#[test]
fn a_role_that_there_is_not_has_no_page() {
    for path in ["/tour/mayor", "/tour/%3Cb%3E", "/tour/head/decide"] {
        assert_eq!(visitor(true).get(path).status, 404, "{path}");
    }
}

#[test]
fn a_step_signs_in_only_with_the_proof_of_our_page() {
    let answer = visitor(true).post(
        "/sign-in",
        &[("name", "head-urban"), ("password", "yifa-demo-2026"), ("back", "/figures"), ("csrf", "guessed")],
    );
    assert_eq!(answer.status, 401);
}
