//! Owns the card of an entry: the fields that the definition shows, the picture, until when it holds, the code that opens the
//! public page, and the procedures in which such an entry may stand.

use axum::extract::{Path, State};
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_documents::qr_svg;
use yifa_kernel::guard::{Fact, Kind};
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::matter::{clocks, may_see};
use yifa_kernel::procedure::{Field, Procedure};
use yifa_kernel::value::Value;

use super::{found, shown};
use crate::components::{ClockView, Crumb};
use crate::face::Nav;
use crate::pages::register::{CardPage, CheckCode, Photo, Road};
use crate::server::act::is_hidden;
use crate::server::guest::{Staff, page_of};
use crate::server::pointing;
use crate::server::show::may_open;
use crate::server::{Server, flow, words};

pub(super) async fn card(
    staff: Staff,
    State(server): State<Server>,
    Path((procedure, matter)): Path<(String, String)>,
) -> Response {
    match page(&staff, &server, &procedure, &MatterId::new(matter)).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server, id: &str, matter: &MatterId) -> Result<CardPage, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    city.sweep_matter(matter).await?;
    let opened = city.open_matter(matter).await?;
    let registry = city.registry();
    if !may_see(registry, &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let register = found(server, id)?;
    if opened.state.procedure != register.id {
        return Err(AppError::NotFound(format!("{id}/{matter}")));
    }
    let procedure = registry.procedure_of(&opened.state).unwrap_or(register);
    let state = &opened.state;
    let today = city.today();
    let running = clocks(registry, state, &opened.facts, today);
    let running = running.iter().filter(|clock| clock.is_running());
    let views = running.filter_map(|clock| words::clock(&staff.guest, procedure, clock, today));
    let mut views: Vec<ClockView> = views.filter(|view| view.due.is_some()).collect();
    views.sort_by_key(|clock| (std::cmp::Reverse(clock.level), clock.due));
    let title = words::label(lang, &procedure.label);
    Ok(CardPage {
        chrome: staff.chrome(Some(Nav::Registers)),
        crumbs: vec![
            Crumb { label: lang.t("frame.nav.registers"), href: "/registers".to_owned() },
            Crumb { label: title.clone(), href: format!("/registers/{}", procedure.id) },
        ],
        register: title,
        name: words::called(&staff.guest, state, &opened.facts),
        number: state.number.clone().unwrap_or_default(),
        state: words::state(lang, Some(procedure), state.stands.as_ref().map_or("", |state| state.as_str())),
        tone: words::tone(state.closed),
        matter: format!("/matters/{matter}"),
        photo: photo(staff, &opened, procedure),
        rows: rows(staff, &opened, procedure),
        clocks: views,
        code: code(server, &opened, procedure).await?,
        roads: roads(staff, &opened, procedure),
        pointing: pointing::newest(staff, server, &opened).await?,
    })
}

fn rows(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Vec<(String, String, Option<String>)> {
    let lang = staff.guest.lang;
    let each = shown(procedure).into_iter().filter_map(|field| {
        let value = opened.state.fields.get(&field.id)?;
        let label = words::label(lang, &field.label);
        if is_hidden(field) {
            return Some((label, words::masked(value), None));
        }
        let text = words::value(&staff.guest, Some(field), value, Some(&opened.facts));
        let href = if let Value::Matter(id) = value { Some(format!("/matters/{id}")) } else { None };
        (!matches!(value, Value::Table(_) | Value::File(_))).then_some((label, text, href))
    });
    each.collect()
}

/// The first picture among the fields. Looking at one that is personal is journalled where it is fetched.
fn photo(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Photo {
    let picture = |name: &str| {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
        matches!(end.as_str(), "png" | "jpg" | "jpeg")
    };
    // A register has pictures where an opening act may record a file that is about a person.
    let files: Vec<&Field> =
        procedure.fields.iter().filter(|field| field.kind == Kind::File && field.personal).collect();
    let Some(field) = files.first() else { return Photo::None };
    let Some(Value::File(file)) = opened
        .state
        .fields
        .get(&field.id)
        .filter(|value| matches!(value, Value::File(file) if picture(&file.name)))
    else {
        return Photo::Missing;
    };
    if is_hidden(field) && !may_open(staff, opened, field) {
        return Photo::Closed;
    }
    Photo::Shown(format!("/matters/{}/thumbnails/{}", opened.state.matter, file.digest))
}

/// A code for what is public: the check by number where the register is checked so, else the public page itself.
async fn code(
    server: &Server,
    opened: &Opened,
    procedure: &Procedure,
) -> Result<Option<CheckCode>, AppError> {
    let city = &server.city;
    let id = yifa_store::MatterId::new(opened.state.matter.as_str())?;
    let shown = city.store().disclosures_of(city.jurisdiction(), &id, city.today()).await?;
    let Some(public) = shown.last() else { return Ok(None) };
    let checked = city.registry().noun("officer") == Some(&procedure.id);
    let number = procedure.fields.iter().filter(|field| checked && field.unique && !is_hidden(field));
    let number = number.filter_map(|field| opened.state.fields.get(&field.id)).next();
    let href = match number {
        Some(number) => {
            let query = serde_urlencoded::to_string([("number", number.to_string())]).unwrap_or_default();
            format!("{}/public/check?{query}", server.address)
        }
        None => format!("{}/public/{}", server.address, public.disclosure.slug),
    };
    Ok(Some(CheckCode { svg: qr(&href)?, href }))
}

/// An address as a QR code for a page: the element alone.
pub(in crate::server) fn qr(address: &str) -> Result<String, AppError> {
    let svg = qr_svg(address)?;
    Ok(svg.find("<svg").map_or_else(String::new, |at| svg[at..].to_owned()))
}

/// The procedures that look at such an entry before they act, by the kinds of their fields and what their conditions ask;
/// those that plainly ask for an entry of another kind are left out.
fn roads(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Vec<Road> {
    let lang = staff.guest.lang;
    let takes = |other: &&Procedure| {
        let fields = other.fields.iter().filter(
            |field| matches!(&field.kind, Kind::Matter(of) if of.len() == 1 && of.contains(&procedure.id)),
        );
        let mut fits =
            fields.filter(|field| asks(other, &field.id) && other.may_hold(&field.id, &opened.state));
        other.id != procedure.id && fits.next().is_some()
    };
    let registry = staff.guest.server.city.registry();
    let all = registry.procedures().filter(takes).map(|other| {
        let href = format!("/definitions/{}", other.id);
        Road {
            title: words::label(lang, &other.label),
            flow: flow::of_definition(lang, other, &href),
            public: format!("/public/procedures/{}", other.id),
            href,
        }
    });
    all.collect()
}

/// Whether any condition of a procedure looks at what a field points to.
fn asks(procedure: &Procedure, field: &FieldId) -> bool {
    let conditions = procedure.actions.iter().flat_map(|action| &action.require);
    let mut facts = conditions.flat_map(|condition| condition.guard.node.facts());
    facts.any(
        |fact| matches!(fact, Fact::ThroughField(through, _) | Fact::StateOf(through) if through == field),
    )
}
