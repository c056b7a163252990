//! Owns the filters of the list of matters as they stand in the address: read, changed, printed, and turned into a question
//! to the store. Whatever an address holds, it is a list that can be shown.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use yifa_app::AppError;
use yifa_kernel::id::{BodyId, ProcedureId};
use yifa_kernel::procedure::{DECIMAL, Field, FieldKind, Procedure, Scope};
use yifa_kernel::read::read;
use yifa_kernel::value::{Value, parse_scaled};
use yifa_law::calendar::china_instant;
use yifa_law::docnumber::searched;
use yifa_store::{MatterId, MatterOrder, MatterQuery, Stand, ValueFilter, ValueTest, WaitsFor};

use super::super::guest::Staff;
use super::follow;

/// The filters that every list has, apart from those on a procedure's own fields (`f.<field>`).
const NAMES: [&str; 21] = [
    "q",
    "mine",
    "procedure",
    "state",
    "body",
    "officer",
    "open",
    "level",
    "due",
    "due_from",
    "due_to",
    "from",
    "to",
    "changed",
    "idle",
    "sort",
    "view",
    "by",
    "of",
    "after",
    "at",
];

/// What does not narrow the list: how it is shown.
const SHOWN: [&str; 5] = ["sort", "view", "by", "after", "at"];

/// Which page is shown: from where on, and how many rows stand before it.
const PAGED: [&str; 2] = ["after", "at"];

/// Most filters in one address, and most characters of one.
const MOST: usize = 60;
const LONGEST: usize = 200;

/// Filters by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::server) struct Filter(BTreeMap<String, String>);

