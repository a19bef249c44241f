//! `leadline account`: the harmless test of one account, and the probe of its lists.

use clap::Subcommand;
use serde::Serialize;
use serde_json::json;

use super::ask::{ask, ask_patiently};
use super::exit::{Exit, Stop};
use super::io::Io;
use crate::bridge::command::{AccountTest, TestOutcome};
use crate::bridge::{Command, Link, ListProbed, ProbeReport, Refused, Snapshot};
use crate::domain::{AccountName, ListKnowledge, ListMode};

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
    /// Finds out whether written tags, notes and attributes replace those that are there, are added to them, or are
    /// merged with them, by a few marked test entries on a lead. Best on one whose lists are empty: where nothing can
    /// be taken away, the test entries stay
    Probe {
        /// The account's name in the configuration
        account: String,
        /// The lead to try it on: its uuid, its id, or a unique beginning of either
        #[arg(long)]
        lead: String,
        /// Prints one JSON value
        #[arg(long)]
        json: bool,
    },
}

impl AccountCommand {
    /// The account it is about.
    pub fn account(&self) -> &str {
        match self {
            Self::Test { account, .. } | Self::Probe { account, .. } => account,
        }
    }
}

/// Tests the account and prints what came of it.
///
/// # Errors
/// When there is no such account (wrong usage), the engine ended, or the output cannot be written.
pub fn run(args: AccountArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (account, json) = match args.command {
        AccountCommand::Probe { account, lead, json } => return probe(account.into(), lead, json, link, io),
        AccountCommand::Test { account, json } => (AccountName::from(account), json),
    };
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

fn probe(account: AccountName, name: String, json: bool, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let lead = ask(link, |reply| Command::FindLead { name, reply })??.id;
    let words = |_: &Snapshot| "Finding out how lists are taken".to_owned();
    let report = ask_patiently(link, io, words, |reply| Command::ProbeLists { account, lead, reply })?;
    let report = report.map_err(|refused| match refused {
        Refused::Wrong(sentence) => Stop::usage(sentence),
        Refused::NotKept(_) => refused.into(),
    })?;
    if json {
        io.json(&probe_json(&report))?;
    } else {
        io.data(&probe_text(&report))?;
    }
    let is_known = report.lists.iter().all(|list| list.knowledge.mode().is_some());
    let exits = [
        (report.credential, Exit::Credential),
        (report.unreachable, Exit::Unreachable),
        (!report.credential && !report.unreachable, Exit::Failed),
    ];
    let exits = exits.into_iter().filter_map(|(applies, exit)| (applies && !is_known).then_some(exit));
    Ok(exits.fold(Exit::Done, Exit::combine))
}

/// What was found, a line a list.
pub fn probe_text(report: &ProbeReport) -> String {
    let mut out = String::new();
    for found in &report.lists {
        let mode = found.knowledge.mode().map_or("not known", ListMode::word);
        let left = found.left.iter().map(|left| format!("; {left}")).collect::<String>();
        let line = format!("{}: {mode} ({}){left}", found.list.as_str(), found.words);
        out.push_str(&format!("{}\n", super::text::safe(&line)));
    }
    out
}

fn probe_json(report: &ProbeReport) -> serde_json::Value {
    let mode = |found: &ListProbed| found.knowledge.mode().map(ListMode::as_str);
    let lists: serde_json::Map<_, _> =
        report.lists.iter().map(|found| (found.list.as_str().to_owned(), mode(found).into())).collect();
    let finding = |found: &ListProbed| {
        let from = match found.knowledge {
            ListKnowledge::NotKnown => "not_known",
            ListKnowledge::Set { .. } => "set",
            ListKnowledge::Found { .. } => "found",
        };
        json!({ "list": found.list.as_str(), "mode": mode(found), "from": from, "words": found.words, "left": found.left })
    };
    json!({
        "account": report.account.as_str(),
        "vendor": report.vendor,
        "lead": report.lead_remote_id,
        "lists": lists,
        "findings": report.lists.iter().map(finding).collect::<Vec<_>>(),
        "took_ms": report.took_ms,
    })
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
    use crate::domain::List;

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
    fn a_probe_prints_every_list_and_what_is_left_of_it() {
        let mode = ListMode::Append;
        let knowledge = ListKnowledge::Found { mode, at: fake::now(), lead: "64aa".into(), proof: "it was so".into() };
        let words = "it was so".to_owned();
        let (left, known) = (Some("an entry stays".to_owned()), knowledge.clone());
        let report = ProbeReport {
            account: "main-bot".into(),
            vendor: "acme".into(),
            lead_remote_id: "64aa".into(),
            lead_name: "Nadia".into(),
            lists: List::ALL.map(|list| match list {
                List::Tags => ListProbed { list, knowledge: known.clone(), words: words.clone(), left: left.clone() },
                List::Notes => {
                    let knowledge = ListKnowledge::Set { mode: ListMode::Replace };
                    ListProbed { list, knowledge, words: "stated".into(), left: None }
                }
                List::Attributes => {
                    ListProbed { list, knowledge: ListKnowledge::NotKnown, words: "no".into(), left: None }
                }
            }),
            credential: false,
            unreachable: true,
            took_ms: 5,
        };
        let text = "tags: appended (it was so); an entry stays\nnotes: replaced (stated)\nattributes: not known (no)\n";
        assert_eq!(probe_text(&report), text);
        let json = probe_json(&report);
        assert_eq!(json["lists"], json!({ "tags": "append", "notes": "replace", "attributes": null }));
        assert_eq!(json["findings"][0]["from"], "found");
        let (link, _engine) = fake::engine(move |command| match command {
            Command::FindLead { reply, .. } => reply.answer(Ok(Box::new(fake::lead()))),
            Command::ProbeLists { reply, .. } => reply.answer(Ok(report.clone())),
            other => panic!("{other:?}"),
        });
        let (mut io, out, _err) = fake::streams(b"");
        let command = AccountCommand::Probe { account: "main-bot".into(), lead: "64aa00".into(), json: false };
        assert_eq!(run(AccountArgs { command }, &link, &mut io), Ok(Exit::Unreachable));
        assert_eq!(out.text(), text);
    }

    #[test]
    fn an_account_that_is_not_configured_is_wrong_usage() {
        let (outcome, _) = test(Err(Refused::Wrong("There is no account main-bot.".into())), false);
        assert_eq!(outcome, Err(Stop::usage("There is no account main-bot.")));
    }
}
