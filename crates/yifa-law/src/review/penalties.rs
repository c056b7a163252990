//! C09, L02–L05: penalties. A normative document sets none; a rule sets warnings, public criticism and fines within
//! the cap and, where an upper law has a range, within that.
//!
//! To restate with its article what the law lays down is no setting: an article that cites another instrument, or a
//! sentence that leaves it to “the law”, is passed over, but its sums are compared with those of the cited article.

use super::amounts::{Fine, Unit, fines, yuan};
use super::reading::{Reading, Sentence, Unit as Article};
use super::words::{is_turned, pattern, refers_elsewhere};
use super::{Check, Finding, Kind, Says, Severity};
use crate::place::Place;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Penalties that a rule may not set.
static HEAVY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "没收[^，。；、的]{1,16}|(吊销|暂扣)[^，。；]{0,16}(证|执照|证书|证件|资质|资格|许可|牌照)|责令[^，。；]{0,10}(停产|停业|关闭)|(处以?|给予|予以)[^，。；]{0,16}拘留|由[^，。；]{2,12}(机关|部门|局)拘留|取消[^，。；、]{0,8}(营业执照|许可证|执业证书?)|(禁止|限制)[^，。；]{0,10}从业|降低资质等级",
    )
});
/// Detention is for the police, under a law; 依法 alone before it names none.
static DETENTION: LazyLock<Regex> =
    LazyLock::new(|| pattern("由[^，。；]{2,12}(机关|部门|局)依法(处以?|予以|给予)?[^，。；]{0,8}拘留"));
static LIGHT: LazyLock<Regex> =
    LazyLock::new(|| pattern("(给予|予以|处以?)[^，。；]{0,8}警告|(给予|予以)[^，。；]{0,6}通报批评"));
static FINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(处以?|并处|可处|课以|给予|责令)[^，。；]{0,24}罚款|(并?处以?|可处|单处)[^，。；罚]{1,24}罚金|罚款[^，。；]{0,4}[0-9一二三四五六七八九十百千万两]+元",
    )
});

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    for (unit, sentence) in reading.sentences() {
        match reading.kind {
            Kind::NormativeDocument => normative(reading, unit, sentence, found),
            Kind::GovernmentRule | Kind::ProvincialRule => rule(reading, unit, sentence, found),
            // A ministry's reviewer has other rules than this linter's.
            Kind::DepartmentRule | Kind::Legislation => return,
        }
    }
}

fn normative(reading: &Reading<'_>, unit: &Article<'_>, sentence: &Sentence<'_>, found: &mut Vec<Finding>) {
    let detains =
        sets(sentence, &DETENTION).next().filter(|_| !cites(reading, sentence) && !unit.cites_other);
    if let Some(span) = detains {
        let words = &sentence.text()[span.clone()];
        found.push(
            Finding::new(Check::SetsPenalty, Severity::Hard, sentence.locate(span.clone()), Says::Penalty)
                .with("words", words),
        );
        return;
    }
    if restates(reading, unit, sentence) {
        outside(reading, unit, sentence, Check::SetsPenalty, Says::PenaltyInNormative, found);
        return;
    }
    // A fine beside a revocation is two penalties, each with its place; a warning is told when it stands alone.
    let mut set: Vec<_> = sets(sentence, &FINE).next().into_iter().chain(sets(sentence, &HEAVY)).collect();
    if set.is_empty() {
        set.extend(sets(sentence, &LIGHT).next());
    }
    for span in set {
        let words = sentence.text()[span.clone()].to_owned();
        found.push(
            Finding::new(Check::SetsPenalty, Severity::Hard, sentence.locate(span), Says::Penalty)
                .with("words", words),
        );
    }
}

fn rule(reading: &Reading<'_>, unit: &Article<'_>, sentence: &Sentence<'_>, found: &mut Vec<Finding>) {
    let restates = restates(reading, unit, sentence);
    if restates {
        outside(reading, unit, sentence, Check::RuleFineRange, Says::OutsideUpper, found);
    } else {
        for span in sets(sentence, &HEAVY) {
            let words = sentence.text()[span.clone()].to_owned();
            found.push(
                Finding::new(
                    Check::RulePenaltyKind,
                    Severity::Hard,
                    sentence.locate(span),
                    Says::PenaltyKind,
                )
                .with("words", words),
            );
        }
    }
    if sets(sentence, &FINE).next().is_none() {
        return;
    }
    for fine in fines(sentence.text()) {
        ratio(reading, sentence, &fine, found);
        if reading.kind.is_local_rule() && !restates {
            cap(reading, sentence, &fine, found);
        }
    }
}

/// Whether the sentence takes its penalty from elsewhere.
fn restates(reading: &Reading<'_>, unit: &Article<'_>, sentence: &Sentence<'_>) -> bool {
    cites(reading, sentence)
        || refers_elsewhere(sentence.text())
        || (unit.cites_other && unit.sentences.len() < 8)
}

