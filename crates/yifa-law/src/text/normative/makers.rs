//! Who made a document: the names under its text, above its day; else those at its head.

use super::Line;
use crate::dates;
use crate::docnumber;
use crate::text::line::is_blank;
use crate::text::title::is_maker;
use jiff::civil::Date;

/// Bodies that a text runs together: 国务院中央军事委员会, 市发展改革委市财政局. One whose name only holds another's stays
/// whole: 国家税务总局某市税务局.
///
/// ```
/// use yifa_law::text::normative::parted;
/// assert_eq!(parted("市发展改革委市财政局"), ["市发展改革委", "市财政局"]);
/// assert_eq!(parted("国务院中央军事委员会"), ["国务院", "中央军事委员会"]);
/// assert_eq!(parted("国家税务总局某市税务局"), ["国家税务总局某市税务局"]);
/// ```
pub fn parted(names: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = names;
    while let Some(at) = rest.char_indices().map(|(at, _)| at).skip(2).find(|at| parts_at(rest, *at)) {
        parts.push(rest[..at].to_owned());
        rest = &rest[at..];
    }
    parts.push(rest.to_owned());
    parts
}

/// Whether one body ends and the next begins at an offset.
fn parts_at(names: &str, at: usize) -> bool {
    let (left, right) = names.split_at(at);
    let ends = SHORT.contains(&left) || (is_maker(left) && left.chars().count() >= 3);
    // 市公安局市中区分局 is one.
    let below = ["分局", "支队", "大队", "分行", "办事处", "市中区", "市南区", "市北区"]
        .iter()
        .any(|word| right.ends_with(word) || right.starts_with(word));
    let whole =
        SHORT.iter().any(|name| right.starts_with(name)) || (is_maker(right) && right.chars().count() >= 3);
    if !ends || !whole || below {
        return false;
    }
    let central = CENTRAL.iter().any(|name| right.starts_with(name));
    let place = left.strip_prefix("中共").unwrap_or(left);
    let of_place = place.match_indices(PLACES).any(|(from, unit)| {
        let place = &place[..from + unit.len()];
        from + unit.len() <= 24 && right.len() > place.len() && right.starts_with(place)
    });
    central || of_place
}

/// Bodies that end in no word for one.
const SHORT: [&str; 2] = ["国务院", "中共中央"];

const PLACES: [char; 7] = ['省', '市', '区', '县', '州', '盟', '旗'];

/// How the names of central bodies begin; after the name of a body, no name of a part of it does.
const CENTRAL: [&str; 37] = [
    "国务院",
    "国家",
    "全国",
    "中共中央",
    "中央",
    "最高人民",
    "中国",
    "外交部",
    "教育部",
    "科技部",
    "科学技术部",
    "工业和信息化部",
    "公安部",
    "民政部",
    "司法部",
    "财政部",
    "人力资源",
    "自然资源部",
    "生态环境部",
    "住房城乡建设部",
    "住房和城乡建设部",
    "交通运输部",
    "水利部",
    "农业农村部",
    "商务部",
    "文化和旅游部",
    "卫生健康委",
    "退役军人",
    "应急管理部",
    "应急部",
    "人民银行",
    "审计署",
    "海关总署",
    "税务总局",
    "市场监管总局",
    "金融监管总局",
    "证监会",
];

/// So many bodies sign together.
const MOST: usize = 12;

/// The makers that sign, else those at the head, in the order of the text.
pub(super) fn read(source: &str, lines: &[Line], title: Option<&str>) -> Vec<String> {
    let text = |at: usize| &source[lines[at].span.clone()];
    let days = (0..lines.len()).filter_map(|at| Some((at, day(text(at))?)));
    let signed = days.map(|(at, day)| if day.makers.is_empty() { above(at, text) } else { day.makers });
    let signed = signed.into_iter().find(|makers| !makers.is_empty());
    signed.unwrap_or_else(|| {
        let head = title.map_or(HEAD, |title| {
            (0..lines.len().min(HEAD))
                .find(|at| title.contains(text(*at)) && !is_maker(text(*at)))
                .unwrap_or(HEAD)
        });
        (0..head.min(lines.len())).flat_map(|at| named(text(at))).take(MOST).collect()
    })
}

/// Makers at the head stand in the first lines.
const HEAD: usize = 12;

/// The names right above a line. They may be broken over lines, and share lines.
fn above<'a>(day: usize, text: impl Fn(usize) -> &'a str) -> Vec<String> {
    let goes_on =
        |at: &usize| !text(*at).ends_with(['。', '；', '：', ':', '，']) && text(*at).chars().count() <= 40;
    let first = (day.saturating_sub(MOST)..day).rev().take_while(goes_on).last().unwrap_or(day);
    let joined = joined((first..day).map(&text));
    if !joined.is_empty() {
        return joined;
    }
    let first = (day.saturating_sub(MOST)..day).rev().take_while(|at| !named(text(*at)).is_empty()).last();
    first.map_or_else(Vec::new, |first| (first..day).flat_map(|at| named(text(at))).collect())
}

/// 某市工业和 / 信息化局 / 某市公安局 某市城乡交通 / 运输局: three makers. Empty when something is left over.
fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut makers = Vec::new();
    let mut open = String::new();
    for line in lines {
        let parts: Vec<&str> = line.split(is_blank).filter(|part| !part.is_empty()).collect();
        let spread = parts.len() > 2 && parts.iter().all(|part| part.chars().count() == 1);
        let parts =
            if spread { vec![parts.concat()] } else { parts.into_iter().map(str::to_owned).collect() };
        for part in parts {
            open.push_str(&part);
            if open.chars().count() >= LEAST && is_maker(&open) {
                makers.extend(parted(&std::mem::take(&mut open)));
            }
        }
    }
    if open.is_empty() { makers } else { Vec::new() }
}

