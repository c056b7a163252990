//! Owns what a public form lets somebody choose: officers, powers, documents and other matters, as far as they are public.
//! A choice is known by the name of its public page; which matter that is, is found out only when the form is sent.

use std::collections::BTreeMap;

use yifa_app::citizen::{PUBLIC_ROLE, public_actor};
use yifa_app::city::new_matter;
use yifa_kernel::definition::Registry;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{BodyId, MatterId, PersonId, ProcedureId, RoleId};
use yifa_kernel::matter::{Facts, Form, State};
use yifa_kernel::procedure::{Action, Field, FieldKind, Procedure};
use yifa_kernel::value::Value;
use yifa_law::fold::fold;
use yifa_store::{DisclosureQuery, DisclosureRow, Standing};

use super::super::guest::Guest;
use super::super::typed::Typed;
use super::questions::BODY;
use super::row;
use crate::components::{Control, Opt};

/// The act for which something is chosen.
pub(super) type Act<'a> = (&'a Procedure, &'a Action);

/// So many are shown without a search, and so many at most with one.
const FEW: usize = 12;
const MOST: usize = 40;

/// A public thing that was chosen.
pub(super) struct Chosen {
    matter: MatterId,
    label: String,
}

/// What was chosen in a form, by the name of its public page.
pub(super) type AllChosen = BTreeMap<String, Chosen>;

/// Whether a field is answered by choosing something public.
pub(super) fn is_chosen(field: &Field) -> bool {
    match field.declared {
        FieldKind::Officer | FieldKind::Power | FieldKind::Matter => true,
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
        | FieldKind::Table
        | FieldKind::Person => false,
    }
}

/// The procedures whose matters a field points to.
fn procedures(field: &Field) -> &[ProcedureId] {
    let one = match &field.kind {
        Kind::List(one) => one,
        one => one,
    };
    match one {
        Kind::Matter(procedures) => procedures,
        _ => &[],
    }
}

/// The catalogues in which what a field points to is public.
fn catalogues(registry: &Registry, field: &Field) -> Vec<String> {
    let all = procedures(field).iter().filter_map(|id| registry.latest(id));
    all.flat_map(|one| one.disclosures.iter().map(|shown| format!("{}/{}", one.id, shown.id))).collect()
}

/// Whether there is a catalogue to choose from.
pub(super) fn is_public(registry: &Registry, field: &Field) -> bool {
    !catalogues(registry, field).is_empty()
}

/// The choice with a search beside it: what fits the words, and what is chosen already.
///
/// # Errors
/// The store.
pub(super) async fn control(
    guest: &Guest,
    act: Act<'_>,
    field: &Field,
    typed: &Typed,
) -> yifa_app::Result<Control> {
    let id = field.id.as_str();
    let words = typed.text(&format!("{id}.find")).trim().to_owned();
    let picked: Vec<&str> = typed.texts(id).filter(|text| !text.is_empty()).collect();
    let city = &guest.server.city;
    let text = fold(&words.replace(['§', '\0'], " ")).to_lowercase();
    let mut rows: Vec<DisclosureRow> = Vec::new();
    for slug in &picked {
        rows.extend(public(guest, field, slug).await?);
    }
    let chosen = rows.len();
    let mut more = false;
    for kind in catalogues(city.registry(), field) {
        let text = (!text.trim().is_empty()).then(|| text.clone());
        let query = DisclosureQuery { kind: Some(kind), text, as_of: city.today() };
        let page = city.store().disclosures(city.jurisdiction(), &query, None, MOST as u32).await?;
        more |= page.next.is_some();
        rows.extend(page.rows.into_iter().filter(|row| row.standing == Standing::Public));
    }
    // A matter may stand in several catalogues: the latest page of it stands for it, what is chosen for itself.
    rows[chosen..].sort_by_key(|row| std::cmp::Reverse(row.disclosure.from));
    let mut seen: Vec<String> = Vec::new();
    rows.retain(|row| {
        let new = !seen.iter().any(|one| one == row.matter.as_str());
        seen.push(row.matter.as_str().to_owned());
        new
    });
    let offered = rows.split_off(chosen.min(rows.len()));
    rows.extend(choosable(guest, act, field, typed, offered).await?);
    let most = if words.is_empty() { FEW } else { MOST };
    more |= rows.len() > most.max(chosen);
    rows.truncate(most.max(chosen));
    let mut options: Vec<Opt> = rows.iter().map(|row| option(guest, row, &picked)).collect();
    if !field.many {
        options.push(Opt::new("", guest.lang.t("apply.nothing"), picked.is_empty()));
    }
    Ok(Control::Pick { options, many: field.many, words, more })
}

