//! C22: the task is done, or everybody whom it names is gone.

use super::reading::Reading;
use super::words::pattern;
use super::{Check, Finding, Kind, Says, Severity};
use crate::fold::Folded;
use crate::numeral;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// The end of a time written in a title: （2018—2020年）, 2019年.
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[（(]?([12][0-9]{3})年?(?:[-—–~～至]+)([12][0-9]{3})年?[）)]?|([12][0-9]{3})(?:年度?|行动|工作要点)",
    )
});
/// The end of what the document itself does: 执行至2020年底, 实施期限为2018年至2020年12月31日.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(执行|实施|施行|有效期|期限|政策|截止|试点)[^，。；]{0,10}(至|到)([12][0-9]{3})年(底|末|12月31日)(?:止|。|；|$)",
    )
});

/// A day as deadlines are written: 2020年底, 二〇二〇年六月底, 2020年12月31日, 2021年上半年.
const DAY: &str = "(?P<year>[12][0-9]{3}|[一二][〇零○一二三四五六七八九]{3})年(?P<part>年?[底末]|[一二三四1-4第]{1,2}季度末?|[上下]半年|(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:[底末]|(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?)?";
/// A time by which something is to be done: 到2020年底前完成整治, 2020年6月底前，各区完成排查, 至2020年12月31日结束.
static DEADLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?P<from>至|到|于|在|力争|确保)?{DAY}(?P<until>之?以?前|止|为止)?，?(?P<what>[^。；：]{{0,24}}?)(?P<done>{DONE})"
    ))
});
/// A stretch of time that is over: 为期三年，至2021年12月31日止.
static ENDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:至|到){DAY}(?:止|为止)(?P<done>)(?:，|。|；|$)")));
/// The end of a five-year plan: 到“十三五”末，实现全覆盖.
static FIVE_YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:到|至)?“?十(?P<plan>[一二三四五])五”?(?:规划)?期?(?:末|期间)，?(?P<what>[^。；：]{{0,16}}?)(?P<done>{DONE})"
    ))
});
/// What is over once it is done.
const DONE: &str = "完成|建成|实现|达到|办结|取缔|清零|消除|结束|到位|完工|竣工|退出|淘汰|关停|拆除|销号|搬迁|清理|整改|验收|报送|上报";
/// What was done already, or what had been by then, is told, not ordered.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "截至|截止|已|曾|共|累计|取得|同比|增长|下降了|以来|期间|登记|批准|颁布|印发|出台|通过|规定|未|尚|[的《》]|自[^，]*起|[12][0-9]{3}年",
    )
});

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    if reading.kind != Kind::NormativeDocument {
        return;
    }
    title(reading, found);
    until(reading, found);
    deadlines(reading, found);
    bodies(reading, found);
}

/// A title that names its years: 2018—2020年行动计划.
fn title(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let span = reading.title_span();
    let given = reading.statute().title.clone().unwrap_or_default();
    let folded = Folded::new(&given);
    let plan = ["计划", "方案", "要点", "行动", "规划", "任务", "工作安排"]
        .iter()
        .any(|word| folded.text().contains(word));
    let Some(captures) = YEARS.captures(folded.text()).filter(|_| plan) else { return };
    let year = captures.get(2).or(captures.get(3)).and_then(|year| year.as_str().parse::<i16>().ok());
    if let Some(year) = year.filter(|year| *year < reading.on.year()) {
        let words = captures.get(0).map_or("", |whole| whole.as_str());
        found.push(done(span, words, year));
    }
}

fn until(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    // A written term is C06's.
    if reading.document.valid_until.is_some() {
        return;
    }
    for (_, sentence) in reading.sentences() {
        let Some(captures) = UNTIL.captures(sentence.text()) else { continue };
        let year = captures.get(3).and_then(|year| year.as_str().parse::<i16>().ok());
        if let (Some(year), Some(whole)) = (year.filter(|year| *year < reading.on.year()), captures.get(0)) {
            found.push(done(sentence.locate(whole.range()), whole.as_str(), year));
        }
    }
}

/// What was to be done by a day that is over; the last of each article or paragraph.
fn deadlines(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    for unit in &reading.units {
        let past = unit.sentences.iter().flat_map(|sentence| {
            let text = sentence.text();
            let all = DEADLINE.captures_iter(text).filter_map(|captures| deadline(text, &captures));
            let term = ["有效期", "施行", "统计"].iter().any(|word| text.contains(word));
            let ends = ENDS.captures_iter(text).filter(move |_| !term);
            let ends = ends.filter_map(|captures| Some((captures.get(0)?.range(), day(&captures)?)));
            let plans = FIVE_YEARS.captures_iter(text).filter_map(|captures| five_years(text, &captures));
            all.chain(ends)
                .chain(plans)
                .filter(|(_, until)| *until < reading.on)
                .map(move |(span, until)| (sentence, span, until))
        });
        let Some((sentence, span, until)) = past.max_by_key(|(.., until)| *until) else { continue };
        let place = sentence.locate(span.clone());
        // 执行至2020年底 is told already.
        let told = |one: &Finding| {
            one.check == Check::TaskDone && one.span.start < place.end && place.start < one.span.end
        };
        if found.iter().any(told) {
            continue;
        }
        found.push(
            Finding::new(Check::TaskDone, Severity::MustAnswer, place.clone(), Says::DeadlinePast)
                .with("words", &sentence.text()[span])
                .with("until", until),
        );
    }
}