/// A name of fewer characters is a part of one: 运输局.
const LEAST: usize = 4;

/// The makers that a line names: one, or several with wide blanks between them.
fn named(line: &str) -> Vec<String> {
    let line = line.trim_matches(['*', '（', '）', '(', ')']);
    let parts: Vec<&str> = line.split(is_blank).filter(|part| !part.is_empty()).collect();
    let whole = |part: &&str| part.chars().count() >= 4 && is_maker(part);
    if parts.len() > 1 && parts.iter().all(whole) {
        return parts.into_iter().map(ToOwned::to_owned).collect();
    }
    let bare: String = parts.concat();
    let bare = bare.strip_suffix("文件").unwrap_or(&bare);
    if (bare.chars().count() >= LEAST && is_maker(bare)) || bare == "国务院" {
        parted(bare)
    } else {
        Vec::new()
    }
}

/// A line of a signature: the day, with the names of those who sign before it, or alone.
pub(super) struct Signature {
    pub(super) makers: Vec<String>,
    pub(super) date: Option<Date>,
}

/// Without 印发 or 发布 after the day: 2022年1月1日印发.
pub(super) fn without_issue(text: &str) -> &str {
    ["印发", "发布", "公布", "发"].iter().find_map(|act| text.strip_suffix(act)).unwrap_or(text)
}

/// 2022年1月1日; （2022年1月1日）; 某市公安局　2022年1月1日; （某府发〔2022〕6号　2022年1月1日）.
pub(super) fn day(line: &str) -> Option<Signature> {
    let bare = line.trim_matches(['（', '）', '(', ')', '*']);
    let bare = if bare.len() < line.len() { without_issue(bare) } else { bare };
    let found = dates::find(bare).into_iter().next_back().filter(|found| found.span.end == bare.len())?;
    let before = &bare[..found.span.start];
    let date = found.date();
    if before.is_empty() {
        return Some(Signature { makers: Vec::new(), date });
    }
    let makers = named(before);
    let number = before.trim_end_matches(['，', '、']);
    let numbered = bare.len() < line.len() && docnumber::parse(number).is_ok();
    ((before.ends_with(is_blank) || number.len() < before.len()) && (numbered || !makers.is_empty()))
        .then_some(Signature { makers, date })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::lines;

    fn makers(source: &str) -> Vec<String> {
        read(source, &lines(source), Some("关于印发某办法的通知"))
    }

    #[test]
    fn the_signature_tells_the_makers() {
        assert_eq!(
            makers(
                "关于印发某办法的通知\n各区县：\n请遵照执行。\n某市公安局　某市司法局\n某市财政局\n2022年1月1日\n某办法\n"
            ),
            ["某市公安局", "某市司法局", "某市财政局"]
        );
        assert_eq!(makers("关于印发某办法的通知\n某 市 公 安 局\n（2022年1月1日）\n"), ["某市公安局"]);
        assert_eq!(
            makers(
                "关于印发某办法的通知\n遵照执行。\n某市工业和\n信息化局\n某市公安局 某市城乡交通\n运输局\n2022 年3月10日\n"
            ),
            ["某市工业和信息化局", "某市公安局", "某市城乡交通运输局"]
        );
    }

    #[test]
    fn bodies_that_run_together_are_parted() {
        for (names, parts) in [
            ("国务院中央军事委员会", "国务院、中央军事委员会"),
            ("中共中央国务院", "中共中央、国务院"),
            ("国务院办公厅中央军委办公厅", "国务院办公厅、中央军委办公厅"),
            ("市发展改革委市财政局市司法局", "市发展改革委、市财政局、市司法局"),
            ("中共某市委员会某市人民政府", "中共某市委员会、某市人民政府"),
            ("某市某区财政局某市某区司法局", "某市某区财政局、某市某区司法局"),
            ("财政部税务总局海关总署", "财政部、税务总局、海关总署"),
            ("最高人民法院最高人民检察院", "最高人民法院、最高人民检察院"),
            // One body each.
            ("国务院国有资产监督管理委员会", ""),
            ("国家税务总局某市税务局", ""),
            ("中国人民银行某市中心支行", ""),
            ("公安部交通管理局", ""),
            ("市公安局市中区分局", ""),
            ("某市人民政府办公室", ""),
            ("某市市场监督管理局", ""),
            ("某市城市管理局", ""),
            ("某省省直机关事务管理局", ""),
            ("某区市区两级联合指挥部", ""),
        ] {
            let parts = if parts.is_empty() { names } else { parts };
            assert_eq!(parted(names).join("、"), parts);
        }
        assert_eq!(
            makers("国务院中央军事委员会\n关于印发某办法的通知\n一、甲\n"),
            ["国务院", "中央军事委员会"]
        );
    }

    #[test]
    fn without_a_signature_the_head_tells() {
        assert_eq!(
            makers("某市人民政府文件\n某府发〔2022〕6号\n关于印发某办法的通知\n一、甲\n"),
            ["某市人民政府"]
        );
        assert_eq!(makers("关于印发某办法的通知\n由市公安局负责。\n第一条　甲\n"), Vec::<String>::new());
    }
}
