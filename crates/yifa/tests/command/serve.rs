//! `yifa serve`: nothing acknowledged is lost however it ends, it says why it cannot start, and several may serve one city
//! on PostgreSQL.

use std::collections::BTreeSet;
use std::net::TcpListener;

use crate::place::{City, NOMINATE, Server, Visitor, nomination};
use crate::postgres::fresh_schema;
use crate::support::yifa;

/// What was opened by hand: the law itself opens the duties of the year.
fn matters(city: &City) -> BTreeSet<String> {
    let rows = city.run(&["export", "matters", "--procedure", "rule-evaluation"]);
    let id = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["matter"].as_str().unwrap().to_owned()
    };
    rows.out.lines().map(id).collect()
}

/// Killed while it answers, again and again: whatever was acknowledged over HTTP is there, and the chain is whole.
fn killed_again_and_again(city: &City) {
    let mut acknowledged = BTreeSet::new();
    for round in 0..3 {
        let server = city.serve();
        let mut visitor = Visitor::signed_in(&server.address, "legal");
        let token = visitor.token();
        let (tell, told) = std::sync::mpsc::channel();
        let writing = std::thread::spawn(move || {
            let all = (0..).map_while(|number| visitor.open(&token, &format!("{round}-{number}")));
            all.for_each(|matter| drop(tell.send(matter)));
        });
        acknowledged.extend(told.iter().take(3 + round));
        server.kill();
        // What was still answered on its way counts too.
        acknowledged.extend(told.iter());
        writing.join().unwrap();
        let there = matters(city);
        assert!(acknowledged.is_subset(&there), "{:?} are lost", acknowledged.difference(&there));
    }
    assert!(acknowledged.len() >= 12, "{}", acknowledged.len());
    let verified = city.run(&["verify", "--json"]);
    assert_eq!(verified.code, Some(0), "{}", verified.out);
}

#[test]
fn what_was_acknowledged_over_http_survives_a_killed_server_on_sqlite() {
    killed_again_and_again(&City::new(None));
}

#[test]
fn what_was_acknowledged_over_http_survives_a_killed_server_on_postgres() {
    killed_again_and_again(&City::new(Some(&fresh_schema())));
}

#[test]
fn two_servers_serve_one_city_on_postgres() {
    let city = City::new(Some(&fresh_schema()));
    let (one, two) = (city.serve(), city.serve());
    let mut here = Visitor::signed_in(&one.address, "legal");
    let mut there = here.at(&two.address);
    // One session, one log: both write at once, each matter and each number once.
    let (token, other) = (here.token(), there.token());
    let writing = std::thread::spawn(move || {
        (0..8).filter_map(|n| there.open(&other, &format!("b{n}"))).collect::<Vec<_>>()
    });
    let mut opened: BTreeSet<String> = (0..8).filter_map(|n| here.open(&token, &format!("a{n}"))).collect();
    opened.extend(writing.join().unwrap());
    assert_eq!(opened.len(), 16);
    assert_eq!(matters(&city), opened);
    for matter in &opened {
        let page = here.at(&two.address).get(&format!("/matters/{matter}"));
        assert!(page.contains(matter.as_str()) && !page.contains("/sign-in?"), "{matter}");
    }
    // The same form sent to both is one matter.
    let mut there = here.at(&two.address);
    assert_eq!(here.open(&token, "same"), there.open(&token, "same"));
    assert_eq!(matters(&city).len(), 17);
    assert_eq!((one.stop(), two.stop()), (Some(0), Some(0)));
    assert_eq!(city.run(&["verify"]).code, Some(0));
}

#[test]
fn a_server_says_why_it_cannot_start_and_stops_when_told() {
    let city = City::new(None);
    let server = city.serve();
    let path = city.path();
    let second = yifa(["serve", "--city", &path, "--listen", "127.0.0.1:0"]);
    second.assert_failed(3);
    assert!(second.err.contains("another process serves"), "{}", second.err);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken_at = taken.local_addr().unwrap().to_string();
    let store = format!("sqlite:{}", city.file("other.sqlite").display());
    let refused = yifa(["serve", "--city", &path, "--store", &store, "--listen", &taken_at]);
    refused.assert_failed(3);
    assert!(
        refused.err.contains("listens there already") && refused.err.contains(&taken_at),
        "{}",
        refused.err
    );
    assert!(!city.file("other.sqlite").exists(), "nothing is made for a server that cannot listen");
    // Other commands work beside a server.
    assert_eq!(city.run(&["report", "--json"]).code, Some(0));
    assert_eq!(server.stop(), Some(0));
    let again = city.serve();
    assert!(Visitor::signed_in(&again.address, "root").get("/").len() > 500);
}

#[test]
fn a_store_that_cannot_be_written_is_told_and_nothing_is_lost() {
    let city = City::new(None);
    let server = city.serve();
    let mut visitor = Visitor::signed_in(&server.address, "legal");
    let token = visitor.token();
    let kept = visitor.open(&token, "first").unwrap();
    assert_eq!(server.stop(), Some(0));
    // Opened for reading only: pages are there, an act is answered with a fault and not with a promise.
    let store = format!("sqlite:{}?mode=ro", city.file("city/yifa.sqlite").display());
    let reading =
        Server::start(&["serve", "--city", &city.path(), "--store", &store, "--listen", "127.0.0.1:0"]);
    let mut again = visitor.at(&reading.address);
    assert!(again.get(&format!("/matters/{kept}")).contains(kept.as_str()));
    let (status, _) = again.post(NOMINATE, &nomination(&token, "second")).unwrap();
    assert!(status >= 500, "{status}");
    assert_eq!(reading.stop(), Some(0));
    assert_eq!(matters(&city), BTreeSet::from([kept]));
}
