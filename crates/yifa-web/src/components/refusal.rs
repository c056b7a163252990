//! A lawful "no": what was tried, why not, on which article, what to do next.

use crate::face::Lang;

/// A refusal 拒绝 as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalView {
    /// Its stable code, for example `R0312`.
    pub code: String,
    /// What was tried: the action's name.
    pub tried: String,
    /// Each ground; one alone would have been enough.
    pub reasons: Vec<Reason>,
}

/// One ground of a refusal, or of an action's being closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reason {
    /// What is missing or stands in the way.
    pub text: String,
    /// Of a condition that joins several claims: those that fail, with what was seen.
    pub failing: Vec<String>,
    /// Those that cannot be judged yet.
    pub unjudged: Vec<String>,
    /// Those that hold.
    pub holding: Vec<String>,
    /// The article that demands it.
    pub article: Option<String>,
    /// What to do next, who, by when.
    pub next: Option<String>,
    /// Where to do it.
    pub next_href: Option<String>,
}

impl RefusalView {
    /// A decision taken too early.
    pub fn sample(lang: Lang) -> Self {
        Self {
            code: "R0312".into(),
            tried: lang.pick("作出处罚决定", "Take the decision").into(),
            reasons: Reason::samples(lang),
        }
    }
}

impl Reason {
    /// Whether more is to be said than its sentence.
    pub fn says_more(&self) -> bool {
        let parts = [&self.failing, &self.unjudged, &self.holding];
        self.article.is_some() || self.next.is_some() || parts.iter().any(|part| !part.is_empty())
    }

    /// The grounds of the sample refusal.
    pub fn samples(lang: Lang) -> Vec<Self> {
        vec![
            Self {
                text: lang.pick("尚无结论为“通过”的法制审核；本案经过听证，必须审核", "there is no legal review with the result “passed”; a matter that went through a hearing needs one").into(),
                article: Some("《行政处罚法》第五十八条第一款第二项".into()),
                next: Some(lang.pick("由取得法律职业资格的审核人员记录审核意见", "an officer cleared for legal review records the opinion").into()),
                next_href: Some("/matters/0199/do/review".into()),
                failing: vec![lang.pick("“法制审核”的“结论”为“通过”", "“Result” at “Legal review” is “Passed”").into()],
                unjudged: vec![lang.pick("“听证”已经结束", "“Hearing” is closed").into()],
                holding: vec![lang.pick("“当事人陈述”已经办理", "“Statement of the party” is done").into()],
            },
            Self {
                text: lang.pick("罚款 3,000.00 元高于告知的 2,000.00 元", "the fine of 3,000.00 yuan is higher than the 2,000.00 yuan of the notice").into(),
                article: Some("《行政处罚法》第四十五条第二款".into()),
                next: Some(lang.pick("不高于告知的数额，或者重新告知", "keep to the amount of the notice, or give notice again").into()),
                ..Self::default()
            },
        ]
    }
}
