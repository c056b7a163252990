//! `yifa law number`: document numbers in their canonical form, so that two spellings of one number meet.

use std::io::{IsTerminal, Read, stdin};

use clap::Args;
use serde_json::{Value, json};
use yifa_law::docnumber::{
    self, DocumentNumber, DocumentNumberError, DocumentNumberFault, Oddity, ReadNumber,
};

use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{input, output};

/// 要规范的文号 · what to normalise
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文号；- 表示从标准输入逐行读取 · document numbers; - reads them from standard input, a line each
    #[arg(value_name = "TEXT", required = true)]
    texts: Vec<String>,
    /// 每个文号输出一行 JSON · print a JSON line for each
    #[arg(long)]
    json: bool,
}

/// Reads the numbers and prints each on a line. The answer is no when one cannot be read.
///
/// # Errors
/// A fault when standard input cannot be read.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let mut unreadable = false;
    for text in &arguments.texts {
        let lines = if text == "-" { lines_of_stdin()? } else { vec![text.clone()] };
        for line in &lines {
            for read in docnumber::parse_all(line) {
                unreadable |= read.is_err();
                if arguments.json {
                    output::print_json_line(&as_json(line, &read))?;
                } else {
                    output::print(&told(line, &read, language))?;
                }
            }
        }
    }
    Ok(Answer::no_if(unreadable))
}

fn lines_of_stdin() -> Result<Vec<String>, Failure> {
    if stdin().is_terminal() {
        let next = "pipe the numbers in, a line each, or name them as arguments";
        return Err(Failure::misuse("nothing is piped in", "the argument -", next));
    }
    let mut bytes = Vec::new();
    let failed = |what: String| Failure::fault(what, "standard input", "check where it comes from");
    stdin().lock().take(input::LONGEST).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
    let text = yifa_law::decode::decode(&bytes)
        .map_err(|error| Failure::misuse(error.to_string(), "standard input", "pipe in plain text"))?;
    Ok(text.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

fn as_json(text: &str, read: &Result<ReadNumber, DocumentNumberError>) -> Value {
    match read {
        Ok(read) => {
            let (kind, mark, year, serial) = match &read.number {
                DocumentNumber::Yearly { mark, year, serial } => {
                    ("yearly", mark, Some(year.to_string()), serial)
                }
                DocumentNumber::Announced { mark, year, serial } => {
                    ("announced", mark, year.map(|year| year.to_string()), serial)
                }
                DocumentNumber::Order { issuer, serial } => ("order", issuer, None, serial),
            };
            json!({
                "text": text,
                "number": read.number.to_string(),
                "kind": kind,
                "mark": mark,
                "year": year,
                "serial": serial,
                "definite": read.number.is_definite(),
                "oddities": read.oddities.iter().map(oddity).collect::<Vec<_>>(),
            })
        }
        Err(error) => json!({
            "text": text,
            "number": null,
            "error": fault(error.fault).0,
            "span": [error.span.start, error.span.end],
        }),
    }
}

fn told(text: &str, read: &Result<ReadNumber, DocumentNumberError>, language: Language) -> String {
    match read {
        Ok(read) if read.oddities.is_empty() => read.number.to_string(),
        Ok(read) => {
            let odd: Vec<&str> = read.oddities.iter().map(oddity).collect();
            format!("{}  ({})", read.number, odd.join(", "))
        }
        Err(error) => {
            let (code, zh, en) = fault(error.fault);
            format!("error[{code}]: {}: {text}", language.pick(zh, en))
        }
    }
}

fn oddity(oddity: &Oddity) -> &'static str {
    match oddity {
        Oddity::Label => "label",
        Oddity::Blanks => "blanks",
        Oddity::ZeroWidth => "zero-width",
        Oddity::Brackets => "brackets",
        Oddity::Wrapped => "wrapped",
        Oddity::Digits => "digits",
        Oddity::Ordinal => "ordinal",
        Oddity::Numero => "numero",
        Oddity::Inverted => "inverted",
        Oddity::ShortYear => "short-year",
        Oddity::LeadingZero => "leading-zero",
        Oddity::MaskedYear => "masked-year",
        Oddity::NoYear => "no-year",
        Oddity::NoMark => "no-mark",
        Oddity::MaskedMark => "masked-mark",
        Oddity::ImpossibleYear => "impossible-year",
        Oddity::LongMark => "long-mark",
        Oddity::Trailing(_) => "trailing",
    }
}

fn fault(fault: DocumentNumberFault) -> (&'static str, &'static str, &'static str) {
    match fault {
        DocumentNumberFault::Empty => ("empty", "没有内容", "nothing to read"),
        DocumentNumberFault::NoYear => {
            ("no-year", "没有加括号的年份，也没有“令第…号”", "neither a year in brackets nor 令第…号")
        }
        DocumentNumberFault::BadYear => ("bad-year", "年份不是四位数字", "the year is not four digits"),
        DocumentNumberFault::NoMark => {
            ("no-mark", "年份之前没有机关代字", "no mark of the issuer before the year")
        }
        DocumentNumberFault::NoSerial => ("no-serial", "没有序号", "no serial number"),
        DocumentNumberFault::BadSerial => {
            ("bad-serial", "“号”字之前不是一个整数", "what stands before 号 is not one whole number")
        }
        DocumentNumberFault::MaskedSerial => (
            "masked-serial",
            "序号是占位符，不指任何文件",
            "the serial number is a placeholder: it names no document",
        ),
        DocumentNumberFault::NoEnd => ("no-end", "没有“号”字", "it does not end with 号"),
        DocumentNumberFault::Suffix => (
            "suffix",
            "“号”字之后还有分号，是另一件文件的编号",
            "a part number after 号 makes it the number of another document",
        ),
        DocumentNumberFault::OtherText => (
            "other-text",
            "文号之外还有其他文字，请只写文号",
            "other text stands around it: write the number alone",
        ),
    }
}
