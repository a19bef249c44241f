//! The envelope of v1.1, with the traps that its XML past has left in it (contract section 4).

use serde_json::{Value, json};

use super::customers::Customer;
use super::groups::{Filter, messages};
use super::history::{History, Survey};
use super::item::{BROKEN_DATE, Item, local};
use super::quirks::{CapillaryQuirks, V1Paging};

/// Which messages are answered.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) limit: usize,
    pub(super) offset: usize,
}

impl Page {
    pub(super) const WHOLE: Self = Self { limit: usize::MAX, offset: 0 };

    fn holds(self, place: usize) -> bool {
        place >= self.offset && place - self.offset < self.limit
    }
}

/// How this answer is written: half of the customers get lists of one as bare objects and numbers as texts.
#[derive(Clone, Copy)]
struct Style<'q> {
    bare: bool,
    quirks: &'q CapillaryQuirks,
}

impl Style<'_> {
    fn many(self, mut list: Vec<Value>) -> Value {
        if self.bare && list.len() == 1 { list.pop().unwrap_or_default() } else { list.into() }
    }

    fn number(self, number: usize) -> Value {
        if self.bare { number.to_string().into() } else { number.into() }
    }

    fn time(self, secs: i64) -> String {
        local(secs, self.quirks.zone.ahead_secs(), "%Y-%m-%d %H:%M:%S")
    }
}

/// One answer. `bare` forces the bare form; without it every other customer has it.
pub(super) fn answer(
    customer: &Customer,
    history: &History,
    network: &str,
    filter: &Filter<'_>,
    page: Page,
    (bare, quirks): (bool, &CapillaryQuirks),
) -> Value {
    let style = Style { bare: bare || customer.id % 2 == 1, quirks };
    let groups = match network {
        "capillary" => own(history, filter, page, style),
        _ if quirks.social => social(customer, network, style),
        _ => Vec::new(),
    };
    let mut served = json!({ "name": network });
    // What is empty vanishes.
    if !groups.is_empty() {
        served["interaction"] = style.many(groups);
    }
    let shown = |value: &Option<String>| match value {
        Some(_) if quirks.mask_receiver => "*****".to_owned(),
        other => other.clone().unwrap_or_default(),
    };
    let code = if customer.id % 5 == 0 { "response_code" } else { "code" };
    json!({ "response": {
        "status": { "success": "true", "code": 200, "message": "SUCCESS" },
        "customer": {
            "id": customer.id.to_string(), "mobile": shown(&customer.mobile), "email": shown(&customer.email),
            "external_id": customer.external_id.as_deref().unwrap_or(""),
            "interactions": { "network": style.many(vec![served]) },
            "item_status": { "success": "true", code: 1000, "message": "Customer successfully retrieved" },
        },
    } })
}

fn own(history: &History, filter: &Filter<'_>, page: Page, style: Style<'_>) -> Vec<Value> {
    let mut before = 0;
    let mut groups: Vec<Value> = messages(history, filter)
        .into_iter()
        .map(|(name, items)| {
            let first = if style.quirks.v1_paging == V1Paging::Overall { before } else { 0 };
            before += items.len();
            let last = items.iter().map(|item| item.sent_secs).max();
            let mut group = json!({
                "type": name, "count": style.number(items.len()),
                "last_interaction_time": last.map_or_else(|| "null".into(), |last| style.time(last)),
            });
            let list = items.iter().enumerate().filter(|(at, _)| page.holds(first + at));
            let list: Vec<Value> = list.map(|(_, item)| message(item, style)).collect();
            match (name, list.is_empty()) {
                (_, false) => group["messages"] = json!({ "message": style.many(list) }),
                ("email" | "whatsapp", true) => group["messages"] = "".into(),
                ("sms" | "zalo", true) => group["messages"] = json!({}),
                _ => {}
            }
            group
        })
        .collect();
    if filter.takes("survey") {
        groups.push(surveys(history, style));
    }
    if filter.takes("missed_call") {
        let missed = &history.missed;
        groups.push(json!({
            "type": "missed_call", "count": style.number(missed.count), "used_status": missed.used,
            "last_interaction_time": missed.last_secs.map_or_else(|| "null".into(), |last| style.time(last)),
        }));
    }
    groups
}

fn message(item: &Item, style: Style<'_>) -> Value {
    let quirks = style.quirks;
    let subject = item.subject(quirks.mask_otp);
    let padded = item.id % 5 == 0;
    let receiver = if item.id % 4 == 0 { "receiver" } else { "reciever" };
    let sent = if item.broken_date { BROKEN_DATE.to_owned() } else { style.time(item.sent_secs) };
    let mut message = json!({
        "id": item.id.to_string(), "sender": "", receiver: item.receiver(quirks.mask_receiver),
        "subject": if padded { format!("\n   {subject} \n") } else { subject },
        "sent_time": sent, "campaign_id": item.campaign.to_string(),
    });
    if let Some(members) = message.as_object_mut() {
        if let Some(status) = &item.status {
            members.insert("status".into(), status.as_ref().into());
        }
        // Here both times are in the cluster's own zone (contract section 6).
        let delivered = match (item.delivered_secs, item.id % 3) {
            (Some(secs), _) => Some(style.time(secs)),
            (None, 0) => Some("null".to_owned()),
            (None, 1) => Some(String::new()),
            (None, _) => None,
        };
        if let Some(delivered) = delivered {
            members.insert("delivered_time".into(), delivered.into());
        }
        members.extend(item.extra.clone());
    }
    message
}

fn surveys(history: &History, style: Style<'_>) -> Value {
    let score = |survey: &Survey| survey.answered.map_or_else(|| "null".into(), |(score, _)| score.to_string());
    let survey = |survey: &Survey| {
        json!({
            "name": survey.name, "nps_score": score(survey), "sent_by": survey.sent_by,
            "response_url": "https://survey.example/r", "sent_time": style.time(survey.sent_secs),
            "completion_time": survey.answered.map_or_else(|| "null".into(), |(_, at)| style.time(at)),
        })
    };
    let mut group = json!({ "type": "survey", "count": style.number(history.surveys.len()) });
    if let Some(latest) = history.surveys.iter().max_by_key(|survey| survey.sent_secs) {
        group["latest_nps_score"] = score(latest).into();
        group["latest_survey_name"] = latest.name.as_str().into();
        group["latest_survey_interaction_time"] = style.time(latest.sent_secs).into();
        group["surveys"] = json!({ "survey": style.many(history.surveys.iter().map(survey).collect()) });
    }
    group
}

fn social(customer: &Customer, network: &str, style: Style<'_>) -> Vec<Value> {
    let count = customer.id % 4 + 1;
    let at =
        |number: i64| json!({ "lat": "12.97", "long": "77.59", "time": style.time(1_700_000_000 + number * 90_000) });
    match network {
        "facebook" | "foursquare" => {
            let locs = style.many((0..count).map(at).collect());
            vec![json!({ "type": "checkin", "count": count, "locs": { "loc": locs } })]
        }
        "twitter" => vec![json!({ "type": "tweet", "count": count }), json!({ "type": "retweet", "count": 1 })],
        _ => Vec::new(),
    }
}
