//! Names of instruments: 《…》 with its brackets, 本法, 刑法.

use super::{CitationFault, InstrumentReference, SaidVersion, places::Fault, said};
use crate::docnumber::{self, DocumentNumber};
use crate::instrument::{KINDS, Used, normalise_title};
use crate::numeral;

/// Words that end the name of an instrument that stands without 《》, longest first where one ends another.
fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter(|(_, used)| *used != Used::InTitles).map(|(kind, _)| *kind)
}

/// By what the rules are called that implement an instrument named before: 《甲法》及其实施条例.
pub(super) const IMPLEMENTING: [&str; 6] =
    ["实施条例", "实施细则", "实施办法", "实施规定", "施行细则", "实施意见"];

/// 及其实施条例 after a name in 《》: where the name begins, and its length.
pub(super) fn implementing(rest: &str) -> Option<(usize, usize)> {
    let joint = ["及其", "和其", "与其", "、其", "以及其", "及", "和", "与"];
    let joint = joint.iter().find(|joint| {
        rest.strip_prefix(**joint).is_some_and(|rest| IMPLEMENTING.iter().any(|kind| rest.starts_with(kind)))
    })?;
    let possessive = if joint.ends_with('其') { '其'.len_utf8() } else { 0 };
    let kind = IMPLEMENTING.iter().find(|kind| rest[joint.len()..].starts_with(**kind))?;
    Some((joint.len() - possessive, possessive + kind.len()))
}

/// The length of 第二编第三章, 合同编, 总则 at the beginning of a text: divisions between an instrument and its article.
pub(super) fn divisions(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let bare = rest.trim_start_matches([' ', '\u{3000}', '的', '中', '“', '”']);
        let from = text.len() - bare.len();
        let counted = bare.strip_prefix('第').and_then(|inner| {
            let unit = inner.trim_start_matches(numeral::is_numeral_char);
            let after = ["分编", "编", "章", "节"].iter().find_map(|word| unit.strip_prefix(word))?;
            (unit.len() < inner.len()).then_some(text.len() - after.len())
        });
        let named = || {
            // The name is short; a line may be as long as the whole text.
            let near = bare.char_indices().nth(6).map_or(bare, |(end, _)| &bare[..end]);
            let part = near.find(['编', '则']).map(|at| at + '编'.len_utf8())?;
            let name = &bare[..part];
            let part_of_law =
                name.ends_with("总则") || name.ends_with("分则") || name == "附则" || name.ends_with('编');
            let short = name.chars().count() <= 6 && name.chars().all(is_chinese);
            (part_of_law && short && !name.starts_with("本")).then_some(from + part)
        };
        match counted.or_else(named) {
            Some(next) => end = next,
            // “婚姻家庭编”第一条.
            None if end > 0 => return end + rest.len() - rest.trim_start_matches('”').len(),
            None => return 0,
        }
    }
}

/// A text without the divisions at its end, when they follow a name: 民法典合同编, 刑法分则第三章.
pub(super) fn without_divisions(before: &str) -> &str {
    let bare = before.trim_end_matches([' ', '\u{3000}']);
    let mut starts = bare.char_indices().rev().take(24).map(|(at, _)| at);
    let whole =
        |at: &usize| *at > 0 && divisions(&bare[*at..]) == bare.len() - at && has_articles(&bare[..*at]);
    // The longest name: 民法典合同编 is of 民法典.
    starts.find(whole).map_or(before, |at| &bare[..at])
}

/// Words between 本 and the kind: 本实施细则.
const BEFORE_KIND: [&str; 5] = ["实施", "暂行", "若干", "管理", "试行"];

/// Names without 《》 are shorter, in characters.
const LONGEST_NAME: usize = 80;

/// So far back straight quotation marks are counted, in characters.
const LONGEST_LINE: usize = 1000;

/// Longer titles are unclosed ones.
const LONGEST_TITLE: usize = 200;

/// 《…》 at the beginning of a text, with the brackets that follow it: its length and the name.
pub(super) fn titled(text: &str) -> (usize, Result<InstrumentReference, Fault>) {
    let Some(end) = closing(text) else {
        return ('《'.len_utf8(), Err((0..'《'.len_utf8(), CitationFault::UnclosedTitle)));
    };
    let inner = &text['《'.len_utf8()..end - '》'.len_utf8()];
    let title = tidy(inner);
    if title.is_empty() {
        return (end, Err((0..end, CitationFault::EmptyTitle)));
    }
    let mut notes = Notes { number: None, said: None, alias: None };
    let (length, result) = notes.read(text, end);
    let Notes { number, said, alias } = notes;
    let said = said.or(said_inside(&title));
    (length, result.map(|()| InstrumentReference::Titled { title, number, said, alias }))
}

