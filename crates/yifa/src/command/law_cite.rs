//! `yifa law cite`: every citation of a text, what it leads to, and whether that holds on a day.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use yifa_app::clock::{Clock, SystemClock};
use yifa_law::citation::{Resolved, ResolvedInstrument, Resolver, find};
use yifa_law::decode::decode;
use yifa_law::instrument::Status;
use yifa_law::place::Place;
use yifa_law::text::Statute;

use crate::answer::{Answer, Failure};
use crate::library::{Exists, Found, Library, exists_in};
use crate::lines::Lines;
use crate::words::{self, Language};
use crate::{input, output};

/// 要核对的文本 · what to check
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件：纯文本或者 Markdown · a plain text or Markdown
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
    /// It leads to an instrument.
    Other(Resolved, Found<'a>, Vec<(Place, Exists)>),
}

/// Checks the citations and prints them. The answer is no when one is malformed, leads to a place that does not
/// exist, or to an instrument not in force on the day.
///
/// # Errors
/// Wrong use or a fault when a file cannot be read or is no text.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let bytes = input::read(&arguments.file)?;
    let text = decode(&bytes).map_err(|error| {
        let next = "save it as plain text";
        Failure::misuse(error.to_string(), input::shown(&arguments.file), next)
    })?;
    let on = arguments.on.unwrap_or_else(|| SystemClock.today());
    let library = Library::open(arguments.library.as_deref())?;
    let statute = Statute::read(text.text);
    let checked = check(&statute, &library, on);
    let lines = Lines::of(statute.source());
    if arguments.json {
        output::print_json(&as_json(&checked, &library, &lines, on, language))?;
    } else {
        output::print(&told(&checked, &library, &lines, on, language))?;
    }
    Ok(Answer::no_if(checked.iter().any(|one| one.outcome.is_wrong(on))))
}

fn check<'a>(statute: &Statute, library: &'a Library, on: Date) -> Vec<Checked<'a>> {
    let mut resolver = Resolver::new();
    let mut checked = Vec::new();
    for found in find(statute.source()) {
        let citation = match found {
            Ok(citation) => citation,
            Err(error) => {
                let citation = statute.slice(&error.span).to_owned();
                let outcome = Outcome::Unclear(error.to_string());
                checked.push(Checked { span: error.span, citation, outcome });
                continue;
            }
        };
        if let Some(place) = position(statute, citation.span.start) {
            resolver.stand_at(place);
        }
        let outcome = match resolver.resolve(&citation) {
            Ok(resolved) => outcome(resolved, statute, library, on),
            Err(why) => Outcome::Unclear(why.to_string()),
        };
        checked.push(Checked { span: citation.span.clone(), citation: citation.to_string(), outcome });
    }
    checked
}

/// The article and paragraph that a byte stands in.
fn position(statute: &Statute, at: usize) -> Option<Place> {
    let before = statute.articles.partition_point(|article| article.span.start <= at);
    let article = statute.articles[..before].last().filter(|article| at < article.span.end)?;
    let paragraph = article.paragraphs.iter().position(|paragraph| paragraph.span.contains(&at));
    let number = paragraph.and_then(|index| u32::try_from(index + 1).ok());
    Some(Place { paragraph: number, ..Place::article(article.number) })
}

fn outcome<'a>(resolved: Resolved, statute: &Statute, library: &'a Library, on: Date) -> Outcome<'a> {
    let ends = resolved.places.iter().flat_map(|range| std::iter::once(range.from).chain(range.to));
    match library.find(&resolved.instrument, on) {
        None => Outcome::Own(ends.map(|place| (place, exists_in(statute, &place))).collect()),
        Some(found) => {
            let places = ends.map(|place| (place, found.exists(&place, on))).collect();
            Outcome::Other(resolved, found, places)
        }
    }
}