/// Whether the sentence cites another instrument.
fn cites(reading: &Reading<'_>, sentence: &Sentence<'_>) -> bool {
    let span = sentence.span();
    reading.cited.iter().any(|cited| cited.other().is_some() && span.contains(&cited.citation.span.start))
}

/// Where a sentence sets penalties: not where it speaks of one (吊销许可证的决定, 被处罚款的, 不予处罚).
fn sets<'s>(sentence: &'s Sentence<'_>, pattern: &'s Regex) -> impl Iterator<Item = Range<usize>> + 's {
    let text = sentence.text();
    let found = pattern.find_iter(text).filter(|found| {
        let (before, after) = sentence.around(&found.range());
        let sum = found.as_str().ends_with("罚金") && after.starts_with('额');
        let condition = after.trim_end_matches(['。', '；']).ends_with('的') || after.contains("决定");
        let named = ["等处罚", "的处罚种类", "的标准", "的程序", "的依据", "数额", "幅度", "听证"]
            .iter()
            .any(|word| after.contains(word));
        !condition && !named && !sum && !is_turned(before, &["被", "受到", "拟", "已", "申请", "超过", "作出"])
            // 加处罚款 makes somebody pay, it punishes nobody again: C11.
            && !before.ends_with('加')
    });
    found.map(|found| found.range())
}

/// Sums outside the range that the cited article gives.
fn outside(
    reading: &Reading<'_>,
    unit: &Article<'_>,
    sentence: &Sentence<'_>,
    check: Check,
    says: Says,
    found: &mut Vec<Finding>,
) {
    let ours = fines(sentence.text());
    if ours.is_empty() {
        return;
    }
    let Some((cited, theirs)) = upper(reading, unit) else { return };
    for fine in ours {
        let comparable: Vec<&Fine> = theirs.iter().filter(|upper| upper.unit == fine.unit).collect();
        let inside = comparable.iter().any(|upper| upper.from <= fine.from && fine.to <= upper.to);
        if comparable.is_empty() || inside {
            continue;
        }
        let range: Vec<String> = comparable.iter().map(|upper| upper.shown()).collect();
        found.push(
            Finding::new(check, Severity::Hard, sentence.locate(fine.span.clone()), says)
                .with("words", &sentence.text()[fine.span.clone()])
                .with("cited", &cited)
                .with("range", range.join("、")),
        );
    }
}

/// The fines of all articles that a unit cites, when their texts are at hand.
fn upper(reading: &Reading<'_>, unit: &Article<'_>) -> Option<(String, Vec<Fine>)> {
    let corpus = reading.corpus;
    let (mut names, mut all) = (Vec::new(), Vec::new());
    for cited in &reading.cited {
        if !unit.span.contains(&cited.citation.span.start) {
            continue;
        }
        let (Some(resolved), [key]) = (cited.other(), cited.found.as_slice()) else { continue };
        let version = corpus.version_on(*key, reading.on)?;
        // An instrument cited as a whole may hold any sum.
        if resolved.places.is_empty() {
            return None;
        }
        for range in &resolved.places {
            if range.to.is_some() {
                return None;
            }
            let words = corpus.words_of(version, &Place::article(range.from.article))?;
            all.extend(words.split('。').flat_map(fines));
            names.push(format!("《{}》{}", corpus.title(*key), range.from.article));
        }
    }
    (!all.is_empty()).then(|| (names.join("、"), all))
}

fn ratio(reading: &Reading<'_>, sentence: &Sentence<'_>, fine: &Fine, found: &mut Vec<Finding>) {
    let most = &reading.parameters.fine_ratio;
    if fine.from == 0 || fine.to <= fine.from.saturating_mul(most.value) {
        return;
    }
    let ratio = fine.to / fine.from;
    found.push(
        Finding::new(
            Check::RuleFineRatio,
            Severity::MustAnswer,
            sentence.locate(fine.span.clone()),
            Says::Ratio,
        )
        .with("words", &sentence.text()[fine.span.clone()])
        .with("ratio", ratio)
        .with("most", most.value),
    );
}

fn cap(reading: &Reading<'_>, sentence: &Sentence<'_>, fine: &Fine, found: &mut Vec<Finding>) {
    let Some(cap) = reading.parameters.cap_for(&reading.title()) else { return };
    let ordinary = cap.ordinary_yuan.saturating_mul(100);
    if fine.unit != Unit::Fen || fine.to <= ordinary {
        return;
    }
    // Between the two caps the matter decides, which a person must say.
    let beyond = fine.to > cap.special_yuan.saturating_mul(100);
    let severity = if beyond && cap.verified { Severity::Hard } else { Severity::MustAnswer };
    found.push(
        Finding::new(Check::RuleFineCap, severity, sentence.locate(fine.span.clone()), Says::AboveCap)
            .with("words", &sentence.text()[fine.span.clone()])
            .with("cap", format!("{} / {}元", yuan(ordinary), cap.special_yuan))
            .with("province", &cap.province)
            .with("source", &cap.source),
    );
}
