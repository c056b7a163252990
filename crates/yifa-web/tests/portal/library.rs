//! The law library as anyone reads it, and the three catalogues.

use crate::Visitor;

const REGULATION: &str = "/public/library/yunjiang-city-appearance-regulation";

fn encoded(text: &str) -> String {
    serde_urlencoded::to_string([("q", text)]).expect("pairs")
}

#[test]
fn two_characters_find_articles_marked_and_either_script_finds_the_same() {
    let visitor = Visitor::new();
    let simplified = visitor.get(&format!("/public/library?{}", encoded("台账")));
    assert!(simplified.text.contains("<mark>台账</mark>"), "{}", simplified.text);
    assert!(simplified.text.contains("/2022-11-25?on=2026-11-23#a34"), "{}", simplified.text);
    let traditional = visitor.get(&format!("/public/library?{}", encoded("臺賬")));
    let found = |text: &str| text.matches("<mark>").count();
    assert!(found(&simplified.text) > 1 && found(&simplified.text) == found(&traditional.text));
}

#[test]
fn a_citation_leads_to_its_place_and_what_is_none_does_not() {
    let visitor = Visitor::new();
    let asked = |text: &str| visitor.get(&format!("/public/library?{}", encoded(text))).text;
    for text in ["行政处罚法第四十五条", "《行政处罚法》第45条", "行政處罰法第四十五條"]
    {
        let page = asked(text);
        let panel = page.split("class=\"panel done\"").nth(1).unwrap_or_else(|| panic!("{text}: {page}"));
        let panel = panel.split("</p>").next().unwrap();
        assert!(panel.contains("第四十五条") && panel.contains("/public/library/"), "{text}: {panel}");
    }
    for text in ["第四十五条", "没有这部法第四十五条", "行政处罚法第零条", "行政处罚", "第"]
    {
        assert!(!asked(text).contains("class=\"panel done\""), "{text} leads nowhere");
    }
}

#[test]
fn filters_narrow_and_a_day_decides_what_is_in_force() {
    let visitor = Visitor::new();
    let titles = |query: &str| visitor.get(&format!("/public/library?{query}")).text;
    let documents = titles("rank=normative-document&status=in");
    assert!(documents.contains("建筑垃圾运输管理细则") && !documents.contains("建筑垃圾运输管理规定"));
    let before = titles("rank=normative-document&status=in&on=2022-06-01");
    assert!(before.contains("建筑垃圾运输管理规定") && !before.contains("建筑垃圾运输管理细则"));
    let not_yet = titles("rank=normative-document&status=out");
    assert!(not_yet.contains("餐厨垃圾收运车辆标识规范") && not_yet.contains("尚未施行"), "{not_yet}");
}

#[test]
fn the_reader_shows_the_version_of_the_day_and_what_it_cites() {
    let visitor = Visitor::new();
    let today = visitor.get(REGULATION);
    assert!(today.text.contains("id=\"a62\"") && today.text.contains("id=\"a18-p2\""), "{}", today.text);
    assert!(today.text.contains("id=\"a10-i3\""));
    let then = visitor.get(&format!("{REGULATION}?on=2015-01-01"));
    assert!(!then.text.contains("id=\"a62\"") && then.text.contains("id=\"a46\""));
    assert!(today.text.contains("/public/library/penalty-law") || today.text.contains("行政处罚法"));
}

#[test]
fn a_place_has_an_address_that_stays_and_tells_what_became_of_it() {
    let visitor = Visitor::new();
    let article = visitor.get(&format!("{REGULATION}/2022-11-25/a35"));
    assert_eq!(article.status, 200);
    // 第三十五条 of today was 第三十二条 of 2012; a document of today cites it.
    assert!(article.text.contains("/2012-09-27/a32"), "{}", article.text);
    assert!(article.text.contains("建筑垃圾运输管理细则"), "{}", article.text);
    let item = visitor.get(&format!("{REGULATION}/2022-11-25/a10-i2"));
    assert!(item.text.contains("住宅小区") && !item.text.contains("建设工地"));
    let paragraph = visitor.get(&format!("{REGULATION}/2022-11-25/a18-p2"));
    assert!(paragraph.text.contains("便民摊区") && !paragraph.text.contains("不得擅自占用"));
}

#[test]
fn a_citation_made_under_an_older_version_says_so() {
    let visitor = Visitor::new();
    let old = visitor.get(&format!("{REGULATION}/2012-09-27/a32"));
    assert!(old.text.contains("餐厨垃圾管理办法"), "{}", old.text);
    let same_number_today = visitor.get(&format!("{REGULATION}/2022-11-25/a32"));
    assert!(
        same_number_today.text.contains("引用时施行的是 2012-09-27 的版本"),
        "{}",
        same_number_today.text
    );
}

