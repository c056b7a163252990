//! Owns the files of a matter: which there are, where they lie, and small pictures of those that are pictures.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use image::{ImageFormat, ImageReader, Limits};
use jiff::civil::Date;
use yifa_app::city::Opened;
use yifa_kernel::procedure::{Field, Procedure};
use yifa_kernel::value::FileRef;

use super::act::is_hidden;
use super::fields::size;
use super::guest::Staff;
use super::{show, words};
use crate::pages::matter::MatterFile;

/// A file with the field in which it lies and the day on which it came.
pub(super) struct Held<'a> {
    pub file: &'a FileRef,
    pub field: &'a Field,
    pub on: Date,
}

/// Every file of a matter, also those that a later act replaced, in the order in which they came.
pub(super) fn all<'a>(opened: &'a Opened, procedure: &'a Procedure) -> Vec<Held<'a>> {
    let mut all: Vec<Held<'a>> = Vec::new();
    for act in &opened.state.acts {
        for (id, value) in &act.values {
            let Some(field) = procedure.field(id) else { continue };
            for file in value.files() {
                if !all.iter().any(|one| one.file.digest == file.digest && one.field.id == field.id) {
                    all.push(Held { file, field, on: act.on() });
                }
            }
        }
    }
    all
}

/// The files as the page of the matter shows them.
pub(super) fn listed(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Vec<MatterFile> {
    let matter = &opened.state.matter;
    let each = all(opened, procedure).into_iter().map(|held| {
        let hidden = is_hidden(held.field);
        let open = !hidden || show::may_open(staff, opened, held.field);
        let picture = super::upload::content_type(&held.file.name).starts_with("image/");
        MatterFile {
            name: held.file.name.clone(),
            href: open.then(|| format!("/matters/{matter}/files/{}", held.file.digest)),
            thumbnail: (picture && !hidden)
                .then(|| format!("/matters/{matter}/thumbnails/{}", held.file.digest)),
            field: words::label(staff.guest.lang, &held.field.label),
            size: size(held.file.bytes),
            on: held.on,
            digest: held.file.digest.clone(),
        }
    });
    each.collect()
}

/// Longest side of a small picture.
const SIDE: u32 = 240;
/// Most small pictures that are remembered.
const REMEMBERED: usize = 400;

static SMALL: Mutex<BTreeMap<String, Option<Arc<Vec<u8>>>>> = Mutex::new(BTreeMap::new());

/// A small picture; `None` if the bytes are none, or one that is too large to be looked at.
pub(super) async fn thumbnail(digest: String, bytes: Vec<u8>) -> Option<Vec<u8>> {
    // A poisoned lock still holds whole pictures.
    let remembered = SMALL.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
    if let Some(small) = remembered {
        return small.map(|small| small.to_vec());
    }
    let small = tokio::task::spawn_blocking(move || shrink(bytes)).await.ok().flatten().map(Arc::new);
    let mut all = SMALL.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= REMEMBERED {
        all.pop_first();
    }
    all.insert(digest, small.clone());
    small.map(|small| small.to_vec())
}

fn shrink(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    // A small file can hold a picture of a million lines.
    let mut limits = Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    let small = reader.decode().ok()?.thumbnail(SIDE, SIDE).to_rgb8();
    let mut out = Cursor::new(Vec::new());
    small.write_to(&mut out, ImageFormat::Jpeg).ok()?;
    Some(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_become_small_and_others_none() {
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::new(1_000, 500).write_to(&mut png, ImageFormat::Png).expect("a picture");
        let small = shrink(png.into_inner()).expect("a small one");
        let small = image::load_from_memory(&small).expect("a picture");
        assert_eq!((small.width(), small.height()), (240, 120));
        assert_eq!(shrink(b"\x89PNG\r\n\x1a\n and no more".to_vec()), None);
        assert_eq!(shrink(Vec::new()), None);
    }
}
