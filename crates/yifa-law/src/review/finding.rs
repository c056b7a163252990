//! Findings: codes with values; sentences are made elsewhere.

use super::{Check, Severity};
use std::collections::BTreeMap;
use std::ops::Range;

/// A fact about a text that a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which check found it.
    pub check: Check,
    /// How heavy it is.
    pub severity: Severity,
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// What it says.
    pub says: Says,
    /// What the sentence names: titles, places, days, figures, in the words of the text.
    pub values: BTreeMap<&'static str, String>,
    /// The words that would take the place of the span, where a machine can tell.
    pub replacement: Option<String>,
}

impl Finding {
    /// A finding without values.
    pub(super) fn new(check: Check, severity: Severity, span: Range<usize>, says: Says) -> Self {
        Self { check, severity, span, says, values: BTreeMap::new(), replacement: None }
    }

    /// With a value.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.insert(name, value.to_string());
        self
    }

    /// With a proposal in words of the text.
    pub(super) fn replace_by(mut self, words: impl Into<String>) -> Self {
        self.replacement = Some(words.into());
        self
    }

    /// The citations on which the finding rests: those of the check, and the source of a parameter when one decided.
    pub fn basis(&self) -> Vec<String> {
        let own = self.check.basis().iter().map(|basis| (*basis).to_owned());
        let mut basis: Vec<String> = own.collect();
        // A parameter may come from the very document on which the check rests.
        basis.extend(self.values.get("source").filter(|source| !basis.contains(source)).cloned());
        basis
    }
}

macro_rules! says {
    ($($name:ident $code:literal [$($value:literal)*] $doc:literal;)*) => {
        /// What a finding says. The sentences have places for the values named here.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Says { $(#[doc = $doc] $name),* }

        impl Says {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// A stable word for machines and for the key of the sentence.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The names of its values.
            pub fn values(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($value),*]),* }
            }
        }
    };
}

