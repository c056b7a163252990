//! Names: in 《》 with what stands in brackets, in other marks, without any, and with the year of a version.

use super::*;

#[test]
fn a_name_that_ends_like_the_same_law_is_read_whole() {
    assert_eq!(
        shown("《劳动合同法》有规定，转租依照合同法第二百二十四条"),
        ["《劳动合同法》", "合同法第二百二十四条"]
    );
    assert_eq!(shown("依照香港基本法第十条"), ["香港基本法第十条"]);
    assert_eq!(shown("《行政处罚法》第三条，同法第五条"), ["《行政处罚法》第三条", "该法第五条"]);
}

#[test]
fn reads_titles_with_what_stands_in_brackets() {
    let citation =
        parse("《关于全面推行三项制度的指导意见》（国办发〔2018〕118号，以下简称《指导意见》）第三条")
            .unwrap();
    assert_eq!(citation.number().unwrap().to_string(), "国办发〔2018〕118号");
    assert!(
        matches!(&citation.instrument, Some(InstrumentReference::Titled { alias: Some(alias), .. }) if alias == "指导意见")
    );
    let revised = parse("《行政处罚法》（2021年修订）第五条").unwrap();
    assert!(matches!(
        revised.said(),
        Some(SaidVersion::Dated { year: 2021, day: None, of: DateOf::Revision })
    ));
    assert_eq!(
        canonical("《国务院关于修改〈农药管理条例〉的决定》"),
        "《国务院关于修改〈农药管理条例〉的决定》"
    );
    assert_eq!(
        canonical("《国务院关于修改《农药管理条例》的决定》"),
        "《国务院关于修改〈农药管理条例〉的决定》"
    );
    assert_eq!(canonical("《智能\n网联汽车管理办法（试行）》"), "《智能网联汽车管理办法（试行）》");
    assert_eq!(
        canonical("《某规范》（工信部联\n通装〔2021〕97号）"),
        "《某规范》（工信部联通装〔2021〕97号）"
    );
    assert_eq!(canonical("国办发[2018]118號"), "国办发〔2018〕118号");
    assert_eq!(
        shown("《城乡规划法》（主席令第七十四号）和《公路法》《监察法》"),
        ["《城乡规划法》（主席令第74号）", "《公路法》", "《监察法》"]
    );
}

#[test]
fn finds_names_without_marks() {
    assert_eq!(
        shown("根据刑法第十二条和民事诉讼法第八十五条的规定"),
        ["刑法第十二条", "民事诉讼法第八十五条"]
    );
    let defined = "《环保条例》（自2017年施行，以下简称新条例）施行后，新条例第二十三条第一款规定";
    assert_eq!(shown(defined), ["《环保条例》（2017年施行，以下简称《新条例》）", "新条例第二十三条第一款"]);
}

#[test]
fn a_name_in_other_marks_is_the_instrument_of_its_place() {
    for text in [
        "“行政复议法”第二十条",
        "『行政复议法』第二十条",
        "「行政复议法」第二十条",
        "‘行政复议法’第二十条",
        "\"行政复议法\"第二十条",
        "＂行政复议法＂第二十条",
        "“行政複議法” 第二十條",
        "“行政\n复议法”第20条",
    ] {
        assert_eq!(canonical(text), "《行政复议法》第二十条", "{text}");
        assert_eq!(
            shown(&format!("依照《行政处罚法》第三条和{text}办理")),
            ["《行政处罚法》第三条", "《行政复议法》第二十条"],
            "{text}"
        );
    }
    assert_eq!(canonical("“行政复议法”（2023年修订）第二十条"), "《行政复议法》（2023年修订）第二十条");
    assert_eq!(canonical("“刑法修正案（十一）”第二条"), "《刑法修正案（十一）》第二条");
    assert_eq!(
        shown("《行政处罚法》第三条；『行政复议法』（以下简称『复议法』）第一条；『复议法』第二条"),
        ["《行政处罚法》第三条", "《行政复议法》（以下简称《复议法》）第一条", "《复议法》第二条"]
    );
    let defined = "《会议纪要》（以下简称「纪要」），《行政处罚法》第三条，「纪要」第二条";
    assert_eq!(shown(defined)[2], "《纪要》第二条");
}

#[test]
fn a_place_after_other_quoted_words_is_none_of_the_instrument_before() {
    for words in [
        "“放管服”第三条",
        "“三定”规定第二条",
        "「双随机」第三条、第四条",
        "\"放管服\"第三条",
        "『一网通办』办法第三条",
        "施工合同第三条",
        "补充协议书第八条",
        "附件第二条",
    ] {
        let text = format!("依照《行政处罚法》第三条，落实{words}的要求");
        assert_eq!(shown(&text), ["《行政处罚法》第三条"], "{words}");
    }
    // A quotation may begin with a place, and one that has ended may stand before another sentence.
    for text in ["修改为：“第三条的规定”", "修改为：\"第三条的规定\"", "称为“公示”，第三条规定的"]
    {
        assert_eq!(shown(text), ["第三条"], "{text}");
    }
    assert_eq!(shown("“行政复议法”一章；“规定”两字"), [""; 0]);
}

