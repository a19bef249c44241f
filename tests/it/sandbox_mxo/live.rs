//! Lines 4 to 6, 8 and 9: what a live call must hold, and what is answered.

use leadline::sandbox::{MxoQuirks, NamedBy, PostReply, PutReply};
use serde_json::{Value, json};

use super::{LIVE, Site, changed, interaction};
use crate::support::raw::from_base64;

const OTHER: &str = "api://leadline.support/other";

#[test]
fn line_4_the_address_goes_by_either_name_or_by_the_one_that_is_wanted() {
    let site = Site::small();
    let both = interaction("a");
    let (uri, url) = (changed(&both, "url", Value::Null), changed(&both, "uri", Value::Null));
    for (named_by, expected) in
        [(NamedBy::Either, [200, 200, 200]), (NamedBy::Uri, [200, 200, 400]), (NamedBy::Url, [200, 400, 200])]
    {
        site.desk.switch(&json!({ "named_by": named_by }));
        assert_eq!([&both, &uri, &url].map(|body| site.post(body).status), expected, "{named_by:?}");
    }
    site.desk.switch(&json!({ "named_by": NamedBy::Either }));
    let differ = changed(&both, "uri", json!(OTHER));
    assert_eq!(site.post(&differ).json()["trackers"][0]["path"], OTHER, "uri wins");
    site.desk.switch(&json!({ "strict_members": true }));
    assert_eq!(site.post(&both).status, 200);
    assert_eq!(site.post(&changed(&both, "mood", json!("good"))).status, 400);
    site.desk.switch(&json!({ "named_by": NamedBy::Uri }));
    assert_eq!((site.post(&both).status, site.post(&uri).status), (400, 200));
}

#[test]
fn line_4_an_address_that_is_not_fully_qualified_is_refused() {
    let site = Site::small();
    let with = |address: Value| site.post(&json!({ "uri": address, "url": "api://leadline.support/good" })).status;
    for bad in
        ["", "leadline.support/x", "api://", "api:///x", "api://leadline.support", "API://a/b", "1a://b/c", "://a/b"]
    {
        assert_eq!(with(json!(bad)), 400, "{bad}");
    }
    assert_eq!((with(json!(7)), site.post(&json!({})).status), (400, 400));
    for good in ["api://leadline.support/", "a+b-c.1://t/x/y?z"] {
        assert_eq!(with(json!(good)), 200, "{good}");
    }
}

#[test]
fn line_4_an_address_that_is_not_configured_is_taken_without_effect() {
    let site = Site::with(MxoQuirks { paths: vec!["/call".to_owned()], ..MxoQuirks::default() });
    let at = |address: &str| {
        let reply = site.post(&json!({ "uri": address }));
        assert_eq!((reply.status, &reply.json()["statusCode"]), (200, &json!(200)));
        let points = reply.json()["trackers"].as_array().unwrap().len();
        let actions = reply.json()["optimizations"].as_array().unwrap().len();
        let known = site.desk.sandbox.recorded("mxo").last().unwrap()["configured"].clone();
        assert_eq!((points > 0, actions > 0), (known == true, known == true));
        known
    };
    assert_eq!(at("api://leadline.support/call"), true);
    assert_eq!(at("api://leadline.support/cal"), false);
    assert_eq!(at("api://somewhere.else/call"), false);
    assert_eq!(site.licensed(), 3);
    site.desk.switch(&json!({ "paths": [] }));
    assert_eq!(at("api://leadline.support/anything"), true);
}

#[test]
fn line_5_a_name_of_a_key_needs_the_key_and_the_key_has_a_name_by_default() {
    let site = Site::small();
    let nameless = changed(&interaction("k-1"), "customerKeyName", Value::Null);
    assert_eq!(site.post(&changed(&interaction("a"), "customerKey", Value::Null)).status, 400);
    assert_eq!(site.post(&changed(&interaction("a"), "customerKey", json!(""))).status, 400);
    assert_eq!(site.post(&changed(&interaction("a"), "customerKey", json!(7))).status, 400);
    assert_eq!(site.post(&nameless).status, 200);
    let bound = site.desk.state()["tids"].clone();
    assert_eq!((&bound[0]["key_name"], &bound[0]["key"]), (&json!("customerkey"), &json!("k-1")));
    let anonymous = changed(&changed(&interaction("a"), "customerKey", Value::Null), "customerKeyName", Value::Null);
    assert!(site.post(&anonymous).json()["tid"].is_string());
}

