//! Owns an item of a plan before it is one: what was read and proposed, what a person has made of it, and the values that
//! are recorded.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use yifa_kernel::id::{BodyId, FieldId, MatterId, MeasureId};
use yifa_kernel::procedure::{DECIMAL, Target};
use yifa_kernel::value::Value;
use yifa_law::notice::{Confidence, Decimal, ObligationKind, Quantity};

use super::line;

/// An obligation of a notice, proposed as an item of the plan; a person may change everything but its place and quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanItem {
    /// Where it stands in the outline: 五（六）, with 之2 for the second of a place.
    pub path: String,
    /// The heading of that place.
    pub heading: Option<String>,
    /// The bytes of the text that ask for it.
    pub span: Range<usize>,
    /// Those words.
    pub quote: String,
    /// What kind of obligation.
    pub kind: ObligationKind,
    /// Who has to act, as written; empty when the text names nobody.
    pub who: String,
    /// The bodies of the city that are meant.
    pub leads: Vec<BodyId>,
    /// What has to be done.
    pub what: String,
    /// The figure with its unit.
    pub quantity: Option<Quantity>,
    /// By when, in words.
    pub deadline: Option<String>,
    /// How often, in words.
    pub rhythm: Option<String>,
    /// Titles and numbers that the words cite.
    pub cites: Vec<String>,
    /// The measure that shows how it stands.
    pub measure: Option<MeasureId>,
    /// What the measure must reach.
    pub target: Option<Target>,
    /// The unit of the target.
    pub unit: Option<String>,
    /// The last day.
    pub due_on: Option<Date>,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// What a person decides about a proposed item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is an item of the plan, as it stands.
    Confirm,
    /// It is none.
    Reject(RejectGround),
    /// Nothing yet: it stays proposed.
    Leave,
}

/// Why a proposed item is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RejectGround {
    /// 不是任务
    #[default]
    NotATask,
    /// 重复
    Duplicate,
    /// 并入其他任务
    Merged,
    /// 法律已经变化
    LawChanged,
}

impl RejectGround {
    /// All grounds, in order.
    pub const ALL: [Self; 4] = [Self::NotATask, Self::Duplicate, Self::Merged, Self::LawChanged];

    /// The identifier of the choice in the definition.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotATask => "not_a_task",
            Self::Duplicate => "duplicate",
            Self::Merged => "merged",
            Self::LawChanged => "law_changed",
        }
    }

    /// The ground with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == id)
    }
}

type Values = BTreeMap<FieldId, Value>;

impl PlanItem {
    /// What is recorded when it is proposed. What is about to be rejected is recorded without measure.
    pub(super) fn values(&self, plan: &MatterId, decision: &Decision) -> Values {
        let mut values = Values::new();
        let mut put = |id: &str, value: Value| {
            values.insert(FieldId::new(id), value);
        };
        let place = |at: usize| Value::Int(i64::try_from(at).unwrap_or(i64::MAX));
        put("plan", Value::Matter(plan.clone()));
        put("path", line(&self.path));
        if let Some(heading) = &self.heading {
            put("heading", line(heading));
        }
        put("text", Value::Text(self.quote.chars().take(20_000).collect()));
        put("span_start", place(self.span.start));
        put("span_end", place(self.span.end.max(self.span.start + 1)));
        if !self.who.is_empty() {
            put("lead_text", line(&self.who));
        }
        put("obligation_list", Value::Table(vec![self.row()]));
        if let Some(due_on) = self.due_on {
            put("due_on", Value::Date(due_on));
        }
        if let Some(measure) = self.measure.as_ref().filter(|_| !matches!(decision, Decision::Reject(_))) {
            put("measure", Value::Text(measure.to_string()));
            let target = self.target.unwrap_or(Target { at_least: None, at_most: None, percent: false });
            if let Some(least) = target.at_least {
                put("target_min", Value::Decimal(least));
            }
            if let Some(most) = target.at_most {
                put("target_max", Value::Decimal(most));
            }
            if let Some(unit) = &self.unit {
                put("target_unit", line(unit));
            }
        }
        values
    }

    /// The act by which it is decided, with its values; `None` while it is not.
    pub(super) fn decided(&self, decision: &Decision) -> Option<(&'static str, Values)> {
        match decision {
            Decision::Leave => None,
            Decision::Confirm => {
                let leads = self.leads.iter().cloned().map(Value::Body).collect();
                Some(("confirm", Values::from([(FieldId::new("lead_bodies"), Value::List(leads))])))
            }
            Decision::Reject(ground) => {
                let ground = Value::Choice(ground.as_str().to_owned());
                Some(("reject", Values::from([(FieldId::new("reject_ground"), ground)])))
            }
        }
    }

    fn row(&self) -> Values {
        let mut row = Values::new();
        let mut put = |id: &str, value: Value| {
            row.insert(FieldId::new(id), value);
        };
        put("kind", Value::Choice(kind_of(self.kind).to_owned()));
        if !self.who.is_empty() {
            put("who", line(&self.who));
        }
        put("what", line(&self.what));
        if let Some(quantity) = &self.quantity {
            if let Some(least) = quantity.interval.min.and_then(scaled) {
                put("quantity_min", Value::Decimal(least));
            }
            if let Some(most) = quantity.interval.max.and_then(scaled) {
                put("quantity_max", Value::Decimal(most));
            }
            put("unit", line(&quantity.unit));
        }
        if let Some(deadline) = &self.deadline {
            put("deadline", line(deadline));
        }
        if let Some(rhythm) = &self.rhythm {
            put("rhythm", line(rhythm));
        }
        if !self.cites.is_empty() {
            put("cites", line(&self.cites.join("、")));
        }
        put(
            "confidence",
            Value::Int(match self.confidence {
                Confidence::Low => 30,
                Confidence::Medium => 60,
                Confidence::High => 90,
            }),
        );
        row
    }
}

/// The reader's kinds in the words of the plan item: what it has no word for is the nearest that it has.
fn kind_of(kind: ObligationKind) -> &'static str {
    match kind {
        ObligationKind::Deliverable => "deliverable",
        ObligationKind::Count => "count",
        ObligationKind::CountRange => "count_range",
        ObligationKind::Minimum | ObligationKind::Rate | ObligationKind::Rhythm => "minimum",
        ObligationKind::Deadline => "deadline",
        ObligationKind::Report => "report",
        ObligationKind::Inspection => "inspection",
        ObligationKind::Rule | ObligationKind::Maximum => "rule",
    }
}

/// A figure of a notice in the kernel's ten-thousandths; `None` when it is too large or too fine.
pub(super) fn scaled(number: Decimal) -> Option<i64> {
    yifa_kernel::value::parse_scaled(&number.to_string(), DECIMAL)
}
