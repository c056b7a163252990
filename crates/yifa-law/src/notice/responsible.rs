//! Notes on who answers and by when: 责任单位：…, （甲牵头，乙配合）, （甲、乙按职责分工负责）, 完成时限：….
//!
//! Owns: recognising such a note on its own line or in brackets, the bodies and parts that it names, and where it
//! says by when. All places are in the folded text.

use super::model::Role;
use super::timing::{self, Deadline, Period};
use std::ops::Range;

/// A note on responsibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) span: Range<usize>,
    pub(super) bodies: Vec<(Range<usize>, Role)>,
    /// The time that it sets.
    pub(super) due: Due,
    /// Whether it says 责任, 牵头, 负责 or the like; a bare list of bodies at the end of a paragraph does not.
    pub(super) says_role: bool,
}

/// By when and how often, as a note sets it for its whole item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) deadline: Option<Deadline>,
    pub(super) period: Option<Period>,
}

impl Due {
    /// `is_labelled`: the words stand behind 完成时限, where 6月30日 is as good as 6月30日前.
    fn read(text: &str, is_labelled: bool) -> Self {
        let found = timing::find(text);
        let ahead = || timing::find(&format!("{}前", text.trim_end_matches(['。', '；', ';']))).deadline;
        let deadline = found.deadline.or_else(|| if is_labelled { ahead() } else { None });
        let period = found.period.filter(|_| is_labelled || deadline.is_some());
        Self { deadline: deadline.map(|(_, deadline)| deadline), period: period.map(|(_, period)| period) }
    }

    pub(super) fn is_set(&self) -> bool {
        self.deadline.is_some() || self.period.is_some()
    }

    fn or(self, other: Self) -> Self {
        if self.is_set() { self } else { other }
    }
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

/// Labels behind which a note says by when.
const TIMES: [&str; 8] =
    ["完成时限", "完成时间", "完成期限", "完成日期", "时限要求", "时间要求", "时间节点", "办结时限"];

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
        let says_role = note.as_ref().is_some_and(|said| !said.bodies.is_empty());
        if let Some(said) = note.or_else(plain) {
            notes.push(said.at(offset + inner.start, shift(group, offset), says_role));
        }
    }
    notes
}

