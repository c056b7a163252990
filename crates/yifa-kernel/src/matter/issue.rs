//! Owns papers 文书 as issued: what they contain, taken from the facts at the event that made them. How they look is the
//! business of `yifa-documents`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::number::{fill, joined};
use super::scene::Scene;
use super::{Facts, State};
use crate::definition::Registry;
use crate::disclosure::{masked_facts, masked_state};
use crate::guard::{Compare, Fact, Guard, Kind, Node};
use crate::id::{ActionId, BodyId, FieldId, PaperId, RoleId};
use crate::procedure::{
    Annex, AnnexHolds, Column, Element, Label, Paper, PaperLayout, PaperOrgan, Paragraph, Procedure,
};
use crate::refusal::{Code, Next, Reason};
use crate::template::{Piece, Template};
use crate::value::{FileRef, Value};
use crate::words::{self, Tongue};

/// A paper that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedPaper {
    /// Which.
    pub paper: PaperId,
    /// Its number.
    pub number: Option<String>,
    /// By which action.
    pub action: ActionId,
    /// The day.
    pub on: Date,
    /// Number of its event.
    pub seq: u64,
}

/// What a paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperContent {
    /// The kind of paper.
    pub label: Label,
    /// Title as printed.
    pub title: String,
    /// Layout.
    pub layout: PaperLayout,
    /// Number.
    pub number: Option<String>,
    /// The body that issues it.
    pub organ: String,
    /// To whom.
    pub addressee: Option<String>,
    /// Who signs it by name, with the post; none: the body signs.
    pub signer: Option<String>,
    /// Lines to be signed by hand.
    pub signs: Vec<String>,
    /// Whether the seal of the organ has a place.
    pub seal: bool,
    /// The field of the party who gets number and code with it, where that party is on record.
    pub access: Option<FieldId>,
    /// Mandatory elements that are short facts: label and text.
    pub particulars: Vec<(Label, String)>,
    /// Headings, texts and tables.
    pub parts: Vec<PaperPart>,
    /// Texts that go with it.
    pub annexes: Vec<PaperAnnex>,
    /// Files that go with it, as recorded when it was issued, each once.
    pub files: Vec<FileRef>,
    /// The day.
    pub on: Date,
    /// Articles.
    pub basis: Vec<String>,
}

/// A text that goes with a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperAnnex {
    /// Title.
    pub title: String,
    /// The text as recorded; `None` where there is none on record.
    pub text: Option<String>,
}

/// A piece of a paper's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperPart {
    /// A heading.
    Heading(String),
    /// Text.
    Text(String),
    /// Rows of a table that is on record: the names of its columns, and what stands in them.
    Table {
        /// Names of the columns.
        header: Vec<String>,
        /// Rows, as long as the header.
        rows: Vec<Vec<String>>,
    },
}

/// The mandatory elements that are not known when the paper is to be issued: the act would make an incomplete paper.
pub(super) fn missing_elements(scene: &Scene<'_>, after: &State, paper: &Paper) -> Option<Reason> {
    let seen = Scene { state: after, inputs: None, ..*scene };
    let missing = paper.elements.iter().filter(|element| !element.if_known && !is_known(element, &seen));
    let missing: Vec<_> = missing.collect();
    let first = missing.first()?;
    let basis = if first.basis.is_empty() { &paper.basis } else { &first.basis };
    let fields = missing.iter().flat_map(|element| &element.from).flat_map(|guard| guard.node.facts());
    let fields = fields.filter_map(|fact| match fact {
        Fact::Field(field) | Fact::Party(field, _) => Some(field.clone()),
        _ => None,
    });
    let mut reason = Reason::new(Code::IncompletePaper, Next::Correct(fields.collect())).because(basis);
    for element in missing {
        reason = reason.seeing(element.label.zh.clone(), None);
    }
    Some(reason)
}

fn is_known(element: &Element, scene: &Scene<'_>) -> bool {
    element.from.iter().all(|guard| guard.value(scene).is_some())
}

/// What an issued paper says, from the state as it stood right after its event.
pub fn render_paper(
    registry: &Registry,
    then: &State,
    facts: &Facts,
    issued: &IssuedPaper,
) -> Option<PaperContent> {
    let (procedure, paper) = kind(registry, then, issued)?;
    let scene = Scene::new(registry, procedure, then, facts, issued.on);
    Some(rendered(&scene, &scene, paper, issued))
}

