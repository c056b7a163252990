//! Normative documents 规范性文件: number, dates and term, read from the document itself.
//!
//! Owns: finding the document's own number, the day of issue, the day of effect and the last day of validity
//! in the places where documents state them, and holding back a document whose digits cannot be trusted. It
//! must not know local rules on terms: a document that states no term has none here.

mod clause;
mod makers;
mod term;
mod trust;
mod under_title;

pub use makers::parted;
pub use trust::Distrust;

use super::line::{self, Line};
use super::notes::Notes;
use super::title;
use super::{HistoryKind, IrregularityKind, Statute};
use crate::dates;
use crate::docnumber::{self, DocumentNumber, Oddity, ReadNumber};
use crate::fold::fold;
use clause::Clause;
use jiff::civil::Date;
use std::ops::Range;
use term::{Effect, Term};

/// A document and what it says about itself.
///
/// ```
/// use jiff::civil::date;
/// use yifa_law::text::normative::NormativeDocument;
/// let document = NormativeDocument::read(
///     "关于印发某办法的通知\n某府发〔2022〕6号\n各区县：\n现将某办法印发给你们。\n某市人民政府\n2022年1月1日\n\
///      某办法\n第一条　甲。\n第二条　本办法自印发之日起施行，有效期五年。\n",
/// );
/// assert_eq!(document.number.unwrap().number.to_string(), "某府发〔2022〕6号");
/// assert_eq!(document.valid_until, Some(date(2026, 12, 31)));
/// assert!(document.distrust.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormativeDocument {
    /// The text as articles; its irregularities belong to the document.
    pub statute: Statute,
    /// Its own number, never one that it cites.
    pub number: Option<ReadNumber>,
    /// The numbers that the other makers of a joint paper gave it, in the order of the text.
    pub joint_numbers: Vec<DocumentNumber>,
    /// The day of issue 成文日期: that of the signature, else that of the page it came from.
    pub issued: Option<Date>,
    /// The first day in force.
    pub effective: Option<Date>,
    /// Whether it takes effect from its issue or promulgation 自公布之日起施行, rather than on a day that it names.
    pub from_issue: bool,
    /// The last day of validity. A term of n years ends on the day before the n-th anniversary of the day of
    /// effect. `None` when the document states no term.
    pub valid_until: Option<Date>,
    /// What is odd about its dates.
    pub findings: Vec<NormativeFinding>,
    /// Why its digits cannot be trusted; a document with any of these is held back: nothing in it may be
    /// cited until a person has compared it with the original.
    pub distrust: Vec<Distrust>,
    /// The bodies that sign it, else those at its head; empty when none is named.
    pub makers: Vec<String>,
    /// What was written above it.
    pub notes: Notes,
}

/// What is odd about the dates of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NormativeFinding {
    /// It takes effect before it was issued.
    EffectBeforeIssue,
    /// It takes effect some days after issue. They were counted from the day of issue, when they are no working days; a
    /// person compares it with the day of publication.
    EffectAfterDays,
    /// It names a term but no day from which it can be counted.
    TermWithoutStart,
}

impl NormativeDocument {
    /// Reads a document. Never fails: what is not stated stays `None`.
    pub fn read(source: impl Into<String>) -> Self {
        let statute = Statute::read(source);
        let source = statute.source();
        let lines = line::lines(source);
        let notes = Notes::read(source);
        let own = own_lines(&statute, &lines);
        let number = own_number(source, own, &statute)
            .or_else(|| docnumber::parse(notes.number.as_deref()?).ok().filter(is_plain));
        let joint = joint_numbers(source, own, number.as_ref(), &statute);
        let body = statute.articles.first().map_or(usize::MAX, |article| article.span.start);
        let under = under_title::read(source, own, body);
        let signed = signature(source, own);
        let title = statute.title.as_deref();
        let clause = clause::find(source, without_forwarded(source, own, title), title);
        let from_issue = clause.as_ref().is_some_and(|clause| clause.effect == Some(Effect::FromIssue));
        let mut findings = Vec::new();
        let issued = signed
            .or(notes.issued)
            .or_else(|| issue_in_history(&statute))
            .or(under.issued)
            .or(notes.published)
            .or(notes.dated)
            .or_else(|| notes.effective.filter(|_| from_issue));
        let effective = effective(clause.as_ref(), issued, notes.effective, &mut findings)
            .or_else(|| effect_in_history(&statute))
            .or(under.effective);
        let said = valid_until(clause.as_ref(), effective, &mut findings);
        let valid_until = under.prolonged_until.or(said).or(under.valid_until).or(notes.valid_until);
        if let (Some(effective), Some(issued)) = (effective, issued)
            && effective < issued
        {
            findings.push(NormativeFinding::EffectBeforeIssue);
        }
        let distrust = trust::examine(source, &lines);
        // What was misread gives no number and no day, not even a likely one.
        let trusted = distrust.is_empty();
        findings.retain(|_| trusted);
        let makers = makers::read(source, own, statute.title.as_deref());
        Self {
            number: number.filter(|_| trusted),
            joint_numbers: if trusted { joint } else { Vec::new() },
            issued: issued.filter(|_| trusted),
            effective: effective.filter(|_| trusted),
            from_issue,
            valid_until: valid_until.filter(|_| trusted),
            findings,
            distrust,
            makers,
            notes,
            statute,
        }
    }

