//! A city on this machine: opens the store that an address names, over the compiled definitions. Shared by every command
//! that needs a running city.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use yifa_app::city::City;
use yifa_app::clock::SystemClock;
use yifa_app::definitions;
use yifa_kernel::definition::{Registry, Source, compile};
use yifa_store::{Jurisdiction, Store};

use crate::answer::Failure;

/// Where the city's data and its own definitions are.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// 数据库地址 · address of the store: sqlite:PATH or postgres://…
    #[arg(long, env = "YIFA_STORE", default_value = "sqlite:yifa.sqlite")]
    pub store: String,
    /// 行政区划代码 · GB/T 2260 code of the city
    #[arg(long, env = "YIFA_JURISDICTION", default_value = "999900")]
    pub jurisdiction: String,
    /// 本市定义目录，叠加在国家定义之上 · the city's own definitions, laid over the national ones
    #[arg(long, env = "YIFA_DEFINITIONS")]
    pub definitions: Option<PathBuf>,
}

/// The definitions of the nation and, if given, of the city.
///
/// # Errors
/// A folder that cannot be read, or definitions with faults: `yifa check` shows them.
pub fn registry(own: Option<&Path>) -> Result<Arc<Registry>, Failure> {
    let mut sources = definitions::embedded();
    if let Some(own) = own {
        let place = own.display().to_string();
        let read = definitions::folder(own);
        sources.extend(
            read.map_err(|error| {
                Failure::misuse(error.to_string(), place, "name a folder that can be read")
            })?,
        );
    }
    compiled(&sources)
}

/// Compiles definitions.
///
/// # Errors
/// Their faults.
pub fn compiled(sources: &[Source]) -> Result<Arc<Registry>, Failure> {
    compile(sources).map(Arc::new).map_err(|faults| {
        let what = format!("the definitions have {} faults\n\n{}", faults.all.len(), faults.render());
        Failure::misuse(what, "definitions", "mend them; `yifa check` shows them again")
    })
}

/// Opens the store.
///
/// # Errors
/// It cannot be opened.
pub async fn store(address: &str) -> Result<Arc<dyn Store>, Failure> {
    let opened = yifa_store::open(address).await;
    opened
        .map_err(|error| Failure::fault(error.to_string(), address, "check the address and who may read it"))
}

/// The code of the city.
///
/// # Errors
/// It is none.
pub fn jurisdiction(code: &str) -> Result<Jurisdiction, Failure> {
    Jurisdiction::new(code).map_err(|error| {
        Failure::misuse(error.to_string(), code, "give the GB/T 2260 code, for example 510100")
    })
}

/// Opens the city.
///
/// # Errors
/// Any of the above.
pub async fn city(place: &Place) -> Result<Arc<City>, Failure> {
    let registry = registry(place.definitions.as_deref())?;
    let store = store(&place.store).await?;
    let city = City::open(store, jurisdiction(&place.jurisdiction)?, registry, Arc::new(SystemClock)).await;
    city.map(Arc::new).map_err(|error| broken(&error))
}

/// A use case failed.
pub fn broken(error: &yifa_app::AppError) -> Failure {
    Failure::fault(error.to_string(), "the city", "see the message; `yifa verify` checks the log")
}

/// The runtime in which the city runs.
///
/// # Errors
/// The machine gives no threads.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new()
        .map_err(|error| Failure::fault(error.to_string(), "threads", "free some memory"))
}