impl Filter {
    /// Reads the pairs of an address. Unknown names and blank values are left out.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let known = |name: &str| NAMES.contains(&name) || name.starts_with("f.");
        let all =
            pairs.into_iter().filter(|(name, value)| known(name) && !value.trim().is_empty()).take(MOST);
        let clean = |text: &str, most| text.chars().filter(|c| *c != '\0').take(most).collect::<String>();
        Self(
            all.map(|(name, value)| {
                let most = if name == "after" { 2_000 } else { LONGEST };
                (clean(&name, LONGEST), clean(value.trim(), most))
            })
            .collect(),
        )
    }

    /// Reads a query as it stands behind `?`.
    pub fn parse(query: &str) -> Self {
        Self::of(serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap_or_default())
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether anything narrows the list.
    pub fn narrows(&self) -> bool {
        self.0.keys().any(|name| !SHOWN.contains(&name.as_str()))
    }

    /// The filters that narrow, by name.
    pub fn narrowing(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        all.filter(|(name, _)| !SHOWN.contains(name))
    }

    /// The filters on the procedure's own fields.
    fn own(&self) -> impl Iterator<Item = (&str, &str)> {
        self.narrowing().filter_map(|(name, value)| Some((name.strip_prefix("f.")?, value)))
    }

    /// The same filters with some changed; a blank value takes one away. Any change leads to the first page, and another
    /// procedure has other states and fields.
    pub fn with(&self, changes: &[(&str, &str)]) -> Self {
        let mut all = self.0.clone();
        if changes.iter().any(|(name, _)| !PAGED.contains(name)) {
            all.retain(|name, _| !PAGED.contains(&name.as_str()));
        }
        if changes.iter().any(|(name, value)| *name == "procedure" && self.get(name) != *value) {
            all.retain(|name, _| name != "state" && name != "by" && !name.starts_with("f."));
        }
        for (name, value) in changes {
            if value.is_empty() {
                all.remove(*name);
            } else {
                all.insert((*name).to_owned(), (*value).to_owned());
            }
        }
        Self(all)
    }

    /// As it stands behind `?`.
    pub fn query_string(&self) -> String {
        serde_urlencoded::to_string(&self.0).unwrap_or_default()
    }

    /// The address of the list.
    pub fn address(&self) -> String {
        if self.0.is_empty() { "/matters".to_owned() } else { format!("/matters?{}", self.query_string()) }
    }

    /// The address of the list with some filters changed.
    pub fn to(&self, changes: &[(&str, &str)]) -> String {
        self.with(changes).address()
    }

    /// The same filters without the one on a field of the procedure.
    pub fn without_field(&self, field: &str) -> Self {
        let names = ["", ".from", ".to"].map(|end| format!("f.{field}{end}"));
        self.with(&names.each_ref().map(|name| (name.as_str(), "")))
    }

    /// The same filters, narrowed to one value of a facet.
    pub fn with_facet(&self, field: &Field, value: &str) -> Self {
        let id = &field.id;
        let base = self.without_field(id.as_str());
        match field.declared {
            FieldKind::Int => base.with(&[(&format!("f.{id}.from"), value), (&format!("f.{id}.to"), value)]),
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Bool
            | FieldKind::Decimal
            | FieldKind::Money
            | FieldKind::Date
            | FieldKind::Instant
            | FieldKind::Choice
            | FieldKind::Body
            | FieldKind::Party
            | FieldKind::Person
            | FieldKind::Officer
            | FieldKind::Power
            | FieldKind::Cite
            | FieldKind::Matter
            | FieldKind::File
            | FieldKind::Table => base.with(&[(&format!("f.{id}"), value)]),
        }
    }

    /// How many rows stand before the page, as the links that led here counted them.
    pub fn before(&self) -> u64 {
        let at = self.get("at").parse().ok().filter(|_| !self.get("after").is_empty());
        at.filter(|at| *at <= 1_000_000_000).unwrap_or(0)
    }

    pub fn procedure<'a>(&self, staff: &'a Staff) -> Option<&'a Procedure> {
        staff.guest.server.city.registry().latest(&ProcedureId::new(self.get("procedure")))
    }

    pub fn order(&self) -> MatterOrder {
        match self.get("sort") {
            "due" => MatterOrder::DueFirst,
            "number" => MatterOrder::Number,
            _ => MatterOrder::ChangedLast,
        }
    }

    /// The question to the store. `officer`: whom the typed name means.
    pub async fn query(&self, staff: &Staff, officer: Option<&str>) -> Result<MatterQuery, AppError> {
        let city = &staff.guest.server.city;
        let today = city.today();
        let one = |name: &str| {
            let text = self.get(name);
            if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
        };
        let day = |name: &str| self.get(name).parse::<Date>().ok();
        let text = searched(self.get("q"));
        let (due_from, due_by) = self.due(today);
        let latest = |a: Option<Date>, b: Option<Date>| a.max(b);
        let earliest = |a: Option<Date>, b: Option<Date>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let mut query = MatterQuery {
            procedures: one("procedure"),
            states: one("state"),
            body_path: self.body_path(staff),
            person: officer.map(ToOwned::to_owned),
            is_final: match self.get("open") {
                "open" | "at_rest" => Some(false),
                "closed" => Some(true),
                _ => None,
            },
            level: level(self.get("level")).map(|level| (level, today)),
            due_from: latest(due_from, day("due_from")),
            due_by: earliest(due_by, day("due_to")),
            opened_from: day("from"),
            opened_until: day("to"),
            changed_from: day("changed").and_then(|day| china_instant(day.at(0, 0, 0, 0))),
            changed_until: self.idle(today).and_then(|day| china_instant(day.at(0, 0, 0, 0))),
            values: self.values(staff),
            text: (!text.is_empty()).then_some(text),
            ..MatterQuery::default()
        };
        // What is over lies idle no more, and the index of warnings holds what is open. A duty that goes on after the end (to
        // look for the like, to teach again) is due as any other.
        if ["level", "idle"].iter().any(|name| !self.get(name).is_empty()) {
            query.is_final = query.is_final.or(Some(false));
        }
        // What stands in a register is not under way, and nobody lets it lie.
        if self.get("open") == "at_rest" {
            query.stands = at_rest(staff);
        } else if self.get("open") == "open" || !self.get("idle").is_empty() {
            query.except = at_rest(staff);
        }
        match self.get("mine") {
            "todo" => {
                query.waits_for = Some(waiting(staff));
                query.is_final = Some(false);
                // What waits for the reader may be handled by another body: that of the application to be answered.
                if self.get("body").is_empty() {
                    query.body_path = None;
                }
            }
            "done" => query.person = Some(staff.session.account.person.to_string()),
            "follow" => query.among = Some(follow::followed(staff).await?),
            _ => {}
        }
        if let Some(pointing) = self.pointing(staff).await? {
            let fits = |one: &MatterId| query.among.as_ref().is_none_or(|among| among.contains(one));
            query.among = Some(pointing.into_iter().filter(fits).collect());
        }
        Ok(query)
    }

    /// The matters that point to the one named by `of`; `None` when none is named.
    async fn pointing(&self, staff: &Staff) -> Result<Option<Vec<MatterId>>, AppError> {
        let of = self.get("of");
        if of.is_empty() {
            return Ok(None);
        }
        // What is no name of a matter has nothing that points to it.
        let Ok(of) = MatterId::new(of) else { return Ok(Some(Vec::new())) };
        let city = &staff.guest.server.city;
        let links = city.store().links_to(city.jurisdiction(), &of).await?;
        let own = links.into_iter().filter(|link| link.kind.starts_with("field:")).map(|link| link.from);
        let own: std::collections::BTreeSet<MatterId> = own.collect();
        Ok(Some(own.into_iter().collect()))
    }

    /// The window of due days of a named status.
    fn due(&self, today: Date) -> (Option<Date>, Option<Date>) {
        let in_days = |n: i64| today.checked_add(n.days()).ok();
        match self.get("due") {
            "late" => (None, in_days(-1)),
            "today" => (Some(today), Some(today)),
            "3" => (Some(today), in_days(3)),
            "7" => (Some(today), in_days(7)),
            _ => (None, None),
        }
    }

    /// The day since which nothing has moved.
    fn idle(&self, today: Date) -> Option<Date> {
        let days: i64 = self.get("idle").parse().ok().filter(|days| (1..=3_650).contains(days))?;
        today.checked_sub(days.days()).ok()
    }

    /// The body asked for, inside what the reader's role reaches.
    fn body_path(&self, staff: &Staff) -> Option<String> {
        let bodies = staff.guest.server.city.bodies();
        let asked = BodyId::new(self.get("body"));
        let asked = bodies.get(&asked).map(|body| bodies.path(&body.id));
        match (reach(staff), asked) {
            (Some(reach), Some(asked)) if asked.starts_with(&reach) => Some(asked),
            (Some(reach), _) => Some(reach),
            (None, asked) => asked,
        }
    }

    fn values(&self, staff: &Staff) -> Vec<ValueFilter> {
        let Some(procedure) = self.procedure(staff) else { return Vec::new() };
        let all = self.own().filter_map(|(name, text)| {
            let (id, end) = match name.rsplit_once('.') {
                Some((id, end)) => (id, Some(end)),
                None => (name, None),
            };
            let field = procedure.fields.iter().filter(|field| is_filter(field));
            value_filter(field.into_iter().find(|field| field.id.as_str() == id)?, end, text)
        });
        all.collect()
    }
}

