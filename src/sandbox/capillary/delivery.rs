//! What became of a message: states and delays as often as real channels have them.

use super::super::seed::Rng;

/// A status word and how often it comes, in a thousand.
type Mix = &'static [(&'static str, usize)];

const MAIL: Mix = &[
    ("DELIVERED", 430),
    ("OPENED", 230),
    ("CLICKED", 80),
    ("SOFT_BOUNCED", 85),
    ("HARD_BOUNCED", 30),
    ("SENT", 45),
    ("NOT-DELIVERED", 25),
    ("NOT_DELIVERED", 25),
    ("MARKED_SPAM", 12),
    ("MARKED_UNSUBSCRIBED", 10),
    ("FAILED", 18),
    // Of a gateway that nobody wrote about.
    ("AWAITING_ARCHIVE", 10),
];
const SHORT: Mix = &[
    ("DELIVERED", 660),
    ("SENT", 70),
    ("DELAYED_DELIVERY", 30),
    ("FAILED", 40),
    ("NOT_DELIVERED", 30),
    ("NOT-DELIVERED", 15),
    ("DND_BLOCKED", 35),
    ("NDNC_BLOCKED", 15),
    ("IN_GTW", 30),
    ("GTW_NOT_FOUND", 25),
    ("CREDIT_LIMIT_EXCEEDED", 12),
    ("RELEVENCE_TIMEOUT", 10),
    ("RETRY_TIMEOUT", 8),
    ("BLOCKED", 12),
    ("PARKED", 8),
];
const CHAT: Mix = &[
    ("read", 330),
    ("DELIVERED", 300),
    ("received", 120),
    ("SENT", 80),
    ("sending", 30),
    ("FAILED", 50),
    ("NOT_DELIVERED", 40),
    ("RATE_LIMIT_EXCEEDED", 20),
    ("PARTIAL_RESPONSE", 10),
    ("TIMEOUT", 20),
];
/// After these the message is with its receiver.
const ARRIVED: &[&str] =
    &["DELIVERED", "OPENED", "CLICKED", "DELAYED_DELIVERY", "MARKED_SPAM", "MARKED_UNSUBSCRIBED", "read", "received"];

/// The status of a message in a group, and the seconds until it was delivered, if it was.
pub(super) fn outcome(group: &str, dead_mailbox: bool, rng: &mut Rng) -> (Option<&'static str>, Option<i64>) {
    let status = match group {
        // This channel reports nothing (contract section 5).
        "line" => return (None, None),
        "email" if dead_mailbox => "HARD_BOUNCED",
        "email" => drawn(MAIL, rng),
        "sms" => drawn(SHORT, rng),
        _ => drawn(CHAT, rng),
    };
    let delay = match (status, rng.below(20)) {
        ("DELAYED_DELIVERY", _) => rng.between(3_600, 6 * 3_600),
        (_, 0..=11) => 0,
        (_, 12..=17) => rng.between(1, 10),
        _ => rng.between(11, 900),
    };
    (Some(status), ARRIVED.contains(&status).then_some(delay))
}

fn drawn(mix: Mix, rng: &mut Rng) -> &'static str {
    let mut at = rng.below(mix.iter().map(|(_, share)| share).sum());
    for (word, share) in mix {
        if at < *share {
            return word;
        }
        at -= share;
    }
    "SENT"
}