    /// Whether it is written in Chinese, so that the checks can read it; a text without letters is not told.
    pub fn is_chinese(&self) -> bool {
        let letters = self.statute.source().chars().filter(|c| c.is_alphabetic());
        let (mut all, mut chinese) = (0_usize, 0_usize);
        for c in letters {
            all += 1;
            chinese += usize::from(('\u{3400}'..='\u{9FFF}').contains(&c));
        }
        all == 0 || chinese * 5 >= all
    }

    /// Whether the document is held back: some of its digits cannot be. It has no number and no day then.
    pub fn is_quarantined(&self) -> bool {
        !self.distrust.is_empty()
    }
}

/// The lines of the document itself: those before a second document that was glued on.
fn own_lines<'a>(statute: &Statute, lines: &'a [Line]) -> &'a [Line] {
    let glued = statute.irregularities.iter().find(|found| found.kind == IrregularityKind::GluedDocument);
    let end = glued.map_or(usize::MAX, |found| found.span.start);
    &lines[..lines.partition_point(|line| line.span.start < end)]
}

/// The lines of a notice 转发 without the paper that it hands on, which has a signature or a number of its own. When that
/// takes effect was said by those who made it.
fn without_forwarded<'a>(source: &str, lines: &'a [Line], title: Option<&str>) -> &'a [Line] {
    if !title.is_some_and(|title| fold(title).replace("批转", "").contains("转发")) {
        return lines;
    }
    let text = |line: &Line| &source[line.span.clone()];
    let signed = |line: &Line| makers::day(text(line)).is_some_and(|signed| signed.date.is_some());
    let Some(end) = lines.iter().position(signed) else { return lines };
    let (own, rest) = lines.split_at(end + 1);
    let numbered = |line: &Line| docnumber::parse(text(line)).is_ok_and(|read| is_plain(&read));
    if rest.iter().any(|line| signed(line) || numbered(line)) { own } else { lines }
}

/// The number that stands on a line of its own before the first article, or after a label.
fn own_number(source: &str, lines: &[Line], statute: &Statute) -> Option<ReadNumber> {
    let body = statute.articles.first().map_or(usize::MAX, |article| article.span.start);
    let head = lines.iter().take_while(|line| line.span.start < body).take(HEAD_LINES);
    let whole = |text: &str| plain_numbers(text).into_iter().next();
    let labelled =
        |text: &str| text.contains("文号").then(|| docnumber::find(text).into_iter().next()).flatten();
    let texts: Vec<&str> = head.map(|line| source[line.span.clone()].trim_matches('*')).collect();
    let one = texts.iter().find_map(|text| {
        whole(text)
            .or_else(|| whole(before_day(text)?))
            .or_else(|| whole(title::after_number(text)?.0))
            .or_else(|| labelled(text).and_then(|found| found.read.ok()))
    });
    one.or_else(|| texts.windows(2).find_map(|pair| whole(&below_its_maker(pair)?)))
        .or_else(|| (1..texts.len()).find_map(|at| whole(&below_its_kind(&texts[..=at])?)))
        .or_else(|| whole(&below_its_title(&texts, statute.title.as_deref()?)?))
        .or_else(|| promulgated_by(statute).filter(is_plain))
}