/// Whether a list can be narrowed by a field: what is personal or sealed never leaves by way of a search.
pub(super) fn is_filter(field: &Field) -> bool {
    let kinds = [
        FieldKind::Text,
        FieldKind::LongText,
        FieldKind::Bool,
        FieldKind::Int,
        FieldKind::Decimal,
        FieldKind::Money,
        FieldKind::Date,
        FieldKind::Instant,
        FieldKind::Choice,
        FieldKind::Body,
        FieldKind::Cite,
    ];
    !field.personal && !field.sealed && !field.many && kinds.contains(&field.declared)
}

/// A filter on a field; `None` if the text cannot be a value of it.
fn value_filter(field: &Field, end: Option<&str>, text: &str) -> Option<ValueFilter> {
    let id = field.id.as_str();
    let member = |name: &str| format!("{id}.{name}");
    let bound = |n: i64| match end {
        Some("from") => Some(ValueTest::AtLeast(n)),
        Some("to") => Some(ValueTest::AtMost(n)),
        _ => None,
    };
    let (path, test) = match field.declared {
        FieldKind::Text | FieldKind::LongText => (id.to_owned(), ValueTest::Contains(text.to_owned())),
        FieldKind::Cite => (member("cite"), ValueTest::Contains(text.to_owned())),
        FieldKind::Bool => (id.to_owned(), ValueTest::Is(json!(text == "true"))),
        FieldKind::Choice => (member("choice"), ValueTest::Is(json!(text))),
        FieldKind::Body => (member("body"), ValueTest::Is(json!(text))),
        FieldKind::Int => (id.to_owned(), bound(text.parse().ok()?)?),
        FieldKind::Decimal => (member("decimal"), bound(parse_scaled(text, DECIMAL)?)?),
        FieldKind::Money => match read(&field.kind, text) {
            Ok(Value::Money(fen)) => (member("fen"), bound(fen)?),
            _ => return None,
        },
        FieldKind::Date => {
            let day: Date = text.parse().ok()?;
            (member("date"), between(end?, day.to_string(), day.to_string())?)
        }
        FieldKind::Instant => {
            let day: Date = text.parse().ok()?;
            (member("instant"), between(end?, day.to_string(), format!("{day}T24"))?)
        }
        FieldKind::Party
        | FieldKind::Person
        | FieldKind::Officer
        | FieldKind::Power
        | FieldKind::Matter
        | FieldKind::File
        | FieldKind::Table => return None,
    };
    Some(ValueFilter { path, test })
}

fn between(end: &str, from: String, until: String) -> Option<ValueTest> {
    match end {
        "from" => Some(ValueTest::From(from)),
        "to" => Some(ValueTest::Until(until)),
        _ => None,
    }
}

fn level(word: &str) -> Option<yifa_store::Level> {
    match word {
        "notice" => Some(yifa_store::Level::Notice),
        "yellow" => Some(yifa_store::Level::Yellow),
        "red" => Some(yifa_store::Level::Red),
        _ => None,
    }
}

