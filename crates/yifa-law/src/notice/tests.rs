//! The notice as a whole: shared texts, invented notices, bad input, properties.

mod invented;
mod obligations;
mod properties;
mod shared;

use super::*;

/// Spans are whole characters of the text, items are in order and inside their parents.
pub(super) fn check_shape(text: &str, notice: &Notice, name: &str) {
    let inside =
        |span: &std::ops::Range<usize>| assert!(text.get(span.clone()).is_some(), "{name}: {span:?}");
    let mut open: Vec<&Item> = Vec::new();
    let mut last = 0;
    for item in &notice.items {
        inside(&item.span);
        item.text_spans.iter().for_each(inside);
        item.cites.iter().for_each(|cite| inside(&cite.span));
        for obligation in &item.obligations {
            inside(&obligation.span);
            let is_own = item.span.start <= obligation.span.start && obligation.span.end <= item.span.end;
            assert!(is_own, "{name}: an obligation outside {}", item.path);
        }
        assert!(item.span.start >= last, "{name}: {} begins before the item before it", item.path);
        last = item.span.start;
        open.truncate(item.level - 1);
        assert_eq!(open.len(), item.level - 1, "{name}: {} skips a level", item.path);
        if let Some(parent) = open.last() {
            assert!(item.span.end <= parent.span.end, "{name}: {} leaves {}", item.path, parent.path);
            assert!(item.path.starts_with(&format!("{}.", parent.path)), "{name}: {}", item.path);
        }
        open.push(item);
    }
    notice.findings.iter().for_each(|finding| inside(&finding.span));
    notice.title_span.iter().for_each(inside);
    inside(&notice.preamble_span);
}
