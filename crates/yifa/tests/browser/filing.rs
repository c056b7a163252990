//! A filing goes back, comes again and is reviewed; the document is at fault, its maker is asked to correct it and does, or
//! does not: then the government decides. A month's list of filings is made from the register.

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
    // What was in doubt stands there: nobody types clause and article again.
    assert_eq!(office.property("[name=finding_clause]", "value"), "第二条");
    assert_eq!(office.property("[name=finding_article]", "value"), "《行政处罚法》第十六条");
    office.fill("finding_ground", "against_higher_law");
    office.fill("finding_article", "");
    office.fill("finding", "第二条设定罚款，没有依据。");
    office.follow(SEND);
    office.see("写明所违反的上位法条款");
    office.fill("finding_article", "《行政处罚法》第十六条");
    office.follow(SEND);
    let page = office.see("规范性文件备案审查意见书");
    assert!(page.contains("要求改正") && page.contains("报告处理意见"), "{page}");
    if let Some(text) = paper(&office, "规范性文件备案审查意见书", "filing-opinion") {
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

/// What a paper says whose link bears the title; nothing where no PDF can be read here.
fn paper(browser: &Browser, title: &str, picture: &str) -> Option<String> {
    let script = format!(
        "return [...document.querySelectorAll('main a[href*=\"/papers/\"]')].find(a => a.textContent.includes({}))?.pathname ?? ''",
        serde_json::json!(title)
    );
    let found = browser.run(&script);
    let href = found.as_str().filter(|href| !href.is_empty());
    let (status, _, pdf) = browser.fetch(href.unwrap_or_else(|| browser.stuck(&format!("no {title}"))));
    assert_eq!(status, 200, "{title}");
    browser.picture_of_pdf(picture, &pdf);
    Some(browser.text_of_pdf(&pdf)?.chars().filter(|c| !c.is_whitespace()).collect())
}

#[test]
fn what_a_maker_does_not_correct_the_law_puts_before_the_government() {
    let government = Browser::start();
    government.sign_in("government");
    let open = |title: &str| {
        government.open(&format!("/matters?procedure=normdoc-filing&state=proposed&q={title}"));
        government.follow("main tbody th a");
        government.here()
    };

    // One maker said nothing. The paper that puts the proposal before the government is the office's; only the government's
    // own time runs now.
    let matter = open("%E8%B4%A7%E8%BD%A6%E9%80%9A%E8%A1%8C%E8%AF%81");
    let page = government.see("关于提请处理规范性文件的报告");
    assert!(page.contains("政府决定") && !page.contains("逾期 "), "{page}");
    if let Some(text) = paper(&government, "关于提请处理规范性文件的报告", "filing-proposal") {
        for part in ["云江市司法局", "云江市人民政府：", "制定机关逾期没有报告处理意见", "第二条", "建议在"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    government.open(&format!("{matter}/do/annul"));
    let page = government.see("对“行政规范性文件”办理：撤销");
    assert!(page.contains("关于撤销规范性文件的决定"), "{page}");
    government.follow(SEND);
    government.see("“决定理由”必须填写");
    government.fill("decision_note", "没有法律、法规依据，不得增加申请人的义务。");
    government.follow(SEND);
    let page = government.see("已撤销");
    assert!(page.contains("关于撤销规范性文件的决定") && page.contains("撤销后查找同类问题"), "{page}");
    government.picture("filing-annulled");
    // The document itself has ended.
    government.open("/matters?procedure=normative-document&state=repealed&q=%E8%B4%A7%E8%BD%A6%E9%80%9A%E8%A1%8C%E8%AF%81");
    government.see("货车通行证核发规定");

    // Another promised and did not keep its promise: the office's paper says so, though the maker acted last.
    let matter = open("%E7%A7%9F%E8%B5%81%E6%8A%BC%E9%87%91");
    if let Some(text) = paper(&government, "关于提请处理规范性文件的报告", "filing-proposal-promise")
    {
        for part in ["云江市司法局文件", "逾期没有改正", "处理方案：修改第二条，取消保证金"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    government.open(&format!("{matter}/do/keep"));
    government.fill("decision_note", "上位法已经授权，予以维持。");
    government.follow(SEND);
    let page = government.see("关于维持规范性文件的决定");
    assert!(page.contains("维持"), "{page}");
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
