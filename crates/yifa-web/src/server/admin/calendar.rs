//! Owns the calendars in the administration: a notice is read from its text, every running date that it would move is shown,
//! and only then is it adopted.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use yifa_app::AppError;
use yifa_app::almanac::NoticeEffect;
use yifa_kernel::id::MatterId;
use yifa_law::calendar::{Assignment, CalendarYear, NoticeDoubt, ReadNotice, read_notice};

use super::Admin;
use crate::components::Crumb;
use crate::face::Lang;
use crate::pages::admin::{CalendarPage, MovedRow, NoticeView, YearRow};
use crate::server::guest::{Staff, page_of};
use crate::server::typed::Typed;
use crate::server::{Server, words};

/// Dates shown on the page.
const SHOWN: usize = 200;

pub(super) async fn page(Admin(staff): Admin, State(server): State<Server>) -> Response {
    match blank(&staff, &server).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn blank(staff: &Staff, server: &Server) -> Result<CalendarPage, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let adopted = city.adopted_years().await?;
    let mut years: Vec<YearRow> = city
        .registry()
        .calendar()
        .years()
        .map(|year| {
            let count = |what| year.days().iter().filter(|day| day.assignment == what).count();
            let by = adopted.iter().find(|one| one.year == year.year());
            let from = by.map_or_else(
                || lang.t("city.calendar.shipped"),
                |one| {
                    let name = city.names().get(&one.by).cloned().unwrap_or_else(|| one.by.to_string());
                    format!("{} · {name}", one.source)
                },
            );
            YearRow {
                year: year.year(),
                off: count(Assignment::Off),
                worked: count(Assignment::Worked),
                from,
            }
        })
        .collect();
    years.reverse();
    Ok(CalendarPage {
        chrome: staff.chrome(None),
        crumbs: vec![Crumb { label: lang.t("admin.title"), href: "/admin".to_owned() }],
        years,
        text: String::new(),
        year: String::new(),
        source: String::new(),
        fault: None,
        read: None,
        done: None,
    })
}

pub(super) async fn notice(Admin(staff): Admin, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    match attempt(&staff, &server, &typed).await {
        Ok(response) => response,
        Err(error) => staff.guest.failed(&error),
    }
}

async fn attempt(staff: &Staff, server: &Server, typed: &Typed) -> Result<Response, AppError> {
    let lang = staff.guest.lang;
    let mut page = blank(staff, server).await?;
    page.text = typed.text("text").to_owned();
    page.year = typed.text("year").trim().to_owned();
    page.source = typed.text("source").trim().to_owned();
    let refused = |mut page: CalendarPage, fault: String| {
        page.fault = Some(fault);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page_of(&page)).into_response())
    };
    if let Some((_, name, fault)) = typed.faults().first() {
        return refused(page, fault.words(lang, name));
    }
    if let Some(file) = typed.files("file").next() {
        let city = &server.city;
        let kept =
            city.store().blob_get(city.jurisdiction(), file.digest.parse()?).await?.unwrap_or_default();
        match yifa_law::decode::decode(&kept) {
            Ok(decoded) => page.text = decoded.text,
            Err(_) => return refused(page, lang.t("city.calendar.no_text")),
        }
    }
    let wanted: Option<i16> = page.year.parse().ok();
    if page.text.trim().is_empty() || (wanted.is_none() && !page.year.is_empty()) {
        let key =
            if page.text.trim().is_empty() { "city.calendar.no_text" } else { "city.calendar.wrong_year" };
        return refused(page, lang.t(key));
    }
    let read = read_notice(&page.text, wanted);
    let forbidden = read.doubts.iter().any(forbids);
    let year = match read.year.map(|year| CalendarYear::new(year, read.days.clone())) {
        Some(Ok(year)) => year,
        Some(Err(_)) | None => {
            let told = doubts(lang, &read);
            let fault = if told.is_empty() {
                lang.t("city.calendar.no_days")
            } else {
                told.join(lang.pick("；", "; "))
            };
            return refused(page, fault);
        }
    };
    let adopts = typed.text("step") == "adopt" && !forbidden;
    if adopts && !read.doubts.is_empty() && typed.text("looked") != "yes" {
        let effect = server.city.notice_effect(&year).await?;
        page.read = Some(view(staff, server, &read, &year, effect).await?);
        return refused(page, lang.t("city.calendar.look_first"));
    }
    let effect = if adopts {
        let source = if page.source.is_empty() { year.year().to_string() } else { page.source.clone() };
        server.city.adopt_year(&year, &source, &staff.actor).await?
    } else {
        server.city.notice_effect(&year).await?
    };
    let moved = effect.moved.len();
    let made = view(staff, server, &read, &year, effect).await?;
    if adopts {
        let text = std::mem::take(&mut page.text);
        page = blank(staff, server).await?;
        page.text = text;
        page.done = Some(page.chrome.t2("city.calendar.done", "year", year.year(), "n", moved));
    }
    page.read = Some(made);
    Ok(page_of(&page))
}

