//! Owns the compiled definitions: what a city runs on. A registry exists only if no definition has a fault.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use yifa_law::calendar::Calendar;

pub use super::cite::{CiteStanding, CiteStatus, Library};
use super::declare::{Nouns, declare, nouns};
use super::diagnostic::{Diagnostic, Faults, Source};
use super::parsed::{COMPANIONS, In, Parsed, parse};
use super::resolve::{World, resolve};
use super::{attach, benchmark, calendar, cite, graph, measure, overlay};
use crate::benchmark::Benchmark;
use crate::guard::{Names, ProcedureNames};
use crate::id::{ActionId, BenchmarkId, FieldId, MeasureId, ProcedureId, RoleId};
use crate::matter::State;
use crate::procedure::{Label, Measure, ParameterValue, Procedure, Role, Scope};

/// The compiled definitions.
#[derive(Debug, Clone)]
pub struct Registry {
    /// Versions of each procedure, oldest first.
    procedures: BTreeMap<ProcedureId, Vec<Arc<Procedure>>>,
    measures: BTreeMap<MeasureId, Measure>,
    benchmarks: BTreeMap<BenchmarkId, Benchmark>,
    roles: Vec<Role>,
    calendar: Calendar,
    library: Library,
    nouns: Nouns,
    /// Files that belong to the definitions and say nothing about procedures, by name.
    companions: BTreeMap<String, String>,
}

/// Compiles definition files: the national ones and a city's, in any order.
///
/// # Errors
/// Every fault of every file, in the order of the files.
pub fn compile(sources: &[Source]) -> Result<Registry, Box<Faults>> {
    let mut faults = Vec::new();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for source in sources {
        // A city's own companion takes the place of the national one.
        let twice = files.insert(source.path.clone(), source.text.clone()).is_some();
        if twice && !COMPANIONS.contains(&source.path.as_str()) {
            let says = format!("`{}` is defined twice", source.path);
            let help =
                "a city changes national definitions in its overlay.toml, not by a file of the same name";
            faults.push(Diagnostic::new("D0104", &source.path, 0..0, says).help(help));
        }
    }
    let mut parsed = parse(sources, &mut faults);
    overlay::parameters(&mut parsed, &mut faults);
    files.extend(attach::attach(&mut parsed, &mut faults));
    papers(&mut parsed, &mut faults);
    let registry = build(&parsed, &mut faults);
    if faults.is_empty() {
        return Ok(registry);
    }
    for fault in &mut faults {
        fault.settle(&files);
    }
    let order: BTreeMap<&String, usize> =
        sources.iter().enumerate().map(|(at, source)| (&source.path, at)).collect();
    faults.sort_by_key(|fault| (order.get(&fault.file).copied(), fault.file.clone(), fault.span.start));
    faults.dedup();
    Err(Box::new(Faults { all: faults, files }))
}

/// Gives every paper to its procedure.
fn papers(parsed: &mut Parsed, faults: &mut Vec<Diagnostic>) {
    for (folder, name, paper) in std::mem::take(&mut parsed.papers) {
        let mut owners = parsed.procedures.iter_mut().filter(|p| p.head.id.get_ref() == &folder).peekable();
        if owners.peek().is_none() {
            let says = format!("there is no procedure in `procedures/{folder}`");
            faults.push(Diagnostic::new("D0201", &paper.file, 0..0, says));
        }
        owners.for_each(|owner| {
            owner.papers.insert(name.clone(), paper.clone());
        });
    }
}

