//! `yifa import roster` and `roster-undo`: all rows or none, by an administrator, and back as far as nobody has used it.

use crate::place::City;
use crate::support::Run;

const STAFF: &str = "登录名,姓名,角色,机关,初始密码\nwang.min,王敏,legal_office,云江市司法局,\nli.chuan,李川,legal_office,云江市司法局,long enough\n";

fn roster(city: &City, of: &str, sheet: &str, more: &[&str]) -> Run {
    let path = city.file("roster.csv");
    std::fs::write(&path, sheet).unwrap();
    let path = path.display().to_string();
    city.run(&[&["import", "roster", &path, "--of", of, "--as", "root"][..], more].concat())
}

#[test]
fn people_are_entered_and_those_whom_nobody_has_used_are_taken_back() {
    let city = City::new(None);
    let tried = roster(&city, "people", STAFF, &["--dry-run", "--json"]);
    assert_eq!(
        (tried.code, &tried.json()["new"], &tried.json()["import"]),
        (Some(0), &2.into(), &serde_json::Value::Null)
    );
    let kept = roster(&city, "people", STAFF, &["--json"]).json();
    assert_eq!((&kept["new"], kept["passwords"].as_array().unwrap().len()), (&2.into(), 1), "{kept}");
    let import = kept["import"].as_str().unwrap();
    // One of them works meanwhile.
    let officers = "持证人,姓名,works_at,post_kind,field_of_work,territory,issuer_kind,issuer,certificate_no,valid_from,valid_until\n\
        p1,甲某,云江市司法局,公务员,司法,云江市,provincial,省人民政府,9901-001,2025年3月1日,2030-02-28\n";
    let sheet = city.file("officers.csv");
    std::fs::write(&sheet, officers).unwrap();
    let sheet = sheet.display().to_string();
    let opening = ["--procedure", "officer-certificate", "--action", "register", "--as", "li.chuan"];
    let worked = city.run(&[&["import", "register", &sheet][..], &opening].concat());
    assert_eq!(worked.code, Some(0), "{}{}", worked.out, worked.err);
    let undone = city.run(&["import", "roster-undo", import, "--as", "root", "--reason", "录错", "--json"]);
    let told = undone.json();
    assert_eq!(
        (undone.code, &told["gone"], &told["stay"][0]["id"]),
        (Some(0), &1.into(), &"li.chuan".into()),
        "{told}"
    );
    assert_eq!(told["stay"][0]["why"], "acted");
    let twice = city.run(&["import", "roster-undo", import, "--as", "root", "--reason", "录错"]);
    assert_eq!(twice.code, Some(1), "{}", twice.out);
}

#[test]
fn a_roster_with_faults_tells_all_of_them_and_keeps_nothing() {
    let city = City::new(None);
    let wrong =
        "登录名,姓名,角色,机关,初始密码\nWang,王敏,legal_office,云江市司法局,short\na.b,甲,局长,没有的局,\n";
    let held = roster(&city, "people", wrong, &[]);
    assert_eq!(held.code, Some(1), "{}{}", held.out, held.err);
    for told in ["第2行 登录名", "第2行 初始密码“”", "第3行 角色“局长”", "第3行 机关“没有的局”", "没有录入"]
    {
        assert!(held.out.contains(told), "{told}: {}", held.out);
    }
    assert!(!held.out.contains("short"), "a password is not told: {}", held.out);
    let bodies = roster(&city, "bodies", "名称,文号代字,类别\n云江市测绘院,云测,局委办\n", &["--json"]);
    assert_eq!((bodies.code, &bodies.json()["faults"][0]["column"]), (Some(1), &"kind".into()));
}

#[test]
fn only_an_administrator_enters_a_roster_or_takes_one_back() {
    let city = City::new(None);
    let path = city.file("roster.csv");
    std::fs::write(&path, STAFF).unwrap();
    let path = path.display().to_string();
    let other = city.run(&["import", "roster", &path, "--of", "people", "--as", "legal"]);
    assert!(other.code == Some(2) && other.err.contains("administrator"), "{:?} {}", other.code, other.err);
    let nobody = city.run(&["import", "roster-undo", "none", "--as", "root", "--reason", "录错"]);
    assert!(nobody.code != Some(0) && nobody.err.contains("none"), "{:?} {}", nobody.code, nobody.err);
}
