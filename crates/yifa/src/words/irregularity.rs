//! What is odd in a legal text, in words. The English words are those of the reading itself.

use yifa_law::text::{Irregularity, IrregularityKind};

use super::Language;

/// How many numbers a sentence lists.
const LISTED: usize = 12;

/// An irregularity as a sentence.
pub fn irregularity(found: &Irregularity, language: Language) -> String {
    match language {
        Language::Zh => chinese(&found.kind),
        Language::En => found.to_string(),
    }
}

fn chinese(kind: &IrregularityKind) -> String {
    match kind {
        IrregularityKind::NoTitle => "没有可作标题的行".to_owned(),
        IrregularityKind::ForeignTitle => "只知外文标题，引用所用的标题由人补上".to_owned(),
        IrregularityKind::NoArticles => "没有条文".to_owned(),
        IrregularityKind::NoDate => "题注没有日期".to_owned(),
        IrregularityKind::SeveralDatesOnOneLine => "题注一行内有多个日期".to_owned(),
        IrregularityKind::EffectiveDateInHeader(date) => format!("题注写有施行日期 {date}"),
        IrregularityKind::ImpossibleDate => "日历上没有的日期".to_owned(),
        IrregularityKind::FirstArticle(number) => format!("首条是{number}"),
        IrregularityKind::LeftOutArticles(numbers) => format!("节选或者写明从略：第 {} 条", listed(numbers)),
        IrregularityKind::MissingArticles(numbers) => format!("缺少条文：第 {} 条", listed(numbers)),
        IrregularityKind::RepeatedArticle(number) => format!("{number}重复"),
        IrregularityKind::ArticleOutOfOrder(number) => format!("{number}次序颠倒"),
        IrregularityKind::MissingHeadings(level, numbers) => {
            format!("缺少标题：第 {} {level}", listed(numbers))
        }
        IrregularityKind::HeadingOutOfOrder(level, number) => format!("第 {number} {level}次序颠倒"),
        IrregularityKind::BlankInLabel => "条标中间有空格".to_owned(),
        IrregularityKind::MalformedLabel => "条标的数字无法读出".to_owned(),
        IrregularityKind::TwoArticlesOnOneLine { second, parted: true } => {
            format!("{second}没有另起一行；条号前后相接，已分开")
        }
        IrregularityKind::TwoArticlesOnOneLine { second, parted: false } => {
            format!("{second}没有另起一行，也可能是引用，未分开")
        }
        IrregularityKind::HeadingAndArticleOnOneLine => "标题与条文在同一行".to_owned(),
        IrregularityKind::ItemNumbers(number) => format!("{number}各项的编号不连续"),
        IrregularityKind::BrokenLines => "按版面宽度断行，已接合".to_owned(),
        IrregularityKind::Table => "文中有表格".to_owned(),
        IrregularityKind::GluedDocument => "从这里开始是另一份文件，没有读入".to_owned(),
        IrregularityKind::AnnexWithArticles => "从这里开始是另有条文的附件，没有读入".to_owned(),
        IrregularityKind::NoDateInFileName => "文件名没有日期".to_owned(),
        IrregularityKind::FileNameDateNotInHeader(date) => format!("文件名的日期 {date} 不在题注中"),
    }
}

fn listed(numbers: &[u32]) -> String {
    let mut words: Vec<String> = numbers.iter().take(LISTED).map(ToString::to_string).collect();
    if numbers.len() > LISTED {
        words.push(format!("…共 {} 个", numbers.len()));
    }
    words.join("、")
}
