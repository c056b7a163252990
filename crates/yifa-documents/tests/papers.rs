//! Papers as an office makes them, and as people fill them in.

use yifa_documents::{
    Block, DocumentFault, Language, Layout, Level, Paper, Pdf, Proof, Renderer, Signature, Table, Watermark,
    Withheld,
};

/// The shared renderer, or `None` with a loud word where no Chinese font is installed.
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

fn rendered(renderer: &Renderer, paper: &Paper) -> (Pdf, String) {
    let pdf = renderer.render_pdf(paper).expect("the paper is set");
    assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
    let pages = renderer.page_texts(paper).expect("the paper is set");
    assert_eq!(pages.len(), pdf.pages);
    (pdf, pages.concat())
}

fn contains(pdf: &Pdf, needle: &str) -> bool {
    pdf.bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

fn blank(layout: Layout) -> Paper {
    Paper::new(layout, Language::ZhHans, "某市司法局", "告知书")
}

#[test]
fn every_sample_is_set_in_full() {
    let Some(renderer) = renderer() else { return };
    for paper in Paper::samples() {
        let (pdf, text) = rendered(renderer, &paper);
        let name = format!("{:?} {:?}", paper.layout, paper.language);
        let expected = match (paper.layout, paper.language) {
            (Layout::Official, _) => 2..=3,
            (Layout::Enforcement, Language::ZhHans) => 2..=2,
            (Layout::Letter | Layout::Order | Layout::Minutes | Layout::Enforcement | Layout::Plain, _) => {
                1..=1
            }
        };
        assert!(expected.contains(&pdf.pages), "{name}: {} pages", pdf.pages);
        assert!(pdf.missing_characters.is_empty(), "{name}: {:?}", pdf.missing_characters);
        assert!(pdf.archival, "{name}");
        assert!(contains(&pdf, "pdfaid") && contains(&pdf, "pdfuaid"), "{name}");
        assert!(text.contains(&paper.organ), "{name}: organ");
        for part in paper.title.split('\n').chain(paper.number.as_deref()) {
            assert!(squeezed(&text).contains(&squeezed(part)), "{name}: {part}");
        }
        for block in &paper.blocks {
            if let Block::Paragraph(paragraph) | Block::Heading { text: paragraph, .. } = block {
                assert!(squeezed(&text).contains(&squeezed(paragraph)), "{name}: {paragraph}");
            }
        }
        let hash = &paper.proof.as_ref().expect("samples have a proof").event_hash;
        assert_eq!(squeezed(&text).matches(hash.as_str()).count(), pdf.pages, "{name}: hash on each page");
    }
}

/// Without white space and hyphens, which line breaks add and take away.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{AD}' | '\u{2010}')).collect()
}

#[test]
fn the_file_names_its_title_language_and_date_and_is_tagged() {
    let Some(renderer) = renderer() else { return };
    for (language, tag) in [(Language::ZhHans, "zh-CN"), (Language::ZhHant, "zh-HK"), (Language::En, "en-GB")]
    {
        let (pdf, _) = rendered(renderer, &Paper::sample(Layout::Enforcement, language));
        assert!(
            contains(&pdf, &format!("/Lang({tag})")) || contains(&pdf, &format!("/Lang ({tag})")),
            "{tag}"
        );
        assert!(contains(&pdf, "D:202601"));
        assert!(contains(&pdf, "/StructTreeRoot"));
        assert!(contains(&pdf, "/S/H1"), "the title is the first heading");
        assert!(contains(&pdf, "/FontFile"), "fonts are embedded");
    }
}

#[test]
fn whoever_hears_a_paper_read_finds_its_headings_and_tables() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Official);
    paper
        .heading(Level::First, "一、总体要求")
        .heading(Level::Second, "（一）依法履职。")
        .paragraph("各单位应当落实。");
    paper.blocks.push(Block::Table(Table {
        caption: String::new(),
        header: vec!["任务".into()],
        rows: vec![vec!["编制清单".into()]],
    }));
    let (pdf, _) = rendered(renderer, &paper);
    for tag in ["/S/H1", "/S/H2", "/S/H3", "/S/Table", "/S/TH", "/S/TD"] {
        assert!(contains(&pdf, tag), "{tag}");
    }
    assert!(!contains(&rendered(renderer, &blank(Layout::Official)).0, "/S/H2"));
}

