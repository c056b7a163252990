//! Owns the officers' portraits: drawn figures without faces, as on certificates; no picture of anybody.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use rand::RngExt;
use rand::rngs::StdRng;

/// How many there are.
const PORTRAITS: u32 = 48;
/// Of a certificate's picture, three to four.
const WIDTH: u32 = 180;
const HEIGHT: u32 = 240;

/// The name of one of them, as a story writes a file.
pub(super) fn any(chance: &mut StdRng) -> String {
    format!("portrait-{:02}.png", chance.random_range(0..PORTRAITS))
}

/// The picture behind such a name; `None` for any other name.
pub(super) fn drawn(name: &str) -> Option<Vec<u8>> {
    let number: u32 = name.strip_prefix("portrait-")?.strip_suffix(".png")?.parse().ok()?;
    let look = Look::of(number);
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| look.at(x, y));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

type Colour = [f32; 3];

const GROUNDS: [Colour; 3] = [[0.36, 0.58, 0.84], [0.93, 0.94, 0.95], [0.75, 0.84, 0.92]];
const UNIFORMS: [Colour; 4] =
    [[0.10, 0.14, 0.24], [0.16, 0.22, 0.33], [0.21, 0.24, 0.28], [0.12, 0.19, 0.22]];
const SKINS: [Colour; 3] = [[0.93, 0.79, 0.68], [0.88, 0.72, 0.60], [0.95, 0.83, 0.74]];
const HAIRS: [Colour; 4] = [[0.09, 0.08, 0.08], [0.16, 0.12, 0.10], [0.38, 0.37, 0.37], [0.12, 0.10, 0.11]];

/// What one of them looks like.
struct Look {
    ground: Colour,
    uniform: Colour,
    skin: Colour,
    hair: Colour,
    long: bool,
    glasses: bool,
    width: f32,
}

impl Look {
    fn of(number: u32) -> Self {
        let pick = |all: &[Colour], by: u32| all[(number / by) as usize % all.len()];
        Self {
            ground: pick(&GROUNDS, 1),
            uniform: pick(&UNIFORMS, 3),
            skin: pick(&SKINS, 2),
            hair: pick(&HAIRS, 5),
            long: number % 2 == 1,
            glasses: number % 5 == 2,
            width: [40.0, 43.0, 46.0][(number / 7) as usize % 3],
        }
    }

    /// The colour at a point: what lies behind is covered by what lies before it, softly at the edges.
    fn at(&self, x: u32, y: u32) -> Rgb<u8> {
        let point = (x as f32 + 0.5, y as f32 + 0.5);
        let mut colour = self.ground;
        let mut lay = |over: Colour, distance: f32| {
            let share = (0.5 - distance).clamp(0.0, 1.0);
            for (under, over) in colour.iter_mut().zip(over) {
                *under += (over - *under) * share;
            }
        };
        let w = self.width;
        if self.long {
            lay(self.hair, oval(point, (90.0, 108.0), (w + 13.0, 66.0)));
        }
        let dark = self.skin.map(|part| part * 0.88);
        lay(dark, bar(point, (72.0, 130.0), (108.0, 190.0)));
        lay(self.uniform, oval(point, (90.0, 250.0), (84.0, 72.0)));
        lay([0.96; 3], triangle(point, (66.0, 178.0), (114.0, 178.0), (90.0, 222.0)));
        lay([0.24, 0.12, 0.16], triangle(point, (84.0, 190.0), (96.0, 190.0), (90.0, 224.0)));
        lay([0.82, 0.68, 0.32], oval(point, (124.0, 212.0), (6.0, 6.0)));
        lay(dark, oval(point, (90.0 - w, 112.0), (7.0, 12.0)));
        lay(dark, oval(point, (90.0 + w, 112.0), (7.0, 12.0)));
        let crown = oval(point, (90.0, 92.0), (w + 6.0, 48.0));
        lay(self.hair, crown);
        lay(self.skin, oval(point, (90.0, 118.0), (w, 52.0)));
        // The hair falls over the forehead.
        lay(
            self.hair,
            crown.max(point.1 - if self.long { 88.0 } else { 78.0 } - (point.0 - 90.0).abs() * 0.12),
        );
        if self.glasses {
            for side in [-1.0, 1.0] {
                let rim = oval(point, (90.0 + side * 19.0, 116.0), (14.0, 11.0));
                lay([0.15; 3], rim.abs() - 1.2);
            }
        }
        Rgb(colour.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8))
    }
}

/// How far a point lies outside an oval, about.
fn oval(point: (f32, f32), middle: (f32, f32), half: (f32, f32)) -> f32 {
    let (dx, dy) = ((point.0 - middle.0) / half.0, (point.1 - middle.1) / half.1);
    (dx.hypot(dy) - 1.0) * half.0.min(half.1)
}

fn bar(point: (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    (from.0 - point.0).max(point.0 - to.0).max(from.1 - point.1).max(point.1 - to.1)
}

fn triangle(point: (f32, f32), a: (f32, f32), b: (f32, f32), c: (f32, f32)) -> f32 {
    let side = |from: (f32, f32), to: (f32, f32)| {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        -((point.1 - from.1) * dx - (point.0 - from.0) * dy) / dx.hypot(dy)
    };
    side(a, b).max(side(b, c)).max(side(c, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_its_picture_and_no_other_has() {
        let first = drawn("portrait-00.png").expect("a picture");
        let read = image::load_from_memory(&first).expect("a picture").to_rgb8();
        assert_eq!(read.dimensions(), (WIDTH, HEIGHT));
        assert_eq!(drawn("portrait-00.png").expect("a picture"), first, "always the same");
        assert_ne!(drawn("portrait-01.png").expect("a picture"), first);
        // The uniform stands at the bottom before the ground.
        assert_ne!(read.get_pixel(90, 235), read.get_pixel(3, 3));
        for name in ["photo.png", "portrait-x.png", "portrait-1.jpg", "portrait-.png", ""] {
            assert!(drawn(name).is_none(), "{name}");
        }
    }
}
