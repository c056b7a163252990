//! Matters as cards in columns.

use super::{MatterRow, RowClock};
use crate::face::Lang;

/// A column of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardColumn {
    /// The state, the value of a facet, or the window of days.
    pub label: String,
    /// How many there are in all.
    pub count: u32,
    /// All of them as a list; `None` when the board itself shows them all.
    pub href: Option<String>,
    /// The first, earliest due first.
    pub cards: Vec<BoardCard>,
}

/// A matter as a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardCard {
    /// The matter as lists show it.
    pub row: MatterRow,
    /// What it is, in a few words: its facets, and its state where the columns are not the states.
    pub marks: Vec<String>,
    /// What runs beside it.
    pub stages: Vec<Stage>,
}

/// Where a track of a matter stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The track's procedure.
    pub label: String,
    /// Its page.
    pub href: String,
    /// Its state.
    pub state: String,
    /// What is due next there.
    pub clock: Option<RowClock>,
}

impl BoardColumn {
    /// A column with a late card, one with a track, and one that is over.
    pub fn sample(lang: Lang) -> Self {
        let rows = MatterRow::samples(lang);
        let clock = rows.first().and_then(|row| row.clock.clone());
        let card = |row| BoardCard {
            row,
            marks: vec![lang.pick("政府规章", "Government rule").into(), "2026".into()],
            stages: vec![Stage {
                label: lang.pick("规章制定", "Making a rule").into(),
                href: "/matters/1".into(),
                state: lang.pick("征求意见", "Open for comments").into(),
                clock: clock.clone(),
            }],
        };
        Self {
            label: lang.pick("办理中", "Under way").into(),
            count: 73,
            href: Some("/matters?state=under_way".into()),
            cards: rows.into_iter().map(card).collect(),
        }
    }
}