#[test]
fn line_6_properties_are_pairs_of_texts_and_a_device_is_an_object() {
    let site = Site::small();
    for properties in [
        json!({ "name": "a", "value": "b" }),
        json!(["a"]),
        json!([{ "name": "a" }]),
        json!([{ "name": "a", "value": 1 }]),
        json!([{ "name": "a", "value": "b" }, { "value": "b" }]),
        json!("a"),
    ] {
        assert_eq!(
            site.post(&changed(&interaction("a"), "properties", properties.clone())).status,
            400,
            "{properties}"
        );
    }
    let device = json!([{ "name": "appName", "value": "Leadline" }]);
    assert_eq!(site.post(&changed(&interaction("a"), "device", device)).status, 400, "as the document describes it");
    assert_eq!(site.post(&changed(&interaction("a"), "properties", json!([]))).status, 200);
    assert_eq!(site.desk.events().len(), 1);
}

#[test]
fn line_8_the_answer_is_minimal_full_or_full_of_nulls() {
    let site = Site::small();
    let reply = |mode: PostReply| {
        site.desk.switch(&json!({ "post_reply": mode }));
        let reply = site.post(&interaction("a"));
        assert_eq!(reply.status, 200);
        reply.json()
    };
    let minimal = reply(PostReply::Minimal);
    assert_eq!(minimal, json!({ "statusCode": 200, "tid": minimal["tid"] }));
    let nulls = reply(PostReply::Nulls);
    for name in ["trackers", "captures", "optimizations"] {
        assert_eq!(nulls.get(name), Some(&Value::Null));
    }
    let full = reply(PostReply::Full);
    assert_eq!(full["session"], "");
    assert!(full["trackers"][0]["id"].is_string() && full["trackers"][0]["path"].is_string());
    assert!(full["captures"].is_array());
    for member in ["data", "path", "dataMimeType", "directives", "name", "responseId", "viewpoint"] {
        assert!(full["optimizations"][0][member].is_string(), "{member}");
    }
}

#[test]
fn line_8_an_optimization_is_base64_of_json_with_escaped_content_and_every_trap() {
    let site = Site::small();
    let full = site.post(&interaction("a")).json();
    let decoded = |at: usize| -> Value {
        let text = full["optimizations"][at]["data"].as_str().unwrap();
        assert_eq!(text.len() % 4, 0);
        serde_json::from_slice(&from_base64(text).unwrap()).unwrap()
    };
    let good = &decoded(0)["actions"][0];
    let content = good["asset"]["content"].as_str().unwrap();
    let unescaped = content.replace("&quot;", "\"");
    assert!(content.contains("&quot;") && serde_json::from_str::<Value>(&unescaped).unwrap()["title"].is_string());
    assert!(good["asset"]["contentUrl"].is_null() && good["proposition"]["code"].is_string());
    let responses = &good["asset"]["responses"];
    let code = responses[0]["code"].as_str().unwrap();
    assert!(!code.contains('=') && code.len() % 4 != 0 && from_base64(code).is_some(), "base64 without padding");
    assert!(responses[0]["targetUrl"].as_str().unwrap().starts_with("https://") && responses[1]["label"].is_null());
    let odd = decoded(1);
    let content = odd["actions"][0]["asset"]["content"].as_str().unwrap();
    assert!(content.contains("&nbsp;") && content.contains("&lt;") && !content.contains('<'));
    assert_eq!(odd["actions"][0]["proposition"]["code"], "null");
    assert_eq!(odd["actions"][1]["proposition"]["code"], "");
    assert!(odd["actions"][1]["name"].is_null() && odd["actions"][1]["asset"]["content"].is_null());

    site.desk.switch(&json!({ "post_reply": PostReply::Undecodable }));
    let reply = site.post(&interaction("a"));
    let data: Vec<Option<Vec<u8>>> = reply.json()["optimizations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| from_base64(one["data"].as_str().unwrap()))
        .collect();
    assert!(reply.status == 200 && data[0].is_none());
    assert!(serde_json::from_slice::<Value>(data[1].as_ref().unwrap()).is_err());
}

#[test]
fn line_9_an_update_answers_its_tid_or_nothing_and_never_an_optimization() {
    let site = Site::small();
    let reply = site.call("PUT", LIVE, &interaction("a")).json();
    assert_eq!(reply, json!({ "statusCode": 200, "tid": reply["tid"] }));
    assert!(reply["tid"].is_string());
    site.desk.switch(&json!({ "put_reply": PutReply::Empty }));
    let reply = site.call("PUT", LIVE, &interaction("a"));
    assert_eq!((reply.status, reply.text().as_str()), (200, ""));
    let endpoints: Vec<Value> =
        site.desk.sandbox.recorded("mxo").iter().map(|entry| entry["endpoint"].clone()).collect();
    assert_eq!(endpoints, ["update", "update"]);
}
