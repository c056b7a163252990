//! Owns doing one thing with several matters: choose the action, fill in what is recorded with each, look at every refusal
//! before anything is done, then do it; each matter is its own transaction and has its own outcome.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::city::{Opened, new_matter};
use yifa_kernel::id::{ActionId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Command, Openness, action_statuses, may_see};
use yifa_kernel::procedure::{Action, Procedure};
use yifa_kernel::refusal::Reason;
use yifa_kernel::value::Value;

use super::Server;
use super::guest::{Staff, page_of};
use super::list::Filter;
use super::typed::Typed;
use super::{fields, words};
use crate::components::FormField;
use crate::face::Nav;
use crate::pages::matter::{BatchAction, BatchForm, BatchPage, BatchRow, Verdict};

/// Most matters at once.
pub(super) const MOST: usize = 100;

/// What was sent, with the matters that it is about.
struct Batch<'a> {
    staff: &'a Staff,
    server: &'a Server,
    typed: &'a Typed,
    matters: Vec<Opened>,
}

/// The action that was chosen.
#[derive(Clone, Copy)]
struct Chosen<'a> {
    procedure: &'a Procedure,
    action: &'a Action,
}

pub(super) async fn batch(staff: Staff, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")) {
        return refused;
    }
    let lang = staff.guest.lang;
    let ids = match picked(&staff, &server, &typed).await {
        Ok(ids) => ids,
        Err(error) => return staff.guest.failed(&error),
    };
    let what = match ids.len() {
        0 => Some(lang.t("list.batch.none")),
        n if n > MOST => Some(lang.with("list.batch.most", &[("n", MOST.to_string())])),
        _ => None,
    };
    if let Some(what) = what {
        return staff.guest.problem(StatusCode::UNPROCESSABLE_ENTITY, "422", what, None);
    }
    let answered = async {
        let mut matters = Vec::new();
        for id in &ids {
            let opened = server.city.open_matter(&MatterId::new(id)).await?;
            if !may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
                return Err(AppError::Forbidden);
            }
            matters.push(opened);
        }
        Batch { staff: &staff, server: &server, typed: &typed, matters }.page().await
    };
    match answered.await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

/// The matters that were picked: those ticked, all of the page, or all that the filters find; one more than may be done at
/// once where there are more.
async fn picked(staff: &Staff, server: &Server, typed: &Typed) -> Result<BTreeSet<String>, AppError> {
    let named = |name: &'static str| typed.texts(name).map(ToOwned::to_owned).collect();
    match typed.text("all") {
        "page" => Ok(named("here")),
        "filter" => {
            let filter = Filter::parse(typed.text("query"));
            let officer = super::list::officer_of(staff, &filter).await?;
            let query = filter.query(staff, officer.as_deref()).await?;
            let city = &server.city;
            let most = MOST as u32 + 1;
            let page = city.store().matters(city.jurisdiction(), &query, filter.order(), None, most).await?;
            Ok(page.rows.iter().map(|row| row.matter.to_string()).collect())
        }
        _ => Ok(named("m")),
    }
}

