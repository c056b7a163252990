//! Owns the discretion benchmark 裁量基准: a decision table from circumstances to a part of the statutory range, and the proofs
//! that it is one: within the range, total, disjoint, monotone, reaching both ends.
//!
//! # Source
//! 《行政处罚法》第五条第二款、第三十四条; 《优化营商环境条例》第六十条

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::id::BenchmarkId;
use crate::procedure::Label;
use crate::value::Value;

/// The most combinations of circumstances that a benchmark may tell apart.
pub const MOST_CASES: usize = 20_000;

/// A discretion benchmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benchmark {
    /// Identifier.
    pub id: BenchmarkId,
    /// Name.
    pub label: Label,
    /// First day of use.
    pub from: Date,
    /// Last day of use; `None` without end.
    pub until: Option<Date>,
    /// The norms whose penalty it measures.
    pub norms: Vec<String>,
    /// By what it was made.
    pub basis: Vec<String>,
    /// The statutory range.
    pub range: Range,
    /// What is looked at.
    pub factors: Vec<Factor>,
    /// The tiers, lightest first.
    pub tiers: Vec<Tier>,
    /// Why it uses less than the statutory range, if it does.
    pub narrower: Option<String>,
}

/// The statutory range: amounts in fen, or shares of a base in ten-thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: i64,
    /// The most.
    pub most: i64,
    /// For shares: of what.
    pub share_of: Option<Label>,
}

/// A circumstance that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: Label,
    /// Its degrees, lightest first.
    pub degrees: Vec<(String, Label)>,
}

/// A tier: a part of the range, and the cases for which it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: Label,
    /// From, included.
    pub from: i64,
    /// To; included in the highest tier and where it is also the start, else the next tier begins there.
    pub to: i64,
    /// The cases: any of these patterns.
    pub cases: Vec<Pattern>,
}

/// For each factor the degrees that fit.
pub type Pattern = Vec<BTreeSet<usize>>;

/// For each factor the degree that a case has.
pub type Case = Vec<usize>;

/// What keeps a table from being a benchmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// There are more cases than can be looked at one by one.
    TooManyCases(usize),
    /// A tier ends before it begins.
    Backwards(String),
    /// A tier leaves the statutory range.
    OutsideRange(String),
    /// Cases without a tier: the first of them, and how many.
    Uncovered(Case, usize),
    /// Cases in two tiers: the first of them, and the tiers.
    Twice(Case, String, String),
    /// Amounts in two tiers.
    Overlap(String, String),
    /// Amounts between two tiers.
    Gap(String, String),
    /// A graver case in a lighter tier: the lighter case, the graver one.
    NotMonotone(Case, Case),
    /// The lowest tier does not begin where the law does, or the highest does not end there.
    ShortOfRange(String),
}

