//! What stands around the outline: title, cover notice, web page lines, preamble, signature and date.
//!
//! Owns: telling these lines apart. It must not know the items. All places are in the folded text.

use super::label::Label;
use super::line::Line;
use crate::dates;
use jiff::civil::Date;
use std::ops::Range;

/// The lines around the outline.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) title: Option<Title>,
    pub(super) cover: Option<Title>,
    pub(super) issuer: Option<Range<usize>>,
    pub(super) date: Option<Date>,
    pub(super) preamble: Range<usize>,
    pub(super) web_lead: Option<Range<usize>>,
    /// Where signature, date, distribution list and attachments begin; the end of the text without them.
    pub(super) tail: usize,
}

/// A title, which may run over several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// Reads the frame. `head` are the lines before the first number of the outline, `body` the others.
pub(super) fn read(text: &str, head: &[Line], body: &[Line]) -> Frame {
    let titles = titles(text, head);
    // Pages repeat the title above and below their own lines; what is written twice is the title.
    let is_repeated = |title: &&Title| titles.iter().filter(|other| other.text == title.text).count() > 1;
    let title = titles.iter().rev().find(is_repeated).or(titles.last()).cloned();
    let cover = titles.iter().rev().skip(1).find(|cover| is_cover(cover, title.as_ref())).cloned();
    let after_title = title.as_ref().map_or(0, |title| title.span.end);
    let (tail_body, end) = tail(text, body);
    let preamble = preamble(text, head, after_title);
    let signed = head.iter().filter(|line| line.span.end <= preamble.start.max(after_title)).chain(tail_body);
    let signed: Vec<&Line> = signed.collect();
    Frame {
        issuer: issuer(text, &signed, &titles),
        date: date(text, &signed),
        web_lead: web_lead(text, head),
        preamble,
        title,
        cover,
        tail: end.unwrap_or_else(|| text.trim_end().len()),
    }
}

/// The kinds of document that a title can end with.
const KINDS: [&str; 35] = [
    "通知",
    "方案",
    "计划",
    "要点",
    "意见",
    "安排",
    "规划",
    "纲要",
    "办法",
    "细则",
    "决定",
    "报告",
    "通告",
    "公告",
    "措施",
    "规定",
    "分工",
    "清单",
    "总结",
    "部署",
    "目标",
    "任务",
    "行动",
    "制度",
    "预案",
    "规程",
    "指引",
    "条例",
    "责任书",
    "工作表",
    "分解表",
    "分工表",
    "任务表",
    "进度表",
    "台账",
];

/// Whether a line can be a title by its form: short, no sentence, ending with a kind of document.
pub(super) fn is_title(text: &str) -> bool {
    let bare = without_bracket(text.trim_end_matches(['*', ' ', '》']));
    let is_short = text.chars().count() <= 80 && text.chars().any(is_chinese);
    is_short && KINDS.iter().any(|kind| bare.ends_with(kind)) && !is_sentence(text) && !is_web_line(text)
}

/// Without （试行）, （2025-2030年） at the end.
fn without_bracket(text: &str) -> &str {
    let bare = text.trim_end_matches(['*', ' ']);
    match (bare.ends_with(['）', ')']), bare.rfind(['（', '('])) {
        (true, Some(at)) => bare[..at].trim_end(),
        _ => bare,
    }
}

fn is_sentence(text: &str) -> bool {
    text.contains(['。', '；', '！', '？'])
        || text.ends_with(['，', '：', ':', ',', '、'])
        || text.matches(['，', ',']).count() > 1
}

pub(super) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

fn titles(text: &str, head: &[Line]) -> Vec<Title> {
    let mut titles: Vec<Title> = Vec::new();
    for (index, line) in head.iter().enumerate() {
        if !is_title(&text[line.span.clone()]) {
            continue;
        }
        let floor = titles.last().map_or(0, |title| title.span.end);
        let before = head[..index]
            .iter()
            .rev()
            .take_while(|l| l.span.start >= floor && is_title_part(&text[l.span.clone()]));
        let first = before.take(4).last().map_or(line.span.start, |line| line.span.start);
        let span = first..line.span.end;
        titles.push(Title { text: joined(&text[span.clone()]), span });
    }
    titles
}

/// A line above the last line of a title that can belong to it.
fn is_title_part(line: &str) -> bool {
    let has_stop = line.contains(|c: char| "。；！？，：:、,;〔[".contains(c));
    let is_year = line.find(|c: char| c.is_ascii_digit()).is_none_or(|at| line[at..].starts_with("20"));
    !has_stop
        && is_year
        && line.chars().count() <= 30
        && line.chars().any(is_chinese)
        && date_line(line).is_none()
        && !is_web_line(line)
        && !is_closing_line(line)
}

pub(super) fn joined(text: &str) -> String {
    let bare =
        |line: &str| line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*')).to_owned();
    // Bold type that is opened and closed on the spot.
    text.lines().map(bare).collect::<String>().replace("****", "")
}

fn is_cover(cover: &Title, title: Option<&Title>) -> bool {
    title.is_some_and(|title| cover.text != title.text) && cover.text.contains("印发")
}

