//! The read tables: lists, counts, clocks, links, disclosures.

use jiff::civil::date;
use serde_json::json;
use yifa_store::{
    ClockQuery, CountBy, Cursor, DisclosureQuery, FigureGroup, Level, Link, MatterOrder, MatterQuery,
    MatterRow, Page, Stand, Standing, Store, StoreError, Unique, ValueFilter, ValueTest, Waiting, WaitsFor,
    Warning,
};

use crate::figures::figures;
use crate::place::Place;
use crate::sample::{append, city, clock, day, disclosure, instant, matter, open_matters, view};

fn numbers(page: &Page<MatterRow>) -> Vec<i64> {
    let mut numbers: Vec<i64> =
        page.rows.iter().filter_map(|row| row.data.whole()["fine_fen"].as_i64()).collect();
    numbers.sort_unstable();
    numbers
}

async fn list(store: &dyn Store, query: &MatterQuery) -> Page<MatterRow> {
    store.matters(&city(), query, MatterOrder::ChangedLast, None, 200).await.unwrap()
}

pub async fn every_filter_finds_its_matters(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 6, |number, row| {
        if number == 1 {
            row.procedure = "license".into();
            row.is_final = true;
        }
        let waiting = |role: &str, path: &str, except: &[&str]| Waiting {
            role: role.into(),
            body_path: path.into(),
            except: except.iter().map(|&person| person.into()).collect(),
        };
        if number == 5 {
            let two = [waiting("officer", "/510100/b1/", &["p1"]), waiting("officer", "/510100/b1/c/", &[])];
            row.waits_for = two.into();
        }
        if number == 6 {
            row.waits_for =
                vec![waiting("officer", "/510100/b1/", &[]), waiting("head", "/510100/b1/", &["p1"])];
        }
        if number == 2 {
            row.state = "decided".into();
            row.body_path = "/510100/510104/b2/".into();
            row.persons = vec!["p2".into(), "p1".into(), "p2".into()];
            row.data = json!({"fine_fen": 2, "kind": {"choice": "noise"}, "heard": true, "place": "一'\"路%",
                "on": {"date": "2026-03-01"}});
        }
        if number == 3 {
            row.body_path = "/510100/5101040/".into();
            row.due_on = Some(day(5));
            row.warning = Warning { notice_on: Some(day(3)), yellow_on: Some(day(6)), red_on: None };
        }
        if number == 4 {
            row.warning = Warning { notice_on: None, yellow_on: None, red_on: Some(day(7)) };
            row.search = "100%_折\\扣 听证".into();
            row.opened_on = day(9);
        }
    })
    .await;
    let all = MatterQuery::default();
    let stand = |procedure: &str, states: &[&str]| Stand {
        procedure: procedure.into(),
        states: states.iter().map(|&state| state.into()).collect(),
    };
    let value = |path: &str, test| MatterQuery {
        values: vec![ValueFilter { path: path.into(), test }],
        ..all.clone()
    };
    type Case = (&'static str, MatterQuery, &'static [i64]);
    let text = |text: &str| MatterQuery { text: Some(text.into()), ..all.clone() };
    let below = |path: &str| MatterQuery { body_path: Some(path.into()), ..all.clone() };
    let level = |level, on| MatterQuery { level: Some((level, on)), ..all.clone() };
    let waits = |role: &str, at: Option<(&str, bool)>, person: &str| MatterQuery {
        waits_for: Some(WaitsFor {
            role: role.into(),
            body_path: at.map(|(path, _)| path.into()),
            below: at.is_some_and(|(_, below)| below),
            person: person.into(),
        }),
        ..all.clone()
    };
    let cases: Vec<Case> = vec![
        ("waits at a body", waits("officer", Some(("/510100/b1/", false)), "p2"), &[5, 6]),
        ("waits, one shut out", waits("officer", Some(("/510100/b1/", false)), "p1"), &[6]),
        ("waits, a name within a name", waits("officer", Some(("/510100/b1/", false)), "p"), &[5, 6]),
        ("waits below, counted once", waits("officer", Some(("/510100/b1/", true)), "p1"), &[5, 6]),
        ("waits below another", waits("officer", Some(("/510100/b1/c/", true)), "p1"), &[5]),
        ("waits above only", waits("officer", Some(("/510100/", false)), "p1"), &[]),
        ("waits anywhere", waits("officer", None, "p1"), &[5, 6]),
        ("waits for another role", waits("head", None, "p2"), &[6]),
        ("waits for a head who may not", waits("head", None, "p1"), &[]),
        ("waits for nobody known", waits("o'fficer\"", None, "p\"1"), &[]),
        ("all", all.clone(), &[1, 2, 3, 4, 5, 6]),
        ("procedure", MatterQuery { procedures: vec!["license".into()], ..all.clone() }, &[1]),
        (
            "procedures",
            MatterQuery {
                procedures: vec!["license".into(), "penalty".into(), "x".into()],
                states: vec!["decided".into()],
                ..all.clone()
            },
            &[2],
        ),
        ("final", MatterQuery { is_final: Some(true), ..all.clone() }, &[1]),
        ("open", MatterQuery { is_final: Some(false), ..all.clone() }, &[2, 3, 4, 5, 6]),
        ("person", MatterQuery { person: Some("p2".into()), ..all.clone() }, &[2]),
        ("subtree", below("/510100/510104/"), &[2]),
        ("city", below("/510100/"), &[1, 2, 3, 4, 5, 6]),
        ("elsewhere", below("/51/"), &[]),
        ("no level", level(Level::None, day(30)), &[1, 2, 3, 4, 5, 6]),
        ("notice before", level(Level::Notice, day(2)), &[]),
        ("notice", level(Level::Notice, day(7)), &[3, 4]),
        ("yellow before", level(Level::Yellow, day(5)), &[]),
        ("yellow", level(Level::Yellow, day(6)), &[3]),
        ("red", level(Level::Red, day(7)), &[4]),
        ("due", MatterQuery { due_by: Some(day(5)), ..all.clone() }, &[3]),
        ("not due", MatterQuery { due_by: Some(day(4)), ..all.clone() }, &[]),
        ("due from", MatterQuery { due_from: Some(day(5)), ..all.clone() }, &[3]),
        ("due after", MatterQuery { due_from: Some(day(6)), ..all.clone() }, &[]),
        ("changed from", MatterQuery { changed_from: Some(instant(5)), ..all.clone() }, &[5, 6]),
        ("changed until", MatterQuery { changed_until: Some(instant(2)), ..all.clone() }, &[1]),
        ("among", MatterQuery { among: Some(vec![matter(2), matter(6), matter(9)]), ..all.clone() }, &[2, 6]),
        ("among none", MatterQuery { among: Some(Vec::new()), ..all.clone() }, &[]),
        (
            "stands",
            MatterQuery {
                stands: vec![stand("license", &["opened", "x"]), stand("penalty", &["decided"])],
                ..all.clone()
            },
            &[1, 2],
        ),
        ("stands nowhere", MatterQuery { stands: vec![stand("penalty", &[])], ..all.clone() }, &[]),
        (
            "stands elsewhere",
            MatterQuery {
                except: vec![stand("license", &["opened", "x"]), stand("penalty", &["decided"])],
                ..all.clone()
            },
            &[3, 4, 5, 6],
        ),
        (
            "nowhere left out",
            MatterQuery { except: vec![stand("-", &[])], ..all.clone() },
            &[1, 2, 3, 4, 5, 6],
        ),
        ("at least", value("fine_fen", ValueTest::AtLeast(6)), &[6]),
        ("at most", value("fine_fen", ValueTest::AtMost(1)), &[1]),
        ("number is no text", value("place", ValueTest::AtLeast(0)), &[]),
        ("is", value("kind.choice", ValueTest::Is(json!("noise"))), &[2]),
        ("yes", value("heard", ValueTest::Is(json!(true))), &[2]),
        ("no", value("heard", ValueTest::Is(json!(false))), &[]),
        ("contains", value("place", ValueTest::Contains("'\"路%".into())), &[2]),
        ("from", value("on.date", ValueTest::From("2026-03-01".into())), &[2]),
        ("until", value("on.date", ValueTest::Until("2026-02-28".into())), &[]),
        ("no such value", value("a.b.c", ValueTest::Is(json!("x"))), &[]),
        ("far due", MatterQuery { due_by: Some(date(9999, 12, 31)), ..all.clone() }, &[3]),
        ("opened from", MatterQuery { opened_from: Some(day(2)), ..all.clone() }, &[4]),
        ("opened until", MatterQuery { opened_until: Some(day(2)), ..all.clone() }, &[1, 2, 3, 5, 6]),
        ("two characters", text("听证"), &[4]),
        ("two words", text(" 占道 案件 "), &[1, 2, 3, 5, 6]),
        ("signs", text("100%_折\\扣"), &[4]),
        ("no wildcard", text("1%0"), &[]),
        ("quote", text("'"), &[]),
    ];
    for (name, query, expected) in cases {
        assert_eq!(numbers(&list(&*store, &query).await), expected, "{name}");
        assert_eq!(store.count_matters(&city(), &query).await.unwrap(), expected.len() as u64, "{name}");
    }
    let row = list(&*store, &MatterQuery { person: Some("p2".into()), ..all }).await.rows.remove(0);
    assert_eq!(row.persons, ["p2", "p1", "p2"]);
    assert_eq!((row.matter, row.seq, row.number.as_deref()), (matter(2), 1, Some("罚-2026-0002")));
    assert_eq!((row.version.as_str(), row.due_on, row.changed_at), ("2021-07-15", None, instant(2)));
}

