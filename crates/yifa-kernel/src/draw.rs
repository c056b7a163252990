//! Owns what looks random but can be repeated by anyone: the order of a draw 抽签, the identifiers of opened matters.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::id::{BodyId, MatterId, ProcedureId};

/// The rank of a candidate under a seed: smaller ones are drawn first.
///
/// ```
/// # use yifa_kernel::draw::rank;
/// assert_eq!(rank("matter:3", "a"), rank("matter:3", "a"));
/// assert_ne!(rank("matter:3", "a"), rank("matter:4", "a"));
/// ```
pub fn rank(seed: &str, candidate: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    // The length keeps ("ab", "c") apart from ("a", "bc").
    hash.update(seed.len().to_be_bytes());
    hash.update(seed);
    hash.update(candidate);
    hash.finalize().into()
}

/// The SHA-256 of a text, in hexadecimal: whoever has the text can compute it again.
pub(crate) fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The identifier of the n-th matter that an act opens: it follows from the opening matter and its event, so that the
/// same act always opens the same matters and a repeated attempt opens none twice. Written as a UUID of version 8.
pub fn child_id(opener: &MatterId, seq: u64, n: u32) -> MatterId {
    derived(rank(opener.as_str(), &format!("{seq}/{n}")))
}

/// The identifier of the matter that the calendar opens for a body in a period: whoever opens it, and however often it is
/// tried, it is the same one.
pub fn duty_id(procedure: &ProcedureId, body: &BodyId, period_start: Date) -> MatterId {
    derived(rank(procedure.as_str(), &format!("{body}/{period_start}")))
}

fn derived(mut bytes: [u8; 32]) -> MatterId {
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    MatterId::new(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}
