//! Finding citations in a text, and reading one.

use super::name::{self, Before};
use super::places;
use super::said;
use super::{
    ArticleStep, Citation, CitationError, CitationFault, CitedPlace, CitedRange, InstrumentReference, Step,
};
use crate::docnumber::{self, FoundNumber};
use crate::fold::Folded;
use crate::numeral;
use crate::text::label::{self, ArticleLabel, Label};
use std::ops::Range;

/// Reads a text that is one citation and nothing else.
///
/// # Errors
/// [`CitationError`]: no citation, more than one, or a malformed one. Nothing is guessed.
///
/// ```
/// use yifa_law::citation::{CitationFault, parse};
/// assert!(parse("《优化营商环境条例》第六十四条").is_ok());
/// assert_eq!(parse("《行政处罚法》第零条").unwrap_err().fault, CitationFault::Zero);
/// assert_eq!(parse("依照职权").unwrap_err().fault, CitationFault::NoCitation);
/// ```
pub fn parse(text: &str) -> Result<Citation, CitationError> {
    let bare = text.trim();
    let start = text.len() - text.trim_start().len();
    let whole = start..start + bare.len();
    let mut found = find(text).into_iter();
    let none = CitationError { span: whole.clone(), fault: CitationFault::NoCitation };
    let citation = found.next().ok_or(none)??;
    if let Some(other) = found.next() {
        let span = other?.span;
        return Err(CitationError { span, fault: CitationFault::OtherText });
    }
    if citation.span == whole {
        return Ok(citation);
    }
    let span =
        if citation.span.start > start { start..citation.span.start } else { citation.span.end..whole.end };
    Err(CitationError { span, fault: CitationFault::OtherText })
}

/// Finds the citations in a text, in order; what is malformed is an error in its place. Labels that open an
/// article (第五条　…) are no citations, and neither is 本法 without a place.
///
/// ```
/// use yifa_law::citation::find;
/// let text = "第五条　违反本办法第三条第二款，依照《行政处罚法》（以下简称《处罚法》）第九条至第十一条处理；《处罚法》第二十-条除外。";
/// let found: Vec<_> = find(text).into_iter().map(|f| f.map(|c| c.to_string()).map_err(|e| text[e.span].to_owned())).collect();
/// assert_eq!(found[0], Ok("本办法第三条第二款".to_owned()));
/// assert_eq!(found[1], Ok("《行政处罚法》（以下简称《处罚法》）第九条至第十一条".to_owned()));
/// assert_eq!(found[2], Err("第二十-条".to_owned()));
/// ```
pub fn find(text: &str) -> Vec<Result<Citation, CitationError>> {
    let folded = Folded::new(text);
    let mut finder = Finder {
        text: folded.text(),
        at: 0,
        numbers: docnumber::find(folded.text()),
        aliases: Vec::new(),
        found: Vec::new(),
        floor: 0,
    };
    finder.run();
    let place = |span: Range<usize>| folded.original_span(span);
    let located = |found: Result<Citation, CitationError>| match found {
        Ok(citation) => Ok(Citation { span: place(citation.span.clone()), ..citation }),
        Err(error) => Err(CitationError { span: place(error.span.clone()), ..error }),
    };
    finder.found.into_iter().map(located).collect()
}

/// The characters with which a citation may begin, beside quotation marks.
const STARTS: [char; 13] = ['《', '〈', '<', '第', '本', '该', '同', '上', '前', '以', '〔', '令', '['];

struct Finder<'a> {
    text: &'a str,
    at: usize,
    /// Document numbers not yet passed, first one first.
    numbers: Vec<FoundNumber>,
    /// Abbreviations that the text has defined so far.
    aliases: Vec<String>,
    found: Vec<Result<Citation, CitationError>>,
    /// Names without 《》 are not sought before this offset.
    floor: usize,
}

