//! Owns the questions of a public form: each field that the action records, as far as the public can answer it. What must be
//! answered has a page, together with what may be added to it; what is one thing has one page. Officers, powers and other matters are chosen among those that are public; persons are the organ's to name.

use jiff::civil::Date;
use yifa_kernel::body::Body;
use yifa_kernel::definition::Registry;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::procedure::{
    self, Action, Addressed, Field, FieldKind, From, Label, Needed, Procedure, Together,
};
use yifa_kernel::value::Value;

use super::super::fields::size;
use super::super::guest::Guest;
use super::super::typed::Typed;
use super::super::upload::ACCEPTED;
use super::super::words;
use super::addressee;
use super::choices::{self, AllChosen};
use super::passages;
use crate::components::{Column, Control, FormField, Opt, PartyValue, TableRow};
use crate::face::Lang;

/// The name of the input for the body that is to handle a new matter.
pub(super) const BODY: &str = "for_body";
/// Rows that a table begins with, and how many more its button adds.
const ROWS: usize = 3;

/// One question.
pub(super) enum Question<'a> {
    /// Which body is addressed with what an action opens.
    Body(&'a Procedure, &'a Action),
    /// A field, and whether it must be answered.
    Field(&'a Field, bool),
}

/// Whether the public can answer everything that the action needs.
pub(super) fn is_askable(registry: &Registry, procedure: &Procedure, action: &Action) -> bool {
    let needed = action.records.iter().filter(|(_, needed)| *needed == Needed::Required);
    needed.filter_map(|(id, _)| procedure.field(id)).all(|field| is_answerable(registry, field))
}

fn is_answerable(registry: &Registry, field: &Field) -> bool {
    if choices::is_chosen(field) {
        return choices::is_public(registry, field);
    }
    answerable_kind(field.declared) && field.columns.iter().all(|column| answerable_kind(column.declared))
}

fn answerable_kind(kind: FieldKind) -> bool {
    match kind {
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Bool
        | FieldKind::Int
        | FieldKind::Decimal
        | FieldKind::Money
        | FieldKind::Date
        | FieldKind::Instant
        | FieldKind::Choice
        | FieldKind::Body
        | FieldKind::Party
        | FieldKind::Cite
        | FieldKind::File
        | FieldKind::Table => true,
        FieldKind::Person | FieldKind::Officer | FieldKind::Power | FieldKind::Matter => false,
    }
}

/// The questions of an action, in order.
pub(super) fn questions<'a>(
    registry: &Registry,
    procedure: &'a Procedure,
    action: &'a Action,
) -> Vec<Question<'a>> {
    let fields = action.records.iter().filter_map(|(id, needed)| {
        let field = procedure.field(id).filter(|field| field.online.is_none())?;
        is_answerable(registry, field).then_some(Question::Field(field, *needed == Needed::Required))
    });
    let mut all: Vec<Question<'_>> = fields.collect();
    if action.from == From::Nothing {
        let at = place_of_body(&all, action);
        all.insert(at, Question::Body(procedure, action));
    }
    all
}

/// Which body is addressed is asked first, or after the page with the answers by which it is known.
fn place_of_body(all: &[Question<'_>], action: &Action) -> usize {
    let looks_at = action.addressed.as_ref().map(Addressed::looks_at).unwrap_or_default();
    let tells = |one: &Question<'_>| looks_at.iter().any(|id| id.as_str() == one.id());
    let pages = pages(all, action);
    let last = pages.iter().rposition(|page| page.iter().any(tells));
    last.map_or(0, |last| pages[..=last].iter().map(|page| page.len()).sum())
}

/// What nobody is asked since doing it online answers it.
pub(super) fn by_itself(
    procedure: &Procedure,
    action: &Action,
    today: Date,
) -> impl Iterator<Item = (FieldId, Value)> {
    let fields = action.records.iter().filter_map(|(id, _)| procedure.field(id));
    fields.filter_map(move |field| Some((field.id.clone(), field.online.as_ref()?.value(today))))
}

/// The questions of each page: one that must be answered, or those that are one thing, with those after it that need not be.
pub(super) fn pages<'q, 'a>(all: &'q [Question<'a>], action: &Action) -> Vec<&'q [Question<'a>]> {
    let is_body = |one: &Question<'_>| matches!(one, Question::Body(..));
    let one_thing = |before: &Question<'_>, after: &Question<'_>| {
        thing(action, before.id()).is_some_and(|one| one.fields.iter().any(|id| id.as_str() == after.id()))
    };
    all.chunk_by(|before, after| {
        !is_body(before) && !is_body(after) && (!after.must() || one_thing(before, after))
    })
    .collect()
}

