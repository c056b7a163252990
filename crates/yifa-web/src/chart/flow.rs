//! The flow chart of a procedure, drawn from its definition and never by hand.
//!
//! States lie in layers from top to bottom (longest path); between two layers of states lies a layer of the
//! actions' names, so that names can never cover each other. An action that leads back is laid out like its
//! reverse and gets its arrow at the other end. An action that may be done in many states is drawn from the
//! last of them, with the number of the others, unless it was done or is open. Each state and each action leads to what it
//! stands for, with the days used and the limit. `layout` finds the places, this file draws them; `list` says the same in
//! words, which is also what narrow screens show.

mod layout;
mod list;
mod measure;
mod place;

use std::fmt::Write as _;

use crate::components::Level;
use crate::face::{Chrome, Lang};
use layout::{Item, Layout, Place, Words};
pub use list::{FlowAct, FlowStep};

/// A procedure's states and actions, with what has happened to one matter, if it is drawn for one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    /// The procedure's name.
    pub title: String,
    /// The states, in the order of the definition.
    pub states: Vec<State>,
    /// The actions that lead from one state to another. One that stays in its state, or names a state that
    /// is not listed, is not drawn.
    pub edges: Vec<Edge>,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// Nothing more happens after it.
    pub is_final: bool,
    /// The matter has been there.
    pub visited: bool,
    /// The matter stands there.
    pub current: bool,
    /// What it leads to.
    pub href: Option<String>,
    /// Days spent there.
    pub note: Option<Note>,
}

/// A few words beside a name: days used, a limit. Their level is a colour and is said in the words too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The words.
    pub text: String,
    /// How urgent it is.
    pub level: Level,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Identifier.
    pub id: String,
    /// The state in which it is done; `None` when it opens a matter.
    pub from: Option<String>,
    /// The state afterwards.
    pub to: String,
    /// Name.
    pub label: String,
    /// It was done.
    pub done: bool,
    /// It may be done now.
    pub open: bool,
    /// What it leads to.
    pub href: Option<String>,
    /// Its limit, and how much of it is used.
    pub note: Option<Note>,
}

/// A finished drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// The markup.
    pub svg: String,
    /// Its width in pixels.
    pub width: f64,
}

impl Drawing {
    /// Whether it is too wide for the column beside a page.
    pub fn is_wide(&self) -> bool {
        self.width > 318.0
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.svg.is_empty()
    }
}

impl Flow {
    /// The drawing; empty when there are no states.
    pub fn draw(&self, chrome: &Chrome) -> Drawing {
        if self.states.is_empty() {
            return Drawing::default();
        }
        let here = chrome.t("matter.flow_here");
        let others = |n: usize| chrome.many("matter.flow_others", n);
        let layout =
            Layout::of(self, &Words { here: &here, others: &others, write: &|text| chrome.zh(text) });
        let mut out = String::with_capacity(4096);
        // Writing into a string cannot fail.
        // An image hides what is in it from those who listen: with links in it, it is a group.
        let links = self.states.iter().any(|one| one.href.is_some())
            || self.edges.iter().any(|one| one.href.is_some());
        let role = if links { "group" } else { "img" };
        let _ = write!(
            out,
            "<svg class=\"flow\" role=\"{role}\" aria-labelledby=\"flow-name flow-words\" width=\"{0:.0}\" height=\"{1:.0}\" viewBox=\"0 0 {0:.0} {1:.0}\"><title id=\"flow-name\">{2}</title><desc id=\"flow-words\">{3}</desc>",
            layout.width,
            layout.height,
            escape(&chrome.t1("matter.flow_of", "procedure", &self.title)),
            escape(&self.in_words(chrome)),
        );
        for line in &layout.lines {
            let _ = write!(out, "<g class=\"{}\"><path class=\"line\" d=\"{}\"/>", line.class, line.path);
            let _ = write!(out, "<path class=\"tip\" d=\"{}\"/></g>", line.tip);
        }
        for item in &layout.items {
            draw(&mut out, item, &self.states);
        }
        out.push_str("</svg>");
        Drawing { svg: out, width: layout.width }
    }

    /// What the drawing says, for those who do not see it.
    fn in_words(&self, chrome: &Chrome) -> String {
        let name =
            |id: &str| chrome.zh(self.states.iter().find(|s| s.id == id).map_or(id, |s| s.label.as_str()));
        let mut words = String::new();
        if let Some(state) = self.states.iter().find(|s| s.current) {
            words.push_str(&chrome.t1("matter.mark.here", "state", &state.label));
            words.push_str(&chrome.t("words.semicolon"));
        }
        let roads: Vec<_> = self
            .edges
            .iter()
            .map(|e| {
                let from = e.from.as_deref().map_or_else(|| chrome.t("matter.flow_start"), name);
                format!("{from} → {} → {}", chrome.zh(&e.label), name(&e.to))
            })
            .collect();
        words.push_str(&roads.join(&chrome.t("words.semicolon")));
        words
    }

