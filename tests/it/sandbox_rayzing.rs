//! The sandbox's first vendor against its contract, line by line, over hand-written HTTP.
//!
//! Neither our client nor an HTTP library speaks here: both could share a mistake with the server.
// Helpers of tests: a panic is the report, and a literal is handed over as it is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "helpers of tests: a panic is the report"
)]

use std::collections::HashSet;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use clap::Parser;
use leadline::sandbox::{
    AuthMode, ErrorBody, Fault, KINDS, ListMode, Lists, Order, PastTheEnd, Quirks, Sandbox, SandboxArgs,
    SandboxOptions, Timings, UnknownBot, UnknownUuid, serve,
};
use serde_json::{Value, json};

/// What came back for one request.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")))?;
        Some(line[name.len() + 1..].trim())
    }

    fn ids(&self) -> Vec<String> {
        self.json()["data"].as_array().unwrap().iter().map(|lead| lead["_id"].as_str().unwrap().to_owned()).collect()
    }
}

/// A sandbox with what is needed to talk to it.
struct Site {
    sandbox: Sandbox,
    address: String,
    control: String,
    token: String,
    bot: String,
    customer: String,
}

impl Site {
    fn new(options: SandboxOptions) -> Self {
        let sandbox = Sandbox::start(options).unwrap();
        let about = sandbox.describe();
        let vendor = &about["vendors"]["rayzing"];
        let text = |value: &Value| value.as_str().unwrap().trim_start_matches("http://").to_owned();
        Self {
            address: text(&vendor["base_url"]),
            control: text(&about["control"]["base_url"]),
            token: text(&vendor["credentials"]["token"]),
            bot: text(&vendor["bot_id"]),
            customer: text(&vendor["customer_id"]),
            sandbox,
        }
    }

    fn small() -> Self {
        Self::new(SandboxOptions { leads: 40, ..SandboxOptions::default() })
    }

    fn with(rayzing: Quirks) -> Self {
        Self::new(SandboxOptions { leads: 40, rayzing, ..SandboxOptions::default() })
    }

    fn list_path(&self, kind: &str, page: &str) -> String {
        format!("/inbox/direct/chats?botId={}&customerId={}&page={page}&type={kind}", self.bot, self.customer)
    }

    fn get(&self, path: &str) -> Reply {
        ask(&self.address, "GET", path, &[("x-bot-token", &self.token)], "").unwrap()
    }

    fn page(&self, page: u64) -> Reply {
        self.get(&self.list_path("lead", &page.to_string()))
    }

    /// Pages from 1 until the first empty one.
    fn all(&self, kind: &str) -> Vec<Value> {
        let mut leads = Vec::new();
        for page in 1.. {
            let reply = self.get(&self.list_path(kind, &page.to_string())).json();
            let found = reply["data"].as_array().unwrap();
            if found.is_empty() {
                break;
            }
            leads.extend(found.iter().cloned());
        }
        leads
    }

    fn body(&self, uuid: &str, fields: Value) -> String {
        let mut body = json!({ "uuid": uuid, "botId": self.bot, "customerId": self.customer });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        body.to_string()
    }

    fn try_put(&self, uuid: &str, fields: Value) -> std::io::Result<Reply> {
        let headers = [("x-bp-token", self.token.as_str()), ("content-type", "application/json")];
        ask(&self.address, "PUT", "/inbox/direct/lead", &headers, &self.body(uuid, fields))
    }

    fn put(&self, uuid: &str, fields: Value) -> Reply {
        self.try_put(uuid, fields).unwrap()
    }

    fn some_uuid(&self) -> String {
        self.page(1).json()["data"][0]["uuid"].as_str().unwrap().to_owned()
    }

    fn control(&self, method: &str, path: &str, body: Value) -> Reply {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        ask(&self.control, method, path, &[], &body).unwrap()
    }

    fn fault(&self, word: &str) {
        self.sandbox.clear_faults();
        self.sandbox.add_fault(word.parse().unwrap());
    }
}

/// Writes one request by hand and reads until the server closes.
fn ask(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        request += &format!("Content-Length: {}\r\n", body.len());
    }
    stream.write_all(format!("{request}\r\n{body}").as_bytes())?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw)?;
    let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Err(ErrorKind::UnexpectedEof.into());
    };
    let head = String::from_utf8(raw[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok(Reply { status, head, body: raw[end + 4..].to_vec() })
}

#[test]
fn line_1_two_endpoints_are_served_and_everything_else_is_404_or_405() {
    let site = Site::small();
    assert_eq!(site.page(1).status, 200);
    assert_eq!(site.put(&site.some_uuid(), json!({})).status, 200);
    assert_eq!(site.get("/inbox/direct/nothing").status, 404);
    assert_eq!(site.get("/").status, 404);
    let wrong =
        ask(&site.address, "POST", &site.list_path("lead", "1"), &[("x-bot-token", &site.token)], "{}").unwrap();
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET")));
    let wrong = site.get("/inbox/direct/lead");
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("PUT")));
}

