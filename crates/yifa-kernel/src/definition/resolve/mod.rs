//! Owns the third pass: a raw procedure with all its names resolved and its conditions typed.

mod action;
mod around;
mod field;
mod limit;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::definition::diagnostic::Diagnostic;
use crate::definition::parsed::RawProcedure;
use crate::definition::raw;
use crate::definition::raw::{At, OneOrMany};
use crate::definition::written;
use crate::guard::{Guard, GuardFault, Kind, Names, ProcedureNames, check_condition, check_expression};
use crate::id::{ActionId, FieldId, PaperId, ProcedureId, StateId, VersionId};
use crate::procedure::{CaseFile, Label, NotExpressed, Procedure, StateDef};
use crate::template::{Piece, Template};

/// What resolving needs to know of the rest.
pub(in crate::definition) struct World<'a> {
    pub all: &'a BTreeMap<ProcedureId, ProcedureNames>,
    /// Opening actions by procedure.
    pub openings: &'a BTreeMap<ProcedureId, Vec<ActionId>>,
    /// Which actions of a procedure the law itself may do.
    pub lawful: &'a BTreeMap<ProcedureId, Vec<ActionId>>,
    pub nouns: &'a crate::definition::declare::Nouns,
    pub roles: &'a [String],
    /// The roles of people who have no place in the administration.
    pub outside: &'a [String],
    /// Personal fields by procedure.
    pub personal: &'a BTreeMap<ProcedureId, Vec<FieldId>>,
    /// Sealed fields by procedure.
    pub sealed: &'a BTreeMap<ProcedureId, Vec<FieldId>>,
}

/// Resolves one procedure. What cannot be resolved is reported and left out; the caller refuses the whole.
pub(in crate::definition) fn resolve(
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
    let columns = head.columns.iter().filter_map(|name| r.column(file, name)).collect();
    let facets = head.facets.iter().filter_map(|name| r.facet(file, name)).collect();
    let case_file = head.case_file.as_ref().map(|one| r.case_file(file, one)).unwrap_or_default();
    let number = head.number.as_ref().and_then(|number| match Template::check(number, scope) {
        Ok(template) => Some(template),
        Err(fault) => {
            r.fault("D0303", file, head.id.span(), format!("number: {}", fault.says));
            None
        }
    });
    let name = head.name.as_ref().and_then(|name| {
        let template = r.template(file, name)?;
        // Lists, notices and public pages show it, and nobody is asked why they look.
        for piece in &template.pieces {
            if let Piece::Fact(guard) | Piece::Capitals(guard) = piece {
                r.may_be_public(file, name, guard);
            }
        }
        Some(template)
    });
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
        facets,
        columns,
        case_file,
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

pub(in crate::definition) struct Resolver<'a> {
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
    StateDef {
        id: StateId::new(raw.id.get_ref()),
        label: label(&raw.title, &raw.en),
        is_final: raw.is_final,
        at_rest: raw.at_rest,
    }
}

fn not_expressed(raw: &raw::NotExpressed) -> NotExpressed {
    NotExpressed { what: raw.what.clone(), basis: raw.basis.0.clone(), who: raw.who.clone() }
}

impl Resolver<'_> {
    fn case_file(&mut self, file: &str, raw: &raw::CaseFile) -> CaseFile {
        let retention = raw.retention.as_ref().filter(|name| {
            let known = self.raw.parameters.iter().any(|one| one.it.id.get_ref() == name.get_ref());
            if !known {
                self.unknown(file, name, "parameter");
            }
            known
        });
        CaseFile {
            retention: retention.map(|name| name.get_ref().clone()),
            in_charge: raw.in_charge.as_ref().and_then(|name| self.has_field(file, name)),
            archived_by: raw.archived_by.as_ref().and_then(|name| self.has_action(file, name)),
        }
    }

    pub(in crate::definition) fn fault(
        &mut self,
        code: &'static str,
        file: &str,
        span: Range<usize>,
        says: impl Into<String>,
    ) {
        self.faults.push(Diagnostic::new(code, file, span, says));
    }

    pub(in crate::definition) fn unknown(&mut self, file: &str, name: &At<String>, what: &str) {
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

    pub(in crate::definition) fn guard_fault(
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

    pub(in crate::definition) fn condition(&mut self, file: &str, line: &At<String>) -> Option<Guard> {
        check_condition(line.get_ref(), self.scope)
            .map_err(|fault| self.guard_fault("D0301", file, line, fault))
            .ok()
    }

    pub(in crate::definition) fn when(&mut self, file: &str, line: Option<&At<String>>) -> Option<Guard> {
        line.and_then(|line| self.condition(file, line))
    }

    pub(in crate::definition) fn expression(
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

    pub(in crate::definition) fn fits(
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

    pub(in crate::definition) fn template(&mut self, file: &str, line: &At<String>) -> Option<Template> {
        Template::check(line.get_ref(), self.scope)
            .map_err(|fault| self.guard_fault("D0303", file, line, fault))
            .ok()
    }

    pub(in crate::definition) fn has_field(&mut self, file: &str, name: &At<String>) -> Option<FieldId> {
        let found = self.names.fields.contains_key(name.get_ref().as_str());
        if !found {
            self.unknown(file, name, "field");
        }
        found.then(|| FieldId::new(name.get_ref()))
    }

    pub(in crate::definition) fn has_action(&mut self, file: &str, name: &At<String>) -> Option<ActionId> {
        let found = self.names.actions.contains_key(name.get_ref().as_str());
        if !found {
            self.unknown(file, name, "action");
        }
        found.then(|| ActionId::new(name.get_ref()))
    }

    pub(in crate::definition) fn has_state(&mut self, file: &str, name: &At<String>) -> Option<StateId> {
        let found = self.names.states.contains(name.get_ref());
        if !found {
            self.unknown(file, name, "state");
        }
        found.then(|| StateId::new(name.get_ref()))
    }

    /// `field = "expression"` pairs, against the kinds of the receiving fields.
    pub(in crate::definition) fn values(
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
}
