//! `yifa law translation`: an English translation compared with its Chinese source, and whether the source is still the
//! text that was translated.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use yifa_app::{review, translation};
use yifa_law::translation::{Check, Comparison, Finding, Says, compare};

use super::running::broken;
use crate::answer::{Answer, Failure};
use crate::words::Language;
use crate::{input, output};

/// 要核对的译文 · what to compare
#[derive(Debug, Args)]
pub struct Arguments {
    /// 中文原文 · the Chinese text
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// 英文译文；不写则只核对原文的摘要 · the English text; without it only the digest of the source is compared
    #[arg(value_name = "ENGLISH", required_unless_present = "translated_from")]
    english: Option<PathBuf>,
    /// 译文页面所载原文的 SHA-256 · the SHA-256 that the English page gives for its source
    #[arg(long, value_name = "SHA256")]
    translated_from: Option<String>,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// Compares and prints. The answer is no when something does not agree, or the source is another text by now.
///
/// # Errors
/// Wrong use when a file is no text.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let source = read(&arguments.source, language)?;
    let english = arguments.english.as_deref().map(|file| read(file, language)).transpose()?;
    let glossary = translation::carried_glossary().map_err(|error| broken(&error))?;
    let compared = english.as_deref().map(|english| compare(&source, english, &glossary));
    let fresh = arguments.translated_from.as_deref().map(|told| translation::is_text_of(&source, told));
    let digest = review::digest(&source);
    match arguments.json {
        true => output::print_json(&as_json(compared.as_ref(), &digest, fresh, language))?,
        false => output::print(&told(compared.as_ref(), &digest, fresh, language))?,
    }
    let wrong = compared.is_some_and(|compared| !compared.findings.is_empty());
    Ok(Answer::no_if(wrong || fresh == Some(false)))
}

fn read(file: &Path, language: Language) -> Result<String, Failure> {
    let bytes = input::read(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let opened = yifa_library::open(&name, &bytes).map_err(|why| input::no_text(&why, file, language))?;
    Ok(opened.document.statute.source().to_owned())
}

fn as_json(compared: Option<&Comparison>, digest: &str, fresh: Option<bool>, language: Language) -> Value {
    let findings = compared.into_iter().flat_map(|compared| &compared.findings).map(|one| {
        json!({
            "check": one.check.code(), "code": one.says.code(), "place": one.place,
            "chinese": one.chinese, "english": one.english,
            "source_span": [one.zh_span.start, one.zh_span.end], "english_span": [one.en_span.start, one.en_span.end],
            "says": says(one, language),
        })
    });
    let checks = compared.map(|compared| {
        let one = |check: Check| {
            json!({ "check": check.code(), "passed": compared.passed(check), "where": compared.first_place(check) })
        };
        Check::ALL.map(one).to_vec()
    });
    json!({
        "source_sha256": digest, "same_as_translated": fresh, "span_unit": "byte of the UTF-8 text",
        "source_articles": compared.map(|compared| compared.zh_articles),
        "english_articles": compared.map(|compared| compared.en_articles),
        "term_uses": compared.map(|compared| compared.term_uses),
        "term_hits": compared.map(|compared| compared.term_hits),
        "checks": checks, "findings": findings.collect::<Vec<_>>(),
    })
}

fn told(compared: Option<&Comparison>, digest: &str, fresh: Option<bool>, language: Language) -> String {
    let mut out = format!("{} SHA-256 {digest}\n", language.pick("原文", "source"));
    if let Some(fresh) = fresh {
        let says = match fresh {
            true => language.pick("· 原文就是译文所依据的文本", "· this is the text that was translated"),
            false => {
                language.pick("✗ 原文已不是译文所依据的文本", "✗ this is not the text that was translated")
            }
        };
        let _ = writeln!(out, "{says}");
    }
    let Some(compared) = compared else { return out };
    let (zh, en) = (compared.zh_articles, compared.en_articles);
    let _ = match language {
        Language::Zh => writeln!(out, "原文 {zh} 条，译文 {en} 条；{} 处不一致", compared.findings.len()),
        Language::En => {
            writeln!(out, "{zh} articles, {en} in English; {} places differ", compared.findings.len())
        }
    };
    for check in Check::ALL {
        let sign = if compared.passed(check) { "·" } else { "✗" };
        let _ = writeln!(out, "{sign} {}", check_word(check, language));
        for one in compared.findings.iter().filter(|one| one.check == check) {
            let _ = writeln!(out, "    {} {}", one.place, says(one, language));
        }
    }
    out
}

fn check_word(check: Check, language: Language) -> &'static str {
    let (zh, en) = match check {
        Check::Articles => ("条款项数", "articles, paragraphs, items"),
        Check::Numbers => ("数字、日期、金额", "numbers, dates, sums"),
        Check::Citations => ("引用的文件名称", "titles of cited instruments"),
        Check::Modality => ("应当、不得、可以", "shall, shall not, may"),
        Check::Untranslated => ("未译汉字", "characters left"),
        Check::Terms => ("术语", "terms"),
        Check::References => ("条文引用", "cross-references"),
    };
    language.pick(zh, en)
}

fn says(one: &Finding, language: Language) -> String {
    let (zh, en) = (&one.chinese, &one.english);
    let (chinese, english) = match one.says {
        Says::ArticleMissing => ("译文没有这一条".to_owned(), "is not in the English text".to_owned()),
        Says::ArticleAdded => (format!("原文没有这一条：{en}"), format!("{en} is not in the Chinese text")),
        Says::ParagraphsDiffer => {
            (format!("原文 {zh} 款，译文 {en} 款"), format!("{zh} paragraphs, {en} in English"))
        }
        Says::ItemsDiffer => (format!("原文 {zh} 项，译文 {en} 项"), format!("{zh} items, {en} in English")),
        Says::FigureMissing => (format!("“{zh}”在译文中没有"), format!("{zh} is not in the English text")),
        Says::FigureAdded => {
            (format!("译文的“{en}”在原文中没有"), format!("{en} is not in the Chinese text"))
        }
        Says::UnitDiffers => {
            (format!("“{zh}”译作“{en}”，单位不同"), format!("{zh} became {en}: another unit"))
        }
        Says::DateMissing => {
            (format!("“{zh}”应为 {en}，译文没有"), format!("{zh} is {en}, which is not in the English text"))
        }
        Says::TitleNotRegistered => {
            (format!("“{zh}”没有登记英文名称"), format!("{zh} has no registered English title"))
        }
        Says::TitleNotUsed => (format!("“{zh}”登记的英文名称是 {en}"), format!("{zh} is registered as {en}")),
        Says::DutyWeakened => {
            (format!("“{zh}”没有译作 shall"), format!("{zh} is not said as a duty (shall)"))
        }
        Says::PermissionHardened => {
            (format!("“{zh}”没有译作 may"), format!("{zh} is not said as a permission (may)"))
        }
        Says::ProhibitionLost => {
            (format!("“{zh}”没有译作 shall not"), format!("{zh} is not said as a prohibition (shall not)"))
        }
        Says::CharactersLeft => (format!("未译：{en}"), format!("not translated: {en}")),
        Says::TermNotUsed => (format!("“{zh}”规定译作 {en}"), format!("{zh} must be called {en}")),
        Says::TermForbidden => (format!("“{zh}”不得译作 {en}"), format!("{zh} must not be called {en}")),
        Says::ReferenceMissing => (format!("“{zh}”应当指向 {en}"), format!("{zh} should refer to {en}")),
    };
    match language {
        Language::Zh => chinese,
        Language::En => english,
    }
}