/// The numbers of a line that has nothing else.
fn plain_numbers(text: &str) -> Vec<ReadNumber> {
    let read: Vec<_> = docnumber::parse_all(text).into_iter().flatten().collect();
    if read.iter().all(is_plain) { read } else { Vec::new() }
}

/// The other numbers of a joint paper: on the line of its own number, or on the lines right below it.
fn joint_numbers(
    source: &str,
    lines: &[Line],
    own: Option<&ReadNumber>,
    statute: &Statute,
) -> Vec<DocumentNumber> {
    let Some(own) = own else { return Vec::new() };
    let body = statute.articles.first().map_or(usize::MAX, |article| article.span.start);
    let head = lines.iter().take_while(|line| line.span.start < body).take(HEAD_LINES);
    let all = head.map(|line| plain_numbers(source[line.span.clone()].trim_matches('*')));
    let named = |numbers: &Vec<ReadNumber>| numbers.first().is_some_and(|one| one.number == own.number);
    let all = all.skip_while(|numbers| !named(numbers)).take_while(|numbers| !numbers.is_empty());
    let mut joint: Vec<DocumentNumber> = Vec::new();
    for number in all.flatten().map(|read| read.number).filter(|number| *number != own.number) {
        if !joint.contains(&number) {
            joint.push(number);
        }
    }
    joint
}

/// 某厅关于…的公告 / 2023年第8号: the title tells the maker and the kind of paper.
fn below_its_title(texts: &[&str], title: &str) -> Option<String> {
    let kind = ["公告", "通告"].into_iter().find(|kind| title.ends_with(kind))?;
    let (makers, _) = title.split_once("关于")?;
    let makers: Vec<&str> = makers.split(['、', ' ', '\u{3000}']).filter(|maker| !maker.is_empty()).collect();
    let named = !makers.is_empty() && makers.iter().all(|maker| title::is_maker(maker));
    let number = texts.windows(2).find(|pair| title.ends_with(pair[0]) && pair[0].ends_with(kind))?[1];
    let number = number.trim_matches(['（', '）', '(', ')']);
    let counted = number.starts_with('第') || number.starts_with(|c: char| c.is_ascii_digit());
    (named && counted && number.ends_with('号')).then(|| format!("{}{kind}{number}", makers.concat()))
}

/// 某部 / 某局 / 令 / 第23号: one number, the kind of paper on a line of its own under the bodies.
fn below_its_kind(texts: &[&str]) -> Option<String> {
    let [above @ .., kind, number] = texts else { return None };
    let plain = |text: &str| text.chars().filter(|c| !line::is_blank(*c)).collect::<String>();
    let (kind, number) = (plain(kind), plain(number));
    let number = number.trim_matches(['（', '）', '(', ')']);
    let counted = number.starts_with('第') || number.starts_with(|c: char| c.is_ascii_digit());
    if !(["令", "公告", "通告"].contains(&kind.as_str()) && counted && number.ends_with('号')) {
        return None;
    }
    let bodies: Vec<&str> = above.iter().rev().copied().take_while(|text| title::is_maker(text)).collect();
    let bodies: Vec<String> = bodies.into_iter().rev().map(plain).map(without_republic).collect();
    (!bodies.is_empty()).then(|| format!("{}{kind}{number}", bodies.concat()))
}

fn without_republic(name: String) -> String {
    name.strip_prefix("中华人民共和国").map_or(name.clone(), ToOwned::to_owned)
}

/// （2021年12月30日某市人民政府令第101号公布　…）: the order under the title. Once the text was amended, which number it bears
/// is not sure.
fn promulgated_by(statute: &Statute) -> Option<ReadNumber> {
    if statute.history.iter().any(|entry| ["修订", "修正", "修改"].iter().any(|act| entry.act.contains(act)))
    {
        return None;
    }
    let acts = statute.history.iter().flat_map(|entry| {
        let found = docnumber::find(&entry.act).into_iter();
        found.map(|found| (found.read, &entry.act[found.span.end..]))
    });
    let mut acts = acts.filter_map(|(read, after)| Some((read.ok()?, after)));
    let (read, after) = acts.next()?;
    let made = ["公布", "发布", "颁布"].iter().any(|act| after.trim_start().starts_with(act));
    let is_order = matches!(read.number, DocumentNumber::Order { .. } | DocumentNumber::Announced { .. });
    (made && is_order && acts.next().is_none()).then_some(read)
}

