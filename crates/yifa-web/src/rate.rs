//! Owns how much one caller may ask in a time: a bucket of tokens for each, kept in memory. Nothing is asked of third
//! parties, and nothing about a caller is kept longer than its bucket takes to fill.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use jiff::Timestamp;

/// Most callers remembered at once; beyond it, full buckets are forgotten first.
const MOST: usize = 50_000;

/// How fast a bucket fills.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    /// How many requests at once.
    pub burst: u32,
    /// Microseconds in which one more becomes possible.
    pub refill_us: i64,
}

impl Rate {
    /// So many at once, and so many in an hour.
    pub const fn hourly(burst: u32, per_hour: i64) -> Self {
        Self { burst, refill_us: 3_600_000_000 / per_hour }
    }
}

/// The buckets of all callers of one kind.
#[derive(Debug)]
pub(crate) struct Buckets {
    rate: Rate,
    /// For each caller the instant at which its bucket will be full again, in microseconds.
    full_at: Mutex<BTreeMap<String, i64>>,
}

impl Buckets {
    pub fn new(rate: Rate) -> Self {
        Self { rate, full_at: Mutex::default() }
    }

    /// Takes one request out of a caller's bucket.
    ///
    /// # Errors
    /// The bucket is empty: the seconds until the next request is possible, at least 1.
    pub fn take(&self, caller: &str, now: Timestamp) -> Result<(), u64> {
        let now = now.as_microsecond();
        // A poisoned lock still holds whole numbers.
        let mut all = self.full_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if all.len() >= MOST {
            all.retain(|_, full_at| *full_at > now);
        }
        let room = now + self.rate.refill_us * i64::from(self.rate.burst);
        // No bucket is emptier than empty: one that was filled by a clock since put back is not waited for any longer.
        let full_at = all.get(caller).copied().unwrap_or(now).clamp(now, room);
        let after = full_at + self.rate.refill_us;
        if after > room {
            let wait = (after - room).div_euclid(1_000_000) + 1;
            return Err(u64::try_from(wait).unwrap_or(1));
        }
        all.insert(caller.to_owned(), after);
        Ok(())
    }
}

/// From where a request comes. A proxy on the same machine is believed when it names the caller; nobody else is.
pub(crate) fn address(parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let named = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let named = named.and_then(|list| list.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    match (peer, named) {
        (Some(peer), Some(named)) if peer.is_loopback() => network(named),
        (Some(peer), _) => network(peer),
        (None, _) => "unknown".to_owned(),
    }
}

/// An IPv6 caller has a whole /64 for itself.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_burst_passes_then_one_by_one_and_callers_do_not_share() {
        let buckets = Buckets::new(Rate::hourly(3, 60));
        for _ in 0..3 {
            assert_eq!(buckets.take("a", at(0)), Ok(()));
        }
        assert_eq!(buckets.take("a", at(0)), Err(61));
        assert_eq!(buckets.take("b", at(0)), Ok(()));
        assert_eq!(buckets.take("a", at(59)), Err(2));
        assert_eq!(buckets.take("a", at(60)), Ok(()));
        assert!(buckets.take("a", at(60)).is_err());
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out_for_longer_than_its_bucket() {
        let buckets = Buckets::new(Rate::hourly(2, 3600));
        assert_eq!(buckets.take("a", at(0)), Ok(()));
        assert_eq!(buckets.take("a", at(-3600)), Err(2));
        assert_eq!(buckets.take("a", at(-3600)), Err(2), "asking does not make it longer");
        assert_eq!(buckets.take("b", at(-3600)), Ok(()));
        assert_eq!(buckets.take("b", at(365 * 86_400)), Ok(()), "a year ahead");
        assert_eq!(buckets.take("b", at(2)), Err(2), "and back");
    }

    #[test]
    fn only_a_proxy_on_this_machine_may_name_the_caller() {
        let parts = |peer: &str, header: &str| {
            let mut parts = axum::http::Request::new(()).into_parts().0;
            parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            parts.headers.insert("x-forwarded-for", header.parse().unwrap());
            parts
        };
        assert_eq!(address(&parts("127.0.0.1:9", "1.1.1.1, 203.0.113.7")), "203.0.113.7");
        assert_eq!(address(&parts("198.51.100.2:9", "203.0.113.7")), "198.51.100.2");
        assert_eq!(address(&parts("127.0.0.1:9", "nobody")), "127.0.0.1");
        assert_eq!(address(&parts("[2001:db8:1:2:3::4]:9", "x")), "2001:db8:1:2::/64");
    }
}