fn thing<'a>(action: &'a Action, id: &str) -> Option<&'a Together> {
    action.together.iter().find(|one| one.fields.iter().any(|field| field.as_str() == id))
}

/// What the questions of a page are about, where several are one thing.
pub(super) fn about<'a>(page: &[Question<'_>], action: &'a Action) -> Option<&'a Label> {
    page.first().filter(|_| page.len() > 1).and_then(|first| thing(action, first.id())).map(|one| &one.label)
}

/// The number of the page on which something is asked, from 1.
pub(super) fn page_with(all: &[Question<'_>], action: &Action, id: &str) -> Option<usize> {
    pages(all, action).iter().position(|page| page.iter().any(|one| one.id() == id)).map(|at| at + 1)
}

impl Question<'_> {
    /// The name of its input.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Body(..) => BODY,
            Self::Field(field, _) => field.id.as_str(),
        }
    }

    /// Whether it must be answered.
    pub(super) fn must(&self) -> bool {
        match self {
            Self::Body(..) => true,
            Self::Field(_, must) => *must,
        }
    }

    /// What is asked.
    pub(super) fn label(&self, guest: &Guest) -> String {
        match self {
            Self::Body(..) => guest.lang.t("public.body"),
            Self::Field(field, _) => words::label(guest.lang, &field.label),
        }
    }

    /// The question with what was typed.
    ///
    /// # Errors
    /// The store.
    pub(super) async fn field(
        &self,
        guest: &Guest,
        act: choices::Act<'_>,
        matter: Option<&MatterId>,
        typed: &Typed,
        errors: Vec<String>,
    ) -> yifa_app::Result<FormField> {
        let lang = guest.lang;
        let (help, control, article, meanwhile) = match self {
            Self::Body(procedure, action) => addressee::asked(guest, procedure, action, typed),
            Self::Field(field, _) => {
                let mut help = words::help(lang, field);
                let article = (!field.basis.is_empty()).then(|| guest.articles(&field.basis));
                let offered = passages::offered(guest, matter, field).await?;
                let picked = typed.text(field.id.as_str());
                if let Some(passage) = passages::quoted(&offered, picked) {
                    help = Some(lang.with("public.passage.quoted", &[("text", passage.to_owned())]));
                }
                let control = match choices::is_chosen(field) {
                    true => choices::control(guest, act, field, typed).await?,
                    false if !offered.is_empty() => passages::control(guest, &offered, picked),
                    false => control(guest, field, typed),
                };
                (help, control, article, None)
            }
        };
        Ok(FormField {
            help,
            meanwhile,
            required: self.must(),
            errors,
            article,
            ..FormField::new(self.id(), self.label(guest), control)
        })
    }

    /// What was answered, in words.
    pub(super) fn answered(&self, guest: &Guest, typed: &Typed, chosen: &AllChosen) -> String {
        // What was chosen is shown in the reader's characters; what was typed, as it was typed.
        let by_hand = matches!(self, Self::Field(field, _)
            if matches!(field.declared, FieldKind::Text | FieldKind::LongText | FieldKind::Party | FieldKind::Table));
        let said = match self {
            Self::Body(..) if typed.text(BODY).is_empty() => String::new(),
            Self::Body(..) => words::body_named(guest, typed.text(BODY)),
            Self::Field(field, _) if choices::is_chosen(field) => {
                choices::in_words(guest, field, typed, chosen)
            }
            Self::Field(field, _) => match typed.value(field) {
                Ok(Some(value)) => in_words(guest, field, &value),
                Ok(None) => String::new(),
                Err(_) => typed.text(field.id.as_str()).to_owned(),
            },
        };
        if by_hand { said } else { guest.lang.write(&said).into_owned() }
    }
}

