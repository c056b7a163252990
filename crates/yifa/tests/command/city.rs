//! `yifa init`, `import register`, `export`, `report`, `simulate`, and keeping a city: on SQLite and on PostgreSQL.

use crate::place::City;
use crate::postgres::fresh_schema;
use crate::support::yifa;

#[test]
fn a_new_city_has_its_folder_its_bodies_and_its_administrator() {
    let city = City::new(None);
    let folder = city.folder.path().join("city");
    for made in ["yifa.toml", "yifa.sqlite", "definitions/overlay.toml", "backups"] {
        assert!(folder.join(made).exists(), "{made}");
    }
    let checked = yifa(["check", folder.join("definitions").to_str().unwrap()]);
    assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    let verified = city.run(&["verify", "--json"]);
    assert_eq!((verified.code, &verified.json()["faults"]), (Some(0), &serde_json::json!([])));
}

#[test]
fn a_city_that_cannot_be_is_not_begun() {
    let city = City { folder: tempfile::tempdir().unwrap() };
    std::fs::write(city.password(), "a-long-password").unwrap();
    let name = ["--name", "云江市"];
    for code in ["51", "510000", "51010", "51010x", "000000", "510004", ""] {
        city.init(&[&["--jurisdiction", code], &name[..]].concat(), None).assert_failed(2);
    }
    city.init(&["--jurisdiction", "510100", "--name", "市"], None).assert_failed(2);
    std::fs::write(city.password(), "short").unwrap();
    city.init(&[&["--jurisdiction", "510100"], &name[..]].concat(), None).assert_failed(2);
    std::fs::remove_file(city.password()).unwrap();
    city.init(&[&["--jurisdiction", "510100"], &name[..]].concat(), None).assert_failed(2);
    assert!(!city.folder.path().join("city").exists(), "nothing is left of the tries");
    // A folder with something in it is not touched.
    std::fs::write(city.password(), "a-long-password").unwrap();
    std::fs::create_dir(city.file("city")).unwrap();
    std::fs::write(city.file("city/letter"), "x").unwrap();
    city.init(&[&["--jurisdiction", "510100"], &name[..]].concat(), None).assert_failed(2);
    assert_eq!(std::fs::read_dir(city.file("city")).unwrap().count(), 1);
}

const SHEET: &str = "持证人,姓名,works_at,post_kind,field_of_work,territory,issuer_kind,issuer,certificate_no,valid_from,valid_until\n";

fn row(number: u32, until: &str) -> String {
    format!(
        "p{number},甲某,云江市司法局,公务员,司法,云江市,provincial,省人民政府,9901-{number:03},2025年3月1日,{until}\n"
    )
}

#[test]
fn a_register_is_imported_reported_exported_and_simulated() {
    for store in [None, Some(fresh_schema())] {
        a_city_at_work(&City::new(store.as_deref()));
    }
}

