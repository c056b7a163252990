//! `yifa law review`.

use crate::support::{file, folder, yifa};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;

fn review(path: &Path, more: &[&str]) -> (Value, Option<i32>) {
    let fixed = [OsStr::new("law"), OsStr::new("review"), path.as_os_str(), OsStr::new("--json")];
    let run = yifa(fixed.into_iter().chain(more.iter().map(OsStr::new)));
    (run.json(), run.code)
}

const TEXT: &str = "某市占道停车管理办法\n某府发〔2018〕9号\n第一条　依照《行政处罚法》第十三条，制定本办法。\n第二条　违反本办法第九条的，处五百元罚款。\n\n某市人民政府\n2018年3月1日\n";

#[test]
fn findings_have_their_place_sentence_basis_and_proposal() {
    let (_keep, path) = file("a.txt", TEXT);
    let (answer, code) = review(&path, &["--on", "2026-03-02"]);
    assert_eq!((code, answer["kind"].as_str()), (Some(1), Some("normative-document")));
    let findings = answer["findings"].as_array().unwrap();
    let of =
        |id: &str| findings.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}: {answer}"));
    let penalty = of("C09");
    assert_eq!(penalty["severity"], "hard");
    let span = |at: usize| usize::try_from(penalty["span"][at].as_u64().unwrap()).unwrap();
    assert_eq!(&TEXT[span(0)..span(1)], "处五百元罚款");
    assert_eq!(
        (penalty["line"].as_u64(), penalty["basis"][0].as_str()),
        (Some(4), Some("《行政处罚法》第十六条"))
    );
    assert_eq!(of("C04")["replacement"], "《行政处罚法》第十四条");
    assert!(of("C04")["proposal"].as_str().unwrap().contains("《行政处罚法》第十四条"));
    assert_eq!(of("C20")["words"], "本办法第九条");
    for one in findings {
        for part in ["says", "proposal", "judge"] {
            let text = one[part].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains('{') && !text.contains("review."), "{one}");
        }
    }
}

const CITING: &str = "云江市商铺租赁管理办法\n云江府发〔2026〕9号\n第一条　根据《合同法》和《劳动合同法》，制定本办法。\n第二条　商铺转租依照合同法第二百二十四条办理，用工依照劳动合同法第十条办理。\n第三条　租金争议按照《云江市租赁争议调解规定》和《云江市租赁争议调解规定》第三条调解，填写《调解申请表》。\n第四条　《云江市商铺管理通知》同时废止。\n\n云江市人民政府\n2026年3月1日\n";

