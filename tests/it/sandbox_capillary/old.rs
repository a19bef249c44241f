//! Lines 8 and 9: the older envelope and the older interface, with their traps.

use leadline::sandbox::{CapillaryQuirks, SandboxOptions, V1Paging};
use serde_json::{Value, json};

use super::{Site, V1, ask, clock};

const BROKEN: &str = "45837-06-15 02:56:40";

/// A list, the only element of one, or nothing.
fn many(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list.clone(),
        Value::Object(_) => vec![value.clone()],
        _ => Vec::new(),
    }
}

fn groups(answer: &Value) -> Vec<Value> {
    many(&many(&answer["response"]["customer"]["interactions"]["network"])[0]["interaction"])
}

fn messages(answer: &Value, group: &str) -> Vec<Value> {
    let group = groups(answer).into_iter().find(|found| found["type"] == group).unwrap_or_default();
    many(&group["messages"]["message"])
}

/// Every message but those of `phone`, as ids.
fn ids(answer: &Value) -> Vec<String> {
    let all = groups(answer).into_iter().filter(|group| group["type"] != "phone");
    all.flat_map(|group| many(&group["messages"]["message"])).map(|m| m["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn line_8_the_old_envelope_answers_new_requests_with_all_its_traps() {
    let options = SandboxOptions {
        leads: 300,
        capillary: CapillaryQuirks { old_envelope: true, ..CapillaryQuirks::default() },
        ..SandboxOptions::default()
    };
    let site = Site::new(options);
    let (mut spellings, mut singles, mut padded, mut stray_codes) = ([0, 0], 0, 0, 0);
    for customer in site.customers() {
        let answer = site.about(&customer, "").json();
        let response = &answer["response"];
        assert_eq!((&response["status"]["success"], &response["status"]["code"]), (&json!("true"), &json!(200)));
        assert!(response["customer"]["id"].is_string());
        assert!(response["customer"]["interactions"]["network"].is_object(), "a list of one is no list");
        stray_codes += usize::from(response["customer"]["item_status"]["response_code"] == 1000);
        let empty = groups(&answer).into_iter().filter(|group| group["count"] == "0" && group["type"] != "survey");
        assert!(empty.into_iter().all(|group| group["last_interaction_time"] == "null"));
        let items = customer["history"]["items"].as_array().unwrap();
        let mut broken = 0;
        for item in items {
            let list = messages(&answer, item["group"].as_str().unwrap());
            singles += usize::from(list.len() == 1);
            let message = list.iter().find(|message| message["id"].as_str() == Some(&item["id"].to_string())).unwrap();
            let sent = clock(&item["sent_at"], 0, "%Y-%m-%d %H:%M:%S");
            broken += usize::from(message["sent_time"] == BROKEN);
            assert!(message["sent_time"] == sent || item["broken_date"] == true);
            assert_eq!(message["campaign_id"], item["campaign"].to_string());
            let subject = message["subject"].as_str().unwrap();
            padded += usize::from(subject.starts_with('\n'));
            assert_eq!(subject.trim(), item["subject"].as_str().unwrap());
            let spelled = ["receiver", "reciever"].map(|name| usize::from(message[name] == item["receiver"]));
            assert_eq!(spelled.iter().sum::<usize>(), 1);
            spellings = [spellings[0] + spelled[0], spellings[1] + spelled[1]];
        }
        assert_eq!(broken, usize::from(items.len() > 3), "one date is broken");
    }
    assert!(spellings[0] > 0 && spellings[1] > spellings[0] && singles > 0 && padded > 0 && stray_codes > 0);
}

#[test]
fn line_9_the_older_interface_takes_each_identifier_as_a_key_or_as_a_pair() {
    let site = Site::small();
    let customer = site.somebody();
    let value = |name: &str| customer[name].as_str().unwrap().to_owned();
    let whole = site.v1(&customer, "").json();
    assert_eq!(whole["response"]["customer"]["item_status"]["success"], "true");
    for query in [
        format!("email={}", value("email")),
        format!("external_id={}", value("external_id")),
        format!("id={}", customer["id"]),
        format!("identifierName=mobile&identifierValue={}", value("mobile")),
        // The address of the documents' example.
        format!("source=INSTORE&accountId=1234&identifierName=mobile&mobile={}&type=whatsapp", value("mobile")),
    ] {
        assert_eq!(site.get(&format!("{V1}?format=json&{query}")).json(), whole, "{query}");
    }
    let item_code = |query: &str| {
        let reply = site.get(&format!("{V1}?format=json&{query}"));
        let response = reply.json()["response"].clone();
        assert_eq!((&response["status"]["success"], &response["status"]["code"]), (&json!("false"), &json!(500)));
        (reply.status, response["customer"]["item_status"]["code"].clone())
    };
    assert_eq!(item_code("mobile=1"), (200, json!(1012)));
    assert_eq!(item_code("identifierName=card_number&identifierValue=1"), (200, json!(1012)));
    assert_eq!(item_code(""), (200, json!(1011)));
    let refused = ask(&site.address, "GET", V1, &[], "").unwrap();
    assert_eq!((refused.status, &refused.json()["response"]["status"]["success"]), (401, &json!("false")));
    let xml = site.get(&format!("{V1}?mobile={}", value("mobile")));
    assert!(xml.header("content-type").unwrap().contains("xml") && xml.body.starts_with(b"<?xml"));
}

#[test]
fn line_9_limit_and_offset_walk_through_each_group_or_through_all_of_them() {
    let site = Site::new(SandboxOptions { leads: 5, huge_history: 400, ..SandboxOptions::default() });
    let customer = site.customers().remove(0);
    let items = customer["history"]["items"].as_array().unwrap();
    let mut wanted: Vec<String> = items.iter().map(|item| item["id"].to_string()).collect();
    wanted.sort_unstable();

    let first = site.v1(&customer, "").json();
    assert!(groups(&first).iter().all(|group| many(&group["messages"]["message"]).len() <= 50), "fifty by default");
    assert_eq!(messages(&first, "email").len(), 50);
    for (paging, limit) in [(V1Paging::PerGroup, 50), (V1Paging::PerGroup, 7), (V1Paging::Overall, 60)] {
        site.sandbox.set_options(&json!({ "capillary": { "v1_paging": paging } })).unwrap();
        let mut found = Vec::new();
        for page in 0..400 {
            let answer = site.v1(&customer, &format!("&limit={limit}&offset={}", page * limit)).json();
            if groups(&answer).iter().all(|group| many(&group["messages"]["message"]).is_empty()) {
                break;
            }
            found.extend(ids(&answer));
        }
        found.sort_unstable();
        assert_eq!(found, wanted, "{paging:?} by {limit}");
    }
    for (paging, served) in [(V1Paging::NoOffset, 50), (V1Paging::Nothing, usize::MAX)] {
        site.sandbox.set_options(&json!({ "capillary": { "v1_paging": paging } })).unwrap();
        let first = site.v1(&customer, "").json();
        assert_eq!(site.v1(&customer, "&limit=50&offset=50").json(), first, "{paging:?}: every page is the first");
        let mails = items.iter().filter(|item| item["group"] == "email").count();
        assert_eq!(messages(&first, "email").len(), mails.min(served), "{paging:?}");
    }
    site.sandbox.set_options(&json!({ "capillary": { "v1_paging": "overall" } })).unwrap();
    let overall = site.v1(&customer, "").json();
    let served: usize = groups(&overall).iter().map(|group| many(&group["messages"]["message"]).len()).sum();
    assert_eq!(served, 50);
}

#[test]
fn line_9_the_times_of_the_older_interface_are_all_in_the_clusters_zone() {
    let site = Site::small();
    site.sandbox.set_options(&json!({ "capillary": { "zone": "+05:30" } })).unwrap();
    let customer = site.somebody();
    let answer = site.v1(&customer, "").json();
    for item in customer["history"]["items"].as_array().unwrap() {
        let list = messages(&answer, item["group"].as_str().unwrap());
        let message = list.iter().find(|message| message["id"].as_str() == Some(&item["id"].to_string())).unwrap();
        let at = |at: &Value| clock(at, 19_800, "%Y-%m-%d %H:%M:%S");
        assert!(message["sent_time"] == at(&item["sent_at"]) || message["sent_time"] == BROKEN);
        match &item["delivered_at"] {
            Value::Null => assert!(matches!(message["delivered_time"].as_str(), None | Some("" | "null"))),
            delivered => assert_eq!(message["delivered_time"], at(delivered)),
        }
    }
}
