//! `leadline leads`: the mirror with pending changes folded in.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use super::json::LeadJson;
use super::table::{table, whole, words};
use super::{csv, text};
use crate::bridge::command::LeadsFound;
use crate::bridge::{Command, LeadView, Link};
use crate::domain::query::Query;
use crate::domain::{AgentId, LeadStatus, phone, when};

/// How many lines are formatted before they are written.
const RECORDS_AT_ONCE: usize = 512;

#[derive(Clone, Debug, clap::Args)]
pub struct LeadsArgs {
    /// What to look for, as in the search box: words, status:open, tag:vip, a leading - to exclude
    #[arg(allow_hyphen_values = true, value_parser = query)]
    pub query: Option<Query>,
    /// Lists at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How they are printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    #[default]
    Table,
    Json,
    Csv,
}

/// Reads a query; a mistyped option must not become one.
fn query(text: &str) -> Result<Query, String> {
    if text.starts_with("--") {
        return Err("this is no option here; to look for it as a word, put it in double quotes inside the query".into());
    }
    Query::parse(text).map_err(|error| error.to_string())
}

/// Asks for the leads and prints them.
///
/// # Errors
/// When the engine ended or the output cannot be written.
pub fn run(args: LeadsArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (query, limit) = (args.query.unwrap_or_default(), args.limit);
    let everything = query.is_empty() && limit != Some(0);
    let found = ask(link, |reply| Command::Leads { query, limit, reply })?;
    let leads = &found.leads;
    match args.format {
        Format::Json => {
            io.json(&leads.iter().map(LeadJson::new).collect::<Vec<_>>())?;
        }
        Format::Csv => {
            io.data(&csv::heading())?;
            for chunk in leads.chunks(RECORDS_AT_ONCE) {
                let records: Result<String, Stop> =
                    chunk.iter().map(|lead| csv::record(&LeadJson::new(lead))).collect();
                io.data(&records?)?;
            }
        }
        Format::Table if leads.is_empty() && found.unread.is_some() => {}
        Format::Table if leads.is_empty() && everything => {
            io.note("There are no leads here yet. “leadline sync” fetches them.");
        }
        Format::Table if leads.is_empty() => io.note("No lead matches."),
        Format::Table => {
            let (colour, snapshot) = (io.in_colour(), link.snapshot());
            io.data(&list(leads, &snapshot.agents, Timestamp::now(), colour))?;
            io.flush()?;
            io.note(&text::count(leads.len(), "lead", "leads"));
            say_accounts_gone(leads, link, io);
        }
    }
    Ok(say_unread(&found, io))
}

/// Leads that match and could not be read are said, and are a failure; the others stand.
pub(super) fn say_unread(found: &LeadsFound, io: &mut Io<'_>) -> Exit {
    let Some((count, why)) = &found.unread else { return Exit::Done };
    io.note(&format!("{} could not be read from the database: {why}", text::count(*count, "lead", "leads")));
    Exit::Failed
}

/// What is stored outlives the settings; that nothing more will come in is said to people.
fn say_accounts_gone(leads: &[LeadView], link: &Link, io: &mut Io<'_>) {
    let snapshot = link.snapshot();
    let mut gone: Vec<&str> = Vec::new();
    for lead in leads {
        let account = &lead.lead.account;
        if !gone.contains(&account.as_str()) && !snapshot.accounts.iter().any(|known| known.account == *account) {
            gone.push(account.as_str());
        }
    }
    for account in gone {
        io.note(&format!(
            "The account “{account}” is no longer in the settings; its leads stay as they were last read."
        ));
    }
}

/// The leads as a table; ages count back from `now`.
pub fn list(leads: &[LeadView], agents: &BTreeMap<AgentId, String>, now: Timestamp, colour: bool) -> String {
    let columns = [
        words("Status", 14),
        words("Name", 28),
        words("Contact", 32),
        words("Agent", 16),
        words("Changed", 8),
        words("Pending", 8),
        whole("Lead"),
    ];
    let row = |view: &LeadView| {
        let lead = &view.lead;
        let number = phone::display(lead.dial_code.as_deref(), lead.phone.as_deref());
        let agent = lead.agent.as_ref().map(|id| agents.get(id).map_or(id.as_str(), String::as_str));
        [
            lead.status.as_ref().map_or("–", LeadStatus::word).to_owned(),
            lead.display_name(),
            lead.email.clone().filter(|email| !email.is_empty()).or(number).unwrap_or_default(),
            agent.unwrap_or_default().to_owned(),
            lead.updated_at.map(|at| when::age(at, now)).unwrap_or_default(),
            if view.pending.is_empty() { String::new() } else { view.pending.len().to_string() },
            lead.uuid.clone().filter(|uuid| !uuid.is_empty()).unwrap_or_else(|| lead.remote_id.as_str().to_owned()),
        ]
    };
    table(columns, leads.iter().map(row).collect(), colour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    #[test]
    fn the_table_lines_up_and_shows_what_is_pending() {
        let agents = BTreeMap::from([(AgentId::from("631a"), "Mira Tan".to_owned())]);
        let expected = "\
Status  Name              Contact            Agent     Changed  Pending  Lead
Review  Nadia Rahman      nadia@example.com  Mira Tan  3 h      1        0f8b-1
–       Visitor 64aa0000                                                 64aa00000000000000000002
";
        assert_eq!(list(&[fake::lead(), fake::bare_lead()], &agents, fake::now(), false), expected);
    }

    #[test]
    fn json_is_one_array_and_csv_has_a_heading() {
        let print = |format| {
            let (link, _engine) = fake::engine(|command| match command {
                Command::Leads { query, limit: Some(2), reply } if query.terms.len() == 1 => {
                    reply.answer(LeadsFound { leads: vec![fake::lead(), fake::bare_lead()], unread: None });
                }
                other => panic!("{other:?}"),
            });
            let (mut io, out, err) = fake::streams(b"");
            let args = LeadsArgs { query: Some(Query::parse("nadia").unwrap()), limit: Some(2), format };
            assert_eq!(run(args, &link, &mut io), Ok(Exit::Done));
            (out.text(), err.text())
        };
        let (json, said) = print(Format::Json);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap().as_array().unwrap().len(), 2);
        assert_eq!((json.lines().count(), said.as_str()), (1, ""));
        let (csv, _) = print(Format::Csv);
        assert!(csv.starts_with("id,uuid,account,"), "{csv}");
        assert_eq!(csv.matches("\r\n").count(), 3);
        let (_, said) = print(Format::Table);
        let gone = "The account “main-bot” is no longer in the settings; its leads stay as they were last read.";
        assert_eq!(said, format!("2 leads\n{gone}\n"));
    }
}
