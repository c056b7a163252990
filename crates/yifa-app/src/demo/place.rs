//! Owns the places `{…}` of a story's line: what is filled in differs from telling to telling, always from the same seed.
//!
//! | place | becomes |
//! |---|---|
//! | `{n}` `{n+4}` | the telling, counted from 1 |
//! | `{k}` `{k+4}` | the telling, counted for each body |
//! | `{body}` `{year}` `{year-1}` | the body; the year of the line, the one before |
//! | `{day}` `{day-3}` `{day+5}` | a day counted from the line's |
//! | `{workday+5}` | the fifth working day after the line's |
//! | `{officer}` `{officer+4}` | the account of the body's officer of that number; `{officer_name}` what they are called |
//! | `{more}` `{more_officer}` `{more_officer_name}` | the same of those whom only the whole city has: number, account, name |
//! | `{more:70}` | the number of the last of the first 70 % of these; `{more:1}` of the first |
//! | `{hand:1-2}` | the number of one of the first of these, who always hold their certificates |
//! | `{party}` `{citizen}` `{firm}` | a party, written as a step writes one |
//! | `{pick:a\|b\|c}` `{nth:a\|b\|c}` | one by chance; one in turn |
//! | `{round:a\|b\|c}` | one in turn, counted for each body |
//! | `{by:urban=a\|market=b\|c}` | the one of the body, else the last; variants may hold places |
//! | `{int:2-9}` `{yuan:200-2000}` | a number; money in steps of 50 yuan |
//! | `{once:fine=yuan:200-2000}` `{once:fine}` | kept under a name; the same again |
//! | `{text:draft}` | the text of that name under `[texts]` of the story's file, its own places filled |
//! | `{case:facts}` | of the case that the body has in this telling ([`super::cases`]), its own places filled |
//! | `{resident}` `{company}` `{company:餐饮}` `{customer:餐饮}` | a citizen, a firm, one or the other, with numbers that are valid in form |
//! | `{name}` `{road}` `{address}` `{photo}` | somebody's name, a road, an address in the body's district, a drawn portrait |
//! | `{until:2-29}` `{before:3-60}` | a day so many days after the city's today, before it |
//! | `{body_name}` `{short}` `{district}` | what the body is called, the word of its numbers, its district |

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use rand::RngExt;
use rand::rngs::StdRng;
use yifa_law::calendar::Calendar;

use super::cases::Case;
use super::{bodies, cast, people, portrait};

