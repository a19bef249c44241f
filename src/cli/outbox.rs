//! `leadline outbox`: what waits to be sent, and what a person can do with it.

use clap::Subcommand;
use jiff::Timestamp;
use serde::Serialize;

use super::ask::{ask, ask_patiently};
use super::exit::{Exit, Stop};
use super::io::Io;
use super::json::OutboxJson;
use super::table::{numbers, table, whole, words};
use super::text::count;
use crate::bridge::command::SendReport;
use crate::bridge::{Command, Link, OutboxAction, OutboxView, Snapshot};
use crate::domain::{ChangeId, when};

#[derive(Clone, Debug, clap::Args)]
pub struct OutboxArgs {
    #[command(subcommand)]
    pub command: Option<OutboxCommand>,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Subcommand)]
pub enum OutboxCommand {
    /// Lists it, oldest first (also without a command)
    List {
        /// Prints one JSON value
        #[arg(long)]
        json: bool,
    },
    /// Sends what may go now
    Send {
        /// Waits out short back-offs until nothing more can go
        #[arg(long)]
        until_idle: bool,
        /// Prints one JSON value
        #[arg(long)]
        json: bool,
    },
    /// Tries a change again now
    Retry(RowArgs),
    /// Keeps a change from being sent until it is released
    Hold(RowArgs),
    /// Lets a held change go
    Release(RowArgs),
    /// Takes a change back: nothing more of it is sent
    Drop(RowArgs),
    /// Says that a recording with an unknown outcome did arrive
    Arrived(RowArgs),
}

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct RowArgs {
    /// The number of the change
    #[arg(value_parser = change_id)]
    pub id: ChangeId,
}

/// The number of a change, as `edit` and `outbox` print it.
pub(super) fn change_id(text: &str) -> Result<ChangeId, String> {
    text.parse().map(ChangeId).map_err(|_| "a change is named by its number; “leadline outbox” lists them".into())
}

/// Lists, sends, or acts on one row.
///
/// # Errors
/// When there is no such row or it does not allow that, the engine ended, or the output cannot be written.
pub fn run(args: OutboxArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match args.command.unwrap_or(OutboxCommand::List { json: false }) {
        OutboxCommand::List { json } => print_list(args.json || json, link, io),
        OutboxCommand::Send { until_idle, json } => {
            let report = send(until_idle, link, io)?;
            if args.json || json {
                io.json(&report_json(&report))?;
            } else {
                io.data(&format!("{}\n", counts(&report)))?;
                report.reasons.iter().for_each(|reason| io.note(reason));
            }
            Ok(report_exit(&report))
        }
        OutboxCommand::Retry(row) => {
            act(row, OutboxAction::Retry, "will be tried again when the outbox is sent", link, io)
        }
        OutboxCommand::Hold(row) => act(row, OutboxAction::Hold, "is held until it is released", link, io),
        OutboxCommand::Release(row) => act(row, OutboxAction::Release, "may go when the outbox is sent", link, io),
        OutboxCommand::Drop(row) => act(row, OutboxAction::Drop, "is dropped; nothing more of it is sent", link, io),
        OutboxCommand::Arrived(row) => act(row, OutboxAction::Arrived, "counts as arrived, on your word", link, io),
    }
}

fn act(row: RowArgs, action: OutboxAction, done: &str, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    ask(link, |reply| Command::Outbox { change: row.id, action, reply: Some(reply) })??;
    io.note(&format!("Change {} {done}.", row.id));
    Ok(Exit::Done)
}

fn print_list(json: bool, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let rows = ask(link, |reply| Command::OutboxList { reply })?;
    if json {
        io.json(&rows.iter().map(OutboxJson::new).collect::<Vec<_>>())?;
    } else if rows.is_empty() {
        io.note("The outbox is empty: everything was sent.");
    } else {
        let colour = io.in_colour();
        io.data(&list(&rows, Timestamp::now(), colour))?;
    }
    Ok(Exit::Done)
}

/// The outbox as a table.
pub fn list(rows: &[OutboxView], now: Timestamp, colour: bool) -> String {
    let columns =
        [numbers("Id"), words("State", 16), words("Lead", 24), words("Change", 44), words("Made", 8), whole("Why")];
    let row = |view: &OutboxView| {
        let item = &view.item;
        let next = item.next_try_at.map(|at| format!("next try {at}"));
        let why: Vec<String> = Some(item.why.clone()).filter(|why| !why.is_empty()).into_iter().chain(next).collect();
        [
            item.id.to_string(),
            item.state.word().to_owned(),
            view.lead_name.clone(),
            view.summary.clone(),
            when::age(item.created_at, now),
            why.join(" · "),
        ]
    };
    table(columns, rows.iter().map(row).collect(), colour)
}

