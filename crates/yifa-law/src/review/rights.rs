//! C24: what the maker declares to touch rights and duties, beside what the checks find.

use std::collections::BTreeSet;

use super::reading::Reading;
use super::{Check, Finding, Kind, Says, Severity};
use crate::place::ArticleNumber;
use crate::text::label::{Label, article};

/// The checks whose findings mean that an article touches rights or duties.
const TOUCHING: [Check; 5] =
    [Check::SetsPenalty, Check::SetsPermit, Check::SetsCoercion, Check::SetsCharge, Check::AddsDuty];

/// After all others: it reads what they found. A row whose article cannot be read is left to people.
pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    if reading.kind != Kind::NormativeDocument {
        return;
    }
    let Some(declared) = reading.record.and_then(|record| record.declared_rights.as_ref()) else { return };
    let declared: BTreeSet<ArticleNumber> = declared.iter().filter_map(|written| read(written)).collect();
    let of = |severity, span, says, number: &ArticleNumber| {
        Finding::new(Check::DeclaredRights, severity, span, says).with("place", number)
    };
    let (mut touched, mut differs) = (BTreeSet::new(), Vec::new());
    for one in found.iter().filter(|one| TOUCHING.contains(&one.check)) {
        let unit = reading.units.iter().find(|unit| unit.span.contains(&one.span.start));
        let Some(number) = unit.and_then(|unit| unit.article) else { continue };
        if touched.insert(number) && !declared.contains(&number) {
            differs.push(of(Severity::MustAnswer, one.span.clone(), Says::RightsUndeclared, &number));
        }
    }
    for number in declared.difference(&touched) {
        let unit = reading.units.iter().find(|unit| unit.article == Some(*number));
        differs.push(match unit {
            Some(unit) => {
                let span = unit.sentences.first().map_or_else(|| unit.span.clone(), |one| one.span());
                of(Severity::Information, span, Says::RightsDeclaredOnly, number)
            }
            None => of(Severity::MustAnswer, reading.title_span(), Says::RightsNoArticle, number),
        });
    }
    found.extend(differs);
}

/// 第五条, 第五条第二款, 第五条之一.
fn read(written: &str) -> Option<ArticleNumber> {
    match article(written.trim())? {
        Label::Article(label) => Some(label.number),
        Label::Malformed(_) => None,
    }
}
