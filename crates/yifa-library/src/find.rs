//! Names and numbers → instruments.

use crate::instrument::Instrument;
use jiff::civil::Date;
use std::collections::BTreeMap;
use yifa_law::citation::{Fit, ResolvedInstrument, SaidVersion};
use yifa_law::docnumber::DocumentNumber;
use yifa_law::instrument::normalise_title;

/// What a name leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// One instrument, by its index and itself.
    One(usize, &'a Instrument),
    /// Several have the name, and the day does not decide: a person does.
    Several(Vec<usize>),
    /// None known here.
    Unknown,
}

impl<'a> Found<'a> {
    /// The index of the instrument, when there is one.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::One(index, _) => Some(*index),
            Self::Several(_) | Self::Unknown => None,
        }
    }

    /// The instrument, when there is one.
    pub fn one(&self) -> Option<&'a Instrument> {
        match self {
            Self::One(_, instrument) => Some(instrument),
            Self::Several(_) | Self::Unknown => None,
        }
    }
}

/// The index of names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    exact: BTreeMap<String, Vec<usize>>,
    /// Names that count only when no title is the same: the title inside 关于印发〈…〉的通知, a title without its maker.
    weak: BTreeMap<String, Vec<usize>>,
    numbers: BTreeMap<DocumentNumber, Vec<usize>>,
}

impl Names {
    pub(crate) fn enter(&mut self, index: usize, name: &str) {
        push(self.exact.entry(normalise_title(name)).or_default(), index);
    }

    pub(crate) fn enter_weak(&mut self, index: usize, name: &str) {
        push(self.weak.entry(normalise_title(name)).or_default(), index);
    }

    pub(crate) fn enter_number(&mut self, index: usize, number: &DocumentNumber) {
        push(self.numbers.entry(number.clone()).or_default(), index);
    }

    /// All that have a name. （试行） at its end is left off when nothing has it with it.
    pub(crate) fn named(&self, name: &str) -> &[usize] {
        self.normalised(&normalise_title(name))
    }

    fn normalised(&self, name: &str) -> &[usize] {
        let exact = self.exact.get(name).or_else(|| self.exact.get(without_trial(name)));
        exact.or_else(|| self.weak.get(name)).map_or(&[][..], Vec::as_slice)
    }

    pub(crate) fn numbered(&self, number: &DocumentNumber) -> &[usize] {
        self.numbers.get(number).map_or(&[][..], Vec::as_slice)
    }

    /// The longest known end of a name that was written without 《》.
    fn ending(&self, name: &str) -> &[usize] {
        let name = normalise_title(name);
        let ends = name.char_indices().map(|(at, _)| &name[at..]).filter(|end| end.chars().count() > 1);
        ends.map(|end| self.exact.get(end).map_or(&[][..], Vec::as_slice))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// All that a citation may mean: by number first, then by title.
    pub(crate) fn meant(&self, instrument: &ResolvedInstrument, quoted: bool) -> &[usize] {
        match instrument {
            ResolvedInstrument::Own => &[],
            ResolvedInstrument::Numbered(number) => self.numbered(number),
            ResolvedInstrument::Titled { title, number } => {
                let by_number = number.as_ref().map_or(&[][..], |number| self.numbered(number));
                let by_name = if by_number.len() == 1 { by_number } else { self.named(title) };
                if by_name.is_empty() && !quoted { self.ending(title) } else { by_name }
            }
        }
    }
}

fn push(indices: &mut Vec<usize>, index: usize) {
    if !indices.contains(&index) {
        indices.push(index);
    }
}

/// A title without （试行） or （暂行） at its end.
fn without_trial(title: &str) -> &str {
    ["（试行）", "（暂行）"].iter().find_map(|end| title.strip_suffix(end)).unwrap_or(title)
}

/// Of several, the one with a version that a citation says; one that says none is for [`choose`]. A year that fits none
/// of several decides nothing.
pub(crate) fn choose_said<'a>(
    instruments: &'a [Instrument],
    among: &[usize],
    on: Date,
    said: Option<&SaidVersion>,
) -> Found<'a> {
    let (Some(said), [_, _, ..]) = (said, among) else { return choose(instruments, among, on) };
    let fit = |index: usize| instruments[index].version_said(said).map_or(Fit::No, |(_, fit)| fit);
    let best = among.iter().map(|index| fit(*index)).max().unwrap_or(Fit::No);
    match among.iter().copied().filter(|index| fit(*index) == best).collect::<Vec<_>>()[..] {
        [only] if best > Fit::No => Found::One(only, &instruments[only]),
        _ => Found::Several(among.to_vec()),
    }
}

/// Of several, the one in force on a day; when none is, the one that took effect last before it.
pub(crate) fn choose<'a>(instruments: &'a [Instrument], among: &[usize], on: Date) -> Found<'a> {
    let one = |index: usize| Found::One(index, &instruments[index]);
    match among {
        [] => return Found::Unknown,
        [only] => return one(*only),
        _ => {}
    }
    let known: Vec<usize> =
        among.iter().copied().filter(|index| !instruments[*index].versions().is_empty()).collect();
    let alive: Vec<usize> =
        known.iter().copied().filter(|index| instruments[*index].standing_on(on).may_hold()).collect();
    if let [only] = alive[..] {
        return one(only);
    }
    if alive.is_empty() {
        let begun = known.iter().filter_map(|index| {
            let version = instruments[*index].governing(on)?;
            Some((version.starts()?, *index))
        });
        if let Some((_, last)) = begun.max() {
            return one(last);
        }
        if let [only] = known[..] {
            return one(only);
        }
    }
    Found::Several(if alive.is_empty() { among.to_vec() } else { alive })
}
