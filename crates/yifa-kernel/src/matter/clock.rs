//! Owns the clocks of a matter: what each limit has come to, on which level it stands, since when. Law's arithmetic is
//! in `yifa-law`; which event starts, pauses, extends or ends a clock is read from the definition.

use jiff::ToSpan;
use jiff::civil::Date;
use yifa_law::limit::{self as time, Change, Due, Effect, LeadRoll, LimitFault, Reckoning, Step};

use super::scene::Scene;
use super::{Act, Facts, State};
use crate::definition::Registry;
use crate::id::{ActionId, LimitId};
use crate::procedure::{From, Length, Limit, LimitKind, Moment, Period, Roll, Unit, Until};
use crate::value::Value;

/// What a limit has come to in one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Which limit.
    pub limit: LimitId,
    /// Its kind.
    pub kind: LimitKind,
    /// Where it stands.
    pub status: ClockStatus,
    /// The day that started it.
    pub start: Option<Date>,
    /// The computed end; none for limits without a number and for clocks that stand.
    pub due: Option<Due>,
    /// For a lead: the latest day on which the action may still be done.
    pub latest_on: Option<Date>,
    /// The day on which what it asks was done.
    pub done_on: Option<Date>,
    /// How the date was found.
    pub steps: Vec<Step>,
    /// Causes named by the steps, by place: the action that gave each effect.
    pub causes: Vec<(ActionId, Vec<String>)>,
    /// For accrual: the sum so far, in fen.
    pub accrued_fen: Option<i64>,
    /// Whether a holiday notice that is not loaded could still move it.
    pub provisional: bool,
    /// From this day on a reminder is due.
    pub notice_from: Option<Date>,
    /// From this day on it is yellow.
    pub yellow_from: Option<Date>,
    /// From this day on it is red.
    pub red_from: Option<Date>,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockStatus {
    /// It runs.
    Running,
    /// It stands while a cause lasts.
    Standing,
    /// What it asks was done in time.
    Done,
    /// What it asks was done late.
    DoneLate,
    /// Another clock governs.
    Superseded,
    /// The matter ended before it did.
    Ended,
}

/// Supervision levels 提示、黄、红.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing to say.
    None,
    /// 提示
    Notice,
    /// 黄
    Yellow,
    /// 红
    Red,
}

impl Level {
    /// The word in data and scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Notice => "notice",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }
}

impl Clock {
    /// A computation outside any matter, for whoever shows its steps.
    pub fn of_steps(steps: Vec<Step>) -> Self {
        Self {
            limit: LimitId::new(""),
            kind: LimitKind::Duty,
            status: ClockStatus::Running,
            start: None,
            due: None,
            latest_on: None,
            done_on: None,
            steps,
            causes: Vec::new(),
            accrued_fen: None,
            provisional: false,
            notice_from: None,
            yellow_from: None,
            red_from: None,
        }
    }

    /// The last day: of a period after moving off rest days, of a lead the latest day.
    pub fn last_day(&self) -> Option<Date> {
        self.latest_on.or_else(|| self.due.as_ref().map(|due| due.rolled_on))
    }

    /// The day as counted, before it moves.
    pub fn counted_day(&self) -> Option<Date> {
        self.latest_on.or_else(|| self.due.as_ref().map(|due| due.on))
    }

    /// Whether it runs or stands; a right that has lapsed still counts as running until the law has acted on it.
    pub fn is_running(&self) -> bool {
        matches!(self.status, ClockStatus::Running | ClockStatus::Standing)
    }

    /// Whether the last day has passed and what it asks was not done by then.
    pub fn is_over(&self, today: Date) -> bool {
        match self.status {
            ClockStatus::DoneLate => true,
            ClockStatus::Running => self.last_day().is_some_and(|last| today > last),
            ClockStatus::Standing | ClockStatus::Done | ClockStatus::Superseded | ClockStatus::Ended => false,
        }
    }

