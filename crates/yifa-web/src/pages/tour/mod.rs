//! The guided tour of a demonstration city 十分钟认识依法: a page with the roles, and one for each role with its steps.

use askama::Template;
use yifa_app::demo::PASSWORD;
use yifa_app::demo::tour::Tour;

use crate::face::{Chrome, Lang};

/// The page that lets somebody choose a role.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/tour/roles.html")]
pub struct TourPage {
    /// The frame.
    pub chrome: Chrome,
    /// The roles, in order.
    pub roles: Vec<TourCard>,
}

/// The page of one role.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/tour/role.html")]
pub struct TourRolePage {
    /// The frame.
    pub chrome: Chrome,
    /// The role.
    pub role: TourCard,
    /// Whether whoever looks is signed in as the role, or needs not be.
    pub ready: bool,
    /// The token of the sign-in forms.
    pub sign_in: String,
    /// The password of all demonstration accounts.
    pub password: String,
    /// The steps that this city can show.
    pub steps: Vec<TourLine>,
    /// The other roles.
    pub others: Vec<TourCard>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TourCard {
    /// Its name in addresses and words.
    pub id: String,
    /// The account to sign in with.
    pub account: Option<String>,
    /// How many steps there are.
    pub steps: usize,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TourLine {
    /// The beginning of its words: `tour.step.head.too-early`.
    pub words: String,
    /// Where it leads.
    pub href: String,
    /// The matter that was found: a text of the records.
    pub matter: Option<String>,
}

impl TourCard {
    /// The name of the role.
    pub fn title(&self, chrome: &Chrome) -> String {
        chrome.t(&format!("tour.role.{}.title", self.id))
    }

    /// Who they are and what they have to do today.
    pub fn lead(&self, chrome: &Chrome) -> String {
        chrome.t(&format!("tour.role.{}.lead", self.id))
    }
}

impl TourLine {
    /// What the step is called.
    pub fn title(&self, chrome: &Chrome) -> String {
        chrome.t(&format!("{}.title", self.words))
    }

    /// What to do there.
    pub fn to_do(&self, chrome: &Chrome) -> String {
        chrome.t(&format!("{}.do", self.words))
    }

    /// What to see there.
    pub fn to_see(&self, chrome: &Chrome) -> String {
        chrome.t(&format!("{}.see", self.words))
    }
}

fn cards() -> Vec<TourCard> {
    let all = Tour::of_demo().roles.iter();
    all.map(|role| TourCard { id: role.id.clone(), account: role.account.clone(), steps: role.steps.len() })
        .collect()
}

impl TourPage {
    /// All roles.
    pub fn sample(lang: Lang) -> Self {
        Self { chrome: Chrome::sample(lang), roles: cards() }
    }
}

impl TourRolePage {
    /// Each role with all its steps; nobody is signed in.
    pub fn samples(lang: Lang) -> Vec<Self> {
        let one = |role: &yifa_app::demo::tour::TourRole| {
            let (mine, others) = cards().into_iter().partition::<Vec<_>, _>(|card| card.id == role.id);
            let steps = role.steps.iter().map(|step| TourLine {
                words: format!("tour.step.{}.{}", role.id, step.id),
                href: "/matters/m-1".to_owned(),
                matter: step.procedure.is_some().then(|| "周敏占道经营案".to_owned()),
            });
            Some(Self {
                chrome: Chrome { person: None, ..Chrome::sample(lang) },
                role: mine.into_iter().next()?,
                ready: role.account.is_none(),
                sign_in: "sample-token".to_owned(),
                password: PASSWORD.to_owned(),
                steps: steps.collect(),
                others,
            })
        };
        Tour::of_demo().roles.iter().filter_map(one).collect()
    }
}
