//! `yifa law translation`.

use crate::support::{file, yifa};

const ZH: &str = "某市停车办法\n第一条　经营者应当在三十日内缴纳三万元。\n第二条　可以分期缴纳。\n";
const EN: &str = "Measures of a City on Parking\nArticle 1 The operator shall pay 30,000 yuan within 30 days.\nArticle 2 It may be paid by instalments.\n";

#[test]
fn texts_that_agree_are_fine_and_the_digest_proves_the_source() {
    let ((_a, zh), (_b, en)) = (file("zh.txt", ZH), file("en.txt", EN));
    let (zh, en) = (zh.to_str().unwrap(), en.to_str().unwrap());
    let run = yifa(["law", "translation", zh, en, "--json"]);
    let answer = run.json();
    assert_eq!((run.code, answer["findings"].as_array().map(Vec::len)), (Some(0), Some(0)), "{answer}");
    assert_eq!(answer["checks"].as_array().map(Vec::len), Some(7));
    let digest = answer["source_sha256"].as_str().unwrap();
    assert_eq!(yifa(["law", "translation", zh, "--translated-from", digest]).code, Some(0));
    let (_c, changed) = file("zh2.txt", ZH.replace("三万", "四万"));
    let run = yifa(["law", "translation", changed.to_str().unwrap(), "--translated-from", digest, "--json"]);
    assert_eq!((run.code, run.json()["same_as_translated"].as_bool()), (Some(1), Some(false)));
}

#[test]
fn every_difference_has_its_check_and_place_in_both_languages() {
    let ((_a, zh), (_b, en)) =
        (file("zh.txt", ZH), file("en.txt", EN.replace("30,000", "3,000").replace("may", "shall")));
    let (zh, en) = (zh.to_str().unwrap(), en.to_str().unwrap());
    let answer = yifa(["law", "translation", zh, en, "--json"]).json();
    let found: Vec<_> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["check"].as_str(), one["place"].as_str()))
        .collect();
    assert!(
        found.contains(&(Some("numbers"), Some("第一条")))
            && found.contains(&(Some("modality"), Some("第二条"))),
        "{answer}"
    );
    let told = |lang| yifa(["--lang", lang, "law", "translation", zh, en]).out;
    assert!(
        told("zh").contains("“三万元”在译文中没有")
            && told("en").contains("三万元 is not in the English text")
    );
}

#[test]
fn wrong_use_is_named() {
    let (_a, zh) = file("zh.txt", ZH);
    let (_b, scan) = file("scan.pdf", b"%PDF-1.7");
    let zh = zh.to_str().unwrap();
    assert_eq!(yifa(["law", "translation", zh]).code, Some(2));
    yifa(["law", "translation", zh, scan.to_str().unwrap()]).assert_failed(2);
    yifa(["law", "translation", zh, "absent.txt"]).assert_failed(2);
}
