//! Owns the guided tour of a demonstration city, from `examples/demo-city/tour.toml`: for each role a few steps, each leading
//! to a page or to a matter that is found in the city as it stands. A step whose matter there is not is left out.
//!
//! ```toml
//! [[role]]
//! id      = "head"
//! account = "head-urban"                       # who signs in; left out: nobody needs to
//!
//! [[role.step]]
//! id        = "too-early"                      # its words are `tour.step.head.too-early.*`
//! procedure = "penalty-ordinary"
//! states    = ["told"]
//! within    = "urban"                          # of this body or below it
//! cannot    = "decide"                         # the law says no, for now
//! leads     = "/matters/{matter}/do/decide"
//! ```

use std::sync::LazyLock;

use serde::Deserialize;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{ActionId, BodyId, DisclosureId, MatterId, PersonId, ProcedureId};
use yifa_kernel::matter::{Actor, Openness, action_statuses};
use yifa_store::{Cursor, DisclosureQuery, DisclosureRow, MatterOrder, MatterQuery, MatterRow, PAGE_LIMIT};

use crate::account::Session;
use crate::citizen::{PUBLIC_ROLE, public_actor};
use crate::city::City;
use crate::error::{AppError, Result};

const WRITTEN: &str = include_str!("../../../../examples/demo-city/tour.toml");

/// So many matters are looked at for a step before it is left out; of public things, so many pages.
const LOOKED_AT: u32 = 60;
const PAGES: usize = 20;

/// The tour as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tour {
    /// Its roles, in order.
    #[serde(rename = "role")]
    pub roles: Vec<TourRole>,
}

/// What one role is shown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TourRole {
    /// Its name in addresses and in words.
    pub id: String,
    /// The account that is signed in with; `None` for whoever needs none.
    pub account: Option<String>,
    /// Its steps.
    #[serde(rename = "step")]
    pub steps: Vec<TourStep>,
}

/// A step: a page, or the first matter or public thing of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TourStep {
    /// Its name in words.
    pub id: String,
    /// Where it leads; `{matter}` and `{slug}` are filled with what was found.
    pub leads: String,
    /// Find a matter of this procedure.
    pub procedure: Option<String>,
    /// In one of these states; empty: in any.
    pub states: Vec<String>,
    /// Of this body or below it.
    pub within: Option<String>,
    /// The one that is due first, not the one that changed last.
    pub due_first: bool,
    /// On which the role can do this now.
    pub can: Option<String>,
    /// On which the law refuses this to the role for now.
    pub cannot: Option<String>,
    /// Find a public thing of this catalogue: `penalty-ordinary/penalty-decision`.
    pub public: Option<String>,
    /// One that was withdrawn.
    pub withdrawn: bool,
}

/// A step of the city as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The step's name.
    pub step: String,
    /// Where it leads.
    pub address: String,
    /// The matter that was found, as its lists call it: title and number.
    pub matter: Option<(String, Option<String>)>,
}

impl Tour {
    /// Reads a tour.
    ///
    /// # Errors
    /// A text that is no tour.
    pub fn read(path: &str, text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| AppError::invalid(path, error.to_string()))
    }

    /// The tour of the demonstration city.
    pub fn of_demo() -> &'static Self {
        static TOUR: LazyLock<Tour> = LazyLock::new(|| Tour::read("tour.toml", WRITTEN).unwrap_or_default());
        &TOUR
    }

    /// What the tour names and the definitions do not know, and roles and steps that cannot be told apart.
    pub fn faults(&self, registry: &Registry) -> Vec<String> {
        let mut faults = Vec::new();
        for (at, role) in self.roles.iter().enumerate() {
            if self.roles[..at].iter().any(|other| other.id == role.id) {
                faults.push(format!("role {} is there twice", role.id));
            }
            for (at, step) in role.steps.iter().enumerate() {
                if role.steps[..at].iter().any(|other| other.id == step.id) {
                    faults.push(format!("{}: step {} is there twice", role.id, step.id));
                }
                faults.extend(
                    step.faults(registry).into_iter().map(|why| format!("{}: {}: {why}", role.id, step.id)),
                );
            }
        }
        faults
    }
}

