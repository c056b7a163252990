//! Markdown with the tags and fences of a site generator in it: `<p id="t1">&emsp;<b>第一条</b>`, `::: details`,
//! `{align="center"}`.
//!
//! Owns: blanking what is dress and no text. Every byte keeps its place, so that spans lead into the file. It must not take away
//! a letter of the text: a bracket that opens no tag stays.

/// The text with its dress blanked; as long as the source, to the byte.
pub(super) fn bare(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        if is_fence(line) {
            blank(&mut out, line);
        } else {
            undress(&mut out, line);
        }
    }
    out
}

/// `:::`, `::: details 目录`, `@tab 条例`: begins or ends a box of the page.
fn is_fence(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(":::") || line.starts_with("@tab ") || line == "[[toc]]"
}

fn undress(out: &mut String, line: &str) {
    let mut rest = line;
    while let Some(at) = rest.find(['<', '&', '{']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let dress = tag(rest).or_else(|| space(rest)).or_else(|| attributes(rest));
        let length = dress.unwrap_or(1);
        if dress.is_some() {
            blank(out, &rest[..length]);
        } else {
            out.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
}

/// Blanks of the same length; the end of the line stays.
fn blank(out: &mut String, dress: &str) {
    out.extend(dress.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' }));
}

/// The length of the tag at the beginning: `<b>`, `</p>`, `<br/>`, `<p id="t1">`. No tag: `<甲>`, `a<b`, `<https://…>`, a comment.
fn tag(text: &str) -> Option<usize> {
    let end = text.find(['>', '\n'])?;
    let inner = text[1..end].strip_prefix('/').unwrap_or(&text[1..end]);
    let inner = inner.strip_suffix('/').unwrap_or(inner).trim_end();
    let name = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let attributes = inner[name..].trim_start();
    let named = inner.starts_with(|c: char| c.is_ascii_alphabetic());
    let whole = attributes.is_empty() || (inner[name..].starts_with(' ') && attributes.contains('='));
    (text[end..].starts_with('>') && named && whole).then_some(end + 1)
}

/// The length of the blank at the beginning that is written by its name.
fn space(text: &str) -> Option<usize> {
    ["&emsp;", "&ensp;", "&nbsp;", "&thinsp;", "&#12288;", "&#160;"]
        .iter()
        .find(|name| text.starts_with(**name))
        .map(|name| name.len())
}

/// The length of attributes at the end of a line: `{align="center"}`, `{#c1}`.
fn attributes(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let inner = &text[1..end];
    let is_attribute = (inner.contains('=') && inner.is_ascii()) || inner.starts_with(['#', '.', ':']);
    (is_attribute && text[end + 1..].trim().is_empty()).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dress_goes_and_every_byte_keeps_its_place() {
        for (source, words) in [
            (
                "<p id=\"t1\">&emsp;&emsp;<b>第一条</b>&emsp;甲。<br>\n&emsp;（一）乙。</p>\n",
                vec!["第一条", "甲。", "（一）乙。"],
            ),
            ("## 第一章&emsp;总&emsp;则{align=\"center\"}\n", vec!["##", "第一章", "总", "则"]),
            ("::: details 目录\n- [1](#t1)\n:::\n", vec!["-", "[1](#t1)"]),
            ("《乙法》<Badge text=\"已废止\" type=\"note\" />第十五条\n", vec!["《乙法》", "第十五条"]),
        ] {
            let bare = bare(source);
            assert_eq!(bare.len(), source.len());
            assert_eq!(bare.split_whitespace().collect::<Vec<_>>(), words);
        }
    }

    #[test]
    fn what_is_no_dress_stays() {
        for text in [
            "pH<6 且 x>9\n",
            "<甲> 第一条\n",
            "a<b 且 c>d\n",
            "<https://example.org/>\n",
            "<!-- INFO END -->\n",
            "{甲=乙}\n",
            "A&B；&lt;\n",
            "《甲》{x}第一条\n",
            "<\n>\n",
        ] {
            assert_eq!(bare(text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_keeps_its_length(text in "([<>&;{}=/pb:# \n第一条]|&emsp;|\\PC){0,60}") {
            prop_assert_eq!(bare(&text).len(), text.len());
        }
    }
}
