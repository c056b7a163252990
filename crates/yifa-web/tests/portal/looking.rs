//! What anyone may see.

use serde_json::Value as Json;

use crate::Visitor;

#[test]
fn two_characters_and_traditional_script_find_what_is_public() {
    let visitor = Visitor::new();
    let simplified = visitor.get("/public/search?q=%E5%8A%9E%E6%B3%95");
    assert!(simplified.text.contains("/public/normative-document-document-"), "{}", simplified.text);
    // 規範 in Traditional characters finds 规范.
    let traditional = visitor.get("/public/search?q=%E8%A6%8F%E7%AF%84");
    assert_eq!(traditional.status, 200);
    let nothing = visitor.get("/public/search?q=%F0%A0%AE%B7%E7%84%A1%E6%AD%A4");
    assert!(!nothing.text.contains("<tbody>"));
}

#[test]
fn a_mark_of_ours_typed_by_a_visitor_filters_nothing_and_odd_addresses_do_no_harm() {
    let visitor = Visitor::new();
    for query in [
        "q=%C2%A7state:x%C2%A7",
        "after=zz",
        "kind=no/such",
        "year=abc&state=%C2%A7&body=%00",
        "q=%27%22%3Cb%3E",
    ] {
        let answer = visitor.get(&format!("/public/search?{query}"));
        assert_eq!(answer.status, 200, "{query}");
        assert!(!answer.text.contains("<b>\""), "{query}");
    }
    for path in [
        "/public/list/no/such",
        "/public/procedures/none",
        "/public/nothing",
        "/public/data/x/y.csv",
        "/public/sheet/x/1",
        "/public/follow/x",
    ] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 404, "{path}");
        // Who is lost on the portal is led to its pages, not to the desk of a clerk.
        assert!(answer.text.contains(r#"href="/public/help""#), "{path}");
        assert!(!answer.text.contains(r#"href="/""#), "{path}");
    }
}

#[test]
fn a_catalogue_is_filtered_by_where_things_stand() {
    let visitor = Visitor::new();
    let all = visitor.get("/public/list/normative-document/document");
    assert_eq!(all.status, 200);
    let state = all.between("/public/list/normative-document/document?state=", "\"");
    let some = visitor.get(&format!("/public/list/normative-document/document?state={state}"));
    let count = |text: &str| text.matches("<th scope=\"row\">").count();
    assert!(count(&some.text) <= count(&all.text));
    assert!(all.text.contains("aria-current=\"page\""));
}

#[test]
fn a_public_page_shows_no_citizen_number_and_no_telephone() {
    let visitor = Visitor::new();
    let home = visitor.get("/public");
    assert_eq!(home.status, 200);
    let mut seen = 0;
    for href in home.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if !href.starts_with("/public/list/") {
            continue;
        }
        let list = visitor.get(href);
        assert_eq!(list.status, 200, "{href}");
        for entry in list.text.split("<th scope=\"row\"><a href=\"").skip(1).take(2) {
            let page = visitor.get(entry.split('"').next().unwrap());
            assert_eq!(page.status, 200);
            let digits = page.text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
            assert!(digits < 15, "{entry}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn an_officer_s_certificate_is_good_unknown_or_over() {
    let visitor = Visitor::new();
    let data: Json =
        serde_json::from_str(&visitor.get("/public/data/officer-certificate/officer-issued.json").text)
            .unwrap();
    let items = data["items"].as_array().unwrap();
    let number = |state: &dyn Fn(&Json) -> bool| {
        let found = items.iter().find(|one| state(&one["state"])).map(|one| &one["values"]["certificate_no"]);
        found.and_then(Json::as_str).map(str::to_owned)
    };
    let ask = |number: &str| {
        visitor
            .get(&format!("/public/check?{}", serde_urlencoded::to_string([("number", number)]).unwrap()))
            .text
    };
    let good = ask(&number(&|state| state == "valid").expect("a valid certificate"));
    assert!(good.contains("✓"), "{good}");
    let number_of = number(&|state| state == "valid").unwrap();
    for other in [number_of.replace('-', "—"), number_of.replace('-', "－"), number_of.replace('-', " ")] {
        assert!(ask(&other).contains("✓"), "{other}");
    }
    if let Some(bad) = number(&|state| state != "valid" && state.is_string()) {
        assert!(ask(&bad).contains("✕"), "{bad}");
    }
    assert!(ask("没有这个号").contains("✕"));
    assert!(ask("§state:valid§").contains("✕"), "a mark is no number");
}

#[test]
fn open_data_is_one_set_in_three_forms() {
    let visitor = Visitor::new();
    let base = "/public/data/power-item/power-item";
    let json: Json = serde_json::from_str(&visitor.get(&format!("{base}.json")).text).unwrap();
    let items = json["items"].as_array().unwrap();
    assert!(!items.is_empty() && json["licence"].as_str().unwrap().contains("creativecommons"));
    let schema: Json = serde_json::from_str(&visitor.get(&format!("{base}.schema.json")).text).unwrap();
    let known = &schema["properties"]["items"]["items"]["properties"]["values"]["properties"];
    for key in items[0]["values"].as_object().unwrap().keys() {
        assert!(known.get(key).is_some(), "{key} is not in the schema");
    }
    let csv = visitor.get(&format!("{base}.csv"));
    assert!(csv.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    assert!(
        csv.text.starts_with("\u{feff}标识,机关标识,机关,状态代码,公开日期,公开至,撤回日期,"),
        "{}",
        csv.text
    );
    let head = csv.text.lines().next().unwrap();
    assert!(!head.contains(|c: char| c.is_ascii_lowercase()), "a column without a title: {head}");
    assert!(csv.text.contains(items[0]["id"].as_str().unwrap()));
    let atom = visitor.get(&format!("{base}.atom")).text;
    assert!(atom.starts_with("<?xml") && atom.trim_end().ends_with("</feed>"));
    assert_eq!(atom.matches("<entry>").count(), atom.matches("</entry>").count());
    assert_eq!(visitor.get(&format!("{base}.json?cursor=zz")).status, 400);
}

/// A table in which two columns have one title cannot be read by its titles.
#[test]
fn no_table_of_open_data_has_a_title_twice() {
    let visitor = Visitor::new();
    let page = visitor.get("/public/data").text;
    let sets: Vec<&str> = page.split("href=\"").filter_map(|rest| rest.split('"').next()).collect();
    let sets: Vec<&str> = sets.into_iter().filter(|link| link.ends_with(".csv")).collect();
    assert!(sets.len() > 10, "{sets:?}");
    for set in sets {
        for lang in ["zh-Hans", "en"] {
            let csv = visitor.get_in(lang, set).text;
            let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
            let mut heads: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
            let all = heads.len();
            heads.sort();
            heads.dedup();
            assert_eq!(heads.len(), all, "{set} {lang}: {heads:?}");
        }
    }
}

/// The schema says of each column of the CSV where it stands in the JSON and how it is headed, in three languages.
#[test]
fn the_schema_describes_each_column_and_both_forms_hold_the_same() {
    let visitor = Visitor::new();
    for set in ["power-item/power-item", "officer-certificate/officer-issued"] {
        let base = format!("/public/data/{set}");
        let data: Json = serde_json::from_str(&visitor.get(&format!("{base}.json")).text).unwrap();
        let items = data["items"].as_array().unwrap();
        assert!(!items.is_empty(), "{set}");
        for lang in ["zh-Hans", "zh-Hant", "en"] {
            let schema = visitor.get_in(lang, &format!("{base}.schema.json")).text;
            let schema: Json = serde_json::from_str(&schema).unwrap();
            let entry = &schema["properties"]["items"]["items"]["properties"];
            let csv = visitor.get_in(lang, &format!("{base}.csv")).text;
            let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
            let heads = rows.headers().unwrap().clone();
            let columns: Vec<&str> =
                schema["x-csv"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
            assert_eq!(columns.len(), heads.len(), "{set} {lang}");
            for (column, head) in columns.iter().zip(&heads) {
                let described = match column.strip_prefix("values.") {
                    Some(own) => &entry["values"]["properties"][own],
                    None => &entry[*column],
                };
                assert_eq!(described["title"], head, "{set} {lang} {column}");
                assert_eq!(described["x-title"][lang], head, "{set} {lang} {column}");
                let fixed = !column.starts_with("values.");
                let about = described["description"].as_str().unwrap_or_default();
                assert!(!fixed || about.chars().count() > 4 && !about.contains("data.about"), "{column}");
                assert_eq!(described["description"], described["x-description"][lang], "{column}");
                for other in ["zh-Hans", "zh-Hant", "en"] {
                    assert!(described["x-title"][other].is_string(), "{set} {column} {other}");
                }
            }
            for row in rows.records().map(Result::unwrap) {
                let Some(item) = items.iter().find(|item| item["id"] == row[0]) else { continue };
                for (column, cell) in columns.iter().zip(&row) {
                    let known = match column.strip_prefix("values.") {
                        Some(own) => &item["values"][own],
                        None => &item[*column],
                    };
                    let known = known.as_str().unwrap_or_default().replace("\r\n", "\n");
                    // A spreadsheet is not to take a text for a formula.
                    assert_eq!(cell.replace("\r\n", "\n").trim_start_matches('\''), known, "{set} {column}");
                }
            }
        }
        // Nothing stands in an entry that the schema does not describe.
        let schema: Json = serde_json::from_str(&visitor.get(&format!("{base}.schema.json")).text).unwrap();
        let entry = schema["properties"]["items"]["items"]["properties"].as_object().unwrap();
        for item in items {
            for key in item.as_object().unwrap().keys() {
                assert!(entry[key]["description"].is_string(), "{set}: {key} is not described");
            }
        }
    }
}

#[test]
fn every_procedure_has_a_public_page_with_its_flow_chart() {
    let visitor = Visitor::new();
    let page = visitor.get("/public/procedures/reconsideration");
    assert!(page.text.contains("<svg") && page.text.contains("《行政复议法》"));
}

#[test]
fn what_is_called_by_its_number_shows_the_number_once() {
    let page = Visitor::new().get("/public/list/penalty-ordinary/penalty-decision");
    let rows: Vec<&str> = page.text.split("<th scope=\"row\">").skip(1).collect();
    let twice = rows.iter().filter(|row| {
        let head = row.split("</th>").next().unwrap_or_default();
        let title = head.split('>').nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
        !title.is_empty() && head.matches(title).count() > 1
    });
    assert!(!rows.is_empty() && twice.count() == 0, "{}", page.text);
}

#[test]
fn a_list_is_called_by_its_procedure_only_where_several_things_of_it_are_public() {
    let heading = |path: &str| Visitor::new().get(path).between("<h1>", "</h1>").to_owned();
    assert_eq!(heading("/public/list/document-maker/maker"), "行政规范性文件制定主体清单");
    let reports = heading("/public/list/annual-report/report");
    assert!(reports.contains(" · "), "{reports}");
}
