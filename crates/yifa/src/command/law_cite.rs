//! `yifa law cite`: every citation of a text, what it leads to, and whether that holds on a day.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use yifa_app::clock::{Clock, SystemClock};
use yifa_law::citation::{Fit, ResolvedInstrument, SaidVersion};
use yifa_law::instrument::Status;
use yifa_law::place::Place;
use yifa_law::text::{Missing, Statute};
use yifa_library::{Exists, Found, Instrument, Library, NotRead, ToldBy, Version, Written, written};

use crate::answer::{Answer, Failure};
use crate::lines::Lines;
use crate::words::{self, Language};
use crate::{folder, input, output};

/// 要核对的文本 · what to check
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件：纯文本、Markdown、HTML 或者 DOCX · plain text, Markdown, HTML or DOCX
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 在哪一日核对效力；不写则为今天 · the day on which it must hold; today when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// 法规文本所在的文件夹，用来核对条款项目 · a folder of texts, against which places are checked
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// One citation and what became of it.
struct Checked<'a> {
    span: std::ops::Range<usize>,
    /// In one form; as written when it cannot be read.
    citation: String,
    outcome: Outcome<'a>,
}

enum Outcome<'a> {
    /// It cannot be read, or what it stands for is not told: why.
    Unclear(String),
    /// It leads to a place of the text itself.
    Own(Vec<(Place, Exists)>),
    /// It leads to an instrument, in one of its versions.
    One(&'a Instrument, Meant, Vec<(Place, Exists)>),
    /// Several have the name; as written, with the version that is said.
    Several(String, Vec<&'a Instrument>, Option<SaidVersion>, Vec<(Place, Exists)>),
    /// None known here has the name; as written.
    Unknown(String, Vec<(Place, Exists)>),
}

/// Which version of an instrument a citation means.
#[derive(Clone, Copy)]
enum Meant {
    /// It says none: the one that governs on the day.
    Governing,
    /// The one that it says, and how well that one fits.
    Said(usize, Fit),
    /// It says one that is not known, or that several are.
    NotKnown(SaidVersion),
}

/// Checks the citations and prints them. The answer is no when one is malformed, leads to a place that does not
/// exist, or to an instrument not in force on the day.
///
/// # Errors
/// Wrong use or a fault when a file cannot be read or is no text.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let statute = read(&arguments.file, language)?;
    let on = arguments.on.unwrap_or_else(|| SystemClock.today());
    let library = folder::library(arguments.library.as_deref(), language)?;
    let checked = check(&statute, &library, on, language);
    let lines = Lines::of(statute.source());
    if arguments.json {
        output::print_json(&as_json(&checked, &library, &lines, on, language))?;
    } else {
        output::print(&told(&checked, &lines, on, language))?;
    }
    Ok(Answer::no_if(checked.iter().any(|one| one.outcome.is_wrong(on))))
}

/// A file of any format as a text.
fn read(file: &Path, language: Language) -> Result<Statute, Failure> {
    let bytes = input::read(file)?;
    match yifa_library::open(&file.to_string_lossy(), &bytes) {
        Ok(opened) => Ok(opened.document.statute),
        Err(why) => Err(input::no_text(&why, file, language)),
    }
}

fn check<'a>(statute: &Statute, library: &'a Library, on: Date, language: Language) -> Vec<Checked<'a>> {
    let one = |found| match found {
        Ok(one) => outcome(one, statute, library, on),
        Err(error) => {
            let error: NotRead = error;
            let citation = statute.slice(&error.span).to_owned();
            Checked { outcome: Outcome::Unclear(words::unread(&error, language)), span: error.span, citation }
        }
    };
    written(statute).into_iter().map(one).collect()
}