/// The words of a deadline and its last day.
fn deadline(text: &str, captures: &regex::Captures<'_>) -> Option<(std::ops::Range<usize>, Date)> {
    let part = |name| captures.name(name);
    let words = |name| part(name).map_or("", |one| one.as_str());
    let (whole, done) = (captures.get(0)?, part("done")?);
    let before = text[..whole.start()].rsplit(['，', '；', '：', '。']).next().unwrap_or_default();
    let after = &text[done.end()..];
    // 2020年底前完成的项目, 到2020年底完成整治任务的: a condition.
    let clause = after.split(['，', '；', '。']).next().unwrap_or_default();
    let condition = clause.starts_with('的') || clause.ends_with('的') || OF.is_match(clause);
    let ordered = !words("until").is_empty() || matches!(words("from"), "至" | "到" | "力争" | "确保");
    let told = TOLD.is_match(words("what")) || BEFORE.is_match(before);
    if condition || told || !ordered {
        return None;
    }
    Some((whole.range(), day(captures)?))
}

/// The last day of a time that is written.
fn day(captures: &regex::Captures<'_>) -> Option<Date> {
    let words = |name| captures.name(name).map_or("", |one| one.as_str());
    let number = |name| numeral::parse(words(name)).ok().and_then(|number| i16::try_from(number).ok());
    let small = |name| number(name).and_then(|number| i8::try_from(number).ok());
    let year = number("year")?;
    let last = |month: i8| Date::new(year, month, 1).ok().map(Date::last_of_month);
    match (small("month"), small("day")) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok(),
        (Some(month), None) => last(month),
        _ => match words("part") {
            "上半年" => last(6),
            part if part.contains("季度") => {
                let at = ["一", "二", "三", "四"].iter().position(|n| part.contains(n));
                let at = at.or_else(|| ["1", "2", "3", "4"].iter().position(|n| part.contains(n)))?;
                last(i8::try_from(3 * (at + 1)).ok()?)
            }
            // 2020年前 is over when the year begins.
            "" if words("until").contains('前') => Date::new(year, 1, 1).ok()?.yesterday().ok(),
            _ => last(12),
        },
    }
}

/// The end of a five-year plan that something was to be done in: the tenth ended in 2005.
fn five_years(text: &str, captures: &regex::Captures<'_>) -> Option<(std::ops::Range<usize>, Date)> {
    let (whole, done) = (captures.get(0)?, captures.name("done")?);
    let clause = text[done.end()..].split(['，', '；', '。']).next().unwrap_or_default();
    let told = TOLD.is_match(captures.name("what").map_or("", |what| what.as_str()));
    if told || clause.starts_with('的') || clause.ends_with('的') {
        return None;
    }
    let plan = numeral::parse(captures.name("plan")?.as_str()).ok()?;
    let year = i16::try_from(2005 + 5 * plan).ok()?;
    Some((whole.range(), Date::new(year, 12, 31).ok()?))
}

/// 完成整治任务的企业.
static OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern("的(企业|单位|项目|小区|工程|车辆|人员|个人|主体|经营者|地区|区县|乡镇|街道|机构|设施|建筑|房屋)")
});
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern("截$|截至|截止|已|曾|《[^》]*$|自[^，]*$|从[^，]*$|[0-9]年?[—–~～-]$"));

fn done(span: std::ops::Range<usize>, words: &str, year: i16) -> Finding {
    Finding::new(Check::TaskDone, Severity::MustAnswer, span, Says::TaskYear)
        .with("words", words.trim_end_matches(['。', '；']))
        .with("year", year)
}

/// Every body that is named, at least two, has gone.
fn bodies(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let gone = reading.parameters.body_names.iter().filter(|name| name.since <= reading.on);
    let mut named: Vec<&str> = Vec::new();
    let mut all: String = reading.sentences().map(|(_, sentence)| sentence.text()).collect();
    for name in gone {
        if all.contains(name.old.as_str()) {
            named.push(&name.old);
            all = all.replace(name.old.as_str(), "");
        }
    }
    let alive = ["局", "委员会", "厅", "政府", "办公室", "部门"].iter().any(|word| all.contains(word));
    if named.len() > 1 && !alive {
        found.push(
            Finding::new(Check::TaskDone, Severity::MustAnswer, reading.title_span(), Says::BodiesGone)
                .with("bodies", named.join("、")),
        );
    }
}
