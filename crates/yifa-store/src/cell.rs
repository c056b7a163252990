//! What lies between the shared code and an engine: cells going in, columns coming out, named statements.
//!
//! All tables use three column types only: text, 64-bit integer, bytes. Dates are text (`2026-11-23`),
//! instants are microseconds since 1970 UTC.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::canonical::parse;
use crate::error::{Result, StoreError};
use crate::id::{Digest, MatterId, hex};

/// A value on its way into a statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(Option<String>),
    Int(Option<i64>),
    Blob(Option<Vec<u8>>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<&MatterId> for Cell {
    fn from(matter: &MatterId) -> Self {
        matter.as_str().into()
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        i64::from(flag).into()
    }
}
impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        i64::from(number).into()
    }
}
impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        at.as_microsecond().into()
    }
}
impl From<Option<Timestamp>> for Cell {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(Timestamp::as_microsecond))
    }
}
impl From<Date> for Cell {
    fn from(on: Date) -> Self {
        on.to_string().into()
    }
}
impl From<Option<Date>> for Cell {
    fn from(on: Option<Date>) -> Self {
        Self::Text(on.map(|on| on.to_string()))
    }
}
impl From<Digest> for Cell {
    fn from(digest: Digest) -> Self {
        Self::Blob(Some(digest.0.to_vec()))
    }
}
impl From<&Value> for Cell {
    fn from(value: &Value) -> Self {
        value.to_string().into()
    }
}

/// A number that the database can count to.
pub(crate) fn number(what: &str, value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| StoreError::invalid(format!("{what} {value}"), "it is too large"))
}

/// A row on its way out. Engines give raw bytes and integers; everything else is read here, once.
pub(crate) trait Columns {
    /// Text or bytes, unread; `None` for SQL NULL.
    fn raw(&self, at: usize) -> Result<Option<Vec<u8>>>;
    /// An integer; `None` for SQL NULL.
    fn opt_int(&self, at: usize) -> Result<Option<i64>>;
}

/// How a row becomes a value.
pub(crate) type Decode<T> = fn(&dyn Columns) -> Result<T>;

