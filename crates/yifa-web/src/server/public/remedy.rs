//! Owns the way from a decision to the application against it: from its public page with what is public, for whoever follows
//! the matter by number and code with what they know, the last day and its article.

use yifa_app::AppError;
use yifa_app::citizen::Follower;
use yifa_app::city::Opened;
use yifa_app::remedy::{Remedy, remedies};
use yifa_kernel::id::{LimitId, ProcedureId};
use yifa_kernel::matter::clocks;
use yifa_store::DisclosureRow;

use super::super::book::limit_row;
use super::super::guest::Guest;
use super::super::words;
use super::row;
use crate::portal::PublicRemedy;

/// What a form that begins at a decision knows.
pub(super) struct Known {
    /// What is filled in already.
    pub pairs: Vec<(String, String)>,
    /// What is applied against, and by when.
    pub shown: PublicRemedy,
}

/// The remedies to which a public page leads.
///
/// # Errors
/// The definitions' file cannot be read.
pub(super) fn of_page(guest: &Guest, found: &DisclosureRow) -> Result<Vec<PublicRemedy>, AppError> {
    let all = remedies(guest.server.city.registry())?;
    let of_page = all.iter().filter(|one| one.kind() == found.disclosure.kind);
    let href = |one: &Remedy| address(one, "against", &found.disclosure.slug);
    Ok(of_page.filter_map(|one| in_general(guest, one, href(one))).collect())
}

/// The remedies that whoever follows a matter has, while their time runs or has run.
///
/// # Errors
/// As [`of_page`].
pub(super) fn of_follower(guest: &Guest, id: &str, opened: &Opened) -> Result<Vec<PublicRemedy>, AppError> {
    let all = remedies(guest.server.city.registry())?;
    let own = all.iter().filter(|one| one.of == opened.state.procedure.as_str());
    let href = |one: &Remedy| address(one, "own", id);
    Ok(own.filter_map(|one| with_day(guest, one, opened, href(one))).collect())
}

/// What a form knows that begins at a public page, or at a matter that is followed.
///
/// # Errors
/// As [`of_page`]; the store.
pub(super) async fn known(
    guest: &Guest,
    opens: &ProcedureId,
    action: &str,
    against: Option<&DisclosureRow>,
    own: Option<&Follower>,
) -> Result<Option<Known>, AppError> {
    let city = &guest.server.city;
    let all = remedies(city.registry())?;
    let fits = |one: &&Remedy| one.opens == opens.as_str() && one.action == action;
    if let Some(follower) = own {
        let opened = city.open_matter(&follower.matter).await?;
        let found = all.iter().filter(fits).find(|one| one.of == opened.state.procedure.as_str());
        let Some(one) = found else { return Ok(None) };
        let Some(shown) = with_day(guest, one, &opened, String::new()) else { return Ok(None) };
        let pairs = one.filled(|name| Remedy::known(&opened.state, name));
        return Ok(Some(Known { pairs, shown }));
    }
    let Some(page) = against else { return Ok(None) };
    let Some(one) = all.iter().filter(fits).find(|one| one.kind() == page.disclosure.kind) else {
        return Ok(None);
    };
    let Some(mut shown) = in_general(guest, one, String::new()) else { return Ok(None) };
    let public = &page.disclosure.public;
    shown.about = row::number(public);
    let pairs = one.filled(|name| match name {
        "@body" => public.get("body_id").and_then(serde_json::Value::as_str).map(str::to_owned),
        "number" => Some(row::number(public)),
        key => row::keyed(public, key).map(|shown| match row::day(shown) {
            Some(day) => day.to_string(),
            None => row::of_row(shown, "text").to_owned(),
        }),
    });
    Ok(Some(Known { pairs, shown }))
}

fn address(one: &Remedy, name: &str, value: &str) -> String {
    format!("/public/do/{}/{}?{name}={value}", one.opens, one.action)
}

/// A remedy as the law has it: how long from when. When the party was served is nobody else's business.
fn in_general(guest: &Guest, one: &Remedy, href: String) -> Option<PublicRemedy> {
    let registry = guest.server.city.registry();
    let of = registry.latest(&ProcedureId::new(one.of.as_str()))?;
    let opens = registry.latest(&ProcedureId::new(one.opens.as_str()))?;
    let limit = of.limit(&LimitId::new(one.limit.as_str()))?;
    let row = limit_row(guest, of, limit);
    Some(PublicRemedy {
        title: words::label(guest.lang, &opens.label),
        href,
        about: String::new(),
        last: None,
        passed: false,
        within: row.within,
        from: row.from,
        basis: guest.articles(&limit.basis),
    })
}

/// The same with the last day, as it was counted in a matter. Once it has passed, the application is still taken: whether it
/// is late is for the body that reconsiders to judge.
fn with_day(guest: &Guest, one: &Remedy, opened: &Opened, href: String) -> Option<PublicRemedy> {
    let city = &guest.server.city;
    let all = clocks(city.registry(), &opened.state, &opened.facts, city.today());
    let clock = all.iter().find(|clock| clock.limit.as_str() == one.limit && clock.last_day().is_some())?;
    let last = clock.last_day();
    let about = opened.state.number.clone().unwrap_or_default();
    let passed = last.is_some_and(|last| last < city.today());
    Some(PublicRemedy { about, last, passed, ..in_general(guest, one, href)? })
}
