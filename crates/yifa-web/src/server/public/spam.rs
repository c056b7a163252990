//! Owns what keeps public forms from machines, without asking a third party: rates by address, a proof that a form was
//! shown and not long ago, a trap that people do not see, and a least time between begin and end.

use std::num::NonZeroU16;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::rate::{Buckets, Rate};

/// A form older than this is shown again.
const OLDEST: SignedDuration = SignedDuration::from_hours(24);
/// Nobody fills in a form faster.
const FASTEST: SignedDuration = SignedDuration::from_secs(3);

/// Whether a form that was begun then is sent sooner than a person can fill it in. What was begun before the clock was put
/// back seems to be begun later than now: that tells nothing against anybody.
pub(super) fn is_too_fast(begun_at: Timestamp, now: Timestamp) -> bool {
    let taken = now.duration_since(begun_at);
    (SignedDuration::ZERO..FASTEST).contains(&taken)
}

/// The guard at the door.
pub(super) struct Guard {
    /// Sheets begun, by address.
    pub begun: Buckets,
    /// Sheets sent, by address.
    pub sent: Buckets,
    /// Numbers and codes tried, by address.
    pub tried: Buckets,
    secret: [u8; 32],
}

impl Guard {
    /// With so many forms an hour that one address may send: a third of them at once, three times as many begun. How often
    /// numbers and codes are tried does not follow it: who guesses sits at a shared address too.
    pub(super) fn new(per_hour: NonZeroU16) -> Self {
        let per_hour = per_hour.get();
        let at_once = u32::from(per_hour).div_ceil(3).min(200);
        Self {
            begun: Buckets::new(Rate::hourly(at_once * 2, i64::from(per_hour) * 3)),
            sent: Buckets::new(Rate::hourly(at_once, i64::from(per_hour))),
            tried: Buckets::new(Rate::hourly(10, 60)),
            secret: rand::random(),
        }
    }

    /// The proof that a form was shown now.
    pub(super) fn proof(&self, now: Timestamp) -> String {
        let at = now.as_second();
        format!("{at}.{}", self.sign(at))
    }

    fn sign(&self, at: i64) -> String {
        // INVARIANT: HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return String::new() };
        mac.update(&at.to_be_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }

    /// Whether a form was shown by us, and not too long ago. One that was shown before the clock was put back seems to come
    /// from later: the mark says that it is ours all the same.
    pub(super) fn holds(&self, proof: &str, now: Timestamp) -> bool {
        let Some((at, mark)) = proof.split_once('.') else { return false };
        let Ok(at) = at.parse::<i64>() else { return false };
        let ours = !mark.is_empty() && bool::from(self.sign(at).as_bytes().ct_eq(mark.as_bytes()));
        let age = SignedDuration::from_secs(now.as_second().saturating_sub(at));
        ours && age.abs() <= OLDEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: NonZeroU16 = NonZeroU16::new(20).unwrap();

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn a_proof_holds_for_a_day_and_only_here() {
        let guard = Guard::new(RATE);
        let proof = guard.proof(at(0));
        assert!(guard.holds(&proof, at(0)) && guard.holds(&proof, at(86_400)));
        assert!(!guard.holds(&proof, at(86_401)) && !guard.holds(&proof, at(-86_401)));
        assert!(guard.holds(&proof, at(-3_600)), "the clock was put back by an hour");
        assert!(!Guard::new(RATE).holds(&proof, at(0)));
        for wrong in ["", ".", "1800000000.", "x.y", &format!("1{proof}")] {
            assert!(!guard.holds(wrong, at(0)), "{wrong}");
        }
    }

    #[test]
    fn only_what_is_sent_within_three_seconds_is_too_fast() {
        assert!(is_too_fast(at(0), at(0)) && is_too_fast(at(0), at(2)));
        assert!(!is_too_fast(at(0), at(3)) && !is_too_fast(at(0), at(365 * 86_400)));
        assert!(!is_too_fast(at(0), at(-3_600)), "the clock was put back by an hour");
    }

    #[test]
    fn a_shared_address_may_be_given_more_and_a_lone_one_less_but_always_one() {
        let sent = |per_hour: u16| {
            let guard = Guard::new(NonZeroU16::new(per_hour).unwrap());
            (0..1000).take_while(|_| guard.sent.take("a", at(0)).is_ok()).count()
        };
        assert_eq!((sent(1), sent(20), sent(300)), (1, 7, 100));
        let guard = Guard::new(NonZeroU16::new(300).unwrap());
        let tried = (0..1000).take_while(|_| guard.tried.take("a", at(0)).is_ok()).count();
        assert_eq!(tried, 10, "codes are not guessed faster where more is sent");
    }
}
