//! Searches find exactly what a plain scan would find, through an index that only narrows.

use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;
use yifa_store::{
    Append, Batch, CountBy, Counted, MatterOrder, MatterQuery, MatterView, Store, ValueFilter, ValueTest,
    Waiting, WaitsFor,
};

use crate::place::Place;
use crate::sample::{append, city, event, instant, matter, open_matters, view};

/// Few signs, so that words and texts often meet: Chinese of both kinds of plane, letters, digits, what parts words.
const SIGNS: &[char] =
    &['听', '证', '会', '水', '务', '𠮷', '。', 'a', 'b', '2', '-', '\'', '"', '*', '〔', '\n'];

fn text(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(SIGNS), length)
        .prop_map(|signs| signs.into_iter().collect())
}

async fn found(store: &dyn Store, query: &MatterQuery) -> Vec<u32> {
    let page = store.matters(&city(), query, MatterOrder::ChangedLast, None, 200).await.unwrap();
    let mut numbers: Vec<u32> = page.rows.iter().map(|row| number_of(row.matter.as_str())).collect();
    numbers.sort_unstable();
    numbers
}

fn number_of(id: &str) -> u32 {
    u32::from_str_radix(&id[24..], 16).unwrap()
}

fn asking(text: &str) -> MatterQuery {
    MatterQuery { text: Some(text.to_owned()), ..MatterQuery::default() }
}

pub async fn a_search_finds_what_a_plain_scan_finds(place: Place) {
    let store = place.open().await;
    let mut runner = TestRunner::deterministic();
    let mut draw = |strategy: BoxedStrategy<String>| strategy.new_tree(&mut runner).unwrap().current();
    let texts: Vec<String> = (0..60).map(|_| draw(text(0..12).boxed())).collect();
    open_matters(&*store, 60, |number, row| row.search.clone_from(&texts[number as usize - 1])).await;
    for _ in 0..place.trials() {
        let words: Vec<String> = (0..2).map(|_| draw(text(1..4).boxed())).collect();
        let asked = words.join(" ");
        let each: Vec<&str> = asked.split_whitespace().collect();
        let scan =
            (1..=60).filter(|number| each.iter().all(|word| texts[*number as usize - 1].contains(word)));
        let scan: Vec<u32> = scan.collect();
        assert_eq!(found(&*store, &asking(&asked)).await, scan, "{asked:?}");
        assert_eq!(
            store.count_matters(&city(), &asking(&asked)).await.unwrap(),
            scan.len() as u64,
            "{asked:?}"
        );
    }
}

pub async fn a_search_sees_every_change_of_a_matter(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 2, |number, row| row.search = format!("听证 {number}")).await;
    let changed = MatterView { search: "复议 1".into(), data: json!({"kind": "甲"}), ..view(1) };
    store.commit(append(matter(1), 1, Some(changed))).await.unwrap();
    assert_eq!(found(&*store, &asking("听证")).await, [2]);
    assert_eq!(found(&*store, &asking("复议")).await, [1]);
    // Written again without a change, it is still there.
    let same = MatterView { search: "复议 1".into(), data: json!({"kind": "甲"}), ..view(1) };
    store.commit(append(matter(1), 2, Some(same.clone()))).await.unwrap();
    assert_eq!(found(&*store, &asking("复议")).await, [1]);
    // While rows are being made again, whoever searches is told of what is there, and nothing is missing afterwards.
    store.rebuild_begin(&city()).await.unwrap();
    assert_eq!(found(&*store, &asking("复议")).await, [0_u32; 0]);
    store.rebuild_put(&city(), vec![(matter(1), 3, same)]).await.unwrap();
    assert_eq!(found(&*store, &asking("复议")).await, [1]);
    store.rebuild_finish(&city()).await.unwrap();
    assert_eq!(found(&*store, &asking("复议")).await, [1]);
}

pub async fn a_value_is_found_by_the_index_and_judged_on_the_row(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 6, |number, row| {
        row.data =
            json!({"kind": (if number % 2 == 0 { "甲" } else { "乙" }), "sum": number, "inner": {"yes": number == 3}});
    })
    .await;
    let is = |path: &str, value| MatterQuery {
        values: vec![ValueFilter { path: path.into(), test: ValueTest::Is(value) }],
        ..MatterQuery::default()
    };
    assert_eq!(found(&*store, &is("kind", json!("乙"))).await, [1, 3, 5]);
    assert_eq!(found(&*store, &is("sum", json!(4))).await, [4]);
    assert_eq!(found(&*store, &is("inner.yes", json!(true))).await, [3]);
    assert_eq!(found(&*store, &is("sum", json!("4"))).await, [0_u32; 0]);
    let both =
        MatterQuery { text: Some("案件 3".into()), person: Some("p1".into()), ..is("kind", json!("乙")) };
    assert_eq!(found(&*store, &both).await, [3]);
    assert_eq!(found(&*store, &MatterQuery { person: Some("p2".into()), ..both }).await, [0_u32; 0]);
}

