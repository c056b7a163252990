//! Notes on responsibility: 责任单位：…, （甲牵头，乙配合）, （甲、乙按职责分工负责）.
//!
//! Owns: recognising such a note on its own line or in brackets, and the bodies and parts that it names. All
//! places are in the folded text.

use super::model::Role;
use std::ops::Range;

/// A note on responsibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) span: Range<usize>,
    pub(super) bodies: Vec<(Range<usize>, Role)>,
    /// Whether it says 责任, 牵头, 负责 or the like; a bare list of bodies at the end of a paragraph does not.
    pub(super) says_role: bool,
}

/// Labels that open a note.
const LABELS: [(&str, Role); 20] = [
    ("责任单位", Role::Responsible),
    ("责任部门", Role::Responsible),
    ("责任主体", Role::Responsible),
    ("责任科室", Role::Responsible),
    ("责任处室", Role::Responsible),
    ("落实单位", Role::Responsible),
    ("实施单位", Role::Responsible),
    ("完成单位", Role::Responsible),
    ("承办单位", Role::Responsible),
    ("牵头单位", Role::Lead),
    ("牵头部门", Role::Lead),
    ("牵头责任单位", Role::Lead),
    ("主办单位", Role::Lead),
    ("主责单位", Role::Lead),
    ("配合单位", Role::Support),
    ("配合部门", Role::Support),
    ("协办单位", Role::Support),
    ("协助单位", Role::Support),
    ("参与单位", Role::Support),
    ("参加单位", Role::Support),
];

/// Verbs that close the names of a clause.
const VERBS: [(&str, Role); 9] = [
    ("牵头", Role::Lead),
    ("主办", Role::Lead),
    ("负责", Role::Responsible),
    ("落实", Role::Responsible),
    ("承担", Role::Responsible),
    ("配合", Role::Support),
    ("协助", Role::Support),
    ("协办", Role::Support),
    ("参加", Role::Support),
];

/// What may stand between the names and the verb.
const MANNERS: [&str; 10] =
    ["按照职责分工", "按职责分工", "按职责", "分工", "分头", "共同", "组织", "具体", "抓好", "等"];

/// How names of bodies end.
const BODY_ENDS: [&str; 30] = [
    "政府",
    "局",
    "厅",
    "委",
    "办",
    "部",
    "院",
    "署",
    "中心",
    "单位",
    "部门",
    "公司",
    "集团",
    "委员会",
    "办公室",
    "管委会",
    "司",
    "队",
    "会",
    "街道",
    "乡镇",
    "县",
    "区",
    "市",
    "省",
    "地区",
    "处",
    "科",
    "所",
    "协会",
];

/// The notes in one line, which begins at `offset` of the text.
pub(super) fn notes(line: &str, offset: usize) -> Vec<Note> {
    if let Some(note) = own_line(line, offset) {
        return vec![note];
    }
    let mut notes = Vec::new();
    for group in groups(line) {
        let inner =
            group.start + bracket_length(line, group.start)..group.end - bracket_before(line, group.end);
        let is_last = line[group.end..].chars().all(|c| c.is_whitespace() || matches!(c, '。' | '；' | '.'));
        let note = labelled(&line[inner.clone()]).or_else(|| by_verbs(&line[inner.clone()]));
        let plain = || if is_last { bare_list(&line[inner.clone()]) } else { None };
        let says_role = note.is_some();
        if let Some(bodies) = note.or_else(plain) {
            let bodies = bodies.into_iter().map(|(span, role)| (shift(span, offset + inner.start), role));
            notes.push(Note { span: shift(group, offset), bodies: bodies.collect(), says_role });
        }
    }
    notes
}

fn own_line(line: &str, offset: usize) -> Option<Note> {
    let bodies = labelled(line)?;
    let bodies = bodies.into_iter().map(|(span, role)| (shift(span, offset), role)).collect();
    Some(Note { span: offset..offset + line.len(), bodies, says_role: true })
}

fn shift(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}

fn bracket_length(line: &str, at: usize) -> usize {
    line[at..].chars().next().map_or(0, char::len_utf8)
}

fn bracket_before(line: &str, end: usize) -> usize {
    line[..end].chars().next_back().map_or(0, char::len_utf8)
}

/// The outermost groups in round or square brackets, of bearable length.
fn groups(line: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 3_000;
    let mut groups = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, mark) in line.match_indices(['（', '(', '）', ')', '【', '】']) {
        if matches!(mark, "（" | "(" | "【") {
            open.push(at);
        } else if let Some(start) = open.pop()
            && (open.is_empty() || at - open[0] > LONGEST)
            && at - start <= LONGEST
        {
            open.clear();
            groups.push(start..at + mark.len());
        }
    }
    groups
}

type Bodies = Vec<(Range<usize>, Role)>;

/// 牵头单位：甲；配合单位：乙、丙.
fn labelled(text: &str) -> Option<Bodies> {
    let mut bodies = Vec::new();
    let mut role = opening_label(text)?.1;
    let mut at = 0;
    for part in text.split_inclusive(['；', ';', '。', '，', ',', ' ', '\u{3000}', '\n']) {
        let mut from = 0;
        let bare = part.trim_start();
        if let Some((length, new)) = opening_label(bare) {
            role = new;
            from = part.len() - bare.len() + length;
        }
        bodies.extend(names(part, from..part.len()).into_iter().map(|name| (shift(name, at), role)));
        at += part.len();
    }
    (!bodies.is_empty()).then_some(bodies)
}

