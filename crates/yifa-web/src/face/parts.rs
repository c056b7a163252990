//! Language of parts: on a page in English, what stands there in Chinese says so, for those who hear the page read out
//! and for the choice of glyphs (WCAG 2.2, success criterion 3.1.2).

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Lang;

/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that hold text alone: they are marked themselves.
const TEXT_ALONE: [&str; 5] = ["title", "textarea", "option", "desc", "text"];

/// Elements whose content is no text of the page.
const RAW: [&str; 2] = ["script", "style"];

/// Marks the Chinese parts of a page in English; every other page comes back as it is.
pub fn mark_chinese(page: String) -> String {
    let english = format!("<html lang=\"{}\"", Lang::En.code());
    match page.find("<html") {
        Some(at) if page[at..].starts_with(&english) => marked(&page),
        _ => page,
    }
}

/// An element that has begun and not ended.
struct Open<'a> {
    name: &'a str,
    /// Whether what it holds is said to be Chinese.
    chinese: bool,
}

fn marked(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 8);
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut rest = page;
    while !rest.is_empty() {
        let Some(text) = rest.find('<') else {
            out.push_str(rest);
            break;
        };
        let chinese = open.last().is_some_and(|element| element.chinese);
        let (before, tag) = rest.split_at(text);
        if chinese {
            out.push_str(before)
        } else {
            out.push_str(&wrapped(before))
        }
        let end = end_of_tag(tag);
        let (tag, after) = tag.split_at(end);
        rest = after;
        let name = name_of(tag);
        if let Some(ended) = tag.strip_prefix("</").map(|_| name) {
            if let Some(at) = open.iter().rposition(|element| element.name.eq_ignore_ascii_case(ended)) {
                open.truncate(at);
            }
            out.push_str(tag);
            continue;
        }
        if name.is_empty() || tag.ends_with("/>") || VOID.contains(&name) {
            out.push_str(tag);
            continue;
        }
        if RAW.contains(&name) || TEXT_ALONE.contains(&name) {
            // Its content as it stands, up to its own end.
            let close = format!("</{name}");
            let until = rest.find(&close).unwrap_or(rest.len());
            let (content, after) = rest.split_at(until);
            let says = TEXT_ALONE.contains(&name) && !chinese && content.contains(is_han);
            out.push_str(&if says { with_lang(tag) } else { Cow::Borrowed(tag) });
            out.push_str(content);
            rest = after;
            open.push(Open { name, chinese });
            continue;
        }
        let said = lang_of(tag).map(|lang| lang.starts_with("zh"));
        open.push(Open { name, chinese: said.unwrap_or(chinese) });
        out.push_str(tag);
    }
    out
}

/// Where a tag, comment or declaration ends.
fn end_of_tag(tag: &str) -> usize {
    if tag.starts_with("<!--") {
        return tag.find("-->").map_or(tag.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn name_of(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())]
}

/// The language that a tag says.
fn lang_of(tag: &str) -> Option<&str> {
    let value = tag.split_once(" lang=\"")?.1;
    value.split_once('"').map(|(value, _)| value)
}

fn with_lang(tag: &str) -> Cow<'_, str> {
    if lang_of(tag).is_some() {
        return Cow::Borrowed(tag);
    }
    let name = name_of(tag).len() + 1;
    Cow::Owned(format!("{} lang=\"{}\"{}", &tag[..name], Lang::ZhHans.code(), &tag[name..]))
}

/// A text with its Chinese parts marked, in one element, so that it stays one item of whatever lays it out.
fn wrapped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_han) {
        return Cow::Borrowed(text);
    }
    let shown = text.trim();
    let lead = text.len() - text.trim_start().len();
    let trail = &text[lead + shown.len()..];
    let (mut inner, mut rest, mut whole) = (String::new(), shown, false);
    while let Some(from) = rest.find(is_part) {
        let (english, chinese) = rest.split_at(from);
        let (chinese, after) = chinese.split_at(end_of_part(chinese));
        inner.push_str(english);
        if chinese.contains(is_han) {
            let _ = write!(inner, "<bdi lang=\"{}\">{chinese}</bdi>", Lang::ZhHans.code());
        } else {
            inner.push_str(chinese);
        }
        whole = chinese.len() == shown.len();
        rest = after;
    }
    inner.push_str(rest);
    let lead = &text[..lead];
    Cow::Owned(if whole {
        format!("{lead}{inner}{trail}")
    } else {
        format!("{lead}<bdi>{inner}</bdi>{trail}")
    })
}

