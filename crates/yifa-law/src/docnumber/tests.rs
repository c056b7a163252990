use super::DocumentNumberFault::*;
use super::*;
use crate::shared_data;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn shown(text: &str) -> String {
    parse(text).map(|read| read.number.to_string()).unwrap_or_else(|error| error.to_string())
}

#[test]
fn spellings_of_one_number_meet() {
    for text in [
        "成府发〔2009〕83号",
        "成府發〔2009〕83號",
        "成府发[2009]83号",
        "成府发（2009）83号",
        "成府发【2009】83 号",
        "成府发﹝２００９﹞８３号",
        "\u{200B}成府发〔 2009 〕 83 号\u{200D}",
        "文号：成府发〔2009〕83号",
        "发文字号 成府发〔2009〕83号",
        "文号成府发〔2009〕83号",
        "（文号：成府发〔2009〕83号）",
        "（成府发〔2009〕83号）",
        "成府发〔2009〕第83号",
        "成府发〔2009〕083号",
        "成府发〔2009〕No.83号",
        "成府发〔2009〕No. 83",
        "成府发〔2009〕NO.83",
        "成府发〔2009〕N0.83号",
        "成府发〔2009〕№83",
        "成府发〔2009〕№ 83 号",
        "成府发〔2009〕Ｎｏ．８３号",
        "成府发〔2009〕Nº83",
        "成府发｛2009｝83号",
        "成府发〖2009〗83号",
        "成府发〔2009〕八十三号",
        "“成府发〔2009〕83号”",
        "《成府发〔2009〕83号》",
        "\"成府发〔2009〕83号\"",
    ] {
        assert_eq!(shown(text), "成府发〔2009〕83号", "{text}");
    }
    assert_eq!(shown("（杭临）市监处罚〔2024〕131号"), "（杭临）市监处罚〔2024〕131号");
}

#[test]
fn orders_have_no_year() {
    for text in [
        "国务院令第706号",
        "中华人民共和国国务院令第706号",
        "国令第706号",
        "国务院令（第706号）",
        "国务院令 第七百零六号",
        "国务院令七百零六号",
        "国务院第706号令",
        "国务院706号令",
        "国务院第七百零六号令",
        "中华人民共和国国务院令No.706",
    ] {
        assert_eq!(shown(text), "国务院令第706号", "{text}");
    }
    assert_eq!(shown("重庆市人民政府令第359号"), "重庆市人民政府令第359号");
    assert_eq!(shown("国家主席令第七十六号"), shown("中华人民共和国主席令第76号"));
    assert_eq!(shown("公安部、司法部令第159号"), shown("公安部 司法部令第159号"));
}

#[test]
fn announcements_name_their_year_in_words() {
    for text in [
        "国家税务总局公告2023年第5号",
        "国家税务总局公告 2023 年第 5 号",
        "（国家税务总局公告2023年第5号）",
        "国家税务总局公告二〇二三年第五号",
        "国家税务总局公告（2023年第5号）",
        "国家税务总局2023年第5号公告",
        "国家税务总局二〇二三年第五号公告",
        "国家税务總局公告２０２３年第5號",
    ] {
        assert_eq!(shown(text), "国家税务总局公告2023年第5号", "{text}");
    }
    assert_eq!(shown("中华人民共和国交通运输部令2023年第5号"), "交通运输部令2023年第5号");
    assert!(!parse("某市某局公告5355年第3号").unwrap().number.is_definite());
    let found = |text: &str| -> Vec<String> {
        find(text).into_iter().filter_map(|f| Some(f.read.ok()?.number.to_string())).collect()
    };
    assert_eq!(
        found("《某名录》（生态环境部公告2019年第4号）、财政部 税务总局公告2023年第12号和国务院令第719号"),
        ["生态环境部公告2019年第4号", "财政部税务总局公告2023年第12号", "国务院令第719号"]
    );
    assert_eq!(found("2023年第3号台风和2024年第1号文件"), Vec::<String>::new());
    let bracketed =
        "《甲办法》（交通运输部令（2020年第5号））和交通运输部令（2021年第6号），成府发〔2009〕第八十三号";
    assert_eq!(
        found(bracketed),
        ["交通运输部令2020年第5号", "交通运输部令2021年第6号", "成府发〔2009〕83号"]
    );
    let spans: Vec<&str> = find(bracketed).into_iter().map(|one| &bracketed[one.span]).collect();
    assert_eq!(spans[1], "交通运输部令（2021年第6号）");
    assert!(parse("2024年第3号").is_err() && parse("某市某局公告2024年第零号").is_err());
    assert!(parse("某市某局公告2024年第3").is_err());
}

