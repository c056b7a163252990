//! Puts the items of a flow chart into their ranks: in an order with few crossings, near their neighbours.

use super::layout::{BETWEEN_ITEMS, BETWEEN_RANKS, Item, MARGIN, Place, Road};

/// Gives every item its order, its middle and its upper edge.
pub(super) fn place(items: &mut [Item], roads: &[Road]) {
    let count = items.iter().map(|i| i.rank + 1).max().unwrap_or(0);
    let mut by_rank: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (n, item) in items.iter().enumerate() {
        by_rank[item.rank].push(n);
    }
    let mut above = vec![Vec::new(); items.len()];
    let mut below = vec![Vec::new(); items.len()];
    for pair in roads.iter().flat_map(|r| r.through.windows(2)) {
        if let [upper, lower] = *pair {
            below[upper].push(lower);
            above[lower].push(upper);
        }
    }
    for rank in &by_rank {
        for (i, &n) in rank.iter().enumerate() {
            items[n].order = i as f64;
        }
    }
    for round in 0..12 {
        let down = round % 2 == 0;
        let sweep: Vec<usize> = if down { (0..count).collect() } else { (0..count).rev().collect() };
        for rank in sweep {
            let side = if down { &above } else { &below };
            for &n in &by_rank[rank] {
                if let Some(mean) = mean(side[n].iter().map(|&m| items[m].order)) {
                    items[n].order = mean;
                }
            }
            by_rank[rank].sort_by(|&a, &b| items[a].order.total_cmp(&items[b].order));
            let middle = by_rank[rank].len() as f64 / 2.0;
            for (i, &n) in by_rank[rank].iter().enumerate() {
                items[n].order = i as f64 - middle;
            }
        }
    }
    for rank in &by_rank {
        spread(items, rank, &vec![0.0; rank.len()]);
    }
    for round in 0..24 {
        let sweep: Vec<usize> =
            if round % 2 == 0 { (0..count).collect() } else { (0..count).rev().collect() };
        for rank in sweep {
            let wish: Vec<f64> = by_rank[rank]
                .iter()
                .map(|&n| mean(above[n].iter().chain(&below[n]).map(|&m| items[m].x)).unwrap_or(items[n].x))
                .collect();
            spread(items, &by_rank[rank], &wish);
        }
    }
    let left = items.iter().map(|i| i.x - i.width / 2.0).fold(f64::INFINITY, f64::min);
    for item in items.iter_mut() {
        item.x += MARGIN - left;
    }
    let mut y = MARGIN;
    for rank in &by_rank {
        let height = rank.iter().map(|&n| items[n].height).fold(0.0, f64::max);
        for &n in rank {
            // A bend is as tall as its rank, so that its line passes beside the boxes upright.
            if items[n].place == Place::Bend {
                items[n].height = height;
            }
            items[n].y = y + (height - items[n].height) / 2.0;
        }
        y += height + BETWEEN_RANKS;
    }
}

/// Puts the items of a rank as near to their wishes as their order and widths allow: the mean of packing
/// them from the left and from the right, which keeps the distances of both.
fn spread(items: &mut [Item], rank: &[usize], wish: &[f64]) {
    let distance =
        |items: &[Item], a: usize, b: usize| (items[a].width + items[b].width) / 2.0 + BETWEEN_ITEMS;
    let mut from_left: Vec<f64> = wish.to_vec();
    for i in 1..rank.len() {
        from_left[i] = from_left[i].max(from_left[i - 1] + distance(items, rank[i - 1], rank[i]));
    }
    let mut from_right: Vec<f64> = wish.to_vec();
    for i in (1..rank.len()).rev() {
        from_right[i - 1] = from_right[i - 1].min(from_right[i] - distance(items, rank[i - 1], rank[i]));
    }
    for (i, &n) in rank.iter().enumerate() {
        items[n].x = f64::midpoint(from_left[i], from_right[i]);
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_u32), |(sum, n), v| (sum + v, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}
