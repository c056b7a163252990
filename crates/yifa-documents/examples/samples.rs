//! Writes each sample paper as PDF and as text into a folder, to be looked at:
//! `cargo run -p yifa-documents --example samples -- FOLDER`

use std::error::Error;
use std::path::PathBuf;

use yifa_documents::{Paper, Renderer, text_preview};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: samples FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let renderer = Renderer::shared()?;
    for paper in Paper::samples() {
        let name = format!("{:?}-{:?}", paper.layout, paper.language).to_lowercase();
        let pdf = renderer.render_pdf(&paper)?;
        println!("{name}: {} pages, {} bytes, archival {}", pdf.pages, pdf.bytes.len(), pdf.archival);
        std::fs::write(folder.join(format!("{name}.pdf")), pdf.bytes)?;
        std::fs::write(folder.join(format!("{name}.txt")), text_preview(&paper))?;
    }
    Ok(())
}