/// What web pages write around a text.
const WEB_STARTS: [&str; 24] = [
    "时间",
    "导语",
    "来源",
    "作者",
    "编辑",
    "发布时间",
    "发布日期",
    "发布机构",
    "原文链接",
    "检索",
    "浏览",
    "点击",
    "字体",
    "【字体",
    "分享",
    "打印",
    "当前位置",
    "您的位置",
    "首页",
    "信息来源",
    "索引号",
    "责任编辑",
    "阅读",
    "【打印",
];
const WEB_WORDS: [&str; 6] = ["来源于网", "不代表本站", "客服老师", "欢迎参考", "本文由", "小编"];

fn is_web_line(line: &str) -> bool {
    let is_labelled = WEB_STARTS.iter().any(|word| {
        line.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty()
                || rest.trim_start_matches(['*', ' ', '\u{3000}']).starts_with([':', '：', '】'])
                || rest.starts_with(['>', '›', '》', '：', '次', '关', '时'])
        })
    });
    is_labelled || WEB_WORDS.iter().any(|word| line.contains(word))
}

fn web_lead(text: &str, head: &[Line]) -> Option<Range<usize>> {
    let mut web = head.iter().filter(|line| is_web_line(&text[line.span.clone()]));
    let first = web.next()?;
    let last = web.next_back().unwrap_or(first);
    Some(first.span.start..last.span.end)
}

/// The paragraphs between title and outline: from the first that reads like a sentence.
fn preamble(text: &str, head: &[Line], after: usize) -> Range<usize> {
    let behind =
        || head.iter().filter(|line| line.span.start >= after && !is_web_line(&text[line.span.clone()]));
    let first = behind().find(|line| {
        let line = &text[line.span.clone()];
        line.contains(['。', '，', ',']) || line.contains("如下") || line.chars().count() > 40
    });
    match (first, behind().next_back()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => after..after,
    }
}

/// Whether a line can stand at the end of a paper: its signature, its date, its annexes.
pub(super) fn is_of_end(line: &str) -> bool {
    date_line(line).is_some() || is_signature(line) || is_closing_line(line)
}

/// Lines at the end that are no longer part of the last item, and where they begin.
fn tail<'a>(text: &str, body: &'a [Line]) -> (&'a [Line], Option<usize>) {
    let closes = |line: &&Line| is_of_end(&text[line.span.clone()]);
    let before = |end: usize| end - body[..end].iter().rev().take(40).take_while(closes).count();
    let start = before(annexes(text, &body[..before(body.len())]));
    let lines = &body[start..];
    (lines, lines.first().map(|line| line.span.start))
}

/// Where the list of annexes begins with which the lines end, one annex a line: 附件：1.甲 / 2.乙; their count if they end
/// with none.
fn annexes(text: &str, lines: &[Line]) -> usize {
    let written = |line: &Line| text[line.span.clone()].trim_start();
    let is_numbered = |line: &&Line| {
        let line = written(line);
        let number = line.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&number)
            && line[number..].starts_with(['.', '．', '、'])
            && line.chars().count() <= 60
    };
    let first = lines.len() - lines.iter().rev().take(20).take_while(is_numbered).count();
    let opens = |line: &&Line| {
        ["附件：1", "附件:1", "附：1", "附:1", "附件1"]
            .iter()
            .any(|mark| written(line).replace(' ', "").starts_with(mark))
    };
    match lines[..first].last().filter(opens) {
        Some(_) => first - 1,
        None => lines.len(),
    }
}

const CLOSING_STARTS: [&str; 19] = [
    "抄送",
    "主送",
    "附件",
    "附:",
    "附：",
    "【原文下载",
    "- [",
    "联系人",
    "联系电话",
    "特此通知",
    "(此件",
    "（此件",
    "责任编辑",
    "主题词",
    "扫一扫",
    "打印本页",
    "关闭窗口",
    "相关报道",
    "相关链接",
];

fn is_closing_line(line: &str) -> bool {
    CLOSING_STARTS.iter().any(|start| line.starts_with(start))
        || line.chars().all(|c| matches!(c, '-' | '—' | '=' | '_'))
        || (line.ends_with("印发") && line.chars().count() < 60)
}

/// How names of issuing bodies end.
const BODIES: [&str; 22] = [
    "人民政府",
    "办公室",
    "办公厅",
    "委员会",
    "领导小组",
    "政府",
    "局",
    "厅",
    "院",
    "部",
    "法制办",
    "委",
    "党组",
    "管委会",
    "常委会",
    "署",
    "司",
    "办",
    "中心",
    "总局",
    "公安局",
    "工作组",
];

/// A line that is only the name of a body.
fn is_signature(line: &str) -> bool {
    let bare = without_bracket(line);
    let count = bare.chars().count();
    (4..=40).contains(&count)
        && !bare.contains(|c: char| "。，；：、:,;！《》".contains(c) || c.is_ascii_digit())
        && BODIES.iter().any(|body| bare.ends_with(body))
}

