//! Owns the registers: each procedure that embodies a noun, as a table and with a card for each entry. What stands in the
//! columns and on the card follows from the definition: what it makes public, else what its opening act records.

mod card;

pub(in crate::server) use card::qr;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::wire::value_from;
use yifa_kernel::guard::{Fact, Kind, Node};
use yifa_kernel::id::{FieldId, ProcedureId};
use yifa_kernel::matter::is_line;
use yifa_kernel::procedure::{Field, Procedure};
use yifa_law::docnumber::searched;
use yifa_store::{CountBy, Cursor, MatterOrder, MatterQuery, MatterRow};

use super::guest::{Staff, page_of};
use super::{Server, book, list, register_import, words};
use crate::components::{Crumb, Level};
use crate::face::{Lang, Nav};
use crate::pages::register::{RegisterCard, RegisterGroup, RegisterPage, RegisterRow, RegistersPage};

/// Entries of a page.
const ROWS: u32 = 50;
/// Columns beside the name, the number, the state and the body.
const COLUMNS: usize = 4;

pub(super) fn routes() -> Router<Server> {
    Router::new()
        .route("/registers", get(all))
        .route("/registers/{procedure}", get(one))
        .route("/registers/{procedure}/{matter}", get(card::card))
}

async fn all(staff: Staff, State(server): State<Server>) -> Response {
    let lang = staff.guest.lang;
    let counts = book::counts(&staff).await;
    let registers = server.city.registry().procedures().filter(|one| is_register(one));
    let cards = registers.map(|procedure| {
        let card = RegisterCard {
            title: words::label(lang, &procedure.label),
            lead: procedure.basis.first().cloned().unwrap_or_default(),
            n: book::count_of(&counts, procedure),
            href: format!("/registers/{}", procedure.id),
            import: import(&staff, procedure),
        };
        (Some(procedure), card)
    });
    let groups = by_chapter(lang, cards).into_iter();
    let groups =
        groups.map(|(chapter, title, cards)| RegisterGroup { id: format!("group-{chapter}"), title, cards });
    page_of(&RegistersPage { chrome: staff.chrome(Some(Nav::Registers)), groups: groups.collect() })
}

/// Whether a procedure keeps a register: its matters embody a noun, or rest in it when all is done.
fn is_register(procedure: &Procedure) -> bool {
    procedure.parent.is_none()
        && (procedure.noun.is_some() || procedure.states.iter().any(|state| state.at_rest))
}

/// The chapters of the annual notice, by which registers and measures stand in groups.
const CHAPTERS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The chapter to which a procedure belongs; 0 where the definition names none.
fn chapter(procedure: &Procedure) -> usize {
    let clause = procedure.clause.as_deref().unwrap_or_default();
    CHAPTERS.iter().position(|one| clause.starts_with(one)).map_or(0, |at| at + 1)
}

/// Things by the chapters of their procedures, with the name of each; what belongs to no chapter comes last.
pub(super) fn by_chapter<'a, T>(
    lang: Lang,
    all: impl IntoIterator<Item = (Option<&'a Procedure>, T)>,
) -> Vec<(usize, String, Vec<T>)> {
    let mut groups: BTreeMap<(bool, usize), Vec<T>> = BTreeMap::new();
    for (procedure, one) in all {
        let chapter = procedure.map_or(0, chapter);
        groups.entry((chapter == 0, chapter)).or_default().push(one);
    }
    let named = |((_, chapter), all)| (chapter, lang.t(&format!("tools.register.group.{chapter}")), all);
    groups.into_iter().map(named).collect()
}

/// Where somebody imports entries of a register: the form of the act, or all imports where there are several acts.
fn import(staff: &Staff, procedure: &Procedure) -> Option<String> {
    let all = register_import::may_open(staff);
    let mut own = all.into_iter().filter(|(one, _)| one.id == procedure.id);
    let (_, action) = own.next()?;
    Some(match own.next() {
        None => format!("/registers/imports/new/{}/{}", procedure.id, action.id),
        Some(_) => "/registers/imports".to_owned(),
    })
}

/// What stands on a card, in the order of the definition: what is made public, else what the opening acts record.
pub(super) fn shown<'a>(procedure: &'a Procedure) -> Vec<&'a Field> {
    let public = procedure.disclosures.iter().flat_map(|one| &one.shows);
    let public = public.filter_map(|(_, guard)| procedure.field(plain_field(&guard.node)?));
    let mut fields: Vec<&'a Field> = Vec::new();
    let mut add = |field: &'a Field| {
        if !fields.iter().any(|known: &&Field| std::ptr::eq(*known, field)) {
            fields.push(field);
        }
    };
    public.for_each(&mut add);
    if procedure.disclosures.is_empty() {
        let opening = procedure.opening_actions().flat_map(|action| &action.records);
        opening.filter_map(|(id, _)| procedure.field(id)).for_each(&mut add);
    }
    fields
}

/// The field that an expression is, when it is nothing but one.
fn plain_field(node: &Node) -> Option<&FieldId> {
    if let Node::Fact(Fact::Field(id)) = node { Some(id) } else { None }
}