/// What would be wrong in force: nobody can look these away.
fn forbids(doubt: &NoticeDoubt) -> bool {
    match doubt {
        NoticeDoubt::NoYear
        | NoticeDoubt::Weekday { .. }
        | NoticeDoubt::Impossible(_)
        | NoticeDoubt::Twice(_) => true,
        NoticeDoubt::Missing(_) | NoticeDoubt::Count { .. } | NoticeDoubt::Unread(_) => false,
    }
}

fn doubts(lang: Lang, read: &ReadNotice) -> Vec<String> {
    let one = |key: &str, places: &[(&str, String)]| lang.with(&format!("city.calendar.doubt.{key}"), places);
    let say = |doubt: &NoticeDoubt| match doubt {
        NoticeDoubt::NoYear => one("no_year", &[]),
        NoticeDoubt::Missing(name) => one("missing", &[("name", name.clone())]),
        NoticeDoubt::Weekday { date, written } => {
            one("weekday", &[("date", date.to_string()), ("written", written.clone())])
        }
        NoticeDoubt::Count { name, said, read } => {
            one("count", &[("name", name.clone()), ("said", said.to_string()), ("read", read.to_string())])
        }
        NoticeDoubt::Unread(text) => one("unread", &[("text", text.chars().take(60).collect())]),
        NoticeDoubt::Impossible(text) => one("impossible", &[("text", text.chars().take(60).collect())]),
        NoticeDoubt::Twice(date) => one("twice", &[("date", date.to_string())]),
    };
    read.doubts.iter().map(say).collect()
}

async fn view(
    staff: &Staff,
    server: &Server,
    read: &ReadNotice,
    year: &CalendarYear,
    effect: NoticeEffect,
) -> Result<NoticeView, AppError> {
    let lang = staff.guest.lang;
    let chrome = staff.chrome(None);
    let days = year
        .days()
        .iter()
        .map(|day| (chrome.day(&day.date), day.name.to_string(), day.assignment == Assignment::Worked));
    let mut moved = Vec::new();
    for one in effect.moved.iter().take(SHOWN) {
        moved.push(moved_row(staff, server, &one.matter, one).await?);
    }
    Ok(NoticeView {
        year: year.year(),
        days: days.collect(),
        doubts: doubts(lang, read),
        forbidden: read.doubts.iter().any(forbids),
        moved,
        more: effect.moved.len().saturating_sub(SHOWN),
        settled: effect.settled,
        looked_at: effect.looked_at,
    })
}

async fn moved_row(
    staff: &Staff,
    server: &Server,
    matter: &MatterId,
    moved: &yifa_app::almanac::Moved,
) -> Result<MovedRow, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let id = yifa_store::MatterId::new(matter.as_str())?;
    let row = city.store().matter_rows(city.jurisdiction(), &[id]).await?.into_iter().next();
    let procedure = row.as_ref().and_then(|row| city.registry().latest(&row.procedure.as_str().into()));
    let limit = procedure.and_then(|procedure| procedure.limit(&moved.limit));
    let chrome = staff.chrome(None);
    Ok(MovedRow {
        name: row.map_or_else(
            || matter.to_string(),
            |row| format!("{} {}", row.number.unwrap_or_default(), row.title).trim().to_owned(),
        ),
        href: format!("/matters/{matter}"),
        limit: limit.map_or_else(|| moved.limit.to_string(), |limit| words::label(lang, &limit.label)),
        before: chrome.day(&moved.before),
        after: chrome.day(&moved.after),
    })
}
