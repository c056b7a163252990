//! Which line of a text without marks is its title: 某市某局关于印发《…》的通知, broken over lines or not, below the
//! maker's name, the number and the word 文件 of an official paper.
//!
//! Owns: telling titles from names of makers, numbers, notes and sentences. It must not read the text below.

use super::label;
use super::line::{Line, is_blank};
use super::notes;
use crate::docnumber;
use std::ops::Range;

/// A title and the lines that it takes.
pub(super) struct Found {
    pub(super) words: String,
    pub(super) lines: Range<usize>,
    /// Whether it says what kind of paper it is; otherwise it is only the first line that could be one.
    pub(super) names_kind: bool,
}

/// The title among the lines before the body.
pub(super) fn find(source: &str, lines: &[Line]) -> Option<Found> {
    let text = |at: usize| &source[lines[at].span.clone()];
    let end = (0..lines.len()).find(|at| ends_head(text(*at))).unwrap_or(lines.len());
    let can_begin = |at: &usize| is_title_line(text(*at)) && !is_maker(text(*at)) && !stands_alone(text(*at));
    // 某署公告2022年第58号（关于…的公告）: what stands in the brackets.
    if let Some(at) = (0..end).find(|at| after_number(text(*at)).is_some())
        && let Some((_, words)) = after_number(text(at))
        && !(0..at).any(|before| names_kind(text(before)))
    {
        return Some(Found { words: words.to_owned(), lines: at..at + 1, names_kind: true });
    }
    let kind = (0..end).filter(can_begin).find_map(|at| whole(source, &lines[..end], at));
    let (start, stop, names_kind) = match kind {
        Some(lines) => (lines.start, lines.end, true),
        None => {
            if let Some(at) = promulgated(source, lines, 0) {
                return Some(Found { words: text(at).to_owned(), lines: at..at + 1, names_kind: true });
            }
            let is_line = |at: &usize| is_title_line(text(*at)) && !stands_alone(text(*at));
            let at = (0..end).find(can_begin).or_else(|| (0..end).find(is_line))?;
            (at, at + 1, false)
        }
    };
    if names_kind
        && heads_order(text(start))
        && let Some(at) = promulgated(source, lines, start)
    {
        return Some(Found { words: text(at).to_owned(), lines: at..at + 1, names_kind });
    }
    // 某市某局公告 / 2021年第4号 / 关于公布…的公告: what the announcement is about.
    if names_kind && heads_order(text(start)) {
        let named = (stop..end)
            .filter(|at| can_begin(at) && !text(*at).ends_with('号'))
            .find_map(|at| whole(source, &lines[..end], at));
        if let Some(lines) = named.filter(|lines| text(lines.start).contains("关于")) {
            let words = lines.clone().map(text).collect();
            return Some(Found { words, lines, names_kind });
        }
    }
    // 某市某局 / 关于印发…的通知: the makers right above are part of it.
    let mut first = start;
    if names_kind && text(start).starts_with("关于") {
        while first > 0 && is_maker(text(first - 1)) && !text(first - 1).ends_with("文件") {
            first -= 1;
        }
    }
    let mut words: String = (first..start).map(|at| makers(text(at))).collect::<Vec<_>>().join(" ");
    (start..stop).for_each(|at| words.push_str(text(at)));
    Some(Found { words, lines: first..stop, names_kind })
}

/// The title of what an order, an announcement or a letter without a title promulgates: 某市人民政府令 /
/// 《某规定》已经…，现予公布 / 某规定.
fn promulgated(source: &str, lines: &[Line], order: usize) -> Option<usize> {
    let text = |at: usize| &source[lines[at].span.clone()];
    (order..lines.len()).find_map(|letter| {
        let words = text(letter);
        let act = ["公布", "发布", "颁布", "印发"].iter().any(|act| words.contains(act));
        let named = words.split_once('《').filter(|_| act)?.1;
        let named = &named[..closing(named)?];
        // The title stands in 《》 there: those inside it are 〈〉.
        let plain = |title: &str| bare(title).replace(['《', '〈'], "〈").replace(['》', '〉'], "〉");
        (letter + 1..lines.len()).find(|at| plain(text(*at)) == plain(named))
    })
}