/// The columns of the table: those that the definition names; else what fits in one line, is nobody's private matter and needs nothing looked up.
fn columns(procedure: &Procedure) -> Vec<&Field> {
    if !procedure.columns.is_empty() {
        return procedure.columns.iter().filter_map(|id| procedure.field(id)).collect();
    }
    let named: Vec<&FieldId> = procedure
        .name
        .iter()
        .flat_map(|name| name.guards().filter_map(|guard| plain_field(&guard.node)))
        .collect();
    let dated = |field: &&Field| field.kind == Kind::Date;
    let plain = |field: &&Field| {
        let alone = !matches!(field.kind, Kind::Matter(_) | Kind::File | Kind::Cite | Kind::Body)
            && is_line(&field.kind);
        alone && !field.personal && !field.sealed && !named.contains(&&field.id)
    };
    let all: Vec<&Field> = shown(procedure).into_iter().filter(plain).collect();
    // Of its days the last one: until when it holds.
    let last_day = all.iter().rev().copied().find(dated);
    let others =
        all.into_iter().filter(|field| !dated(field)).take(COLUMNS - usize::from(last_day.is_some()));
    others.chain(last_day).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    state: String,
    after: String,
}

impl Asked {
    fn address(&self, base: &str, state: &str, after: &str) -> String {
        let pairs = [("q", self.q.as_str()), ("state", state), ("after", after)];
        let kept: Vec<_> = pairs.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        let query = serde_urlencoded::to_string(kept).unwrap_or_default();
        if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
    }
}

async fn one(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match page(&staff, &server, &id, &asked).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

/// A register's procedure.
fn found<'a>(server: &'a Server, id: &str) -> Result<&'a Procedure, AppError> {
    let found = server.city.registry().latest(&ProcedureId::new(id));
    found.filter(|one| one.parent.is_none()).ok_or_else(|| AppError::NotFound(format!("register {id}")))
}

async fn page(staff: &Staff, server: &Server, id: &str, asked: &Asked) -> Result<RegisterPage, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let procedure = found(server, id)?;
    let base = format!("/registers/{}", procedure.id);
    let text = searched(asked.q.replace('\0', " ").trim());
    let whole = MatterQuery {
        procedures: vec![procedure.id.to_string()],
        body_path: list::reach(staff),
        text: (!text.is_empty()).then_some(text),
        ..MatterQuery::default()
    };
    let states = if asked.state.is_empty() { Vec::new() } else { vec![asked.state.clone()] };
    let query = MatterQuery { states, ..whole.clone() };
    let after = (!asked.after.is_empty()).then(|| Cursor::parse(&asked.after)).and_then(Result::ok);
    let order = MatterOrder::Number;
    let got = city.store().matters(city.jurisdiction(), &query, order, after.as_ref(), ROWS).await;
    let got = match got {
        // A cursor of another list, from an old address: the first page.
        Err(yifa_store::StoreError::Invalid { .. }) if after.is_some() => {
            city.store().matters(city.jurisdiction(), &query, order, None, ROWS).await?
        }
        other => other?,
    };
    let counts = city.count_by(&whole, CountBy::State, u32::MAX).await?.unwrap_or_default();
    let tabs = procedure.states.iter().filter_map(|state| {
        let n = counts.iter().find(|(one, _)| one == state.id.as_str()).map(|(_, n)| *n)?;
        let chosen = asked.state == state.id.as_str();
        let href = asked.address(&base, if chosen { "" } else { state.id.as_str() }, "");
        Some((words::label(lang, &state.label), u32::try_from(n).unwrap_or(u32::MAX), href, chosen))
    });
    let own = columns(procedure);
    let fixed = |name: &str| lang.t(&format!("list.column.{name}"));
    let mut head = vec![fixed("title"), fixed("number")];
    head.extend(own.iter().map(|field| words::label(lang, &field.label)));
    head.extend([fixed("body"), fixed("state")]);
    Ok(RegisterPage {
        chrome: staff.chrome(Some(Nav::Registers)),
        crumbs: vec![Crumb { label: lang.t("frame.nav.registers"), href: "/registers".to_owned() }],
        title: words::label(lang, &procedure.label),
        lead: staff.guest.articles(&procedure.basis),
        text: asked.q.clone(),
        tabs: tabs.collect(),
        state: asked.state.clone(),
        action: base.clone(),
        matters: format!("/matters?procedure={}", procedure.id),
        import: import(staff, procedure),
        columns: head,
        rows: got.rows.iter().map(|row| entry(staff, procedure, &own, row)).collect(),
        previous: (!asked.after.is_empty()).then(|| asked.address(&base, &asked.state, "")),
        next: got.next.map(|next| asked.address(&base, &asked.state, &next.to_string())),
    })
}

fn entry(staff: &Staff, procedure: &Procedure, own: &[&Field], row: &MatterRow) -> RegisterRow {
    let lang = staff.guest.lang;
    // A blank of the name's template says nothing in a table.
    let name = row.title.trim_end_matches(['_', ' ']).to_owned();
    let mut cells = vec![name, row.number.clone().unwrap_or_default()];
    cells.extend(own.iter().map(|field| {
        let value = row.data.get(field.id.as_str()).and_then(value_from);
        value.map_or_else(String::new, |value| words::value(&staff.guest, Some(field), &value, None))
    }));
    let state = words::state(lang, Some(procedure), &row.state);
    cells.extend([words::body_named(&staff.guest, &row.body), state]);
    RegisterRow {
        href: Some(format!("/registers/{}/{}", procedure.id, row.matter)),
        depth: 0,
        cells,
        warning: warning(staff, row),
    }
}

/// How soon the entry runs out, as a colour and in words; nothing while that is far.
fn warning(staff: &Staff, row: &MatterRow) -> Option<(Level, String)> {
    let today = staff.guest.server.city.today();
    let due = row.due_on.filter(|_| !row.is_final)?;
    let level = words::stored_level(row.warning.level(today));
    let chrome = staff.chrome(None);
    let left = words::left_until(due, today).words(&chrome);
    level.warns().then(|| (level, format!("{due} {left}")))
}
