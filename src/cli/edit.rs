//! `leadline edit`: wishes about one lead, durable before their ids are printed.

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, FromArgMatches};
use serde::Serialize;

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use super::outbox;
use crate::bridge::command::ChangesMade;
use crate::bridge::{Command, Link};
use crate::domain::{BatchId, Change, ChangeId, Field};

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

/// What is wished for, in the order of the options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes(pub Vec<Change>);

/// An option a field: its long name, what its value is called, and its help.
fn option(field: Field) -> (&'static str, &'static str, &'static str) {
    match field {
        Field::Status => ("status", "STATUS", "OPEN, INPROGRESS, REVIEW, ONHOLD, DEPENDANCY or CLOSED"),
        Field::Name => ("name", "NAME", "The customer's name"),
        Field::Email => ("email", "EMAIL", "The e-mail address"),
        Field::Phone => ("phone", "PHONE", "The phone number without its dial code"),
        Field::DialCode => ("dial-code", "CODE", "The dial code, like +49"),
        Field::Picture => ("picture", "URL", "The web address of a picture"),
        Field::Agent => ("agent", "ID", "The agent's id at the vendor"),
    }
}

impl clap::Args for Wishes {
    fn augment_args(command: clap::Command) -> clap::Command {
        let group = ArgGroup::new("wishes").args(Field::ALL.map(Field::as_str)).required(true).multiple(true);
        let options = Field::ALL.map(|field| {
            let (long, value, help) = option(field);
            Arg::new(field.as_str())
                .long(long)
                .value_name(value)
                .help(help)
                .action(ArgAction::Set)
                .value_parser(move |text: &str| Change::set(field, text))
        });
        command.args(options).group(group)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Wishes {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        // clap sorts by option; the order of typing is in the indices.
        let mut placed: Vec<(usize, Change)> = Field::ALL
            .into_iter()
            .filter_map(|field| {
                let change = matches.get_one::<Change>(field.as_str())?;
                Some((matches.index_of(field.as_str())?, change.clone()))
            })
            .collect();
        placed.sort_by_key(|(index, _)| *index);
        Ok(Self(placed.into_iter().map(|(_, change)| change).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
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
    let lead = ask(link, |reply| Command::FindLead { name, reply })??.id;
    let changes = args.wishes.0;
    let made = ask(link, |reply| Command::Change { leads: vec![lead], changes, reply: Some(reply) })??;
    // A script may act on the ids while the sending still runs; one that went away does not stop the sending.
    let printed = print(args.json, &made, io).and_then(|()| io.flush());
    let exit = if args.send {
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
        let ops: Vec<String> = args.wishes.0.iter().map(Change::op).collect();
        assert_eq!(ops, ["set_phone", "set_status", "set_dial_code", "set_name"]);
        let values: Vec<String> = args.wishes.0.iter().filter_map(Change::value).collect();
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
