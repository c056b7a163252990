//! Owns numbers and texts made from templates.

use jiff::civil::Date;

use super::issue;
use super::scene::Scene;
use super::{Command, Facts, State};
use crate::definition::Registry;
use crate::id::BodyId;
use crate::procedure::From;
use crate::template::{Piece, Template};

/// A number taken from a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The series: its text without the number.
    pub series: String,
    /// The number.
    pub value: u64,
}

/// The series from which a command may take numbers.
pub fn series(registry: &Registry, state: &State, command: &Command, facts: &Facts, on: Date) -> Vec<String> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let Some(action) = procedure.action(&command.action) else { return Vec::new() };
    let scene = Scene { inputs: Some(&command.values), ..Scene::new(registry, procedure, state, facts, on) };
    let opening = procedure.number.iter().filter(|_| action.from == From::Nothing);
    let papers = action.issues.iter().filter_map(|id| {
        let paper = procedure.papers.get(id)?;
        let acting = issue::acting(&action.by, command.actor.body.as_ref(), &state.acts);
        Some(paper.number.as_ref()?.of_organ(short(
            issue::organ(state, facts, paper.organ, acting),
            facts,
            on,
        )))
    });
    let papers: Vec<Template> = papers.collect();
    opening.chain(&papers).filter_map(|template| series_of(&scene, template, on)).collect()
}

/// The short name of a body on a day.
pub(super) fn short<'a>(body: &BodyId, facts: &'a Facts, on: Date) -> &'a str {
    facts.bodies.get(facts.bodies.on(body, on)).map_or("", |body| body.short.as_str())
}

/// The text of a template before and after its number: the name of the series.
pub(super) fn series_of(scene: &Scene<'_>, template: &Template, on: Date) -> Option<String> {
    template.pieces.iter().any(|piece| matches!(piece, Piece::Seq(_))).then(|| fill(scene, template, on, "#"))
}

pub(super) fn numbered(
    scene: &Scene<'_>,
    template: &Template,
    on: Date,
    claims: &mut Vec<Claim>,
) -> Option<String> {
    let Some(series) = series_of(scene, template, on) else { return Some(fill(scene, template, on, "")) };
    // Two papers of one act may draw on the same series.
    let taken = claims.iter().filter(|claim| claim.series == series).count() as u64;
    let value = scene.facts.next_in.get(&series).copied().unwrap_or(1) + taken;
    claims.push(Claim { series, value });
    Some(fill(scene, template, on, &value.to_string()))
}

/// Fills a template; what is not known stays as a visible gap.
pub(super) fn fill(scene: &Scene<'_>, template: &Template, on: Date, seq: &str) -> String {
    joined(scene, &template.pieces, on, seq)
}

/// The pieces of a template, one after another.
pub(super) fn joined<'a>(
    scene: &Scene<'_>,
    pieces: impl IntoIterator<Item = &'a Piece>,
    on: Date,
    seq: &str,
) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            // INVARIANT: a number is filled for an organ first, and nothing else may name it.
            Piece::Organ => {}
            Piece::Year => out.push_str(&on.year().to_string()),
            Piece::Seq(width) => out.push_str(&format!("{seq:0>width$}")),
            Piece::Fact(guard) => out.push_str(&issue::printed(scene, guard)),
            Piece::Capitals(guard) => out.push_str(&issue::printed_in_capitals(scene, guard)),
        }
    }
    out
}