/// Where the 》 stands that closes a title, of which only what follows its 《 is given.
fn closing(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    rest.char_indices().find_map(|(at, c)| match c {
        '《' => {
            depth += 1;
            None
        }
        '》' if depth == 0 => Some(at),
        '》' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}

/// 某署公告2022年第58号（关于某事的公告）: the number and the title.
pub(super) fn after_number(text: &str) -> Option<(&str, &str)> {
    let (number, title) = text.strip_suffix(['）', ')'])?.split_once(['（', '('])?;
    (title.starts_with("关于") && names_kind(title) && docnumber::parse(number).is_ok())
        .then_some((number.trim_end(), title))
}

/// The lines from one on that make a title of some kind together.
fn whole(source: &str, lines: &[Line], from: usize) -> Option<Range<usize>> {
    let mut words = String::new();
    for at in from..lines.len().min(from + MOST_LINES) {
        let text = &source[lines[at].span.clone()];
        let goes_on = at == from || (is_title_line(text) && !stands_alone(text) && !is_maker(text));
        // 某公报2023年第5期 / 某市某局关于…的通知: the title begins where its maker does.
        if !goes_on || (at > from && begins_with_maker(text)) {
            return None;
        }
        words.push_str(text);
        let closed = words.matches(['《', '〈']).count() == words.matches(['》', '〉']).count();
        if closed && names_kind(&words) && words.chars().count() <= MOST_CHARACTERS {
            return Some(from..at + 1);
        }
    }
    None
}

/// 某市公安局关于…, 某市公安局 某市司法局关于….
fn begins_with_maker(text: &str) -> bool {
    let makers = text.split_once("关于").map(|(makers, _)| makers.split(['、', ' ', '\u{3000}']));
    makers.is_some_and(|mut makers| makers.all(|maker| maker.chars().count() >= 4 && is_maker(maker)))
}

const MOST_LINES: usize = 4;
const MOST_CHARACTERS: usize = 160;

/// Where the head of a paper is over: the addressees, the outline, a sentence.
fn ends_head(text: &str) -> bool {
    (text.ends_with(['：', ':', '∶']) && text.starts_with('各'))
        || opens_outline(text)
        || text.ends_with('。')
}

fn opens_outline(text: &str) -> bool {
    let word = text
        .find('、')
        .is_some_and(|at| !text[..at].is_empty() && text[..at].chars().all(crate::numeral::is_numeral_char));
    word || label::item(text).is_some() || label::subitem(text).is_some()
}

/// A line that can be a title or a part of one: no sentence, no address of a web page, no label of a data base.
fn is_title_line(text: &str) -> bool {
    !text.ends_with(['。', '；', '，', '：', ':', '∶', ','])
        && !text.contains("://")
        && !text.contains(['»', '›', '|', '｜'])
        && !text.starts_with(['【', '[', '!'])
        && !is_of_site(text)
        && !is_issue_of_gazette(text)
        && !SITE.iter().any(|word| text.starts_with(word))
        && !notes::is_note(text)
        && !opens_outline(text)
        && text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count() >= 2
}

/// Words with which lines of a web site begin.
const SITE: [&str; 9] =
    ["您的位置", "当前位置", "您现在的位置", "作者:", "作者：", "时间:", "时间：", "下载地址", "收藏本站"];

/// 打印 关闭, 字体：大 中 小, 首页>政务公开>政策文件: words of a web site and nothing else.
fn is_of_site(text: &str) -> bool {
    const WORDS: [&str; 26] = [
        "打印",
        "打印本页",
        "关闭",
        "关闭窗口",
        "关闭本页",
        "收藏",
        "分享",
        "分享到",
        "下载",
        "返回",
        "返回顶部",
        "首页",
        "大",
        "中",
        "小",
        "字体",
        "字号",
        "视力保护色",
        "微信",
        "微博",
        "扫一扫",
        "复制链接",
        "上一篇",
        "下一篇",
        "保存",
        "无障碍",
    ];
    let dress = |c: char| is_blank(c) || "：:[]【】〖〗（）()|｜/丨·>＞-—".contains(c);
    let mut words = text.split(dress).filter(|word| !word.is_empty()).peekable();
    let crumbs = text.contains(['>', '＞']) && !text.contains(['<', '＜']);
    crumbs || (words.peek().is_some() && words.all(|word| WORDS.contains(&word)))
}

/// 某市人民政府公报2023年第5期.
fn is_issue_of_gazette(text: &str) -> bool {
    text.contains("公报") && text.trim_end_matches(['）', ')']).ends_with('期')
}

/// A line that is something of its own: the number, the date, 文件, 附件.
fn stands_alone(text: &str) -> bool {
    let bare = bare(text);
    let number = docnumber::parse(text.trim_matches(['（', '）', '(', ')'])).is_ok();
    let inner = bare.trim_matches(['（', '）', '(', ')']);
    let date = crate::dates::find(inner).first().is_some_and(|date| date.span == (0..inner.len()));
    let word = ALONE.contains(&bare.as_str());
    number
        || is_counted(inner)
        || date
        || word
        || (bare.ends_with("文件") && is_maker(bare.trim_end_matches("文件")))
}

/// Words that are a line of their own at the head of a paper or of its page.
const ALONE: [&str; 24] = [
    "文件",
    "目录",
    "目錄",
    "目次",
    "附件",
    "正文",
    "全文",
    "令",
    "公告",
    "通告",
    "规范性文件",
    "行政规范性文件",
    "政策文件",
    "政府文件",
    "部门文件",
    "其他文件",
    "政务公开",
    "信息公开",
    "政府信息公开",
    "政策法规",
    "法律法规",
    "地方性法规",
    "政府规章",
    "部门规章",
];

/// 2023年第37号, 第37号: the number under the kind of paper.
fn is_counted(bare: &str) -> bool {
    let of_year = bare.split_once('年').filter(|(year, _)| year.chars().all(crate::numeral::is_numeral_char));
    let number = of_year.map_or(bare, |(_, rest)| rest).strip_suffix('号');
    number
        .and_then(|number| number.strip_prefix('第'))
        .is_some_and(|number| !number.is_empty() && number.chars().all(crate::numeral::is_numeral_char))
}

/// A line at the head of an order or an announcement: 某市人民政府令.
pub(super) fn heads_order(text: &str) -> bool {
    ["令", "公告", "通告"].iter().any(|kind| text.strip_suffix(kind).is_some_and(is_maker))
}

/// A line that is the name of a body: 济 南 市 公 安 局.
pub(crate) fn is_maker(text: &str) -> bool {
    let bare = bare(text);
    let bare = bare.strip_suffix("文件").unwrap_or(&bare);
    let length = bare.chars().count();
    (3..=40).contains(&length)
        && !bare.contains("关于")
        && !bare.contains(|c: char| "。，；：《》〈〉“”、0123456789".contains(c))
        && MAKERS.iter().any(|end| bare.ends_with(end))
        && !["的", "第", "本"].iter().any(|word| bare.starts_with(word))
}

const MAKERS: [&str; 25] = [
    "人民政府",
    "办公室",
    "办公厅",
    "委员会",
    "管委会",
    "人大常委会",
    "局",
    "厅",
    "部",
    "署",
    "法院",
    "检察院",
    "银行",
    "中心",
    "总队",
    "支队",
    "大队",
    "海关",
    "领导小组",
    "指挥部",
    "国务院",
    "办事处",
    "委",
    "院",
    "协会",
];

/// A line of makers: 某市公安局 某市司法局 keeps its blanks, 某 市 公 安 局 has none.
fn makers(line: &str) -> String {
    let parts: Vec<&str> = line.split(is_blank).filter(|part| !part.is_empty()).collect();
    let whole = parts.iter().all(|part| part.chars().count() >= 4 && is_maker(part));
    parts.join(if whole { " " } else { "" })
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// Whether a title ends with the kind of a paper, brackets of trial and draft aside.
pub(super) fn names_kind(title: &str) -> bool {
    let mut bare = bare(title);
    while let Some(at) = bare.rfind(['（', '(']).filter(|at| *at > 0 && bare.ends_with(['）', ')'])) {
        bare.truncate(at);
    }
    let bare = bare.trim_end_matches(['》', '〉']);
    KINDS.iter().any(|kind| bare.ends_with(kind))
}

const KINDS: [&str; 49] = [
    "办法",
    "辦法",
    "规定",
    "規定",
    "细则",
    "細則",
    "规则",
    "規則",
    "条例",
    "條例",
    "决定",
    "決定",
    "决议",
    "通知",
    "通告",
    "公告",
    "公报",
    "意见",
    "意見",
    "方案",
    "批复",
    "函",
    "答复",
    "解释",
    "规范",
    "标准",
    "基准",
    "指引",
    "指南",
    "措施",
    "政策",
    "计划",
    "规划",
    "清单",
    "目录",
    "制度",
    "章程",
    "准则",
    "规程",
    "纪要",
    "报告",
    "请示",
    "令",
    "法",
    "法典",
    "修正案",
    "要点",
    "预案",
    "程序",
];

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;

    fn title(source: &str) -> Option<String> {
        find(source, &line::lines(source)).map(|found| found.words)
    }

    #[test]
    fn a_title_is_found_below_the_head_of_a_paper() {
        let source = "NO—2022—0040001\n某市工业局\n某 市 公 安 局\n某工信字〔2022〕1号\n文件\n关于印发《某市道路测试与\n示范\
                      应用管理办法（试行）》的通知\n各区县：\n";
        assert_eq!(title(source).unwrap(), "关于印发《某市道路测试与示范应用管理办法（试行）》的通知");
        assert_eq!(
            title("某市人民政府文件\n某府发〔2022〕6号\n某市人民政府\n关于印发某办法的通知\n").unwrap(),
            "某市人民政府关于印发某办法的通知"
        );
        assert_eq!(
            title("某市支持数字园区建设等\n奖补政策实施细则\n第一章　总则\n").unwrap(),
            "某市支持数字园区建设等奖补政策实施细则"
        );
    }

    #[test]
    fn an_order_has_the_title_of_what_it_promulgates() {
        let order = |letter: &str, below: &str| {
            format!("某市人民政府令\n第35号\n{letter}\n市长　甲\n2022年12月20日\n{below}\n")
        };
        assert_eq!(
            title(&order("《某市广告规定》已经通过，现予公布。", "某市广告规定")).unwrap(),
            "某市广告规定"
        );
        // It promulgates nothing that stands below.
        assert_eq!(title(&order("《某市广告规定》现予公布。", "某市停车规定")).unwrap(), "某市人民政府令");
        assert_eq!(
            title(&order("决定停止执行《某市广告规定》。", "某市广告规定")).unwrap(),
            "某市人民政府令"
        );
    }

    #[test]
    fn lines_of_a_web_site_are_no_titles() {
        let site = "您的位置: 首页 » 资料网 » 法规 »\n\n某市广告管理规定\n\n作者:资料网 时间:2024-07-06\n下载地址: 点击\n第一条　甲。\n";
        assert_eq!(title(site).unwrap(), "某市广告管理规定");
        assert_eq!(title("热门站点| 世界网 | 论坛\n某市广告管理规定\n").unwrap(), "某市广告管理规定");
        // Neither the number nor the addressees: what the letter says it sends.
        let letter = "某府〔2017〕46号\n各县政府，各部门∶\n《某市制定规定》业经会议通过，现印发给你们。\n某市人民政府\n2017年4月5日\n某市制定规定\n第一条　甲。\n";
        assert_eq!(title(letter).unwrap(), "某市制定规定");
        assert_eq!(title("某府〔2017〕46号\n各县政府，各部门∶\n宣布失效。\n"), None);
    }

    #[test]
    fn what_stands_above_a_title_is_no_part_of_it() {
        for above in [
            "某市人民政府公报2023年第5期",
            "首页>政务公开>政策文件",
            "[ 大 中 小 ] 打印 | 关闭",
            "行政规范性文件",
            "浏览次数：123",
        ] {
            let source = format!("{above}\n某市某局关于印发《某办法》的通知\n各区县：\n");
            assert_eq!(title(&source).as_deref(), Some("某市某局关于印发《某办法》的通知"), "{above}");
        }
        assert_eq!(
            title("某市公安局 某市司法局\n关于印发某办法的通知\n各区县：\n").unwrap(),
            "某市公安局 某市司法局关于印发某办法的通知"
        );
        let order = "某市人民政府令\n第35号\n《某市人民政府关于修改〈某办法〉的决定》现予公布。\n市长　甲\n某市人民政府关于修改《某办法》的决定\n一、甲。\n";
        assert_eq!(title(order).unwrap(), "某市人民政府关于修改《某办法》的决定");
    }

    #[test]
    fn what_is_no_title_is_not_taken_for_one() {
        assert_eq!(title("为了加快发展，制定如下措施。\n一、激发创新活力\n二、优化布局\n"), None);
        assert_eq!(title("**发布日期**: 2025年7月\n发布机构：某市某局\n"), None);
        assert_eq!(title("一、总体要求\n"), None);
    }

    #[test]
    fn without_a_kind_the_first_line_that_can_be_one_counts() {
        assert_eq!(title("某市停车收费二三事\n2020年1月1日\n").unwrap(), "某市停车收费二三事");
        assert_eq!(title("某市发展改革委\n某市停车二三事\n").unwrap(), "某市停车二三事");
    }

    #[test]
    fn an_announcement_has_the_title_of_what_it_is_about() {
        assert_eq!(
            title("某市某局公告\n2021年第4号\n关于公布某名单的公告\n现将名单公布如下。\n").unwrap(),
            "关于公布某名单的公告"
        );
        assert_eq!(
            title("国家某某局\n公告\n2023年 第37号\n国家某某局关于某事的公告\n一、甲\n").unwrap(),
            "国家某某局关于某事的公告"
        );
        assert_eq!(
            title("某某总署公告2022年第58号（关于某事的公告）\n现公告如下：\n").unwrap(),
            "关于某事的公告"
        );
        assert_eq!(title("某市某局公告\n2021年第4号\n现将名单公布如下。\n").unwrap(), "某市某局公告");
    }
}
