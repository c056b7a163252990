//! Enough texts to measure with: the real ones of a folder, and copies of them under other titles.

use std::fs;
use std::path::Path;

use crate::answer::Failure;
use crate::command::bar;
use crate::input;

/// Articles of a text, on average over a nation's whole collection: 150,000 in 3,500.
const ARTICLES_OF_A_TEXT: usize = 43;

/// A text of the folder.
struct Original {
    title: String,
    source: String,
    articles: usize,
}

/// What was written.
pub struct Written {
    /// Texts.
    pub texts: usize,
    /// How many of them stand in the folder as they are.
    pub real: usize,
    /// Bytes of all.
    pub bytes: u64,
}

/// Writes so many texts into a folder: each text of `from` once, then copies under other titles, short and long in turn,
/// so that a text has as many articles as one has on average.
///
/// # Errors
/// Wrong use when there are no texts.
pub fn write(from: &Path, into: &Path, texts: usize) -> Result<Written, Failure> {
    let originals = originals(from)?;
    if originals.is_empty() {
        let next =
            "name a folder of statutes with --library, or set YIFA_DATA to the folder that holds laws/";
        return Err(Failure::misuse("there are no texts with articles here", input::shown(from), next));
    }
    let bar = bar::measured("文本 · texts", texts as u64);
    let mut written = Written { texts: 0, real: originals.len().min(texts), bytes: 0 };
    let mut articles = 0;
    let mut round = 0;
    while written.texts < texts {
        let before = written.texts;
        for one in &originals {
            let room = (written.texts + 1) * ARTICLES_OF_A_TEXT;
            let fits =
                round == 0 || articles + one.articles <= room || one.articles <= ARTICLES_OF_A_TEXT / 2;
            if !fits || written.texts == texts {
                continue;
            }
            let text = one.copy(round);
            let name = into.join(format!("{:05}.md", written.texts));
            fs::write(&name, &text)
                .map_err(|error| Failure::fault(error.to_string(), input::shown(&name), "free some room"))?;
            written.texts += 1;
            written.bytes += text.len() as u64;
            articles += one.articles;
            bar.inc(1);
        }
        // A folder without short texts: the average is given up rather than the number.
        if written.texts == before {
            articles = 0;
        }
        round += 1;
    }
    bar.finish_and_clear();
    Ok(written)
}

fn originals(from: &Path) -> Result<Vec<Original>, Failure> {
    let mut all = Vec::new();
    for file in yifa_library::gather(from).map_err(crate::folder::unreadable)? {
        let bytes = input::read(&file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let Ok(opened) = yifa_library::open(&name, &bytes) else { continue };
        let statute = opened.document.statute;
        let Some(title) = statute.title.clone().filter(|_| !statute.articles.is_empty()) else { continue };
        all.push(Original { title, source: statute.source().to_owned(), articles: statute.articles.len() });
    }
    Ok(all)
}

impl Original {
    /// The text of a round: as it is, then of one county after another.
    fn copy(&self, round: usize) -> String {
        if round == 0 {
            return self.source.clone();
        }
        let first = self.title.split(" / ").next().unwrap_or_default();
        let bare = first.replace("中华人民共和国", "");
        let title = match bare.split_once("关于") {
            Some((maker, rest)) => format!("{maker}关于第{round}县{rest}"),
            None => format!("第{round}县{bare}"),
        };
        self.source.replacen(first, &title, 1)
    }
}
