use super::*;
use crate::shared_data;
use crate::text::Statute;
use proptest::prelude::*;

mod beside;

fn shown(text: &str) -> Vec<String> {
    find(text)
        .into_iter()
        .map(|found| found.map_or_else(|e| format!("! {} {:?}", &text[e.span], e.fault), |c| c.to_string()))
        .collect()
}

fn canonical(text: &str) -> String {
    parse(text).map_or_else(|error| format!("{error}"), |citation| citation.to_string())
}

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
fn reads_places_in_every_writing() {
    for (text, canon) in [
        ("《行政处罚法》第五十八条第一款第二项", "《行政处罚法》第五十八条第一款第二项"),
        ("《行政处罚法》第58条第1款第(2)项", "《行政处罚法》第五十八条第一款第二项"),
        ("《行政處罰法》第五十八條第一款第（二）項", "《行政处罚法》第五十八条第一款第二项"),
        ("《行政处罚法》第六十四条（一）项", "《行政处罚法》第六十四条第一项"),
        ("《刑法》第一百三十三条之一第二款", "《刑法》第一百三十三条之一第二款"),
        ("《行政处罚法》第三条、第五条", "《行政处罚法》第三条、第五条"),
        ("《行政处罚法》第三、五条", "《行政处罚法》第三条、第五条"),
        ("《行政处罚法》第二十条至第二十三条", "《行政处罚法》第二十条至第二十三条"),
        ("《行政处罚法》第二十至二十三条", "《行政处罚法》第二十条至第二十三条"),
        ("《行政处罚法》第三条第一款、第二款和第五条", "《行政处罚法》第三条第一款、第二款、第五条"),
        ("《行政处罚法》第三条第一款第一项、第三项", "《行政处罚法》第三条第一款第一项、第三项"),
        ("《行政处罚法》第三条第（一）（三）(五)项", "《行政处罚法》第三条第一项、第三项、第五项"),
        ("〈行政处罚法〉第三条", "《行政处罚法》第三条"),
        ("<行政处罚法>第三条", "《行政处罚法》第三条"),
        ("《行政处罚法》第三条第（一）至（三）项", "《行政处罚法》第三条第一项至第三项"),
        ("《行政处罚法》第三条第二项第1目", "《行政处罚法》第三条第二项第一目"),
        (
            "《行政处罚法》第七十二条第一款第一项、第七十三条第三款",
            "《行政处罚法》第七十二条第一款第一项、第七十三条第三款",
        ),
        ("《行政处罚法》 第五条", "《行政处罚法》第五条"),
    ] {
        assert_eq!(canonical(text), canon, "{text}");
        assert_eq!(canonical(canon), canon);
    }
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
fn finds_short_forms() {
    let text = "违反本法第三条、本条例第五条第一款或者前款规定，按照该办法第七条、同条第二款、前两款第二项和本条第三款处理；本法所称、本条例、前款项、同条款、本办法第三章除外。";
    assert_eq!(
        shown(text),
        [
            "本法第三条",
            "本条例第五条第一款",
            "前款",
            "该办法第七条、同条第二款",
            "前两款第二项",
            "本条第三款"
        ]
        .iter()
        .map(|s| s.to_string())
        .collect::<Vec<_>>()
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
fn a_short_form_keeps_the_year_of_what_it_stands_for() {
    let mut resolver = Resolver::new();
    let text = "《甲办法》（1995年发布，以下简称《办法》）第一条；第二条；《办法》第三条；该办法第四条；《甲办法》第五条；本办法第六条";
    let said: Vec<Option<String>> = find(text)
        .into_iter()
        .map(|citation| resolver.resolve(&citation.unwrap()).unwrap().said.map(|said| said.to_string()))
        .collect();
    let year = Some("1995年公布".to_owned());
    assert_eq!(said, [year.clone(), year.clone(), year.clone(), year, None, None]);
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
fn lists_are_read_to_their_end() {
    for (text, canon) in [
        ("《甲法》第三十条、三十一条和三十二条", "《甲法》第三十条、第三十一条、第三十二条"),
        ("《甲法》第三十条至三十二条", "《甲法》第三十条至第三十二条"),
        ("《甲法》第五条第一款（二）项、（三）项", "《甲法》第五条第一款第二项、第三项"),
        ("《甲法》第五条第一款、二款", "《甲法》第五条第一款、第二款"),
        ("《甲法》第 五十八 条 第 一 款 第 （二） 项", "《甲法》第五十八条第一款第二项"),
        ("《甲法》第五十八\n条第一\n款", "《甲法》第五十八条第一款"),
        ("《甲法》第五十八\r\n条", "《甲法》第五十八条"),
    ] {
        assert_eq!(canonical(text), canon, "{text}");
    }
    // What only looks like more of the list.
    for (text, canon) in [
        ("《甲法》第三条、五项措施", "《甲法》第三条"),
        ("《甲法》第三条、三款产品", "《甲法》第三条"),
        ("《甲法》第三条、五条例外", "《甲法》第三条"),
        ("《甲法》第三条和三十日", "《甲法》第三条"),
    ] {
        assert_eq!(shown(text)[0], canon, "{text}");
    }
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
fn a_place_without_its_article_is_one_of_the_same_instrument() {
    let text = "《甲法》第三条、第八条、同条第二款；同法第五条、同条第一款；《乙条例》；该条例第二款；《甲法》第二款";
    assert_eq!(
        resolve_all(&mut Resolver::new(), text),
        [
            "甲法 第三条,第八条,第八条第二款",
            "甲法 第五条,第五条第一款",
            "乙条例 ",
            "NoPosition",
            "NoPosition"
        ]
    );
}

#[test]
fn a_short_form_looks_past_the_brackets_of_a_title() {
    let mut resolver = Resolver::new();
    assert_eq!(
        resolve_all(&mut resolver, "《乙办法》第一条；《甲办法（试行）》第二条；该办法第三条"),
        ["乙办法 第一条", "甲办法（试行） 第二条", "甲办法（试行） 第三条"]
    );
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
fn labels_and_counted_things_are_no_citations() {
    assert_eq!(
        shown("第五条　当事人\n\n**第六条** 第一次\n## 第三章　总则\n第三项工作、第二批、第一百名、第五条\n"),
        ["第五条"]
    );
    assert_eq!(shown("第一章　总则　第一条　甲\n第二条\n乙\n"), [""; 0]);
    assert_eq!(shown("第七条专家应当\n第八条规定的情形"), ["第八条"]);
    assert_eq!(shown("有第三项所列情形"), ["第三项"]);
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
fn malformed_citations_are_errors_with_their_place() {
    for (text, at, fault) in [
        ("《某法》第二十-条", "第二十-条", CitationFault::BadNumber),
        ("《某法》第二十－条", "第二十－条", CitationFault::BadNumber),
        ("《某法》第一百二条", "第一百二条", CitationFault::BadNumber),
        ("《某法》第零条", "第零条", CitationFault::Zero),
        ("《某法》第三条第0款", "第0款", CitationFault::Zero),
        ("《某法》第三条第一项第二款", "第三条第一项第二款", CitationFault::StepOrder),
        ("《某法》第五条第六条", "第五条第六条", CitationFault::StepOrder),
        ("《某法》第二十三条至第二十条", "第二十条", CitationFault::BadRange),
        ("《某法》第三条至第二款", "第二款", CitationFault::BadRange),
        ("《》第三条", "《》", CitationFault::EmptyTitle),
        ("《某法第三条", "《", CitationFault::UnclosedTitle),
    ] {
        let found = find(text)
            .into_iter()
            .find_map(Result::err)
            .unwrap_or_else(|| panic!("{text}: {:?}", shown(text)));
        assert_eq!((&text[found.span], found.fault), (at, fault), "{text}");
        assert!(parse(text).is_err(), "{text}");
    }
    assert_eq!(parse("").unwrap_err().fault, CitationFault::NoCitation);
    assert_eq!(parse("见《某法》第三条").unwrap_err().fault, CitationFault::OtherText);
    assert_eq!(parse("《某法》第三条的规定").unwrap_err().fault, CitationFault::OtherText);
    assert_eq!(parse("《某法》第三条；《乙法》").unwrap_err().fault, CitationFault::OtherText);
}

fn resolve_all(resolver: &mut Resolver, text: &str) -> Vec<String> {
    let name = |instrument: &ResolvedInstrument| match instrument {
        ResolvedInstrument::Own => "own".to_owned(),
        ResolvedInstrument::Titled { title, .. } => title.clone(),
        ResolvedInstrument::Numbered(number) => number.to_string(),
    };
    let place =
        |range: &PlaceRange| range.to.map_or(range.from.to_string(), |to| format!("{}–{to}", range.from));
    find(text)
        .into_iter()
        .map(|citation| match resolver.resolve(&citation.unwrap()) {
            Ok(found) => format!(
                "{} {}",
                name(&found.instrument),
                found.places.iter().map(place).collect::<Vec<_>>().join(",")
            ),
            Err(error) => format!("{error:?}"),
        })
        .collect()
}

#[test]
fn short_forms_are_resolved_against_the_text() {
    let mut resolver = Resolver::new();
    resolver.stand_at(Place { paragraph: Some(3), ..Place::article(ArticleNumber::new(7)) });
    assert_eq!(
        resolve_all(&mut resolver, "本法第三条；前款；前两款；前条第一款；本条第二款；第一款；第九条"),
        [
            "own 第三条",
            "own 第七条第二款",
            "own 第七条第一款–第七条第二款",
            "own 第六条第一款",
            "own 第七条第二款",
            "own 第七条第一款",
            "own 第九条"
        ]
    );
    assert_eq!(
        resolve_all(
            &mut resolver,
            "《甲条例》（以下简称《甲》）第一条；同条第二款；《乙办法》；该条例第四条；《甲》第八条；该规定第一条"
        ),
        [
            "甲条例 第一条",
            "甲条例 第一条第二款",
            "乙办法 ",
            "甲条例 第四条",
            "甲条例 第八条",
            "NoSuchInstrumentBefore"
        ]
    );
}

#[test]
fn a_short_form_without_context_is_not_guessed() {
    let mut resolver = Resolver::new();
    assert_eq!(resolve_all(&mut resolver, "前款；同条第一款"), ["NoPosition", "NoArticleBefore"]);
    resolver.stand_at(Place { paragraph: Some(1), ..Place::article(ArticleNumber::new(1)) });
    assert_eq!(
        resolve_all(&mut resolver, "前款；前条；前两款"),
        ["NothingBefore", "NothingBefore", "NothingBefore"]
    );
    let mut cited = Resolver::new();
    assert_eq!(resolve_all(&mut cited, "《甲法》第三条；第五条"), ["甲法 第三条", "甲法 第五条"]);
}

#[test]
fn ranges_contain_what_lies_between() {
    let range = |text: &str| {
        let places = parse(text).unwrap().places;
        PlaceRange { from: places[0].from.place().unwrap(), to: places[0].to.and_then(|to| to.place()) }
    };
    let place = |text: &str| range(text).from;
    let articles = range("《甲法》第三条至第五条");
    for inside in ["第三条第二款", "第四条", "第四条之一", "第五条第九款"] {
        assert!(articles.contains(&place(&format!("《甲法》{inside}"))), "{inside}");
    }
    assert!(!articles.contains(&place("《甲法》第六条")));
    assert!(range("《甲法》第三条第一款").contains(&place("《甲法》第三条第一款第二项")));
    assert!(!range("《甲法》第三条第一款").contains(&place("《甲法》第三条")));
}

#[test]
fn citations_of_real_cases_and_statutes_are_found() {
    let Some(folder) = shared_data::folder("cases") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let found = find(&text);
        assert!(
            found.iter().flatten().any(|citation| citation.title().is_some() && !citation.places.is_empty())
        );
        let faults: Vec<_> =
            found.iter().filter_map(|found| found.as_ref().err()).map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
}

/// A statute cites its own places soundly: what is not found is missing in the text (two files lack articles,
/// an amendment speaks of the text that it amends) or is a slip of its drafters.
#[test]
fn own_citations_of_real_statutes_lead_to_their_places() {
    let Some(folder) = shared_data::folder("laws") else { return };
    let (mut cited, mut missing) = (0, Vec::new());
    for row in shared_data::rows(&folder.join("expected.tsv")) {
        let statute = Statute::read(std::fs::read_to_string(folder.join(&row["file"])).unwrap());
        for article in &statute.articles {
            for (paragraph, number) in article.paragraphs.iter().zip(1..) {
                let mut resolver = Resolver::new();
                resolver.stand_at(Place { paragraph: Some(number), ..Place::article(article.number) });
                let found = find(statute.slice(&paragraph.span)).into_iter().flatten();
                let resolved = found.filter_map(|citation| resolver.resolve(&citation).ok());
                for range in
                    resolved.filter(|r| r.instrument == ResolvedInstrument::Own).flat_map(|r| r.places)
                {
                    cited += 1;
                    let places = [Some(range.from), range.to].into_iter().flatten();
                    missing.extend(
                        places
                            .filter(|place| statute.locate(place).is_err())
                            .map(|place| (row["file"].clone(), place)),
                    );
                }
            }
        }
    }
    assert!(cited > 1_000 && missing.len() * 100 < cited, "{} of {cited}: {missing:?}", missing.len());
}

/// The words before a place are looked at only so far back.
#[test]
fn long_lines_are_read_in_time() {
    for line in ["\"法\"第一条", "行政处罚第一项", "\"甲法\"第一条", "《甲"] {
        let found = find(&line.repeat(20_000));
        assert!(found.len() <= 20_000, "{line}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_spans_inside_it(
        text in "([《》〈〉（）()第一二十百零0-9条款项目之、至和或前本该同法办法以下简称〔〕2018号令 \n－-]|\\PC){0,60}"
    ) {
        for found in find(&text) {
            let span = found.map_or_else(|error| error.span, |citation| citation.span);
            prop_assert!(text.get(span.clone()).is_some(), "{span:?} in {text:?}");
        }
        let _ = parse(&text);
    }

    #[test]
    fn what_is_printed_reads_back(
        article in 1u32..1300, suffix in 0u32..3, paragraph in proptest::option::of(1u32..20), item in proptest::option::of(1u32..30)
    ) {
        let place = Place { article: ArticleNumber { value: article, suffix }, paragraph, item, subitem: None };
        let citation = parse(&format!("《某法》{place}")).unwrap();
        prop_assert_eq!(citation.places[0].from.place(), Some(place));
        prop_assert_eq!(citation.to_string(), format!("《某法》{place}"));
    }

    #[test]
    fn citations_do_not_overlap(text in "[《》第一二十条款、至和本法前同 ]{0,60}") {
        let spans: Vec<_> = find(&text).into_iter().map(|found| found.map_or_else(|e| e.span, |c| c.span)).collect();
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{spans:?} in {text:?}");
        }
    }
}

#[test]
fn a_code_is_a_law_that_a_short_form_may_mean() {
    let text = "依照《国家安全法》第十条，依照《民法典》第九百九十条和该法第九百九十一条。";
    let mut resolver = Resolver::new();
    let found = find(text);
    let titles: Vec<String> = found
        .iter()
        .map(|one| resolver.resolve(one.as_ref().unwrap()).unwrap().title().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(titles, ["国家安全法", "民法典", "民法典"]);
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

#[test]
fn a_bracketed_number_after_a_paragraph_is_an_item() {
    let shown = |text: &str| find(text).remove(0).unwrap().to_string();
    assert_eq!(shown("《甲法》第三十二条第二款（二）从轻"), "《甲法》第三十二条第二款第二项");
    assert_eq!(shown("《甲法》第三十二条（二）、（三）从轻"), "《甲法》第三十二条第二项、第三项");
    // An enumeration, a note, a year.
    assert_eq!(shown("《甲法》第三条（一）未办理；（二）未报告"), "《甲法》第三条");
    assert_eq!(shown("《甲法》第三条(1)"), "《甲法》第三条");
    assert_eq!(shown("《甲法》第三条第一款（2021年修订）"), "《甲法》第三条第一款");
}

#[test]
fn what_speaks_of_its_own_text_is_never_that_of_a_law_cited_before() {
    let text = "依照《甲法》第三条处理。本条第二款除外。前款除外。第三款从其规定。";
    let mut resolver = Resolver::new();
    let resolved: Vec<_> = find(text)
        .into_iter()
        .map(|found| resolver.resolve(&found.unwrap()).map(|one| one.places.len()))
        .collect();
    let unclear = Err(UnresolvedCitation::NoPosition);
    assert_eq!(resolved, [Ok(1), unclear, unclear, Ok(1)]);
}

#[test]
fn a_number_alone_has_its_places() {
    let shown = |text: &str| -> Vec<String> {
        find(text).into_iter().map(|found| found.unwrap().to_string()).collect()
    };
    assert_eq!(
        shown("国务院令第722号第六十四条和某部第19号令第二条"),
        ["国务院令第722号第六十四条", "某部令第19号第二条"]
    );
    assert_eq!(shown("依照某府发〔2020〕3号文件第二条第一款"), ["某府发〔2020〕3号第二条第一款"]);
    let text = "按照某府发〔2020〕3号文件要求，第二条不适用";
    let first = find(text).remove(0).unwrap();
    assert_eq!((&text[first.span], first.places.len()), ("某府发〔2020〕3号", 0));
}
