//! `yifa definitions`: the reference of the definition language, and the schemas of its files.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Map, Value};
use yifa_kernel::definition::{definitions_page, schemas};

use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{input, output};

/// 定义语言的参考 · the definition language
#[derive(Debug, Subcommand)]
pub enum Definitions {
    /// 定义文件的全部键、条件语言与诊断代码（Markdown）· every key, the condition language, the diagnostics
    Page(Arguments),
    /// 定义文件的 JSON Schema · the JSON Schema of each kind of file
    Schema(Arguments),
}

/// 写到哪里 · where to
#[derive(Debug, Args)]
pub struct Arguments {
    /// 写入该文件夹而不是标准输出 · write into this folder instead of standard output
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

/// Prints or writes what is generated from the types of definitions.
///
/// # Errors
/// A fault when a file cannot be written.
pub fn run(which: &Definitions, language: Language) -> Result<Answer, Failure> {
    match which {
        Definitions::Page(Arguments { write: None }) => output::print(&definitions_page())?,
        Definitions::Page(Arguments { write: Some(folder) }) => {
            write(folder, &[("DEFINITIONS.md".to_owned(), definitions_page())], language)?;
        }
        Definitions::Schema(Arguments { write: None }) => {
            let all: Map<String, Value> =
                schemas().into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
            output::print_json(&Value::Object(all))?;
        }
        Definitions::Schema(Arguments { write: Some(folder) }) => {
            let file = |(name, schema): (&str, Value)| (format!("{name}.json"), format!("{schema:#}\n"));
            write(folder, &schemas().into_iter().map(file).collect::<Vec<_>>(), language)?;
        }
    }
    Ok(Answer::Fine)
}

fn write(folder: &Path, files: &[(String, String)], language: Language) -> Result<(), Failure> {
    let failed = |path: &Path, error: std::io::Error| {
        let what = format!("the file cannot be written: {error}");
        Failure::fault(what, input::shown(path), "name a folder that this user may write")
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| failed(&path, error))?;
    }
    let count = files.len();
    let told = match language {
        Language::Zh => format!("已写入 {count} 个文件：{}", input::shown(folder)),
        Language::En => format!("{count} files written to {}", input::shown(folder)),
    };
    output::print(&told)
}