fn a_city_at_work(city: &City) {
    let sheet = city.file("officers.csv");
    let path = sheet.to_str().unwrap();
    let import = |more: &[&str]| {
        let all = [
            "import",
            "register",
            path,
            "--procedure",
            "officer-certificate",
            "--action",
            "register",
            "--as",
            "legal",
            "--json",
        ];
        city.run(&[&all[..], more].concat())
    };
    std::fs::write(&sheet, format!("{SHEET}{}{}", row(1, "2030-02-28"), row(2, "2030-02-30"))).unwrap();
    let refused = import(&[]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    let outcome = refused.json();
    assert_eq!((&outcome["good"], outcome["kept"].as_array().unwrap().len()), (&1.into(), 0), "{outcome}");
    assert_eq!((&outcome["faults"][0]["line"], &outcome["faults"][0]["code"]), (&3.into(), &"R0202".into()));
    let said = |lang: &str| {
        let words =
            ["import", "register", path, "--procedure", "officer-certificate", "--action", "register"];
        city.run(&[&words[..], &["--as", "legal", "--lang", lang]].concat()).out
    };
    for (lang, page) in [("zh", "# R0202 "), ("en", "## ")] {
        let text = include_str!("../../../../docs/errors/R0202.md");
        let meaning = text.lines().find_map(|line| line.strip_prefix(page)).expect("a heading").trim();
        let out = said(lang);
        assert!(out.contains(&format!("  R0202 {meaning}")), "the code once, then what it means: {out}");
    }
    std::fs::write(&sheet, format!("{SHEET}{}{}", row(1, "2030-02-28"), row(2, "2031-02-28"))).unwrap();
    assert_eq!(
        (import(&["--dry-run"]).code, import(&["--dry-run"]).json()["kept"].as_array().unwrap().len()),
        (Some(0), 0)
    );
    let kept = import(&[]);
    assert_eq!(kept.code, Some(0), "{}{}", kept.out, kept.err);
    let matter = kept.json()["kept"][0]["matter"].as_str().unwrap().to_owned();
    assert_eq!(import(&[]).code, Some(1), "the numbers are taken");

    let report = city.run(&["report", "--json"]).json();
    let opened =
        report["matters"].as_array().unwrap().iter().find(|one| one["procedure"] == "officer-certificate");
    assert_eq!(opened.unwrap()["opened"], 2, "{report}");
    assert!(
        city.run(&["report", "--lang", "en"]).out.contains("| Enforcement officer's certificate | 2 | 0 |")
    );
    city.run(&["report", "--year", "2999"]).assert_failed(2);
    city.run(&["report", "--body", "nobody"]).assert_failed(2);

    let events = city.run(&["export", "events", "--matter", &matter]);
    let lines: Vec<serde_json::Value> =
        events.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() >= 2 && lines.iter().all(|line| line["matter"] == matter.as_str()), "{}", events.err);
    assert!(lines.windows(2).all(|pair| pair[0]["hash"] == pair[1]["prev_hash"]));
    let rows = city.run(&["export", "matters", "--format", "csv"]).out;
    assert!(rows.starts_with('\u{feff}') && rows.lines().count() == 3, "{rows}");
    city.run(&["export", "events", "--matter", "no-such"]).assert_failed(2);
    city.run(&["export", "matters", "--procedure", "no-such"]).assert_failed(2);

    // The same rules change nothing; a law that forbids the act would have refused both.
    let overlay = city.file("stricter");
    std::fs::create_dir(&overlay).unwrap();
    let simulate = || city.run(&["simulate", "--overlay", overlay.to_str().unwrap(), "--json"]);
    std::fs::write(overlay.join("overlay.toml"), "").unwrap();
    let same = simulate();
    assert_eq!((same.code, &same.json()["matters"]), (Some(0), &2.into()), "{}{}", same.out, same.err);
    let stricter = "[[require]]\nprocedure = \"officer-certificate\"\naction = \"register\"\nthat = \"post_kind == police\"\nbecause = \"《行政处罚法》第四十二条第一款\"\n";
    std::fs::write(overlay.join("overlay.toml"), stricter).unwrap();
    let differs = simulate();
    assert_eq!(differs.code, Some(1), "{}{}", differs.out, differs.err);
    let found = differs.json();
    assert_eq!(
        (found["differences"].as_array().unwrap().len(), &found["differences"][0]["kind"]),
        (2, &"refused".into()),
        "{found}"
    );
    city.run(&["simulate"]).assert_failed(2);
    city.run(&["simulate", "--set", "officer-certificate.no_such=5 working_day"]).assert_failed(2);

    // Kept, and brought into another city's empty store on the embedded engine.
    let backup = city.file("backup");
    assert_eq!(city.run(&["backup", backup.to_str().unwrap()]).code, Some(0));
    let store = format!("sqlite:{}", city.file("restored.sqlite").display());
    let restored = city.run(&["restore", backup.to_str().unwrap(), "--store", &store]);
    assert_eq!(restored.code, Some(0), "{}", restored.err);
    for run in [city.run(&["verify", "--json"]), city.run(&["verify", "--json", "--store", &store])] {
        assert_eq!((run.code, &run.json()["matters"]), (Some(0), &2.into()), "{}{}", run.out, run.err);
    }
    assert_eq!(city.run(&["rebuild", "--json"]).json()["matters"], 2);
}

