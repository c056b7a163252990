//! Owns the telling: stories from `examples/demo-city/stories/*.toml`, each told several times with other people, amounts and
//! days, all from one seed.
//!
//! ```toml
//! [[story]]
//! name      = "stall-{n}"              # how other stories point to it: @stall-3
//! procedure = "penalty-ordinary"
//! body      = ["urban", "market"]      # in turn
//! times     = 12
//! begins    = [300, 20]                # days before today: the first telling, the last; evenly spread
//! ends      = "any"                    # "any": cut somewhere, so that matters stand everywhere; "end": told to the end
//! lines     = [
//!   "0 head: file party={party} power=@power-{body} act_on={day-3} …",   # days after the beginning
//!   "+2 officer: investigate officers=[@officer-{body}-1,@officer-{body}-2] shown_certificates=true",
//!   "+1? head: decide …",              # a question mark: may be refused
//! ]
//! ```
//!
//! Places: `{n}` the telling, `{body}`, `{day}` and `{day-3}` `{day+5}` (of the line), `{party}` `{citizen}` `{firm}`, `{pick:a|b|c}`,
//! `{int:2-9}`, `{yuan:200-2000}`, `{once:1-5}` (the same each time it is written in one telling).

use jiff::ToSpan;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Deserialize;
use yifa_kernel::definition::scenario::step::{self, Step};

use super::{cast, days_before};
use crate::error::{AppError, Result};

/// The seed of the city.
const SEED: u64 = 20_260_101;

static STORIES: include_dir::Dir<'static> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../examples/demo-city/stories");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoryFile {
    story: Vec<Story>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    name: String,
    procedure: String,
    body: Vec<String>,
    #[serde(default = "once")]
    times: u32,
    begins: [i64; 2],
    #[serde(default)]
    ends: Ends,
    lines: Vec<String>,
}

fn once() -> u32 {
    1
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
pub(super) struct Told {
    pub name: String,
    pub procedure: String,
    pub body: String,
    pub lines: Vec<Line>,
}

/// A line of it.
pub(super) struct Line {
    pub written: String,
    pub step: Step,
    pub may_fail: bool,
}

/// Tells every story.
pub(super) fn tell(today: Date) -> Result<Vec<Told>> {
    let mut files: Vec<_> = STORIES.files().collect();
    files.sort_by_key(|file| file.path());
    let mut all = Vec::new();
    for file in files {
        let name = file.path().display().to_string();
        let text = file.contents_utf8().ok_or_else(|| AppError::invalid(&name, "not UTF-8"))?;
        let parsed: StoryFile = toml::from_str(text).map_err(|error| AppError::invalid(&name, error.to_string()))?;
        for story in &parsed.story {
            for n in 1..=story.times {
                all.push(tell_once(story, n, today)?);
            }
        }
    }
    Ok(all)
}

fn tell_once(story: &Story, n: u32, today: Date) -> Result<Told> {
    // Each telling has its own source of chance, so that a new story never changes the others.
    let mut chance = StdRng::seed_from_u64(SEED ^ fingerprint(&story.name) ^ u64::from(n) << 32);
    let body = story.body[(n as usize - 1) % story.body.len().max(1)].clone();
    let [first, last] = story.begins;
    let span = i64::from(story.times.max(2) - 1);
    let begins = days_before(today, first + (last - first) * i64::from(n - 1) / span);
    let kept = match story.ends {
        Ends::End => story.lines.len(),
        Ends::Any => chance.random_range(1..=story.lines.len()),
    };
    let mut teller = Teller { n, body: body.clone(), chance, day: begins, kept: Vec::new() };
    let name = teller.fill(&story.name);
    let mut lines = Vec::new();
    for line in story.lines.iter().take(kept) {
        lines.push(teller.line(line).map_err(|why| AppError::invalid(format!("story {name}: {line}"), why))?);
    }
    Ok(Told { name, procedure: story.procedure.clone(), body, lines })
}

fn fingerprint(text: &str) -> u64 {
    // FNV-1a: stable for good, unlike the standard library's hasher.
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

struct Teller {
    n: u32,
    body: String,
    chance: StdRng,
    day: Date,
    kept: Vec<(String, String)>,
}

impl Teller {
    fn line(&mut self, line: &str) -> std::result::Result<Line, String> {
        let (offset, rest) = line.split_once(' ').ok_or("a line begins with its day")?;
        let may_fail = offset.ends_with('?');
        let days: i64 = offset.trim_end_matches('?').trim_start_matches('+').parse().map_err(|_| "the day is not a number")?;
        self.day = self.day.checked_add(days.days()).map_err(|_| "the day lies beyond the calendar")?;
        let filled = self.fill(rest);
        // Office hours, so that acts of one day keep an order.
        let minute = self.chance.random_range(0..480);
        let at = format!("{}T{:02}:{:02}", self.day, 9 + minute / 60, minute % 60);
        let written = format!("{at} {filled}");
        Ok(Line { step: step::parse(&written)?, written, may_fail })
    }

    fn fill(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        // `{` also opens rows and parties: only known places are filled.
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            match after.find('}').and_then(|end| Some((end, self.place(&after[..end])?))) {
                Some((end, value)) => {
                    out.push_str(&value);
                    rest = &after[end + 1..];
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }

    fn place(&mut self, place: &str) -> Option<String> {
        match place {
            "n" => return Some(self.n.to_string()),
            "body" => return Some(self.body.clone()),
            "year" => return Some(self.day.year().to_string()),
            "party" if self.chance.random_bool(0.5) => return Some(cast::citizen(&mut self.chance)),
            "party" | "firm" => return Some(cast::firm(&mut self.chance)),
            "citizen" => return Some(cast::citizen(&mut self.chance)),
            _ => {}
        }
        if let Some(shift) = place.strip_prefix("day") {
            let days: i64 = if shift.is_empty() { 0 } else { shift.trim_start_matches('+').parse().ok()? };
            return self.day.checked_add(days.days()).ok().map(|day| day.to_string());
        }
        let (kind, range) = place.split_once(':')?;
        match kind {
            "pick" => {
                let all: Vec<&str> = range.split('|').collect();
                Some(all[self.chance.random_range(0..all.len())].to_owned())
            }
            "int" => Some(self.between(range)?.to_string()),
            "yuan" => Some(format!("{}yuan", self.between(range)? / 50 * 50)),
            "once" => {
                if let Some((_, value)) = self.kept.iter().find(|(key, _)| key == range) {
                    return Some(value.clone());
                }
                let value = match range.split_once('=') {
                    Some((_, inner)) if inner.contains('|') => self.place(&format!("pick:{inner}"))?,
                    Some((_, inner)) => self.between(inner)?.to_string(),
                    None => self.between(range)?.to_string(),
                };
                self.kept.push((range.to_owned(), value.clone()));
                Some(value)
            }
            _ => None,
        }
    }

    fn between(&mut self, range: &str) -> Option<i64> {
        let (from, to) = range.split_once('-')?;
        let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to).then(|| self.chance.random_range(from..=to))
    }
}