/// Where a Chinese part ends: digits, blanks and signs within it belong to it, letters do not.
fn end_of_part(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if is_part(c) {
            end = at + c.len_utf8();
        } else if c.is_ascii_alphabetic() || c == '&' {
            break;
        }
    }
    end
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Han characters and the signs of Chinese texts.
const fn is_part(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(body: &str) -> String {
        mark_chinese(format!("<!doctype html>\n<html lang=\"en\"><body>{body}</body></html>"))
            .replace("<!doctype html>\n<html lang=\"en\"><body>", "")
            .replace("</body></html>", "")
    }

    #[test]
    fn a_chinese_part_says_its_language_and_the_text_stays_one_item() {
        assert_eq!(
            english("<td> Filed with 市司法局 on 2026-01-05 </td>"),
            "<td> <bdi>Filed with <bdi lang=\"zh-Hans\">市司法局</bdi> on 2026-01-05</bdi> </td>"
        );
        assert_eq!(
            english("<b>《行政处罚法》第45条第1款</b>"),
            "<b><bdi lang=\"zh-Hans\">《行政处罚法》第45条第1款</bdi></b>"
        );
        assert_eq!(
            english("<p>甲 and 乙&#39;s</p>"),
            "<p><bdi><bdi lang=\"zh-Hans\">甲</bdi> and <bdi lang=\"zh-Hans\">乙</bdi>&#39;s</bdi></p>"
        );
    }

    #[test]
    fn what_holds_text_alone_is_marked_itself() {
        assert_eq!(
            english("<option value=\"a\">甲局</option>"),
            "<option lang=\"zh-Hans\" value=\"a\">甲局</option>"
        );
        assert_eq!(
            english("<textarea name=\"x\">甲 <乙</textarea>"),
            "<textarea lang=\"zh-Hans\" name=\"x\">甲 <乙</textarea>"
        );
        assert_eq!(
            english("<svg><text x=\"1\">甲<tspan>乙</tspan></text></svg>"),
            "<svg><text lang=\"zh-Hans\" x=\"1\">甲<tspan>乙</tspan></text></svg>"
        );
    }

    #[test]
    fn what_is_said_already_and_what_is_no_text_stays_as_it_is() {
        for same in [
            "<h1 lang=\"zh-Hans\">甲 <a href=\"/x\">乙</a><br>丙</h1>",
            "<script>const a = '甲 < 乙';</script><style>.a::before { content: '甲' }</style>",
            "<input value=\"甲 > 乙\"><img alt='甲'><!-- 甲 <b> -->",
            "<p>English alone, “quoted” — and 100 ㎡</p>",
            "<p>unended 'quote",
        ] {
            assert_eq!(english(same), same);
        }
        assert_eq!(
            english("<div lang=\"zh-Hans\">甲<p lang=\"en\">see 乙</p>丙</div>丁"),
            "<div lang=\"zh-Hans\">甲<p lang=\"en\"><bdi>see <bdi lang=\"zh-Hans\">乙</bdi></bdi></p>丙</div>\
             <bdi lang=\"zh-Hans\">丁</bdi>"
        );
        let chinese = "<html lang=\"zh-Hant\"><p>甲 and 乙</p></html>";
        assert_eq!(mark_chinese(chinese.to_owned()), chinese);
    }

    proptest::proptest! {
        /// Whatever a page is made of, nothing of it is lost or turned round.
        #[test]
        fn nothing_is_lost(parts in proptest::collection::vec(proptest::sample::select(vec![
            "<p>", "</p>", "<b lang=\"zh-Hans\">", "</b>", "<br>", "<option>", "</option>", "<title>", "</title>",
            "<script>", "</script>", "<!--", "-->", "甲", "乙局", "word ", " ", "2026", "《", "》", "<", ">", "\"", "&amp;",
        ]), 0..30)) {
            let body = parts.concat();
            let marked = english(&body);
            let stripped = marked
                .replace("<bdi lang=\"zh-Hans\">", "").replace("<bdi>", "").replace("</bdi>", "")
                .replace(" lang=\"zh-Hans\"", "");
            proptest::prop_assert_eq!(stripped, body.replace(" lang=\"zh-Hans\"", ""));
        }
    }
}
