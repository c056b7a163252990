//! A fresh, empty store for one case, on one engine.

use std::future::Future;
use std::sync::Arc;

use yifa_store::Store;

/// The engines under test.
#[derive(Clone, Copy)]
pub enum Engine {
    Sqlite,
}

/// Where a case's store lies; everything is gone when this is dropped.
pub struct Place {
    pub engine: Engine,
    pub address: String,
    _folder: tempfile::TempDir,
}

impl Place {
    pub fn fresh(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("log.sqlite").display()),
        };
        Self { engine, address, _folder: folder }
    }

    pub async fn open(&self) -> Arc<dyn Store> {
        yifa_store::open(&self.address).await.unwrap()
    }

    /// Puts other bytes in place of every kept file.
    pub async fn replace_blobs(&self, bytes: &[u8]) {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let literal = match self.engine {
            Engine::Sqlite => format!("x'{digits}'"),
        };
        assert!(self.tamper(&format!("UPDATE blob SET bytes = {literal}")).await > 0);
    }

    /// Runs a statement behind the store's back; gives the number of changed rows.
    pub async fn tamper(&self, sql: &str) -> u64 {
        match self.engine {
            Engine::Sqlite => {
                let path = self.address.strip_prefix("sqlite:").unwrap();
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                connection.execute(sql, []).unwrap() as u64
            }
        }
    }
}

pub fn run<F: Future<Output = ()>>(engine: Engine, case: impl FnOnce(Place) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(case(Place::fresh(engine)));
}
