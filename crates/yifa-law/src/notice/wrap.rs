//! Line breaks inside a sentence: texts copied from pages break where the page ended.
//!
//! Owns: telling such a break from the end of a paragraph, by what stands on both sides and by the width of the
//! lines. It must not know what a sentence asks for. All places are in the folded text.

use super::label::Label;
use super::line::Line;
use super::{actor, frame, responsible};
use std::ops::Range;

/// The stretches between lines that belong together, from the first number of the outline on.
pub(super) fn breaks(text: &str, lines: &[Line], labels: &[Label]) -> Vec<Range<usize>> {
    let Some(first) = labels.first() else { return Vec::new() };
    let mut is_numbered = vec![false; lines.len()];
    labels.iter().filter(|label| !label.inline).for_each(|label| is_numbered[label.line] = true);
    let lines = &lines[first.line..];
    let is_numbered = &is_numbered[first.line..];
    let width = page_width(text, lines);
    let pairs = lines.windows(2).zip(is_numbered.windows(2));
    pairs
        .filter(|(pair, numbered)| {
            let is_full = width.is_some_and(|full| width_of(&text[pair[0].span.clone()]) + 2 >= full);
            !numbered[1] && goes_on(text, &pair[0], &pair[1], numbered[0], is_full)
        })
        .map(|(pair, _)| pair[0].span.end..pair[1].span.start)
        .collect()
}

/// The width at which the lines of a text were broken, when many end there.
fn page_width(text: &str, lines: &[Line]) -> Option<usize> {
    const NARROWEST: usize = 16;
    const WIDEST: usize = 60;
    const FEWEST: usize = 4;
    let mut counts = [0_usize; WIDEST + 1];
    for line in lines {
        counts[width_of(&text[line.span.clone()]).min(WIDEST)] += 1;
    }
    // A stop may hang over the edge, and what does not fit begins the next line.
    let near = |width: usize| counts[width - 2..=width].iter().sum::<usize>();
    let full = (NARROWEST..WIDEST).max_by_key(|width| near(*width))?;
    let wider: usize = counts[(full + 3).min(WIDEST)..].iter().sum();
    (near(full) >= FEWEST && near(full) * 5 >= lines.len() && wider * 10 <= lines.len()).then_some(full)
}

/// In Chinese characters; two letters or digits take the room of one.
fn width_of(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}

/// Whether the sentence of one line goes on in the next. `is_full` tells that the line reaches the edge of the page.
fn goes_on(text: &str, line: &Line, next: &Line, is_numbered: bool, is_full: bool) -> bool {
    let (before, after) = (&text[line.span.clone()], &text[next.span.clone()]);
    let between = &text[line.span.end..next.span.start];
    let breaks = between.matches('\n').count().max(between.matches('\r').count());
    if line.marked || next.marked || breaks > 1 || is_apart(after) {
        return false;
    }
    // 各部门党组 / 每季度学法: what looks like a signature is the subject.
    let is_subject = || after.starts_with(['每', '应', '要', '须', '于']) && actor::is_actor(before);
    if !is_numbered && is_subject() {
        return true;
    }
    let is_indented = between.ends_with(['\u{3000}', '\t']) || between.ends_with("  ");
    !is_apart(before) && !ends_clause(before) && (is_torn(before, after) || (is_full && !is_indented))
}

/// Lines that are never part of a sentence.
fn is_apart(line: &str) -> bool {
    line.starts_with(['●', '•', '■', '◆', '★', '【', '|', '-', '—'])
        || line.contains(['\t', '|'])
        || frame::is_of_end(line)
        || responsible::is_labelled(line)
}

fn ends_clause(line: &str) -> bool {
    line.ends_with(|c: char| "。；;：:！？!?）)】]》”」.…".contains(c))
}

/// Whether no sentence can end or begin so: 不低 / 于30%, 10月 / 底前.
fn is_torn(before: &str, after: &str) -> bool {
    const OPEN: [&str; 22] = [
        "，", ",", "、", "（", "(", "《", "“", "不", "不低", "不少", "不高", "不超", "至少", "的", "和",
        "与", "及", "对", "将", "在", "于", "为",
    ];
    const TAIL: [&str; 15] =
        ["，", "、", "。", "；", "）", "》", "”", "的", "了", "底前", "以上", "以下", "以内", "前完成", "%"];
    let counts = ['年', '月', '日', '个', '项', '次', '件', '家', '人', '名', '场', '万', '亿', '%', '％'];
    let is_number = before.ends_with(|c: char| c.is_ascii_digit())
        && after.starts_with(|c: char| c.is_ascii_digit() || counts.contains(&c));
    let is_bound =
        after.starts_with(['于', '过']) && before.ends_with(['低', '少', '高', '多', '超', '大', '小']);
    let is_month = before.ends_with('月') && after.starts_with(['底', '末', '前', '份', '上', '中', '下']);
    is_number
        || is_bound
        || is_month
        || OPEN.iter().any(|end| before.ends_with(end))
        || TAIL.iter().any(|start| after.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::super::{label, line};
    use super::*;

    fn joined(text: &str) -> String {
        let lines = line::lines(text);
        let breaks = breaks(text, &lines, &label::labels(text, &lines));
        let mut joined = text.to_owned();
        breaks.into_iter().rev().for_each(|stretch| joined.replace_range(stretch, ""));
        joined
    }

    #[test]
    fn a_torn_sentence_goes_on() {
        for (torn, whole) in [
            ("一、优秀率不低\n于30%。", "一、优秀率不低于30%。"),
            ("一、甲\n报告于10月\n底前报送。", "一、甲\n报告于10月底前报送。"),
            ("一、甲\n各部门党组\n每季度学法1次。", "一、甲\n各部门党组每季度学法1次。"),
            ("一、甲\n清理规章、\n规范性文件。", "一、甲\n清理规章、规范性文件。"),
            ("一、甲\n建设平台3\n个。", "一、甲\n建设平台3个。"),
        ] {
            assert_eq!(joined(torn), whole);
        }
    }

    #[test]
    fn a_paragraph_ends_with_its_line() {
        for text in [
            "标题不低\n于三成\n一、甲\n乙",
            "一、市司法局\n每季度学法1次。",
            "一、加强培训\n举办讲座2场\n组织考试1次\n丙市人民政府\n2025年5月6日",
            "一、甲\n编制目录\n责任单位：市司法局",
            "一、公布目录\n于6月底前公布。",
            "一、清理文件的\n\n底前完成。",
        ] {
            assert_eq!(joined(text), text);
        }
    }

    #[test]
    fn lines_that_reach_the_edge_of_the_page_go_on() {
        let row = "各部门要把法治培训列入年度计划并做好各项";
        let text = format!("一、培训\n{row}\n{row}\n{row}\n{row}\n准备工作\n二、其他\n考核");
        assert_eq!(joined(&text), format!("一、培训\n{row}{row}{row}{row}准备工作\n二、其他\n考核"));
    }
}
