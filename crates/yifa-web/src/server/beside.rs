//! Owns the small records that pages keep for people beside the log: what was followed, saved, commented, drafted.

use yifa_app::AppError;
use yifa_store::Record;

use super::Server;
use super::guest::{Staff, is_ours};
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
    /// The answer to a form that is not ours; `None` if it is. One that was shown to the same person before they signed in
    /// anew, in another window, is ours.
    pub(super) async fn not_ours(&self, csrf: &str) -> Option<Response> {
        if is_ours(&self.session.form_secret, csrf) {
            return None;
        }
        match self.guest.server.city.shown_to(csrf).await {
            Ok(Some(person)) if person == self.session.account.person => None,
            Ok(_) => Some(self.guest.not_ours()),
            Err(error) => Some(self.guest.failed(&error)),
        }
    }
}
