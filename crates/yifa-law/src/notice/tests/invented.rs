//! Invented notices in the styles of many offices.

use crate::notice::{FindingCode, Notice, Role, Severity, read, read_bytes};
use jiff::civil::date;

fn paths(notice: &Notice) -> Vec<&str> {
    notice.items.iter().map(|item| item.path.as_str()).collect()
}

fn codes(notice: &Notice) -> Vec<&str> {
    notice.findings.iter().map(|finding| finding.code.as_str()).collect()
}

const COUNTY: &str = "丙县人民政府办公室
丙政办〔2025〕20号

丙县人民政府办公室
关于印发丙县法治政府建设工作安排的
通知

各乡镇人民政府，县政府各部门：
《丙县2025年度法治政府建设工作安排》已经县政府同意，现印发给你们。

丙县人民政府办公室
二○二五年三月八日

丙县
2025年度法治政府
建设工作安排

为做好今年的工作，制定本安排。
一、规范决策
（一）公布目录
3月底前公布决策事项目录。
责任单位：县司法局、县政府办公室
(二）听取意见。凡涉及群众利益的事项都应当公开征求意见。
责任单位：各乡镇、县直各部门
二、加强培训
1.组织讲座
2.组织考试
三、保障
";

#[test]
fn a_notice_with_its_plan_behind_it() {
    let notice = read(COUNTY, Some(2026));
    assert_eq!(notice.title.as_deref(), Some("丙县2025年度法治政府建设工作安排"));
    assert_eq!(notice.doc_no.as_deref(), Some("丙政办〔2025〕20号"));
    assert_eq!(notice.issuer.as_deref(), Some("丙县人民政府办公室"));
    assert_eq!(notice.date, Some(date(2025, 3, 8)));
    assert_eq!(notice.preamble, "为做好今年的工作，制定本安排。");
    assert_eq!(paths(&notice), ["一", "一.(一)", "一.(二)", "二", "二.1", "二.2", "三"]);
    let first = &notice.items[1];
    assert_eq!(first.heading.as_deref(), Some("公布目录"));
    assert_eq!(
        first.responsible.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(),
        ["县司法局", "县政府办公室"]
    );
    assert_eq!(notice.items[2].heading.as_deref(), Some("听取意见"));
    assert_eq!(codes(&notice), ["mixed-brackets"]);
}

#[test]
fn traditional_and_simplified_give_the_same_tree() {
    let simplified = "一、规范执法\n（一）健全制度。一是编制目录。二是组织培训。（责任单位：市司法局）\n";
    let traditional = crate::fold::to_traditional(simplified);
    let (a, b) = (read(simplified, None), read(&traditional, None));
    assert_eq!(paths(&a), paths(&b));
    assert_eq!(b.items[1].heading.as_deref(), Some("健全制度"));
    assert_eq!(&traditional[b.items[2].span.clone()], "一是編制目錄。");
    assert_eq!(b.items[1].responsible[0].name, "市司法局");
}

#[test]
fn numbers_may_run_on_through_the_chapters() {
    let notice = read("一、甲\n1.子\n2.丑\n二、乙\n3.寅\n4.卯\n三、丙\n", None);
    assert_eq!(paths(&notice), ["一", "一.1", "一.2", "二", "二.3", "二.4", "三"]);
    assert_eq!(codes(&notice), ["no-title"]);
}

#[test]
fn mixtures_nest_by_custom_or_as_the_numbers_run() {
    let deep =
        "第一章 总则\n第一条 甲\n（一）乙\n1.丙\n（1）丁\n①戊\n②己\n第二条 庚\n第二章 附则\n第三条 辛\n";
    assert_eq!(
        paths(&read(deep, None)),
        [
            "第一章",
            "第一章.第一条",
            "第一章.第一条.(一)",
            "第一章.第一条.(一).1",
            "第一章.第一条.(一).1.(1)",
            "第一章.第一条.(一).1.(1).①",
            "第一章.第一条.(一).1.(1).②",
            "第一章.第二条",
            "第二章",
            "第二章.第三条",
        ]
    );
    let turned = "1.甲\n（一）子\n（二）丑\n2.乙\n（一）寅\n3.丙\n";
    assert_eq!(paths(&read(turned, None)), ["1", "1.(一)", "1.(二)", "2", "2.(一)", "3"]);
}

#[test]
fn text_after_a_row_belongs_to_the_clause() {
    let text =
        "（一）健全制度。一是甲；二是乙。\n以上工作年底前完成。\n牵头单位：县司法局；配合单位：县财政局\n";
    let notice = read(text, None);
    assert_eq!(notice.items[0].text, "以上工作年底前完成。\n牵头单位：县司法局；配合单位：县财政局");
    assert_eq!(notice.items[2].text, "乙。");
    let roles: Vec<Role> = notice.items[0].responsible.iter().map(|r| r.role).collect();
    assert_eq!(roles, [Role::Lead, Role::Support]);
}

#[test]
fn each_sub_point_may_have_its_own_note() {
    let text = "（一）健全制度。一是甲（责任单位：县司法局）。二是乙（责任单位：县财政局）。\n";
    let notice = read(text, None);
    let names: Vec<Vec<&str>> =
        notice.items.iter().map(|i| i.responsible.iter().map(|r| r.name.as_str()).collect()).collect();
    assert_eq!(names, [vec![], vec!["县司法局"], vec!["县财政局"]]);
}

#[test]
fn a_chapter_may_have_no_clauses() {
    let notice = read("一、甲\n（一）乙\n二、加强队伍建设\n充实人员。\n提高素质。\n", None);
    assert_eq!(notice.items[2].heading.as_deref(), Some("加强队伍建设"));
    assert_eq!(notice.items[2].text, "充实人员。\n提高素质。");
}

#[test]
fn the_end_of_the_paper_is_no_item() {
    let text = "一、甲\n做好工作。\n附件：1.任务分工表\n丁市人民政府\n2025年5月6日\n抄送：市委办公室。\n";
    let notice = read(text, None);
    assert_eq!(notice.items.last().unwrap().text, "做好工作。");
    assert_eq!((notice.issuer.as_deref(), notice.date), (Some("丁市人民政府"), Some(date(2025, 5, 6))));
}

#[test]
fn numbers_in_a_list_of_annexes_are_no_items() {
    let notice = read("一、甲\n做好工作。\n附件。①任务表②分工表\n", None);
    assert_eq!(paths(&notice), ["一"]);
}

#[test]
fn what_is_noted_above_a_title_is_no_part_of_it() {
    let cover = "丁市人民政府关于印发丁市工作要点的通知\n丁市人民政府\n2026年4月18日\n";
    let text = format!("{cover}（此件公开发布）\n丁市2026年政务公开工作要点\n一、甲\n（一）乙\n");
    assert_eq!(read(&text, None).title.as_deref(), Some("丁市2026年政务公开工作要点"));
}

#[test]
fn annexes_that_stand_below_each_other_are_no_items() {
    let end = "附件：1.任务分工表\n　　　2.联系人名单\n　　　3.进度表\n丁市人民政府\n2025年5月6日\n";
    let notice = read(&format!("一、甲\n1.做好工作。\n2.做好总结。\n{end}"), None);
    assert_eq!(paths(&notice), ["一", "一.1", "一.2"]);
    assert_eq!((notice.issuer.as_deref(), notice.date), (Some("丁市人民政府"), Some(date(2025, 5, 6))));
    // Numbered lines at the end that no list of annexes opens are items.
    assert_eq!(paths(&read("一、甲\n1.做好工作\n2.做好总结\n", None)), ["一", "一.1", "一.2"]);
}

#[test]
fn two_notices_in_one_file_are_told_apart() {
    let text = "甲市工作要点\n一、子\n二、丑\n甲市人民政府\n2025年1月2日\n乙市2025年工作方案\n为做好工作，制定本方案。\n一、寅\n二、卯\n";
    let notice = read(text, None);
    let finding = notice.findings.iter().find(|f| f.code == FindingCode::SecondNotice).unwrap();
    assert_eq!(finding.value("title"), Some("乙市2025年工作方案"));
    assert_eq!(&text[finding.span.clone()], "乙市2025年工作方案");
    assert_eq!(
        notice.items.iter().map(|i| (i.part, i.path.as_str())).collect::<Vec<_>>(),
        [(1, "一"), (1, "二"), (2, "一"), (2, "二")]
    );
    assert!(text[notice.items[1].span.clone()].starts_with("二、丑"));
    assert!(!text[notice.items[1].span.clone()].contains("乙市"));
}

#[test]
fn an_annex_is_no_second_notice() {
    let text = "关于印发任务分工的通知\n一、子\n二、丑\n附件1\n2025年任务分工方案\n一、寅\n";
    let notice = read(text, None);
    assert!(codes(&notice).contains(&"annex") && !codes(&notice).contains(&"second-notice"));
}

#[test]
fn gaps_in_the_numbers_are_named() {
    let text = "一、甲\n二、乙\n四、丙\n四、丁\n三、戊\n";
    let notice = read(text, None);
    let found: Vec<_> = notice.findings.iter().map(|f| (f.code.as_str(), &text[f.span.clone()])).collect();
    assert_eq!(
        found,
        [
            ("no-title", ""),
            ("number-skipped", "四、"),
            ("number-repeated", "四、"),
            ("number-out-of-order", "三、")
        ]
    );
    assert_eq!(notice.findings[1].values, [("after", "2".to_owned()), ("found", "4".to_owned())]);
    assert_eq!(paths(&notice), ["一", "二", "四", "四~2", "三"]);
}

#[test]
fn a_text_without_headings_is_read_by_paragraphs() {
    let notice = read("关于加强培训的通知\n各单位：\n请组织培训。\n培训不少于7天。\n甲市司法局\n", None);
    assert_eq!(paths(&notice), ["¶1", "¶2"]);
    assert!(codes(&notice).contains(&"no-headings"));
    assert_eq!(
        (notice.title.as_deref(), notice.issuer.as_deref()),
        (Some("关于加强培训的通知"), Some("甲市司法局"))
    );
}

#[test]
fn impossible_years_depend_on_the_year_known() {
    let text = "一、落实《意见》（甲府发〔2031〕8号）\n二、到2035年建成。\n";
    let years = |known| {
        let notice = read(text, known);
        notice.findings.iter().filter(|f| f.code == FindingCode::ImpossibleYear).count()
    };
    assert_eq!((years(None), years(Some(2026)), years(Some(2031))), (0, 1, 0));
    let far = read("一、甲府发〔2121〕8号\n", None);
    let finding = far.findings.iter().find(|f| f.code == FindingCode::ImpossibleYear).unwrap();
    assert_eq!(finding.value("year"), Some("2121"));
}

#[test]
fn scrambled_digits_are_an_error() {
    let notice = read("一、到5355年底，给予033万元奖励。\n二、有效期至5355年65月6日。\n", Some(2026));
    let finding = notice.findings.iter().find(|f| f.code == FindingCode::ScrambledDigits).unwrap();
    assert_eq!((finding.severity(), finding.value("count")), (Severity::Error, Some("4")));
    assert!(!codes(&read("一、到2025年12月31日，0.5万人参加。\n", None)).contains(&"scrambled-digits"));
}

#[test]
fn what_is_no_text_is_told() {
    assert_eq!(codes(&read("", None)), ["empty"]);
    assert_eq!(codes(&read(" \n\u{3000}\n", None)), ["empty"]);
    assert!(codes(&read("plain English text", None)).contains(&"not-text"));
    assert!(codes(&read("\u{1}\u{2}\u{3}甲", None)).contains(&"not-text"));
    let file = read_bytes(b"PK\x03\x04rest", None);
    assert_eq!((codes(&file.notice), file.encoding), (vec!["not-text"], None));
    let gb = [0xD2, 0xBB, 0xA1, 0xA2, 0xBC, 0xD7];
    assert_eq!(paths(&read_bytes(&gb, None).notice), ["一"]);
}

#[test]
fn an_open_title_and_outdated_words_are_told() {
    let text = "一、落实《行政处罚法\n二、报市政府法制办备案。\n";
    let notice = read(text, None);
    assert!(codes(&notice).contains(&"unclosed-title"));
    let finding = notice.findings.iter().find(|f| f.code == FindingCode::OutdatedTerm).unwrap();
    assert_eq!(finding.values[1], ("change", "justice-bureau-since-2018".to_owned()));
}

#[test]
fn a_time_without_a_task_is_told() {
    let told = |text: &str| {
        let notice = read(&format!("一、{text}\n"), Some(2026));
        let found = notice.findings.iter().find(|f| f.code == FindingCode::TimeWithoutTask);
        found.map(|finding| finding.value("written").unwrap().to_owned())
    };
    assert_eq!(told("12月底前，有关情况另行研究。").as_deref(), Some("12月底前"));
    assert_eq!(told("春节前夯实基础，有关情况另行研究。").as_deref(), Some("春节前"));
    assert_eq!(told("力争用3年时间，面貌明显改观。").as_deref(), Some("用3年时间"));
    for quiet in [
        "12月底前完成整改。",
        "到2030年，法治水平显著提升。",
        "2025年12月底前已全部整改到位。",
        "春节前后，情况另行研究。",
        "有关情况另行研究。",
    ] {
        assert_eq!(told(quiet), None, "{quiet}");
    }
}

#[test]
fn web_lines_are_left_out_of_the_preamble() {
    let text = "某市工作计划\n时间：2022-03-12\n导语：本文来源于网友上传，不代表本站观点。\n某市工作计划\n现就工作安排如下：\n一、甲\n";
    let notice = read(text, None);
    assert_eq!((notice.preamble.as_str(), notice.date), ("现就工作安排如下：", None));
    let lead = notice.findings.iter().find(|f| f.code == FindingCode::WebLead).unwrap();
    assert!(text[lead.span.clone()].starts_with("时间") && text[lead.span.clone()].ends_with("观点。"));
}

#[test]
fn a_page_of_a_web_site_is_read_without_its_tags() {
    let page = "<!DOCTYPE html>\n<html><head><title>甲市政府网</title></head><body><div>首页</div>\n<h1>甲市2026年普法工作要点</h1>\
                <p>&nbsp;&nbsp;一、学法</p><p>（一）每季度组织学法1次。</p><p><span>（二）</span>举办讲座2场。（责任单位：市司法局）</p>\
                <p>二、普法</p></body></html>";
    let file = read_bytes(page.as_bytes(), None);
    assert!(file.is_web_page);
    assert_eq!(file.notice.title.as_deref(), Some("甲市2026年普法工作要点"));
    assert_eq!(paths(&file.notice), ["一", "一.(一)", "一.(二)", "二"]);
    assert_eq!(file.notice.items[2].responsible[0].name, "市司法局");
    assert_eq!(&file.text[file.notice.items[2].span.clone()], "（二）举办讲座2场。（责任单位：市司法局）");
    assert!(!read_bytes("一、甲\n<div>".as_bytes(), None).is_web_page);
}

#[test]
fn a_row_of_a_table_is_a_task() {
    let header = "任务\t责任单位\t配合单位\t完成时限";
    let rows = "编制目录\t市司法局\t市财政局\t6月底\n案卷评查，每季度不少于1次\t市水务局\t市司法局\t9月底前";
    let bars = |text: &str| {
        text.lines().map(|line| format!("| {} |\n", line.replace('\t', " | "))).collect::<String>()
    };
    let rule = "| --- | --- | --- | --- |\n";
    for table in [
        format!("甲市重点任务分解表\n{header}\n{rows}\n"),
        format!("甲市重点任务分解表\n\n{}{rule}{}", bars(header), bars(rows)),
        format!("甲市重点任务分解表\n{rows}\n"),
    ] {
        let notice = read(&table, None);
        assert_eq!(notice.title.as_deref(), Some("甲市重点任务分解表"));
        assert_eq!(paths(&notice), ["¶1", "¶2"], "{table}");
        assert_eq!(codes(&notice), ["no-headings"]);
        assert_eq!(notice.items[0].heading.as_deref(), Some("编制目录"));
        let asked = |item: usize| {
            let one = |one: &crate::notice::Obligation| format!("{} {}", one.who.names.join("+"), one.what);
            notice.items[item].obligations.iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(asked(0), ["市司法局 编制目录"]);
        assert_eq!(asked(1), ["市水务局 每季度不少于1次"]);
        assert_eq!(notice.items[0].responsible[1].role, Role::Support);
    }
    // Inside a clause the rows are its tasks.
    let notice = read(&format!("一、任务\n（一）分工\n{rows}\n"), None);
    let who: Vec<_> = notice.items[1].obligations.iter().map(|one| one.who.names.join("+")).collect();
    assert_eq!(who, ["市司法局", "市水务局"]);
}