/// The same paper with its personal data masked: what stands in it is the same, paragraph by paragraph, since its conditions
/// are judged on what is on record.
pub fn render_masked_paper(
    registry: &Registry,
    then: &State,
    facts: &Facts,
    issued: &IssuedPaper,
) -> Option<PaperContent> {
    let (procedure, paper) = kind(registry, then, issued)?;
    let (masked, around) = (masked_state(registry, then), masked_facts(registry, facts));
    let scene = Scene::new(registry, procedure, then, facts, issued.on);
    let shown = Scene::new(registry, procedure, &masked, &around, issued.on);
    Some(rendered(&scene, &shown, paper, issued))
}

fn kind<'a>(
    registry: &'a Registry,
    then: &State,
    issued: &IssuedPaper,
) -> Option<(&'a Procedure, &'a Paper)> {
    let procedure = registry.procedure_of(then)?;
    Some((procedure, procedure.papers.get(&issued.paper)?))
}

/// What stands in a paper is judged on `scene`, and printed from `shown`.
fn rendered(scene: &Scene<'_>, shown: &Scene<'_>, paper: &Paper, issued: &IssuedPaper) -> PaperContent {
    let (procedure, then, facts) = (scene.procedure, scene.state, scene.facts);
    let text = |template| fill(shown, template, issued.on, issued.number.as_deref().unwrap_or(""));
    let paragraphs = paper
        .paragraphs
        .iter()
        .filter(|one| one.when.as_ref().is_none_or(|when| when.holds(scene) == Some(true)));
    let short = paper.elements.iter().filter(|element| {
        let printed = !element.if_known || is_known(element, scene);
        printed && element.from.iter().all(|guard| is_short(procedure, guard))
    });
    let organ = facts.bodies.get(facts.bodies.on(issuer(procedure, then, facts, paper, issued), issued.on));
    let organ = organ.map_or_else(String::new, |body| body.name.clone());
    PaperContent {
        label: paper.label.clone(),
        title: paper.full_title.as_ref().map_or_else(|| paper.label.zh.clone(), text),
        layout: paper.layout,
        number: issued.number.clone(),
        // What a body's own reviewer says to it is addressed to nobody else.
        addressee: paper.addressee.as_ref().map(text).filter(|addressee| *addressee != organ),
        organ,
        signer: paper.signed_by.as_ref().map(text),
        signs: paper.signs.clone(),
        seal: paper.seal,
        access: paper.access.clone().filter(|field| then.fields.contains_key(field)),
        particulars: short
            .map(|element| {
                let all: Vec<String> = element.from.iter().map(|guard| printed(shown, guard)).collect();
                (element.label.clone(), all.join("，"))
            })
            .collect(),
        parts: paragraphs.flat_map(|one| parts(shown, one, issued)).collect(),
        annexes: annexes(scene, shown, paper, issued),
        files: files(scene, shown, paper),
        on: issued.on,
        basis: paper.basis.clone(),
    }
}

/// What goes with a paper, as recorded when it was issued.
fn along<'a>(scene: &'a Scene<'_>, paper: &'a Paper) -> impl Iterator<Item = &'a AnnexHolds> {
    let goes = |one: &&Annex| one.when.as_ref().is_none_or(|when| when.holds(scene) == Some(true));
    paper.annexes.iter().filter(goes).map(|one| &one.holds)
}

fn annexes(scene: &Scene<'_>, shown: &Scene<'_>, paper: &Paper, issued: &IssuedPaper) -> Vec<PaperAnnex> {
    let with_text = |one: &AnnexHolds| {
        let AnnexHolds::Text { title, text } = one else { return None };
        let text = text.value(shown).and_then(|value| value.as_text().map(str::to_owned));
        let title = fill(shown, title, issued.on, issued.number.as_deref().unwrap_or(""));
        Some(PaperAnnex { title, text: text.filter(|text| !text.trim().is_empty()) })
    };
    along(scene, paper).filter_map(with_text).collect()
}

fn files(scene: &Scene<'_>, shown: &Scene<'_>, paper: &Paper) -> Vec<FileRef> {
    let mut all: Vec<FileRef> = Vec::new();
    for one in along(scene, paper) {
        let AnnexHolds::Files(files) = one else { continue };
        let Some(value) = files.value(shown) else { continue };
        for file in value.files() {
            if !all.contains(file) {
                all.push(file.clone());
            }
        }
    }
    all
}

