//! C21, L01, L09: name, number and subject.

use super::reading::Reading;
use super::{Check, Finding, Kind, Says, Severity};
use crate::citation::ResolvedInstrument;
use crate::docnumber::{DocumentNumber, Oddity};
use crate::fold::fold;
use crate::instrument::{issued_title, normalise_title};

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    match reading.kind {
        Kind::NormativeDocument => {
            called_regulation(reading, Check::Form, found);
            number(reading, found);
        }
        Kind::GovernmentRule => {
            called_regulation(reading, Check::RuleName, found);
            subject(reading, found);
        }
        Kind::ProvincialRule | Kind::DepartmentRule => called_regulation(reading, Check::RuleName, found),
        Kind::Legislation => {}
    }
}

/// 条例 is a name for regulations. 《…条例》实施细则 is another name.
fn called_regulation(reading: &Reading<'_>, check: Check, found: &mut Vec<Finding>) {
    // A notice that issues a document is judged by the document.
    let title = issued_title(&reading.title()).to_owned();
    let bare =
        title.trim_end_matches('）').trim_end_matches("试行").trim_end_matches("草案").trim_end_matches('（');
    if bare.ends_with("条例") && !bare.contains("关于") {
        found.push(
            Finding::new(check, Severity::MustAnswer, reading.title_span(), Says::CalledRegulation)
                .with("title", &title)
                .replace_by(format!("{}办法", bare.trim_end_matches("条例"))),
        );
    }
}

fn number(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let finding = |severity, span, says| Finding::new(Check::Form, severity, span, says);
    let Some(read) = &reading.document.number else {
        let issued = reading.document.issued.is_some()
            || reading.record.is_some_and(|record| record.publications.is_some());
        // A draft has no number yet, and a report to the congress has none at all.
        let title = reading.title();
        let draft =
            ["征求意见稿", "草案"].iter().any(|word| title.contains(word)) || title.ends_with("工作报告");
        // A text without its head may have lost the number with it.
        let head = reading.statute().title.as_deref().is_some_and(|title| !title.starts_with("一、"));
        if issued && head && !draft {
            found.push(finding(Severity::MustAnswer, reading.title_span(), Says::NoNumber));
        }
        return;
    };
    let span = number_span(reading, &read.number).unwrap_or_else(|| reading.title_span());
    let written = reading.statute().slice(&span).to_owned();
    // Digits of full width are a matter of the typeface, Chinese numerals are not.
    let numerals = |c: char| "〇零○一二三四五六七八九".contains(c);
    let odd = read.oddities.iter().any(|odd| match odd {
        Oddity::Digits => written.contains(numerals),
        Oddity::Brackets | Oddity::LeadingZero | Oddity::Ordinal | Oddity::ImpossibleYear => true,
        _ => false,
    });
    if odd {
        found.push(
            finding(Severity::MustAnswer, span.clone(), Says::NumberForm)
                .with("number", written)
                .replace_by(read.number.to_string()),
        );
    }
    let own = reading.title();
    for key in reading.corpus.find(&ResolvedInstrument::Numbered(read.number.clone())) {
        let other = reading.corpus.title(key);
        let name = normalise_title(&other);
        if name != own && !own.contains(&name) && !name.contains(&own) {
            found.push(
                finding(Severity::MustAnswer, span.clone(), Says::NumberTaken)
                    .with("number", &read.number)
                    .with("title", other),
            );
        }
    }
}

/// Where the document's own number stands: the first place that reads as it.
fn number_span(reading: &Reading<'_>, number: &DocumentNumber) -> Option<std::ops::Range<usize>> {
    let found = crate::docnumber::find(reading.statute().source());
    found
        .into_iter()
        .find(|found| found.read.as_ref().is_ok_and(|read| read.number == *number))
        .map(|found| found.span)
}

/// Words of the four fields in which a city may make rules.
const FIELDS: [&str; 58] = [
    // 城乡建设与管理
    "城乡",
    "建设",
    "城市",
    "市容",
    "环境卫生",
    "绿化",
    "园林",
    "交通",
    "道路",
    "供水",
    "排水",
    "节水",
    "燃气",
    "供热",
    "物业",
    "房屋",
    "住宅",
    "建筑",
    "停车",
    "公园",
    "市政",
    "垃圾",
    "广告",
    "养犬",
    "地名",
    "轨道",
    "公共汽车",
    "出租",
    "管线",
    "消防",
    "应急",
    "电梯",
    "规划",
    "土地",
    "拆迁",
    "征收",
    // 生态文明建设
    "生态",
    "环境",
    "污染",
    "水资源",
    "湿地",
    "森林",
    "大气",
    "噪声",
    "河道",
    "水库",
    "水源",
    "湖泊",
    // 历史文化保护
    "历史",
    "文化",
    "文物",
    "名城",
    "非物质",
    "古树",
    // 基层治理
    "基层",
    "社区",
    "网格",
    "治理",
];

/// L01: no word of the four fields in title and purpose.
fn subject(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let first = reading.statute().articles.first();
    let purpose = first.map_or("", |article| reading.statute().slice(&article.span));
    let told = format!("{}{}", reading.title(), fold(purpose));
    if !told.is_empty() && !FIELDS.iter().any(|word| told.contains(word)) {
        found.push(Finding::new(
            Check::RuleSubject,
            Severity::MustAnswer,
            reading.title_span(),
            Says::OutsideFourFields,
        ));
    }
}
