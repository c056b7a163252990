//! Owns texts of rules in papers: which line is a chapter, an article, a paragraph. How they look is the business of
//! `yifa-documents`; what they mean, that of the library.

use yifa_documents::Block;
use yifa_law::text::Statute;

/// A text as blocks, line by line, so that nothing of it is lost. Its title is left out where it stands above it already.
pub(super) fn blocks(text: &str, title: &str) -> Vec<Block> {
    let bare = |text: &str| text.trim().trim_start_matches('《').trim_end_matches('》').to_owned();
    let lines: Vec<&str> =
        text.lines().flat_map(articles).map(without_mark).filter(|line| !line.is_empty()).collect();
    let statute = Statute::read(lines.join("\n"));
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in lines {
        if at > 0 || bare(line) != bare(title) {
            blocks.extend(line_blocks(&statute, line, at));
        }
        at += line.len() + 1;
    }
    blocks
}

/// A line without the mark of a heading in Markdown.
fn without_mark(line: &str) -> &str {
    line.trim().trim_start_matches('#').trim_start()
}

/// A line that begins at a byte of a text: a heading with what may follow it, an article, or a paragraph.
fn line_blocks(statute: &Statute, line: &str, at: usize) -> Vec<Block> {
    if let Some(heading) = statute.headings.iter().find(|heading| heading.span.start == at) {
        let end = heading.span.end.saturating_sub(at).min(line.len());
        let rest = line.get(end..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let mut blocks = vec![Block::Chapter(line.get(..end).unwrap_or(line).trim().to_owned())];
        if !rest.trim().is_empty() {
            blocks.extend(line_blocks(statute, rest.trim(), at + end + blank));
        }
        return blocks;
    }
    let article = statute.articles.iter().find(|article| article.label.start == at);
    let split = article.and_then(|article| line.split_at_checked(article.label.len()));
    match split {
        Some((label, text)) => {
            vec![Block::Article { label: label.to_owned(), text: text.trim().to_owned() }]
        }
        None => vec![Block::Paragraph(line.to_owned())],
    }
}

/// A line in which several articles follow one another, each as a line of its own.
pub(super) fn articles(line: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut from = 0;
    for (end, stop) in line.match_indices(['。', '.']).map(|(at, stop)| (at + stop.len(), stop)) {
        let rest = &line[end..];
        let divides =
            if stop == "。" { begins_article(rest.trim_start()) } else { begins_english_article(rest) };
        if divides {
            lines.push(line[from..end].trim());
            from = end;
        }
    }
    lines.push(line[from..].trim());
    lines
}

/// `第三条 …`, which is no citation: a blank follows.
fn begins_article(text: &str) -> bool {
    const FIGURES: &str = "一二三四五六七八九十百零0123456789";
    let Some(rest) = text.strip_prefix('第') else { return false };
    let after = rest.trim_start_matches(|c| FIGURES.contains(c));
    let blank = after.strip_prefix('条').is_some_and(|text| text.starts_with([' ', '\u{3000}']));
    after.len() < rest.len() && blank
}

fn begins_english_article(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(" Article ") else { return false };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    after.len() < rest.len() && after.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use yifa_documents::Block;

    use super::{articles, blocks};

    #[test]
    fn each_article_begins_a_paragraph() {
        let text =
            "第一条 为了停车秩序。第二条　依照第一条的规定。第十条规定的除外。第三条 自公布之日起施行。";
        let lines = [
            "第一条 为了停车秩序。",
            "第二条　依照第一条的规定。第十条规定的除外。",
            "第三条 自公布之日起施行。",
        ];
        assert_eq!(articles(text), lines);
        let english =
            "Article 1 These Measures are made under art. 5. Article 2 They are short. See Article 3.";
        assert_eq!(
            articles(english),
            ["Article 1 These Measures are made under art. 5.", "Article 2 They are short. See Article 3."]
        );
        assert_eq!(articles(""), [""]);
    }

    fn article(label: &str, text: &str) -> Block {
        Block::Article { label: label.into(), text: text.into() }
    }

    #[test]
    fn chapters_and_articles_are_told_apart_and_nothing_is_lost() {
        let text = "停车管理办法\n# 第一章　总则\n第一条　为了停车秩序。\n第二条 不得有下列行为：\n（一）占道；\n（二）收费。\n第二章 附则\n第三条 第二条规定的除外。";
        let wanted = [
            Block::Chapter("第一章　总则".into()),
            article("第一条", "为了停车秩序。"),
            article("第二条", "不得有下列行为："),
            Block::Paragraph("（一）占道；".into()),
            Block::Paragraph("（二）收费。".into()),
            Block::Chapter("第二章 附则".into()),
            article("第三条", "第二条规定的除外。"),
        ];
        assert_eq!(blocks(text, "《停车管理办法》"), wanted);
        assert_eq!(blocks(&text.replace('\n', "\r\n"), "停车管理办法（征求意见稿）")[1..], wanted);
    }

    #[test]
    fn a_text_without_articles_is_set_as_it_stands() {
        let lines = ["一、总体要求。", "第八条规定的情形除外。", "\u{202E}<b>第条</b>"];
        let wanted = lines.map(|line| Block::Paragraph(line.into()));
        assert_eq!(blocks(&lines.join("\n\n"), "说明"), wanted);
        assert_eq!(blocks(" \n ", "说明"), []);
    }
}
