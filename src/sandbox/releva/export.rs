//! `GET /api/v0/events`: what arrived, once it is live (contract section 4 and line 6).

use serde_json::{Value, json};

use super::super::clock::instant;
use super::super::exchange::{Answer, Request};
use super::say::Refused;

/// One page of what is live. `cursor` is the number of the last event seen, as text.
pub(super) fn page(live: &[Value], request: &Request, page_size: usize) -> Result<Answer, Refused> {
    let after: u64 = match request.query("cursor") {
        None | Some("") => 0,
        Some(text) => text.parse().map_err(|_| Refused::new(400, "cursor is not valid"))?,
    };
    let time = |name: &str| match request.query(name) {
        None => Ok(None),
        Some(text) => instant(text).map(Some).ok_or_else(|| Refused::new(400, format!("{name} must be ISO 8601"))),
    };
    let (start, end) = (time("startDateTime")?, time("endDateTime")?);
    let kinds: Vec<&str> =
        request.query.iter().filter(|(name, _)| name == "eventTypes[]").map(|(_, kind)| kind.as_str()).collect();
    let wanted = |entry: &&Value| {
        let event = &entry["event"];
        // Without a time of its own an event happened when it arrived.
        let at = event["timestamp"].as_str().or(entry["arrived_at"].as_str()).and_then(instant);
        entry["n"].as_u64() > Some(after)
            && (kinds.is_empty() || kinds.iter().any(|kind| event["action"] == *kind))
            && start.is_none_or(|start| at >= Some(start))
            && end.is_none_or(|end| at.is_some_and(|at| at < end))
    };
    let found: Vec<&Value> = live.iter().filter(wanted).take(page_size.max(1) + 1).collect();
    let shown = &found[..found.len().min(page_size.max(1))];
    let more = found.len() > shown.len();
    let cursor = shown.last().filter(|_| more).map(|entry| entry["n"].to_string());
    let events: Vec<Value> = shown
        .iter()
        .map(|entry| {
            let mut event = entry["event"].clone();
            if event["timestamp"].is_null() {
                event["timestamp"] = entry["arrived_at"].clone();
            }
            event
        })
        .collect();
    Ok(Answer::json(200, json!({ "events": events, "nextCursor": cursor }).to_string()))
}
