//! The law library 法规库: many texts and the facts that are told about them, as one set of instruments.
//!
//! A folder of files (or any list of bytes) is read in parallel: Markdown, plain text, HTML pages with a table of
//! facts, DOCX; UTF-8, UTF-16 or GB 18030. Versions of one instrument are joined by title and dates, never by the
//! name of a file; namesakes are kept apart; what one text repeals is derived from its sentences; what is doubtful
//! is reported and what cannot be trusted is held back. Every article has an address that stays.
//!
//! The whole lives in memory and can always be made again from its texts. It must not know a database, the web, a
//! clock, or who asks: the day comes in as `on`.
//!
//! ```
//! use yifa_library::{Library, Text};
//! let source = "# 某市城市绿化办法\n\n2020年5月1日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n\
//!               第一条　为了保护绿地，制定本办法。\n\n第二条　本办法自2020年6月1日起施行。\n";
//! let text = Text::read("any-name.md", source.as_bytes()).unwrap();
//! let library = Library::build(vec![text], vec![], &Default::default());
//! let found = library.named("某市城市绿化办法", jiff::civil::date(2021, 1, 1));
//! assert_eq!(found.one().unwrap().versions()[0].starts(), Some(jiff::civil::date(2020, 6, 1)));
//! ```

mod blast;
mod cite;
pub mod compare;
pub mod completeness;
mod doubt;
mod edge;
mod find;
mod format;
mod gather;
mod instrument;
mod join;
mod library;
mod maker;
pub mod matching;
mod past;
mod review;
pub mod search;
mod standing;
mod text;

pub use blast::Dependant;
pub use cite::{Cite, CiteTarget, NotRead, NotReadBecause, Written, written};
pub use doubt::{Damage, Doubt, DoubtKind, Held, HeldBecause};
pub use edge::{Repeal, RepealScope};
pub use find::Found;
pub use format::{Format, PageFacts};
pub use gather::{GatherFault, LONGEST, gather, is_readable_name, read_all, read_each};
pub use instrument::{Body, Effect, Exists, Instrument, Made, Published, ToldBy, Version};
pub use library::{CiteAt, Library, Progress, Told, VersionAt};
pub use review::Shelf;
pub use standing::Standing;
pub use text::{Opening, Text, open};
