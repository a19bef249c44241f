//! The JSON of leads and outbox items, member for member as the contract has it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::exit::{Exit, Stop};
use super::text;
use crate::bridge::{LeadView, OutboxView};
use crate::domain::change::note;
use crate::domain::outbox::Conflict;
use crate::domain::{Attribute, ChangeId, LastMessage, Lead, LeadKind, Note, OutboxState, Slot};

/// One JSON value on one line. Beside what JSON escapes by itself, everything that could act on a terminal is
/// written as `\u` escapes, and line ends between the tokens of a vendor's verbatim JSON as blanks; that changes no
/// value.
///
/// # Errors
/// When the value cannot be put into JSON.
pub fn line(value: &impl Serialize) -> Result<String, Stop> {
    let plain = text_of(value)?;
    let mut out = String::with_capacity(plain.len() + 1);
    let (mut in_string, mut escaped) = (false, false);
    for c in plain.chars() {
        let acts = c.is_control() || text::is_bidi_control(c) || text::is_odd_space(c);
        match c {
            // All of them lie below U+10000.
            _ if acts && in_string => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ if acts => out.push(' '),
            _ => out.push(c),
        }
        in_string ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
    }
    out.push('\n');
    Ok(out)
}

/// Compact JSON, as it stands in a cell of a CSV file.
///
/// # Errors
/// When the value cannot be put into JSON.
pub fn text_of(value: &impl Serialize) -> Result<String, Stop> {
    serde_json::to_string(value).map_err(|error| {
        Stop::new(
            Exit::Failed,
            format!("This could not be put into JSON ({error}). Please report it as a fault of Leadline."),
        )
    })
}

/// A lead with pending changes folded in. Every member but `gone` is always there; what is missing is null.
#[derive(Clone, Debug, Serialize)]
pub struct LeadJson<'a> {
    pub id: &'a str,
    pub uuid: Option<&'a str>,
    pub account: &'a str,
    pub kind: LeadKind,
    pub name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub dial_code: Option<&'a str>,
    /// The vendor's spelling.
    pub status: Option<&'a str>,
    pub tags: &'a [String],
    pub notes: &'a [Note],
    pub attributes: &'a [Attribute],
    pub agent: Option<&'a str>,
    pub city: Option<&'a str>,
    pub country: Option<&'a str>,
    pub gender: Option<&'a str>,
    pub picture: Option<&'a str>,
    pub is_online: bool,
    /// One-time codes are hidden.
    pub last_message: Option<LastMessage>,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    pub last_seen_at: Option<Timestamp>,
    pub website_visits: Option<i64>,
    pub pending: &'a [ChangeId],
    /// When the vendor's values were last read.
    pub read_at: Timestamp,
    /// Two whole passes did not see it; there only when it is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

impl<'a> LeadJson<'a> {
    /// The lead as scripts see it.
    pub fn new(view: &'a LeadView) -> Self {
        let lead: &'a Lead = &view.lead;
        Self {
            id: lead.remote_id.as_str(),
            uuid: some(&lead.uuid),
            account: lead.account.as_str(),
            kind: lead.kind,
            name: some(&lead.name),
            email: some(&lead.email),
            phone: some(&lead.phone),
            dial_code: some(&lead.dial_code),
            status: lead.status.as_ref().map(|status| status.wire()).filter(|status| !status.is_empty()),
            tags: &lead.tags,
            notes: &lead.notes,
            attributes: &lead.attributes,
            agent: lead.agent.as_ref().map(|agent| agent.as_str()).filter(|agent| !agent.is_empty()),
            city: some(&lead.city),
            country: some(&lead.country),
            gender: some(&lead.gender),
            picture: some(&lead.picture),
            is_online: lead.is_online,
            last_message: lead.last_message.as_ref().map(LastMessage::shielded),
            created_at: lead.created_at,
            updated_at: lead.updated_at,
            last_seen_at: lead.last_seen_at,
            website_visits: lead.website_visits,
            pending: &view.pending,
            read_at: view.read_at,
            gone: view.gone,
        }
    }
}

/// An empty text counts as missing.
fn some(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// An outbox item. `conflict` is there while one is open.
#[derive(Clone, Debug, Serialize)]
pub struct OutboxJson<'a> {
    pub id: ChangeId,
    pub account: &'a str,
    pub vendor: &'a str,
    /// The vendor's `_id` of the lead.
    pub lead: &'a str,
    /// `set_status`, `set_dial_code`, ….
    pub op: String,
    pub summary: &'a str,
    pub state: OutboxState,
    /// Null where the state says it all.
    pub why: Option<&'a str>,
    pub attempts: u32,
    pub next_try_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub batch: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<ConflictJson>,
}

/// Both sides of a clash.
#[derive(Clone, Debug, Serialize)]
pub struct ConflictJson {
    /// As `resolve --field` takes it.
    pub field: String,
    pub before: Value,
    pub theirs: Value,
    pub mine: Value,
    pub read_at: Timestamp,
}

impl ConflictJson {
    fn new(conflict: &Conflict) -> Self {
        let value = |value: &Option<String>| match (&conflict.slot, value) {
            (_, None) => Value::Null,
            (Slot::Note(_), Some(words)) => {
                let (title, description) = note::parts(words);
                serde_json::json!({ "title": title, "description": description })
            }
            (_, Some(text)) => text.as_str().into(),
        };
        Self {
            field: conflict.slot.name(),
            before: value(&conflict.before),
            theirs: value(&conflict.theirs),
            mine: value(&conflict.mine),
            read_at: conflict.read_at,
        }
    }
}