/// More matters than are looked at one by one: the list is walked instead, in its order, page by page.
pub async fn a_word_that_nearly_all_hold_is_found_in_order(place: Place) {
    let store = place.open().await;
    let mut batch = Batch::new(city(), instant(5));
    batch.appends = (1..=1_200)
        .map(|number| {
            let search = if number % 100 == 0 { "例外" } else { "占道 经营" };
            let row = MatterView { search: format!("{search} {number}"), ..view(number) };
            Append { matter: matter(number), expected_seq: 0, events: vec![event("opened")], view: Some(row) }
        })
        .collect();
    store.commit(batch).await.unwrap();
    let asked = asking("占道");
    assert_eq!(store.count_matters(&city(), &asked).await.unwrap(), 1_188);
    assert_eq!(store.count_matters_up_to(&city(), &asked, 1_000).await.unwrap().whole(), None);
    assert_eq!(store.count_matters_up_to(&city(), &asking("例外"), 12).await.unwrap().whole(), Some(12));
    let all = store.count_matters_up_to(&city(), &MatterQuery::default(), 50).await.unwrap();
    assert!(
        all.whole().is_some_and(|all| all > 1_188),
        "where matters stand is always counted whole: {all:?}"
    );
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page =
            store.matters(&city(), &asked, MatterOrder::ChangedLast, after.as_ref(), 200).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.changed_at));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 1_188);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "latest change first");
}

/// Opens matters with these rows, and gives their numbers in the order of changes, latest first.
async fn opened(store: &dyn Store, row: impl Fn(u32) -> MatterView, last: u32) -> Vec<u32> {
    let mut batch = Batch::new(city(), instant(5));
    batch.appends = (1..=last)
        .map(|number| Append {
            matter: matter(number),
            expected_seq: 0,
            events: vec![event("opened")],
            view: Some(row(number)),
        })
        .collect();
    store.commit(batch).await.unwrap();
    let mut all: Vec<u32> = (1..=last).collect();
    all.sort_by_key(|number| std::cmp::Reverse((row(*number).changed_at, matter(*number))));
    all
}

fn numbers(page: &yifa_store::Page<yifa_store::MatterRow>) -> Vec<u32> {
    page.rows.iter().map(|row| number_of(row.matter.as_str())).collect()
}

/// A list is what is expected, page after page and back again.
async fn pages(store: &dyn Store, asked: &MatterQuery, limit: u32, expected: Vec<u32>) {
    let (mut after, mut there) = (None, Vec::new());
    let last = loop {
        let page =
            store.matters(&city(), asked, MatterOrder::ChangedLast, after.as_ref(), limit).await.unwrap();
        there.push(numbers(&page));
        match page.next.clone() {
            Some(next) => after = Some(next),
            None => break page,
        }
    };
    assert_eq!(there.concat(), expected);
    there.pop();
    let mut previous = last.previous;
    while let Some(cursor) = previous {
        let page =
            store.matters(&city(), asked, MatterOrder::ChangedLast, Some(&cursor), limit).await.unwrap();
        assert_eq!(Some(numbers(&page)), there.pop());
        previous = page.previous;
    }
    assert!(there.is_empty());
}

/// What a search finds stands in the order of changes, page after page and back, wherever one instant changed several
/// matters and however few of those that hold the word answer the rest of the query.
pub async fn a_search_is_paged_in_the_order_of_changes(place: Place) {
    let store = place.open().await;
    let row = |number: u32| MatterView {
        search: format!("占道 {number}"),
        state: if number.is_multiple_of(4) { "decided" } else { "opened" }.into(),
        changed_at: instant(i64::from(number * 7 % 50)),
        ..view(number)
    };
    let mut expected = opened(&*store, row, 300).await;
    expected.retain(|number| number.is_multiple_of(4));
    let asked = MatterQuery { states: vec!["decided".into()], ..asking("占道") };
    pages(&*store, &asked, 8, expected).await;
    // A change that touches no word puts a matter first all the same.
    let moved = MatterView { changed_at: instant(90), ..row(4) };
    store.commit(append(matter(4), 1, Some(moved))).await.unwrap();
    let first = store.matters(&city(), &asked, MatterOrder::ChangedLast, None, 1).await.unwrap();
    assert_eq!(numbers(&first), [4]);
}

