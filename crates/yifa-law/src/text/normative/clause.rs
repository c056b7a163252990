//! The clause on effect and term: 本办法自2022年1月1日起施行，有效期五年。

use super::Line;
use crate::dates::{self, WrittenDate};
use crate::fold::fold;
use crate::numeral;
use jiff::civil::Date;

/// What the clause says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) effect: Option<Effect>,
    pub(super) term: Option<Term>,
}

/// From when the document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// On a day named.
    On(Date),
    /// 自印发之日起.
    FromIssue,
    /// 自公布之日起30日后.
    DaysAfterIssue,
}

/// How long it is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// To the end of a day named.
    Until(Date),
    /// So many months from the day of effect.
    Months(i32),
}

/// The last clause of a document that speaks of its own effect. Terms of other things (有效期 of a plate or a
/// permit) and the effect of documents that it cites do not count.
pub(super) fn find(source: &str, lines: &[Line]) -> Option<Clause> {
    let texts = join_broken(source, lines);
    let sentences = texts.iter().rev().flat_map(|text| text.rsplit('。'));
    let mut clauses = sentences.filter_map(read);
    let mut clause = clauses.next()?;
    // Effect and term may stand in two sentences: 自印发之日起施行。本办法有效期五年。
    for other in clauses.take(2) {
        clause.effect = clause.effect.or(other.effect);
        clause.term = clause.term.or(other.term);
    }
    Some(clause)
}

/// The texts of paragraphs, lines broken at print width joined.
fn join_broken(source: &str, lines: &[Line]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in lines {
        let text: String = fold(&source[line.span.clone()]).chars().filter(|c| !c.is_whitespace()).collect();
        match texts.last_mut() {
            Some(last)
                if !line.after_blank && !last.ends_with(['。', '；', '：']) && last.chars().count() > 12 =>
            {
                last.push_str(&text);
            }
            _ => texts.push(text),
        }
    }
    texts
}

const OWN: [&str; 36] = [
    "本法",
    "本通告",
    "本批复",
    "本计划",
    "本规划",
    "本清单",
    "本目录",
    "本预案",
    "本指引",
    "本纲要",
    "本要求",
    "本函",
    "本解释",
    "本章程",
    "本准则",
    "本办法",
    "本规定",
    "本细则",
    "本规则",
    "本意见",
    "本通知",
    "本政策",
    "本方案",
    "本措施",
    "本制度",
    "本规范",
    "本标准",
    "本指南",
    "本规程",
    "本条例",
    "本决定",
    "本文件",
    "本实施",
    "本公告",
    "本若干",
    "本基准",
];

/// Reads one sentence; `None` when it does not speak of the document's own effect or term.
fn read(sentence: &str) -> Option<Clause> {
    // 《乙办法》有效期延长至…: the term of another document.
    let of_another = without_label(sentence).starts_with('《');
    let sentence = without_brackets(sentence);
    let from_own = OWN.iter().filter_map(|own| sentence.find(own)).min();
    let printed = ["印发给你们", "请认真贯彻", "请遵照"].iter().any(|word| sentence.contains(word));
    let tail = match from_own {
        Some(at) => &sentence[at..],
        // The sentence before named the document: 自2022年1月1日起施行，有效期五年.
        None if printed || (!of_another && opens_with_effect(&sentence)) => &sentence[..],
        None => return None,
    };
    let clause = Clause { effect: effect(tail), term: term(tail) };
    (clause.effect.is_some() || clause.term.is_some()).then_some(clause)
}

fn without_label(sentence: &str) -> &str {
    crate::text::label::article(sentence).map_or(sentence, |label| match label {
        crate::text::label::Label::Article(label) => &sentence[label.len..],
        crate::text::label::Label::Malformed(len) => &sentence[len..],
    })
}

fn opens_with_effect(sentence: &str) -> bool {
    let bare = without_label(sentence);
    // 现将规定印发给你们。规定自…起施行.
    let bare = ["办法", "规定", "细则", "意见", "方案", "措施", "通知", "政策"]
        .iter()
        .find_map(|noun| bare.strip_prefix(noun).filter(|rest| rest.starts_with('自')))
        .unwrap_or(bare);
    bare.starts_with('自') || bare.starts_with("有效期") || bare.starts_with("试行期")
}

