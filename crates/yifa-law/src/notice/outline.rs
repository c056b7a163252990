//! How the numbers of the outline nest.
//!
//! Owns: the tree, its paths and the gaps in its numbers. Custom orders the ways of numbering
//! ([`Numbering`]); a text may turn the order round, which shows in the numbers running on. All places are in
//! the folded text.

use super::finding::{Finding, FindingCode};
use super::label::Label;
use super::line::Line;
use super::model::Numbering;
use std::collections::BTreeMap;
use std::ops::Range;

/// A number of the outline with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) label: Label,
    pub(super) parent: Option<usize>,
    pub(super) level: usize,
    pub(super) part: usize,
    pub(super) end: usize,
    pub(super) path: String,
}

/// Nests the labels. `seams` are the places where another document begins; `end` is the end of the outline.
pub(super) fn build(labels: Vec<Label>, lines: &[Line], seams: &[usize], end: usize) -> Vec<Node> {
    let labels = without_rows_before_the_outline(labels);
    let next_of_kind = next_of_same_numbering(&labels);
    let mut builder = Builder { nodes: Vec::new(), paths: BTreeMap::new(), stack: Vec::new(), part: 1 };
    let mut seams = seams.iter().copied().peekable();
    for label in &labels {
        while let Some(seam) = seams.next_if(|seam| *seam <= label.start) {
            builder.begin_part(seam, lines);
        }
        builder.close_rows(label, lines);
        builder.make_room(label, &labels, &next_of_kind);
        builder.push(label.clone());
    }
    builder.close_all(seams.next().unwrap_or(end), lines);
    builder.nodes
}

/// 一是 … 二是 … before the first heading belongs to the preamble, unless the text has no headings.
fn without_rows_before_the_outline(labels: Vec<Label>) -> Vec<Label> {
    let is_row = |label: &Label| matches!(label.numbering, Numbering::Ordinal | Numbering::Circled);
    if labels.iter().all(is_row) {
        return labels;
    }
    labels.into_iter().skip_while(is_row).collect()
}

/// For each label the next one that is numbered in the same way: from the back, in one pass.
fn next_of_same_numbering(labels: &[Label]) -> Vec<Option<usize>> {
    let mut last = [None; 12];
    let mut next = vec![None; labels.len()];
    for (index, label) in labels.iter().enumerate().rev() {
        let slot = &mut last[label.numbering as usize];
        next[index] = *slot;
        *slot = Some(index);
    }
    next
}

struct Builder {
    nodes: Vec<Node>,
    paths: BTreeMap<(usize, String), usize>,
    stack: Vec<usize>,
    part: usize,
}

impl Builder {
    fn top(&self) -> Option<&Node> {
        self.stack.last().map(|index| &self.nodes[*index])
    }

    fn pop(&mut self, end: usize) {
        if let Some(index) = self.stack.pop() {
            self.nodes[index].end = end;
        }
    }

    /// A row inside a paragraph ends with the paragraph.
    fn close_rows(&mut self, label: &Label, lines: &[Line]) {
        while let Some(top) = self.top().filter(|top| top.label.inline && top.label.line != label.line) {
            let end = lines[top.label.line].span.end;
            self.pop(end);
        }
    }

    /// Closes every item that the label does not belong to.
    fn make_room(&mut self, label: &Label, labels: &[Label], next: &[Option<usize>]) {
        if let Some(depth) = self.stack.iter().position(|i| self.nodes[*i].label.numbering == label.numbering)
        {
            while self.stack.len() > depth {
                self.pop(label.start);
            }
            return;
        }
        while let Some(top) = self.stack.last().copied() {
            let is_inside = self.nodes[top].label.numbering < label.numbering
                || (may_turn_round(label, &self.nodes[top].label)
                    && next[top].is_some_and(|after| labels[after].value == labels[top].value + 1));
            if is_inside {
                return;
            }
            self.pop(label.start);
        }
    }

