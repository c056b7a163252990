//! The few fixed words that a layout prints by itself, in each language. Owns no wording of papers.

use jiff::civil::Date;
use serde::Serialize;

use crate::paper::{Language, Watermark};

/// Fixed words of one language.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    /// Separates a label from its value.
    pub colon: &'static str,
    /// Separates the bodies of a list.
    pub comma: &'static str,
    /// What follows the organ's name in the red head.
    pub head_suffix: &'static str,
    pub attachment: &'static str,
    pub copy_to: &'static str,
    pub printed: &'static str,
    pub full_stop: &'static str,
    pub seal: &'static str,
    pub sign_here: &'static str,
    pub blank_date: &'static str,
    /// Before the page, between page and total, after the total.
    pub page: [&'static str; 3],
    pub verify: &'static str,
    pub event: &'static str,
    pub brackets: [&'static str; 2],
}

pub(crate) fn words(language: Language) -> &'static Words {
    match language {
        Language::ZhHans => &HANS,
        Language::ZhHant => &HANT,
        Language::En => &ENGLISH,
    }
}

pub(crate) fn watermark(mark: Watermark, language: Language) -> &'static str {
    match (mark, language) {
        (Watermark::Draft, Language::ZhHans) => "草稿",
        (Watermark::Draft, Language::ZhHant) => "草稿",
        (Watermark::Draft, Language::En) => "DRAFT",
        (Watermark::Copy, Language::ZhHans) => "副本",
        (Watermark::Copy, Language::ZhHant) => "副本",
        (Watermark::Copy, Language::En) => "COPY",
        (Watermark::Void, Language::ZhHans) => "作废",
        (Watermark::Void, Language::ZhHant) => "作廢",
        (Watermark::Void, Language::En) => "VOID",
    }
}

/// The date as a paper prints it: `2026年3月20日` without leading zeros (GB/T 9704-2012, 7.3.5).
pub(crate) fn date(on: Date, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match language {
        Language::ZhHans | Language::ZhHant => format!("{}年{}月{}日", on.year(), on.month(), on.day()),
        Language::En => {
            let month =
                usize::try_from(on.month() - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
            format!("{} {month} {}", on.day(), on.year())
        }
    }
}

const HANS: Words = Words {
    colon: "：",
    comma: "，",
    head_suffix: "文件",
    attachment: "附件",
    copy_to: "抄送",
    printed: "印发",
    full_stop: "。",
    seal: "（盖章处）",
    sign_here: "签名",
    blank_date: "　　　　年　　月　　日",
    page: ["第", "页　共", "页"],
    verify: "扫码核验本文书",
    event: "存证摘要",
    brackets: ["（", "）"],
};

const HANT: Words = Words {
    colon: "：",
    comma: "，",
    head_suffix: "文件",
    attachment: "附件",
    copy_to: "抄送",
    printed: "印發",
    full_stop: "。",
    seal: "（蓋章處）",
    sign_here: "簽名",
    blank_date: "　　　　年　　月　　日",
    page: ["第", "頁　共", "頁"],
    verify: "掃碼核驗本文書",
    event: "存證摘要",
    brackets: ["（", "）"],
};

const ENGLISH: Words = Words {
    colon: ": ",
    comma: ", ",
    head_suffix: "",
    attachment: "Attachment",
    copy_to: "Copies to",
    printed: "Issued on ",
    full_stop: ".",
    seal: "(seal)",
    sign_here: "Signature",
    blank_date: "Date                            ",
    page: ["Page ", " of ", ""],
    verify: "Scan to verify this paper",
    event: "Event digest",
    brackets: ["(", ")"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_arabic_without_leading_zeros() {
        let on = jiff::civil::date(2026, 3, 20);
        assert_eq!(date(on, Language::ZhHans), "2026年3月20日");
        assert_eq!(date(on, Language::ZhHant), "2026年3月20日");
        assert_eq!(date(on, Language::En), "20 March 2026");
        assert_eq!(date(jiff::civil::date(2026, 12, 1), Language::En), "1 December 2026");
    }
}