    /// The ordinary penalty procedure, standing at its decision.
    pub fn sample(lang: Lang) -> Self {
        let state = |id: &str, zh: &str, en: &str, at: u8, is_final| State {
            id: id.into(),
            label: lang.pick(zh, en).into(),
            is_final,
            visited: at > 0,
            current: at == 2,
            href: (at > 0).then(|| "/matters/0199#event-1".to_owned()),
            note: (at == 1).then(|| Note { text: lang.pick("3 日", "3 days").into(), level: Level::None }),
        };
        let edge = |from: &str, to: &str, zh: &str, en: &str, at: u8| Edge {
            from: (!from.is_empty()).then(|| from.into()),
            to: to.into(),
            label: lang.pick(zh, en).into(),
            id: en.to_lowercase().replace(' ', "_"),
            done: at == 1,
            open: at == 2,
            href: (at == 2).then(|| "/matters/0199/do/serve".to_owned()),
            note: (at == 2).then(|| Note {
                text: lang.pick("黄：5/7 个工作日", "yellow: 5/7 working days").into(),
                level: Level::Yellow,
            }),
        };
        Self {
            title: lang.pick("行政处罚（普通程序）", "Penalty, ordinary procedure").into(),
            states: vec![
                state("filed", "已立案", "Filed", 1, false),
                state("investigated", "调查终结", "Investigated", 1, false),
                state("told", "已告知", "Notice given", 1, false),
                state("heard", "听证终结", "Hearing closed", 0, false),
                state("reviewed", "已审核", "Reviewed", 1, false),
                state("decided", "已决定", "Decided", 2, false),
                state("served", "已送达", "Served", 0, false),
                state("closed", "已结案", "Closed", 0, true),
                state("dropped", "已撤案", "Dropped", 0, true),
                state("transferred", "已移送", "Transferred", 0, true),
            ],
            edges: vec![
                edge("", "filed", "立案", "Open a case", 1),
                edge("filed", "investigated", "终结调查", "Close the investigation", 1),
                edge("filed", "dropped", "撤案", "Drop", 0),
                edge("investigated", "told", "告知", "Give notice", 1),
                edge("investigated", "transferred", "移送司法机关", "Transfer to the judiciary", 0),
                edge("investigated", "filed", "退回补充调查", "Send back", 0),
                edge("told", "heard", "举行听证", "Hold a hearing", 0),
                edge("told", "reviewed", "法制审核", "Legal review", 1),
                edge("heard", "reviewed", "法制审核", "Legal review", 0),
                edge("reviewed", "investigated", "退回", "Return", 0),
                edge("reviewed", "decided", "作出决定", "Decide", 1),
                edge("reviewed", "dropped", "不予处罚", "No penalty", 0),
                edge("decided", "served", "送达", "Serve", 2),
                edge("served", "closed", "结案", "Close", 0),
            ],
        }
    }
}

/// Draws a state or the name of an action.
fn draw(out: &mut String, item: &Item, states: &[State]) {
    let (x, y) = (item.x - item.width / 2.0, item.y);
    match item.place {
        Place::Bend => {}
        Place::Start => {
            let _ = write!(
                out,
                "<circle class=\"start\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"6\"/>",
                item.x,
                y + item.height - 6.0
            );
        }
        Place::Name(class) => {
            let _ = write!(
                out,
                "<g class=\"{class}\"><rect class=\"tag-back\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                item.width, item.height
            );
            texts(out, item, "tag");
            out.push_str("</g>");
        }
        Place::State(n) => draw_state(out, item, &states[n]),
    }
}

fn draw_state(out: &mut String, item: &Item, state: &State) {
    let (x, y, w, h) = (item.x - item.width / 2.0, item.y, item.width, item.height);
    let last = if state.is_final { " final" } else { "" };
    let link = state.href.as_deref().map(escape);
    if let Some(href) = &link {
        let _ = write!(out, "<a href=\"{href}\">");
    }
    let _ = write!(
        out,
        "<g class=\"{}{last}\"><rect class=\"box\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"5\"/>",
        state.class()
    );
    if state.is_final {
        let _ = write!(
            out,
            "<rect class=\"inner\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"3\"/>",
            x + 3.0,
            y + 3.0,
            w - 6.0,
            h - 6.0
        );
    }
    texts(out, item, "");
    out.push_str(if link.is_some() { "</g></a>" } else { "</g>" });
}