    /// The supervision level on a day. A party's right and an accruing sum are never supervised.
    pub fn level(&self, today: Date) -> Level {
        if !matches!(self.status, ClockStatus::Running) {
            return Level::None;
        }
        let since = |from: Option<Date>| from.is_some_and(|from| today >= from);
        match () {
            () if since(self.red_from) => Level::Red,
            () if since(self.yellow_from) => Level::Yellow,
            () if since(self.notice_from) => Level::Notice,
            () => Level::None,
        }
    }
}

/// Every clock of a matter that has started, in the order of the definition.
pub fn clocks(registry: &Registry, state: &State, facts: &Facts, today: Date) -> Vec<Clock> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let scene = Scene::new(registry, procedure, state, facts, today);
    procedure.limits.iter().filter_map(|limit| clock_in(&scene, limit)).collect()
}

/// One clock of a matter; `None` while it has not started or does not apply.
pub fn clock(
    registry: &Registry,
    state: &State,
    facts: &Facts,
    limit: &LimitId,
    today: Date,
) -> Option<Clock> {
    let procedure = registry.procedure_of(state)?;
    let scene = Scene::new(registry, procedure, state, facts, today);
    clock_in(&scene, procedure.limit(limit)?)
}

pub(super) fn clock_in(scene: &Scene<'_>, limit: &Limit) -> Option<Clock> {
    if let Some(when) = &limit.when
        && when.holds(scene) != Some(true)
    {
        return None;
    }
    match limit.kind {
        LimitKind::Lead => lead(scene, limit),
        LimitKind::Window => window(scene, limit),
        LimitKind::Recurring => recurring(scene, limit),
        LimitKind::Accrual => accrual(scene, limit),
        LimitKind::LongStop => long_stop(scene, limit),
        LimitKind::Duty
        | LimitKind::Right
        | LimitKind::Floor
        | LimitKind::Hours
        | LimitKind::Silence
        | LimitKind::Open => forward(scene, limit),
    }
}

/// The event that starts a clock: its day, and the number of the event after which acts count as doing.
fn started(scene: &Scene<'_>, moment: &Moment) -> Option<(Date, u64)> {
    let state = scene.state;
    match moment {
        Moment::Opened => Some((state.opened_on?, 0)),
        Moment::Act(action) => state.last(action).map(|act| (act.on(), act.seq)),
        Moment::Field(field) => Some((scene.value_of(field)?.as_date()?, 0)),
        Moment::ActField(action, field) => {
            let act = state.last(action)?;
            Some((act.values.get(field)?.as_date()?, act.seq))
        }
    }
}

/// The act that did what the limit asks, if any was done after the start. A clock started by a date field looks at
/// the last doing of its action; the opening act itself can do it.
fn done<'a>(state: &'a State, limit: &Limit, after: u64) -> Option<&'a Act> {
    let fits = |act: &&Act| !act.cleared && act.seq > after && limit.actions.contains(&act.action);
    state.acts.iter().find(fits)
}

/// The act with which the full period began again after what it asks had been done; none while nothing was done, or
/// nothing happened since. A restart before the doing only changes the running period.
fn begun_again<'a>(state: &'a State, limit: &Limit, mut after: u64) -> Option<&'a Act> {
    let again = |act: &&Act| !act.cleared && limit.restart.contains(&act.action);
    let mut begun = None;
    while let Some(done) = done(state, limit, after)
        && let Some(act) = state.acts.iter().filter(again).find(|act| act.seq > done.seq)
    {
        (begun, after) = (Some(act), act.seq);
    }
    begun
}

fn blank(limit: &Limit) -> Clock {
    Clock { limit: limit.id.clone(), kind: limit.kind, ..Clock::of_steps(Vec::new()) }
}

