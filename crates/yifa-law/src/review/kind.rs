//! What kind of instrument a text is: which checks apply to it.

use crate::docnumber::DocumentNumber;
use crate::fold::fold;
use crate::text::normative::NormativeDocument;

/// Kinds of texts, as far as the checks differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 行政规范性文件: may set no penalty, permit, coercion or charge.
    NormativeDocument,
    /// 地方政府规章 of a city, or its draft: warnings, public criticism and capped fines only.
    GovernmentRule,
    /// 省级政府规章: as a city's, but every subject, and a permit for a year.
    ProvincialRule,
    /// 部门规章.
    DepartmentRule,
    /// Laws, regulations, judicial interpretations: only citations, references, dates and names are checked.
    Legislation,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::NormativeDocument,
        Self::GovernmentRule,
        Self::ProvincialRule,
        Self::DepartmentRule,
        Self::Legislation,
    ];

    /// A stable word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::NormativeDocument => "normative-document",
            Self::GovernmentRule => "government-rule",
            Self::ProvincialRule => "provincial-rule",
            Self::DepartmentRule => "department-rule",
            Self::Legislation => "legislation",
        }
    }

    /// The kind with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind by what the text says of itself: its number, who adopted it, its name. A text that says nothing is
    /// taken for a normative document, the strictest.
    ///
    /// ```
    /// use yifa_law::review::Kind;
    /// use yifa_law::text::normative::NormativeDocument;
    /// let kind = |text: &str| Kind::guess(&NormativeDocument::read(text));
    /// assert_eq!(kind("# 某市停车条例\n第一条　甲。\n"), Kind::Legislation);
    /// assert_eq!(kind("# 某市停车办法\n2020年5月1日 某市人民政府令第3号公布\n第一条　甲。\n"), Kind::GovernmentRule);
    /// assert_eq!(kind("某市停车管理条例\n某府发〔2020〕3号\n第一条　甲。\n"), Kind::NormativeDocument);
    /// ```
    pub fn guess(document: &NormativeDocument) -> Self {
        // Before 2000 a department issued by its own order what the State Council had approved: a regulation.
        let approved = |act: &str| fold(act).contains("国务院批准");
        if document.statute.history.iter().any(|entry| approved(&entry.act)) {
            return Self::Legislation;
        }
        if let Some(read) = &document.number {
            return match &read.number {
                // 渝府令〔2022〕353号 is an order too.
                DocumentNumber::Yearly { mark, .. } | DocumentNumber::Announced { mark, .. } => {
                    let by_congress = mark.contains("人民代表大会") || mark.contains("人大");
                    match mark.strip_suffix('令') {
                        _ if by_congress || mark == "法释" => Self::Legislation,
                        Some(issuer) => Self::of_order(issuer),
                        None => Self::NormativeDocument,
                    }
                }
                DocumentNumber::Order { issuer, .. } => Self::of_order(issuer),
            };
        }
        let title = fold(document.statute.title.as_deref().unwrap_or_default()).into_owned();
        if title.starts_with("最高人民") {
            return Self::Legislation;
        }
        for entry in &document.statute.history {
            let act = fold(&entry.act);
            let makers = ["人民代表大会", "人大常委会", "主席令", "国务院"];
            if makers.iter().any(|maker| act.contains(maker)) {
                return Self::Legislation;
            }
            if let Some(at) = act.find('令') {
                return Self::of_order(&act[..at]);
            }
        }
        let bare = title.trim_end_matches(['）', ')']).trim_end_matches("试行").trim_end_matches(['（', '(']);
        let law =
            ["法", "法典", "宪法", "条例"].iter().any(|end| bare.ends_with(end)) && !bare.ends_with("办法");
        let of_the_republic = title.starts_with("中华人民共和国") || title.contains("人民代表大会");
        // 某省实施《某法》办法 is a regulation by custom.
        let implements = title.contains("实施《") && title.ends_with("法》办法");
        if law || of_the_republic || implements { Self::Legislation } else { Self::NormativeDocument }
    }

    fn of_order(issuer: &str) -> Self {
        let issuer = issuer.trim();
        if issuer.ends_with(['府', '政']) {
            return if is_provincial(issuer) { Self::ProvincialRule } else { Self::GovernmentRule };
        }
        if issuer.contains("国务院") || issuer.ends_with("主席") {
            return Self::Legislation;
        }
        Self::DepartmentRule
    }

    /// Whether it is a rule 规章.
    pub fn is_rule(self) -> bool {
        matches!(self, Self::GovernmentRule | Self::ProvincialRule | Self::DepartmentRule)
    }

    /// Whether it is a rule of a local government.
    pub fn is_local_rule(self) -> bool {
        matches!(self, Self::GovernmentRule | Self::ProvincialRule)
    }
}

/// 某省人民政府, 某自治区人民政府, 北京市人民政府.
fn is_provincial(issuer: &str) -> bool {
    let name = issuer.trim_end_matches("人民政府").trim_end_matches("政府");
    name.ends_with('省')
        || name.ends_with("自治区")
        || ["北京市", "天津市", "上海市", "重庆市"].contains(&name)
}
