//! The body of a text: headings, articles and what is in them.

use super::header;
use super::irregularity::{Irregularity, IrregularityKind};
use super::joined;
use super::label::{self, ArticleLabel, Label};
use super::line::{self, Line, is_blank};
use super::sequence::{self, Absent};
use super::surroundings::{is_after_matter, is_annex, is_other_document, is_salutation, table_of_contents};
use super::title;
use super::{Article, Heading, Item, Paragraph, Statute, Subitem};
use std::ops::Range;

/// Reads a whole text.
pub(super) fn read(source: String) -> Statute {
    let (lines, parted) = joined::part(&source, line::lines(&source));
    let head = header::read(&source, &lines);
    let body = lines.get(head.lines..).unwrap_or_default();
    let mut reader = Reader::new(&source, body, head.irregularities);
    reader.irregularities.extend(parted);
    for index in 0..body.len() {
        if reader.contents.contains(&index) {
            continue;
        }
        reader.take(index);
        if reader.ended {
            break;
        }
    }
    reader.absent.is_excerpt = head.title.as_deref().is_some_and(is_excerpt);
    reader.finish();
    let Reader { introduction, headings, articles, irregularities, absent, .. } = reader;
    Statute {
        title: head.title,
        history: head.history,
        introduction,
        headings,
        articles,
        removed: absent.removed,
        irregularities,
        source,
    }
}