#[test]
fn line_2_each_call_opens_to_its_own_token_header_only() {
    let site = Site::small();
    let list = site.list_path("lead", "1");
    let status = |method: &str, headers: &[(&str, &str)]| match method {
        "GET" => ask(&site.address, "GET", &list, headers, "").unwrap().status,
        _ => ask(&site.address, "PUT", "/inbox/direct/lead", headers, &site.body("u", json!({}))).unwrap().status,
    };
    for (method, own, other) in [("GET", "x-bot-token", "x-bp-token"), ("PUT", "x-bp-token", "x-bot-token")] {
        assert_eq!(status(method, &[(own, &site.token)]), 200);
        assert_eq!(status(method, &[(own, &site.token), (other, &site.token)]), 200);
        assert_eq!(status(method, &[(other, &site.token)]), 401);
        assert_eq!(status(method, &[(own, "wrong")]), 401);
        assert_eq!(status(method, &[]), 401);
    }

    let site = Site::with(Quirks { auth: AuthMode::Bearer, ..Quirks::default() });
    let bearer = format!("Bearer {}", site.token);
    let get = |headers: &[(&str, &str)]| ask(&site.address, "GET", &site.list_path("lead", "1"), headers, "").unwrap();
    assert_eq!(get(&[("authorization", &bearer), ("authtype", "Key")]).status, 200);
    assert_eq!(get(&[("authorization", &bearer)]).status, 401);
    assert_eq!(get(&[("x-bot-token", &site.token)]).status, 401);
}

#[test]
fn line_3_refusals_come_empty_as_json_with_a_message_or_under_200() {
    let refused = |quirks: Quirks| {
        let site = Site::with(quirks);
        let unauthorized = ask(&site.address, "GET", &site.list_path("lead", "1"), &[], "").unwrap();
        (unauthorized, site.page(0))
    };
    let (unauthorized, bad) = refused(Quirks { errors: ErrorBody::Empty, ..Quirks::default() });
    assert_eq!((unauthorized.status, unauthorized.text()), (401, String::new()));
    assert_eq!((bad.status, bad.text()), (400, String::new()));

    let (unauthorized, _) = refused(Quirks { errors: ErrorBody::Json, ..Quirks::default() });
    assert_eq!((unauthorized.status, unauthorized.text()), (401, "{}".into()));

    let (unauthorized, bad) = refused(Quirks { errors: ErrorBody::Message, ..Quirks::default() });
    assert_eq!(unauthorized.json(), json!({ "success": false, "message": "Unauthorized", "code": 401 }));
    assert_eq!(bad.json()["code"], 400);

    let (unauthorized, bad) = refused(Quirks { refuse_with_200: true, ..Quirks::default() });
    assert_eq!((unauthorized.status, bad.status), (200, 200));
    assert_eq!((&unauthorized.json()["success"], &unauthorized.json()["code"]), (&json!(false), &json!(401)));
    assert!(bad.json().get("data").is_none());
}

#[test]
fn line_4_a_list_request_must_name_bot_customer_page_and_type() {
    let site = Site::small();
    let whole = site.list_path("lead", "1");
    for name in ["botId", "customerId", "page", "type"] {
        let without = whole.replace(&format!("{name}="), "other=");
        assert_eq!(site.get(&without).status, 400, "without {name}");
    }
    for page in ["0", "-1", "1.5", "one", "", "%2B1", "99999999999999999999999"] {
        assert_eq!(site.get(&site.list_path("lead", page)).status, 400, "page {page}");
    }
    assert_eq!(site.get(&site.list_path("leads", "1")).status, 400);
    assert_eq!(site.get(&site.list_path("non-lead", "1")).status, 200);

    let elsewhere = whole.replace(&site.bot, "64aa000000000000000000ff");
    assert_eq!(site.get(&elsewhere).json()["data"], json!([]));
    let site = Site::with(Quirks { unknown_bot: UnknownBot::Refused, ..Quirks::default() });
    assert_eq!(site.get(&site.list_path("lead", "1").replace(&site.bot, "other")).status, 400);
}

#[test]
fn line_5_pages_count_from_1_and_end_in_an_empty_one() {
    for page_size in [2, 10, 20] {
        let site = Site::new(SandboxOptions { leads: 45, page_size, ..SandboxOptions::default() });
        assert_eq!(site.page(1).ids().len(), page_size);
        assert_eq!(site.page(1_000).json()["data"], json!([]));
        let ids = |kind| site.all(kind).iter().map(|lead| lead["_id"].to_string()).collect::<HashSet<_>>();
        let (leads, others) = (ids("lead"), ids("non-lead"));
        assert_eq!(leads.len() + others.len(), 45, "no record twice, none missing");
        assert!(leads.is_disjoint(&others) && !others.is_empty());
    }
}

#[test]
fn line_5_the_last_page_may_repeat_and_records_may_shift_between_pages() {
    let site = Site::with(Quirks { past_the_end: PastTheEnd::RepeatLast, ..Quirks::default() });
    let last = site.page(2).ids();
    assert!(!last.is_empty());
    assert_eq!(site.page(3).ids(), last);
    assert_eq!(site.page(9_999).ids(), last);

    let shifting = |shift| {
        Site::new(SandboxOptions {
            leads: 40,
            page_size: 5,
            rayzing: Quirks { shift, ..Quirks::default() },
            ..SandboxOptions::default()
        })
    };
    let site = shifting(1);
    let (first, second) = (site.page(1).ids(), site.page(2).ids());
    assert_eq!(first.last(), second.first(), "the last record of page 1 has moved on to page 2");
    let site = shifting(-1);
    let whole: Vec<String> = Site::new(SandboxOptions { leads: 40, page_size: 40, ..Default::default() }).page(1).ids();
    let (first, second) = (site.page(1).ids(), site.page(2).ids());
    assert_eq!(first, whole[..5]);
    assert_eq!(second, whole[6..11], "the first record of page 2 has moved to page 1 and is missed");

    let site = Site::with(Quirks { page_limit: Some(1), ..Quirks::default() });
    assert_eq!((site.page(1).status, site.page(2).status), (200, 400));
}

