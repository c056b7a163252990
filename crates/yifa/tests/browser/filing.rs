//! A filing goes back, comes again and is reviewed; the document is at fault, its maker is asked to correct it and does. A
//! month's list of filings is made from the register.

use super::support::{Browser, act};

const SEND: &str = "main form button:not([name])";

/// What each of the nine points comes to; the third is in doubt.
fn answer_points(office: &Browser) {
    for row in 0..9 {
        let result = if row == 2 { "doubt" } else { "fine" };
        office.choose(&format!("[name='points.{row}.result']"), result);
    }
}

#[test]
fn a_correction_is_asked_for_and_made() {
    let clerk = Browser::start();
    clerk.sign_in("clerk-urban");
    clerk.open("/matters?procedure=normdoc-filing&state=due&q=%E9%A4%90%E5%8E%A8");
    clerk.follow("main tbody th a");
    clerk.see("云江市餐厨垃圾收运单位服务规范");
    let matter = clerk.here();
    let to = |action: &str| format!("{matter}/do/{action}");
    // The text that was published is filed: nobody types it again. What is missing is told at once, and nothing is lost.
    clerk.open(&to("submit"));
    let text = clerk.property("[name=filed_text]", "value");
    assert!(text.as_str().is_some_and(|text| text.starts_with("第一条")), "{text}");
    ["report", "text", "explanation"].iter().for_each(|part| clerk.fill("parts", part));
    clerk.follow(SEND);
    let page = clerk.see("不能办理");
    assert!(
        page.contains("附制定依据和合法性审核意见") && page.contains("《地方组织法》第七十五条"),
        "{page}"
    );
    assert_eq!(clerk.count("[name=parts]:checked"), 3);
    ["bases", "legality_opinion"].iter().for_each(|part| clerk.fill("parts", part));
    clerk.follow(SEND);
    clerk.see("已报送");

    // The formal check finds a gap: a notice says by when. What was filed stands in the form that completes it.
    let office = Browser::start();
    act(&office, "legal-office", &to("return_filing"), &[("gaps", "意见采纳情况")]);
    let page = office.see("备案材料补正通知书");
    assert!(page.contains("退回补正") && page.contains("剩 10 日"), "{page}");
    clerk.open(&to("complete"));
    assert_eq!(clerk.count("[name=parts]:checked"), 5);
    clerk.fill("parts", "comments");
    clerk.follow(SEND);
    office.open(&to("register"));
    office.follow(SEND);
    office.see("已登记");

    // What the machine sees in the document is one step away. The nine points stand there; a doubt names clause and article.
    office.follow("main a[href^='/review?matter=']");
    office.see("云江市餐厨垃圾收运单位服务规范");
    office.open(&to("review"));
    assert_eq!(office.property("[name='points.0.point']", "value"), "power");
    assert_eq!(office.property("[name='points.8.point']", "value"), "form");
    answer_points(&office);
    office.picture("filing-review");
    office.assert_sound();
    office.follow(SEND);
    let page = office.see("不能办理");
    assert!(page.contains("存疑的写明条款") && page.contains("写明上位法条款"), "{page}");
    assert_eq!(office.property("[name='points.8.result']", "value"), "fine");
    office.type_into("[name='points.2.clause_no']", "第二条");
    office.type_into("[name='points.2.higher']", "《行政处罚法》第十六条");
    office.follow(SEND);
    let page = office.see("存疑的审查结论");
    assert!(page.contains("剩 30 日"), "{page}");
    office.open(&to("ask_maker"));
    office.fill("questions", "第二条的依据是什么？");
    office.follow(SEND);
    office.see("制定机关说明");
    clerk.open(&to("explain"));
    clerk.fill("explanation_text", "没有上位法依据。");
    clerk.follow(SEND);
    clerk.see("已说明");

    // The opinion names clause, article and the day by which the maker answers.
    office.open(&to("ask_correction"));
    office.fill("finding_ground", "against_higher_law");
    office.fill("finding_clause", "第二条");
    office.fill("finding", "第二条设定罚款，没有依据。");
    office.follow(SEND);
    office.see("写明所违反的上位法条款");
    office.fill("finding_article", "《行政处罚法》第十六条");
    office.follow(SEND);
    let page = office.see("规范性文件备案审查意见书");
    assert!(page.contains("要求改正") && page.contains("报告处理意见"), "{page}");
    let href = office.property("main a[href*='/papers/']", "href");
    let (_, paper) =
        href.as_str().and_then(|href| href.split_once("/matters/")).expect("the paper's address");
    let (status, _, pdf) = office.fetch(&format!("/matters/{paper}"));
    assert_eq!(status, 200);
    office.picture_of_pdf("filing-opinion", &pdf);
    if let Some(text) = office.text_of_pdf(&pdf) {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(text.contains("《行政处罚法》第十六条") && text.contains("以前报告处理方案"), "{text}");
    }

    // A promise lies ahead. The clause is no longer applied: that is public, and the figure counts it.
    clerk.open(&to("agree"));
    clerk.fill("correction_plan", "停止执行第二条");
    clerk.fill("correct_by", "2020-01-01");
    clerk.follow(SEND);
    clerk.see("改正日期不得早于今天");
    clerk.fill("correct_by", "2099-01-04");
    clerk.follow(SEND);
    clerk.see("按期改正");
    clerk.open(&to("correct"));
    clerk.fill("correction_kind", "amended");
    clerk.follow(SEND);
    clerk.see("修改的文件须重新公布并再次备案");
    clerk.fill("correction_kind", "stopped");
    clerk.follow(SEND);
    let page = clerk.see("已改正");
    assert!(page.contains("改正情况") && page.contains("停止执行"), "{page}");
    clerk.picture("filing-corrected");
}

#[test]
fn a_month_that_was_left_is_listed_from_the_register() {
    let office = Browser::start();
    office.sign_in("legal-office");
    office.open("/matters?procedure=filing-monthly-list&state=compiled");
    office.follow("main tbody th a");
    let matter = office.here();
    office.see("年7月备案登记目录");
    office.open(&format!("{matter}/do/recompile"));
    office.follow(SEND);
    office.see("待编制");
    // Nothing is typed: the register fills the list.
    office.open(&format!("{matter}/do/compile"));
    assert_eq!(office.count("main form textarea, main form table input"), 0);
    office.follow(SEND);
    let page = office.see("登记件数");
    assert!(page.contains("已编制"), "{page}");
    office.open(&format!("{matter}/do/publish"));
    office.follow(SEND);
    let page = office.see("已公布");
    assert!(page.contains("规范性文件备案登记目录"), "{page}");
}
