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
        most: u32,
    ) -> Result<Vec<Record>, AppError> {
        let (store, place, now) = (self.city.store(), self.city.jurisdiction(), self.city.clock().now());
        Ok(store.records_below(place, collection, prefix, most, now).await?)
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