impl dyn Columns + '_ {
    pub(crate) fn bytes(&self, at: usize) -> Result<Vec<u8>> {
        self.raw(at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is empty")))
    }
    pub(crate) fn opt_text(&self, at: usize) -> Result<Option<String>> {
        let text = self.raw(at)?.map(String::from_utf8).transpose();
        text.map_err(|broken| StoreError::corrupt(format!("not text: {}", hex(broken.as_bytes()))))
    }
    pub(crate) fn text(&self, at: usize) -> Result<String> {
        self.opt_text(at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is empty")))
    }
    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        self.opt_int(at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is empty")))
    }
    pub(crate) fn count(&self, at: usize) -> Result<u64> {
        u64::try_from(self.int(at)?).map_err(|_| StoreError::corrupt(format!("column {at} is negative")))
    }
    pub(crate) fn flag(&self, at: usize) -> Result<bool> {
        Ok(self.int(at)? != 0)
    }
    pub(crate) fn matter(&self, at: usize) -> Result<MatterId> {
        let text = self.text(at)?;
        MatterId::new(text.as_str()).map_err(|_| StoreError::corrupt(format!("matter \"{text}\"")))
    }
    pub(crate) fn opt_matter(&self, at: usize) -> Result<Option<MatterId>> {
        self.opt_text(at)?.map(|_| self.matter(at)).transpose()
    }
    pub(crate) fn digest(&self, at: usize) -> Result<Digest> {
        Digest::from_slice(&self.bytes(at)?)
    }
    pub(crate) fn opt_date(&self, at: usize) -> Result<Option<Date>> {
        let read = |text: String| text.parse().map_err(|_| StoreError::corrupt(format!("date \"{text}\"")));
        self.opt_text(at)?.map(read).transpose()
    }
    pub(crate) fn date(&self, at: usize) -> Result<Date> {
        self.opt_date(at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is empty")))
    }
    pub(crate) fn opt_instant(&self, at: usize) -> Result<Option<Timestamp>> {
        let read = |micros| {
            Timestamp::from_microsecond(micros)
                .map_err(|_| StoreError::corrupt(format!("instant {micros} µs")))
        };
        self.opt_int(at)?.map(read).transpose()
    }
    pub(crate) fn instant(&self, at: usize) -> Result<Timestamp> {
        self.opt_instant(at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is empty")))
    }
    pub(crate) fn json(&self, at: usize) -> Result<Value> {
        parse(&format!("column {at}"), &self.text(at)?)
    }
}

/// The named statements of one engine: `-- name` on a line of its own, then the statement.
pub(crate) struct Statements(BTreeMap<&'static str, &'static str>);

impl Statements {
    pub(crate) fn read(files: &[&'static str]) -> Self {
        let sections = files.iter().flat_map(|file| file.split("\n-- ").skip(1));
        Self(
            sections
                .filter_map(|section| section.split_once('\n'))
                .map(|(name, sql)| (name.trim(), sql.trim().trim_end_matches(';')))
                .collect(),
        )
    }

    /// # Panics
    /// INVARIANT: each name used in the shared code stands in the files of every engine (tested below).
    pub(crate) fn get(&self, name: &str) -> &'static str {
        self.0.get(name).copied().unwrap_or_else(|| panic!("INVARIANT: statement \"{name}\" is not written"))
    }

    #[cfg(test)]
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.0.keys().copied().collect()
    }
}

/// A statement in the making, from parts with `?` for each bound value.
pub(crate) struct Select {
    sql: String,
    params: Vec<Cell>,
    sign: char,
}

impl Select {
    /// Begins with a statement that has its first `params` numbered already.
    pub(crate) fn new(sign: char, sql: &str, params: Vec<Cell>) -> Self {
        Self { sql: sql.to_owned(), params, sign }
    }

    /// Adds a part.
    pub(crate) fn push(&mut self, part: &str, cells: impl IntoIterator<Item = Cell>) -> &mut Self {
        let mut cells = cells.into_iter();
        self.sql.push(' ');
        for piece in part.split_inclusive('?') {
            match piece.strip_suffix('?').zip(cells.next()) {
                Some((before, cell)) => {
                    self.params.push(cell);
                    self.sql.push_str(before);
                    self.sql.push(self.sign);
                    self.sql.push_str(&self.params.len().to_string());
                }
                None => self.sql.push_str(piece),
            }
        }
        self
    }

    /// Adds `AND column IN (…)` unless there are no values.
    pub(crate) fn any_of(&mut self, column: &str, values: &[String]) -> &mut Self {
        if values.is_empty() {
            return self;
        }
        let marks = vec!["?"; values.len()].join(", ");
        self.push(&format!("AND {column} IN ({marks})"), values.iter().map(|value| value.as_str().into()))
    }

    pub(crate) fn finish(self) -> (Cow<'static, str>, Vec<Cell>) {
        (self.sql.into(), self.params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_in_the_engines_way() {
        let mut select = Select::new('$', "SELECT 1 FROM t WHERE a = $1", vec![1_i64.into()]);
        select
            .push("AND b = ? AND c = ?", [2_i64.into(), 3_i64.into()])
            .any_of("d", &["x".into(), "y".into()]);
        select.any_of("e", &[]);
        let (sql, params) = select.finish();
        assert_eq!(sql, "SELECT 1 FROM t WHERE a = $1 AND b = $2 AND c = $3 AND d IN ($4, $5)");
        assert_eq!(params.len(), 5);
    }

    #[test]
    fn statements_are_found_by_name() {
        let statements = Statements::read(&["head\n-- one\nSELECT 1;\n\n-- two\nSELECT\n  2;\n"]);
        assert_eq!(statements.names(), ["one", "two"]);
        assert_eq!(statements.get("two"), "SELECT\n  2");
    }
}