/// The body whose issued paper it is.
fn issuer<'a>(
    procedure: &Procedure,
    then: &'a State,
    facts: &'a Facts,
    paper: &Paper,
    issued: &IssuedPaper,
) -> &'a BodyId {
    let by = then.acts.iter().rposition(|act| act.action == issued.action && act.seq <= issued.seq);
    let (before, own) = by.map_or((&[][..], None), |by| (&then.acts[..by], then.acts.get(by)));
    let acting = procedure
        .action(&issued.action)
        .and_then(|action| acting(&action.by, own.and_then(|act| act.actor.body.as_ref()), before));
    organ(then, facts, paper.organ, acting)
}

/// The body that acts. Where the law itself does, it is that of the last person who acted in a role that could have done it:
/// what lapses with the maker's silence is the reviewing office's paper, not the maker's. Where no role could, it is that of
/// the last person who acted at all.
pub(super) fn acting<'a>(
    by: &[RoleId],
    own: Option<&'a BodyId>,
    before: &'a [super::Act],
) -> Option<&'a BodyId> {
    let last = |in_place: bool| {
        let mut acts = before.iter().rev().filter(move |act| !in_place || by.contains(&act.actor.role));
        acts.find_map(|act| act.actor.body.as_ref())
    };
    own.or_else(|| last(true)).or_else(|| last(false))
}

/// The body whose paper it is. Where the law itself acts and nobody has before, the paper is the handling body's.
pub(super) fn organ<'a>(
    state: &'a State,
    facts: &'a Facts,
    organ: PaperOrgan,
    acting: Option<&'a BodyId>,
) -> &'a BodyId {
    match organ {
        PaperOrgan::Handling => &state.body,
        PaperOrgan::Acting => acting.unwrap_or(&state.body),
        PaperOrgan::Government => facts.bodies.government(&state.body),
    }
}

/// A paragraph as it is set: what is on record as a table stands as one between the words before and after it.
fn parts(scene: &Scene<'_>, paragraph: &Paragraph, issued: &IssuedPaper) -> Vec<PaperPart> {
    let number = issued.number.as_deref().unwrap_or("");
    let mut all: Vec<PaperPart> = paragraph.heading.iter().cloned().map(PaperPart::Heading).collect();
    let mut words: Vec<&Piece> = Vec::new();
    let flush = |words: &mut Vec<&Piece>, all: &mut Vec<PaperPart>| {
        let text = joined(scene, words.drain(..), issued.on, number);
        // What is left of a sentence around a table may be its full stop alone.
        if text.chars().any(char::is_alphanumeric) || text.contains('＿') {
            all.push(PaperPart::Text(ended(text)));
        }
    };
    for piece in &paragraph.text.pieces {
        match piece {
            Piece::Fact(guard) if let Some(table) = table(scene, guard) => {
                flush(&mut words, &mut all);
                all.push(table);
            }
            Piece::Fact(_)
            | Piece::Text(_)
            | Piece::Capitals(_)
            | Piece::Year
            | Piece::Organ
            | Piece::Seq(_) => {
                words.push(piece);
            }
        }
    }
    flush(&mut words, &mut all);
    all
}

/// A sentence that somebody wrote without its full stop gets one; texts of several lines stay as they are.
fn ended(text: String) -> String {
    let open = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '》' | '”' | '）');
    if text.contains('\n') || !text.ends_with(open) { text } else { text + "。" }
}

/// The rows that a fact gives, with the names of those columns in which something stands; `None` where it is no table of
/// this procedure or has no row.
fn table(scene: &Scene<'_>, guard: &Guard) -> Option<PaperPart> {
    let Some(Value::Table(rows)) = guard.value(scene) else { return None };
    // The rows are those of the table that is named first: it alone, or what a condition leaves of it.
    let facts = guard.node.facts();
    let Some(Fact::Field(field)) = facts.first() else { return None };
    let columns = &scene.procedure.field(field)?.columns;
    let cell = |row: &BTreeMap<FieldId, Value>, column: &Column| {
        row.get(&column.id).map(|value| cell_in_words(scene, guard, column, value)).unwrap_or_default()
    };
    let says = |column: &Column| rows.iter().map(|row| cell(row, column)).collect::<Vec<_>>();
    // Rows that were taken for what a column says all say it: the title of the paper, or the sentence before, tells it once.
    let taken_for = |column: &&Column| match &guard.node {
        Node::Where(_, condition) => match condition.as_ref() {
            Node::Compare(Compare::Same, a, b) => {
                let is_column =
                    |node: &Node| matches!(node, Node::Fact(Fact::Column(id)) if *id == column.id);
                is_column(a) || is_column(b)
            }
            _ => false,
        },
        _ => false,
    };
    let filled = |column: &&Column| rows.iter().any(|row| row.contains_key(&column.id));
    let mut used: Vec<&Column> = Vec::new();
    let outside = Column::outside(columns, &rows).into_iter();
    for column in outside.filter(filled).filter(|one| !taken_for(one)) {
        // A matter and its title beside it are one thing to whoever reads the paper.
        let again = |before: &&Column| matches!(before.kind, Kind::Matter(_)) && says(before) == says(column);
        match used.iter().position(again) {
            Some(same) => used[same] = column,
            None => used.push(column),
        }
    }
    if used.is_empty() {
        return None;
    }
    Some(PaperPart::Table {
        header: used.iter().map(|column| column.label.zh.clone()).collect(),
        rows: rows.iter().map(|row| used.iter().map(|column| cell(row, column)).collect()).collect(),
    })
}

