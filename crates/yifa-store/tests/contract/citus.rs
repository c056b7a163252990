//! The schema can be distributed as it is: whatever holds a city's data is distributed by jurisdiction, and no key could
//! meet across two cities. Read from the server's own catalogue; Citus itself is not needed.

use std::collections::BTreeSet;

use crate::place::{Engine, Place, run};
use crate::postgres::schema_of;

const CITUS: &str = include_str!("../../src/postgres/citus.sql");

/// The names in the list of tables.
fn distributed() -> BTreeSet<String> {
    let list = CITUS.split("ARRAY[").nth(1).and_then(|rest| rest.split(']').next()).unwrap();
    list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

async fn names(place: &Place, sql: &str) -> BTreeSet<String> {
    let client = place.client().await;
    let rows = client.query(sql, &[&schema_of(&place.address)]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[test]
fn every_table_is_distributed_by_jurisdiction() {
    run(Engine::Postgres, |place: Place| async move {
        drop(place.open().await);
        let tables = names(
            &place,
            "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname <> 'yifa_schema'",
        )
        .await;
        assert!(tables.len() >= 18, "{tables:?}");
        assert_eq!(tables, distributed());
        let first = names(
            &place,
            "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'jurisdiction' AND a.attnotnull \
             WHERE n.nspname = $1 AND c.relkind = 'r'",
        )
        .await;
        assert_eq!(first, tables, "each table has the column, and it is never empty");
        let columns = CITUS.matches("create_distributed_table(place, 'jurisdiction'").count();
        assert_eq!(columns, 2, "the first table and those that lie beside it");
    });
}

#[test]
fn every_key_begins_with_the_jurisdiction() {
    run(Engine::Postgres, |place: Place| async move {
        drop(place.open().await);
        let wrong = names(
            &place,
            "SELECT c.relname || '.' || k.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
             JOIN pg_class k ON k.oid = i.indexrelid JOIN pg_am m ON m.oid = k.relam \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] \
             WHERE n.nspname = $1 AND m.amname = 'btree' AND a.attname <> 'jurisdiction'",
        )
        .await;
        assert!(wrong.is_empty(), "{wrong:?}");
        let unchecked = names(
            &place,
            "SELECT k.relname::text FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid \
             JOIN pg_am m ON m.oid = k.relam JOIN pg_namespace n ON n.oid = k.relnamespace \
             WHERE n.nspname = $1 AND m.amname <> 'btree'",
        )
        .await;
        assert_eq!(unchecked, BTreeSet::from(["matter_terms_terms".to_owned()]), "an index that is no key");
        let free = names(
            &place,
            "SELECT conname::text FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace \
             WHERE n.nspname = $1 AND c.contype IN ('f', 'x')",
        )
        .await;
        assert!(free.is_empty(), "no constraint reaches over rows of two cities: {free:?}");
    });
}
