//! Owns every lawful "no", as data: code, values, basis, next step. Sentences live in `locales/`.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::id::{ActionId, FieldId, LimitId, MatterId, ProcedureId, RoleId, StateId};
use crate::matter::Actor;
use crate::procedure::Label;
use crate::value::Value;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// The stable code of a refusal; `docs/errors/<code>.md` explains each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)* }
        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// The code as it is shown: `R0301`.
            pub fn as_str(self) -> &'static str { match self { $(Self::$name => $code,)* } }
            /// The code that is shown so; `None` where there is none.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

codes! {
    /// The procedure is not defined here.
    UnknownProcedure = "R0101";
    /// The procedure has no such action.
    UnknownAction = "R0102";
    /// The matter does not stand where the action may be done.
    WrongState = "R0103";
    /// The matter is closed.
    Closed = "R0104";
    /// The role may not do it.
    WrongRole = "R0105";
    /// The body is not reached by the actor's role.
    OutOfScope = "R0106";
    /// The body does not exist, or not on that day.
    UnknownBody = "R0107";
    /// The matter exists already, or does not exist.
    NoSuchMatter = "R0108";
    /// Nothing of one's own is there to be taken back.
    NothingOfYours = "R0109";
    /// A field that must be recorded is missing.
    Missing = "R0201";
    /// A value is not of the field's kind.
    WrongKind = "R0202";
    /// A value is outside its range.
    OutOfRange = "R0203";
    /// The action does not record this field.
    NotRecorded = "R0204";
    /// The field is frozen.
    Frozen = "R0205";
    /// The choice does not exist.
    UnknownChoice = "R0206";
    /// The text is too long or holds control characters.
    BadText = "R0207";
    /// Another matter has the same value already.
    NotUnique = "R0208";
    /// A citizen number or credit code is wrong.
    BadCode = "R0209";
    /// The matter pointed to does not exist or is of another procedure.
    WrongReference = "R0210";
    /// Somebody or something stands in a list twice.
    Repeated = "R0211";
    /// A condition of the law does not hold.
    ConditionFails = "R0301";
    /// A condition cannot be judged: something is not yet recorded.
    ConditionUnknown = "R0302";
    /// The cited instrument is not in force on the day, or not published.
    NotInForce = "R0303";
    /// The cited instrument or article is not known.
    UnknownCitation = "R0304";
    /// The amount lies outside the tier of the discretion benchmark.
    OutsideBenchmark = "R0305";
    /// A circumstance that the discretion benchmark looks at is not recorded.
    CircumstanceMissing = "R0306";
    /// The cited document binds only those who made it: nothing towards others rests on it.
    InternalBasis = "R0307";
    /// Nothing tells from when the cited document holds; a person records its days first.
    UndatedBasis = "R0308";
    /// The text at hand lost the cited article, or its words may be mixed with those of a lost one.
    SpoiledBasis = "R0309";
    /// The time for it has passed: the right has lapsed.
    Lapsed = "R0401";
    /// Too early: a minimum period still runs.
    TooEarly = "R0402";
    /// Too late before the coming event.
    TooShortNotice = "R0403";
    /// Outside the window of the year.
    OutsideWindow = "R0404";
    /// The act is dated in the future, or before the matter's last act.
    WrongDay = "R0405";
    /// A mandatory element of a paper is not known.
    IncompletePaper = "R0501";
    /// Somebody else changed the matter meanwhile.
    Conflict = "R0601";
    /// The same request was used with other content.
    RepeatedKey = "R0602";
    /// An act that follows on another matter was refused there.
    FollowingAct = "R0701";
}

impl Code {
    /// Whether it says that this person may not do the act, whatever they fill in and whatever becomes of the matter.
    pub fn is_about_who_asks(self) -> bool {
        matches!(self, Self::WrongRole | Self::OutOfScope)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A lawful "no": what was tried, where, by whom, and every reason at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The procedure.
    pub procedure: ProcedureId,
    /// The matter; `None` when one was to be opened.
    pub matter: Option<MatterId>,
    /// The action tried.
    pub action: ActionId,
    /// Where the matter stands.
    pub stands: Option<StateId>,
    /// Who tried.
    pub actor: Actor,
    /// Why not: never empty.
    pub reasons: Vec<Reason>,
}

impl Refusal {
    /// The code of the first reason.
    pub fn code(&self) -> Code {
        self.reasons.first().map_or(Code::ConditionFails, |reason| reason.code)
    }