/// 行政处罚法（2017年修正）: the version that a title says. A year that is part of the title itself (目录（2024年本）) tells it
/// from others already.
pub(super) fn said_inside(title: &str) -> Option<SaidVersion> {
    let note = note(title);
    let bare = &title[..title.len() - note.len()];
    said::in_note(note.trim_matches(['（', '(', '）', ')']))
        .filter(|_| normalise_title(title) == normalise_title(bare))
}

/// The offset after the 》 that closes the first 《; titles inside may use 《》 or 〈〉.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(LONGEST_TITLE) {
        match c {
            '《' => depth += 1,
            '》' if depth <= 1 => return Some(at + c.len_utf8()),
            '》' => depth -= 1,
            '。' => return None,
            _ => {}
        }
    }
    None
}

/// 〈行政复议法〉 where 《》 is meant: its length and the name. Only the name of a kind of instrument counts.
pub(super) fn angled(text: &str) -> Option<(usize, InstrumentReference)> {
    let open = text.chars().next().filter(|c| matches!(c, '〈' | '<' | '＜'))?;
    let end = text.find(['〉', '>', '＞'])?;
    let title = tidy(&text[open.len_utf8()..end]);
    let length = end + text[end..].chars().next().map_or(0, char::len_utf8);
    is_title(&title)
        .then_some((length, InstrumentReference::Titled { title, number: None, said: None, alias: None }))
}

/// “行政复议法”, 『行政复议法』 where 《》 is meant: its length and the name, with the brackets that follow. Only what ends
/// in the kind of an instrument, or an abbreviation that the text has defined, is a name: “放管服” is none.
pub(super) fn in_quotes(text: &str, aliases: &[String]) -> Option<(usize, InstrumentReference)> {
    let (open, close) = QUOTES.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let inner = &text[open.len_utf8()..];
    let (length, _) = inner.char_indices().take(LONGEST_TITLE).find(|(_, c)| *c == close)?;
    let title = tidy(&inner[..length]);
    if !(aliases.contains(&title) || is_title(&title)) {
        return None;
    }
    let mut notes = Notes { number: None, said: None, alias: None };
    let (end, read) = notes.read(text, open.len_utf8() + length + close.len_utf8());
    let Notes { number, said, alias } = notes;
    read.ok().map(|()| (end, InstrumentReference::Titled { title, number, said, alias }))
}

/// Whether a name is that of a text whose articles are so often cited that a number after it is one: 刑法264条. What
/// follows 意见 or 措施 is often their count, and 方法 is no law.
pub(super) fn has_articles(name: &str) -> bool {
    let name = &name[..name.len() - note(name).len()];
    ["法", "法典", "条例", "办法", "细则", "规则", "章程"].iter().any(|kind| name.ends_with(kind))
        && !NO_LAW.split(' ').any(|word| name.ends_with(word))
}

/// Words that end like the name of a law.
const NO_LAW: &str = "方法 做法 看法 说法 想法 用法 手法 算法 写法 打法 疗法 语法 魔法 执法 司法 立法 普法 守法 违法 \
    非法 合法 依法 用法 书法 无法 设法 没法";

/// Whether words without 《》 are a title: Chinese characters that end in the kind of an instrument.
fn is_title(title: &str) -> bool {
    let chinese = title.chars().all(|c| is_chinese(c) || "（）()〈〉".contains(c));
    let bare = title
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']))
        .map_or(title, |(bare, _)| bare);
    chinese && title.chars().count() >= 2 && kinds().any(|kind| bare.ends_with(kind))
}

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Whether a text ends with a closing quotation mark. The straight marks open and close in turn within a line.
pub(super) fn ends_quoted(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    QUOTES.into_iter().any(|(open, close)| {
        close == last
            && (open != close || {
                let line = before.chars().rev().take(LONGEST_LINE).take_while(|c| *c != '\n');
                line.filter(|c| *c == close).count() % 2 == 0
            })
    })
}

/// Whether a character may open a name in other marks than 《》.
pub(super) fn opens_quote(c: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == c)
}

/// Quotation marks that are used where 《》 is meant.
const QUOTES: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('〝', '〞'),
    ('"', '"'),
    ('＂', '＂'),
    ('\'', '\''),
];

