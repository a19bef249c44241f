//! What real data holds sooner or later: values that break tables, terminals, spreadsheets and decoders.

use serde_json::{Value, json};

use super::super::clock::iso;
use super::rng::Rng;
use super::{id, uuid};

/// Names that are somebody's attack, accident or joke.
const NAMES: &[&str] = &[
    "\u{202e}nimda\u{202c} Gray",
    "Ann\u{200b}a Le\u{200d}e\u{feff}",
    "\u{1b}[31mRed Alert\u{1b}[0m",
    "Line\none\r\nLine two\ttab",
    "Bell\u{7} and\u{0}null\u{85}next\u{9b}31m",
    "Z\u{351}\u{36b}\u{343}\u{32a}a\u{310}\u{352}\u{33a}l\u{34f}\u{31d}\u{313}g\u{322}\u{309}\u{300}o\u{336}\u{334}\u{335}",
    "<script>alert('hi')</script>",
    "<b>Bold</b> &amp; \"quoted\"",
    "Robert'); DROP TABLE leads;--",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "+1+1|' /C calc'!A0",
    "@SUM(1,2)",
    "👩‍👩‍👧‍👦 family 🏳️‍🌈 🇻🇳",
    "ﷺ ﷽ 𝕱𝖆𝖓𝖈𝖞 Ｗｉｄｅ",
    "\u{2066}אבג\u{2069} abc \u{2067}123\u{2069}",
    "   ",
    "null",
    "%s%n{0}$(id)`id`",
];

/// Makes about one record in fifty an odd one.
pub(super) fn strew(record: &mut Value, rng: &mut Rng) {
    if !rng.chance(20) {
        return;
    }
    let name = *rng.pick(NAMES);
    let details = &mut record["profile"]["userDetails"];
    match rng.below(12) {
        0..=3 => details["name"] = name.into(),
        4 => details["name"] = "Wolfeschlegelsteinhausenbergerdorff ".repeat(9)[..300].into(),
        5 => {
            record["lastMessage"]["text"] =
                "Where is my order? I have been waiting since Monday. ".repeat(400)[..20_000].into();
        }
        6 => record["lastMessage"]["text"] = name.into(),
        7 => {
            details["tags"] =
                json!([name, "", "a very long tag that somebody pasted a whole sentence into by mistake"]);
        }
        8 => record["profile"]["notes"] = json!([{ "_id": "0", "title": name, "description": name }]),
        9 => {
            details["attributes"] = json!([{ "key": name, "value": name }, { "key": "PLAN", "value": "" }, { "key": "PLAN", "value": "gold" }]);
        }
        10 => {
            details["name"] = "".into();
            details["city"] = Value::Null;
            details["gender"] = Value::Null;
            record["lastMessage"] = Value::Null;
        }
        _ => {
            details["tags"] = Value::Null;
            details["contact"] = json!({ "email": null, "phone": { "number": "", "prefix": "" } });
            record["websiteVisits"] = 0.into();
        }
    }
}

/// A text that is somebody's attack, accident or joke, and more than blanks.
pub(in super::super) fn text(rng: &mut Rng) -> &'static str {
    // The older interface writes "null" where there is nothing, so that word alone cannot be told from it.
    match *rng.pick(NAMES) {
        blank if blank.trim() != blank || blank.trim().is_empty() || blank == "null" => NAMES[0],
        text => text,
    }
}

/// A record that no client can decode whole.
pub(in super::super) fn malformed(seed: u64, base_ms: i64, index: u64) -> Value {
    let mut rng = Rng::new(seed, index, 9);
    let at = iso(base_ms - rng.between(0, 3_600_000));
    let id = id(seed, index, base_ms);
    let uuid = uuid(seed, index);
    match index % 9 {
        0 => {
            json!({ "uuid": uuid, "updatedAt": at, "status": "OPEN", "profile": { "userDetails": { "name": "No Id" } } })
        }
        1 => json!({ "_id": 42, "uuid": uuid, "updatedAt": at, "status": "OPEN" }),
        2 => json!({ "_id": id, "uuid": uuid, "updatedAt": at, "status": { "name": "OPEN" } }),
        3 => {
            json!({ "_id": id, "uuid": uuid, "updatedAt": at, "profile": { "userDetails": { "tags": "vip,refund" } } })
        }
        4 => json!({ "_id": id, "uuid": uuid, "updatedAt": "yesterday", "createdAt": 7, "status": "OPEN" }),
        5 => json!({ "_id": id, "uuid": [uuid], "updatedAt": at, "isOnline": "yes", "websiteVisits": "many" }),
        6 => json!({ "_id": id, "uuid": uuid, "updatedAt": at, "profile": [] }),
        7 => Value::Null,
        _ => "not a record".into(),
    }
}