/// The foot of a page is an artifact, which whoever hears the page read never hears.
#[test]
fn the_verifying_address_is_a_link_of_the_text_and_stands_once() {
    let Some(renderer) = renderer() else { return };
    for layout in Layout::ALL {
        let mut paper = Paper::sample(layout, Language::En);
        paper.paragraph(&"Each item was held against the record. ".repeat(40));
        let (pdf, text) = rendered(renderer, &paper);
        let address = paper.proof.as_ref().expect("samples have a proof").verify_url.clone();
        assert_eq!(text.matches(&address).count(), 1, "{layout:?}");
        assert!(contains(&pdf, "/S/Link") && contains(&pdf, "/Alt(QR code)"), "{layout:?}");
        assert!(contains(&pdf, &format!("/Contents({address})")) && pdf.archival, "{layout:?}");

        paper.proof = Some(Proof { event_hash: "00".into(), verify_url: String::new() });
        let (pdf, _) = rendered(renderer, &paper);
        assert!(!contains(&pdf, "/S/Link") && !contains(&pdf, "QR code"), "{layout:?}");
    }
}

#[test]
fn a_mark_at_the_foot_of_a_full_page_makes_no_page_of_its_own() {
    let Some(renderer) = renderer() else { return };
    for layout in Layout::ALL {
        for lines in [4, 6, 8, 10] {
            let mut paper = blank(layout);
            paper.paragraph(&"经审查，依法处理。".repeat(lines * 9));
            let without = rendered(renderer, &paper).0.pages;
            let verify_url = "https://fazhi.yunling.example/verify/3f6c".into();
            paper.proof = Some(Proof { event_hash: "00".into(), verify_url });
            assert_eq!(rendered(renderer, &paper).0.pages, without, "{layout:?}, {lines}");
        }
    }
}

fn rule() -> Vec<Block> {
    let article = |label: &str, text: &str| Block::Article { label: label.into(), text: text.into() };
    vec![
        Block::Chapter("第一章　总则".into()),
        article("第一条", "为了维护停车秩序，制定本办法。"),
        article("第二条", "不得有下列行为："),
        Block::Paragraph("（一）占用盲道；".into()),
    ]
}

/// GB/T 9704-2012, 7.3.7 and 10.2: an annex begins a page after seal and date; the imprint and the code close the whole.
#[test]
fn a_text_goes_with_its_paper_on_pages_of_its_own() {
    let Some(renderer) = renderer() else { return };
    for layout in Layout::ALL {
        let mut paper = blank(layout);
        let on = jiff::civil::Date::new(2026, 1, 5).ok();
        paper.paragraph("现予公布。");
        paper.signature = Some(Signature { name: "某市水务局".into(), date: on, seal: true });
        paper.proof = Some(Proof { event_hash: "ab".into(), verify_url: "https://x.example/v".into() });
        paper.annex("停车管理办法", rule());
        let (pdf, _) = rendered(renderer, &paper);
        let pages = renderer.page_texts(&paper).expect("the paper is set");
        assert!(pdf.archival && pages.len() == 2, "{layout:?}: {pages:?}");
        assert!(pages[0].contains("2026年1月5日") && !pages[0].contains("第一条"), "{layout:?}");
        assert!(squeezed(&pages[1]).contains("第一条为了维护停车秩序"), "{layout:?}: {pages:?}");
        assert!(pages[1].contains("https://x.example/v") && !pages[0].contains("x.example"), "{layout:?}");
        let marked = layout != Layout::Order;
        assert_eq!(pages[1].contains("附件"), marked, "{layout:?}: {pages:?}");
        assert_eq!(pages[0].contains("附件：停车管理办法"), marked, "{layout:?}: {pages:?}");
        assert!(contains(&pdf, "/S/H3"), "{layout:?}: chapters are headings");
    }
}