pub async fn a_list_can_be_walked_in_every_order_while_rows_come_in(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 30, |number, row| {
        // Many share a key, so that the cursor must tell them apart.
        row.changed_at = instant(i64::from(number % 3));
        row.due_on = (number % 4 != 0).then(|| day(1 + (number % 4) as i8));
        row.number = (number % 5 != 0).then(|| format!("号{}", number % 5));
    })
    .await;
    let mut newcomer = 100;
    for order in [MatterOrder::ChangedLast, MatterOrder::DueFirst, MatterOrder::Number] {
        let mut seen: Vec<MatterRow> = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let query = MatterQuery::default();
            let page = store.matters(&city(), &query, order, after.as_ref(), 7).await.unwrap();
            assert!(page.rows.len() <= 7);
            seen.extend(page.rows);
            newcomer += 1;
            store.commit(append(matter(newcomer), 0, Some(view(newcomer)))).await.unwrap();
            match page.next {
                Some(next) => after = Some(Cursor::parse(&next.to_string()).unwrap()),
                None => break,
            }
        }
        let mut ids: Vec<_> = seen.iter().map(|row| row.matter.clone()).collect();
        ids.sort();
        let unique = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), unique, "{order:?}: nothing is seen twice");
        assert!((1..=30).all(|number| ids.contains(&matter(number))), "{order:?}: nothing is left out");
        let sorted = match order {
            MatterOrder::ChangedLast => seen.is_sorted_by(|a, b| a.changed_at >= b.changed_at),
            MatterOrder::DueFirst => {
                seen.is_sorted_by_key(|row| row.due_on.map_or((1, day(1)), |due| (0, due)))
            }
            MatterOrder::Number => seen.is_sorted_by_key(|row| row.number.clone()),
        };
        assert!(sorted, "{order:?}");
    }
}