/// （某府发〔2022〕6号　2022年1月1日）, （某府发〔2022〕6号，2022年1月1日印发）: the words before the day.
fn before_day(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let inner = makers::without_issue(inner);
    let day = dates::find(inner).into_iter().next_back().filter(|day| day.span.end == inner.len())?;
    Some(inner[..day.span.start].trim_end_matches(['，', '、', ' ', '\u{3000}']))
}

/// 某市人民政府令 / 第35号; 某市某局公告 / 2024年第3号: one number over two lines.
fn below_its_maker(pair: &[&str]) -> Option<String> {
    let [head, number] = pair else { return None };
    let number = number.trim_matches(['（', '）', '(', ')']);
    let counted = number.starts_with('第') || number.starts_with(|c: char| c.is_ascii_digit());
    (title::heads_order(head) && counted && number.ends_with('号')).then(|| format!("{head}{number}"))
}

/// A document names its own number near its beginning.
const HEAD_LINES: usize = 60;

fn is_plain(read: &ReadNumber) -> bool {
    let mark = match &read.number {
        DocumentNumber::Yearly { mark, .. } | DocumentNumber::Announced { mark, .. } => mark,
        DocumentNumber::Order { issuer, .. } => issuer,
    };
    let written = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || "（）()".contains(c);
    mark.chars().all(written)
        && !["根据", "按照", "依据", "关于"].iter().any(|word| mark.contains(word))
        && !read.oddities.iter().any(|oddity| matches!(oddity, Oddity::Trailing(_) | Oddity::NoMark))
}

/// The day of the first signature.
fn signature(source: &str, lines: &[Line]) -> Option<Date> {
    lines.iter().find_map(|line| makers::day(&source[line.span.clone()])?.date)
}

fn issue_in_history(statute: &Statute) -> Option<Date> {
    let issue = |act: &str| ["公布", "发布", "印发", "颁布"].iter().any(|word| act.contains(word));
    statute.history.iter().filter(|entry| issue(&entry.act)).map(|entry| entry.date).max()
}

/// （2022年7月20日某县人民政府令第12号公布　自2022年9月1日起施行）: the day under the title, where no clause tells one.
fn effect_in_history(statute: &Statute) -> Option<Date> {
    let told = statute.history.iter().filter(|entry| entry.kind == HistoryKind::InForce);
    told.map(|entry| entry.date).max()
}

fn effective(
    clause: Option<&Clause>,
    issued: Option<Date>,
    noted: Option<Date>,
    findings: &mut Vec<NormativeFinding>,
) -> Option<Date> {
    match clause?.effect? {
        Effect::On(date) => Some(date),
        Effect::FromIssue => noted.or(issued),
        Effect::AfterIssue(wait) => {
            findings.push(NormativeFinding::EffectAfterDays);
            noted.or_else(|| issued.and_then(|issued| wait.and_then(|wait| wait.after(issued))))
        }
    }
}

fn valid_until(
    clause: Option<&Clause>,
    effective: Option<Date>,
    findings: &mut Vec<NormativeFinding>,
) -> Option<Date> {
    match clause?.term.as_ref()? {
        Term::Until(date) => Some(*date),
        Term::Months(months) => counted(effective.and_then(|from| last_day(from, *months)), findings),
        Term::Days(days) => counted(
            effective.and_then(|from| from.checked_add(jiff::Span::new().try_days(*days - 1).ok()?).ok()),
            findings,
        ),
    }
}

fn counted(end: Option<Date>, findings: &mut Vec<NormativeFinding>) -> Option<Date> {
    if end.is_none() {
        findings.push(NormativeFinding::TermWithoutStart);
    }
    end
}

/// The day before the anniversary; the anniversary of 29 February in a common year is 1 March, so that the
/// term keeps its last day of February.
fn last_day(from: Date, months: i32) -> Option<Date> {
    let anniversary = from.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
    if anniversary.day() == from.day() { anniversary.yesterday().ok() } else { Some(anniversary) }
}

type Span = Range<usize>;

#[cfg(test)]
mod tests;
