//! From nodes of the outline to items: heading, own text, references and responsible bodies.
//!
//! Owns: which text belongs to which item. All places are in the folded text until the end.

use super::cites::Found;
use super::label::Label;
use super::line::Line;
use super::model::{Cite, Item, Numbering, Responsible};
use super::obligation::Draft;
use super::outline::Node;
use super::reader::{in_one_line, slice};
use super::responsible::Note;
use super::table::Row;
use crate::fold::Folded;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// An item in places of the folded text.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) node: Node,
    pub(super) heading: Option<Range<usize>>,
    /// Its own text in one or more stretches, without number, heading and children.
    pub(super) own: Vec<Range<usize>>,
    /// Indices into the references found.
    pub(super) cites: Vec<Found>,
    pub(super) notes: Vec<Note>,
    pub(super) has_children: bool,
    pub(super) obligations: Vec<Draft>,
}

/// Gives each node its text, references and notes.
pub(super) fn assemble(
    text: &str,
    lines: &[Line],
    nodes: &[Node],
    cites: &[Found],
    notes: &[Note],
) -> Vec<Piece> {
    let mut pieces = own_texts(text, nodes);
    let owners = Owners { nodes };
    for cite in cites {
        if let Some(owner) = owners.at(cite.span.start) {
            pieces[owner].cites.push(cite.clone());
        }
    }
    let mut rows = BTreeSet::new();
    for note in notes {
        if let Some(owner) = owners.at(note.span.start).map(|owner| owners.of_note(owner, &mut rows)) {
            pieces[owner].notes.push(note.clone());
        }
    }
    for piece in &mut pieces {
        split_heading(text, lines, piece);
    }
    pieces
}

/// The stretches of each item that belong to none of its children.
fn own_texts(text: &str, nodes: &[Node]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = nodes.iter().map(|node| piece(node.clone())).collect();
    let mut cursor: Vec<usize> = nodes.iter().map(|node| node.label.body).collect();
    for node in nodes {
        let Some(parent) = node.parent else { continue };
        push_stretch(text, &mut pieces[parent].own, cursor[parent]..node.label.start);
        cursor[parent] = node.end.max(node.label.body);
        pieces[parent].has_children = true;
    }
    for (index, node) in nodes.iter().enumerate() {
        push_stretch(text, &mut pieces[index].own, cursor[index]..node.end);
    }
    pieces
}

fn piece(node: Node) -> Piece {
    let (own, cites, notes, obligations) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Piece { node, heading: None, own, cites, notes, has_children: false, obligations }
}

fn push_stretch(text: &str, own: &mut Vec<Range<usize>>, span: Range<usize>) {
    if span.start >= span.end {
        return;
    }
    let inside = &text[span.clone()];
    let bare = inside.trim_start_matches(is_dress);
    let start = span.end - bare.len();
    let end = start + bare.trim_end_matches(is_dress).len();
    if start < end {
        own.push(start..end);
    }
}

fn is_dress(c: char) -> bool {
    c.is_whitespace() || matches!(c, '#' | '*')
}

struct Owners<'a> {
    nodes: &'a [Node],
}

impl Owners<'_> {
    /// The innermost item that contains a place.
    fn at(&self, place: usize) -> Option<usize> {
        let after = self.nodes.partition_point(|node| node.label.start <= place);
        let mut candidate = after.checked_sub(1);
        while let Some(index) = candidate {
            if place < self.nodes[index].end {
                return Some(index);
            }
            candidate = self.nodes[index].parent;
        }
        None
    }

    /// A note behind the last of 一是 … 二是 … is meant for all of them, unless the others have their own.
    fn of_note(&self, owner: usize, rows: &mut BTreeSet<usize>) -> usize {
        let node = &self.nodes[owner];
        match node.parent {
            Some(parent) if node.label.numbering == Numbering::Ordinal => {
                if node.label.value == 1 {
                    rows.insert(parent);
                }
                if rows.contains(&parent) { owner } else { parent }
            }
            _ => owner,
        }
    }
}

/// The longest first sentence that is still a heading, in characters.
const LONGEST_HEADING: usize = 50;

