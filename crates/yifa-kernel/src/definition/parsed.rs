//! Owns the first pass: files to raw definitions, sorted by what their path says they are.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::diagnostic::{Diagnostic, Source};
use super::raw::{
    Action, BenchmarkFile, CalendarFile, Disclosure, Field, InstrumentFile, Limit, MeasureFile, NotExpressed,
    OverlayFile, PaperFile, Parameter, ProcedureFile, ProcedureHead, RolesFile, StateDef, Track,
};

/// Something raw, and the file in which it stands.
#[derive(Debug, Clone)]
pub(super) struct In<T> {
    pub file: String,
    pub it: T,
}

impl<T> In<T> {
    fn all(file: &str, many: Vec<T>) -> Vec<Self> {
        many.into_iter().map(|it| Self { file: file.to_owned(), it }).collect()
    }
}

/// A procedure with the common steps laid in.
#[derive(Debug, Clone)]
pub(super) struct RawProcedure {
    pub file: String,
    pub head: ProcedureHead,
    pub attach: Vec<super::raw::Attach>,
    pub parameters: Vec<In<Parameter>>,
    pub fields: Vec<In<Field>>,
    pub states: Vec<In<StateDef>>,
    pub actions: Vec<In<Action>>,
    pub limits: Vec<In<Limit>>,
    pub tracks: Vec<In<Track>>,
    pub disclosures: Vec<In<Disclosure>>,
    pub not_expressed: Vec<NotExpressed>,
    pub papers: BTreeMap<String, In<PaperFile>>,
}

impl RawProcedure {
    pub(super) fn new(file: &str, raw: ProcedureFile) -> Self {
        Self {
            file: file.to_owned(),
            head: raw.procedure,
            attach: raw.attach,
            parameters: In::all(file, raw.parameter),
            fields: In::all(file, raw.field),
            states: In::all(file, raw.state),
            actions: In::all(file, raw.action),
            limits: In::all(file, raw.limit),
            tracks: In::all(file, raw.track),
            disclosures: In::all(file, raw.disclosure),
            not_expressed: raw.not_expressed,
            papers: BTreeMap::new(),
        }
    }
}

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub procedures: Vec<RawProcedure>,
    /// Step name → text and path.
    pub steps: BTreeMap<String, Source>,
    /// (step, paper) → text and path.
    pub step_papers: BTreeMap<(String, String), Source>,
    /// (procedure folder, paper) → file.
    pub papers: Vec<(String, String, In<PaperFile>)>,
    pub measures: Vec<In<MeasureFile>>,
    pub benchmarks: Vec<In<BenchmarkFile>>,
    pub roles: Vec<In<super::raw::RoleDef>>,
    pub calendars: Vec<In<CalendarFile>>,
    pub instruments: Vec<In<InstrumentFile>>,
    pub overlays: Vec<In<OverlayFile>>,
    /// Files that the app reads, by name; the last one of a name counts.
    pub companions: BTreeMap<String, String>,
}

/// Files beside the definitions: what the legality review, the search for unfiled documents and the comparison of
/// translations go by. They are kept as they are for whoever reads them.
pub(super) const COMPANIONS: [&str; 4] =
    ["review.toml", "completeness.toml", "translation.toml", "remedy.toml"];

/// Reads one file; a fault is told in the words of the TOML reader, at its place.
pub(super) fn read<T: DeserializeOwned>(source: &Source, faults: &mut Vec<Diagnostic>) -> Option<T> {
    match toml::from_str(&source.text) {
        Ok(it) => Some(it),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let says = error.message().replace('\n', ", ");
            faults.push(
                Diagnostic::new("D0101", &source.path, span, says)
                    .help("docs/DEFINITIONS.md lists every key"),
            );
            None
        }
    }
}

/// Sorts and reads all files.
pub(super) fn parse(sources: &[Source], faults: &mut Vec<Diagnostic>) -> Parsed {
    let mut parsed = Parsed::default();
    for source in sources {
        let parts: Vec<&str> = source.path.split('/').collect();
        let file = source.path.clone();
        match parts.as_slice() {
            ["procedures", folder, "procedure.toml"] | ["procedures", folder, "versions", _] => {
                if let Some(raw) = read::<ProcedureFile>(source, faults) {
                    if raw.procedure.id.get_ref() != folder {
                        let says = format!("the folder `{folder}` defines `{}`", raw.procedure.id.get_ref());
                        faults.push(Diagnostic::new("D0103", &file, raw.procedure.id.span(), says));
                    }
                    parsed.procedures.push(RawProcedure::new(&file, raw));
                }
            }
            ["procedures", folder, "documents", name] => {
                if let Some(it) = read(source, faults) {
                    parsed.papers.push(((*folder).to_owned(), stem(name), In { file, it }));
                }
            }
            // Scenarios are read when they are run: a city at work needs none, and there are more of them than of all else.
            ["procedures", _, "scenarios", _] => {}
            ["common", step, "step.toml"] => {
                parsed.steps.insert((*step).to_owned(), source.clone());
            }
            ["common", step, "documents", name] => {
                parsed.step_papers.insert(((*step).to_owned(), stem(name)), source.clone());
            }
            ["measures", _] => {
                if let Some(it) = read(source, faults) {
                    parsed.measures.push(In { file, it });
                }
            }
            ["benchmarks", _] => {
                if let Some(it) = read(source, faults) {
                    parsed.benchmarks.push(In { file, it });
                }
            }
            ["roles.toml"] => {
                if let Some(it) = read::<RolesFile>(source, faults) {
                    parsed.roles.extend(In::all(&file, it.role));
                }
            }
            ["calendars", _] => {
                if let Some(it) = read(source, faults) {
                    parsed.calendars.push(In { file, it });
                }
            }
            ["instruments", _, _] => {
                if let Some(it) = read(source, faults) {
                    parsed.instruments.push(In { file, it });
                }
            }
            ["overlay.toml"] => {
                if let Some(it) = read(source, faults) {
                    parsed.overlays.push(In { file, it });
                }
            }
            [name] if COMPANIONS.contains(name) => {
                parsed.companions.insert(file, source.text.clone());
            }
            _ => {
                let says = format!("nothing is expected at `{}`", source.path);
                let help = "procedures/<id>/, common/<step>/, measures/, benchmarks/, calendars/, instruments/<slug>/, roles.toml, review.toml, completeness.toml, translation.toml, overlay.toml";
                faults.push(Diagnostic::new("D0103", &file, 0..0, says).help(help));
            }
        }
    }
    parsed
}

fn stem(name: &str) -> String {
    name.strip_suffix(".toml").unwrap_or(name).to_owned()
}
