//! Writes every sample page in three languages to a folder, to be looked at in a browser:
//! `cargo run -p yifa-web --example gallery -- FOLDER`.

use std::path::PathBuf;

use yifa_web::face::Lang;
use yifa_web::{SCRIPT, STYLESHEET, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("yifa.css"), STYLESHEET)?;
    std::fs::write(folder.join("yifa.js"), SCRIPT)?;
    for lang in Lang::ALL {
        for (name, page) in samples::all(lang) {
            let page = page?.replace("\"/static/", "\"");
            std::fs::write(folder.join(format!("{name}.{}.html", lang.code())), page)?;
        }
    }
    Ok(())
}
