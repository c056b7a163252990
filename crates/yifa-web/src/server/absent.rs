//! Owns what a reader is told of something that is not there, or that cannot be used: the use cases name it for the log, in
//! English; readers have three languages.

use crate::face::Lang;

/// Longest name that is repeated to whoever sent it.
const LONGEST: usize = 100;

/// What is not there.
pub(crate) fn told(lang: Lang, what: &str) -> String {
    let (kind, name) = what.split_once(' ').unwrap_or((what, ""));
    let known = match kind {
        "account" | "action" | "body" | "delivery" | "hook" | "import" | "matter" | "measure" | "plan"
        | "procedure" | "register" => kind,
        "token" => return lang.t("server.absent.token"),
        "paper" => match name.split_once(" of matter ") {
            Some((seq, matter)) => {
                let places = [("name", short(matter)), ("seq", short(seq))];
                return lang.with("server.absent.paper_of", &places);
            }
            None => return lang.t("server.absent.paper"),
        },
        // Addresses, and what a handler has put into words already.
        _ => return short(what),
    };
    if name.is_empty() {
        return short(what);
    }
    lang.with(&format!("server.absent.{known}"), &[("name", short(name))])
}

/// What cannot be used, and why.
pub(crate) fn unusable(lang: Lang, what: &str, why: &str) -> String {
    let told = |key: &str| lang.t(&format!("server.unusable.{key}"));
    let number = || why.chars().filter(char::is_ascii_digit).collect::<String>();
    match why {
        "text may not contain the NUL character" => told("nul"),
        "the year must be 0 or later" => told("year"),
        _ if why.starts_with("it must have 1 to ") => told("length"),
        _ if what.starts_with("cursor") => {
            let name = short(what.trim_start_matches("cursor").trim().trim_matches('"'));
            lang.with("server.unusable.page", &[("name", name)])
        }
        _ if what.starts_with("file of ") => {
            let mb = number().parse::<u64>().map_or(0, |bytes| bytes >> 20);
            lang.with("server.unusable.file", &[("mb", mb.to_string())])
        }
        // Words of a handler are in the reader's language already.
        _ if lang == Lang::En || !why.is_ascii() => format!("{what}: {why}"),
        _ => lang.aside(&told("unknown"), &short(what)),
    }
}

fn short(name: &str) -> String {
    let mut short: String = name.chars().filter(|one| !one.is_control()).take(LONGEST).collect();
    if name.chars().count() > LONGEST {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_told_in_the_language_of_the_reader() {
        assert_eq!(told(Lang::En, "matter 01a2"), "there is no matter 01a2");
        assert_eq!(told(Lang::ZhHans, "matter 01a2"), "没有事项 01a2");
        assert_eq!(told(Lang::ZhHant, "paper 3 of matter 01a2"), "事項 01a2 的第 3 號事件沒有文書");
        assert_eq!(told(Lang::ZhHans, "/public/x"), "/public/x");
        assert_eq!(told(Lang::ZhHans, "matter"), "matter");
        let long = told(Lang::ZhHans, &format!("matter {}", "x\u{0}".repeat(600)));
        assert!(long.chars().count() < 120 && !long.contains('\0'), "{long}");
    }

    #[test]
    fn what_cannot_be_used_is_told_in_the_language_of_the_reader() {
        let nul = "text may not contain the NUL character";
        assert!(!unusable(Lang::ZhHans, "state \"\\0\"", nul).contains("text"));
        assert!(unusable(Lang::En, "state", nul).contains("NUL"));
        assert_eq!(unusable(Lang::ZhHans, "year=3", "1949 到 9998"), "year=3: 1949 到 9998");
        let page = unusable(Lang::ZhHans, "cursor \"nonsense\"", "go back to the first page");
        assert!(page.contains("“nonsense”") && page.contains("第一页"), "{page}");
        let odd = unusable(Lang::ZhHans, "transaction", "no command");
        assert!(!odd.contains("no command") && odd.contains("transaction"), "{odd}");
    }
}