#[test]
fn what_is_odd_is_told() {
    let odd = |text: &str| parse(text).unwrap().oddities;
    assert_eq!(odd("成府发〔20**〕83号"), [Oddity::MaskedYear]);
    assert_eq!(odd("渝府发〔2000〕48号〔〕"), [Oddity::Trailing("〔〕".to_owned())]);
    assert_eq!(odd("鲁工信数据〔5355〕82号"), [Oddity::ImpossibleYear]);
    assert_eq!(odd("省人民政府川府发〔2009〕3号"), [Oddity::LongMark]);
    assert!(!parse("成府发〔20**〕83号").unwrap().number.is_definite());
    assert!(!parse("鲁工信数据〔5355〕82号").unwrap().number.is_definite());
}

#[test]
fn what_is_no_number_is_refused_with_its_place() {
    for (text, span, fault) in [
        ("", 0..0, Empty),
        (" 文号： ", 0..11, Empty),
        ("成府发2009年83号", 0..21, NoYear),
        ("〔2009〕83号", 0..0, NoMark),
        ("成府发〔209〕83号", 9..18, BadYear),
        ("成府发〔2009〕号", 19..22, NoSerial),
        ("成府发〔2009〕0号", 19..23, NoSerial),
        ("成府发〔2009〕83", 21..21, NoEnd),
        ("成府发〔2009〕×号", 19..24, MaskedSerial),
        ("成府发〔2009〕__号", 19..24, MaskedSerial),
        ("成府发〔2009〕XX号", 19..24, MaskedSerial),
        ("成府发〔2009〕12-1号", 19..26, BadSerial),
        ("成府发〔2009〕1O号", 19..24, BadSerial),
        ("成府发〔2009〕l2号", 19..24, BadSerial),
        ("成府发〔2009〕12、13号", 19..29, BadSerial),
        ("成府发〔2009〕⑫号", 19..25, BadSerial),
        ("成府发〔2009〕No.号", 22..25, NoSerial),
        ("成府发〔2009〕No.", 22..22, NoSerial),
        ("第706号令", 0..12, NoYear),
    ] {
        assert_eq!(parse(text), Err(DocumentNumberError { span, fault }), "{text}");
    }
}

#[test]
fn finds_numbers_in_running_text() {
    let text = "依照国发〔2008〕17号、《意见》（法［2004］96号，以下简称）、规范》（工信部联\n通装〔2021〕97号）和公安部令第159号，原局作出温国土资发（2018）366号；电话83号，按〔2020〕号。";
    let found = find(text);
    let spans: Vec<&str> = found.iter().map(|found| &text[found.span.clone()]).collect();
    assert_eq!(
        spans,
        [
            "国发〔2008〕17号",
            "法［2004］96号",
            "工信部联\n通装〔2021〕97号",
            "公安部令第159号",
            "温国土资发（2018）366号"
        ]
    );
    assert_eq!(found[2].read.as_ref().unwrap().number.to_string(), "工信部联通装〔2021〕97号");
}

#[test]
fn a_placeholder_is_kept_and_names_no_document() {
    for text in ["×府发〔2020〕3号", "××府发〔2020〕3号", "XX局发〔2020〕3号"] {
        let read = parse(text).unwrap();
        assert_eq!((read.number.to_string().as_str(), read.number.is_definite()), (text, false));
        assert_eq!(read.oddities, [Oddity::MaskedMark], "{text}");
        let running = format!("依照{text}办理");
        let found = find(&running).remove(0);
        assert_eq!(&running[found.span], text);
        assert_eq!(found.read.unwrap().number, read.number);
    }
    assert!(!parse("×市人民政府令第3号").unwrap().number.is_definite());
    assert!(parse("鄂A〔2020〕12号").unwrap().number.is_definite());
}

