//! The clause on effect and term: 本办法自2022年1月1日起施行，有效期五年。

use super::Line;
use super::term::{self, Effect, Term};
use crate::fold::fold;

/// What the clause says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) effect: Option<Effect>,
    pub(super) term: Option<Term>,
}

/// The last clause of a document that speaks of its own effect. Terms of other things (有效期 of a plate or a
/// permit) and the effect of documents that it cites do not count.
pub(super) fn find(source: &str, lines: &[Line]) -> Option<Clause> {
    let mut texts = join_broken(source, lines);
    leave_out_quoted(&mut texts);
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

const OWN: [&str; 40] = [
    "以上政策",
    "以上措施",
    "上述政策",
    "上述措施",
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
    let printed =
        ["印发给你们", "印发你们", "请认真贯彻", "请遵照", "予以公布", "现予公布", "予以发布", "现予发布"]
            .iter()
            .any(|word| sentence.contains(word));
    let tail = match from_own {
        Some(at) => &sentence[at..],
        // The sentence before named the document: 自2022年1月1日起施行，有效期五年.
        None if printed || (!of_another && opens_with_effect(&sentence)) => &sentence[..],
        None => return None,
    };
    let clause = Clause { effect: term::effect(tail), term: term::term(tail, &OWN) };
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
