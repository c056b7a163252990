//! Which numbers of a series are missing.

use super::series_of;
use jiff::civil::Date;
use std::collections::BTreeMap;
use yifa_law::docnumber::DocumentNumber;

/// A number that is somewhere: used, classed, void, secret, or explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The number.
    pub number: DocumentNumber,
    /// Where it is kept.
    pub place: String,
    /// Whose it is, in the word of whoever keeps it.
    pub maker: String,
    /// The day it was given.
    pub day: Option<Date>,
}

/// Numbers that follow one another and are nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// 某府发.
    pub mark: String,
    /// The year.
    pub year: u16,
    /// The first missing number.
    pub from: u32,
    /// The last.
    pub to: u32,
    /// The number before, where there is one: a run without is what the book lacks from its beginning.
    pub before: Option<Numbered>,
    /// The number after.
    pub after: Numbered,
}

impl Run {
    /// How many numbers.
    pub fn count(&self) -> u32 {
        self.to - self.from + 1
    }

    /// The numbers as documents would bear them: 某府发〔2026〕3—5号.
    pub fn written(&self) -> String {
        let (mark, year, from, to) = (&self.mark, self.year, self.from, self.to);
        if from == to {
            format!("{mark}〔{year}〕{from}号")
        } else {
            format!("{mark}〔{year}〕{from}—{to}号")
        }
    }
}

/// The numbers from 1 to the highest that are nowhere, series by series (mark and year). Orders run on over the years and
/// masked years name no series: neither is looked at.
pub fn gaps(numbers: &[Numbered]) -> Vec<Run> {
    let mut series: BTreeMap<(&str, u16), BTreeMap<u32, &Numbered>> = BTreeMap::new();
    for one in numbers {
        if let Some((mark, year, serial)) = series_of(&one.number) {
            series.entry((mark, year)).or_default().entry(serial).or_insert(one);
        }
    }
    let mut runs = Vec::new();
    for ((mark, year), known) in series {
        let mut before: Option<(u32, &Numbered)> = None;
        for (serial, one) in known {
            let next = before.map_or(1, |(last, _)| last + 1);
            if serial > next {
                runs.push(Run {
                    mark: mark.to_owned(),
                    year,
                    from: next,
                    to: serial - 1,
                    before: before.map(|(_, one)| one.clone()),
                    after: one.clone(),
                });
            }
            before = Some((serial, one));
        }
    }
    runs
}
