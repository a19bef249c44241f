//! Every vendor that is told what happened: what exactly is sent, and that it is kept as it was sent.

use leadline::vendors::find;
use serde_json::{Value, json};

use super::calls::{Call, Desk};
use super::faults::meaning;
use super::styles::{Style, Way};
use super::{everywhere, options};

/// Headers that any program sends.
const ANYBODYS: [&str; 6] = ["accept", "accept-encoding", "content-length", "content-type", "host", "user-agent"];

/// What a recording looks like on its way.
struct Told {
    vendor: &'static str,
    endpoint: &'static str,
    method: &'static str,
    path: &'static str,
    query: &'static [&'static str],
    /// Beside anybody's.
    headers: &'static [&'static str],
    /// Where its events stand in the body: as a list, alone, or in a member.
    events: &'static str,
}

const TOLD: &[Told] = &[
    // Contract section 2.
    Told {
        vendor: "ray",
        endpoint: "interaction",
        method: "POST",
        path: "/events/interaction",
        query: &[],
        headers: &["authorization"],
        events: "list",
    },
    // Sections 1 and 2.
    Told {
        vendor: "releva",
        endpoint: "events",
        method: "POST",
        path: "/api/v0/events",
        query: &[],
        headers: &["authorization"],
        events: "events",
    },
    // Sections 2 to 2.3.
    mxo("interaction", "POST", "/one/oauth2/rt/api/2.0/interaction", "alone"),
    mxo("update", "PUT", "/one/oauth2/rt/api/2.0/interaction", "alone"),
    mxo("offline", "PUT", "/one/oauth2/rt/api/2.0/interaction/offline", "alone"),
    mxo("bulk", "PUT", "/one/oauth2/rt/api/2.0/interactions/offline", "list"),
];

const fn mxo(endpoint: &'static str, method: &'static str, path: &'static str, events: &'static str) -> Told {
    let headers = &["authorization", "datamimetype"];
    Told { vendor: "mxo", endpoint, method, path, query: &["sk"], headers, events }
}

/// The recordings that a desk can make.
fn recordings(desk: &Desk) -> Vec<Call> {
    desk.calls().into_iter().filter(|call| matches!(call, Call::Record | Call::RecordLate)).collect()
}

#[test]
fn a_recording_carries_exactly_what_the_contract_names_and_is_kept_as_it_was_sent() {
    let mut met = Vec::new();
    everywhere(
        |style| style.switches == "{}",
        |desk, what| {
            for call in recordings(desk) {
                desk.make(call).unwrap();
                let entry = desk.site.sandbox().log().pop().unwrap();
                let told = TOLD.iter().find(|told| told.vendor == desk.vendor() && entry["endpoint"] == told.endpoint);
                let told = told.unwrap_or_else(|| panic!("{what} {call:?}: {entry}"));
                assert_eq!((&entry["method"], &entry["path"]), (&json!(told.method), &json!(told.path)), "{what}");
                let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
                assert_eq!(names(&entry["query"]), told.query, "{what}");
                let mut sent = names(&entry["headers"]);
                sent.retain(|name| !ANYBODYS.contains(&name.as_str()));
                assert_eq!(sent, told.headers, "{what} {}", told.endpoint);
                assert_eq!(entry["headers"]["content-type"], "application/json", "{what}");
                let agent = entry["headers"]["user-agent"].as_str().unwrap();
                assert!(agent.starts_with("Leadline/") && agent.ends_with("(desktop)"), "{agent}");
                let events = match told.events {
                    "list" => entry["body"].as_array().unwrap().clone(),
                    "alone" => vec![entry["body"].clone()],
                    member => entry["body"][member].as_array().unwrap().clone(),
                };
                let kept = desk.site.sandbox().recorded(desk.vendor());
                let kept: Vec<Value> =
                    kept[kept.len() - events.len()..].iter().map(|one| one["event"].clone()).collect();
                assert_eq!(kept, events, "{what} {}", told.endpoint);
                met.push((told.vendor, told.endpoint));
            }
        },
    );
    for told in TOLD {
        assert!(met.contains(&(told.vendor, told.endpoint)), "{} {} was never sent", told.vendor, told.endpoint);
    }
}

#[test]
fn finding_out_whether_a_key_works_records_nothing() {
    everywhere(
        |style| style.switches == "{}",
        |desk, what| {
            for call in desk.calls().into_iter().filter(|call| matches!(call, Call::Test | Call::Token)) {
                desk.make(call).unwrap();
            }
            assert!(desk.site.sandbox().recorded(desk.vendor()).is_empty(), "{what}");
        },
    );
}

#[test]
fn a_vendor_that_says_no_has_kept_nothing() {
    everywhere(
        |style| style.says_no,
        |desk, what| {
            for call in recordings(desk) {
                desk.make_spoilt(call).unwrap_err();
            }
            assert!(desk.site.sandbox().recorded(desk.vendor()).is_empty(), "{what}");
        },
    );
}

/// Who may not do this, by settings and switches that make it so.
const FORBIDDEN: &[(Way, Style)] = &[
    // Contract section 5, line 4: a store of somebody else, said with HTTP and under it.
    (way("ray", "store_id = 9"), style("ray", "{}")),
    (way("ray", "store_id = 9"), style("ray", r#"{ "errors": "body" }"#)),
    // Section 6, line 3.
    (way("mxo", ""), style("mxo", r#"{ "forbidden": true }"#)),
    (way("mxo", ""), style("mxo", r#"{ "forbidden": true, "errors": "ok" }"#)),
];

const fn way(vendor: &'static str, settings: &'static str) -> Way {
    Way { vendor, settings, template: "" }
}

const fn style(vendor: &'static str, switches: &'static str) -> Style {
    Style { vendor, switches, says_no: true }
}

#[test]
fn a_missing_permission_refuses_the_event_and_not_the_key() {
    for (way, style) in FORBIDDEN {
        let desk = Desk::new(find(style.vendor).unwrap(), options(), way, style);
        for call in recordings(&desk) {
            let outcome = desk.make(call);
            assert_eq!(meaning(&outcome), "refused", "{} {} {call:?}: {outcome:?}", style.vendor, style.switches);
        }
        assert!(desk.site.sandbox().recorded(desk.vendor()).is_empty(), "{}", style.vendor);
    }
}