pub async fn a_list_is_walked_back_over_the_same_pages(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 30, |number, row| {
        row.changed_at = instant(i64::from(number % 3));
        row.due_on = (number % 4 != 0).then(|| day(1 + (number % 4) as i8));
        row.number = (number % 5 != 0).then(|| format!("号{}", number % 5));
    })
    .await;
    let (all, open) =
        (MatterQuery::default(), MatterQuery { is_final: Some(false), ..MatterQuery::default() });
    for query in [&all, &open] {
        for order in [MatterOrder::ChangedLast, MatterOrder::DueFirst, MatterOrder::Number] {
            let ids = |page: &Page<MatterRow>| -> Vec<_> {
                page.rows.iter().map(|row| row.matter.clone()).collect()
            };
            let (mut there, mut after) = (Vec::new(), None);
            let last = loop {
                let page = store.matters(&city(), query, order, after.as_ref(), 7).await.unwrap();
                assert_eq!(page.previous.is_some(), after.is_some(), "{order:?}: the first has none before");
                there.push(ids(&page));
                match page.next.clone() {
                    Some(next) => after = Some(next),
                    None => break page,
                }
            };
            let mut previous = last.previous;
            there.pop();
            while let Some(cursor) = previous {
                let cursor = Cursor::parse(&cursor.to_string()).unwrap();
                let page = store.matters(&city(), query, order, Some(&cursor), 7).await.unwrap();
                assert_eq!(Some(ids(&page)), there.pop(), "{order:?}");
                assert!(page.next.is_some(), "{order:?}: one came from there");
                previous = page.previous;
            }
            assert!(there.is_empty(), "{order:?}: {} pages were not met again", there.len());
            // A way back belongs to its list.
            let back = store.matters(&city(), query, order, after.as_ref(), 7).await.unwrap().previous;
            let other =
                if order == MatterOrder::Number { MatterOrder::DueFirst } else { MatterOrder::Number };
            assert!(store.matters(&city(), query, other, back.as_ref(), 7).await.is_err(), "{order:?}");
        }
    }
}

