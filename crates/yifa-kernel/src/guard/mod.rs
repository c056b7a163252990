//! Owns the one-line conditions of the definitions: typed, total, checked when the definitions are compiled.
//! It must not know the clock, the store or any particular procedure.
//!
//! # The language
//!
//! ```text
//! or      a or b                     and     a and b                 not     not a
//! compare a == b  a != b  < <= > >=  member  a in (x, y)  a in list  a not in list
//! sum     a + b   a - b   a * b   a / b     (money ± money, money * number, number arithmetic; date - date gives days)
//! literal 3   0.5   2000yuan   3 percent   2026-03-02   "text"   true   false   and a choice's or state's bare name
//! ```
//!
//! A comparison with something not yet recorded is neither true nor false but *unknown*; unknown is not enough to
//! let an action pass. `known(x)` asks whether it is recorded, `x or not known(y)` says what a gap means.
//! `amount * 3 percent` is allowed; money is never a float.
//!
//! # Facts
//!
//! | written | means |
//! |---|---|
//! | `fine` | a field of the matter (the value given with the action that is being tried, else the one on record) |
//! | `tell.done` `tell.on` `tell.count` `tell.by` | whether, on which day (the last time), how often, by whom an action was done |
//! | `tell.fine` | the value that was recorded with the last `tell` |
//! | `party.kind` `party.name` `party.age_class` | parts of a party: `citizen` or `organisation`; `adult`, `minor` |
//! | `certificate.state` `certificate.valid_until` | state and fields of the matter that a field points to (one level deep) |
//! | `offence.in_force` `offence.published` | whether a cited instrument is in force on the field's `as_of` day, and published |
//! | `hearing.opened` `hearing.closed` `hearing.state` `hearing.held_on` | a track's child: exists, is final, its state, its fields |
//! | `limit.pay.due` `.over` `.open` `.done` `.amount` | the date of a clock; the last day has passed undone; it runs; it is done; the accrued sum |
//! | `state` `opened_on` `today` `number` | the matter itself; `today` is the day of the act that is being tried |
//! | `body.id` `body.kind` `body.short` `body.name` | the body that handles the matter; kinds: `government`, `department`, `district`, `township`, `office` |
//! | `actor.person` `actor.role` `actor.body` | who is trying |
//! | `param.hearing_from` | a parameter of the procedure |
//! | `parent.fine` `parent.state` | the parent matter of a track |
//! | `period.start` `period.end` `period.year` | in measures with `per` |
//!
//! # Functions
//!
//! | written | means |
//! |---|---|
//! | `known(x)` `empty(x)` | is recorded; is not recorded, or an empty list, table or text |
//! | `count(list)` `count(table, cond)` | how many values, rows, or rows for which the condition holds |
//! | `all(list, cond)` `any(list, cond)` | for every / for at least one element; inside, the element's columns (table), or the state and fields of the matter pointed to (officer, power, matter), are facts, and `it` is the element itself |
//! | `sum(table, column)` `sum(table, column, cond)` | adds a numeric or money column |
//! | `distinct(list)` `distinct(table, column)` | how many different values |
//! | `days(a, b)` | calendar days from date a to date b |
//! | `working_days(a, b)` | working days after a up to and including b |
//! | `year(d)` `min(a, b)` `max(a, b)` | |
//! | `length(text)` | characters |
//! | `same_text(a, b)` | two frozen texts or files have the same digest |
//!
//! Names outside an element are still visible inside `all`, `any`, `count` and `sum`; the element's own win.