/// Those that the act takes, as far as its conditions speak of nothing else.
async fn choosable(
    guest: &Guest,
    (procedure, action): Act<'_>,
    field: &Field,
    typed: &Typed,
    mut rows: Vec<DisclosureRow>,
) -> yifa_app::Result<Vec<DisclosureRow>> {
    let city = &guest.server.city;
    let body = BodyId::new(typed.text(BODY));
    let state = State::unopened(new_matter(), procedure.id.clone(), procedure.version.clone(), body);
    let facts = Facts { bodies: city.bodies(), ..Facts::default() };
    let actor = public_actor(&PersonId::new(""), &RoleId::new(PUBLIC_ROLE));
    let form = Form {
        registry: city.registry(),
        state: &state,
        action,
        facts: &facts,
        actor: &actor,
        today: city.today(),
    };
    let found = city.states(rows.iter().map(|row| MatterId::new(row.matter.as_str()))).await?;
    rows.retain(|row| {
        let candidate = found.get(&MatterId::new(row.matter.as_str())).and_then(Option::as_ref);
        candidate.is_none_or(|candidate| form.may_choose(&field.id, candidate))
    });
    Ok(rows)
}

fn option(guest: &Guest, row: &DisclosureRow, picked: &[&str]) -> Opt {
    let one = &row.disclosure;
    let hint = Some(row::body(guest, &one.public)).filter(|body| !body.is_empty());
    Opt { hint, ..Opt::new(one.slug.clone(), label(guest, row), picked.contains(&one.slug.as_str())) }
}

/// What a public thing is called: its title and, where that does not say it, its number.
fn label(guest: &Guest, row: &DisclosureRow) -> String {
    let public = &row.disclosure.public;
    let (title, number) = (row::title(guest.lang, public), row::number(public));
    if title.contains(&number) { title } else { format!("{title} {number}") }
}

/// The public page of this name, if it shows something that the field may point to.
async fn public(guest: &Guest, field: &Field, slug: &str) -> yifa_app::Result<Option<DisclosureRow>> {
    let city = &guest.server.city;
    let found = city.store().disclosure(city.jurisdiction(), slug, city.today()).await?;
    let kinds = catalogues(city.registry(), field);
    Ok(found.filter(|row| row.standing == Standing::Public && kinds.contains(&row.disclosure.kind)))
}

/// Finds out what was chosen for a field.
///
/// # Errors
/// The store.
pub(super) async fn recognise(
    guest: &Guest,
    field: &Field,
    typed: &Typed,
    into: &mut AllChosen,
) -> yifa_app::Result<()> {
    for slug in typed.texts(field.id.as_str()).filter(|slug| !slug.is_empty()) {
        if let Some(row) = public(guest, field, slug).await? {
            let (matter, label) = (MatterId::new(row.matter.as_str()), label(guest, &row));
            into.insert(slug.to_owned(), Chosen { matter, label });
        }
    }
    Ok(())
}

/// Whether all that was chosen for a field is there.
pub(super) fn are_known(field: &Field, typed: &Typed, chosen: &AllChosen) -> bool {
    typed.texts(field.id.as_str()).filter(|slug| !slug.is_empty()).all(|slug| chosen.contains_key(slug))
}

/// What was chosen for a field, in words.
pub(super) fn in_words(guest: &Guest, field: &Field, typed: &Typed, chosen: &AllChosen) -> String {
    let all = typed.texts(field.id.as_str()).filter_map(|slug| chosen.get(slug));
    all.map(|one| one.label.as_str()).collect::<Vec<_>>().join(guest.lang.pick("、", ", "))
}

/// What was chosen for a field, as its value.
pub(super) fn value(field: &Field, typed: &Typed, chosen: &AllChosen) -> Option<Value> {
    let all = typed.texts(field.id.as_str()).filter_map(|slug| chosen.get(slug));
    let mut all: Vec<Value> = all.map(|one| Value::Matter(one.matter.clone())).collect();
    match (field.many, all.is_empty()) {
        (_, true) => None,
        (true, false) => Some(Value::List(all)),
        (false, false) => Some(all.swap_remove(0)),
    }
}