#[test]
fn a_name_without_marks_is_not_cut_short() {
    for name in [
        "数据安全法",
        "护照法",
        "科学技术普及法",
        "对外贸易法",
        "企业国有资产法",
        "全国经济普查条例",
        "公安机关人民警察行为规范",
        "自由贸易试验区条例",
        "国务院关于预防煤矿生产安全事故的特别规定",
        "全国人民代表大会常务委员会关于惩治走私罪的决定",
        "工程建设项目管理办法",
    ] {
        for lead in ["依照", "违反了", "适用", "根据", "按"] {
            let text = format!("《行政处罚法》第三条，{lead}{name}第三条处理");
            let found = shown(&text);
            assert!(found[1].ends_with(&format!("{name}第三条")), "{text}: {found:?}");
        }
        let joined = format!("依照刑法第十二条和{name}第三条");
        assert_eq!(shown(&joined), ["刑法第十二条".to_owned(), format!("{name}第三条")]);
    }
    assert_eq!(shown("《甲法》第一条，某管理办法（试行）第三条")[1], "某管理办法（试行）第三条");
    // An abbreviation is not the end of a longer name.
    let text = "《行政复议法实施条例》（以下简称条例）。信访工作条例第三条；条例第四条；但条例第五条";
    assert_eq!(shown(text)[1..], ["信访工作条例第三条", "条例第四条", "条例第五条"]);
}

#[test]
fn the_year_or_day_beside_a_name_is_read() {
    for (text, said) in [
        ("《甲办法》（1995年）第三条", Some("1995年")),
        ("《甲办法》（2015年修订）第三条", Some("2015年修订")),
        ("《甲办法》(2015修正)第三条", Some("2015年修订")),
        ("《甲办法》（2018年修正版）第三条", Some("2018年修订")),
        ("《甲办法》（1995年3月1日发布）第三条", Some("1995年3月1日公布")),
        ("《甲办法》（1995年3月1日国务院令第172号发布）第三条", Some("1995年3月1日公布")),
        (
            "《甲办法》（2021年1月22日第十三届全国人民代表大会常务委员会第二十五次会议修订）",
            Some("2021年1月22日修订"),
        ),
        ("《甲办法》（自2018年1月1日起施行）第三条", Some("2018年1月1日施行")),
        ("《甲办法》（2017年12月1日公布，自2018年1月1日起施行）第三条", Some("2017年12月1日公布")),
        ("《甲办法》（二〇一七年修正）第三条", Some("2017年修订")),
        (
            "《甲办法》（1995年3月1日通过，根据2010年7月30日《关于修改某办法的决定》修正）第三条",
            Some("2010年7月30日修订"),
        ),
        ("1995年3月1日发布的《甲办法》第三条", Some("1995年3月1日公布")),
        ("国务院1995年3月1日发布的《甲办法》第三条", Some("1995年3月1日公布")),
        ("1995年3月1日国务院发布的《甲办法》第三条", Some("1995年3月1日公布")),
        ("依照2021年修订的《甲办法》第三条", Some("2021年修订")),
        ("依照2021年修订后的《甲办法》", Some("2021年修订")),
        ("自2021年7月15日起施行的《甲办法》第三条", Some("2021年7月15日施行")),
        ("2020年版《甲办法》第三条", Some("2020年")),
        ("98年《甲办法》第三条", Some("1998年")),
        ("根据原《甲办法》第三条", Some("修订前")),
        ("修改前的《甲办法》第三条", Some("修订前")),
        ("“甲办法”（2015年修订）第三条", Some("2015年修订")),
        ("甲办法（2015年修订）第三条", Some("2015年修订")),
        ("依照2015年修订的甲办法第三条", Some("2015年修订")),
        ("依照2015年甲办法第三条", Some("2015年")),
        ("依照一九九五年甲办法第三条", Some("1995年")),
        // What is no year of it.
        ("《甲办法》（国办发〔2018〕118号）第三条", None),
        ("2024年《甲办法》宣传月", None),
        ("2015年以来发布的《甲办法》第三条", None),
        ("2015年至2018年发布的《甲办法》第三条", None),
        ("2023年通过《甲办法》第三条", None),
        ("2023年全市实施《甲办法》第三条的情况", None),
        ("2023年，《甲办法》第三条", None),
        ("草原《甲办法》第三条", None),
        ("十四五规划甲办法第三条", None),
        ("《甲办法》（9999年修订）第三条", None),
        ("《甲办法》（2021年2月30日发布）第三条", None),
    ] {
        let citation = find(text).remove(0).unwrap();
        assert_eq!(citation.said().map(ToString::to_string).as_deref(), said, "{text}");
        let name = citation.to_string();
        assert!(name.contains("甲办法"), "{text}: {name}");
    }
}

