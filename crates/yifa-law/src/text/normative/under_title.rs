//! What stands in brackets under the title, where no clause says it: （某府规〔2023〕5号，2023年3月1日公布，自2023年4月1日起施行，
//! 有效期延长至2028年3月31日）.

use super::Line;
use super::term::{self, Effect};
use crate::dates;
use crate::fold::fold;
use crate::numeral;
use jiff::civil::Date;

/// What the brackets say of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct UnderTitle {
    /// 公布, 印发.
    pub(super) issued: Option<Date>,
    /// 自…起施行.
    pub(super) effective: Option<Date>,
    /// 有效期至….
    pub(super) valid_until: Option<Date>,
    /// 有效期延长至…: decided after the document was made, so that its own clause no longer counts.
    pub(super) prolonged_until: Option<Date>,
}

/// Brackets stand among so many lines.
const HEAD: usize = 15;
/// They run over no more.
const LINES: usize = 6;

const ISSUED: [&str; 4] = ["印发", "公布", "发布", "颁布"];
const PROLONGED: [&str; 6] = ["延长", "延续", "延期", "顺延", "续期", "展期"];

/// Reads the brackets among the lines above the byte at which the body begins.
pub(super) fn read(source: &str, lines: &[Line], body: usize) -> UnderTitle {
    let above = lines.iter().take_while(|line| line.span.start < body).take(HEAD);
    let texts: Vec<String> = above.map(|line| plain(&source[line.span.clone()])).collect();
    let mut found = UnderTitle::default();
    for at in 0..texts.len() {
        let Some(inner) = bracketed(&texts[at..]) else { continue };
        found.read(&without_titles(&inner));
    }
    found
}

fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words of a bracket that begins a line and ends one; a label （一） is none.
fn bracketed(texts: &[String]) -> Option<String> {
    let first = texts.first()?.strip_prefix(['（', '('])?;
    let is_label = numeral::prefix(first).is_some_and(|(length, _)| first[length..].starts_with(['）', ')']));
    if is_label {
        return None;
    }
    let mut inner = String::new();
    for text in texts.iter().take(LINES) {
        inner.push_str(text);
        if let Some(whole) = inner.strip_suffix(['）', ')']) {
            return whole.strip_prefix(['（', '(']).map(ToOwned::to_owned);
        }
    }
    None
}

/// Without the titles of other documents and what stands in them.
fn without_titles(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *c != '》'
    };
    text.chars().filter(outside).collect()
}

impl UnderTitle {
    fn read(&mut self, inner: &str) {
        let of_issue = dates::find(inner).into_iter().find(|written| {
            let after = inner[written.span.end..].split(['，', ',', '；', ';', '。']).next();
            after.is_some_and(|after| ISSUED.iter().any(|act| after.contains(act)))
        });
        self.issued = self.issued.or_else(|| of_issue?.date());
        if let Some(Effect::On(from)) = term::effect(inner, &[]) {
            self.effective = self.effective.or(Some(from));
        }
        let Some((between, until)) = term::told_until(inner) else { return };
        let prolonged = PROLONGED.iter().any(|word| between.contains(word));
        let place = if prolonged { &mut self.prolonged_until } else { &mut self.valid_until };
        // Of several prolongations the last counts.
        *place = (*place).max(Some(until));
    }
}