impl TourStep {
    fn faults(&self, registry: &Registry) -> Vec<String> {
        let mut faults = Vec::new();
        if !self.leads.starts_with('/') || self.leads.starts_with("//") {
            faults.push(format!("`{}` is no page of this product", self.leads));
        }
        if self.leads.contains("{matter}") != self.procedure.is_some() {
            faults.push("a matter is found and not led to, or the other way round".to_owned());
        }
        if self.leads.contains("{slug}") != self.public.is_some() {
            faults.push("a public thing is found and not led to, or the other way round".to_owned());
        }
        if let Some(id) = &self.procedure {
            match registry.latest(&ProcedureId::new(id.as_str())) {
                None => faults.push(format!("there is no procedure {id}")),
                Some(procedure) => {
                    let unknown = |state: &&String| {
                        procedure.states.iter().all(|one| one.id.as_str() != state.as_str())
                    };
                    faults.extend(
                        self.states.iter().filter(unknown).map(|one| format!("there is no state {one}")),
                    );
                    let acts = self.can.iter().chain(&self.cannot);
                    let unknown = acts.filter(|one| procedure.action(&ActionId::new(one.as_str())).is_none());
                    faults.extend(unknown.map(|one| format!("there is no action {one}")));
                }
            }
        }
        if let Some(kind) = &self.public {
            let known = kind.split_once('/').and_then(|(procedure, disclosure)| {
                let procedure = registry.latest(&ProcedureId::new(procedure))?;
                procedure.disclosure(&DisclosureId::new(disclosure))
            });
            if known.is_none() {
                faults.push(format!("there is no catalogue {kind}"));
            }
        }
        faults
    }
}

impl TourRole {
    /// The steps that this city can show, in order.
    ///
    /// # Errors
    /// The store.
    pub async fn walk(&self, city: &City) -> Result<Vec<Found>> {
        let actor = match &self.account {
            None => public_actor(&PersonId::new("anybody"), &PUBLIC_ROLE.into()),
            Some(id) => match city.account(&PersonId::new(id.as_str())).await?.filter(|account| account.open)
            {
                Some(account) => {
                    let (id, form_secret) = (String::new(), String::new());
                    Session { id, account, post: 0, form_secret }.actor()
                }
                // Nobody can sign in as this role here.
                None => return Ok(Vec::new()),
            },
        };
        let mut found = Vec::new();
        for step in &self.steps {
            found.extend(step.find(city, &actor).await?);
        }
        Ok(found)
    }
}

impl TourStep {
    async fn find(&self, city: &City, actor: &Actor) -> Result<Option<Found>> {
        let made = |address: String, matter| Some(Found { step: self.id.clone(), address, matter });
        if self.procedure.is_some() {
            let row = self.find_matter(city, actor).await?;
            return Ok(row.and_then(|row| {
                let address = self.leads.replace("{matter}", row.matter.as_str());
                made(address, Some((row.title, row.number)))
            }));
        }
        if let Some(kind) = &self.public {
            let row = self.find_public(city, actor, kind).await?;
            return Ok(row.and_then(|row| made(self.leads.replace("{slug}", &row.disclosure.slug), None)));
        }
        Ok(made(self.leads.clone(), None))
    }