fn without_brackets(sentence: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(sentence.len());
    for c in sentence.chars() {
        match c {
            '（' | '(' | '《' => depth += 1,
            '）' | ')' | '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

const IN_FORCE: [&str; 5] = ["施行", "实施", "执行", "生效", "试行"];

fn effect(text: &str) -> Option<Effect> {
    for written in dates::find(text) {
        let after = text[written.span.end..].trim_start_matches('起');
        let after = after.strip_prefix("正式").unwrap_or(after);
        let before = text[..written.span.start].ends_with(['自', '于', '从']);
        if before && IN_FORCE.iter().any(|word| after.starts_with(word)) {
            return written.date().map(Effect::On);
        }
    }
    // 有效期自2025年3月1日至2028年2月29日.
    if let Some(at) = TERM.iter().filter_map(|word| text.find(word).map(|at| at + word.len())).min() {
        let found = dates::find(&text[at..]);
        if let [from, until, ..] = found.as_slice()
            && ["自", "从", "为自", "为"].contains(&&text[at..at + from.span.start])
            && text[at + from.span.end..at + until.span.start]
                .trim_start_matches('起')
                .starts_with(['至', '到'])
        {
            return from.date().map(Effect::On);
        }
    }
    let at = ["之日起", "之日", "日起"].iter().find_map(|word| text.find(word).map(|at| (at, *word)));
    let (at, word) = at.filter(|(at, _)| {
        ["印发", "发布", "公布", "颁布", "下发", "发文", "签发", "出台", "发出", "公开", "颁发", "公告"]
            .iter()
            .any(|act| text[..*at].ends_with(act))
    })?;
    let after = &text[at + word.len()..];
    let after = after.strip_prefix("正式").unwrap_or(after);
    if IN_FORCE.iter().any(|word| after.starts_with(word)) {
        return Some(Effect::FromIssue);
    }
    let days =
        numeral::prefix(after).is_some_and(|(length, _)| after[length..].starts_with(['日', '天', '个']));
    (days && IN_FORCE.iter().any(|word| after.contains(word))).then_some(Effect::DaysAfterIssue)
}

const TERM: [&str; 6] = ["有效期限", "有效期", "试行期限", "试行期", "施行期限", "实施期限"];

fn term(text: &str) -> Option<Term> {
    let named = TERM.iter().filter_map(|word| text.find(word).map(|at| at + word.len())).min();
    if let Some(at) = named {
        let rest = &text[at..];
        return until(rest).or_else(|| period(rest.trim_start_matches(['为', '是', '：', ':', '共', '限'])));
    }
    // 自2023年1月1日起施行，至2027年12月31日止; 试行两年.
    ["，至", "施行至", "执行至", "实施至"]
        .iter()
        .find_map(|word| text.find(word).map(|at| at + word.len() - '至'.len_utf8()))
        .and_then(|at| until(&text[at..]))
        .or_else(|| text.find("试行").and_then(|at| period(&text[at + "试行".len()..])))
}

/// 至2030年8月31日, 自2022年1月1日至2026年12月31日, 截至2025年底.
fn until(rest: &str) -> Option<Term> {
    let ends = |found: &&WrittenDate| rest[..found.span.start].ends_with(['至', '到', '—', '-']);
    let day = dates::find(rest).iter().find(ends).and_then(|written| {
        let month_end = rest[written.span.end..].starts_with(['底', '末']);
        written.date().or_else(|| month_end.then(|| last_of(written.year, written.month)).flatten())
    });
    day.or_else(|| year_end(rest)).map(Term::Until)
}

/// 至2025年底, 到二〇二五年末.
fn year_end(rest: &str) -> Option<Date> {
    rest.match_indices(['至', '到']).find_map(|(at, sign)| {
        let written = &rest[at + sign.len()..];
        let (length, value) = numeral::prefix(written)?;
        let year = i16::try_from(value.ok()?).ok().filter(|year| *year >= 1_000)?;
        let after = &written[length..];
        let end = ["年底", "年末", "年年底", "年年末"].iter().any(|word| after.starts_with(word));
        end.then(|| last_of(year, 12)).flatten()
    })
}

fn last_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(Date::last_of_month)
}

/// 五年, 2年, 18个月, 暂定三年.
fn period(rest: &str) -> Option<Term> {
    let rest = rest.strip_prefix("暂定").unwrap_or(rest);
    let rest = rest.strip_prefix('为').unwrap_or(rest);
    let (length, value) = numeral::prefix(rest)?;
    let value = i32::try_from(value.ok()?).ok().filter(|value| (1..100).contains(value))?;
    let unit = &rest[length..];
    if unit.starts_with('年') {
        Some(Term::Months(value * 12))
    } else {
        (unit.starts_with("个月") || unit.starts_with('月')).then_some(Term::Months(value))
    }
}