fn outcome<'a>(one: Written, statute: &Statute, library: &'a Library, on: Date) -> Checked<'a> {
    let ends = || one.resolved.places.iter().flat_map(|range| std::iter::once(range.from).chain(range.to));
    let not_told = || ends().map(|place| (place, Exists::NotTold)).collect();
    let outcome = match library.find(&one, on) {
        None => Outcome::Own(ends().map(|place| (place, exists_in(statute, &place))).collect()),
        Some(Found::One(_, found)) => {
            let meant = Meant::of(found, one.resolved.said);
            Outcome::One(found, meant, ends().map(|place| (place, meant.exists(found, &place, on))).collect())
        }
        Some(Found::Several(all)) => {
            let all = all.into_iter().map(|index| &library.instruments()[index]).collect();
            Outcome::Several(said(&one), all, one.resolved.said, not_told())
        }
        Some(Found::Unknown) => Outcome::Unknown(said(&one), not_told()),
    };
    Checked { span: one.span, citation: one.citation, outcome }
}

fn said(one: &Written) -> String {
    match &one.resolved.instrument {
        ResolvedInstrument::Titled { title, .. } => title.clone(),
        ResolvedInstrument::Numbered(number) => number.to_string(),
        ResolvedInstrument::Own => String::new(),
    }
}

fn exists_in(statute: &Statute, place: &Place) -> Exists {
    match statute.locate(place) {
        Ok(_) | Err(Missing::Ambiguous) => Exists::Yes,
        Err(Missing::Article) if statute.articles.is_empty() => Exists::NotTold,
        Err(_) => Exists::No,
    }
}

impl Meant {
    fn of(found: &Instrument, said: Option<SaidVersion>) -> Self {
        let Some(said) = said else { return Self::Governing };
        match found.version_said(&said) {
            Some((index, fit)) => Self::Said(index, fit),
            None => Self::NotKnown(said),
        }
    }

    fn exists(self, found: &Instrument, place: &Place, on: Date) -> Exists {
        match self {
            Self::Governing => found.exists(place, on),
            Self::Said(index, ..) => found.exists_in(index, place),
            Self::NotKnown(_) => Exists::NotTold,
        }
    }

    fn version(self, found: &Instrument, on: Date) -> Option<&Version> {
        match self {
            Self::Governing => found.governing(on),
            Self::Said(index, ..) => found.versions().get(index),
            Self::NotKnown(_) => None,
        }
    }

    /// What holds on the day, and whether both that and the version are sure.
    fn standing(self, found: &Instrument, on: Date) -> (Status, bool) {
        let standing = match self {
            Self::Said(index, ..) => found.standing_of(index, on),
            Self::Governing | Self::NotKnown(_) => found.standing_on(on),
        };
        let certain = match self {
            Self::Governing => true,
            Self::Said(_, fit) => fit == Fit::Exact,
            Self::NotKnown(_) => false,
        };
        (standing.status, standing.certain && certain)
    }

    fn gist<'a>(self, found: &'a Instrument, place: &Place, on: Date) -> Option<&'a str> {
        match self {
            Self::Governing => found.gist(place, on),
            Self::Said(index, ..) => found.gist_in(index, place),
            Self::NotKnown(_) => None,
        }
    }
}

impl Outcome<'_> {
    fn places(&self) -> &[(Place, Exists)] {
        match self {
            Self::Unclear(_) => &[],
            Self::Own(places)
            | Self::One(_, _, places)
            | Self::Several(_, _, _, places)
            | Self::Unknown(_, places) => places,
        }
    }

    /// Whether it speaks against the text.
    fn is_wrong(&self, on: Date) -> bool {
        let dead = match self {
            Self::Unclear(_) => true,
            Self::One(found, meant, _) => {
                !matches!(meant.standing(found, on).0, Status::InForce | Status::Undated)
            }
            Self::Own(_) | Self::Several(..) | Self::Unknown(..) => false,
        };
        dead || self.places().iter().any(|(_, exists)| *exists == Exists::No)
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Unclear(_) => "unclear",
            Self::Own(_) => "own",
            Self::One(..) => "instrument",
            Self::Several(..) => "ambiguous",
            Self::Unknown(..) => "unknown",
        }
    }
}

