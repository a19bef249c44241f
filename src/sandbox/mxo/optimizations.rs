//! What a live POST answers beside its tid: trackers, captures and next best actions, traps included (contract
//! section 3 and line 8).

use serde_json::{Value, json};

use super::super::base64::{base64, base64_url};
use super::super::seed;
use super::quirks::PostReply;

/// The body of the answer. An address that is not configured has nothing to show.
pub(super) fn reply(seed: u64, number: u64, tid: &str, address: &str, configured: bool, form: PostReply) -> Value {
    let mut reply = json!({ "statusCode": 200, "tid": tid });
    match form {
        PostReply::Minimal => return reply,
        PostReply::Nulls => {
            for list in ["trackers", "captures", "optimizations"] {
                reply[list] = Value::Null;
            }
            return reply;
        }
        PostReply::Full | PostReply::Undecodable => {}
    }
    let id = |what: &str| seed::hex(seed, &format!("mxo {what} {address}"), 16);
    let point = |what: &str| if configured { json!([{ "id": id(what), "path": address }]) } else { json!([]) };
    reply["session"] = "".into();
    reply["trackers"] = point("tracker");
    reply["captures"] = point("capture");
    let texts = match form {
        _ if !configured => Vec::new(),
        // Neither is JSON in base64: the first is no base64, the second holds words.
        PostReply::Undecodable => vec!["%%% not base64 %%%".to_owned(), base64(b"Call the customer back")],
        _ => vec![base64(good(seed, number).to_string().as_bytes()), base64(odd(seed, number).to_string().as_bytes())],
    };
    let optimizations = texts.into_iter().enumerate().map(|(at, text)| {
        json!({
            "data": text, "path": address, "dataMimeType": "application/json", "directives": "REPLACE",
            "name": format!("support-{}", at + 1), "responseId": seed::hex(seed, &format!("mxo response {number} {at}"), 24),
            "viewpoint": "Support",
        })
    });
    reply["optimizations"] = optimizations.collect();
    reply
}

/// A next best action as it should be.
fn good(seed: u64, number: u64) -> Value {
    let content = r#"{"title":"Offer free delivery on the next order","text":"Waited long for the last parcel"}"#;
    json!({ "actions": [{
        "name": "Free delivery",
        "asset": {
            "content": escaped(content), "mimeType": "application/json", "contentUrl": null,
            "responses": [
                response(seed, number, "positive", Some("Accepted"), Some("https://shop.example/delivery")),
                response(seed, number, "negative", None, None),
            ],
        },
        "proposition": { "code": "FREE_DELIVERY" },
    }] })
}

/// Actions that a client must show without falling over: content that is no JSON, `null` as a text, nothing but a link.
fn odd(seed: u64, number: u64) -> Value {
    let html = "<p>Thank you,&nbsp;{customer.name} — {\"title\": \"unfinished</p>";
    json!({ "actions": [
        {
            "name": "Thank the customer",
            "asset": { "content": escaped(html), "mimeType": "text/html", "contentUrl": null, "responses": [] },
            "proposition": { "code": "null" },
        },
        {
            "name": null,
            "asset": {
                "content": null, "mimeType": null, "contentUrl": "https://shop.example/offers/1",
                "responses": [response(seed, number, "neutral", None, None)],
            },
            "proposition": { "code": "" },
        },
    ] })
}

/// Its code is base64 itself, without padding.
fn response(seed: u64, number: u64, sentiment: &str, label: Option<&str>, target: Option<&str>) -> Value {
    let code = base64_url(seed::hex(seed, &format!("mxo code {number} {sentiment}"), 10).as_bytes());
    json!({
        "code": code, "sentiment": sentiment, "label": label, "imageUrl": null, "targetUrl": target, "target": "_blank",
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace("&amp;nbsp;", "&nbsp;")
}
