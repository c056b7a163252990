//! What an item has from outside its sentences: its heading, the items above it, and the notes, which may part it into
//! several tasks with bodies and a time of their own.

use super::item::Piece;
use super::mask;
use super::model::Role;
use super::responsible::Due;
use super::verbs;
use std::ops::Range;

/// What an item takes from its heading and from the items above it.
pub(super) struct Frame {
    pub(super) is_background: bool,
    pub(super) headings: String,
    /// Bodies named in notes, those that lead or answer first.
    pub(super) noted: Vec<Range<usize>>,
    /// The time that a note sets.
    pub(super) due: Due,
    /// The tasks of the item, when it has several with notes of their own.
    pub(super) tasks: Vec<Task>,
}

/// One of several tasks of an item: what stands before its note.
pub(super) struct Task {
    /// From the note before to the end of its own.
    pub(super) span: Range<usize>,
    pub(super) noted: Vec<Range<usize>>,
    pub(super) due: Due,
}

/// The tasks of an item by its notes. Notes that stand together, or of which one names bodies and the other a time, are
/// one; a single one is for the whole item.
fn tasks(hidden: &str, piece: &Piece) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    for note in &piece.notes {
        let acting = note.bodies.iter().filter(|(_, role)| *role != Role::Support);
        let noted: Vec<Range<usize>> = acting.map(|(span, _)| span.clone()).collect();
        let start = tasks.last().map_or(piece.node.label.body, |task| task.span.end);
        let is_word = |c: char| c.is_alphanumeric() && !mask::is_hidden(c);
        let is_apart = hidden.get(start..note.span.start).is_some_and(|between| between.contains(is_word));
        let goes_on = |task: &&mut Task| {
            let is_second =
                (!task.noted.is_empty() && !noted.is_empty()) || (task.due.is_set() && note.due.is_set());
            !is_apart || !is_second
        };
        if let Some(task) = tasks.last_mut().filter(goes_on) {
            task.span.end = note.span.end.max(task.span.end);
            task.noted.extend(noted);
            task.due = std::mem::take(&mut task.due).or(note.due.clone());
        } else {
            let due = note.due.clone();
            tasks.push(Task { span: start..note.span.end.max(start), noted, due });
        }
    }
    let is_table = piece.notes.iter().any(|note| note.is_cell);
    if tasks.len() > 1 || is_table { tasks } else { Vec::new() }
}

impl Frame {
    pub(super) fn new(text: &str, hidden: &str, piece: &Piece, parent: Option<&Self>) -> Self {
        let heading = piece.heading.clone().map_or("", |span| &text[span]);
        let above = parent.map_or("", |parent| parent.headings.as_str());
        let is_inherited = parent.is_some_and(|parent| parent.is_background);
        let bodies = || piece.notes.iter().flat_map(|note| &note.bodies);
        let mut noted: Vec<Range<usize>> =
            bodies().filter(|(_, role)| *role != Role::Support).map(|(span, _)| span.clone()).collect();
        if noted.is_empty() {
            noted = parent.map(|parent| parent.noted.clone()).unwrap_or_default();
        }
        let own = piece.notes.iter().map(|note| &note.due).find(|due| due.is_set());
        let due = own.or(parent.map(|parent| &parent.due)).cloned().unwrap_or_default();
        Self {
            due,
            tasks: tasks(hidden, piece),
            is_background: is_inherited || verbs::is_background(heading),
            headings: format!("{heading}\n{above}"),
            noted,
        }
    }

    /// Who has to act at a place, by the notes.
    pub(super) fn noted_at(&self, place: usize) -> &[Range<usize>] {
        match self.task_at(place) {
            Some(task) => task.map_or(&[], |task| &task.noted),
            None => &self.noted,
        }
    }

    /// The time that the notes set for a place.
    pub(super) fn due_at(&self, place: usize) -> Due {
        match self.task_at(place) {
            Some(task) => task.map(|task| task.due.clone()).unwrap_or_default(),
            None => self.due.clone(),
        }
    }

    /// Where an item has several tasks, that of a place; what stands behind the last note has none.
    fn task_at(&self, place: usize) -> Option<Option<&Task>> {
        (!self.tasks.is_empty()).then(|| self.tasks.iter().find(|task| place < task.span.end))
    }
}
