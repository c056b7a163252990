//! Owns what the law refuses of one page of a form: the act is tried out with what is answered so far, so that whoever fills it
//! in learns on its own page what would be refused at the end.

use std::collections::BTreeSet;

use yifa_app::AppError;
use yifa_kernel::guard::Fact;
use yifa_kernel::procedure::{Action, Condition};
use yifa_kernel::refusal::{Code, Reason};

use super::super::guest::Guest;
use super::super::typed::Typed;
use super::super::words;
use super::fill::Filling;
use super::questions::{BODY, Question};
use super::send::command;

/// Which questions of a page are refused as answered, and why. What depends on a later page is judged there.
///
/// # Errors
/// The store.
pub(super) async fn here(
    guest: &Guest,
    filling: &Filling<'_>,
    pages: &[&[Question<'_>]],
    at: usize,
    typed: &Typed,
) -> Result<Vec<(String, String)>, AppError> {
    let Some(command) = command(guest, filling, typed) else { return Ok(Vec::new()) };
    let Some(refusal) = guest.server.city.try_out(&command).await? else { return Ok(Vec::new()) };
    let ids = |pages: &[&[Question<'_>]]| -> BTreeSet<String> {
        pages.iter().flat_map(|page| page.iter().map(|question| question.id().to_owned())).collect()
    };
    let (before, after) = pages.split_at(at.min(pages.len()));
    let sight = Sight {
        action: filling.action,
        here: ids(&before[before.len().saturating_sub(1)..]),
        later: ids(after),
    };
    let told = refusal.reasons.iter().filter_map(|reason| {
        let id = sight.concerns(filling, reason)?;
        let said = words::reason(guest, Some(filling.procedure), reason, None);
        let claims = said.failing.join(guest.lang.t("words.semicolon").as_str());
        let text = if claims.is_empty() { said.text } else { guest.lang.aside(&said.text, &claims) };
        Some((id, text))
    });
    Ok(told.collect())
}

/// A form seen from one of its pages.
struct Sight<'a> {
    action: &'a Action,
    /// What this page asks.
    here: BTreeSet<String>,
    /// What the pages after it ask.
    later: BTreeSet<String>,
}

impl Sight<'_> {
    /// The question of this page that a reason is about; `None`: it is about others, or is not known yet.
    fn concerns(&self, filling: &Filling<'_>, reason: &Reason) -> Option<String> {
        if let Some(id) = &reason.field {
            // The day on which a basis must be in force may be asked later.
            let day = filling.procedure.field(id).and_then(|field| field.as_of.as_ref());
            let open = day.is_some_and(|day| day.node.facts().into_iter().any(|fact| self.is_open(fact)));
            return self.here.get(id.as_str()).filter(|_| !open).cloned();
        }
        if reason.code == Code::UnknownBody {
            return self.here.get(BODY).cloned();
        }
        let line = reason.condition.as_ref().filter(|_| reason.code == Code::ConditionFails)?;
        let is_it = |one: &&Condition| one.guard.source == *line;
        let facts = self.action.require.iter().find(is_it)?.guard.node.facts();
        if facts.iter().any(|fact| self.is_open(fact)) {
            return None;
        }
        facts.iter().find_map(|fact| self.here.get(asked(fact)?)).cloned()
    }

    /// Whether a fact may become another by what is asked later.
    fn is_open(&self, fact: &Fact) -> bool {
        let follows = |id: &str| {
            self.action.sets.iter().any(|(field, _)| field.as_str() == id)
                || self.action.adds.iter().any(|(field, _)| field.as_str() == id)
        };
        asked(fact).is_some_and(|id| self.later.contains(id) || follows(id))
    }
}

/// The question whose answer a fact looks at.
fn asked(fact: &Fact) -> Option<&str> {
    match fact {
        Fact::Field(id)
        | Fact::ThroughField(id, _)
        | Fact::StateOf(id)
        | Fact::BodyOf(id)
        | Fact::UpperGovernment(id)
        | Fact::Party(id, _)
        | Fact::Cite(id, _) => Some(id.as_str()),
        Fact::Body(_) => Some(BODY),
        _ => None,
    }
}
