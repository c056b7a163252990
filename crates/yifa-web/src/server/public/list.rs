//! Owns public lists: a search over everything, and one catalogue with its filters; pages by cursor.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use yifa_app::{AppError, public_marks};
use yifa_kernel::procedure::{Disclosure, Procedure};
use yifa_law::docnumber::searched;
use yifa_store::{Cursor, DisclosureQuery, DisclosureRow, Page};

use super::super::guest::{Guest, page_of};
use super::super::{Server, words};
use super::row;
use crate::components::Opt;
use crate::portal::PublicListPage;

/// Rows of a page.
const ROWS: u32 = 30;
/// How many years a filter offers.
const YEARS: i16 = 6;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    kind: String,
    state: String,
    body: String,
    year: String,
    after: String,
}

impl Asked {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", self.q.trim()),
            ("kind", &self.kind),
            ("state", &self.state),
            ("body", &self.body),
            ("year", &self.year),
        ]
    }

    /// The address with one filter changed, on the first page.
    fn address(&self, base: &str, name: &str, value: &str) -> String {
        let pairs = self.pairs().map(|(key, text)| (key, if key == name { value } else { text }));
        let more = (name == "after" && !value.is_empty()).then_some(("after", value));
        let kept: Vec<_> = pairs.into_iter().chain(more).filter(|(_, text)| !text.is_empty()).collect();
        let query = serde_urlencoded::to_string(kept).unwrap_or_default();
        if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
    }

    /// What the store is asked for. A mark of ours in the words is only a word.
    fn query(&self, guest: &Guest, kind: Option<&str>) -> DisclosureQuery {
        let typed = searched(&self.q.replace(['§', '\0'], " "));
        let some = |text: &'_ str| (!text.is_empty()).then(|| text.replace(['§', '\0', ' '], ""));
        let (body, state) = (some(&self.body), some(&self.state));
        let marks = public_marks(body.as_deref(), state.as_deref(), self.year.parse().ok());
        let text = format!("{typed} {marks}").trim().to_owned();
        let kind = kind.map(str::to_owned).or_else(|| some(&self.kind));
        DisclosureQuery { kind, as_of: guest.server.city.today(), text: (!text.is_empty()).then_some(text) }
    }

    async fn found(&self, guest: &Guest, kind: Option<&str>) -> Result<Page<DisclosureRow>, AppError> {
        let city = &guest.server.city;
        let query = self.query(guest, kind);
        let after = (!self.after.is_empty()).then(|| Cursor::parse(&self.after)).and_then(Result::ok);
        let found = city.store().disclosures(city.jurisdiction(), &query, after.as_ref(), ROWS).await;
        match found {
            // A cursor of another list, from an old address: the first page.
            Err(yifa_store::StoreError::Invalid { .. }) if after.is_some() => {
                Ok(city.store().disclosures(city.jurisdiction(), &query, None, ROWS).await?)
            }
            other => Ok(other?),
        }
    }
}

pub(super) async fn search(
    guest: Guest,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    let lang = guest.lang;
    let found = match asked.found(&guest, None).await {
        Ok(found) => found,
        Err(error) => return guest.failed(&error),
    };
    let all = server.city.registry().procedures();
    let kinds = all.flat_map(|procedure| procedure.disclosures.iter().map(move |one| (procedure, one)));
    let kinds = kinds.map(|(procedure, one)| {
        let id = format!("{}/{}", procedure.id, one.id);
        let selected = id == asked.kind;
        let named = format!("{} · {}", words::label(lang, &procedure.label), words::label(lang, &one.label));
        Opt::new(id, named, selected)
    });
    let everything = Opt::new("", lang.t("server.all"), asked.kind.is_empty());
    let mut page = page(&guest, &asked, "/public/search", &found);
    page.kinds = std::iter::once(everything).chain(kinds).collect();
    page_of(&page)
}