/// The label with its colon at the beginning of a text.
fn opening_label(text: &str) -> Option<(usize, Role)> {
    let (label, role) = LABELS.iter().find(|(label, _)| {
        text.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    })?;
    let colon = text[label.len()..].find([':', '：'])? + label.len();
    Some((colon + text[colon..].chars().next().map_or(0, char::len_utf8), *role))
}

/// 甲牵头，乙、丙配合.
fn by_verbs(text: &str) -> Option<Bodies> {
    let mut bodies: Bodies = Vec::new();
    let mut waiting: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(['，', ',', '；', ';', '。']) {
        let bare = part.trim_end_matches(|c: char| "，,；;。".contains(c) || c.is_whitespace());
        let verb =
            VERBS.iter().filter_map(|(verb, role)| bare.find(verb).map(|at| (at, *role))).min_by_key(|v| v.0);
        let end = verb.map_or(bare.len(), |(end, _)| end);
        waiting.extend(names(bare, 0..end).into_iter().map(|name| shift(name, at)));
        if let Some((end, role)) = verb {
            // A note is names and verb and nothing else: 由市政府负责解释的事项 is not one.
            if bare[end..].chars().count() > 10 {
                return None;
            }
            bodies.extend(waiting.drain(..).map(|name| (name, role)));
        }
        at += part.len();
    }
    (!bodies.is_empty()).then_some(bodies)
}

/// （市科委、市财政局）
fn bare_list(text: &str) -> Option<Bodies> {
    let names = names(text, 0..text.len());
    let is_office = |name: &&Range<usize>| {
        let name = &text[(*name).clone()];
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        ends(&["局", "厅", "委", "办", "政府", "办公室", "委员会", "管委会"])
            || (name.starts_with('各') && ends(&BODY_ENDS))
    };
    // Most of a list of bodies are offices by name; the others are societies, banks, firms.
    let offices = names.iter().filter(is_office).count();
    let begins = names.first().is_some_and(|name| is_office(&name));
    (begins && offices * 2 > names.len())
        .then(|| names.into_iter().map(|name| (name, Role::Responsible)).collect())
}

/// Splits names at 、 and, where a body's name is complete before it, at 和 and 及: 发展和改革委 stays whole.
pub(super) fn names(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut start = span.start;
    let inside = &text[span.clone()];
    for (at, mark) in
        inside.match_indices(['、', '，', ',', '；', ';', '。', '和', '及', '与', '等', '：', ':'])
    {
        let at = span.start + at;
        if matches!(mark, "和" | "及" | "与" | "等")
            && !BODY_ENDS.iter().any(|end| text[start..at].ends_with(end))
        {
            continue;
        }
        push_name(text, start..at, &mut names);
        start = at + mark.len();
    }
    push_name(text, start..span.end, &mut names);
    names
}

fn push_name(text: &str, span: Range<usize>, names: &mut Vec<Range<usize>>) {
    let mut name = text[span.clone()].trim_start();
    name = name.strip_prefix('由').unwrap_or(name);
    let start = span.end - name.len();
    let mut name = name.trim_end();
    while let Some(shorter) = MANNERS.iter().find_map(|manner| name.strip_suffix(manner)) {
        name = shorter.trim_end();
    }
    let count = name.chars().count();
    if (2..=40).contains(&count) {
        names.push(start..start + name.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<Vec<(&str, Role)>> {
        let all = notes(line, 0).into_iter().map(|note| note.bodies);
        all.map(|bodies| bodies.into_iter().map(|(span, role)| (&line[span], role)).collect()).collect()
    }

    #[test]
    fn reads_labels_on_a_line_and_in_brackets() {
        use Role::*;
        assert_eq!(
            read("责任单位：市法制办、各区（市）县政府"),
            [[("市法制办", Responsible), ("各区（市）县政府", Responsible)]]
        );
        assert_eq!(read("建立制度。（责任单位:市司法局）"), [[("市司法局", Responsible)]]);
        assert_eq!(
            read("牵头单位：市司法局；配合单位：市发展和改革委、市财政局。"),
            [[("市司法局", Lead), ("市发展和改革委", Support), ("市财政局", Support)]]
        );
    }

    #[test]
    fn reads_verbs() {
        use Role::*;
        assert_eq!(
            read("实现互通（省大数据局、省公安厅牵头，各有关部门、各市政府配合）。甲（省财政厅负责）。"),
            vec![
                vec![
                    ("省大数据局", Lead),
                    ("省公安厅", Lead),
                    ("各有关部门", Support),
                    ("各市政府", Support)
                ],
                vec![("省财政厅", Responsible)],
            ]
        );
        assert_eq!(
            read("（民政部、公安部等相关部门及各地区按职责分工负责）"),
            [[
                ("民政部", Responsible),
                ("公安部", Responsible),
                ("相关部门", Responsible),
                ("各地区", Responsible)
            ]]
        );
    }

    #[test]
    fn a_bare_list_counts_only_at_the_end() {
        let found = notes("甲。（市科委、市科协、市卫生健康委）", 0);
        assert!(!found[0].says_role && found[0].bodies.len() == 3);
        assert!(notes("甲。（语音识别、图像识别）", 0).is_empty());
        assert!(notes("市教委（市科委）的工作", 0).is_empty());
    }

    #[test]
    fn other_brackets_are_no_notes() {
        for line in [
            "（试行）",
            "（数字化车间、智能制造场景）",
            "（由市政府负责解释的有关具体事项另行通知）",
            "（）",
            "）（",
        ] {
            assert!(notes(line, 0).is_empty(), "{line}");
        }
    }
}
