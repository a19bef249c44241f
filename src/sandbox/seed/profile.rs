//! The profile of a seeded person: who they are, how to reach them, and what agents wrote about them.

use serde_json::{Map, Value, json};

use super::hex;
use super::people::Culture;
use super::rng::Rng;

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

/// The `userDetails` of one person.
pub(super) fn details(culture: &Culture, rng: &mut Rng, is_lead: bool, morning: bool) -> Value {
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

/// Up to two notes; most people have none.
pub(super) fn notes(seed: u64, index: u64, rng: &mut Rng) -> Value {
    let count = rng.below(8).saturating_sub(5);
    let note = |at: usize| {
        let (title, description) = rng.pick(NOTES);
        json!({ "_id": hex(seed, &format!("note {index} {at}"), 24), "title": title, "description": description })
    };
    (0..count).map(note).collect()
}