/// Sends what may go; on a terminal, stderr shows how much is left.
///
/// # Errors
/// When the engine ended.
pub(super) fn send(until_idle: bool, link: &Link, io: &mut Io<'_>) -> Result<SendReport, Stop> {
    let words =
        |snapshot: &Snapshot| format!("Sending: {} on their way", count(snapshot.on_their_way(), "change", "changes"));
    ask_patiently(link, io, words, |reply| Command::Send { until_idle, reply })
}

/// What sending means for the exit code.
pub(super) fn report_exit(report: &SendReport) -> Exit {
    [
        (report.needs_agent > 0, Exit::NeedsAgent),
        (report.credential, Exit::Credential),
        (report.unreachable, Exit::Unreachable),
        // Tried, and waiting for something else, like a pass that finds its lead: not done either.
        (report.undelivered, Exit::Failed),
    ]
    .into_iter()
    .filter_map(|(applies, exit)| applies.then_some(exit))
    .fold(Exit::Done, Exit::combine)
}

/// What sending did, and why something waits, in words.
pub(super) fn report_text(report: &SendReport) -> String {
    std::iter::once(counts(report)).chain(report.reasons.iter().cloned()).collect::<Vec<_>>().join("\n")
}

fn counts(report: &SendReport) -> String {
    format!("{} confirmed, {} waiting, {} for you to decide", report.confirmed, report.waiting, report.needs_agent)
}

fn report_json(report: &SendReport) -> impl Serialize {
    #[derive(Serialize)]
    struct Sent<'a> {
        confirmed: usize,
        needs_agent: usize,
        waiting: usize,
        reasons: &'a [String],
    }
    let SendReport { confirmed, needs_agent, waiting, .. } = *report;
    Sent { confirmed, needs_agent, waiting, reasons: &report.reasons }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::Refused;
    use crate::cli::fake;
    use crate::domain::OutboxState;

    #[test]
    fn the_table_says_what_stands_where_and_why() {
        let mut waiting = fake::outbox_row();
        waiting.item.id = ChangeId(113);
        waiting.item.state = OutboxState::Waiting;
        waiting.item.why = "Offline.".into();
        waiting.item.next_try_at = Some(fake::at("20T12:01:00"));
        waiting.lead_name = "\x1b[2J".into();
        let expected = " Id  State      Lead          Change                Made  Why
 12  Needs you  Nadia Rahman  Status Open → Review  1 h   Somebody else changed it.
113  Waiting    ␛[2J          Status Open → Review  1 h   Offline. · next try 2026-11-20T12:01:00Z
";
        assert_eq!(list(&[fake::outbox_row(), waiting], fake::now(), false), expected);
    }

    #[test]
    fn sending_is_counted_and_decides_the_exit_code() {
        let report = |needs_agent, credential, unreachable| SendReport {
            confirmed: 2,
            needs_agent,
            waiting: 1,
            reasons: vec!["It is offline.".into()],
            credential,
            unreachable,
            undelivered: unreachable,
        };
        for (report, exit) in [
            (report(0, false, false), Exit::Done),
            (report(1, false, false), Exit::NeedsAgent),
            (report(1, false, true), Exit::Unreachable),
            (report(1, true, true), Exit::Credential),
        ] {
            let expected = format!(
                "{{\"confirmed\":2,\"needs_agent\":{},\"waiting\":1,\"reasons\":[\"It is offline.\"]}}\n",
                report.needs_agent
            );
            let (link, _engine) = fake::engine(move |command| match command {
                Command::Send { until_idle: true, reply } => reply.answer(report.clone()),
                other => panic!("{other:?}"),
            });
            let (mut io, out, _err) = fake::streams(b"");
            let send = OutboxCommand::Send { until_idle: true, json: true };
            assert_eq!(run(OutboxArgs { command: Some(send), json: false }, &link, &mut io), Ok(exit));
            assert_eq!(out.text(), expected);
        }
    }

    #[test]
    fn a_row_that_is_not_there_is_said() {
        let (link, _engine) = fake::engine(|command| match command {
            Command::Outbox { change: ChangeId(5), action: OutboxAction::Drop, reply: Some(reply) } => {
                reply.answer(Err(Refused::Wrong("There is no change 5.".into())));
            }
            Command::Outbox { reply: Some(reply), .. } => reply.answer(Ok(())),
            other => panic!("{other:?}"),
        });
        let (mut io, out, err) = fake::streams(b"");
        let args = |command| OutboxArgs { command: Some(command), json: false };
        let outcome = run(args(OutboxCommand::Drop(RowArgs { id: ChangeId(5) })), &link, &mut io);
        assert_eq!(outcome, Err(Stop::new(Exit::Failed, "There is no change 5.")));
        assert_eq!(run(args(OutboxCommand::Hold(RowArgs { id: ChangeId(6) })), &link, &mut io), Ok(Exit::Done));
        assert_eq!((out.text().as_str(), err.text().as_str()), ("", "Change 6 is held until it is released.\n"));
    }
}