/// The day on a line that holds nothing but a date, a body and 印发, or the session 会议 of a report.
fn date_line(line: &str) -> Option<Date> {
    let count = line.chars().count();
    let is_printed = line.ends_with("印发");
    let is_session = line.contains("会议上");
    if count > 60 || !(line.ends_with(['日', '号', '）', ')']) || is_printed || is_session) {
        return None;
    }
    let found = dates::find(line);
    let last = found.last()?;
    let rest = line.chars().count() - line[last.span.clone()].chars().count();
    (rest <= 4 || is_printed || is_session).then(|| last.date())?
}

fn date(text: &str, lines: &[&Line]) -> Option<Date> {
    lines.iter().rev().find_map(|line| date_line(&text[line.span.clone()]))
}

/// The signature; else the body before the date of printing; else the body with which a title begins.
fn issuer(text: &str, lines: &[&Line], titles: &[Title]) -> Option<Range<usize>> {
    let signed = lines.iter().rev().find(|line| is_signature(&text[line.span.clone()]));
    let printed = || {
        lines.iter().rev().find_map(|line| {
            let written = &text[line.span.clone()];
            let day = dates::find(written).pop().filter(|_| written.ends_with("印发"))?;
            let name = written[..day.span.start].trim_end();
            is_signature(name).then(|| line.span.start..line.span.start + name.len())
        })
    };
    let titled = || {
        titles.iter().find_map(|title| {
            let written = &text[title.span.clone()];
            let name = written[..written.find("关于").or_else(|| written.find("工作报告"))?].trim_end();
            let year = name.bytes().take_while(u8::is_ascii_digit).count();
            let bare = name[year..].strip_prefix('年').filter(|_| year == 4).unwrap_or(name);
            let start = title.span.start + name.len() - bare.len();
            is_signature(bare).then(|| start..start + bare.len())
        })
    };
    signed.map(|line| line.span.clone()).or_else(printed).or_else(titled)
}

/// A place where another document begins inside the text.
#[derive(Debug)]
pub(super) struct Seam {
    pub(super) start: usize,
    pub(super) title: Title,
    /// Whether the document announces it: 附件, 印发.
    pub(super) is_annex: bool,
}

/// The kinds of document that make a line inside the text the title of another one.
const STRONG_KINDS: [&str; 14] = [
    "通知", "方案", "计划", "要点", "意见", "安排", "规划", "纲要", "办法", "细则", "决定", "报告", "通告",
    "公告",
];

/// The titles inside the outline, where a signature, a date or 附件 stands before them or the top numbers begin
/// again behind them.
pub(super) fn seams(text: &str, lines: &[Line], labels: &[Label]) -> Vec<Seam> {
    let Some(first) = labels.first() else { return Vec::new() };
    let mut seams: Vec<Seam> = Vec::new();
    let mut next_label = 0;
    for index in first.line + 1..lines.len() {
        let line = &text[lines[index].span.clone()];
        while labels.get(next_label).is_some_and(|label| label.line < index) {
            next_label += 1;
        }
        let next = labels.get(next_label);
        if next.is_some_and(|label| label.line == index) || !is_strong_title(line) {
            continue;
        }
        let before = index.saturating_sub(5).max(first.line + 1);
        let is_parted = lines[before..index].iter().any(|line| parts(&text[line.span.clone()]));
        let starts_again = next.is_some_and(|label| label.value == 1 && label.numbering == first.numbering);
        if is_parted || starts_again {
            let floor = seams.last().map_or(first.line + 1, |_| before);
            seams.push(seam(text, &lines[floor.max(before)..=index]));
        }
    }
    seams.dedup_by(|later, earlier| later.start <= earlier.title.span.end);
    seams
}

fn is_strong_title(line: &str) -> bool {
    let bare = without_bracket(line.trim_end_matches('》'));
    line.chars().count() >= 6 && STRONG_KINDS.iter().any(|kind| bare.ends_with(kind)) && is_title(line)
}

fn parts(line: &str) -> bool {
    date_line(line).is_some() || is_signature(line) || is_annex_mark(line)
}

fn is_annex_mark(line: &str) -> bool {
    line.strip_prefix("附件").or(line.strip_prefix("附")).is_some_and(|rest| rest.chars().count() <= 4)
}

/// `lines` end with the title.
fn seam(text: &str, lines: &[Line]) -> Seam {
    let (title, before) =
        lines.split_last().map_or((0..0, lines), |(last, before)| (last.span.clone(), before));
    let written = |line: &Line| text[line.span.clone()].to_owned();
    let is_part = |line: &&Line| {
        let line = written(line);
        is_title_part(&line) && !is_signature(&line) && !is_annex_mark(&line)
    };
    let parts: Vec<&Line> = before.iter().rev().take_while(is_part).collect();
    let is_annex = before.iter().any(|line| is_annex_mark(&written(line)));
    let start = parts.last().map_or(title.start, |line| line.span.start);
    let span = start..title.end;
    Seam { start, title: Title { text: joined(&text[span.clone()]), span }, is_annex }
}
