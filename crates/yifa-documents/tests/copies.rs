//! The editable copy and the case file: nothing that a paper says is lost, and what cannot be bound is said.

use std::io::Read;

use jiff::civil::date;
use yifa_documents::{
    CaseFile, DocumentFault, Language, Layout, Paper, Part, PartContent, Renderer, Watermark, docx,
};

fn renderer() -> Option<&'static Renderer> {
    match Renderer::shared() {
        Ok(renderer) => Some(renderer),
        Err(DocumentFault::NoChineseFont) => {
            eprintln!("NOT RUN: this machine has no Chinese font (Debian: fonts-noto-cjk)");
            None
        }
        Err(fault) => panic!("{fault}"),
    }
}

/// One part of the package, with its tags taken out.
fn text_of(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut xml = String::new();
    package.by_name(name).expect(name).read_to_string(&mut xml).expect("UTF-8");
    let mut text = String::new();
    let mut reader = quick_xml::Reader::from_str(&xml);
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return text,
            quick_xml::events::Event::Text(piece) => text.push_str(&piece),
            quick_xml::events::Event::GeneralRef(name) => text.push_str(match &*name {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("{other}"),
            }),
            _ => {}
        }
    }
}

#[test]
fn the_editable_copy_says_all_that_the_paper_says() {
    for paper in Paper::samples() {
        let bytes = docx(&paper).expect("a file");
        let text = text_of(&bytes, "word/document.xml");
        for wanted in [&paper.organ].into_iter().chain(&paper.copies).chain(&paper.notes) {
            assert!(text.contains(wanted.as_str()), "{wanted}");
        }
        for line in &paper.particulars {
            for value in line.value.lines() {
                assert!(text.contains(value.trim()), "{value}");
            }
        }
    }
}

#[test]
fn each_page_of_the_editable_copy_says_which_text_counts() {
    let mut paper = Paper::sample(Layout::Official, Language::ZhHans);
    paper.watermark = Some(Watermark::Void);
    let header = text_of(&docx(&paper).expect("a file"), "word/header1.xml");
    assert_eq!(header, "〔作废〕编辑稿：以签发盖章的文书为准");
    let footer = text_of(&docx(&paper).expect("a file"), "word/footer1.xml");
    assert!(footer.contains(&paper.proof.expect("a proof").event_hash), "{footer}");
}

/// An edited copy is another text: the address that verifies the issued paper never stands there as its own.
#[test]
fn the_address_in_the_editable_copy_is_said_to_be_that_of_the_issued_paper() {
    for (language, not_it) in [
        (Language::ZhHans, "不是签发的文书"),
        (Language::ZhHant, "不是簽發的文書"),
        (Language::En, "not the issued paper"),
    ] {
        let mut paper = Paper::sample(Layout::Enforcement, language);
        let proof = paper.proof.clone().expect("a proof");
        let file = docx(&paper).expect("a file");
        let footer = text_of(&file, "word/footer1.xml");
        let (before, _) = footer.split_once(&proof.verify_url).expect("where the issued paper is verified");
        assert!(before.contains(not_it) && before.contains(&proof.event_hash), "{footer}");
        assert!(!text_of(&file, "word/document.xml").contains(&proof.verify_url));

        // A draft has nothing to verify, and claims nothing.
        paper.proof = None;
        paper.watermark = Some(Watermark::Draft);
        let footer = text_of(&docx(&paper).expect("a file"), "word/footer1.xml");
        assert!(!footer.contains(not_it) && !footer.contains("http"), "{footer}");
    }
}

#[test]
fn a_proof_without_address_or_digest_leaves_no_half_sentence() {
    let mut paper = Paper::sample(Layout::Letter, Language::En);
    paper.proof = Some(yifa_documents::Proof { event_hash: " ".into(), verify_url: String::new() });
    let footer = text_of(&docx(&paper).expect("a file"), "word/footer1.xml");
    assert!(!footer.contains("digest") && !footer.contains("verified"), "{footer}");
    paper.proof = Some(yifa_documents::Proof { event_hash: "ab12".into(), verify_url: String::new() });
    let footer = text_of(&docx(&paper).expect("a file"), "word/footer1.xml");
    assert!(footer.ends_with("ab12"), "{footer}");
}

#[test]
fn what_a_person_typed_is_never_read_as_markup() {
    let mut paper = Paper::new(Layout::Plain, Language::ZhHans, "某市<局>", "\"&\u{202E}题\u{0}");
    let typed = "</w:t></w:r><w:r>&amp; 𠮷㐂\u{E000} <script>alert(1)</script>";
    paper.paragraph(typed).particular("当事人", typed);
    let text = text_of(&docx(&paper).expect("a file"), "word/document.xml");
    assert_eq!(text.matches(typed).count(), 2, "{text}");
    assert!(text.contains("某市<局>") && !text.contains('\u{202E}') && !text.contains('\u{0}'));
}

#[test]
fn the_same_paper_gives_the_same_file() {
    let paper = Paper::sample(Layout::Enforcement, Language::ZhHans);
    assert_eq!(docx(&paper).expect("a file"), docx(&paper).expect("a file"));
}