pub async fn counts_agree_with_lists(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 10, |number, row| {
        row.state = if number % 2 == 0 { "decided" } else { "opened" }.into();
        row.procedure = if number < 4 { "license" } else { "penalty" }.into();
        row.body = format!("b{}", number % 3);
        row.warning.red_on = (number == 1).then(|| day(5));
        row.warning.yellow_on = (number == 2).then(|| day(4));
        row.warning.notice_on = (number <= 3).then(|| day(3));
    })
    .await;
    let count = |query: MatterQuery, by| {
        let store = &store;
        async move { store.count_matters_by(&city(), &query, by, 10).await.unwrap().unwrap() }
    };
    let named = |counts: &[(&str, u64)]| -> Vec<(String, u64)> {
        counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    };
    let all = MatterQuery::default;
    assert_eq!(count(all(), CountBy::State).await, named(&[("decided", 5), ("opened", 5)]));
    assert_eq!(count(all(), CountBy::Procedure).await, named(&[("license", 3), ("penalty", 7)]));
    assert_eq!(count(all(), CountBy::Body).await, named(&[("b0", 3), ("b1", 4), ("b2", 3)]));
    let warned = |level, on| MatterQuery { level: Some((level, on)), is_final: Some(false), ..all() };
    for (level, on, expected) in [
        (Level::Red, day(5), 1),
        (Level::Yellow, day(5), 2),
        (Level::Notice, day(5), 3),
        (Level::Red, day(4), 0),
        (Level::Notice, day(3), 3),
        (Level::Notice, day(2), 0),
    ] {
        let query = warned(level, on);
        let found = store.count_matters_up_to(&city(), &query, 3).await.unwrap();
        assert_eq!(found.whole(), Some(expected), "{level:?} on {on}");
        assert_eq!(list(&*store, &query).await.rows.len() as u64, expected, "{level:?} on {on}");
    }
    let found = store.count_matters_up_to(&city(), &warned(Level::Notice, day(5)), 2).await.unwrap();
    assert_eq!((found.matters, found.more, found.whole()), (2, true, None));
    let late = MatterQuery { opened_from: Some(day(1)), ..all() };
    let place = city();
    let by = |most| store.count_matters_by(&place, &late, CountBy::State, most);
    assert_eq!(by(10).await.unwrap(), Some(named(&[("decided", 5), ("opened", 5)])));
    assert_eq!(by(9).await.unwrap(), None, "more than anybody wants to count");
}

