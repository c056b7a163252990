//! Owns the clock: the only place of the platform that asks what time it is.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::{Date, DateTime};
use jiff::{Span, Timestamp, ToSpan};
use yifa_kernel::matter::Stamp;
use yifa_law::calendar::{china_date, china_time};

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;

    /// What a device outside shows now: the same, except where the city lives on a day of its own.
    fn outside(&self) -> Timestamp {
        self.now()
    }

    /// How long the machine has run: it goes on evenly, whatever the clock is set to.
    fn run(&self) -> Duration {
        static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGUN.elapsed()
    }

    /// Today in China.
    fn today(&self) -> Date {
        china_date(self.now())
    }

    /// Now in China, to the second.
    fn local(&self) -> DateTime {
        let now = china_time(self.now());
        now.date().at(now.hour(), now.minute(), now.second(), 0)
    }

    /// The times of something that happens now.
    fn stamp(&self) -> Stamp {
        let now = self.now();
        Stamp { happened: self.local(), known: now, recorded: now }
    }

    /// The times of something that happened before and is recorded now.
    fn stamp_of(&self, happened: DateTime) -> Stamp {
        let now = self.now();
        Stamp { happened, known: now, recorded: now }
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's clock, as it would be on another day: for a demonstration that takes place on a day of its own.
#[derive(Debug, Clone, Copy)]
pub struct DayClock {
    ahead: Span,
}

impl DayClock {
    /// A clock that shows `today` now and runs on from there.
    pub fn on(today: Date) -> Self {
        let days = (today - SystemClock.today()).get_days();
        Self { ahead: (i64::from(days) * 24).hours() }
    }
}

impl Clock for DayClock {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now();
        now.checked_add(self.ahead).unwrap_or(now)
    }

    fn outside(&self) -> Timestamp {
        SystemClock.now()
    }
}

/// A clock that is set by hand: for the demonstration city's past year, and for tests.
#[derive(Debug)]
pub struct SetClock {
    now: AtomicI64,
    /// For how many seconds the machine has run.
    run: AtomicU64,
}

impl SetClock {
    /// A clock that shows an instant until it is set.
    pub fn at(now: Timestamp) -> Self {
        Self { now: AtomicI64::new(now.as_microsecond()), run: AtomicU64::new(0) }
    }

    /// Lets the machine run on for so long, without moving the clock.
    pub fn run_on(&self, time: Duration) {
        self.run.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    /// Sets it.
    pub fn set(&self, now: Timestamp) {
        self.now.store(now.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.now.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn run(&self) -> Duration {
        Duration::from_secs(self.run.load(Ordering::SeqCst))
    }
}
