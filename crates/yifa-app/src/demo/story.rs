//! Owns the telling: stories from `examples/demo-city/stories/*.toml`, each told several times with other people, amounts and
//! days, all from one seed.
//!
//! ```toml
//! [[story]]
//! name      = "stall-{n}"              # how other stories point to it: @stall-3, or @stall-1..3 in a list
//! procedure = "penalty-ordinary"
//! body      = ["urban", "market"]      # in turn
//! times     = 12
//! begins    = [300, 20]                # days before today: the first telling, the last; evenly spread
//! ends      = "any"                    # "any": cut somewhere, so that matters stand everywhere; "end": told to the end
//! lines     = [
//!   "0 head: file party={party} power=@power-{body} act_on={day-3} …",   # days after the line before it
//!   "+2 officer: investigate officers=[@officer-{body}-1..2] shown_certificates=true",
//!   "+1? head: decide …",              # a question mark: may be refused
//!   "+5w officer: consider",           # working days after the line before it
//!   "+1%3=2 clerk: defend …",          # only in the tellings 2, 5, 8 …; %3 means %3=0; %3!2 all but those; %k3=2 counts
//!                                      # the tellings of each body; several conditions must all hold
//!   "=hearing host: hearing/hold …",   # on the day kept as `hearing` before
//!   "01-21 legal_office: confirm …",   # on the next 21 January
//! ]
//! ```
//!
//! A story with `opened_by = "round-1"` goes on in the matter that an act of that story has opened for its body.
//!
//! Offices act on working days: a line that falls on a rest day moves to the next working day, unless a citizen, a party or
//! a bank acts in it. What would happen today or later is not told.
//!
//! The places `{…}` of a line are those of [`super::place`]; a value `#late-fine` is what that limit has grown to, a value
//! `~document-1.published_on` what the matter of another story has on record.
//!
//! Long texts stand under `[texts]` of their file and are put in by `{text:name}`; a line that breaks is written between `'''`.
//!
//! `№` becomes the next number of the series that is written before it ([`super::numbers`]).
//!
//! The stories of the whole city are told for many bodies: `body` takes groups (`@departments`, `@towns+`), weights
//! (`urban*60`) and exceptions (`-justice`); without `times` each is told as often as it is named. `waves = true` makes
//! busy and quiet months of the even spread.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Deserialize;
use yifa_kernel::definition::Source;
use yifa_kernel::definition::scenario::step::{self, Step};
use yifa_law::calendar::Calendar;

use super::cases::Cases;
use super::place::{Places, working_days_after};
use super::{numbers, turns};
use crate::error::{AppError, Result};