    async fn find_matter(&self, city: &City, actor: &Actor) -> Result<Option<MatterRow>> {
        let query = MatterQuery {
            procedures: self.procedure.iter().cloned().collect(),
            states: self.states.clone(),
            body_path: self.within.as_ref().map(|body| city.bodies().path(&BodyId::new(body.as_str()))),
            ..MatterQuery::default()
        };
        let order = if self.due_first { MatterOrder::DueFirst } else { MatterOrder::ChangedLast };
        let page = city.store().matters(city.jurisdiction(), &query, order, None, LOOKED_AT).await?;
        for row in page.rows {
            if self.fits(city, actor, &MatterId::new(row.matter.as_str())).await? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    async fn find_public(&self, city: &City, actor: &Actor, kind: &str) -> Result<Option<DisclosureRow>> {
        let query = DisclosureQuery { kind: Some(kind.to_owned()), text: None, as_of: city.today() };
        let mut after: Option<Cursor> = None;
        for _ in 0..PAGES {
            let page =
                city.store().disclosures(city.jurisdiction(), &query, after.as_ref(), PAGE_LIMIT).await?;
            for row in page.rows {
                let standing = row.disclosure.withdrawn_on.is_some() == self.withdrawn;
                if standing && self.fits(city, actor, &MatterId::new(row.matter.as_str())).await? {
                    return Ok(Some(row));
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(None)
    }

    /// Whether the role can do on a matter what the step says, and cannot do what it says.
    async fn fits(&self, city: &City, actor: &Actor, matter: &MatterId) -> Result<bool> {
        if self.can.is_none() && self.cannot.is_none() {
            return Ok(true);
        }
        let opened = city.open_matter(matter).await?;
        let all = action_statuses(city.registry(), &opened.state, actor, &opened.facts, city.today());
        let stands = |wanted: &Option<String>, openness: Openness| {
            let Some(wanted) = wanted else { return true };
            all.iter().any(|one| one.action.as_str() == wanted && one.openness == openness)
        };
        Ok(stands(&self.can, Openness::Open) && stands(&self.cannot, Openness::Closed))
    }
}

#[cfg(test)]
mod tests {
    use yifa_kernel::definition::compile;

    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let registry = compile(&crate::demo::definitions()).expect("the definitions compile");
        Tour::read("tour.toml", text).expect("a tour").faults(&registry)
    }

    fn step(lines: &str) -> String {
        format!("[[role]]\nid = \"one\"\n[[role.step]]\nid = \"first\"\n{lines}\n")
    }

    #[test]
    fn the_tour_of_the_demonstration_names_only_what_there_is() {
        assert_eq!(faults(WRITTEN), Vec::<String>::new());
        let tour = Tour::of_demo();
        assert!(tour.roles.len() >= 5, "five roles: {:?}", tour.roles);
        for role in &tour.roles {
            assert!((4..=6).contains(&role.steps.len()), "{}: {} steps", role.id, role.steps.len());
        }
    }

    #[test]
    fn what_the_definitions_do_not_know_is_named() {
        let matter = "leads = \"/matters/{matter}\"\nprocedure = \"penalty-ordinary\"\n";
        for (lines, wanted) in [
            ("leads = \"/matters/{matter}\"\nprocedure = \"no-such\"".to_owned(), "no procedure no-such"),
            (format!("{matter}states = [\"told\", \"nowhere\"]"), "no state nowhere"),
            (format!("{matter}can = \"fly\""), "no action fly"),
            (format!("{matter}cannot = \"fly\""), "no action fly"),
            ("leads = \"/public/{slug}\"\npublic = \"penalty-ordinary/nothing\"".to_owned(), "no catalogue"),
            ("leads = \"/public/{slug}\"\npublic = \"no slash\"".to_owned(), "no catalogue"),
        ] {
            let faults = faults(&step(&lines));
            assert!(faults.len() == 1 && faults[0].contains(wanted), "{lines}: {faults:?}");
        }
    }

    #[test]
    fn a_step_leads_into_the_product_and_to_what_it_finds() {
        for lines in [
            "leads = \"https://elsewhere.example\"",
            "leads = \"//elsewhere.example\"",
            "leads = \"/matters/{matter}\"",
            "leads = \"/matters\"\nprocedure = \"penalty-ordinary\"",
            "leads = \"/public/{slug}\"",
        ] {
            assert_eq!(faults(&step(lines)).len(), 1, "{lines}");
        }
    }

    #[test]
    fn two_steps_or_roles_of_one_name_are_named() {
        let twice = format!("{0}[[role.step]]\nid = \"first\"\nleads = \"/\"\n", step("leads = \"/\""));
        assert_eq!(faults(&twice), ["one: step first is there twice"]);
        let twice = step("leads = \"/\"").repeat(2);
        assert_eq!(faults(&twice), ["role one is there twice"]);
    }

    #[test]
    fn a_key_that_there_is_not_is_refused() {
        assert!(Tour::read("t", &step("leads = \"/\"\nfixed = \"m-1\"")).is_err());
        assert!(Tour::read("t", "roles = []").is_err());
    }
}
