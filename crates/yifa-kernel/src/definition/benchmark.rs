//! Owns the compiling of discretion benchmarks 裁量基准: names resolved, amounts read, and the table proved.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range as Bytes;

use super::cite::{Library, cited};
use super::diagnostic::Diagnostic;
use super::parsed::In;
use super::raw::{At, BasisClass, BenchmarkFactor, BenchmarkFile, BenchmarkTier, OneOrMany};
use super::written;
use crate::benchmark::{Benchmark, Factor, Flaw, MOST_CASES, Pattern, Range, Tier};
use crate::guard::{Expr, Parsed, parse};
use crate::id::BenchmarkId;
use crate::procedure::Label;
use crate::value::Value;

/// One benchmark; its flaws are faults like any other.
pub(super) fn benchmark(
    raw: &In<BenchmarkFile>,
    library: &Library,
    faults: &mut Vec<Diagnostic>,
) -> Option<Benchmark> {
    let mut reader = Reader { file: &raw.file, faults, whole: raw.it.id.span() };
    let it = &raw.it;
    let from = reader.read(it.from.span(), written::day(it.from.get_ref()))?;
    let until = match &it.until {
        Some(day) => Some(reader.read(day.span(), written::day(day.get_ref()))?),
        None => None,
    };
    let shares = it.range.of.is_some();
    let least = reader.amount(&it.range.least, shares)?;
    let most = reader.amount(&it.range.most, shares)?;
    let factors: Vec<Factor> = it.factor.iter().map(factor).collect();
    reader.doubled(it.factor.iter().map(|one| &one.id));
    reader.doubled(it.tier.iter().map(|one| &one.id));
    let tiers: Option<Vec<Tier>> = it.tier.iter().map(|one| reader.tier(one, &factors, shares)).collect();
    let label = |zh: &str, en: &str| Label { zh: zh.to_owned(), en: en.to_owned() };
    let benchmark = Benchmark {
        id: BenchmarkId::new(it.id.get_ref()),
        label: label(&it.title, &it.en),
        from,
        until,
        norms: it.norm.get_ref().0.clone(),
        basis: it.basis.get_ref().0.clone(),
        range: Range { least, most, share_of: it.range.of.as_ref().map(|of| label(&of.title, &of.en)) },
        factors,
        tiers: tiers?,
        narrower: it.narrower.clone(),
    };
    reader.norms(&it.norm, &benchmark, library);
    if it.class < BasisClass::LocalPractice {
        reader.norms(&it.basis, &benchmark, library);
    }
    reader.prove(it, &benchmark);
    Some(benchmark)
}

fn factor(raw: &BenchmarkFactor) -> Factor {
    let label = |zh: &str, en: &str| Label { zh: zh.to_owned(), en: en.to_owned() };
    let degrees = raw.degrees.iter().map(|one| (one.id.clone(), label(&one.title, &one.en)));
    Factor { id: raw.id.get_ref().clone(), label: label(&raw.title, &raw.en), degrees: degrees.collect() }
}

