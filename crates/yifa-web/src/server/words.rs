//! Owns the words: kernel values, clocks, reasons and states as pages show them, in three languages.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use yifa_kernel::definition::Registry;
use yifa_kernel::disclosure::mask_value;
use yifa_kernel::id::{ActionId, FieldId};
use yifa_kernel::matter::{self, Actor, Clock, ClockStatus, Facts, State, Who};
use yifa_kernel::procedure::{
    Field, FieldHolds, FieldKind, Label, Limit, LimitKind as Kind, Procedure, Unit as KernelUnit,
};
use yifa_kernel::refusal::{Code, Next, Past, Reason, Refusal};
use yifa_kernel::value::Value;
use yifa_kernel::words::figures;
use yifa_law::limit::{Remaining, Step};

use super::guest::Guest;
use super::{Server, articles, condition};
use crate::components::{
    self, ClockView, Left, Level, LimitKind, RefusalView, StepKind, StepView, Tone, Unit,
};
use crate::face::Lang;

/// A definition's label in the page's language.
pub(crate) fn label(lang: Lang, label: &Label) -> String {
    lang.pick(&label.zh, &label.en).to_owned()
}

/// What helps whoever fills a field in, if it is written in the page's language.
pub(in crate::server) fn help(lang: Lang, field: &Field) -> Option<String> {
    field.help.as_ref().map(|help| label(lang, help)).filter(|help| !help.is_empty())
}

/// The machine failed: the cause goes to the operator, a number to the person.
pub(super) fn fault(_: &Server, error: &yifa_app::AppError) -> Response {
    let number = format!("F{:08x}", rand::random::<u32>());
    tracing::error!(%number, %error, "a request failed");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("系统故障，请报告编号 {number} / the system failed, please report {number}\n"),
    )
        .into_response()
}

/// The label of a matter's state.
pub(crate) fn state(lang: Lang, procedure: Option<&Procedure>, id: &str) -> String {
    let found = procedure.and_then(|procedure| procedure.state(&id.into()));
    found.map_or_else(|| id.to_owned(), |state| label(lang, &state.label))
}

