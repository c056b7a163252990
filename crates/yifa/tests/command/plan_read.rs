//! `yifa plan read`.

use crate::support::{file, folder, rows, yifa};
use serde_json::Value;
use std::path::Path;

fn read(path: &Path) -> (Value, Option<i32>) {
    let run = yifa(["plan".as_ref(), "read".as_ref(), path.as_os_str(), "--json".as_ref()]);
    (run.json(), run.code)
}

fn codes(notice: &Value) -> Vec<&str> {
    notice["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn counts_agree_with_the_counts_by_hand() {
    let Some(folder) = folder("plans") else { return };
    for row in rows(&folder.join("expected.tsv")) {
        let (notice, code) = read(&folder.join(&row["file"]));
        assert_eq!(code, Some(0), "{}", row["file"]);
        for (column, expected) in row.iter().filter(|(column, _)| *column != "file") {
            // The plain rules behind the file miss a row whose first item stands right behind a colon, and notes
            // that say 责任部门 instead of 责任单位.
            let missed = match (&row["file"][..3], column.as_str()) {
                ("22_", "yishi_items(一是)") => 1,
                ("10_", "responsibility_notes") => 17,
                _ => 0,
            };
            let found = notice["counts"][column].as_u64();
            let expected = expected.parse::<u64>().unwrap() + missed;
            assert_eq!(found, Some(expected), "{} {column}", row["file"]);
            let word = column.split('(').next().unwrap();
            assert_eq!(notice["counts"][word].as_u64(), found, "{column}");
        }
    }
}

#[test]
fn spans_point_into_the_file() {
    let Some(folder) = folder("plans") else { return };
    let row = &rows(&folder.join("expected.tsv"))[0];
    let path = folder.join(&row["file"]);
    let text = std::fs::read(&path).unwrap();
    let (notice, _) = read(&path);
    let items = notice["items"].as_array().unwrap();
    assert!(items.len() >= 32);
    for item in items {
        let span = |at: usize| usize::try_from(item["span"][at].as_u64().unwrap()).unwrap();
        let shown = std::str::from_utf8(&text[span(0)..span(1)]).unwrap();
        let number = item["number"].as_str().unwrap();
        assert!(shown.starts_with(number), "{shown} {number}");
        if let Some(heading) = item["heading"].as_str() {
            assert!(shown.contains(heading), "{shown} {heading}");
        }
    }
}

/// The rows of the table are what a person found in the notice; each has its obligation.
#[test]
fn figures_and_times_of_the_notice_are_obligations() {
    let Some(folder) = folder("plans") else { return };
    let row = &rows(&folder.join("expected.tsv"))[0];
    let (notice, _) = read(&folder.join(&row["file"]));
    let items = notice["items"].as_array().unwrap();
    let all: Vec<&Value> = items.iter().flat_map(|item| item["obligations"].as_array().unwrap()).collect();
    let asked = |min: Value, max: Value| {
        all.iter().any(|one| one["quantity"]["min"] == min && one["quantity"]["max"] == max)
    };
    for figure in [3, 11, 43] {
        assert!(asked(figure.into(), figure.into()), "{figure}");
    }
    assert!(asked(7.into(), Value::Null), "at least seven days of training");
    assert!(all.iter().any(|one| one["deadline"]["kind"] == "within" && one["deadline"]["n"] == 15));
    assert!(
        all.iter().any(|one| !one["rhythm"].is_null()) && all.iter().any(|one| one["measure"].is_string())
    );
}

#[test]
fn a_small_notice_is_shown_as_a_tree() {
    let text = "某市依法行政工作要点\n一、完善制度\n（一）清理文件。公布目录3份。\n（责任单位：市司法局）\n";
    let (_keep, path) = file("notice.txt", text);
    let told = yifa(["plan".as_ref(), "read".as_ref(), path.as_os_str()]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(told.out.contains("\n  一、完善制度\n    （一）清理文件"), "{}", told.out);
    assert!(told.out.contains("市司法局"), "{}", told.out);
}

#[test]
fn gb18030_is_decoded() {
    // 一、甲。 in GB 18030.
    let (_keep, path) = file("gb.txt", [0xD2, 0xBB, 0xA1, 0xA2, 0xBC, 0xD7, 0xA1, 0xA3, b'\n']);
    let (notice, code) = read(&path);
    assert_eq!((code, notice["items"][0]["path"].as_str()), (Some(0), Some("一")));
}

#[test]
fn what_is_no_notice_is_a_finding_and_the_answer_is_no() {
    let binary = [0x7F, b'E', b'L', b'F', 0, 0, 1, 2, 0xFF, 0xFE, 0, 9];
    for (bytes, expected) in [
        (&b""[..], "empty"),
        (b" \n\t\n", "empty"),
        (&binary, "not-text"),
        (b"%PDF-1.7 abc", "not-text"),
        (b"PK\x03\x04rest", "not-text"),
    ] {
        let (_keep, path) = file("bad", bytes);
        let (notice, code) = read(&path);
        assert_eq!(codes(&notice), [expected]);
        assert_eq!((code, notice["items"].as_array().map(Vec::len)), (Some(1), Some(0)), "{expected}");
    }
}

#[test]
fn oddities_are_findings_at_their_place() {
    for (text, expected) in [
        ("没有编号的一段话。\n另一段话。\n", "no-headings"),
        ("一、甲。\n（一)乙。\n", "mixed-brackets"),
        ("某市计划\n某府发〔2121〕3号\n一、甲。\n", "impossible-year"),
        ("一、甲。\n三、乙。\n", "number-skipped"),
        ("一、甲。\n一、乙。\n", "number-repeated"),
        ("一、依照《某办法办理。\n", "unclosed-title"),
    ] {
        let (_keep, path) = file("odd.txt", text);
        let (notice, _) = read(&path);
        assert!(codes(&notice).contains(&expected), "{expected}: {:?}", codes(&notice));
        let says = yifa(["plan".as_ref(), "read".as_ref(), path.as_os_str()]).out;
        assert!(says.contains(&format!("[{expected}]")), "{says}");
    }
}

#[test]
fn five_megabytes_are_read() {
    let (_keep, path) =
        file("long.txt", format!("一、甲\n{}", "（一）乙。二是丙，《某法》第三条。\n".repeat(90_000)));
    let (notice, code) = read(&path);
    assert_eq!(code, Some(0));
    assert!(notice["items"].as_array().unwrap().len() > 90_000);
}

#[test]
fn a_path_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    yifa(["plan".as_ref(), "read".as_ref(), folder.path().join("absent").as_os_str()]).assert_failed(2);
    yifa(["plan".as_ref(), "read".as_ref(), folder.path().as_os_str()]).assert_failed(2);
    if Path::new("/proc/self/mem").exists() {
        yifa(["plan", "read", "/proc/self/mem"]).assert_failed(3);
    }
    assert_eq!(yifa(["plan", "read"]).code, Some(2));
    assert_eq!(yifa(["plan", "write", "x"]).code, Some(2));
}

/// Measures that a notice may ask for and no procedure of ours can count yet. An entry goes when its definition comes.
const NOT_YET: [&str; 26] = [
    "assessment-completed-on-time",
    "benchmark-published-rate",
    "case-file-review-score",
    "catalogues-published",
    "civil-servant-law-training",
    "cleanup-coverage",
    "decision-catalogue-published",
    "drill-on-time",
    "enforcement-inspection",
    "evaluation-due-done",
    "head-attendance-rate",
    "law-exam-pass",
    "legal-adviser-coverage",
    "legal-staff-filled-rate",
    "litigation-loss-rate",
    "major-penalty-filing-rate",
    "materials-cut",
    "mediation-count",
    "permit-on-time",
    "plans-valid",
    "publicity-list-done-rate",
    "reconsideration-standards",
    "suggestion-reply-on-time-rate",
    "township-lists-published",
    "translations-published",
    "village-publication-on-time-rate",
];

fn is_defined(measure: &str) -> bool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/measures");
    folder.join(format!("{measure}.toml")).is_file()
}