impl Benchmark {
    /// Whether it is in use on a day.
    pub fn is_in_use(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|last| on <= last)
    }

    /// Everything that keeps it from being a benchmark; empty if nothing does.
    ///
    /// ```
    /// # use yifa_kernel::benchmark::*;
    /// # use yifa_kernel::procedure::Label;
    /// # use jiff::civil::date;
    /// let label = Label { zh: "甲".into(), en: "a".into() };
    /// let tier = |id: &str, from, to, degree| Tier { id: id.into(), label: label.clone(), from, to, cases: vec![vec![[degree].into()]] };
    /// let degrees = vec![("corrected".into(), label.clone()), ("refused".into(), label.clone())];
    /// let mut table = Benchmark {
    ///     id: "b".into(), label: label.clone(), from: date(2026, 1, 1), until: None, norms: vec![], basis: vec![],
    ///     range: Range { least: 0, most: 100, share_of: None },
    ///     factors: vec![Factor { id: "correction".into(), label: label.clone(), degrees }],
    ///     tiers: vec![tier("light", 0, 40, 0), tier("heavy", 40, 100, 1)], narrower: None,
    /// };
    /// assert_eq!(table.flaws(), []);
    /// table.tiers[1].to = 120;
    /// assert_eq!(table.flaws()[0], Flaw::OutsideRange("heavy".into()));
    /// ```
    pub fn flaws(&self) -> Vec<Flaw> {
        let count =
            self.factors.iter().map(|factor| factor.degrees.len()).try_fold(1_usize, usize::checked_mul);
        match count {
            Some(count) if count <= MOST_CASES => {
                let mut flaws = self.flaws_of_amounts();
                flaws.extend(self.flaws_of_cases());
                flaws
            }
            count => vec![Flaw::TooManyCases(count.unwrap_or(usize::MAX))],
        }
    }

    fn flaws_of_amounts(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        for tier in &self.tiers {
            if tier.to < tier.from {
                flaws.push(Flaw::Backwards(tier.id.clone()));
            }
            if tier.from < self.range.least || tier.to > self.range.most {
                flaws.push(Flaw::OutsideRange(tier.id.clone()));
            }
        }
        for pair in self.tiers.windows(2) {
            let [lower, higher] = pair else { continue };
            let both = || (lower.id.clone(), higher.id.clone());
            // A tier of one amount includes it; the next one then begins above.
            let reaches = if lower.from == lower.to { lower.to + 1 } else { lower.to };
            if higher.from < reaches {
                let (lower, higher) = both();
                flaws.push(Flaw::Overlap(lower, higher));
            } else if higher.from > reaches {
                let (lower, higher) = both();
                flaws.push(Flaw::Gap(lower, higher));
            }
        }
        if self.narrower.is_none() {
            let lowest = self.tiers.first().filter(|tier| tier.from > self.range.least);
            let highest = self.tiers.last().filter(|tier| tier.to < self.range.most);
            flaws.extend(lowest.into_iter().chain(highest).map(|tier| Flaw::ShortOfRange(tier.id.clone())));
        }
        flaws
    }

    fn flaws_of_cases(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let mut uncovered: Option<(Case, usize)> = None;
        let mut tiers: BTreeMap<Case, usize> = BTreeMap::new();
        for case in self.cases() {
            let mut fits = (0..self.tiers.len()).filter(|at| self.tiers[*at].fits(&case));
            match (fits.next(), fits.next()) {
                (None, _) => match &mut uncovered {
                    Some((_, count)) => *count += 1,
                    none => *none = Some((case, 1)),
                },
                (Some(first), second) => {
                    if let Some(second) =
                        second.filter(|_| !flaws.iter().any(|one| matches!(one, Flaw::Twice(..))))
                    {
                        let ids = (self.tiers[first].id.clone(), self.tiers[second].id.clone());
                        flaws.push(Flaw::Twice(case.clone(), ids.0, ids.1));
                    }
                    tiers.insert(case, first);
                }
            }
        }
        flaws.extend(uncovered.map(|(case, count)| Flaw::Uncovered(case, count)));
        flaws.extend(self.not_monotone(&tiers));
        flaws
    }

    /// It is enough to compare each case with those that are graver by one degree of one factor.
    fn not_monotone(&self, tiers: &BTreeMap<Case, usize>) -> Option<Flaw> {
        tiers.iter().find_map(|(case, tier)| {
            (0..case.len()).find_map(|factor| {
                let mut graver = case.clone();
                graver[factor] += 1;
                let lighter = tiers.get(&graver).is_some_and(|other| other < tier);
                lighter.then(|| Flaw::NotMonotone(case.clone(), graver))
            })
        })
    }

    /// Every combination of circumstances.
    fn cases(&self) -> Vec<Case> {
        let mut all = vec![Vec::new()];
        for factor in &self.factors {
            let longer = |case: &Case| {
                let case = case.clone();
                (0..factor.degrees.len()).map(move |degree| {
                    let mut case = case.clone();
                    case.push(degree);
                    case
                })
            };
            all = all.iter().flat_map(longer).collect();
        }
        all
    }

    /// The case that recorded circumstances make: factor and degree by their identifiers or Chinese names.
    ///
    /// # Errors
    /// The factor that is not recorded, or not with one of its degrees.
    pub fn case_of(&self, recorded: &BTreeMap<String, String>) -> Result<Case, &Factor> {
        let named = |id: &str, label: &Label, text: &str| text == id || text == label.zh || text == label.en;
        let degree = |factor: &Factor| {
            let found = recorded.iter().find(|(name, _)| named(&factor.id, &factor.label, name))?;
            factor.degrees.iter().position(|(id, label)| named(id, label, found.1))
        };
        self.factors.iter().map(|factor| degree(factor).ok_or(factor)).collect()
    }

    /// The tier of a case.
    pub fn tier_of(&self, case: &[usize]) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.fits(case))
    }

    /// A case in words: `场所：人员密集场所，改正：拒不改正`.
    pub fn told(&self, case: &[usize]) -> Label {
        let each = || {
            let pairs = self.factors.iter().zip(case);
            pairs.filter_map(|(factor, degree)| Some((&factor.label, &factor.degrees.get(*degree)?.1)))
        };
        let zh: Vec<String> =
            each().map(|(factor, degree)| format!("{}：{}", factor.zh, degree.zh)).collect();
        let en: Vec<String> =
            each().map(|(factor, degree)| format!("{}: {}", factor.en, degree.en)).collect();
        Label { zh: zh.join("，"), en: en.join(", ") }
    }

    /// An amount of it as a value: money, or a share.
    pub fn value(&self, amount: i64) -> Value {
        match self.range.share_of {
            None => Value::Money(amount),
            Some(_) => Value::Decimal(amount),
        }
    }
}

impl Factor {
    /// Its name with the degrees from which to choose: `改正（限期内自行拆除、拒不拆除）`.
    pub fn told(&self) -> Label {
        let zh: Vec<&str> = self.degrees.iter().map(|(_, label)| label.zh.as_str()).collect();
        let en: Vec<&str> = self.degrees.iter().map(|(_, label)| label.en.as_str()).collect();
        Label {
            zh: format!("{}（{}）", self.label.zh, zh.join("、")),
            en: format!("{} ({})", self.label.en, en.join(", ")),
        }
    }
}

impl Tier {
    /// Whether a case is meant by it.
    pub fn fits(&self, case: &[usize]) -> bool {
        let fits = |pattern: &Pattern| case.iter().zip(pattern).all(|(degree, all)| all.contains(degree));
        self.cases.iter().any(fits)
    }
}