#[test]
fn a_place_that_is_not_there_is_told_with_its_reason() {
    let visitor = Visitor::new();
    for (at, why) in [("a63", "没有这一条"), ("a31-p9", "没有那么多款"), ("a10-i9", "没有这一项")]
    {
        let answer = visitor.get(&format!("{REGULATION}/2022-11-25/{at}"));
        assert_eq!(answer.status, 404, "{at}");
        assert!(answer.text.contains(why), "{at}: {}", answer.text);
    }
    for path in ["a0", "x", "a31-p", "%E7%AC%AC", "2022-11-25"] {
        assert_eq!(visitor.get(&format!("{REGULATION}/2022-11-25/{path}")).status, 404, "{path}");
    }
    for path in [
        "/public/library/none",
        "/public/library/%2e%2e",
        "/public/library/yunjiang-city-appearance-regulation/1999-01-01",
    ] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
}

#[test]
fn odd_questions_do_no_harm_and_a_bad_day_is_told() {
    let visitor = Visitor::new();
    for query in ["q=%00%FF", "page=-1", "page=99999999999999999999", "rank=none&status=%C2%A7", "q=%3Cb%3E"]
    {
        let answer = visitor.get(&format!("/public/library?{query}"));
        assert_eq!(answer.status, 200, "{query}: {}", answer.text);
        assert!(!answer.text.contains("<b>\""), "{query}");
    }
    let wrong = visitor.get("/public/library?on=2026-13-45");
    assert!(wrong.text.contains("不是一个日期"), "{}", wrong.text);
}

#[test]
fn the_catalogues_add_up_on_every_day() {
    let visitor = Visitor::new();
    for on in ["2026-11-23", "2024-06-30", "2019-01-01"] {
        let page = visitor.get(&format!("/public/catalogues?on={on}"));
        assert_eq!(page.status, 200);
        let foot = page.text.rsplit("<th scope=\"row\">合计</th>").next().unwrap();
        let foot = foot.split("</tr>").next().unwrap();
        let numbers: Vec<usize> =
            foot.split("<b>").skip(1).map(|rest| rest.split('<').next().unwrap().parse().unwrap()).collect();
        let (total, parts) = numbers.split_last().unwrap();
        assert_eq!(parts.iter().sum::<usize>(), *total, "{on}: {numbers:?}");
        let rows: usize = ["in_force", "repealed", "lapsed", "not_yet"]
            .iter()
            .map(|id| {
                let own = page.text.split(&format!("aria-labelledby=\"{id}\"")).nth(1).unwrap();
                own.split("</section>").next().unwrap().matches("<span class=\"sub\">").count()
            })
            .sum();
        assert!(*total > 20 && rows >= *total, "{on}: {rows} rows for {total}");
    }
}

#[test]
fn a_clean_up_s_repealed_document_stands_among_the_repealed_only() {
    let visitor = Visitor::new();
    let page = visitor.get("/public/catalogues").text;
    let part = |id: &str| {
        let own = page.split(&format!("aria-labelledby=\"{id}\"")).nth(1).unwrap();
        own.split("</section>").next().unwrap().to_owned()
    };
    assert!(part("repealed").contains("云卫发〔2019〕11号"), "{}", part("repealed"));
    assert!(
        !part("in_force").contains("云卫发〔2019〕11号") && !part("lapsed").contains("云卫发〔2019〕11号")
    );
    assert!(part("lapsed").contains("云交发〔2020〕8号"));
    let odd = visitor.get("/public/catalogues?on=yesterday&maker=none&q=%00");
    assert_eq!(odd.status, 200);
    assert!(odd.text.contains("不是一个日期"));
}

#[test]
fn what_the_city_has_made_known_itself_is_in_the_library_with_its_days() {
    let visitor = Visitor::new();
    let catalogues = visitor.get("/public/catalogues").text;
    let own = catalogues.split("aria-labelledby=\"in_force\"").nth(1).unwrap();
    let slug = own.split("href=\"/public/normative-document-document-").nth(1).unwrap();
    let slug = slug.split('"').next().unwrap();
    let page = visitor.get(&format!("/public/library/normative-document-document-{slug}"));
    assert_eq!(page.status, 200);
    assert!(page.text.contains("有效至") && page.text.contains("id=\"a1\""), "{}", page.text);
    let early = visitor.get(&format!("/public/library/normative-document-document-{slug}?on=2020-01-01"));
    assert!(early.text.contains("尚未施行"), "{}", early.text);
    assert!(!page.text.contains("文本有疑点"), "{}", page.text);
}
