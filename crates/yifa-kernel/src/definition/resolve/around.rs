//! Tracks and disclosures resolved.

use super::{Resolver, label};
use crate::definition::parsed::In;
use crate::definition::raw;
use crate::id::{ActionId, ProcedureId, TrackId};
use crate::procedure::{Disclosure, Track};

impl Resolver<'_> {
    pub(in crate::definition) fn track(&mut self, raw: &In<raw::Track>) -> Option<Track> {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let procedure = ProcedureId::new(it.procedure.get_ref());
        let Some(names) = self.world.all.get(&procedure) else {
            self.unknown(file, &it.procedure, "procedure");
            return None;
        };
        let opening = self.opening(file, &it.procedure, None)?;
        let opens_on = self.has_action(file, &it.opens_on)?;
        let when = self.when(file, it.when.as_ref());
        let passes = self.values(file, &it.passes, &names.fields);
        Some(Track {
            id: TrackId::new(it.id.get_ref()),
            label: label(&it.title, &it.en),
            procedure,
            opening,
            opens_on,
            when,
            passes,
            basis: it.basis.get_ref().0.clone(),
        })
    }

    pub(in crate::definition) fn disclosure(&mut self, raw: &In<raw::Disclosure>) -> Disclosure {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let mut shows = Vec::new();
        for line in &it.shows {
            if let Some(guard) = self.expression(file, line, None) {
                self.may_be_public(file, line, &guard);
                shows.push((self.label_of(&guard), guard));
            }
        }
        Disclosure {
            id: it.id.get_ref().as_str().into(),
            label: label(&it.title, &it.en),
            on: self.has_action(file, &it.on).unwrap_or_else(|| ActionId::new("")),
            when: self.when(file, it.when.as_ref()),
            shows,
            until: it.until.as_ref().and_then(|one| self.length(file, one)),
            withdraw_on: it.withdraw_on.iter().filter_map(|one| self.has_action(file, one)).collect(),
            basis: it.basis.get_ref().0.clone(),
        }
    }
}