/// The seed of the city.
const SEED: u64 = 20_260_101;
/// Most tellings of one story.
const TIMES: u32 = 2_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoryFile {
    /// Long texts that lines put in by name.
    #[serde(default)]
    texts: BTreeMap<String, String>,
    story: Vec<Story>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    name: String,
    procedure: String,
    body: Vec<String>,
    /// How often it is told; without it once, or as often as bodies are named by groups and weights.
    times: Option<u32>,
    begins: [i64; 2],
    /// Busy and quiet months, and a few days to and fro, instead of an even spread.
    #[serde(default)]
    waves: bool,
    #[serde(default)]
    ends: Ends,
    /// The story whose act has opened the matter of this one: it goes on in the one that its body handles.
    opened_by: Option<String>,
    lines: Vec<String>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ends {
    /// Told to the end.
    #[default]
    End,
    /// Cut somewhere after the first line.
    Any,
}

/// A story told once.
#[derive(Debug)]
pub(super) struct Told {
    pub name: String,
    pub procedure: String,
    pub body: String,
    /// The story whose act has opened its matter.
    pub opened_by: Option<String>,
    pub lines: Vec<Line>,
}

/// A line of it.
#[derive(Debug)]
pub(super) struct Line {
    pub written: String,
    pub step: Step,
    pub may_fail: bool,
}

/// Tells every story as far as it has come before `today`.
///
/// # Errors
/// A file that is no list of stories; a line that cannot be read, named with its story.
pub(super) fn tell(sources: &[Source], cases: &Cases, calendar: &Calendar, today: Date) -> Result<Vec<Told>> {
    let mut all = Vec::new();
    for source in sources {
        let parsed: StoryFile = toml::from_str(&source.text)
            .map_err(|error| AppError::invalid(&source.path, error.to_string()))?;
        for mut story in parsed.story {
            let wrong = |why: String| AppError::invalid(format!("story {}", story.name), why);
            let listed = turns::listed(&story.body).map_err(wrong)?;
            let often =
                if listed.grouped { u32::try_from(listed.bodies.len()).unwrap_or(u32::MAX) } else { 1 };
            let times = story.times.unwrap_or(often);
            if listed.bodies.is_empty() || times > TIMES {
                return Err(wrong(format!("it needs a body and at most {TIMES} tellings")));
            }
            story.body = listed.bodies;
            let telling = Telling { story: &story, texts: &parsed.texts, times, cases, calendar, today };
            for n in 1..=times {
                all.push(telling.once(n)?);
            }
        }
    }
    numbers::give(&mut all).map_err(|why| AppError::invalid("stories", why))?;
    Ok(all)
}

/// A story that is told several times.
struct Telling<'a> {
    story: &'a Story,
    texts: &'a BTreeMap<String, String>,
    times: u32,
    cases: &'a Cases,
    calendar: &'a Calendar,
    today: Date,
}

impl Telling<'_> {
    fn once(&self, n: u32) -> Result<Told> {
        let Self { story, texts, times, cases, calendar, today } = *self;
        // Each telling has its own source of chance, so that a new story never changes the others.
        let mut chance = StdRng::seed_from_u64(SEED ^ fingerprint(&story.name) ^ (u64::from(n) << 32));
        let bodies = story.body.len();
        let turn = n as usize - 1;
        let body = story.body[turn % bodies].clone();
        let alike = |among: &[String]| among.iter().filter(|one| **one == body).count();
        let round = turn / bodies * alike(&story.body) + alike(&story.body[..=turn % bodies]);
        let round = u32::try_from(round).unwrap_or(n);
        let [first, last] = story.begins;
        let span = i64::from(times.max(2) - 1);
        let kept = match story.ends {
            Ends::End => story.lines.len(),
            Ends::Any => chance.random_range(1..=story.lines.len().max(1)),
        };
        let mut before = first + (last - first) * i64::from(n - 1) / span;
        if story.waves {
            before = turns::waved(story.begins, n, times, &mut chance);
        }
        let begins = today.checked_sub(before.days()).unwrap_or(today);
        let case = cases.of(&body, round);
        let mut places = Places::new(n, round, body.clone(), begins, chance, calendar, case);
        places.today = today;
        places.texts = Some(texts);
        let mut teller = Teller { n, round, places, calendar, minute: 0 };
        let name = teller.places.fill(&story.name);
        let mut lines = Vec::new();
        for line in story.lines.iter().take(kept) {
            let told =
                teller.line(line).map_err(|why| AppError::invalid(format!("story {name}: {line}"), why))?;
            match told {
                Some(told) if told.step.at.date() < today => lines.push(told),
                Some(_) => break,
                None => {}
            }
        }
        Ok(Told { name, procedure: story.procedure.clone(), body, opened_by: story.opened_by.clone(), lines })
    }
}

fn fingerprint(text: &str) -> u64 {
    // FNV-1a: stable for good, unlike the standard library's hasher.
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

struct Teller<'a> {
    n: u32,
    /// The telling, counted for its body.
    round: u32,
    places: Places<'a>,
    calendar: &'a Calendar,
    /// Minutes after nine: acts of one day keep their order.
    minute: u32,
}