/// A title without the breaks of printed lines, titles inside it in 〈〉.
fn tidy(inner: &str) -> String {
    let mut title = String::with_capacity(inner.len());
    let mut gap = false;
    for c in inner.trim().chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        // A blank counts only between words of Latin letters.
        if std::mem::take(&mut gap)
            && c.is_ascii_alphanumeric()
            && title.ends_with(|l: char| l.is_ascii_alphanumeric())
        {
            title.push(' ');
        }
        title.push(match c {
            '《' | '<' | '＜' => '〈',
            '》' | '>' | '＞' => '〉',
            other => other,
        });
    }
    title
}

/// What the brackets after a title say.
struct Notes {
    number: Option<DocumentNumber>,
    said: Option<SaidVersion>,
    alias: Option<String>,
}

impl Notes {
    /// Reads brackets as long as they say something about the title; the offset after them.
    fn read(&mut self, text: &str, from: usize) -> (usize, Result<(), Fault>) {
        let mut end = from;
        while let Some((at, inner)) = bracket(text, end) {
            let after = at + inner.len() + text[at + inner.len()..].chars().next().map_or(0, char::len_utf8);
            match self.take(inner) {
                Ok(true) => end = after,
                Ok(false) => break,
                Err(fault) => return (after, Err((at..at + inner.len(), fault))),
            }
        }
        (end, Ok(()))
    }

    fn take(&mut self, inner: &str) -> Result<bool, CitationFault> {
        let mut said = false;
        let unbroken: String = inner.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(found) = docnumber::find(&unbroken).into_iter().next() {
            self.number = Some(found.read.map_err(|_| CitationFault::BadDocumentNumber)?.number);
            said = true;
        }
        if let Some(alias) = abbreviation(inner) {
            self.alias = Some(alias);
            said = true;
        }
        if let Some(version) = said::in_note(inner) {
            self.said = Some(version);
            said = true;
        }
        Ok(said)
    }
}

/// The inside of the bracket at an offset, blanks before it allowed: where it begins, and its text.
fn bracket(text: &str, from: usize) -> Option<(usize, &str)> {
    let bare = text[from..].trim_start_matches([' ', '\n', '\r']);
    let inner = bare.strip_prefix(['（', '('])?;
    let mut depth = 1_usize;
    for (at, c) in inner.char_indices().take(LONGEST_TITLE) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 1 => return Some((text.len() - inner.len(), &inner[..at])),
            '）' | ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// 以下简称《纪要》, 以下称“新条例”, 以下统称本规定: the name that the text gives.
pub(super) fn abbreviation(inner: &str) -> Option<String> {
    let words = ["以下简称为", "以下简称", "以下称为", "以下称", "以下统称", "下称", "简称为", "简称"];
    let rest = words.iter().find_map(|word| inner.split_once(word)).map(|(_, rest)| rest)?;
    let rest = rest.trim_start_matches(['：', ':', ' ', '为']);
    let name = match rest.chars().next()? {
        '《' => &rest['《'.len_utf8()..closing(rest)? - '》'.len_utf8()],
        open if opens_quote(open) => {
            let inner = &rest[open.len_utf8()..];
            &inner[..inner.find(|c| QUOTES.iter().any(|(_, mark)| *mark == c))?]
        }
        _ => &rest[..rest.find(['，', '；', '。', '、', ' ']).unwrap_or(rest.len())],
    };
    let name = tidy(name);
    (!name.is_empty() && name.chars().count() <= 30).then_some(name)
}

/// Whether 同法 or 本法 is the end of a longer name: 合同法, 基本法.
pub(super) fn ends_longer(before: &str, rest: &str) -> bool {
    [("合", "同法"), ("基", "本法")].iter().any(|(end, word)| before.ends_with(end) && rest.starts_with(word))
}

/// 本法, 该条例, 同法, 上述办法 at the beginning of a text: its length and the name.
pub(super) fn short(text: &str) -> Option<(usize, InstrumentReference)> {
    let (word, this) = [("本", true), ("该", false), ("同", false), ("上述", false), ("前述", false)]
        .into_iter()
        .find(|(word, _)| text.starts_with(word))?;
    let rest = &text[word.len()..];
    let before =
        BEFORE_KIND.iter().find(|before| rest.starts_with(**before)).map_or(0, |before| before.len());
    let kind = kinds().find(|kind| rest[before..].starts_with(kind))?;
    let name = rest[..before + kind.len()].to_owned();
    let reference = if this { InstrumentReference::This(name) } else { InstrumentReference::That(name) };
    Some((word.len() + before + kind.len(), reference))
}

/// What stands before a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// A name without 《》, from this offset on.
    Name(usize),
    /// A paper that is no instrument known by its name here: 合同第三条, “三定”规定第二条. The place is one of its own.
    Paper,
    /// A noun that may have articles of its own; a paragraph or an item without one is not its: 单位犯第一款罪.
    Noun,
    /// Nothing that has places.
    Nothing,
}

