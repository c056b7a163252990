//! How SQLite goes about the statements: along an index, never through the whole city.

use jiff::civil::date;

use super::clocks::clocks;
use super::few::keys_due;
use super::filter::waiting;
use super::matters::{Seek, keys, parts};
use crate::backend::Backend as _;
use crate::cell::Select;
use crate::engine::Engine;
use crate::id::Jurisdiction;
use crate::query::{ClockQuery, Cursor, MatterOrder, MatterQuery, WaitsFor};
use crate::sqlite::{STATEMENTS, Sqlite};
use crate::view::Level;

struct Place {
    engine: Engine<Sqlite>,
    connection: rusqlite::Connection,
    _folder: tempfile::TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("plans.sqlite").display().to_string();
    let engine = Engine(Sqlite::open(&path).expect("store"));
    let connection = rusqlite::Connection::open(path).expect("connection");
    // As the store's own connections: a plan may not follow from what is bound.
    let stable = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection.set_db_config(stable, true).expect("stable plans");
    Place { engine, connection, _folder: folder }
}

impl Place {
    /// How the engine would go about a statement.
    fn plan(&self, sql: &str) -> String {
        let mut statement = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("statement");
        let marks = statement.parameter_count();
        let params = rusqlite::params_from_iter(std::iter::repeat_n("x", marks));
        let steps = statement.query_map(params, |row| row.get::<_, String>(3)).expect("plan");
        steps.map(|step| step.expect("step")).collect::<Vec<_>>().join("\n")
    }
}

impl Place {
    /// How many rows a statement gives, and in how many steps of the engine.
    fn walk(&self, select: Select) -> (usize, i32) {
        let (sql, params) = select.finish();
        let mut statement = self.connection.prepare(&sql).expect("statement");
        let mut rows = statement.query(rusqlite::params_from_iter(&params)).expect("query");
        let mut found = 0;
        while rows.next().expect("row").is_some() {
            found += 1;
        }
        drop(rows);
        (found, statement.get_status(rusqlite::StatementStatus::VmStep))
    }
}

fn whom(path: Option<&str>) -> WaitsFor {
    WaitsFor { role: "officer".into(), body_path: path.map(Into::into), below: false, person: "p1".into() }
}

fn queries() -> Vec<MatterQuery> {
    let all = MatterQuery::default();
    vec![
        all.clone(),
        MatterQuery { is_final: Some(false), ..all.clone() },
        MatterQuery { body_path: Some("/510100/".into()), ..all.clone() },
        MatterQuery { level: Some((Level::Red, date(2026, 3, 1))), is_final: Some(false), ..all.clone() },
        MatterQuery { states: vec!["opened".into()], ..all.clone() },
        MatterQuery { text: Some("听".into()), ..all.clone() },
        MatterQuery { waits_for: Some(whom(None)), is_final: Some(false), ..all.clone() },
        MatterQuery { waits_for: Some(whom(Some("/b/"))), is_final: Some(false), ..all },
    ]
}

#[test]
fn no_page_of_a_list_reads_all_matters_or_sorts_them() {
    let place = place();
    let city = Jurisdiction::new("510100").expect("code");
    let seek = |key: &str, back| Seek { key: [key.to_owned(), "m".to_owned()], back };
    for query in queries() {
        for order in [MatterOrder::ChangedLast, MatterOrder::DueFirst, MatterOrder::Number] {
            let key = if order == MatterOrder::ChangedLast { "17" } else { "2026-03-01" };
            let ways = [None, Some(seek(key, false)), Some(seek(key, true))];
            for (part, after) in
                parts(order, None).iter().flat_map(|part| ways.iter().map(|way| (*part, way.as_ref())))
            {
                // Without a date, matters are walked in the order of their keys; nobody pages through those.
                if part.contains("due_on = ") {
                    continue;
                }
                let select =
                    keys(&place.engine, &city, &query, (order, part), (after, None), 50).expect("select");
                let plan = place.plan(&select.finish().0);
                let scans = plan.contains("SCAN matter") || plan.contains("TEMP B-TREE");
                assert!(!scans, "{query:?} {order:?} {part}\n{plan}");
            }
        }
    }
}

#[test]
fn a_person_and_the_few_of_a_search_come_from_their_keys() {
    let place = place();
    let city = Jurisdiction::new("510100").expect("code");
    let person = MatterQuery { person: Some("p1".into()), ..MatterQuery::default() };
    let few = ["m".to_owned()];
    for (query, few) in
        [(&person, None), (&person, Some(&few[..])), (&MatterQuery::default(), Some(&few[..]))]
    {
        let order = (MatterOrder::ChangedLast, "");
        let select = keys(&place.engine, &city, query, order, (None, few), 50).expect("select");
        let plan = place.plan(&select.finish().0);
        assert!(!plan.contains("SCAN matter"), "{plan}");
        assert!(!plan.contains("matter_changed"), "{plan}");
    }
}