/// A moment in China, to the minute.
pub(super) fn moment(at: jiff::Timestamp) -> String {
    yifa_law::calendar::china_time(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// How a state is coloured.
pub(super) fn tone(is_final: bool) -> Tone {
    if is_final { Tone::End } else { Tone::Running }
}

/// Who acted. Nobody of the public has an account, so that there is no name to give: the role says who it was, and no body,
/// since a citizen who writes to a body is not of it.
pub(in crate::server) fn actor(guest: &Guest, actor: &Actor, name: Option<&str>) -> String {
    let Who::Person(person) = &actor.who else { return guest.lang.t("server.the_law") };
    let role = guest.server.city.registry().role(&actor.role);
    if let Some(role) = role.filter(|role| name.is_none() && role.is_of_public()) {
        return label(guest.lang, &role.label);
    }
    let name = name.map_or_else(|| person.to_string(), ToOwned::to_owned);
    actor.body.as_ref().map_or_else(|| name.clone(), |body| guest.lang.aside(&name, &body_name(guest, body)))
}

pub(crate) fn body_name(guest: &Guest, id: &yifa_kernel::id::BodyId) -> String {
    let bodies = guest.server.city.bodies();
    bodies.get(id).map_or_else(|| id.to_string(), |body| guest.lang.pick(&body.name, &body.en).to_owned())
}

/// The bodies behind a store row.
pub(super) fn body_named(guest: &Guest, id: &str) -> String {
    body_name(guest, &yifa_kernel::id::BodyId::new(id))
}

// ---- values ----

/// A value in words: choices by label, bodies by name, matters by what they are called.
pub(crate) fn value(guest: &Guest, field: Option<&Field>, value_: &Value, facts: Option<&Facts>) -> String {
    let lang = guest.lang;
    match value_ {
        Value::Bool(true) => lang.t("words.yes"),
        Value::Bool(false) => lang.t("words.no"),
        Value::Money(fen) => lang.with("server.yuan", &[("n", figures(*fen))]),
        Value::Date(day) => day.to_string(),
        Value::Instant(at) => at.strftime("%Y-%m-%d %H:%M").to_string(),
        Value::Choice(word) => {
            let choices = field.into_iter().flat_map(|field| {
                field.choices.iter().chain(field.columns.iter().flat_map(|column| &column.choices))
            });
            let mut found = choices.filter(|(id, _)| id == word).map(|(_, one)| label(lang, one));
            found.next().unwrap_or_else(|| word.clone())
        }
        Value::Text(id) if field.is_some_and(|field| field.holds == Some(FieldHolds::Measure)) => {
            let measure = guest.server.city.registry().measure(&id.as_str().into());
            measure.map_or_else(|| id.clone(), |measure| label(lang, &measure.label))
        }
        Value::Cite(cite) => articles::named(guest.server.city.registry(), lang, &cite.text),
        Value::Body(id) => body_name(guest, id),
        Value::Person(id) => guest.server.city.names().get(id).cloned().unwrap_or_else(|| id.to_string()),
        Value::Matter(id) => match facts.and_then(|facts| Some((facts, facts.matters.get(id)?))) {
            Some((facts, other)) => matter::called(guest.server.city.registry(), other, facts),
            None => id.to_string(),
        },
        Value::List(all) => {
            let all: Vec<String> = all.iter().map(|one| value(guest, field, one, facts)).collect();
            all.join(lang.pick("、", ", "))
        }
        Value::Party(party) => {
            let more = [party.code.as_deref(), party.address.as_deref(), party.phone.as_deref()];
            let more: Vec<&str> = more.into_iter().flatten().collect();
            if more.is_empty() {
                party.name.clone()
            } else {
                lang.aside(&party.name, &more.join(lang.pick("，", ", ")))
            }
        }
        Value::Table(rows) => {
            let columns = field.map(|field| field.columns.as_slice()).unwrap_or_default();
            let rows = rows.iter().map(|row| {
                let cells = columns.iter().filter_map(|column| Some((column, row.get(&column.id)?)));
                let cells = cells.map(|(column, cell)| {
                    let said = value(guest, field, cell, facts);
                    format!("{}{}{said}", label(lang, &column.label), lang.t("words.colon"))
                });
                cells.collect::<Vec<_>>().join(lang.pick("，", ", "))
            });
            rows.collect::<Vec<_>>().join(lang.pick("；", "; "))
        }
        other => other.to_string(),
    }
}

/// A personal value as somebody sees it who has not opened it.
pub(super) fn masked(value: &Value) -> String {
    mask_value(value)
}

// ---- clocks ----

fn unit(unit: KernelUnit) -> Unit {
    match unit {
        KernelUnit::CalendarDay => Unit::CalendarDay,
        KernelUnit::WorkingDay => Unit::WorkingDay,
        KernelUnit::Hour => Unit::Hour,
        KernelUnit::Month => Unit::Month,
        KernelUnit::Year => Unit::Year,
    }
}

/// Days are what people count down, whatever the limit was written in; only working days stay their own.
fn counted_in(unit: KernelUnit) -> Unit {
    match unit {
        KernelUnit::WorkingDay => Unit::WorkingDay,
        KernelUnit::CalendarDay | KernelUnit::Hour | KernelUnit::Month | KernelUnit::Year => {
            Unit::CalendarDay
        }
    }
}

pub(super) fn level(level: matter::Level) -> Level {
    match level {
        matter::Level::None => Level::None,
        matter::Level::Notice => Level::Notice,
        matter::Level::Yellow => Level::Yellow,
        matter::Level::Red => Level::Red,
    }
}

/// What the store's row says of a level.
pub(super) fn stored_level(level: yifa_store::Level) -> Level {
    match level {
        yifa_store::Level::None => Level::None,
        yifa_store::Level::Notice => Level::Notice,
        yifa_store::Level::Yellow => Level::Yellow,
        yifa_store::Level::Red => Level::Red,
    }
}

/// What a limit is, by what happens at its end: silence decides a question, a term of validity simply ends.
pub(super) fn kind(limit: &Limit) -> LimitKind {
    match limit.kind {
        Kind::Silence if limit.until.is_some() && limit.lapse.is_some() => LimitKind::Term,
        Kind::Duty => LimitKind::Duty,
        Kind::Right => LimitKind::Right,
        Kind::Floor => LimitKind::Floor,
        Kind::Lead => LimitKind::Lead,
        Kind::Window => LimitKind::Window,
        Kind::Recurring => LimitKind::Recurring,
        Kind::Hours => LimitKind::Hours,
        Kind::Accrual => LimitKind::Accrual,
        Kind::Silence => LimitKind::Silence,
        Kind::Open => LimitKind::Open,
        Kind::LongStop => LimitKind::LongStop,
    }
}

/// Calendar days from one day to another.
pub(super) fn days(from: Date, to: Date) -> u32 {
    to.since(from).ok().and_then(|span| u32::try_from(span.get_days()).ok()).unwrap_or(0)
}

/// What is left until a day, in calendar days.
pub(super) fn left_until(day: Date, today: Date) -> Left {
    if day >= today {
        Left::Remaining(days(today, day), Unit::CalendarDay)
    } else {
        Left::Over(days(day, today), Unit::CalendarDay)
    }
}

fn left(registry: &Registry, clock: &Clock, today: Date) -> Left {
    match clock.status {
        ClockStatus::Standing => Left::Paused,
        ClockStatus::Done | ClockStatus::Ended | ClockStatus::Superseded => Left::Kept,
        ClockStatus::DoneLate => match (clock.done_on, clock.last_day()) {
            // What silence decides is done the day after, by the law itself; whoever acts later than that is late.
            (Some(done), Some(last)) if clock.kind == Kind::Silence && days(last, done) == 1 => Left::RunOut,
            (Some(done), Some(last)) => Left::KeptLate(days(last, done), Unit::CalendarDay),
            _ => Left::Kept,
        },
        ClockStatus::Running if clock.accrued_fen.is_some() => Left::Growing,
        ClockStatus::Running => match (&clock.due, clock.last_day()) {
            (_, Some(last)) if clock.kind == Kind::Right && today > last => Left::Lapsed,
            // A minimum period that is over has been kept: nobody is late.
            (_, Some(last)) if clock.kind == Kind::Floor && today > last => Left::Kept,
            (Some(due), Some(_)) if due.unit == KernelUnit::WorkingDay => {
                match due.progress(registry.calendar(), today).remaining {
                    Remaining::Left(n) => Left::Remaining(n, counted_in(due.unit)),
                    Remaining::Overdue(n) => Left::Over(n, counted_in(due.unit)),
                }
            }
            (_, Some(last)) => left_until(last, today),
            (_, None) => Left::Open,
        },
    }
}

/// A clock of a matter, with why its day is its day.
pub(crate) fn clock(guest: &Guest, procedure: &Procedure, one: &Clock, today: Date) -> Option<ClockView> {
    let limit = procedure.limit(&one.limit)?;
    let lang = guest.lang;
    let article = guest.articles(&limit.basis);
    let unit = one.due.as_ref().map_or(Unit::CalendarDay, |due| counted_in(due.unit));
    let steps = one.steps.iter().filter_map(|step| step_view(guest, Some(procedure), one, unit, step));
    let mut steps: Vec<StepView> = steps.collect();
    if let Some(last) = one.last_day() {
        let article = Some(limit.overlaid.clone().unwrap_or_else(|| article.clone()));
        steps.push(StepView {
            kind: StepKind::Due,
            from: Some(last),
            to: None,
            n: None,
            note: None,
            article,
        });
    }
    Some(ClockView {
        id: format!("clock-{}", one.limit),
        title: label(lang, &limit.label),
        kind: kind(limit),
        then: limit
            .lapse
            .as_ref()
            .and_then(|lapse| procedure.action(lapse))
            .map(|action| label(lang, &action.label)),
        start: one.start,
        due: one.last_day(),
        hour: None,
        left: left(guest.server.city.registry(), one, today),
        level: level(one.level(today)),
        provisional: one.provisional,
        sum: one.accrued_fen.map(|fen| lang.with("server.yuan", &[("n", figures(fen))])),
        article,
        steps,
    })
}

fn step_view(
    guest: &Guest,
    procedure: Option<&Procedure>,
    clock: &Clock,
    unit_of: Unit,
    step: &Step,
) -> Option<StepView> {
    let cause = |effect: usize| clock.causes.get(effect);
    let note = |effect: usize| {
        let (action, _) = cause(effect)?;
        procedure?.action(action).map(|action| label(guest.lang, &action.label))
    };
    let article = |effect: usize| cause(effect).map(|(_, basis)| guest.articles(basis));
    let plain = |kind, from, to, n| StepView { kind, from, to, n, note: None, article: None };
    Some(match step {
        Step::Start { on } | Step::Event { on } => plain(StepKind::Start, Some(*on), None, None),
        Step::Corresponds { from, to, span, .. } => {
            plain(StepKind::Counted, Some(*from), Some(*to), Some((span.n(), unit(span.unit()))))
        }
        Step::Counted { from, to, days, made_up } => {
            let made_up = made_up.as_ref().map(|name| {
                guest.lang.with("server.made_up", &[("holiday", components::holiday(name, guest.lang))])
            });
            StepView {
                note: made_up,
                ..plain(StepKind::Counted, Some(*from), Some(*to), Some((*days, unit_of)))
            }
        }
        Step::Rested { from, to, days, holiday } => {
            let why = holiday
                .as_ref()
                .map_or_else(|| guest.lang.t("server.weekend"), |name| components::holiday(name, guest.lang));
            StepView {
                note: Some(why),
                ..plain(StepKind::Skipped, Some(*from), Some(*to), Some((*days, Unit::CalendarDay)))
            }
        }
        Step::Stands { from, to, effect } => StepView {
            note: note(*effect),
            article: article(*effect),
            ..plain(StepKind::Paused, Some(*from), *to, None)
        },
        Step::Extended { on, by, effect } => StepView {
            note: note(*effect),
            article: article(*effect),
            ..plain(StepKind::Extended, Some(*on), None, Some((by.n(), unit(by.unit()))))
        },
        Step::Restarted { on, effect } | Step::Superseded { on, effect } => StepView {
            note: note(*effect),
            article: article(*effect),
            ..plain(StepKind::Start, Some(*on), None, None)
        },
        Step::RolledOver { from, to, holiday } => {
            let why = holiday
                .as_ref()
                .map_or_else(|| guest.lang.t("server.weekend"), |name| components::holiday(name, guest.lang));
            StepView { note: Some(why), ..plain(StepKind::Rolled, Some(*from), Some(*to), None) }
        }
        Step::MovedEarlier { from, to } => plain(StepKind::Rolled, Some(*from), Some(*to), None),
        Step::Capped { on } => StepView {
            note: Some(guest.lang.t("server.capped")),
            ..plain(StepKind::Counted, Some(*on), None, None)
        },
        Step::Disregarded { .. } => return None,
    })
}

/// The steps of a computation outside any matter.
pub(crate) fn bare_steps(guest: &Guest, clock: &Clock, unit: KernelUnit) -> Vec<StepView> {
    clock.steps.iter().filter_map(|step| step_view(guest, None, clock, counted_in(unit), step)).collect()
}

// ---- refusals ----

/// A refusal as people read it.
pub(super) fn refusal(guest: &Guest, refusal: &Refusal) -> RefusalView {
    let registry = guest.server.city.registry();
    let procedure = registry.latest(&refusal.procedure);
    let tried = procedure.and_then(|procedure| procedure.action(&refusal.action));
    let tried = tried.map_or_else(|| refusal.action.to_string(), |action| label(guest.lang, &action.label));
    let at = refusal.matter.as_ref().map(ToString::to_string);
    let reasons = refusal.reasons.iter().map(|one| {
        let mut said = reason(guest, procedure, one, at.as_deref());
        // Who meets a value that is taken is led to the matter that holds it.
        if let (Code::NotUnique, Some(Some(Value::Matter(holder)))) = (one.code, one.values.get("matter")) {
            said.next_href = Some(format!("/matters/{holder}"));
        }
        said
    });
    RefusalView { code: refusal.code().to_string(), tried, reasons: reasons.collect() }
}

/// One reason: what is missing, on which article, what to do next and where.
pub(crate) fn reason(
    guest: &Guest,
    procedure: Option<&Procedure>,
    reason: &Reason,
    address: Option<&str>,
) -> components::Reason {
    let lang = guest.lang;
    let place = |name: &'static str, text: String| (name, text);
    let field_label = |id: &FieldId| {
        let found = procedure.and_then(|procedure| procedure.field(id));
        found.map_or_else(|| id.to_string(), |field| label(lang, &field.label))
    };
    let limit =
        reason.limit.as_ref().and_then(|id| procedure?.limit(id)).map(|limit| label(lang, &limit.label));
    let condition = reason.condition.as_ref().map(|line| {
        let registry = guest.server.city.registry();
        procedure
            .map_or_else(|| line.clone(), |procedure| condition::in_words(registry, procedure, line, lang))
    });
    let seen = |name: &str| {
        reason.values.get(name).and_then(Option::as_ref).map(|one| value(guest, None, one, None))
    };
    let missing: Vec<&str> = if reason.code == Code::IncompletePaper {
        reason.values.keys().map(String::as_str).collect()
    } else {
        Vec::new()
    };
    // A matter is told by the name of its field: its identifier tells nobody anything.
    let of_matter = |id: &FieldId| procedure?.field(id).map(|field| field.declared == FieldKind::Matter);
    let names_matter = reason.field.as_ref().and_then(of_matter).unwrap_or(false);
    let facts = [
        place("field", reason.field.as_ref().map(&field_label).unwrap_or_default()),
        place("limit", limit.unwrap_or_default()),
        place("condition", condition.unwrap_or_default()),
        place("day", seen("due").or_else(|| seen("on")).unwrap_or_default()),
        place("body", seen("body").unwrap_or_default()),
        place("value", if names_matter { String::new() } else { seen("value").unwrap_or_default() }),
        place("bounds", [seen("min"), seen("max")].into_iter().flatten().collect::<Vec<_>>().join(" – ")),
        place("benchmark", seen(lang.pick("benchmark", "benchmark_en")).unwrap_or_default()),
        place("tier", seen(lang.pick("tier", "tier_en")).unwrap_or_default()),
        place("row", seen(lang.pick("row", "row_en")).unwrap_or_default()),
        place("cited", seen("cited").unwrap_or_default()),
        place("by", seen("by").unwrap_or_default()),
        place("place", seen("place").unwrap_or_default()),
        place("paragraphs", seen("paragraphs").unwrap_or_default()),
        place("elements", missing.join(lang.pick("、", ", "))),
    ];
    let (next, next_href) = next(guest, procedure, &reason.next, address);
    // What an author says of "the day" means the day of the act, which may lie back.
    let act_day = match reason.values.get("today") {
        Some(Some(Value::Date(day))) if *day != guest.server.city.today() => Some(*day),
        _ => None,
    };
    let next = match (next, act_day) {
        (Some(next), Some(day)) => {
            Some(lang.aside(&next, &lang.with("server.next.act_day", &[("day", day.to_string())])))
        }
        (next, _) => next,
    };
    // Of a party it is its kind that is chosen among two: which ones is said.
    let is_party = |id: &FieldId| procedure?.field(id).map(|field| field.declared == FieldKind::Party);
    let kind_of_party =
        reason.code == Code::UnknownChoice && reason.field.as_ref().and_then(is_party).unwrap_or(false);
    let key = match (kind_of_party, reason.values.get(matter::STANDING)) {
        (true, _) => "form.party.choose".to_owned(),
        (false, Some(Some(Value::Choice(standing)))) => format!("refusal.cited.{standing}"),
        (false, _) => format!("refusal.{}", reason.code),
    };
    let text = format!("[{}] {}", reason.code, lang.with(&key, &facts));
    let text = match reason.values.get(matter::FOUND).and_then(Option::as_ref) {
        Some(found) => {
            lang.with("refusal.found", &[("text", text), ("found", rows_found(guest, procedure, found))])
        }
        None => match reason.values.get(matter::ROWS).and_then(Option::as_ref) {
            Some(Value::List(rows)) => {
                lang.with("refusal.found", &[("text", text), ("found", rows_failing(guest, procedure, rows))])
            }
            _ => text,
        },
    };
    components::Reason {
        text,
        article: (!reason.basis.is_empty()).then(|| guest.articles(&reason.basis)),
        next,
        next_href,
        failing: parts(guest, procedure, reason, Some(false)),
        unjudged: parts(guest, procedure, reason, None),
        holding: parts(guest, procedure, reason, Some(true)),
    }
}

/// The claims of a reason's condition that hold, fail or (`None`) cannot be judged; what fails is told with what was seen.
fn parts(guest: &Guest, procedure: Option<&Procedure>, reason: &Reason, holds: Option<bool>) -> Vec<String> {
    let (lang, registry) = (guest.lang, guest.server.city.registry());
    let Some(procedure) = procedure else { return Vec::new() };
    let these = reason.parts.iter().filter(|part| part.holds == holds);
    let said = these.map(|part| {
        let claim = condition::in_words(registry, procedure, &part.line, lang);
        let seen = match holds {
            Some(false) => condition::seen_in_words(registry, procedure, &part.line, lang, &reason.values),
            Some(true) | None => Vec::new(),
        };
        if seen.is_empty() { claim } else { lang.aside(&claim, &seen.join(lang.pick("；", "; "))) }
    });
    said.collect()
}

/// So many rows are named.
const NAMED_ROWS: usize = 12;

/// The rows that a claim about every row fails for, by their numbers and first columns.
fn rows_failing(guest: &Guest, procedure: Option<&Procedure>, rows: &[Value]) -> String {
    let lang = guest.lang;
    let named = rows.iter().take(NAMED_ROWS).filter_map(|row| {
        let Value::List(cells) = row else { return None };
        let n = lang.with("refusal.row", &[("n", cells.first()?.to_string())]);
        let first = cells.get(1).map(|one| cell(guest, procedure, one)).filter(|text| !text.is_empty());
        Some(first.map_or_else(|| n.clone(), |first| lang.aside(&n, &first)))
    });
    let mut all = named.collect::<Vec<_>>().join(lang.pick("、", ", "));
    if rows.len() > NAMED_ROWS {
        all.push('…');
    }
    all
}

/// The rows that a condition found amiss, each by the columns that were compared; what was chosen by its label.
fn rows_found(guest: &Guest, procedure: Option<&Procedure>, found: &Value) -> String {
    let lang = guest.lang;
    let cell = |one: &Value| cell(guest, procedure, one);
    let row = |one: &Value| match one {
        Value::List(cells) => cells.iter().map(cell).collect::<Vec<_>>().join(" "),
        one => cell(one),
    };
    match found {
        Value::List(rows) => rows.iter().map(row).collect::<Vec<_>>().join(lang.pick("、", ", ")),
        one => row(one),
    }
}

/// What stands in a row; what was chosen by its label.
fn cell(guest: &Guest, procedure: Option<&Procedure>, one: &Value) -> String {
    let fields = procedure.map(|procedure| procedure.fields.as_slice()).unwrap_or_default();
    let holds = |field: &&Field| match one {
        Value::Choice(word) => {
            let columns = field.columns.iter().flat_map(|column| &column.choices);
            field.choices.iter().chain(columns).any(|(id, _)| id == word)
        }
        _ => false,
    };
    value(guest, fields.iter().find(holds), one, None)
}

fn next(
    guest: &Guest,
    procedure: Option<&Procedure>,
    next: &Next,
    matter: Option<&str>,
) -> (Option<String>, Option<String>) {
    let lang = guest.lang;
    let comma = lang.pick("、", ", ");
    let named = |id: &ActionId| {
        let found = procedure.and_then(|procedure| procedure.action(id));
        found.map_or_else(|| id.to_string(), |action| label(lang, &action.label))
    };
    let one = |key: &str, name: &str, text: String| Some(lang.with(key, &[(name, text)]));
    match next {
        Next::Do(actions) if actions.is_empty() => (None, None),
        Next::Do(actions) => {
            let mut names: Vec<String> = actions.iter().map(named).collect();
            names.dedup();
            let href =
                matter.zip(actions.first()).map(|(matter, action)| format!("/matters/{matter}/do/{action}"));
            (one("server.next.do", "actions", names.join(comma)), href)
        }
        Next::Ask(roles) => {
            let registry = guest.server.city.registry();
            let names = roles
                .iter()
                .map(|id| registry.role(id).map_or_else(|| id.to_string(), |role| label(lang, &role.label)));
            (one("server.next.ask", "roles", names.collect::<Vec<_>>().join(comma)), None)
        }
        Next::Wait(day) => (one("server.next.wait", "day", day.to_string()), None),
        Next::NotBefore(day) => (one("server.next.not_before", "day", day.to_string()), None),
        Next::NotAfter(day) => (one("server.next.not_after", "day", day.to_string()), None),
        Next::Correct(fields) => {
            let found = |id: &FieldId| {
                let field = procedure.and_then(|procedure| procedure.field(id));
                field.map_or_else(|| id.to_string(), |field| label(lang, &field.label))
            };
            let names: Vec<String> = fields.iter().map(found).collect();
            if names.is_empty() {
                (None, None)
            } else {
                (one("server.next.correct", "fields", names.join(comma)), None)
            }
        }
        Next::Say(said) => (Some(label(lang, said)), None),
        Next::Reload => {
            (Some(lang.t("server.next.reload")), matter.map(|matter| format!("/matters/{matter}")))
        }
        Next::Past(past) => {
            (Some(past_words(guest, procedure, past)), matter.map(|matter| format!("/matters/{matter}")))
        }
        Next::Nothing => (None, None),
    }
}

/// What was done and when, or where the matter stands instead; and what it waits for now.
fn past_words(guest: &Guest, procedure: Option<&Procedure>, past: &Past) -> String {
    let lang = guest.lang;
    let mut said = Vec::new();
    if let Some((day, actor)) = &past.done {
        let names = guest.server.city.names();
        let name = actor.as_person().and_then(|person| names.get(person));
        let who = self::actor(guest, actor, name.map(String::as_str));
        said.push(lang.with("server.next.done", &[("day", day.to_string()), ("who", who)]));
    }
    if let Some((stands, since)) = &past.stands {
        let places = [("state", state(lang, procedure, stands.as_str())), ("day", since.to_string())];
        said.push(lang.with("server.next.stands", &places));
    }
    let steps = past.steps.iter().filter_map(|id| procedure?.action(id));
    let steps: Vec<String> = steps.map(|action| label(lang, &action.label)).collect();
    if !steps.is_empty() {
        said.push(lang.with("server.next.steps", &[("steps", steps.join(lang.pick("、", ", ")))]));
    }
    said.join(lang.pick("；", "; "))
}

/// How a matter is called.
pub(crate) fn called(guest: &Guest, state: &State, facts: &Facts) -> String {
    matter::called(guest.server.city.registry(), state, facts)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_silence_decides_is_late_for_nobody_and_a_duty_done_late_is() {
        let clock = |kind, done| Clock {
            limit: "sue".into(),
            kind,
            status: ClockStatus::DoneLate,
            start: Some(date(2026, 5, 15)),
            due: None,
            latest_on: Some(date(2026, 11, 16)),
            done_on: Some(done),
            steps: Vec::new(),
            causes: Vec::new(),
            accrued_fen: None,
            provisional: false,
            notice_from: None,
            yellow_from: None,
            red_from: None,
        };
        let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded())
            .expect("the definitions compile");
        let left = |kind, day| left(&registry, &clock(kind, date(2026, 11, day)), date(2026, 11, 23));
        assert_eq!(left(Kind::Silence, 17), Left::RunOut);
        assert_eq!(left(Kind::Silence, 19), Left::KeptLate(3, Unit::CalendarDay));
        assert_eq!(left(Kind::Duty, 17), Left::KeptLate(1, Unit::CalendarDay));
    }
}
