//! Owns common steps: what a general act gives to every procedure, laid into those that attach it. A table that
//! the procedure itself declares under the same identifier wins (a special act overrides the general one).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::diagnostic::{Diagnostic, Source};
use super::parsed::{In, Parsed, RawProcedure, read};
use super::raw::{
    Action, At, Attach, Disclosure, Field, Limit, NotExpressed, PaperFile, Parameter, StateDef, Track,
};

/// `common/<step>/step.toml`: the same tables as a procedure, without `[procedure]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct StepFile {
    parameter: Vec<Parameter>,
    field: Vec<Field>,
    state: Vec<StateDef>,
    action: Vec<Action>,
    limit: Vec<Limit>,
    track: Vec<Track>,
    disclosure: Vec<Disclosure>,
    not_expressed: Vec<NotExpressed>,
}

/// Lays every attached step into its procedure; returns the substituted texts, so that faults can point into them.
pub(super) fn attach(parsed: &mut Parsed, faults: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let steps = parsed.steps.clone();
    let papers = parsed.step_papers.clone();
    for procedure in &mut parsed.procedures {
        for wanted in procedure.attach.clone() {
            let Some(step) = steps.get(wanted.step.get_ref()) else {
                let says = format!("there is no common step `{}`", wanted.step.get_ref());
                faults.push(Diagnostic::new("D0201", &procedure.file, wanted.step.span(), says));
                continue;
            };
            let source = substituted(step, &wanted, procedure, faults);
            if let Some(raw) = read::<StepFile>(&source, faults) {
                lay_in(procedure, &source.path, raw);
            }
            texts.insert(source.path.clone(), source.text);
            for ((owner, name), paper) in &papers {
                if owner != wanted.step.get_ref() {
                    continue;
                }
                let source = substituted(paper, &wanted, procedure, faults);
                if let Some(it) = read::<PaperFile>(&source, faults) {
                    procedure.papers.entry(name.clone()).or_insert(In { file: source.path.clone(), it });
                }
                texts.insert(source.path.clone(), source.text);
            }
        }
    }
    texts
}

/// The step's text with its `@name` places filled; longer names first, so that `@to` does not eat `@town`. A line with
/// `@name?` falls away where the name is not given.
fn substituted(
    step: &Source,
    wanted: &Attach,
    procedure: &RawProcedure,
    faults: &mut Vec<Diagnostic>,
) -> Source {
    let mut text = step.text.clone();
    let mut names: Vec<(&str, &str)> = wanted.with.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    names.push(("as", wanted.prefix.get_ref()));
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, value) in names {
        text = text.replace(&format!("@{name}?"), value).replace(&format!("@{name}"), value);
    }
    let kept: Vec<&str> = text.lines().filter(|line| !is_optional(line)).collect();
    let text = kept.join("\n");
    let code = text.lines().map(|line| line.split_once(" #").map_or(line, |(before, _)| before));
    let missing =
        code.filter(|line| !line.trim_start().starts_with('#')).find_map(|line| line.split_once('@'));
    if let Some((_, rest)) = missing {
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let says = format!("the step `{}` asks for `{name}`", wanted.step.get_ref());
        let help = format!("add `{name} = \"…\"` to its `with`");
        faults.push(Diagnostic::new("D0201", &procedure.file, wanted.step.span(), says).help(help));
    }
    let path = format!("{} (as {} in {})", step.path, wanted.prefix.get_ref(), procedure.head.id.get_ref());
    Source { path, text }
}

/// Whether a line still asks for something that need not be given: `@name?`.
fn is_optional(line: &str) -> bool {
    let mut asked = line.split('@').skip(1);
    asked.any(|rest| rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').starts_with('?'))
}

fn lay_in(procedure: &mut RawProcedure, file: &str, step: StepFile) {
    fn add<T>(own: &mut Vec<In<T>>, step: Vec<T>, file: &str, id: impl Fn(&T) -> &At<String>) {
        for it in step {
            if !own.iter().any(|one| id(&one.it).get_ref() == id(&it).get_ref()) {
                own.push(In { file: file.to_owned(), it });
            }
        }
    }
    add(&mut procedure.parameters, step.parameter, file, |one| &one.id);
    add(&mut procedure.fields, step.field, file, |one| &one.id);
    add(&mut procedure.states, step.state, file, |one| &one.id);
    add(&mut procedure.actions, step.action, file, |one| &one.id);
    add(&mut procedure.limits, step.limit, file, |one| &one.id);
    add(&mut procedure.tracks, step.track, file, |one| &one.id);
    add(&mut procedure.disclosures, step.disclosure, file, |one| &one.id);
    procedure.not_expressed.extend(step.not_expressed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_question_mark_may_be_left_out() {
        assert!(is_optional("require = { that = \"@untouched?\" }"));
        assert!(is_optional("by = @by and \"@more?\""));
        assert!(!is_optional("from = @from"));
        assert!(!is_optional("title = \"何处？@town\""));
        assert!(!is_optional("title = \"write to a@b.cn?\""));
    }
}
