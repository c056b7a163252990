//! Notes on who answers and by when: 责任单位：…, （甲牵头，乙配合）, （甲、乙按职责分工负责）, 完成时限：….
//!
//! Owns: recognising such a note on its own line or in brackets, the bodies and parts that it names, and where it
//! says by when. All places are in the folded text.

#[cfg(test)]
mod tests;

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
    /// Whether it is a cell of a table, where every row is a task.
    pub(super) is_cell: bool,
}

impl Note {
    /// A cell of a table with what it says.
    pub(super) fn of_cell(span: Range<usize>, bodies: Vec<(Range<usize>, Role)>, due: Option<Due>) -> Self {
        Self { span, bodies, due: due.unwrap_or_default(), says_role: false, is_cell: true }
    }
}

/// What the cells of a table hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Task,
    Bodies(Role),
    Time,
    /// A number, persons, remarks.
    Rest,
}

/// What a column holds by its head, where that is a label of a note.
pub(super) fn column(head: &str) -> Option<Cell> {
    label(head).map(|opens| match opens {
        Opens::Bodies(role) => Cell::Bodies(role),
        Opens::Time => Cell::Time,
        Opens::Persons => Cell::Rest,
    })
}

/// What a cell holds by its words, where it is nothing but bodies or a time.
pub(super) fn cell(written: &str) -> Option<Cell> {
    const LONGEST_TIME: usize = 18;
    let is_time = || written.chars().count() <= LONGEST_TIME && Due::read(written, true).is_set();
    if bare_list(written).is_some_and(|said| !said.due.is_set()) {
        Some(Cell::Bodies(Role::Responsible))
    } else if is_standing(written)
        || (written.starts_with(|c: char| c.is_ascii_digit() || "每年上下前第到至".contains(c)) && is_time())
    {
        Some(Cell::Time)
    } else {
        None
    }
}

/// The note that a cell is.
pub(super) fn of_cell(text: &str, span: Range<usize>, cell: &Range<usize>, kind: Cell) -> Note {
    match kind {
        Cell::Bodies(role) => {
            let own = |name: &Range<usize>| part_behind(&text[name.end..cell.end]).unwrap_or(role);
            let all = names(text, cell.clone()).into_iter();
            Note::of_cell(span, all.map(|name| (name.clone(), own(&name))).collect(), None)
        }
        Cell::Time => Note::of_cell(span, Vec::new(), Some(Due::read(&text[cell.clone()], true))),
        Cell::Task | Cell::Rest => Note::of_cell(span, Vec::new(), None),
    }
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

    pub(super) fn or(self, other: Self) -> Self {
        if self.is_set() { self } else { other }
    }
}

/// What a label opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    Bodies(Role),
    Time,
    /// Persons and how to reach them: they are no bodies.
    Persons,
}

/// The parts in labels, the first that occurs counts: 牵头责任单位 leads.
const PARTS: [(&str, Role); 18] = [
    ("牵头", Role::Lead),
    ("主办", Role::Lead),
    ("主责", Role::Lead),
    ("配合", Role::Support),
    ("协办", Role::Support),
    ("协助", Role::Support),
    ("协同", Role::Support),
    ("参与", Role::Support),
    ("参加", Role::Support),
    ("支持", Role::Support),
    ("责任", Role::Responsible),
    ("负责", Role::Responsible),
    ("落实", Role::Responsible),
    ("实施", Role::Responsible),
    ("完成", Role::Responsible),
    ("承办", Role::Responsible),
    ("整改", Role::Responsible),
    ("推进", Role::Responsible),
];

/// What else may stand in a label: 主要责任单位, 市级牵头部门.
const QUALIFIERS: [&str; 10] = ["主要", "第一", "共同", "主体", "省级", "市级", "区级", "县级", "及", "和"];

/// How labels of bodies end.
const BODY_NOUNS: [&str; 9] = ["单位", "部门", "主体", "机构", "机关", "处室", "科室", "股室", "部室"];

/// How labels of times begin and end: 完成时限, 时间要求, 时限.
const TIME_STEMS: [&str; 14] = [
    "",
    "完成",
    "办结",
    "整改",
    "落实",
    "工作",
    "实施",
    "推进",
    "任务",
    "时间",
    "进度",
    "计划完成",
    "要求完成",
    "整改完成",
];
const TIME_NOUNS: [&str; 6] = ["时限", "时间", "期限", "日期", "节点", "进度"];
const TIME_ENDS: [&str; 3] = ["要求", "安排", "节点"];

/// Labels of persons.
const PERSONS: [&str; 10] = [
    "责任人",
    "负责人",
    "责任领导",
    "分管领导",
    "牵头领导",
    "联系领导",
    "联系人",
    "联络员",
    "联系电话",
    "电话",
];

