//! Owns texts with `{places}`: numbers, names, papers.

use std::ops::Range;

use crate::guard::{Guard, GuardFault, Names, check_expression};

/// A text with places, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// As written.
    pub source: String,
    /// In order.
    pub pieces: Vec<Piece>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Text as it stands.
    Text(String),
    /// A fact or computed value.
    Fact(Guard),
    /// `{year}`: the year of the act.
    Year,
    /// `{seq}` or `{seq:3}`: the next number of the series, with at least so many digits.
    Seq(usize),
}

impl Template {
    /// Checks a template.
    ///
    /// # Errors
    /// The first place that does not close or names an unknown fact, with its bytes in the line.
    pub fn check(line: &str, names: Names<'_>) -> Result<Self, GuardFault> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(open) = line[at..].find('{').map(|found| at + found) {
            if open > at {
                pieces.push(Piece::Text(line[at..open].to_owned()));
            }
            let Some(close) = line[open..].find('}').map(|found| open + found) else {
                return Err(GuardFault::new(open..line.len(), "the place that begins here does not close"));
            };
            pieces.push(place(&line[open + 1..close], open + 1..close, names)?);
            at = close + 1;
        }
        if at < line.len() {
            pieces.push(Piece::Text(line[at..].to_owned()));
        }
        Ok(Self { source: line.to_owned(), pieces })
    }

    /// The facts' expressions, in order.
    pub fn guards(&self) -> impl Iterator<Item = &Guard> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Fact(guard) => Some(guard),
            Piece::Text(_) | Piece::Year | Piece::Seq(_) => None,
        })
    }
}

fn place(inside: &str, span: Range<usize>, names: Names<'_>) -> Result<Piece, GuardFault> {
    let inside = inside.trim();
    if inside == "year" {
        return Ok(Piece::Year);
    }
    if inside == "seq" {
        return Ok(Piece::Seq(1));
    }
    if let Some(width) = inside.strip_prefix("seq:") {
        let width = width.parse().ok().filter(|width| (1..=9).contains(width));
        return width.map(Piece::Seq).ok_or_else(|| GuardFault::new(span, "the width of a number is 1 to 9"));
    }
    check_expression(inside, names).map(Piece::Fact).map_err(|fault| GuardFault {
        span: span.start + fault.span.start..span.start + fault.span.end,
        ..fault
    })
}
