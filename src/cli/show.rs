//! `leadline show`: one lead, every field, its pending changes, and how fresh it is.

use jiff::Timestamp;

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use super::json::LeadJson;
use super::text;
use crate::bridge::{Command, LeadView, Link, OutboxView};
use crate::domain::{LeadStatus, phone, when};

#[derive(Clone, Debug, clap::Args)]
pub struct ShowArgs {
    /// Its uuid, its id, or a unique beginning of either (6 characters and more)
    pub lead: String,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

/// Finds the lead and prints it.
///
/// # Errors
/// When no lead or more than one is meant, the engine ended, or the output cannot be written.
pub fn run(args: ShowArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let name = args.lead;
    let view = ask(link, |reply| Command::FindLead { name, reply })??;
    if args.json {
        io.json(&LeadJson::new(&view))?;
        return Ok(Exit::Done);
    }
    let mut pending = Vec::new();
    if !view.pending.is_empty() {
        pending = ask(link, |reply| Command::OutboxList { reply })?;
        pending.retain(|row| view.pending.contains(&row.item.id));
    }
    let agent = view.lead.agent.as_ref().and_then(|id| link.snapshot().agents.get(id).cloned());
    let known = link.snapshot().accounts.iter().any(|account| account.account == view.lead.account);
    io.data(&sheet(&view, &pending, agent.as_deref(), known, Timestamp::now()))?;
    Ok(Exit::Done)
}

/// The lead as a sheet of labels and values. `agent`: the name of its agent, where the address book has one; `known`:
/// its account is in the settings.
pub fn sheet(view: &LeadView, pending: &[OutboxView], agent: Option<&str>, known: bool, now: Timestamp) -> String {
    let lead = &view.lead;
    let time = |at: Option<Timestamp>| at.map(|at| moment(at, now));
    let agent_id = lead.agent.as_ref().map(ToString::to_string);
    let message = lead.last_message.as_ref().map(|message| message.shielded()).map(|message| {
        let by = message.by.as_deref().unwrap_or("somebody");
        let at = message.at.map(|at| format!(", {}", moment(at, now))).unwrap_or_default();
        format!("{by}{at}\n{}", message.text.as_deref().unwrap_or_default())
    });
    let mut rows: Vec<(&str, Option<String>)> = vec![
        ("Id", Some(lead.remote_id.to_string())),
        ("Uuid", lead.uuid.clone()),
        ("Account", Some(format!("{}{}", lead.account, if known { "" } else { " (no longer in the settings)" }))),
        ("Kind", Some(lead.kind.as_str().replace('_', "-"))),
        ("Name", lead.name.clone()),
        ("Given name", lead.provided_name.clone()),
        ("E-mail", lead.email.clone()),
        ("Phone", phone::display(lead.dial_code.as_deref(), lead.phone.as_deref())),
        ("Status", lead.status.as_ref().map(LeadStatus::word).map(str::to_owned)),
        ("Tags", Some(lead.tags.join(", "))),
        ("Agent", agent.map(|name| format!("{name} ({})", agent_id.as_deref().unwrap_or_default())).or(agent_id)),
        ("City", lead.city.clone()),
        ("Country", lead.country.clone()),
        ("Gender", lead.gender.clone()),
        ("Picture", lead.picture.clone()),
        ("Online", Some(if lead.is_online { "yes" } else { "no" }.to_owned())),
        ("Last message", message),
        ("Created", time(lead.created_at)),
        ("Changed", time(lead.updated_at)),
        ("Last seen", time(lead.last_seen_at)),
        ("Website visits", lead.website_visits.map(|visits| visits.to_string())),
    ];
    rows.extend(lead.notes.iter().map(|note| ("Note", Some(format!("{}\n{}", note.title, note.description)))));
    rows.extend(lead.attributes.iter().map(|a| ("Attribute", Some(format!("{} = {}", a.key, a.value)))));
    rows.extend(pending.iter().map(|row| ("Pending", Some(pending_words(row)))));
    rows.push(("Read", time(Some(view.read_at))));
    if view.gone {
        rows.push(("Gone", Some("not seen in the last two whole passes".to_owned())));
    }
    let mut out = format!("{}\n\n", text::safe(&lead.display_name()));
    for (label, value) in rows {
        push_row(&mut out, label, value.as_deref());
    }
    out
}

/// A time, and how long ago that is.
fn moment(at: Timestamp, now: Timestamp) -> String {
    format!("{at} ({})", when::age_spoken(at, now))
}

fn pending_words(row: &OutboxView) -> String {
    let head = format!("{} {} · {}", row.item.id, row.summary, row.item.state.word());
    if row.item.why.is_empty() { head } else { format!("{head}\n{}", row.item.why) }
}

/// A label and its value; further lines of the value stand under its first.
fn push_row(out: &mut String, label: &str, value: Option<&str>) {
    let safe = text::safe_lines(value.unwrap_or_default());
    let mut lines = safe.trim_end().lines();
    out.push_str(&format!("{label:<16}{}\n", lines.next().unwrap_or("–")));
    for line in lines {
        out.push_str(format!("{:16}{line}", "").trim_end());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::Refused;
    use crate::cli::fake;

    #[test]
    fn the_sheet_has_every_field_what_is_pending_and_its_age() {
        let expected = "\
Nadia Rahman

Id              64aa00000000000000000001
Uuid            0f8b-1
Account         main-bot
Kind            lead
Name            Nadia Rahman
Given name      –
E-mail          nadia@example.com
Phone           +49 5550100
Status          Review
Tags            vip, late payer
Agent           Mira Tan (631a)
City            Köln
Country         –
Gender          –
Picture         –
Online          yes
Last message    user, 2026-11-20T09:00:00Z (3 hours ago)
                hello
Created         2026-11-01T08:00:00Z (2 weeks ago)
Changed         2026-11-20T09:00:00Z (3 hours ago)
Last seen       –
Website visits  3
Note            Call
                back
                Monday
Attribute       PLAN = gold
Pending         12 Status Open → Review · Needs you
                Somebody else changed it.
Read            2026-11-20T11:57:00Z (3 minutes ago)
";
        assert_eq!(sheet(&fake::lead(), &[fake::outbox_row()], Some("Mira Tan"), true, fake::now()), expected);
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut view = fake::bare_lead();
        view.lead.name = Some("\x1b]0;owned\x07\u{202e}".into());
        let sheet = sheet(&view, &[], None, true, fake::now());
        assert!(sheet.starts_with("␛]0;owned␇\\u{202e}\n"), "{sheet}");
        assert!(!sheet.contains(['\x1b', '\x07', '\u{202e}']));
    }

    #[test]
    fn a_lead_that_is_not_found_is_said_and_fails() {
        let (link, _engine) = fake::engine(|command| match command {
            Command::FindLead { reply, .. } => {
                reply.answer(Err(Refused::Wrong("No lead begins with “64aa00”.".into())));
            }
            other => panic!("{other:?}"),
        });
        let (mut io, _out, err) = fake::streams(b"");
        let outcome = run(ShowArgs { lead: "64aa00".into(), json: true }, &link, &mut io);
        assert_eq!(crate::cli::finish(outcome, &mut io), Exit::Failed);
        assert_eq!(err.text(), "leadline: No lead begins with “64aa00”.\n");
    }
}
