//! Places for the boxes, names and lines of a flow chart.
//!
//! States take the even ranks and the names of actions the odd ones; a line that passes a rank gets a bend
//! there, so that it goes around boxes.

use std::fmt::Write as _;

use super::measure::{ems, wrap};
use super::place::place;
use super::{Edge, Flow, Note};
use crate::components::Level;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// The state with this number.
    State(usize),
    /// Where a matter is opened.
    Start,
    /// The name of an action, with the class of its line.
    Name(&'static str),
    /// Where a line passes a rank.
    Bend,
}

/// A row of text in an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub text: String,
    pub href: Option<String>,
    pub class: &'static str,
}

/// Something with a place: `x` is its middle, `y` its upper edge.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub place: Place,
    pub rows: Vec<Row>,
    pub line_height: f64,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub rank: usize,
    pub order: f64,
}

/// A line with its arrow.
pub(super) struct Line {
    pub class: &'static str,
    pub path: String,
    pub tip: String,
}

/// The words of a drawing.
pub(super) struct Words<'a> {
    /// "You are here".
    pub here: &'a str,
    /// "And from n other states".
    pub others: &'a dyn Fn(usize) -> String,
    /// A text of the definition as the reader writes it.
    pub write: &'a dyn Fn(&str) -> String,
}

/// A finished layout.
pub(super) struct Layout {
    pub items: Vec<Item>,
    pub lines: Vec<Line>,
    pub width: f64,
    pub height: f64,
}

/// An edge between numbered nodes; several actions between the same two states share it.
pub(super) struct Road {
    from: usize,
    to: usize,
    names: Vec<Named>,
    class: &'static str,
    back: bool,
    /// Items from the upper to the lower end.
    pub through: Vec<usize>,
}

/// The name of an action on a road.
struct Named {
    text: String,
    href: Option<String>,
    note: Option<Note>,
}

impl Named {
    fn rows(&self, words: &Words<'_>) -> Vec<Row> {
        let plain = self.text.split('\n').flat_map(|line| wrap(line, 9.0));
        let mut rows: Vec<Row> = plain.map(|text| Row { text, href: self.href.clone(), class: "" }).collect();
        rows.extend(self.note.iter().flat_map(|note| noted(note, self.href.as_ref(), words)));
        rows
    }
}

/// A note as rows, in the colour of its level.
fn noted(note: &Note, href: Option<&String>, words: &Words<'_>) -> Vec<Row> {
    let class = match note.level {
        Level::None => "note",
        Level::Notice => "note notice",
        Level::Yellow => "note yellow",
        Level::Red => "note red",
    };
    let lines = wrap(&(words.write)(&note.text), 11.0);
    lines.into_iter().map(|text| Row { text, href: href.cloned(), class }).collect()
}

pub(super) const BETWEEN_RANKS: f64 = 15.0;
pub(super) const BETWEEN_ITEMS: f64 = 16.0;
pub(super) const MARGIN: f64 = 6.0;
/// From so many states on an action is drawn from the last of them only.
const MANY: usize = 3;

