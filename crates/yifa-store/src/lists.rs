//! The lists and sums over the read tables: which rows, in which order, from where on.

use serde_json::Value;

use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::{Result, StoreError};
use crate::id::Jurisdiction;
use crate::query::{
    ClockQuery, ClockRow, Cursor, DisclosureQuery, DisclosureRow, FigureGroup, FigureQuery, FigureRow,
    FigureSum, JournalQuery, JournalRow, MatterOrder, MatterQuery, MatterRow, Outcome, Page, Stand,
    ValueFilter, ValueTest,
};
use crate::rows;
use crate::stamp::first_at;
use crate::terms;
use crate::view::Level;

impl<B: Backend> Engine<B> {
    pub(crate) fn select(&self, name: &'static str, jurisdiction: &Jurisdiction, more: Vec<Cell>) -> Select {
        let params = std::iter::once(jurisdiction.as_str().into()).chain(more).collect();
        Select::new(B::SIGN, self.0.sql(name), params)
    }

    fn words(&self, select: &mut Select, text: Option<&str>) -> Result<()> {
        for word in text.unwrap_or_default().split_whitespace() {
            check::text("search text", word)?;
            select.push(self.0.sql("word_in_search"), [word.into()]);
        }
        Ok(())
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        select: Select,
        decode: crate::cell::Decode<T>,
    ) -> Result<Vec<T>> {
        let (sql, params) = select.finish();
        self.0.rows(sql, params, decode).await
    }
}

/// Cuts a list that was read one row too far into a page.
fn page<T>(mut rows: Vec<T>, limit: u32, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(cursor);
    Page { rows, next }
}

/// All paths below `/a/b/` lie between it and `/a/b0`: `0` is the character after the slash.
fn below(select: &mut Select, column: &str, path: Option<&str>) -> Result<()> {
    if let Some(path) = path {
        check::body_path(path)?;
        let end = format!("{}0", path.trim_end_matches('/'));
        select.push(&format!("AND {column} >= ? AND {column} < ?"), [path.into(), end.into()]);
    }
    Ok(())
}

fn whole(part: &str) -> Result<i64> {
    part.parse().map_err(|_| StoreError::invalid("cursor", "go back to the first page"))
}

/// The part of a query that the tally answers too: where matters stand.
pub(crate) fn filter_place(select: &mut Select, query: &MatterQuery) -> Result<()> {
    for text in query.procedures.iter().chain(&query.states) {
        check::text("filter", text)?;
    }
    select.any_of("procedure", &query.procedures).any_of("state", &query.states);
    below(select, "body_path", query.body_path.as_deref())?;
    match query.is_final {
        // Written out, so that the partial index over open matters can serve.
        Some(false) => drop(select.push("AND is_final = 0", [])),
        Some(true) => drop(select.push("AND is_final = 1", [])),
        None => {}
    }
    stands(select, &query.stands)
}

pub(crate) fn filter<B: Backend>(engine: &Engine<B>, select: &mut Select, query: &MatterQuery) -> Result<()> {
    filter_place(select, query)?;
    if let Some((level, on)) = query.level {
        check::date(on)?;
        let day = || Cell::from(on);
        match level {
            Level::None => {}
            Level::Notice => {
                select.push("AND (notice_on <= ? OR yellow_on <= ? OR red_on <= ?)", [day(), day(), day()]);
            }
            Level::Yellow => drop(select.push("AND (yellow_on <= ? OR red_on <= ?)", [day(), day()])),
            Level::Red => drop(select.push("AND red_on <= ?", [day()])),
        }
    }
    filter_due(select, query)?;
    if let Some(from) = query.opened_from {
        select.push("AND opened_on >= ?", [from.into()]);
    }
    if let Some(until) = query.opened_until {
        select.push("AND opened_on <= ?", [until.into()]);
    }
    if let Some(from) = query.changed_from {
        select.push("AND changed_at >= ?", [Cell::from(from.as_microsecond())]);
    }
    if let Some(until) = query.changed_until {
        select.push("AND changed_at < ?", [Cell::from(until.as_microsecond())]);
    }
    for one in &query.values {
        value(engine, select, one)?;
    }
    engine.words(select, query.text.as_deref())
}

