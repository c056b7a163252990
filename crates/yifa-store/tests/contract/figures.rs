//! Figures kept for measures: hit, missed and pending, single and summed.

use jiff::civil::date;
use yifa_store::{FigureGroup, FigureQuery, FigureSum, Outcome, Store};

use crate::place::Place;
use crate::sample::{city, day, figure, matter, open_matters};

pub fn figures(measures: &[&str], as_of: i8) -> FigureQuery {
    FigureQuery {
        body: None,
        measures: measures.iter().map(|measure| (*measure).to_owned()).collect(),
        body_path: None,
        from: day(1),
        until: day(20),
        as_of: day(as_of),
    }
}

async fn with_figures(store: &dyn Store) {
    open_matters(store, 4, |number, row| {
        let mut elsewhere = figure("on_time", day(2), 1, None);
        elsewhere.body = "b2".into();
        elsewhere.body_path = "/510100/b2/".into();
        elsewhere.labels.clear();
        row.figures = match number {
            1 => vec![figure("on_time", day(1), 1, Some(day(9))), figure("cases", day(1), 1, None)],
            2 => vec![figure("on_time", day(2), 0, Some(day(9)))],
            3 => vec![figure("on_time", day(3), 0, None)],
            _ => vec![elsewhere, figure("on_time", day(25), 0, None)],
        };
    })
    .await;
}

pub async fn figures_tell_hit_missed_and_pending_apart(place: Place) {
    let store = place.open().await;
    with_figures(&*store).await;
    let sums = |query: FigureQuery, group: FigureGroup| {
        let store = &store;
        async move { store.figure_sums(&city(), &query, &group).await.unwrap() }
    };
    let on_time = |counted, hit, missed, pending| FigureSum {
        measure: "on_time".into(),
        group: String::new(),
        counted,
        hit,
        missed,
        pending,
        amount: counted * 100,
    };
    assert_eq!(sums(figures(&["on_time"], 9), FigureGroup::Measure).await, [on_time(4, 2, 1, 1)]);
    assert_eq!(sums(figures(&["on_time"], 10), FigureGroup::Measure).await, [on_time(4, 2, 2, 0)]);
    let below = FigureQuery { body_path: Some("/510100/b1/".into()), ..figures(&["on_time"], 9) };
    assert_eq!(sums(below, FigureGroup::Measure).await, [on_time(3, 1, 1, 1)]);
    let all = sums(figures(&[], 9), FigureGroup::Measure).await;
    assert_eq!(all.iter().map(|sum| sum.measure.as_str()).collect::<Vec<_>>(), ["cases", "on_time"]);
    let grouped =
        |sums: Vec<FigureSum>| sums.into_iter().map(|sum| (sum.group, sum.counted)).collect::<Vec<_>>();
    let expect = |pairs: &[(&str, i64)]| {
        pairs.iter().map(|(group, count)| ((*group).to_owned(), *count)).collect::<Vec<_>>()
    };
    let long = FigureQuery { until: date(2026, 4, 1), ..figures(&["on_time"], 9) };
    assert_eq!(grouped(sums(long.clone(), FigureGroup::Month).await), expect(&[("2026-03", 5)]));
    assert_eq!(grouped(sums(long, FigureGroup::Body).await), expect(&[("b1", 4), ("b2", 1)]));
    let street = FigureGroup::Label("street".into());
    assert_eq!(grouped(sums(figures(&["on_time"], 9), street).await), expect(&[("", 1), ("东街", 3)]));
    assert!(sums(figures(&["none"], 9), FigureGroup::Measure).await.is_empty());
}

pub async fn single_figures_add_up_to_their_sum(place: Place) {
    let store = place.open().await;
    with_figures(&*store).await;
    let query = figures(&["on_time"], 9);
    let mut after = None;
    let mut seen = Vec::new();
    loop {
        let page = store.figure_rows(&city(), &query, None, after.as_ref(), 2).await.unwrap();
        seen.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.iter().map(|row| row.figure.on).collect::<Vec<_>>(), [day(1), day(2), day(2), day(3)]);
    assert_eq!(seen[0].figure, figure("on_time", day(1), 1, Some(day(9))));
    for (outcome, expected) in [
        (Outcome::Hit, vec![matter(1), matter(4)]),
        (Outcome::Missed, vec![matter(3)]),
        (Outcome::Pending, vec![matter(2)]),
    ] {
        let page = store.figure_rows(&city(), &query, Some(outcome), None, 200).await.unwrap();
        assert_eq!(page.rows.into_iter().map(|row| row.matter).collect::<Vec<_>>(), expected, "{outcome:?}");
    }
}