impl Outcome<'_> {
    fn places(&self) -> &[(Place, Exists)] {
        match self {
            Self::Unclear(_) => &[],
            Self::Own(places) | Self::Other(_, _, places) => places,
        }
    }

    /// Whether it speaks against the text.
    fn is_wrong(&self, on: Date) -> bool {
        let dead = match self {
            Self::Unclear(_) => true,
            Self::Own(_) => false,
            Self::Other(_, found, _) => found.status(on).is_some_and(|status| status != Status::InForce),
        };
        dead || self.places().iter().any(|(_, exists)| *exists == Exists::No)
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Unclear(_) => "unclear",
            Self::Own(_) => "own",
            Self::Other(_, Found::Known(..), _) => "instrument",
            Self::Other(_, Found::TextOnly(_), _) => "text",
            Self::Other(_, Found::Ambiguous(_), _) => "ambiguous",
            Self::Other(_, Found::Unknown, _) => "unknown",
        }
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
            "file": null,
            "status": null,
            "says": null,
        });
        match &one.outcome {
            Outcome::Unclear(why) => value["says"] = why.clone().into(),
            Outcome::Own(_) => {}
            Outcome::Other(resolved, found, _) => {
                value["title"] = title(resolved, found).into();
                if let Found::Known(known, _) = found {
                    value["instrument"] = known.id().as_str().into();
                }
                if let Found::Known(_, Some(text)) | Found::TextOnly(text) = found {
                    value["file"] = input::shown(&text.file).into();
                }
                if let Some(status) = found.status(on) {
                    value["status"] = words::status_code(&status).into();
                    value["says"] = words::status(&status, language).into();
                }
                if let Found::Ambiguous(ids) = found {
                    value["candidates"] = ids.clone().into();
                }
            }
        }
        value
    });
    let left_out = library.left_out().iter();
    let left_out = left_out.map(|file| json!({ "file": input::shown(&file.file), "because": file.because }));
    json!({
        "on": on.to_string(),
        "span_unit": "byte of the UTF-8 text",
        "citations": citations.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
    })
}

fn gist(outcome: &Outcome<'_>, place: &Place, on: Date) -> Option<String> {
    let Outcome::Other(_, found, _) = outcome else { return None };
    found.gist(place, on).map(ToOwned::to_owned)
}

fn title(resolved: &Resolved, found: &Found<'_>) -> String {
    match (found, &resolved.instrument) {
        (Found::Known(known, _), _) => known.title().to_owned(),
        (_, ResolvedInstrument::Titled { title, .. }) => title.clone(),
        (_, ResolvedInstrument::Numbered(number)) => number.to_string(),
        (_, ResolvedInstrument::Own) => String::new(),
    }
}

fn exists_word(exists: Exists) -> &'static str {
    match exists {
        Exists::Yes => "yes",
        Exists::No => "no",
        Exists::NotTold => "not_told",
    }
}

fn told(checked: &[Checked<'_>], library: &Library, lines: &Lines, on: Date, language: Language) -> String {
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
            } else if let Some(gist) = gist(&one.outcome, place, on) {
                let _ = writeln!(out, "    {place}: {gist}");
            }
        }
    }
    for file in library.left_out() {
        let unused = language.pick("未采用", "left out");
        let _ = writeln!(out, "{unused}: {}: {}", input::shown(&file.file), file.because);
    }
    out
}

fn meaning(outcome: &Outcome<'_>, on: Date, language: Language) -> String {
    match outcome {
        Outcome::Unclear(why) => why.clone(),
        Outcome::Own(_) => language.pick("本文件", "this text").to_owned(),
        Outcome::Other(_, Found::Unknown, _) => language.pick("未收录", "not known here").to_owned(),
        Outcome::Other(_, Found::Ambiguous(ids), _) => {
            format!("{} {}", language.pick("同名文件不止一件", "several have this name:"), ids.join(", "))
        }
        Outcome::Other(_, Found::TextOnly(_), _) => language
            .pick("有文本，效力未登记", "a text is at hand; whether it is in force is not told")
            .to_owned(),
        Outcome::Other(_, found, _) => {
            found.status(on).map(|status| words::status(&status, language)).unwrap_or_default()
        }
    }
}