/// More than are looked at one by one, over days before and after 1970: the index itself stands in the order of
/// changes, and a matter moves in it with each.
pub async fn a_word_that_many_hold_is_read_in_the_order_of_changes(place: Place) {
    let store = place.open().await;
    let row = |number: u32| MatterView {
        search: format!("占道 {number}"),
        changed_at: instant(i64::from(number * 7 % 90 * 3_000) - 1_732_100_000),
        ..view(number)
    };
    let expected = opened(&*store, row, 1_300).await;
    pages(&*store, &asking("占道"), 150, expected.clone()).await;
    let newest = async |wanted: u32| {
        let asked = asking("占道");
        numbers(&store.matters(&city(), &asked, MatterOrder::ChangedLast, None, wanted).await.unwrap())
    };
    let late = |second, number: u32| MatterView { changed_at: instant(second), ..row(number) };
    for (seq, second, number) in [(1, 500_000_000, 700), (1, 500_000_001, 3), (2, 500_000_002, 700)] {
        store.commit(append(matter(number), seq, Some(late(second, number)))).await.unwrap();
    }
    assert_eq!(newest(3).await[..2], [700, 3]);
    let without = MatterView { search: "无".into(), ..late(500_000_003, 700) };
    store.commit(append(matter(700), 3, Some(without))).await.unwrap();
    assert_eq!(newest(1).await, [3]);
    let before: Vec<_> = expected.iter().copied().filter(|number| ![3, 700].contains(number)).collect();
    assert_eq!(newest(200).await[1..], before[..199]);
}

/// Where the rest of a query leaves few of very many, the list is walked where reading the index ends.
pub async fn few_of_very_many_that_hold_a_word_are_found(place: Place) {
    let store = place.open().await;
    let rare = |number: u32| number.is_multiple_of(700);
    let row = |number: u32| MatterView {
        search: "占道".into(),
        changed_at: instant(i64::from(number % 5_000 * 3_000)),
        opened_on: date(if rare(number) { 2020 } else { 2026 }, 1, 1),
        ..view(number)
    };
    let mut expected = opened(&*store, row, 10_600).await;
    expected.retain(|number| rare(*number));
    let asked = MatterQuery { opened_until: Some(date(2021, 1, 1)), ..asking("占道") };
    assert_eq!(store.count_matters(&city(), &asked).await.unwrap(), expected.len() as u64);
    pages(&*store, &asked, 4, expected).await;
    // Of the word alone, exactly as far as somebody wants to know.
    let held = store.count_matters_up_to(&city(), &asking("占道"), 10_599).await.unwrap();
    assert_eq!((held.matters, held.more), (10_599, true));
    assert_eq!(store.count_matters(&city(), &asking("占道")).await.unwrap(), 10_600);
}

/// Waiting for so many that they are not looked at one by one: counted from those who are waited for, each matter once.
pub async fn what_waits_for_somebody_is_counted_once(place: Place) {
    let store = place.open().await;
    let (over, rare, shut) =
        (|n: u32| n.is_multiple_of(4), |n: u32| n.is_multiple_of(70), |n: u32| n.is_multiple_of(3));
    let row = |number: u32| {
        let at = |path: &str| Waiting {
            role: "clerk".into(),
            body_path: path.into(),
            except: shut(number).then(|| "p1".to_owned()).into_iter().collect(),
        };
        MatterView {
            is_final: over(number),
            waits_for: vec![at("/510100/b1/"), at("/510100/b1/c/")],
            opened_on: date(if rare(number) { 2020 } else { 2026 }, 1, 1),
            ..view(number)
        }
    };
    let all = opened(&*store, row, 1_600).await;
    let waiting = |person: &str| MatterQuery {
        waits_for: Some(WaitsFor {
            role: "clerk".into(),
            body_path: None,
            below: false,
            person: person.into(),
        }),
        ..MatterQuery::default()
    };
    let open = |query| MatterQuery { is_final: Some(false), ..query };
    let old = |query| MatterQuery { opened_until: Some(date(2021, 1, 1)), ..query };
    let cases = [
        (waiting("p2"), all.iter().filter(|n| !over(**n)).count()),
        (open(waiting("p2")), all.iter().filter(|n| !over(**n)).count()),
        (MatterQuery { is_final: Some(true), ..waiting("p2") }, 0),
        (open(old(waiting("p2"))), all.iter().filter(|n| !over(**n) && rare(**n)).count()),
        (open(old(waiting("p1"))), all.iter().filter(|n| !over(**n) && rare(**n) && !shut(**n)).count()),
    ];
    for (query, expected) in cases {
        let (whole, place) = (Counted { matters: expected as u64, more: false }, city());
        assert_eq!(store.count_matters_up_to(&place, &query, 10_000).await.unwrap(), whole, "{query:?}");
        assert_eq!(store.count_matters(&place, &query).await.unwrap(), expected as u64, "{query:?}");
        let by = store.count_matters_by(&place, &query, CountBy::Body, 10_000).await.unwrap().unwrap();
        assert_eq!(by.iter().map(|(_, count)| *count).sum::<u64>(), expected as u64, "{query:?}");
    }
    let few = store.count_matters_up_to(&city(), &open(waiting("p2")), 1_100).await.unwrap();
    assert_eq!((few.matters, few.more), (1_100, true));
    assert_eq!(store.count_matters_by(&city(), &open(waiting("p2")), CountBy::Body, 9).await.unwrap(), None);
}
