//! Owns the grammar of conditions: tokens to a tree with places. Names are not resolved here.

use std::ops::Range;

use super::GuardFault;
use super::token::{Token, tokens};
use crate::value::Value;

/// A parsed expression with its place in the line.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub node: Parsed,
    /// Bytes of the line.
    pub span: Range<usize>,
}

/// A parsed expression, names unresolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Parsed {
    /// A value written in the line.
    Literal(Value),
    /// A length of time.
    Length(crate::procedure::Length),
    /// Names joined by dots.
    Path(Vec<String>),
    /// `not`
    Not(Box<Expr>),
    /// `and`
    And(Box<Expr>, Box<Expr>),
    /// `or`
    Or(Box<Expr>, Box<Expr>),
    /// A comparison.
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `in (a, b)`
    OneOf(Box<Expr>, Vec<Expr>),
    /// `in list`
    Within(Box<Expr>, Box<Expr>),
    /// Arithmetic.
    Math(Math, Box<Expr>, Box<Expr>),
    /// A function.
    Call(String, Vec<Expr>),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `==`
    Same,
    /// `!=`
    Different,
    /// `<` 不满
    Less,
    /// `<=` 以下
    AtMost,
    /// `>` 超过
    More,
    /// `>=` 以上
    AtLeast,
}

/// Arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Math {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// How deep expressions may nest: conditions are one line, so this is never reached by an honest one.
const DEEPEST: usize = 32;

/// Parses one line.
///
/// # Errors
/// The first place at which the line stops being an expression.
pub fn parse(line: &str) -> Result<Expr, GuardFault> {
    let tokens = tokens(line)?;
    let mut parser = Parser { tokens: &tokens, at: 0, end: line.len(), depth: 0 };
    let whole = parser.or()?;
    match parser.tokens.get(parser.at) {
        None => Ok(whole),
        Some((_, span)) => {
            let says = "the expression should end before this";
            Err(GuardFault::new(span.clone(), says).help("join conditions with `and` or `or`"))
        }
    }
}

struct Parser<'a> {
    tokens: &'a [(Token, Range<usize>)],
    at: usize,
    end: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |(_, span)| span.clone())
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), GuardFault> {
        if self.take(&Token::Sign(sign)) {
            return Ok(());
        }
        Err(GuardFault::new(self.here(), format!("`{sign}` is missing here")))
    }

    fn or(&mut self) -> Result<Expr, GuardFault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(GuardFault::new(self.here(), "the expression nests too deeply"));
        }
        let mut left = self.and()?;
        while self.take(&Token::Or) {
            let right = self.and()?;
            left = join(left, right, Parsed::Or);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, GuardFault> {
        let mut left = self.not()?;
        while self.take(&Token::And) {
            let right = self.not()?;
            left = join(left, right, Parsed::And);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr, GuardFault> {
        let start = self.here().start;
        let mut times = 0;
        while self.take(&Token::Not) {
            times += 1;
        }
        let mut inner = self.compared()?;
        for _ in 0..times {
            let span = start..inner.span.end;
            inner = Expr { node: Parsed::Not(Box::new(inner)), span };
        }
        Ok(inner)
    }

    fn compared(&mut self) -> Result<Expr, GuardFault> {
        let left = self.sum()?;
        if let Some(how) = self.comparison() {
            let right = self.sum()?;
            return Ok(join(left, right, |a, b| Parsed::Compare(how, a, b)));
        }
        let negated = self.peek() == Some(&Token::Not)
            && self.tokens.get(self.at + 1).is_some_and(|(token, _)| *token == Token::In);
        self.at += usize::from(negated);
        if !self.take(&Token::In) {
            return Ok(left);
        }
        let start = left.span.start;
        let member = if self.take(&Token::Sign("(")) {
            let many = self.arguments()?;
            Expr { span: start..self.end_of_last(), node: Parsed::OneOf(Box::new(left), many) }
        } else {
            let list = self.sum()?;
            join(left, list, Parsed::Within)
        };
        if !negated {
            return Ok(member);
        }
        Ok(Expr { span: member.span.clone(), node: Parsed::Not(Box::new(member)) })
    }

    fn end_of_last(&self) -> usize {
        self.tokens.get(self.at.wrapping_sub(1)).map_or(self.end, |(_, span)| span.end)
    }

    fn comparison(&mut self) -> Option<Compare> {
        let how = match self.peek()? {
            Token::Sign("==") => Compare::Same,
            Token::Sign("!=") => Compare::Different,
            Token::Sign("<") => Compare::Less,
            Token::Sign("<=") => Compare::AtMost,
            Token::Sign(">") => Compare::More,
            Token::Sign(">=") => Compare::AtLeast,
            _ => return None,
        };
        self.at += 1;
        Some(how)
    }

    fn sum(&mut self) -> Result<Expr, GuardFault> {
        let mut left = self.product()?;
        loop {
            let how = match self.peek() {
                Some(Token::Sign("+")) => Math::Add,
                Some(Token::Sign("-")) => Math::Subtract,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.product()?;
            left = join(left, right, |a, b| Parsed::Math(how, a, b));
        }
    }

    fn product(&mut self) -> Result<Expr, GuardFault> {
        let mut left = self.single()?;
        loop {
            let how = match self.peek() {
                Some(Token::Sign("*")) => Math::Multiply,
                Some(Token::Sign("/")) => Math::Divide,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.single()?;
            left = join(left, right, |a, b| Parsed::Math(how, a, b));
        }
    }

    fn single(&mut self) -> Result<Expr, GuardFault> {
        let span = self.here();
        match self.peek().cloned() {
            Some(Token::Value(value)) => {
                self.at += 1;
                Ok(Expr { node: Parsed::Literal(value), span })
            }
            Some(Token::Length(length)) => {
                self.at += 1;
                Ok(Expr { node: Parsed::Length(length), span })
            }
            Some(Token::Sign("(")) => {
                self.at += 1;
                let inner = self.or()?;
                self.expect(")")?;
                Ok(inner)
            }
            Some(Token::Name(name)) => {
                self.at += 1;
                if self.take(&Token::Sign("(")) {
                    let arguments = self.arguments()?;
                    let span = span.start..self.end_of_last();
                    return Ok(Expr { node: Parsed::Call(name, arguments), span });
                }
                self.path(name, span)
            }
            _ => Err(GuardFault::new(span, "a fact, a value or `(` is missing here")),
        }
    }

    fn path(&mut self, first: String, span: Range<usize>) -> Result<Expr, GuardFault> {
        let mut names = vec![first];
        while self.take(&Token::Sign(".")) {
            match self.peek().cloned() {
                Some(Token::Name(name)) => names.push(name),
                _ => return Err(GuardFault::new(self.here(), "a name is missing after the dot")),
            }
            self.at += 1;
        }
        Ok(Expr { span: span.start..self.end_of_last(), node: Parsed::Path(names) })
    }

    fn arguments(&mut self) -> Result<Vec<Expr>, GuardFault> {
        let mut all = Vec::new();
        if self.take(&Token::Sign(")")) {
            return Ok(all);
        }
        loop {
            all.push(self.or()?);
            if self.take(&Token::Sign(")")) {
                return Ok(all);
            }
            self.expect(",")?;
        }
    }
}

fn join(left: Expr, right: Expr, how: impl FnOnce(Box<Expr>, Box<Expr>) -> Parsed) -> Expr {
    let span = left.span.start..right.span.end;
    Expr { node: how(Box::new(left), Box::new(right)), span }
}
