//! Leads as CSV: RFC 4180, and nothing in it is a formula when a spreadsheet opens it.

use super::exit::Stop;
use super::json::{LeadJson, text_of};
use super::text;

/// The heading: the members of the JSON, in their order.
pub const MEMBERS: [&str; 25] = [
    "id",
    "uuid",
    "account",
    "kind",
    "name",
    "email",
    "phone",
    "dial_code",
    "status",
    "tags",
    "notes",
    "attributes",
    "agent",
    "city",
    "country",
    "gender",
    "picture",
    "is_online",
    "last_message",
    "created_at",
    "updated_at",
    "last_seen_at",
    "website_visits",
    "pending",
    "read_at",
];

/// The first line.
pub fn heading() -> String {
    format!("{}\r\n", MEMBERS.join(","))
}

/// One lead on one record. Tags and pending changes are joined by `;`; notes, attributes and the last message
/// stand as JSON; what is missing is empty. What could act on a terminal stands as marks, also in a pipe: the file that
/// comes of it is looked at on one sooner or later, and JSON has every character.
///
/// # Errors
/// When a part cannot be put into JSON.
pub fn record(lead: &LeadJson<'_>) -> Result<String, Stop> {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let time = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let cells: [String; MEMBERS.len()] = [
        lead.id.to_owned(),
        text(lead.uuid),
        lead.account.to_owned(),
        lead.kind.as_str().to_owned(),
        text(lead.name),
        text(lead.email),
        text(lead.phone),
        text(lead.dial_code),
        text(lead.status),
        lead.tags.join(";"),
        if lead.notes.is_empty() { String::new() } else { text_of(&lead.notes)? },
        if lead.attributes.is_empty() { String::new() } else { text_of(&lead.attributes)? },
        text(lead.agent),
        text(lead.city),
        text(lead.country),
        text(lead.gender),
        text(lead.picture),
        lead.is_online.to_string(),
        lead.last_message.as_ref().map(text_of).transpose()?.unwrap_or_default(),
        time(lead.created_at),
        time(lead.updated_at),
        time(lead.last_seen_at),
        lead.website_visits.map(|visits| visits.to_string()).unwrap_or_default(),
        lead.pending.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"),
        lead.read_at.to_string(),
    ];
    let cells = cells.map(|value| cell(&text::safe_lines(&value)));
    Ok(format!("{}\r\n", cells.join(",")))
}

/// One cell: a `'` before what a spreadsheet would run as a formula, quotes where RFC 4180 wants them.
pub fn cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if value.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", value.replace('"', "\"\""))
    } else {
        format!("{guard}{value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    #[test]
    fn a_record_has_a_cell_for_every_member() {
        let lead = fake::lead();
        let expected = "64aa00000000000000000001,0f8b-1,main-bot,lead,Nadia Rahman,nadia@example.com,5550100,49,REVIEW,\
            vip;late payer,\"[{\"\"id\"\":\"\"n1\"\",\"\"title\"\":\"\"Call\"\",\"\"description\"\":\"\"back\\nMonday\"\"}]\",\
            \"[{\"\"key\"\":\"\"PLAN\"\",\"\"value\"\":\"\"gold\"\"}]\",631a,Köln,,,,true,\
            \"{\"\"at\"\":\"\"2026-11-20T09:00:00Z\"\",\"\"by\"\":\"\"user\"\",\"\"text\"\":\"\"hello\"\"}\",\
            2026-11-01T08:00:00Z,2026-11-20T09:00:00Z,,3,12,2026-11-20T11:57:00Z\r\n";
        assert_eq!(record(&LeadJson::new(&lead)).unwrap(), expected);
        let bare = record(&LeadJson::new(&fake::bare_lead())).unwrap();
        assert_eq!(bare.matches(',').count(), MEMBERS.len() - 1);
        // The heading follows the JSON, also when the JSON grows.
        let value = serde_json::to_value(LeadJson::new(&lead)).unwrap();
        let mut members: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let mut heading = MEMBERS.to_vec();
        members.sort_unstable();
        heading.sort_unstable();
        assert_eq!(members, heading);
    }

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_doubled() {
        for (value, expected) in [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+49 555", "'+49 555"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=1", "\"'\r=1\""),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(cell(value), expected);
        }
    }

    #[test]
    fn what_could_act_on_a_terminal_becomes_marks() {
        let mut lead = fake::bare_lead();
        lead.lead.name = Some("\x1b[2J\u{202e}\rx\r\ny".into());
        assert!(record(&LeadJson::new(&lead)).unwrap().contains(",\"␛[2J\\u{202e}␍x\ny\","));
    }
}
