//! Owns whose turn it is: the bodies for which a story is told, in which order, and how many days ago each telling begins.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use rand::RngExt;
use rand::rngs::StdRng;

use super::{bodies, cast};

/// The bodies of a story, each as often as its turn comes.
#[derive(Debug)]
pub(super) struct Listed {
    pub bodies: Vec<String>,
    /// Whether groups or weights name them.
    pub grouped: bool,
}

/// Reads `["@districts*3", "urban*60", "-justice"]`; `@officers+` is each body as often as it has officers whom only the
/// whole city has. Bodies with more turns have them evenly among those of the others.
///
/// # Errors
/// A group that there is not; a weight that is no number.
pub(super) fn listed(written: &[String]) -> Result<Listed, String> {
    if !written.iter().any(|one| one.starts_with(['@', '-']) || one.contains('*')) {
        return Ok(Listed { bodies: written.to_vec(), grouped: false });
    }
    let mut turns: Vec<(String, u32)> = Vec::new();
    for one in written {
        if let Some(without) = one.strip_prefix('-') {
            turns.retain(|(body, _)| body != without);
            continue;
        }
        let (word, weight) = match one.split_once('*') {
            Some((word, weight)) => (word, weight.parse().map_err(|_| format!("`{one}` has no weight"))?),
            None => (one.as_str(), 1),
        };
        if word == "@officers+" {
            turns.extend(cast::more_officers().into_iter().map(|(body, count)| (body.to_owned(), count)));
            continue;
        }
        let named = match word.starts_with('@') {
            true => bodies::group(word).ok_or_else(|| format!("there is no group {word}"))?,
            false => vec![word],
        };
        turns.extend(named.into_iter().map(|body| (body.to_owned(), weight)));
    }
    Ok(Listed { bodies: evenly(&turns), grouped: true })
}

/// Each body in its turns, the turns of each evenly spread over all.
fn evenly(turns: &[(String, u32)]) -> Vec<String> {
    let mut all: BTreeMap<(u64, usize), &str> = BTreeMap::new();
    for (place, (body, weight)) in turns.iter().enumerate() {
        for turn in 0..*weight {
            // The middle of each of as many equal parts as it has turns.
            let at = (u64::from(turn) * 2 + 1) * 1_000_000 / (u64::from(*weight) * 2);
            all.insert((at, place), body);
        }
    }
    all.into_values().map(str::to_owned).collect()
}

/// How many days ago the telling `n` begins, in busy and quiet months, and at most four days to and fro.
pub(super) fn waved([first, last]: [i64; 2], n: u32, times: u32, chance: &mut StdRng) -> i64 {
    let share = f64::from(n - 1) / f64::from(times.max(2) - 1);
    // Its slope never falls below a third: tellings keep their order.
    let share = share + 0.66 * (share * TAU * 2.0).sin() / (TAU * 2.0);
    let (low, high) = (first.min(last), first.max(last));
    let day = (first as f64 + (last - first) as f64 * share).round() as i64;
    (day + chance.random_range(-4..=4)).clamp(low, high)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn all(written: &[&str]) -> Result<Vec<String>, String> {
        let written: Vec<String> = written.iter().map(|one| (*one).to_owned()).collect();
        listed(&written).map(|listed| listed.bodies)
    }

    #[test]
    fn turns_are_evenly_mixed() {
        assert_eq!(all(&["urban", "market"]).expect("bodies"), ["urban", "market"]);
        assert_eq!(all(&["urban*3", "market"]).expect("bodies"), ["urban", "urban", "market", "urban"]);
        let towns = all(&["@towns*2", "-liuyin"]).expect("bodies");
        assert_eq!(towns.len(), 118);
        assert_ne!(towns[0], towns[1]);
    }

    #[test]
    fn what_is_no_group_or_weight_is_named() {
        assert!(all(&["@villages"]).expect_err("no group").contains("@villages"));
        assert!(all(&["urban*many"]).expect_err("no weight").contains("urban*many"));
    }

    #[test]
    fn waves_stay_within_the_year_and_in_order() {
        let mut chance = StdRng::seed_from_u64(3);
        let days: Vec<i64> = (1..=300).map(|n| waved([320, 4], n, 300, &mut chance)).collect();
        assert!(days.iter().all(|day| (4..=320).contains(day)), "{days:?}");
        assert!(days.windows(2).all(|two| two[1] <= two[0] + 8), "{days:?}");
        let months: Vec<usize> = (0..10)
            .map(|month| days.iter().filter(|day| (4 + month * 32..36 + month * 32).contains(*day)).count())
            .collect();
        assert!(months.iter().max() > months.iter().min().map(|least| least * 3 / 2).as_ref(), "{months:?}");
    }
}