fn cell_in_words(scene: &Scene<'_>, guard: &Guard, column: &Column, value: &Value) -> String {
    let word = value.as_text().unwrap_or("");
    let label = column.choices.iter().find(|(id, _)| id == word).map(|(_, label)| label.zh.clone());
    match (label, value) {
        (Some(label), _) => label,
        // A day must not be divided between two lines of a narrow column.
        (None, Value::Date(day)) => day.to_string(),
        // Amounts below one another are compared: thousands are set off, as in every table of figures.
        (None, Value::Money(fen)) => format!("{}元", words::figures(*fen)),
        (None, value) => in_words(scene, guard, value),
    }
}

fn is_short(procedure: &Procedure, guard: &Guard) -> bool {
    !guard.node.facts().iter().any(|fact| match fact {
        Fact::Field(field) => procedure.field(field).is_some_and(|field| {
            matches!(
                field.declared,
                crate::procedure::FieldKind::LongText | crate::procedure::FieldKind::Table
            )
        }),
        _ => false,
    })
}

/// A value in the words of people: choices and states by their Chinese names, bodies and persons by their names,
/// amounts with their unit, days as papers write them, matters by their number. What is not known is a visible gap.
pub(crate) fn printed(scene: &Scene<'_>, guard: &Guard) -> String {
    guard.value(scene).map_or_else(|| "＿＿".to_owned(), |value| in_words(scene, guard, &value))
}

/// An amount in capitals 大写.
pub(super) fn printed_in_capitals(scene: &Scene<'_>, guard: &Guard) -> String {
    match guard.value(scene) {
        Some(Value::Money(fen)) => words::money_in_capitals(fen),
        _ => "＿＿".to_owned(),
    }
}

/// What stands where a list or a table was recorded with nothing in it.
const NONE: &str = "无";

fn in_words(scene: &Scene<'_>, guard: &Guard, value: &Value) -> String {
    match value {
        Value::Person(person) => scene.facts.names.get(person).cloned().unwrap_or_else(|| person.to_string()),
        Value::Choice(word) => choice_in_words(scene, guard, word),
        Value::Body(body) => {
            scene.facts.bodies.get(body).map_or_else(|| body.to_string(), |body| body.name.clone())
        }
        Value::Matter(matter) => {
            let other = scene.facts.matters.get(matter);
            other.map_or_else(|| "＿＿".to_owned(), |other| called(scene.registry, other, scene.facts))
        }
        Value::List(all) if all.is_empty() => NONE.to_owned(),
        Value::Table(rows) if rows.is_empty() => NONE.to_owned(),
        Value::List(all) => {
            let all: Vec<String> = all.iter().map(|one| in_words(scene, guard, one)).collect();
            all.join("、")
        }
        Value::Table(rows) => {
            let columns = match guard.node.facts().first() {
                Some(Fact::Field(field)) => {
                    scene.procedure.field(field).map(|field| field.columns.as_slice())
                }
                _ => None,
            };
            let row = |row: &BTreeMap<_, Value>| match columns {
                None => Value::Table(vec![row.clone()]).to_string(),
                Some(columns) => {
                    let cells = Column::outside(columns, rows).into_iter().filter_map(|column| {
                        let value = row.get(&column.id)?;
                        let said = cell_in_words(scene, guard, column, value);
                        Some(format!("{}：{said}", column.label.zh))
                    });
                    cells.collect::<Vec<_>>().join("，")
                }
            };
            rows.iter().map(row).collect::<Vec<_>>().join("；")
        }
        other => words::in_words(other, Tongue::Hans),
    }
}