/// Words that name no end, in the place of a time.
const STANDING: [&str; 8] = ["长期", "持续", "常态", "全年", "立行立改", "即知即改", "贯穿全年", "按时限"];

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
    let mut notes = Vec::new();
    let groups = groups(line);
    let mut from = 0;
    for group in &groups {
        if group.start < from {
            continue;
        }
        from = run_on(line, from..group.start, &groups, offset, &mut notes);
        if group.start < from {
            continue;
        }
        let inner =
            group.start + bracket_length(line, group.start)..group.end - bracket_before(line, group.end);
        let after = line[group.end..].trim_start();
        let is_last = after.chars().all(|c| c.is_whitespace() || matches!(c, '。' | '；' | '.'));
        let ends_part = after.is_empty() || after.starts_with(['。', '；', ';', '，', ',']);
        let inside = &line[inner.clone()];
        let note = labelled(inside).map(|(said, _)| said).or_else(|| by_verbs(inside));
        let plain = || bare_list(inside).filter(|said| is_last || (ends_part && said.is_timed));
        let says_role = note.as_ref().is_some_and(|said| !said.bodies.is_empty());
        if let Some(said) = note.or_else(plain) {
            notes.push(said.at(offset + inner.start, shift(group.clone(), offset), says_role));
            from = group.end;
        }
    }
    run_on(line, from..line.len(), &groups, offset, &mut notes);
    notes
}

/// Whether a line opens with a label.
pub(super) fn is_labelled(line: &str) -> bool {
    opening_label(line).is_some()
}