/// Who tells about an instrument: registered facts, its text, or only the text that ended it.
fn told_by(found: &Instrument) -> &'static str {
    match (found.facts().is_some(), found.versions().is_empty()) {
        (true, _) => "facts",
        (false, false) => "text",
        (false, true) => "repeal",
    }
}

fn as_json(checked: &[Checked<'_>], library: &Library, lines: &Lines, on: Date, language: Language) -> Value {
    let citations = checked.iter().map(|one| {
        let places = one.outcome.places().iter().map(|(place, exists)| {
            json!({ "place": place.to_string(), "exists": exists_word(*exists), "gist": gist(&one.outcome, place, on) })
        });
        let mut value = json!({
            "span": [one.span.start, one.span.end],
            "line": lines.of_byte(one.span.start),
            "citation": one.citation,
            "resolves_to": one.outcome.kind(),
            "places": places.collect::<Vec<_>>(),
            "title": null,
            "instrument": null,
            "version": null,
            "told_by": null,
            "file": null,
            "status": null,
            "certain": null,
            "says": null,
        });
        match &one.outcome {
            Outcome::Unclear(why) => value["says"] = why.clone().into(),
            Outcome::Own(_) => {}
            Outcome::Unknown(title, _) => value["title"] = title.clone().into(),
            Outcome::Several(title, all, said, _) => {
                value["title"] = title.clone().into();
                value["candidates"] = all.iter().map(|one| one.id().as_str()).collect::<Vec<_>>().into();
                if let Some(said) = said {
                    value["certain"] = false.into();
                    value["says"] = none_fits(said, all, language).into();
                }
            }
            Outcome::One(found, meant, _) => enter(&mut value, found, *meant, on, language),
        }
        value
    });
    let held = library.held().iter().map(|held| {
        json!({ "file": held.origin, "because": words::held(&held.because, language), "code": held.because.code() })
    });
    json!({
        "on": on.to_string(),
        "span_unit": "byte of the UTF-8 text",
        "citations": citations.collect::<Vec<_>>(),
        "left_out": held.collect::<Vec<_>>(),
    })
}

fn enter(value: &mut Value, found: &Instrument, meant: Meant, on: Date, language: Language) {
    let (status, certain) = meant.standing(found, on);
    let version = meant.version(found, on);
    value["title"] = found.title().into();
    value["instrument"] = found.id().as_str().into();
    value["version"] = version.map(Version::key).into();
    value["told_by"] = told_by(found).into();
    value["file"] =
        version.and_then(|version| version.bodies().first()).map(|body| body.origin.clone()).into();
    value["status"] = words::status_code(&status).into();
    value["certain"] = certain.into();
    value["says"] = says(found, meant, &status, language).into();
}

/// What holds, and what is not sure of the version that the citation says.
fn says(found: &Instrument, meant: Meant, status: &Status, language: Language) -> String {
    let holds = words::status(status, language);
    match (meant, language) {
        (Meant::Governing | Meant::Said(_, Fit::Exact), _) => holds,
        (Meant::Said(index, ..), Language::Zh) => {
            format!("{holds}；引用所称日期与 {} 的文本不符，请核对", key_of(found, index))
        }
        (Meant::Said(index, ..), Language::En) => {
            format!("{holds}; the day that is cited is not that of the text of {}", key_of(found, index))
        }
        (Meant::NotKnown(said), _) => none_fits(&said, &[found], language),
    }
}

fn key_of(found: &Instrument, index: usize) -> String {
    found.versions().get(index).map(Version::key).unwrap_or_default()
}

/// That no known version is the one that is said, and which are known.
fn none_fits(said: &SaidVersion, among: &[&Instrument], language: Language) -> String {
    let keys = among.iter().flat_map(|one| one.versions()).map(Version::key);
    let mut keys: Vec<String> = keys.collect();
    keys.sort();
    keys.dedup();
    let known = if keys.is_empty() { "—".to_owned() } else { keys.join("、") };
    match (said, language) {
        (SaidVersion::Former, Language::Zh) => {
            format!("所引是修订前的文本，请写明年份；已收录的文本：{known}")
        }
        (SaidVersion::Former, Language::En) => {
            format!("a former version is cited without its year; the known ones are of {known}")
        }
        (_, Language::Zh) => format!("不能确定所引“{said}”是哪一文本；已收录的文本：{known}"),
        (_, Language::En) => {
            format!("which version {said} means is not known; the known ones are of {known}")
        }
    }
}

fn gist(outcome: &Outcome<'_>, place: &Place, on: Date) -> Option<String> {
    let Outcome::One(found, meant, _) = outcome else { return None };
    meant.gist(found, place, on).map(ToOwned::to_owned)
}

fn exists_word(exists: Exists) -> &'static str {
    match exists {
        Exists::Yes => "yes",
        Exists::No => "no",
        Exists::NotTold => "not_told",
        Exists::Spoiled => "spoiled",
    }
}

