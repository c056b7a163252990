//! The checks and how heavy their findings are.

use std::fmt;

/// How heavy a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Information: nobody has to answer.
    Information,
    /// Must be answered: accepted, or rejected with a reason.
    MustAnswer,
    /// The document cannot be kept as it is; a rejection goes to the legal-affairs office.
    Hard,
}

impl Severity {
    /// All, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Hard, Self::MustAnswer, Self::Information];

    /// A stable word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::MustAnswer => "must-answer",
            Self::Information => "information",
        }
    }
}

macro_rules! checks {
    ($($name:ident $code:literal $basis:expr, $doc:literal;)*) => {
        /// A check. C: of normative documents and of every text with citations; L: of drafts of government rules.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check { $(#[doc = $doc] $name),* }

        impl Check {
            /// All checks, in order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its code, which is also the name of its page: C01.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The rules that it rests on, as citations.
            pub fn basis(self) -> &'static [&'static str] {
                match self { $(Self::$name => $basis),* }
            }
        }
    };
}

checks! {
    EndedInstrument "C01" &["《立法法》第一百一十六条"], "Cites an instrument that has ended.";
    Repeal "C02" &["《立法法》第一百一十六条"], "A clause that repeals another instrument, as far as it is doubtful.";
    AbsentPlace "C03" &["《立法法》第一百一十六条"], "Cites a place that does not exist.";
    MovedArticle "C04" &["《立法法》第一百一十六条"], "Cites an article that has another number today.";
    ChangedArticle "C05" &["《立法法》第一百一十六条"], "Cites an article whose words have changed.";
    TermOver "C06" &["国办发〔2018〕37号"], "Its term is over.";
    TermEnding "C07" &["国办发〔2018〕37号"], "Its term ends soon and it was not assessed again.";
    NotPublished "C08" &["《优化营商环境条例》第六十四条第二款", "《政府信息公开条例》第二十条第一项", "《政府信息公开条例》第二十六条"], "Never published, or the published text is another.";
    SetsPenalty "C09" &["《行政处罚法》第十六条"], "Sets an administrative penalty.";
    SetsPermit "C10" &["《行政许可法》第十七条"], "Sets a permit.";
    SetsCoercion "C11" &["《行政强制法》第十条第四款", "《行政强制法》第十三条"], "Sets a coercive measure or coercive execution.";
    SetsCharge "C12" &["《优化营商环境条例》第六十四条第一款", "国办发〔2018〕37号"], "Sets a charge, a deposit or a fund.";
    RestrictsMarket "C13" &["《公平竞争审查条例》第二条", "《公平竞争审查条例》第十八条"], "Restricts market entry or competition.";
    AddsDuty "C14" &["《优化营商环境条例》第六十四条第一款"], "Adds a duty or cuts a right without a basis.";
    MissingStep "C15" &["《地方组织法》第七十五条", "国办发〔2018〕115号"], "A step of the procedure is not recorded.";
    ReviewLength "C16" &["国办发〔2018〕115号"], "The legality review was too short or too long.";
    MakerPower "C17" &["国办发〔2018〕37号"], "The maker has no such power, or is no more.";
    Duplicate "C18" &["国办发〔2018〕37号"], "Repeats or contradicts another document in force.";
    EffectBeforePublication "C19" &["《立法法》第一百零四条"], "Takes effect before it was published.";
    BrokenReference "C20" &["《党政机关公文处理工作条例》第十九条"], "A reference inside the document leads nowhere.";
    Form "C21" &["《规章制定程序条例》第七条", "《党政机关公文处理工作条例》第九条"], "Its name or number has not the prescribed form.";
    TaskDone "C22" &["国办发〔2018〕37号"], "Its task is done or its object gone.";
    OldBodyName "C23" &["《立法法》第一百一十六条"], "Names a body by an old name.";
    DeclaredRights "C24" &["《地方组织法》第七十五条", "《优化营商环境条例》第六十四条第一款"], "What its maker declares to touch rights and what the checks find differ.";
    RuleSubject "L01" &["《立法法》第九十三条第三款"], "The subject of a city's rule.";
    RulePenaltyKind "L02" &["《行政处罚法》第十四条第二款"], "A penalty that a rule may not set.";
    RuleFineCap "L03" &["《行政处罚法》第十四条第二款"], "A fine above the province's cap.";
    RuleFineRange "L04" &["《行政处罚法》第十四条第一款"], "A fine outside the range of the upper law.";
    RuleFineRatio "L05" &["国发〔2024〕5号"], "A fine whose ends lie too far apart.";
    RulePermit "L06" &["《行政许可法》第十五条"], "A permit that a rule may not set.";
    RuleCoercion "L07" &["《行政强制法》第十条"], "A coercive measure that a rule may not set.";
    RuleCharge "L08" &["《立法法》第九十三条第六款"], "A charge in a rule.";
    RuleName "L09" &["《规章制定程序条例》第七条"], "The name of a rule.";
    RuleEffect "L10" &["《规章制定程序条例》第三十二条"], "The day of effect of a rule.";
    RuleDuty "L11" &["《立法法》第九十三条第六款"], "A duty in a rule without an upper basis.";
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