/// The notes that stand in the line without brackets, each behind a stop: 编制目录。责任单位：甲；完成时限：6月底. Gives
/// the place up to which the line has been read; a note may go on through the brackets behind the stretch.
fn run_on(
    line: &str,
    stretch: Range<usize>,
    groups: &[Range<usize>],
    offset: usize,
    notes: &mut Vec<Note>,
) -> usize {
    let mut at = stretch.start;
    while at < stretch.end {
        let before = line[..at].chars().next_back();
        let stands_free = before.is_none_or(|c| c.is_whitespace() || "。；;，,！）)】]".contains(c))
            || line[at..].starts_with(['【', '[']);
        let is_outside = || groups.iter().all(|group| at <= group.start || group.end <= at);
        let said = if stands_free { labelled(&line[at..]).filter(|_| is_outside()) } else { None };
        match said {
            Some((said, length)) => {
                let says_role = !said.bodies.is_empty();
                notes.push(said.at(offset + at, offset + at..offset + at + length, says_role));
                at += length.max(1);
            }
            None => at += line[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    at
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
    for (at, mark) in line.match_indices(['（', '(', '）', ')', '【', '】', '[', ']', '〔', '〕']) {
        if matches!(mark, "（" | "(" | "【" | "[" | "〔") {
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
    /// Whether it says when, or that there is no end: 长期坚持.
    is_timed: bool,
}

impl Said {
    /// The note at a place of the whole text.
    fn at(self, offset: usize, span: Range<usize>, says_role: bool) -> Note {
        let bodies = self.bodies.into_iter().map(|(name, role)| (shift(name, offset), role)).collect();
        Note { span, bodies, due: self.due, says_role, is_cell: false }
    }
}

/// 牵头单位：甲；配合单位：乙、丙；完成时限：6月底前. With the length of what was read: a note ends with its sentence, unless
/// another label follows.
fn labelled(text: &str) -> Option<(Said, usize)> {
    let mut said = Said::default();
    let (_, mut opens) = opening_label(text)?;
    let mut at = 0;
    for part in parts(text) {
        let mut from = 0;
        let bare = part.trim_start();
        if let Some((length, new)) = opening_label(bare) {
            opens = new;
            from = part.len() - bare.len() + length;
        } else if text[..at].trim_end().ends_with('。') && !bare.is_empty() {
            break;
        }
        let due = Due::read(&part[from..], opens == Opens::Time);
        match opens {
            Opens::Bodies(role) if !due.is_set() && !is_standing(&part[from..]) => {
                let names = names(part, from..part.len()).into_iter();
                let bodies = names.map(|name| {
                    let own = part_behind(&part[name.end..]).unwrap_or(role);
                    (shift(name, at), own)
                });
                said.bodies.extend(bodies);
            }
            Opens::Persons => {}
            _ => said.due = std::mem::take(&mut said.due).or(due),
        }
        at += part.len();
    }
    // 完成时限：长期坚持 sets no time, and is a note all the same.
    let is_note = !said.bodies.is_empty() || !matches!(opens, Opens::Bodies(_));
    is_note.then(|| (said, text[..at].trim_end().len()))
}

/// The parts of a labelled note: up to a stop or a blank, or up to the next label in brackets.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['；', ';', '。', '，', ',', ' ', '\t', '\u{3000}', '\n']).flat_map(|part| {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (at, _) in part.match_indices(['【', '[']) {
            if at > start && opening_label(&part[at..]).is_some() {
                pieces.push(&part[start..at]);
                start = at;
            }
        }
        pieces.push(&part[start..]);
        pieces
    })
}

/// Whether a part of a note says that there is no end.
fn is_standing(part: &str) -> bool {
    let part = part.trim();
    part.chars().count() <= 10 && STANDING.iter().any(|word| part.starts_with(word))
}

/// The label at the beginning of a text with its colon or its brackets 【】, and what it opens.
fn opening_label(text: &str) -> Option<(usize, Opens)> {
    const LONGEST: usize = 12;
    let bracketed = text.strip_prefix(['【', '[']);
    let inner = bracketed.unwrap_or(text);
    let head = text.len() - inner.len();
    if bracketed.is_some() {
        let end = inner.char_indices().take(LONGEST).find(|(_, c)| matches!(c, '】' | ']'))?.0;
        let opens = label(inner[..end].trim_end_matches(['：', ':']))?;
        let rest = inner[end..].trim_start_matches(['】', ']', '：', ':', ' ']);
        return Some((text.len() - rest.len(), opens));
    }
    let (end, sign) = inner.char_indices().take(LONGEST).find(|(_, c)| matches!(c, '：' | ':' | '为'))?;
    let opens = label(inner[..end].trim())?;
    // 完成时限为6月底; 责任单位为 is a clause.
    (sign != '为' || opens == Opens::Time).then_some((head + end + sign.len_utf8(), opens))
}

/// What a label opens, if it is one.
fn label(word: &str) -> Option<Opens> {
    let role = |stem: &str| {
        let mut rest = stem;
        let words = || PARTS.iter().map(|(part, _)| *part).chain(QUALIFIERS);
        while let Some(shorter) = words().find_map(|word| rest.strip_prefix(word)) {
            rest = shorter;
        }
        let part = PARTS.iter().find(|(part, _)| stem.contains(part));
        part.map(|(_, role)| Opens::Bodies(*role)).filter(|_| rest.is_empty())
    };
    if PERSONS.contains(&word) {
        return Some(Opens::Persons);
    }
    if let Some(opens) = BODY_NOUNS.iter().find_map(|noun| word.strip_suffix(noun)).and_then(role) {
        return Some(opens);
    }
    if matches!(word, "牵头" | "主办" | "配合" | "协办") {
        return role(word);
    }
    let word = TIME_ENDS.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let stem = TIME_NOUNS.iter().find_map(|noun| word.strip_suffix(noun))?;
    TIME_STEMS.contains(&stem).then_some(Opens::Time)
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

/// （市科委、市财政局）, （市司法局，10月底前）, （市司法局；长期坚持）
fn bare_list(text: &str) -> Option<Said> {
    let mut said = Said::default();
    let mut names = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(['，', ',', '；', ';', '。', ' ', '\u{3000}']) {
        let bare = part.trim_end_matches(|c: char| "，,；;。".contains(c) || c.is_whitespace());
        let due = Due::read(bare, false);
        if due.is_set() || is_standing(bare) {
            said.is_timed = true;
            said.due = said.due.or(due);
        } else {
            names.extend(self::names(bare, 0..bare.len()).into_iter().map(|name| shift(name, at)));
        }
        at += part.len();
    }
    let is_timed = said.is_timed;
    let is_office = |name: &&Range<usize>| {
        let name = &text[(*name).clone()];
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        ends(&["局", "厅", "委", "办", "政府", "办公室", "委员会", "管委会"])
            || ((name.starts_with('各') || is_timed) && ends(&BODY_ENDS))
    };
    // Most of a list of bodies are offices by name; the others are societies, banks, firms.
    let offices = names.iter().filter(is_office).count();
    let begins = names.first().is_some_and(|name| is_office(&name));
    said.bodies = names.iter().map(|name| (name.clone(), Role::Responsible)).collect();
    (begins && offices * 2 > names.len()).then_some(said)
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

/// The part that brackets behind a name give to it: 市公安局（牵头）.
fn part_behind(text: &str) -> Option<Role> {
    let inner = text.trim_start().strip_prefix(['（', '('])?;
    let said = &inner[..inner.find(['）', ')'])?];
    let (_, role) = VERBS.iter().find(|(verb, _)| said.starts_with(verb))?;
    (said.chars().count() <= 4).then_some(*role)
}

fn without_part(name: &str) -> &str {
    let open = name.rfind(['（', '(']).filter(|_| name.ends_with(['）', ')']));
    open.filter(|open| part_behind(&name[*open..]).is_some()).map_or(name, |open| name[..open].trim_end())
}

fn push_name(text: &str, span: Range<usize>, names: &mut Vec<Range<usize>>) {
    let mut name = text[span.clone()].trim_start();
    name = name.strip_prefix('由').unwrap_or(name);
    let start = span.end - name.len();
    let mut name = without_part(name.trim_end());
    while let Some(shorter) = MANNERS.iter().find_map(|manner| name.strip_suffix(manner)) {
        name = shorter.trim_end();
    }
    let count = name.chars().count();
    if (2..=40).contains(&count) {
        names.push(start..start + name.len());
    }
}
