//! Every kind of paper, as the scenarios beside its procedure issue it, reads as whoever signs it would have it read.
//! With `YIFA_PAPERS` naming a folder each kind is written there, for people to look at.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use yifa_app::paper;
use yifa_documents::{DocumentFault, Renderer};
use yifa_kernel::definition::{Registry, compile, scenario};
use yifa_kernel::id::{PaperId, ProcedureId};
use yifa_kernel::matter::{PaperContent, PaperPart};

#[path = "../../yifa-kernel/tests/national/mod.rs"]
mod national;

type Issued = BTreeMap<(ProcedureId, PaperId), Vec<PaperContent>>;

/// The definitions, and what their scenarios issue: made once for all tests.
fn issued() -> &'static (Registry, Issued) {
    static ISSUED: OnceLock<(Registry, Issued)> = OnceLock::new();
    ISSUED.get_or_init(|| {
        let sources = national::sources();
        let registry = compile(&sources).unwrap_or_else(|faults| panic!("{}", faults.render()));
        let (_, faults, shown) = scenario::run_and_show(&registry, &sources);
        assert!(faults.is_empty(), "{} scenarios fail", faults.len());
        let papers = shown.papers().clone();
        (registry, papers)
    })
}

/// What is wrong with papers, by kind.
fn faults(wrong: impl Fn(&PaperContent) -> Option<String>) -> Vec<String> {
    let (_, papers) = issued();
    let mut found = Vec::new();
    for ((procedure, kind), all) in papers {
        let mut told: Vec<String> = all.iter().filter_map(&wrong).collect();
        told.sort();
        told.dedup();
        found.extend(told.into_iter().map(|says| format!("{procedure}/{kind}: {says}")));
    }
    found
}

/// Every sentence and cell of a paper.
fn texts(paper: &PaperContent) -> Vec<&str> {
    let parts = paper.parts.iter().flat_map(|part| match part {
        PaperPart::Heading(text) | PaperPart::Text(text) => vec![text.as_str()],
        PaperPart::Table { header, rows } => {
            header.iter().chain(rows.iter().flatten()).map(String::as_str).collect()
        }
    });
    let head = [Some(&paper.title), paper.addressee.as_ref(), paper.signer.as_ref(), paper.number.as_ref()];
    let annexes =
        paper.annexes.iter().flat_map(|annex| [Some(annex.title.as_str()), annex.text.as_deref()]).flatten();
    let particulars = paper.particulars.iter().map(|(_, text)| text.as_str());
    parts.chain(annexes).chain(particulars).chain(head.into_iter().flatten().map(String::as_str)).collect()
}

#[test]
fn every_kind_of_paper_is_issued_in_a_scenario() {
    let (registry, papers) = issued();
    let all = registry
        .procedures()
        .flat_map(|one| one.papers.keys().map(move |paper| (one.id.clone(), paper.clone())));
    let never: Vec<String> =
        all.filter(|kind| !papers.contains_key(kind)).map(|(of, kind)| format!("{of}/{kind}")).collect();
    assert!(never.is_empty(), "no scenario issues {never:?}");
}

/// Kinds whose scenarios have no parent, whose court is their addressee; in a city they have one.
const WITHOUT_PARENT: &[&str] = &["head-in-court"];

#[test]
fn no_place_of_a_paper_stays_empty() {
    let gaps =
        faults(|paper| texts(paper).iter().find(|text| text.contains("＿＿")).map(|text| (*text).into()));
    let gaps: Vec<&String> =
        gaps.iter().filter(|gap| !WITHOUT_PARENT.iter().any(|kind| gap.starts_with(kind))).collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
}

/// Identifiers of ours, and words of another language: none stands in a Chinese paper.
#[test]
fn no_paper_shows_a_code() {
    let is_code = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphabetic() && c != '_' && c != '-');
        words.into_iter().any(|word| word.len() > 2 && word.bytes().any(|b| b.is_ascii_lowercase()))
    };
    let codes = faults(|paper| {
        let shown = texts(paper).into_iter().find(|text| is_code(text) && !text.contains("www."))?;
        // A translation is in its own language.
        (!shown.contains("Measures") && !shown.contains("Chinese text prevails")).then(|| shown.to_owned())
    });
    assert!(codes.is_empty(), "{codes:#?}");
}

