//! Owns drafts 草稿: what a person has typed into a form and not yet sent off, one for each person and form, kept on the
//! server; and what somebody sent whose session had ended, kept for an hour until they have signed in again.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use yifa_app::AppError;
use yifa_app::city::new_matter;
use yifa_kernel::value::FileRef;
use yifa_store::NewRecord;

use super::Server;
use super::guest::Staff;
use super::typed::Typed;

/// The collection of drafts; an id is the person, a blank, the address of the form.
const COLLECTION: &str = "draft";
/// How long a draft waits.
const WAITS: SignedDuration = SignedDuration::from_hours(24 * 60);
/// Most drafts that are listed.
const MOST: u32 = 50;
/// The collection of what was sent without a session; an id is drawn by chance.
const ORPHANS: &str = "orphan_form";
/// How long it waits for its owner.
const ORPHAN_WAITS: SignedDuration = SignedDuration::from_hours(1);
/// How much of it is kept, and how many at once: nobody who is not signed in can fill the store.
const ORPHAN_LARGEST: usize = 256 << 10;
const ORPHANS_MOST: u32 = 300;

/// Inputs that belong to one sending and not to what was typed.
const OF_THE_SENDING: [&str; 8] = ["csrf", "once", "act", "draft", "save", "discard", "more", "find"];

/// A draft.
pub(super) struct Draft {
    /// What was typed.
    pub typed: Typed,
    /// When it was saved.
    pub at: Timestamp,
}

fn id(staff: &Staff, form: &str) -> String {
    format!("{} {form}", staff.session.account.person)
}

fn to_json(typed: &Typed) -> Json {
    let pairs = typed.pairs().iter().filter(|(key, _)| !OF_THE_SENDING.contains(&key.as_str()));
    let pairs: Vec<Json> = pairs.map(|(key, text)| json!([key, text.replace('\0', "")])).collect();
    let files: Vec<Json> = typed
        .all_files()
        .map(|(field, file)| json!({ "field": field, "digest": file.digest, "name": file.name, "bytes": file.bytes }))
        .collect();
    json!({ "pairs": pairs, "files": files })
}

fn from_json(json: &Json) -> Typed {
    let text = |json: &Json| json.as_str().map(ToOwned::to_owned);
    let all = |key: &str| json.get(key).and_then(Json::as_array).into_iter().flatten();
    let pairs = all("pairs").filter_map(|pair| Some((text(pair.get(0)?)?, text(pair.get(1)?)?)));
    let files = all("files").filter_map(|file| {
        let part = |key: &str| file.get(key).and_then(text);
        let bytes = file.get("bytes").and_then(Json::as_u64).unwrap_or(0);
        Some((part("field")?, FileRef { digest: part("digest")?, name: part("name")?, bytes }))
    });
    Typed::again(pairs.collect(), files.collect())
}

/// Whether there is anything in a form worth keeping.
fn is_blank(typed: &Typed) -> bool {
    let fixed = ["seq", "for_body"];
    let typed_in = |(key, text): &(String, String)| {
        !fixed.contains(&key.as_str())
            && !OF_THE_SENDING.contains(&key.as_str())
            && !key.ends_with(".kind")
            && !text.trim().is_empty()
    };
    !typed.pairs().iter().any(typed_in) && typed.all_files().next().is_none()
}

/// Saves what was typed into a form; nothing typed leaves no draft.
///
/// # Errors
/// The store.
pub(super) async fn save(staff: &Staff, form: &str, typed: &Typed) -> Result<(), AppError> {
    if is_blank(typed) {
        return forget(staff, form).await;
    }
    let city = &staff.guest.server.city;
    let now = city.clock().now();
    let mut value = to_json(typed);
    value["at"] = json!(now.to_string());
    let record = NewRecord {
        collection: COLLECTION.to_owned(),
        id: id(staff, form),
        value,
        expected_version: None,
        expires_at: now.checked_add(WAITS).ok(),
    };
    city.store().record_put(city.jurisdiction(), record, now).await?;
    Ok(())
}

/// The draft of a form.
///
/// # Errors
/// The store.
pub(super) async fn load(staff: &Staff, form: &str) -> Result<Option<Draft>, AppError> {
    let city = &staff.guest.server.city;
    let now = city.clock().now();
    let found = city.store().record_get(city.jurisdiction(), COLLECTION, &id(staff, form), now).await?;
    Ok(found.map(|record| Draft {
        typed: from_json(&record.value),
        at: record.value.get("at").and_then(Json::as_str).and_then(|at| at.parse().ok()).unwrap_or(now),
    }))
}

