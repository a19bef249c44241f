//! Lines 5 to 7 and 10 to 12: what the v2 shape holds, and what switches make of it.

use std::collections::HashSet;

use leadline::sandbox::{CapillaryQuirks, SandboxOptions, TypeFilter, Zone};
use serde_json::{Value, json};

use super::{Site, clock};

fn texts(list: &Value, name: &str) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|message| Some(message[name].as_str()?.to_owned())).collect()
}

/// `DD-MM-YYYY HH:mm:ss` in an order that sorts.
fn sortable(date: &str) -> String {
    format!("{}-{}-{}{}", &date[6..10], &date[3..5], &date[..2], &date[10..])
}

#[test]
fn line_5_every_group_is_there_unsorted_and_with_the_quirks_of_the_real_one() {
    let site = Site::new(SandboxOptions { leads: 1_000, ..SandboxOptions::default() });
    let (mut statuses, mut names, mut unsorted, mut miscounted) = (HashSet::new(), HashSet::new(), 0, 0);
    let (mut nobodys, mut no_campaign, mut undelivered, mut extra, mut surveys, mut missed) = (0, 0, 0, 0, 0, 0);
    for customer in site.customers().iter().take(400) {
        let reply = site.about(customer, "");
        let answer = reply.json();
        for group in answer["interaction"].as_array().unwrap() {
            names.insert(group["name"].as_str().unwrap().to_owned());
            let list = group["messageList"].as_array().map_or(&[][..], Vec::as_slice);
            miscounted += usize::from(!list.is_empty() && group["count"] != list.len());
            for message in list {
                let id = message["id"].as_i64().unwrap().to_string();
                assert_eq!(id.len(), 13);
                let status = message["status"].as_str().unwrap_or("");
                statuses.insert(status.to_owned());
                assert!(message["deliveredTime"].is_null() || !status.contains("BOUNCED"), "{message}");
                undelivered += usize::from(message.get("deliveredTime").is_none());
                nobodys += usize::from(message["userId"] == -1);
                no_campaign += usize::from(message["campaignId"] == -1);
                extra += usize::from(message.get("retryCount").is_some());
            }
            let dates: Vec<String> =
                texts(&group["messageList"], "sentDate").iter().map(|date| sortable(date)).collect();
            unsorted += usize::from(!dates.is_sorted() && !dates.iter().rev().is_sorted());
        }
        let (sms, phone) = (reply.group("sms"), reply.group("phone"));
        assert_eq!(sms["messageList"], phone["messageList"], "the same messages under the same ids");
        assert!(reply.group("missed_call").get("messageList").is_none());
        assert!(reply.group("missed_call")["usedStatus"].is_boolean());
        missed += reply.group("missed_call")["count"].as_u64().unwrap();
        assert!(reply.group("survey").get("messageList").is_none());
        surveys += reply.group("survey")["surveys"].as_array().unwrap().len();
    }
    for name in ["email", "sms", "phone", "whatsapp", "zalo", "line", "viber", "survey", "missed_call", "push"] {
        assert!(names.contains(name), "{name}");
    }
    for status in
        ["DELIVERED", "SOFT_BOUNCED", "HARD_BOUNCED", "NOT-DELIVERED", "NOT_DELIVERED", "read", "AWAITING_ARCHIVE", ""]
    {
        assert!(statuses.contains(status), "{status}");
    }
    for (count, what) in [(unsorted, "unsorted"), (miscounted, "miscounted"), (nobodys, "userId -1")] {
        assert!(count > 0, "{what}");
    }
    assert!(no_campaign > 0 && undelivered > 0 && extra > 0 && surveys > 0 && missed > 0);
}

#[test]
fn line_6_other_networks_are_echoed_and_empty_until_the_switch_fills_them() {
    let site = Site::small();
    let customer = site.somebody();
    assert_eq!(site.about(&customer, "&network=capillary").json(), site.about(&customer, "").json());
    for network in ["facebook", "twitter", "foursquare", "viber"] {
        let answer = site.about(&customer, &format!("&network={network}")).json();
        assert_eq!((&answer["name"], &answer["interaction"]), (&json!(network), &json!([])));
    }
    let refused = site.about(&customer, "&network=myspace");
    assert_eq!((refused.status, refused.code()), (400, json!(400)));
    site.sandbox.set_options(&json!({ "capillary": { "social": true } })).unwrap();
    let reply = site.about(&customer, "&network=facebook");
    assert!(reply.group("checkin")["locs"][0]["lat"].is_number());
    assert!(site.about(&customer, "&network=twitter").group("tweet")["count"].as_u64().unwrap() > 0);
}

