//! Owns what the machine gives a city beside its store: the definition files as they were read, so that their scenarios can be
//! run, and the folder for backups. A city without them works; what needs them says so.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::json;
use yifa_kernel::definition::{Diagnostic, Source, scenario};
use yifa_kernel::id::ProcedureId;
use yifa_kernel::matter::Actor;
use yifa_law::calendar::china_time;
use yifa_store::BackupReport;

use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::wire::actor_to;

/// The end of a backup file's name.
const ENDING: &str = "yifa-backup";

/// What the machine gives.
#[derive(Debug, Clone, Default)]
pub struct Keeping {
    /// The definition files.
    pub sources: Vec<Source>,
    /// The folder in which backups are made; `None`: the operator names none.
    pub backups: Option<PathBuf>,
}

/// A backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// The file's name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// When it was made.
    pub at: Option<Timestamp>,
}

/// What the scenarios of a procedure came to.
#[derive(Debug)]
pub struct ScenariosRun {
    /// How many there are.
    pub count: usize,
    /// What did not come out.
    pub faults: Vec<Diagnostic>,
}

impl City {
    /// The scenarios of a procedure: path and title, as written.
    pub fn scenarios(&self, procedure: &ProcedureId) -> Vec<&Source> {
        let within = format!("procedures/{procedure}/scenarios/");
        let sources = self.keeping().map(|keeping| keeping.sources.as_slice()).unwrap_or_default();
        sources.iter().filter(|source| source.path.starts_with(&within)).collect()
    }

    /// Runs the scenarios of a procedure against the definitions in force.
    pub fn run_scenarios(&self, procedure: &ProcedureId) -> ScenariosRun {
        let sources: Vec<Source> = self.scenarios(procedure).into_iter().cloned().collect();
        let (count, faults) = scenario::run_all(self.registry(), &sources);
        ScenariosRun { count, faults }
    }

    /// The backups in the folder, the latest first; `None` without a folder.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn backups(&self) -> Result<Option<Vec<BackupFile>>> {
        let Some(folder) = self.backup_folder() else { return Ok(None) };
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            // It is made with the first backup.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Some(Vec::new())),
            Err(error) => return Err(unusable(folder, &error)),
        };
        let mut all: Vec<BackupFile> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let name = entry.file_name().into_string().ok()?;
                let known = name.ends_with(&format!(".{ENDING}"));
                let about = entry.metadata().ok().filter(|about| known && about.is_file())?;
                let at = about.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
                Some(BackupFile { name, bytes: about.len(), at })
            })
            .collect();
        all.sort_by(|a, b| (b.at, &b.name).cmp(&(a.at, &a.name)));
        Ok(Some(all))
    }

    /// Makes a backup in the folder while the city goes on working; gives the file's name. It has its name only once it is
    /// whole.
    ///
    /// # Errors
    /// Invalid: there is no folder, or it cannot be written; the store.
    pub async fn make_backup(&self, actor: &Actor) -> Result<(String, BackupReport)> {
        let folder = self.backup_folder();
        let folder =
            folder.ok_or_else(|| AppError::invalid("backups", "the server was given no folder for them"))?;
        std::fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
        let at = china_time(self.clock().now()).strftime("%Y%m%d-%H%M%S").to_string();
        let drawn = rand::random::<u16>();
        let name = format!("{}-{at}-{drawn:04x}.{ENDING}", self.jurisdiction().as_str());
        let making = folder.join(format!("{name}.making"));
        let report = match self.store().backup(&making, &|_, _| {}).await {
            Ok(report) => report,
            Err(error) => {
                // What is not whole is of no use to anybody; a file that was never begun need not go.
                let _ = std::fs::remove_file(&making);
                return Err(error.into());
            }
        };
        std::fs::rename(&making, folder.join(&name)).map_err(|error| unusable(folder, &error))?;
        let rows: u64 = report.rows.values().sum();
        let parts = vec![(Part::File, json!(name)), (Part::Rows, json!(rows))];
        self.journal(Kind::BackupMade, actor_to(actor), None, parts).await?;
        Ok((name, report))
    }

    fn backup_folder(&self) -> Option<&Path> {
        self.keeping()?.backups.as_deref()
    }
}

fn unusable(folder: &Path, error: &std::io::Error) -> AppError {
    AppError::invalid(format!("folder {}", folder.display()), error.to_string())
}
