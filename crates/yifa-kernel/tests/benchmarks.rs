//! Real discretion tables of a city: those with plain amounts are read, and the proofs say of each whether it is a benchmark. The
//! tables are not shipped; `YIFA_DATA` names the folder that holds them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use jiff::civil::date;
use yifa_kernel::benchmark::{Benchmark, Factor, Flaw, Range, Tier};
use yifa_kernel::procedure::Label;
use yifa_law::numeral;

/// One row: violation, legal basis, grade, standard.
type Row = [String; 4];

fn tables() -> Option<BTreeMap<String, Vec<Row>>> {
    let folder = PathBuf::from(std::env::var_os("YIFA_DATA")?).join("discretion");
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("discretion").map(|entry| entry.expect("entry").path()) {
        let name = entry.file_name().expect("name").to_string_lossy().into_owned();
        if !name.starts_with("jiangmen") || !name.ends_with(".tsv") {
            continue;
        }
        let text = fs::read_to_string(&entry).expect("text");
        let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        let row = |line: &str| {
            let cells: Vec<&str> = line.split('\t').collect();
            [cells[0], cells[2], cells[3], cells[5]].map(ToOwned::to_owned)
        };
        all.insert(name, lines.map(row).collect());
    }
    Some(all)
}

/// Yuan at the start of a text: `二万`, `3万`, `五千`; with the bytes read.
fn yuan(text: &str) -> Option<(usize, i64)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (mut at, mut n) = match numeral::prefix(text) {
        Some((length, Ok(n))) if digits == 0 => (length, i64::try_from(n).ok()?),
        _ if digits > 0 => (digits, text[..digits].parse().ok()?),
        _ => return None,
    };
    for (word, times) in [("万", 10_000), ("千", 1_000)] {
        if let Some(rest) = text[at..].strip_prefix(word) {
            n *= times;
            at = text.len() - rest.len();
        }
    }
    let rest = text[at..].strip_prefix('元').unwrap_or(&text[at..]);
    Some((text.len() - rest.len(), n))
}

/// The fine that a text sets: `处二万元以上五万元以下罚款`, `处一万元以下罚款`, `处二十万元罚款`; the last one where it names several.
fn fine(text: &str) -> Option<(i64, i64)> {
    let mut found = None;
    for (at, _) in text.match_indices('处') {
        let after = &text[at + '处'.len_utf8()..];
        let Some((length, first)) = yuan(after) else { continue };
        let rest = &after[length..];
        let range = if let Some(rest) = rest.strip_prefix("以上") {
            yuan(rest)
                .filter(|(length, _)| rest[*length..].starts_with("以下"))
                .map(|(_, second)| (first, second))
        } else if rest.starts_with("以下") {
            Some((0, first))
        } else {
            rest.trim_start_matches('的').starts_with("罚款").then_some((first, first))
        };
        found = range.or(found);
    }
    found
}

/// The table of one violation as a benchmark: each row is a circumstance of its own, graver than the one before.
fn benchmark(rows: &[&Row]) -> Option<Benchmark> {
    let label = |text: &str| Label { zh: text.to_owned(), en: text.to_owned() };
    let (least, most) = fine(&rows.first()?[1])?;
    let mut tiers: Vec<Tier> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (from, to) = fine(&row[3])?;
        match tiers.last_mut().filter(|tier| tier.id == row[2]) {
            Some(tier) => tier.cases.push(vec![[at].into()]),
            None => tiers.push(Tier {
                id: row[2].clone(),
                label: label(&row[2]),
                from,
                to,
                cases: vec![vec![[at].into()]],
            }),
        }
    }
    let degrees = (0..rows.len()).map(|at| (at.to_string(), label(&at.to_string()))).collect();
    Some(Benchmark {
        id: "table".into(),
        label: label(&rows[0][0]),
        from: date(2022, 1, 1),
        until: None,
        norms: Vec::new(),
        basis: Vec::new(),
        range: Range { least, most, share_of: None },
        factors: vec![Factor { id: "row".into(), label: label("row"), degrees }],
        tiers,
        narrower: None,
    })
}

#[test]
fn amounts_are_read_as_offices_write_them() {
    assert_eq!(fine("责令改正，处二万元以上五万元以下罚款"), Some((20_000, 50_000)));
    assert_eq!(fine("处3万元以上5万元以下的罚款"), Some((30_000, 50_000)));
    assert_eq!(fine("处七十万以上一百万元以下罚款"), Some((700_000, 1_000_000)));
    assert_eq!(fine("责令改正，可处五千元以下罚款"), Some((0, 5_000)));
    assert_eq!(fine("责令限期改正，处二十万元罚款"), Some((200_000, 200_000)));
    assert_eq!(fine("处建设项目总投资额百分之一以上百分之二以下的罚款"), None);
    assert_eq!(fine("责令停业"), None);
}

#[test]
fn real_tables_are_proved_or_their_flaws_are_named() {
    let Some(tables) = tables() else {
        eprintln!("YIFA_DATA is not set: no real discretion table was looked at");
        return;
    };
    let (mut sound, mut flawed, mut other) = (Vec::new(), BTreeMap::new(), 0);
    for rows in tables.values() {
        let mut by_violation: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            by_violation.entry(&row[0]).or_default().push(row);
        }
        for (no, rows) in by_violation {
            match benchmark(&rows).map(|table| table.flaws()) {
                None => other += 1,
                Some(flaws) if flaws.is_empty() => sound.push(no.to_owned()),
                Some(flaws) => drop(flawed.insert(no.to_owned(), flaws)),
            }
        }
    }
    eprintln!("{} sound, {} flawed, {other} not by plain amounts", sound.len(), flawed.len());
    for (no, flaws) in &flawed {
        eprintln!("{no}: {flaws:?}");
    }
    assert_eq!(sound.len() + flawed.len() + other, 63, "every violation of the tables is looked at");
    assert!(sound.contains(&"3-1".to_owned()), "{sound:?}");
    // 3-19, 7-4: a tier of one amount begins inside another. 5-1: two laws in one table. 9-1: two ranges in one article. 7-2,
    // 9-4: the lowest tier begins above the law's least.
    let wrong: Vec<&str> = flawed.keys().map(String::as_str).collect();
    assert_eq!(wrong, ["3-19", "5-1", "7-2", "7-4", "9-1", "9-4"]);
    // Every case of these tables has exactly one tier: what can be wrong is only amounts.
    let of_cases =
        |flaw: &Flaw| matches!(flaw, Flaw::Uncovered(..) | Flaw::Twice(..) | Flaw::NotMonotone(..));
    assert!(!flawed.values().flatten().any(of_cases), "{flawed:?}");
}
