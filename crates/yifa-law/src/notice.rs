//! Reading a government notice 通知 or work plan 工作计划.
//!
//! Owns: the outline of official papers (一、 （一） 1. (1) 一是 ① 第一条 and mixtures), what stands around it,
//! and what it asks for: obligations with number, deadline and rhythm, for a person to confirm beside the
//! text. It reads Simplified and Traditional alike, changes nothing, and reports what is odd. It must not know
//! the bodies of a city, the procedures that will carry the plan, or the day on which it is read.

mod actor;
mod amount;
mod checks;
mod cites;
mod extract;
mod figure;
mod finding;
mod frame;
mod item;
mod label;
mod lexicon;
mod line;
mod mask;
mod measure;
mod model;
mod obligation;
mod outline;
mod reader;
mod responsible;
mod sentence;
mod table;
mod task;
#[cfg(test)]
mod tests;
mod timing;
mod verbs;
mod words;
mod wrap;

pub use actor::{Actors, ActorsFrom, Group};
pub use amount::{Decimal, Interval, Quantity, UnitKind};
pub use finding::{Finding, FindingCode, Severity};
pub use measure::{Proposal, proposable_measures};
pub use model::{Cite, CiteKind, Counts, Item, Notice, Numbering, Responsible, Role};
pub use obligation::{Confidence, Obligation, ObligationKind, Reason, Rhythm};
pub use timing::{CalendarStretch, Deadline, Period, PeriodUnit, PlanYear};

use crate::decode::{self, Encoding};
use crate::web_page;

/// Reads a notice.
///
/// `known_year` is the year in which the text is read, or in which it is known to have been written; a
/// document number of a later year is then impossible. Without it only years that no office writes are.
///
/// Any text gives a notice; what is odd about it is in its findings.
///
/// ```
/// let text = "一、完善制度\n（一）清理文件。一是公布目录3份。二是15日内报备。\n（責任單位：市司法局）";
/// let notice = yifa_law::notice::read(text, None);
/// let paths: Vec<&str> = notice.items.iter().map(|item| item.path.as_str()).collect();
/// assert_eq!(paths, ["一", "一.(一)", "一.(一).一", "一.(一).二"]);
/// assert_eq!(notice.items[1].responsible[0].name, "市司法局");
/// assert_eq!(&text[notice.items[3].span.clone()], "二是15日内报备。");
/// ```
pub fn read(text: &str, known_year: Option<i16>) -> Notice {
    reader::read(text, known_year)
}

/// A notice read from a file, with the text to which its spans belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFile {
    /// The text; of a page of a web site, without its tags; empty when the file is no text.
    pub text: String,
    /// The encoding found; `None` when the file is no text.
    pub encoding: Option<Encoding>,
    /// Whether the file is a page of a web site.
    pub is_web_page: bool,
    /// The notice.
    pub notice: Notice,
}

/// Reads a notice from the bytes of a file: UTF-8, UTF-16 or GB 18030, a plain text or a page of a web site. A file that is no text gives an empty
/// notice with the finding [`FindingCode::NotText`].
pub fn read_bytes(bytes: &[u8], known_year: Option<i16>) -> NoticeFile {
    match decode::decode(bytes) {
        Ok(decoded) => {
            let is_web_page = web_page::is_web_page(&decoded.text);
            let text = if is_web_page { web_page::text(&decoded.text) } else { decoded.text };
            let notice = read(&text, known_year);
            NoticeFile { text, encoding: Some(decoded.encoding), is_web_page, notice }
        }
        Err(error) => {
            let finding = Finding::new(FindingCode::NotText, 0..0).with("reason", error);
            let notice = Notice { findings: vec![finding], ..Notice::default() };
            NoticeFile { text: String::new(), encoding: None, is_web_page: false, notice }
        }
    }
}