/// The rows of an item, one below the other; rows that lead to the same place are one link.
fn texts(out: &mut String, item: &Item, class: &str) {
    let first =
        item.y + (item.height - item.rows.len() as f64 * item.line_height) / 2.0 + item.line_height * 0.76;
    let mut open: Option<&str> = None;
    for (i, row) in item.rows.iter().enumerate() {
        if open != row.href.as_deref() {
            if open.is_some() {
                out.push_str("</a>");
            }
            open = row.href.as_deref();
            if let Some(href) = open {
                let _ = write!(out, "<a href=\"{}\">", escape(href));
            }
        }
        let class =
            [class, row.class].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ");
        let class = if class.is_empty() { class } else { format!(" class=\"{class}\"") };
        let _ = write!(
            out,
            "<text{class} x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            item.x,
            first + i as f64 * item.line_height,
            escape(&row.text)
        );
    }
    if open.is_some() {
        out.push_str("</a>");
    }
}

impl State {
    /// The class that colours it.
    fn class(&self) -> &'static str {
        if self.current {
            "here"
        } else if self.visited {
            "past"
        } else {
            "ahead"
        }
    }
}

/// A text inside markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(a: &Item, b: &Item) -> bool {
        (a.x - b.x).abs() < (a.width + b.width) / 2.0 && a.y < b.y + b.height && b.y < a.y + a.height
    }

    #[test]
    fn nothing_covers_anything_and_nothing_leaves_the_sheet() {
        for lang in Lang::ALL {
            let flow = Flow::sample(lang);
            let layout = Layout::of(
                &flow,
                &Words { here: "here", others: &|n| format!("+{n}"), write: &str::to_owned },
            );
            for (i, a) in layout.items.iter().enumerate() {
                assert!(a.x - a.width / 2.0 >= 0.0 && a.x + a.width / 2.0 <= layout.width, "{a:?}");
                for b in &layout.items[i + 1..] {
                    assert!(!overlap(a, b), "{lang:?}: {:?} covers {:?}", a.rows, b.rows);
                }
            }
        }
    }

    #[test]
    fn loops_islands_and_wrong_names_are_drawn_without_harm() {
        let state = |id: &str| State {
            id: id.into(),
            label: id.into(),
            is_final: false,
            visited: false,
            current: false,
            href: Some("/x?\"<".into()),
            note: None,
        };
        let edge = |from: Option<&str>, to: &str| Edge {
            from: from.map(Into::into),
            to: to.into(),
            label: "x<&\">".into(),
            id: "x".into(),
            done: false,
            open: false,
            href: Some("#\"<".into()),
            note: None,
        };
        let flow = Flow {
            title: String::new(),
            states: ["a", "b", "c", "island", "a"].map(state).into(),
            edges: vec![
                edge(Some("a"), "b"),
                edge(Some("b"), "c"),
                edge(Some("c"), "a"),
                edge(Some("a"), "a"),
                edge(Some("nowhere"), "b"),
                edge(None, "gone"),
                edge(Some("b"), "a"),
            ],
        };
        let svg = flow.draw(&Chrome::default()).svg;
        assert!(!svg.contains("x<&") && !svg.contains("NaN") && !svg.contains("\"<"));
        assert_eq!(svg.matches("class=\"box\"").count(), 5);
        assert!(Flow::default().draw(&Chrome::default()).is_empty());
    }

    #[test]
    fn an_action_of_many_states_is_drawn_once_unless_it_is_open() {
        let state = |n: usize| State {
            id: n.to_string(),
            label: n.to_string(),
            is_final: n == 9,
            visited: false,
            current: false,
            href: None,
            note: None,
        };
        let drop = |n: usize| Edge {
            from: Some(n.to_string()),
            to: "9".into(),
            label: "drop".into(),
            id: "drop".into(),
            done: false,
            open: n == 2,
            href: None,
            note: None,
        };
        let flow = Flow {
            title: String::new(),
            states: (0..10).map(state).collect(),
            edges: (0..9).map(drop).collect(),
        };
        let words = Words { here: "here", others: &|n| format!("and {n} others"), write: &str::to_owned };
        let layout = Layout::of(&flow, &words);
        let names: Vec<_> = layout
            .items
            .iter()
            .filter(|i| matches!(i.place, Place::Name(_)))
            .map(|i| i.rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(layout.lines.len(), 2, "{names:?}");
        assert!(names.contains(&"drop and 7 others".to_owned()), "{names:?}");
    }

    #[test]
    fn where_the_matter_stands_is_said_in_words() {
        let svg = Flow::sample(Lang::En).draw(&Chrome::default()).svg;
        assert!(svg.contains("<desc id=\"flow-words\">"));
        assert!(svg.matches(&Lang::ZhHans.t("matter.flow_here")).count() >= 1);
    }
}