/// Takes the heading off the own text: the first line when it has no stop, else the first short sentence when
/// more follows.
fn split_heading(text: &str, lines: &[Line], piece: &mut Piece) {
    let Some(first) = piece.own.first().cloned() else { return };
    let line_end = lines[piece.node.label.line].span.end;
    if first.start > line_end || piece.node.label.numbering == Numbering::Paragraph {
        return;
    }
    let head = first.start..first.end.min(line_end);
    let written = &text[head.clone()];
    let stop = written.find(['。', '：', '；', '！', '\n']);
    let is_last = |at: usize, length: usize| at + length == written.len();
    let (end, next) = match stop {
        Some(at) if written[at..].starts_with('。') => (at, at + "。".len()),
        Some(at) if written[at..].starts_with('：') && is_last(at, "：".len()) && !written.contains('，') => {
            (at, at + "：".len())
        }
        Some(_) => return,
        None if written.ends_with([':', '.']) => (written.len() - 1, written.len()),
        None => (written.len(), written.len()),
    };
    let rest_start = head.start + next;
    let is_noted = |at: usize| piece.notes.iter().find(|note| note.span.start <= at && at < note.span.end);
    let mut more = rest_start;
    while more < first.end {
        match is_noted(more) {
            Some(note) => more = note.span.end,
            None if text[more..].starts_with(|c: char| c.is_whitespace() || c == '。') => {
                more += text[more..].chars().next().map_or(1, char::len_utf8);
            }
            None => break,
        }
    }
    let follows = more < first.end || piece.own.len() > 1 || piece.has_children;
    let is_plain_line = stop.is_none() && piece.node.label.numbering != Numbering::Ordinal;
    let is_short = written[..end].chars().count() <= LONGEST_HEADING && !written[..end].contains(['，', ',']);
    let has_pause =
        written[..end].chars().count() <= LONGEST_HEADING && written[..end].matches(['，', ',']).count() <= 2;
    if end == 0 || !(is_short || has_pause) || !(follows || is_plain_line) {
        return;
    }
    piece.heading = Some(head.start..head.start + end);
    piece.own.remove(0);
    let mut rest = Vec::new();
    push_stretch(text, &mut rest, rest_start..first.end);
    rest.append(&mut piece.own);
    piece.own = rest;
}

impl Piece {
    /// Takes the heading of a row that is an item by itself off its text: the cell of the task.
    pub(super) fn head_row(&mut self, text: &str, rows: &BTreeMap<usize, Row>) {
        let row = rows.get(&self.node.label.line).and_then(|row| row.title.clone());
        let (Some(title), Some(first)) = (row, self.own.first().cloned()) else { return };
        if self.heading.is_some() || !(first.start <= title.start && title.end <= first.end) {
            return;
        }
        self.heading = Some(title.clone());
        let mut rest = Vec::new();
        push_stretch(text, &mut rest, title.end..first.end);
        rest.extend(self.own.drain(1..));
        self.own = rest;
    }

    /// The item in places and words of the text given.
    pub(super) fn into_original(self, folded: &Folded<'_>) -> Item {
        let Label { numbering, value, start, body, .. } = self.node.label;
        let original = |span: &Range<usize>| folded.original_span(span.clone());
        let texts: Vec<String> = self.own.iter().map(|span| slice(folded, span.clone())).collect();
        let end = self.own.last().map_or(0, |own| own.end).max(self.node.end).max(body);
        let end = start + folded.text()[start..end].trim_end_matches(is_dress).len();
        let body = body.min(end);
        Item {
            path: self.node.path,
            level: self.node.level,
            part: self.node.part,
            numbering,
            value,
            number: folded.original()[original(&(start..body))].trim().to_owned(),
            heading: self.heading.as_ref().map(|span| in_one_line(folded, span.clone())),
            text: texts.join("\n"),
            span: original(&(start..end)),
            text_spans: self.own.iter().map(original).collect(),
            obligations: self.obligations.into_iter().map(|draft| draft.into_original(folded)).collect(),
            responsible: responsible(folded, &self.notes),
            cites: self.cites.iter().map(|cite| of_cite(folded, cite)).collect(),
        }
    }
}

fn responsible(folded: &Folded<'_>, notes: &[Note]) -> Vec<Responsible> {
    let bodies = notes.iter().flat_map(|note| &note.bodies);
    let body = |(span, role): &(Range<usize>, super::model::Role)| Responsible {
        name: in_one_line(folded, span.clone()),
        role: *role,
        span: folded.original_span(span.clone()),
    };
    bodies.map(body).collect()
}

fn of_cite(folded: &Folded<'_>, cite: &Found) -> Cite {
    Cite {
        kind: cite.kind,
        text: in_one_line(folded, cite.inner.clone()),
        span: folded.original_span(cite.span.clone()),
    }
}