#[test]
fn line_6_each_order_is_kept_and_only_updated_desc_follows_edits() {
    let times = |site: &Site, member: &str| -> Vec<String> {
        site.all("lead").iter().map(|lead| lead[member].as_str().unwrap().to_owned()).collect()
    };
    let site = Site::new(SandboxOptions { leads: 200, ..SandboxOptions::default() });
    assert!(times(&site, "createdAt").is_sorted_by(|a, b| a >= b), "newest createdAt first is the default");
    let oldest = site.all("lead").last().unwrap().clone();
    let uuid = oldest["uuid"].as_str().unwrap();
    site.put(uuid, json!({ "status": "CLOSED" }));
    assert_ne!(site.page(1).ids()[0], oldest["_id"], "an edit moves nothing in this order");

    site.sandbox.set_order(Order::UpdatedDesc);
    assert!(times(&site, "updatedAt").is_sorted_by(|a, b| a >= b));
    assert_eq!(site.page(1).ids()[0], oldest["_id"], "the edited lead is first in this one");
    let other = site.all("lead")[100].clone();
    site.sandbox.edit(other["_id"].as_str().unwrap(), &json!({ "status": "REVIEW" })).unwrap();
    assert_eq!(site.page(1).ids()[..2], [other["_id"].as_str().unwrap(), oldest["_id"].as_str().unwrap()]);

    site.sandbox.set_order(Order::OldestFirst);
    assert!(times(&site, "createdAt").is_sorted());
    site.sandbox.set_order(Order::Shuffled);
    let shuffled = times(&site, "createdAt");
    assert!(!shuffled.is_sorted() && !shuffled.is_sorted_by(|a, b| a >= b));
    assert_eq!(shuffled, times(&site, "createdAt"), "the same on every request");
}

#[test]
fn line_6_leads_arrive_at_the_head_and_also_during_a_pass() {
    let site = Site::new(SandboxOptions { leads: 50, page_size: 10, ..SandboxOptions::default() });
    let before = site.page(1).ids();
    let arrived = site.sandbox.arrive(2);
    let after = site.page(1);
    assert_eq!(after.ids()[2..], before[..8]);
    let newest: HashSet<&str> = arrived.iter().map(String::as_str).collect();
    assert!((0..2).all(|at| newest.contains(after.json()["data"][at]["uuid"].as_str().unwrap())));

    site.sandbox.arrivals_every(2, 3);
    let count = || site.sandbox.state()["vendors"]["rayzing"]["count"].as_u64().unwrap();
    let start = count();
    (1..=4).for_each(|page| drop(site.page(page)));
    assert_eq!(count() - start, 6, "three new leads on every second list request");
}

#[test]
fn line_7_records_miss_and_add_members_as_real_ones_do() {
    let site = Site::new(SandboxOptions { leads: 2_000, page_size: 2_000, ..SandboxOptions::default() });
    let leads = site.all("lead");
    let details = |lead: &Value| lead["profile"]["userDetails"].clone();
    let some = |what: &str, is: &dyn Fn(&Value) -> bool| {
        let count = leads.iter().filter(|lead| is(lead)).count();
        assert!(count > 0 && count < leads.len() * 9 / 10, "{count} of {} {what}", leads.len());
    };
    some("without a name", &|lead| details(lead).get("name").is_none());
    some("with userProvidedName", &|lead| details(lead).get("userProvidedName").is_some());
    some("without a uuid", &|lead| lead.get("uuid").is_none());
    some("without an agent", &|lead| lead.get("_agentAssigned").is_none());
    some("with a null agent", &|lead| lead.get("_agentAssigned").is_some_and(Value::is_null));
    some("without a text", &|lead| lead["lastMessage"].is_object() && lead["lastMessage"].get("text").is_none());
    some("without a picture", &|lead| details(lead).get("picture").is_none());
    some("with a status of their own", &|lead| lead["status"] == "ESCALATED");
    some("with undocumented members", &|lead| lead.get("__v").is_some() && lead.get("platform").is_some());
    some("with an empty e-mail", &|lead| details(lead)["contact"]["email"] == "");
    some("with escapes in the name", &|lead| details(lead)["name"].as_str().is_some_and(|n| n.contains('\u{1b}')));
    let prefixes =
        leads.iter().filter_map(|lead| details(lead)["contact"]["phone"]["prefix"].as_str().map(str::to_owned));
    assert!(prefixes.into_iter().all(|prefix| prefix.bytes().all(|byte| byte.is_ascii_digit())));
    let ids: HashSet<String> = leads.iter().map(|lead| lead["_id"].to_string()).collect();
    assert_eq!(ids.len(), leads.len());

    let broken = Site::new(SandboxOptions { leads: 20, page_size: 100, malformed: 9, ..SandboxOptions::default() });
    let page = broken.page(1).json();
    assert!(page["data"].as_array().unwrap().iter().any(|record| !record.is_object()), "malformed only by a switch");
}

