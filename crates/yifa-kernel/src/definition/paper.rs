//! Owns papers and what may be shown: mandatory elements have facts, personal data is masked, sealed data stays.

use super::diagnostic::Diagnostic;
use super::parsed::In;
use super::raw::{self, At};
use super::resolve::Resolver;
use crate::guard::{ActPart, Fact, Guard, Kind, PartyPart};
use crate::id::{FieldId, PaperId, ProcedureId};
use crate::procedure::{Annex, AnnexHolds, Element, Label, Paper, Paragraph};
use crate::template::Template;

impl Resolver<'_> {
    pub(super) fn paper(&mut self, id: &str, raw: &In<raw::PaperFile>) -> Paper {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let number = it.number.as_ref().and_then(|number| {
            Template::check_number(number, self.scope)
                .map_err(|fault| self.fault("D0303", file, 0..0, fault.says))
                .ok()
        });
        let addressee = it.addressee.as_ref().and_then(|line| self.template(file, line));
        let signed_by = it.signed_by.as_ref().and_then(|line| self.open_template(file, line));
        let access = it.access.as_ref().and_then(|field| self.access(file, field));
        let elements = it.element.iter().map(|element| self.element(file, element)).collect();
        let paragraphs = it.paragraph.iter().filter_map(|paragraph| {
            let text = self.template(file, &paragraph.text)?;
            text.guards().for_each(|guard| self.not_sealed(file, &paragraph.text, guard));
            let when = self.when(file, paragraph.when.as_ref());
            Some(Paragraph { heading: paragraph.heading.clone(), text, when })
        });
        let paragraphs: Vec<Paragraph> = paragraphs.collect();
        if paragraphs.is_empty() {
            self.fault("D0801", file, 0..0, format!("the paper `{id}` has no text"));
        }
        let issued = |action: &In<raw::Action>| {
            action.it.issues.as_ref().is_some_and(|all| all.get_ref().0.iter().any(|one| one == id))
        };
        if !self.raw.actions.iter().any(issued) {
            self.fault("D0802", file, 0..0, format!("no action issues `{id}`"));
        }
        Paper {
            id: PaperId::new(id),
            label: Label { zh: it.title.clone(), en: it.en.clone() },
            full_title: it.full_title.as_ref().and_then(|line| self.open_template(file, line)),
            layout: it.layout,
            organ: it.organ,
            number,
            addressee,
            signed_by,
            signs: it.signs.clone(),
            seal: it.seal,
            access,
            to_opener: it.to_opener,
            elements,
            paragraphs,
            annexes: it.annex.iter().filter_map(|annex| self.annex(file, annex)).collect(),
            basis: it.basis.0.clone(),
        }
    }

    /// What goes with a paper: one fact that is a text, or one that holds files; nothing sealed.
    fn annex(&mut self, file: &str, raw: &raw::Annex) -> Option<Annex> {
        let when = self.when(file, raw.when.as_ref());
        let holds = match (&raw.title, &raw.text, &raw.files) {
            (Some(title), Some(text), None) => {
                let title = self.open_template(file, title);
                let text = self.annexed(file, text, "an annex is a text", |kind| *kind == Kind::Text)?;
                AnnexHolds::Text { title: title?, text }
            }
            (None, None, Some(files)) => {
                AnnexHolds::Files(self.annexed(file, files, "`files` names files", holds_files)?)
            }
            (title, text, files) => {
                let at = [title, text, files].into_iter().flatten().next().map_or(0..0, At::span);
                let says = "an annex has `title` and `text`, or `files` alone: files have their own names";
                self.fault("D0303", file, at, says);
                return None;
            }
        };
        Some(Annex { holds, when })
    }

    /// A fact that goes with a paper.
    fn annexed(
        &mut self,
        file: &str,
        line: &At<String>,
        wants: &str,
        fits: impl Fn(&Kind) -> bool,
    ) -> Option<Guard> {
        let guard = self.expression(file, line, None)?;
        if !fits(&guard.kind) {
            let says = format!("{wants}, and `{}` is {}", line.get_ref(), guard.kind);
            self.fault("D0303", file, line.span(), says);
            return None;
        }
        self.not_sealed(file, line, &guard);
        Some(guard)
    }

    /// A template that shows nothing sealed.
    fn open_template(&mut self, file: &str, line: &At<String>) -> Option<Template> {
        let template = self.template(file, line)?;
        template.guards().for_each(|guard| self.not_sealed(file, line, guard));
        Some(template)
    }

    /// The party that gets number and code: one, and a matter of this kind has a number to be found by.
    fn access(&mut self, file: &str, field: &At<String>) -> Option<FieldId> {
        let id = self.has_field(file, field)?;
        if self.names.fields.get(&id) != Some(&Kind::Party) {
            self.fault("D0803", file, field.span(), format!("`{id}` is not a party"));
            return None;
        }
        if self.raw.head.number.is_none() {
            let says = "whoever is served finds the matter by its number, and this procedure gives none";
            self.fault("D0803", file, field.span(), says);
            return None;
        }
        Some(id)
    }

    fn element(&mut self, file: &str, raw: &raw::Element) -> Element {
        if raw.from.is_empty() {
            let says = format!("no fact supplies `{}`", raw.title);
            self.fault("D0801", file, 0..0, says);
        }
        let from = raw.from.iter().filter_map(|line| self.expression(file, line, None)).collect();
        Element {
            label: Label { zh: raw.title.clone(), en: raw.en.clone() },
            from,
            if_known: raw.if_known,
            basis: raw.basis.as_ref().map(|all| all.0.clone()).unwrap_or_default(),
        }
    }

    /// A sealed field never stands in a paper that goes out.
    fn not_sealed(&mut self, file: &str, line: &At<String>, guard: &Guard) {
        for fact in guard.node.facts() {
            if let Some((procedure, field)) = self.field_of(fact)
                && has(self.world.sealed, &procedure, &field)
            {
                let says = format!("`{field}` is sealed and cannot stand in a paper");
                self.fault("D0602", file, line.span(), says);
            }
        }
    }

    /// What the public may see: no personal field unmasked, nothing sealed.
    pub(super) fn may_be_public(&mut self, file: &str, line: &At<String>, guard: &Guard) {
        for fact in guard.node.facts() {
            let Some((procedure, field)) = self.field_of(fact) else { continue };
            if has(self.world.sealed, &procedure, &field) {
                self.fault("D0602", file, line.span(), format!("`{field}` is sealed"));
                continue;
            }
            let masked = matches!(
                fact,
                Fact::Party(_, PartyPart::Kind | PartyPart::MaskedName | PartyPart::AgeClass)
                    | Fact::Act(_, ActPart::Party(_, PartyPart::Kind | PartyPart::MaskedName))
            );
            let party =
                self.world.all.get(&procedure).and_then(|n| n.fields.get(&field)) == Some(&Kind::Party);
            if !masked && (party || has(self.world.personal, &procedure, &field)) {
                let says = format!("`{}` would show personal data to the public", line.get_ref());
                let fault = Diagnostic::new("D0601", file, line.span(), says);
                let help =
                    if party { format!("show `{field}.masked_name`") } else { "leave it out".to_owned() };
                self.faults.push(fault.help(help));
            }
        }
    }

    /// The procedure and field behind a fact, if it is one.
    fn field_of(&self, fact: &Fact) -> Option<(ProcedureId, FieldId)> {
        let own = ProcedureId::new(self.raw.head.id.get_ref());
        match fact {
            Fact::Field(field) | Fact::Party(field, _) => Some((own, field.clone())),
            Fact::Act(_, ActPart::Value(field) | ActPart::Party(field, _)) => Some((own, field.clone())),
            Fact::ThroughField(through, field) => match self.names.fields.get(through) {
                Some(Kind::Matter(of)) => of.first().map(|procedure| (procedure.clone(), field.clone())),
                _ => None,
            },
            Fact::Track(track, crate::guard::TrackPart::Field(field)) => {
                self.names.tracks.get(track).map(|procedure| (procedure.clone(), field.clone()))
            }
            Fact::ParentField(field) => self.names.parent.clone().map(|parent| (parent, field.clone())),
            _ => None,
        }
    }

    /// What a shown fact is called.
    pub(super) fn label_of(&self, guard: &Guard) -> Label {
        let plain = |zh: &str, en: &str| Label { zh: zh.to_owned(), en: en.to_owned() };
        let field = |id: &FieldId| {
            let raw = self.raw.fields.iter().find(|one| one.it.id.get_ref() == id.as_str());
            raw.map(|one| plain(&one.it.title, &one.it.en))
        };
        // The day of an act: what its author calls it, or what can be made of its name in either language.
        let day = |id: &str| {
            let it = &self.raw.actions.iter().find(|one| one.it.id.get_ref() == id)?.it;
            Some(match &it.dated {
                Some(said) => plain(&said.title, &said.en),
                None => Label {
                    zh: format!("{}日期", it.title),
                    en: format!("Day of “{}”", uncapitalised(&it.en)),
                },
            })
        };
        // Who a party is and what kind of one are two things in one list.
        let kind = |label: Label| Label {
            zh: format!("{}类别", label.zh),
            en: format!("Kind of {}", uncapitalised(&label.en)),
        };
        let found = match guard.node.facts().first() {
            Some(Fact::Party(id, PartyPart::Kind) | Fact::Act(_, ActPart::Party(id, PartyPart::Kind))) => {
                field(id).map(kind)
            }
            Some(
                Fact::Field(id)
                | Fact::Party(id, _)
                | Fact::Act(_, ActPart::Value(id) | ActPart::Party(id, _)),
            ) => field(id),
            Some(Fact::Act(id, ActPart::On)) => day(id.as_str()),
            Some(Fact::Number) => Some(plain("编号", "Number")),
            Some(Fact::State) => Some(plain("状态", "State")),
            Some(Fact::OpenedOn) => Some(plain("立案日期", "Opened on")),
            Some(Fact::Body(_)) => Some(plain("机关", "Body")),
            _ => None,
        };
        found.unwrap_or_else(|| plain(&guard.source, &guard.source))
    }
}

/// Whether a value of a kind may hold files.
fn holds_files(kind: &Kind) -> bool {
    match kind {
        Kind::File => true,
        Kind::List(of) => holds_files(of),
        Kind::Table(columns) => columns.iter().any(|(_, kind)| holds_files(kind)),
        _ => false,
    }
}

/// A title in the middle of another one.
fn uncapitalised(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn has(
    map: &std::collections::BTreeMap<ProcedureId, Vec<FieldId>>,
    procedure: &ProcedureId,
    field: &FieldId,
) -> bool {
    map.get(procedure).is_some_and(|all| all.contains(field))
}