says! {
    Ended "ended" ["title" "since"] "The instrument has ended.";
    EndedBy "ended-by" ["title" "since" "by"] "The instrument was ended by a text that is named.";
    EndedSoleBasis "ended-sole-basis" ["title" "since"] "It has ended and is the only basis of the article.";
    EndsLater "ends-later" ["title" "since"] "It is in force but an end is decided.";
    Superseded "superseded" ["title" "said" "since"] "The version that is cited was replaced by a later one.";
    NotYetInForce "not-yet-in-force" ["title" "from"] "It is not in force yet.";
    Unpublished "unpublished" ["title"] "It was never published.";
    Ambiguous "ambiguous" ["title"] "Several instruments have the name and a day does not decide.";
    RepealsItself "repeals-itself" ["title"] "It repeals an instrument of its own name and day.";
    RepealsHigher "repeals-higher" ["title"] "It repeals an instrument of a higher rank.";
    RepealsEnded "repeals-ended" ["title" "since"] "It repeals what has ended already.";
    RepealsLaterNamesake "repeals-later-namesake" ["title" "adopted"] "The only instrument of that name is younger.";
    RepealsInPart "repeals-in-part" [] "It repeals what does not agree with it, without naming it.";
    NoSuchArticle "no-such-article" ["title" "place" "last"] "The version in force ends before that article.";
    NoSuchPlace "no-such-place" ["title" "place"] "The article is there; the paragraph, item or subitem is not.";
    ArticleGone "article-gone" ["title" "place" "then"] "The article was there when the text was made.";
    Moved "moved" ["title" "place" "then" "to" "share"] "The words stand under another number today.";
    MovedByTable "moved-by-table" ["title" "place" "to" "since" "source"] "A table of renumbering names another number.";
    OlderVersionUnknown "older-version-unknown" ["title" "place" "since"] "The version of the text's own day is not at hand.";
    Changed "changed" ["title" "place" "then" "today"] "The words have changed.";
    FiguresChanged "figures-changed" ["title" "place" "then" "today"] "The figures have changed.";
    TermOver "term-over" ["until"] "The term written in the text is over.";
    TermOverByRule "term-over-by-rule" ["from" "years" "until" "source"] "No term is written; the local maximum is over.";
    TermWithoutStart "term-without-start" [] "A term is written, but no day from which it counts.";
    TermBeforeStart "term-before-start" ["from" "until"] "The term ends before the day of effect.";
    TermTooLong "term-too-long" ["from" "until" "years" "source"] "The term is longer than the local maximum.";
    TermEnding "term-ending" ["until" "days"] "The term ends soon.";
    NeverPublished "never-published" [] "No publication is recorded.";
    PublishedElsewhere "published-elsewhere" ["channel"] "It was published only where publication does not count.";
    HashDiffers "hash-differs" [] "The published text is not this one.";
    Penalty "penalty" ["words"] "It sets a penalty and cites nothing for it.";
    PenaltyInNormative "penalty-outside-range" ["words" "cited" "range"] "The amount lies outside the range that the cited article gives.";
    Permit "permit" ["words"] "It makes an act depend on a permission.";
    Coercion "coercion" ["words"] "It sets a coercive measure.";
    Charge "charge" ["words"] "It lets something be charged.";
    Market "market" ["words"] "It may restrict entry or competition.";
    Duty "duty" ["words"] "It adds a duty or cuts a right.";
    StepMissing "step-missing" ["step"] "A step is not recorded.";
    ReviewShort "review-short" ["days" "least" "source"] "The review took fewer working days.";
    ReviewLong "review-long" ["days" "most" "source"] "The review took more working days.";
    NoSuchPower "no-such-power" ["maker"] "No power of the maker matches the subject.";
    MakerGone "maker-gone" ["maker" "since" "now"] "The maker is no more.";
    SameWords "same-words" ["title" "share"] "Another document in force has most of the same words.";
    Contradicts "contradicts" ["title" "place" "here" "there"] "The same rule has other figures in another document.";
    EffectBefore "effect-before" ["effective" "published"] "The day of effect lies before the day of issue or publication.";
    OwnArticle "own-article" ["place"] "The document has no such article.";
    OwnPlace "own-place" ["place"] "The article has no such paragraph or item.";
    NothingBefore "nothing-before" ["words"] "Nothing stands before it.";
    Malformed "malformed" ["words"] "It looks like a citation and cannot be read.";
    NoAnnex "no-annex" ["annex"] "The annex is not in the text.";
    CalledRegulation "called-regulation" ["title"] "Only regulations are called 条例.";
    NoNumber "no-number" [] "It has no document number.";
    NumberForm "number-form" ["number"] "The number is not written in the prescribed form.";
    NumberTaken "number-taken" ["number" "title"] "Another document has the number.";
    TaskYear "task-year" ["words" "year"] "The time that it was made for is over.";
    DeadlinePast "deadline-past" ["words" "until"] "The day by which it was to be done is over.";
    BodiesGone "bodies-gone" ["bodies"] "Every body that it names is no more.";
    OldName "old-name" ["old" "new" "since" "source" "times"] "The body has another name today.";
    RightsUndeclared "rights-undeclared" ["place"] "The checks find something in an article that is not declared to touch rights.";
    RightsDeclaredOnly "rights-declared-only" ["place"] "An article is declared to touch rights, and the checks find nothing in it.";
    RightsNoArticle "rights-no-article" ["place"] "An article is declared to touch rights that the text does not have.";
    OutsideFourFields "outside-four-fields" [] "No word of the four fields occurs in title and purpose.";
    PenaltyKind "penalty-kind" ["words"] "A rule may set warnings, public criticism and fines only.";
    AboveCap "above-cap" ["words" "cap" "province" "source"] "The fine is above the cap.";
    OutsideUpper "outside-upper" ["words" "cited" "range"] "The fine lies outside the range of the cited article.";
    Ratio "ratio" ["words" "ratio" "most"] "The ends of the range lie too far apart.";
    EffectTooSoon "effect-too-soon" ["from" "days" "least"] "It takes effect too soon after publication.";
    EffectAtOnce "effect-at-once" ["least"] "It takes effect on the day of publication.";
}
