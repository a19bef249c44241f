//! One record as the vendor's listing has it, with what is often missing missing (contract section 3).

use serde_json::{Map, Value, json};

use super::super::clock::iso;
use super::people::{CULTURES, Culture};
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
const TAGS: &[&str] = &[
    "vip",
    "refund",
    "otp",
    "voucher",
    "gold",
    "kyc",
    "callback",
    "parcel",
    "points",
    "whatsapp",
    "b2b",
    "invoice",
    "late delivery",
    "đổi trả",
    "重要",
    "étudiant",
    "شحن",
];
const NOTES: &[(&str, &str)] = &[
    ("Call back", "after 17:00, ask for the order number first"),
    ("Refund", "waiting for the invoice"),
    ("KYC", "passport copy received, address proof missing"),
    ("Parcel", "courier says: left with the neighbour"),
    ("Voucher", "10 % promised as an apology"),
    ("Ghi chú", "khách muốn nhận hàng buổi sáng"),
    ("", "no title, typed in a hurry"),
];
/// By the handles of their given names.
const MEN: &[&str] = &[
    "duc",
    "bao",
    "phuoc",
    "marcus",
    "tunde",
    "juergen",
    "bjoern",
    "ibrahim",
    "cagri",
    "oguz",
    "joseangel",
    "inigo",
    "lukasz",
    "zbigniew",
    "padraig",
    "loic",
    "jerome",
    "krishna",
    "arjun",
    "karthik",
    "arunmozhi",
    "anirban",
    "rashed",
    "srinivas",
    "venkatesh",
    "mohammed",
    "khaled",
    "bilal",
    "ahsan",
    "eitan",
    "yonatan",
    "somchai",
    "nattawut",
    "haoran",
    "jianguo",
    "jixiang",
    "kenta",
    "yuuki",
    "minjun",
    "doyun",
    "sokha",
];
const PLANS: &[&str] = &["free", "silver", "gold", "platinum"];
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

fn made(seed: u64, base_ms: i64, index: u64, created_ms: i64, updated_ms: i64, is_lead: bool) -> Value {
    let mut rng = Rng::new(seed, index, 6);
    let morning = index < MORNING.len() as u64;
    let at = usize::try_from(index).unwrap_or(usize::MAX);
    let culture = if morning { CULTURES[at % CULTURES.len()] } else { *rng.pick(CULTURES) };
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
            let agent = rng.below(6);
            record["_agentAssigned"] = hex(seed, &format!("agent {agent}"), 24).into();
        }
    }
    if rng.chance(300) {
        undocumented(seed, &mut record, &mut rng);
    }
    record
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

fn details(culture: &Culture, rng: &mut Rng, is_lead: bool, morning: bool) -> Value {
    let (given, given_handle) = rng.pick(culture.given);
    let (family, family_handle) = rng.pick(culture.family);
    let joint = culture.joint;
    let name = if culture.family_first { format!("{family}{joint}{given}") } else { format!("{given}{joint}{family}") };
    let mut details = Map::new();
    match rng.below(if morning {
        1
    } else if is_lead {
        25
    } else {
        3
    }) {
        1 => drop(details.insert("userProvidedName".into(), name.into())),
        2 => {}
        _ => drop(details.insert("name".into(), name.into())),
    }
    let mut contact = Map::new();
    match rng.below(12) {
        0 if !morning => {}
        1 if !morning => drop(contact.insert("email".into(), "".into())),
        _ => {
            let number = rng.below(90) + 10;
            let domain = rng.pick(&["example.org", "example.com", "mail.example.net"]);
            drop(contact.insert("email".into(), format!("{given_handle}.{family_handle}{number}@{domain}").into()));
        }
    }
    if (is_lead && rng.chance(930)) || morning {
        let (a, b) = (rng.below(900) + 100, rng.below(9_000) + 1_000);
        let number = if rng.chance(150) { format!("555 {a} {b}") } else { format!("555{a}{b}") };
        contact.insert("phone".into(), json!({ "number": number, "prefix": culture.dial }));
    }
    if morning || !rng.chance(15) {
        details.insert("contact".into(), contact.into());
    }
    match rng.below(10) {
        0..=2 => drop(details.insert("picture".into(), format!("https://img.example/{given_handle}.png").into())),
        3 => drop(details.insert("picture".into(), format!("avatar-{}", rng.below(9)).into())),
        4 => drop(details.insert("picture".into(), Value::Null)),
        _ => {}
    }
    if rng.chance(850) {
        details.insert("city".into(), (*rng.pick(culture.cities)).into());
        details.insert("country".into(), culture.country.into());
    }
    if rng.chance(800) {
        details.insert("gender".into(), if MEN.contains(given_handle) { "MALE" } else { "FEMALE" }.into());
    }
    let mut tags: Vec<&str> = (0..rng.below(4)).map(|_| *rng.pick(TAGS)).collect();
    tags.sort_unstable();
    tags.dedup();
    details.insert("tags".into(), tags.into());
    details.insert("attributes".into(), attributes(rng));
    details.into()
}

fn attributes(rng: &mut Rng) -> Value {
    let mut all = Vec::new();
    if rng.chance(450) {
        all.push(json!({ "key": "PLAN", "value": rng.pick(PLANS) }));
    }
    if rng.chance(500) {
        all.push(json!({ "key": "LOYALTY_ID", "value": format!("LY-{:06}", rng.below(1_000_000)) }));
    }
    if rng.chance(300) {
        let (year, month, day) = (rng.between(1950, 2006), rng.between(1, 12), rng.between(1, 28));
        all.push(json!({ "key": "BIRTHDAY", "value": format!("{year}-{month:02}-{day:02}") }));
    }
    if rng.chance(200) {
        all.push(json!({ "key": "LAST_ORDER", "value": format!("#{}", rng.between(10_000, 99_999)) }));
    }
    all.into()
}

fn notes(seed: u64, index: u64, rng: &mut Rng) -> Value {
    let count = rng.below(8).saturating_sub(5);
    let note = |at: usize| {
        let (title, description) = rng.pick(NOTES);
        json!({ "_id": hex(seed, &format!("note {index} {at}"), 24), "title": title, "description": description })
    };
    (0..count).map(note).collect()
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
