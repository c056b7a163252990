//! For tests: the calendars that the project ships, read from `definitions/calendars`.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::{Calendar, CalendarYear, NoticeDay};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: i16,
    #[serde(rename = "source")]
    _source: String,
    #[serde(default)]
    off: Vec<Days>,
    #[serde(default)]
    work: Vec<Days>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    name: String,
    from: String,
    to: Option<String>,
}

impl Days {
    fn dates(&self) -> impl Iterator<Item = Date> {
        let from: Date = self.from.parse().unwrap();
        let to: Date = self.to.as_ref().map_or(from, |to| to.parse().unwrap());
        std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to)
    }
}

/// The shipped years, in order.
pub(crate) fn years() -> Vec<CalendarYear> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/calendars");
    let mut years: Vec<CalendarYear> =
        fs::read_dir(folder).unwrap().map(|entry| read(&entry.unwrap().path())).collect();
    years.sort_by_key(CalendarYear::year);
    years
}

/// The calendar of all shipped years.
pub(crate) fn calendar() -> Calendar {
    Calendar::of_years(years()).unwrap()
}

fn read(path: &Path) -> CalendarYear {
    let file: File = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(path.file_stem().unwrap().to_str().unwrap(), file.year.to_string());
    let off = file.off.iter().flat_map(|days| days.dates().map(|date| NoticeDay::off(date, &days.name)));
    let work = file.work.iter().flat_map(|days| days.dates().map(|date| NoticeDay::worked(date, &days.name)));
    CalendarYear::new(file.year, off.chain(work)).unwrap()
}