impl Batch<'_> {
    async fn page(&self) -> Result<BatchPage, AppError> {
        let chrome = self.staff.chrome(Some(Nav::Matters));
        let back = Filter::parse(self.typed.text("query"));
        let mut page = BatchPage {
            chrome,
            ids: self.matters.iter().map(|one| one.state.matter.to_string()).collect(),
            query_string: back.query_string(),
            back: back.address(),
            actions: Vec::new(),
            form: None,
            rows: Vec::new(),
            result: None,
        };
        match self.chosen() {
            None => {
                page.actions = self.actions();
                page.rows =
                    self.matters.iter().map(|one| self.row(one, Verdict::Unknown, Vec::new())).collect();
            }
            Some(chosen) => self.act(chosen, &mut page).await?,
        }
        Ok(page)
    }

    fn chosen(&self) -> Option<Chosen<'_>> {
        let (procedure, action) = self.typed.text("action").split_once('/')?;
        let procedure = self.server.city.registry().latest(&ProcedureId::new(procedure))?;
        Some(Chosen { procedure, action: procedure.action(&ActionId::new(action))? })
    }

    /// What can be done with at least one of them, the most widely open first.
    fn actions(&self) -> Vec<BatchAction> {
        let lang = self.staff.guest.lang;
        let registry = self.server.city.registry();
        let today = self.server.city.today();
        let mut open: BTreeMap<(ProcedureId, ActionId), usize> = BTreeMap::new();
        for one in &self.matters {
            for status in action_statuses(registry, &one.state, &self.staff.actor, &one.facts, today) {
                if status.openness == Openness::Open {
                    *open.entry((one.state.procedure.clone(), status.action)).or_default() += 1;
                }
            }
        }
        let named = open.into_iter().filter_map(|((procedure, action), n)| {
            let procedure = registry.latest(&procedure)?;
            let action = procedure.action(&action)?;
            Some(BatchAction {
                value: format!("{}/{}", procedure.id, action.id),
                label: words::label(lang, &action.label),
                procedure: words::label(lang, &procedure.label),
                article: action.basis.join(lang.pick("、", ", ")),
                open_for: n,
            })
        });
        let mut all: Vec<BatchAction> = named.collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.open_for));
        all
    }

    async fn act(&self, chosen: Chosen<'_>, page: &mut BatchPage) -> Result<(), AppError> {
        let (values, faults) = self.typed.values(chosen.procedure, chosen.action);
        let step = self.typed.text("step");
        let sent = !step.is_empty();
        let faults = if sent { faults } else { Vec::new() };
        let run = step == "run" && faults.is_empty();
        let once = Some(self.typed.text("once")).filter(|once| !once.is_empty());
        let once = once.map_or_else(|| new_matter().to_string(), ToOwned::to_owned);
        let (mut done, mut refused) = (0_usize, 0_usize);
        for one in &self.matters {
            let (verdict, reasons) = match (sent && faults.is_empty(), run) {
                (false, _) => (Verdict::Unknown, Vec::new()),
                (true, false) => self.tried(chosen, one, &values).await?,
                (true, true) => self.done(chosen, one, &values, &once).await?,
            };
            match verdict {
                Verdict::Would | Verdict::Done => done += 1,
                Verdict::Refused => refused += 1,
                Verdict::Unknown => {}
            }
            page.rows.push(self.row(one, verdict, reasons));
        }
        if run {
            let chrome = &page.chrome;
            page.result =
                Some(chrome.t2("list.batch.result", "done", chrome.n(done), "refused", chrome.n(refused)));
            return Ok(());
        }
        page.form = Some(self.form(chosen, &faults, once, done).await?);
        Ok(())
    }

    async fn form(
        &self,
        chosen: Chosen<'_>,
        faults: &[Reason],
        once: String,
        would: usize,
    ) -> Result<BatchForm, AppError> {
        let lang = self.staff.guest.lang;
        let mut errors: BTreeMap<FieldId, Vec<String>> = BTreeMap::new();
        for reason in faults {
            if let Some(field) = &reason.field {
                let text = words::reason(&self.staff.guest, Some(chosen.procedure), reason, None).text;
                errors.entry(field.clone()).or_default().push(text);
            }
        }
        let typed = (!self.typed.text("step").is_empty()).then_some(self.typed);
        let fields = fields::fields(
            self.staff,
            chosen.procedure,
            chosen.action,
            &BTreeMap::new(),
            typed,
            &errors,
            None,
        )
        .await?;
        Ok(BatchForm {
            action: format!("{}/{}", chosen.procedure.id, chosen.action.id),
            title: words::label(lang, &chosen.action.label),
            basis: chosen.action.basis.join(lang.pick("、", ", ")),
            once,
            with_files: fields.iter().any(FormField::takes_files),
            fields,
            would,
        })
    }

    fn command(&self, chosen: Chosen<'_>, one: &Opened, values: &BTreeMap<FieldId, Value>) -> Command {
        Command {
            matter: one.state.matter.clone(),
            procedure: one.state.procedure.clone(),
            action: chosen.action.id.clone(),
            body: one.state.body.clone(),
            parent: None,
            values: values.clone(),
            actor: self.staff.actor.clone(),
        }
    }

    fn fits(&self, chosen: Chosen<'_>, one: &Opened) -> Option<(Verdict, Vec<crate::components::Reason>)> {
        let reason = crate::components::Reason {
            text: self.staff.guest.lang.t("list.batch.not_here"),
            ..crate::components::Reason::default()
        };
        (one.state.procedure != chosen.procedure.id).then(|| (Verdict::Refused, vec![reason]))
    }

    async fn tried(
        &self,
        chosen: Chosen<'_>,
        one: &Opened,
        values: &BTreeMap<FieldId, Value>,
    ) -> Result<(Verdict, Vec<crate::components::Reason>), AppError> {
        if let Some(elsewhere) = self.fits(chosen, one) {
            return Ok(elsewhere);
        }
        let refusal = self.server.city.try_out(&self.command(chosen, one, values)).await?;
        Ok(match refusal {
            None => (Verdict::Would, Vec::new()),
            Some(refusal) => (Verdict::Refused, words::refusal(&self.staff.guest, &refusal).reasons),
        })
    }

    async fn done(
        &self,
        chosen: Chosen<'_>,
        one: &Opened,
        values: &BTreeMap<FieldId, Value>,
        once: &str,
    ) -> Result<(Verdict, Vec<crate::components::Reason>), AppError> {
        if let Some(elsewhere) = self.fits(chosen, one) {
            return Ok(elsewhere);
        }
        let key = format!("batch:{once}:{}", one.state.matter);
        match self.server.city.execute(&self.command(chosen, one, values), Some(&key)).await {
            Ok(_) => Ok((Verdict::Done, Vec::new())),
            Err(AppError::Refused(refusal)) => {
                Ok((Verdict::Refused, words::refusal(&self.staff.guest, &refusal).reasons))
            }
            Err(other) => Err(other),
        }
    }

    fn row(&self, one: &Opened, verdict: Verdict, reasons: Vec<crate::components::Reason>) -> BatchRow {
        let state = &one.state;
        let procedure = self.server.city.registry().procedure_of(state);
        BatchRow {
            href: format!("/matters/{}", state.matter),
            number: state.number.clone().unwrap_or_default(),
            name: words::called(&self.staff.guest, state, &one.facts),
            state: words::state(
                self.staff.guest.lang,
                procedure,
                state.stands.as_ref().map_or("", |state| state.as_str()),
            ),
            verdict,
            reasons,
        }
    }
}