pub async fn the_tally_goes_with_every_change(place: Place) {
    let store = place.open().await;
    let stand = |number: u32, state: &str, body: &str| {
        let mut row = view(number);
        (row.state, row.body, row.body_path) = (state.into(), body.into(), format!("/city/{body}/"));
        row.is_final = state == "closed";
        row
    };
    for number in 1..=6 {
        store.commit(append(matter(number), 0, Some(stand(number, "opened", "b1")))).await.unwrap();
    }
    // Two moves of one matter and one of another, waiting at once.
    let moves =
        [(1, 1, "decided", "b1"), (2, 1, "closed", "b1"), (3, 1, "opened", "b2"), (4, 1, "opened", "b1")];
    let [a, b, c, d] = moves.map(|(number, seq, state, body)| {
        store.commit(append(matter(number), seq, Some(stand(number, state, body))))
    });
    let (a, b, c, d) = tokio::join!(a, b, c, d);
    [a, b, c, d].into_iter().for_each(|one| drop(one.unwrap()));
    store.commit(append(matter(1), 2, Some(stand(1, "closed", "b2")))).await.unwrap();
    // Refused: nobody has moved.
    assert!(store.commit(append(matter(5), 9, Some(stand(5, "closed", "b2")))).await.is_err());
    let agree = async |when: &str| {
        let all = MatterQuery::default();
        let of =
            |body: &str| MatterQuery { body_path: Some(format!("/city/{body}/")), ..MatterQuery::default() };
        let final_ones = MatterQuery { is_final: Some(true), ..MatterQuery::default() };
        for (query, expected) in
            [(all.clone(), 6), (of("b1"), 4), (of("b2"), 2), (final_ones, 2), (of("b"), 0)]
        {
            // Asked for no further than one, and yet whole.
            let counted = store.count_matters_up_to(&city(), &query, 1).await.unwrap().whole();
            assert_eq!(counted, Some(expected), "{when}: {query:?}");
            assert_eq!(list(&*store, &query).await.rows.len() as u64, expected, "{when}: {query:?}");
        }
        let states = store.count_matters_by(&city(), &all, CountBy::State, 1).await.unwrap();
        assert_eq!(states, Some(vec![("closed".to_owned(), 2), ("opened".to_owned(), 4)]), "{when}");
    };
    agree("after the changes").await;
    store.rebuild_begin(&city()).await.unwrap();
    assert_eq!(store.count_matters(&city(), &MatterQuery::default()).await.unwrap(), 0);
    let rows =
        [(1, 3, "closed", "b2"), (2, 2, "closed", "b1"), (3, 2, "opened", "b2"), (4, 2, "opened", "b1")];
    let mut rows: Vec<_> = rows
        .iter()
        .map(|(number, seq, state, body)| (matter(*number), *seq, stand(*number, state, body)))
        .collect();
    rows.extend([5, 6].map(|number| (matter(number), 1, stand(number, "opened", "b1"))));
    // The second time nothing changes; a matter that has moved on is left as it is.
    for _ in 0..2 {
        assert_eq!(store.rebuild_put(&city(), rows.clone()).await.unwrap(), 0);
    }
    assert_eq!(store.rebuild_put(&city(), vec![(matter(1), 1, stand(1, "opened", "b1"))]).await.unwrap(), 1);
    store.rebuild_finish(&city()).await.unwrap();
    agree("made again").await;
}

