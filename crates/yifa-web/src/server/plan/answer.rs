//! Owns what a person has typed about a proposed item: shown again as typed, and turned into the item that is meant.

use yifa_app::plan_import::{Decision, PlanItem, RejectGround};
use yifa_kernel::procedure::{Measure, MeasureKind};
use yifa_kernel::read::read;
use yifa_kernel::value::Value;

use super::super::guest::Staff;
use super::super::typed::Typed;
use super::super::words;
use super::{lead, target};
use crate::components::Opt;
use crate::face::Chrome;
use crate::pages::plan::{ConfirmDecision, ConfirmError, ConfirmItem};

/// What stands in the places of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    lead: String,
    what: String,
    measure: String,
    target: String,
    due: String,
    decision: ConfirmDecision,
    ground: RejectGround,
}

impl Answer {
    /// What is proposed.
    pub(super) fn proposed(staff: &Staff, item: &PlanItem, may_decide: bool) -> Self {
        let city = &staff.guest.server.city;
        let measure = item.measure.as_ref().and_then(|id| city.registry().measure(id));
        let is_rate = measure.is_some_and(|measure| measure.kind == MeasureKind::Rate);
        let sure = item.confidence > yifa_law::notice::Confidence::Low;
        Self {
            lead: lead::write(staff.guest.lang, &city.bodies(), &item.leads),
            what: item.what.clone(),
            measure: item.measure.as_ref().map(ToString::to_string).unwrap_or_default(),
            target: item.target.map(|one| target::write(one, is_rate)).unwrap_or_default(),
            due: item.due_on.map(|day| day.to_string()).unwrap_or_default(),
            decision: if may_decide && sure { ConfirmDecision::Confirm } else { ConfirmDecision::Leave },
            ground: RejectGround::default(),
        }
    }

    /// What was typed about the item `n`.
    pub(super) fn typed(typed: &Typed, n: u32, may_decide: bool) -> Self {
        let text = |name: &str| typed.text(&format!("o.{n}.{name}")).to_owned();
        let decision = match text("decision").as_str() {
            "confirm" if may_decide => ConfirmDecision::Confirm,
            "reject" if may_decide => ConfirmDecision::Reject,
            _ => ConfirmDecision::Leave,
        };
        let all = may_decide && typed.text("all") == "confirm" && decision != ConfirmDecision::Reject;
        Self {
            lead: text("lead"),
            what: text("what"),
            measure: text("measure"),
            target: text("target"),
            due: text("due"),
            decision: if all { ConfirmDecision::Confirm } else { decision },
            ground: RejectGround::from_id(&text("ground")).unwrap_or_default(),
        }
    }

    /// The item that is meant, and what is decided about it.
    ///
    /// # Errors
    /// Everything that cannot be read, each with its place. An item that is left out keeps what was read.
    pub(super) fn meant(
        &self,
        staff: &Staff,
        item: &PlanItem,
    ) -> Result<(PlanItem, Decision), Vec<ConfirmError>> {
        if self.decision == ConfirmDecision::Reject {
            return Ok((item.clone(), Decision::Reject(self.ground)));
        }
        let lang = staff.guest.lang;
        let city = &staff.guest.server.city;
        let mut errors = Vec::new();
        let mut wrong = |field: &'static str, text: String| errors.push(ConfirmError { field, text });
        let mut meant = item.clone();
        meant.what = self.what.trim().to_owned();
        if meant.what.is_empty() {
            wrong("what", lang.t("plan.confirm.no_what"));
        }
        match lead::read(&city.bodies(), &self.lead) {
            Ok(leads) if leads.is_empty() => wrong("lead", lang.t("plan.confirm.no_lead")),
            Ok(leads) => meant.leads = leads,
            Err(name) => wrong("lead", lang.with("plan.confirm.unknown_lead", &[("name", name)])),
        }
        match self.due.trim() {
            "" => meant.due_on = None,
            text => match read(&yifa_kernel::guard::Kind::Date, text) {
                Ok(Value::Date(day)) => meant.due_on = Some(day),
                Ok(_) | Err(_) => wrong("due", lang.t("plan.confirm.wrong_due")),
            },
        }
        let measure = city.registry().measure(&self.measure.as_str().into());
        if measure.is_none() && !self.measure.is_empty() {
            wrong("measure", lang.with("plan.confirm.unknown_measure", &[("name", self.measure.clone())]));
        }
        self.read_target(measure, &mut meant, &mut |text| wrong("target", lang.t(text)));
        let decision = match self.decision {
            ConfirmDecision::Confirm => Decision::Confirm,
            ConfirmDecision::Reject | ConfirmDecision::Leave => Decision::Leave,
        };
        if errors.is_empty() { Ok((meant, decision)) } else { Err(errors) }
    }

