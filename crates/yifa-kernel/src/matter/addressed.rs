//! Owns to which body somebody turns with something new: which ones an action offers, and which one is competent as far as
//! the answers tell it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::scene::Scene;
use super::{Facts, State};
use crate::body::{Bodies, Body};
use crate::definition::Registry;
use crate::id::{BodyId, FieldId};
use crate::procedure::{Addressed, Procedure};
use crate::value::Value;

/// The bodies of a day that an action offers, by identifier.
pub fn offered_bodies<'b>(
    registry: &Registry,
    procedure: &Procedure,
    addressed: &Addressed,
    bodies: &'b Arc<Bodies>,
    today: Date,
) -> Vec<&'b Body> {
    let facts = Facts { bodies: bodies.clone(), ..Facts::default() };
    let there = bodies
        .iter()
        .filter(|body| body.valid_from <= today && body.valid_to.is_none_or(|last| today <= last));
    let fits = |body: &&Body| {
        let blank = blank(procedure, &body.id);
        addressed.among.holds(&Scene::new(registry, procedure, &blank, &facts, today)) == Some(true)
    };
    there.filter(fits).collect()
}

/// The competent body by what is answered; `None` where the answers do not tell, or it is none of these bodies.
pub fn competent_body(
    registry: &Registry,
    procedure: &Procedure,
    addressed: &Addressed,
    answers: &BTreeMap<FieldId, Value>,
    bodies: &Arc<Bodies>,
    today: Date,
) -> Option<BodyId> {
    let facts = Facts { bodies: bodies.clone(), ..Facts::default() };
    let blank = blank(procedure, &BodyId::new(""));
    let mut scene = Scene::new(registry, procedure, &blank, &facts, today);
    scene.inputs = Some(answers);
    match addressed.to.as_ref()?.value(&scene)? {
        Value::Body(body) => Some(body),
        _ => None,
    }
}

fn blank(procedure: &Procedure, body: &BodyId) -> State {
    State::unopened("".into(), procedure.id.clone(), procedure.version.clone(), body.clone())
}
