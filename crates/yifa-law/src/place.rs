//! Places in a statute: 第五十八条第一款第二项.
//!
//! Owns: the number of an article and the path below it, their order and their printed form. It must not
//! know of which instrument.

use crate::numeral::to_chinese;
use std::fmt;

/// The number of an article 条: its value and, for an article put in later, the number after 之
/// (第二百九十一条之一 is 291 and 1; a plain article has 0).
///
/// ```
/// use yifa_law::place::ArticleNumber;
/// assert_eq!(ArticleNumber::new(58).to_string(), "第五十八条");
/// assert_eq!(ArticleNumber::inserted(291, 1).to_string(), "第二百九十一条之一");
/// assert!(ArticleNumber::new(291) < ArticleNumber::inserted(291, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleNumber {
    /// The number before 条, from 1.
    pub value: u32,
    /// The number after 之; 0 when there is none.
    pub suffix: u32,
}

impl ArticleNumber {
    /// A plain article.
    pub const fn new(value: u32) -> Self {
        Self { value, suffix: 0 }
    }

    /// An article put in after another: 第一百三十三条之一.
    pub const fn inserted(value: u32, suffix: u32) -> Self {
        Self { value, suffix }
    }
}

impl fmt::Display for ArticleNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第{}条", to_chinese(u64::from(self.value)))?;
        if self.suffix > 0 { write!(f, "之{}", to_chinese(u64::from(self.suffix))) } else { Ok(()) }
    }
}

/// A place in a statute: an article and, as far as they are named, the paragraph 款, item 项 and subitem 目
/// in it. All numbers begin at 1.
///
/// ```
/// use yifa_law::place::{ArticleNumber, Place};
/// let place = Place { paragraph: Some(1), item: Some(2), ..Place::article(ArticleNumber::new(58)) };
/// assert_eq!(place.to_string(), "第五十八条第一款第二项");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The article.
    pub article: ArticleNumber,
    /// The paragraph 款; `None` means the whole article, or its only paragraph.
    pub paragraph: Option<u32>,
    /// The item 项.
    pub item: Option<u32>,
    /// The subitem 目.
    pub subitem: Option<u32>,
}

impl Place {
    /// A whole article.
    pub const fn article(article: ArticleNumber) -> Self {
        Self { article, paragraph: None, item: None, subitem: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.article)?;
        for (number, unit) in [(self.paragraph, '款'), (self.item, '项'), (self.subitem, '目')] {
            if let Some(number) = number {
                write!(f, "第{}{unit}", to_chinese(u64::from(number)))?;
            }
        }
        Ok(())
    }
}

impl From<u32> for ArticleNumber {
    fn from(value: u32) -> Self {
        Self::new(value)
    }
}