#[test]
fn numbers_with_no_or_before_their_kind_are_found() {
    let text = "依照川府发〔2020〕No. 12、成府发[2009]№83号和国务院第706号令、国家税务总局2023年第5号公告办理，第3号令箭、第5号公告栏、No.7除外，2020年No.9号楼";
    let found = find(text);
    let read: Vec<_> = found.iter().map(|one| one.read.as_ref().unwrap().number.to_string()).collect();
    assert_eq!(
        read,
        ["川府发〔2020〕12号", "成府发〔2009〕83号", "国务院令第706号", "国家税务总局公告2023年第5号"]
    );
    let spans: Vec<_> = found.iter().map(|one| &text[one.span.clone()]).collect();
    assert_eq!(
        spans,
        ["川府发〔2020〕No. 12", "成府发[2009]№83号", "国务院第706号令", "国家税务总局2023年第5号公告"]
    );
}

#[test]
fn an_announcement_without_its_ordinal_is_read_where_nothing_else_is_meant() {
    let shown =
        |text: &str| parse(text).ok().map(|read| (read.number.to_string(), read.number.is_definite()));
    let some = |number: &str, definite| Some((number.to_owned(), definite));
    assert_eq!(shown("某市人民政府公告12号"), some("某市人民政府公告第12号", false));
    assert_eq!(shown("公告１２号"), some("公告第12号", false));
    assert_eq!(shown("某市某局通告 （3号）"), some("某市某局通告第3号", false));
    assert_eq!(shown("某市某局公告2021年12号"), some("某市某局公告2021年第12号", true));
    for doubtful in ["某局公告2021号", "公告12", "某局公告12月3号", "公告栏12号", "公告十二号"]
    {
        assert_eq!(shown(doubtful), None, "{doubtful}");
    }
    let found = |text: &str| -> Vec<String> {
        find(text).into_iter().filter_map(|found| Some(found.read.ok()?.number.to_string())).collect()
    };
    assert_eq!(found("依照某市某局公告12号办理"), ["某市某局公告第12号"]);
    assert_eq!(found("见公告12号，某区某局公告12号地块，某局公告2021年12月3号截止"), [""; 0]);
}

#[test]
fn no_mark_holds_a_place() {
    let found: Vec<_> = find("国务院令第722号第六十四条和某部第19号令第二条").into_iter().collect();
    let shown = |at: usize| found[at].read.as_ref().unwrap().number.to_string();
    assert_eq!(
        (found.len(), shown(0), shown(1)),
        (2, "国务院令第722号".to_owned(), "某部令第19号".to_owned())
    );
}

#[test]
fn a_mark_that_is_set_wide_is_found_whole() {
    for (text, number) in [
        ("依照渝 府 发 〔 2020 〕 12 号", "渝府发〔2020〕12号"),
        ("渝　府　发〔2020年〕12号", "渝府发〔2020〕12号"),
        ("财政部 税务总局公告2023年第12号", "财政部税务总局公告2023年第12号"),
        ("中共中央 国务院 中发〔2020〕12号", "中发〔2020〕12号"),
    ] {
        assert_eq!(find(text).remove(0).read.unwrap().number.to_string(), number, "{text}");
    }
}

#[test]
fn the_numbers_of_real_collections_are_read() {
    let Some(folder) = shared_data::folder("docnumbers") else { return };
    for row in shared_data::rows(&folder.join("expected.tsv")) {
        let numbers = shared_data::rows(&folder.join(&row["file"]));
        let read: Vec<ReadNumber> = numbers
            .iter()
            .map(|number| parse(&number["doc_number"]).unwrap_or_else(|error| panic!("{number:?}: {error}")))
            .collect();
        let with =
            |oddity: Oddity| read.iter().filter(|read| read.oddities.contains(&oddity)).count().to_string();
        let formed = |read: &&ReadNumber| {
            matches!(read.number, DocumentNumber::Yearly { .. })
                && !read.oddities.iter().any(|oddity| matches!(oddity, Oddity::Trailing(_)))
        };
        let distinct: BTreeSet<_> = read.iter().filter(formed).map(|read| &read.number).collect();
        assert_eq!(read.len().to_string(), row["rows"]);
        assert_eq!(with(Oddity::Label), row["with_label"]);
        assert_eq!(with(Oddity::Blanks), row["with_blanks"]);
        assert_eq!(with(Oddity::ZeroWidth), row["with_zero_width_characters"]);
        assert_eq!(read.iter().filter(formed).count().to_string(), row["of_the_form_when_clean"]);
        assert_eq!(distinct.len().to_string(), row["distinct_when_clean"]);
    }
}