struct Reader<'a> {
    file: &'a str,
    faults: &'a mut Vec<Diagnostic>,
    whole: Bytes<usize>,
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, span: Bytes<usize>, says: impl Into<String>) {
        self.faults.push(Diagnostic::new(code, self.file, span, says));
    }

    fn read<T>(&mut self, span: Bytes<usize>, read: Result<T, String>) -> Option<T> {
        read.map_err(|says| self.fault("D1201", span, says)).ok()
    }

    /// Fen, or a share in ten-thousandths.
    fn amount(&mut self, text: &At<String>, share: bool) -> Option<i64> {
        let value = match parse(text.get_ref()) {
            Ok(Expr { node: Parsed::Literal(value), .. }) => Some(value),
            _ => None,
        };
        let found = match (value, share) {
            (Some(Value::Money(fen)), false) => Some(fen),
            (Some(value @ (Value::Decimal(_) | Value::Int(_))), true) => value.scaled(),
            _ => None,
        };
        if found.is_none() {
            let wanted = if share { "a share: `5 percent`" } else { "an amount: `2000yuan`" };
            self.fault("D1201", text.span(), format!("`{}` is not {wanted}", text.get_ref()));
        }
        found
    }

    fn doubled<'b>(&mut self, ids: impl Iterator<Item = &'b At<String>>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id.get_ref().clone()) {
                self.fault("D1201", id.span(), format!("`{}` is used twice", id.get_ref()));
            }
        }
    }

    fn tier(&mut self, raw: &BenchmarkTier, factors: &[Factor], shares: bool) -> Option<Tier> {
        let from = self.amount(&raw.from, shares)?;
        let to = self.amount(&raw.to, shares)?;
        let cases: Option<Vec<Pattern>> =
            raw.when.iter().map(|one| self.pattern(raw.id.span(), one, factors)).collect();
        let label = Label { zh: raw.title.clone(), en: raw.en.clone() };
        Some(Tier { id: raw.id.get_ref().clone(), label, from, to, cases: cases? })
    }

    /// A factor that is not named fits with every degree.
    fn pattern(
        &mut self,
        span: Bytes<usize>,
        raw: &BTreeMap<String, OneOrMany>,
        factors: &[Factor],
    ) -> Option<Pattern> {
        let unknown = raw.keys().find(|name| !factors.iter().any(|factor| factor.id == **name));
        if let Some(name) = unknown {
            self.fault("D1201", span, format!("there is no factor `{name}`"));
            return None;
        }
        let of = |factor: &Factor| -> Result<BTreeSet<usize>, String> {
            let Some(named) = raw.get(&factor.id) else { return Ok((0..factor.degrees.len()).collect()) };
            let degree = |name: &String| {
                let found = factor.degrees.iter().position(|(id, _)| id == name);
                found.ok_or_else(|| format!("`{}` has no degree `{name}`", factor.id))
            };
            named.0.iter().map(degree).collect()
        };
        let all: Result<Pattern, String> = factors.iter().map(of).collect();
        self.read(span, all)
    }

    /// The norms are known, in force when the benchmark begins, and have the article.
    fn norms(&mut self, norms: &At<OneOrMany>, benchmark: &Benchmark, library: &Library) {
        for text in &norms.get_ref().0 {
            let all = cited(text);
            if all.is_empty() {
                self.fault("D1205", norms.span(), format!("`{text}` names no instrument"));
            }
            for one in all {
                let Some(version) = library.on(&one.title, benchmark.from) else {
                    let says = format!("《{}》 is not in force on {}", one.title, benchmark.from);
                    self.fault("D1205", norms.span(), says);
                    continue;
                };
                let missing = |no: &&String| !version.facts.article.iter().any(|gist| gist.no == **no);
                if let Some(no) = one.articles.iter().find(missing) {
                    let says = format!("article {no} of 《{}》 is not among its facts", one.title);
                    self.fault("D1205", norms.span(), says);
                }
            }
        }
    }

    fn prove(&mut self, raw: &BenchmarkFile, benchmark: &Benchmark) {
        let named =
            |id: &str| raw.tier.iter().find(|tier| tier.id.get_ref() == id).map(|tier| tier.id.span());
        let english = |label: &Label| -> String { label.en.clone() };
        let case = |case: &[usize]| {
            let each = benchmark.factors.iter().zip(case).map(|(factor, degree)| {
                let degree = factor.degrees.get(*degree).map_or("", |(id, _)| id.as_str());
                format!("{} = {degree}", factor.id)
            });
            each.collect::<Vec<_>>().join(", ")
        };
        let whole = self.whole.clone();
        let at = |id: &str| named(id).unwrap_or_else(|| whole.clone());
        for flaw in benchmark.flaws() {
            let (code, span, says) = match &flaw {
                Flaw::TooManyCases(count) => {
                    ("D1203", whole.clone(), format!("{count} cases are more than {MOST_CASES}"))
                }
                Flaw::Backwards(tier) => ("D1202", at(tier), format!("`{tier}` ends before it begins")),
                Flaw::OutsideRange(tier) => {
                    ("D1202", at(tier), format!("`{tier}` leaves the range that the law gives"))
                }
                Flaw::ShortOfRange(tier) => {
                    ("D1202", at(tier), format!("`{tier}` stops short of the range that the law gives"))
                }
                Flaw::Overlap(lower, higher) => {
                    ("D1202", at(higher), format!("amounts lie in `{lower}` and in `{higher}`"))
                }
                Flaw::Gap(lower, higher) => {
                    ("D1202", at(higher), format!("amounts between `{lower}` and `{higher}` lie in no tier"))
                }
                Flaw::Uncovered(first, count) => (
                    "D1203",
                    whole.clone(),
                    format!("{count} cases have no tier, the first is {}", case(first)),
                ),
                Flaw::Twice(first, one, other) => {
                    ("D1203", at(other), format!("`{one}` and `{other}` both fit {}", case(first)))
                }
                Flaw::NotMonotone(lighter, graver) => {
                    let says =
                        format!("{} is graver than {}, but its tier is lighter", case(graver), case(lighter));
                    ("D1204", whole.clone(), says)
                }
            };
            let help = match &flaw {
                Flaw::ShortOfRange(_) => Some("say why in `narrower`, if it is meant".to_owned()),
                Flaw::Overlap(..) => {
                    Some("a tier ends where the next begins: that amount belongs to the next".to_owned())
                }
                Flaw::OutsideRange(_) => Some(format!(
                    "the range of {} is {} to {}",
                    english(&benchmark.label),
                    benchmark.value(benchmark.range.least),
                    benchmark.value(benchmark.range.most)
                )),
                _ => None,
            };
            let mut fault = Diagnostic::new(code, self.file, span, says);
            fault.help = help;
            self.faults.push(fault);
        }
    }
}
