//! The frame around a page: who is signed in, which language, where in the product.

use std::fmt::Display;

use jiff::civil::{Date, Weekday};
use yifa_store::Counted;

use super::Lang;

/// What the frame shows and what every template needs. Handlers fill it once for each request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chrome {
    /// The language of the page.
    pub lang: Lang,
    /// Path and query of this page, for the language links and for coming back after signing in.
    pub address: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// Token that every form sends back.
    pub csrf: String,
    /// How many notices the person has not read; more than 99 are counted as 100.
    pub unread: u32,
    /// Which entry of the navigation is current.
    pub here: Option<Nav>,
    /// The city whose data this is, for example 锦安市.
    pub city: String,
    /// Whether the data is fictional.
    pub demo: bool,
    /// Of a demonstration whose year is still being written: matters told, and all of them.
    pub writing: Option<(u64, u64)>,
    /// What the last action did, shown once above the page.
    pub told: Option<Told>,
}

/// The person at the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: String,
    /// The role in which they act, in the page's language or Chinese.
    pub role: String,
    /// The body for which they act.
    pub body: String,
    /// Whether they administer the platform.
    pub administers: bool,
}

/// A message that is shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whether it went well.
    pub good: bool,
    /// One sentence.
    pub text: String,
}

/// The entries of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// 我的工作台
    Desk,
    /// 事项
    Matters,
    /// 年度计划
    Plan,
    /// 监督
    Figures,
    /// 登记册
    Registers,
    /// 法规库
    Library,
    /// 期限计算器
    Limits,
    /// 定义
    Definitions,
}

impl Nav {
    /// All entries, in order.
    pub const ALL: [Self; 8] = [
        Self::Desk,
        Self::Matters,
        Self::Plan,
        Self::Figures,
        Self::Registers,
        Self::Library,
        Self::Limits,
        Self::Definitions,
    ];

    /// Where it leads.
    pub fn href(self) -> &'static str {
        match self {
            Self::Desk => "/",
            Self::Matters => "/matters",
            Self::Plan => "/plan",
            Self::Figures => "/figures",
            Self::Registers => "/registers",
            Self::Library => "/instruments",
            Self::Limits => "/limits",
            Self::Definitions => "/definitions",
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Desk => "frame.nav.desk",
            Self::Matters => "frame.nav.matters",
            Self::Plan => "frame.nav.plan",
            Self::Figures => "frame.nav.figures",
            Self::Registers => "frame.nav.registers",
            Self::Library => "library.title",
            Self::Limits => "frame.nav.limits",
            Self::Definitions => "frame.nav.definitions",
        }
    }
}

impl Chrome {
    /// Whether this is a page of the portal, which leads to pages of the portal only.
    pub fn is_public(&self) -> bool {
        self.address
            .strip_prefix("/public")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }

    /// Whether this is a page of the administration.
    pub fn is_administration(&self) -> bool {
        self.address
            .strip_prefix("/admin")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    /// The text of a key with one place filled. The value is a text of the records or a number.
    pub fn t1(&self, key: &str, name: &str, value: impl Display) -> String {
        self.lang.with(key, &[(name, self.zh(value))])
    }

    /// The text of a key with two places filled.
    pub fn t2(&self, key: &str, a: &str, x: impl Display, b: &str, y: impl Display) -> String {
        self.lang.with(key, &[(a, self.zh(x)), (b, self.zh(y))])
    }

    /// The text for a number of things: `key.one` for exactly one, `key.other` otherwise, with `{n}` filled.
    pub fn many(&self, key: &str, n: impl Display) -> String {
        let n = self.n(n);
        let form = if n == "1" { "one" } else { "other" };
        self.lang.with(&format!("{key}.{form}"), &[("n", n)])
    }

    /// A text of the records, folded for readers of Traditional Chinese.
    pub fn zh(&self, text: impl Display) -> String {
        self.lang.write(&text.to_string()).into_owned()
    }

    /// A day with its weekday: `2026-11-27 周五`.
    pub fn day(&self, date: &Date) -> String {
        let key = match date.weekday() {
            Weekday::Monday => "words.weekday.mon",
            Weekday::Tuesday => "words.weekday.tue",
            Weekday::Wednesday => "words.weekday.wed",
            Weekday::Thursday => "words.weekday.thu",
            Weekday::Friday => "words.weekday.fri",
            Weekday::Saturday => "words.weekday.sat",
            Weekday::Sunday => "words.weekday.sun",
        };
        format!("{date} {}", self.t(key))
    }

    /// A whole number with separators of thousands.
    pub fn n(&self, number: impl Display) -> String {
        thousands(&number.to_string())
    }

    /// A count for reading, `10,000+` when there are more than were counted.
    pub fn counted(&self, count: &Counted) -> String {
        let number = self.n(count.matters);
        if count.more { format!("{number}+") } else { number }
    }

    /// Whether an entry of the navigation is the current one.
    pub fn is_here(&self, nav: &Nav) -> bool {
        self.here.as_ref() == Some(nav)
    }

    /// The address that changes the language and comes back here.
    pub fn switch(&self, lang: &Lang) -> String {
        let back: String = serde_urlencoded::to_string([("back", self.address.as_str())]).unwrap_or_default();
        format!("/language/{}?{back}", lang.code())
    }

    /// The frame of the sample pages.
    pub fn sample(lang: Lang) -> Self {
        Self {
            lang,
            address: "/matters?state=filed".into(),
            person: Some(Person {
                name: "周敏".into(),
                role: lang.pick("办案人员", "Case officer").into(),
                body: lang.pick("市城市管理局", "City Administration Bureau").into(),
                administers: false,
            }),
            csrf: "sample-token".into(),
            unread: 3,
            here: None,
            city: lang.pick("锦安市", "Jin'an City").into(),
            demo: true,
            writing: None,
            told: None,
        }
    }

    /// The same frame at an address beside the navigation.
    pub fn beside(self, address: &str) -> Self {
        Self { here: None, address: address.to_owned(), ..self }
    }

    /// The same frame with another entry current.
    pub fn at(mut self, here: Nav, address: &str) -> Self {
        self.here = Some(here);
        self.address = address.to_owned();
        self
    }
}

/// `1234567` as `1,234,567`; anything but a whole number stays as it is.
fn thousands(number: &str) -> String {
    let digits = number.strip_prefix('-').unwrap_or(number);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if digits.len() < number.len() {
        out.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_other_texts_stay() {
        assert_eq!(thousands("0"), "0");
        assert_eq!(thousands("999"), "999");
        assert_eq!(thousands("-1234567"), "−1,234,567");
        assert_eq!(thousands("97.5"), "97.5");
        assert_eq!(thousands("-"), "-");
        assert_eq!(thousands(""), "");
    }

    #[test]
    fn the_way_back_survives_any_address() {
        let chrome = Chrome { address: "/matters?q=张 三&x=1#\"".into(), ..Chrome::default() };
        assert_eq!(
            chrome.switch(&Lang::En),
            "/language/en?back=%2Fmatters%3Fq%3D%E5%BC%A0+%E4%B8%89%26x%3D1%23%22"
        );
    }
}
