//! Owns doing one thing with several matters: choose the action, fill in what is recorded with each, look at every refusal
//! before anything is done, then do it; each matter is its own transaction and has its own outcome.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::city::{Opened, new_matter};
use yifa_kernel::id::{ActionId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Command, Facts, Openness, action_statuses, may_see};
use yifa_kernel::procedure::{Action, Field, Procedure};
use yifa_kernel::refusal::Reason;
use yifa_kernel::value::Value;

use super::Server;
use super::act::is_hidden;
use super::guest::{Staff, page_of};
use super::list::Filter;
use super::offered::{self, Around, Begun};
use super::typed::Typed;
use super::{cites, fields, handover, words};
use crate::components::FormField;
use crate::face::Nav;
use crate::pages::handover::Slip;
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

/// How far the reader is with the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The action has just been chosen.
    Fresh,
    /// More rows, other choices, a citation: it comes back as it was typed.
    Beside,
    /// What would become of each matter.
    Preview,
    /// Do it.
    Run,
}

/// What the form is shown with.
struct ShownForm<'a> {
    typed: &'a Typed,
    step: Step,
    faults: &'a [Reason],
    around: &'a Around<'a>,
    begins: &'a Begins,
}

/// What inputs begin with that nobody has filled in.
struct Begins {
    /// The same in all of the matters: it stands in the form.
    same: BTreeMap<FieldId, Value>,
    /// Not the same: the form leaves it blank, and so many of the matters have something of their own for it.
    each: BTreeMap<FieldId, usize>,
    /// How many matters the form is about.
    of: usize,
}

impl Begins {
    /// Once the form has been sent, nothing more is put into it: what it left blank is each matter's own.
    fn of(chosen: Chosen<'_>, open: &[&Opened], begun: &[Begun], sent: bool) -> Self {
        let mut all = Self { same: BTreeMap::new(), each: BTreeMap::new(), of: open.len() };
        for (id, _) in &chosen.action.records {
            let Some(field) = chosen.procedure.field(id) else { continue };
            let first = begun.first().filter(|_| !sent).and_then(|one| one.values.get(id));
            if let Some(first) =
                first.filter(|first| begun.iter().all(|one| one.values.get(id) == Some(first)))
            {
                all.same.insert(id.clone(), first.clone());
                continue;
            }
            let has_own = |(one, begun): &(&&Opened, &Begun)| own_of(field, one, begun).is_some();
            let n = open.iter().zip(begun).filter(has_own).count();
            if n > 0 {
                all.each.insert(id.clone(), n);
            }
        }
        all
    }

    /// What one matter gives for the inputs that the form left blank. An input that began with something, and was emptied,
    /// stays empty.
    fn left_to(
        &self,
        chosen: Chosen<'_>,
        typed: &Typed,
        one: &Opened,
        begun: &Begun,
    ) -> BTreeMap<FieldId, Value> {
        let left = |id: &&FieldId| {
            !self.same.contains_key(*id)
                && !typed.has(id.as_str())
                && offered::has_begun(typed, id.as_str()).is_none()
        };
        let ids = chosen.action.records.iter().map(|(id, _)| id).filter(left);
        let own = ids.filter_map(|id| Some((id.clone(), own_of(chosen.procedure.field(id)?, one, begun)?)));
        own.collect()
    }
}

/// What a matter itself has for an input that can begin with something: what is on record, else what it begins with.
fn own_of(field: &Field, one: &Opened, begun: &Begun) -> Option<Value> {
    let begins = field.prefill.is_some() || field.prefill_own.is_some();
    if !begins || one.state.frozen.contains(&field.id) {
        return None;
    }
    one.state.fields.get(&field.id).or_else(|| begun.values.get(&field.id)).cloned()
}

/// The action that was chosen.
#[derive(Clone, Copy)]
struct Chosen<'a> {
    procedure: &'a Procedure,
    action: &'a Action,
}