fn build(parsed: &Parsed, faults: &mut Vec<Diagnostic>) -> Registry {
    let library = Library::new(&parsed.instruments, faults);
    let calendar = calendar::calendar(&parsed.calendars, faults);
    let roles = roles(parsed, faults);
    let role_names: Vec<String> = roles.iter().map(|role| role.id.as_str().to_owned()).collect();
    let outside = roles.iter().filter(|role| role.is_of_public());
    let outside: Vec<String> = outside.map(|role| role.id.as_str().to_owned()).collect();
    let nouns = nouns(&parsed.procedures, faults);
    let declared: Vec<ProcedureNames> =
        parsed.procedures.iter().map(|raw| declare(raw, &nouns, faults)).collect();
    let all = latest_names(parsed, &declared);
    let (openings, lawful) = ways_in(parsed);
    let personal = marked(parsed, |field| field.personal);
    let sealed = marked(parsed, |field| field.sealed);
    let world = World {
        all: &all,
        openings: &openings,
        lawful: &lawful,
        nouns: &nouns,
        roles: &role_names,
        outside: &outside,
        personal: &personal,
        sealed: &sealed,
    };
    let mut procedures: BTreeMap<ProcedureId, Vec<Arc<Procedure>>> = BTreeMap::new();
    for (raw, names) in parsed.procedures.iter().zip(&declared) {
        let mut procedure = resolve(raw, names, &world, faults);
        let scope = Names { all: &all, own: names, roles: &role_names, period: false };
        overlay::lay_over(&mut procedure, &parsed.overlays, scope, faults);
        graph::check(&procedure, raw, faults);
        cite::check(&procedure, &library, faults);
        let versions = procedures.entry(procedure.id.clone()).or_default();
        if versions.iter().any(|one| one.version == procedure.version) {
            let says = format!("`{}` has two versions of {}", procedure.id, procedure.version);
            faults.push(Diagnostic::new("D0104", &raw.file, raw.head.version.span(), says));
        }
        versions.push(Arc::new(procedure));
        versions.sort_by_key(|one| one.version_on);
    }
    let known: Vec<ProcedureId> = procedures.keys().cloned().collect();
    overlay::unknown_procedures(&parsed.overlays, &known, faults);
    let mut measures = BTreeMap::new();
    for raw in &parsed.measures {
        let measure = match &raw.it.of {
            Some(_) => measure::of_matters(raw, &all, &role_names, faults),
            None => measure::of_refusals(raw, &all, faults),
        };
        measures.extend(measure.map(|measure| (measure.id.clone(), measure)));
    }
    let mut benchmarks = BTreeMap::new();
    for raw in &parsed.benchmarks {
        let Some(one) = benchmark::benchmark(raw, &library, faults) else { continue };
        if benchmarks.insert(one.id.clone(), one).is_some() {
            let says = format!("`{}` is defined twice", raw.it.id.get_ref());
            faults.push(Diagnostic::new("D0104", &raw.file, raw.it.id.span(), says));
        }
    }
    let companions = parsed.companions.clone();
    Registry { procedures, measures, benchmarks, roles, calendar, library, nouns, companions }
}

fn roles(parsed: &Parsed, faults: &mut Vec<Diagnostic>) -> Vec<Role> {
    let mut all: Vec<Role> = Vec::new();
    for In { file, it } in &parsed.roles {
        if it.id == "law" || all.iter().any(|role| role.id.as_str() == it.id) {
            let says = format!("the role `{}` is defined twice, or is the law itself", it.id);
            faults.push(Diagnostic::new("D0202", file, 0..0, says));
            continue;
        }
        let label = Label { zh: it.title.clone(), en: it.en.clone() };
        all.push(Role { id: RoleId::new(&it.id), label, scope: it.scope });
    }
    all
}

/// Names by procedure; where there are several versions, those of the latest.
fn latest_names(parsed: &Parsed, declared: &[ProcedureNames]) -> BTreeMap<ProcedureId, ProcedureNames> {
    let mut all: BTreeMap<ProcedureId, (String, ProcedureNames)> = BTreeMap::new();
    for (raw, names) in parsed.procedures.iter().zip(declared) {
        let id = ProcedureId::new(raw.head.id.get_ref());
        let version = raw.head.version.get_ref().clone();
        let newer = all.get(&id).is_none_or(|(other, _)| *other < version);
        if newer {
            all.insert(id, (version, names.clone()));
        }
    }
    all.into_iter().map(|(id, (_, names))| (id, names)).collect()
}

type Ways = BTreeMap<ProcedureId, Vec<ActionId>>;

/// Which actions open a matter, and which the law itself may do.
fn ways_in(parsed: &Parsed) -> (Ways, Ways) {
    let (mut openings, mut lawful) = (Ways::new(), Ways::new());
    for raw in &parsed.procedures {
        let id = ProcedureId::new(raw.head.id.get_ref());
        for action in &raw.actions {
            let name = ActionId::new(action.it.id.get_ref());
            if action.it.from.is_none() {
                openings.entry(id.clone()).or_default().push(name.clone());
            }
            if action.it.by.get_ref().0.iter().any(|role| role == "law") {
                lawful.entry(id.clone()).or_default().push(name);
            }
        }
    }
    (openings, lawful)
}

fn marked(parsed: &Parsed, mark: impl Fn(&super::raw::Field) -> bool) -> BTreeMap<ProcedureId, Vec<FieldId>> {
    let of = |raw: &super::parsed::RawProcedure| {
        let fields = raw.fields.iter().filter(|field| mark(&field.it));
        fields.map(|field| FieldId::new(field.it.id.get_ref())).collect()
    };
    parsed.procedures.iter().map(|raw| (ProcedureId::new(raw.head.id.get_ref()), of(raw))).collect()
}

impl Registry {
    /// The procedure under which a matter runs: the version that it began under.
    pub fn procedure_of(&self, state: &State) -> Option<&Procedure> {
        let versions = self.procedures.get(&state.procedure)?;
        versions.iter().find(|one| one.version == state.version).map(AsRef::as_ref)
    }

