//! Owns the third pass: a raw procedure with all its names resolved and its conditions typed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::parsed::{In, RawProcedure};
use super::raw::{self, At, FieldKind, LimitKind, OneOrMany, Roll, Target};
use super::written;
use crate::guard::{Guard, GuardFault, Kind, Names, ProcedureNames, check_condition, check_expression};
use crate::id::{ActionId, FieldId, LimitId, PaperId, ProcedureId, RoleId, StateId, TrackId, VersionId};
use crate::procedure::{
    Action, BasisClass, CalendarDuty, Column, Condition, Disclosure, Does, DoesOn, Draw, Extend, Field, From,
    Label, Length, Limit, Measured, Moment, Needed, NotExpressed, Opens, Parameter, Pause, Place, Procedure,
    StateDef, Track, Until, Whose,
};
use crate::template::Template;

/// What resolving needs to know of the rest.
pub(super) struct World<'a> {
    pub all: &'a BTreeMap<ProcedureId, ProcedureNames>,
    /// Opening actions by procedure.
    pub openings: &'a BTreeMap<ProcedureId, Vec<ActionId>>,
    /// Which actions of a procedure the law itself may do.
    pub lawful: &'a BTreeMap<ProcedureId, Vec<ActionId>>,
    pub nouns: &'a super::declare::Nouns,
    pub roles: &'a [String],
    /// Personal fields by procedure.
    pub personal: &'a BTreeMap<ProcedureId, Vec<FieldId>>,
    /// Sealed fields by procedure.
    pub sealed: &'a BTreeMap<ProcedureId, Vec<FieldId>>,
}

/// Resolves one procedure. What cannot be resolved is reported and left out; the caller refuses the whole.
pub(super) fn resolve(
    raw: &RawProcedure,
    names: &ProcedureNames,
    world: &World<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Procedure {
    let scope = Names { all: world.all, own: names, roles: world.roles, period: false };
    let mut r = Resolver { raw, names, world, scope, faults };
    let head = &raw.head;
    let version_on = match written::day(head.version.get_ref()) {
        Ok(day) => day,
        Err(says) => {
            r.fault("D0105", &raw.file, head.version.span(), says);
            jiff::civil::Date::constant(2000, 1, 1)
        }
    };
    if let Some(parent) = head.parent.as_ref().filter(|one| !world.all.contains_key(one.get_ref().as_str())) {
        r.unknown(&raw.file, parent, "procedure");
    }
    let parameters = raw.parameters.iter().filter_map(|one| r.parameter(one)).collect();
    let file = raw.file.as_str();
    let calendar = head.calendar.as_ref().and_then(|duty| r.calendar(file, duty));
    let number = head.number.as_ref().and_then(|number| match Template::check(number, scope) {
        Ok(template) => Some(template),
        Err(fault) => {
            r.fault("D0303", file, head.id.span(), format!("number: {}", fault.says));
            None
        }
    });
    let name = head.name.as_ref().and_then(|name| r.template(file, name));
    let fields = raw.fields.iter().map(|one| r.field(one)).collect();
    let states = raw.states.iter().map(|one| state(&one.it)).collect();
    let actions = raw.actions.iter().map(|one| r.action(one)).collect();
    let limits = raw.limits.iter().map(|one| r.limit(one)).collect();
    let tracks = raw.tracks.iter().filter_map(|one| r.track(one)).collect();
    let disclosures = raw.disclosures.iter().map(|one| r.disclosure(one)).collect();
    let papers = raw.papers.iter().map(|(id, one)| (PaperId::new(id.clone()), r.paper(id, one))).collect();
    Procedure {
        id: ProcedureId::new(head.id.get_ref()),
        version: VersionId::new(head.version.get_ref()),
        version_on,
        label: Label { zh: head.title.get_ref().clone(), en: head.en.clone() },
        basis: head.basis.get_ref().0.clone(),
        noun: head.noun.clone(),
        parent: names.parent.clone(),
        number,
        name,
        clause: head.clause.clone(),
        calendar,
        parameters,
        fields,
        states,
        actions,
        limits,
        tracks,
        disclosures,
        papers,
        not_expressed: raw.not_expressed.iter().map(not_expressed).collect(),
    }
}

pub(super) struct Resolver<'a> {
    pub raw: &'a RawProcedure,
    pub names: &'a ProcedureNames,
    pub world: &'a World<'a>,
    pub scope: Names<'a>,
    pub faults: &'a mut Vec<Diagnostic>,
}

fn label(zh: &str, en: &str) -> Label {
    Label { zh: zh.to_owned(), en: en.to_owned() }
}

fn many(some: Option<&OneOrMany>) -> Vec<String> {
    some.map(|all| all.0.clone()).unwrap_or_default()
}

fn state(raw: &raw::StateDef) -> StateDef {
    StateDef { id: StateId::new(raw.id.get_ref()), label: label(&raw.title, &raw.en), is_final: raw.is_final }
}