fn forward(scene: &Scene<'_>, limit: &Limit) -> Option<Clock> {
    let (start, seq) = started(scene, limit.from.as_ref()?)?;
    let again = begun_again(scene.state, limit, seq);
    let (start, seq) = again.map_or((start, seq), |act| (act.on(), act.seq));
    let mut clock = Clock { start: Some(start), ..blank(limit) };
    let done = done(scene.state, limit, seq);
    clock.done_on = done.map(Act::on);
    // The act by which the law answers the lapse may itself put the matter under another limit.
    let passed_on = |act: &Act| {
        let by_lapse = limit.lapse.as_ref().is_some_and(|lapse| *lapse == act.action);
        by_lapse && !act.cleared && act.seq > seq && limit.supersede.contains(&act.action)
    };
    let passed_on = scene.state.acts.iter().any(passed_on);
    let settled = |clock: &Clock| match settled(scene, limit, clock, done.is_some()) {
        ClockStatus::Running if passed_on => ClockStatus::Superseded,
        status => status,
    };
    if let Some(until) = &limit.until {
        clock.due = fixed_end(scene, limit, until, start);
        clock.status = settled(&clock);
        set_levels(scene, limit, &mut clock);
        return Some(clock);
    }
    let Some(within) = limit.within else {
        clock.status = settled(&clock);
        return Some(clock);
    };
    let (effects, causes) = effects(scene.state, limit, again.map_or(0, |act| act.seq), clock.done_on);
    clock.causes = causes;
    if within.unit() == Unit::Hour {
        return hours(scene, limit, clock, seq, within);
    }
    match time::reckon(scene.registry.calendar(), start, within, roll(limit.roll), &effects) {
        Ok(Reckoning::Ends(due)) => {
            clock.provisional = due.provisional;
            clock.steps.clone_from(&due.steps);
            clock.due = Some(due);
            clock.status = settled(&clock);
            set_levels(scene, limit, &mut clock);
        }
        Ok(Reckoning::Stands { steps, provisional, .. }) => {
            clock.steps = steps;
            clock.provisional = provisional;
            clock.status = if done.is_some() { ClockStatus::Done } else { ClockStatus::Standing };
        }
        Ok(Reckoning::Superseded { steps, provisional, .. }) => {
            clock.steps = steps;
            clock.provisional = provisional;
            clock.status = ClockStatus::Superseded;
        }
        // Effects that contradict each other cannot be put in order by the machine: the clock runs without an end
        // and is shown as such; the acts behind it stay visible in the timeline.
        Err(_) => {}
    }
    Some(clock)
}

/// A limit that ends on a recorded day, or on the first such day of the year after its start.
fn fixed_end(scene: &Scene<'_>, limit: &Limit, until: &Until, start: Date) -> Option<Due> {
    let on = match until {
        Until::Moment(moment) => started(scene, moment)?.0,
        Until::DayOfYear(month, day) => {
            let this = Date::new(start.year(), *month, *day).ok()?;
            if this >= start { this } else { Date::new(start.year() + 1, *month, *day).ok()? }
        }
        Until::Calendar => {
            let duty = scene.procedure.calendar.as_ref()?;
            duty.last_day(period_around(scene.state.opened_on?, duty.every)?.0)?
        }
    };
    let calendar = scene.registry.calendar();
    let rolls = limit.roll != Roll::Never && !calendar.is_working_day(on);
    let rolled_on = if rolls { calendar.next_working_day(on)? } else { on };
    let steps = vec![Step::Start { on: start }];
    let provisional = rolls && calendar.day(on).provisional;
    Some(Due { start, on, rolled_on, roll: roll(limit.roll), unit: Unit::CalendarDay, provisional, steps })
}

fn settled(scene: &Scene<'_>, limit: &Limit, clock: &Clock, done: bool) -> ClockStatus {
    let late = || clock.done_on.zip(clock.last_day()).is_some_and(|(done, last)| done > last);
    match (done, clock.kind) {
        // A floor is satisfied by waiting, not by acting.
        (true, _) if late() && clock.kind != LimitKind::Floor => ClockStatus::DoneLate,
        (true, _) => ClockStatus::Done,
        (false, _) if ended(scene, limit) => ClockStatus::Ended,
        (false, _) => ClockStatus::Running,
    }
}