#[test]
fn what_waits_is_counted_from_those_who_are_waited_for() {
    let place = place();
    let city = Jurisdiction::new("510100").expect("code");
    let joined = place.engine.0.sql("matters_waiting");
    for (before, name, after) in
        [("", "few_waiting", ""), ("", "waiting_up_to", ")"), ("SELECT count(*) ", "counted_waiting", joined)]
    {
        for path in [None, Some("/b/")] {
            let mut select = place.engine.select(name, &city, Vec::new());
            waiting(&place.engine, &mut select, &whom(path)).expect("select");
            select.push(after, []);
            let plan = place.plan(&format!("{before}{}", select.finish().0));
            assert!(
                plan.contains("waiting_role") && !plan.contains("SCAN matter"),
                "{name} {path:?}\n{plan}"
            );
        }
    }
}

#[test]
fn what_is_due_on_a_day_is_found_without_what_is_due_later() {
    let place = place();
    let later = "WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 2000)
        INSERT INTO matter SELECT '510100', at, 1, 'p', '1', '', '', 's', 0, 'b', '/b/', '[]', '2026-01-01', 1,
            '2026-09-01', NULL, NULL, NULL, '{}', '', NULL FROM n";
    place.connection.execute(later, []).expect("matters");
    let city = Jurisdiction::new("510100").expect("code");
    let day = Some(date(2026, 3, 1));
    for (due_from, due_by) in [(day, day), (None, day)] {
        let query = MatterQuery { due_from, due_by, ..MatterQuery::default() };
        let (found, steps) = place.walk(keys_due(&place.engine, &city, &query).expect("select"));
        assert!(found == 0 && steps < 100, "{found} rows in {steps} steps");
    }
}

#[test]
fn a_deep_page_is_found_without_the_pages_before_it() {
    let place = place();
    let many = "WITH RECURSIVE n(at) AS (SELECT 1000 UNION ALL SELECT at + 1 FROM n WHERE at < 3000)
        INSERT INTO clock SELECT '510100', at, 0, 'l', 'act', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'running',
            '2026-03-01' FROM n";
    place.connection.execute(many, []).expect("clocks");
    let many = "WITH RECURSIVE n(at) AS (SELECT 1000 UNION ALL SELECT at + 1 FROM n WHERE at < 3000)
        INSERT INTO matter SELECT '510100', at, 1, 'p', '1', '', '', 's', 0, 'b', '/b/', '[]', '2026-01-01', 1,
            '2026-03-01', NULL, NULL, NULL, '{}', '', NULL FROM n";
    place.connection.execute(many, []).expect("matters");
    let city = Jurisdiction::new("510100").expect("code");
    let cursor = |list: &str, more: &[&str]| {
        let key = ["2026-03-01", "2990"].iter().chain(more).map(|part| (*part).to_owned());
        Cursor(std::iter::once(list.to_owned()).chain(key).collect())
    };
    let (from, until) = (date(1949, 10, 1), date(2026, 12, 31));
    let query = ClockQuery { from, until, body_path: None, kind: None };
    let running = clocks(&place.engine, &city, &query, Some(&cursor("clock", &["0"])), 5).expect("select");
    let query = MatterQuery { due_from: Some(from), due_by: Some(until), ..MatterQuery::default() };
    let ways = [false, true].map(|back| Seek { key: ["2026-03-01".to_owned(), "2990".to_owned()], back });
    let order = (MatterOrder::DueFirst, "");
    let [due, before] =
        ways.map(|seek| keys(&place.engine, &city, &query, order, (Some(&seek), None), 5).expect("select"));
    for select in [running, due, before] {
        let (found, steps) = place.walk(select);
        assert!(found > 0 && steps < 500, "{found} rows in {steps} steps");
    }
}

#[test]
fn what_a_matter_had_is_put_away_without_what_others_have() {
    let place = place();
    for name in [
        "matter_person_delete",
        "waiting_delete",
        "clock_delete",
        "link_delete",
        "uniqueness_delete",
        "figure_delete",
        "disclosure_delete",
    ] {
        let plan = place.plan(STATEMENTS.get(name));
        assert!(plan.contains("matter=?"), "{name}: {plan}");
    }
}

#[test]
fn what_is_asked_by_name_has_an_index() {
    let place = place();
    for name in [
        "head",
        "heads_after",
        "series_value",
        "answer",
        "held",
        "held_all",
        "held_newest",
        "held_oldest",
        "matters_to_renew",
        "matter_by_number",
        "matter_by_unique",
        "clocks_of",
        "links_from",
        "links_to",
        "disclosure",
        "disclosures_of",
        "outbox_pending",
        "record_get",
        "record_list",
    ] {
        let plan = place.plan(STATEMENTS.get(name));
        let tables =
            ["event", "head", "matter", "clock", "link", "disclosure", "outbox", "record", "search_doc"];
        let scanned = tables.iter().find(|table| plan.lines().any(|line| line == format!("SCAN {table}")));
        // Nor all of the city's rows by way of an index. What is pending is all there is to be asked for there, and
        // whether the index of searches is complete stands in one row.
        let walked = plan.lines().any(|line| {
            line.ends_with("(jurisdiction=?)")
                && !line.contains("outbox_pending")
                && !line.contains("rebuild")
        });
        // To sort the few rows of one matter is no harm.
        assert!(scanned.is_none() && !walked, "{name}\n{plan}");
    }
}
