//! Owns what a name in a condition stands for: a field of the matter, a column of the rows that are gone through, a field of the
//! matter that another field points to, a state, a choice.

use yifa_kernel::definition::Registry;
use yifa_kernel::guard::{Expr, Kind, Parsed};
use yifa_kernel::id::ProcedureId;
use yifa_kernel::procedure::{Column, Field, Label, Procedure};

/// Something that a definition labels and that has a value.
#[derive(Clone, Copy)]
pub(super) enum Named<'a> {
    Field(&'a Field),
    Column(&'a Column),
}

impl<'a> Named<'a> {
    pub(super) fn label(self) -> &'a Label {
        match self {
            Self::Field(field) => &field.label,
            Self::Column(column) => &column.label,
        }
    }

    pub(super) fn choice(self, word: &str) -> Option<&'a Label> {
        let all = match self {
            Self::Field(field) => &field.choices,
            Self::Column(column) => &column.choices,
        };
        all.iter().find(|(id, _)| id == word).map(|(_, label)| label)
    }

    pub(super) fn kind(self) -> &'a Kind {
        match self {
            Self::Field(field) => &field.kind,
            Self::Column(column) => &column.kind,
        }
    }
}

/// What a function such as `all` goes through, one after the other.
#[derive(Clone)]
pub(super) enum Elements<'a> {
    /// The rows of a table.
    Rows(&'a [Column]),
    /// Matters of one of these procedures.
    Matters(Vec<&'a Procedure>),
    /// The values of a field.
    Values(Named<'a>),
    /// Something that has no names of its own.
    Other,
}

/// The names that a condition can use where it is read.
#[derive(Clone)]
pub(super) struct Names<'a> {
    pub registry: &'a Registry,
    pub procedure: &'a Procedure,
    /// What is gone through, the innermost last.
    pub elements: Vec<Elements<'a>>,
}

impl<'a> Names<'a> {
    /// The names inside a function that goes through a list.
    pub(super) fn inside(&self, list: &Expr) -> Self {
        let mut inside = self.clone();
        inside.elements.push(self.elements_of(list));
        inside
    }

    fn elements_of(&self, list: &Expr) -> Elements<'a> {
        match &list.node {
            Parsed::Path(path) => self.at(path).map_or(Elements::Other, |named| self.elements_in(named)),
            // What is left of rows, or of two tables together, has the columns of the first.
            Parsed::Call(_, args) => args.first().map_or(Elements::Other, |first| self.elements_of(first)),
            _ => Elements::Other,
        }
    }

    fn elements_in(&self, named: Named<'a>) -> Elements<'a> {
        match (named, named.kind()) {
            (Named::Field(field), Kind::Table(_)) => Elements::Rows(&field.columns),
            (_, Kind::List(one)) if matches!(**one, Kind::Matter(_)) => Elements::Matters(self.pointed(one)),
            (_, Kind::List(_)) => Elements::Values(named),
            _ => Elements::Other,
        }
    }

    /// The procedures of the matters that a value of this kind points to.
    fn pointed(&self, kind: &Kind) -> Vec<&'a Procedure> {
        let ids: &[ProcedureId] = match kind {
            Kind::Matter(ids) => ids,
            _ => &[],
        };
        ids.iter().filter_map(|id| self.registry.latest(id)).collect()
    }

    /// What a bare name is: of the innermost element first, as when the condition is judged.
    pub(super) fn own(&self, name: &str) -> Option<Named<'a>> {
        self.of_element(name).or_else(|| field_of(self.procedure, name))
    }

    /// What a bare name is within what is gone through.
    pub(super) fn of_element(&self, name: &str) -> Option<Named<'a>> {
        self.elements.iter().rev().find_map(|elements| match elements {
            Elements::Rows(columns) => {
                columns.iter().find(|column| column.id.as_str() == name).map(Named::Column)
            }
            Elements::Matters(all) => all.iter().find_map(|procedure| field_of(procedure, name)),
            Elements::Values(named) if name == "it" => Some(*named),
            Elements::Values(_) | Elements::Other => None,
        })
    }

    /// Whether the innermost element is a matter: `state` and `body` are then its own.
    pub(super) fn in_matters(&self) -> bool {
        matches!(self.elements.last(), Some(Elements::Matters(_)))
    }

    /// The procedures to whose matters a name points: a field, a column, a track, the parent.
    pub(super) fn beyond(&self, name: &str) -> Vec<&'a Procedure> {
        if let Some(named) = self.own(name) {
            return self.pointed(named.kind());
        }
        let track = self.procedure.track(&name.into()).map(|track| &track.procedure);
        let parent = self.procedure.parent.as_ref().filter(|_| name == "parent");
        track.or(parent).and_then(|id| self.registry.latest(id)).into_iter().collect()
    }

    /// What stands at the end of a path.
    pub(super) fn at(&self, path: &[String]) -> Option<Named<'a>> {
        match path {
            [name] => self.own(name),
            [first, last] if self.procedure.action(&first.as_str().into()).is_some() => {
                field_of(self.procedure, last)
            }
            [first, last] => self.beyond(first).into_iter().find_map(|procedure| field_of(procedure, last)),
            _ => None,
        }
    }

    /// The state of that name of what the path speaks of.
    pub(super) fn state(&self, word: &str, path: &[String]) -> Option<&'a Label> {
        let procedures = match path {
            [last] if last == "state" => match self.elements.last() {
                Some(Elements::Matters(all)) => all.clone(),
                _ => vec![self.procedure],
            },
            [through, last] if last == "state" => self.beyond(through),
            _ => Vec::new(),
        };
        procedures.into_iter().find_map(|one| one.state(&word.into())).map(|state| &state.label)
    }
}

fn field_of<'a>(procedure: &'a Procedure, name: &str) -> Option<Named<'a>> {
    procedure.field(&name.into()).map(Named::Field)
}
