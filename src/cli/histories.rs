//! `leadline sync --histories`: asks every account that keeps histories about every lead, one lead after the other.

use serde::Serialize;

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use super::table::{numbers, table, words};
use super::{leads, timeline};
use crate::bridge::{Command, HistorySource, HistoryState, Link, Wanted};
use crate::domain::query::Query;

/// Leads in a row about which nobody could be asked, after which the others are not tried.
const HOPELESS: usize = 3;

/// What became of the asking.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    /// One entry for each account that keeps histories, in the order of the settings.
    pub accounts: Vec<Counts>,
    pub exit: Exit,
    failures: Vec<String>,
    /// How many leads were left when it was given up.
    not_tried: usize,
}

/// One account's part, counted in leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub name: String,
    pub vendor: String,
    /// About whom it was asked; a lead with nothing to ask by is not among them.
    pub asked: u64,
    pub found: u64,
    pub nobody: u64,
    pub failed: u64,
}

/// Asks about all leads; on a terminal, stderr shows how far it is.
///
/// # Errors
/// When the engine ended or an answer could not be kept. An account that failed is no error here.
pub(super) fn ask_all(link: &Link, io: &mut Io<'_>) -> Result<Histories, Stop> {
    let found = ask(link, |reply| Command::Leads { query: Query::default(), limit: None, reply })?;
    let mut histories = Histories { exit: leads::say_unread(&found, io), ..Histories::default() };
    let leads = found.leads;
    let mut hopeless = 0;
    for (at, lead) in leads.iter().enumerate() {
        io.progress(&format!("Histories: {at} of {}", leads.len()));
        let lead = lead.id;
        let asked = ask(link, |reply| Command::Timeline { lead, refresh: Some(Wanted::default()), reply });
        let sources = match asked.and_then(|answer| Ok(answer?)) {
            Ok(answer) => answer.timeline.sources,
            Err(stop) => {
                io.end_progress();
                return Err(stop);
            }
        };
        if sources.is_empty() {
            break;
        }
        histories.exit = histories.exit.combine(timeline::exit(&sources, link)?);
        let (before, failed) = (histories.answers(), histories.failed());
        sources.iter().for_each(|source| histories.count(source));
        // A lead with nothing to ask by says nothing about how anybody is.
        if histories.answers() > before {
            hopeless = 0;
        } else if histories.failed() > failed {
            hopeless += 1;
        }
        if hopeless == HOPELESS {
            histories.not_tried = leads.len() - at - 1;
            break;
        }
    }
    io.end_progress();
    Ok(histories)
}

impl Histories {
    fn count(&mut self, source: &HistorySource) {
        let found = self.accounts.iter().position(|counts| counts.name == source.account.as_str());
        let at = found.unwrap_or_else(|| {
            let (name, vendor) = (source.account.to_string(), source.vendor.to_owned());
            self.accounts.push(Counts { name, vendor, ..Counts::default() });
            self.accounts.len() - 1
        });
        let counts = &mut self.accounts[at];
        let part = match &source.state {
            HistoryState::Known => &mut counts.found,
            HistoryState::NobodyFound => &mut counts.nobody,
            HistoryState::Failed(sentence) => {
                let sentence = format!("{}: {sentence}", source.account);
                if !self.failures.contains(&sentence) {
                    self.failures.push(sentence);
                }
                &mut counts.failed
            }
            // Not asked: nothing to ask by, or it is somebody else's history.
            _ => return,
        };
        *part += 1;
        counts.asked += 1;
    }

    fn answers(&self) -> u64 {
        self.accounts.iter().map(|counts| counts.found + counts.nobody).sum()
    }

    fn failed(&self) -> u64 {
        self.accounts.iter().map(|counts| counts.failed).sum()
    }

    /// What a person has to know beside the counts; each sentence once.
    pub(super) fn sentences(&self) -> Vec<String> {
        let mut all = self.failures.clone();
        if self.accounts.is_empty() {
            all.push("No account that keeps histories is configured, or there are no leads to ask about.".to_owned());
        }
        if self.not_tried > 0 {
            all.push(format!(
                "{HOPELESS} leads in a row got no answer, so the other {} were not asked about. Try again later.",
                self.not_tried
            ));
        }
        all
    }

