//! Owns the original text cut where obligations begin and end, so that each is marked exactly where it was read.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::pages::plan::SourcePiece;

/// The text in pieces; `spans` are numbered from 1. Spans may touch, overlap and lie within each other.
pub(super) fn pieces(text: &str, spans: &[Range<usize>]) -> Vec<SourcePiece> {
    let is_place = |at: &usize| *at <= text.len() && text.is_char_boundary(*at);
    let mut cuts: BTreeSet<usize> =
        spans.iter().flat_map(|span| [span.start, span.end]).filter(is_place).collect();
    cuts.extend([0, text.len()]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let mut order: Vec<(usize, &Range<usize>)> = (1..).zip(spans).collect();
    order.sort_by_key(|(_, span)| span.start);
    let mut next = order.into_iter().peekable();
    let mut open_until = 0;
    let mut all = Vec::new();
    for ends in cuts.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let mut begins = Vec::new();
        while let Some((n, span)) = next.next_if(|(_, span)| span.start <= from) {
            begins.push(u32::try_from(n).unwrap_or(u32::MAX));
            open_until = open_until.max(span.end);
        }
        all.push(SourcePiece { text: text[from..to].to_owned(), marked: open_until > from, begins });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, spans: &[Range<usize>]) -> String {
        let piece = |piece: SourcePiece| {
            let begins: String = piece.begins.iter().map(|n| format!("({n})")).collect();
            let text = piece.text;
            if piece.marked { format!("{begins}[{text}]") } else { format!("{begins}{text}") }
        };
        pieces(text, spans).into_iter().map(piece).collect()
    }

    #[test]
    fn spans_are_marked_where_they_stand() {
        assert_eq!(drawn("甲乙丙丁", std::slice::from_ref(&(3..6))), "甲(1)[乙]丙丁");
        assert_eq!(drawn("甲乙丙丁", &[0..3, 3..12]), "(1)[甲](2)[乙丙丁]");
        assert_eq!(drawn("甲乙丙", &[]), "甲乙丙");
        assert_eq!(drawn("", &[]), "");
    }

    #[test]
    fn spans_within_each_other_and_out_of_order_lose_nothing() {
        assert_eq!(drawn("甲乙丙丁", &[6..9, 0..12]), "(2)[甲乙](1)[丙][丁]");
        assert_eq!(drawn("甲乙丙丁", &[0..6, 3..9]), "(1)[甲](2)[乙][丙]丁");
        assert_eq!(drawn("甲乙", &[0..3, 0..3]), "(1)(2)[甲]乙");
    }

    #[test]
    fn a_place_that_is_none_breaks_nothing() {
        let said = |spans: &[Range<usize>]| {
            pieces("甲乙", spans).into_iter().map(|piece| piece.text).collect::<String>()
        };
        assert_eq!(said(std::slice::from_ref(&(1..2))), "甲乙");
        assert_eq!(said(std::slice::from_ref(&(0..99))), "甲乙");
    }
}
