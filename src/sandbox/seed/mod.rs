//! Seeded people: the same seed and index make the same record, so nothing has to be kept until it is changed.
//!
//! The newest records look like a real morning; odd ones are strewn among the rest (`odd.rs`). No address, number or
//! person is real: mail goes to example domains, numbers begin with 555.

mod indic;
mod latin;
mod odd;
mod orient;
mod people;
mod profile;
mod record;
mod rng;

pub(super) use odd::{malformed, text as odd_text};
pub(super) use people::CULTURE_COUNT;
pub(super) use record::{AGENTS, agent, arriving, culture_at, record};
pub(super) use rng::Rng;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Ages in minutes of the newest records: what a support desk sees when it opens the window.
const MORNING: &[i64] = &[2, 4, 7, 12, 19, 27, 41, 58, 75, 110, 160, 230, 310, 420, 560, 700];

/// What orders need of a record without making it.
pub(super) struct Key {
    pub(super) created_ms: i64,
    pub(super) updated_ms: i64,
    pub(super) is_lead: bool,
}

/// Ages and list of a record.
pub(super) fn key(seed: u64, base_ms: i64, index: u64) -> Key {
    let mut rng = Rng::new(seed, index, 1);
    let morning = usize::try_from(index).ok().and_then(|at| MORNING.get(at));
    let age = match morning {
        Some(minutes) => minutes * MINUTE + rng.between(0, MINUTE / 2),
        None => {
            // Squared, so that this week holds more than a week last year.
            let part = rng.between(0, 10_000);
            12 * HOUR + 400 * DAY / 10_000 * part / 10_000 * part + rng.between(0, 2 * HOUR)
        }
    };
    let dwell = match rng.below(5) {
        0 | 1 => rng.between(2 * MINUTE, 90 * MINUTE),
        2 | 3 => rng.between(2 * HOUR, 72 * HOUR),
        _ => rng.between(3 * DAY, 200 * DAY),
    };
    let updated_ms = base_ms - age;
    Key { created_ms: updated_ms - dwell, updated_ms, is_lead: morning.is_some() || !rng.chance(125) }
}

/// The `_id` of a record: seconds of its creation, then mixed digits, as document stores make them.
pub(super) fn id(seed: u64, index: u64, created_ms: i64) -> String {
    let mixed = Rng::new(seed, index, 2).next() >> 24;
    format!("{:08x}{mixed:010x}{:06x}", created_ms.div_euclid(1_000) & 0xffff_ffff, index & 0x00ff_ffff)
}

/// The uuid of a record in its version 4 form; a few records have none.
pub(super) fn uuid(seed: u64, index: u64) -> Option<String> {
    let mut rng = Rng::new(seed, index, 3);
    let missing = rng.chance(6) && index >= MORNING.len() as u64;
    (!missing).then(|| formed(&mut rng))
}

fn formed(rng: &mut Rng) -> String {
    let (a, b) = (rng.next(), rng.next());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        8 + ((a >> 12) & 3),
        b >> 52,
        b & 0xffff_ffff_ffff
    )
}

/// `digits` hex digits that belong to `name` under this seed: ids and credentials that are nobody's.
pub(super) fn hex(seed: u64, name: &str, digits: usize) -> String {
    let start = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let mut rng = Rng::new(seed, start, 4);
    let mut text = String::new();
    while text.len() < digits {
        text.push_str(&format!("{:016x}", rng.next()));
    }
    text.truncate(digits);
    text
}

/// Where a record stands in an order that no client can make out.
pub(super) fn shuffled(seed: u64, index: u64) -> i64 {
    i64::try_from(Rng::new(seed, index, 5).next() >> 1).unwrap_or(0)
}
