//! One record as the vendor's listing has it, with what is often missing missing (contract section 3).

use serde_json::{Value, json};

use super::super::clock::iso;
use super::people::{CULTURES, Culture};
use super::profile::{details, notes};
use super::rng::Rng;
use super::{MINUTE, MORNING, formed, hex, id, key, odd, uuid};

const STATUSES: &[(&str, usize)] = &[
    ("OPEN", 300),
    ("INPROGRESS", 220),
    ("REVIEW", 100),
    ("ONHOLD", 90),
    ("DEPENDANCY", 60),
    ("CLOSED", 210),
    // Of the account's own making; no document lists them.
    ("ESCALATED", 15),
    ("AWAITING_PARTS", 5),
];
const SITES: &[&str] = &["https://shop.example/", "https://shop.example/returns", "https://shop.example/plans"];

/// The record of an index.
pub(in super::super) fn record(seed: u64, base_ms: i64, index: u64) -> Value {
    let key = key(seed, base_ms, index);
    let mut made = made(seed, base_ms, index, key.created_ms, key.updated_ms, key.is_lead);
    if index >= MORNING.len() as u64 {
        odd::strew(&mut made, &mut Rng::new(seed, index, 7));
    }
    made
}

/// A record that comes in now.
pub(in super::super) fn arriving(seed: u64, now_ms: i64, index: u64) -> Value {
    let mut made = made(seed, now_ms, index, now_ms, now_ms, true);
    made["isOnline"] = true.into();
    made["lastSeenAt"] = iso(now_ms).into();
    made["uuid"] = uuid(seed, index).unwrap_or_else(|| formed(&mut Rng::new(seed, index, 8))).into();
    made
}

/// The place of a person's culture among all of them: what is written to them is in their language.
pub(in super::super) fn culture_at(seed: u64, index: u64) -> usize {
    place_of_culture(index, &mut Rng::new(seed, index, 6))
}

fn place_of_culture(index: u64, rng: &mut Rng) -> usize {
    match usize::try_from(index) {
        Ok(at) if at < MORNING.len() => at % CULTURES.len(),
        _ => rng.below(CULTURES.len()),
    }
}

fn made(seed: u64, base_ms: i64, index: u64, created_ms: i64, updated_ms: i64, is_lead: bool) -> Value {
    let mut rng = Rng::new(seed, index, 6);
    let morning = index < MORNING.len() as u64;
    let culture = CULTURES[place_of_culture(index, &mut rng)];
    let last_at = (updated_ms - rng.between(500, 90_000)).max(created_ms);
    // Who is online was seen just now, although little may have been said since.
    let online = if morning { matches!(index, 0 | 1 | 2 | 4 | 7) } else { rng.chance(3) };
    let seen_at =
        if online { base_ms - rng.between(4_000, 2 * MINUTE - 10_000) } else { rng.between(last_at, updated_ms) };
    let mut record = json!({
        "_id": id(seed, index, created_ms),
        "createdAt": iso(created_ms), "updatedAt": iso(updated_ms), "lastSeenAt": iso(seen_at),
        "isOnline": online, "status": status(&mut rng), "websiteVisits": 1 + rng.below(14),
        "lastMessage": last_message(culture, &mut rng, last_at, morning),
        "profile": { "notes": notes(seed, index, &mut rng), "userDetails": details(culture, &mut rng, is_lead, morning) },
    });
    if let Some(uuid) = uuid(seed, index) {
        record["uuid"] = uuid.into();
    }
    match rng.below(10) {
        0 | 1 => {}
        2 => record["_agentAssigned"] = Value::Null,
        _ => {
            record["_agentAssigned"] = agent(seed, rng.below(AGENTS)).into();
        }
    }
    if rng.chance(300) {
        undocumented(seed, &mut record, &mut rng);
    }
    record
}

/// How many agents leads are given to.
pub(in crate::sandbox) const AGENTS: usize = 6;

/// The id of the n-th agent.
pub(in crate::sandbox) fn agent(seed: u64, number: usize) -> String {
    hex(seed, &format!("agent {number}"), 24)
}

fn status(rng: &mut Rng) -> &'static str {
    let mut at = rng.below(STATUSES.iter().map(|(_, share)| share).sum());
    for (word, share) in STATUSES {
        if at < *share {
            return word;
        }
        at -= share;
    }
    "OPEN"
}

fn last_message(culture: &Culture, rng: &mut Rng, at_ms: i64, morning: bool) -> Value {
    let (by, texts) = match rng.below(10) {
        0..=4 => ("user", culture.user),
        5..=7 => ("bot", culture.bot),
        _ => ("agent", culture.agent),
    };
    let mut message = json!({ "at": iso(at_ms), "by": by, "text": rng.pick(texts) });
    if !morning && rng.chance(40) {
        // A picture or a sticker: there is a message, but no text.
        message.as_object_mut().map(|members| members.remove("text"));
    }
    message
}

/// Members that contact records were seen with and no document names.
fn undocumented(seed: u64, record: &mut Value, rng: &mut Rng) {
    let more = json!({
        "_customer": hex(seed, "rayzing customer", 24), "_agency": hex(seed, "agency", 24), "platform": ["website"],
        "isSubscriber": rng.chance(300), "userInteracted": true, "isContact": rng.chance(500), "isImported": false,
        "segments": [], "isLiveChatActive": rng.chance(50), "isPaid": false, "hasOrdered": { "status": rng.chance(200) },
        "unreadMessages": rng.below(5), "unreadMessage": [], "whatsAppNumber": null, "__v": rng.below(9),
    });
    if let (Some(record), Value::Object(more)) = (record.as_object_mut(), more) {
        record.extend(more);
    }
    record["profile"]["marketing"] = json!({ "urlsVisited": [rng.pick(SITES)] });
}