#[test]
fn several_annexes_are_numbered_and_one_that_is_not_there_is_said() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Official);
    paper.paragraph("公开征求意见。").annex("草案", rule()).annex("说明", Vec::new()).without_annex("依据");
    let pages = renderer.page_texts(&paper).expect("the paper is set");
    assert_eq!(pages.len(), 3, "{pages:?}");
    assert!(pages[0].contains("（附件《依据》未随附"), "{pages:?}");
    assert!(pages[1].contains("附件1") && pages[2].contains("附件2"), "{pages:?}");
}

/// Files are listed by name with what tells one from another; they are not bound in, and a text keeps its number.
#[test]
fn files_are_listed_below_the_texts_with_size_and_digest() {
    let Some(renderer) = renderer() else { return };
    let digest = "0123456789abcdef".repeat(4);
    for layout in Layout::ALL {
        let mut paper = blank(layout);
        paper.paragraph("现将案件材料移送。").annex("说明", Vec::new());
        paper.file("现场照片 𠮷 (1).jpg", 292_864, &digest).file("录像.mp4", 3 << 30, &digest);
        paper.signature = Some(Signature {
            name: "某市水务局".into(),
            date: jiff::civil::Date::new(2026, 1, 5).ok(),
            seal: true,
        });
        let (pdf, _) = rendered(renderer, &paper);
        assert!(pdf.archival, "{layout:?}");
        let pages: Vec<String> = renderer
            .page_texts(&paper)
            .expect("the paper is set")
            .iter()
            .map(|page| squeezed(page))
            .collect();
        let named = if layout == Layout::Order {
            ["1.现场照片𠮷(1).jpg", "2.录像.mp4"]
        } else {
            ["2.现场照片𠮷(1).jpg", "3.录像.mp4"]
        };
        for wanted in named.into_iter().chain(["286.0KB", "3.0GB", digest.as_str()]) {
            assert!(pages[0].contains(wanted), "{layout:?} {wanted}: {pages:?}");
        }
        assert!(pages[1].contains("附件1") != (layout == Layout::Order), "{layout:?}: {pages:?}");
    }
}

/// GB/T 9704-2012, 5.2.3: 22 lines of 28 characters fill the type area.
#[test]
fn a_full_official_page_has_22_lines_of_28_characters() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Official);
    paper.paragraph(&"永".repeat(3 * 22 * 28));
    let pages = renderer.page_texts(&paper).expect("the paper is set");
    assert_eq!(pages[1].matches('永').count(), 22 * 28);
}

#[test]
fn a_form_without_date_is_an_ordinary_file() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Plain);
    assert!(!rendered(renderer, &paper).0.archival);
    paper.made_on = jiff::civil::Date::new(2026, 5, 6).ok();
    assert!(rendered(renderer, &paper).0.archival);
    paper.made_on = Some(jiff::civil::Date::MIN);
    assert!(!rendered(renderer, &paper).0.archival);
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let Some(renderer) = renderer() else { return };
    let other = Renderer::new().expect("fonts as before");
    for paper in Paper::samples() {
        let first = renderer.render_pdf(&paper).expect("the paper is set");
        assert_eq!(first, renderer.render_pdf(&paper).expect("the paper is set"));
        assert_eq!(first, other.render_pdf(&paper).expect("the paper is set"));
    }
}

#[test]
fn markup_typed_by_a_person_stays_text() {
    let Some(renderer) = renderer() else { return };
    let typed = "#import \"x\" *bold* _it_ $x^2$ `raw` @ref <label> \\u{41} #panic() // no /* no */ = a - b + c ~ -- \"q\"";
    for layout in Layout::ALL {
        let mut paper = blank(layout);
        paper.title = typed.into();
        paper.addressee = Some(typed.into());
        paper.particular(typed, typed).heading(Level::Second, typed).paragraph(typed);
        paper.blocks.push(Block::List { numbered: true, items: vec![typed.into()] });
        paper.blocks.push(Block::Table(Table {
            caption: typed.into(),
            header: vec![typed.into()],
            rows: vec![vec![typed.into()]],
        }));
        paper.notes = vec![typed.into()];
        let (pdf, text) = rendered(renderer, &paper);
        let mut text = squeezed(&text);
        for page in 1..=pdf.pages {
            for number in [format!("第{page}页共{}页", pdf.pages), format!("—{page}—")] {
                text = text.replace(&number, "");
            }
        }
        // Title (an order prints none), addressee, label, value, heading, paragraph, item, caption, head, cell, note.
        let expected = if layout == Layout::Order { 10 } else { 11 };
        assert_eq!(text.matches(&squeezed(typed)).count(), expected, "{layout:?}: {text}");
    }
}