#[test]
fn sentences_end_once_and_marks_come_in_pairs() {
    let pairs = [('《', '》'), ('（', '）'), ('“', '”')];
    let doubled = ["。。", "，。", "：。", "；。", "、。", "。；", "。，", "？。", "！。"];
    let wrong = faults(|paper| {
        let unpaired = |text: &&str| {
            pairs.iter().any(|(open, close)| text.matches(*open).count() != text.matches(*close).count())
        };
        let twice = |text: &&str| doubled.iter().any(|marks| text.contains(marks));
        texts(paper).into_iter().find(|text| unpaired(text) || twice(text)).map(str::to_owned)
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What ends with a colon is followed by what it announces.
#[test]
fn nothing_is_announced_that_does_not_come() {
    let wrong = faults(|paper| {
        let said = paper.parts.iter().enumerate().find_map(|(at, part)| match part {
            PaperPart::Text(text) if text.ends_with('：') => Some((at, text)),
            PaperPart::Text(_) | PaperPart::Heading(_) | PaperPart::Table { .. } => None,
        });
        let (at, text) = said?;
        let follows = matches!(paper.parts.get(at + 1), Some(PaperPart::Table { .. } | PaperPart::Text(_)));
        (!follows).then(|| text.clone())
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn yes_and_no_answer_a_question() {
    let wrong = faults(|paper| {
        let mut answers = paper.particulars.iter().filter(|(_, text)| text == "是" || text == "否");
        let unasked = answers.find(|(label, _)| !label.zh.contains("是否"))?;
        Some(format!("{}：{}", unasked.0.zh, unasked.1))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nobody_is_addressed_twice() {
    let wrong = faults(|paper| {
        let called = format!("{}：", paper.addressee.as_ref()?);
        let text = texts(paper).into_iter().find(|text| text.starts_with(&called));
        text.map(str::to_owned)
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Who reads an order wants the rule, and who is asked for comments the draft.
#[test]
fn orders_and_drafts_for_comment_come_with_their_text() {
    for (procedure, kind) in [
        ("rule-making", "order"),
        ("rule-making", "comment-notice"),
        ("rule-making", "consultation"),
        ("local-regulation", "comment-notice"),
        ("normative-document", "comment-notice"),
        ("decision-comment", "comment-notice"),
        ("decision-hearing", "hearing-notice"),
    ] {
        let all = &issued().1[&(procedure.into(), kind.into())];
        for paper in all {
            let with_text = paper.annexes.iter().filter(|annex| annex.text.is_some()).count();
            assert!(with_text >= 1 && with_text == paper.annexes.len(), "{procedure}/{kind}: {paper:?}");
        }
    }
}

/// Whoever gets a case gets its evidence: the letter names each file, so that nobody can say later what lay with it.
#[test]
fn a_transfer_names_the_files_that_go_with_it() {
    let all = &issued().1[&("penalty-ordinary".into(), "transfer-letter".into())];
    let letter = all.iter().find(|letter| !letter.files.is_empty()).expect("a case with files");
    let names: Vec<&str> = letter.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["现场笔录扫描件", "现场照片"]);
    let set = paper::typed(letter, "00", "https://yifa.example/verify/x/1");
    assert!(set.annexes.is_empty(), "files lie in the case file and are not set in type");
    for (line, file) in set.attachments.iter().zip(&letter.files) {
        assert_eq!(line.name, file.name);
        assert!(line.told.as_ref().is_some_and(|told| told.contains(&file.digest)), "{line:?}");
    }
    // A file that stands in two rows is one file; without files there is nothing to list.
    let mut bare = letter.clone();
    bare.files.clear();
    assert!(paper::typed(&bare, "00", "https://yifa.example/verify/x/1").attachments.is_empty());
}

#[test]
fn a_paper_whose_text_is_not_on_record_says_so_and_is_set() {
    let all = &issued().1[&("rule-making".into(), "order".into())];
    let mut order = all[0].clone();
    order.annexes[0].text = None;
    let set = paper::typed(&order, "00", "https://yifa.example/verify/x/1");
    assert!(set.annexes.is_empty() && set.notes[0].contains(&order.annexes[0].title), "{:?}", set.notes);
    assert!(set.blocks == paper::typed(&all[0], "00", "https://yifa.example/verify/x/1").blocks);
}

#[test]
fn every_kind_is_set_in_type_and_can_be_looked_at() {
    let renderer = match Renderer::shared() {
        Ok(renderer) => renderer,
        Err(DocumentFault::NoChineseFont) => {
            eprintln!("NOT RUN: this machine has no Chinese font (Debian: fonts-noto-cjk)");
            return;
        }
        Err(fault) => panic!("{fault}"),
    };
    let folder = std::env::var_os("YIFA_PAPERS").map(std::path::PathBuf::from);
    let mut wrong = Vec::new();
    for ((procedure, kind), all) in &issued().1 {
        // The fullest one shows most of what can go wrong.
        let fullest = all.iter().max_by_key(|one| texts(one).concat().len());
        let Some(fullest) = fullest else { continue };
        let pdf =
            renderer.render_pdf(&paper::typed(fullest, &"0".repeat(64), "https://yifa.example/verify/x/1"));
        let pdf = pdf.expect("a paper");
        let name = format!("{procedure}.{kind}");
        if !pdf.archival || !pdf.missing_characters.is_empty() {
            wrong.push(format!("{name}: not for the archive, {:?}", pdf.missing_characters));
        }
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{name}.pdf")), pdf.bytes).expect("a file");
            std::fs::write(folder.join(format!("{name}.txt")), format!("{fullest:#?}")).expect("a file");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
