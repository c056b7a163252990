//! Owns who is told: a message of the outbox names a matter and a role; everybody who has that role over the matter's body
//! gets a notice, and a delivery for each way in which they want it. A message without a role is for those who watch the
//! matter: they get a notice and a mail, and nothing that a neighbour sends on.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use yifa_kernel::body::Bodies;
use yifa_kernel::id::{ActionId, BodyId, MatterId, RoleId};
use yifa_kernel::matter::{Actor, State, called, may_see};
use yifa_kernel::procedure::Scope;
use yifa_store::OutboxRow;

use super::hook::WAY;
use super::{About, Notice};
use crate::account::{Account, Post};
use crate::city::City;
use crate::error::Result;

/// Which messages are for people.
const TOPIC: &str = "notify";
/// Messages of one round.
const ROUND: u32 = 100;

impl City {
    /// Turns what waits in the outbox into notices and deliveries; gives the number of notices.
    pub(super) async fn expand_outbox(&self) -> Result<u64> {
        let pending = self.store().outbox_pending(self.jurisdiction(), ROUND).await?;
        let (given, done) = self.expand_messages(&pending).await?;
        // Only what has become notices is done with: dying before this makes the same ones, which are there already.
        self.store().outbox_delivered(self.jurisdiction(), &done, self.clock().now()).await?;
        Ok(given)
    }

    /// Turns messages into notices and deliveries; gives the number of notices, and which messages are done with.
    pub(super) async fn expand_messages(&self, messages: &[OutboxRow]) -> Result<(u64, Vec<String>)> {
        let own: Vec<&OutboxRow> = messages.iter().filter(|row| row.topic == TOPIC).collect();
        if own.is_empty() {
            return Ok((0, Vec::new()));
        }
        let accounts = self.reachable().await?;
        let mut given = 0;
        for row in &own {
            given += self.expand(row, &accounts).await?;
        }
        Ok((given, own.into_iter().map(|row| row.id.clone()).collect()))
    }

    async fn expand(&self, row: &OutboxRow, accounts: &[Account]) -> Result<u64> {
        let text = |key: &str| row.body.get(key).and_then(Json::as_str);
        let Some(matter) = text("matter") else { return Ok(0) };
        let Some(state) = self.state(&MatterId::new(matter)).await? else { return Ok(0) };
        let action = match text("action") {
            Some(action) => ActionId::new(action),
            None => match state.acts.last() {
                Some(act) => act.action.clone(),
                None => return Ok(0),
            },
        };
        // One act has one name, whoever is told of it for whatever reason: who is told twice has one notice.
        let act = row.body.get("act").and_then(Json::as_u64);
        let name = act.map_or_else(|| row.id.clone(), |seq| format!("act:{matter}:{seq}"));
        let notice = self.notice_of(name, &state, About::Act(action), row.recorded_at).await?;
        let actor = text("actor");
        let mut told: Vec<&Account> = Vec::new();
        let mut given = 0;
        let meant = match text("role") {
            Some(role) => self.entitled(accounts, &RoleId::new(role), &state.body),
            None => self.watching(accounts, &state).await?,
        };
        for account in meant {
            // Nobody is told of what they did themselves.
            if actor == Some(account.person.as_str()) {
                continue;
            }
            if self.give(&account.person, &notice).await? {
                given += 1;
            }
            self.deliver_mail(account, &notice).await?;
            told.push(account);
        }
        if text("role").is_some() {
            self.deliver_hooks(&row.id, &notice, &told).await?;
        }
        Ok(given)
    }

    /// Everybody who watches a matter and may still see it.
    async fn watching<'a>(&self, accounts: &'a [Account], state: &State) -> Result<Vec<&'a Account>> {
        let watchers = self.watchers(&state.matter).await?;
        let facts = self.facts(state).await?;
        let sees = |account: &&Account| {
            let actor =
                |post: &Post| Actor::person(account.person.as_str(), post.role.as_str(), post.body.clone());
            account.posts.iter().any(|post| may_see(self.registry(), state, &actor(post), &facts))
        };
        Ok(accounts.iter().filter(|account| watchers.contains(&account.person)).filter(sees).collect())
    }

    /// Everybody who holds a role that reaches a body.
    fn entitled<'a>(&self, accounts: &'a [Account], role: &RoleId, body: &BodyId) -> Vec<&'a Account> {
        let scope = self.registry().role(role).map(|role| role.scope);
        let bodies: Arc<Bodies> = self.bodies();
        let reaches = |own: &BodyId| match scope {
            Some(Scope::Jurisdiction) => true,
            Some(Scope::Body) => own == body,
            Some(Scope::Subtree) => bodies.is_within(body, own),
            Some(Scope::Own | Scope::Slip) | None => false,
        };
        let holds =
            |account: &&Account| account.posts.iter().any(|post| post.role == *role && reaches(&post.body));
        accounts.iter().filter(holds).collect()
    }

    pub(super) async fn notice_of(
        &self,
        id: String,
        state: &State,
        about: About,
        at: jiff::Timestamp,
    ) -> Result<Notice> {
        let facts = self.facts(state).await?;
        Ok(Notice {
            id,
            about,
            matter: state.matter.clone(),
            procedure: state.procedure.clone(),
            number: state.number.clone(),
            title: called(self.registry(), state, &facts),
            at,
        })
    }

    /// Puts a mail to somebody who wants one beside the notice.
    pub(super) async fn deliver_mail(&self, account: &Account, notice: &Notice) -> Result<()> {
        let settings = self.settings(&account.person).await?;
        let Some(email) = settings.email.filter(|_| settings.mail) else { return Ok(()) };
        let id = format!("{}:mail:{}", notice.id, account.person);
        let body = json!({ "to": email, "person": account.person.as_str(), "language": settings.language,
            "notice": super::notice_to(notice), "notice_id": notice.id });
        self.put_delivery(&id, "mail", &email, body).await
    }

    /// `message` names what is sent: two roles told of one act are two messages.
    pub(super) async fn deliver_hooks(
        &self,
        message: &str,
        notice: &Notice,
        told: &[&Account],
    ) -> Result<()> {
        let hooks = self.hooks().await?;
        if hooks.is_empty() {
            return Ok(());
        }
        let mut recipients = Vec::new();
        for account in told {
            let phone = self.settings(&account.person).await?.phone;
            recipients
                .push(json!({ "person": account.person.as_str(), "name": account.name, "phone": phone }));
        }
        for hook in hooks {
            let id = format!("{message}{WAY}{}", hook.id);
            let body = json!({ "hook": hook.id, "notice": super::notice_to(notice), "notice_id": notice.id,
                "recipients": recipients });
            self.put_delivery(&id, "hook", &hook.url, body).await?;
        }
        Ok(())
    }
}
