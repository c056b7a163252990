//! Parameters and fields resolved.

use super::{Resolver, label, many};
use crate::definition::parsed::In;
use crate::definition::raw;
use crate::definition::raw::{At, FieldKind};
use crate::definition::written;
use crate::guard::{Guard, Kind};
use crate::id::FieldId;
use crate::procedure::{Column, Field, Label, Measured, Online, Parameter};

impl Resolver<'_> {
    pub(in crate::definition) fn parameter(
        &mut self,
        raw: &In<raw::Parameter>,
    ) -> Option<(String, Parameter)> {
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

    pub(in crate::definition) fn field(&mut self, raw: &In<raw::Field>) -> Field {
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
                kind: crate::definition::declare::base_kind(
                    column.kind,
                    &column.choices,
                    &column.of,
                    self.world.nouns,
                ),
                choices: choices(&column.choices),
                document_number: column.document_number,
                passage_of: column.passage_of.as_ref().and_then(|name| self.passage(file, name, column.kind)),
                told_by: column.told_by.as_ref().and_then(|name| self.told_by(file, name, column, it)),
            });
        }
        let as_of = it.as_of.as_ref().and_then(|line| self.expression(file, line, Some(&Kind::Date)));
        let min = it.min.as_ref().and_then(|line| self.expression(file, line, Some(&kind)));
        let max = it.max.as_ref().and_then(|line| self.expression(file, line, Some(&kind)));
        let prefill = it.prefill.as_ref().and_then(|line| self.prefill(file, line, &kind));
        let prefill_own = it.prefill_own.as_ref().and_then(|name| self.own_entry(file, name, &kind));
        let passage_of = it.passage_of.as_ref().and_then(|name| self.passage(file, name, it.kind));
        let rows = it.rows.as_ref().and_then(|name| self.row_each(file, name, it));
        let online = it.online.as_ref().and_then(|word| self.online(file, word, it));
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
            unique_while_open: it.unique_while_open,
            document_number: it.document_number,
            passage_of,
            as_of,
            internal: it.internal,
            min,
            max,
            holds: it.holds,
            prefill,
            prefill_own,
            rows,
            online,
            help: self.help(file, it),
            basis: many(it.basis.as_ref()),
        }
    }

    /// The sentence that helps, in both languages.
    fn help(&mut self, file: &str, it: &raw::Field) -> Option<Label> {
        match (&it.help, &it.help_en) {
            (Some(zh), Some(en)) => Some(Label { zh: zh.clone(), en: en.clone() }),
            (None, None) => None,
            _ => {
                let says =
                    format!("`{}`: help is said in both languages, `help` and `help_en`", it.id.get_ref());
                self.fault("D0508", file, it.id.span(), says);
                None
            }
        }
    }

    /// What a field is by itself on the portal: a word of its own, or the day.
    fn online(&mut self, file: &str, word: &At<String>, it: &raw::Field) -> Option<Online> {
        let said = word.get_ref().as_str();
        match it.kind {
            FieldKind::Date if said == "today" => return Some(Online::Today),
            FieldKind::Choice if !it.many && it.choices.iter().any(|one| one.id == said) => {
                return Some(Online::Word(said.to_owned()));
            }
            _ => {}
        }
        let says = format!("`{}`: `online` is one of the choices, or `today` for a date", it.id.get_ref());
        self.fault("D0508", file, word.span(), says);
        None
    }

    /// The text of which a text names a passage.
    fn passage(&mut self, file: &str, name: &At<String>, kind: FieldKind) -> Option<FieldId> {
        let text = self.raw.fields.iter().find(|one| one.it.id.get_ref() == name.get_ref());
        let is_text = text.is_some_and(|one| one.it.kind == FieldKind::LongText && !one.it.many);
        if is_text && kind == FieldKind::Text {
            return Some(FieldId::new(name.get_ref()));
        }
        let says = format!("`{}`: a `text` names a passage of a `long_text` field", name.get_ref());
        self.fault("D0508", file, name.span(), says);
        None
    }

    /// The column beside a pointer that tells what it points to.
    fn told_by(
        &mut self,
        file: &str,
        name: &At<String>,
        column: &raw::Column,
        it: &raw::Field,
    ) -> Option<FieldId> {
        let beside = it.columns.iter().find(|one| one.id.get_ref() == name.get_ref());
        if column.kind == FieldKind::Matter && beside.is_some_and(|one| one.kind == FieldKind::Text) {
            return Some(FieldId::new(name.get_ref()));
        }
        let says = format!(
            "`{}`: what a `matter` points to is told by a `text` column of its table",
            name.get_ref()
        );
        self.fault("D0508", file, name.span(), says);
        None
    }

    /// The column of a table for each of whose choices there is a row.
    fn row_each(&mut self, file: &str, name: &At<String>, it: &raw::Field) -> Option<FieldId> {
        let column = it.columns.iter().find(|column| column.id.get_ref() == name.get_ref());
        if column.is_some_and(|column| matches!(column.kind, FieldKind::Choice)) {
            return Some(FieldId::new(name.get_ref()));
        }
        let says = format!("`{}`: `rows` names a choice column of the table", it.id.get_ref());
        self.fault("D0508", file, name.span(), says);
        None
    }

    /// With what an input begins. A table may begin with the rows of another that has columns of the same names.
    fn prefill(&mut self, file: &str, line: &At<String>, kind: &Kind) -> Option<Guard> {
        let Kind::Table(own) = kind else { return self.expression(file, line, Some(kind)) };
        let guard = self.expression(file, line, None)?;
        let same = |other: &[(FieldId, Kind)]| {
            let mut shared = own.iter().filter_map(|(id, kind)| {
                other.iter().find(|(one, _)| one == id).map(|(_, other)| other.meets(kind))
            });
            shared.next().is_some_and(|first| first && shared.all(|one| one))
        };
        if matches!(&guard.kind, Kind::Table(other) if same(other)) {
            return Some(guard);
        }
        if let Kind::Table(_) = guard.kind {
            let says = "no column has the name and the kind of one of this table";
            self.fault("D0302", file, line.span(), says);
            return None;
        }
        self.fits(file, line, guard, Some(kind))
    }

    /// The field by which an entry is somebody's own: every procedure pointed to has it, and it holds a person.
    fn own_entry(&mut self, file: &str, name: &At<String>, kind: &Kind) -> Option<FieldId> {
        let id = FieldId::new(name.get_ref());
        let one = if let Kind::List(one) = kind { one.as_ref() } else { kind };
        let pointed: &[_] = if let Kind::Matter(pointed) = one { pointed } else { &[] };
        let holds_person = |procedure| {
            let names = self.world.all.get(procedure);
            names.is_some_and(|names| names.fields.get(&id) == Some(&Kind::Person))
        };
        if !pointed.is_empty() && pointed.iter().all(holds_person) {
            return Some(id);
        }
        let says =
            format!("`{id}`: `prefill_own` names a field of the matters pointed to that holds a person");
        self.fault("D0508", file, name.span(), says);
        None
    }

    /// A field by which people look at matters: one of few values, and nobody's secret.
    pub(in crate::definition) fn facet(&mut self, file: &str, name: &At<String>) -> Option<FieldId> {
        let id = self.has_field(file, name)?;
        let declared = self.raw.fields.iter().find(|one| one.it.id.get_ref() == name.get_ref());
        let open = declared.is_some_and(|one| {
            let few = matches!(one.it.kind, FieldKind::Choice | FieldKind::Bool | FieldKind::Int);
            few && !one.it.many && !one.it.personal && !one.it.sealed
        });
        if !open {
            let says = format!("`{id}`: a facet is one choice, yes or no, or whole number, and open to all");
            self.fault("D0508", file, name.span(), says);
        }
        open.then_some(id)
    }

    /// A column of a register: one short value, and nobody's secret.
    pub(in crate::definition) fn column(&mut self, file: &str, name: &At<String>) -> Option<FieldId> {
        let id = self.has_field(file, name)?;
        let declared = self.raw.fields.iter().find(|one| one.it.id.get_ref() == name.get_ref());
        let fits = declared.is_some_and(|one| {
            let long = matches!(one.it.kind, FieldKind::Table | FieldKind::LongText | FieldKind::File);
            !long && !one.it.many && !one.it.personal && !one.it.sealed
        });
        if !fits {
            let says = format!("`{id}`: a column holds one short value that is open to all");
            self.fault("D0508", file, name.span(), says);
        }
        fits.then_some(id)
    }

    /// An amount measured by a benchmark: norm, circumstances and base are fields of the right kinds.
    pub(in crate::definition) fn measured(
        &mut self,
        file: &str,
        it: &raw::Field,
        within: &raw::FieldWithin,
    ) -> Option<Measured> {
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
}

pub(in crate::definition) fn choices(raw: &[raw::Choice]) -> Vec<(String, Label)> {
    raw.iter().map(|one| (one.id.clone(), label(&one.title, &one.en))).collect()
}
