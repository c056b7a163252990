//! What measures have counted: sums, and the rows behind a sum.

use super::{below, page, whole};
use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::{Cursor, FigureGroup, FigureQuery, FigureRow, FigureSum, Outcome, Page};
use crate::rows;

fn filter_figures(select: &mut Select, query: &FigureQuery) -> Result<()> {
    for measure in &query.measures {
        check::text("measure", measure)?;
    }
    for on in [query.from, query.until, query.as_of] {
        check::date(on)?;
    }
    select.any_of("measure", &query.measures);
    select.push("AND on_day >= ? AND on_day <= ?", [query.from.into(), query.until.into()]);
    if let Some(body) = &query.body {
        check::text("body", body)?;
        select.push("AND body = ?", [body.as_str().into()]);
    }
    below(select, "body_path", query.body_path.as_deref())
}

pub(crate) async fn figure_sums<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &FigureQuery,
    group: &FigureGroup,
) -> Result<Vec<FigureSum>> {
    let mut more = vec![query.as_of.into()];
    let name = match group {
        FigureGroup::Measure => "figure_sums",
        FigureGroup::Body => "figure_sums_body",
        FigureGroup::Month => "figure_sums_month",
        FigureGroup::Label(label) => {
            check::label(label)?;
            more.push(label.as_str().into());
            "figure_sums_label"
        }
    };
    let mut select = engine.select(name, jurisdiction, more);
    filter_figures(&mut select, query)?;
    // By the measure alone, the figures lie in order already and need no sorting.
    let by =
        if *group == FigureGroup::Measure { "GROUP BY 1 ORDER BY 1" } else { "GROUP BY 1, 2 ORDER BY 1, 2" };
    select.push(by, []);
    engine.read(select, rows::figure_sum).await
}

pub(crate) async fn figure_rows<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &FigureQuery,
    outcome: Option<Outcome>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<FigureRow>> {
    check::limit(limit)?;
    let mut select = engine.select("figure_rows", jurisdiction, Vec::new());
    if let Some(after) = after {
        let [measure, on, matter, ordinal] = after.parts("figure")?;
        let ordinal = Cell::from(whole(&ordinal)?);
        let key = [measure.into(), on.into(), matter.into(), ordinal];
        // Those of one measure lie in the order of the rest of the key.
        match query.measures.as_slice() {
            [_] => select.push("AND (on_day, matter, ordinal) > (?, ?, ?)", key.into_iter().skip(1)),
            _ => select.push("AND (measure, on_day, matter, ordinal) > (?, ?, ?, ?)", key),
        };
    }
    filter_figures(&mut select, query)?;
    let as_of = Cell::from(query.as_of);
    match outcome {
        None => {}
        Some(Outcome::Hit) => drop(select.push("AND counted <= hit", [])),
        Some(Outcome::Pending) => drop(select.push("AND counted > hit AND late_after >= ?", [as_of])),
        Some(Outcome::Missed) => {
            select.push("AND counted > hit AND (late_after IS NULL OR late_after < ?)", [as_of]);
        }
    }
    select.push("ORDER BY measure, on_day, matter, ordinal LIMIT ?", [(limit + 1).into()]);
    let rows = engine.read(select, rows::figure).await?;
    let Page { rows, next, .. } = page(rows, limit, |(row, ordinal)| {
        let figure = &row.figure;
        let key =
            [figure.measure.clone(), figure.on.to_string(), row.matter.to_string(), ordinal.to_string()];
        Cursor::new("figure", key)
    });
    Ok(Page { rows: rows.into_iter().map(|(row, _)| row).collect(), next, previous: None })
}