impl Layout {
    pub(super) fn of(flow: &Flow, words: &Words<'_>) -> Self {
        let mut roads = roads(flow, words);
        let start = flow.states.len();
        mark_back(start + 1, &mut roads);
        let ranks = ranks(start + 1, &roads);
        let has_start = roads.iter().any(|r| r.from == start);
        let mut items: Vec<Item> = flow
            .states
            .iter()
            .enumerate()
            .map(|(n, s)| {
                let mut rows = plain(wrap(&(words.write)(&s.label), 9.0));
                if s.current {
                    rows.extend(plain(vec![format!("▶ {}", words.here)]));
                } else if s.visited
                    && let Some(first) = rows.first_mut()
                {
                    first.text.insert_str(0, "✓ ");
                }
                // The box is one link: its rows are none of their own.
                rows.extend(s.note.iter().flat_map(|note| noted(note, None, words)));
                boxed(Place::State(n), rows, 14.0, 24.0, 14.0, ranks[n] * 2)
            })
            .collect();
        items.push(Item {
            width: 12.0,
            height: if has_start { 12.0 } else { 0.0 },
            ..boxed(Place::Start, vec![], 14.0, 0.0, 0.0, ranks[start] * 2)
        });
        for road in &mut roads {
            let (upper, lower) = if road.back { (road.to, road.from) } else { (road.from, road.to) };
            road.through.push(upper);
            // The name lies next to the end from which the action starts.
            let name_at = if road.back { ranks[lower] * 2 - 1 } else { ranks[upper] * 2 + 1 };
            for rank in ranks[upper] * 2 + 1..ranks[lower] * 2 {
                let item = if rank == name_at {
                    let rows = road.names.iter().flat_map(|name| name.rows(words)).collect();
                    boxed(Place::Name(road.class), rows, 12.0, 6.0, 2.0, rank)
                } else {
                    boxed(Place::Bend, vec![], 12.0, 8.0, 0.0, rank)
                };
                road.through.push(items.len());
                items.push(item);
            }
            road.through.push(lower);
        }
        place(&mut items, &roads);
        let height = items.iter().map(|i| i.y + i.height).fold(0.0, f64::max) + MARGIN;
        let width = items.iter().map(|i| i.x + i.width / 2.0).fold(0.0, f64::max) + MARGIN;
        let lines = roads.iter().map(|road| line(road, &roads, &items)).collect();
        if !has_start {
            items.remove(start);
        }
        Self { items, lines, width, height }
    }
}

/// The edges between known states, same ends joined, loops left out. The start has the number after the last state.
fn roads(flow: &Flow, words: &Words<'_>) -> Vec<Road> {
    let find = |id: &str| flow.states.iter().position(|s| s.id == id);
    let mut roads: Vec<Road> = Vec::new();
    for edge in &flow.edges {
        let from = match &edge.from {
            Some(id) => find(id),
            None => Some(flow.states.len()),
        };
        let (Some(from), Some(to)) = (from, find(&edge.to)) else { continue };
        if from == to {
            continue;
        }
        let class = if edge.done {
            "done"
        } else if edge.open {
            "open"
        } else {
            "other"
        };
        let quiet = class == "other" && edge.from.is_some();
        let mut text = (words.write)(&edge.label);
        if quiet {
            let sources = sources(flow, edge, &find);
            if sources.len() >= MANY {
                if sources.last() != Some(&from) {
                    continue;
                }
                text = format!("{text}\n{}", (words.others)(sources.len() - 1));
            }
        }
        let name = Named { text, href: edge.href.clone(), note: edge.note.clone() };
        match roads.iter_mut().find(|r| r.from == from && r.to == to) {
            Some(road) => {
                if !road.names.iter().any(|known| known.text == name.text) {
                    road.names.push(name);
                }
                if road.class == "other" || class == "done" {
                    road.class = class;
                }
            }
            None => roads.push(Road { from, to, names: vec![name], class, back: false, through: vec![] }),
        }
    }
    roads
}

