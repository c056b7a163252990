//! Owns the audit journal on its way to the administrator: pages, and a file of the same lines. Taking it out is itself
//! journalled.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use yifa_app::AppError;
use yifa_app::journal::{Kind, Part};
use yifa_app::sheet::harmless;
use yifa_app::wire::actor_to;
use yifa_law::calendar::{china_instant, china_time};
use yifa_store::{Cursor, JournalQuery, JournalRow, Page};

use super::{Admin, journal_said};
use crate::components::{Crumb, Opt};
use crate::pages::admin::JournalPage;
use crate::server::Server;
use crate::server::guest::{Staff, page_of};

/// Lines of a page.
const LINES: u32 = 50;
/// Lines of a file at most: who wants more asks for fewer days.
const MOST: usize = 50_000;
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    matter: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    after: String,
}

impl Asked {
    /// What is asked of the store, or the part that cannot be read.
    fn query(&self) -> Result<JournalQuery, String> {
        let day = |text: &str| -> Result<Option<Date>, String> {
            match text.trim() {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| text.to_owned()),
            }
        };
        let instant = |day: Option<Date>| day.and_then(|day| china_instant(day.at(0, 0, 0, 0)));
        let after = day(&self.until)?.and_then(|day| day.tomorrow().ok());
        let matter = match self.matter.trim() {
            "" => None,
            text => Some(yifa_store::MatterId::new(text).map_err(|_| text.to_owned())?),
        };
        Ok(JournalQuery {
            kind: Some(self.kind.clone()).filter(|kind| !kind.is_empty()),
            matter,
            from: instant(day(&self.from)?),
            until: instant(after),
        })
    }

    fn address(&self, path: &str) -> String {
        format!("{path}?{}", serde_urlencoded::to_string(self).unwrap_or_default())
    }
}

pub(super) async fn page(
    Admin(staff): Admin,
    State(server): State<Server>,
    Query(mut asked): Query<Asked>,
) -> Response {
    let lang = staff.guest.lang;
    let fault = match number_to_matter(&server, &mut asked).await {
        Ok(()) => asked.query().err().map(|what| lang.with("admin.date_wrong", &[("what", what)])),
        Err(error) => return staff.guest.failed(&error),
    };
    let query = asked.query().unwrap_or_default();
    let found = match read(&server, &query, &mut asked.after).await {
        Ok(found) => found,
        Err(error) => return staff.guest.failed(&error),
    };
    let lines = match journal_said::lines(&staff, found.rows).await {
        Ok(lines) => lines,
        Err(error) => return staff.guest.failed(&error),
    };
    let first = Asked { after: String::new(), ..asked.clone() };
    let kind = |id: &str| Opt::new(id, kind_in_words(&staff, id), id == asked.kind);
    page_of(&JournalPage {
        chrome: staff.chrome(None),
        crumbs: vec![Crumb { label: lang.t("admin.title"), href: "/admin".to_owned() }],
        kinds: std::iter::once(Opt::new("", lang.t("admin.all_kinds"), asked.kind.is_empty()))
            .chain(Kind::ALL.iter().map(|one| kind(one.word())))
            .collect(),
        from: asked.from.clone(),
        until: asked.until.clone(),
        matter: asked.matter.clone(),
        fault,
        lines,
        export: first.address("/admin/journal.csv"),
        previous: (!asked.after.is_empty()).then(|| first.address("/admin/journal")),
        next: found.next.map(|next| Asked { after: next.to_string(), ..asked }.address("/admin/journal")),
    })
}

/// A page of lines. A cursor that does not fit (an old address) leads to the first page.
async fn read(server: &Server, query: &JournalQuery, at: &mut String) -> Result<Page<JournalRow>, AppError> {
    let city = &server.city;
    let after = Some(at.as_str()).filter(|text| !text.is_empty()).map(Cursor::parse).and_then(Result::ok);
    if after.is_none() {
        at.clear();
    }
    match city.store().journal(city.jurisdiction(), query, after.as_ref(), LINES).await {
        Err(yifa_store::StoreError::Invalid { .. }) if after.is_some() => {
            at.clear();
            Ok(city.store().journal(city.jurisdiction(), query, None, LINES).await?)
        }
        other => Ok(other?),
    }
}

/// People know matters by their numbers; the journal knows their identifiers.
async fn number_to_matter(server: &Server, asked: &mut Asked) -> Result<(), AppError> {
    let city = &server.city;
    let number = asked.matter.trim();
    if !number.is_empty()
        && let Some(row) =
            city.store().matters_by_number(city.jurisdiction(), number).await?.into_iter().next()
    {
        asked.matter = row.matter.to_string();
    }
    Ok(())
}

pub(super) fn kind_in_words(staff: &Staff, kind: &str) -> String {
    let lang = staff.guest.lang;
    let key = format!("journal.kind.{kind}");
    lang.t(if lang.knows(&key) { &key } else { "journal.other_kind" })
}

pub(super) fn at(instant: Timestamp) -> String {
    china_time(instant).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn who(actor: &Json) -> String {
    let text = |key: &str| actor.get(key).and_then(Json::as_str);
    text("person").or_else(|| text("name")).or_else(|| text("who")).unwrap_or("—").to_owned()
}

pub(super) async fn export(
    Admin(staff): Admin,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    let Ok(query) = asked.query() else {
        let what =
            staff.guest.lang.with("admin.date_wrong", &[("what", format!("{} {}", asked.from, asked.until))]);
        return staff.guest.failed(&AppError::invalid("journal", what));
    };
    match lines(&staff, &server, &query).await {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"journal.csv\""),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => staff.guest.failed(&error),
    }
}

async fn lines(staff: &Staff, server: &Server, query: &JournalQuery) -> Result<Vec<u8>, AppError> {
    let city = &server.city;
    let mut sheet = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let failed = |cause: csv::Error| AppError::invalid("journal.csv", cause.to_string());
    sheet.write_record(["at", "kind", "who", "matter", "content"]).map_err(failed)?;
    let (mut after, mut count) = (None, 0);
    loop {
        let page = city.store().journal(city.jurisdiction(), query, after.as_ref(), 200).await?;
        for row in page.rows {
            let matter = row.matter.map(|matter| matter.to_string()).unwrap_or_default();
            let cells = [at(row.recorded_at), row.kind, who(&row.actor), matter, row.content.to_string()];
            sheet.write_record(cells.map(|cell| harmless(&cell))).map_err(failed)?;
            count += 1;
        }
        after = page.next;
        if after.is_none() || count >= MOST {
            break;
        }
    }
    city.journal(Kind::JournalExported, actor_to(&staff.actor), None, vec![(Part::Lines, json!(count))])
        .await?;
    sheet.into_inner().map_err(|cause| AppError::invalid("journal.csv", cause.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_asked_for_whole_and_nonsense_is_named() {
        let asked = Asked { from: "2026-03-20".into(), until: "2026-03-20".into(), ..Asked::default() };
        let query = asked.query().expect("a day");
        let span = query.until.zip(query.from).map(|(until, from)| until.as_second() - from.as_second());
        assert_eq!(span, Some(24 * 3600));
        assert_eq!(
            Asked { from: "20 March".into(), ..Asked::default() }.query().err(),
            Some("20 March".into())
        );
    }
}
