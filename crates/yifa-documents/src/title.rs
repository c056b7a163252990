//! Where a title turns: its lines are whole in sense and well balanced (GB/T 9704-2012, 7.3.1). Owns the choice of the place;
//! how large a title is set is the business of the templates.

use unicode_width::UnicodeWidthStr;

use crate::clean::clean;
use crate::paper::Layout;

/// How many full-width characters a line of the title holds.
fn room(layout: Layout) -> usize {
    match layout {
        Layout::Official | Layout::Letter | Layout::Order | Layout::Minutes => 20,
        Layout::Enforcement => 17,
        Layout::Plain => 23,
    }
}

/// The lines of a title: where the drafter broke it, else in two where it is too long for one.
pub(crate) fn lines(title: &str, layout: Layout) -> Vec<String> {
    let title = clean(title);
    let whole = title.trim();
    let most = 2 * room(layout);
    // A title that is a little too long is set smaller, one that needs three lines is divided evenly.
    if whole.contains('\n') || whole.width() * 100 <= most * 115 || whole.width() > 2 * most {
        return title.split('\n').map(str::to_owned).collect();
    }
    let turns = whole.char_indices().skip(1).map(|(at, _)| at);
    let best = turns.filter_map(|at| Some((cost(&whole[..at], &whole[at..], most)?, at))).min();
    match best {
        Some((_, at)) => vec![whole[..at].to_owned(), whole[at..].to_owned()],
        None => vec![whole.to_owned()],
    }
}

/// How bad it is to turn here, in half-width characters of imbalance; `None` where a line must not end.
fn cost(before: &str, after: &str, most: usize) -> Option<usize> {
    let (last, next) = (before.chars().next_back()?, after.chars().next()?);
    let in_brackets = before.rfind('（').is_some_and(|open| !before[open..].contains('）'));
    let in_word = last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric();
    let hangs = "》”）〉、，：；".contains(next) || "《“（〈".contains(last);
    if in_brackets || in_word || hangs || before.width().max(after.width()) > most {
        return None;
    }
    let good = matches!(last, '》' | '的' | '于' | '、' | '，' | '和' | ' ') || matches!(next, '《' | '和');
    let within = match next {
        _ if good => 0,
        '（' => 15,
        _ => 30,
    };
    Some(before.width().abs_diff(after.width()) + within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_turns_where_the_sense_allows() {
        for (title, turned) in [
            (
                "关于《云江市停车管理条例（草案）》公开征求意见的公告",
                "关于《云江市停车管理条例（草案）》|公开征求意见的公告",
            ),
            (
                "关于公开征求《云江市急救站点设置规定（征求意见稿）》意见的公告",
                "关于公开征求《云江市急救站点设置规定|（征求意见稿）》意见的公告",
            ),
            ("关于印发2026年度法治政府建设工作安排的通知", "关于印发2026年度法治政府建设工作安排的通知"),
        ] {
            let lines = lines(title, Layout::Official);
            assert_eq!(lines.join("|"), turned);
        }
    }

    #[test]
    fn a_title_that_cannot_turn_well_is_left_to_the_typesetter() {
        let long = "长".repeat(70);
        assert_eq!(lines(&long, Layout::Official), [long.as_str()]);
        let brackets = format!("（{}）", "草".repeat(28));
        assert_eq!(lines(&brackets, Layout::Official), [brackets.as_str()]);
        assert_eq!(lines("一\n二", Layout::Plain), ["一", "二"]);
        assert_eq!(lines("", Layout::Plain), [""]);
    }
}
