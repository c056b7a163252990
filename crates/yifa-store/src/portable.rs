//! The backup file: one format for all engines.
//!
//! A zstd stream of JSON lines: a header, one line for each row (`["event", column, …]`, bytes in
//! hexadecimal digits), and a last line with the number of rows of each table and the SHA-256 of all lines
//! before it. A file without its last line, or with another digest, is refused as a whole. Read tables are
//! not in it: they are rebuilt from the log.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::backend::{Backend, Step};
use crate::cell::Cell;
use crate::contract::{Progress, Store};
use crate::engine::Engine;
use crate::error::{FaultKind, Result, StoreError};
use crate::id::{Digest, Jurisdiction, hex, unhex};
use crate::query::BackupReport;

/// Version of the format.
const FORMAT: u64 = 1;

/// Bytes of rows written in one statement.
const CHUNK: usize = 1 << 20;

/// A table as it stands in the file. `columns` has one letter each, after the jurisdiction: text, integer,
/// bytes.
struct Table {
    name: &'static str,
    export: &'static str,
    import: &'static str,
    columns: &'static str,
}

const TABLES: [Table; 9] = [
    table("event", "export_event", "event_insert", "tittttttiiibb"),
    table("payload", "export_payload", "payload_insert", "titbt"),
    table("head", "export_head", "head_insert", "tib"),
    table("series", "export_series", "series_insert", "ti"),
    table("answer", "export_answer", "answer_insert", "tbtti"),
    table("outbox", "export_outbox", "import_outbox", "titti"),
    table("journal", "export_journal", "journal_insert", "titttt"),
    table("record", "export_record", "import_record", "ttiti"),
    table("blob", "export_blob", "import_blob", "bb"),
];

const EXPORTS: [&str; 9] = {
    let mut names = [""; 9];
    let mut at = 0;
    while at < names.len() {
        names[at] = TABLES[at].export;
        at += 1;
    }
    names
};

const fn table(
    name: &'static str,
    export: &'static str,
    import: &'static str,
    columns: &'static str,
) -> Table {
    Table { name, export, import, columns }
}

fn file_fault(doing: &str, path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    let doing = format!("{doing} {}", path.display());
    move |cause| {
        let kind = match cause.kind() {
            std::io::ErrorKind::StorageFull
            | std::io::ErrorKind::FileTooLarge
            | std::io::ErrorKind::QuotaExceeded => FaultKind::Full,
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
                FaultKind::ReadOnly
            }
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => FaultKind::Corrupt,
            _ => FaultKind::Unavailable,
        };
        StoreError::caused(kind, doing.clone(), cause)
    }
}

/// Writes lines and keeps account of them.
struct Account<W> {
    out: W,
    hasher: Sha256,
    rows: BTreeMap<String, u64>,
}

impl<W: Write> Account<W> {
    fn line(&mut self, line: &Value) -> std::io::Result<()> {
        let mut text = line.to_string();
        text.push('\n');
        self.hasher.update(&text);
        self.out.write_all(text.as_bytes())
    }
}

pub(crate) async fn backup<B: Backend>(
    engine: &Engine<B>,
    to: &Path,
    progress: Progress<'_>,
) -> Result<BackupReport> {
    let partial = PathBuf::from(format!("{}.partial", to.display()));
    let written = write_file(engine, &partial, progress).await;
    let kept = written.and_then(|report| {
        std::fs::rename(&partial, to).map_err(file_fault("writing", to))?;
        Ok(report)
    });
    if kept.is_err() {
        // Nothing more can be done about a partial file that cannot be removed; the first error counts.
        drop(std::fs::remove_file(&partial));
    }
    kept
}