#[test]
fn line_8_a_write_is_refused_unless_every_member_has_its_type() {
    let site = Site::small();
    let uuid = site.some_uuid();
    for missing in ["uuid", "botId", "customerId"] {
        let body = site.body(&uuid, json!({})).replace(missing, "other");
        let reply = ask(&site.address, "PUT", "/inbox/direct/lead", &[("x-bp-token", &site.token)], &body).unwrap();
        assert_eq!(reply.status, 400, "without {missing}");
    }
    let before = site.sandbox.record(&uuid);
    for wrong in [
        json!({ "status": "DEPENDENCY" }),
        json!({ "status": "open" }),
        json!({ "status": null }),
        json!({ "tags": "vip" }),
        json!({ "tags": [1] }),
        json!({ "notes": { "title": "a", "description": "b" } }),
        json!({ "notes": [{ "title": "a" }] }),
        json!({ "attributes": [{ "key": "A", "value": 1 }] }),
        json!({ "agentId": true }),
        json!({ "name": 7 }),
    ] {
        assert_eq!(site.put(&uuid, wrong.clone()).status, 400, "{wrong}");
    }
    assert_eq!(site.sandbox.record(&uuid), before);
    let errors = &site.sandbox.state()["vendors"]["rayzing"]["type_errors"];
    assert!(errors.as_array().unwrap().iter().any(|e| e["field"] == "agentId" && e["found"] == true));
    for status in ["OPEN", "INPROGRESS", "REVIEW", "ONHOLD", "DEPENDANCY", "CLOSED"] {
        assert_eq!(site.put(&uuid, json!({ "status": status, "agentId": "64aa0000000000000000000a" })).status, 200);
    }
    assert_eq!(site.sandbox.record(&uuid).unwrap()["_agentAssigned"], "64aa0000000000000000000a");

    let site = Site::with(Quirks { any_status: true, ..Quirks::default() });
    assert_eq!(site.put(&uuid, json!({ "status": "MY OWN" })).status, 200);
    assert_eq!(site.sandbox.record(&uuid).unwrap()["status"], "MY OWN");
}

#[test]
fn line_9_lists_are_replaced_appended_or_merged_each_by_its_own_switch() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let written = |modes: Lists| {
        site.sandbox.set_lists(ListMode::Replace.into());
        let start = json!({ "tags": ["vip"], "notes": [{ "title": "A", "description": "old" }],
            "attributes": [{ "key": "PLAN", "value": "free" }] });
        site.put(&uuid, start);
        site.sandbox.set_lists(modes);
        let second = json!({ "tags": ["vip", "gold"], "notes": [{ "title": "A", "description": "new" }],
            "attributes": [{ "key": "PLAN", "value": "gold" }, { "key": "X", "value": "1" }] });
        assert_eq!(site.put(&uuid, second).status, 200);
        let profile = site.sandbox.record(&uuid).unwrap()["profile"].clone();
        let notes: Vec<Value> = profile["notes"].as_array().unwrap().iter().map(|n| n["description"].clone()).collect();
        let values = profile["userDetails"]["attributes"].as_array().unwrap().iter().map(|a| a["value"].clone());
        (profile["userDetails"]["tags"].clone(), Value::from(notes), values.collect::<Value>())
    };
    assert_eq!(written(ListMode::Replace.into()), (json!(["vip", "gold"]), json!(["new"]), json!(["gold", "1"])));
    assert_eq!(
        written(ListMode::Append.into()),
        (json!(["vip", "vip", "gold"]), json!(["old", "new"]), json!(["free", "gold", "1"]))
    );
    assert_eq!(written(ListMode::Merge.into()), (json!(["vip", "gold"]), json!(["new"]), json!(["gold", "1"])));
    let mixed = Lists { notes: ListMode::Append, tags: ListMode::Replace, attributes: ListMode::Merge };
    assert_eq!(written(mixed), (json!(["vip", "gold"]), json!(["old", "new"]), json!(["gold", "1"])));
}