/// Whether the matter ended before the clock did. A closed case does not end what may still be done about it: an appeal, a
/// retraction, a correction.
fn ended(scene: &Scene<'_>, limit: &Limit) -> bool {
    let governed = limit.actions.iter().filter_map(|id| scene.procedure.action(id));
    let mut from = governed.map(|action| &action.from);
    let open = |from: &From| match (from, &scene.state.stands) {
        (From::States(from), Some(stands)) => from.contains(stands),
        (From::States(_) | From::Nothing | From::Anywhere, _) => false,
    };
    scene.state.closed && !from.any(open)
}

fn roll(roll: Roll) -> time::Roll {
    match roll {
        Roll::Next => time::Roll::Next,
        Roll::Never => time::Roll::Never,
        Roll::Breach => time::Roll::Breach,
    }
}

type Effects = (Vec<Effect>, Vec<(ActionId, Vec<String>)>);

/// Everything that changed the clock, from the acts of the matter. What came after the doing changes nothing.
fn effects(state: &State, limit: &Limit, after: u64, done_on: Option<Date>) -> Effects {
    let mut effects = Vec::new();
    let mut causes = Vec::new();
    let mut add = |action: &ActionId, basis: &[String], change: Change| {
        effects.push(Effect::new(action.as_str(), basis.join("、"), change));
        causes.push((action.clone(), basis.to_vec()));
    };
    let counts = |act: &&Act| !act.cleared && act.seq > after && done_on.is_none_or(|done| act.on() <= done);
    let acts = || state.acts.iter().filter(counts);
    for pause in &limit.pause {
        let mut open: Option<Date> = None;
        for act in acts() {
            if act.action == pause.from && open.is_none() {
                open = Some(act.on());
            } else if act.action == pause.until
                && let Some(from) = open.take()
            {
                interval(from, Some(act.on()), pause.exclude)
                    .into_iter()
                    .for_each(|c| add(&pause.from, &pause.basis, c));
            }
        }
        if let Some(from) = open {
            interval(from, None, pause.exclude).into_iter().for_each(|c| add(&pause.from, &pause.basis, c));
        }
    }
    for extend in &limit.extend {
        for act in acts().filter(|act| act.action == extend.on) {
            add(&extend.on, &extend.basis, Change::Extend { on: act.on(), by: extend.by });
        }
    }
    for action in &limit.restart {
        for act in acts().filter(|act| act.action == *action) {
            add(action, &limit.basis, Change::Restart { on: act.on() });
        }
    }
    for action in &limit.supersede {
        for act in acts().filter(|act| act.action == *action) {
            add(action, &limit.basis, Change::Supersede { on: act.on() });
        }
    }
    (effects, causes)
}

fn interval(from: Date, until: Option<Date>, exclude: bool) -> Option<Change> {
    match Change::pause_between(from, until).ok()?? {
        Change::Pause { first, last } if exclude => Some(Change::Exclude { first, last }),
        change => Some(change),
    }
}

/// 提示 at a fifth of the period before its end (or as the definition says), 黄 when the counted day has passed, 红
/// three working days after the moved day (or as the definition says). Of rights those are watched for which the definition
/// asks for a 提示: the organ's own, which are lost after the last day, so that 黄 comes a week before it and 红 on it.
///
/// # Source
/// domain convention 0.7; the numbers are parameters of each limit.
fn set_levels(scene: &Scene<'_>, limit: &Limit, clock: &mut Clock) {
    let is_own_right = limit.kind == LimitKind::Right && limit.notice.is_some();
    let is_watched = matches!(
        limit.kind,
        LimitKind::Duty
            | LimitKind::Hours
            | LimitKind::Silence
            | LimitKind::LongStop
            | LimitKind::Lead
            | LimitKind::Window
            | LimitKind::Recurring
    );
    if !is_watched && !is_own_right {
        return;
    }
    let (Some(counted), Some(last)) = (clock.counted_day(), clock.last_day()) else { return };
    let unit = limit.within.map_or(Unit::CalendarDay, Length::unit);
    let fifth = match limit.within {
        Some(within) => in_days(within).div_ceil(5).clamp(1, 30),
        None => 30,
    };
    let before = |n: u32| days_before(scene, counted, n, unit);
    clock.notice_from = Some(before(limit.notice.unwrap_or(fifth)));
    clock.yellow_from = match limit.yellow {
        Some(n) => Some(before(n)),
        None if is_own_right => counted.checked_sub(7.days()).ok(),
        None => counted.tomorrow().ok(),
    };
    if is_own_right {
        clock.red_from = Some(last);
        return;
    }
    let calendar = scene.registry.calendar();
    let mut red = last.tomorrow().unwrap_or(last);
    let after = limit.red_after.unwrap_or(3);
    if after > 0
        && let Ok(span) = Length::new(after, Unit::WorkingDay)
        && let Ok(due) = time::due(calendar, last, span, time::Roll::Never, &[])
    {
        red = due.over_from();
    }
    clock.red_from = Some(red);
}

