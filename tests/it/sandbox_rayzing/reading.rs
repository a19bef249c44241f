//! Reading lists: endpoints, headers, refusals, pages, orders, what records look like (lines 1 to 7).

use std::collections::HashSet;

use leadline::sandbox::{AuthMode, ErrorBody, Order, PastTheEnd, Quirks, SandboxOptions, UnknownBot};
use serde_json::{Value, json};

use super::Site;
use crate::support::raw::ask;

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