fn page(guest: &Guest, asked: &Asked, base: &str, found: &Page<DisclosureRow>) -> PublicListPage {
    PublicListPage {
        chrome: guest.public_chrome(),
        title: None,
        action: base.to_owned(),
        text: asked.q.clone(),
        kinds: Vec::new(),
        bodies: Vec::new(),
        years: Vec::new(),
        states: Vec::new(),
        state: String::new(),
        rows: found.rows.iter().map(|one| row::public_row(guest, one)).collect(),
        previous: (!asked.after.is_empty()).then(|| asked.address(base, "", "")),
        next: found.next.as_ref().map(|next| asked.address(base, "after", &next.to_string())),
        data: None,
    }
}

pub(super) async fn catalogue(
    guest: Guest,
    Path((procedure, disclosure)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let kind = format!("{procedure}/{disclosure}");
    let base = row::catalogue(&kind);
    let Some((procedure, disclosure)) = row::of_kind(&guest, &kind) else {
        return guest.failed(&AppError::NotFound(guest.address.clone()));
    };
    let found = match asked.found(&guest, Some(&kind)).await {
        Ok(found) => found,
        Err(error) => return guest.failed(&error),
    };
    let lang = guest.lang;
    let mut page = page(&guest, &asked, &base, &found);
    page.title = Some(title(&guest, procedure, disclosure));
    page.states = states(&guest, procedure, disclosure, &asked, &base);
    page.state.clone_from(&asked.state);
    let bodies = guest.server.city.bodies();
    let all = Opt::new("", lang.t("server.all"), asked.body.is_empty());
    let named = bodies.iter().map(|body| {
        Opt::new(body.id.as_str(), lang.pick(&body.name, &body.en), body.id.as_str() == asked.body)
    });
    page.bodies = std::iter::once(all.clone()).chain(named).collect();
    let this = guest.server.city.today().year();
    let years = (0..YEARS).map(|back| (this - back).to_string());
    let years = years.map(|year| Opt::new(year.clone(), year.clone(), year == asked.year));
    let any = Opt { selected: asked.year.is_empty(), ..all };
    page.years = std::iter::once(any).chain(years).collect();
    page.data = Some(format!("/public/data/{kind}"));
    page_of(&page)
}

fn title(guest: &Guest, procedure: &Procedure, disclosure: &Disclosure) -> String {
    let (whole, part) =
        (words::label(guest.lang, &procedure.label), words::label(guest.lang, &disclosure.label));
    // Where one thing of it is public, nothing has to be told apart: 制定主体 · 制定主体清单 says it twice.
    if procedure.disclosures.len() == 1 || whole == part { part } else { format!("{whole} · {part}") }
}

/// Where things stand, for a catalogue that shows it: every state that its publishing act leads to or that follows it.
fn states(
    guest: &Guest,
    procedure: &Procedure,
    disclosure: &Disclosure,
    asked: &Asked,
    base: &str,
) -> Vec<(String, String, bool)> {
    let shows = disclosure.shows.iter().any(|(_, guard)| guard.source.trim() == "state");
    if !shows {
        return Vec::new();
    }
    let reached = reached(procedure, disclosure);
    let all = (guest.lang.t("server.all"), asked.address(base, "state", ""), asked.state.is_empty());
    let own = procedure.states.iter().filter(|state| reached.contains(&&state.id)).map(|state| {
        let id = state.id.as_str();
        (words::label(guest.lang, &state.label), asked.address(base, "state", id), asked.state == id)
    });
    std::iter::once(all).chain(own).collect()
}

/// The states in which a matter can stand once it is published.
fn reached<'a>(procedure: &'a Procedure, disclosure: &Disclosure) -> Vec<&'a yifa_kernel::id::StateId> {
    use yifa_kernel::procedure::From;
    let mut all: Vec<_> = procedure
        .action(&disclosure.on)
        .into_iter()
        .flat_map(|action| action.to.iter().map(|(_, to)| to))
        .collect();
    let mut at = 0;
    while let Some(state) = all.get(at).copied() {
        at += 1;
        let leaves = procedure.actions.iter().filter(|action| match &action.from {
            From::Nothing => false,
            From::Anywhere => true,
            From::States(from) => from.contains(state),
        });
        for (_, to) in leaves.flat_map(|action| &action.to) {
            if !all.contains(&to) {
                all.push(to);
            }
        }
    }
    all
}