#[test]
fn line_7_a_type_is_ignored_or_heeded() {
    let site = Site::small();
    let customer = site.somebody();
    let whole = site.about(&customer, "").json();
    assert_eq!(site.about(&customer, "&type=viber").json(), whole);

    let site = Site::with(CapillaryQuirks { type_filter: TypeFilter::Applied, ..CapillaryQuirks::default() });
    let names = |word: &str| {
        let answer = site.about(&customer, &format!("&type={word}")).json();
        answer["interaction"].as_array().unwrap().iter().map(|group| group["name"].clone()).collect::<Vec<_>>()
    };
    for (word, group) in
        [("viber", "viber"), ("whatsapp", "whatsapp"), ("zalo", "zalo"), ("feedback", "survey"), ("email", "email")]
    {
        assert_eq!(names(word), [group]);
    }
    assert_eq!(names("retweet"), Vec::<Value>::new());
    assert_eq!(names("").len(), whole["interaction"].as_array().unwrap().len());
    for customer in site.customers() {
        let campaigns = |word: &str| {
            let list = site.about(&customer, &format!("&type={word}")).group("email")["messageList"].clone();
            list.as_array().unwrap().iter().map(|message| message["campaignId"] == -1).collect::<Vec<bool>>()
        };
        assert!(campaigns("email").iter().all(|single| *single) && !campaigns("emailbulk").contains(&true));
    }
}

#[test]
fn line_10_times_without_a_zone_are_the_clusters_and_delivery_stays_utc() {
    for (zone, ahead, word) in [(Zone::Utc, 0, "UTC"), (Zone::India, 19_800, "+05:30")] {
        let site = Site::with(CapillaryQuirks { zone, ..CapillaryQuirks::default() });
        assert_eq!(site.about["zone"], word);
        let mut delivered = 0;
        for customer in site.customers() {
            let reply = site.about(&customer, "");
            for item in customer["history"]["items"].as_array().unwrap() {
                let group = reply.group(item["group"].as_str().unwrap());
                let message = group["messageList"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|message| message["id"] == item["id"])
                    .unwrap();
                assert_eq!(message["sentDate"], clock(&item["sent_at"], ahead, "%d-%m-%Y %H:%M:%S"));
                assert_eq!(message["deliveredTime"], item["delivered_at"]);
                delivered += usize::from(item["delivered_at"].is_string());
            }
        }
        assert!(delivered > 20);
    }
}

#[test]
fn line_11_masks_hide_the_digits_of_codes_and_the_receivers_and_nothing_else() {
    let site = Site::new(SandboxOptions { leads: 300, ..SandboxOptions::default() });
    let mask = |otp: bool, receiver: bool| {
        site.sandbox.set_options(&json!({ "capillary": { "mask_otp": otp, "mask_receiver": receiver } })).unwrap();
    };
    let mut scripts = HashSet::new();
    for customer in site.customers() {
        for (otp, receiver) in [(false, false), (true, false), (false, true), (true, true)] {
            mask(otp, receiver);
            let reply = site.about(&customer, "");
            for item in customer["history"]["items"].as_array().unwrap() {
                let group = reply.group(item["group"].as_str().unwrap());
                let found = |message: &&Value| message["id"] == item["id"];
                let message = group["messageList"].as_array().unwrap().iter().find(found).unwrap();
                let clear = item["subject"].as_str().unwrap();
                let wanted = match item["code"].as_str().filter(|_| otp) {
                    Some(code) => {
                        scripts.insert(u32::from(code.chars().next().unwrap()) / 0x80);
                        assert!((4..=9).contains(&code.chars().count()), "{code}");
                        let stars: String = code.chars().map(|c| if c.is_numeric() { '*' } else { c }).collect();
                        clear.replace(code, &stars)
                    }
                    None => clear.to_owned(),
                };
                assert_eq!(message["subject"], wanted);
                assert_eq!(message["receiver"], if receiver { json!("*****") } else { item["receiver"].clone() });
            }
        }
    }
    assert!(scripts.len() > 2, "codes are written in {} sets of digits", scripts.len());
}

#[test]
fn line_12_a_warning_comes_with_the_data() {
    let site = Site::small();
    let customer = site.somebody();
    let plain = site.about(&customer, "");
    assert_eq!(plain.json()["warnings"], json!([]));
    site.sandbox.set_options(&json!({ "capillary": { "warnings": true } })).unwrap();
    let warned = site.about(&customer, "");
    let warnings = warned.json()["warnings"].clone();
    assert_eq!((warned.status, warnings.as_array().unwrap().len()), (200, 1));
    assert_eq!((&warnings[0]["status"], warnings[0]["code"].is_number()), (&json!(false), true));
    assert!(warnings[0]["message"].is_string());
    assert_eq!(warned.json()["interaction"], plain.json()["interaction"]);
}