/// Standing in one of some places: each place is a procedure with its own states.
fn stands(select: &mut Select, places: &[Stand]) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let mut cells: Vec<Cell> = Vec::new();
    for place in places {
        for state in &place.states {
            check::text("filter", &place.procedure)?;
            check::text("filter", state)?;
            cells.extend([place.procedure.as_str().into(), state.as_str().into()]);
        }
    }
    // As a table of values, which the engines search; a chain of ORs they would compare one after another.
    let part = match cells.len() / 2 {
        0 => "AND 1 = 0".to_owned(),
        pairs => format!("AND (procedure, state) IN (VALUES {})", vec!["(?, ?)"; pairs].join(", ")),
    };
    select.push(&part, cells);
    Ok(())
}

/// A condition on a value for lists. Each engine reaches into the JSON in its own way.
fn value<B: Backend>(engine: &Engine<B>, select: &mut Select, one: &ValueFilter) -> Result<()> {
    check::text("filter", &one.path)?;
    if one.path.contains('"') {
        return Err(StoreError::invalid(format!("filter \"{}\"", one.path), "name a value"));
    }
    let path = || Cell::from(one.path.as_str());
    let text = |text: &str| check::text("filter", text).map(|()| Cell::from(text));
    let sql = |name| engine.0.sql(name);
    match &one.test {
        ValueTest::Is(value) => select.push(sql("value_is"), [path(), text(&value.to_string())?]),
        ValueTest::Contains(part) => select.push(sql("value_contains"), [path(), text(part)?]),
        ValueTest::From(from) => select.push(sql("value_from"), [path(), text(from)?]),
        ValueTest::Until(until) => select.push(sql("value_until"), [path(), text(until)?]),
        ValueTest::AtLeast(least) => select.push(sql("value_at_least"), [path(), path(), Cell::from(*least)]),
        ValueTest::AtMost(most) => select.push(sql("value_at_most"), [path(), path(), Cell::from(*most)]),
    };
    Ok(())
}

pub(crate) async fn matters<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    order: MatterOrder,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<MatterRow>> {
    check::limit(limit)?;
    let list = match order {
        MatterOrder::ChangedLast => "changed",
        MatterOrder::DueFirst => "due",
        MatterOrder::Number => "number",
    };
    let after = after.map(|after| after.parts(list)).transpose()?;
    let few = match few(engine, jurisdiction, query).await? {
        // In the order of the due days, their index is walked and left early.
        None if order != MatterOrder::DueFirst => few_due(engine, jurisdiction, query).await?,
        few => few,
    };
    let mut rows = Vec::new();
    for part in parts(order, after.as_ref().map(|[key, _]| key.as_str())) {
        let wanted = limit + 1 - rows.len() as u32;
        if wanted > 0 {
            let after = after.as_ref().filter(|_| rows.is_empty());
            let from = (after, few.as_deref());
            rows.extend(part_of(engine, jurisdiction, query, (order, part), from, wanted).await?);
        }
    }
    Ok(page(rows, limit, |row| {
        let key = match order {
            MatterOrder::ChangedLast => row.changed_at.as_microsecond().to_string(),
            MatterOrder::DueFirst => rows::due_key(row),
            MatterOrder::Number => row.number.clone().unwrap_or_default(),
        };
        Cursor::new(list, [key, row.matter.to_string()])
    }))
}

/// The list by due dates has two parts, each with an index of its own: matters with one, then the others.
fn parts(order: MatterOrder, after: Option<&str>) -> &'static [&'static str] {
    const DUE: &str = "AND due_on < '9999-12-31'";
    const NOT_DUE: &str = "AND due_on = '9999-12-31'";
    match (order, after) {
        (MatterOrder::DueFirst, Some("9999-12-31")) => &[NOT_DUE],
        (MatterOrder::DueFirst, _) => &[DUE, NOT_DUE],
        (MatterOrder::ChangedLast | MatterOrder::Number, _) => &[""],
    }
}