pub async fn a_matter_is_found_by_id_number_and_unique_value(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 3, |number, row| {
        row.number = (number > 1).then(|| "罚-1".to_owned());
        row.uniques = vec![Unique { field: "code".into(), value: format!("v{number}") }];
    })
    .await;
    let ids = [matter(3), matter(1), matter(9)];
    let rows = store.matter_rows(&city(), &ids).await.unwrap();
    assert_eq!(rows.iter().map(|row| &row.matter).collect::<Vec<_>>(), [&matter(1), &matter(3)]);
    assert_eq!(rows[0].number, None);
    assert_eq!(store.matters_by_number(&city(), "罚-1").await.unwrap().len(), 2);
    assert!(store.matters_by_number(&city(), "").await.unwrap().is_empty());
    assert!(store.matters_by_number(&city(), "罚-2").await.unwrap().is_empty());
    let found = store.matter_by_unique(&city(), "penalty", "code", "v2").await.unwrap();
    assert_eq!(found, Some(matter(2)));
    assert_eq!(store.matter_by_unique(&city(), "license", "code", "v2").await.unwrap(), None);
}

pub async fn clocks_come_in_the_order_of_their_last_day(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 4, |number, row| {
        let due = day(number as i8 * 2);
        let mut rolled = clock("decide", Some(due));
        rolled.rolled_on = Some(day(number as i8 * 2 + 1));
        let mut done = clock("open", Some(due));
        done.done_on = Some(day(1));
        let mut hours = clock("hours", None);
        hours.due_at = Some(instant(60));
        row.clocks = vec![rolled, done, hours];
        row.body_path = if number == 2 { "/510100/b2/".into() } else { "/510100/b1/".into() };
    })
    .await;
    let query = ClockQuery { from: day(3), until: day(7), body_path: None, kind: None };
    let first = store.clocks_due(&city(), &query, None, 2).await.unwrap();
    let days = |page: &Page<yifa_store::ClockRow>| {
        page.rows.iter().map(|row| row.clock.rolled_on.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(days(&first), [day(3), day(5)]);
    let second = store.clocks_due(&city(), &query, first.next.as_ref(), 2).await.unwrap();
    assert_eq!((days(&second), second.next), (vec![day(7)], None));
    let own = ClockQuery { body_path: Some("/510100/b2/".into()), kind: Some("duty".into()), ..query };
    assert_eq!(days(&store.clocks_due(&city(), &own, None, 9).await.unwrap()), [day(5)]);
    let all = store.clocks_of(&city(), &matter(1)).await.unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!((all[0].clock.due_on, all[2].clock.due_at), (Some(day(2)), Some(instant(60))));
    // A later append replaces them.
    store.commit(append(matter(1), 1, Some(view(1)))).await.unwrap();
    assert!(store.clocks_of(&city(), &matter(1)).await.unwrap().is_empty());
}

pub async fn links_are_seen_from_both_ends(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 3, |number, row| {
        if number > 1 {
            let link = Link { kind: "parent".into(), to: matter(1) };
            row.links = vec![link.clone(), link, Link { kind: "basis".into(), to: matter(7) }];
        }
    })
    .await;
    let from = store.links_from(&city(), &matter(2)).await.unwrap();
    assert_eq!(from.iter().map(|link| link.kind.as_str()).collect::<Vec<_>>(), ["basis", "parent"]);
    let to = store.links_to(&city(), &matter(1)).await.unwrap();
    assert_eq!(to.iter().map(|link| &link.from).collect::<Vec<_>>(), [&matter(2), &matter(3)]);
    assert!(store.links_from(&city(), &matter(1)).await.unwrap().is_empty());
}

