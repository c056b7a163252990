//! The rank of instruments.

use std::fmt;
use std::str::FromStr;

/// The rank of an instrument 效力位阶.
///
/// # Source
/// 《立法法》(2023) 第九十八条至第一百零六条.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// 宪法.
    Constitution,
    /// 法律, and decisions of the national congress with the force of law.
    Law,
    /// 行政法规 of the State Council.
    AdministrativeRegulation,
    /// 司法解释 of the supreme court or procuratorate.
    JudicialInterpretation,
    /// 地方性法规 of a province, autonomous regulations included.
    ProvincialRegulation,
    /// 地方性法规 of a city with districts.
    CityRegulation,
    /// 部门规章 of a department of the State Council.
    DepartmentRule,
    /// 政府规章 of a province.
    ProvincialRule,
    /// 政府规章 of a city with districts.
    CityRule,
    /// 行政规范性文件: binds within its limits, may not set penalties, permits or coercion.
    NormativeDocument,
    /// 党内法规和文件: a basis of duties inside the organisation only.
    PartyDocument,
    /// 内部文件: plans, notices and rules that bind the body's own people only.
    InternalDocument,
}

/// How two ranks stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The first prevails.
    Higher,
    /// They are of one rank: the later or the more special one prevails.
    Equal,
    /// The second prevails.
    Lower,
    /// Neither prevails by rank; an organ named by law decides (a department rule against a local one).
    Undecided,
}

const WORDS: [(Rank, &str, &str); 12] = [
    (Rank::Constitution, "constitution", "宪法"),
    (Rank::Law, "law", "法律"),
    (Rank::AdministrativeRegulation, "administrative-regulation", "行政法规"),
    (Rank::JudicialInterpretation, "judicial-interpretation", "司法解释"),
    (Rank::ProvincialRegulation, "provincial-regulation", "省级地方性法规"),
    (Rank::CityRegulation, "city-regulation", "设区的市地方性法规"),
    (Rank::DepartmentRule, "department-rule", "部门规章"),
    (Rank::ProvincialRule, "provincial-rule", "省级政府规章"),
    (Rank::CityRule, "city-rule", "设区的市政府规章"),
    (Rank::NormativeDocument, "normative-document", "行政规范性文件"),
    (Rank::PartyDocument, "party-document", "党内法规和文件"),
    (Rank::InternalDocument, "internal-document", "内部文件"),
];

impl Rank {
    /// The word for definition files.
    pub fn as_str(self) -> &'static str {
        WORDS.iter().find(|(rank, ..)| *rank == self).map_or("", |(_, word, _)| word)
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        WORDS.iter().find(|(rank, ..)| *rank == self).map_or("", |(.., name)| name)
    }

    /// How this rank stands to another. Local ranks are compared as if of one province; whether the places
    /// are the same is for the caller.
    ///
    /// ```
    /// use yifa_law::instrument::{Order, Rank};
    /// assert_eq!(Rank::Law.against(Rank::CityRule), Order::Higher);
    /// assert_eq!(Rank::DepartmentRule.against(Rank::ProvincialRule), Order::Undecided);
    /// assert_eq!(Rank::CityRegulation.against(Rank::DepartmentRule), Order::Undecided);
    /// ```
    pub fn against(self, other: Self) -> Order {
        use Rank::{
            CityRegulation, DepartmentRule, JudicialInterpretation, ProvincialRegulation, ProvincialRule,
        };
        let local =
            |rank| matches!(rank, ProvincialRegulation | CityRegulation | ProvincialRule | Self::CityRule);
        // 第一百零三条: department rules and local rules have equal force; 第一百零六条: disputes go to the
        // State Council. A provincial rule against a city regulation is settled by the province (第八十一条).
        let undecided = (self == DepartmentRule && local(other))
            || (other == DepartmentRule && local(self))
            || matches!((self, other), (ProvincialRule, CityRegulation) | (CityRegulation, ProvincialRule))
            || (self == JudicialInterpretation) != (other == JudicialInterpretation)
                && ![self, other].iter().any(|rank| *rank <= Self::Law);
        match (undecided, self.cmp(&other)) {
            (true, _) => Order::Undecided,
            (_, std::cmp::Ordering::Less) => Order::Higher,
            (_, std::cmp::Ordering::Equal) => Order::Equal,
            (_, std::cmp::Ordering::Greater) => Order::Lower,
        }
    }

    /// Whether the instrument can be a basis of an act towards the public. Party and internal documents are
    /// a basis of internal duties only.
    pub fn binds_the_public(self) -> bool {
        !matches!(self, Self::PartyDocument | Self::InternalDocument)
    }

    /// Law, regulation or rule 法律、法规、规章: what the general acts mean when they let "laws, regulations
    /// and rules" change a limit.
    pub fn is_legislation(self) -> bool {
        !matches!(
            self,
            Self::JudicialInterpretation
                | Self::NormativeDocument
                | Self::PartyDocument
                | Self::InternalDocument
        )
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Rank {
    type Err = ();

    /// Reads the word of definition files or the Chinese name.
    fn from_str(text: &str) -> Result<Self, ()> {
        WORDS.iter().find(|(_, word, name)| *word == text || *name == text).map(|(rank, ..)| *rank).ok_or(())
    }
}