    /// The same refusal without what only follows from fields that are not filled in, or not as they should be: a condition
    /// that cannot be judged without them, a paper that lacks them. Whoever fills in a form has those fields to mend, and is
    /// told the rest when they are there.
    #[must_use]
    pub fn without_what_follows(&self) -> Self {
        let absent = |code| matches!(code, Code::Missing | Code::WrongKind);
        let of = self.reasons.iter().filter(|reason| absent(reason.code));
        let wanting: Vec<&FieldId> = of.filter_map(|reason| reason.field.as_ref()).collect();
        let is_wanting = |name: &str| wanting.iter().any(|field| field.as_str() == name);
        let follows = |reason: &&Reason| match (reason.code, &reason.next) {
            (Code::ConditionUnknown, _) => reason.values.iter().any(|(name, value)| {
                value.is_none() && is_wanting(name.split('.').next().unwrap_or_default())
            }),
            (Code::IncompletePaper, Next::Correct(fields)) => {
                !fields.is_empty() && fields.iter().all(|field| is_wanting(field.as_str()))
            }
            _ => false,
        };
        Self {
            reasons: self.reasons.iter().filter(|reason| !follows(reason)).cloned().collect(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(reasons: Vec<Reason>) -> Refusal {
        let actor = Actor::law();
        Refusal {
            procedure: "case".into(),
            matter: None,
            action: "file".into(),
            stands: None,
            actor,
            reasons,
        }
    }

    #[test]
    fn what_only_follows_from_a_blank_field_is_not_told_again() {
        let missing =
            |field: &str| Reason::new(Code::Missing, Next::Correct(vec![field.into()])).about(&field.into());
        let unknown = |name: &str| Reason::new(Code::ConditionUnknown, Next::Nothing).seeing(name, None);
        let paper = |fields: &[&str]| {
            let fields = fields.iter().map(|one| FieldId::new(*one)).collect();
            Reason::new(Code::IncompletePaper, Next::Correct(fields))
        };
        let all = refusal(vec![
            missing("power"),
            unknown("power.state"),
            unknown("tell.fine"),
            paper(&["power"]),
            paper(&["power", "court"]),
            paper(&[]),
        ]);
        let told = all.without_what_follows();
        assert_eq!(
            told.reasons,
            [missing("power"), unknown("tell.fine"), paper(&["power", "court"]), paper(&[])]
        );
        // Where no field is blank, everything is told.
        let whole = refusal(vec![unknown("power.state"), paper(&["power"])]);
        assert_eq!(whole.without_what_follows(), whole);
    }
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Its code.
    pub code: Code,
    /// The condition as the definition writes it.
    pub condition: Option<String>,
    /// What the condition is made of, where it is made of several claims: which of them hold. Empty otherwise.
    pub parts: Vec<Part>,
    /// The field concerned.
    pub field: Option<FieldId>,
    /// The limit concerned.
    pub limit: Option<LimitId>,
    /// The facts on which it rests, by the name used in the condition; `None`: not recorded.
    pub values: BTreeMap<String, Option<Value>>,
    /// Articles.
    pub basis: Vec<String>,
    /// What to do next.
    pub next: Next,
}

impl Reason {
    /// A reason with a code and a next step, nothing else.
    pub fn new(code: Code, next: Next) -> Self {
        let values = BTreeMap::new();
        Self {
            code,
            condition: None,
            parts: Vec::new(),
            field: None,
            limit: None,
            values,
            basis: Vec::new(),
            next,
        }
    }

    /// The same reason about a field.
    #[must_use]
    pub fn about(mut self, field: &FieldId) -> Self {
        self.field = Some(field.clone());
        self
    }

    /// The same reason with articles.
    #[must_use]
    pub fn because(mut self, basis: &[String]) -> Self {
        self.basis = basis.to_vec();
        self
    }

    /// The same reason with a fact it rests on.
    #[must_use]
    pub fn seeing(mut self, name: impl Into<String>, value: Option<Value>) -> Self {
        self.values.insert(name.into(), value);
        self
    }
}

/// Under which names a reason about a cell tells its row, counted from 1, and its column.
const IN_ROW: &str = "in_row";
const IN_COLUMN: &str = "in_column";

impl Reason {
    /// The same reason about one cell of its table: the row, counted from 1, and the column.
    #[must_use]
    pub fn in_cell(self, row: usize, column: &FieldId) -> Self {
        let row = i64::try_from(row).unwrap_or(i64::MAX);
        self.seeing(IN_ROW, Some(Value::Int(row))).seeing(IN_COLUMN, Some(Value::Text(column.to_string())))
    }

    /// The cell of its table that it is about, if it is about one: the row, counted from 1, and the column.
    pub fn cell(&self) -> Option<(usize, FieldId)> {
        let seen = |name: &str| self.values.get(name).and_then(Option::as_ref);
        let Some(Value::Int(row)) = seen(IN_ROW) else { return None };
        Some((usize::try_from(*row).ok()?, FieldId::new(seen(IN_COLUMN)?.as_text()?)))
    }
}

/// One claim of a condition that joins several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The claim as a line of its own.
    pub line: String,
    /// Whether it holds; `None`: it cannot be judged yet.
    pub holds: Option<bool>,
}

/// How a matter stands that is past an action, or on a way that does not lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// When and by whom the action was done the last time; none if it was not.
    pub done: Option<(Date, Actor)>,
    /// Where the matter stands, and since when.
    pub stands: Option<(StateId, Date)>,
    /// The next steps now, by whoever.
    pub steps: Vec<ActionId>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Do one of these actions first.
    Do(Vec<ActionId>),
    /// Ask somebody in one of these roles.
    Ask(Vec<RoleId>),
    /// Wait until this day; the action is open from then on.
    Wait(Date),
    /// Choose a day not before this one.
    NotBefore(Date),
    /// Choose a day not after this one.
    NotAfter(Date),
    /// Correct or fill in these fields.
    Correct(Vec<FieldId>),
    /// What the definition's author says.
    Say(Label),
    /// Load the matter again and try once more.
    Reload,
    /// The matter is past it or on another way; what it waits for now.
    Past(Past),
    /// Nothing can be done in this matter.
    Nothing,
}
