//! Writes each sample paper as PDF, DOCX and text into a folder, to be looked at:
//! `cargo run -p yifa-documents --example samples -- FOLDER`

use std::error::Error;
use std::path::PathBuf;

use yifa_documents::{CaseFile, Language, Layout, Paper, Part, PartContent, Renderer, docx, text_preview};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: samples FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let renderer = Renderer::shared()?;
    for paper in Paper::samples() {
        let name = format!("{:?}-{:?}", paper.layout, paper.language).to_lowercase();
        let pdf = renderer.render_pdf(&paper)?;
        println!("{name}: {} pages, {} bytes, archival {}", pdf.pages, pdf.bytes.len(), pdf.archival);
        std::fs::write(folder.join(format!("{name}.pdf")), pdf.bytes)?;
        std::fs::write(folder.join(format!("{name}.docx")), docx(&paper)?)?;
        std::fs::write(folder.join(format!("{name}.txt")), text_preview(&paper))?;
    }
    let paper = Paper::sample(Layout::Enforcement, Language::ZhHans);
    let part = |title: &str, content| Part {
        title: title.into(),
        number: paper.number.clone(),
        on: paper.signature.as_ref().and_then(|signature| signature.date),
        content,
    };
    let file = CaseFile {
        language: Language::ZhHans,
        organ: paper.organ.clone(),
        title: "行政处罚案卷".into(),
        number: paper.number.clone(),
        name: "占用城市道路堆放物料案".into(),
        state: "已结案".into(),
        opened_on: Some(jiff::civil::date(2026, 1, 5)),
        closed_on: Some(jiff::civil::date(2026, 3, 18)),
        party: Some("王某某".into()),
        in_charge: Some("李强、赵敏".into()),
        archived_on: Some(jiff::civil::date(2026, 3, 20)),
        retention: Some("30年".into()),
        made_on: jiff::civil::date(2026, 3, 20),
        parts: vec![
            part(&paper.title, PartContent::Pdf(renderer.render_pdf(&paper)?.bytes)),
            part("现场录像", PartContent::Sealed),
        ],
        proof: paper.proof.clone(),
    };
    let (pdf, _) = renderer.render_case_file(&file)?;
    std::fs::write(folder.join("case-file.pdf"), pdf.bytes)?;
    Ok(())
}