#[test]
fn line_9_a_write_moves_updated_at_makes_note_ids_and_drops_the_plus() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let before = site.sandbox.record(&uuid).unwrap();
    let note = json!({ "title": "Refund", "description": "waiting" });
    site.put(&uuid, json!({ "dialCode": "+49", "phone": "5550100", "notes": [note, note] }));
    let after = site.sandbox.record(&uuid).unwrap();
    assert!(after["updatedAt"].as_str() > before["updatedAt"].as_str());
    let contact = &after["profile"]["userDetails"]["contact"];
    assert_eq!(contact["phone"], json!({ "number": "5550100", "prefix": "49" }));
    assert_eq!(contact["email"], before["profile"]["userDetails"]["contact"]["email"], "untouched fields stay");
    assert_eq!((&after["createdAt"], &after["status"]), (&before["createdAt"], &before["status"]));
    let ids: HashSet<&str> =
        after["profile"]["notes"].as_array().unwrap().iter().map(|note| note["_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.iter().all(|id| id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit())));
    site.put(&uuid, json!({ "notes": [], "tags": [] }));
    let profile = site.sandbox.record(&uuid).unwrap()["profile"].clone();
    assert_eq!((&profile["notes"], &profile["userDetails"]["tags"]), (&json!([]), &json!([])));
}

#[test]
fn line_10_an_unknown_uuid_makes_a_lead_or_is_not_found() {
    let uuid = "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77";
    let site = Site::small();
    assert_eq!(site.put(uuid, json!({ "name": "Nadia Example", "tags": ["vip"] })).status, 200);
    let first = site.page(1).json()["data"][0].clone();
    assert_eq!((&first["uuid"], &first["profile"]["userDetails"]["name"]), (&json!(uuid), &json!("Nadia Example")));

    let site = Site::with(Quirks { unknown_uuid: UnknownUuid::Refused, ..Quirks::default() });
    assert_eq!(site.put(uuid, json!({ "name": "Nadia Example" })).status, 404);
    assert_eq!(site.sandbox.record(uuid), None);
}

#[test]
fn line_11_a_write_is_answered_with_exactly_the_documented_text() {
    let site = Site::small();
    let reply = site.put(&site.some_uuid(), json!({ "status": "ONHOLD" }));
    assert_eq!(reply.text(), r#"{"success":true,"message":"ok","code":200}"#);
    assert!(reply.header("content-type").unwrap().starts_with("application/json"));
}

#[test]
fn line_12_refusing_and_failing_faults_answer_in_their_own_form_and_do_nothing() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let before = site.sandbox.record(&uuid);
    for (word, _) in KINDS.iter().filter(|(word, _)| word.starts_with(['4', '5']) && !word.ends_with("-after")) {
        site.fault(&format!("rayzing:update:{word}:1"));
        let reply = site.put(&uuid, json!({ "name": "Changed" }));
        assert_eq!(reply.status.to_string(), word[..3]);
        let retry = reply.header("retry-after").map(str::to_owned);
        match *word {
            "429-retry" | "503-retry" => assert_eq!(retry.unwrap(), "2"),
            "429-retry-date" | "503-retry-date" => assert!(retry.unwrap().ends_with(" GMT")),
            _ => assert_eq!(retry, None),
        }
        let html = reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        assert_eq!(html, word.starts_with('5'), "{word}");
    }
    for (word, check) in [
        (
            "html",
            (|reply: &Reply| reply.status == 200 && reply.text().starts_with("<!DOCTYPE html>")) as fn(&Reply) -> bool,
        ),
        ("refusal", |reply| reply.status == 200 && reply.json()["success"] == false),
        ("redirect", |reply| reply.status == 302 && reply.header("location").unwrap().starts_with("http://localhost:")),
        ("ok-stores-nothing", |reply| reply.json()["success"] == true),
    ] {
        site.fault(&format!("rayzing:update:{word}:1"));
        assert!(check(&site.put(&uuid, json!({ "name": "Changed" }))), "{word}");
    }
    assert_eq!(site.sandbox.record(&uuid), before);
    assert_eq!(site.put(&uuid, json!({ "name": "Changed" })).status, 200, "each was armed for one request only");
}

#[test]
fn line_12_broken_connections_tell_before_from_after() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let name = || site.sandbox.record(&uuid).unwrap()["profile"]["userDetails"]["name"].clone();
    let mut before = name();
    for (word, done) in
        [("reset-before", false), ("reset-after", true), ("timeout-before", false), ("timeout-after", true)]
    {
        site.fault(&format!("rayzing:update:{word}"));
        let headers = [("x-bp-token", site.token.as_str())];
        let mut stream = TcpStream::connect(&site.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        let body = site.body(&uuid, json!({ "name": word }));
        let (header, token) = headers[0];
        let request = format!(
            "PUT /inbox/direct/lead HTTP/1.1\r\nHost: x\r\n{header}: {token}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let error = stream.read(&mut [0; 16]).expect_err("no byte of an answer comes");
        let silent = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
        assert_eq!(silent, word.starts_with("timeout"), "{word}: {error}");
        assert!(silent || error.kind() == ErrorKind::ConnectionReset, "{word}: {error}");
        if done {
            before = word.into();
        }
        assert_eq!(name(), before, "{word}");
        let last = site.sandbox.log().pop().unwrap();
        assert_eq!((&last["fault"], &last["status"]), (&json!(word), &Value::Null));
    }
    for word in ["500-after", "502-after", "504-after"] {
        site.fault(&format!("rayzing:update:{word}"));
        assert_eq!(site.put(&uuid, json!({ "name": word })).status.to_string(), word[..3]);
        assert_eq!(name(), word);
    }
}

#[test]
fn line_12_unreadable_answers_are_unreadable_in_their_own_way() {
    let timings = Timings { slow_ms: 60, drip_ms: 1, ..Timings::default() };
    let site = Site::new(SandboxOptions { leads: 3, page_size: 1, timings, ..SandboxOptions::default() });
    let whole = site.page(1).body;
    let spoiled = |word: &str| {
        site.fault(&format!("rayzing:list:{word}"));
        let started = Instant::now();
        (site.page(1), started.elapsed())
    };
    let (reply, took) = spoiled("slow");
    assert!(reply.body == whole && took >= Duration::from_millis(60));
    let (reply, took) = spoiled("drip");
    assert!(reply.body == whole && took >= Duration::from_millis(whole.len() as u64));
    let (reply, _) = spoiled("cut");
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert_eq!((promised, &reply.body[..]), (whole.len(), &whole[..whole.len() / 2]));
    let (reply, _) = spoiled("invalid-json");
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert!(promised == reply.body.len() && serde_json::from_slice::<Value>(&reply.body).is_err());
    assert!(spoiled("empty").0.body.is_empty());
    assert_eq!(spoiled("wrong-type").0.json()["data"], "none");
    assert!(String::from_utf8(spoiled("invalid-utf8").0.body).is_err());

    site.fault("rayzing:list:huge");
    let mut stream = TcpStream::connect(&site.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let path = site.list_path("lead", "1");
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nx-bot-token: {}\r\n\r\n", site.token);
    stream.write_all(request.as_bytes()).unwrap();
    let mut piece = vec![0; 1 << 20];
    let mut read = 0;
    while read < 32 << 20 {
        let count = stream.read(&mut piece).unwrap();
        assert!(count > 0, "it ended after {read} bytes");
        read += count;
    }
    drop(stream);
    site.sandbox.clear_faults();
    assert_eq!(site.page(1).status, 200, "hanging up ends it and nothing else");
}

#[test]
fn line_12_writes_can_be_stored_late_or_changed() {
    let timings = Timings { late_ms: 50, ..Timings::default() };
    let site = Site::new(SandboxOptions { leads: 20, timings, ..SandboxOptions::default() });
    let uuid = site.some_uuid();
    let name = || site.sandbox.record(&uuid).unwrap()["profile"]["userDetails"]["name"].clone();
    site.fault("rayzing:update:trims");
    site.put(&uuid, json!({ "name": "  Nadia ", "status": "REVIEW", "tags": ["vips"] }));
    let record = site.sandbox.record(&uuid).unwrap();
    assert_eq!((name(), &record["status"]), (json!("Nadi"), &json!("REVIEW")));
    assert_eq!(record["profile"]["userDetails"]["tags"], json!(["vip"]));
    site.fault("rayzing:update:late");
    assert_eq!(site.put(&uuid, json!({ "name": "Late" })).status, 200);
    assert_eq!(name(), "Nadi");
    let started = Instant::now();
    while name() != "Late" {
        assert!(started.elapsed() < Duration::from_secs(5), "it is stored in the end");
        std::thread::yield_now();
    }
}

#[test]
fn line_13_the_log_has_every_request_with_masked_headers_and_its_body() {
    let site = Site::small();
    let uuid = site.some_uuid();
    site.sandbox.clear_log();
    site.fault("rayzing:list:503:1");
    site.page(3);
    site.put(&uuid, json!({ "status": "CLOSED" }));
    site.get("/elsewhere");
    let log = site.control("GET", "/log", Value::Null).json();
    let log = log.as_array().unwrap();
    assert_eq!(log.len(), 3);
    assert_eq!(
        (&log[0]["status"], &log[0]["fault"], &log[0]["endpoint"]),
        (&json!(503), &json!("503"), &json!("list"))
    );
    assert_eq!(log[0]["query"]["page"], "3");
    assert_eq!((&log[1]["method"], &log[1]["path"]), (&json!("PUT"), &json!("/inbox/direct/lead")));
    assert_eq!(
        log[1]["body"],
        serde_json::from_str::<Value>(&site.body(&uuid, json!({ "status": "CLOSED" }))).unwrap()
    );
    assert_eq!(log[1]["headers"]["x-bp-token"], "***");
    assert_eq!(log[1]["headers"]["content-type"], "application/json");
    assert_eq!((&log[2]["status"], &log[2]["endpoint"]), (&json!(404), &Value::Null));
    assert!(!json!(log).to_string().contains(&site.token), "no credential stands in the log");
    assert_eq!(log[1]["n"].as_u64().unwrap(), log[0]["n"].as_u64().unwrap() + 1);
    let after = site.control("GET", &format!("/log?after={}", log[0]["n"]), Value::Null).json();
    assert_eq!(after.as_array().unwrap().len(), 2);
    site.control("POST", "/log/clear", Value::Null);
    assert_eq!(site.control("GET", "/log", Value::Null).json(), json!([]));
}

#[test]
fn the_same_seed_makes_the_same_people_and_another_seed_makes_others() {
    let options =
        |seed| SandboxOptions { leads: 300, seed, base_ms: Some(1_790_000_000_000), ..SandboxOptions::default() };
    let (one, same, other) = (Site::new(options(1)), Site::new(options(1)), Site::new(options(2)));
    let records = |site: &Site| site.sandbox.state()["vendors"]["rayzing"]["records"].clone();
    assert_eq!(records(&one), records(&same));
    assert_ne!(records(&one), records(&other));
    assert_eq!((&one.token, &one.bot), (&same.token, &same.bot));
    assert_ne!(one.token, other.token);
    assert_ne!(one.bot, other.bot);
}

#[test]
fn the_newest_rows_look_like_a_real_morning() {
    let options =
        SandboxOptions { leads: 5_000, order: Order::UpdatedDesc, page_size: 15, ..SandboxOptions::default() };
    let site = Site::new(options);
    let page = site.page(1).json();
    let rows = page["data"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["profile"]["userDetails"]["name"].as_str().is_some_and(|name| name.len() > 3)));
    assert!(rows.iter().all(|row| row["lastMessage"]["text"].is_string() && row["uuid"].is_string()));
    let online = rows.iter().filter(|row| row["isOnline"] == true).count();
    assert!((2..=8).contains(&online), "{online} online");
    let scripts: HashSet<u32> = rows
        .iter()
        .filter_map(|row| row["profile"]["userDetails"]["name"].as_str().unwrap().chars().next())
        .map(|letter| u32::from(letter) / 0x80)
        .collect();
    assert!(scripts.len() >= 7, "{} blocks of letters", scripts.len());
}

#[test]
fn unknown_words_in_a_fault_are_answered_with_the_known_ones() {
    let error = |text: &str| text.parse::<Fault>().unwrap_err();
    assert!(error("raizing:list:500").contains("known: rayzing"));
    assert!(error("rayzing:lists:500").contains("known: list, update"));
    assert!(error("rayzing:list:teapot").contains("reset-after"));
    assert!(error("rayzing:list:late").contains("known: update"));
    assert!(error("rayzing:list:500:often").contains("number of times"));
    assert!(error("500").contains("VENDOR:ENDPOINT:KIND"));
    for (word, _) in KINDS {
        let text = format!("rayzing:update:{word}:3");
        assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
    }
}

#[test]
fn the_control_port_plays_colleagues_and_visitors_and_turns_switches() {
    let site = Site::small();
    let lead = site.page(1).json()["data"][3].clone();
    let id = lead["_id"].as_str().unwrap();
    let edit = json!({ "vendor": "rayzing", "_id": id, "set": { "status": "CLOSED", "name": "New", "tags": ["a"], "dial_code": "+84", "profile.userDetails.city": "Ulm" } });
    let edited = site.control("POST", "/edit", edit).json()["record"].clone();
    let details = &edited["profile"]["userDetails"];
    assert_eq!(
        (&edited["status"], &details["name"], &details["tags"]),
        (&json!("CLOSED"), &json!("New"), &json!(["a"]))
    );
    assert_eq!((&details["city"], &details["contact"]["phone"]["prefix"]), (&json!("Ulm"), &json!("84")));
    assert!(edited["updatedAt"].as_str() > lead["updatedAt"].as_str());
    assert_eq!(
        site.control("GET", &format!("/state?key={id}"), Value::Null).json()["vendors"]["rayzing"]["records"][0]["record"],
        edited
    );

    site.control("POST", "/convert", json!({ "_id": id, "to": "non-lead" }));
    let has = |kind: &str| site.all(kind).iter().any(|lead| lead["_id"] == id);
    assert!(has("non-lead") && !has("lead"));
    site.control("POST", "/remove", json!({ "_id": id }));
    assert!(!has("non-lead") && !has("lead"));
    assert_eq!(site.control("POST", "/edit", json!({ "_id": id, "set": {} })).status, 400);
    assert_eq!(site.control("POST", "/arrive", json!({ "count": 2 })).json()["uuids"].as_array().unwrap().len(), 2);

    let options =
        json!({ "page_size": 3, "order": "oldest-first", "lists": "append", "rayzing": { "any_status": true } });
    let now = site.control("POST", "/options", options).json();
    assert_eq!(
        (&now["page_size"], &now["lists"]["tags"], &now["rayzing"]["any_status"]),
        (&json!(3), &json!("append"), &json!(true))
    );
    assert_eq!(site.page(1).ids().len(), 3);
    for wrong in [json!({ "leads": 1 }), json!({ "page_sise": 1 }), json!({ "order": "best" }), json!([])] {
        assert_eq!(site.control("POST", "/options", wrong).status, 400);
    }
    site.control("POST", "/faults", json!({ "add": ["rayzing:list:404:1"] }));
    assert_eq!((site.page(1).status, site.page(1).status), (404, 200));
    assert_eq!(site.control("POST", "/faults", json!({ "add": ["rayzing:list:nothing"] })).status, 400);
    site.control("POST", "/faults", json!({ "add": ["rayzing:list:404"] }));
    site.control("POST", "/faults", json!({ "clear": true }));
    assert_eq!(site.page(1).status, 200);
}

#[test]
fn a_stopped_sandbox_frees_its_port_and_ends_its_connections() {
    let site = Site::small();
    let mut open = TcpStream::connect(&site.address).unwrap();
    open.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let address = site.address.clone();
    drop(site);
    assert!(matches!(open.read(&mut [0; 1]), Ok(0) | Err(_)));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_hundred_thousand_leads_are_there_at_once_and_paged_one_by_one() {
    let started = Instant::now();
    let site =
        Site::new(SandboxOptions { leads: 100_000, page_size: 1, order: Order::UpdatedDesc, ..Default::default() });
    for page in 1..=200 {
        assert_eq!(site.page(page * 400).ids().len(), 1);
        site.sandbox.edit(&site.some_uuid(), &json!({ "status": "REVIEW" })).unwrap();
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn a_whole_pass_of_single_record_pages_over_one_connection_takes_seconds() {
    let options = SandboxOptions { leads: 5_000, page_size: 1, order: Order::UpdatedDesc, ..Default::default() };
    let site = Site::new(options);
    let started = Instant::now();
    let mut stream = TcpStream::connect(&site.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = vec![0; 1 << 16];
    for page in 1..=5_000 {
        let path = site.list_path("lead", &page.to_string());
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nx-bot-token: {}\r\n\r\n", site.token);
        stream.write_all(request.as_bytes()).unwrap();
        let mut read = 0;
        while !answer[..read].ends_with(b"]}") {
            read += stream.read(&mut answer[read..]).unwrap();
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"), "page {page}");
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// As the `sandbox` command has its options.
#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: SandboxArgs,
}

#[test]
fn the_command_line_has_the_same_defaults_and_turns_every_switch() {
    let options = |words: &str| {
        let words = std::iter::once("sandbox").chain(words.split_whitespace());
        Command::try_parse_from(words).map(|command| SandboxOptions::from(command.args)).map_err(|e| e.to_string())
    };
    assert_eq!(options("").unwrap(), SandboxOptions::default());
    let turned = options(
        "--leads 9 --seed 3 --page-size 4 --order updated-desc --lists append --tags merge --malformed 2 --shift -1 \
         --fault rayzing:list:500:3 --fault rayzing:update:late --base 2026-01-02T03:04:05Z --arrive 2 --arrive-every 5 \
         --auth bearer --errors empty --refuse-with-200 --unknown-bot 400 --past-the-end repeat-last --any-status \
         --unknown-uuid 404 --page-limit 7 --slow-ms 1 --late-ms 2 --drip-ms 3 --retry-after 4 \
         --huge-history 9 --capillary-token-refusal 403 --capillary-token-ttl 8 --capillary-token-calls 3 \
         --capillary-basic-disabled --capillary-no-customer 1012 --capillary-errors-http 404 \
         --capillary-type-filter applied --capillary-old-envelope --capillary-v1-paging overall \
         --capillary-zone +05:30 --capillary-mask-otp --capillary-mask-receiver --capillary-warnings \
         --capillary-social --fault ray:interaction:reset-after:1 --fault releva:events:own-503 \
         --fault mxo:bulk:trims \
         --ray-auth-header X-Key:{token} --ray-sign-in envelope --ray-grant-refusal 401 --ray-token-ttl 5 \
         --ray-token-calls 2 --ray-token-life-unsaid --ray-errors only-code --ray-code-as-text --ray-failure-word KO \
         --ray-empty-list --ray-list first-bad-stops --ray-max-events 9 --ray-future-limit 60 --ray-past-limit 70 \
         --ray-strict-phone --releva-unauthorized 400-domain --releva-accepted 202-empty --releva-errors html \
         --releva-profile-id --releva-needs-locale --releva-no-empty-custom --releva-skip-bad --releva-visible-after 0 \
         --releva-drop-bots --releva-drop-untracked --releva-max-events 3 --mxo-token-ttl 5 --mxo-token-calls 2 \
         --mxo-token-life-unsaid --mxo-token-type-upper --mxo-client-refused-by-400 --mxo-forbidden \
         --mxo-lenient-header --mxo-named-by url --mxo-strict-members --mxo-path /call --mxo-post-reply nulls \
         --mxo-put-reply empty --mxo-tid-changes --mxo-timestamps iso --mxo-bulk-body wrapped --mxo-bad-item skipped \
         --mxo-errors oauth --mxo-batch-once",
    );
    let turned = serde_json::to_value(turned.unwrap()).unwrap();
    assert_eq!(turned["lists"], json!({ "notes": "append", "tags": "merge", "attributes": "append" }));
    assert_eq!(
        turned["faults"],
        json!([
            "rayzing:list:500:3",
            "rayzing:update:late",
            "ray:interaction:reset-after:1",
            "releva:events:own-503",
            "mxo:bulk:trims"
        ])
    );
    assert_eq!(turned["base_ms"], 1_767_323_045_000_i64);
    let plain = serde_json::to_value(SandboxOptions::default()).unwrap();
    for part in ["", "/timings", "/rayzing", "/capillary", "/ray", "/releva", "/mxo", "/arrivals"] {
        for (name, value) in turned.pointer(part).unwrap().as_object().unwrap() {
            assert_ne!(*value, plain.pointer(part).unwrap()[name], "{part}/{name} was turned");
        }
    }
    assert!(options("--fault rayzing:list:teapot").unwrap_err().contains("known: 400, 401"));
    assert!(options("--order best").unwrap_err().contains("updated-desc, created-desc, oldest-first, shuffled"));
}

#[test]
fn serving_begins_with_one_line_of_json_that_says_where_everything_is() {
    struct Sink(std::sync::mpsc::Sender<String>);
    impl Write for Sink {
        fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
            self.0.send(String::from_utf8_lossy(text).into_owned()).unwrap();
            Ok(text.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (text, said) = std::sync::mpsc::channel();
    let options = SandboxOptions { leads: 3, ..SandboxOptions::default() };
    // It serves until the process ends; so does this thread.
    std::thread::spawn(move || serve(options, &mut Sink(text)));
    let mut line = String::new();
    while !line.ends_with('\n') {
        line += &said.recv_timeout(Duration::from_secs(10)).unwrap();
    }
    let about: Value = serde_json::from_str(&line).unwrap();
    let state = about["control"]["state"].as_str().unwrap().trim_start_matches("http://").to_owned();
    let (address, path) = state.split_once('/').unwrap();
    let state = ask(address, "GET", &format!("/{path}"), &[], "").unwrap().json();
    assert_eq!(state["vendors"]["rayzing"]["count"], 3);
    for (vendor, members) in [
        ("rayzing", ["base_url", "bot_id", "customer_id"].as_slice()),
        ("capillary", &["base_url", "auth", "zone"]),
        ("ray", &["base_url"]),
        ("releva", &["base_url", "locale"]),
        ("mxo", &["base_url", "site_key", "touchpoint"]),
    ] {
        assert!(members.iter().all(|member| about["vendors"][vendor][member].is_string()), "{vendor}");
        assert!(!about["vendors"][vendor]["credentials"].as_object().unwrap().is_empty(), "{vendor}");
    }
    assert_eq!(about["vendors"].as_object().unwrap().len(), 5);
}
