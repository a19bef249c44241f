//! How long to wait before the next try: full jitter, so that a thousand desks do not come back at once.

use std::time::Duration;

/// The two rhythms of trying again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Reads: half a second, doubling, at most 20 s; three tries.
    Read,
    /// Writes: one second, doubling, at most 5 minutes; never given up.
    Write,
}

/// How many tries of a read make one attempt at something.
pub const READ_TRIES: u32 = 3;

/// Failures in a row after which nobody expects the next try to succeed.
const MANY: u32 = 5;

impl Rhythm {
    /// The longest wait after this many failures in a row (1 is the first).
    fn ceiling(self, failures: u32) -> Duration {
        let (base_ms, cap_ms): (u64, u64) = match self {
            Self::Read => (500, 20_000),
            Self::Write => (1_000, 300_000),
        };
        let doubled = base_ms.saturating_mul(1_u64 << failures.saturating_sub(1).min(20));
        Duration::from_millis(doubled.min(cap_ms))
    }

    /// A wait between nothing and the ceiling. `random` is any 64 random bits. After many failures it is at least
    /// half of the ceiling: an hour without an answer must not cost more than some thirty requests, whatever is drawn.
    pub fn wait(self, failures: u32, random: u64) -> Duration {
        let ceiling_ms = u64::try_from(self.ceiling(failures).as_millis()).unwrap_or(u64::MAX - 1);
        let floor_ms = if failures > MANY { ceiling_ms / 2 } else { 0 };
        Duration::from_millis(floor_ms + random % (ceiling_ms - floor_ms + 1))
    }
}

/// A small generator for jitter (splitmix64). Nothing secret hangs off it; a given seed makes a test repeatable.
#[derive(Clone, Debug)]
pub struct Jitter(u64);

impl Jitter {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_stay_under_a_ceiling_that_doubles_up_to_its_cap() {
        let mut jitter = Jitter::new(7);
        for failures in 1..40 {
            for _ in 0..50 {
                let read = Rhythm::Read.wait(failures, jitter.draw());
                assert!(read <= Duration::from_secs(20));
                assert!(failures > 1 || read <= Duration::from_millis(500));
                assert!(Rhythm::Write.wait(failures, jitter.draw()) <= Duration::from_secs(300));
            }
        }
    }
}