fn own_line(line: &str, offset: usize) -> Option<Note> {
    let said = labelled(line)?;
    let says_role = !said.bodies.is_empty();
    Some(said.at(offset, offset..offset + line.len(), says_role))
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

/// What a note says, in places of its own text.
#[derive(Default)]
struct Said {
    bodies: Vec<(Range<usize>, Role)>,
    due: Due,
}

impl Said {
    /// The note at a place of the whole text.
    fn at(self, offset: usize, span: Range<usize>, says_role: bool) -> Note {
        let bodies = self.bodies.into_iter().map(|(name, role)| (shift(name, offset), role)).collect();
        Note { span, bodies, due: self.due, says_role }
    }
}

/// 牵头单位：甲；配合单位：乙、丙；完成时限：6月底前.
fn labelled(text: &str) -> Option<Said> {
    let mut said = Said::default();
    let mut role = opening_label(text)?.1;
    let mut at = 0;
    for part in text.split_inclusive(['；', ';', '。', '，', ',', ' ', '\u{3000}', '\n']) {
        let mut from = 0;
        let bare = part.trim_start();
        if let Some((length, new)) = opening_label(bare) {
            role = new;
            from = part.len() - bare.len() + length;
        }
        let due = Due::read(&part[from..], role.is_none());
        match role {
            Some(role) if !due.is_set() => {
                let names = names(part, from..part.len()).into_iter();
                said.bodies.extend(names.map(|name| (shift(name, at), role)));
            }
            _ => said.due = std::mem::take(&mut said.due).or(due),
        }
        at += part.len();
    }
    // 完成时限：长期坚持 sets no time, and is a note all the same.
    Some(said).filter(|said| !said.bodies.is_empty() || role.is_none())
}

/// The label with its colon at the beginning of a text: the part that it gives to bodies; `None` where it opens a time.
fn opening_label(text: &str) -> Option<(usize, Option<Role>)> {
    let bodies = LABELS.iter().map(|(label, role)| (*label, Some(*role)));
    let (label, role) = bodies.chain(TIMES.iter().map(|label| (*label, None))).find(|(label, _)| {
        text.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    })?;
    let colon = text[label.len()..].find([':', '：'])? + label.len();
    Some((colon + text[colon..].chars().next().map_or(0, char::len_utf8), role))
}

/// 甲牵头，乙、丙配合，6月底前完成.
fn by_verbs(text: &str) -> Option<Said> {
    let mut said = Said::default();
    let mut waiting: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(['，', ',', '；', ';', '。']) {
        let bare = part.trim_end_matches(|c: char| "，,；;。".contains(c) || c.is_whitespace());
        let due = Due::read(bare, false);
        if due.is_set() {
            said.due = said.due.or(due);
            at += part.len();
            continue;
        }
        let verb =
            VERBS.iter().filter_map(|(verb, role)| bare.find(verb).map(|at| (at, *role))).min_by_key(|v| v.0);
        let end = verb.map_or(bare.len(), |(end, _)| end);
        waiting.extend(names(bare, 0..end).into_iter().map(|name| shift(name, at)));
        if let Some((end, role)) = verb {
            // A note is names and verb and nothing else: 由市政府负责解释的事项 is not one.
            if bare[end..].chars().count() > 10 {
                return None;
            }
            said.bodies.extend(waiting.drain(..).map(|name| (name, role)));
        }
        at += part.len();
    }
    Some(said).filter(|said| !said.bodies.is_empty())
}

/// （市科委、市财政局）
fn bare_list(text: &str) -> Option<Said> {
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
    let bodies = || names.iter().map(|name| (name.clone(), Role::Responsible)).collect();
    (begins && offices * 2 > names.len()).then(|| Said { bodies: bodies(), due: Due::default() })
}

/// Splits names at 、 and, where a body's name is complete before it, at 和 and 及: 发展和改革委 and 各县（市、区）政府 stay
/// whole.
pub(super) fn names(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    const MARKS: [char; 16] =
        ['、', '，', ',', '；', ';', '。', '和', '及', '与', '等', '：', ':', '（', '(', '）', ')'];
    let mut names = Vec::new();
    let (mut start, mut depth) = (span.start, 0_usize);
    for (at, mark) in text[span.clone()].match_indices(MARKS) {
        let at = span.start + at;
        match mark {
            "（" | "(" => depth += 1,
            "）" | ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 && parts_names(&text[start..at], mark, &text[at + mark.len()..span.end]) => {
                push_name(text, start..at, &mut names);
                start = at + mark.len();
            }
            _ => {}
        }
    }
    push_name(text, start..span.end, &mut names);
    names
}

/// Whether a mark stands between two names. 各级政府及其部门 is one.
fn parts_names(before: &str, mark: &str, after: &str) -> bool {
    let joins = matches!(mark, "和" | "及" | "与" | "等");
    !joins || (BODY_ENDS.iter().any(|end| before.ends_with(end)) && !after.starts_with('其'))
}

/// A name without the part that brackets give to it: 市公安局（牵头）.
fn without_part(name: &str) -> (&str, Option<Role>) {
    let part = || {
        let inner = name.strip_suffix(['）', ')'])?;
        let open = inner.rfind(['（', '('])?;
        let said = inner[open..].trim_start_matches(['（', '(']);
        let (_, role) = VERBS.iter().find(|(verb, _)| said.starts_with(verb))?;
        (said.chars().count() <= 4).then(|| (name[..open].trim_end(), Some(*role)))
    };
    part().unwrap_or((name, None))
}

fn push_name(text: &str, span: Range<usize>, names: &mut Vec<Range<usize>>) {
    let mut name = text[span.clone()].trim_start();
    name = name.strip_prefix('由').unwrap_or(name);
    let start = span.end - name.len();
    let mut name = without_part(name.trim_end()).0;
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
    fn a_note_may_say_by_when() {
        use super::super::timing::{CalendarStretch, PlanYear};
        let by = |month| Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Month(Some(month)) };
        for line in [
            "责任单位：市司法局；完成时限：6月底前",
            "责任单位：市司法局 完成时间：6月底",
            "（责任单位：市司法局，6月底前完成）",
            "（市司法局负责，6月底前完成）",
        ] {
            let found = notes(line, 0);
            assert_eq!(found.len(), 1, "{line}");
            assert_eq!(found[0].due.deadline, Some(by(6)), "{line}");
            assert_eq!(read(line), [[("市司法局", Role::Responsible)]], "{line}");
        }
        let alone = notes("完成时限：2026年10月31日", 0);
        let day = Deadline::By { year: PlanYear::Given(2026), end_of: CalendarStretch::Day(10, 31) };
        assert_eq!((alone[0].due.deadline.clone(), alone[0].says_role), (Some(day), false));
        let always = notes("完成时限：长期坚持", 0);
        assert!(always[0].bodies.is_empty() && !always[0].due.is_set());
        assert!(notes("时间要求严", 0).is_empty());
    }

    #[test]
    fn a_bare_list_counts_only_at_the_end() {
        let found = notes("甲。（市科委、市科协、市卫生健康委）", 0);
        assert!(!found[0].says_role && found[0].bodies.len() == 3);
        assert!(notes("甲。（语音识别、图像识别）", 0).is_empty());
        assert!(notes("市教委（市科委）的工作", 0).is_empty());
    }

    #[test]
    fn what_goes_with_a_name_stays_with_it() {
        assert_eq!(
            read("责任单位：各级政府及其部门、市司法局"),
            [[("各级政府及其部门", Role::Responsible), ("市司法局", Role::Responsible)]]
        );
        assert_eq!(
            read("责任单位：各县（市、区）人民政府，市司法局"),
            [[("各县（市、区）人民政府", Role::Responsible), ("市司法局", Role::Responsible)]]
        );
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
