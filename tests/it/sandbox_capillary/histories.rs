//! Who the customers are, and that what is served is what `/state` says, item for item.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use leadline::config::Config;
use leadline::sandbox::SandboxOptions;
use serde_json::{Value, json};

use super::Site;

fn items(customer: &Value) -> &[Value] {
    customer["history"]["items"].as_array().unwrap()
}

#[test]
fn most_leads_are_customers_under_the_identifiers_of_the_lead() {
    let site = Site::new(SandboxOptions { leads: 1_000, ..SandboxOptions::default() });
    let customers = site.customers();
    assert!((700..960).contains(&customers.len()), "{} of 1,000", customers.len());
    let (mut seen, mut hidden) = (HashSet::new(), 0);
    for customer in &customers {
        let lead = site.sandbox.record(customer["lead"]["_id"].as_str().unwrap()).unwrap();
        let contact = &lead["profile"]["userDetails"]["contact"];
        if let Some(email) = customer["email"].as_str() {
            assert_eq!(contact["email"], email);
        }
        let digits = |value: &Value| value.as_str().unwrap_or("").replace(' ', "");
        let mobile = digits(&contact["phone"]["prefix"]) + &digits(&contact["phone"]["number"]);
        if customer["mobile"].is_string() {
            assert_eq!(customer["mobile"], mobile);
        } else {
            hidden += usize::from(!mobile.is_empty());
        }
        for name in ["id", "email", "mobile", "external_id"] {
            assert!(customer[name].is_null() || seen.insert((name, customer[name].to_string())), "one owner each");
        }
    }
    assert!(hidden > 5, "some are known by something else than their number");
    let sent: Vec<usize> = customers.iter().map(|customer| items(customer).len()).collect();
    assert!(sent.contains(&0) && sent.iter().any(|count| *count > 40));
}

#[test]
fn served_histories_equal_the_state_item_for_item() {
    let site = Site::new(SandboxOptions { leads: 260, ..SandboxOptions::default() });
    let (mut shared_ids, mut total) = (0, 0);
    let customers = site.customers();
    assert!(customers.len() >= 200);
    for customer in customers.iter().take(200) {
        let answer = site.about(customer, "").json();
        let mut served: HashMap<String, Vec<Value>> = HashMap::new();
        for group in answer["interaction"].as_array().unwrap() {
            let list = group["messageList"].as_array().cloned().unwrap_or_default();
            served.insert(group["name"].as_str().unwrap().to_owned(), list);
        }
        served.remove("phone");
        let mut groups_of_ids: HashMap<i64, HashSet<&str>> = HashMap::new();
        for item in items(customer) {
            let group = item["group"].as_str().unwrap();
            groups_of_ids.entry(item["id"].as_i64().unwrap()).or_default().insert(group);
            // In the order of the state, each exactly once.
            let message = served.get_mut(group).unwrap().remove(0);
            let status = message.get("status").cloned().unwrap_or_default();
            assert_eq!(
                [&message["id"], &message["receiver"], &message["subject"], &message["campaignId"], &status],
                [&item["id"], &item["receiver"], &item["subject"], &item["campaign"], &item["status"]]
            );
            assert_eq!(message["userId"], item["user"]);
            for (name, value) in item["extra"].as_object().unwrap() {
                assert_eq!(message[name], *value);
            }
            total += 1;
        }
        assert!(served.values().all(Vec::is_empty), "nothing is served that is not in the state");
        shared_ids += groups_of_ids.values().filter(|groups| groups.len() > 1).count();
        let key = customer["lead"]["_id"].as_str().unwrap();
        let alone = site.control("GET", &format!("/state?key={key}"), Value::Null).json();
        assert_eq!(alone["vendors"]["capillary"]["customers"], json!([customer]));
    }
    assert!(total > 800 && shared_ids > 0, "{total} items, {shared_ids} ids in two groups");
}

#[test]
fn the_same_seed_makes_the_same_histories_and_another_seed_makes_others() {
    let options =
        |seed| SandboxOptions { leads: 100, seed, base_ms: Some(1_790_000_000_000), ..SandboxOptions::default() };
    let (one, same, other) = (Site::new(options(1)), Site::new(options(1)), Site::new(options(2)));
    assert_eq!(one.customers(), same.customers());
    assert_ne!(one.customers(), other.customers());
    assert_eq!(one.about["credentials"], same.about["credentials"]);
    assert_ne!(one.about["credentials"], other.about["credentials"]);
}

#[test]
fn one_customer_may_have_been_sent_twenty_thousand_messages() {
    let site = Site::new(SandboxOptions { leads: 5, huge_history: 20_000, ..SandboxOptions::default() });
    let started = Instant::now();
    let customer = site.customers().remove(0);
    assert_eq!(items(&customer).len(), 20_000);
    let answer = site.about(&customer, "").json();
    let served = answer["interaction"].as_array().unwrap().iter().filter(|group| group["name"] != "phone");
    assert_eq!(served.filter_map(|group| group["messageList"].as_array()).map(Vec::len).sum::<usize>(), 20_000);
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    assert!(site.sandbox.set_options(&json!({ "huge_history": 1 })).is_err(), "it is seeded");
}

#[test]
fn the_description_is_an_account_of_the_settings_file() {
    let site = Site::small();
    let mut text = String::from("[[account]]\nname = \"loyalty\"\nvendor = \"capillary\"\n");
    for (key, value) in site.about.as_object().unwrap().iter().filter(|(key, _)| *key != "credentials") {
        text += &format!("{key} = {value}\n");
    }
    let config = Config::parse(&text).unwrap_or_else(|_| panic!("no settings: {text}"));
    assert_eq!(config.accounts.len(), 1);
    assert_eq!(site.about["external_id_attribute"], "LOYALTY_ID");
    let fields: Vec<&String> = site.about["credentials"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["key", "password", "secret", "till"]);
}

#[test]
fn messages_go_out_and_customers_are_merged_behind_the_clients_back() {
    let site = Site::small();
    let customer = site.somebody();
    let before = items(&customer).len();
    let mobile = customer["mobile"].as_str().unwrap();
    let what =
        json!({ "vendor": "capillary", "key": mobile, "group": "telegram", "subject": "Hello", "status": "NEW" });
    let sent = site.control("POST", "/send", what).json();
    let list = site.about(&customer, "").group("telegram")["messageList"].clone();
    assert_eq!(
        (&list[0]["id"], &list[0]["subject"], &list[0]["status"]),
        (&sent["id"], &json!("Hello"), &json!("NEW"))
    );
    assert_eq!(items(&site.somebody()).len(), before + 1);
    site.sandbox.act("capillary", "merge", &json!({ "key": mobile })).unwrap();
    assert_eq!(site.about(&customer, "").code(), json!(8069));
    assert_eq!(site.control("POST", "/send", json!({ "vendor": "capillary", "key": "nobody" })).status, 400);
    assert_eq!(site.control("POST", "/dance", json!({ "vendor": "capillary" })).status, 400);
}