    /// The counts as a table.
    pub(super) fn text(&self, colour: bool) -> String {
        let columns =
            [words("Histories", 32), numbers("Asked"), numbers("Found"), numbers("Nobody"), numbers("Failed")];
        let row = |counts: &Counts| {
            [
                counts.name.clone(),
                counts.asked.to_string(),
                counts.found.to_string(),
                counts.nobody.to_string(),
                counts.failed.to_string(),
            ]
        };
        table(columns, self.accounts.iter().map(row).collect(), colour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::command::LeadsFound;
    use crate::bridge::{Timeline, TimelineAnswer};
    use crate::cli::fake;
    use crate::cli::sync::{SyncArgs, run};

    fn source(account: &str, state: HistoryState) -> HistorySource {
        HistorySource {
            account: account.into(),
            vendor: "acme",
            title: "Acme",
            asked_at: None,
            state,
            customer: None,
            warnings: Vec::new(),
        }
    }

    fn failed() -> HistoryState {
        HistoryState::Failed("Acme did not answer.".into())
    }

    /// Exit code, stdout and stderr of a sync whose leads get these answers from “loyalty”, and from “second” nothing.
    fn synced(states: Vec<HistoryState>, json: bool) -> (Exit, String, String, usize) {
        let count = states.len();
        let mut states = states.into_iter();
        let (link, engine) = fake::engine(move |command| match command {
            Command::Sync { full: false, reply: Some(reply) } => reply.answer(Vec::new()),
            Command::Leads { limit: None, reply, query } if query.is_empty() => {
                reply.answer(LeadsFound { leads: vec![fake::lead(); count], unread: None });
            }
            Command::Timeline { refresh: Some(wanted), reply, .. } => {
                assert_eq!(wanted, Wanted::default());
                let sources =
                    vec![source("loyalty", states.next().unwrap()), source("second", HistoryState::NothingToAskBy)];
                let timeline = Timeline { items: Vec::new().into(), sources };
                reply.answer(Ok(TimelineAnswer { timeline, in_part: Vec::new() }));
            }
            Command::Accounts { reply } => reply.answer(Vec::new()),
            other => panic!("{other:?}"),
        });
        let (mut io, out, err) = fake::streams(b"");
        let exit = run(&SyncArgs { full: false, histories: true, json }, &link, &mut io).unwrap();
        drop(link);
        (exit, out.text(), err.text(), engine.join().unwrap())
    }

    #[test]
    fn every_lead_is_asked_about_and_counted() {
        use HistoryState::{Known, NobodyFound, NothingToAskBy};
        let states = vec![Known, NobodyFound, failed(), NothingToAskBy, failed(), Known, failed()];
        let (exit, out, err, _) = synced(states.clone(), true);
        let expected = concat!(
            r#"{"accounts":[],"histories":[{"name":"loyalty","vendor":"acme","asked":6,"found":2,"nobody":1,"failed":3},"#,
            r#"{"name":"second","vendor":"acme","asked":0,"found":0,"nobody":0,"failed":0}]}"#,
            "\n"
        );
        assert_eq!((exit, out.as_str()), (Exit::Unreachable, expected));
        assert_eq!(err, "loyalty: Acme did not answer.\n");
        let (_, out, ..) = synced(states, false);
        let expected = "
Histories  Asked  Found  Nobody  Failed
loyalty        6      2       1       3
second         0      0       0       0
";
        assert_eq!(out, expected);
    }

    #[test]
    fn what_is_hopeless_is_given_up() {
        let (exit, out, err, commands) = synced(vec![failed(); 9], true);
        assert!(out.contains(r#""asked":3,"found":0,"nobody":0,"failed":3"#), "{out}");
        assert_eq!((exit, commands), (Exit::Unreachable, 2 + 3 * 2));
        let said = "loyalty: Acme did not answer.\n3 leads in a row got no answer, so the other 6 were not asked about. Try again later.\n";
        assert_eq!(err, said);
    }

    #[test]
    fn without_an_account_or_leads_to_ask_about_that_is_said() {
        let (exit, out, err, _) = synced(Vec::new(), true);
        assert_eq!((exit, out.as_str()), (Exit::Done, "{\"accounts\":[],\"histories\":[]}\n"));
        assert!(err.starts_with("No account that keeps histories"), "{err}");
    }
}