struct Reader<'a> {
    source: &'a str,
    lines: &'a [Line],
    /// Lines of a table of contents: headings that come again.
    contents: Range<usize>,
    introduction: Vec<Range<usize>>,
    headings: Vec<Heading>,
    articles: Vec<Article>,
    irregularities: Vec<Irregularity>,
    /// The line where an annex, or a line that might be another title, was seen after the last article.
    aside: Option<usize>,
    annex: bool,
    joined_lines: usize,
    table: bool,
    ended: bool,
    /// What the text says about articles that it does not have.
    absent: Absent,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, lines: &'a [Line], irregularities: Vec<Irregularity>) -> Self {
        let contents = table_of_contents(source, lines);
        Self {
            source,
            lines,
            contents,
            introduction: Vec::new(),
            headings: Vec::new(),
            articles: Vec::new(),
            irregularities,
            aside: None,
            annex: false,
            joined_lines: 0,
            table: false,
            ended: false,
            absent: Absent::default(),
        }
    }

    fn note(&mut self, kind: IrregularityKind, span: Range<usize>) {
        self.irregularities.push(Irregularity { kind, span });
    }

    fn take(&mut self, index: usize) {
        let line = &self.lines[index];
        let text = &self.source[line.span.clone()];
        if let Some(found) = label::heading(text, line.hashes > 0) {
            self.take_heading(line, &found);
            let rest = line::trim(self.source, line.span.start + found.end..line.span.end);
            if !rest.is_empty() && label::article(&self.source[rest.clone()]).is_some() {
                self.note(IrregularityKind::HeadingAndArticleOnOneLine, line.span.clone());
                self.take_text(index, rest);
            }
        } else {
            self.take_text(index, line.span.clone());
        }
    }

    fn take_heading(&mut self, line: &Line, found: &label::HeadingLabel) {
        let span = line.span.start..line.span.start + found.end;
        let title = self.source[line.span.start + found.title_at.min(found.end)..span.end].to_owned();
        self.headings.push(Heading { level: found.level, number: found.number, title, span });
    }

    fn take_text(&mut self, index: usize, span: Range<usize>) {
        // **第一条** is a label in bold.
        let bold = self.source[span.clone()].bytes().take_while(|byte| *byte == b'*').count();
        let label = span.start + bold..span.end;
        match label::article(&self.source[label.clone()]) {
            Some(Label::Article(found)) if self.opens_article(index, &found, bold > 0) => {
                self.take_article(index, label, &found);
            }
            Some(Label::Malformed(len)) => {
                self.note(IrregularityKind::MalformedLabel, label.start..label.start + len);
                self.take_prose(index, span);
            }
            _ => self.take_prose(index, span),
        }
    }

    /// A label followed by a blank opens an article. Without the blank it does so only when it is the next
    /// number, or has blanks inside that no reference has; a line broken in mid-sentence often begins with
    /// a reference.
    fn opens_article(&self, index: usize, found: &ArticleLabel, bold: bool) -> bool {
        let expected = self.articles.last().is_none_or(|last| {
            found.number.value == last.number.value + 1
                || (found.number.value == last.number.value && found.number.suffix == last.number.suffix + 1)
        });
        // 附件1 / 应急预案 / 第一条: a title is not closed either.
        let begins = found.number.value == 1
            && found.number.suffix == 0
            && self.articles.len() > 1
            && (self.aside.is_some() || self.title_before(index).is_some());
        let broken =
            index > 0 && !begins && !self.lines[index].after_blank && !is_closed(self.line_text(index - 1));
        match (found.spaced || bold, found.blank_inside) {
            (true, _) => expected || !broken || self.articles.is_empty() || !self.is_inside_article(index),
            (false, true) => true,
            (false, false) => expected && !found.reference,
        }
    }

    fn is_inside_article(&self, index: usize) -> bool {
        index > 0 && label::heading(self.line_text(index - 1), self.lines[index - 1].hashes > 0).is_none()
    }

    fn line_text(&self, index: usize) -> &'a str {
        &self.source[self.lines[index].span.clone()]
    }

    fn take_article(&mut self, index: usize, span: Range<usize>, found: &ArticleLabel) {
        let restarts = found.number.value == 1 && found.number.suffix == 0 && self.articles.len() > 1;
        let aside = self.aside.take().or_else(|| self.title_before(index).filter(|_| restarts));
        if let Some(aside) = aside.filter(|_| restarts) {
            let kind = if self.annex {
                IrregularityKind::AnnexWithArticles
            } else {
                IrregularityKind::GluedDocument
            };
            self.drop_from(self.lines[aside].span.start);
            self.end(kind, aside);
            return;
        }
        let label = span.start..span.start + found.len;
        if found.blank_inside {
            self.note(IrregularityKind::BlankInLabel, label.clone());
        }
        let heading = self.headings.len().checked_sub(1);
        let stars = self.source[label.end..span.end].bytes().take_while(|byte| *byte == b'*').count();
        let text = line::trim(self.source, label.end + stars..span.end);
        self.articles.push(Article { number: found.number, label, span, heading, paragraphs: Vec::new() });
        if !text.is_empty() {
            self.look_for_second_label(found, &text);
            self.add_paragraph(text);
        }
        self.remember_table(index);
    }

    /// The line before 第一条 of another document that is its title: between it and the last article here.
    fn title_before(&self, index: usize) -> Option<usize> {
        let last = self.articles.last()?.label.start;
        let between = (0..index).rev().take_while(|at| self.lines[*at].span.start > last);
        let is_title = |at: &usize| {
            let text = self.line_text(*at);
            let plain = !text.contains(['。', '；', '：', '，', ';', ':'])
                && !text.starts_with(|c: char| c.is_ascii_digit() || "（(《“".contains(c));
            plain && text.chars().count() <= MOST_OF_A_TITLE && title::names_kind(text)
        };
        between.filter(is_title).last()
    }

    /// Takes away what was read from a place on: it belongs to another document.
    fn drop_from(&mut self, at: usize) {
        let Some(article) = self.articles.last_mut() else { return };
        article.paragraphs.retain(|paragraph| paragraph.span.start < at);
        if let Some(last) = article.paragraphs.last_mut().filter(|last| last.span.end > at) {
            last.span = line::trim(self.source, last.span.start..at);
            last.items.retain(|item| item.span.start < at);
        }
        article.span.end = article.paragraphs.last().map_or(article.label.end, |last| last.span.end);
    }

    /// 第四条 …。 第五条 …: the second label is reported where the line was not parted before it.
    fn look_for_second_label(&mut self, found: &ArticleLabel, text: &Range<usize>) {
        let words = &self.source[text.clone()];
        let Some(at) = label::article_inside(words) else { return };
        if let Some(Label::Article(second)) = label::article(&words[at..])
            && second.number.value == found.number.value + 1
            && is_closed(words[..at].trim_end_matches(is_blank))
        {
            let span = text.start + at..text.start + at + second.len;
            self.note(IrregularityKind::TwoArticlesOnOneLine { second: second.number, parted: false }, span);
        }
    }

    fn take_prose(&mut self, index: usize, span: Range<usize>) {
        self.remember_table(index);
        let text = &self.source[span.clone()];
        if let Some((numbers, deleted)) = label::absent(text) {
            let told = if deleted { &mut self.absent.removed } else { &mut self.absent.omitted };
            told.extend(numbers);
            return;
        }
        if self.articles.is_empty() {
            self.introduction.push(span);
        } else if is_annex(text) {
            self.aside = Some(index);
            self.annex = true;
        } else if is_other_document(text, self.lines[index].hashes)
            || (self.aside.is_some() && is_salutation(text))
        {
            self.end(IrregularityKind::GluedDocument, index);
        } else if is_after_matter(text) {
            self.aside = self.aside.or(Some(index));
        } else if self.aside.is_none() {
            self.add_prose(index, span);
        }
    }

    fn end(&mut self, kind: IrregularityKind, index: usize) {
        self.note(kind, self.lines[index].span.clone());
        self.ended = true;
    }

    fn remember_table(&mut self, index: usize) {
        if !self.table && self.line_text(index).starts_with('|') && self.line_text(index).ends_with('|') {
            self.table = true;
            self.note(IrregularityKind::Table, self.lines[index].span.clone());
        }
    }

    /// An item, a subitem, the rest of a broken line, or a new paragraph.
    fn add_prose(&mut self, index: usize, span: Range<usize>) {
        let text = &self.source[span.clone()];
        let paragraph = self.articles.last_mut().and_then(|article| article.paragraphs.last_mut());
        let Some(paragraph) = paragraph else { return self.add_paragraph(span) };
        if let Some((number, _)) = label::item(text) {
            paragraph.span.end = span.end;
            paragraph.items.push(Item { number, span, subitems: Vec::new() });
        } else if let (Some((number, _)), Some(item)) = (label::subitem(text), paragraph.items.last_mut()) {
            (paragraph.span.end, item.span.end) = (span.end, span.end);
            item.subitems.push(Subitem { number, span });
        } else if !self.lines[index].after_blank && !is_closed(&self.source[paragraph.span.clone()]) {
            extend(paragraph, span.end);
            self.joined_lines += 1;
        } else {
            return self.add_paragraph(span);
        }
        self.extend_article();
    }

    fn add_paragraph(&mut self, span: Range<usize>) {
        if let Some(article) = self.articles.last_mut() {
            article.paragraphs.push(Paragraph { span, items: Vec::new() });
        }
        self.extend_article();
    }

    fn extend_article(&mut self) {
        if let Some(article) = self.articles.last_mut()
            && let Some(paragraph) = article.paragraphs.last()
        {
            article.span.end = paragraph.span.end;
        }
    }

    fn finish(&mut self) {
        self.drop_after_matter();
        for article in &mut self.articles {
            for paragraph in article.paragraphs.iter_mut().filter(|paragraph| paragraph.items.is_empty()) {
                paragraph.items = inline_items(self.source, &paragraph.span);
            }
        }
        for article in self.articles.iter().filter(|article| article.number.suffix == 0) {
            // 第四条　（删除） has a label, and nothing that could be cited.
            if let Some((numbers, true)) = label::absent(&self.source[article.span.clone()]) {
                self.absent.removed.extend(numbers);
            }
        }
        self.irregularities.extend(sequence::check(&self.articles, &self.headings, &self.absent));
        if self.joined_lines > self.articles.len().max(3) {
            self.note(IrregularityKind::BrokenLines, 0..0);
        }
    }

    /// The last article ends with its last closed sentence: signatures and titles of annexes after it are
    /// no paragraphs.
    fn drop_after_matter(&mut self) {
        let source = self.source;
        if let Some(article) = self.articles.last_mut() {
            let closed = article.paragraphs.iter().rposition(|p| is_closed(&source[p.span.clone()]));
            if let Some(closed) = closed {
                article.paragraphs.truncate(closed + 1);
                article.span.end = article.paragraphs[closed].span.end;
            }
        }
    }
}

