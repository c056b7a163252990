//! The flow chart in words: each state with the actions that lead on from it. Narrow screens show this in its place.

use super::{Flow, Note, State};

/// A state with what may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowStep<'a> {
    /// The state.
    pub state: &'a State,
    /// The class that colours it.
    pub class: &'static str,
    /// Whether one of them leads to the state that stands below it.
    pub leads_below: bool,
    /// The actions that lead on.
    pub acts: Vec<FlowAct<'a>>,
}

/// An action that leads on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowAct<'a> {
    /// Its name.
    pub label: &'a str,
    /// What it leads to.
    pub href: Option<&'a str>,
    /// The state afterwards.
    pub to: &'a str,
    /// Its limit.
    pub note: Option<&'a Note>,
    /// `done`, `open` or `other`.
    pub class: &'static str,
}

impl Flow {
    /// The states in the order of the definition. Of a state where the matter does not stand, only what was done, is open or
    /// leads forward is told: ways back and out are in the table of actions.
    pub fn list(&self) -> Vec<FlowStep<'_>> {
        let place = |id: &str| self.states.iter().position(|state| state.id == id);
        let steps = self.states.iter().enumerate().map(|(at, state)| {
            let from_here = self.edges.iter().filter(|edge| edge.from.as_deref() == Some(state.id.as_str()));
            let told = from_here.filter_map(|edge| {
                let to = place(&edge.to)?;
                let told = edge.done || edge.open || state.current || to > at;
                let class = if edge.done {
                    "done"
                } else if edge.open {
                    "open"
                } else {
                    "other"
                };
                told.then(|| FlowAct {
                    label: &edge.label,
                    href: edge.href.as_deref(),
                    to: self.states.get(to).map_or("", |state| state.label.as_str()),
                    note: edge.note.as_ref(),
                    class,
                })
            });
            let acts: Vec<FlowAct<'_>> = told.collect();
            let below = self.states.get(at + 1).map(|below| below.label.as_str());
            let leads_below = acts.iter().any(|act| Some(act.to) == below);
            FlowStep { state, class: state.class(), leads_below, acts }
        });
        steps.collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::chart::Flow;
    use crate::face::Lang;

    #[test]
    fn what_is_drawn_is_also_said() {
        let flow = Flow::sample(Lang::En);
        let list = flow.list();
        assert_eq!(list.len(), flow.states.len());
        let here = list.iter().find(|step| step.class == "here").expect("where it stands");
        assert_eq!(
            here.acts.iter().map(|act| (act.label, act.class)).collect::<Vec<_>>(),
            [("Serve", "open")]
        );
        assert!(here.acts[0].note.is_some_and(|note| note.text.contains("5/7")));
        // An arrow stands only where an action leads down.
        for (step, below) in list.iter().zip(&list[1..]) {
            let leads = step.acts.iter().any(|act| act.to == below.state.label);
            assert_eq!(step.leads_below, leads, "{}", step.state.id);
        }
        assert!(list.last().is_some_and(|last| !last.leads_below));
        // A way back is not part of the road on.
        let reviewed = list.iter().find(|step| step.state.id == "reviewed").expect("a state");
        assert!(reviewed.acts.iter().all(|act| act.label != "Return"));
    }
}
