//! The answer of `GET /v2/customers/interaction` in its own shape (contract section 3.1).

use serde_json::{Value, json};

use super::customers::Customer;
use super::groups::{Filter, messages};
use super::history::{History, Survey};
use super::item::{Item, local, utc};
use super::quirks::CapillaryQuirks;

/// The whole history at once: no paging is documented here.
pub(super) fn answer(
    customer: &Customer,
    history: &History,
    network: &str,
    filter: &Filter<'_>,
    quirks: &CapillaryQuirks,
) -> Value {
    let interaction = match network {
        "capillary" => own(history, filter, quirks),
        _ if quirks.social => social(customer, network, filter),
        _ => Vec::new(),
    };
    let warning = json!({ "status": false, "code": 1_104, "message": "Some interactions could not be retrieved" });
    let warnings = if quirks.warnings { vec![warning] } else { Vec::new() };
    json!({ "name": network, "interaction": interaction, "warnings": warnings })
}

fn own(history: &History, filter: &Filter<'_>, quirks: &CapillaryQuirks) -> Vec<Value> {
    let mut groups: Vec<Value> = messages(history, filter)
        .into_iter()
        .map(|(name, items)| {
            let count = items.len() + usize::from(history.miscounted && !items.is_empty());
            let list: Vec<Value> = items.into_iter().map(|item| message(item, quirks)).collect();
            match name {
                // Absent, null and an empty list all mean nothing.
                "line" if list.is_empty() => json!({ "count": count, "name": name }),
                "viber" if list.is_empty() => json!({ "count": count, "name": name, "messageList": null }),
                _ => json!({ "count": count, "name": name, "messageList": list }),
            }
        })
        .collect();
    if filter.takes("survey") {
        let surveys: Vec<Value> = history.surveys.iter().map(|sent| survey(sent, quirks)).collect();
        groups.push(json!({ "count": surveys.len(), "name": "survey", "surveys": surveys }));
    }
    if filter.takes("missed_call") {
        let missed = &history.missed;
        groups.push(json!({ "count": missed.count, "name": "missed_call", "usedStatus": missed.used }));
    }
    groups
}

fn message(item: &Item, quirks: &CapillaryQuirks) -> Value {
    let mut message = json!({
        "id": item.id, "receiver": item.receiver(quirks.mask_receiver), "subject": item.subject(quirks.mask_otp),
        "campaignId": item.campaign, "sentDate": local(item.sent_secs, quirks.zone.ahead_secs(), "%d-%m-%Y %H:%M:%S"),
        "userId": item.user,
    });
    if let Some(members) = message.as_object_mut() {
        if let Some(status) = &item.status {
            members.insert("status".into(), status.as_ref().into());
        }
        // Always UTC, whatever zone the line before is in.
        if let Some(delivered) = item.delivered_secs {
            members.insert("deliveredTime".into(), utc(delivered).into());
        }
        members.extend(item.extra.clone());
    }
    message
}

/// No document shows a survey in this shape: the older names in the newer spelling.
fn survey(survey: &Survey, quirks: &CapillaryQuirks) -> Value {
    let local = |secs| local(secs, quirks.zone.ahead_secs(), "%d-%m-%Y %H:%M:%S");
    let mut out = json!({ "name": survey.name, "sentBy": survey.sent_by, "sentTime": local(survey.sent_secs) });
    if let Some((score, at)) = survey.answered {
        out["npsScore"] = score.into();
        out["completionTime"] = local(at).into();
    }
    out
}

/// What the social networks would have; its shape here is unknown, so it is that of the older interface.
fn social(customer: &Customer, network: &str, filter: &Filter<'_>) -> Vec<Value> {
    let count = customer.id % 4 + 1;
    let at = |number: i64| json!({ "lat": 12.97, "long": 77.59, "time": utc(1_700_000_000 + number * 90_000) });
    let groups = match network {
        "facebook" | "foursquare" => {
            vec![json!({ "name": "checkin", "count": count, "locs": (0..count).map(at).collect::<Vec<_>>() })]
        }
        "twitter" => vec![json!({ "name": "tweet", "count": count }), json!({ "name": "retweet", "count": 1 })],
        _ => Vec::new(),
    };
    groups.into_iter().filter(|group| filter.takes_social(group["name"].as_str().unwrap_or(""))).collect()
}