/// Most matters that are looked at one by one. Where more hold a word, walking a list in its order meets them soon.
const FEW: u32 = 1_000;

/// The few matters that can answer a query, where the index of searches, a person, the tally or the query itself names them.
pub(crate) async fn few<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Option<Vec<String>>> {
    if let Some(among) = &query.among {
        return Ok(Some(among.iter().map(ToString::to_string).collect()));
    }
    let wanted = terms::of_query(query);
    if !wanted.is_empty() {
        for word in query.text.as_deref().unwrap_or_default().split_whitespace() {
            check::text("search text", word)?;
        }
        let params = vec![jurisdiction.as_str().into(), B::terms(&wanted).into(), (FEW + 1).into()];
        let found = engine.ask("few", params, |row| row.text(0)).await?;
        if found.first().is_none_or(|first| !first.is_empty()) && found.len() <= FEW as usize {
            return Ok(Some(found));
        }
    }
    if let Some(person) = &query.person {
        check::text("person", person)?;
        let params = vec![jurisdiction.as_str().into(), person.as_str().into(), (FEW + 1).into()];
        let found = engine.ask("few_person", params, |row| row.text(0)).await?;
        if found.len() <= FEW as usize {
            return Ok(Some(found));
        }
    }
    let placed = !(query.procedures.is_empty() && query.states.is_empty() && query.stands.is_empty())
        || query.body_path.is_some();
    if placed {
        let mut select = engine.select("places", jurisdiction, Vec::new());
        filter_place(&mut select, query)?;
        select.push(engine.0.sql("matters_in_places"), [(FEW + 1).into()]);
        let found = engine.read(select, |row| row.text(0)).await?;
        if found.len() <= FEW as usize {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The few matters that are due in the days of a query, for lists in another order.
async fn few_due<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Option<Vec<String>>> {
    if query.due_from.or(query.due_by).is_none() {
        return Ok(None);
    }
    let found = engine.read(keys_due(engine, jurisdiction, query)?, |row| row.text(0)).await?;
    Ok(Some(found).filter(|found| found.len() <= FEW as usize))
}

fn keys_due<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Select> {
    let mut select = engine.select("few_due", jurisdiction, Vec::new());
    filter_due(&mut select, query)?;
    select.push("LIMIT ?", [(FEW + 1).into()]);
    Ok(select)
}

fn filter_due(select: &mut Select, query: &MatterQuery) -> Result<()> {
    let tests = [(query.due_from, "AND due_on >= ?"), (query.due_by, "AND due_on <= ?")];
    for (on, test) in tests {
        if let Some(on) = on {
            check::date(on)?;
            select.push(test, [on.into()]);
        }
    }
    // Last: of several upper ends, SQLite searches by the first. This one is only the index's own.
    if tests.iter().any(|(on, _)| on.is_some()) {
        select.push("AND due_on < '9999-12-31'", []);
    }
    Ok(())
}

async fn part_of<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    (order, part): (MatterOrder, &str),
    (after, few): (Option<&[String; 2]>, Option<&[String]>),
    limit: u32,
) -> Result<Vec<MatterRow>> {
    let select = keys(engine, jurisdiction, query, (order, part), (after, few), limit)?;
    let mut rows = engine.read(select, rows::matter).await?;
    // Not sorted by the engine: it would rather walk a whole index in order than read these few rows.
    rows.sort_unstable_by(|a, b| match order {
        MatterOrder::ChangedLast => (b.changed_at, &b.matter).cmp(&(a.changed_at, &a.matter)),
        MatterOrder::DueFirst => (rows::due_key(a), &a.matter).cmp(&(rows::due_key(b), &b.matter)),
        MatterOrder::Number => (&a.number, &a.matter).cmp(&(&b.number, &b.matter)),
    });
    Ok(rows)
}

/// The statement that reads a page: its keys on one index, then their rows.
fn keys<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    (order, part): (MatterOrder, &str),
    (after, few): (Option<&[String; 2]>, Option<&[String]>),
    limit: u32,
) -> Result<Select> {
    let mut select = engine.select("matter_list", jurisdiction, Vec::new());
    let open = query.is_final == Some(false) && order == MatterOrder::ChangedLast;
    let place = || Cell::from(jurisdiction.as_str());
    match (few, &query.person) {
        (Some(few), person) => {
            select.push(engine.0.sql("keys_few"), [Cell::from(&Value::from(few)), place()]);
            with_person(&mut select, jurisdiction, person.as_deref())?;
        }
        (None, Some(person)) => {
            check::text("person", person)?;
            select.push(engine.0.sql("keys_person"), [place(), person.as_str().into()]);
        }
        (None, None) => drop(select.push(engine.0.sql(if open { "keys_open" } else { "keys_all" }), [])),
    }
    let (beyond, sorted) = match order {
        MatterOrder::ChangedLast => {
            ("AND (changed_at, matter.matter) < (?, ?)", "ORDER BY changed_at DESC, matter.matter DESC")
        }
        MatterOrder::DueFirst => ("AND (due_on, matter.matter) > (?, ?)", "ORDER BY due_on, matter.matter"),
        MatterOrder::Number => ("AND (number, matter.matter) > (?, ?)", "ORDER BY number, matter.matter"),
    };
    if let Some([key, matter]) = after {
        let key = match order {
            MatterOrder::ChangedLast => Cell::from(whole(key)?),
            MatterOrder::DueFirst | MatterOrder::Number => key.as_str().into(),
        };
        // First of all: of several ends of one kind, SQLite searches by the first.
        select.push(beyond, [key, matter.as_str().into()]);
    }
    filter(engine, &mut select, query)?;
    select.push(part, []);
    select.push(sorted, []).push("LIMIT ?)", [limit.into()]);
    Ok(select)
}

pub(crate) fn with_person(
    select: &mut Select,
    jurisdiction: &Jurisdiction,
    person: Option<&str>,
) -> Result<()> {
    if let Some(person) = person {
        check::text("person", person)?;
        select.push(
            "AND matter.matter IN \
             (SELECT p.matter FROM matter_person p WHERE p.jurisdiction = ? AND p.person = ?)",
            [jurisdiction.as_str().into(), person.into()],
        );
    }
    Ok(())
}

pub(crate) async fn clocks_due<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &ClockQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<ClockRow>> {
    check::limit(limit)?;
    let select = clocks(engine, jurisdiction, query, after, limit)?;
    let rows = engine.read(select, |row| Ok((rows::clock(row)?, row.text(12)?, row.int(1)?))).await?;
    let Page { rows, next } = page(rows, limit, |(row, on, ordinal)| {
        Cursor::new("clock", [on.clone(), row.matter.to_string(), ordinal.to_string()])
    });
    Ok(Page { rows: rows.into_iter().map(|(row, ..)| row).collect(), next })
}

fn clocks<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &ClockQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Select> {
    let mut select = engine.select("clocks_due", jurisdiction, Vec::new());
    // First of all, as for matters.
    if let Some(after) = after {
        let [on, matter, ordinal] = after.parts("clock")?;
        let ordinal = Cell::from(whole(&ordinal)?);
        select.push("AND (c.last_on, c.matter, c.ordinal) > (?, ?, ?)", [on.into(), matter.into(), ordinal]);
    }
    select.push("AND c.last_on >= ? AND c.last_on <= ?", [query.from.into(), query.until.into()]);
    if let Some(kind) = &query.kind {
        check::text("limit kind", kind)?;
        select.push("AND c.kind = ?", [kind.as_str().into()]);
    }
    if let Some(path) = &query.body_path {
        select.push(
            "AND EXISTS (SELECT 1 FROM matter m WHERE m.jurisdiction = c.jurisdiction AND m.matter = c.matter",
            [],
        );
        below(&mut select, "m.body_path", Some(path))?;
        select.push(")", []);
    }
    select.push("ORDER BY c.last_on, c.matter, c.ordinal LIMIT ?", [(limit + 1).into()]);
    Ok(select)
}

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
    let Page { rows, next } = page(rows, limit, |(row, ordinal)| {
        let figure = &row.figure;
        let key =
            [figure.measure.clone(), figure.on.to_string(), row.matter.to_string(), ordinal.to_string()];
        Cursor::new("figure", key)
    });
    Ok(Page { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}

pub(crate) async fn disclosures<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &DisclosureQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<DisclosureRow>> {
    check::limit(limit)?;
    check::date(query.as_of)?;
    let mut select = engine.select("disclosure_list", jurisdiction, Vec::new());
    if let Some(after) = after {
        let [from, slug] = after.parts("disclosure")?;
        select.push("AND (from_on, slug) < (?, ?)", [from.into(), slug.into()]);
    }
    let day = || Cell::from(query.as_of);
    select.push("AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)", [day(), day()]);
    select.push("AND (withdrawn_on IS NULL OR withdrawn_on > ?)", [day()]);
    if let Some(kind) = &query.kind {
        check::text("disclosure kind", kind)?;
        select.push("AND kind = ?", [kind.as_str().into()]);
    }
    engine.words(&mut select, query.text.as_deref())?;
    select.push("ORDER BY from_on DESC, slug DESC LIMIT ?", [(limit + 1).into()]);
    let rows = engine.read(select, rows::disclosure).await?;
    let Page { rows, next } = page(rows, limit, |(_, shown)| {
        Cursor::new("disclosure", [shown.from.to_string(), shown.slug.clone()])
    });
    let rows = rows.into_iter().filter_map(|row| rows::seen_on(query.as_of, row)).collect();
    Ok(Page { rows, next })
}

pub(crate) async fn journal<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &JournalQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<JournalRow>> {
    check::limit(limit)?;
    let mut select = engine.select("journal_list", jurisdiction, Vec::new());
    if let Some(after) = after {
        let [id] = after.parts("journal")?;
        select.push("AND id < ?", [id.into()]);
    }
    filter_journal(&mut select, query)?;
    select.push("ORDER BY id DESC LIMIT ?", [(limit + 1).into()]);
    let rows = engine.read(select, rows::journal).await?;
    Ok(page(rows, limit, |row| Cursor::new("journal", [row.id.clone()])))
}

pub(crate) async fn journal_tally<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &JournalQuery,
) -> Result<Vec<(Value, i64)>> {
    let mut select = engine.select("journal_tally", jurisdiction, Vec::new());
    filter_journal(&mut select, query)?;
    select.push("GROUP BY content ORDER BY content", []);
    engine.read(select, rows::journal_said).await
}

fn filter_journal(select: &mut Select, query: &JournalQuery) -> Result<()> {
    if let Some(kind) = &query.kind {
        check::text("journal kind", kind)?;
        select.push("AND kind = ?", [kind.as_str().into()]);
    }
    if let Some(matter) = &query.matter {
        select.push("AND matter = ?", [matter.into()]);
    }
    if let Some(from) = query.from {
        select.push("AND id >= ?", [first_at(from).into()]);
    }
    if let Some(until) = query.until {
        select.push("AND id < ?", [first_at(until).into()]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::sqlite::{STATEMENTS, Sqlite};

    struct Place {
        engine: Engine<Sqlite>,
        connection: rusqlite::Connection,
        _folder: tempfile::TempDir,
    }

    fn place() -> Place {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("plans.sqlite").display().to_string();
        let engine = Engine(Sqlite::open(&path).expect("store"));
        let connection = rusqlite::Connection::open(path).expect("connection");
        // As the store's own connections: a plan may not follow from what is bound.
        let stable = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
        connection.set_db_config(stable, true).expect("stable plans");
        Place { engine, connection, _folder: folder }
    }

    impl Place {
        /// How the engine would go about a statement.
        fn plan(&self, sql: &str) -> String {
            let mut statement =
                self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("statement");
            let marks = statement.parameter_count();
            let params = rusqlite::params_from_iter(std::iter::repeat_n("x", marks));
            let steps = statement.query_map(params, |row| row.get::<_, String>(3)).expect("plan");
            steps.map(|step| step.expect("step")).collect::<Vec<_>>().join("\n")
        }
    }

    impl Place {
        /// How many rows a statement gives, and in how many steps of the engine.
        fn walk(&self, select: Select) -> (usize, i32) {
            let (sql, params) = select.finish();
            let mut statement = self.connection.prepare(&sql).expect("statement");
            let mut rows = statement.query(rusqlite::params_from_iter(&params)).expect("query");
            let mut found = 0;
            while rows.next().expect("row").is_some() {
                found += 1;
            }
            drop(rows);
            (found, statement.get_status(rusqlite::StatementStatus::VmStep))
        }
    }

    fn queries() -> Vec<MatterQuery> {
        let all = MatterQuery::default();
        vec![
            all.clone(),
            MatterQuery { is_final: Some(false), ..all.clone() },
            MatterQuery { body_path: Some("/510100/".into()), ..all.clone() },
            MatterQuery { level: Some((Level::Red, date(2026, 3, 1))), is_final: Some(false), ..all.clone() },
            MatterQuery { states: vec!["opened".into()], ..all.clone() },
            MatterQuery { text: Some("听".into()), ..all },
        ]
    }

    #[test]
    fn no_page_of_a_list_reads_all_matters_or_sorts_them() {
        let place = place();
        let city = Jurisdiction::new("510100").expect("code");
        let after = ["2026-03-01".to_owned(), "m".to_owned()];
        let changed = ["17".to_owned(), "m".to_owned()];
        for query in queries() {
            for order in [MatterOrder::ChangedLast, MatterOrder::DueFirst, MatterOrder::Number] {
                let cursor = if order == MatterOrder::ChangedLast { &changed } else { &after };
                for (part, after) in
                    parts(order, None).iter().flat_map(|part| [(*part, None), (*part, Some(cursor))])
                {
                    // Without a date, matters are walked in the order of their keys; nobody pages through those.
                    if part.contains("due_on = ") {
                        continue;
                    }
                    let select =
                        keys(&place.engine, &city, &query, (order, part), (after, None), 50).expect("select");
                    let plan = place.plan(&select.finish().0);
                    let scans = plan.contains("SCAN matter") || plan.contains("TEMP B-TREE");
                    assert!(!scans, "{query:?} {order:?} {part}\n{plan}");
                }
            }
        }
    }

    #[test]
    fn a_person_and_the_few_of_a_search_come_from_their_keys() {
        let place = place();
        let city = Jurisdiction::new("510100").expect("code");
        let person = MatterQuery { person: Some("p1".into()), ..MatterQuery::default() };
        let few = ["m".to_owned()];
        for (query, few) in
            [(&person, None), (&person, Some(&few[..])), (&MatterQuery::default(), Some(&few[..]))]
        {
            let order = (MatterOrder::ChangedLast, "");
            let select = keys(&place.engine, &city, query, order, (None, few), 50).expect("select");
            let plan = place.plan(&select.finish().0);
            assert!(!plan.contains("SCAN matter"), "{plan}");
            assert!(!plan.contains("matter_changed"), "{plan}");
        }
    }

    #[test]
    fn what_is_due_on_a_day_is_found_without_what_is_due_later() {
        let place = place();
        let later = "WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 2000)
            INSERT INTO matter SELECT '510100', at, 1, 'p', '1', '', '', 's', 0, 'b', '/b/', '[]', '2026-01-01', 1,
                '2026-09-01', NULL, NULL, NULL, '{}', '', NULL FROM n";
        place.connection.execute(later, []).expect("matters");
        let city = Jurisdiction::new("510100").expect("code");
        let day = Some(date(2026, 3, 1));
        for (due_from, due_by) in [(day, day), (None, day)] {
            let query = MatterQuery { due_from, due_by, ..MatterQuery::default() };
            let (found, steps) = place.walk(keys_due(&place.engine, &city, &query).expect("select"));
            assert!(found == 0 && steps < 100, "{found} rows in {steps} steps");
        }
    }

    #[test]
    fn a_deep_page_is_found_without_the_pages_before_it() {
        let place = place();
        let many = "WITH RECURSIVE n(at) AS (SELECT 1000 UNION ALL SELECT at + 1 FROM n WHERE at < 3000)
            INSERT INTO clock SELECT '510100', at, 0, 'l', 'act', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'running',
                '2026-03-01' FROM n";
        place.connection.execute(many, []).expect("clocks");
        let many = "WITH RECURSIVE n(at) AS (SELECT 1000 UNION ALL SELECT at + 1 FROM n WHERE at < 3000)
            INSERT INTO matter SELECT '510100', at, 1, 'p', '1', '', '', 's', 0, 'b', '/b/', '[]', '2026-01-01', 1,
                '2026-03-01', NULL, NULL, NULL, '{}', '', NULL FROM n";
        place.connection.execute(many, []).expect("matters");
        let city = Jurisdiction::new("510100").expect("code");
        let cursor = |list: &str, more: &[&str]| {
            let key = ["2026-03-01", "2990"].iter().chain(more).map(|part| (*part).to_owned());
            Cursor(std::iter::once(list.to_owned()).chain(key).collect())
        };
        let (from, until) = (date(1949, 10, 1), date(2026, 12, 31));
        let query = ClockQuery { from, until, body_path: None, kind: None };
        let running =
            clocks(&place.engine, &city, &query, Some(&cursor("clock", &["0"])), 5).expect("select");
        let query = MatterQuery { due_from: Some(from), due_by: Some(until), ..MatterQuery::default() };
        let after = ["2026-03-01".to_owned(), "2990".to_owned()];
        let due = keys(&place.engine, &city, &query, (MatterOrder::DueFirst, ""), (Some(&after), None), 5)
            .expect("select");
        for select in [running, due] {
            let (found, steps) = place.walk(select);
            assert!(found > 0 && steps < 500, "{found} rows in {steps} steps");
        }
    }

    #[test]
    fn what_a_matter_had_is_put_away_without_what_others_have() {
        let place = place();
        for name in [
            "matter_person_delete",
            "clock_delete",
            "link_delete",
            "uniqueness_delete",
            "figure_delete",
            "disclosure_delete",
        ] {
            let plan = place.plan(STATEMENTS.get(name));
            assert!(plan.contains("matter=?"), "{name}: {plan}");
        }
    }

    #[test]
    fn what_is_asked_by_name_has_an_index() {
        let place = place();
        for name in [
            "head",
            "heads_after",
            "series_value",
            "answer",
            "few",
            "matters_to_renew",
            "matter_by_number",
            "matter_by_unique",
            "clocks_of",
            "links_from",
            "links_to",
            "disclosure",
            "disclosures_of",
            "outbox_pending",
            "record_get",
            "record_list",
        ] {
            let plan = place.plan(STATEMENTS.get(name));
            let tables =
                ["event", "head", "matter", "clock", "link", "disclosure", "outbox", "record", "search_doc"];
            let scanned =
                tables.iter().find(|table| plan.lines().any(|line| line == format!("SCAN {table}")));
            // Nor all of the city's rows by way of an index. What is pending is all there is to be asked for there, and
            // whether the index of searches is complete stands in one row.
            let walked = plan.lines().any(|line| {
                line.ends_with("(jurisdiction=?)")
                    && !line.contains("outbox_pending")
                    && !line.contains("rebuild")
            });
            // To sort the few rows of one matter is no harm.
            assert!(scanned.is_none() && !walked, "{name}\n{plan}");
        }
    }
}
