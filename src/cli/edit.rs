//! `leadline edit`: wishes about one lead, durable before their ids are printed.

use serde::Serialize;

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use super::outbox;
use super::wishes::Wishes;
use crate::bridge::command::ChangesMade;
use crate::bridge::{Command, Link};
use crate::domain::{BatchId, ChangeId};

#[derive(Clone, Debug, clap::Args)]
pub struct EditArgs {
    /// Its uuid, its id, or a unique beginning of either (6 characters and more)
    pub lead: String,
    #[command(flatten)]
    pub wishes: Wishes,
    /// Sends what the outbox holds afterwards
    #[arg(long)]
    pub send: bool,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Made<'a> {
    changes: &'a [ChangeId],
    batch: BatchId,
}

/// Keeps the changes, prints their ids, and sends if asked to.
///
/// # Errors
/// When no lead or more than one is meant, the changes cannot be kept, the engine ended, or the output cannot be
/// written.
pub fn run(args: EditArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let name = args.lead;
    let view = ask(link, |reply| Command::FindLead { name, reply })??;
    let changes = args.wishes.of(&view.lead)?;
    let made = ask(link, |reply| Command::Change { leads: vec![view.id], changes, reply: Some(reply) })??;
    report(args.json, args.send, &made, link, io)
}

/// Prints the ids and sends if asked to.
pub(super) fn report(
    json: bool,
    and_send: bool,
    made: &ChangesMade,
    link: &Link,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    // A script may act on the ids while the sending still runs; one that went away does not stop the sending.
    let printed = print(json, made, io).and_then(|()| io.flush());
    let exit = if and_send {
        let report = outbox::send(false, link, io)?;
        io.note(&outbox::report_text(&report));
        outbox::report_exit(&report)
    } else {
        Exit::Done
    };
    printed.map(|()| exit).map_err(|stop| Stop::new(stop.exit.combine(exit), stop.sentence))
}

fn print(json: bool, made: &ChangesMade, io: &mut Io<'_>) -> Result<(), Stop> {
    if json {
        return io.json(&Made { changes: &made.changes, batch: made.batch });
    }
    io.data(&made.changes.iter().map(|id| format!("{id}\n")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::Refused;
    use crate::bridge::command::SendReport;
    use crate::cli::{Args, EngineCommand, fake};
    use crate::domain::Change;

    #[derive(Debug, clap::Args)]
    struct NoSandbox {}

    fn read(line: &[&str]) -> Result<EditArgs, clap::Error> {
        match Args::<NoSandbox>::read(["leadline", "edit"].iter().chain(line))?.command {
            Some(crate::cli::Command::Engine(EngineCommand::Edit(args))) => Ok(args),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn wishes_keep_the_order_in_which_they_were_typed() {
        let line = ["64aa0000", "--phone=555", "--status", "review", "--send", "--dial-code", "+49", "--name", ""];
        let args = read(&line).unwrap();
        let changes = args.wishes.of(&fake::lead().lead).unwrap();
        let ops: Vec<String> = changes.iter().map(Change::op).collect();
        assert_eq!(ops, ["set_phone", "set_status", "set_dial_code", "set_name"]);
        let values: Vec<String> = changes.iter().filter_map(Change::value).collect();
        assert_eq!(values, ["555", "REVIEW", "49", ""]);
        assert!(args.send && !args.json);
    }

    #[test]
    fn what_cannot_be_set_is_wrong_usage_in_the_words_of_the_field() {
        let error = read(&["64aa0000", "--status", "escalated"]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("is not a status that can be set"), "{error}");
        assert_eq!(read(&["64aa0000", "--status", "open", "--status", "closed"]).unwrap_err().exit_code(), 2);
    }

    #[test]
    fn entries_of_lists_keep_their_order_among_fields_and_may_stand_often() {
        let line = [
            "64aa0000",
            "--add-tag",
            "a",
            "--status=open",
            "--edit-note",
            "n1",
            "Call=back=soon",
            "--add-tag",
            "b",
            "--delete-note",
            "n1",
            "--set-attribute",
            "K=v=w",
            "--add-note",
            "T=",
            "--remove-attribute",
            "PLAN",
            "--remove-tag",
            "vip",
        ];
        let changes = read(&line).unwrap().wishes.of(&fake::lead().lead).unwrap();
        let ops: Vec<String> = changes.iter().map(Change::op).collect();
        let expected = [
            "add_tag",
            "set_status",
            "edit_note",
            "add_tag",
            "delete_note",
            "set_attribute",
            "add_note",
            "remove_attribute",
            "remove_tag",
        ];
        assert_eq!(ops, expected);
        let Change::EditNote { note, title, description } = &changes[2] else { panic!("{changes:?}") };
        assert_eq!((note.id.as_deref(), title.as_str(), description.as_str()), (Some("n1"), "Call", "back=soon"));
        assert_eq!(changes[5], Change::set_attribute("K", "v=w").unwrap());
    }

    #[test]
    fn a_note_that_is_not_there_is_wrong_usage_and_names_those_that_are() {
        let stop = read(&["64aa0000", "--delete-note", "n9"]).unwrap().wishes.of(&fake::lead().lead).unwrap_err();
        assert_eq!(stop.exit, Exit::Usage);
        assert!(stop.sentence.contains("n9") && stop.sentence.contains("n1 (Call)"), "{}", stop.sentence);
        for line in [
            ["64aa0000", "--add-note", "no sign"],
            ["64aa0000", "--add-note", " = "],
            ["64aa0000", "--add-tag", " "],
            ["64aa0000", "--set-attribute", "=v"],
        ] {
            assert_eq!(read(&line).unwrap_err().exit_code(), 2, "{line:?}");
        }
    }

    fn run_with(line: &[&str], kept: Result<ChangesMade, Refused>, sent: SendReport) -> (Result<Exit, Stop>, String) {
        let (link, _engine) = fake::engine(move |command| match command {
            Command::FindLead { reply, .. } => reply.answer(Ok(Box::new(fake::lead()))),
            Command::Change { reply: Some(reply), .. } => reply.answer(kept.clone()),
            Command::Send { until_idle: false, reply } => reply.answer(sent.clone()),
            other => panic!("{other:?}"),
        });
        let (mut io, out, _err) = fake::streams(b"");
        let outcome = run(read(line).unwrap(), &link, &mut io);
        (outcome, out.text())
    }

    #[test]
    fn ids_are_printed_when_the_changes_are_kept_and_sending_decides_the_exit() {
        let kept = Ok(ChangesMade { batch: BatchId(4), changes: vec![ChangeId(8), ChangeId(9)] });
        let line = ["64aa0000", "--status", "open", "--name", "Nadia"];
        let refused = SendReport { needs_agent: 1, ..SendReport::default() };
        assert_eq!(run_with(&line, kept.clone(), refused.clone()), (Ok(Exit::Done), "8\n9\n".to_owned()));
        let json = [&line[..], &["--json", "--send"]].concat();
        let expected = "{\"changes\":[8,9],\"batch\":4}\n".to_owned();
        assert_eq!(run_with(&json, kept, refused.clone()), (Ok(Exit::NeedsAgent), expected));
        let not_kept = Err(Refused::NotKept("The disk is full.".into()));
        let stop = Stop::new(Exit::Failed, "The disk is full.");
        assert_eq!(run_with(&json, not_kept, refused), (Err(stop), String::new()));
    }
}
