//! Owns the small records that pages keep for people beside the log: what was followed, saved, commented, drafted.

use yifa_app::AppError;
use yifa_store::Record;

use super::Server;
use super::guest::{Staff, is_ours};
use axum::http::StatusCode;
use axum::response::Response;

impl Server {
    /// The records of a collection whose ids begin with a prefix, in order, at most so many.
    pub(super) async fn records_below(
        &self,
        collection: &str,
        prefix: &str,
        most: usize,
    ) -> Result<Vec<Record>, AppError> {
        let (store, place, now) = (self.city.store(), self.city.jurisdiction(), self.city.clock().now());
        let mut all: Vec<Record> = Vec::new();
        let mut after = prefix.to_owned();
        while all.len() < most {
            let page = store.record_list(place, collection, Some(&after), 100, now).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            let before = all.len();
            let length = page.len();
            all.extend(page.into_iter().take_while(|record| record.id.starts_with(prefix)));
            if all.len() - before < length {
                break;
            }
        }
        all.truncate(most);
        Ok(all)
    }
}

impl Staff {
    /// The answer to a form that is not ours; `None` if it is.
    pub(super) fn not_ours(&self, csrf: &str) -> Option<Response> {
        let ours = is_ours(&self.session.form_secret, csrf);
        (!ours).then(|| {
            self.guest.problem(StatusCode::FORBIDDEN, "403", self.guest.lang.t("server.not_ours"), None)
        })
    }
}