#[test]
fn ten_thousand_characters_fit_into_any_field() {
    let Some(renderer) = renderer() else { return };
    for (unit, layout) in [("长", Layout::Official), ("x", Layout::Enforcement), ("9", Layout::Plain)] {
        let long = unit.repeat(10_000);
        let mut paper = blank(layout);
        paper.particular("说明", &long);
        paper.blocks.push(Block::Table(Table {
            caption: String::new(),
            header: vec!["序号".into(), "内容".into()],
            rows: vec![vec!["1".into(), long.clone()]],
        }));
        paper.paragraph(&long);
        paper.signature = Some(Signature { name: "某局".into(), date: None, seal: true });
        let (pdf, text) = rendered(renderer, &paper);
        assert!(text.matches(unit).count() >= 30_000, "{layout:?}");
        assert!(pdf.pages > 10, "{layout:?}: {} pages", pdf.pages);
    }
}

#[test]
fn a_long_title_organ_and_signature_stay_on_paper() {
    let Some(renderer) = renderer() else { return };
    for layout in Layout::ALL {
        let mut paper = blank(layout);
        paper.organ = "某市经济技术开发区".repeat(12);
        paper.title = "关于进一步加强管理工作的".repeat(30);
        paper.signature = Some(Signature { name: paper.organ.clone(), date: None, seal: true });
        let (_, text) = rendered(renderer, &paper);
        let printed = if layout == Layout::Order { &paper.organ } else { &paper.title };
        assert!(squeezed(&text).contains(printed), "{layout:?}");
    }
}

#[test]
fn rare_characters_are_drawn_and_others_are_reported() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Enforcement);
    paper.signature =
        Some(Signature { name: "某局".into(), date: jiff::civil::Date::new(2026, 1, 5).ok(), seal: true });
    paper.particular("当事人", "𠮷田㐂，赵\u{E000}某 👨\u{200D}👩\u{FE0F}");
    let (pdf, text) = rendered(renderer, &paper);
    assert!(text.contains("𠮷田㐂"));
    assert!(!pdf.missing_characters.contains(&'㐂'));
    // A private-use character belongs to no font that a reader could have.
    assert!(pdf.missing_characters.contains(&'\u{E000}'));
    // Joiners have no shape of their own; they are not missing.
    assert!(!pdf.missing_characters.iter().any(|c| ['\u{200D}', '\u{FE0F}'].contains(c)));
    assert!(!pdf.archival);
}

#[test]
fn direction_marks_cannot_turn_an_amount_around() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Enforcement);
    paper.paragraph("罚款\u{202E}0001\u{202C}元\u{200F}。\u{0}\u{7}");
    let (pdf, text) = rendered(renderer, &paper);
    assert!(squeezed(&text).contains("罚款0001元。"));
    assert!(pdf.missing_characters.is_empty(), "{:?}", pdf.missing_characters);
}

#[test]
fn empty_fields_leave_an_ordinary_page() {
    let Some(renderer) = renderer() else { return };
    for layout in Layout::ALL {
        for language in Language::ALL {
            let mut paper = Paper::new(layout, language, "", "");
            assert_eq!(rendered(renderer, &paper).0.pages, 1);
            paper.number = Some(String::new());
            paper.addressee = Some(" \n ".into());
            paper.particular("", "").paragraph("").heading(Level::First, "");
            paper.blocks.push(Block::List { numbered: false, items: vec![String::new()] });
            paper.blocks.push(Block::Table(Table::default()));
            paper
                .blocks
                .push(Block::Table(Table { rows: vec![vec![], vec![String::new()]], ..Table::default() }));
            paper.signature = Some(Signature { name: String::new(), date: None, seal: true });
            paper.sign_lines = vec![String::new()];
            paper.attachments = vec!["".into()];
            paper.copies = vec![String::new()];
            paper.proof = Some(Proof { event_hash: String::new(), verify_url: String::new() });
            paper.watermark = Some(Watermark::Void);
            assert_eq!(rendered(renderer, &paper).0.pages, 1, "{layout:?} {language:?}");
        }
    }
}

