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
//! | `{party}` `{citizen}` `{firm}` | a party, written as a step writes one |
//! | `{pick:a\|b\|c}` `{nth:a\|b\|c}` | one by chance; one in turn |
//! | `{round:a\|b\|c}` | one in turn, counted for each body |
//! | `{by:urban=a\|market=b\|c}` | the one of the body, else the last |
//! | `{int:2-9}` `{yuan:200-2000}` | a number; money in steps of 50 yuan |
//! | `{once:fine=yuan:200-2000}` `{once:fine}` | kept under a name; the same again |

use jiff::ToSpan;
use jiff::civil::Date;
use rand::RngExt;
use rand::rngs::StdRng;
use yifa_law::calendar::Calendar;

use super::cast;

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
    kept: Vec<(String, String)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(
        n: u32,
        round: u32,
        body: String,
        day: Date,
        chance: StdRng,
        calendar: &'a Calendar,
    ) -> Self {
        Self { n, round, body, day, chance, calendar, kept: Vec::new() }
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
        if let Some((kind, rest)) = place.split_once(':') {
            return self.choice(kind, rest);
        }
        match place {
            "body" => return Some(self.body.clone()),
            "party" if self.chance.random_bool(0.5) => return Some(cast::citizen(&mut self.chance)),
            "party" | "firm" => return Some(cast::firm(&mut self.chance)),
            "citizen" => return Some(cast::citizen(&mut self.chance)),
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
            "day" => self.day.checked_add(shift.days()).ok().map(|day| day.to_string()),
            "workday" => working_days_after(self.calendar, self.day, shift).map(|day| day.to_string()),
            _ => None,
        }
    }

    fn choice(&mut self, kind: &str, rest: &str) -> Option<String> {
        let all: Vec<&str> = rest.split('|').collect();
        match kind {
            "pick" => Some(all[self.chance.random_range(0..all.len())].to_owned()),
            "nth" => Some(all[(self.n as usize - 1) % all.len()].to_owned()),
            "round" => Some(all[(self.round as usize - 1) % all.len()].to_owned()),
            "by" => {
                let own = all.iter().find_map(|one| one.strip_prefix(&self.body)?.strip_prefix('='));
                own.or(all.last().copied()).map(str::to_owned)
            }
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

    fn between(&mut self, range: &str) -> Option<i64> {
        let (from, to) = range.split_once('-')?;
        let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to).then(|| self.chance.random_range(from..=to))
    }
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
