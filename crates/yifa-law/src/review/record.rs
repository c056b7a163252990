//! C08, C15, C16: what the register tells about publication and procedure.

use super::reading::Reading;
use super::{Check, Finding, Kind, Says, Severity};
use jiff::civil::Date;

/// What a register knows about a document. Every part may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The title, when the text has none.
    pub title: Option<String>,
    /// The maker.
    pub maker: Option<String>,
    /// Names of the maker's powers; `None` when no list of powers is kept.
    pub powers: Option<Vec<String>>,
    /// Which steps are recorded.
    pub steps: Steps,
    /// The day of signature.
    pub signed_on: Option<Date>,
    /// Publications; `None` when nothing is recorded yet because it is a draft.
    pub publications: Option<Vec<Publication>>,
    /// The digest of the text that is kept.
    pub text_digest: Option<String>,
    /// The day of effect.
    pub in_force_from: Option<Date>,
    /// The last day of validity.
    pub valid_until: Option<Date>,
    /// Whether it was assessed again before the end of its term.
    pub assessed: bool,
    /// The ground for taking effect at once.
    pub immediate_ground: Option<String>,
    /// The legality review: given in, opinion given.
    pub reviewed: Option<(Date, Date)>,
    /// The ground of urgency for a shorter review.
    pub urgent_ground: Option<String>,
    /// Whether the fair-competition review is recorded.
    pub fair_competition: bool,
    /// The articles that the maker declares to touch rights and duties, as written; `None` while nothing is declared.
    pub declared_rights: Option<Vec<String>>,
}

/// Which steps of the procedure are recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steps {
    /// How far it came: only steps that lie behind it can be missing.
    pub adopted: bool,
    /// Public comment.
    pub comment: bool,
    /// Collective deliberation.
    pub deliberation: bool,
    /// Filing; asked only when its limit is over.
    pub filing: Option<bool>,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Where: `gazette`, `site`, `media`, `account`.
    pub channel: String,
    /// When.
    pub on: Date,
    /// The digest of the published text, when it was taken.
    pub digest: Option<String>,
}

impl Record {
    /// The first day of publication.
    pub fn published_on(&self) -> Option<Date> {
        self.publications.as_ref()?.iter().map(|publication| publication.on).min()
    }
}

/// C08.
pub(super) fn check_publication(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let Some(record) = reading.record.filter(|record| record.steps.adopted) else { return };
    let Some(publications) = &record.publications else { return };
    let finding = |severity, says| Finding::new(Check::NotPublished, severity, reading.title_span(), says);
    if publications.is_empty() {
        found.push(finding(Severity::Hard, Says::NeverPublished));
        return;
    }
    let counts = |publication: &&Publication| reading.parameters.channels.contains(&publication.channel);
    if !publications.iter().any(|publication| counts(&publication)) {
        let channels: Vec<&str> = publications.iter().map(|one| one.channel.as_str()).collect();
        found.push(
            finding(Severity::MustAnswer, Says::PublishedElsewhere).with("channel", channels.join("、")),
        );
    }
    let differs =
        |publication: &Publication| publication.digest.is_some() && publication.digest != record.text_digest;
    if record.text_digest.is_some() && publications.iter().any(differs) {
        found.push(finding(Severity::Hard, Says::HashDiffers));
    }
}

/// C15 and C16.
pub(super) fn check_procedure(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let Some(record) = reading.record.filter(|_| reading.kind == Kind::NormativeDocument) else { return };
    if record.steps.adopted {
        let made = &record.steps;
        let steps = [
            (made.comment, "comment", Severity::MustAnswer),
            (record.reviewed.is_some(), "legality-review", Severity::Hard),
            (made.deliberation, "deliberation", Severity::Hard),
            (made.filing != Some(false), "filing", Severity::MustAnswer),
        ];
        for (_, step, severity) in steps.iter().filter(|(done, ..)| !done) {
            found.push(
                Finding::new(Check::MissingStep, *severity, reading.title_span(), Says::StepMissing)
                    .with("step", step),
            );
        }
    }
    review_length(reading, record, found);
}

fn review_length(reading: &Reading<'_>, record: &Record, found: &mut Vec<Finding>) {
    let Some((given, answered)) = record.reviewed else { return };
    let limits = &reading.parameters.review_days;
    let (least, most) = limits.value;
    let days = reading.parameters.calendar.working_days(given, answered);
    let finding = |says| {
        Finding::new(Check::ReviewLength, Severity::MustAnswer, reading.title_span(), says)
            .with("days", days)
            .with("source", &limits.source)
    };
    if days < least && record.urgent_ground.is_none() {
        found.push(finding(Says::ReviewShort).with("least", least));
    } else if days > most {
        found.push(finding(Says::ReviewLong).with("most", most));
    }
}
