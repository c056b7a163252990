//! Owns how values read in words: amounts with their unit, days as papers write them, in three tongues. Labels of choices and
//! names of bodies, persons and matters are the caller's business: they are facts.

use jiff::civil::{Date, DateTime};
use yifa_law::numeral;

use crate::value::{Value, decimal_text};

/// The tongue in which something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    /// 简体中文
    #[default]
    Hans,
    /// 繁體中文
    Hant,
    /// English
    En,
}

/// A single value in words; texts stay as they were written.
///
/// ```
/// use yifa_kernel::value::Value;
/// use yifa_kernel::words::{Tongue, in_words};
/// assert_eq!(in_words(&Value::Money(200_050), Tongue::Hans), "2000.5元");
/// assert_eq!(in_words(&Value::Money(200_050), Tongue::En), "2,000.5 yuan");
/// assert_eq!(in_words(&Value::Date(jiff::civil::date(2026, 3, 2)), Tongue::En), "2 March 2026");
/// ```
pub fn in_words(value: &Value, tongue: Tongue) -> String {
    match (value, tongue) {
        (Value::Money(fen), tongue) => money(*fen, tongue),
        (Value::Date(day), tongue) => day_in_words(*day, tongue),
        (Value::Instant(at), tongue) => moment_in_words(*at, tongue),
        (Value::Bool(yes), Tongue::En) => (if *yes { "yes" } else { "no" }).to_owned(),
        (Value::List(all), tongue) => {
            let all: Vec<String> = all.iter().map(|one| in_words(one, tongue)).collect();
            all.join(if tongue == Tongue::En { ", " } else { "、" })
        }
        (other, _) => other.to_string(),
    }
}

/// An amount with its unit.
pub fn money(fen: i64, tongue: Tongue) -> String {
    match tongue {
        Tongue::Hans | Tongue::Hant => format!("{}元", decimal_text(fen, 100)),
        Tongue::En => format!("{} yuan", figures(fen)),
    }
}

/// An amount in yuan as tables and pages show it, thousands by commas. The sentences of Chinese papers have none.
///
/// ```
/// use yifa_kernel::words::figures;
/// assert_eq!(figures(123_456_750), "1,234,567.5");
/// assert_eq!(figures(-90_000), "-900");
/// ```
pub fn figures(fen: i64) -> String {
    let plain = decimal_text(fen, 100);
    match plain.split_once('.') {
        Some((whole, rest)) => format!("{}.{rest}", grouped(whole)),
        None => grouped(&plain),
    }
}

/// Thousands by commas.
fn grouped(whole: &str) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount in capitals 大写, as papers about money ask: 贰仟元伍角整.
///
/// # Source
/// 《支付结算办法》附一 (正确填写票据和结算凭证的基本规定)
///
/// ```
/// use yifa_kernel::words::money_in_capitals;
/// assert_eq!(money_in_capitals(1_500_000), "壹万伍仟元整");
/// assert_eq!(money_in_capitals(150_000_005), "壹佰伍拾万元零伍分");
/// ```
pub fn money_in_capitals(fen: i64) -> String {
    let sign = if fen < 0 { "负" } else { "" };
    let (yuan, jiao, rest) =
        (fen.unsigned_abs() / 100, fen.unsigned_abs() / 10 % 10, fen.unsigned_abs() % 10);
    let mut out = String::from(sign);
    if yuan > 0 || (jiao == 0 && rest == 0) {
        out.push_str(&capitals(yuan));
        out.push('元');
    }
    if jiao > 0 {
        out.push_str(&capitals(jiao));
        out.push('角');
    } else if rest > 0 && yuan > 0 {
        out.push('零');
    }
    if rest > 0 {
        out.push_str(&capitals(rest));
        out.push('分');
    } else {
        out.push('整');
    }
    out
}

/// A whole number in capitals; the 壹 before 拾 is never left out.
fn capitals(number: u64) -> String {
    const PLAIN: &str = "一二三四五六七八九十百千";
    const CAPITAL: &str = "壹贰叁肆伍陆柒捌玖拾佰仟";
    let mut plain = numeral::to_chinese(number);
    for before in ["零", "万", "亿"] {
        plain = plain.replace(&format!("{before}十"), &format!("{before}一十"));
    }
    let plain = if plain.starts_with('十') { format!("一{plain}") } else { plain };
    let capital = |c: char| {
        let found = PLAIN.chars().zip(CAPITAL.chars()).find(|(plain, _)| *plain == c);
        found.map_or(c, |(_, capital)| capital)
    };
    plain.chars().map(capital).collect()
}

/// A day as papers write it.
pub fn day_in_words(day: Date, tongue: Tongue) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match tongue {
        Tongue::Hans | Tongue::Hant => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Tongue::En => {
            let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
            format!("{} {month} {}", day.day(), day.year())
        }
    }
}

/// A moment as papers write it.
pub fn moment_in_words(at: DateTime, tongue: Tongue) -> String {
    let day = day_in_words(at.date(), tongue);
    match tongue {
        Tongue::Hans => format!("{day}{}时{:02}分", at.hour(), at.minute()),
        Tongue::Hant => format!("{day}{}時{:02}分", at.hour(), at.minute()),
        Tongue::En => format!("{day}, {:02}:{:02}", at.hour(), at.minute()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_leave_no_room_for_another_reading() {
        for (fen, words) in [
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (1_000, "壹拾元整"),
            (200_000, "贰仟元整"),
            (200_050, "贰仟元伍角整"),
            (10_203, "壹佰零贰元零叁分"),
            (15_000_000, "壹拾伍万元整"),
            (100_001_000, "壹佰万零壹拾元整"),
        ] {
            assert_eq!(money_in_capitals(fen), words, "{fen}");
        }
    }

    #[test]
    fn moments_read_in_three_tongues() {
        let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
        assert_eq!(moment_in_words(at, Tongue::Hans), "2026年3月2日9时05分");
        assert_eq!(moment_in_words(at, Tongue::Hant), "2026年3月2日9時05分");
        assert_eq!(moment_in_words(at, Tongue::En), "2 March 2026, 09:05");
        assert_eq!(money(-123_456_700, Tongue::En), "-1,234,567 yuan");
    }
}
