//! Titles that mean one instrument meet.

use crate::fold::fold;
use crate::numeral;

/// A title for comparison: Simplified characters, no blanks, no name of the republic, no 《》 around it, no
/// year of revision in brackets, all inner brackets of one kind. 《试行》 in brackets stays: a trial version
/// is often another instrument.
///
/// ```
/// use yifa_law::instrument::normalise_title;
/// assert_eq!(normalise_title("《中華人民共和國行政處罰法》"), "行政处罚法");
/// assert_eq!(normalise_title("行政处罚法(2021年修订)"), "行政处罚法");
/// assert_eq!(normalise_title("上海市实施《中华人民共和国水法》办法"), "上海市实施〈水法〉办法");
/// assert_eq!(normalise_title("某办法(试行)"), "某办法（试行）");
/// ```
pub fn normalise_title(title: &str) -> String {
    let plain: String = fold(title).chars().filter(|c| !c.is_whitespace()).map(one_bracket).collect();
    let inner = unwrap(&plain);
    let bare = inner.replace("中华人民共和国", "");
    let title = if bare.is_empty() { inner.to_owned() } else { bare };
    without_revision(&title).to_owned()
}

/// The title of the document that a notice issues: 关于印发《某办法》的通知 → 某办法. Any other title is its own.
///
/// ```
/// use yifa_law::instrument::issued_title;
/// assert_eq!(issued_title("某局关于印发《某市〈某省条例〉实施细则》的通知"), "某市〈某省条例〉实施细则");
/// assert_eq!(issued_title("某市政府关于公布《某目录》的通告"), "某目录");
/// assert_eq!(issued_title("某局关于贯彻《某条例》的通知"), "某局关于贯彻《某条例》的通知");
/// assert_eq!(issued_title("关于印发《甲办法》《乙办法》的通知"), "关于印发《甲办法》《乙办法》的通知");
/// ```
pub fn issued_title(title: &str) -> &str {
    let issues = ["印发", "公布", "发布", "颁布"].iter().filter_map(|act| {
        let after = &title[title.find(act)? + act.len()..];
        let open = after.chars().next().filter(|c| matches!(c, '《' | '〈'))?;
        Some(&after[open.len_utf8()..])
    });
    let Some(after) = issues.min_by_key(|after| title.len() - after.len()) else { return title };
    let mut depth = 1_usize;
    for (at, c) in after.char_indices() {
        match c {
            '《' | '〈' => depth += 1,
            '》' | '〉' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let rest = &after[at + c.len_utf8()..];
            return if rest.contains(['《', '〈']) { title } else { &after[..at] };
        }
    }
    title
}

/// Whether a title may be that of an instrument, by its last word. 《…》 also holds papers that are none: certificates,
/// forms, decisions in single cases, newspapers.
///
/// ```
/// use yifa_law::instrument::names_instrument;
/// assert!(names_instrument("某省矿产资源管理条例") && names_instrument("刑法修正案（十一）"));
/// assert!(names_instrument("关于某问题的函") && names_instrument("某办法(试行)") && names_instrument("民法通则"));
/// assert!(!names_instrument("采矿许可证") && !names_instrument("行政处罚决定书") && !names_instrument("某日报"));
/// ```
pub fn names_instrument(title: &str) -> bool {
    let title = normalise_title(title);
    let bare = match title.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')) {
        Some((name, _)) if !name.is_empty() => name,
        _ => &title,
    };
    KINDS.iter().any(|(kind, used)| *used != Used::Bare && bare.ends_with(kind)) || title.contains("关于")
}

/// Where the word for a kind of instrument tells that one is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Used {
    /// In 《》 only: 措施 and 清单 are things too.
    InTitles,
    /// After 本 and before a place only: 《…须知》 is often no instrument.
    Bare,
    /// Everywhere.
    Everywhere,
}

/// The words that end the name of an instrument, longest first where one ends another.
pub(crate) const KINDS: [(&str, Used); 50] = {
    use Used::{Bare, Everywhere, InTitles};
    [
        ("法典", Everywhere),
        ("宪法", Everywhere),
        ("办法", Everywhere),
        ("法", Everywhere),
        ("条例", Everywhere),
        ("规定", Everywhere),
        ("细则", Everywhere),
        ("规则", Everywhere),
        ("决定", Everywhere),
        ("解释", Everywhere),
        ("规程", Everywhere),
        ("意见", Everywhere),
        ("通知", Everywhere),
        ("方案", Everywhere),
        ("章程", Everywhere),
        ("标准", Everywhere),
        ("准则", Everywhere),
        ("规范", Everywhere),
        ("指南", Everywhere),
        ("纲要", Everywhere),
        ("制度", Everywhere),
        ("指引", Everywhere),
        ("公约", Everywhere),
        ("协定", Everywhere),
        ("批复", Everywhere),
        ("公告", Everywhere),
        ("决议", Everywhere),
        ("通告", Everywhere),
        ("规划", Everywhere),
        ("计划", Everywhere),
        ("守则", Everywhere),
        ("纪要", Everywhere),
        ("预案", Everywhere),
        ("修正案", Everywhere),
        ("基准", Everywhere),
        ("议定书", Everywhere),
        ("通则", Everywhere),
        ("大纲", Everywhere),
        ("须知", Bare),
        ("规约", Bare),
        ("总则", InTitles),
        ("命令", InTitles),
        ("条约", InTitles),
        ("要点", InTitles),
        ("措施", InTitles),
        ("政策", InTitles),
        ("目录", InTitles),
        ("名录", InTitles),
        ("清单", InTitles),
        ("程序", InTitles),
    ]
};

/// A title without （试行） or （暂行） at its end.
pub(super) fn without_trial(title: &str) -> &str {
    ["（试行）", "（暂行）"].iter().find_map(|end| title.strip_suffix(end)).unwrap_or(title)
}

fn one_bracket(c: char) -> char {
    match c {
        '(' | '〔' | '[' | '［' => '（',
        ')' | '〕' | ']' | '］' => '）',
        '《' | '<' | '＜' | '«' => '〈',
        '》' | '>' | '＞' | '»' => '〉',
        other => other,
    }
}

/// Takes 〈〉 away when they enclose the whole.
fn unwrap(title: &str) -> &str {
    let Some(inner) = title.strip_prefix('〈').and_then(|rest| rest.strip_suffix('〉')) else {
        return title;
    };
    let mut depth = 0_i32;
    let encloses = inner.chars().all(|c| {
        depth += i32::from(c == '〈') - i32::from(c == '〉');
        depth >= 0
    });
    if encloses { inner } else { title }
}

/// 行政处罚法（2021年修订） → 行政处罚法.
fn without_revision(title: &str) -> &str {
    let Some((name, note)) = title.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')) else {
        return title;
    };
    let rest = numeral::prefix(note)
        .filter(|(_, year)| year.is_ok_and(|year| (1949..2100).contains(&year)))
        .map_or(note, |(length, _)| note[length..].trim_start_matches('年'));
    let words = ["修订", "修正", "修订版", "修正版", "修改", "版", "文本"];
    let only_year = rest.is_empty() && note.len() > rest.len();
    if !name.is_empty() && (words.contains(&rest) || only_year) { name } else { title }
}
