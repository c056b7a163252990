//! Conditions: what the checker takes, and what it says to what it does not take.

use std::collections::BTreeMap;

use super::*;
use crate::id::ProcedureId;

pub(super) fn names() -> (BTreeMap<ProcedureId, ProcedureNames>, ProcedureNames) {
    let mut own = ProcedureNames { id: Some("case".into()), ..ProcedureNames::default() };
    own.fields.insert("fine".into(), Kind::Money);
    own.fields.insert("found_on".into(), Kind::Date);
    own.fields.insert("kind".into(), Kind::Choice(["warning".to_owned(), "fine_kind".to_owned()].into()));
    own.fields.insert("people".into(), Kind::List(Box::new(Kind::Person)));
    own.fields.insert("party".into(), Kind::Party);
    let columns = [("ends".into(), Kind::Date), ("cause".into(), Kind::Text)];
    own.fields.insert("rows".into(), Kind::Table(columns.into()));
    own.actions.insert("tell".into(), vec!["fine".into()]);
    own.states = vec!["filed".to_owned(), "decided".to_owned()];
    own.limits.push("decide-in-90".into());
    let all = BTreeMap::from([(ProcedureId::new("case"), own.clone())]);
    (all, own)
}

fn checked(line: &str) -> Result<Guard, GuardFault> {
    let (all, own) = names();
    check_condition(line, Names { all: &all, own: &own, roles: &["head".to_owned()], period: false })
}

#[test]
fn what_lawyers_write_is_understood() {
    for line in [
        "tell.done and fine <= tell.fine",
        "not known(fine) or fine <= 3 percent * tell.fine",
        "kind == warning or kind in (warning, fine_kind)",
        "actor.person not in people",
        "count(people) >= 2 and distinct(people) >= 2",
        "found_on + 2 year >= today",
        "days(found_on, today) <= 730",
        "limit.decide-in-90.over or state == decided",
        "party.kind == citizen and actor.role == head",
        "fine * 2 <= 200yuan",
        "first(rows, ends) >= today and first(rows, cause, ends < found_on) == \"repealed\"",
        "all(tally(rows, uses, where(rows, ends > found_on), cause), uses <= 2)",
        "all(put(rows, ends, max(ends, found_on + 1), cause == \"repealed\"), ends > found_on)",
    ] {
        assert!(checked(line).is_ok(), "{line}: {:?}", checked(line));
    }
}

#[test]
fn what_has_no_meaning_is_told_with_its_place() {
    for (line, says, span) in [
        ("fien <= 200yuan", "there is no fact `fien`", 0..4),
        ("fine <= 200", "cannot be compared", 0..11),
        ("kind == wrning", "is not one of the values", 8..14),
        ("fine = 200yuan", "`=` means nothing", 5..6),
        ("fine <= 200yuan and", "is missing here", 19..19),
        ("found_on <= 2026-02-30", "not a day of the calendar", 12..22),
        ("true", "always says the same", 0..4),
        ("fine", "must be true or false", 0..4),
        ("fine <= 2000dollar", "not a unit", 8..18),
        ("first(rows, nothing) == fine", "there is no", 12..19),
        ("all(fine, true)", "must be a list", 4..8),
        ("（fine <= 200yuan）", "means nothing here", 0..3),
        ("empty(put(rows, end, found_on))", "a column of the table", 16..19),
        ("empty(put(rows, ends, cause))", "the column is", 22..27),
        ("empty(put(rows, ends))", "does not take 2 values", 6..21),
        ("empty(put(fine, ends, found_on))", "must be a list", 10..14),
        ("empty(tally(rows, ends, rows, cause))", "a column of whole numbers", 18..22),
        ("empty(tally(rows, uses, rows, end))", "there is no column `end`", 30..33),
        ("empty(tally(people, uses, people, it))", "for the rows of a table", 12..18),
        ("frobnicate(fine)", "no function", 0..16),
    ] {
        let fault = checked(line).expect_err(line);
        assert!(fault.says.contains(says), "{line}: {}", fault.says);
        assert_eq!(fault.span, span, "{line}");
    }
}

#[test]
fn a_near_name_is_offered() {
    let fault = checked("tel.done").expect_err("no such action");
    assert_eq!(fault.help.as_deref(), Some("did you mean `tell.done`?"));
}

#[test]
fn lines_without_end_or_sense_never_break_the_parser() {
    for line in [
        "",
        "((((((((((",
        &"(".repeat(5000),
        "not not not",
        "a.",
        ". .",
        "\"",
        "1..2",
        "𠮷 == 1",
        "-",
        "in in in",
    ] {
        assert!(checked(line).is_err(), "{line}");
    }
}
