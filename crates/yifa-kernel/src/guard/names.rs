//! Owns the meaning of names: which fact a path is, and of which kind.

use std::ops::Range;
use std::sync::Arc;

use super::GuardFault;
use super::check::Checker;
use super::fact::{
    ActPart, ActorPart, BodyPart, CitePart, Fact, LimitPart, PartyPart, PeriodPart, TrackPart,
};
use super::kind::Kind;
use crate::body::BODY_KINDS;
use crate::id::{ActionId, FieldId, ProcedureId};

impl Checker<'_> {
    pub(super) fn path(&self, path: &[String], span: &Range<usize>) -> Result<(Fact, Kind), GuardFault> {
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        if let Some(element) = self.elements.last()
            && let Some(found) = self.in_element(element, &words)
        {
            return Ok(found);
        }
        let found = match words.as_slice() {
            ["state"] => Some((Fact::State, self.names.own.state_kind())),
            ["opened_on"] => Some((Fact::OpenedOn, Kind::Date)),
            ["today"] => Some((Fact::Today, Kind::Date)),
            ["self"] => {
                let own = self.names.own.id.clone();
                Some((Fact::Own, Kind::Matter(own.into_iter().collect())))
            }
            ["number"] => Some((Fact::Number, Kind::Text)),
            ["body", part] => body_part(part),
            ["actor", part] => self.actor_part(part),
            ["param", id] => {
                let kind = self.names.own.parameters.get(*id);
                kind.map(|kind| (Fact::Parameter((*id).to_owned()), kind.clone()))
            }
            ["limit", id, part] => self.limit_part(id, part),
            ["parent", part] => self.parent_part(part),
            ["period", part] if self.names.period => period_part(part),
            [field] => {
                self.names.own.fields.get(*field).map(|kind| (Fact::Field((*field).into()), kind.clone()))
            }
            [first, part] => self.two(first, part),
            [first, middle, last] => self.three(first, middle, last),
            _ => None,
        };
        found.ok_or_else(|| self.unknown(&words, span))
    }

    pub(super) fn in_element(&self, element: &Kind, words: &[&str]) -> Option<(Fact, Kind)> {
        if words == ["it"] {
            return Some((Fact::Element, element.clone()));
        }
        match (element, words) {
            (Kind::Table(columns), [column]) => {
                let (id, kind) = columns.iter().find(|(id, _)| id.as_str() == *column)?;
                Some((Fact::Column(id.clone()), kind.clone()))
            }
            (Kind::Table(columns), [column, part]) => {
                let (id, kind) = columns.iter().find(|(id, _)| id.as_str() == *column)?;
                let Kind::Matter(procedures) = kind else { return None };
                let field = (*part != "state").then(|| FieldId::from(*part));
                Some((Fact::ThroughColumn(id.clone(), field), self.of_matter(procedures, part)?))
            }
            (Kind::Matter(procedures), ["state"]) => {
                Some((Fact::ElementState, self.of_matter(procedures, "state")?))
            }
            (Kind::Matter(_), ["body"]) => Some((Fact::ElementBody, Kind::Body)),
            (Kind::Matter(procedures), [field]) => {
                Some((Fact::ElementField((*field).into()), self.of_matter(procedures, field)?))
            }
            _ => None,
        }
    }

    /// The kind of a field, or of the state, of matters of some procedures.
    pub(super) fn of_matter(&self, procedures: &[ProcedureId], name: &str) -> Option<Kind> {
        let known = || procedures.iter().filter_map(|id| self.names.all.get(id));
        if name == "state" {
            let words: Vec<String> = known().flat_map(|names| names.states.clone()).collect();
            return Some(Kind::Choice(words.into()));
        }
        known().find_map(|names| names.fields.get(name).cloned())
    }

    pub(super) fn two(&self, first: &str, part: &str) -> Option<(Fact, Kind)> {
        let own = self.names.own;
        if let Some(kind) = own.fields.get(first) {
            let id = FieldId::from(first);
            return match kind {
                Kind::Party => party_part(part).map(|(part, kind)| (Fact::Party(id, part), kind)),
                Kind::Cite => cite_part(part).map(|(part, kind)| (Fact::Cite(id, part), kind)),
                Kind::Body if part == "upper_government" => Some((Fact::UpperGovernment(id), Kind::Body)),
                Kind::Matter(_) if part == "body" => Some((Fact::BodyOf(id), Kind::Body)),
                Kind::Matter(procedures) => {
                    let kind = self.of_matter(procedures, part)?;
                    let fact =
                        if part == "state" { Fact::StateOf(id) } else { Fact::ThroughField(id, part.into()) };
                    Some((fact, kind))
                }
                Kind::List(_) | Kind::Table(_) if part == "count" => None,
                _ => None,
            };
        }
        if let Some(records) = own.actions.get(first) {
            let id = ActionId::from(first);
            let (part, kind) = match part {
                "done" => (ActPart::Done, Kind::Bool),
                "on" => (ActPart::On, Kind::Date),
                "count" => (ActPart::Count, Kind::Int),
                "by" => (ActPart::By, Kind::Person),
                field if records.iter().any(|one| one.as_str() == field) => {
                    (ActPart::Value(field.into()), own.fields.get(field)?.clone())
                }
                _ => return None,
            };
            return Some((Fact::Act(id, part), kind));
        }
        let child = self.names.all.get(own.tracks.get(first)?)?;
        let (part, kind) = match part {
            "opened" => (TrackPart::Opened, Kind::Bool),
            "count" => (TrackPart::Count, Kind::Int),
            "closed" => (TrackPart::Closed, Kind::Bool),
            "state" => (TrackPart::State, child.state_kind()),
            field => (TrackPart::Field(field.into()), child.fields.get(field)?.clone()),
        };
        Some((Fact::Track(first.into(), part), kind))
    }

    pub(super) fn three(&self, first: &str, middle: &str, last: &str) -> Option<(Fact, Kind)> {
        let own = self.names.own;
        if let Some(records) = own.actions.get(first)
            && records.iter().any(|one| one.as_str() == middle)
            && own.fields.get(middle) == Some(&Kind::Party)
        {
            let (part, kind) = party_part(last)?;
            return Some((Fact::Act(first.into(), ActPart::Party(middle.into(), part)), kind));
        }
        let child = self.names.all.get(own.tracks.get(first)?)?;
        if !child.actions.contains_key(middle) {
            return None;
        }
        let (part, kind) = match last {
            "done" => (TrackPart::Done(middle.into()), Kind::Bool),
            "on" => (TrackPart::On(middle.into()), Kind::Date),
            _ => return None,
        };
        Some((Fact::Track(first.into(), part), kind))
    }

    pub(super) fn actor_part(&self, part: &str) -> Option<(Fact, Kind)> {
        let (part, kind) = match part {
            "person" => (ActorPart::Person, Kind::Person),
            "body" => (ActorPart::Body, Kind::Body),
            "role" => (ActorPart::Role, Kind::Choice(Arc::from(self.names.roles))),
            _ => return None,
        };
        Some((Fact::Actor(part), kind))
    }

    pub(super) fn limit_part(&self, id: &str, part: &str) -> Option<(Fact, Kind)> {
        if !self.names.own.limits.iter().any(|one| one.as_str() == id) {
            return None;
        }
        let (part, kind) = match part {
            "due" => (LimitPart::Due, Kind::Date),
            "over" => (LimitPart::Over, Kind::Bool),
            "open" => (LimitPart::Open, Kind::Bool),
            "done" => (LimitPart::Done, Kind::Bool),
            "amount" => (LimitPart::Amount, Kind::Money),
            _ => return None,
        };
        Some((Fact::Limit(id.into(), part), kind))
    }

    pub(super) fn parent_part(&self, part: &str) -> Option<(Fact, Kind)> {
        let parent = self.names.all.get(self.names.own.parent.as_ref()?)?;
        if part == "state" {
            return Some((Fact::ParentState, parent.state_kind()));
        }
        parent.fields.get(part).map(|kind| (Fact::ParentField(part.into()), kind.clone()))
    }

    pub(super) fn unknown(&self, words: &[&str], span: &Range<usize>) -> GuardFault {
        let own = self.names.own;
        let written = words.join(".");
        let mut known: Vec<String> = own.fields.keys().map(ToString::to_string).collect();
        known.extend(own.actions.keys().flat_map(|id| [format!("{id}.done"), format!("{id}.on")]));
        known.extend(own.tracks.keys().map(|id| format!("{id}.closed")));
        known.extend(own.limits.iter().map(|id| format!("limit.{id}.over")));
        known.extend(own.parameters.keys().map(|id| format!("param.{id}")));
        if let Some(Kind::Table(columns)) = self.elements.last() {
            known.extend(columns.iter().map(|(id, _)| id.to_string()));
        }
        if let Some(Kind::Matter(procedures)) = self.elements.last() {
            let fields =
                procedures.iter().filter_map(|id| self.names.all.get(id)).flat_map(|n| n.fields.keys());
            known.extend(fields.map(ToString::to_string));
        }
        let fault = GuardFault::new(span.clone(), format!("there is no fact `{written}` here"));
        match nearest(&written, &known) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
    }
}

