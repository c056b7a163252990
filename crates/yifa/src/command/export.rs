//! `yifa export`: events and matters out of the city, as JSON lines or as a sheet.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::Value as Json;
use yifa_app::export::{ExportOrder, sheet_cell};
use yifa_kernel::matter::Actor;

use super::bar;
use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};

/// Arguments of `yifa export`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 导出什么 · what to take out
    #[arg(value_enum)]
    what: What,
    /// 只导出一件事项（标识或者编号）· one matter only, by identifier or number
    #[arg(long)]
    matter: Option<String>,
    /// 只导出一种程序 · one procedure only
    #[arg(long)]
    procedure: Option<String>,
    /// 格式 · format
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// 一并导出个人信息，并记入日志 · personal values too; that is journalled
    #[arg(long)]
    personal: bool,
    /// 写入文件，默认标准输出 · file to write; standard output unless given
    #[arg(long)]
    to: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// 事件及其哈希 · events with their hashes
    Events,
    /// 事项现状 · matters as they stand
    Matters,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 每行一个 JSON · one JSON object a line
    Jsonl,
    /// 表格（UTF-8，带 BOM，便于电子表格打开）· a sheet, UTF-8 with a mark for spreadsheet programs
    Csv,
}

/// Takes out what was asked for.
///
/// # Errors
/// No such matter; the store; the file cannot be written.
pub fn run(arguments: &Arguments) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let city = running::city(&arguments.place.find()?).await?;
        let order = ExportOrder {
            matter: arguments.matter.clone(),
            procedure: arguments.procedure.as_deref().map(Into::into),
            personal: arguments.personal,
        };
        if let Some(procedure) = order.procedure.as_ref().filter(|id| city.registry().latest(id).is_none()) {
            return Err(Failure::misuse(
                "there is no such procedure",
                procedure.to_string(),
                "see `yifa definitions`",
            ));
        }
        let mut out = Out::open(arguments)?;
        let bar = bar::counting("导出 · exporting");
        let mut give = |line: Json| {
            bar.inc(1);
            out.line(&line)
        };
        let exported = match arguments.what {
            What::Events => city.export_events(&order, &Actor::law(), &mut give).await,
            What::Matters => city.export_matters(&order, &mut give).await,
        };
        bar.finish_and_clear();
        if out.gone {
            return Ok(Answer::Fine);
        }
        exported.map_err(|error| answered(&error))?;
        out.end().map_err(|error| unwritten(arguments, &error))?;
        Ok(Answer::Fine)
    })
}

fn unwritten(arguments: &Arguments, error: &io::Error) -> Failure {
    let place =
        arguments.to.as_ref().map_or_else(|| "standard output".to_owned(), |to| to.display().to_string());
    Failure::fault(error.to_string(), place, "check the disk and who may write there")
}

/// Where lines go. A sheet's header is the names of its first line.
struct Out {
    to: Box<dyn Write + Send>,
    format: Format,
    header: Vec<String>,
    /// A reader that has gone away (`| head`) is no fault.
    gone: bool,
}

impl Out {
    fn open(arguments: &Arguments) -> Result<Self, Failure> {
        let to: Box<dyn Write + Send> = match &arguments.to {
            None => Box::new(BufWriter::new(io::stdout())),
            Some(path) => {
                Box::new(BufWriter::new(File::create(path).map_err(|error| unwritten(arguments, &error))?))
            }
        };
        Ok(Self { to, format: arguments.format, header: Vec::new(), gone: false })
    }

    fn line(&mut self, line: &Json) -> io::Result<()> {
        let written = match self.format {
            Format::Jsonl => writeln!(self.to, "{line}"),
            Format::Csv => self.row(line),
        };
        self.gone |= written.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe);
        written
    }

    fn row(&mut self, line: &Json) -> io::Result<()> {
        let Some(line) = line.as_object() else { return Ok(()) };
        if self.header.is_empty() {
            self.header = line.keys().cloned().collect();
            self.to.write_all("\u{feff}".as_bytes())?;
            write_row(&mut self.to, self.header.iter().map(String::clone))?;
        }
        let cells = self.header.iter().map(|key| line.get(key).map(sheet_cell).unwrap_or_default());
        let cells: Vec<String> = cells.collect();
        write_row(&mut self.to, cells)
    }

    fn end(&mut self) -> io::Result<()> {
        match self.to.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

fn write_row(to: &mut impl Write, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
    let quoted = cells.into_iter().map(|cell| match cell.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    });
    writeln!(to, "{}\r", quoted.collect::<Vec<_>>().join(","))
}