/// What ends a text: an abbreviation defined before, or Chinese characters up to a word that leads in, ending with the
/// kind of an instrument.
pub(super) fn before_place(before: &str, aliases: &[String]) -> Before {
    let bare = before.trim_end_matches([' ', '\u{3000}']);
    if ends_quoted(bare) {
        return Before::Paper;
    }
    let words = &bare[..bare.len() - note(bare).len()];
    // 第三条、（2017年）第四条: that of another version.
    let dated = bracketed(bare).and_then(|at| said::in_note(bare[at..].trim_matches(['（', '(', '）', ')'])));
    if is_annex(words) || (dated.is_some() && words.len() == bare.len()) {
        return Before::Paper;
    }
    let run = words.char_indices().rev().take(LONGEST_NAME).take_while(|(_, c)| is_chinese(*c));
    let run = run.last().map_or(words.len(), |(at, _)| at);
    let quoted = ends_quoted(&words[..run]);
    let start = run + led(&words[run..]);
    let name = &words[start..];
    let known = aliases.iter().filter(|alias| name.ends_with(alias.as_str())).map(String::len).max();
    if let Some(length) = known
        && !(quoted && length == words.len() - run)
        && (name.len() == length
            || PARTICLES.split(' ').any(|word| name[..name.len() - length].ends_with(word)))
    {
        return Before::Name(words.len() - length);
    }
    if quoted && start == run && kinds().any(|kind| kind == name) {
        return Before::Paper;
    }
    let is_name = kinds().any(|kind| name.ends_with(kind));
    // 条例第三十一条 in the rules that implement it: its name is left to the reader. 依法 names nothing.
    if is_name && !name.ends_with("依法") {
        return Before::Name(start);
    }
    // 合同第三条: a noun right before a place is what has it.
    if goes_on(&words[run..]) { Before::Nothing } else { Before::Noun }
}

/// Whether words right before a place go on with what was cited.
fn goes_on(words: &str) -> bool {
    let last = words.char_indices().next_back();
    let single = |word: &str| word.chars().nth(1).is_none();
    let part_of_word = last.is_some_and(|(at, _)| is_word(words, at));
    let chapter =
        words.strip_suffix(['章', '节', '编']).filter(|rest| rest.ends_with(numeral::is_numeral_char));
    words.is_empty()
        || chapter.is_some()
        || BEFORE_PLACE.split(' ').any(|word| words.ends_with(word) && !(single(word) && part_of_word))
}

/// 附件二, 附表1: an annex has articles of its own.
fn is_annex(words: &str) -> bool {
    let bare = words.trim_end_matches(['中', '的', '内']).trim_end_matches(numeral::is_numeral_char);
    ["附件", "附表", "附录", "附图"].iter().any(|annex| bare.ends_with(annex))
}

/// The brackets at the end of a text that belong to a name: 办法（试行）, 修正案（十一）, 处罚法（2017年修正）.
fn note(text: &str) -> &str {
    bracketed(text)
        .filter(|at| text[..*at].ends_with(is_chinese) && text[*at..].chars().count() <= 30)
        .map_or("", |at| &text[at..])
}

/// Where brackets open that close at the end of a text.
fn bracketed(text: &str) -> Option<usize> {
    text.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '(']))
}

/// A name without 《》 and what stands before it.
pub(super) fn unquoted(name: &str, before: &str) -> InstrumentReference {
    let inner = note(name).trim_matches(['（', '(', '）', ')']);
    let in_note = said::in_note(inner);
    let name = if in_note.is_some() { &name[..name.len() - note(name).len()] } else { name };
    let said = in_note.or_else(|| said::before_name(before, true));
    InstrumentReference::Unquoted { name: name.to_owned(), said }
}

