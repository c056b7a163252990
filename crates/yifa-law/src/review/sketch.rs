//! Sketches: what is left of a text's wording to tell whether another text shares it.

use crate::fold::fold;

/// A sample of the shingles 5 characters long of a text: those whose hash falls into an eighth of all. Two texts
/// that share words share the sampled shingles, so shares can be compared without the texts.
///
/// ```
/// use yifa_law::review::Sketch;
/// let words = "停车人应当按照标志和标线停放车辆并在离开前按照公示的标准缴纳停车费，车位应当优先满足周边居民的需要。";
/// let one = Sketch::of(&words.repeat(3));
/// let other = Sketch::of(&format!("第一条　{words}其余另行规定。"));
/// assert!(one.share(&other) > 0.6);
/// assert!(one.share(&Sketch::of("完全不同的一段文字")) < 0.1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch(Vec<u32>);

/// One shingle in so many is kept.
const KEPT: u32 = 8;

/// Characters of a shingle.
const SHINGLE: usize = 5;

impl Sketch {
    /// The sketch of a text. Punctuation, blanks and digits do not count.
    pub fn of(text: &str) -> Self {
        let characters: Vec<u32> = fold(text).chars().filter(|c| c.is_alphabetic()).map(u32::from).collect();
        let mut kept: Vec<u32> =
            characters.windows(SHINGLE).map(hash).filter(|hash| hash.is_multiple_of(KEPT)).collect();
        kept.sort_unstable();
        kept.dedup();
        Self(kept)
    }

    /// How many shingles it keeps.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the text is too short to have any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The share of the shorter text that both have, from 0 to 1.
    pub fn share(&self, other: &Self) -> f64 {
        let (mut i, mut j, mut common) = (0, 0, 0_usize);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            common += usize::from(a == b);
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        let least = self.len().min(other.len());
        if least == 0 { 0.0 } else { common as f64 / least as f64 }
    }
}

/// FNV-1a over the code points, mixed so that the low bits are even.
fn hash(characters: &[u32]) -> u32 {
    let mut hash = 0x811C_9DC5_u32;
    for c in characters {
        for byte in c.to_le_bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x7FEB_352D);
    hash ^ (hash >> 15)
}
