//! Whether an instrument holds on a day, in words.

use yifa_law::instrument::Status;

use super::Language;

/// A stable word for machines.
pub fn status_code(status: &Status) -> &'static str {
    match status {
        Status::NotYetInForce { .. } => "not_yet_in_force",
        Status::InForce => "in_force",
        Status::Superseded { .. } => "superseded",
        Status::Repealed { .. } | Status::Lapsed { .. } => "ended",
        Status::Unpublished => "unpublished",
        Status::Undated => "undated",
    }
}

/// The status as a sentence.
pub fn status(status: &Status, language: Language) -> String {
    match (status, language) {
        (Status::NotYetInForce { from: Some(from) }, Language::Zh) => format!("{from} 起施行，尚未施行"),
        (Status::NotYetInForce { from: Some(from) }, Language::En) => format!("not in force before {from}"),
        (Status::NotYetInForce { from: None }, _) => {
            language.pick("尚未施行，施行日期不明", "not yet in force, from a day not known").to_owned()
        }
        (Status::InForce, _) => language.pick("有效", "in force").to_owned(),
        (Status::Superseded { since }, Language::Zh) => format!("{since} 起被新的版本代替"),
        (Status::Superseded { since }, Language::En) => format!("a newer version governs since {since}"),
        (Status::Repealed { since } | Status::Lapsed { since }, Language::Zh) => {
            format!("{since} 起不再有效")
        }
        (Status::Repealed { since } | Status::Lapsed { since }, Language::En) => {
            format!("no longer in force since {since}")
        }
        (Status::Unpublished, _) => language.pick("没有公布", "never published").to_owned(),
        (Status::Undated, _) => language
            .pick("日期不明，是否有效须由人认定", "no day is told; whether it holds a person must find out")
            .to_owned(),
    }
}
