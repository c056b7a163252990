//! Tables of tasks: one task in a row, with bodies and times in cells of their own.
//!
//! Owns: telling the rows of a table by its tabs, bars or wide blanks, what its header says of the columns, and the notes
//! that the cells are. It must not know what a task asks for. All places are in the folded text.

use super::line::Line;
use super::model::Role;
use super::responsible::{self, Cell, Note};
use super::sentence::trimmed;
use std::collections::BTreeMap;
use std::iter;
use std::ops::Range;

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The cells that say who and by when, or nothing of the task.
    pub(super) notes: Vec<Note>,
    /// The first cell of the task; `None` in the header and the rule below it.
    pub(super) title: Option<Range<usize>>,
}

/// The rows of all tables by their lines.
pub(super) fn rows(text: &str, lines: &[Line]) -> BTreeMap<usize, Row> {
    let mut rows = BTreeMap::new();
    let mut header: Vec<Option<Cell>> = Vec::new();
    let mut last = 0;
    for (index, line) in lines.iter().enumerate() {
        let cells = cells(text, line);
        if cells.len() < 2 {
            continue;
        }
        if index > last + 1 {
            header.clear();
        }
        let columns: Vec<Option<Cell>> = cells.iter().map(|cell| heading(&text[cell.clone()])).collect();
        let is_rule =
            cells.iter().all(|cell| text[cell.clone()].chars().all(|c| matches!(c, '-' | ':' | '—')));
        if is_rule || columns.iter().flatten().count() * 2 > cells.len() {
            if !is_rule {
                header = columns;
            }
            let note = Note::of_cell(line.span.clone(), Vec::new(), None);
            rows.insert(index, Row { notes: vec![note], title: None });
            last = index;
        } else if let Some(row) = row(text, line, &cells, &header) {
            rows.insert(index, row);
            last = index;
        }
    }
    rows
}

/// The cells of a line; one when it is no row.
fn cells(text: &str, line: &Line) -> Vec<Range<usize>> {
    let written = &text[line.span.clone()];
    let parts = if written.contains('\t') {
        parts(text, line.span.clone(), "\t")
    } else if written.starts_with('|') {
        let (before, after) = (written.trim_start_matches('|'), written.trim_end_matches('|'));
        let start = line.span.end - before.len();
        parts(text, start..start.max(line.span.start + after.len()), "|")
    } else if written.contains(['。', '；', '：']) {
        // Columns parted by blanks hold no sentences.
        return Vec::new();
    } else {
        let wide = |part| parts(text, part, "\u{3000}\u{3000}");
        let parts = parts(text, line.span.clone(), "  ").into_iter().flat_map(wide);
        return parts.map(|part| trimmed(text, part)).filter(|cell| !cell.is_empty()).collect();
    };
    parts.into_iter().map(|part| trimmed(text, part)).collect()
}

/// A span in the parts between a sign; one when the sign is not in it.
fn parts(text: &str, span: Range<usize>, sign: &str) -> Vec<Range<usize>> {
    let signs = text[span.clone()].match_indices(sign).map(|(at, _)| span.start + at);
    let starts = iter::once(span.start).chain(signs.clone().map(|at| at + sign.len()));
    starts.zip(signs.chain(iter::once(span.end))).map(|(start, end)| start..end).collect()
}

/// What the head of a column says of its cells.
fn heading(cell: &str) -> Option<Cell> {
    const TASKS: [&str; 9] = ["任务", "事项", "内容", "措施", "举措", "项目", "目标", "要求", "名称"];
    const REST: [&str; 4] = ["序号", "编号", "备注", "类别"];
    let bare: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    if REST.contains(&bare.as_str()) {
        return Some(Cell::Rest);
    }
    let is_task = || bare.chars().count() <= 8 && TASKS.iter().any(|end| bare.ends_with(end));
    responsible::column(&bare).or_else(|| is_task().then_some(Cell::Task))
}

/// Reads a row by the header above it, or by what its cells hold.
fn row(text: &str, line: &Line, cells: &[Range<usize>], header: &[Option<Cell>]) -> Option<Row> {
    let is_headed = header.len() == cells.len();
    let mut row = Row::default();
    let mut has_bodies = false;
    let mut says = false;
    for (at, cell) in cells.iter().enumerate() {
        let written = &text[cell.clone()];
        let kind = match header.get(at).copied().flatten().filter(|_| is_headed) {
            Some(kind) => kind,
            None if written.is_empty()
                || (row.title.is_none() && written.chars().all(|c| c.is_ascii_digit())) =>
            {
                Cell::Rest
            }
            None => match responsible::cell(written) {
                Some(Cell::Bodies(_)) if row.title.is_some() => {
                    Cell::Bodies(if has_bodies { Role::Support } else { Role::Responsible })
                }
                Some(Cell::Time) if row.title.is_some() => Cell::Time,
                _ => Cell::Task,
            },
        };
        if kind == Cell::Task {
            row.title = row.title.or(Some(cell.clone()));
            continue;
        }
        has_bodies |= matches!(kind, Cell::Bodies(_));
        says |= matches!(kind, Cell::Bodies(_) | Cell::Time) && !written.is_empty();
        // With the sign between the cells, so that nothing of it is left behind the task.
        let start = if at == 0 { line.span.start } else { cells[at - 1].end };
        let end = if at + 1 == cells.len() { line.span.end } else { cell.end };
        row.notes.push(responsible::of_cell(text, start..end, cell, kind));
    }
    let is_row = says && row.title.as_ref().is_some_and(|title| title.start < title.end);
    (is_row && (is_headed || cells.len() > 2)).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;

    /// Title, bodies and times of a row.
    type Shown<'a> = (Option<&'a str>, Vec<(&'a str, Role)>, Vec<String>);

    fn read(text: &str) -> Vec<Shown<'_>> {
        let rows = rows(text, &line::lines(text));
        let row = |row: Row| {
            let bodies = row.notes.iter().flat_map(|note| &note.bodies);
            let times = row.notes.iter().filter_map(|note| note.due.deadline.as_ref());
            (
                row.title.map(|title| &text[title]),
                bodies.map(|(name, role)| (&text[name.clone()], *role)).collect(),
                times.map(ToString::to_string).collect(),
            )
        };
        rows.into_values().map(row).collect()
    }

    #[test]
    fn a_header_names_the_columns() {
        use Role::*;
        let text = "| 序号 | 任务 | 牵头单位 | 配合单位 | 完成时限 |\n| --- | --- | --- | --- | --- |\n| 1 | 编制目录 | 法规处 | 市财政局、市人社局 | 6月底 |";
        let bodies = vec![("法规处", Lead), ("市财政局", Support), ("市人社局", Support)];
        let row = (Some("编制目录"), bodies, vec!["当年6月底前".to_owned()]);
        assert_eq!(read(text), [(None, vec![], vec![]), (None, vec![], vec![]), row]);
    }

    #[test]
    fn without_a_header_the_cells_tell() {
        use Role::*;
        let row = (
            Some("编制目录"),
            vec![("市司法局", Responsible), ("市财政局", Support)],
            vec!["2025年6月底前".to_owned()],
        );
        for text in [
            "编制目录\t市司法局\t市财政局\t2025年6月底前",
            "编制目录  市司法局  市财政局  2025年6月底前",
            "1\t编制目录\t市司法局\t市财政局\t2025年6月底前",
        ] {
            assert_eq!(read(text), std::slice::from_ref(&row), "{text}");
        }
        for text in
            ["编制目录\t公布目录\t组织评查", "市司法局  市财政局", "各部门：\t请于6月底前报送", "甲\t乙"]
        {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
