//! Owns the limit calculator: a day, a number, a unit, and every step of the answer.

use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use yifa_kernel::guard::Kind;
use yifa_kernel::matter::Clock;
use yifa_kernel::procedure::{Length, Unit as KernelUnit};
use yifa_kernel::read::read;
use yifa_kernel::value::Value;
use yifa_law::limit::{LeadRoll, LimitFault, Roll, Step, due, latest_before};

use super::guest::{Staff, page_of};
use super::{Server, words};
use crate::components::Unit;
use crate::face::{Lang, Nav};
use crate::pages::limit::{LimitAnswer, LimitPage};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    n: String,
    unit: String,
    roll: String,
    before: String,
}

pub(super) async fn limits(
    staff: Staff,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    let units = [
        (Unit::CalendarDay, KernelUnit::CalendarDay),
        (Unit::WorkingDay, KernelUnit::WorkingDay),
        (Unit::Month, KernelUnit::Month),
        (Unit::Year, KernelUnit::Year),
        (Unit::Hour, KernelUnit::Hour),
    ];
    let unit = units.into_iter().find(|(_, unit)| unit.as_str() == asked.unit);
    let (roll, before) = (!asked.roll.is_empty(), !asked.before.is_empty());
    let mut page = LimitPage {
        chrome: staff.chrome(Some(Nav::Limits)),
        from: asked.from.clone(),
        n: asked.n.clone(),
        unit: unit.map(|(unit, _)| unit),
        roll,
        before,
        fault: None,
        answer: None,
    };
    if asked.from.is_empty() && asked.n.is_empty() {
        page.roll = true;
        return page_of(&page);
    }
    match answer(&staff, &server, &asked, unit.map(|(_, unit)| unit), roll, before) {
        Ok(answer) => page.answer = Some(answer),
        Err(fault) => page.fault = Some(fault),
    }
    page_of(&page)
}

/// Why a day cannot be computed.
pub(crate) fn impossible(lang: Lang, fault: &LimitFault) -> String {
    match fault {
        LimitFault::NothingToCount => lang.t("server.limit.nothing"),
        LimitFault::TooLong { .. } => lang.t("server.limit.too_long"),
        LimitFault::BeyondCalendar => lang.t("server.limit.beyond"),
        // Of clocks with effects; here none has any.
        other => other.to_string(),
    }
}

fn answer(
    staff: &Staff,
    server: &Server,
    asked: &Asked,
    unit: Option<KernelUnit>,
    roll: bool,
    before: bool,
) -> Result<LimitAnswer, String> {
    let lang = staff.guest.lang;
    let wrong = |key: &str| lang.t(key);
    let Ok(Value::Date(from)) = read(&Kind::Date, &asked.from) else { return Err(wrong("server.limit.day")) };
    let unit = unit.ok_or_else(|| wrong("server.limit.unit"))?;
    let n: u32 = asked.n.trim().parse().map_err(|_| wrong("server.limit.number"))?;
    let span = Length::new(n, unit).map_err(|_| wrong("server.limit.number"))?;
    let calendar = server.city.registry().calendar();
    let told = |fault: LimitFault| lang.aside(&wrong("server.limit.impossible"), &impossible(lang, &fault));
    let (day, provisional, steps): (Date, bool, Vec<Step>) = if before {
        let lead =
            latest_before(calendar, from, span, if roll { LeadRoll::Earlier } else { LeadRoll::Never })
                .map_err(told)?;
        (lead.latest_on, lead.provisional, lead.steps)
    } else {
        let end =
            due(calendar, from, span, if roll { Roll::Next } else { Roll::Never }, &[]).map_err(told)?;
        (end.rolled_on, end.provisional, end.steps)
    };
    let clock = Clock::of_steps(steps);
    Ok(LimitAnswer {
        due: day,
        hour: None,
        provisional,
        steps: words::bare_steps(&staff.guest, &clock, unit),
    })
}
