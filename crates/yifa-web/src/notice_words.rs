//! Owns the words of notices: on pages and in mails, in three languages.

use yifa_app::city::City;
use yifa_app::notify::{About, Notice, Wording};

use crate::face::Lang;
use crate::server::words;

/// What a notice says: one line.
pub(crate) fn line(city: &City, lang: Lang, notice: &Notice) -> String {
    let procedure = city.registry().latest(&notice.procedure);
    match &notice.about {
        About::Act(id) => {
            let action = procedure.and_then(|procedure| procedure.action(id));
            let action = action.map_or_else(|| id.to_string(), |action| words::label(lang, &action.label));
            lang.with("notify.act", &[("action", action)])
        }
        About::Due { limit, on, days } => {
            let found = procedure.and_then(|procedure| procedure.limit(limit));
            let limit = found.map_or_else(|| limit.to_string(), |limit| words::label(lang, &limit.label));
            let key = match days {
                0 => "notify.due.today",
                n if *n > 0 => "notify.due.coming",
                _ => "notify.due.over",
            };
            let n = days.unsigned_abs().to_string();
            lang.with(key, &[("limit", limit), ("day", on.to_string()), ("n", n)])
        }
    }
}

/// How many notices a digest tells; the others are on the page of notices.
const MOST: usize = 50;

/// The words of mails. Holds the address under which the platform is reached.
pub struct MailWords {
    /// No slash at the end.
    pub address: String,
}

impl MailWords {
    fn entry(&self, city: &City, lang: Lang, notice: &Notice) -> String {
        let number = notice.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        let named = lang.write(&format!("{number}{}", notice.title)).into_owned();
        let kind = city.registry().latest(&notice.procedure);
        let kind = kind.map_or_else(|| notice.procedure.to_string(), |kind| words::label(lang, &kind.label));
        let line = format!("{kind}{}{}", lang.t("words.colon"), line(city, lang, notice));
        format!("{named}\n{}\n{}/matters/{}\n", lang.write(&line), self.address, notice.matter)
    }
}

impl Wording for MailWords {
    fn notice(&self, city: &City, language: &str, notice: &Notice) -> (String, String) {
        let lang = Lang::from_code(language).unwrap_or_default();
        let what = lang.write(&line(city, lang, notice)).into_owned();
        // Of forty mails a day each is told from the others before it is opened.
        let matter = notice.number.as_ref().unwrap_or(&notice.title);
        let matter = lang.write(matter).into_owned();
        let subject = lang.with("notify.mail.subject", &[("what", what), ("matter", matter)]);
        (one_line(&subject), format!("{}\n\n{}", self.entry(city, lang, notice), lang.t("notify.mail.foot")))
    }

    fn digest(&self, city: &City, language: &str, notices: &[Notice]) -> (String, String) {
        let lang = Lang::from_code(language).unwrap_or_default();
        let subject = lang.with("notify.mail.digest", &[("n", notices.len().to_string())]);
        let newest = notices.iter().rev().take(MOST);
        let mut entries: Vec<String> = newest.map(|notice| self.entry(city, lang, notice)).collect();
        if notices.len() > MOST {
            let rest = (notices.len() - MOST).to_string();
            entries.push(
                lang.with("notify.mail.rest", &[("n", rest), ("address", self.address.clone())]) + "\n",
            );
        }
        (one_line(&subject), format!("{}\n{}", entries.join("\n"), lang.t("notify.mail.foot")))
    }
}

/// A subject is one line, whatever a title holds.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(150).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_short_line() {
        assert_eq!(one_line("a\r\nBcc: x"), "a  Bcc: x");
        assert_eq!(one_line(&"长".repeat(500)).chars().count(), 150);
    }
}
