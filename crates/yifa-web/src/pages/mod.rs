//! The pages: one view type with its template beside it for each.

pub mod admin;
pub mod api;
pub mod bilingual;
pub mod definition;
pub mod desk;
pub mod entry;
pub mod figure;
pub mod handover;
pub mod import;
pub mod library;
pub mod limit;
pub mod matter;
pub mod me;
pub mod notice;
pub mod plan;
pub mod register;
pub mod review;
pub mod second_step;
pub mod slip;
pub mod supervision;
pub mod tour;
pub mod unfiled;

/// The label of a table's column; nothing when a row is longer than its head.
fn column<'a>(columns: &'a [String], at: &usize) -> &'a str {
    columns.get(*at).map_or("", String::as_str)
}