/// The forms of which a person has a draft, by their addresses, the last saved first; at most [`MOST`].
///
/// # Errors
/// The store.
pub(super) async fn all(staff: &Staff) -> Result<Vec<(String, Timestamp)>, AppError> {
    let mine = id(staff, "");
    let found = staff.guest.server.records_below(COLLECTION, &mine, MOST).await?;
    let one = |record: &yifa_store::Record| {
        let at = record.value.get("at").and_then(Json::as_str)?.parse().ok()?;
        Some((record.id.strip_prefix(&mine)?.to_owned(), at))
    };
    let mut all: Vec<(String, Timestamp)> = found.iter().filter_map(one).collect();
    all.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    Ok(all)
}

/// Throws a draft away.
///
/// # Errors
/// The store.
pub(super) async fn forget(staff: &Staff, form: &str) -> Result<(), AppError> {
    let city = &staff.guest.server.city;
    city.store().record_delete(city.jurisdiction(), COLLECTION, &id(staff, form)).await?;
    Ok(())
}

/// What was kept of somebody whose session had ended.
pub(super) enum Orphan {
    /// It belongs to whoever asks.
    Own(Typed),
    /// It belongs to another account.
    NotYours,
}

/// Keeps what was sent by somebody whose session had ended; gives the name under which it comes back, to nobody but the one
/// who was shown the form. What no page of ours has asked for is not kept.
///
/// # Errors
/// The store.
pub(super) async fn keep_orphan(server: &Server, typed: &Typed) -> Result<Option<String>, AppError> {
    let city = &server.city;
    let Some(owner) = city.shown_to(typed.text("csrf")).await? else { return Ok(None) };
    let mut value = to_json(typed);
    value["owner"] = json!(owner.as_str());
    let now = city.clock().now();
    let waiting = city.store().record_count(city.jurisdiction(), ORPHANS, ORPHANS_MOST, now).await?;
    if is_blank(typed) || waiting >= u64::from(ORPHANS_MOST) || value.to_string().len() > ORPHAN_LARGEST {
        return Ok(None);
    }
    let id = format!("{}-{:032x}", new_matter(), rand::random::<u128>());
    let record = NewRecord {
        collection: ORPHANS.to_owned(),
        id: id.clone(),
        value,
        expected_version: None,
        expires_at: now.checked_add(ORPHAN_WAITS).ok(),
    };
    city.store().record_put(city.jurisdiction(), record, now).await?;
    Ok(Some(id))
}

/// What was kept under a name; it opens for its owner only.
///
/// # Errors
/// The store.
pub(super) async fn orphan(staff: &Staff, id: &str) -> Result<Option<Orphan>, AppError> {
    if id.is_empty() || id.len() > 100 {
        return Ok(None);
    }
    let city = &staff.guest.server.city;
    let found = city.store().record_get(city.jurisdiction(), ORPHANS, id, city.clock().now()).await?;
    let own = |record: &yifa_store::Record| {
        record.value.get("owner").and_then(Json::as_str) == Some(staff.session.account.person.as_str())
    };
    Ok(found
        .map(|record| if own(&record) { Orphan::Own(from_json(&record.value)) } else { Orphan::NotYours }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::again(
            pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect(),
            Vec::new(),
        )
    }

    #[test]
    fn a_draft_gives_back_what_was_typed_and_nothing_of_the_sending() {
        let odd = "𠮷\u{e000}\u{202e}<b>' OR 1=1 --\n🙂";
        let sent = typed(&[("csrf", "secret"), ("facts", odd), ("rows.0.on", "2026-11-27"), ("save", "1")]);
        let again = from_json(&to_json(&sent));
        assert_eq!(again.text("facts"), odd);
        assert_eq!(again.text("rows.0.on"), "2026-11-27");
        assert_eq!((again.text("csrf"), again.text("save")), ("", ""));
        assert_eq!(from_json(&json!({ "pairs": [["a"], 3, ["b", 4]], "files": {} })).pairs(), &[]);
    }

    #[test]
    fn a_form_in_which_nothing_was_typed_is_no_draft() {
        assert!(is_blank(&typed(&[("once", "1"), ("seq", "3"), ("party.kind", "citizen"), ("facts", " ")])));
        assert!(!is_blank(&typed(&[("facts", "x")])));
    }
}
