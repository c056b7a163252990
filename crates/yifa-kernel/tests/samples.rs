//! Samples of definitions, good and bad. Each file below `samples/` is one procedure or
//! one benchmark; a bad one begins with the faults that it
//! must be told, in order, as comments: `# error[D0405]: no limit ends …`.

use std::fs;
use std::path::{Path, PathBuf};

use yifa_kernel::definition::{Source, compile};

const ROLES: &str = "[[role]]\nid = \"head\"\ntitle = \"负责人\"\nen = \"head\"\nscope = \"body\"\n";
const LAW: &str = "title = \"甲法\"\nen = \"Act A\"\nrank = \"law\"\npromulgated = \"2020-01-01\"\nin_force_from = \"2020-02-01\"\narticles = 10\n\n[[article]]\nno = \"1\"\ngist = \"九十日内决定\"\nfigures = [\"90 calendar_day\"]\n";

fn samples(kind: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(kind);
    let mut all: Vec<PathBuf> =
        fs::read_dir(&folder).expect("samples").map(|entry| entry.expect("entry").path()).collect();
    all.sort();
    assert!(!all.is_empty(), "no samples in {}", folder.display());
    all.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("text"))).collect()
}

/// The first line of every fault, as a terminal shows it.
fn told(path: &str, text: &str) -> Vec<String> {
    let sources = [
        Source { path: "roles.toml".into(), text: ROLES.into() },
        Source { path: "instruments/a/2020-01-01.toml".into(), text: LAW.into() },
        Source { path: path.into(), text: text.into() },
    ];
    match compile(&sources) {
        Ok(_) => Vec::new(),
        Err(faults) => {
            let lines = faults.all.iter().map(|fault| fault.render(&faults.files));
            lines.filter_map(|lines| lines.lines().next().map(ToOwned::to_owned)).collect()
        }
    }
}

const PROCEDURE: &str = "procedures/sample/procedure.toml";
const BENCHMARK: &str = "benchmarks/sample.toml";

fn are_good(kind: &str, path: &str) {
    for (file, text) in samples(kind) {
        assert_eq!(told(path, &text), Vec::<String>::new(), "{}", file.display());
    }
}

fn are_told_each_fault(kind: &str, path: &str) {
    for (file, text) in samples(kind) {
        let head = text.lines().map_while(|line| line.strip_prefix("# "));
        let wanted: Vec<&str> = head.filter(|line| line.starts_with("error[")).collect();
        assert!(!wanted.is_empty(), "{} does not say what is wrong with it", file.display());
        assert_eq!(told(path, &text), wanted, "{}", file.display());
    }
}

#[test]
fn good_procedures_compile() {
    are_good("good", PROCEDURE);
}

#[test]
fn bad_procedures_are_told_each_fault() {
    are_told_each_fault("bad", PROCEDURE);
}

#[test]
fn good_benchmarks_are_proved() {
    are_good("good-benchmarks", BENCHMARK);
}

#[test]
fn bad_benchmarks_are_told_each_fault() {
    are_told_each_fault("bad-benchmarks", BENCHMARK);
}
