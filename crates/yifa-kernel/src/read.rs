//! Owns reading one value from text, as typed into a form, a cell of a sheet or a scenario. Lists, tables and parties are
//! put together by whoever knows their layout.

use jiff::civil::{Date, DateTime};

use crate::guard::Kind;
use crate::id::{BodyId, MatterId, PersonId};
use crate::refusal::Code;
use crate::value::{Cite, DECIMAL_ONE, Party, PartyKind, Value, parse_scaled};

/// Reads a single value of a kind.
///
/// # Errors
/// [`Code::WrongKind`] or [`Code::UnknownChoice`]; the text itself is the caller's to keep and show again.
///
/// ```
/// # use yifa_kernel::{guard::Kind, read::read, value::Value};
/// assert_eq!(read(&Kind::Money, "2,000.5元"), Ok(Value::Money(200_050)));
/// assert!(read(&Kind::Date, "2026-02-30").is_err());
/// ```
pub fn read(kind: &Kind, text: &str) -> Result<Value, Code> {
    let text = text.trim();
    let wrong = || Code::WrongKind;
    match kind {
        Kind::Text => Ok(Value::Text(text.to_owned())),
        Kind::Bool => match text {
            "true" | "yes" | "on" | "1" | "是" => Ok(Value::Bool(true)),
            "false" | "no" | "0" | "否" => Ok(Value::Bool(false)),
            _ => Err(wrong()),
        },
        Kind::Int => plain_number(text).parse().map(Value::Int).map_err(|_| wrong()),
        Kind::Decimal => {
            let share = text.strip_suffix(['%', '％']);
            let scaled = parse_scaled(&plain_number(share.unwrap_or(text)), DECIMAL_ONE).ok_or_else(wrong)?;
            Ok(Value::Decimal(if share.is_some() { scaled / 100 } else { scaled }))
        }
        Kind::Money => {
            let number = ["yuan", "元"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
            let number = number.trim().trim_start_matches(['¥', '￥']);
            let (number, times) = number.strip_suffix('万').map_or((number, 1), |number| (number, 10_000));
            let fen = parse_scaled(&plain_number(number), 100).and_then(|fen| fen.checked_mul(times));
            fen.map(Value::Money).ok_or_else(wrong)
        }
        Kind::Date => day(text).map(Value::Date).ok_or_else(wrong),
        Kind::Instant => moment(text).map(Value::Instant).ok_or_else(wrong),
        Kind::Choice(words) => {
            let known = words.iter().any(|word| word == text);
            known.then(|| Value::Choice(text.to_owned())).ok_or(Code::UnknownChoice)
        }
        Kind::Body => named(text).map(|id| Value::Body(BodyId::new(id))).ok_or_else(wrong),
        Kind::Person => named(text).map(|id| Value::Person(PersonId::new(id))).ok_or_else(wrong),
        Kind::Cite => named(text).map(|text| Value::Cite(Cite { text })).ok_or_else(wrong),
        Kind::Matter(_) => named(text).map(|id| Value::Matter(MatterId::new(id))).ok_or_else(wrong),
        Kind::List(one) => {
            let parts = text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| read(one, part)).collect::<Result<_, _>>().map(Value::List)
        }
        Kind::Party | Kind::File | Kind::Table(_) => Err(wrong()),
    }
}

/// A party from its parts, as a form has them.
///
/// # Errors
/// [`Code::UnknownChoice`] if it is neither a citizen nor an organisation.
pub fn read_party(kind: &str, name: &str, code: &str, address: &str, phone: &str) -> Result<Value, Code> {
    let kind = match kind {
        "citizen" => PartyKind::Citizen,
        "organisation" => PartyKind::Organisation,
        _ => return Err(Code::UnknownChoice),
    };
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (code, address, phone) = (some(code), some(address), some(phone));
    Ok(Value::Party(Party { kind, name: name.trim().to_owned(), code, address, phone }))
}

fn named(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Full-width digits and thousands separators are what people type.
fn plain_number(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' => '.',
        '－' => '-',
        other => other,
    };
    let narrowed: String = text.trim().chars().map(narrow).collect();
    if !grouped(&narrowed) { narrowed } else { narrowed.replace(',', "") }
}

/// `1,234,567` but not `12,34`.
fn grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or(text).trim_start_matches('-');
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let mut rest = groups.peekable();
    rest.peek().is_some()
        && (1..=3).contains(&first.len())
        && digits(first)
        && rest.all(|g| g.len() == 3 && digits(g))
}

fn day(text: &str) -> Option<Date> {
    let usual = text.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let mut parts = usual.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()).then(|| part.parse::<i16>().ok()).flatten()
    };
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(number(year, 4)?, i8::try_from(number(month, 2)?).ok()?, i8::try_from(number(day, 2)?).ok()?)
        .ok()
}

fn moment(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once(['T', ' '])?;
    let mut parts = time.split(':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let second = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    let date = day(date)?;
    DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in ["2026-03-02", "2026/3/2", "2026年3月2日", "2026.3.2"] {
            assert_eq!(day(text), Date::new(2026, 3, 2).ok(), "{text}");
        }
        for wrong in ["2026-02-30", "26-3-2", "2026-3", "2026-3-2-1", "昨天", "", "99999-1-1"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn money_is_read_with_units_groups_and_wide_digits() {
        let money = |text| read(&Kind::Money, text);
        assert_eq!(money("2000yuan"), Ok(Value::Money(200_000)));
        assert_eq!(money("１２，０００"), Err(Code::WrongKind));
        assert_eq!(money("1,234,567.89"), Ok(Value::Money(123_456_789)));
        assert_eq!(money("1.5万元"), Ok(Value::Money(1_500_000)));
        for wrong in ["", "abc", "12,34", "1.234", "面议", "9999999999999999万"] {
            assert_eq!(money(wrong), Err(Code::WrongKind), "{wrong}");
        }
    }
}