#[test]
fn three_hundred_rows_repeat_their_head_on_each_page() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Plain);
    let rows = (1..=300).map(|n| vec![n.to_string(), format!("第{n}号事项"), "依申请".into()]).collect();
    paper.blocks.push(Block::Table(Table {
        caption: "权力清单".into(),
        header: ["序号", "事项名称", "类别"].map(String::from).to_vec(),
        rows,
    }));
    let (pdf, text) = rendered(renderer, &paper);
    assert!(pdf.pages > 5);
    assert_eq!(text.matches("事项名称").count(), pdf.pages);
    assert!(text.contains("第300号事项"));
}

#[test]
fn an_address_too_long_for_a_code_is_a_fault() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Official);
    let verify_url = format!("https://example.gov.cn/{}", "a".repeat(4_000));
    paper.proof = Some(Proof { event_hash: "00".into(), verify_url });
    assert_eq!(renderer.render_pdf(&paper), Err(DocumentFault::VerifyAddressTooLong { bytes: 4_023 }));
}

/// Whoever could write above a seal on an empty page could forge.
#[test]
fn the_seal_never_stands_on_a_page_without_text() {
    let Some(renderer) = renderer() else { return };
    for layout in [Layout::Official, Layout::Letter, Layout::Enforcement] {
        for lines in 2..9 {
            let mut paper = blank(layout);
            for line in 1..=lines {
                paper.paragraph(&format!(
                    "经审查，请在收到本文书之日起十五日内改正并书面报告，逾期不改正的依法处理；事项之{line}。"
                ));
            }
            paper.signature = Some(Signature { name: "某市水务局".into(), date: None, seal: true });
            let pages = renderer.page_texts(&paper).expect("the paper is set");
            let sealed = pages.iter().find(|page| page.contains("某市水务局")).expect("a signature");
            assert!(sealed.contains(&format!("事项之{lines}")), "{layout:?}, {lines}: {pages:?}");
        }
    }
}

#[test]
fn a_long_last_paragraph_begins_on_the_page_before_the_seal() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Official);
    paper.paragraph("现将有关事项通知如下。").paragraph(&"逐项对照，立行立改，举一反三。".repeat(24));
    paper.signature = Some(Signature { name: "某市水务局".into(), date: None, seal: true });
    let pages = renderer.page_texts(&paper).expect("the paper is set");
    assert!(pages.len() == 2 && pages[0].contains("逐项对照"), "{pages:?}");
}

#[test]
fn a_table_goes_to_the_page_of_the_seal_with_its_last_row() {
    let Some(renderer) = renderer() else { return };
    for rows in 4..14 {
        let mut paper = blank(Layout::Official);
        paper.paragraph("现将目录公布如下：");
        let row =
            |n: usize| vec![format!("第{n}号规定"), "2026-05-09".to_owned(), "没有上位法依据".to_owned()];
        paper.blocks.push(Block::Table(Table {
            caption: String::new(),
            header: ["名称", "停止执行日期", "原因"].map(String::from).to_vec(),
            rows: (1..=rows).map(row).collect(),
        }));
        paper.signature = Some(Signature { name: "某市水务局".into(), date: None, seal: true });
        let pages = renderer.page_texts(&paper).expect("the paper is set");
        let sealed =
            pages.iter().find(|page| page.contains("某市水务局\u{3000}") || page.contains("（盖章处）"));
        let sealed = sealed.expect("a seal");
        assert!(sealed.contains(&format!("第{rows}号规定")), "{rows} rows: {pages:?}");
        assert_eq!(pages.concat().matches("号规定").count(), rows, "each row once");
    }
}

