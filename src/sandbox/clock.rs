//! The sandbox's own time: it starts at the base instant and runs with the machine's steady clock.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use jiff::Timestamp;

/// Time since the base instant. With the default base it is the time of day.
pub(super) struct Clock {
    base_ms: i64,
    started: Instant,
    last_ms: AtomicI64,
}

impl Clock {
    pub(super) fn new(base_ms: Option<i64>) -> Self {
        let base_ms = base_ms.unwrap_or_else(|| Timestamp::now().as_millisecond());
        Self { base_ms, started: Instant::now(), last_ms: AtomicI64::new(base_ms) }
    }

    /// The instant seeded ages count back from, Unix milliseconds.
    pub(super) fn base_ms(&self) -> i64 {
        self.base_ms
    }

    /// Now, Unix milliseconds.
    pub(super) fn now_ms(&self) -> i64 {
        self.base_ms.saturating_add(i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX))
    }

    /// Now, but later than every tick before: two edits in one millisecond still have an order.
    pub(super) fn tick_ms(&self) -> i64 {
        let now = self.now_ms();
        let last = self.last_ms.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(now.max(last + 1)));
        now.max(last.map_or(now, |last| last + 1))
    }
}

/// ISO 8601 with milliseconds and `Z`, as the vendors write it.
pub(super) fn iso(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}

/// An instant in ISO 8601 with a zone, Unix milliseconds.
pub(super) fn instant(text: &str) -> Option<i64> {
    let at: Timestamp = text.parse().ok()?;
    text.contains('T').then(|| at.as_millisecond())
}