fn choice_in_words(scene: &Scene<'_>, guard: &Guard, word: &str) -> String {
    let labels = scene.procedure.fields.iter().flat_map(|field| &field.choices);
    let by_field = match guard.node.facts().first() {
        Some(Fact::Field(id) | Fact::Act(_, crate::guard::ActPart::Value(id))) => {
            scene.procedure.field(id).and_then(|field| field.choices.iter().find(|(id, _)| id == word))
        }
        _ => None,
    };
    let found =
        by_field.or_else(|| labels.clone().find(|(id, _)| id == word)).map(|(_, label)| label.zh.clone());
    let state = || {
        scene
            .procedure
            .states
            .iter()
            .find(|state| state.id.as_str() == word)
            .map(|state| state.label.zh.clone())
    };
    let party = || match word {
        "citizen" => Some("公民".to_owned()),
        "organisation" => Some("法人或者其他组织".to_owned()),
        _ => None,
    };
    found.or_else(state).or_else(party).unwrap_or_else(|| word.to_owned())
}

/// How a matter is called: by its name template, its number where the template finds nothing yet, or its procedure.
pub fn called(registry: &Registry, state: &State, facts: &Facts) -> String {
    let Some(procedure) = registry.procedure_of(state) else { return state.matter.to_string() };
    let on = state.last_on().or(state.opened_on).unwrap_or(Date::constant(2000, 1, 1));
    let scene = Scene::new(registry, procedure, state, facts, on);
    let named = procedure.name.as_ref().and_then(|name| known_parts(&scene, name, on));
    named.or_else(|| state.number.clone()).unwrap_or_else(|| procedure.label.zh.clone())
}

/// A template without its gaps; nothing where it asks for facts and none of them is known.
fn known_parts(scene: &Scene<'_>, template: &Template, on: Date) -> Option<String> {
    let (mut asked, mut known) = (false, false);
    let told = template.pieces.iter().filter(|piece| match piece {
        Piece::Fact(guard) | Piece::Capitals(guard) => {
            let is_known = guard.value(scene).is_some_and(|value| has_words(scene, &value));
            (asked, known) = (true, known || is_known);
            is_known
        }
        Piece::Text(_) | Piece::Year | Piece::Organ | Piece::Seq(_) => true,
    });
    let name = joined(scene, told, on, "");
    Some(name.trim().to_owned()).filter(|name| (known || !asked) && !name.is_empty())
}

/// Whether a value can be told: a matter that is not around has no name here.
fn has_words(scene: &Scene<'_>, value: &Value) -> bool {
    value.matters().all(|matter| scene.facts.matters.contains_key(matter))
}

/// Whether a kind is shown as one short line.
pub fn is_line(kind: &Kind) -> bool {
    !matches!(kind, Kind::Table(_) | Kind::List(_))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::super::{Act, Actor};
    use super::*;

    fn act(role: &str, body: &str) -> Act {
        Act {
            action: "something".into(),
            seq: 1,
            happened: date(2026, 10, 12).at(9, 0, 0, 0),
            actor: Actor::person("somebody", role, BodyId::new(body)),
            from: None,
            to: "somewhere".into(),
            values: BTreeMap::new(),
            cleared: false,
        }
    }

    #[test]
    fn what_the_law_does_in_the_place_of_an_office_is_the_paper_of_that_office() {
        let by = [RoleId::new("law"), RoleId::new("legal_office")];
        let before = [act("legal_office", "justice"), act("head", "urban"), act("clerk", "urban")];
        let body = |id: &str| Some(BodyId::new(id));
        let acting_for = |by: &[RoleId], own: Option<&str>, before: &[Act]| {
            let own = own.map(BodyId::new);
            acting(by, own.as_ref(), before).cloned()
        };
        assert_eq!(
            acting_for(&by, None, &before),
            body("justice"),
            "the maker promised last, and did not keep it"
        );
        assert_eq!(acting_for(&by, Some("city"), &before), body("city"), "a person acts for the own body");
        assert_eq!(acting_for(&by[..1], None, &before), body("urban"), "no role could have done it");
        assert_eq!(acting_for(&by, None, &before[1..]), body("urban"), "nobody of that role has acted");
        assert_eq!(acting_for(&by, None, &[]), None);
    }
}