async fn write_file<B: Backend>(
    engine: &Engine<B>,
    path: &Path,
    progress: Progress<'_>,
) -> Result<BackupReport> {
    let fault = file_fault("writing", path);
    let file = File::create(path).map_err(&fault)?;
    let out = zstd::stream::write::Encoder::new(file, 3).map_err(&fault)?;
    let mut account = Account { out, hasher: Sha256::new(), rows: BTreeMap::new() };
    account.line(&json!({"yifa": "backup", "format": FORMAT})).map_err(&fault)?;
    let mut done = 0;
    let mut sink = |export: &'static str, row: Vec<Cell>| {
        let name = TABLES.iter().find(|table| table.export == export).map_or(export, |table| table.name);
        *account.rows.entry(name.to_owned()).or_default() += 1;
        let line = std::iter::once(Value::from(name)).chain(row.into_iter().map(plain)).collect();
        account.line(&Value::Array(line)).map_err(&fault)?;
        done += 1;
        if done % 1_000 == 0 {
            progress(done, None);
        }
        Ok(())
    };
    engine.0.export(&EXPORTS, &mut sink).await?;
    progress(done, Some(done));
    let report = BackupReport { rows: account.rows, digest: Digest(account.hasher.finalize().into()) };
    let footer = format!("{}\n", json!({"rows": report.rows, "digest": report.digest.to_string()}));
    account.out.write_all(footer.as_bytes()).map_err(&fault)?;
    let file = account.out.finish().map_err(&fault)?;
    file.sync_all().map_err(&fault)?;
    Ok(report)
}

fn plain(cell: Cell) -> Value {
    match cell {
        Cell::Text(text) => text.map_or(Value::Null, Value::String),
        Cell::Int(number) => number.map_or(Value::Null, Value::from),
        Cell::Blob(bytes) => bytes.map_or(Value::Null, |bytes| Value::String(hex(&bytes))),
    }
}

type Lines = BufReader<zstd::stream::read::Decoder<'static, BufReader<File>>>;

fn lines(path: &Path) -> Result<Lines> {
    let fault = file_fault("reading", path);
    let file = File::open(path).map_err(&fault)?;
    Ok(BufReader::new(zstd::stream::read::Decoder::new(file).map_err(&fault)?))
}

fn broken(path: &Path, why: &str) -> StoreError {
    StoreError::corrupt(format!("backup {}: {why}", path.display()))
}

/// Reads the file to its end once, so that nothing of a damaged one is ever written.
fn examine(path: &Path) -> Result<BackupReport> {
    let mut lines = lines(path)?;
    // Damaged compression shows as an input error of any kind.
    let damaged = |cause| StoreError::caused(FaultKind::Corrupt, format!("backup {}", path.display()), cause);
    let mut hasher = Sha256::new();
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    let mut line = Vec::new();
    let mut first = true;
    loop {
        line.clear();
        let read = lines.read_until(b'\n', &mut line).map_err(&damaged)?;
        if read == 0 {
            return Err(broken(path, "its last line is missing"));
        }
        let value: Value = serde_json::from_slice(&line).map_err(|_| broken(path, "a line is not JSON"))?;
        if first {
            match (value["yifa"].as_str(), value["format"].as_u64()) {
                (Some("backup"), Some(FORMAT)) => {}
                (Some("backup"), Some(newer)) => {
                    let doing = format!("backup {} has format {newer}, known is {FORMAT}", path.display());
                    return Err(StoreError::fault(FaultKind::Newer, doing));
                }
                _ => return Err(broken(path, "this is not a backup")),
            }
            first = false;
        } else if let Some(name) = value[0].as_str() {
            *rows.entry(name.to_owned()).or_default() += 1;
        } else {
            let digest = Digest(hasher.finalize().into());
            let same = value["digest"].as_str() == Some(&digest.to_string()) && value["rows"] == json!(rows);
            let end = lines.read_until(b'\n', &mut line).map_err(&damaged)? == 0;
            return match (same, end) {
                (true, true) => Ok(BackupReport { rows, digest }),
                (true, false) => Err(broken(path, "it goes on after its last line")),
                (false, _) => Err(broken(path, "its digest is not that of its content")),
            };
        }
        hasher.update(&line);
    }
}