impl Finder<'_> {
    fn run(&mut self) {
        self.numbers.reverse();
        let starts = |c| STARTS.contains(&c) || name::opens_quote(c) || numeral::is_numeral_char(c);
        while let Some(next) = self.text[self.at..].find(starts) {
            self.at += next;
            if !self.take_number() {
                self.take();
            }
        }
        self.at = self.text.len();
        self.take_number();
    }

    /// Enters the document numbers that begin before the present place; whether one was entered.
    fn take_number(&mut self) -> bool {
        while let Some(number) = self.numbers.pop() {
            if number.span.start < self.floor {
                continue;
            }
            // A place inside the number (令第3号) is no article.
            if number.span.start > self.at {
                self.numbers.push(number);
                return false;
            }
            let (start, mut end) = (number.span.start, number.span.end);
            match number.read {
                // 国务院令第722号第六十四条, 某府发〔2020〕3号文件第二条.
                Ok(read) => {
                    let rest = &self.text[end..];
                    let paper = ["文件", "文"]
                        .iter()
                        .find(|word| rest.starts_with(**word))
                        .map_or(0, |word| word.len());
                    let placed = rest[paper..].trim_start_matches(' ').starts_with('第');
                    let length = end - start + if placed { paper } else { 0 };
                    let floor = std::mem::replace(&mut self.floor, start);
                    end = start + self.with_places(start, length, InstrumentReference::Numbered(read.number));
                    self.floor = floor;
                }
                Err(_) => self
                    .found
                    .push(Err(CitationError { span: number.span, fault: CitationFault::BadDocumentNumber })),
            }
            (self.at, self.floor) = (end, end);
            return true;
        }
        false
    }

    fn take(&mut self) {
        let rest = &self.text[self.at..];
        let taken = match rest.chars().next() {
            Some('《') => Some(self.take_title()),
            Some('〈' | '<') => {
                name::angled(rest).map(|(length, reference)| self.with_places(self.at, length, reference))
            }
            Some(c) if name::opens_quote(c) => self.take_quoted(),
            Some('第') => self.take_places(),
            Some('以') => self.take_definition(),
            Some('本' | '该' | '同' | '上' | '前') => self.take_short(),
            Some(c) if numeral::is_numeral_char(c) => self.take_unsigned(),
            _ => None,
        };
        let step = rest.chars().next().map_or(1, char::len_utf8);
        self.at += taken.unwrap_or(step);
        if taken.is_some() {
            self.floor = self.at;
        }
    }

    fn fail(&mut self, offset: usize, (span, fault): places::Fault) {
        self.found.push(Err(CitationError { span: offset + span.start..offset + span.end, fault }));
    }

    fn take_title(&mut self) -> usize {
        let (length, name) = name::titled(&self.text[self.at..]);
        match name {
            Ok(reference) => {
                let taken = self.with_places(self.at, length, reference);
                taken + self.take_implementing(self.at + taken)
            }
            Err(fault) => {
                self.fail(self.at, fault);
                length
            }
        }
    }

    /// 《甲法》及其实施条例: the second is cited too; the bytes taken.
    fn take_implementing(&mut self, from: usize) -> usize {
        let rest = &self.text[from..];
        let Some((start, length)) = name::implementing(rest) else { return 0 };
        // 及实施意见 may begin another sentence.
        let name = &rest[start..start + length];
        let places = places::read(rest[start + length..].trim_start_matches(' '));
        if !name.starts_with('其') && places.is_none() {
            return 0;
        }
        let reference = InstrumentReference::Unquoted { name: name.to_owned(), said: None };
        start + self.with_places(from + start, length, reference)
    }

    /// A name in other marks than 《》 counts before a place, or when the brackets after it tell more of it.
    fn take_quoted(&mut self) -> Option<usize> {
        let rest = &self.text[self.at..];
        if name::ends_quoted(&self.text[..self.at + rest.chars().next()?.len_utf8()]) {
            return None;
        }
        let (length, reference) = name::in_quotes(rest, &self.aliases)?;
        let told = matches!(
            &reference,
            InstrumentReference::Titled { number, said, alias, .. }
                if number.is_some() || said.is_some() || alias.is_some()
        );
        let placed = rest[length..].trim_start_matches([' ', '\u{3000}']).starts_with('第');
        (told || placed).then(|| self.with_places(self.at, length, reference))
    }

    fn take_short(&mut self) -> Option<usize> {
        let rest = &self.text[self.at..];
        // 合同法第五十二条, 香港基本法第十条: names that end so, read from the place that follows.
        if name::ends_longer(&self.text[..self.at], rest) {
            return None;
        }
        if let Some((length, reference)) = name::short(rest)
            && (rest[length + self.gap(self.at, self.at + length)..].starts_with('第')
                || rest[length + name::divisions(&rest[length..])..].starts_with('第')
                || (may_have_articles(&reference) && places::read_unsigned(&rest[length..]).is_some()))
        {
            let before = self.found.len();
            let taken = self.with_places(self.at, length, reference);
            // 本法第三章: no place that is known here.
            if self.found[before..]
                .iter()
                .any(|found| found.as_ref().is_ok_and(|citation| citation.places.is_empty()))
            {
                self.found.truncate(before);
                return None;
            }
            return Some(taken);
        }
        self.take_bare(self.at)
    }

    /// A name that ends at `from + length`, with the places that may follow: the bytes taken.
    fn with_places(&mut self, from: usize, length: usize, mut reference: InstrumentReference) -> usize {
        if let InstrumentReference::Titled { alias: Some(alias), .. } = &reference {
            self.aliases.push(alias.clone());
        }
        let rest = &self.text[from + length..];
        let gap = self.gap(from, from + length);
        let gap = gap + name::divisions(&rest[gap..]);
        let gap = if rest[gap..].starts_with('第') { gap } else { gap.min(blanks(rest)) };
        let read = if rest[gap..].starts_with('第') {
            places::read_named(&rest[gap..])
        } else if may_have_articles(&reference) {
            places::read_unsigned(&rest[gap..])
        } else {
            None
        };
        let (taken, places) = match read {
            None => (length, Vec::new()),
            Some((more, Ok(places))) => (length + gap + more, places),
            Some((more, Err(fault))) => {
                self.fail(from + length + gap, fault);
                return length + gap + more;
            }
        };
        if let InstrumentReference::Titled { said, .. } = &mut reference
            && said.is_none()
        {
            *said = said::before_name(&self.text[self.floor..from], !places.is_empty());
        }
        self.found.push(Ok(Citation { instrument: Some(reference), places, span: from..from + taken }));
        taken
    }

    /// The length of what stands between a name and its place: blanks, and the break of a printed line. A label that opens
    /// an article there is no place, unless the line before broke off within a sentence.
    fn gap(&self, name: usize, end: usize) -> usize {
        let rest = &self.text[end..];
        let within = blanks(rest);
        let after = rest[within..].strip_prefix("\r\n").or_else(|| rest[within..].strip_prefix('\n'));
        let Some(after) = after else { return within };
        let gap = rest.len() - after.len() + blanks(after);
        let line = self.text[..name].rfind('\n').map_or(0, |at| at + 1);
        let in_sentence = self.text[line..name].contains(is_chinese);
        let label = match label::article(&after[blanks(after)..]) {
            Some(Label::Article(label)) => Some(label),
            _ => None,
        };
        let runs_on = in_sentence && label.is_some_and(|label| !label.spaced);
        // 《甲法》 / 第八十七条, alone on its line; the first article may follow its title so.
        let ends_line = |label: ArticleLabel| {
            let end = after[blanks(after) + label.len..].trim_start_matches([' ', '\u{3000}', '\r']);
            label.number.value != 1 && (end.is_empty() || end.starts_with('\n'))
        };
        let runs_on = runs_on || label.is_some_and(ends_line);
        if rest[gap..].starts_with('第') && (runs_on || !self.opens_article(end + gap)) {
            gap
        } else {
            within
        }
    }

    /// Places without 《》 before them: with a name (刑法第十二条), or alone.
    fn take_places(&mut self) -> Option<usize> {
        if self.opens_article(self.at) {
            return None;
        }
        let before = &self.text[self.floor..self.at];
        let named = name::without_divisions(before);
        if named.len() < before.len()
            && let Before::Name(start) = name::before_place(named, &self.aliases)
        {
            let (taken, read) = places::read_named(&self.text[self.at..])?;
            self.enter_unquoted(start..named.len(), taken, read);
            return Some(taken);
        }
        // 依照停车条例 / 第八条: the break of a printed line.
        let blanks = ['\r', ' ', '\u{3000}'];
        if let Some(line) = before.trim_end_matches(blanks).strip_suffix('\n')
            && let line = line.trim_end_matches(blanks)
            && let Before::Name(start) = name::before_place(line, &self.aliases)
        {
            let (taken, read) = places::read_named(&self.text[self.at..])?;
            self.enter_unquoted(start..line.len(), taken, read);
            return Some(taken);
        }
        let start = match name::before_place(before, &self.aliases) {
            Before::Name(start) => start,
            // Its places are not those of the instrument cited before.
            Before::Paper => return places::read(&self.text[self.at..]).map(|(taken, _)| taken),
            Before::Noun => {
                let read = places::read(&self.text[self.at..]);
                let of_article = |places: &[CitedRange]| {
                    places.first().is_some_and(|range| {
                        !matches!(range.from.article, ArticleStep::This | ArticleStep::Unsaid)
                    })
                };
                return match read {
                    Some((taken, Ok(places))) if of_article(&places) => Some(taken),
                    _ => self.take_bare(self.at),
                };
            }
            Before::Nothing => return self.take_bare(self.at),
        };
        let (taken, read) = places::read_named(&self.text[self.at..])?;
        self.enter_unquoted(start..before.len(), taken, read);
        Some(taken)
    }

    /// 刑法264条, 行政处罚法三十二条: a name without 《》 right before a number without 第.
    fn take_unsigned(&mut self) -> Option<usize> {
        let before = &self.text[self.floor..self.at];
        if !before.trim_end_matches(' ').ends_with(|c| !numeral::is_numeral_char(c)) {
            return None;
        }
        let (taken, read) = places::read_unsigned(&self.text[self.at..])?;
        let Before::Name(start) = name::before_place(before, &self.aliases) else { return None };
        let name = before[start..].trim_end();
        if !(name::has_articles(name) || self.aliases.iter().any(|alias| alias == name)) {
            return None;
        }
        self.enter_unquoted(start..before.len(), taken, read);
        Some(taken)
    }

    /// Enters a name without 《》, which takes up `name` after the floor, with its places.
    fn enter_unquoted(
        &mut self,
        name: Range<usize>,
        taken: usize,
        read: Result<Vec<CitedRange>, places::Fault>,
    ) {
        let before = &self.text[self.floor..self.at];
        let reference = name::unquoted(before[name.clone()].trim_end(), &before[..name.start]);
        let from = self.floor + name.start;
        match read {
            Err(fault) => self.fail(self.at, fault),
            Ok(places) => self.found.push(Ok(Citation {
                instrument: Some(reference),
                places,
                span: from..self.at + taken,
            })),
        }
    }

    /// A label at the beginning of a line, or after a heading that shares the line, with a blank or the end
    /// of the line after it.
    fn opens_article(&self, at: usize) -> bool {
        let line = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        let before = self.text[line..at].trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*'));
        if !(before.is_empty()
            || label::heading(before, false).is_some_and(|heading| heading.end == before.len()))
        {
            return false;
        }
        let rest = &self.text[at..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let Some(Label::Article(label)) = label::article(&rest[..line_end]) else { return false };
        let after = &rest[label.len..line_end];
        // 第十一条专家应当…: some texts leave the blank out.
        let runs_on = before.is_empty() && !label.reference && after.starts_with(is_chinese);
        after.starts_with('*') || runs_on || (label.spaced && label.len < rest.len())
    }

    fn take_bare(&mut self, from: usize) -> Option<usize> {
        let (taken, read) = places::read(&self.text[from..])?;
        match read {
            Err(fault) => self.fail(from, fault),
            Ok(places) => {
                // 第三项 alone counts things as often as it cites them.
                let only_item = places.iter().all(|range| {
                    range.from.paragraph.is_none()
                        && range.from.article == ArticleStep::Unsaid
                        && range.from.item.is_some()
                });
                if only_item && !cites(&self.text[from + taken..]) {
                    return None;
                }
                if let [CitedRange { from: place, to: None }] = &places[..]
                    && counts_things(place, &self.text[from + taken..])
                {
                    return Some(taken);
                }
                self.found.push(Ok(Citation { instrument: None, places, span: from..from + taken }));
            }
        }
        Some(taken)
    }

    /// 以下简称《纪要》 without a title before it (a number or a plain name): the name becomes known.
    fn take_definition(&mut self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let length =
            ["以下简称", "以下称"].iter().find(|word| rest.starts_with(**word)).map(|word| word.len())?;
        let end = rest.find(['）', ')', '\n']).unwrap_or(rest.len());
        self.aliases.extend(name::abbreviation(&rest[..end]));
        Some(length)
    }
}