fn party_part(part: &str) -> Option<(PartyPart, Kind)> {
    let words = |all: &[&str]| Kind::Choice(all.iter().map(ToString::to_string).collect());
    Some(match part {
        "kind" => (PartyPart::Kind, words(&["citizen", "organisation"])),
        "name" => (PartyPart::Name, Kind::Text),
        "masked_name" => (PartyPart::MaskedName, Kind::Text),
        "address" => (PartyPart::Address, Kind::Text),
        "code" => (PartyPart::Code, Kind::Text),
        "age_class" => (PartyPart::AgeClass, words(&["adult", "minor"])),
        _ => return None,
    })
}

fn cite_part(part: &str) -> Option<(CitePart, Kind)> {
    Some(match part {
        "in_force" => (CitePart::InForce, Kind::Bool),
        "published" => (CitePart::Published, Kind::Bool),
        "found" => (CitePart::Found, Kind::Bool),
        "rank" => {
            let words = ["law", "regulation", "rule", "policy", "local_practice", "product_default"];
            (CitePart::Rank, Kind::Choice(words.iter().map(ToString::to_string).collect()))
        }
        _ => return None,
    })
}

fn body_part(part: &str) -> Option<(Fact, Kind)> {
    let (part, kind) = match part {
        "id" => (BodyPart::Id, Kind::Body),
        "kind" => (BodyPart::Kind, Kind::Choice(BODY_KINDS.iter().map(|k| k.word().to_owned()).collect())),
        "short" => (BodyPart::Short, Kind::Text),
        "name" => (BodyPart::Name, Kind::Text),
        "government" => (BodyPart::Government, Kind::Text),
        "upper_government" => (BodyPart::UpperGovernment, Kind::Text),
        "place" => (BodyPart::Place, Kind::Text),
        _ => return None,
    };
    Some((Fact::Body(part), kind))
}

fn period_part(part: &str) -> Option<(Fact, Kind)> {
    let (part, kind) = match part {
        "start" => (PeriodPart::Start, Kind::Date),
        "end" => (PeriodPart::End, Kind::Date),
        "year" => (PeriodPart::Year, Kind::Int),
        _ => return None,
    };
    Some((Fact::Period(part), kind))
}

/// The known name that differs least, if it differs little.
pub(crate) fn nearest<'a>(written: &str, known: &'a [String]) -> Option<&'a String> {
    let limit = written.len().div_ceil(3);
    known
        .iter()
        .map(|one| (distance(written, one), one))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, one)| one)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
