//! Record sheet 记录单: what an act recorded that issued no paper, for the case file. Owns its fixed words; what was recorded
//! is told by whoever binds the file.

use jiff::civil::Date;

use crate::paper::{Language, Layout, Paper, Proof};
use crate::words;

/// What an act recorded, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSheet<'a> {
    /// The body whose act it was.
    pub organ: &'a str,
    /// What the sheet is called in the index.
    pub title: &'a str,
    /// The matter's number.
    pub number: Option<String>,
    /// How the matter is called.
    pub matter: &'a str,
    /// What was done.
    pub act: &'a str,
    /// Label and value of everything recorded.
    pub recorded: Vec<(String, String)>,
    /// Who did it; `None` for the law itself.
    pub by: Option<&'a str>,
    /// The day of the act.
    pub on: Date,
    /// Whether the act was taken back later.
    pub withdrawn: bool,
    /// The event that keeps it.
    pub proof: Option<Proof>,
}

impl RecordSheet<'_> {
    /// The sheet as a paper.
    #[must_use]
    pub fn paper(self, language: Language) -> Paper {
        let own = words::record_words(language);
        let mut paper = Paper::new(Layout::Plain, language, self.organ, self.title);
        paper.number = self.number;
        paper.made_on = Some(self.on);
        paper.particular(own.matter, self.matter).particular(own.act, self.act);
        for (label, text) in &self.recorded {
            paper.particular(label, text);
        }
        paper.particular(own.by, self.by.unwrap_or(own.by_law));
        paper.particular(own.on, &words::date(self.on, language));
        if self.withdrawn {
            paper.paragraph(own.withdrawn);
        }
        paper.proof = self.proof;
        paper
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn sheet(by: Option<&str>, withdrawn: bool, language: Language) -> Vec<String> {
        let sheet = RecordSheet {
            organ: "云江市司法局",
            title: "听取意见记录",
            number: None,
            matter: "张某某 不服 行政处罚",
            act: "听取意见",
            recorded: vec![("方式".to_owned(), "电话".to_owned())],
            by,
            on: date(2026, 3, 2),
            withdrawn,
            proof: None,
        };
        let paper = sheet.paper(language);
        let said = paper.particulars.iter().map(|one| format!("{}={}", one.label, one.value));
        said.chain([format!("{} paragraphs", paper.blocks.len())]).collect()
    }

    #[test]
    fn a_record_says_what_by_whom_and_when() {
        let told = sheet(Some("李衡"), false, Language::ZhHans);
        assert_eq!(
            told,
            [
                "事项=张某某 不服 行政处罚",
                "办理=听取意见",
                "方式=电话",
                "办理人=李衡",
                "记录日期=2026年3月2日",
                "0 paragraphs"
            ]
        );
    }

    #[test]
    fn what_the_law_did_has_no_clerk_and_what_was_taken_back_says_so() {
        let told = sheet(None, true, Language::ZhHans);
        assert!(told.contains(&"办理人=依法当然发生".to_owned()), "{told:?}");
        assert_eq!(told.last().map(String::as_str), Some("1 paragraphs"));
        let english = sheet(None, true, Language::En).join(";");
        assert!(english.contains("Done by=the law itself"), "{english}");
    }
}
