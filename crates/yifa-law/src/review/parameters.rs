//! What differs from place to place, or is not verified: values with their sources.

use crate::calendar::Calendar;
use crate::place::ArticleNumber;
use jiff::civil::Date;

/// A value, where it comes from, and whether somebody has compared it with the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Its source, as a citation.
    pub source: String,
    /// Whether the value was compared with the source. What rests on an unverified value is never hard.
    pub verified: bool,
}

impl<T> Sourced<T> {
    fn new(value: T, source: &str, verified: bool) -> Self {
        Self { value, source: source.to_owned(), verified }
    }
}

/// The highest fine that a government rule of a province may set, in yuan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FineCap {
    /// The province: 浙江.
    pub province: String,
    /// In ordinary matters.
    pub ordinary_yuan: u64,
    /// In the matters that the province names (public safety, ecology, finance).
    pub special_yuan: u64,
    /// Where it is said, and whether it was compared.
    pub source: String,
    /// Whether the value was compared with the source.
    pub verified: bool,
}

/// A body that was renamed or whose duties moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyName {
    /// The old name, without the place: 工商行政管理局.
    pub old: String,
    /// The name of the body that does this now.
    pub new: String,
    /// Since when.
    pub since: Date,
    /// Where it is said.
    pub source: String,
}

/// An article that has another number since a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The normalised title of the instrument.
    pub title: String,
    /// The first day of the new numbers.
    pub since: Date,
    /// The old number.
    pub from: ArticleNumber,
    /// The new numbers; empty when the article fell away.
    pub to: Vec<ArticleNumber>,
    /// Where the table comes from.
    pub source: String,
}

/// All parameters. The defaults are the product's; a city sets its own.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// The calendar in which working days are counted.
    pub calendar: Calendar,
    /// The longest term of a normative document in years, for documents that state none; `None`: no such rule.
    pub longest_term_years: Option<Sourced<i32>>,
    /// So many months before its end a document must be assessed again.
    pub reassess_months: Sourced<i32>,
    /// Working days that a legality review lasts at least and at most.
    pub review_days: Sourced<(u32, u32)>,
    /// How many times the lowest fine the highest may be.
    pub fine_ratio: Sourced<u64>,
    /// The fine caps of the provinces.
    pub fine_caps: Vec<FineCap>,
    /// The province whose cap applies when the text does not name one.
    pub province: Option<String>,
    /// Days from publication to effect of a rule, at least.
    pub effect_days: Sourced<i64>,
    /// Bodies renamed.
    pub body_names: Vec<BodyName>,
    /// Articles renumbered, for versions whose text is not at hand.
    pub moved: Vec<Moved>,
    /// Names of the charges that the published list of charges allows.
    pub allowed_charges: Vec<String>,
    /// Channels of publication that count.
    pub channels: Vec<String>,
    /// The share of words above which two documents repeat each other.
    pub same_words: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            calendar: Calendar::default(),
            longest_term_years: Some(Sourced::new(5, "国办发〔2018〕37号", false)),
            reassess_months: Sourced::new(6, "国办发〔2018〕37号", false),
            review_days: Sourced::new((5, 15), "国办发〔2018〕115号", true),
            fine_ratio: Sourced::new(10, "国发〔2024〕5号", true),
            fine_caps: Vec::new(),
            province: None,
            effect_days: Sourced::new(30, "《规章制定程序条例》第三十二条", true),
            body_names: Vec::new(),
            moved: Vec::new(),
            allowed_charges: Vec::new(),
            channels: ["gazette", "site"].map(str::to_owned).to_vec(),
            same_words: 0.6,
        }
    }
}

impl Parameters {
    /// The cap of a province named in a title, else of the province set.
    pub fn cap_for(&self, title: &str) -> Option<&FineCap> {
        let named = self.fine_caps.iter().find(|cap| title.starts_with(&cap.province));
        named.or_else(|| {
            let province = self.province.as_deref()?;
            self.fine_caps
                .iter()
                .find(|cap| province.starts_with(&cap.province) || cap.province.starts_with(province))
        })
    }
}
