//! `leadline account test`: the harmless test of one account.

use clap::Subcommand;
use serde::Serialize;

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use crate::bridge::command::{AccountTest, TestOutcome};
use crate::bridge::{Command, Link, Refused};
use crate::domain::AccountName;

#[derive(Clone, Debug, clap::Args)]
pub struct AccountArgs {
    #[command(subcommand)]
    pub command: AccountCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub enum AccountCommand {
    /// Asks its vendor something harmless and says whether that worked
    Test {
        /// The account's name in the configuration
        account: String,
        /// Prints one JSON value
        #[arg(long)]
        json: bool,
    },
}

impl AccountCommand {
    /// The account it is about.
    pub fn account(&self) -> &str {
        match self {
            Self::Test { account, .. } => account,
        }
    }
}

/// Tests the account and prints what came of it.
///
/// # Errors
/// When there is no such account (wrong usage), the engine ended, or the output cannot be written.
pub fn run(args: AccountArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let AccountCommand::Test { account, json } = args.command;
    let account = AccountName::from(account);
    let test = ask(link, |reply| Command::TestAccount { account, reply })?.map_err(|refused| match refused {
        Refused::Wrong(sentence) => Stop::usage(sentence),
        Refused::NotKept(_) => refused.into(),
    })?;
    if json {
        io.json(&test_json(&test))?;
    } else {
        io.data(&text(&test))?;
    }
    Ok(exit(test.outcome))
}

fn exit(outcome: TestOutcome) -> Exit {
    match outcome {
        TestOutcome::Works => Exit::Done,
        TestOutcome::Credential => Exit::Credential,
        TestOutcome::Unreachable => Exit::Unreachable,
        TestOutcome::Odd => Exit::Failed,
    }
}

/// The outcome as a line.
pub fn text(test: &AccountTest) -> String {
    let line = format!("{}: {} ({} ms)", test.account, test.sentence, test.took_ms);
    format!("{}\n", super::text::safe(&line))
}

fn test_json(test: &AccountTest) -> impl Serialize {
    #[derive(Serialize)]
    struct Tested<'a> {
        account: &'a str,
        vendor: &'a str,
        outcome: &'static str,
        sentence: &'a str,
        took_ms: u64,
    }
    let outcome = match test.outcome {
        TestOutcome::Works => "works",
        TestOutcome::Credential => "credential",
        TestOutcome::Unreachable => "unreachable",
        TestOutcome::Odd => "odd",
    };
    let AccountTest { account, vendor, sentence, took_ms, .. } = test;
    Tested { account: account.as_str(), vendor, outcome, sentence, took_ms: *took_ms }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    fn test(answer: Result<AccountTest, Refused>, json: bool) -> (Result<Exit, Stop>, String) {
        let (link, _engine) = fake::engine(move |command| match command {
            Command::TestAccount { reply, .. } => reply.answer(answer.clone()),
            other => panic!("{other:?}"),
        });
        let (mut io, out, _err) = fake::streams(b"");
        let args = AccountArgs { command: AccountCommand::Test { account: "main-bot".into(), json } };
        (run(args, &link, &mut io), out.text())
    }

    #[test]
    fn every_outcome_has_its_exit_code() {
        for (outcome, exit, word) in [
            (TestOutcome::Works, Exit::Done, "works"),
            (TestOutcome::Credential, Exit::Credential, "credential"),
            (TestOutcome::Unreachable, Exit::Unreachable, "unreachable"),
            (TestOutcome::Odd, Exit::Failed, "odd"),
        ] {
            let answer = AccountTest {
                account: "main-bot".into(),
                vendor: "rayzing".into(),
                outcome,
                sentence: "So it is.".into(),
                took_ms: 5,
            };
            let json = format!(
                "{{\"account\":\"main-bot\",\"vendor\":\"rayzing\",\"outcome\":\"{word}\",\"sentence\":\"So it is.\",\"took_ms\":5}}\n"
            );
            assert_eq!(test(Ok(answer.clone()), true), (Ok(exit), json));
            assert_eq!(test(Ok(answer), false), (Ok(exit), "main-bot: So it is. (5 ms)\n".to_owned()));
        }
    }

    #[test]
    fn an_account_that_is_not_configured_is_wrong_usage() {
        let (outcome, _) = test(Err(Refused::Wrong("There is no account main-bot.".into())), false);
        assert_eq!(outcome, Err(Stop::usage("There is no account main-bot.")));
    }
}
