//! What is odd in a notice, in words.

use yifa_law::notice::{Finding, FindingCode};

use super::Language;

/// A finding as a sentence.
pub fn finding(finding: &Finding, language: Language) -> String {
    let value = |name: &str| finding.value(name).unwrap_or("?").to_owned();
    match language {
        Language::Zh => chinese(finding.code, value),
        Language::En => english(finding.code, value),
    }
}

fn chinese(code: FindingCode, value: impl Fn(&str) -> String) -> String {
    match code {
        FindingCode::Empty => "文件没有内容".to_owned(),
        FindingCode::NotText => format!("不是可读的纯文本（{}）", value("reason")),
        FindingCode::ControlCharacters => format!("文中有 {} 个控制字符", value("count")),
        FindingCode::NoHeadings => format!("没有编号的标题，按 {} 个自然段读入", value("paragraphs")),
        FindingCode::NoTitle => "没有可作标题的行".to_owned(),
        FindingCode::WebLead => "正文前后有网页的导语、来源等行，已排除".to_owned(),
        FindingCode::SecondNotice => format!("从这里开始是另一份文件“{}”", value("title")),
        FindingCode::Annex => format!("从这里开始是附件“{}”，编号另起", value("title")),
        FindingCode::NumberSkipped => {
            format!("编号不连续：“{}”之后是“{}”", value("after"), value("found"))
        }
        FindingCode::NumberRepeated => format!("编号“{}”重复", value("number")),
        FindingCode::NumberOutOfOrder => {
            format!("编号倒退：“{}”之后是“{}”", value("after"), value("found"))
        }
        FindingCode::MixedBrackets => format!("编号的左右括号不一致：“{}”", value("written")),
        FindingCode::UnclosedTitle => "《没有对应的》".to_owned(),
        FindingCode::ImpossibleYear => format!("不可能的年份：{}", value("year")),
        FindingCode::ImpossibleDate => format!("日历上没有的日期：{}", value("written")),
        FindingCode::ScrambledDigits => {
            format!("{} 处数字不可能成立，疑被打乱，全文数字均不可信", value("count"))
        }
        FindingCode::Masked => format!("{} 处数字或者名称被遮盖", value("count")),
        FindingCode::ReversedRange => format!("区间的终点小于起点：{}", value("written")),
        FindingCode::UnreadableNumeral => format!("无法读出的数字：{}", value("written")),
        FindingCode::TimeWithoutTask => {
            format!("写了时限“{}”，但没有读出任务，请核对", value("written"))
        }
        FindingCode::OutdatedTerm => {
            let changed = change(&value("change"), Language::Zh);
            format!("“{}”的依据已有变化：{changed}", value("term"))
        }
    }
}

fn english(code: FindingCode, value: impl Fn(&str) -> String) -> String {
    match code {
        FindingCode::Empty => "the file has no content".to_owned(),
        FindingCode::NotText => value("reason"),
        FindingCode::ControlCharacters => format!("{} control characters inside the text", value("count")),
        FindingCode::NoHeadings => {
            format!("no numbered heading; {} paragraphs are taken as items", value("paragraphs"))
        }
        FindingCode::NoTitle => "no line can be taken as the title".to_owned(),
        FindingCode::WebLead => "lines of a web page around the text are left out".to_owned(),
        FindingCode::SecondNotice => format!("another document begins here: {}", value("title")),
        FindingCode::Annex => format!("an annex with its own numbers begins here: {}", value("title")),
        FindingCode::NumberSkipped => {
            format!("numbers are left out: {} is followed by {}", value("after"), value("found"))
        }
        FindingCode::NumberRepeated => format!("the number {} is used twice", value("number")),
        FindingCode::NumberOutOfOrder => {
            format!("{} is followed by the smaller number {}", value("after"), value("found"))
        }
        FindingCode::MixedBrackets => format!("the brackets of {} differ", value("written")),
        FindingCode::UnclosedTitle => "《 without its 》".to_owned(),
        FindingCode::ImpossibleYear => format!("{} is an impossible year", value("year")),
        FindingCode::ImpossibleDate => format!("{} is in no calendar", value("written")),
        FindingCode::ScrambledDigits => {
            format!("{} impossible figures: the digits were scrambled, none can be trusted", value("count"))
        }
        FindingCode::Masked => format!("{} figures or names are masked", value("count")),
        FindingCode::ReversedRange => format!("the range {} ends below its beginning", value("written")),
        FindingCode::UnreadableNumeral => format!("{} is no numeral", value("written")),
        FindingCode::TimeWithoutTask => {
            format!("{} sets a time, and no task was read beside it: look at it", value("written"))
        }
        FindingCode::OutdatedTerm => {
            let changed = change(&value("change"), Language::En);
            format!("the law behind {} has moved: {changed}", value("term"))
        }
    }
}

/// What has changed behind an outdated term; an unknown change is shown as it is.
fn change(code: &str, language: Language) -> String {
    let told = CHANGES.iter().find(|(known, ..)| *known == code);
    told.map_or(code, |(_, zh, en)| language.pick(zh, en)).to_owned()
}

const CHANGES: [(&str, &str, &str); 8] = [
    (
        "justice-bureau-since-2018",
        "2018 年机构改革后由司法行政部门承担",
        "the justice bureau does this since the reform of 2018",
    ),
    ("class-abolished", "该类审批已取消", "this class of approval was abolished"),
    ("annual-report-instead", "已改为年度报告公示", "an annual report has taken its place"),
    (
        "administrative-supervision-law-repealed",
        "《行政监察法》2018 年废止，由《监察法》代替",
        "the Administrative Supervision Law was repealed in 2018; the Supervision Law took its place",
    ),
    (
        "public-servants-sanctions-act",
        "现依《公职人员政务处分法》",
        "the Act on Sanctions for Public Servants now governs",
    ),
    (
        "party-rules-and-public-servants-sanctions-act",
        "现依党内问责条例和《公职人员政务处分法》",
        "the party rules on accountability and the Act on Sanctions for Public Servants now govern",
    ),
    (
        "outline-superseded",
        "已由《法治政府建设实施纲要》代替",
        "the outlines on building a government of law have taken its place",
    ),
    (
        "township-enforcement-needs-provincial-decision",
        "《行政处罚法》第二十四条：须由省级决定交由乡镇行使",
        "article 24 of the Administrative Penalty Law: needs a decision of the province",
    ),
];