fn in_days(length: Length) -> u32 {
    match length.unit() {
        Unit::CalendarDay | Unit::WorkingDay => length.n(),
        Unit::Hour => length.n().div_ceil(24),
        Unit::Month => length.n() * 30,
        Unit::Year => length.n() * 365,
    }
}

fn days_before(scene: &Scene<'_>, day: Date, n: u32, unit: Unit) -> Date {
    let calendar = scene.registry.calendar();
    if unit == Unit::WorkingDay {
        let mut at = day;
        for _ in 0..n {
            at = calendar.previous_working_day(at).unwrap_or(at);
        }
        return at;
    }
    day.checked_sub(i64::from(n).days()).unwrap_or(day)
}

fn lead(scene: &Scene<'_>, limit: &Limit) -> Option<Clock> {
    let event = scene.value_of(limit.of.as_ref()?)?.as_date()?;
    let mut clock = Clock { start: Some(event), ..blank(limit) };
    let lead = lead_to(scene, limit, event).ok()?;
    clock.latest_on = Some(lead.latest_on);
    clock.provisional = lead.provisional;
    clock.steps = lead.steps;
    let done = done(scene.state, limit, 0);
    clock.done_on = done.map(Act::on);
    clock.status = settled(scene, limit, &clock, done.is_some());
    set_levels(scene, limit, &mut clock);
    Some(clock)
}

/// The latest day before an event for a lead limit.
pub(super) fn lead_to(scene: &Scene<'_>, limit: &Limit, event: Date) -> Result<time::Lead, LimitFault> {
    let within = limit.within.ok_or(LimitFault::HoursNeedMoment)?;
    time::latest_before(scene.registry.calendar(), event, within, LeadRoll::Earlier)
}

/// The window of the year in which today lies, or the next one.
fn window(scene: &Scene<'_>, limit: &Limit) -> Option<Clock> {
    let ((from_month, from_day), (to_month, to_day)) = limit.window?;
    let year = scene.state.opened_on.unwrap_or(scene.today).year();
    let start = Date::new(year, from_month, from_day).ok()?;
    let end = Date::new(year, to_month, to_day).ok()?;
    let done = done(scene.state, limit, 0);
    let done_on = done.map(Act::on);
    let mut clock = Clock { start: Some(start), latest_on: Some(end), done_on, ..blank(limit) };
    clock.status = settled(scene, limit, &clock, done.is_some());
    set_levels(scene, limit, &mut clock);
    Some(clock)
}

/// The current period of a recurring duty: done when its action was done often enough inside it.
fn recurring(scene: &Scene<'_>, limit: &Limit) -> Option<Clock> {
    let (times, every) = limit.times?;
    let (start, end) = period_around(scene.today, every)?;
    let mut inside: Vec<Date> = scene
        .state
        .acts
        .iter()
        .filter(|act| !act.cleared && limit.actions.contains(&act.action))
        .map(Act::on)
        .filter(|day| (start..=end).contains(day))
        .collect();
    inside.sort();
    let done_on = inside.get((times as usize).checked_sub(1)?).copied();
    let mut clock = Clock { start: Some(start), latest_on: Some(end), done_on, ..blank(limit) };
    clock.status = settled(scene, limit, &clock, done_on.is_some());
    set_levels(scene, limit, &mut clock);
    Some(clock)
}