pub(crate) async fn restore<B: Backend>(
    engine: &Engine<B>,
    from: &Path,
    progress: Progress<'_>,
) -> Result<BackupReport> {
    let report = examine(from)?;
    if !engine.jurisdictions().await?.is_empty() {
        return Err(StoreError::invalid("restore", "the store must be empty"));
    }
    let total: u64 = report.rows.values().sum();
    let mut reader = Rows { path: from, lines: lines(from)?, waiting: None, ended: false, logs: Vec::new() };
    reader.lines.skip_until(b'\n').map_err(file_fault("reading", from))?;
    let mut done = 0;
    let mut source = || {
        let chunk = reader.chunk()?;
        if let Some((_, Step::Each { rows, .. })) = &chunk {
            done += rows.len() as u64;
            progress(done.min(total), Some(total));
        }
        Ok(chunk)
    };
    engine.0.import(&mut source).await?;
    Ok(report)
}

type Row = (&'static Table, Jurisdiction, Vec<Cell>);

/// Reads the rows of an examined file in chunks of one table and jurisdiction.
struct Rows<'a> {
    path: &'a Path,
    lines: Lines,
    waiting: Option<Row>,
    /// The last line has been read.
    ended: bool,
    /// Jurisdictions with events: their read tables must be rebuilt.
    logs: Vec<Jurisdiction>,
}

impl Rows<'_> {
    fn chunk(&mut self) -> Result<Option<(Jurisdiction, Step)>> {
        let mut size = 0;
        let Some((table, jurisdiction, first)) = self.row(&mut size)? else {
            return Ok(self.logs.pop().map(|jurisdiction| {
                let params = vec![jurisdiction.as_str().into()];
                (jurisdiction, Step::Once { name: "rebuild_mark", params, must_touch: None })
            }));
        };
        if table.name == "event" && self.logs.last() != Some(&jurisdiction) {
            self.logs.push(jurisdiction.clone());
        }
        let mut rows = vec![first];
        while size < CHUNK {
            match self.row(&mut size)? {
                Some((same, place, row)) if same.name == table.name && place == jurisdiction => {
                    rows.push(row)
                }
                other => {
                    self.waiting = other;
                    break;
                }
            }
        }
        Ok(Some((jurisdiction, Step::Each { name: table.import, rows })))
    }

    fn row(&mut self, size: &mut usize) -> Result<Option<Row>> {
        if let Some(row) = self.waiting.take() {
            return Ok(Some(row));
        }
        if self.ended {
            return Ok(None);
        }
        let mut line = Vec::new();
        self.lines.read_until(b'\n', &mut line).map_err(file_fault("reading", self.path))?;
        *size += line.len();
        let value: Value =
            serde_json::from_slice(&line).map_err(|_| broken(self.path, "a line is not JSON"))?;
        let Value::Array(cells) = value else {
            self.ended = true;
            return Ok(None);
        };
        let mut cells = cells.into_iter();
        let row = (|| {
            let name = cells.next()?;
            let table = TABLES.iter().find(|table| Some(table.name) == name.as_str())?;
            let jurisdiction = Jurisdiction::new(cells.next()?.as_str()?).ok()?;
            let row: Option<Vec<Cell>> =
                table.columns.chars().map(|kind| cell(kind, cells.next()?)).collect();
            Some((table, jurisdiction, row?))
        })();
        match (row, cells.next()) {
            (Some(row), None) => Ok(Some(row)),
            _ => Err(broken(self.path, "a row has other columns than its table")),
        }
    }
}

fn cell(kind: char, value: Value) -> Option<Cell> {
    Some(match (kind, value) {
        ('t', Value::Null) => Cell::Text(None),
        ('t', Value::String(text)) => Cell::Text(Some(text)),
        ('i', Value::Null) => Cell::Int(None),
        ('i', number) => Cell::Int(Some(number.as_i64()?)),
        ('b', Value::Null) => Cell::Blob(None),
        ('b', Value::String(digits)) => Cell::Blob(Some(unhex(&digits)?)),
        _ => return None,
    })
}