/// The places of one telling.
pub(super) struct Places<'a> {
    n: u32,
    round: u32,
    body: String,
    /// The day of the line.
    pub day: Date,
    /// The source of chance.
    pub chance: StdRng,
    calendar: &'a Calendar,
    case: Option<&'a Case>,
    /// The day on which the city stands; that of the line until it is set.
    pub today: Date,
    kept: Vec<(String, String)>,
    /// Long texts by name.
    pub texts: Option<&'a BTreeMap<String, String>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(
        n: u32,
        round: u32,
        body: String,
        day: Date,
        chance: StdRng,
        calendar: &'a Calendar,
        case: Option<&'a Case>,
    ) -> Self {
        Self { n, round, body, day, chance, calendar, case, today: day, kept: Vec::new(), texts: None }
    }

    /// What was kept under a name.
    pub(super) fn kept(&self, key: &str) -> Option<&str> {
        self.kept.iter().find(|(one, _)| one == key).map(|(_, value)| value.as_str())
    }

    /// A text with its places filled. `{` also opens rows and parties: only known places are filled.
    pub(super) fn fill(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            match closing(after).and_then(|end| Some((end, self.place(&after[..end])?))) {
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
        if let Some((kind, rest)) = place.split_once(':') {
            return self.choice(kind, rest);
        }
        match place {
            "body" => return Some(self.body.clone()),
            "party" if self.chance.random_bool(0.5) => return Some(cast::citizen(&mut self.chance)),
            "party" | "firm" => return Some(cast::firm(&mut self.chance)),
            "citizen" => return Some(cast::citizen(&mut self.chance)),
            "resident" => return Some(people::citizen(&self.body, &mut self.chance)),
            "company" => return Some(people::firm("", &self.body, &mut self.chance)),
            "name" => return Some(people::name(&mut self.chance)),
            "road" => return Some(people::road(&mut self.chance)),
            "address" => return Some(people::address(&self.body, &mut self.chance)),
            "photo" => return Some(portrait::any(&mut self.chance)),
            "body_name" => return bodies::told_of(&self.body).map(|told| told.name),
            "short" => return bodies::told_of(&self.body).map(|told| told.short),
            "district" => return Some(self.district()),
            _ => {}
        }
        let (word, shift) = match place.find(['+', '-']) {
            Some(at) => (&place[..at], place[at..].trim_start_matches('+').parse::<i64>().ok()?),
            None => (place, 0),
        };
        let counted = |from: u32| u32::try_from(i64::from(from) + shift).ok();
        match word {
            "n" => Some(counted(self.n)?.to_string()),
            "k" => Some(counted(self.round)?.to_string()),
            "year" => Some((i64::from(self.day.year()) + shift).to_string()),
            "officer" => Some(cast::officer(&self.body, counted(self.round)?)),
            "officer_name" => Some(cast::name_of(&cast::officer(&self.body, counted(self.round)?))),
            "more" => Some(cast::more_officer(&self.body, counted(self.round)?).to_string()),
            "more_officer" | "more_officer_name" => {
                let number = cast::more_officer(&self.body, counted(self.round)?);
                let account = cast::officer(&self.body, number);
                Some(if word == "more_officer" { account } else { cast::name_of(&account) })
            }
            "day" => self.day.checked_add(shift.days()).ok().map(|day| day.to_string()),
            "workday" => working_days_after(self.calendar, self.day, shift).map(|day| day.to_string()),
            _ => None,
        }
    }

    fn choice(&mut self, kind: &str, rest: &str) -> Option<String> {
        let all = variants(rest);
        match kind {
            "pick" | "nth" | "round" | "by" if rest.contains('{') => {
                let one = self.variant(kind, &all)?.to_owned();
                Some(self.fill(&one))
            }
            "pick" | "nth" | "round" | "by" => self.variant(kind, &all).map(str::to_owned),
            "hand" => {
                let number = u32::try_from(self.between(rest)?).ok()?;
                Some(cast::more_officer(&self.body, number).to_string())
            }
            "more" => {
                let share = rest.parse::<u32>().ok().filter(|share| (1..=100).contains(share))?;
                let of = cast::more_officers_of(&self.body).filter(|of| *of > 0)?;
                Some(cast::more_officer(&self.body, (of * share).div_ceil(100)).to_string())
            }
            "case" => {
                let all = self.case?.get(rest)?;
                let one = all[self.chance.random_range(0..all.len())].clone();
                Some(self.fill(&one))
            }
            "text" => {
                let text = self.texts?.get(rest)?.clone();
                Some(self.fill(&text))
            }
            "until" | "before" => {
                let days = self.between(rest)? * if kind == "until" { 1 } else { -1 };
                self.today.checked_add(days.days()).ok().map(|day| day.to_string())
            }
            "company" => Some(people::firm(rest, &self.body, &mut self.chance)),
            "customer" if self.chance.random_bool(0.4) => Some(people::citizen(&self.body, &mut self.chance)),
            "customer" => Some(people::firm(rest, &self.body, &mut self.chance)),
            "int" => Some(self.between(rest)?.to_string()),
            "yuan" => Some(format!("{}yuan", self.between(rest)? / 50 * 50)),
            "once" => {
                let (key, inner) = rest.split_once('=').unwrap_or((rest, ""));
                if let Some(value) = self.kept(key) {
                    return Some(value.to_owned());
                }
                let value = self.place(inner)?;
                self.kept.push((key.to_owned(), value.clone()));
                Some(value)
            }
            _ => None,
        }
    }

    /// One of several: by chance, in turn, in turn for the body, or that of the body.
    fn variant<'v>(&mut self, kind: &str, all: &[&'v str]) -> Option<&'v str> {
        match kind {
            "pick" => Some(all[self.chance.random_range(0..all.len())]),
            "nth" => Some(all[(self.n as usize - 1) % all.len()]),
            "round" => Some(all[(self.round as usize - 1) % all.len()]),
            _ => {
                let own = all.iter().find_map(|one| one.strip_prefix(&self.body)?.strip_prefix('='));
                own.or(all.last().copied())
            }
        }
    }

    /// The district of the body, with the city before it; the city alone for its own departments.
    fn district(&self) -> String {
        let own = bodies::told_of(&self.body).and_then(|told| told.district);
        let own = own.and_then(|id| bodies::districts().find(|(one, _)| one.as_str() == id));
        format!("云江市{}", own.map_or("", |(_, name)| name))
    }

    fn between(&mut self, range: &str) -> Option<i64> {
        let (from, to) = range.split_once('-')?;
        let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to).then(|| self.chance.random_range(from..=to))
    }
}

/// Where the bracket closes that opened before a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, c)| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        (depth < 0).then_some(at)
    })
}

/// The variants between bars; those of places inside belong to these.
fn variants(text: &str) -> Vec<&str> {
    let mut depth = 0;
    text.split(|c: char| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0 && c == '|'
    })
    .collect()
}

/// The working day that many working days after (before, when negative) a day; for 0 the day itself or the next one.
pub(super) fn working_days_after(calendar: &Calendar, day: Date, days: i64) -> Option<Date> {
    if days == 0 && !calendar.is_working_day(day) {
        return calendar.next_working_day(day);
    }
    (0..days.unsigned_abs()).try_fold(day, |day, _| match days > 0 {
        true => calendar.next_working_day(day),
        false => calendar.previous_working_day(day),
    })
}