/// First and last day of the period in which a day lies.
pub fn period_around(day: Date, every: Period) -> Option<(Date, Date)> {
    let months = match every {
        Period::Year => 12,
        Period::Quarter => 3,
        Period::Month => 1,
    };
    let first_month = (day.month() - 1) / months * months + 1;
    let start = Date::new(day.year(), first_month, 1).ok()?;
    let end = start.checked_add(i64::from(months).months()).ok()?.yesterday().ok()?;
    Some((start, end))
}

/// The earlier of two limits.
fn long_stop(scene: &Scene<'_>, limit: &Limit) -> Option<Clock> {
    let own = forward(scene, limit);
    let other =
        scene.procedure.limit(limit.earlier_of.as_ref()?).filter(|other| other.kind != LimitKind::LongStop);
    let other = other.and_then(|other| clock_in(scene, other));
    match (own, other) {
        (Some(own), Some(other)) if other.last_day() < own.last_day() && other.last_day().is_some() => {
            Some(Clock { limit: limit.id.clone(), kind: limit.kind, ..other })
        }
        (Some(own), _) => Some(own),
        (None, Some(other)) => Some(Clock { limit: limit.id.clone(), kind: limit.kind, ..other }),
        (None, None) => None,
    }
}

/// The first moment that a matter's act gives in hours: the end is counted from the minute of the act.
fn hours(scene: &Scene<'_>, limit: &Limit, mut clock: Clock, seq: u64, within: Length) -> Option<Clock> {
    let from = match limit.from.as_ref()? {
        Moment::Act(action) => scene.state.last(action)?.happened,
        Moment::Opened => scene.state.acts.first()?.happened,
        Moment::Field(field) | Moment::ActField(_, field) => match scene.value_of(field)? {
            Value::Instant(at) => *at,
            other => other.as_date()?.at(0, 0, 0, 0),
        },
    };
    let end = from.checked_add(i64::from(within.n()).hours()).ok()?;
    clock.latest_on = Some(end.date());
    let done = done(scene.state, limit, seq);
    clock.status = match done {
        Some(act) if act.happened > end => ClockStatus::DoneLate,
        Some(_) => ClockStatus::Done,
        None if ended(scene, limit) => ClockStatus::Ended,
        None => ClockStatus::Running,
    };
    set_levels(scene, limit, &mut clock);
    Some(clock)
}

fn accrual(scene: &Scene<'_>, limit: &Limit) -> Option<Clock> {
    let (start, _) = started(scene, limit.from.as_ref()?)?;
    let mut clock = Clock { start: Some(start), ..blank(limit) };
    let money = |guard: &crate::guard::Guard| match guard.value(scene) {
        Some(Value::Money(fen)) => Some(fen),
        _ => None,
    };
    let principal = money(limit.principal.as_ref()?)?;
    let cap = limit.cap.as_ref().and_then(money);
    let done = done(scene.state, limit, 0);
    clock.done_on = done.map(Act::on);
    // The first day that bears the addition is the day after the grace period.
    let first = match limit.within {
        None => start.tomorrow().ok()?,
        Some(within) => {
            let due = time::due(scene.registry.calendar(), start, within, roll(limit.roll), &[]).ok()?;
            let first = due.over_from();
            clock.due = Some(due);
            first
        }
    };
    let until = clock.done_on.unwrap_or(scene.today);
    let (effects, causes) = effects(scene.state, limit, 0, clock.done_on);
    clock.causes = causes;
    let share = time::PerDay::Share { numerator: u32::try_from(limit.rate?).ok()?, denominator: 10_000 };
    let accrual = time::Accrual::new(principal, share, cap, first).ok()?;
    let accrued = time::accrue(&accrual, until, &effects).ok()?;
    clock.accrued_fen = Some(accrued.amount_fen);
    clock.steps = accrued.steps;
    if done.is_some() {
        clock.status = ClockStatus::Done;
    } else if ended(scene, limit) {
        clock.status = ClockStatus::Ended;
    }
    Some(clock)
}