/// Where the name begins in Chinese characters: after the last word that leads in and is no part of another word.
fn led(words: &str) -> usize {
    // 国务院关于…的决定: what stands between is the matter. 关于适用刑法 has none.
    let matter = words.find("关于").filter(|at| words[*at..].contains('的'));
    let head = &words[..matter.unwrap_or(words.len())];
    let strong =
        LEAD_INS.iter().filter_map(|word| head.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    let mut from = strong.max(after_year(words));
    while let Some(joint) =
        JOINTS.iter().find(|joint| words[from..].starts_with(**joint) && !is_word(words, from))
    {
        from += joint.len();
    }
    let weak = words[from..head.len().max(from)].char_indices().rev().map(|(at, c)| (from + at, c));
    weak.filter(|(at, c)| leads_in(words, *at, *c))
        .map(|(at, c)| at + c.len_utf8())
        .find(|at| {
            *at < words.len() && (!kinds().any(|kind| kind == &words[*at..]) || words[..*at].ends_with('的'))
        })
        .unwrap_or(from)
}

/// Where a name begins after a year: 2017年行政处罚法, 一九九五年版某办法. 五年规划 begins with none.
fn after_year(words: &str) -> usize {
    words
        .match_indices('年')
        .filter(|(at, _)| {
            *at == 0 || words[..*at].chars().rev().take_while(|c| numeral::is_numeral_char(*c)).count() >= 4
        })
        .map(|(at, year)| {
            let rest = &words[at + year.len()..];
            words.len() - rest.trim_start_matches(['版', '的']).len()
        })
        .max()
        .unwrap_or(0)
}

/// Whether the character at an offset is a word before a name. 军人地位和权益保障法 is one name, 刑法和军人地位… are two.
fn leads_in(words: &str, at: usize, c: char) -> bool {
    let before = &words[..at];
    match c {
        '和' | '与' | '或' | '及' => before.is_empty() || kinds().any(|kind| before.ends_with(kind)),
        _ => WEAK.contains(&c) && !is_word(words, at),
    }
}

/// Whether the character at an offset is one of another word: 数据, 经济, 普及.
fn is_word(words: &str, at: usize) -> bool {
    WORDS.split(' ').any(|word| {
        let reach = word.len();
        (at.saturating_sub(reach)..=at)
            .any(|from| words.get(from..).is_some_and(|rest| rest.starts_with(word)) && from + reach > at)
    })
}

/// Words before a name that do not belong to it, wherever they stand.
const LEAD_INS: [&str; 16] = [
    "根据", "依据", "依照", "按照", "遵照", "参照", "违反", "适用", "符合", "执行", "援引", "引用", "修改",
    "以及", "或者", "触犯",
];

/// Words between two names, at the beginning.
const JOINTS: [&str; 5] = ["以及", "和", "与", "及", "或"];

/// Other characters before a name that do not belong to it, unless they are part of another word.
const WEAK: [char; 20] = [
    '对', '由', '有', '除', '将', '是', '为', '于', '即', '在', '以', '按', '据', '并', '的', '照', '经',
    '依', '见', '但',
];

/// Words with one of those characters in them.
const WORDS: &str = "数据 依据 证据 经济 经营 财经 神经 国有 所有 专有 共有 有限 有机 有毒 有害 有关 \
    有色 有组 有偿 有线 有序 对外 反对 应对 相对 对口 对台 对接 对象 护照 牌照 证照 \
    执照 参照 普及 以及 行为 作为 自由 合并 并购 意见 见习 见义 依法 依申 消除 清除 \
    解除 排除 废除 免除 拆除 将军 关于 在线 在校 在职 在建 以工";

/// What may stand between a word that leads in and an abbreviation.
const PARTICLES: &str = "但 而 则 故 如 且 又 依 按 见 因 照 违 办理 实施 贯彻 落实 遵守 审理 处理 有关 相关";

/// Words right before a place that go on with what was cited: 违反第三条, 规定的第三条.
const BEFORE_PLACE: &str = "根据 依据 依照 按照 遵照 参照 违反 适用 符合 执行 援引 引用 属于 触犯 构成 遵守 \
    履行 增加 删去 删除 修改 对照 结合 落实 包括 涉及 具有 具备 存在 所列 所述 所称 \
    规定 要求 情形 其中 以及 或者 并且 尤其 例如 比如 分别 本节 本章 本编 正文 总则 \
    附则 认定 确认 解读 理解 参见 详见 有关 关于 主要 下列 上列 前述 上述 此处 不含 \
    不受 超出 超过 了 和 与 或 及 对 由 有 除 将 把 是 为 于 即 在 以 按 据 并 \
    的 照 经 依 见 但 而 从 至 到 其 原 现 如 因 中 之 该";