impl<'a> OutboxJson<'a> {
    /// The row as scripts see it.
    pub fn new(view: &'a OutboxView) -> Self {
        let item = &view.item;
        Self {
            id: item.id,
            account: item.account.as_str(),
            vendor: view.vendor,
            lead: &view.lead_remote_id,
            op: item.change.op(),
            summary: &view.summary,
            state: item.state,
            why: (!item.why.is_empty()).then_some(item.why.as_str()),
            attempts: item.attempts,
            next_try_at: item.next_try_at,
            created_at: item.created_at,
            batch: item.batch.0,
            conflict: item.conflict.as_ref().map(ConflictJson::new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    #[test]
    fn a_lead_has_every_member_of_the_contract() {
        let expected = r#"{"id":"64aa00000000000000000001","uuid":"0f8b-1","account":"main-bot","kind":"lead","name":"Nadia Rahman","email":"nadia@example.com","phone":"5550100","dial_code":"49","status":"REVIEW","tags":["vip","late payer"],"notes":[{"id":"n1","title":"Call","description":"back\nMonday"}],"attributes":[{"key":"PLAN","value":"gold"}],"agent":"631a","city":"Köln","country":null,"gender":null,"picture":null,"is_online":true,"last_message":{"at":"2026-11-20T09:00:00Z","by":"user","text":"hello"},"created_at":"2026-11-01T08:00:00Z","updated_at":"2026-11-20T09:00:00Z","last_seen_at":null,"website_visits":3,"pending":[12],"read_at":"2026-11-20T11:57:00Z"}"#;
        assert_eq!(line(&LeadJson::new(&fake::lead())).unwrap(), format!("{expected}\n"));
        let bare = line(&LeadJson::new(&fake::bare_lead())).unwrap();
        assert!(bare.contains(r#""uuid":null,"account":"main-bot","kind":"non_lead","name":null"#), "{bare}");
        assert!(bare.contains(r#""tags":[],"notes":[],"attributes":[],"agent":null"#), "{bare}");
        assert!(bare.contains(r#""last_message":null,"created_at":null"#), "{bare}");
    }

    #[test]
    fn an_outbox_item_shows_its_conflict_while_there_is_one() {
        let mut row = fake::outbox_row();
        let without = r#"{"id":12,"account":"main-bot","vendor":"acme","lead":"64aa00000000000000000001","op":"set_status","summary":"Status Open → Review","state":"needs_agent","why":"Somebody else changed it.","attempts":1,"next_try_at":null,"created_at":"2026-11-20T11:00:00Z","batch":7"#;
        let conflict = r#","conflict":{"field":"status","before":"OPEN","theirs":"CLOSED","mine":"REVIEW","read_at":"2026-11-20T11:30:00Z"}}"#;
        assert_eq!(line(&OutboxJson::new(&row)).unwrap(), format!("{without}{conflict}\n"));
        row.item.conflict = None;
        assert_eq!(line(&OutboxJson::new(&row)).unwrap(), format!("{without}}}\n"));
    }

    #[test]
    fn a_clash_over_an_entry_of_a_list_names_it_as_its_answer_does() {
        let mut row = fake::outbox_row();
        let note = Note { id: Some("n1".into()), title: "Call".into(), description: "back".into() };
        let conflict = row.item.conflict.as_mut().unwrap();
        (conflict.slot, conflict.before) = (Slot::Note(note), Some(r#"["Call","back",2]"#.into()));
        (conflict.theirs, conflict.mine) = (None, Some(r#"["Call","soon"]"#.into()));
        let line = line(&OutboxJson::new(&row)).unwrap();
        let expected = r#""conflict":{"field":"note","before":{"description":"back","title":"Call"},"theirs":null,"mine":{"description":"soon","title":"Call"},"#;
        assert!(line.contains(expected), "{line}");
        row.item.conflict.as_mut().unwrap().slot = Slot::Attribute("PLAN".into());
        assert!(self::line(&OutboxJson::new(&row)).unwrap().contains(r#""field":"attribute:PLAN""#));
    }

    #[test]
    fn json_that_lands_on_a_terminal_cannot_act_there_and_keeps_its_value() {
        let hostile = "\x1b[2J\u{9b}31m\u{7f}\u{202e}\u{2066}\u{feff}";
        let line = line(&hostile).unwrap();
        assert_eq!(line, "\"\\u001b[2J\\u009b31m\\u007f\\u202e\\u2066\\ufeff\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), hostile);
    }

    #[test]
    fn verbatim_json_that_a_vendor_laid_out_over_lines_stands_on_one_and_keeps_its_value() {
        let wide = "{\n\t\"a\\\"\u{202e}\\\\\" :\r\n[ 1.0,\t\"\u{7f}\" ]\n}";
        let raw: Box<serde_json::value::RawValue> = serde_json::from_str(wide).unwrap();
        let line = line(&raw).unwrap();
        assert_eq!(line, "{  \"a\\\"\\u202e\\\\\" :  [ 1.0, \"\\u007f\" ] }\n");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&line), value(wide));
    }
}
