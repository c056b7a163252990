//! A city on this machine: opens the store that an address names, over the compiled definitions. Shared by every command
//! that needs a running city.

use std::path::Path;
use std::sync::Arc;

use yifa_app::city::City;
use yifa_app::clock::SystemClock;
use yifa_app::definitions;
use yifa_kernel::definition::{Registry, Source, compile};
use yifa_store::{Jurisdiction, Store};

use super::place::Found;
use crate::answer::Failure;

/// The definitions of the nation and, if given, of the city.
///
/// # Errors
/// A folder that cannot be read, or definitions with faults: `yifa check` shows them.
pub fn registry(own: Option<&Path>) -> Result<Arc<Registry>, Failure> {
    compiled(&sources(own)?)
}

/// The definition files of the nation and, if given, of the city.
///
/// # Errors
/// A folder that cannot be read.
pub fn sources(own: Option<&Path>) -> Result<Vec<Source>, Failure> {
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
    Ok(sources)
}

/// Compiles definitions.
///
/// # Errors
/// Their faults.
pub fn compiled(sources: &[Source]) -> Result<Arc<Registry>, Failure> {
    let next = "mend them; `yifa check` shows them again";
    let registry = compile(sources).map_err(|faults| {
        let what = format!("the definitions have {} faults\n\n{}", faults.all.len(), faults.render());
        Failure::misuse(what, "definitions", next)
    })?;
    match definitions::companion_faults(&registry).into_iter().next() {
        Some((file, why)) => Err(Failure::misuse(why, file, next)),
        None => Ok(Arc::new(registry)),
    }
}

/// Opens the store.
///
/// # Errors
/// It cannot be opened.
pub async fn store(address: &str) -> Result<Arc<dyn Store>, Failure> {
    let opened = yifa_store::open(address).await;
    opened.map_err(|error| {
        Failure::fault(error.to_string(), public(address), "check the address and who may read it")
    })
}

/// Opens a store that there is: an address written wrongly makes no new, empty one, of which everything would be fine.
///
/// # Errors
/// There is none, or it cannot be opened.
pub async fn kept(address: &str) -> Result<Arc<dyn Store>, Failure> {
    let file = address.strip_prefix("sqlite:").map(|place| place.split('?').next().unwrap_or(place));
    match file {
        Some(file) if !Path::new(file).is_file() => {
            let next = "check the address; `yifa init` makes a new city";
            Err(Failure::misuse("there is no store", public(address), next))
        }
        _ => store(address).await,
    }
}

/// An address without its password, for messages.
pub fn public(address: &str) -> String {
    match address.split_once("://").and_then(|(kind, rest)| Some((kind, rest.rsplit_once('@')?))) {
        Some((kind, (who, place))) => {
            format!("{kind}://{}@{place}", who.split(':').next().unwrap_or_default())
        }
        None => address.to_owned(),
    }
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
pub async fn city(place: &Found) -> Result<Arc<City>, Failure> {
    let registry = registry(place.definitions.as_deref())?;
    let store = store(&place.store).await?;
    let city = City::open(store, jurisdiction(&place.jurisdiction)?, registry, Arc::new(SystemClock)).await;
    city.map(Arc::new).map_err(|error| broken(&error))
}

/// The password that a file holds, without the end of its line.
///
/// # Errors
/// The file cannot be read.
pub fn password(file: &Path) -> Result<String, Failure> {
    let read = std::fs::read_to_string(file);
    let text = read.map_err(|error| {
        Failure::misuse(error.to_string(), file.display().to_string(), "name a file that can be read")
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// What a use case answered to something that was given: wrong use where it is wrong, else a fault.
pub fn answered(error: &yifa_app::AppError) -> Failure {
    use yifa_app::AppError;
    match error {
        AppError::Invalid { what, why } => Failure::misuse(why, what, "correct it and call again"),
        AppError::Sheet(fault) => {
            Failure::misuse(fault.to_string(), "the sheet", "correct it and call again")
        }
        AppError::NotFound(what) => Failure::misuse("there is none", what, "check the name"),
        AppError::Refused(_)
        | AppError::Forbidden
        | AppError::Store(_)
        | AppError::Unreadable { .. }
        | AppError::Temporary(_)
        | AppError::Paper(_) => broken(error),
    }
}

/// A use case failed.
pub fn broken(error: &yifa_app::AppError) -> Failure {
    Failure::fault(error.to_string(), "the city", "see the message; `yifa verify` checks the log")
}

/// Threads beyond the machine's cores: reading an embedded store holds a thread, and that of some may wait for the disk.
const WAITING: usize = 2;

/// The runtime in which the city runs.
///
/// # Errors
/// The machine gives no threads.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores + WAITING)
        .enable_all()
        .build()
        .map_err(|error| Failure::fault(error.to_string(), "threads", "free some memory"))
}
