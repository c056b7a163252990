//! For every pair of neighbouring characters, the units that contain it.
//!
//! A term of n characters can only stand where all its n−1 pairs do; of two characters the pair is the term itself.
//! The lists are numbers in ascending order, each written as its distance from the one before.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// The lists by pair. Nothing walks through the map, so its order does not matter.
#[derive(Debug, Default)]
pub(super) struct Postings {
    lists: HashMap<u64, List, BuildHasherDefault<Mix>>,
}

/// Units that may contain all terms, in ascending order.
pub(super) struct Candidates {
    pub(super) units: Vec<u32>,
    /// Whether they do, so that nobody has to look.
    pub(super) certain: bool,
}

#[derive(Debug, Default)]
struct List {
    bytes: Vec<u8>,
    last: u32,
    count: u32,
}

impl Postings {
    /// Adds the pairs of a unit. Units come in ascending order.
    pub(super) fn add(&mut self, unit: u32, text: &str) {
        let mut before = None;
        for c in text.chars() {
            if c == '\n' {
                before = None;
                continue;
            }
            if let Some(first) = before.replace(c) {
                self.lists.entry(pair(first, c)).or_default().push(unit);
            }
        }
    }

    /// The units that contain all pairs of all terms; `None` when no term has a pair.
    pub(super) fn candidates(&self, terms: &[String]) -> Option<Candidates> {
        let mut pairs = BTreeSet::new();
        let mut certain = true;
        for term in terms {
            certain &= term.chars().count() == 2;
            pairs.extend(term.chars().zip(term.chars().skip(1)).map(|(a, b)| pair(a, b)));
        }
        if pairs.is_empty() {
            return None;
        }
        let mut lists = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let Some(list) = self.lists.get(&pair) else {
                return Some(Candidates { units: Vec::new(), certain: true });
            };
            lists.push(list);
        }
        lists.sort_by_key(|list| list.count);
        let mut common: Vec<u32> = lists[0].iter().collect();
        for list in &lists[1..] {
            // Where few are left, looking at each is cheaper than walking through a long list.
            if common.len() * FEW < list.count as usize {
                certain = false;
                break;
            }
            intersect(&mut common, list);
        }
        Some(Candidates { units: common, certain })
    }

    pub(super) fn shrink(&mut self) {
        self.lists.values_mut().for_each(|list| list.bytes.shrink_to_fit());
        self.lists.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        let lists: usize = self.lists.values().map(|list| list.bytes.capacity()).sum();
        lists + self.lists.capacity() * (size_of::<u64>() + size_of::<List>() + 1)
    }
}

/// How much longer a list must be before it is not walked through.
const FEW: usize = 24;

fn pair(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
}

fn intersect(common: &mut Vec<u32>, list: &List) {
    let mut other = list.iter();
    let mut next = other.next();
    common.retain(|unit| {
        while next.is_some_and(|at| at < *unit) {
            next = other.next();
        }
        next == Some(*unit)
    });
}

impl List {
    fn push(&mut self, unit: u32) {
        if self.count > 0 && self.last == unit {
            return;
        }
        let mut distance = if self.count == 0 { unit } else { unit - self.last };
        while distance >= 0x80 {
            self.bytes.push((distance & 0x7F) as u8 | 0x80);
            distance >>= 7;
        }
        self.bytes.push(distance as u8);
        self.last = unit;
        self.count += 1;
    }

    fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let mut at = 0;
        let mut unit = 0_u32;
        std::iter::from_fn(move || {
            let mut distance = 0_u32;
            let mut shift = 0;
            loop {
                let byte = *self.bytes.get(at)?;
                at += 1;
                distance |= u32::from(byte & 0x7F) << shift;
                if byte < 0x80 {
                    break;
                }
                shift += 7;
            }
            unit += distance;
            Some(unit)
        })
    }
}

/// A fast mixer for pairs of characters; nobody chooses them to collide but a text, and a text has few thousands.
#[derive(Debug, Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