fn in_words(guest: &Guest, field: &Field, value: &Value) -> String {
    let Value::Table(rows) = value else { return words::value(guest, Some(field), value, None) };
    let row = |row: &std::collections::BTreeMap<_, Value>| {
        let cells = field.columns.iter().filter_map(|column| {
            let value = row.get(&column.id)?;
            let words = match value {
                Value::Choice(word) => {
                    let found = column.choices.iter().find(|(id, _)| id == word);
                    found.map_or_else(|| word.clone(), |(_, one)| words::label(guest.lang, one))
                }
                other => words::value(guest, None, other, None),
            };
            Some(words)
        });
        cells.collect::<Vec<_>>().join(guest.lang.pick("，", ", "))
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// The bodies of the day, to choose one.
pub(super) fn body_choice(guest: &Guest, picked: &str) -> Control {
    let (bodies, today) = (guest.server.city.bodies(), guest.server.city.today());
    let there = bodies
        .iter()
        .filter(|body| body.valid_from <= today && body.valid_to.is_none_or(|last| today <= last));
    body_among(guest, there, picked)
}

/// Some bodies, to choose one.
pub(super) fn body_among<'b>(guest: &Guest, among: impl Iterator<Item = &'b Body>, picked: &str) -> Control {
    let options = among.map(|body| {
        Opt::new(body.id.as_str(), guest.lang.pick(&body.name, &body.en), body.id.as_str() == picked)
    });
    let first = Opt::new("", guest.lang.t("public.choose"), picked.is_empty());
    Control::Choice { options: std::iter::once(first).chain(options).collect(), many: false }
}

fn control(guest: &Guest, field: &Field, typed: &Typed) -> Control {
    let id = field.id.as_str();
    if let Kind::Table(_) = &field.kind {
        return table(guest.lang, field, typed, |column, texts| {
            simple(guest, column.declared, &column.choices, false, texts, None)
        });
    }
    if let Kind::Party = &field.kind {
        let part = |name: &str| typed.text(&format!("{id}.{name}")).to_owned();
        return Control::Party(PartyValue {
            kind: part("kind"),
            name: part("name"),
            code: part("code"),
            address: part("address"),
            phone: part("phone"),
        });
    }
    let texts: Vec<&str> = typed.texts(id).collect();
    if field.declared == FieldKind::File && field.many {
        // Each that has come is named and can be taken off; what is chosen now comes to them.
        let kept = typed.files(id).map(|file| (file.digest.clone(), file.name.clone(), size(file.bytes)));
        return Control::File {
            current: None,
            kept: kept.collect(),
            accept: ACCEPTED.to_owned(),
            many: true,
        };
    }
    let file = typed.files(id).next().map(|file| file.name.clone());
    simple(guest, field.declared, &field.choices, field.many, &texts, file)
}

fn simple(
    guest: &Guest,
    declared: FieldKind,
    choices: &[(String, Label)],
    many: bool,
    texts: &[&str],
    file: Option<String>,
) -> Control {
    let value = texts.first().copied().unwrap_or_default().to_owned();
    match declared {
        FieldKind::LongText => Control::LongText { value, max: 20_000 },
        FieldKind::Bool => Control::Bool {
            value: match value.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
        },
        FieldKind::Int => Control::Int { value },
        FieldKind::Decimal => Control::Decimal { value },
        FieldKind::Money => Control::Money { value },
        FieldKind::Date => Control::Date { value },
        FieldKind::Instant => Control::Instant { value },
        FieldKind::Choice => {
            let options = choices.iter().map(|(id, label)| {
                Opt::new(id.clone(), words::label(guest.lang, label), texts.contains(&id.as_str()))
            });
            Control::Choice { options: options.collect(), many }
        }
        FieldKind::Body => body_choice(guest, &value),
        FieldKind::File => {
            Control::File { current: file, kept: Vec::new(), accept: ACCEPTED.to_owned(), many }
        }
        FieldKind::Text
        | FieldKind::Cite
        | FieldKind::Party
        | FieldKind::Table
        | FieldKind::Person
        | FieldKind::Officer
        | FieldKind::Power
        | FieldKind::Matter => Control::Text { value, max: 200 },
    }
}

/// A table as it is filled in: what was typed, and blank rows below it. Its button asks for more of them and sends what stands
/// there, so that nothing is lost and no script is needed.
fn table(
    lang: Lang,
    field: &Field,
    typed: &Typed,
    cell: impl Fn(&procedure::Column, &[&str]) -> Control,
) -> Control {
    let filled = typed.rows(field.id.as_str());
    let wanted = filled.len() + ROWS;
    let rows = (0..wanted).map(|at| {
        let cells = field.columns.iter().map(|column| {
            let row = filled.get(at).map(|row| &row.texts);
            let text = row.and_then(|row| row.get(column.id.as_str())).map(String::as_str);
            let texts: Vec<&str> = text.into_iter().collect();
            let control = cell(column, &texts);
            let id = format!("{}.{at}.{}", field.id, column.id);
            FormField { required: false, ..FormField::new(id, words::label(lang, &column.label), control) }
        });
        TableRow { cells: cells.collect() }
    });
    let columns = field
        .columns
        .iter()
        .map(|column| Column { id: column.id.to_string(), label: words::label(lang, &column.label) });
    Control::Table { columns: columns.collect(), rows: rows.collect() }
}

/// Where a passage that somebody comments on goes: a line of its own if the action has one, else before the text.
pub(super) fn passage(procedure: &Procedure, action: &Action, words: &str) -> Vec<(String, String)> {
    let mut fields = action.records.iter().filter_map(|(id, _)| procedure.field(id));
    let text = fields.find(|field| field.declared == FieldKind::LongText);
    let short = passages::name(words);
    match (passages::field(procedure, action), text) {
        (Some((line, _)), _) => vec![(line.id.to_string(), short)],
        (None, Some(text)) => vec![(text.id.to_string(), format!("「{short}」\n"))],
        (None, None) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry() -> Registry {
        yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions")
    }

    /// A form that asks for what the public cannot name, such as a person of the organ, would never be shown.
    #[test]
    fn whatever_anybody_may_do_can_be_answered_by_anybody() {
        let registry = registry();
        let mut seen = 0;
        for procedure in registry.procedures() {
            let anybodys =
                |action: &&Action| action.by.iter().any(|role| matches!(role.as_str(), "citizen" | "bearer"));
            for action in procedure.actions.iter().filter(anybodys) {
                assert!(is_askable(&registry, procedure, action), "{} {}", procedure.id, action.id);
                seen += 1;
            }
        }
        assert!(seen > 15, "{seen}");
    }

    /// A citizen complains; that a complaint is registered is what the office does with it.
    #[test]
    fn whoever_acts_online_reads_what_they_do_and_no_office_s_word_for_it() {
        let registry = registry();
        let mut said = 0;
        for procedure in registry.procedures() {
            for action in
                procedure.actions.iter().filter(|one| one.by.iter().any(|role| registry.is_outside(role)))
            {
                let label = action.online_label();
                for word in ["登记", "受理", "接收", "收到", "当事人"] {
                    assert!(!label.zh.contains(word), "{} {}: {}", procedure.id, action.id, label.zh);
                }
                said += usize::from(action.online.is_some());
            }
        }
        assert!(said > 10, "{said}");
    }

    #[test]
    fn persons_are_the_organ_s_to_name_and_officers_are_chosen_where_they_are_public() {
        assert!(!answerable_kind(FieldKind::Person) && !answerable_kind(FieldKind::Officer));
        let registry = registry();
        let complaint = registry.latest(&"enforcement-complaint".into()).expect("a procedure");
        let officers = complaint.field(&"officers".into()).expect("a field");
        assert!(choices::is_chosen(officers) && is_answerable(&registry, officers));
    }

    #[test]
    fn a_table_keeps_what_was_typed_and_has_blank_rows_below_it() {
        let registry = registry();
        let procedure = registry.latest(&"decision-hearing".into()).expect("a procedure");
        let seats = procedure.field(&"seats".into()).expect("a table");
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let shown = |pairs: Vec<(String, String)>| {
            let typed = Typed::of(pairs, Vec::new());
            let text = |_: &procedure::Column, texts: &[&str]| Control::Text {
                value: texts.first().copied().unwrap_or_default().to_owned(),
                max: 200,
            };
            let Control::Table { rows, .. } = table(Lang::ZhHant, seats, &typed, text) else {
                panic!("no table")
            };
            let cell = |field: &FormField| match &field.control {
                Control::Text { value, .. } => value.clone(),
                _ => String::new(),
            };
            rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        assert_eq!(shown(Vec::new()).len(), ROWS, "an empty table can be begun");
        let filled = shown(vec![
            pair("seats.0.group_name", "乘客"),
            pair("seats.0.number", "不是数"),
            pair("seats.1.group_name", "經營者𠮷"),
        ]);
        assert_eq!(filled.len(), 2 + ROWS, "more room each time it is sent");
        assert_eq!(filled[0], ["乘客", "不是数"], "what cannot be taken is not lost either");
        assert_eq!(filled[1], ["經營者𠮷", ""]);
        assert!(filled[2].iter().all(String::is_empty));
    }
}