fn told(checked: &[Checked<'_>], lines: &Lines, on: Date, language: Language) -> String {
    let mut out = match language {
        Language::Zh => format!("{} 处引用，按 {on} 核对\n", checked.len()),
        Language::En => format!("{} citations, as on {on}\n", checked.len()),
    };
    for one in checked {
        let sign = if one.outcome.is_wrong(on) { "✗" } else { "·" };
        let _ = write!(out, "{sign} :{}  {}", lines.of_byte(one.span.start), one.citation);
        let _ = writeln!(out, "  {}", meaning(&one.outcome, on, language));
        for (place, exists) in one.outcome.places() {
            if *exists == Exists::No {
                let _ = writeln!(out, "    {place}: {}", language.pick("不存在", "does not exist"));
            } else if *exists == Exists::Spoiled {
                let says = language.pick(
                    "收录的文本在这里缺条，不得引用，须与原件核对",
                    "the text at hand has a gap here; compare it with the original before it is cited",
                );
                let _ = writeln!(out, "    {place}: {says}");
            } else if let Some(gist) = gist(&one.outcome, place, on) {
                let _ = writeln!(out, "    {place}: {gist}");
            }
        }
    }
    out
}

/// Why a status is not certain.
fn doubt(found: &Instrument, on: Date) -> Option<(&'static str, &'static str)> {
    let version = found.governing(on)?;
    if version.starts().is_some() && version.effect().told_by == ToldBy::Presumed {
        return Some(("（施行日期未登记，按通过日推定）", " (day of effect presumed)"));
    }
    version
        .is_doubtful()
        .then_some(("（文本有疑点，请与原件核对）", " (the text is doubtful; compare it with the original)"))
}

fn meaning(outcome: &Outcome<'_>, on: Date, language: Language) -> String {
    match outcome {
        Outcome::Unclear(why) => why.clone(),
        Outcome::Own(_) => language.pick("本文件", "this text").to_owned(),
        Outcome::Unknown(..) => language.pick("未收录", "not known here").to_owned(),
        Outcome::Several(_, all, said, _) => {
            let ids: Vec<&str> = all.iter().map(|one| one.id().as_str()).collect();
            let several = language.pick("同名文件不止一件", "several have this name:");
            let said = said.map(|said| format!("；{}", none_fits(&said, all, language))).unwrap_or_default();
            format!("{several} {}{said}", ids.join(", "))
        }
        Outcome::One(found, meant @ (Meant::Said(..) | Meant::NotKnown(_)), _) => {
            says(found, *meant, &meant.standing(found, on).0, language)
        }
        Outcome::One(found, Meant::Governing, _) => {
            let standing = found.standing_on(on);
            let says = words::status(&standing.status, language);
            let says = match doubt(found, on) {
                Some((zh, en)) if !standing.certain => says + language.pick(zh, en),
                _ => says,
            };
            match (found.without_text_on(on), language) {
                (None, _) => says,
                (Some(version), Language::Zh) => format!("{says}；{} 的文本未收录", version.key()),
                (Some(version), Language::En) => {
                    format!("{says}; the text of {} is not at hand", version.key())
                }
            }
        }
    }
}