/// 某条例（节选）.
fn is_excerpt(title: &str) -> bool {
    ["节选", "節選", "摘录", "摘錄", "摘编"].iter().any(|word| title.contains(word))
}

/// A title on a line has no more characters.
const MOST_OF_A_TITLE: usize = 60;

/// Whether a text ends where a sentence or an item may end.
fn is_closed(text: &str) -> bool {
    text.ends_with(['。', '；', '：', ';', ':', '！', '？', '”', '"', '」', '）', ')', '|', '…'])
}

fn extend(paragraph: &mut Paragraph, end: usize) {
    paragraph.span.end = end;
    if let Some(item) = paragraph.items.last_mut() {
        item.span.end = end;
        if let Some(subitem) = item.subitems.last_mut() {
            subitem.span.end = end;
        }
    }
}

/// Items that run on inside one line: 下列材料：（一）…；（二）….
fn inline_items(source: &str, span: &Range<usize>) -> Vec<Item> {
    let text = &source[span.clone()];
    let mut items: Vec<Item> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| matches!(c, '（' | '(')) {
        let due = u32::try_from(items.len()).unwrap_or(u32::MAX).saturating_add(1);
        let opens = text[..at].trim_end_matches(is_blank).ends_with(if due == 1 {
            ['：', ':', '：']
        } else {
            ['；', ';', '。']
        });
        if opens && label::item(&text[at..]).is_some_and(|(number, _)| number == due) {
            let start = span.start + at;
            if let Some(last) = items.last_mut() {
                last.span.end = line::trim(source, last.span.start..start).end;
            }
            items.push(Item { number: due, span: start..span.end, subitems: Vec::new() });
        }
    }
    if items.len() > 1 { items } else { Vec::new() }
}
