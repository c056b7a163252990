//! Owns targets as people write them: `≥ 7`, `至少7`, `2–3`, `100%`, `11`.

use yifa_kernel::procedure::{DECIMAL, Target};
use yifa_kernel::value::parse_scaled;

/// Reads a target; `None` when it is none, or when it begins above its end.
pub(super) fn read(text: &str) -> Option<Target> {
    let text: String = yifa_law::fold::fold(text.trim()).chars().filter(|c| !c.is_whitespace()).collect();
    let percent = ["%", "％", "percent", "per cent"].into_iter().find_map(|sign| text.strip_suffix(sign));
    let (number, percent) = percent.map_or((text.as_str(), false), |number| (number, true));
    let one =
        |written: &str| parse_scaled(written.trim_end_matches(['%', '％']), DECIMAL).filter(|n| *n >= 0);
    let after = |signs: &[&str]| signs.iter().find_map(|sign| number.strip_prefix(sign));
    if let Some(least) = after(&["≥", ">=", "不少于", "至少"]) {
        return Some(Target { at_least: Some(one(least)?), at_most: None, percent });
    }
    if let Some(most) = after(&["≤", "<=", "不超过", "至多"]) {
        return Some(Target { at_least: None, at_most: Some(one(most)?), percent });
    }
    let ends =
        ["..", "–", "—", "~", "～", "至", "-"].into_iter().find_map(|between| number.split_once(between));
    if let Some((from, to)) = ends {
        let (from, to) = (one(from)?, one(to)?);
        return (from <= to).then_some(Target { at_least: Some(from), at_most: Some(to), percent });
    }
    Some(Target { at_least: Some(one(number)?), at_most: None, percent })
}

/// A target as it is shown for changing: what [`read`] reads.
pub(super) fn write(target: Target, is_rate: bool) -> String {
    let sign = if is_rate || target.percent { "%" } else { "" };
    let number = |n: i64| {
        let text = format!("{}.{:04}", n / DECIMAL, (n % DECIMAL).abs());
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    match (target.at_least, target.at_most) {
        (Some(least), Some(most)) => format!("{}–{}{sign}", number(least), number(most)),
        (Some(least), None) => format!("≥ {}{sign}", number(least)),
        (None, Some(most)) => format!("≤ {}{sign}", number(most)),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Option<(Option<i64>, Option<i64>)> {
        read(text).map(|target| (target.at_least, target.at_most))
    }

    #[test]
    fn the_usual_ways_of_writing_a_target_are_read() {
        for text in ["≥ 7", ">=7", "7", "至少 7", "不少于7", " 7 "] {
            assert_eq!(bounds(text), Some((Some(70_000), None)), "{text}");
        }
        for text in ["2–3", "2-3", "2..3", "2 至 3", "2～3"] {
            assert_eq!(bounds(text), Some((Some(20_000), Some(30_000))), "{text}");
        }
        assert_eq!(bounds("≤ 0"), Some((None, Some(0))));
        assert_eq!(read("100%").map(|target| target.percent), Some(true));
        assert_eq!(bounds("99.5 percent"), Some((Some(995_000), None)));
    }

    #[test]
    fn what_is_no_target_is_not_read() {
        for text in ["", "many", "3-2", "≥", "7天", "-7", "1e9", "≥ ≥ 7", "七十億萬", "99999999999999999999"]
        {
            assert_eq!(bounds(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["≥ 7", "2–3", "≤ 5", "≥ 99.5%"] {
            let target = read(text).unwrap();
            assert_eq!(write(target, false), text);
        }
        assert_eq!(
            write(Target { at_least: Some(1_000_000), at_most: None, percent: false }, true),
            "≥ 100%"
        );
    }
}
