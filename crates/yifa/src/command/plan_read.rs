//! `yifa plan read`: a notice as a tree of items with exact places, obligations, counts and findings.

mod obligation;
mod tree;
mod wire;

use std::path::PathBuf;

use clap::Args;
use yifa_law::notice::{self, Severity};

use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{input, output};

/// 要读的通知 · what to read
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件：纯文本或者 HTML，UTF-8、UTF-16 或者 GB 18030 · a plain text or an HTML page
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 读文的年份；此后的文号不可能存在 · the year of reading; later document numbers are impossible
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// Reads the notice and prints it. The answer is no when the text cannot be taken over as it is.
///
/// # Errors
/// Wrong use or a fault when the file cannot be read.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let read = notice::read_bytes(&input::read(&arguments.file)?, arguments.year);
    if arguments.json {
        output::print_json(&wire::notice(&input::shown(&arguments.file), &read, language))?;
    } else {
        output::print(&tree::told(&read, language))?;
    }
    let grave = read.notice.findings.iter().any(|finding| finding.severity() == Severity::Error);
    Ok(Answer::no_if(grave))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