/// The part of the tree of bodies that the reader may see; `None`: all of it.
pub(in crate::server) fn reach(staff: &Staff) -> Option<String> {
    let city = &staff.guest.server.city;
    let scope = city.registry().role(&staff.actor.role).map(|role| role.scope);
    match scope {
        Some(Scope::Jurisdiction) => None,
        Some(Scope::Body | Scope::Subtree | Scope::Own | Scope::Slip) | None => {
            let body = staff.actor.body.clone().unwrap_or_else(|| BodyId::new("-"));
            Some(city.bodies().path(&body))
        }
    }
}

/// Where matters stand in a register: done for now, until something happens.
fn at_rest(staff: &Staff) -> Vec<Stand> {
    // A place without states holds no matter.
    let mut all = vec![Stand { procedure: String::from("-"), states: Vec::new() }];
    for procedure in staff.guest.server.city.registry().procedures() {
        let states = procedure.states.iter().filter(|state| state.at_rest).map(|state| state.id.to_string());
        all.push(Stand { procedure: procedure.id.to_string(), states: states.collect() });
    }
    all
}

/// For whom a matter must wait to stand in the reader's list of what is to be done: the role, at the body or the bodies for
/// which it acts.
pub(in crate::server) fn waiting(staff: &Staff) -> WaitsFor {
    let city = &staff.guest.server.city;
    let scope = city.registry().role(&staff.actor.role).map(|role| role.scope);
    let own = || city.bodies().path(&staff.actor.body.clone().unwrap_or_else(|| BodyId::new("-")));
    WaitsFor {
        role: staff.actor.role.to_string(),
        body_path: (scope != Some(Scope::Jurisdiction)).then(own),
        below: scope == Some(Scope::Subtree),
        person: staff.session.account.person.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_blanks_and_signs_that_no_store_takes_are_left_out() {
        let filter = Filter::parse("q=+%E5%90%AC%E8%AF%81%00+&x=1&state=&f.fine.from=3&=&%FF");
        assert_eq!(filter.get("q"), "听证");
        assert_eq!(filter.query_string(), "f.fine.from=3&q=%E5%90%AC%E8%AF%81");
        assert_eq!(Filter::parse(&"a=b&".repeat(10_000)), Filter::default());
        let long = Filter::parse(&format!("q={}", "长".repeat(5_000)));
        assert_eq!(long.get("q").chars().count(), LONGEST);
    }

    #[test]
    fn another_procedure_forgets_states_fields_and_the_page() {
        let filter = Filter::parse("procedure=a&state=s&f.x=1&q=w&after=7b&view=board");
        assert_eq!(filter.to(&[("procedure", "b")]), "/matters?procedure=b&q=w&view=board");
        assert_eq!(
            filter.to(&[("after", "8c")]),
            "/matters?after=8c&f.x=1&procedure=a&q=w&state=s&view=board"
        );
        assert_eq!(filter.to(&[("procedure", ""), ("q", ""), ("view", "")]), "/matters");
        assert!(!Filter::parse("view=board&sort=due&by=kind").narrows());
        let board =
            Filter::parse("procedure=a&f.year.from=2026&f.year.to=2026&f.kind=rule&by=kind&view=board");
        assert_eq!(board.without_field("year").query_string(), "by=kind&f.kind=rule&procedure=a&view=board");
        assert_eq!(board.to(&[("procedure", "b")]), "/matters?procedure=b&view=board");
    }

    #[test]
    fn the_place_of_a_page_goes_with_its_cursor_and_is_never_more_than_a_number() {
        let filter = Filter::parse("q=w&after=7b&at=100");
        assert_eq!(filter.before(), 100);
        assert_eq!(filter.to(&[("after", "8c"), ("at", "150")]), "/matters?after=8c&at=150&q=w");
        assert_eq!(filter.to(&[("sort", "due")]), "/matters?q=w&sort=due");
        for wrong in ["q=w&at=100", "after=7b&at=-1", "after=7b&at=99999999999999999999", "after=7b&at=x"] {
            assert_eq!(Filter::parse(wrong).before(), 0, "{wrong}");
        }
    }

    #[test]
    fn due_words_become_windows() {
        let today = jiff::civil::date(2026, 11, 27);
        let window = |word: &str| Filter::parse(&format!("due={word}")).due(today);
        assert_eq!(window("late"), (None, Some(jiff::civil::date(2026, 11, 26))));
        assert_eq!(window("3"), (Some(today), Some(jiff::civil::date(2026, 11, 30))));
        assert_eq!(window("soon"), (None, None));
        assert_eq!(Filter::parse("idle=-3").idle(today), None);
        assert_eq!(Filter::parse("idle=99999999999").idle(today), None);
    }
}