pub(super) async fn batch(staff: Staff, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
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
            slips: Vec::new(),
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
                article: self.staff.guest.articles(&action.basis),
                open_for: n,
            })
        });
        let mut all: Vec<BatchAction> = named.collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.open_for));
        all
    }

    async fn act(&self, chosen: Chosen<'_>, page: &mut BatchPage) -> Result<(), AppError> {
        let many = |id: &str| chosen.procedure.field(&FieldId::new(id)).is_some_and(|field| field.many);
        let picked = cites::pick(self.typed, many);
        let typed = picked.as_ref().unwrap_or(self.typed);
        let step = match typed.text("step") {
            _ if picked.is_some() || !typed.text("find").is_empty() || !typed.text("more").is_empty() => {
                Step::Beside
            }
            "" => Step::Fresh,
            "run" => Step::Run,
            _ => Step::Preview,
        };
        let (values, faults) = typed.values(chosen.procedure, chosen.action);
        let sent = matches!(step, Step::Preview | Step::Run);
        let faults = if sent { faults } else { Vec::new() };
        let readable = faults.is_empty() && typed.faults().is_empty();
        let run = step == Step::Run && readable;
        let once = Some(typed.text("once")).filter(|once| !once.is_empty());
        let once = once.map_or_else(|| new_matter().to_string(), ToOwned::to_owned);
        let open = self.open_for(chosen);
        let around = Around::of_all(chosen.action, open.iter().copied());
        let given =
            if sent { values.clone() } else { offered::given(chosen.procedure, chosen.action, Some(typed)) };
        let begun = around.begins_in_each(self.staff, chosen.procedure, &given).await?;
        let begins = Begins::of(chosen, &open, &begun, sent);
        let (mut done, mut refused) = (0_usize, 0_usize);
        for one in &self.matters {
            let at = open.iter().position(|other| other.state.matter == one.state.matter);
            let own = at.map(|at| begins.left_to(chosen, typed, one, &begun[at])).unwrap_or_default();
            let filled = at.map(|at| self.filled(chosen, &own, &begun[at].facts)).unwrap_or_default();
            let values: BTreeMap<FieldId, Value> =
                own.into_iter().chain(values.iter().map(|(id, value)| (id.clone(), value.clone()))).collect();
            let (verdict, reasons) = match (sent && readable, run) {
                (false, _) => (Verdict::Unknown, Vec::new()),
                (true, false) => self.tried(chosen, one, &values).await?,
                (true, true) => self.done(chosen, one, &values, &once, &mut page.slips).await?,
            };
            match verdict {
                Verdict::Would | Verdict::Done => done += 1,
                Verdict::Refused => refused += 1,
                Verdict::Unknown => {}
            }
            page.rows.push(BatchRow { filled, ..self.row(one, verdict, reasons) });
        }
        if run {
            let chrome = &page.chrome;
            page.result =
                Some(chrome.t2("list.batch.result", "done", chrome.n(done), "refused", chrome.n(refused)));
            if refused == 0 {
                return Ok(());
            }
            // What was refused goes on from the form as it was typed, in a sending of its own.
            let still =
                self.matters.iter().zip(&page.rows).filter(|(_, row)| row.verdict == Verdict::Refused);
            page.ids = still.map(|(one, _)| one.state.matter.to_string()).collect();
        }
        let (once, would) = if run { (new_matter().to_string(), 0) } else { (once, done) };
        let shown = ShownForm { typed, step, faults: &faults, around: &around, begins: &begins };
        page.form = Some(self.form(chosen, shown, once, would).await?);
        Ok(())
    }

    /// The matters for which the action is open, which are those that the form is about; where it is open for none, those of
    /// its procedure.
    fn open_for(&self, chosen: Chosen<'_>) -> Vec<&Opened> {
        let registry = self.server.city.registry();
        let today = self.server.city.today();
        let fitting: Vec<&Opened> =
            self.matters.iter().filter(|one| one.state.procedure == chosen.procedure.id).collect();
        let is_open = |one: &&Opened| {
            let all = action_statuses(registry, &one.state, &self.staff.actor, &one.facts, today);
            all.iter().any(|one| one.action == chosen.action.id && one.openness == Openness::Open)
        };
        let open: Vec<&Opened> = fitting.iter().copied().filter(is_open).collect();
        if open.is_empty() { fitting } else { open }
    }

    async fn form(
        &self,
        chosen: Chosen<'_>,
        shown: ShownForm<'_>,
        once: String,
        would: usize,
    ) -> Result<BatchForm, AppError> {
        let lang = self.staff.guest.lang;
        let ShownForm { typed, step, faults, around, begins } = shown;
        let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for reason in faults {
            if let Some(field) = &reason.field {
                let text = words::reason(&self.staff.guest, Some(chosen.procedure), reason, None).text;
                errors.entry(fields::place(field, reason)).or_default().push(text);
            }
        }
        for (field, name, fault) in typed.faults() {
            let field = field.split('.').next().unwrap_or_default().to_owned();
            errors.entry(field).or_default().push(fault.words(lang, name));
        }
        let unsent = matches!(step, Step::Fresh | Step::Beside);
        let filled = unsent.then(|| offered::filled(chosen.procedure, typed, &begins.same));
        let shown = filled.as_ref().unwrap_or(typed);
        let mut fields = fields::fields(
            self.staff,
            chosen.procedure,
            chosen.action,
            &begins.same,
            Some(shown),
            &errors,
            Some(around),
        )
        .await?;
        for field in &mut fields {
            let id = FieldId::new(field.id.as_str());
            field.began = match unsent {
                true => offered::began(&id, &begins.same, shown),
                false => offered::has_begun(shown, field.id.as_str()).map(ToOwned::to_owned),
            };
            let each = begins.each.get(&id).filter(|_| field.began.is_none());
            field.each = each.map(|n| {
                let places = [("n", n.to_string()), ("of", begins.of.to_string())];
                lang.with("list.batch.each", &places)
            });
        }
        Ok(BatchForm {
            action: format!("{}/{}", chosen.procedure.id, chosen.action.id),
            title: words::label(lang, &chosen.action.label),
            basis: self.staff.guest.articles(&chosen.action.basis),
            once,
            with_files: fields.iter().any(FormField::takes_files),
            fields,
            would,
        })
    }

    /// What a matter is given besides what was typed for all, as it is shown.
    fn filled(
        &self,
        chosen: Chosen<'_>,
        own: &BTreeMap<FieldId, Value>,
        facts: &Facts,
    ) -> Vec<(String, String)> {
        let guest = &self.staff.guest;
        let fields = chosen.action.records.iter().filter_map(|(id, _)| chosen.procedure.field(id));
        let said = fields.filter_map(|field| {
            let value = own.get(&field.id)?;
            let text = match is_hidden(field) {
                true => words::masked(value),
                false => words::value(guest, Some(field), value, Some(facts)),
            };
            Some((words::label(guest.lang, &field.label), text))
        });
        said.collect()
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
        slips: &mut Vec<Slip>,
    ) -> Result<(Verdict, Vec<crate::components::Reason>), AppError> {
        if let Some(elsewhere) = self.fits(chosen, one) {
            return Ok(elsewhere);
        }
        let key = format!("batch:{once}:{}", one.state.matter);
        let command = self.command(chosen, one, values);
        match self.server.city.execute(&command, Some(&key)).await {
            Ok(done) => {
                if let Some(given) = self.server.city.entry_slip(&done, &command).await? {
                    let slip =
                        handover::slip(self.staff, chosen.procedure, chosen.action, &done, given).await?;
                    slips.push(Slip { mark: format!("-{}", slips.len() + 1), ..slip });
                }
                Ok((Verdict::Done, Vec::new()))
            }
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
            filled: Vec::new(),
            verdict,
            reasons,
        }
    }
}