fn case_file(parts: Vec<Part>) -> CaseFile {
    CaseFile {
        language: Language::ZhHans,
        organ: "云岭市城市管理局".into(),
        title: "行政处罚".into(),
        number: Some("云城罚〔2026〕7号".into()),
        name: "云岭某餐饮有限公司占道经营案".into(),
        party: None,
        in_charge: None,
        archived_on: None,
        retention: None,
        state: "已立案".into(),
        opened_on: Some(date(2026, 2, 3)),
        closed_on: None,
        made_on: date(2026, 3, 20),
        parts,
        proof: None,
    }
}

fn kept() -> PartContent {
    PartContent::Kept { name: "#import \"x\".mp4".into(), bytes: 1_048_576, digest: "ab".repeat(32) }
}

fn part(title: &str, content: PartContent) -> Part {
    Part { title: title.into(), number: None, on: Some(date(2026, 3, 2)), content }
}

#[test]
fn a_case_file_numbers_its_pages_through() {
    let Some(renderer) = renderer() else { return };
    let decision =
        renderer.render_pdf(&Paper::sample(Layout::Enforcement, Language::ZhHans)).expect("a paper");
    let parts = vec![
        part("行政处罚决定书", PartContent::Pdf(decision.bytes.clone())),
        part("现场录像", kept()),
        part("送达回证", PartContent::Pdf(decision.bytes)),
    ];
    let (pdf, not_bound) = renderer.render_case_file(&case_file(parts)).expect("a file");
    assert!(not_bound.is_empty());
    assert_eq!(pdf.pages, 2 + 2 * decision.pages + 1 + 1, "cover, index, parts, closing sheet");
}

#[test]
fn what_cannot_be_read_is_a_sheet_and_the_rest_is_bound() {
    let Some(renderer) = renderer() else { return };
    let parts = vec![
        part("不是 PDF", PartContent::Pdf(b"%PDF-1.7 and nothing more".to_vec())),
        part("空文件", PartContent::Pdf(Vec::new())),
        part("不是图片", PartContent::Picture(b"<svg onload=alert(1)>".to_vec())),
        part("说明", PartContent::Sealed),
    ];
    let (pdf, not_bound) = renderer.render_case_file(&case_file(parts)).expect("a file");
    assert_eq!(not_bound.iter().map(|one| one.part).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(pdf.pages, 2 + 4 + 1);
}

#[test]
fn a_damaged_picture_does_not_stop_the_binding() {
    let Some(renderer) = renderer() else { return };
    let damaged = b"\x89PNG\r\n\x1a\nbroken".to_vec();
    let bound = renderer.render_case_file(&case_file(vec![part("照片", PartContent::Picture(damaged))]));
    let (pdf, not_bound) = bound.expect("a file");
    assert_eq!((pdf.pages, not_bound.len()), (4, 1));
}

/// The text of a file, without blanks; `None` where no tool reads papers.
fn read(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.pdf");
    std::fs::write(&file, pdf).expect("the file is kept");
    match std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() {
        Ok(output) => {
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            Some(text.chars().filter(|c| !c.is_whitespace()).collect())
        }
        Err(error) => {
            eprintln!("NOT RUN: pdftotext (Debian: poppler-utils): {error}");
            None
        }
    }
}

/// Where a matter stands is no outcome; a day that has not come is said, not left blank.
#[test]
fn the_cover_tells_a_running_matter_from_one_that_is_over() {
    let Some(renderer) = renderer() else { return };
    let mut file = case_file(Vec::new());
    file.party = Some("王某某".into());
    file.in_charge = Some("李强、赵敏".into());
    file.retention =
        Some("30年（《档案法实施条例》第十九条第二款；默认值，以本单位经审核的保管期限表为准）".into());
    file.name = "某某餐饮有限公司未经批准占用城市道路堆放物料影响市容案".into();
    file.proof = Paper::sample(Layout::Enforcement, Language::ZhHans).proof;
    let (pdf, _) = renderer.render_case_file(&file).expect("a file");
    assert_eq!(pdf.pages, 3, "cover, index, closing sheet: the cover is one page");
    file.retention = Some("30年".into());
    let bound = |file: &CaseFile| read(&renderer.render_case_file(file).expect("a file").0.bytes);
    let Some(running) = bound(&file) else { return };
    for said in [
        "当事人王某某",
        "承办人李强、赵敏",
        "立案日期2026年2月3日",
        "结案日期未结案",
        "办理结果未结案（现处于：已立案）",
        "归档日期未归档",
        "保管期限30年",
    ] {
        assert!(running.contains(said), "{said}: {running}");
    }
    file.state = "已结案归档".into();
    file.closed_on = Some(date(2026, 3, 18));
    file.archived_on = Some(date(2026, 3, 19));
    let over = bound(&file).expect("its text");
    for said in ["结案日期2026年3月18日", "办理结果已结案归档", "归档日期2026年3月19日"]
    {
        assert!(over.contains(said), "{said}: {over}");
    }
    assert!(!over.contains("未结案") && !over.contains("现处于"), "{over}");
    // What nobody knows has no row.
    file.party = None;
    file.retention = Some(" ".into());
    let bare = bound(&file).expect("its text");
    assert!(!bare.contains("当事人") && !bare.contains("保管期限"), "{bare}");
}
