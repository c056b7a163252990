//! Acts of persons on matters that were there before, kept durably: what one costs in a full city against an empty one. What
//! is slow only because the city is large is found here, since fresh matters have nothing to look up.

use std::time::{Duration, Instant};

use yifa_app::city::{City, new_matter};
use yifa_kernel::id::{BodyId, MatterId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::Value;
use yifa_store::{MatterOrder, MatterQuery};

use super::city::faulty;
use super::middle;
use crate::answer::Failure;
use crate::command::running::broken;

/// How often somebody acts.
const ACTS: usize = 31;

/// How long an act on a clue takes that somebody received before.
///
/// # Errors
/// The store fails, or an act is refused.
pub async fn on_what_was_there(city: &City) -> Result<Duration, Failure> {
    let body = some_body(city).await?;
    let mut all = Vec::new();
    for _ in 0..ACTS {
        let clue = receive(city, &body).await?;
        let start = Instant::now();
        pass_on(city, &body, &clue).await?;
        all.push(start.elapsed());
    }
    Ok(middle(all))
}

/// A body that has matters.
async fn some_body(city: &City) -> Result<BodyId, Failure> {
    let query = MatterQuery { procedures: vec!["penalty-summary".to_owned()], ..MatterQuery::default() };
    let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, 1);
    let row = page.await.map_err(faulty)?.rows.into_iter().next();
    row.map(|row| BodyId::new(row.body.as_str()))
        .ok_or_else(|| Failure::fault("no body has penalties", "bench", "report it"))
}

async fn receive(city: &City, body: &BodyId) -> Result<MatterId, Failure> {
    let values = [
        ("source", Value::Choice("inspection".into())),
        ("topic", Value::Text("占道经营".into())),
        ("story", Value::Text("巡查时发现沿街商铺占用人行道".into())),
        ("reporter_named", Value::Bool(false)),
        ("found_on", Value::Date(city.today())),
    ];
    let clue = new_matter();
    done(city, &clue, body, "receive", values).await?;
    Ok(clue)
}

async fn pass_on(city: &City, body: &BodyId, clue: &MatterId) -> Result<(), Failure> {
    let values = [
        ("passed_to", Value::Text("市场监督管理局".into())),
        ("reason", Value::Text("不属于本机关管辖".into())),
    ];
    done(city, clue, body, "pass_on", values).await
}

async fn done<const N: usize>(
    city: &City,
    clue: &MatterId,
    body: &BodyId,
    action: &str,
    values: [(&str, Value); N],
) -> Result<(), Failure> {
    let command = Command {
        matter: clue.clone(),
        procedure: "penalty-clue".into(),
        action: action.into(),
        body: body.clone(),
        parent: None,
        values: values.into_iter().map(|(id, value)| (id.into(), value)).collect(),
        actor: Actor::person("bench", "clerk", body.clone()),
    };
    city.execute(&command, None).await.map(drop).map_err(|error| broken(&error))
}
