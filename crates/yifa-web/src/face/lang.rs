//! The three languages of the product, and how one is chosen.

use std::borrow::Cow;

use yifa_law::fold;

/// A language in which every page exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    /// 简体中文, the language of the records.
    #[default]
    ZhHans,
    /// 繁體中文
    ZhHant,
    /// English
    En,
}

impl Lang {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];

    /// The code used in addresses, cookies and the `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The language's own name.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::ZhHans => "简体",
            Self::ZhHant => "繁體",
            Self::En => "English",
        }
    }

    /// Reads a code; `None` for a language that we do not have.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_lowercase();
        match code.as_str() {
            "zh-hant" | "zh-tw" | "zh-hk" | "zh-mo" => return Some(Self::ZhHant),
            _ => {}
        }
        match code.split('-').next() {
            Some("zh") if code.starts_with("zh-hant-") => Some(Self::ZhHant),
            Some("zh") => Some(Self::ZhHans),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }

    /// The best of our languages for a browser's `Accept-Language` header; Simplified Chinese when it names
    /// none of them.
    ///
    /// ```
    /// use yifa_web::face::Lang;
    /// assert_eq!(Lang::from_accept_language("fr, en;q=0.5, zh-TW;q=0.8"), Lang::ZhHant);
    /// assert_eq!(Lang::from_accept_language(";;q=,"), Lang::ZhHans);
    /// ```
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(lang) = pieces.next().and_then(Self::from_code) else { continue };
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q=").map(|q| q.parse::<f32>().unwrap_or(0.0)))
                .unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(w, _)| weight > w) {
                best = Some((weight, lang));
            }
        }
        best.map_or(Self::default(), |(_, lang)| lang)
    }

    /// The one of a definition's two labels that is read in this language. Folding to Traditional happens
    /// where it is shown.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::ZhHans | Self::ZhHant => zh,
        }
    }

    /// A text with another one in brackets, as this language writes them.
    pub fn aside(self, text: &str, more: &str) -> String {
        match self {
            Self::En => format!("{text} ({more})"),
            Self::ZhHans | Self::ZhHant => format!("{text}（{more}）"),
        }
    }

    /// A text of the records as this language's readers write it: Traditional characters for `zh-Hant`,
    /// unchanged otherwise. Never for what a person has typed and may send back.
    pub fn write(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::ZhHant if !text.is_ascii() => {
                let written: String = fold::to_traditional(text).chars().map(in_use).collect();
                Cow::Owned(MISREAD.iter().fold(written, |text, (read, meant)| text.replace(read, meant)))
            }
            _ => Cow::Borrowed(text),
        }
    }
}

/// Words that conversion by phrases misses behind some other word: 申请回避 is read as 请回 and 避.
const MISREAD: [(&str, &str); 1] = [("回避", "迴避")];

/// The character or quotation mark that official texts of today use where conversion chooses an older one.
fn in_use(c: char) -> char {
    match c {
        '爲' => '為',
        '覈' => '核',
        '啓' => '啟',
        '衆' => '眾',
        '裏' => '裡',
        '羣' => '群',
        '僞' => '偽',
        '牀' => '床',
        '峯' => '峰',
        '竈' => '灶',
        '喫' => '吃',
        '佈' => '布',
        '“' => '「',
        '”' => '」',
        '‘' => '『',
        '’' => '』',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_there_and_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_code(lang.code()), Some(lang));
        }
        assert_eq!(Lang::from_code("zh-Hant-HK"), Some(Lang::ZhHant));
        assert_eq!(Lang::from_code("zh-CN"), Some(Lang::ZhHans));
        assert_eq!(Lang::from_code("tlh"), None);
        assert_eq!(Lang::from_code(""), None);
    }

    #[test]
    fn a_language_refused_by_weight_zero_is_not_chosen() {
        assert_eq!(Lang::from_accept_language("en;q=0, zh-HK"), Lang::ZhHant);
        assert_eq!(Lang::from_accept_language("en;q=abc"), Lang::ZhHans);
        assert_eq!(Lang::from_accept_language("en-GB,en;q=0.9"), Lang::En);
    }

    #[test]
    fn texts_of_the_records_are_folded_for_traditional_readers_only() {
        assert_eq!(Lang::ZhHant.write("规范性文件备案"), "規範性文件備案");
        assert_eq!(Lang::ZhHant.write("法制审核为行为"), "法制審核為行為");
        assert_eq!(Lang::ZhHant.write("申请回避、决定回避"), "申請迴避、決定迴避");
        assert_eq!(Lang::ZhHans.write("规范性文件备案"), "规范性文件备案");
        assert_eq!(Lang::En.write("规范性文件备案"), "规范性文件备案");
    }
}
