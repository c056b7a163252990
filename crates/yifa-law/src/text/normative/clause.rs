//! The clause on effect and term: 本办法自2022年1月1日起施行，有效期五年。

use super::Line;
use super::term::{self, Effect, Term};
use crate::fold::fold;
use crate::numeral;

/// What the clause says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) effect: Option<Effect>,
    pub(super) term: Option<Term>,
}

/// The last clause of a document that speaks of its own effect. Terms of other things (有效期 of a plate or a
/// permit) and the effect of documents that it cites do not count.
///
/// Where none names the document, one that speaks of all that it lays down counts: 上述价格自…起执行，有效期三年.
pub(super) fn find(source: &str, lines: &[Line], title: Option<&str>) -> Option<Clause> {
    let mut texts = join_broken(source, lines);
    leave_out_quoted(&mut texts);
    let title = title.map(fold).unwrap_or_default();
    last(&texts, |sentence| read(sentence, &title)).or_else(|| last(&texts, read_content))
}

fn last(texts: &[String], read: impl Fn(&str) -> Option<Clause>) -> Option<Clause> {
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

/// Takes away what stands in “…”, over lines or not: an article in the wording that the document gives to another.
fn leave_out_quoted(texts: &mut [String]) {
    for first in 0..texts.len() {
        let mut from = 0;
        while let Some(open) = texts[first][from..].find('“').map(|at| from + at) {
            let inner = open + '“'.len_utf8();
            let close = |text: &str| text.find(['“', '”']).filter(|at| text[*at..].starts_with('”'));
            if let Some(end) = close(&texts[first][inner..]) {
                texts[first].replace_range(open..inner + end + '”'.len_utf8(), "");
                from = open;
                continue;
            }
            let last =
                (first + 1..texts.len().min(first + MOST_QUOTED)).find(|at| texts[*at].contains(['“', '”']));
            let Some((last, end)) = last.and_then(|at| Some((at, close(&texts[at])?))) else {
                from = inner;
                continue;
            };
            texts[first].truncate(open);
            texts[last].replace_range(..end + '”'.len_utf8(), "");
            texts[first + 1..last].iter_mut().for_each(String::clear);
            break;
        }
    }
}

/// A quotation runs over fewer lines.
const MOST_QUOTED: usize = 40;

/// By what all that a document lays down is called.
const ALL_OF_IT: [&str; 4] = ["以上政策", "以上措施", "上述政策", "上述措施"];

/// The kinds of paper after 本 by which a document calls itself.
const KINDS: [&str; 48] = [
    "法", "办法", "规定", "细则", "规则", "意见", "通知", "通告", "公告", "批复", "计划", "规划", "清单",
    "目录", "名录", "预案", "指引", "纲要", "要求", "函", "解释", "章程", "准则", "守则", "政策", "方案",
    "措施", "制度", "规范", "标准", "指南", "规程", "程序", "条例", "决定", "决议", "文件", "实施", "若干",
    "基准", "命令", "令", "禁令", "公约", "须知", "要点", "导则", "答复",
];

/// What may stand between 本 and the kind: 本暂行办法, 本工作方案, 本裁量基准. A place or a body is none: 本市规定.
const BETWEEN: [&str; 34] = [
    "管理", "指导", "实施", "暂行", "试行", "工作", "行动", "补充", "裁量", "处罚", "行政", "技术", "操作",
    "议事", "考核", "评价", "评估", "扶持", "奖励", "奖补", "补助", "补贴", "服务", "支持", "专项", "试点",
    "监督", "建设", "使用", "收费", "征收", "应急", "若干", "具体",
];

/// The words by which a sentence calls the document, in order: 本办法, 本暂行规定, 以上政策.
fn own_words(sentence: &str) -> Vec<(usize, &str)> {
    let all = ALL_OF_IT.iter().flat_map(|word| sentence.match_indices(word));
    let named = sentence.match_indices('本').filter_map(|(at, sign)| {
        let mut end = at + sign.len();
        for _ in 0..3 {
            let rest = &sentence[end..];
            // The longest: 本办法 is no 本法.
            if let Some(kind) =
                KINDS.iter().filter(|kind| rest.starts_with(**kind)).max_by_key(|kind| kind.len())
            {
                return Some((at, &sentence[at..end + kind.len()]));
            }
            end += BETWEEN.iter().find(|word| rest.starts_with(**word))?.len();
        }
        None
    });
    let mut found: Vec<(usize, &str)> = all.chain(named).collect();
    found.sort_unstable();
    found
}

/// Reads one sentence; `None` when it does not speak of the document's own effect or term.
fn read(sentence: &str, title: &str) -> Option<Clause> {
    // 《乙办法》有效期延长至…: the term of another document.
    let bare = without_outline(without_label(sentence));
    let of_another = bare.starts_with('《') && !is_issued(bare, title);
    let sentence = without_brackets(sentence);
    let words = own_words(&sentence);
    let own: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
    let told = |tail: &str| {
        let clause = Clause { effect: term::effect(tail, &own), term: term::term(tail, &own) };
        (clause.effect.is_some() || clause.term.is_some()).then_some(clause)
    };
    let from_own = words.first().and_then(|(at, _)| told(&sentence[*at..]));
    let from_own = match term::effect_before(without_outline(without_label(&sentence)), &own) {
        Some(effect) => Some(Clause { effect: Some(effect), term: from_own.and_then(|own| own.term) }),
        None => from_own,
    };
    // The sentence before named the document: 自2022年1月1日起施行，有效期五年.
    from_own.or_else(|| {
        let free = words.is_empty() && !of_another && opens_with_effect(&sentence);
        (free || is_printed(&sentence)).then(|| told(&sentence)).flatten()
    })
}

/// Whether a sentence sends or publishes what the document lays down: 现将…印发给你们, 现予公布, 现重新发布.
fn is_printed(sentence: &str) -> bool {
    const SENT: [&str; 5] = ["印发给你们", "印发你们", "请认真贯彻", "请遵照", "印发实施"];
    const ACTS: [&str; 8] = ["公布", "发布", "印发", "通告", "公告", "颁布", "下发", "颁发"];
    let now = sentence.match_indices('现').any(|(at, sign)| {
        // 发现, 实现: a word of another sense.
        if sentence[..at].ends_with(['发', '实', '出', '体', '展', '表', '呈', '兑', '变', '涌', '再'])
        {
            return false;
        }
        let rest = &sentence[at + sign.len()..];
        let rest = ["将", "予以", "予", "重新", "批准"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        let clause = rest.split(['，', '；', '：']).next().unwrap_or_default();
        ACTS.iter().any(|act| clause.ends_with(act) || clause.starts_with(act))
    });
    let act = ACTS.iter().any(|act| sentence.contains(&format!("予以{act}")));
    now || act || SENT.iter().any(|word| sentence.contains(word))
}

/// Whether a sentence begins with the title of what the document itself issues: 《办法》自…起施行 under 关于印发《办法》的通知.
fn is_issued(sentence: &str, title: &str) -> bool {
    let Some((named, _)) = sentence.strip_prefix('《').and_then(|rest| rest.split_once('》')) else {
        return false;
    };
    ["印发", "公布", "发布", "颁布"].iter().any(|act| {
        title.split_once(act).is_some_and(|(_, issued)| {
            let issued = issued.trim_start_matches('《');
            issued.starts_with(named) || (NOUNS.contains(&named) && issued.contains(named))
        })
    })
}

/// Reads one sentence that speaks of all that the document lays down, without naming the document.
fn read_content(sentence: &str) -> Option<Clause> {
    let sentence = without_brackets(sentence);
    let tail = content(&sentence)?;
    let clause = Clause { effect: term::effect(tail, &[]), term: term::term(tail, &[]) };
    clause.effect.is_some().then_some(clause)
}

/// What follows 上述价格 or 调整后的收费标准 at the beginning of a part of a sentence, when it is a day of effect.
fn content(sentence: &str) -> Option<&str> {
    let stops = sentence.match_indices(['，', '；', '：', '、', '.', '）']);
    let mut starts = std::iter::once(0).chain(stops.map(|(at, stop)| at + stop.len()));
    starts.find_map(|start| {
        let rest = &sentence[start..];
        let rest = ALL.iter().find_map(|word| rest.strip_prefix(word))?;
        let end = rest.find(['自', '从', '于']).filter(|end| *end > 0)?;
        let noun = &rest[..end];
        let plain =
            noun.chars().count() <= 12 && noun.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        (plain && CONTENT.iter().any(|end| noun.ends_with(end))).then(|| &rest[end..])
    })
}

/// Words that point to all that was said before.
const ALL: [&str; 9] = ["以上", "上述", "前述", "本次", "此次", "调整后的", "调整后", "新的", "该"];

/// Last words of what a document lays down. Persons and bodies are none: 上述人员自…起执行.
const CONTENT: [&str; 32] = [
    "价格", "价", "费", "率", "标准", "规定", "政策", "措施", "办法", "事项", "内容", "要求", "意见", "调整",
    "目录", "方案", "限额", "指标", "清单", "制度", "条款", "补助", "补贴", "待遇", "比例", "税额", "通告",
    "决定", "公告", "禁令", "管制", "优惠",
];

/// Without 三、 at the beginning.
fn without_outline(sentence: &str) -> &str {
    let number = |text: &str| !text.is_empty() && text.chars().all(numeral::is_numeral_char);
    sentence.split_once('、').filter(|(label, _)| number(label)).map_or(sentence, |(_, rest)| rest)
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
    let bare = NOUNS
        .iter()
        .find_map(|noun| bare.strip_prefix(noun).filter(|rest| rest.starts_with('自')))
        .unwrap_or(bare);
    let after = without_outline(bare);
    let of_policy = after.strip_prefix("政策").is_some_and(term::names_term);
    bare.starts_with('自') || of_policy || ["有效期", "试行期"].iter().any(|word| after.starts_with(word))
}

/// By what a document is called after it was named once.
const NOUNS: [&str; 8] = ["办法", "规定", "细则", "意见", "方案", "措施", "通知", "政策"];

/// Without titles, and without what stands in brackets, unless it is the term: 自2023年2月1日起施行（有效期5年）.
fn without_brackets(sentence: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(sentence.len());
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '(' if depth == 0 && term::opens(&sentence[at + c.len_utf8()..], &kept) => {
                kept.push('，');
            }
            '（' | '(' | '《' => depth += 1,
            '）' | ')' | '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}
