//! Fines as they are written: 一千元以上五千元以下, 200元以下, 违法所得一倍以上三倍以下, 处五百元罚款.

use super::words::pattern;
use crate::numeral;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A fine in a text, in the unit in which it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fine {
    /// The lowest; 0 when only the highest is written.
    pub(super) from: u64,
    /// The highest.
    pub(super) to: u64,
    pub(super) unit: Unit,
    /// Its bytes in the text searched.
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Hundredths of a yuan.
    Fen,
    /// Hundredths of a multiple of something.
    Times,
}

const NUMBER: &str = "[0-9.,一二三四五六七八九十百千万亿零〇两]+";

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "({NUMBER})(元|倍)?(?:人民币)?以上(?:至)?[^，。；0-9一二三四五六七八九十百千万两]{{0,6}}({NUMBER})(元|倍)(?:人民币)?以下"
    ))
});
static UPPER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("({NUMBER})(元|倍)(?:人民币)?以下")));
static EXACT: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("({NUMBER})(元|倍)(?:人民币)?的?罚款|罚款(?:人民币)?({NUMBER})(元)")));

/// The fines of a sentence. Sums that are no fines (补助一千元以下) do not count: 罚款 must follow in the same clause,
/// or stand before in it.
pub(super) fn fines(text: &str) -> Vec<Fine> {
    let mut found: Vec<Fine> = Vec::new();
    for captures in RANGE.captures_iter(text) {
        let unit = captures.get(2).or(captures.get(4)).map_or("", |unit| unit.as_str());
        take(text, captures.get(0), captures.get(1), captures.get(3), unit, &mut found);
    }
    for captures in UPPER.captures_iter(text) {
        let unit = captures.get(2).map_or("", |unit| unit.as_str());
        take(text, captures.get(0), None, captures.get(1), unit, &mut found);
    }
    for captures in EXACT.captures_iter(text) {
        let (number, unit) = (captures.get(1).or(captures.get(3)), captures.get(2).or(captures.get(4)));
        take(text, captures.get(0), number, number, unit.map_or("", |unit| unit.as_str()), &mut found);
    }
    found.sort_by_key(|fine| fine.span.start);
    found
}

fn take(
    text: &str,
    whole: Option<regex::Match<'_>>,
    from: Option<regex::Match<'_>>,
    to: Option<regex::Match<'_>>,
    unit: &str,
    found: &mut Vec<Fine>,
) {
    let (Some(whole), Some(to)) = (whole, to) else { return };
    let inside = |fine: &Fine| fine.span.start < whole.end() && whole.start() < fine.span.end;
    if found.iter().any(inside) || !is_fine(text, &whole.range()) {
        return;
    }
    let unit = if unit == "倍" { Unit::Times } else { Unit::Fen };
    let Some(to) = hundredths(to.as_str()) else { return };
    let from = from.map_or(Some(0), |from| hundredths(from.as_str()));
    if let Some(from) = from {
        found.push(Fine { from, to, unit, span: whole.range() });
    }
}

/// 罚款 in the clause of the sum; 处…元以下的罚款, 罚款额为….
fn is_fine(text: &str, span: &Range<usize>) -> bool {
    let after = text[span.end..].split(['，', '；', '。']).next().unwrap_or_default();
    let before = text[..span.start].rsplit(['，', '；', '。']).next().unwrap_or_default();
    text[span.clone()].contains("罚款") || after.contains("罚款") || before.contains("罚款")
}

/// A number in hundredths: 1.5万, 三千, 两万.
pub(super) fn hundredths(text: &str) -> Option<u64> {
    let text: String = text.chars().filter(|c| *c != ',').collect();
    let Some((whole, rest)) = text.split_once('.') else {
        return numeral::parse(&text).ok()?.checked_mul(100);
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, unit) = rest.split_at(digits);
    let factor = match unit {
        "" => 1,
        "千" => 1_000,
        "万" => 10_000,
        "亿" => 100_000_000,
        _ => return None,
    };
    let fraction = format!("{fraction:0<2}");
    let hundred: u64 = format!("{whole}{}", fraction.get(..2)?).parse().ok()?;
    hundred.checked_mul(factor)
}

/// A sum in words: yuan without nought cents.
pub(super) fn yuan(hundredths: u64) -> String {
    match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        rest => format!("{}.{rest:02}", hundredths / 100),
    }
}

impl Fine {
    /// The range in figures: 1000–5000元.
    pub(super) fn shown(&self) -> String {
        let unit = if self.unit == Unit::Fen { "元" } else { "倍" };
        match self.from == self.to {
            true => format!("{}{unit}", yuan(self.to)),
            false => format!("{}–{}{unit}", yuan(self.from), yuan(self.to)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        fines(text).iter().map(Fine::shown).collect()
    }

    #[test]
    fn reads_fines_in_every_writing() {
        assert_eq!(told("处一千元以上五千元以下罚款"), ["1000–5000元"]);
        assert_eq!(told("可以并处1万元以上3万元以下的罚款"), ["10000–30000元"]);
        assert_eq!(
            told("处200元以下罚款；情节严重的，处二百元以上二千元以下的罚款"),
            ["0–200元", "200–2000元"]
        );
        assert_eq!(told("并处违法所得一倍以上三倍以下的罚款"), ["1–3倍"]);
        assert_eq!(told("处以五百元罚款"), ["500元"]);
        assert_eq!(told("罚款人民币1.5万元"), ["15000元"]);
        assert_eq!(told("处十万元以上罚款"), [] as [&str; 0]);
    }

    #[test]
    fn other_sums_are_no_fines() {
        for text in
            ["给予五千元以上一万元以下补助", "注册资本1000万元以下的企业", "罚款应当上缴，五百元以下的收据"]
        {
            assert_eq!(told(text), [] as [&str; 0], "{text}");
        }
    }
}
