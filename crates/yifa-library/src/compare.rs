//! Two wordings side by side: what stays, what goes, what comes.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use yifa_law::fold::narrow;

/// A piece of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both, as the older and as the newer one write it: marks of another width and blanks are no change.
    Stays(String, String),
    /// Only in the older one.
    Goes(String),
    /// Only in the newer one.
    Comes(String),
}

/// Kept runs shorter than this between two changes read as noise; they are told with the changes.
const SHORTEST: usize = 2;

/// Longer wordings are told as a whole: nobody reads a change of so many characters letter by letter.
const LONGEST: usize = 20_000;

/// The pieces that lead from one wording to the other. Chinese is compared by character, figures and Latin words as a
/// whole.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (a, b) = (units(old), units(new));
    if a.len().max(b.len()) > LONGEST {
        return if old == new { vec![stays(old, new)] } else { whole(old, new) };
    }
    let mut all: Vec<(Kind, String, String)> = Vec::new();
    let narrowed = |units: &[&str]| -> Vec<String> {
        units.iter().map(|unit| unit.chars().map(narrow).collect()).collect()
    };
    for operation in capture_diff_slices(Algorithm::Myers, &narrowed(&a), &narrowed(&b)) {
        let (goes, comes) = (operation.old_range(), operation.new_range());
        let kind = if matches!(operation, DiffOp::Equal { .. }) { Kind::Same } else { Kind::Differs };
        all.push((kind, a[goes].concat(), b[comes].concat()));
    }
    tidy(all)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Differs,
}

fn stays(old: &str, new: &str) -> Piece {
    Piece::Stays(old.to_owned(), new.to_owned())
}

fn whole(old: &str, new: &str) -> Vec<Piece> {
    vec![Piece::Goes(old.to_owned()), Piece::Comes(new.to_owned())]
}

/// Joins changes, and kept runs that are too short to help a reader.
fn tidy(all: Vec<(Kind, String, String)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut goes, mut comes) = (String::new(), String::new());
    let last = all.len().saturating_sub(1);
    for (at, (kind, old, new)) in all.into_iter().enumerate() {
        let changing = !goes.is_empty() || !comes.is_empty();
        let noise = changing && at < last && old.chars().count() < SHORTEST;
        if kind == Kind::Differs || noise {
            goes.push_str(&old);
            comes.push_str(&new);
            continue;
        }
        flush(&mut pieces, &mut goes, &mut comes);
        pieces.push(Piece::Stays(old, new));
    }
    flush(&mut pieces, &mut goes, &mut comes);
    pieces
}

fn flush(pieces: &mut Vec<Piece>, goes: &mut String, comes: &mut String) {
    // A paragraph that is parted is a change, a blank is none.
    let plain = |text: &str| {
        text.chars().map(narrow).filter(|c| *c == '\n' || !c.is_whitespace()).collect::<String>()
    };
    if plain(goes) == plain(comes) && !(goes.is_empty() && comes.is_empty()) {
        pieces.push(Piece::Stays(std::mem::take(goes), std::mem::take(comes)));
        return;
    }
    if !goes.is_empty() {
        pieces.push(Piece::Goes(std::mem::take(goes)));
    }
    if !comes.is_empty() {
        pieces.push(Piece::Comes(std::mem::take(comes)));
    }
}

/// One unit for each character; runs of ASCII letters or digits are one.
fn units(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut start = 0;
    let is_word = |c: char| narrow(c).is_ascii_alphanumeric();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if at > start && !(inside && is_word(c)) {
            units.push(&text[start..at]);
            start = at;
        }
        inside = is_word(c);
    }
    if start < text.len() {
        units.push(&text[start..]);
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stays(text: &str) -> Piece {
        super::stays(text, text)
    }

    #[test]
    fn marks_of_another_width_and_blanks_are_no_change() {
        let only_stays = |old, new| {
            let found = pieces(old, new);
            assert!(found.iter().all(|piece| matches!(piece, Piece::Stays(..))), "{found:?}");
        };
        only_stays("有下列行为:(一)甲;(二)乙，罚１２元。", "有下列行为：（一） 甲；（二）乙,罚12元。");
        let found = pieces("（一）处二千元罚款", "(一)处5000元罚款");
        assert_eq!(
            found,
            [
                super::stays("（一）处", "(一)处"),
                Piece::Goes("二千".into()),
                Piece::Comes("5000".into()),
                stays("元罚款"),
            ]
        );
        // A new paragraph is one.
        assert!(pieces("甲乙。丙丁。", "甲乙。\n丙丁。").contains(&Piece::Comes("\n".into())));
    }

    #[test]
    fn changes_are_told_by_words() {
        let found = pieces("处二千元以下罚款。", "处5000元以下罚款。");
        assert_eq!(
            found,
            [stays("处"), Piece::Goes("二千".into()), Piece::Comes("5000".into()), stays("元以下罚款。")]
        );
        assert_eq!(pieces("甲乙。", "甲乙。"), [stays("甲乙。")]);
        assert_eq!(pieces("", "甲"), [Piece::Comes("甲".into())]);
    }

    #[test]
    fn a_single_kept_character_between_changes_is_noise() {
        let found = pieces("子丑寅卯辰", "子午寅未辰");
        assert_eq!(
            found,
            [stays("子"), Piece::Goes("丑寅卯".into()), Piece::Comes("午寅未".into()), stays("辰")]
        );
    }

    proptest! {
        #[test]
        fn the_pieces_give_both_wordings_again(old in "[甲乙丙1a（( \n]{0,12}", new in "[甲乙丙1a（( \n]{0,12}") {
            let (mut one, mut other) = (String::new(), String::new());
            for piece in pieces(&old, &new) {
                match piece {
                    Piece::Stays(old, new) => { one.push_str(&old); other.push_str(&new); }
                    Piece::Goes(text) => one.push_str(&text),
                    Piece::Comes(text) => other.push_str(&text),
                }
            }
            prop_assert_eq!((one, other), (old, new));
        }
    }
}
