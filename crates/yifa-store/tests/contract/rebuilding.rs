//! Read rows that are made again: all of them, never stale ones, and on the day for which they wait.

use yifa_store::{ClockQuery, DisclosureQuery, Link, MatterQuery, StoreError, Unique};

use crate::figures::figures;
use crate::place::Place;
use crate::sample::{append, city, clock, day, disclosure, figure, matter, open_matters, view};

pub async fn a_rebuild_gives_the_same_rows(place: Place) {
    let store = place.open().await;
    let adjust = |number: u32, row: &mut yifa_store::MatterView| {
        row.clocks = vec![clock("decide", Some(day(5)))];
        row.links = vec![Link { kind: "parent".into(), to: matter(1) }];
        row.uniques = vec![Unique { field: "code".into(), value: format!("v{number}") }];
        row.figures = vec![figure("on_time", day(3), 1, None)];
        row.disclosures = vec![disclosure(&format!("d{number}"), day(1))];
    };
    open_matters(&*store, 5, adjust).await;
    let shape = || async {
        let all: Vec<_> = (1..=5).map(matter).collect();
        let rows = store.matter_rows(&city(), &all).await.unwrap();
        let links = store.links_to(&city(), &matter(1)).await.unwrap();
        let window = ClockQuery { from: day(1), until: day(9), body_path: None, kind: None };
        let clocks = store.clocks_due(&city(), &window, None, 200).await.unwrap();
        let figures = store.figure_rows(&city(), &figures(&[], 9), None, None, 200).await.unwrap();
        let public = DisclosureQuery { kind: None, text: None, as_of: day(9) };
        let disclosures = store.disclosures(&city(), &public, None, 200).await.unwrap();
        let person = MatterQuery { person: Some("p1".into()), ..MatterQuery::default() };
        let mine = store.count_matters(&city(), &person).await.unwrap();
        let held = store.matter_by_unique(&city(), "penalty", "code", "v4").await.unwrap();
        (rows, links, clocks, figures, disclosures, mine, held)
    };
    let live = shape().await;
    assert_eq!((live.0.len(), live.5, live.6.clone()), (5, 5, Some(matter(4))));
    store.rebuild_begin(&city()).await.unwrap();
    assert!(store.stats(&city()).await.unwrap().needs_rebuild);
    let empty = shape().await;
    assert!(empty.0.is_empty() && empty.1.is_empty() && empty.3.rows.is_empty() && empty.6.is_none());
    let mut after = None;
    loop {
        let heads = store.scan_matters(&city(), after.as_ref(), 2).await.unwrap();
        let Some(last) = heads.last() else { break };
        after = Some(last.matter.clone());
        let views = heads.into_iter().map(|head| {
            let number = (1..=5).find(|number| matter(*number) == head.matter).unwrap();
            let mut row = view(number);
            adjust(number, &mut row);
            (head.matter, head.seq, row)
        });
        assert_eq!(store.rebuild_put(&city(), views.collect()).await.unwrap(), 0);
    }
    store.rebuild_finish(&city()).await.unwrap();
    assert!(!store.stats(&city()).await.unwrap().needs_rebuild);
    assert_eq!(shape().await, live);
}

pub async fn a_rebuild_never_puts_stale_rows(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 2, |_, _| {}).await;
    let decided = yifa_store::MatterView { state: "decided".into(), ..view(1) };
    store.commit(append(matter(1), 1, Some(decided))).await.unwrap();
    let stale = vec![(matter(1), 1, view(1)), (matter(9), 1, view(9)), (matter(9), 0, view(9))];
    assert_eq!(store.rebuild_put(&city(), stale).await.unwrap(), 3);
    assert_eq!(store.matter_rows(&city(), &[matter(1)]).await.unwrap()[0].state, "decided");
    let held = Unique { field: "code".into(), value: "v".into() };
    let sharing = |number| yifa_store::MatterView { uniques: vec![held.clone()], ..view(number) };
    let both = vec![(matter(1), 2, sharing(1)), (matter(2), 1, sharing(2))];
    assert!(matches!(store.rebuild_put(&city(), both).await, Err(StoreError::UniqueTaken { .. })));
    let wrong = yifa_store::MatterView { state: String::new(), ..view(1) };
    let refused = store.rebuild_put(&city(), vec![(matter(1), 2, wrong)]).await;
    assert!(matches!(refused, Err(StoreError::Invalid { .. })));
}

pub async fn rows_wait_for_the_day_on_which_they_are_made_again(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 4, |number, row| {
        row.renew_on = [None, Some(day(9)), Some(day(5)), Some(day(7))][number as usize - 1];
    })
    .await;
    let waiting = async |on| store.matters_to_renew(&city(), on, 200).await.unwrap();
    assert_eq!(waiting(day(4)).await, []);
    assert_eq!(waiting(day(8)).await, [matter(3), matter(4)]);
    assert_eq!(store.matters_to_renew(&city(), day(30), 1).await.unwrap(), [matter(3)]);
    // Made again with a later day, or with none, they no longer wait.
    let again =
        |number: u32, renew_on| (matter(number), 1, yifa_store::MatterView { renew_on, ..view(number) });
    store.rebuild_put(&city(), vec![again(3, None), again(4, Some(day(20)))]).await.unwrap();
    assert_eq!(waiting(day(19)).await, [matter(2)]);
    assert!(store.matters_to_renew(&city(), day(1), 0).await.is_err());
}
