//! The fonts of this machine and the face that each part of a paper takes. Owns the preference lists and the
//! scan; knows no paper. Statutory faces are not free to ship, so they are used where an office has them.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst_kit::fonts::{FontPath, FontSource, FontStore};

use crate::paper::Language;

/// Characters that a font must have to count as Chinese: both forms of 国.
const SAMPLE: &str = "依法行政国國";

const LATIN: &[&str] =
    &["Times New Roman", "Liberation Serif", "Nimbus Roman", "TeX Gyre Termes", "Noto Serif", "DejaVu Serif"];

/// Preference lists of one regional form.
struct Preferences {
    title: &'static [&'static str],
    song: &'static [&'static str],
    fangsong: &'static [&'static str],
    kai: &'static [&'static str],
    hei: &'static [&'static str],
}

const SIMPLIFIED: Preferences = Preferences {
    title: &[
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05 GBK",
    ],
    song: &[
        "SimSun",
        "宋体",
        "NSimSun",
        "STSong",
        "华文宋体",
        "Songti SC",
        "Source Han Serif SC",
        "思源宋体",
        "Noto Serif CJK SC",
        "Noto Serif SC",
        "FandolSong",
        "AR PL UMing CN",
    ],
    fangsong: &[
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "仿宋",
        "STFangsong",
        "华文仿宋",
        "FZFangSong-Z02",
        "FZFangSong-Z02S",
        "方正仿宋_GBK",
        "方正仿宋简体",
        "FandolFang R",
        "FandolFang",
    ],
    kai: &[
        "KaiTi_GB2312",
        "楷体_GB2312",
        "KaiTi",
        "楷体",
        "STKaiti",
        "华文楷体",
        "Kaiti SC",
        "FZKai-Z03",
        "FandolKai",
        "AR PL UKai CN",
        "LXGW WenKai",
    ],
    hei: &[
        "SimHei",
        "黑体",
        "STHeiti",
        "华文黑体",
        "Heiti SC",
        "PingFang SC",
        "Source Han Sans SC",
        "思源黑体",
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "FandolHei",
        "WenQuanYi Zen Hei",
        "WenQuanYi Micro Hei",
        "Microsoft YaHei",
    ],
};

const TRADITIONAL: Preferences = Preferences {
    title: &["方正小标宋繁体", "FZXiaoBiaoSong-B05T"],
    song: &[
        "PMingLiU",
        "新細明體",
        "MingLiU",
        "細明體",
        "Songti TC",
        "Source Han Serif HC",
        "Source Han Serif TC",
        "Noto Serif CJK HK",
        "Noto Serif CJK TC",
        "Noto Serif HK",
        "Noto Serif TC",
        "AR PL UMing HK",
        "AR PL UMing TW",
    ],
    fangsong: &["方正仿宋繁体", "FZFangSong-Z02T", "cwTeXFangSong", "cwTeX Q Fangsong"],
    kai: &[
        "DFKai-SB",
        "標楷體",
        "BiauKai",
        "Kaiti TC",
        "cwTeXKai",
        "cwTeX Q Kai",
        "AR PL UKai HK",
        "AR PL UKai TW",
    ],
    hei: &[
        "Microsoft JhengHei",
        "微軟正黑體",
        "PingFang HK",
        "PingFang TC",
        "Heiti TC",
        "Source Han Sans HC",
        "Source Han Sans TC",
        "Noto Sans CJK HK",
        "Noto Sans CJK TC",
        "Noto Sans HK",
        "Noto Sans TC",
    ],
};

/// Families in order of preference, and the weight that sets the face apart from the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Face {
    pub families: Vec<Family>,
    pub weight: u16,
}

/// A family; `covers` limits it to some characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Family {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers: Option<&'static str>,
}

/// The faces that GB/T 9704 names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Faces {
    /// 小标宋: red head and title.
    pub title: Face,
    /// 宋体: page number, tables.
    pub song: Face,
    /// 仿宋: body.
    pub fangsong: Face,
    /// 楷体: headings of the second level.
    pub kai: Face,
    /// 黑体: headings of the first level.
    pub hei: Face,
}

/// All fonts of the system.
pub(crate) fn system() -> FontStore {
    store(typst_kit::fonts::system())
}

fn store(found: impl Iterator<Item = (FontPath, FontInfo)>) -> FontStore {
    let files = Arc::new(Files::default());
    // The scan follows the order of the file system; the same machine must give the same bytes.
    let mut found: Vec<_> = found.collect();
    found.sort_by(|(a, _), (b, _)| (&a.path, a.index).cmp(&(&b.path, b.index)));
    let mut store = FontStore::new();
    store.extend(
        found.into_iter().map(|(place, info)| (SharedFont { place, files: Arc::clone(&files) }, info)),
    );
    store
}