#[test]
fn a_version_fits_what_is_said_of_it() {
    use jiff::civil::date;
    let said = |text: &str| *find(text).remove(0).unwrap().said().unwrap();
    let (made, effect) = ([date(2020, 5, 28)], Some(date(2021, 1, 1)));
    for (text, fit) in [
        ("《甲法》（2020年）第一条", Fit::Exact),
        ("《甲法》（2021年）第一条", Fit::Exact),
        ("《甲法》（2021年修订）第一条", Fit::No),
        ("《甲法》（2021年1月1日施行）第一条", Fit::Exact),
        ("《甲法》（2020年5月29日公布）第一条", Fit::Near),
        ("《甲法》（2019年）第一条", Fit::No),
        ("原《甲法》第一条", Fit::No),
    ] {
        assert_eq!(said(text).fit(&made, effect), fit, "{text}");
    }
    assert_eq!(said("《甲法》（2020年）第一条").fit(&[], None), Fit::No);
}

#[test]
fn a_noun_before_a_place_is_what_has_it() {
    for (text, last) in [
        ("《甲法》第三条及自由裁量基准第五条", "自由裁量基准第五条"),
        ("《甲法》第三条、最高人民法院关于适用乙法的解释第五条", "最高人民法院关于适用乙法的解释第五条"),
        ("《甲法》第三条，附件1第五条", "《甲法》第三条"),
        ("《甲法》第三条，附件二第五条", "《甲法》第三条"),
        ("《甲法》第三条，双方约定的租赁合同第五条", "《甲法》第三条"),
        ("《甲法》第三条，会议记录第五条", "《甲法》第三条"),
        ("《甲法》第三条，违反第五条", "第五条"),
        ("《甲法》第三条以及该法规定的第五条", "第五条"),
        ("《甲法》第三条，符合第五条", "第五条"),
        ("《甲法》第二章第五条", "《甲法》第五条"),
        ("《甲法》第三条，单位犯第二款罪", "第二款"),
        ("《甲法》第三条，按附件2中第五条", "《甲法》第三条"),
        ("关于适用刑法第十二条几个问题的解释", "刑法第十二条"),
        ("《甲法》（以下简称甲法）；办理甲法第五条规定的事项", "甲法第五条"),
        ("《甲法》第三条，世贸宪章第五条", "《甲法》第三条"),
        ("《甲法》（1996年）第三条、（2017年）第五条", "《甲法》（1996年）第三条"),
    ] {
        assert_eq!(shown(text).pop().as_deref(), Some(last), "{text}");
    }
}

#[test]
fn a_year_inside_the_marks_is_one_beside_the_name() {
    let citation = parse("《行政处罚法（2017年修正）》第五条").unwrap();
    assert_eq!(citation.said().unwrap().to_string(), "2017年修订");
    assert_eq!(citation.to_string(), "《行政处罚法（2017年修正）》第五条");
    assert_eq!(parse("《某目录（2024年本）》").unwrap().said(), None);
    assert_eq!(parse("《某办法（试行）》第五条").unwrap().said(), None);
}

#[test]
fn words_in_single_marks_are_no_titles() {
    for text in
        ["〈甲〉乙", "按〈一〉办理", "x<y 且 y>z", "<p>甲</p>", "〈关于甲\n的办法", "参见〈附件1〉第三栏"]
    {
        assert_eq!(shown(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn a_number_after_the_name_of_a_law_is_its_article_without_the_sign() {
    let shown = |text: &str| {
        let found = find(text).into_iter().map(|found| found.map(|citation| citation.to_string()));
        found.collect::<Result<Vec<_>, _>>().unwrap()
    };
    assert_eq!(shown("依照刑法264条处罚"), ["刑法第二百六十四条"]);
    assert_eq!(shown("刑法二百六十四条、二百六十六条"), ["刑法第二百六十四条、第二百六十六条"]);
    assert_eq!(shown("行政处罚法 33条1款规定"), ["行政处罚法第三十三条第一款"]);
    assert_eq!(shown("违反本条例四十二条规定"), ["本条例第四十二条"]);
    assert_eq!(shown("《行政处罚法》三十二条第二项"), ["《行政处罚法》第三十二条第二项"]);
    // Counts, and words that only end like the name of a law.
    for text in
        ["出台《某意见》二十条", "某办法12条措施", "修订后的某条例30条，分为五章", "好方法3条", "共12条"]
    {
        assert!(shown(text).iter().all(|one| !one.contains('条') || one.contains("条例")), "{text}");
        assert!(shown(text).iter().all(|one| !one.contains('第')), "{text}");
    }
}