    fn push(&mut self, label: Label) {
        let parent = self.stack.last().copied();
        let own = segment(&label);
        let mut path =
            parent.map_or_else(|| own.clone(), |parent| format!("{}.{own}", self.nodes[parent].path));
        let uses = self.paths.entry((self.part, path.clone())).or_default();
        *uses += 1;
        if *uses > 1 {
            path = format!("{path}~{uses}");
        }
        let (level, end) = (self.stack.len() + 1, label.body);
        self.stack.push(self.nodes.len());
        self.nodes.push(Node { label, parent, level, part: self.part, end, path });
    }

    fn begin_part(&mut self, seam: usize, lines: &[Line]) {
        self.close_all(seam, lines);
        self.part += usize::from(!self.nodes.is_empty());
    }

    fn close_all(&mut self, end: usize, lines: &[Line]) {
        while let Some(top) = self.top() {
            let end = if top.label.inline { lines[top.label.line].span.end.min(end) } else { end };
            self.pop(end);
        }
    }
}

fn segment(label: &Label) -> String {
    let chinese = || crate::numeral::to_chinese(u64::from(label.value));
    match label.numbering {
        Numbering::Part => format!("第{}部分", chinese()),
        Numbering::Chapter => format!("第{}章", chinese()),
        Numbering::Section => format!("第{}节", chinese()),
        Numbering::Article => format!("第{}条", chinese()),
        Numbering::Chinese | Numbering::Ordinal => chinese(),
        Numbering::ChineseBracket => format!("({})", chinese()),
        Numbering::Arabic => label.value.to_string(),
        Numbering::ArabicHalfBracket => format!("{})", label.value),
        Numbering::ArabicBracket => format!("({})", label.value),
        Numbering::Circled => {
            char::from_u32(u32::from('①') + label.value - 1).map_or_else(String::new, String::from)
        }
        Numbering::Paragraph => format!("¶{}", label.value),
    }
}

/// Custom puts （一） above 1., but some texts turn them round: 1. … （一） … （二） … 2.
fn may_turn_round(label: &Label, top: &Label) -> bool {
    let is_row = matches!(top.numbering, Numbering::Ordinal | Numbering::Circled);
    label.value == 1 && !is_row && label.numbering > Numbering::Chinese
}

/// Numbers that are left out, used twice or out of order. A number may go on from its elder sibling, or from
/// the last of its kind in the part, since some texts count through all chapters.
pub(super) fn gaps(nodes: &[Node]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut siblings: BTreeMap<(usize, Option<usize>, Numbering), u32> = BTreeMap::new();
    let mut running: BTreeMap<(usize, Numbering), u32> = BTreeMap::new();
    for node in nodes {
        let Label { numbering, value, start, body, .. } = node.label;
        let is_new_row = value == 1 && matches!(numbering, Numbering::Ordinal | Numbering::Circled);
        if is_new_row {
            siblings.remove(&(node.part, node.parent, numbering));
        }
        let elder = siblings.insert((node.part, node.parent, numbering), value);
        let last = running.insert((node.part, numbering), value);
        findings.extend(gap(value, elder, last, start..body));
    }
    findings
}

fn gap(value: u32, elder: Option<u32>, last: Option<u32>, span: Range<usize>) -> Option<Finding> {
    let finding = |code| Finding::new(code, span.clone());
    let after = elder.or(last.filter(|_| value > 1)).unwrap_or(0);
    if value == after + 1 || last.is_some_and(|last| value == last + 1) || (elder.is_none() && value == 1) {
        None
    } else if value == after {
        Some(finding(FindingCode::NumberRepeated).with("number", value))
    } else if value > after {
        Some(finding(FindingCode::NumberSkipped).with("after", after).with("found", value))
    } else {
        Some(finding(FindingCode::NumberOutOfOrder).with("after", after).with("found", value))
    }
}
