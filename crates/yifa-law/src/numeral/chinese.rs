//! The grammar of numerals, over characters that are already classified.

use super::{LARGEST, NumeralError, NumeralFault};

/// One character of a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// 零 or 〇.
    Zero,
    /// 一 to 九, in any writing.
    Digit(u64),
    /// 0 to 9, ASCII or full-width.
    Arabic(u64),
    /// 廿, 卅, 卌: a digit and its ten in one character.
    Tens(u64),
    /// 十, 百, 千.
    Unit(u64),
    /// 万, 亿: closes a group of four places.
    Group(u64),
    /// The ASCII thousands separator.
    Comma,
}

pub(super) const YEAR_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

const WAN: u64 = 10_000;
const YI: u64 = 100_000_000;

pub(super) fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '0'..='9' => Sign::Arabic(u64::from(u32::from(c) - u32::from('0'))),
        '０'..='９' => Sign::Arabic(u64::from(u32::from(c) - u32::from('０'))),
        '〇' | '零' | '○' => Sign::Zero,
        '一' | '壹' | '弌' => Sign::Digit(1),
        '二' | '贰' | '貳' | '两' | '兩' | '弍' => Sign::Digit(2),
        '三' | '叁' | '參' | '叄' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' | '陸' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '廿' => Sign::Tens(20),
        '卅' => Sign::Tens(30),
        '卌' => Sign::Tens(40),
        '十' | '拾' => Sign::Unit(10),
        '百' | '佰' => Sign::Unit(100),
        '千' | '仟' => Sign::Unit(1_000),
        '万' | '萬' => Sign::Group(WAN),
        '亿' | '億' => Sign::Group(YI),
        ',' => Sign::Comma,
        _ => return None,
    })
}

type Signs<'a> = &'a [(usize, Sign)];

fn fault<T>(at: usize, fault: NumeralFault) -> Result<T, NumeralError> {
    Err(NumeralError { at, fault })
}

/// 1234 or 1,234.
pub(super) fn arabic(signs: Signs) -> Result<u64, NumeralError> {
    let separated = signs.iter().any(|(_, sign)| *sign == Sign::Comma);
    let mut value: u64 = 0;
    for (place, (at, sign)) in signs.iter().enumerate() {
        let left = signs.len() - place;
        let due = separated && left.is_multiple_of(4);
        value = match sign {
            Sign::Arabic(digit) if !due => match value.checked_mul(10).and_then(|v| v.checked_add(*digit)) {
                Some(value) => value,
                None => return fault(*at, NumeralFault::TooLarge),
            },
            Sign::Comma if due && place > 0 => value,
            _ => return fault(*at, NumeralFault::MisplacedSeparator),
        };
    }
    Ok(value)
}

/// 二〇二一.
pub(super) fn positional(signs: Signs) -> Result<u64, NumeralError> {
    let mut value: u64 = 0;
    for (at, sign) in signs {
        let digit = match sign {
            Sign::Digit(digit) => *digit,
            _ => 0,
        };
        value = match value.checked_mul(10).and_then(|v| v.checked_add(digit)) {
            Some(value) => value,
            None => return fault(*at, NumeralFault::TooLarge),
        };
    }
    Ok(value)
}

/// 一亿二千万, 3万5千, 十五: 亿 is split off first, then 万, then the four places of a group.
pub(super) fn with_units(signs: Signs) -> Result<u64, NumeralError> {
    if let [(_, Sign::Zero)] = signs {
        return Ok(0);
    }
    let value = below(signs, YI, WAN)?;
    if value > LARGEST { fault(signs[0].0, NumeralFault::TooLarge) } else { Ok(value) }
}

/// Reads `higher unit lower`, where the lower part may be absent and is smaller than the unit.
fn below(signs: Signs, unit: u64, next: u64) -> Result<u64, NumeralError> {
    let Some(split) = signs.iter().rposition(|(_, sign)| *sign == Sign::Group(unit)) else {
        return if next == 0 { four_places(signs, false) } else { below(signs, next, 0) };
    };
    let (at, (higher, lower)) = (signs[split].0, (&signs[..split], &signs[split + 1..]));
    if let Some((at, _)) = higher.iter().find(|(_, sign)| *sign == Sign::Group(unit)) {
        return fault(*at, NumeralFault::UnitOrder);
    }
    if higher.is_empty() {
        return fault(at, NumeralFault::MissingDigit);
    }
    let count = if next == 0 { four_places(higher, false)? } else { below(higher, next, 0)? };
    if count == 0 {
        return fault(at, NumeralFault::MissingDigit);
    }
    let rest = match lower {
        [] => 0,
        [(_, Sign::Zero), rest @ ..] => lower_part(rest, next, true, at)?,
        _ => lower_part(lower, next, false, at)?,
    };
    match count.checked_mul(unit).and_then(|v| v.checked_add(rest)) {
        Some(value) => Ok(value),
        None => fault(at, NumeralFault::TooLarge),
    }
}