    /// The version for matters that begin on a day; before the first version, the first.
    pub fn for_new_matters(&self, id: &ProcedureId, on: Date) -> Option<&Procedure> {
        let versions = self.procedures.get(id)?;
        versions.iter().rfind(|one| one.version_on <= on).or_else(|| versions.first()).map(AsRef::as_ref)
    }

    /// The same definitions with a year's holiday notice laid over them.
    ///
    /// # Errors
    /// The notice clashes with another year's or with a local rule.
    pub fn with_calendar_year(
        &self,
        year: yifa_law::calendar::CalendarYear,
    ) -> Result<Self, yifa_law::calendar::CalendarFault> {
        let calendar = self.calendar.clone().with_year(year)?;
        Ok(Self { calendar, ..self.clone() })
    }

    /// The text of a file that accompanies the definitions (`review.toml`): the city's own where it has one. `None`
    /// when there is none.
    pub fn companion(&self, file: &str) -> Option<&str> {
        self.companions.get(file).map(String::as_str)
    }

    /// The latest version of a procedure.
    pub fn latest(&self, id: &ProcedureId) -> Option<&Procedure> {
        self.procedures.get(id)?.last().map(AsRef::as_ref)
    }

    /// The latest version of every procedure.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.procedures.values().filter_map(|versions| versions.last()).map(AsRef::as_ref)
    }

    /// The procedure that embodies a noun.
    pub fn noun(&self, noun: &str) -> Option<&ProcedureId> {
        self.nouns.get(noun)
    }

    /// All measures.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.values()
    }

    /// One measure.
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.measures.get(id)
    }

    /// All discretion benchmarks.
    pub fn benchmarks(&self) -> impl Iterator<Item = &Benchmark> {
        self.benchmarks.values()
    }

    /// The benchmark that measures the penalty of a norm on a day: the same instrument and article; the one in use since the
    /// latest day, if there are several.
    pub fn benchmark_for(&self, norm: &str, on: Date) -> Option<&Benchmark> {
        let of = |text: &str| cite::cited(text).into_iter().next();
        let wanted = of(norm)?;
        let measures = |one: &&Benchmark| {
            let mut norms = one.norms.iter().filter_map(|text| of(text));
            norms
                .any(|norm| self.library.same(&norm.title, &wanted.title) && norm.articles == wanted.articles)
        };
        self.benchmarks.values().filter(|one| one.is_in_use(on)).filter(measures).max_by_key(|one| one.from)
    }

    /// The same definitions with a city's benchmarks for one scenario.
    ///
    /// # Errors
    /// The first fault of a benchmark.
    pub(super) fn with_benchmarks(&self, all: &[super::raw::BenchmarkFile]) -> Result<Self, String> {
        let mut varied = self.clone();
        let mut faults = Vec::new();
        for raw in all {
            let raw = In { file: String::new(), it: raw.clone() };
            let one = benchmark::benchmark(&raw, &self.library, &mut faults);
            varied.benchmarks.extend(one.map(|one| (one.id.clone(), one)));
        }
        faults.into_iter().next().map_or(Ok(varied), |fault| Err(fault.says))
    }

    /// All roles.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// One role; a party's own role where a definition names no other.
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == *id)
    }

    /// Whether a role reaches only its own matters.
    pub fn is_outside(&self, id: &RoleId) -> bool {
        self.role(id).is_some_and(|role| role.scope == Scope::Own)
    }

    /// The calendar of all loaded years.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The same definitions with other values of one procedure's parameters, as a city might set them.
    ///
    /// # Errors
    /// A parameter that does not exist, or a value that cannot be read.
    pub fn with_parameters(
        &self,
        id: &ProcedureId,
        values: &BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let mut varied = self.clone();
        for version in varied.procedures.get_mut(id).into_iter().flatten() {
            let procedure = Arc::make_mut(version);
            for (name, text) in values {
                let value = super::written::parameter(text)?;
                let parameter = procedure.parameters.get_mut(name);
                parameter.ok_or_else(|| format!("`{id}` has no parameter `{name}`"))?.value = value.clone();
                let by_it = |limit: &&mut crate::procedure::Limit| limit.by_parameter.as_ref() == Some(name);
                if let ParameterValue::Length(length) = value {
                    procedure.limits.iter_mut().filter(by_it).for_each(|limit| limit.within = Some(length));
                }
            }
        }
        Ok(varied)
    }

    /// The instruments' facts.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// What is known of a citation on a day.
    pub fn cite_status(&self, text: &str, on: Date) -> Option<CiteStatus> {
        self.library.status(text, on)
    }
}