    fn read_target(&self, measure: Option<&Measure>, meant: &mut PlanItem, wrong: &mut impl FnMut(&str)) {
        let Some(measure) = measure else {
            (meant.measure, meant.target, meant.unit) = (None, None, None);
            return;
        };
        if meant.measure.as_ref() != Some(&measure.id) {
            meant.unit = measure.unit.as_ref().map(|unit| unit.zh.clone());
        }
        meant.measure = Some(measure.id.clone());
        match target::read(&self.target) {
            // A share cannot be compared with a number, nor a number with a share.
            Some(target) if target.percent && measure.kind != MeasureKind::Rate => {
                wrong("plan.confirm.no_share")
            }
            Some(target) => meant.target = Some(target),
            None if self.target.trim().is_empty() => wrong("plan.confirm.no_target"),
            None => wrong("plan.confirm.wrong_target"),
        }
    }

    /// The item on the page.
    pub(super) fn shown(
        &self,
        staff: &Staff,
        n: u32,
        item: &PlanItem,
        errors: Vec<ConfirmError>,
    ) -> ConfirmItem {
        let lang = staff.guest.lang;
        let chrome = staff.chrome(None);
        let registry = staff.guest.server.city.registry();
        let mut measures: Vec<Opt> = registry
            .measures()
            .map(|one| {
                Opt::new(one.id.to_string(), words::label(lang, &one.label), one.id.as_str() == self.measure)
            })
            .collect();
        measures.sort_by(|a, b| a.label.cmp(&b.label));
        measures.insert(0, Opt::new("", lang.t("plan.no_measure"), self.measure.is_empty()));
        let ground = |one: RejectGround| {
            let field =
                registry.latest(&"plan-item".into()).and_then(|plan| plan.field(&"reject_ground".into()));
            let choice = field.and_then(|field| field.choices.iter().find(|(id, _)| id == one.as_str()));
            let label =
                choice.map_or_else(|| one.as_str().to_owned(), |(_, label)| words::label(lang, label));
            Opt::new(one.as_str(), label, one == self.ground)
        };
        ConfirmItem {
            n,
            path: item.path.clone(),
            quote: item.quote.clone(),
            read: was_read(&chrome, item),
            lead: self.lead.clone(),
            what: self.what.clone(),
            target: self.target.clone(),
            due: self.due.clone(),
            measures,
            decision: self.decision,
            grounds: RejectGround::ALL.into_iter().map(ground).collect(),
            errors,
        }
    }
}

/// What was read in the words, each with its label.
fn was_read(chrome: &Chrome, item: &PlanItem) -> Vec<(String, String)> {
    let all = [
        ("plan.confirm.who", Some(item.who.clone()).filter(|who| !who.is_empty())),
        ("plan.confirm.quantity", item.quantity.as_ref().map(ToString::to_string)),
        ("plan.confirm.deadline", item.deadline.clone()),
        ("plan.confirm.rhythm", item.rhythm.clone()),
        ("plan.confirm.cites", Some(item.cites.join("、")).filter(|cites| !cites.is_empty())),
    ];
    all.into_iter().filter_map(|(key, text)| Some((chrome.t(key), text?))).collect()
}