fn lower_part(signs: Signs, next: u64, after_zero: bool, at: usize) -> Result<u64, NumeralError> {
    match signs {
        [] => fault(at, NumeralFault::MisplacedZero),
        // 一万二 is said for 12,000.
        [(at, Sign::Digit(_) | Sign::Arabic(_))] if !after_zero => fault(*at, NumeralFault::Ambiguous),
        _ if next > 0 && signs.iter().any(|(_, sign)| *sign == Sign::Group(next)) => below(signs, next, 0),
        _ => four_places(signs, after_zero),
    }
}

/// The four places of a group: [千][百][十][digit], with 零 exactly where places are skipped.
/// Arabic digits may stand for the whole group (3500万) or for one digit before a unit (3千).
fn four_places(signs: Signs, after_zero: bool) -> Result<u64, NumeralError> {
    if signs.iter().all(|(_, sign)| matches!(sign, Sign::Arabic(_))) {
        return arabic(signs);
    }
    refuse_mixed_digits(signs)?;
    let (mut total, mut digit, mut last, mut zero) = (0, None, WAN, after_zero);
    for (place, (at, sign)) in signs.iter().enumerate() {
        match *sign {
            Sign::Digit(value) | Sign::Arabic(value) if digit.is_none() && (value > 0) => {
                digit = Some(value);
            }
            Sign::Zero if !zero && digit.is_none() && place > 0 && last > 10 => zero = true,
            Sign::Unit(unit) => {
                if unit >= last {
                    return fault(*at, NumeralFault::UnitOrder);
                }
                if zero && last < WAN && unit * 10 == last {
                    return fault(*at, NumeralFault::MisplacedZero);
                }
                // 十五 and 百十五 leave the 一 before 十 unsaid; nothing else may.
                let count = match digit.take() {
                    Some(count) => count,
                    None if unit == 10 && !zero => 1,
                    None => return fault(*at, NumeralFault::MissingDigit),
                };
                total += count * unit;
                (last, zero) = (unit, false);
            }
            Sign::Tens(value) if digit.is_none() && last > 10 => {
                total += value;
                (last, zero) = (10, false);
            }
            Sign::Zero => return fault(*at, NumeralFault::MisplacedZero),
            Sign::Tens(_) => return fault(*at, NumeralFault::UnitOrder),
            Sign::Digit(_) | Sign::Arabic(_) => return fault(*at, NumeralFault::MissingDigit),
            Sign::Group(_) => return fault(*at, NumeralFault::UnitOrder),
            Sign::Comma => return fault(*at, NumeralFault::MisplacedSeparator),
        }
    }
    close(signs, total, digit, last, zero, after_zero)
}

fn close(
    signs: Signs,
    total: u64,
    digit: Option<u64>,
    last: u64,
    zero: bool,
    after_zero: bool,
) -> Result<u64, NumeralError> {
    let end = signs.last().map_or(0, |(at, _)| *at);
    match digit {
        None if zero && !signs.is_empty() => fault(end, NumeralFault::MisplacedZero),
        None => Ok(total),
        Some(_) if last > 10 && !zero && signs.len() > 1 => fault(end, NumeralFault::Ambiguous),
        Some(_) if zero && last == 10 && !after_zero => fault(end, NumeralFault::MisplacedZero),
        Some(value) => Ok(total + value),
    }
}

fn refuse_mixed_digits(signs: Signs) -> Result<(), NumeralError> {
    let chinese = signs.iter().any(|(_, sign)| matches!(sign, Sign::Digit(_) | Sign::Tens(_)));
    match signs.iter().find(|(_, sign)| matches!(sign, Sign::Arabic(_))) {
        Some((at, _)) if chinese => fault(*at, NumeralFault::MixedNotation),
        _ => Ok(()),
    }
}

/// Statute style: 零 for a gap, no 一 before a leading 十.
pub(super) fn print(number: u64) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    let groups = [
        (number / (YI * WAN), "万"),
        (number / YI % WAN, ""),
        (number / WAN % WAN, "万"),
        (number % WAN, ""),
    ];
    let mut gap = false;
    for (index, (value, unit)) in groups.into_iter().enumerate() {
        if value > 0 {
            print_group(value, gap || (!out.is_empty() && value < 1_000), &mut out);
            out.push_str(unit);
            gap = false;
        } else {
            gap = !out.is_empty();
        }
        if index == 1 && !out.is_empty() {
            out.push('亿');
        }
    }
    out
}

fn print_group(value: u64, zero_first: bool, out: &mut String) {
    if zero_first {
        out.push('零');
    }
    let mut gap = false;
    let mut begun = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = value / unit % 10;
        if digit == 0 {
            gap = begun;
            continue;
        }
        if gap {
            out.push('零');
        }
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push(YEAR_DIGITS[digit as usize]);
        }
        out.push_str(name);
        (gap, begun) = (false, true);
    }
}