/// GB/T 9704-2012, 7.3.5.4: the lines stand closer before a page is given to a seal or an imprint alone.
#[test]
fn no_page_holds_an_imprint_alone_where_closer_lines_help() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Official);
    for line in ["第一项", "第二项", "第三项"] {
        paper.paragraph(&format!("{line}已经报送，材料齐全。"));
    }
    let on = jiff::civil::Date::new(2026, 1, 5).ok();
    paper.addressee = Some("某市人民代表大会常务委员会".into());
    paper.signature = Some(Signature { name: "某市水务局".into(), date: on, seal: true });
    let pages = renderer.page_texts(&paper).expect("the paper is set");
    assert_eq!(pages.len(), 1, "{pages:?}");
    paper.paragraph(&"逐项对照。".repeat(60));
    assert_eq!(renderer.page_texts(&paper).expect("the paper is set").len(), 2);
}

/// Whoever copies an address or a code from a paper gets it, and nothing that nobody sees.
#[test]
fn a_long_run_is_divided_without_a_character_of_its_own() {
    let Some(renderer) = renderer() else { return };
    let address = "http://yifa.example/public/follow/with/a/road/that/is/longer/than/a/line/of/this/paper";
    for layout in Layout::ALL {
        let mut paper = blank(layout);
        paper.access("云城罚告〔2026〕104号", Some("K7M2QX4D-9TRW3HBN"), address);
        paper.access("104", None, "http://yifa.example/public/follow");
        paper.paragraph(&format!("材料存于{address}，标识{}。", "0123456789abcdef".repeat(8)));
        paper.particular("网址", address);
        paper.blocks.push(Block::Table(Table {
            caption: String::new(),
            header: vec!["名称".into(), "网址".into(), "说明".into()],
            rows: vec![vec!["一".into(), address.into(), "无".into()]],
        }));
        let (pdf, text) = rendered(renderer, &paper);
        assert!(pdf.missing_characters.is_empty(), "{layout:?}: {:?}", pdf.missing_characters);
        assert!(!text.contains('\u{200B}'), "{layout:?}: {text:?}");
        assert!(squeezed(&text).matches(address).count() >= 3, "{layout:?}: {text}");
        assert!(squeezed(&text).contains(&"0123456789abcdef".repeat(8)), "{layout:?}");
        let Some(copied) = copied(&pdf.bytes) else { continue };
        assert!(!copied.contains('\u{200B}'), "{layout:?}: {copied:?}");
        assert!(copied.contains("K7M2QX4D-9TRW3HBN"), "{layout:?}: {copied}");
        assert!(
            copied.lines().any(|line| line.contains("http://yifa.example/public/follow")),
            "{layout:?}: {copied}"
        );
        // What leaves the page cannot be copied.
        assert!(squeezed(&copied).contains(&"0123456789abcdef".repeat(8)), "{layout:?}: {copied}");
        assert!(squeezed(&copied).matches(address).count() >= 3, "{layout:?}: {copied}");
    }
}

/// Wherever on a line the address begins.
#[test]
fn the_address_where_a_party_goes_on_is_copied_in_one_piece() {
    let Some(renderer) = renderer() else { return };
    for layout in Layout::ALL {
        let mut paper = blank(layout);
        let numbers = 1..=44;
        for length in numbers.clone() {
            paper.access(&"1".repeat(length), Some("K7M2Q-9TRW3"), "http://yifa.example/public/follow");
        }
        let Some(copied) = copied(&rendered(renderer, &paper).0.bytes) else { return };
        let whole = copied.matches("http://yifa.example/public/follow").count();
        assert_eq!(whole, numbers.count(), "{layout:?}: {copied}");
    }
}

/// What a reader selects and copies; `None` where no tool reads papers.
fn copied(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).expect("the paper is kept");
    match std::process::Command::new("pdftotext").args(["-raw"]).arg(&file).arg("-").output() {
        Ok(output) => Some(String::from_utf8(output.stdout).expect("UTF-8")),
        Err(error) => {
            eprintln!("NOT RUN: pdftotext (Debian: poppler-utils): {error}");
            None
        }
    }
}