impl Teller<'_> {
    /// One line; `None` if it is not for this telling.
    fn line(&mut self, line: &str) -> std::result::Result<Option<Line>, String> {
        let (when, rest) = line.split_once(' ').ok_or("a line begins with its day")?;
        let when = self.places.fill(when);
        let may_fail = when.ends_with('?');
        let mut parts = when.trim_end_matches('?').split('%');
        let when = parts.next().unwrap_or_default();
        for which in parts {
            let told = match which.strip_prefix('k') {
                Some(which) => chosen(which, self.round)?,
                None => chosen(which, self.n)?,
            };
            if !told {
                return Ok(None);
            }
        }
        self.go_to(when, rest)?;
        let filled = self.places.fill(rest);
        if let Some((_, name)) = filled.split_once("{text:").or_else(|| filled.split_once("=text:")) {
            let name = name.split('}').next().unwrap_or_default();
            return Err(format!("there is no text `{name}` under [texts]"));
        }
        let at = format!("{}T{:02}:{:02}", self.places.day, 9 + self.minute / 60, self.minute % 60);
        let written = format!("{at} {filled}");
        Ok(Some(Line { step: step::parse(&written)?, written, may_fail }))
    }

    fn go_to(&mut self, when: &str, rest: &str) -> std::result::Result<(), String> {
        let before = self.places.day;
        let day = if let Some(key) = when.strip_prefix('=') {
            let kept = self.places.kept(key).ok_or_else(|| format!("nothing is kept as `{key}`"))?;
            kept.parse().map_err(|_| format!("`{key}` is no day"))?
        } else if let Some(day) = next_day_of_year(before, when) {
            working_days_after(self.calendar, day, 0).ok_or("the day lies beyond the calendar")?
        } else if let Some(days) = when.strip_suffix('w') {
            let days = days.trim_start_matches('+').parse().map_err(|_| "the day is not a number")?;
            working_days_after(self.calendar, before, days).ok_or("the day lies beyond the calendar")?
        } else {
            let days: i64 = when.trim_start_matches('+').parse().map_err(|_| "the day is not a number")?;
            let day = before.checked_add(days.days()).map_err(|_| "the day lies beyond the calendar")?;
            let private = ["citizen", "party", "cashier"].iter().any(|role| rest.starts_with(role));
            match private {
                true => day,
                false => {
                    working_days_after(self.calendar, day, 0).ok_or("the day lies beyond the calendar")?
                }
            }
        };
        if day < before {
            return Err(format!("{day} lies before {before}"));
        }
        self.minute = match day == before {
            true => self.minute + self.places.chance.random_range(5..35),
            false => self.places.chance.random_range(0..240),
        };
        self.places.day = day;
        Ok(())
    }
}

/// The first `01-21` that does not lie before a day.
fn next_day_of_year(from: Date, when: &str) -> Option<Date> {
    let (month, day) = when.split_once('-').filter(|(month, day)| month.len() == 2 && day.len() == 2)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    [from.year(), from.year() + 1]
        .into_iter()
        .find_map(|year| Date::new(year, month, day).ok().filter(|day| *day >= from))
}

/// Whether a line is told in the telling `n`: `3`, `3=2`, `3!2`.
fn chosen(which: &str, n: u32) -> std::result::Result<bool, String> {
    let number = |text: &str| text.parse::<u32>().map_err(|_| format!("`%{which}` is not %3, %3=2 or %3!2"));
    let (every, rest, equal) = match (which.split_once('='), which.split_once('!')) {
        (Some((every, rest)), _) => (number(every)?, number(rest)?, true),
        (_, Some((every, rest))) => (number(every)?, number(rest)?, false),
        _ => (number(which)?, 0, true),
    };
    if every == 0 {
        return Err(format!("`%{which}` counts by none"));
    }
    Ok((n % every == rest % every) == equal)
}

#[cfg(test)]
mod tests;
