//! A fresh, empty store for one case, on one engine.

use std::future::Future;
use std::sync::Arc;

use yifa_store::Store;

use crate::damage::Flip;
use crate::postgres;

/// The engines under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where a case's store lies; everything is gone when this is dropped.
pub struct Place {
    pub engine: Engine,
    pub address: String,
    pub folder: tempfile::TempDir,
}

impl Place {
    pub fn fresh(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("log.sqlite").display()),
            Engine::Postgres => postgres::fresh_schema(),
        };
        Self { engine, address, folder }
    }

    pub async fn open(&self) -> Arc<dyn Store> {
        yifa_store::open(&self.address).await.unwrap()
    }

    /// The same place, opened so that it cannot be written.
    pub fn read_only(&self) -> String {
        match self.engine {
            Engine::Sqlite => format!("{}?mode=ro", self.address),
            Engine::Postgres => format!("{}%20-c%20default_transaction_read_only%3Don", self.address),
        }
    }

    /// How many random trials an engine gets: the slower one fewer.
    pub fn trials(&self) -> u32 {
        match self.engine {
            Engine::Sqlite => 300,
            Engine::Postgres => 100,
        }
    }

    /// Flips a bit behind the store's back; `None` when the engine does not take the result (a key that
    /// exists already, or bytes that are not text).
    pub async fn flip(&self, flip: &Flip) -> Option<Undo> {
        let Flip { table, column, matter, seq, at, bit } = flip;
        let key = format!("matter = '{matter}' AND seq = {seq}");
        let before = self.value(&format!("SELECT {column} FROM {table} WHERE {key}")).await;
        let mut after = before.clone();
        match &mut after {
            Value::Int(number) => *number ^= 1 << (at % 63),
            Value::Text(bytes) | Value::Blob(bytes) => {
                let length = bytes.len();
                bytes[at % length] ^= 1 << bit;
            }
        }
        let moved = |value: &Value| match *column {
            "matter" => format!("matter = {} AND seq = {seq}", value.literal(self.engine)),
            "seq" => format!("matter = '{matter}' AND seq = {}", value.literal(self.engine)),
            _ => key.clone(),
        };
        let set = |value: &Value, key: &str| {
            format!("UPDATE {table} SET {column} = {} WHERE {key}", value.literal(self.engine))
        };
        let takes = self.engine == Engine::Sqlite || after.is_postgres_text();
        if !takes || self.try_tamper(&set(&after, &key)).await.ok()? != 1 {
            return None;
        }
        Some(Undo(set(&before, &moved(&after))))
    }

    async fn value(&self, sql: &str) -> Value {
        match self.engine {
            Engine::Sqlite => {
                let path = self.address.strip_prefix("sqlite:").unwrap();
                let connection = rusqlite::Connection::open(path).unwrap();
                let value = connection.query_row(sql, [], |row| {
                    Ok(match row.get_ref(0)? {
                        rusqlite::types::ValueRef::Integer(number) => Value::Int(number),
                        rusqlite::types::ValueRef::Text(bytes) => Value::Text(bytes.to_vec()),
                        other => Value::Blob(other.as_blob().unwrap().to_vec()),
                    })
                });
                value.unwrap()
            }
            Engine::Postgres => {
                let client = self.client().await;
                let row = client.query_one(sql, &[]).await.unwrap();
                match *row.columns()[0].type_() {
                    tokio_postgres::types::Type::INT8 => Value::Int(row.get(0)),
                    tokio_postgres::types::Type::BYTEA => Value::Blob(row.get(0)),
                    _ => Value::Text(row.get::<_, String>(0).into_bytes()),
                }
            }
        }
    }

    pub async fn client(&self) -> tokio_postgres::Client {
        let (client, connection) =
            tokio_postgres::connect(&self.address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// Puts other bytes in place of every kept file.
    pub async fn replace_blobs(&self, bytes: &[u8]) {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let literal = match self.engine {
            Engine::Sqlite => format!("x'{digits}'"),
            Engine::Postgres => format!("'\\x{digits}'::bytea"),
        };
        assert!(self.tamper(&format!("UPDATE blob SET bytes = {literal}")).await > 0);
    }

    /// Runs a statement behind the store's back; gives the number of changed rows.
    pub async fn tamper(&self, sql: &str) -> u64 {
        self.try_tamper(sql).await.unwrap()
    }

    async fn try_tamper(&self, sql: &str) -> Result<u64, String> {
        match self.engine {
            Engine::Sqlite => {
                let path = self.address.strip_prefix("sqlite:").unwrap();
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                connection.execute(sql, []).map(|rows| rows as u64).map_err(|error| error.to_string())
            }
            Engine::Postgres => {
                let changed = self.client().await.execute(sql, &[]).await;
                changed.map_err(|error| error.to_string())
            }
        }
    }

    /// Removes what lies outside of the folder.
    pub async fn clear(self) {
        if self.engine == Engine::Postgres {
            self.tamper(&format!("DROP SCHEMA IF EXISTS {} CASCADE", postgres::schema_of(&self.address)))
                .await;
        }
    }
}

/// How a flip is taken back.
pub struct Undo(String);

impl Undo {
    pub async fn run(self, place: &Place) {
        assert_eq!(place.tamper(&self.0).await, 1);
    }
}

#[derive(Clone)]
enum Value {
    Int(i64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl Value {
    fn is_postgres_text(&self) -> bool {
        match self {
            Self::Text(bytes) => std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0),
            Self::Int(_) | Self::Blob(_) => true,
        }
    }

    fn literal(&self, engine: Engine) -> String {
        let digits = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        match (self, engine) {
            (Self::Int(number), _) => number.to_string(),
            (Self::Text(bytes), Engine::Sqlite) => format!("CAST(x'{}' AS TEXT)", digits(bytes)),
            (Self::Blob(bytes), Engine::Sqlite) => format!("x'{}'", digits(bytes)),
            (Self::Text(bytes), Engine::Postgres) => {
                format!("convert_from('\\x{}'::bytea, 'UTF8')", digits(bytes))
            }
            (Self::Blob(bytes), Engine::Postgres) => format!("'\\x{}'::bytea", digits(bytes)),
        }
    }
}

pub fn run<F: Future<Output = ()>>(engine: Engine, case: impl FnOnce(Place) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let place = Place::fresh(engine);
        let same = Place { folder: tempfile::tempdir().unwrap(), address: place.address.clone(), engine };
        case(place).await;
        same.clear().await;
    });
}
