//! Owns duties without a case: the law opens what the calendar asks of bodies, once in each period, on its own day.

use jiff::civil::Date;
use yifa_kernel::id::{BodyId, MatterId, ProcedureId};
use yifa_kernel::matter::{Command, Known, Owed, Settled, owed, owed_before, owed_by, settle};
use yifa_store::StoreError;

use crate::city::{City, TRIES};
use crate::error::{AppError, Result};

/// How many periods a duty of the calendar is looked back for: a machine that stood still opens what it missed.
const PERIODS_BACK: usize = 24;

impl City {
    /// The matter that the calendar opens for a body in the period in which a day lies; `None`: it asks nothing of it.
    pub fn owed_matter(&self, procedure: &ProcedureId, body: &BodyId, day: Date) -> Option<MatterId> {
        owed_by(self.registry(), &self.bodies(), procedure, body, day).map(|owed| owed.command.matter)
    }

    /// Whoever opens by hand what the calendar asks for opens the same matter: there is never a second one.
    pub(crate) fn owed_instead(&self, command: &Command, day: Date) -> Option<Command> {
        let procedure = self.registry().latest(&command.procedure)?;
        procedure.calendar.as_ref()?;
        if !procedure.opening_actions().any(|action| action.id == command.action) {
            return None;
        }
        let matter = self.owed_matter(&command.procedure, &command.body, day)?;
        Some(Command { matter, ..command.clone() })
    }

    /// Lets the law open whatever the calendar asks for by now; gives the number of matters opened. A duty whose last day
    /// passed before the city began to keep its log is not opened; one that a running city missed is.
    ///
    /// # Errors
    /// The store.
    pub async fn open_owed(&self) -> Result<u64> {
        let mut opened = 0;
        for current in owed(self.registry(), &self.bodies(), self.today()) {
            for one in self.not_opened(current).await? {
                opened += u64::from(self.open_one(&one).await?);
            }
        }
        Ok(opened)
    }

    /// A duty of the current period if it is not opened yet, after those of earlier periods that a running city missed.
    async fn not_opened(&self, current: Owed) -> Result<Vec<Owed>> {
        let earlier = |one: &Owed| owed_before(self.registry(), &self.bodies(), one);
        let mut all: Vec<Owed> = std::iter::successors(Some(current), earlier).take(PERIODS_BACK).collect();
        let found = self.states(all.iter().map(|one| one.command.matter.clone())).await?;
        let last = all.iter().position(|one| found.get(&one.command.matter).is_some_and(Option::is_some));
        // Where none was ever opened the city did not keep its log then: what is over by now is not asked.
        all.truncate(last.unwrap_or(1));
        if last.is_none() {
            all.retain(|one| self.today() <= one.due_on);
        }
        all.reverse();
        Ok(all)
    }

    /// The law opens it on its own day, whenever the machine gets to it.
    async fn open_one(&self, owed: &Owed) -> Result<bool> {
        let stamp = self.clock().stamp_of(owed.opens_on.at(0, 0, 0, 0));
        let mut known = Known { bodies: self.bodies(), names: self.names(), ..Known::default() };
        for _ in 0..TRIES {
            match settle(self.registry(), &known, &owed.command, &stamp) {
                Settled::Needs(needs) => self.learn(&mut known, needs).await?,
                Settled::Refused(refusal) => {
                    self.journal_refusal(&refusal, &owed.command, &known).await?;
                    return Ok(false);
                }
                settled @ Settled::Changes { .. } => match self.keep(settled, &known, None, &stamp).await {
                    Ok(_) => return Ok(true),
                    Err(AppError::Store(StoreError::Conflict { .. } | StoreError::ClaimTaken { .. })) => {
                        known = Known { bodies: self.bodies(), names: self.names(), ..Known::default() };
                    }
                    Err(other) => return Err(other),
                },
            }
        }
        Ok(false)
    }
}