/// What an operator sees on the worst day: each "no" says which file or store it is about and what stands now.
#[test]
fn a_backup_that_is_not_whole_is_refused_and_nothing_is_kept_of_a_wrong_address() {
    let city = City::new(None);
    let backup = city.file("backup");
    let path = backup.to_str().unwrap();
    let written = city.run(&["backup", path, "--lang", "en"]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    assert!(
        written.out.starts_with("0 matters, 0 events") && written.out.contains("\ndigest "),
        "{}",
        written.out
    );
    assert!(city.run(&["backup", path]).out.contains("摘要"));

    // A city is there already.
    let over = city.run(&["restore", path]);
    over.assert_failed(2);
    assert!(over.err.contains("yifa.sqlite"), "{}", over.err);

    // Cut off, changed, not a backup, not a file.
    let whole = std::fs::read(&backup).unwrap();
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 0x55;
    let store = format!("sqlite:{}", city.file("restored.sqlite").display());
    let broken = city.file("broken");
    for bytes in [&whole[..whole.len() / 2], &changed, b"hello\n", b"", &[&whole[..], b"more"].concat()] {
        std::fs::write(&broken, bytes).unwrap();
        let refused = city.run(&["restore", broken.to_str().unwrap(), "--store", &store]);
        refused.assert_failed(3);
        assert!(refused.err.contains("not whole") && refused.err.contains("broken"), "{}", refused.err);
    }
    for none in ["no-such-file", "."] {
        city.run(&["restore", none, "--store", &store]).assert_failed(2);
    }
    // After all of these the store is as empty as before, and takes the good one.
    let restored = city.run(&["restore", path, "--store", &store]);
    assert_eq!(restored.code, Some(0), "{}", restored.err);

    // An address written wrongly is told, and makes no empty city of which all would be well.
    let typo = format!("sqlite:{}", city.file("yifa.sqlit").display());
    for command in [&["verify"][..], &["rebuild"], &["backup", path]] {
        city.run(&[command, &["--store", &typo]].concat()).assert_failed(2);
    }
    assert!(!city.file("yifa.sqlit").exists());
    assert_eq!(std::fs::read(&backup).unwrap(), whole, "the backup of before stands");
    city.run(&["backup", city.file("none/backup").to_str().unwrap()]).assert_failed(3);
}

#[test]
fn commands_that_lack_something_say_what() {
    let city = City::new(None);
    let sheet = city.file("sheet.csv");
    std::fs::write(&sheet, "甲\n1\n").unwrap();
    let path = sheet.to_str().unwrap();
    let import = |more: &[&str]| city.run(&[&["import", "register", path][..], more].concat());
    import(&["--procedure", "officer-certificate", "--as", "nobody"]).assert_failed(2);
    import(&["--procedure", "no-such", "--as", "legal"]).assert_failed(2);
    import(&["--procedure", "officer-certificate", "--as", "legal", "--post", "head@urban"]).assert_failed(2);
    let unfit = import(&["--procedure", "officer-certificate", "--action", "register", "--as", "legal"]);
    unfit.assert_failed(2);
    assert!(
        unfit.err.contains("甲") && unfit.err.contains("certificate") || unfit.err.contains("证件"),
        "{}",
        unfit.err
    );
    let columns = import(&[
        "--procedure",
        "officer-certificate",
        "--action",
        "register",
        "--as",
        "legal",
        "--columns",
        "--json",
    ]);
    assert!(columns.json().as_array().unwrap().len() >= 10, "{}", columns.out);
    yifa(["report", "--city", city.file("absent").to_str().unwrap()]).assert_failed(2);
    std::fs::write(city.file("city/yifa.toml"), "stroe = 1\n").unwrap();
    city.run(&["report"]).assert_failed(2);
}
