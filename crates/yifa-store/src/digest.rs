//! The digests: SHA-256 for the log, SM3 where a Chinese standard asks for it, HMAC-SHA256 commitments.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};

use crate::id::Digest;

/// SHA-256 of some bytes: the address of a stored file.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// SM3 (国密杂凑算法) of some bytes, for papers and interfaces that ask for the national algorithm.
///
/// # Source
/// GB/T 32905-2016.
#[must_use]
pub fn sm3(bytes: &[u8]) -> Digest {
    Digest(sm3::Sm3::digest(bytes).into())
}

/// The commitment to a personal value: HMAC-SHA256 under a salt of its own, so that the value cannot be
/// guessed from the log once salt and value are erased.
pub(crate) fn commitment(salt: &[u8], value: &[u8]) -> Digest {
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).expect("INVARIANT: HMAC takes a key of any length");
    mac.update(value);
    Digest(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GB/T 32905-2016: the empty text and the two printed examples; the last two computed with OpenSSL 3.
    #[test]
    fn sm3_meets_the_standard() {
        let vectors: [(Vec<u8>, &str); 5] = [
            (Vec::new(), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
            (b"abc".to_vec(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
            ("abcd".repeat(16).into(), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
            ("依法行政".into(), "d128bef2c0a4bc9d008da52a9ef4b91a5fb3d56b473d61b86a3f4ba8056f8254"),
            (
                "a".repeat(1_000_000).into(),
                "c8aaf89429554029e231941a2acc0ad61ff2a5acd8fadd25847a3a732b3b02c3",
            ),
        ];
        for (input, expected) in vectors {
            assert_eq!(sm3(&input).to_string(), expected);
        }
    }

    /// FIPS 180-4 "abc"; RFC 4231 test case 2.
    #[test]
    fn sha256_and_hmac_meet_their_standards() {
        assert_eq!(
            sha256(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            commitment(b"Jefe", b"what do ya want for nothing?").to_string(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