pub async fn a_disclosure_ends_or_leaves_a_tombstone(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 3, |number, row| {
        let mut shown = disclosure(&format!("d{number}"), day(number as i8));
        shown.until = (number == 2).then(|| day(10));
        shown.withdrawn_on = (number == 3).then(|| day(10));
        row.disclosures = vec![shown];
    })
    .await;
    let on = |as_of| DisclosureQuery { kind: Some("penalty".into()), text: None, as_of: day(as_of) };
    let slugs = |query: DisclosureQuery| {
        let store = &store;
        async move {
            let page = store.disclosures(&city(), &query, None, 9).await.unwrap();
            page.rows.into_iter().map(|row| row.disclosure.slug).collect::<Vec<_>>()
        }
    };
    assert_eq!(slugs(on(2)).await, ["d2", "d1"]);
    assert_eq!(slugs(on(9)).await, ["d3", "d2", "d1"]);
    assert_eq!(slugs(on(10)).await, ["d2", "d1"]);
    assert_eq!(slugs(on(11)).await, ["d1"]);
    assert_eq!(slugs(DisclosureQuery { text: Some("d3".into()), ..on(9) }).await, ["d3"]);
    assert!(slugs(DisclosureQuery { kind: Some("x".into()), ..on(9) }).await.is_empty());
    let first = store.disclosures(&city(), &on(9), None, 2).await.unwrap();
    let rest = store.disclosures(&city(), &on(9), first.next.as_ref(), 2).await.unwrap();
    assert_eq!((rest.rows[0].disclosure.slug.as_str(), rest.next), ("d1", None));
    let one = |slug: &'static str, as_of| {
        let store = &store;
        async move { store.disclosure(&city(), slug, day(as_of)).await.unwrap() }
    };
    assert_eq!(one("d3", 2).await, None);
    assert_eq!(one("nothing", 9).await, None);
    let public = one("d3", 9).await.unwrap();
    assert_eq!((public.standing, public.disclosure.title.as_str()), (Standing::Public, "决定 d3"));
    let tombstone = one("d3", 10).await.unwrap();
    assert_eq!((tombstone.standing, tombstone.matter), (Standing::Withdrawn, matter(3)));
    assert_eq!((tombstone.disclosure.title.as_str(), tombstone.disclosure.public), ("", json!(null)));
    assert_eq!(one("d2", 11).await.unwrap().standing, Standing::Expired);
    assert_eq!(store.disclosures_of(&city(), &matter(1), day(1)).await.unwrap().len(), 1);
}

pub async fn wrong_questions_are_refused(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 3, |_, _| {}).await;
    let all = MatterQuery::default();
    let order = MatterOrder::ChangedLast;
    for limit in [0, 201] {
        let refused = store.matters(&city(), &all, order, None, limit).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{limit}");
    }
    let next = store.matters(&city(), &all, order, None, 1).await.unwrap().next;
    let elsewhere = store.matters(&city(), &all, MatterOrder::Number, next.as_ref(), 1).await;
    assert!(matches!(elsewhere, Err(StoreError::Invalid { .. })));
    // Printed by nobody: the right list with a key that is no number.
    let forged = "5b226368616e676564222c2278222c2279225d";
    let forged = Cursor::parse(forged).unwrap();
    let refused = store.matters(&city(), &all, order, Some(&forged), 1).await;
    assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
    for wrong in [
        MatterQuery { body_path: Some("b1".into()), ..all.clone() },
        MatterQuery { body_path: Some(String::new()), ..all.clone() },
        MatterQuery { text: Some("a\0".into()), ..all.clone() },
        MatterQuery { person: Some("\0".into()), ..all.clone() },
        MatterQuery { due_by: Some(date(-1, 1, 1)), ..all.clone() },
        MatterQuery {
            values: vec![ValueFilter { path: "a\"b".into(), test: ValueTest::AtMost(1) }],
            ..all.clone()
        },
    ] {
        let refused = store.count_matters(&city(), &wrong).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{wrong:?}");
    }
    for label in ["", "$.a", "a\"b", "a.b"] {
        let group = FigureGroup::Label(label.into());
        let refused = store.figure_sums(&city(), &figures(&[], 1), &group).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{label:?}");
    }
}