/// Whether a number without 第 after the name is an article: 《刑法》264条, 本条例十二条.
fn may_have_articles(reference: &InstrumentReference) -> bool {
    match reference {
        InstrumentReference::Titled { title, .. } => name::has_articles(title),
        InstrumentReference::This(kind) | InstrumentReference::That(kind) => name::has_articles(kind),
        InstrumentReference::Numbered(_) | InstrumentReference::Unquoted { .. } => false,
    }
}

/// 第三条跑道, 第二款产品: 条 and 款 count things.
fn counts_things(place: &CitedPlace, after: &str) -> bool {
    const ROADS: &str = "街 路 道路 公路 铁路 高速 地铁 轨道 跑道 通道 航线 线路 管道 管线 隧道 河 沟 渠 生产线 产线 消息 \
        新闻 短信 措施 建议 意见 经验 途径 路径 渠道 红线 底线 战线";
    const WARES: &str = "产品 手机 车型 软件 游戏 应用 新品 设备";
    let things = |things: &str| things.split(' ').any(|thing| after.starts_with(thing));
    match (place.article, place.paragraph, place.item) {
        (ArticleStep::Number(_), None, None) => things(ROADS) && !after.starts_with("街道办"),
        (ArticleStep::Unsaid, Some(Step::Number(_)), None) => things(WARES),
        _ => false,
    }
}

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\u{3000}']).len()
}

fn cites(after: &str) -> bool {
    ["规定", "所列", "所称", "所指", "的规定", "情形", "中的", "以外", "外"]
        .iter()
        .any(|word| after.starts_with(word))
}