/// The faces for a language, or `None` if no font can draw Chinese.
pub(crate) fn choose(book: &FontBook, language: Language) -> Option<Faces> {
    let last = chinese_families(book);
    if last.is_empty() {
        return None;
    }
    let order = match language {
        Language::ZhHans | Language::En => [&SIMPLIFIED, &TRADITIONAL],
        Language::ZhHant => [&TRADITIONAL, &SIMPLIFIED],
    };
    let pick = |list: fn(&Preferences) -> &'static [&'static str]| present(book, order[0], order[1], list);
    let song = pick(|p| p.song);
    let hei = pick(|p| p.hei);
    let face = |own: Vec<String>, instead: &[String], weight_of_substitute: u16| Face {
        weight: if own.is_empty() { weight_of_substitute } else { 400 },
        families: families(book, language, own.iter().chain(instead).chain(&last)),
    };
    Some(Faces {
        title: face(pick(|p| p.title), &song, 700),
        fangsong: face(pick(|p| p.fangsong), &song, 400),
        kai: face(pick(|p| p.kai), &song, 700),
        song: face(song.clone(), &[], 400),
        hei: face(only_heavy(&hei), &hei, 700),
    })
}

/// 黑体 is heavy by design; the sans families that stand in for it need their bold weight.
fn only_heavy(families: &[String]) -> Vec<String> {
    let heavy = ["simhei", "黑体", "stheiti", "华文黑体", "heiti sc", "heiti tc", "fandolhei"];
    match families.first() {
        Some(first) if heavy.contains(&first.to_lowercase().as_str()) => vec![first.clone()],
        _ => Vec::new(),
    }
}

fn present(
    book: &FontBook,
    first: &Preferences,
    second: &Preferences,
    list: fn(&Preferences) -> &'static [&'static str],
) -> Vec<String> {
    let names = list(first).iter().chain(list(second));
    names.filter(|name| book.contains_family(&name.to_lowercase())).map(|&name| name.to_owned()).collect()
}

fn families<'a>(
    book: &FontBook,
    language: Language,
    chinese: impl Iterator<Item = &'a String>,
) -> Vec<Family> {
    // Quotation marks and dashes stay with the Chinese font in Chinese text.
    let covers = (language != Language::En).then_some("latin-in-cjk");
    let latin = LATIN.iter().filter(|name| book.contains_family(&name.to_lowercase()));
    let mut families: Vec<Family> =
        latin.take(1).map(|&name| Family { name: name.to_owned(), covers }).collect();
    for name in chinese {
        if !families.iter().any(|family| &family.name == name) {
            families.push(Family { name: name.clone(), covers: None });
        }
    }
    families
}

/// Families that can draw Chinese, whatever they are called.
fn chinese_families(book: &FontBook) -> Vec<String> {
    let covers = |info: &FontInfo| SAMPLE.chars().all(|c| info.coverage.contains(u32::from(c)));
    let mut chinese = Vec::new();
    for (name, mut faces) in book.families() {
        if faces.any(|index| book.info(index).is_some_and(covers)) {
            chinese.push(name.to_owned());
        }
    }
    chinese
}

/// A face inside a font file; faces of one collection share the bytes of the file.
struct SharedFont {
    place: FontPath,
    files: Arc<Files>,
}

#[derive(Default)]
struct Files(Mutex<HashMap<PathBuf, Bytes>>);

impl FontSource for SharedFont {
    fn load(&self) -> Option<Font> {
        let mut files = self.files.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = match files.get(&self.place.path) {
            Some(bytes) => bytes.clone(),
            None => {
                let bytes = Bytes::new(fs::read(&self.place.path).ok()?);
                files.insert(self.place.path.clone(), bytes.clone());
                bytes
            }
        };
        Font::new(bytes, self.place.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_fonts_there_is_no_face() {
        assert_eq!(choose(&FontBook::new(), Language::ZhHans), None);
    }

    #[test]
    fn each_face_of_this_machine_ends_with_a_chinese_font() {
        let store = system();
        for language in Language::ALL {
            let Some(faces) = choose(store.book(), language) else {
                eprintln!("NOT RUN: this machine has no Chinese font (fonts-noto-cjk)");
                return;
            };
            for face in [&faces.title, &faces.song, &faces.fangsong, &faces.kai, &faces.hei] {
                assert!(face.families.iter().any(|family| family.covers.is_none()));
            }
        }
    }
}