#[test]
fn what_the_civil_code_ended_is_told_and_what_nobody_knows_is_named_once() {
    let (_keep, path) = file("a.txt", CITING);
    let (answer, _) = review(&path, &["--on", "2026-04-02"]);
    let ended: Vec<_> =
        answer["findings"].as_array().unwrap().iter().filter(|one| one["id"] == "C01").collect();
    let words: Vec<_> = ended.iter().map(|one| one["words"].as_str().unwrap()).collect();
    assert_eq!(words, ["《合同法》", "合同法第二百二十四条"], "{answer}");
    let told = &ended[0]["values"];
    assert_eq!(
        (told["since"].as_str(), told["by"].as_str()),
        (Some("2021-01-01"), Some("《民法典》第一千二百六十条"))
    );
    assert_eq!(ended[0]["replacement"], "《民法典》");
    assert_eq!(answer["unknown_instruments"], serde_json::json!(["《云江市租赁争议调解规定》"]));
    let notes = answer["not_examined"].as_array().unwrap();
    let naming = notes.iter().filter(|note| note.as_str().unwrap().contains("《云江市租赁争议调解规定》"));
    assert_eq!(naming.count(), 1, "{notes:?}");
    // Neither 总则 nor 通则 is overlooked, and what lies beyond the last article is told with the last one.
    let old = "云江市监护指引\n第一条　依照《民法总则》第三十条和《民法通则》第十二条认定。\n第二条　处罚依照《行政处罚法》第九十二条。\n";
    let (_keep, old) = file("b.txt", old);
    let (told, _) = review(&old, &["--on", "2026-04-02"]);
    let of = |id: &str| {
        let all = told["findings"].as_array().unwrap().iter().filter(|one| one["id"] == id);
        all.map(|one| one["says"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("C01").len(), 2, "{told}");
    assert!(of("C03")[0].contains("第八十六条"), "{told}");
    // A text made while it was in force cites it no less wrongly today; before its end it is in force.
    let (then, _) = review(&path, &["--on", "2020-12-31"]);
    assert!(!then["findings"].as_array().unwrap().iter().any(|one| one["id"] == "C01"), "{then}");
}

#[test]
fn the_report_marks_the_line_and_speaks_both_languages() {
    let (_keep, path) = file("a.txt", TEXT);
    let arguments = |lang: &'static str| {
        [
            OsStr::new("--lang"),
            OsStr::new(lang),
            OsStr::new("law"),
            OsStr::new("review"),
            OsStr::new("--on"),
            OsStr::new("2026-03-02"),
        ]
    };
    let chinese = yifa(arguments("zh").into_iter().chain([path.as_os_str()]));
    assert!(chinese.out.contains("硬性[C09]") && chinese.out.contains("^^^^"), "{}", chinese.out);
    let english = yifa(arguments("en").into_iter().chain([path.as_os_str()]));
    assert!(
        english.out.contains("hard[C09]") && english.out.contains("line")
            || english.out.contains("cites no basis")
    );
    assert_eq!((chinese.code, english.code), (Some(1), Some(1)));
}

#[test]
fn nothing_found_is_fine_and_wrong_input_is_told() {
    let (_keep, path) =
        file("a.txt", "某市停车倡议办法\n第一条　倡导有序停车，制定本办法。\n第二条　街道办事处做好宣传。\n");
    let (answer, code) = review(&path, &["--on", "2026-03-02"]);
    assert_eq!((code, answer["findings"].as_array().unwrap().len()), (Some(0), 0), "{answer}");
    let run = |arguments: &[&OsStr]| yifa([OsStr::new("law"), OsStr::new("review")].iter().chain(arguments));
    run(&[OsStr::new("/no/such/file.txt")]).assert_failed(2);
    let (_keep, empty) = file("b.txt", "  \n");
    run(&[empty.as_os_str()]).assert_failed(2);
    let (_keep, odd) = file("b.bin", [0, 159, 146, 150, 0, 255]);
    run(&[odd.as_os_str()]).assert_failed(2);
    let (_keep, bytes) = file("c.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0");
    run(&[bytes.as_os_str()]).assert_failed(2);
    let (_keep, bare) = file("d.txt", "关于做好有关工作的通知\n\n");
    run(&[bare.as_os_str()]).assert_failed(2);
    let (_keep, huge) = file("e.txt", "第一条　应当遵守本办法。\n".repeat(200_000));
    run(&[huge.as_os_str()]).assert_failed(2);
    assert_eq!(run(&[path.as_os_str(), OsStr::new("--kind"), OsStr::new("law")]).code, Some(2));
}

#[test]
fn a_rule_is_linted_against_the_cap_of_its_province() {
    let text = "浙江省停车办法\n第一条　为了规范城市停车，制定本办法。\n第二条　违反本办法的，处一千元以上五万元以下罚款。\n";
    let (_keep, path) = file("a.txt", text);
    let (answer, _) = review(&path, &["--on", "2026-03-02", "--kind", "government-rule"]);
    let ids: Vec<&str> =
        answer["findings"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ["L03", "L05"]);
}

#[test]
fn spoiled_texts_are_refused() {
    let Some(spoiled) = folder("normative/garbled_digits") else { return };
    for entry in std::fs::read_dir(spoiled).unwrap() {
        let (answer, code) = review(&entry.unwrap().path(), &["--on", "2026-03-02"]);
        assert_eq!((code, answer["quarantined"].as_bool()), (Some(1), Some(true)));
        assert_eq!(answer["findings"].as_array().map(Vec::len), Some(0));
    }
}

const OLD: &str = "# 云江市停车办法\n\n2015年5月1日 云江市人民政府令第3号公布\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第二条　本办法自2015年7月1日起施行。\n";
const NEW: &str = "# 云江市车位规定\n\n2020年5月1日 云江市人民政府令第9号公布\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第二条　本规定自2020年7月1日起施行。《云江市停车办法》同时废止。\n";
const DRAFT: &str = "云江市城市管理局关于车位的通告\n云城管规〔2025〕3号\n第一条　依照《云江市停车办法》第一条，设置车位。\n第二条　本通告自2025年6月1日起施行。\n\n云江市城市管理局\n2025年5月1日\n";

#[test]
fn a_stored_city_lends_its_library_and_its_own_parameters() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, text: &str| std::fs::write(path(name), text).unwrap();
    [("old.md", OLD), ("new.md", NEW), ("draft.txt", DRAFT)]
        .iter()
        .for_each(|(name, text)| write(name, text));
    let store = format!("sqlite:{}", path("a.sqlite").display());
    let (old, new) = (path("old.md"), path("new.md"));
    let place = ["--store", store.as_str(), "--jurisdiction", "510100"];
    let texts = [old.to_str().unwrap(), new.to_str().unwrap()];
    yifa(["import", "instruments"].iter().chain(&place).chain(&texts).map(OsStr::new));
    let codes = |more: &[&str]| {
        let (answer, code) = review(&path("draft.txt"), &[&["--on", "2029-03-02"], more].concat());
        let all = answer["findings"].as_array().unwrap().iter();
        (all.map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>(), code)
    };
    assert_eq!(codes(&[]), (vec![], Some(0)), "nothing is known about it");
    assert_eq!(codes(&place), (vec!["C01".to_owned()], Some(1)));
    // The city's own file: a document without a term ends after three years.
    let national = include_str!("../../../../definitions/review.toml");
    std::fs::create_dir(path("own")).unwrap();
    write("own/review.toml", &national.replace("longest_years = 5", "longest_years = 3"));
    let own = path("own");
    let with_own = [&place[..], &["--definitions", own.to_str().unwrap()]].concat();
    assert_eq!(codes(&with_own).0, ["C06", "C01"]);
    write("own/review.toml", &national.replace("longest_years", "longest_yeers"));
    let run =
        yifa([&["law", "review", "--json"], &with_own[..], &[path("draft.txt").to_str().unwrap()]].concat());
    run.assert_failed(2);
    assert!(run.err.contains("review.toml") && run.err.contains("longest_yeers"), "{}", run.err);
}

#[test]
fn what_the_register_does_not_have_is_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("a.sqlite").display());
    let run = yifa([
        "law",
        "review",
        "--store",
        &store,
        "--jurisdiction",
        "510100",
        "--matter",
        "云城管规〔2025〕3号",
    ]);
    run.assert_failed(2);
    assert!(run.err.contains("云城管规〔2025〕3号"), "{}", run.err);
    assert_eq!(yifa(["law", "review"]).code, Some(2), "neither a file nor a matter");
}

#[test]
fn a_text_in_another_language_is_refused_not_found_clean() {
    let (_keep, path) = file("a.txt", "Measures for Parking\nArticle 1 The keeper shall obtain a permit.\n");
    let run = yifa([OsStr::new("law"), OsStr::new("review"), path.as_os_str()]);
    run.assert_failed(2);
    assert!(run.err.contains("不是中文文本"), "{}", run.err);
}