/// The states, in the order of the definition, from which the same action leads to the same state without
/// having been done or being open.
fn sources(flow: &Flow, edge: &Edge, find: &dyn Fn(&str) -> Option<usize>) -> Vec<usize> {
    let alike = |e: &&Edge| {
        e.label == edge.label && e.to == edge.to && e.from != Some(e.to.clone()) && !e.done && !e.open
    };
    let mut all: Vec<usize> =
        flow.edges.iter().filter(alike).filter_map(|e| find(e.from.as_deref()?)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Marks the edges that lead back to a node still being visited, so that the others have no cycle.
fn mark_back(nodes: usize, roads: &mut [Road]) {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let mut seen = vec![Seen::Not; nodes];
    let roots = std::iter::once(nodes - 1).chain(0..nodes - 1);
    for root in roots {
        if seen[root] != Seen::Not {
            continue;
        }
        let mut stack = vec![(root, 0)];
        seen[root] = Seen::Open;
        while let Some((node, next)) = stack.pop() {
            let Some(at) = roads.iter().enumerate().skip(next).find(|(_, r)| r.from == node).map(|(i, _)| i)
            else {
                seen[node] = Seen::Done;
                continue;
            };
            stack.push((node, at + 1));
            let to = roads[at].to;
            match seen[to] {
                Seen::Not => {
                    seen[to] = Seen::Open;
                    stack.push((to, 0));
                }
                Seen::Open => roads[at].back = true,
                Seen::Done => {}
            }
        }
    }
}

/// The layer of each node: the longest road to it.
fn ranks(nodes: usize, roads: &[Road]) -> Vec<usize> {
    let mut ranks = vec![0; nodes];
    // INVARIANT: without the marked edges there is no cycle, so `nodes` rounds are enough.
    for _ in 0..nodes {
        let mut moved = false;
        for road in roads {
            let (upper, lower) = if road.back { (road.to, road.from) } else { (road.from, road.to) };
            if ranks[lower] <= ranks[upper] {
                ranks[lower] = ranks[upper] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    // A state that nothing drawn leads to stands just above what it leads to, not at the top.
    let ends = |r: &Road| if r.back { (r.to, r.from) } else { (r.from, r.to) };
    for node in 0..nodes - 1 {
        let led_to = roads.iter().any(|r| ends(r).1 == node);
        let next = roads.iter().filter(|r| ends(r).0 == node).map(|r| ranks[ends(r).1]).min();
        if let Some(next) = next.filter(|_| !led_to) {
            ranks[node] = next - 1;
        }
    }
    ranks
}

/// The line of a road: upright at its ends and through each rank, curved between ranks.
fn line(road: &Road, roads: &[Road], items: &[Item]) -> Line {
    let mut path = String::new();
    let last = road.through.len() - 1;
    let (mut start, mut end) = ((0.0, 0.0), (0.0, 0.0));
    for (i, pair) in road.through.windows(2).enumerate() {
        let [upper, lower] = *pair else { continue };
        let x1 = if i == 0 { port(upper, lower, true, roads, items) } else { items[upper].x };
        let x2 = if i + 1 == last { port(lower, upper, false, roads, items) } else { items[lower].x };
        let (y1, y2) = (items[upper].y + items[upper].height, items[lower].y);
        let middle = f64::midpoint(y1, y2);
        // Writing into a string cannot fail.
        if i == 0 {
            start = (x1, y1);
            let _ = write!(path, "M{x1:.1} {y1:.1}");
        } else {
            let _ = write!(path, "L{x1:.1} {y1:.1}");
        }
        let _ = write!(path, "C{x1:.1} {middle:.1} {x2:.1} {middle:.1} {x2:.1} {y2:.1}");
        end = (x2, y2);
    }
    let ((x, y), wing) = if road.back { (start, 8.0) } else { (end, -8.0) };
    let tip = format!("M{x:.1} {y:.1}L{:.1} {:.1}L{:.1} {:.1}Z", x - 4.5, y + wing, x + 4.5, y + wing);
    Line { class: road.class, path, tip }
}

/// Where on the lower (or upper) edge of a box a line is tied: lines are spread in the order of their other ends.
fn port(node: usize, other: usize, lower_edge: bool, roads: &[Road], items: &[Item]) -> f64 {
    let mut others: Vec<usize> = roads
        .iter()
        .flat_map(|r| r.through.windows(2))
        .filter_map(|pair| match *pair {
            [upper, lower] if lower_edge && upper == node => Some(lower),
            [upper, lower] if !lower_edge && lower == node => Some(upper),
            _ => None,
        })
        .collect();
    others.sort_by(|&a, &b| items[a].x.total_cmp(&items[b].x));
    let at = others.iter().position(|&o| o == other).unwrap_or(0) as f64;
    let room = (items[node].width - 24.0).max(0.0);
    let step = (room / others.len().max(1) as f64).min(26.0);
    items[node].x + (at - (others.len() as f64 - 1.0) / 2.0) * step
}

fn plain(lines: Vec<String>) -> Vec<Row> {
    lines.into_iter().map(|text| Row { text, href: None, class: "" }).collect()
}

fn boxed(place: Place, rows: Vec<Row>, size: f64, pad_x: f64, pad_y: f64, rank: usize) -> Item {
    let line_height = size * 1.35;
    let width = rows.iter().map(|row| ems(&row.text) * size).fold(0.0, f64::max) + pad_x;
    let height = rows.len() as f64 * line_height + pad_y;
    Item { place, rows, line_height, x: 0.0, y: 0.0, width, height, rank, order: 0.0 }
}
