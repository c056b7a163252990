//! Owns the definitions in force in this process. They change while the city works, when next year's calendar is adopted: the
//! new edition is put behind the one before, and none is dropped, so that whoever reads one goes on reading it. There are as
//! few of them as there are notices.

use std::sync::{Arc, OnceLock};

use yifa_kernel::definition::Registry;

/// Editions of the definitions, the latest in force.
pub(crate) struct Editions {
    registry: Arc<Registry>,
    next: OnceLock<Box<Editions>>,
}

impl Editions {
    pub(crate) fn new(registry: Arc<Registry>) -> Self {
        Self { registry, next: OnceLock::new() }
    }

    /// The edition in force.
    pub(crate) fn latest(&self) -> &Arc<Registry> {
        let mut at = self;
        while let Some(next) = at.next.get() {
            at = next;
        }
        &at.registry
    }

    /// Puts another edition in force. Two at once follow each other.
    pub(crate) fn put(&self, registry: Arc<Registry>) {
        let mut new = Box::new(Self::new(registry));
        let mut at = self;
        loop {
            match at.next.set(new) {
                Ok(()) => return,
                Err(refused) => new = refused,
            }
            let Some(next) = at.next.get() else { return };
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_an_edition_keeps_it_and_the_last_is_in_force() {
        let compiled =
            yifa_kernel::definition::compile(&crate::definitions::embedded()).expect("definitions");
        let first = Arc::new(compiled);
        let editions = Editions::new(first.clone());
        let before = editions.latest();
        let second = Arc::new((*first).clone());
        let third = Arc::new((*first).clone());
        editions.put(second);
        editions.put(third.clone());
        assert!(Arc::ptr_eq(before, &first));
        assert!(Arc::ptr_eq(editions.latest(), &third));
    }
}
