//! Owns texts with `{places}`: numbers, names, papers.

use std::ops::Range;

use crate::guard::{Guard, GuardFault, Kind, Names, check_expression};

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
    /// `{fine|capitals}`: an amount in capitals 大写.
    Capitals(Guard),
    /// `{year}`: the year of the act.
    Year,
    /// `{organ.short}` in a paper's number: the short name of the body whose paper it is, so that each body counts its own.
    Organ,
    /// `{seq}` or `{seq:3}`: the next number of the series, with at least so many digits.
    Seq(usize),
}

impl Template {
    /// Checks a template.
    ///
    /// # Errors
    /// The first place that does not close or names an unknown fact, with its bytes in the line.
    pub fn check(line: &str, names: Names<'_>) -> Result<Self, GuardFault> {
        Self::with_place(line, |inside, span| place(inside, span, names))
    }

    /// Checks the number of a paper, which may name its organ.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn check_number(line: &str, names: Names<'_>) -> Result<Self, GuardFault> {
        Self::with_place(line, |inside, span| match inside.trim() {
            "organ.short" => Ok(Piece::Organ),
            _ => place(inside, span, names),
        })
    }

    /// The number's template for the papers of one body.
    pub fn of_organ(&self, short: &str) -> Self {
        let named = |piece: &Piece| match piece {
            Piece::Organ => Piece::Text(short.to_owned()),
            Piece::Text(_) | Piece::Fact(_) | Piece::Capitals(_) | Piece::Year | Piece::Seq(_) => {
                piece.clone()
            }
        };
        Self { source: self.source.clone(), pieces: self.pieces.iter().map(named).collect() }
    }

    fn with_place(
        line: &str,
        place: impl Fn(&str, Range<usize>) -> Result<Piece, GuardFault>,
    ) -> Result<Self, GuardFault> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(open) = line[at..].find('{').map(|found| at + found) {
            if open > at {
                pieces.push(Piece::Text(line[at..open].to_owned()));
            }
            let Some(close) = line[open..].find('}').map(|found| open + found) else {
                return Err(GuardFault::new(open..line.len(), "the place that begins here does not close"));
            };
            pieces.push(place(&line[open + 1..close], open + 1..close)?);
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
            Piece::Fact(guard) | Piece::Capitals(guard) => Some(guard),
            Piece::Text(_) | Piece::Year | Piece::Organ | Piece::Seq(_) => None,
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
    let (line, form) =
        inside.split_once('|').map_or((inside, None), |(line, form)| (line.trim(), Some(form.trim())));
    let guard = check_expression(line, names).map_err(|fault| GuardFault {
        span: span.start + fault.span.start..span.start + fault.span.end,
        ..fault
    })?;
    match form {
        None => Ok(Piece::Fact(guard)),
        Some("capitals") if guard.kind == Kind::Money => Ok(Piece::Capitals(guard)),
        Some("capitals") => Err(GuardFault::new(
            span,
            format!("only an amount of money has capitals, this is {}", guard.kind),
        )),
        Some(other) => Err(GuardFault::new(span, format!("there is no form `{other}`"))
            .help("write `{fine}` or `{fine|capitals}`")),
    }
}
