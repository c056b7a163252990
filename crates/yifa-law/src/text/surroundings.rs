//! What stands around the articles: tables of contents, annexes, notes of web sites, other documents.

use super::label;
use super::line::{Line, is_blank};
use std::ops::Range;

/// The headings after 目录 that all come again later.
pub(super) fn table_of_contents(source: &str, lines: &[Line]) -> Range<usize> {
    let text = |line: &Line| &source[line.span.clone()];
    let is_word = |line: &Line| matches!(text(line).replace(is_blank, "").as_str(), "目录" | "目錄" | "目次");
    let Some(start) = lines.iter().position(is_word) else { return 0..0 };
    let key =
        |line: &Line| label::heading(text(line), line.hashes > 0).map(|found| (found.level, found.number));
    let first = lines[start + 1..].iter().find_map(key);
    let Some(second) = lines
        .iter()
        .enumerate()
        .skip(start + 1)
        .filter(|(_, line)| key(line) == first)
        .map(|(index, _)| index)
        .nth(1)
    else {
        return start..start + 1;
    };
    // A part that repeats its chapters' numbers is no end of the contents: all of it must be headings.
    let short = |line: &Line| key(line).is_some() || text(line).chars().count() < 12;
    if lines[start + 1..second].iter().all(short) { start..second } else { start..start + 1 }
}

/// The label of an annex: 附件1, 附：.
pub(super) fn is_annex(text: &str) -> bool {
    let rest = ["附件", "附表", "附图", "附录", "附錄"].iter().find_map(|word| text.strip_prefix(word));
    let is_label = |rest: &str| {
        let bare = rest.trim_start_matches(|c: char| is_blank(c) || crate::numeral::is_numeral_char(c));
        bare.is_empty()
            || bare.starts_with(['：', ':', '.', '．', '、', '-', '—', '（', '('])
            || (bare.len() < rest.len() && !text.ends_with('。'))
    };
    rest.is_some_and(is_label) || text.starts_with("附：") || text.starts_with("附:")
}

/// Notes of web sites after the text.
pub(super) fn is_after_matter(text: &str) -> bool {
    text.starts_with(['【', '['])
        || text.starts_with("- [")
        || ["来源：", "更新时间", "**更新时间", "原文链接", "责任编辑", "抄送：", "主送："]
            .iter()
            .any(|word| text.starts_with(word))
        || (text.ends_with("印发") && !crate::dates::find(text).is_empty())
}

/// The title of another document: 关于印发…的通知 alone on its line, or a second title in Markdown.
pub(super) fn is_other_document(text: &str, hashes: usize) -> bool {
    let kinds = ["的通知", "的意见", "的决定", "的公告", "的通告", "的批复", "的函"];
    let names = text.contains("关于") && kinds.iter().any(|kind| text.ends_with(kind));
    let plain = !text.contains(['。', '；', '，'])
        && !text.starts_with(|c: char| c.is_ascii_digit() || "（(《“".contains(c));
    names && plain && (hashes == 1 || text.contains("关于印发") || text.starts_with("关于"))
}

/// The addressees of a document: 各区县政府，市级各部门：
pub(super) fn is_salutation(text: &str) -> bool {
    let ends = ["单位", "部门", "政府", "机构", "企业", "公司", "办公室", "局", "委", "厅", "院", "会", "校"];
    text.strip_suffix(['：', ':']).is_some_and(|names| {
        text.starts_with('各')
            && ends.iter().any(|end| names.ends_with(end))
            && !["应当", "下列", "以下", "按照", "负责"].iter().any(|word| names.contains(word))
    })
}
