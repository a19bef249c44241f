//! The command line: one file a command, the same engine as the window's, no window.
//!
//! [`args`] is the whole definition; [`run`] runs what needs the engine; `credential`, `recovery`, `config` and
//! `doctor` each have a `run` of their own with a small desk that `main` sets up. Data goes to stdout through [`Io`],
//! everything else to stderr; [`exit`] has the exit codes. Formatting is pure and stands beside its command.
//!
//! # JSON
//!
//! Every `--json` (and `leads --format json`) prints one JSON value on one line. Times are RFC 3339 UTC.
//!
//! | Call | Value |
//! |---|---|
//! | `leads --format json` | array of leads ([`json::LeadJson`]); `show --json` one lead; one that was made here has the `id` `new:UUID` until the vendor's lists show it; one that two whole passes did not see has also `gone: true` |
//! | `outbox [list] --json` | array of items ([`json::OutboxJson`]), oldest first, done ones too; `op` is `set_` and the field (`set_status`, `set_dial_code`), or `create add_tag remove_tag add_note edit_note delete_note set_attribute remove_attribute`; `why` is null where the state says it all; while a conflict is open also `conflict: {field, before, theirs, mine, read_at}`, `field` as `resolve --field` takes it (`status`, `note`, `attribute:PLAN`), a note's words as `{title, description}`, null where there is nothing |
//! | `outbox send --json` | `{confirmed, needs_agent, waiting, reasons: [sentences]}` |
//! | `sync --json` | `{accounts: [{name, vendor, pages, leads_seen, leads_new, leads_changed, skipped: [{remote_id, path, why}], requests, bytes, took_ms}]}`; an account whose pass ended early has also `failure: {kind, sentence}`, kind `unreachable credential odd not_kept` |
//! | `sync --histories --json` | the same with `histories: [{name, vendor, asked, found, nobody, failed}]` beside `accounts`, counted in leads, an entry for each account that keeps histories |
//! | `timeline --json` | array of timeline items ([`crate::domain::timeline::TimelineItem`]), newest first |
//! | `edit --json` | `{changes: [ids], batch: id}`, the ids in the order of the options |
//! | `create --json` | the same, the id of the making first |
//! | `record --json` | as `edit --json`: one change for each system that is told |
//! | `resolve --json` | `{change: id, fields: {FIELD: "mine" or "theirs"}}` |
//! | `account test --json` | `{account, vendor, outcome, sentence, took_ms}`, outcome `works credential unreachable odd` |
//! | `account probe --json` | `{account, vendor, lead, lists: {tags, notes, attributes}, findings: [{list, mode, from, words, left}], took_ms}`; a list is `replace append merge`, or null where it could not be found out; `from` is `found set not_known`; `left` is what stays on the lead, or null |
//! | `credential list --json` | `[{account, vendor, fields: {FIELD: true or false}}]`: present or not, never a value |
//! | `doctor --json` | `{findings: [{name, state, detail}]}`, state `ok warn bad` |

pub mod account;
pub mod args;
pub mod ask;
pub mod completions;
pub mod config;
pub mod create;
pub mod credential;
pub mod csv;
pub mod doctor;
pub mod edit;
pub mod exit;
#[cfg(test)]
mod fake;
pub mod field_lines;
pub mod histories;
pub mod io;
pub mod json;
pub mod leads;
pub mod outbox;
pub mod record;
pub mod recovery;
pub mod resolve;
pub mod show;
pub mod sync;
pub mod table;
pub mod text;
pub mod timeline;
pub mod wishes;

pub use args::{Args, Command, EngineCommand, Global, LocalCommand};
pub use exit::{Exit, Stop};
pub use field_lines::SecretText;
pub use io::Io;

use crate::bridge::Link;

/// Runs a command on a started (or still starting) engine.
///
/// # Errors
/// When it could not go on; [`finish`] says why.
pub fn run(command: EngineCommand, mut link: Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    ask::wait_for_start(&mut link)?;
    match command {
        EngineCommand::Sync(args) => sync::run(&args, &link, io),
        EngineCommand::Leads(args) => leads::run(args, &link, io),
        EngineCommand::Show(args) => show::run(args, &link, io),
        EngineCommand::Timeline(args) => timeline::run(&args, &link, io),
        EngineCommand::Edit(args) => edit::run(args, &link, io),
        EngineCommand::Create(args) => create::run(args, &link, io),
        EngineCommand::Record(args) => record::run(args, &link, io),
        EngineCommand::Outbox(args) => outbox::run(args, &link, io),
        EngineCommand::Resolve(args) => resolve::run(args, &link, io),
        EngineCommand::Account(args) => account::run(args, &link, io),
    }
}

/// Brings out what is still to be written, says why a command stopped, and gives the exit code to leave with.
pub fn finish(outcome: Result<Exit, Stop>, io: &mut Io<'_>) -> Exit {
    let (exit, stops) = match outcome {
        Ok(exit) => (exit, None),
        Err(stop) => (stop.exit, Some(stop)),
    };
    // A full disk refuses the flush as it refused the writing: once is enough.
    let unwritten = io.flush().err().filter(|stop| stops.as_ref() != Some(stop));
    let exit = unwritten.iter().fold(exit, |exit, stop| exit.combine(stop.exit));
    for stop in stops.iter().chain(&unwritten).filter(|stop| !stop.sentence.is_empty()) {
        io.note(&format!("leadline: {}", stop.sentence));
    }
    exit
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Full;

    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
    }

    #[test]
    fn output_that_cannot_be_written_is_said_once_and_fails() {
        let (mut io, _out, err) = fake::streams(b"");
        io.stdout = Box::new(Full);
        let outcome = io.data("lead\n").map(|()| Exit::Done);
        assert_eq!(finish(outcome, &mut io), Exit::Failed);
        assert_eq!(err.text().lines().count(), 1, "{}", err.text());
        assert!(err.text().starts_with("leadline: The output could not be written: "));
    }

    #[test]
    fn a_command_waits_for_the_start_and_says_why_it_failed() {
        let (link, _engine) = fake::link_in(crate::bridge::Phase::NoKeychain("No keychain answers.".into()));
        let (mut io, out, err) = fake::streams(b"");
        let sync = EngineCommand::Sync(sync::SyncArgs { full: false, histories: false, json: true });
        let outcome = run(sync, link, &mut io);
        assert_eq!(finish(outcome, &mut io), Exit::Keychain);
        assert_eq!((out.text().as_str(), err.text().as_str()), ("", "leadline: No keychain answers.\n"));
    }
}
