//! Limits as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shape::OneOrManySchema;
use super::{At, BasisClass, OneOrMany, Period};

/// `[[limit]]`: by when. Kinds and units are those of legal time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Identifier; conditions call it `limit.<id>.due`, `.over`, `.open`, `.done`.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// What passing it means.
    pub kind: LimitKind,
    /// The actions that it governs: done by them (`duty`, `right`, `hours`), blocked until it ends (`floor`), or checked (`lead`, `window`).
    #[schemars(with = "OneOrManySchema")]
    pub action: At<OneOrMany>,
    /// How long: `90 calendar_day`, `7 working_day`, `24 hour`, `6 month`, `2 year`, or `param.<id>`.
    #[schemars(with = "Option<String>")]
    pub within: Option<At<String>>,
    /// What starts it: an action, a date field, `action.field`, or `opened`.
    #[schemars(with = "Option<String>")]
    pub from: Option<At<String>>,
    /// Instead of `within`: ends on a recorded day (a date field, `action.field`), on a day of the year (`03-01`: the first
    /// such day after `from`), or on the last day of the calendar's duty (`calendar`).
    #[schemars(with = "Option<String>")]
    pub until: Option<At<String>>,
    /// For `lead`: the future event, a date field.
    #[schemars(with = "Option<String>")]
    pub of: Option<At<String>>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// Whether a last day that is a rest day moves to the next working day.
    pub roll: Option<Roll>,
    /// Intervals that do not count: `{ from = "action", until = "action", effect = "pause" }`.
    #[serde(default)]
    pub pause: Vec<Pause>,
    /// Extensions: `{ on = "action", by = "30 calendar_day" }`.
    #[serde(default)]
    pub extend: Vec<Extend>,
    /// Actions that start the full period again.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub restart: Vec<At<String>>,
    /// Actions after which this limit no longer runs, another governs. With the action of `lapse` among them, what the law
    /// does when it lapses ends it too, and it is not overdue any longer.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub supersede: Vec<At<String>>,
    /// What the law itself does when it lapses: an action with `by = "law"`.
    #[schemars(with = "Option<String>")]
    pub lapse: Option<At<String>>,
    /// For `accrual`: share of the principal per day, for example `3 percent`.
    #[schemars(with = "Option<String>")]
    pub rate: Option<At<String>>,
    /// For `accrual`: the principal, a money expression.
    #[schemars(with = "Option<String>")]
    pub principal: Option<At<String>>,
    /// For `accrual`: the most it may reach, a money expression.
    #[schemars(with = "Option<String>")]
    pub cap: Option<At<String>>,
    /// For `window`: first and last day, `MM-DD`.
    pub window: Option<WindowDays>,
    /// For `recurring`: how many times in each period.
    pub times: Option<u32>,
    /// For `recurring`: the period.
    pub every: Option<Period>,
    /// For `long_stop`: the other limit; the earlier of both governs.
    #[schemars(with = "Option<String>")]
    pub earlier_of: Option<At<String>>,
    /// Reminder this long before the end, in the limit's unit; 1/5 of the period unless said. A right is watched only where
    /// this is said: it is then the organ's own.
    pub notice: Option<u32>,
    /// Turns yellow this long before the end (0: when it is over, unless said).
    pub yellow: Option<u32>,
    /// Turns red this long after the end, in working days (3 unless said; 0: at once).
    pub red_after: Option<u32>,
    /// The lowest rank of instrument that may change it.
    pub override_by: Option<BasisClass>,
    /// The article, which names the number.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
    /// How firm the source is; `law` unless said.
    pub class: Option<BasisClass>,
}

/// What passing a limit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// The organ must act within it.
    Duty,
    /// A party may act within it; afterwards the right has lapsed.
    Right,
    /// It must last at least so long; the action is refused before.
    Floor,
    /// At least so many clear days before a future event.
    Lead,
    /// Only between two days of the year.
    Window,
    /// At least so many times in each period.
    Recurring,
    /// Hours, running day and night.
    Hours,
    /// A sum that grows by the day.
    Accrual,
    /// Silence changes the state.
    Silence,
    /// "Promptly": shown, never scored.
    Open,
    /// The earlier of two limits.
    LongStop,
}

/// How a last day on a rest day is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Moves to the next working day.
    Next,
    /// Stays: measures that restrain someone never grow.
    Never,
    /// Stays for the warning, moves for the breach (organs' own limits on which the act is silent).
    Breach,
}

/// An interval that does not count.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The action that begins it.
    #[schemars(with = "String")]
    pub from: At<String>,
    /// The action that ends it.
    #[schemars(with = "String")]
    pub until: At<String>,
    /// `pause` (the rest goes on) or `exclude` (the interval is taken out).
    #[serde(default)]
    pub effect: PauseEffect,
    /// The article that allows it.
    pub basis: OneOrMany,
}

/// Two ways in which an interval may not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseEffect {
    /// The remaining time runs on afterwards.
    #[default]
    Pause,
    /// The interval is subtracted.
    Exclude,
}

/// An extension.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// The action that extends.
    #[schemars(with = "String")]
    pub on: At<String>,
    /// By how much.
    #[schemars(with = "String")]
    pub by: At<String>,
    /// The article that allows it.
    pub basis: OneOrMany,
}

/// First and last day of a yearly window.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindowDays {
    /// `MM-DD`.
    pub from: String,
    /// `MM-DD`.
    pub to: String,
}