fn not_expressed(raw: &raw::NotExpressed) -> NotExpressed {
    NotExpressed { what: raw.what.clone(), basis: raw.basis.0.clone(), who: raw.who.clone() }
}

impl Resolver<'_> {
    pub(super) fn fault(
        &mut self,
        code: &'static str,
        file: &str,
        span: Range<usize>,
        says: impl Into<String>,
    ) {
        self.faults.push(Diagnostic::new(code, file, span, says));
    }

    pub(super) fn unknown(&mut self, file: &str, name: &At<String>, what: &str) {
        let says = format!("there is no {what} `{}`", name.get_ref());
        let known: Vec<String> = match what {
            "state" => self.names.states.clone(),
            "action" => self.names.actions.keys().map(ToString::to_string).collect(),
            "field" => self.names.fields.keys().map(ToString::to_string).collect(),
            "role" => self.world.roles.to_vec(),
            "procedure" => self.world.all.keys().map(ToString::to_string).collect(),
            "limit" => self.names.limits.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        let mut fault = Diagnostic::new("D0201", file, name.span(), says);
        if let Some(near) = crate::guard::nearest_name(name.get_ref(), &known) {
            fault = fault.help(format!("did you mean `{near}`?"));
        } else if !known.is_empty() && known.len() <= 20 {
            fault = fault.help(format!("there are {}", known.join(", ")));
        }
        self.faults.push(fault);
    }

    pub(super) fn guard_fault(
        &mut self,
        code: &'static str,
        file: &str,
        line: &At<String>,
        fault: GuardFault,
    ) {
        let mut diagnostic = Diagnostic::new(code, file, line.span(), fault.says);
        diagnostic.help = fault.help;
        // The place inside the line is refined once the file's text is at hand; until then it is kept relative.
        diagnostic = diagnostic.relative(fault.span, line.get_ref().len());
        self.faults.push(diagnostic);
    }

    pub(super) fn condition(&mut self, file: &str, line: &At<String>) -> Option<Guard> {
        check_condition(line.get_ref(), self.scope)
            .map_err(|fault| self.guard_fault("D0301", file, line, fault))
            .ok()
    }

    pub(super) fn when(&mut self, file: &str, line: Option<&At<String>>) -> Option<Guard> {
        line.and_then(|line| self.condition(file, line))
    }

    pub(super) fn expression(
        &mut self,
        file: &str,
        line: &At<String>,
        wanted: Option<&Kind>,
    ) -> Option<Guard> {
        let checked = check_expression(line.get_ref(), self.scope).or_else(|fault| {
            // A bare word may be a choice of the field that receives it.
            match wanted {
                Some(Kind::Choice(words)) if words.iter().any(|word| word == line.get_ref()) => Ok(Guard {
                    source: line.get_ref().clone(),
                    kind: Kind::Choice(words.clone()),
                    node: crate::guard::Node::Literal(crate::value::Value::Choice(line.get_ref().clone())),
                }),
                _ => Err(fault),
            }
        });
        let guard = checked.map_err(|fault| self.guard_fault("D0301", file, line, fault)).ok()?;
        self.fits(file, line, guard, wanted)
    }

    pub(super) fn fits(
        &mut self,
        file: &str,
        line: &At<String>,
        guard: Guard,
        wanted: Option<&Kind>,
    ) -> Option<Guard> {
        let Some(wanted) = wanted else { return Some(guard) };
        let into_decimal = guard.kind == Kind::Int && *wanted == Kind::Decimal;
        let one_of_many = matches!(wanted, Kind::List(one) if one.meets(&guard.kind));
        let choice = matches!((wanted, &guard.kind), (Kind::Choice(to), Kind::Choice(from)) if from.iter().all(|w| to.contains(w)));
        let exact = guard.kind == *wanted || (guard.kind.meets(wanted) && matches!(wanted, Kind::Matter(_)));
        if exact || into_decimal || one_of_many || choice {
            return Some(guard);
        }
        self.fault("D0302", file, line.span(), format!("{wanted} is wanted here, this is {}", guard.kind));
        None
    }

    pub(super) fn template(&mut self, file: &str, line: &At<String>) -> Option<Template> {
        Template::check(line.get_ref(), self.scope)
            .map_err(|fault| self.guard_fault("D0303", file, line, fault))
            .ok()
    }

    fn has_field(&mut self, file: &str, name: &At<String>) -> Option<FieldId> {
        let found = self.names.fields.contains_key(name.get_ref().as_str());
        if !found {
            self.unknown(file, name, "field");
        }
        found.then(|| FieldId::new(name.get_ref()))
    }

    pub(super) fn has_action(&mut self, file: &str, name: &At<String>) -> Option<ActionId> {
        let found = self.names.actions.contains_key(name.get_ref().as_str());
        if !found {
            self.unknown(file, name, "action");
        }
        found.then(|| ActionId::new(name.get_ref()))
    }

    fn has_state(&mut self, file: &str, name: &At<String>) -> Option<StateId> {
        let found = self.names.states.contains(name.get_ref());
        if !found {
            self.unknown(file, name, "state");
        }
        found.then(|| StateId::new(name.get_ref()))
    }

    fn parameter(&mut self, raw: &In<raw::Parameter>) -> Option<(String, Parameter)> {
        let value = written::parameter(raw.it.value.get_ref()).ok()?;
        let parameter = Parameter {
            label: label(&raw.it.title, &raw.it.en),
            value,
            basis: raw.it.basis.0.clone(),
            class: raw.it.class,
            overlaid: false,
        };
        Some((raw.it.id.get_ref().clone(), parameter))
    }

    fn calendar(&mut self, file: &str, raw: &raw::CalendarDuty) -> Option<CalendarDuty> {
        let whom = self.condition(file, &raw.whom)?;
        let by = match raw.every {
            raw::Period::Year => written::month_day(raw.by.get_ref()).map(|(month, day)| (Some(month), day)),
            raw::Period::Quarter | raw::Period::Month => match raw.by.get_ref().parse() {
                Ok(day @ 1..=31) => Ok((None, day)),
                _ => Err(format!("`{}` is not a day of the month", raw.by.get_ref())),
            },
        };
        let by = by.map_err(|says| self.fault("D0105", file, raw.by.span(), says)).ok()?;
        let opening = self.opening_by_law(file, raw)?;
        Some(CalendarDuty { every: raw.every, by, whom, opening })
    }

    /// The calendar knows no values: what opens its matter asks for none.
    fn opening_by_law(&mut self, file: &str, raw: &raw::CalendarDuty) -> Option<ActionId> {
        let by_law = |one: &&In<raw::Action>| {
            one.it.from.is_none() && one.it.by.get_ref().0.iter().any(|role| role == "law")
        };
        let asks = |one: &&In<raw::Action>| one.it.records.iter().any(|name| !name.get_ref().ends_with('?'));
        let found = self.raw.actions.iter().filter(by_law).find(|one| !asks(one));
        if found.is_none() {
            self.fault(
                "D0405",
                file,
                raw.whom.span(),
                "no action by which the law opens a matter without being given values",
            );
        }
        found.map(|one| ActionId::new(one.it.id.get_ref()))
    }

    fn field(&mut self, raw: &In<raw::Field>) -> Field {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let kind = self.names.fields.get(it.id.get_ref().as_str()).cloned().unwrap_or(Kind::Text);
        for of in &it.of {
            if !self.world.all.contains_key(of.get_ref().as_str()) {
                self.unknown(file, of, "procedure");
            }
        }
        let mut columns = Vec::new();
        for column in &it.columns {
            if matches!(column.kind, FieldKind::Table) {
                self.fault("D0508", file, column.id.span(), "a table cannot stand inside a table");
            }
            columns.push(Column {
                id: FieldId::new(column.id.get_ref()),
                label: label(&column.title, &column.en),
                declared: column.kind,
                kind: super::declare::base_kind(column.kind, &column.choices, &column.of, self.world.nouns),
                choices: choices(&column.choices),
            });
        }
        let as_of = it.as_of.as_ref().and_then(|line| self.expression(file, line, Some(&Kind::Date)));
        let min = it.min.as_ref().and_then(|line| self.expression(file, line, Some(&kind)));
        let max = it.max.as_ref().and_then(|line| self.expression(file, line, Some(&kind)));
        let within = it.within.as_ref().and_then(|within| self.measured(file, it, within));
        Field {
            within,
            id: FieldId::new(it.id.get_ref()),
            label: label(&it.title, &it.en),
            declared: it.kind,
            kind,
            many: it.many,
            choices: choices(&it.choices),
            columns,
            personal: it.personal,
            sealed: it.sealed,
            unique: it.unique,
            as_of,
            min,
            max,
            help: it.help.clone(),
            basis: many(it.basis.as_ref()),
        }
    }

    /// An amount measured by a benchmark: norm, circumstances and base are fields of the right kinds.
    fn measured(&mut self, file: &str, it: &raw::Field, within: &raw::FieldWithin) -> Option<Measured> {
        let wrong = |r: &mut Self, name: &At<String>, says: &str| {
            r.fault("D0508", file, name.span(), format!("`{}`: {says}", name.get_ref()));
            None
        };
        if it.kind != FieldKind::Money || it.many {
            return wrong(self, &it.id, "only one amount of money is measured by a benchmark");
        }
        let kind = |r: &mut Self, name: &At<String>| {
            let id = r.has_field(file, name)?;
            Some((r.names.fields.get(&id).cloned()?, id))
        };
        let (norm_kind, norm) = kind(self, &within.benchmark)?;
        if norm_kind != Kind::Cite {
            return wrong(self, &within.benchmark, "the norm of a benchmark is a citation");
        }
        let (by_kind, by) = kind(self, &within.by)?;
        let columns: Vec<&str> = match &by_kind {
            Kind::Table(columns) => {
                let texts = columns.iter().filter(|(_, kind)| *kind == Kind::Text);
                texts.map(|(id, _)| id.as_str()).collect()
            }
            _ => Vec::new(),
        };
        if !["factor", "degree"].iter().all(|name| columns.contains(name)) {
            return wrong(
                self,
                &within.by,
                "circumstances are a table with the text columns `factor` and `degree`",
            );
        }
        let of = match &within.of {
            None => None,
            Some(name) => match kind(self, name)? {
                (Kind::Money, of) => Some(of),
                _ => return wrong(self, name, "shares are taken of an amount of money"),
            },
        };
        Some(Measured { norm, by, of, unless: self.when(file, within.unless.as_ref()) })
    }

    fn action(&mut self, raw: &In<raw::Action>) -> Action {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let from = self.from(file, it.from.as_ref());
        let to = self.to(file, it.to.as_ref());
        let by = it.by.get_ref().0.iter().map(|role| {
            if role != "law" && !self.world.roles.contains(role) {
                let name = At::new(it.by.span(), role.clone());
                self.unknown(file, &name, "role");
            }
            RoleId::new(role)
        });
        let by: Vec<RoleId> = by.collect();
        if by.is_empty() {
            self.fault("D0505", file, it.id.span(), format!("nobody may do `{}`", it.id.get_ref()));
        }
        let of = it.of.as_ref().map(|of| self.whose(file, it, of)).unwrap_or_default();
        let mut records = Vec::new();
        for one in &it.records {
            let name = one.get_ref();
            let needed = if name.ends_with('?') { Needed::Optional } else { Needed::Required };
            let bare = At::new(one.span(), name.trim_end_matches('?').to_owned());
            records.extend(self.has_field(file, &bare).map(|field| (field, needed)));
        }
        let sets = self.values(file, &it.sets, &self.names.fields.clone());
        let mut adds = Vec::new();
        for (table, row) in &it.adds {
            match self.names.fields.get(table.as_str()).cloned() {
                Some(Kind::Table(columns)) => {
                    let columns: BTreeMap<FieldId, Kind> = columns.iter().cloned().collect();
                    adds.push((FieldId::new(table), self.values(file, row, &columns)));
                }
                _ => self.fault("D0509", file, it.id.span(), format!("`adds`: `{table}` is not a table")),
            }
        }
        let require = it.require.0.iter().filter_map(|one| self.require(file, it, one)).collect();
        let issues: Vec<PaperId> =
            many(it.issues.as_ref().map(At::get_ref)).into_iter().map(PaperId::new).collect();
        for paper in &issues {
            if !self.raw.papers.contains_key(paper.as_str()) {
                let span = it.issues.as_ref().map_or(it.id.span(), At::span);
                let says = format!("there is no paper `documents/{paper}.toml`");
                self.fault("D0201", file, span, says);
            }
        }
        let opens = it.opens.iter().filter_map(|one| self.opens(file, one)).collect();
        let does = it.does.iter().filter_map(|one| self.does(file, one)).collect();
        for role in &it.notifies {
            if !self.world.roles.contains(role) {
                let name = At::new(it.id.span(), role.clone());
                self.unknown(file, &name, "role");
            }
        }
        let freezes: Vec<FieldId> = it.freezes.iter().filter_map(|one| self.has_field(file, one)).collect();
        let thaws: Vec<FieldId> = it.thaws.iter().filter_map(|one| self.has_field(file, one)).collect();
        let clears: Vec<ActionId> = it.clears.iter().filter_map(|one| self.has_action(file, one)).collect();
        let draws = it.draws.as_ref().and_then(|draw| self.draw(file, draw));
        Action {
            id: ActionId::new(it.id.get_ref()),
            label: label(&it.title, &it.en),
            from,
            to,
            by,
            of,
            records,
            sets,
            adds,
            require,
            basis: it.basis.get_ref().0.clone(),
            class: it.class.unwrap_or(BasisClass::Law),
            issues,
            opens,
            does,
            notifies: it.notifies.iter().map(RoleId::new).collect(),
            freezes,
            thaws,
            clears,
            draws,
            place: Place { file: file.to_owned(), span: it.id.span() },
        }
    }

    /// Whose people act. A matter that is being opened names nobody yet.
    fn whose(&mut self, file: &str, it: &raw::Action, of: &At<OneOrMany>) -> Vec<Whose> {
        if it.from.is_none() {
            let says = format!("`{}` opens the matter: nobody is named in it yet", it.id.get_ref());
            self.fault("D0510", file, of.span(), says);
        }
        let mut all = Vec::new();
        for name in &of.get_ref().0 {
            let kind = self.names.fields.get(name.as_str());
            let bodies = |kind: &Kind| matches!(kind, Kind::Body | Kind::Matter(_));
            let named = match kind {
                Some(Kind::List(one)) => bodies(one),
                Some(kind) => bodies(kind),
                None => false,
            };
            match name.as_str() {
                "handling" => all.push(Whose::Handling),
                "parent" if self.names.parent.is_some() => all.push(Whose::Parent),
                field if named => all.push(Whose::Field(FieldId::new(field))),
                other => {
                    let says = format!("`{other}` names no body");
                    let help = "name a field of type body or matter, `handling`, or in a track `parent`";
                    self.faults.push(Diagnostic::new("D0510", file, of.span(), says).help(help));
                }
            }
        }
        all
    }

    fn from(&mut self, file: &str, raw: Option<&At<OneOrMany>>) -> From {
        let Some(raw) = raw else { return From::Nothing };
        if raw.get_ref().0 == ["*"] {
            return From::Anywhere;
        }
        let all = raw.get_ref().0.clone();
        let states = all.into_iter().filter_map(|one| self.has_state(file, &At::new(raw.span(), one)));
        From::States(states.collect())
    }

    fn to(&mut self, file: &str, raw: Option<&At<Target>>) -> Vec<(Option<Guard>, StateId)> {
        let Some(raw) = raw else { return Vec::new() };
        match raw.get_ref() {
            Target::One(state) => {
                let name = At::new(raw.span(), state.clone());
                self.has_state(file, &name).map(|state| (None, state)).into_iter().collect()
            }
            Target::Branches(branches) => {
                let mut all = Vec::new();
                for (index, branch) in branches.iter().enumerate() {
                    let branch = branch.get_ref();
                    let last = index + 1 == branches.len();
                    if last != branch.when.is_none() {
                        let says = "only the last branch has no `when`, so that every case leads somewhere";
                        self.fault("D0506", file, branch.state.span(), says);
                    }
                    let when = self.when(file, branch.when.as_ref());
                    all.extend(self.has_state(file, &branch.state).map(|state| (when, state)));
                }
                all
            }
        }
    }

    fn require(&mut self, file: &str, action: &raw::Action, raw: &At<raw::Condition>) -> Option<Condition> {
        let it = raw.get_ref();
        let guard = self.condition(file, &it.that)?;
        let basis = it.because.clone().map_or_else(|| action.basis.get_ref().0.clone(), |one| vec![one]);
        let next = it.next.as_ref().map(|zh| label(zh, it.next_en.as_deref().unwrap_or(zh)));
        Some(Condition { guard, basis, next, overlaid: false })
    }

    /// `field = "expression"` pairs, against the kinds of the receiving fields.
    pub(super) fn values(
        &mut self,
        file: &str,
        raw: &BTreeMap<String, At<String>>,
        kinds: &BTreeMap<FieldId, Kind>,
    ) -> Vec<(FieldId, Guard)> {
        let mut all = Vec::new();
        for (field, line) in raw {
            let Some(kind) = kinds.get(field.as_str()) else {
                let name = At::new(line.span(), field.clone());
                self.unknown(file, &name, "field");
                continue;
            };
            let guard = self.expression(file, line, Some(kind));
            all.extend(guard.map(|guard| (FieldId::new(field), guard)));
        }
        all
    }

    fn opens(&mut self, file: &str, raw: &raw::Opens) -> Option<Opens> {
        let procedure = ProcedureId::new(raw.procedure.get_ref());
        let Some(names) = self.world.all.get(&procedure) else {
            self.unknown(file, &raw.procedure, "procedure");
            return None;
        };
        let action = self.opening(file, &raw.procedure, raw.action.as_deref())?;
        let when = self.when(file, raw.when.as_ref());
        let passes = self.values(file, &raw.passes, &names.fields);
        Some(Opens { procedure, action, link: raw.link.clone(), when, passes })
    }

    /// The opening action of a child's procedure: the one named, or the only one.
    fn opening(&mut self, file: &str, procedure: &At<String>, named: Option<&str>) -> Option<ActionId> {
        let all = self.world.openings.get(procedure.get_ref().as_str()).cloned().unwrap_or_default();
        let found = match named {
            Some(name) => all.iter().find(|one| one.as_str() == name).cloned(),
            None if all.len() == 1 => all.first().cloned(),
            None => all.iter().find(|one| self.lawful(procedure.get_ref(), one)).cloned(),
        };
        let Some(found) = found else {
            let says = format!("`{}` has no opening action that fits here", procedure.get_ref());
            self.fault("D0509", file, procedure.span(), says);
            return None;
        };
        if !self.lawful(procedure.get_ref(), &found) {
            let says = format!(
                "`{found}` of `{}` must be allowed `by = \"law\"` to be done with another act",
                procedure.get_ref()
            );
            self.fault("D0403", file, procedure.span(), says);
        }
        Some(found)
    }

    fn lawful(&self, procedure: &str, action: &ActionId) -> bool {
        self.world.lawful.get(procedure).is_some_and(|all| all.contains(action))
    }

    fn does(&mut self, file: &str, raw: &raw::Does) -> Option<Does> {
        let target = raw.on.get_ref().clone();
        let (on, procedures, row) = match target.split_once('.') {
            None if target == "parent" => {
                (DoesOn::Parent, self.names.parent.clone().into_iter().collect(), None)
            }
            None => match self.names.fields.get(target.as_str()) {
                Some(Kind::Matter(of)) => (DoesOn::Field(target.as_str().into()), of.to_vec(), None),
                Some(Kind::List(one)) => match one.as_ref() {
                    Kind::Matter(of) => (DoesOn::Field(target.as_str().into()), of.to_vec(), None),
                    _ => (DoesOn::Parent, Vec::new(), None),
                },
                _ => (DoesOn::Parent, Vec::new(), None),
            },
            Some((table, column)) => match self.names.fields.get(table) {
                Some(kind @ Kind::Table(columns)) => {
                    let of = columns.iter().find(|(id, _)| id.as_str() == column);
                    let of = match of {
                        Some((_, Kind::Matter(of))) => of.to_vec(),
                        _ => Vec::new(),
                    };
                    (DoesOn::Column(table.into(), column.into()), of, Some(kind.clone()))
                }
                _ => (DoesOn::Parent, Vec::new(), None),
            },
        };
        let Some(names) = procedures.iter().find_map(|id| self.world.all.get(id)) else {
            self.fault("D0509", file, raw.on.span(), format!("`{target}` does not point to matters"));
            return None;
        };
        let action = ActionId::new(raw.action.get_ref());
        if !names.actions.contains_key(&action)
            || !procedures.iter().any(|id| self.lawful(id.as_str(), &action))
        {
            let says = format!("`{action}` is not an action that the law may do there");
            self.fault("D0403", file, raw.action.span(), says);
            return None;
        }
        let kinds = names.fields.clone();
        let Some(row) = row else {
            let when = self.when(file, raw.when.as_ref());
            let with = self.values(file, &raw.with, &kinds);
            return Some(Does { on, action, when, with });
        };
        let when =
            raw.when.as_ref().and_then(|line| self.row_expression(file, line, &row, Some(&Kind::Bool)));
        let mut with = Vec::new();
        for (field, line) in &raw.with {
            let Some(kind) = kinds.get(field.as_str()) else {
                self.fault("D0201", file, line.span(), format!("there is no field `{field}` there"));
                continue;
            };
            with.extend(
                self.row_expression(file, line, &row, Some(kind)).map(|guard| (FieldId::new(field), guard)),
            );
        }
        Some(Does { on, action, when, with })
    }

    fn row_expression(
        &mut self,
        file: &str,
        line: &At<String>,
        row: &Kind,
        wanted: Option<&Kind>,
    ) -> Option<Guard> {
        let checked = Guard::for_element(line.get_ref(), self.scope, row.clone());
        let guard = checked.map_err(|fault| self.guard_fault("D0301", file, line, fault)).ok()?;
        self.fits(file, line, guard, wanted)
    }

    fn draw(&mut self, file: &str, raw: &raw::Draw) -> Option<Draw> {
        let (from, into) = (self.has_field(file, &raw.from)?, self.has_field(file, &raw.into)?);
        if self.names.fields.get(&from) != self.names.fields.get(&into) {
            self.fault(
                "D0509",
                file,
                raw.into.span(),
                "what is drawn must be kept in a field of the same kind",
            );
            return None;
        }
        Some(Draw { from, count: self.expression(file, &raw.count, Some(&Kind::Int))?, into })
    }

    fn length(&mut self, file: &str, raw: &At<String>) -> Option<Length> {
        let text = match raw.get_ref().strip_prefix("param.") {
            None => raw.get_ref().clone(),
            Some(id) => match self.raw.parameters.iter().find(|one| one.it.id.get_ref() == id) {
                Some(parameter) => parameter.it.value.get_ref().clone(),
                None => {
                    self.fault("D0201", file, raw.span(), format!("there is no parameter `{id}`"));
                    return None;
                }
            },
        };
        written::length(&text).map_err(|says| self.fault("D0402", file, raw.span(), says)).ok()
    }

    fn moment(&mut self, file: &str, raw: &At<String>) -> Option<Moment> {
        let text = raw.get_ref();
        let dated = |kind: Option<&Kind>| matches!(kind, Some(Kind::Date | Kind::Instant));
        let found = match text.split_once('.') {
            None if text == "opened" => Some(Moment::Opened),
            None if self.names.actions.contains_key(text.as_str()) => Some(Moment::Act(text.as_str().into())),
            None if dated(self.names.fields.get(text.as_str())) => Some(Moment::Field(text.as_str().into())),
            Some((action, "on")) if self.names.actions.contains_key(action) => {
                Some(Moment::Act(action.into()))
            }
            Some((action, field)) => {
                let records = self.names.actions.get(action);
                let recorded = records.is_some_and(|all| all.iter().any(|one| one.as_str() == field));
                let fits = recorded && dated(self.names.fields.get(field));
                fits.then(|| Moment::ActField(action.into(), field.into()))
            }
            None => None,
        };
        if found.is_none() {
            let says = format!("`{text}` is not an action, a date field, `action.date_field` or `opened`");
            self.fault("D0201", file, raw.span(), says);
        }
        found
    }

    fn until(&mut self, file: &str, raw: &At<String>) -> Option<Until> {
        if raw.get_ref() == "calendar" && self.raw.head.calendar.is_some() {
            return Some(Until::Calendar);
        }
        if raw.get_ref().starts_with(|c: char| c.is_ascii_digit()) {
            let day = written::month_day(raw.get_ref());
            let day = day.map_err(|says| self.fault("D0105", file, raw.span(), says)).ok()?;
            return Some(Until::DayOfYear(day.0, day.1));
        }
        self.moment(file, raw).map(Until::Moment)
    }

    fn limit(&mut self, raw: &In<raw::Limit>) -> Limit {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let names = it.action.get_ref().0.clone();
        let span = it.action.span();
        let actions =
            names.into_iter().filter_map(|one| self.has_action(file, &At::new(span.clone(), one))).collect();
        self.limit_shape(file, it);
        let when = self.when(file, it.when.as_ref());
        let principal =
            it.principal.as_ref().and_then(|line| self.expression(file, line, Some(&Kind::Money)));
        let cap = it.cap.as_ref().and_then(|line| self.expression(file, line, Some(&Kind::Money)));
        for guard in [&when, &principal, &cap].into_iter().flatten() {
            if guard.node.facts().iter().any(|fact| matches!(fact, crate::guard::Fact::Limit(..))) {
                self.fault(
                    "D0404",
                    file,
                    it.id.span(),
                    "a limit may not read the clocks: that could never end",
                );
            }
        }
        let of = it.of.as_ref().and_then(|name| self.has_field(file, name));
        let pause = it.pause.iter().filter_map(|one| {
            let (from, until) = (self.has_action(file, &one.from)?, self.has_action(file, &one.until)?);
            let exclude = one.effect == raw::PauseEffect::Exclude;
            Some(Pause { from, until, exclude, basis: one.basis.0.clone() })
        });
        let pause = pause.collect();
        let extend = it.extend.iter().filter_map(|one| {
            let (on, by) = (self.has_action(file, &one.on)?, self.length(file, &one.by)?);
            Some(Extend { on, by, basis: one.basis.0.clone() })
        });
        let extend = extend.collect();
        let restart = it.restart.iter().filter_map(|one| self.has_action(file, one)).collect();
        let supersede = it.supersede.iter().filter_map(|one| self.has_action(file, one)).collect();
        let lapse = it.lapse.as_ref().and_then(|name| {
            let action = self.has_action(file, name)?;
            let own = self.raw.head.id.get_ref().clone();
            if !self.lawful(&own, &action) {
                self.fault("D0403", file, name.span(), format!("`{action}` must be allowed `by = \"law\"`"));
            }
            Some(action)
        });
        let rate = it.rate.as_ref().and_then(|line| match crate::guard::parse(line.get_ref()) {
            Ok(crate::guard::Expr { node: crate::guard::Parsed::Literal(value), .. }) => value.scaled(),
            _ => {
                self.fault("D0401", file, line.span(), "a rate is written `3 percent`");
                None
            }
        });
        let window = it.window.as_ref().and_then(|days| {
            let both =
                written::month_day(&days.from).and_then(|from| Ok((from, written::month_day(&days.to)?)));
            both.map_err(|says| self.fault("D0105", file, it.id.span(), says)).ok()
        });
        let earlier_of = it.earlier_of.as_ref().map(|name| {
            if !self.names.limits.iter().any(|one| one.as_str() == name.get_ref()) {
                self.unknown(file, name, "limit");
            }
            LimitId::new(name.get_ref())
        });
        Limit {
            id: LimitId::new(it.id.get_ref()),
            label: label(&it.title, &it.en),
            kind: it.kind,
            actions,
            within: it.within.as_ref().and_then(|one| self.length(file, one)),
            from: it.from.as_ref().and_then(|one| self.moment(file, one)),
            by_parameter: it
                .within
                .as_ref()
                .and_then(|one| one.get_ref().strip_prefix("param."))
                .map(ToOwned::to_owned),
            until: it.until.as_ref().and_then(|one| self.until(file, one)),
            of,
            when,
            roll: it.roll.unwrap_or(default_roll(it.kind)),
            pause,
            extend,
            restart,
            supersede,
            lapse,
            rate,
            principal,
            cap,
            window,
            times: it.times.zip(it.every),
            earlier_of,
            notice: it.notice,
            yellow: it.yellow,
            red_after: it.red_after,
            override_by: it.override_by,
            basis: it.basis.get_ref().0.clone(),
            class: it.class.unwrap_or(BasisClass::Law),
            overlaid: None,
            place: Place { file: file.to_owned(), span: it.within.as_ref().map_or(it.id.span(), At::span) },
        }
    }

    /// Each kind of limit needs its own keys and no others.
    fn limit_shape(&mut self, file: &str, it: &raw::Limit) {
        let needs: &[(&str, bool, bool)] = &match it.kind {
            LimitKind::Duty
            | LimitKind::Right
            | LimitKind::Floor
            | LimitKind::Hours
            | LimitKind::Silence
            | LimitKind::LongStop => {
                let ends = it.within.is_some() != it.until.is_some();
                [
                    ("within` or `until", ends, true),
                    ("from", it.from.is_some(), true),
                    ("of", it.of.is_some(), false),
                ]
            }
            LimitKind::Lead => [
                ("within", it.within.is_some(), true),
                ("of", it.of.is_some(), true),
                ("from", it.from.is_some(), false),
            ],
            LimitKind::Window => [
                ("window", it.window.is_some(), true),
                ("within", it.within.is_some(), false),
                ("of", it.of.is_some(), false),
            ],
            LimitKind::Recurring => [
                ("times", it.times.is_some(), true),
                ("every", it.every.is_some(), true),
                ("within", it.within.is_some(), false),
            ],
            LimitKind::Accrual => [
                ("rate", it.rate.is_some(), true),
                ("principal", it.principal.is_some(), true),
                ("from", it.from.is_some(), true),
            ],
            LimitKind::Open => [
                ("from", it.from.is_some(), true),
                ("within", it.within.is_some(), false),
                ("of", it.of.is_some(), false),
            ],
        };
        for (key, present, wanted) in needs {
            if present != wanted {
                let verb = if *wanted { "needs" } else { "cannot have" };
                let says = format!("a limit of kind {:?} {verb} `{key}`", it.kind).to_lowercase();
                self.fault("D0401", file, it.id.span(), says);
            }
        }
        if it.kind == LimitKind::Silence && it.lapse.is_none() {
            self.fault(
                "D0401",
                file,
                it.id.span(),
                "a limit of kind silence needs `lapse`: what the law then does",
            );
        }
        if it.kind == LimitKind::LongStop && it.earlier_of.is_none() {
            self.fault("D0401", file, it.id.span(), "a long stop needs `earlier_of`: the limit that it caps");
        }
        if it.action.get_ref().0.is_empty() {
            self.fault("D0401", file, it.id.span(), "a limit governs at least one action");
        }
    }

    fn track(&mut self, raw: &In<raw::Track>) -> Option<Track> {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let procedure = ProcedureId::new(it.procedure.get_ref());
        let Some(names) = self.world.all.get(&procedure) else {
            self.unknown(file, &it.procedure, "procedure");
            return None;
        };
        let opening = self.opening(file, &it.procedure, None)?;
        let opens_on = self.has_action(file, &it.opens_on)?;
        let when = self.when(file, it.when.as_ref());
        let passes = self.values(file, &it.passes, &names.fields);
        Some(Track {
            id: TrackId::new(it.id.get_ref()),
            label: label(&it.title, &it.en),
            procedure,
            opening,
            opens_on,
            when,
            passes,
            basis: it.basis.get_ref().0.clone(),
        })
    }

    fn disclosure(&mut self, raw: &In<raw::Disclosure>) -> Disclosure {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let mut shows = Vec::new();
        for line in &it.shows {
            if let Some(guard) = self.expression(file, line, None) {
                self.may_be_public(file, line, &guard);
                shows.push((self.label_of(&guard), guard));
            }
        }
        Disclosure {
            id: it.id.get_ref().as_str().into(),
            label: label(&it.title, &it.en),
            on: self.has_action(file, &it.on).unwrap_or_else(|| ActionId::new("")),
            when: self.when(file, it.when.as_ref()),
            shows,
            until: it.until.as_ref().and_then(|one| self.length(file, one)),
            withdraw_on: it.withdraw_on.iter().filter_map(|one| self.has_action(file, one)).collect(),
            basis: it.basis.get_ref().0.clone(),
        }
    }
}

/// Duties of organs stay on their day for the warning (T7); a party's rights and lapses move to the next working day;
/// minimum periods never shrink.
fn default_roll(kind: LimitKind) -> Roll {
    match kind {
        LimitKind::Right | LimitKind::Silence | LimitKind::LongStop | LimitKind::Floor => Roll::Next,
        LimitKind::Duty => Roll::Breach,
        LimitKind::Lead
        | LimitKind::Window
        | LimitKind::Recurring
        | LimitKind::Hours
        | LimitKind::Accrual
        | LimitKind::Open => Roll::Never,
    }
}

fn choices(raw: &[raw::Choice]) -> Vec<(String, Label)> {
    raw.iter().map(|one| (one.id.clone(), label(&one.title, &one.en))).collect()
}
