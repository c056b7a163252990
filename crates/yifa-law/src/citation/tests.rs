//! Places in every writing, lists, and what is no citation; the ways to ask that the other tests share.

use super::*;

mod beside;
mod decisions;
mod names;
mod short_forms;
mod whole_texts;

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
fn a_citation_goes_on_over_the_break_of_a_printed_line() {
    for (text, canon) in [
        ("《甲法》\n第八十七条", "《甲法》第八十七条"),
        ("《甲法》\n第八十七条\n罚款", "《甲法》第八十七条"),
        ("违反《甲法》\r\n第八十七条规定的", "《甲法》第八十七条"),
        ("依照《甲法》\n第八十七条处罚。", "《甲法》第八十七条"),
        ("《甲法》第二\n十八条第一款", "《甲法》第二十八条第一款"),
        ("《甲法》第1\n2条", "《甲法》第十二条"),
        ("《甲法》第八条、\n第九条和\n第十条", "《甲法》第八条、第九条、第十条"),
        ("《甲法》第八条，\n第九条", "《甲法》第八条、第九条"),
        ("依照停车条例\n第八条的规定", "停车条例第八条"),
        ("违反本条例\n第八条规定", "本条例第八条"),
    ] {
        assert_eq!(shown(text), [canon], "{text}");
    }
    // The next line opens an article of the text itself.
    for text in ["《甲法》\n第一条　为了", "《甲法》\n第一条\n为了", "根据《甲法》\n第七条专家应当\n"]
    {
        assert_eq!(shown(text).len(), 1, "{text}");
    }
    assert_eq!(shown("《甲法》\n第七条专家应当\n"), ["《甲法》"]);
    assert_eq!(shown("适用《甲法》第八条；\n第九条　乙"), ["《甲法》第八条"]);
    assert_eq!(shown("某市停车条例\n第一条　为了\n"), [""; 0]);
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