proptest! {
    #[test]
    fn any_text_gives_an_answer(text in "([成府发〔〕（）()20**９号號令第 \u{200B}：文]|\\PC){0,40}") {
        if let Err(error) = parse(&text) {
            prop_assert!(text.get(error.span).is_some());
        }
        for found in find(&text) {
            prop_assert!(text.get(found.span).is_some());
        }
    }

    #[test]
    fn what_is_printed_reads_back(mark in "[成府办发函规]{1,6}", year in 1949u16..2100, serial in 1u32..5000) {
        let number = DocumentNumber::Yearly { mark, year: DocumentYear::Known(year), serial };
        let read = parse(&number.to_string()).unwrap();
        prop_assert_eq!(&read.number, &number);
        prop_assert!(read.oddities.is_empty());
    }
}

#[test]
fn a_year_in_chinese_numerals_is_the_year() {
    for (text, told) in
        [("石政发〔二〇二六〕4号", "石政发〔2026〕4号"), ("石政发〔二○一九〕12号", "石政发〔2019〕12号")]
    {
        let read = parse(text).unwrap();
        assert_eq!((read.number.to_string(), read.oddities), (told.to_owned(), vec![Oddity::Digits]));
        assert_eq!(find(&format!("根据{text}，")).len(), 1, "{text}");
    }
    for text in ["石政发〔二六〕4号", "石政发〔三〇二六〕4号", "石政发〔二〇二十〕4号"]
    {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn what_a_number_leaves_out_is_told() {
    let read = |text: &str| {
        let read = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        (read.number.to_string(), read.number.is_definite(), read.oddities)
    };
    assert_eq!(read("公告第12号"), ("公告第12号".into(), false, vec![Oddity::NoMark, Oddity::NoYear]));
    assert_eq!(read("某市某局公告（第12号）"), ("某市某局公告第12号".into(), false, vec![Oddity::NoYear]));
    assert_eq!(read("某市某局通告 第三号").0, "某市某局通告第3号");
    assert_eq!(read("令第12号"), ("令第12号".into(), false, vec![Oddity::NoMark]));
    // A gazette counts its issues; a masked number names nothing.
    assert!(parse("国务院公报第12号").is_err() && parse("公告第×号").is_err());
}

#[test]
fn the_bodies_that_stand_side_by_side_are_all_of_the_number() {
    let found = |text: &str| {
        let numbers = find(text).into_iter().map(|found| found.read.unwrap().number.to_string());
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(found("依照国家发展改革委 财政部令第12号执行"), ["国家发展改革委财政部令第12号"]);
    assert_eq!(found("（公安部、司法部、财政部公告2023年第5号）"), ["公安部司法部财政部公告2023年第5号"]);
    assert_eq!(found("根据农业农村部公告第250号"), ["农业农村部公告第250号"]);
    // Another body, another sentence, a notice of tender.
    assert_eq!(found("报市政府、财政部：财政部令第3号"), ["财政部令第3号"]);
    assert_eq!(found("有关规定、财政部令第3号"), ["财政部令第3号"]);
    assert_eq!(found("国务院令第1号、财政部令第2号"), ["国务院令第1号", "财政部令第2号"]);
    assert_eq!(found("招标公告第3号"), Vec::<String>::new());
}

#[test]
fn an_order_that_names_no_body_is_read_and_named_with_its_place_only() {
    let read = |text: &str| {
        let read = parse(text).unwrap();
        (read.number.to_string(), read.number.is_definite(), read.oddities)
    };
    assert_eq!(read("公告2023年第1号"), ("公告2023年第1号".to_owned(), false, vec![Oddity::NoMark]));
    assert_eq!(read("公告〔2023〕12号"), ("公告〔2023〕12号".to_owned(), false, vec![Oddity::NoMark]));
    let found = |text: &str| find(text).into_iter().map(|one| text[one.span].to_owned()).collect::<Vec<_>>();
    assert_eq!(found("依照第719号令第二十五条的规定，按第3号令第二条"), ["第719号令", "第3号令"]);
    assert_eq!(found("第3号令已经传达，第5号公告牌，第二号公告"), Vec::<String>::new());
    assert_eq!(parse("第令").unwrap_err().fault, NoYear);
    assert_eq!(parse("第321令").unwrap_err().fault, NoYear);
}

#[test]
fn brackets_hold_a_count_or_a_year() {
    let number = |text: &str| parse(text).map(|read| read.number.to_string());
    for (text, is) in [
        ("某证监会令【第220号】", "某证监会令第220号"),
        ("某证监会令[220号]", "某证监会令第220号"),
        ("某府令〔2023〕1号", "某府令〔2023〕1号"),
        ("某府令（2023）1号", "某府令〔2023〕1号"),
        ("某府发︹2023︺12号", "某府发〔2023〕12号"),
    ] {
        assert_eq!(number(text), Ok(is.to_owned()), "{text}");
    }
}

#[test]
fn digits_that_are_set_wide_are_one_number() {
    assert_eq!(shown("某府发〔2 0 2 3〕1 2 号"), "某府发〔2023〕12号");
    // Two numbers are none.
    assert_eq!(parse("某府发〔2023〕12 13号").unwrap_err().fault, BadSerial);
    assert_eq!(parse("某府发〔2023〕1 O 号").unwrap_err().fault, BadSerial);
}

#[test]
fn the_last_century_put_the_year_first_and_made_it_short() {
    for (text, canon) in [
        ("(89)财税字第12号", "财税字〔1989〕12号"),
        ("（1986）财税字第８号", "财税字〔1986〕8号"),
        ("[88] 财税外字第 019 号", "财税外字〔1988〕19号"),
        ("(78)国发104号", "国发〔1978〕104号"),
        ("财税字〔94〕12号", "财税字〔1994〕12号"),
        ("（2001）某劳社字第5号", "某劳社字〔2001〕5号"),
    ] {
        assert_eq!(shown(text), canon);
        let all = find(&format!("依照《甲通知》{text}的规定"));
        assert_eq!(all.len(), 1, "{text}");
        assert_eq!(all[0].read.as_ref().unwrap().number.to_string(), canon);
    }
    let odd = parse("(89)财税字第12号").unwrap().oddities;
    assert_eq!(odd, [Oddity::Inverted, Oddity::ShortYear]);
    // Cases before a court, and years of no century.
    for text in [
        "（2019）川01行初3号",
        "（1998）某民终字第3号",
        "（2010）行终字第3号",
        "(19)财税字第12号",
        "（2019）甲地3号",
    ] {
        assert!(parse(text).is_err(), "{text}");
        assert_eq!(find(text), [], "{text}");
    }
    assert!(parse("某府发〔19〕3号").is_err());
}

#[test]
fn a_letter_for_a_digit_is_found_and_refused() {
    for text in [
        "某府发〔2019〕1O号",
        "某府发〔2019〕l3号",
        "某府发〔2O19〕3号",
        "某市人民政府令第6O号",
        "某市人民政府令第l2号",
    ] {
        let all = find(&format!("依照{text}办理"));
        assert_eq!(all.len(), 1, "{text}");
        assert!(all[0].read.is_err(), "{text}");
    }
    for text in ["某府发〔2019〕No号", "地铁S1号线", "令第O号", "图〔lO〕3号"] {
        assert!(find(text).is_empty(), "{text}");
    }
}

#[test]
fn the_numbers_of_a_joint_paper_are_read_each() {
    let shown = |text: &str| {
        let told = |read: Result<ReadNumber, DocumentNumberError>| {
            read.map_or_else(|error| format!("{:?}", error.fault), |read| read.number.to_string())
        };
        parse_all(text).into_iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(
        shown("文号：某部规〔2024〕3号、某委联〔2024〕5号"),
        ["某部规〔2024〕3号", "某委联〔2024〕5号"]
    );
    assert_eq!(
        shown("某府发〔2009〕83、84和86号"),
        ["某府发〔2009〕83号", "某府发〔2009〕84号", "某府发〔2009〕86号"]
    );
    assert_eq!(shown("某府发〔2009〕83号"), ["某府发〔2009〕83号"]);
    assert_eq!(shown("某府发〔2009〕83号文件"), ["某府发〔2009〕83号"]);
}

#[test]
fn a_part_number_or_a_title_around_it_is_no_number_of_the_paper() {
    let fault = |text: &str| parse(text).map_err(|error| error.fault);
    for text in ["某府规〔2023〕3号-1", "某府规〔2023〕1号之一"] {
        assert_eq!(fault(text), Err(Suffix), "{text}");
    }
    assert_eq!(fault("关于停车的通知（某发〔2024〕1号）"), Err(OtherText));
    assert!(parse("（杭某）市监处罚〔2024〕131号").is_ok() && parse("（某发〔2024〕1号）").is_ok());
}