/// A reading copy is told from the paper on each of its pages, and bears no mark that would verify.
#[test]
fn a_reading_copy_says_on_each_page_what_it_is() {
    let Some(renderer) = renderer() else { return };
    for (language, what, code) in [
        (Language::ZhHans, "阅览件，不是送达本", "印在送达本上"),
        (Language::ZhHant, "閱覽件，不是送達本", "印在送達本上"),
        (Language::En, "Reading copy, neither served nor verified", "printed on the copy that is served"),
    ] {
        for layout in Layout::ALL {
            let mut paper = Paper::sample(layout, language);
            let proof = paper.proof.clone().expect("a proof");
            let served = renderer.render_pdf(&paper).expect("the paper is set");
            let identity = proof.event_hash.as_str();
            paper.access("104", None, "http://yifa.example/public/follow").withhold(Withheld::Code);
            paper.withhold(Withheld::PersonalData);
            let pages = renderer.page_texts(&paper).expect("the paper is set");
            for page in &pages {
                let page = squeezed(page);
                assert!(page.contains(&squeezed(what)), "{language:?} {layout:?}: {page}");
                assert!(page.contains(&squeezed(identity)), "of which paper: {page}");
            }
            let text = squeezed(&pages.concat());
            assert!(text.contains(&squeezed(code)), "{text}");
            let verified = ["扫码核验", "掃碼核驗", "Scantoverify"];
            assert!(!verified.iter().any(|words| text.contains(words)), "{language:?} {layout:?}: {text}");
            let pdf = renderer.render_pdf(&paper).expect("the paper is set");
            assert!(pdf.archival && pdf.bytes != served.bytes, "{language:?} {layout:?}");
        }
    }
}

/// A page with a title and nothing below it is no page: the text stays there, and what is attached goes with the signature.
#[test]
fn a_short_text_with_attachments_begins_below_its_title() {
    let Some(renderer) = renderer() else { return };
    let mut paper = blank(Layout::Official);
    paper.title = "关于《城市道路挖掘管理办法\n（送审稿）》公开征求意见的公告".into();
    paper.number = Some("某市规章〔2026〕01号".into());
    paper.paragraph("现将《城市道路挖掘管理办法（送审稿）》向社会公布，征求意见。公民、法人和其他组织可以在2026年5月20日以前向本机关提出意见。");
    paper.annex("城市道路挖掘管理办法（送审稿）", vec![Block::Paragraph("第一条".into())]);
    paper.annex("关于《城市道路挖掘管理办法（送审稿）》的说明", vec![Block::Paragraph("说明".into())]);
    let on = jiff::civil::Date::new(2026, 4, 20).ok();
    paper.signature = Some(Signature { name: "某市司法局".into(), date: on, seal: true });
    let pages = renderer.page_texts(&paper).expect("the paper is set");
    assert!(squeezed(&pages[0]).contains("现将《城市道路挖掘管理办法"), "{pages:?}");
    let signed = pages.iter().find(|page| squeezed(page).contains("2026年4月20日")).expect("a signature");
    assert!(squeezed(signed).contains("的说明"), "the signature does not stand alone: {pages:?}");
}

#[test]
fn what_announces_a_table_stands_above_it() {
    let Some(renderer) = renderer() else { return };
    for lines in 1..12 {
        let mut paper = blank(Layout::Official);
        for _ in 0..lines {
            paper.paragraph("自停止执行之日起不得作为行政管理依据。");
        }
        paper.paragraph("目录：");
        paper.blocks.push(Block::Table(Table {
            caption: String::new(),
            header: vec!["名称".into(), "文号".into()],
            rows: vec![vec!["内部规".into(), "经执发〔2021〕3号".into()]],
        }));
        let on = jiff::civil::Date::new(2026, 5, 18).ok();
        paper.signature = Some(Signature { name: "某市司法局".into(), date: on, seal: true });
        let pages = renderer.page_texts(&paper).expect("the paper is set");
        let announced = pages.iter().find(|page| page.contains("目录：")).expect("the words");
        assert!(announced.contains("内部规"), "{lines}: {pages:?}");
    }
}