#[test]
fn every_measure_that_can_be_proposed_is_defined_or_known_to_be_missing() {
    let proposed = yifa_law::notice::proposable_measures();
    let unknown: Vec<_> = proposed.iter().filter(|one| !is_defined(one) && !NOT_YET.contains(one)).collect();
    assert!(unknown.is_empty(), "{unknown:?} have no definition");
    let unused: Vec<_> = NOT_YET.iter().filter(|one| !proposed.contains(one)).collect();
    assert!(unused.is_empty(), "{unused:?} are proposed by nothing");
}

/// What a person would measure each of the seed's targets by.
#[test]
fn each_target_of_the_seed_is_proposed_its_measure() {
    let Some(folder) = folder("plans") else { return };
    let path = folder.join("00_seed_yifa_xingzheng_gongzuo_jihua_tongzhi.txt");
    let (notice, _) = read(&path);
    for (place, kind, measure) in [
        ("一.(一)", "deliverable", "indicator-system-in-force"),
        ("一.(二)", "count range", "demo-sites-city"),
        ("一.(二)", "count range", "demo-units-by-district"),
        ("一.(四).一", "deliverable", "law-study-systems-set"),
        ("二.(三)", "deliverable", "flow-chart-coverage"),
        ("二.(四)", "inspection", "contracts-inspected"),
        ("三.(一).一", "rule", "decision-hearing-held"),
        ("四.(一)", "count", "local-regulations-submitted"),
        ("四.(一)", "count", "rules-made"),
        ("四.(一)", "count", "research-projects"),
        ("四.(二).一", "deliverable", "evaluation-opinion-issued"),
        ("四.(二).二", "count", "rules-evaluated"),
        ("四.(四).一", "deliverable", "catalogues-published"),
        ("四.(四).二", "rule", "unpublished-basis-found"),
        ("五.(五).一", "rule", "other-certificates-filed"),
        ("五.(六)", "minimum", "officer-training-seven-days"),
        ("六.(二).二", "deadline", "filing-within-15-days"),
        ("六.(三).三", "inspection", "reconsideration-capacity-inspected"),
        ("八.(一)", "minimum", "leading-group-meetings"),
        ("八.(三)", "report", "annual-report-npc"),
        ("八.(三)", "report", "annual-report-on-time"),
    ] {
        let items = notice["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["path"] == place).unwrap();
        let obligations = item["obligations"].as_array().unwrap();
        let found = obligations.iter().any(|one| one["kind"] == kind && one["measure"] == measure);
        assert!(found, "{place} {kind}: {measure} is not proposed: {obligations:#?}");
    }
}
