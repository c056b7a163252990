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
    /// unchanged otherwise, but for marks that turn its direction. Never for what a person has typed and may send back.
    pub fn write(self, text: &str) -> Cow<'_, str> {
        if text.contains(turns_direction) {
            let straight: String = text.chars().filter(|c| !turns_direction(*c)).collect();
            return Cow::Owned(self.write(&straight).into_owned());
        }
        match self {
            Self::ZhHant if !text.is_ascii() => {
                let written: String = fold::to_traditional(text).chars().map(in_use).collect();
                let written = MISREAD.iter().fold(written, |text, (read, meant)| text.replace(read, meant));
                Cow::Owned(with_surnames(&written))
            }
            _ => Cow::Borrowed(text),
        }
    }
}

/// Marks that turn the direction of what follows, so that an amount or a name would read otherwise than it stands in the record;
/// papers leave them out too. The record keeps them.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Words that conversion by phrases misses behind some other word, 申请回避 being read as 请回 and 避; and 复议, which is to
/// discuss again and not to discuss twice.
const MISREAD: [(&str, &str); 2] = [("回避", "迴避"), ("複議", "復議")];

/// Family names that are written with a character of their own where conversion takes another: 于 is not 於.
const SURNAMES: [(char, char); 12] = [
    ('於', '于'),
    ('範', '范'),
    ('餘', '余'),
    ('鐘', '鍾'),
    ('薑', '姜'),
    ('鬱', '郁'),
    ('塗', '涂'),
    ('遊', '游'),
    ('瀋', '沈'),
    ('穀', '谷'),
    ('嶽', '岳'),
    ('後', '后'),
];

/// A name as it stands in the records, masked (于某) where a text or a part of it begins with it, gets its family name back;
/// and a name by itself that begins with 于, since no word of two or three characters does.
fn with_surnames(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let is_han = |at: usize| all.get(at).is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    let alone = matches!(all.len(), 2 | 3) && (0..all.len()).all(is_han) && all.first() == Some(&'於');
    let begins = |at: usize| at == 0 || !is_han(at - 1);
    let masked = |at: usize| begins(at) && all.get(at + 1) == Some(&'某');
    let surname = |c: char| SURNAMES.iter().find(|(read, _)| *read == c).map_or(c, |(_, meant)| *meant);
    let written = all.iter().enumerate();
    written.map(|(at, c)| if masked(at) || (alone && at == 0) { surname(*c) } else { *c }).collect()
}

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
    fn nothing_typed_turns_a_text_round() {
        for lang in Lang::ALL {
            assert_eq!(
                lang.write("罚款\u{202E}001\u{202C}元").chars().filter(char::is_ascii_digit).count(),
                3
            );
            assert!(!lang.write("罚款\u{202E}001\u{2066}元\u{200F}").contains(turns_direction));
        }
        assert_eq!(Lang::ZhHant.write("规\u{202E}范"), "規範");
    }

    #[test]
    fn family_names_keep_their_character() {
        assert_eq!(Lang::ZhHant.write("于某某（2026）云行初105号"), "于某某（2026）雲行初105號");
        assert_eq!(Lang::ZhHant.write("对 范某、余某 的处罚"), "對 范某、余某 的處罰");
        assert_eq!(Lang::ZhHant.write("于海洋"), "于海洋");
        assert_eq!(Lang::ZhHant.write("由于某种原因，于2026年"), "由於某種原因，於2026年");
        assert_eq!(Lang::ZhHant.write("范围、余额、以后"), "範圍、餘額、以後");
    }

    #[test]
    fn texts_of_the_records_are_folded_for_traditional_readers_only() {
        assert_eq!(Lang::ZhHant.write("规范性文件备案"), "規範性文件備案");
        assert_eq!(Lang::ZhHant.write("法制审核为行为"), "法制審核為行為");
        assert_eq!(Lang::ZhHant.write("申请回避、决定回避"), "申請迴避、決定迴避");
        assert_eq!(Lang::ZhHant.write("行政复议、复议决定、复印、恢复"), "行政復議、復議決定、複印、恢復");
        assert_eq!(Lang::ZhHans.write("规范性文件备案"), "规范性文件备案");
        assert_eq!(Lang::En.write("规范性文件备案"), "规范性文件备案");
    }
}
