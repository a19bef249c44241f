//! `leadline sync`: one pass over all lead accounts, with counts.

use serde::Serialize;

use super::ask::ask_patiently;
use super::exit::{Exit, Stop};
use super::histories::{self, Histories};
use super::io::Io;
use super::table::{numbers, table, words};
use super::text::count;
use crate::bridge::health::{SkippedRecord, SyncFailureKind};
use crate::bridge::{Command, Link, Snapshot, SyncReport};

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct SyncArgs {
    /// Reads everything, also where the newest changes alone would do
    #[arg(long)]
    pub full: bool,
    /// Asks every account that keeps histories about every lead, too
    #[arg(long)]
    pub histories: bool,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

/// Runs the pass and prints its counts.
///
/// # Errors
/// When the engine ended or the output cannot be written. An account that failed is no error here: it is said,
/// and decides the exit code.
pub fn run(args: &SyncArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let full = args.full;
    let reports = ask_patiently(link, io, progress, |reply| Command::Sync { full, reply: Some(reply) })?;
    let histories = if args.histories { Some(histories::ask_all(link, io)?) } else { None };
    if args.json {
        io.json(&json(&reports, histories.as_ref()))?;
    } else if reports.is_empty() {
        io.note("No account with leads is configured. Add one to the configuration (“leadline config path” says where) and try again.");
    } else {
        let colour = io.in_colour();
        io.data(&text(&reports, colour))?;
    }
    if let Some(histories) = histories.as_ref().filter(|histories| !args.json && !histories.accounts.is_empty()) {
        let colour = io.in_colour();
        io.data(&format!("\n{}", histories.text(colour)))?;
    }
    let said = reports.iter().flat_map(sentences).chain(histories.iter().flat_map(Histories::sentences));
    said.for_each(|sentence| io.note(&sentence));
    let exits = reports.iter().map(exit).chain(histories.iter().map(|histories| histories.exit));
    Ok(exits.fold(Exit::Done, Exit::combine))
}

fn progress(snapshot: &Snapshot) -> String {
    let running: Vec<String> = snapshot
        .accounts
        .iter()
        .filter_map(|health| Some(format!("{}: {} seen", health.account, count(health.syncing?, "lead", "leads"))))
        .collect();
    if running.is_empty() { "Syncing…".to_owned() } else { running.join(" · ") }
}

fn exit(report: &SyncReport) -> Exit {
    match report.failure.as_ref().map(|failure| failure.kind) {
        None => Exit::Done,
        Some(SyncFailureKind::Unreachable) => Exit::Unreachable,
        Some(SyncFailureKind::Credential) => Exit::Credential,
        Some(SyncFailureKind::Odd | SyncFailureKind::NotKept) => Exit::Failed,
    }
}

/// What a person has to know beside the counts.
fn sentences(report: &SyncReport) -> Vec<String> {
    let skipped = report.skipped.iter().map(|record| {
        let id = record.remote_id.as_deref().unwrap_or("without an id");
        format!(
            "{}: record {id} could not be read at {}: {}. The others were read.",
            report.account, record.path, record.why
        )
    });
    let failure = report.failure.iter().map(|failure| format!("{}: {}", report.account, failure.sentence));
    skipped.chain(failure).collect()
}

/// The counts as a table.
pub fn text(reports: &[SyncReport], colour: bool) -> String {
    let columns = [
        words("Account", 32),
        numbers("Pages"),
        numbers("Leads seen"),
        numbers("New"),
        numbers("Changed"),
        numbers("Skipped"),
        numbers("Requests"),
        numbers("Bytes"),
        numbers("Took ms"),
    ];
    let row = |report: &SyncReport| {
        [
            report.account.clone(),
            report.pages.to_string(),
            report.leads_seen.to_string(),
            report.leads_new.to_string(),
            report.leads_changed.to_string(),
            report.skipped.len().to_string(),
            report.requests.to_string(),
            report.bytes.to_string(),
            report.took_ms.to_string(),
        ]
    };
    table(columns, reports.iter().map(row).collect(), colour)
}

/// The counts as `--json` prints them; `histories` where they were asked for, too.
pub fn json<'a>(reports: &'a [SyncReport], histories: Option<&'a Histories>) -> impl Serialize + 'a {
    #[derive(Serialize)]
    struct Accounts<'a> {
        accounts: Vec<Account<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        histories: Option<&'a [histories::Counts]>,
    }
    #[derive(Serialize)]
    struct Account<'a> {
        name: &'a str,
        vendor: &'a str,
        pages: u64,
        leads_seen: u64,
        leads_new: u64,
        leads_changed: u64,
        skipped: Vec<Skipped<'a>>,
        requests: u64,
        bytes: u64,
        took_ms: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        failure: Option<Failure<'a>>,
    }
    #[derive(Serialize)]
    struct Skipped<'a> {
        remote_id: Option<&'a str>,
        path: &'a str,
        why: &'a str,
    }
    #[derive(Serialize)]
    struct Failure<'a> {
        kind: &'static str,
        sentence: &'a str,
    }
    fn skipped(record: &SkippedRecord) -> Skipped<'_> {
        Skipped { remote_id: record.remote_id.as_deref(), path: &record.path, why: &record.why }
    }
    fn account(report: &SyncReport) -> Account<'_> {
        Account {
            name: &report.account,
            vendor: &report.vendor,
            pages: report.pages,
            leads_seen: report.leads_seen,
            leads_new: report.leads_new,
            leads_changed: report.leads_changed,
            skipped: report.skipped.iter().map(skipped).collect(),
            requests: report.requests,
            bytes: report.bytes,
            took_ms: report.took_ms,
            failure: report.failure.as_ref().map(|f| Failure { kind: kind(f.kind), sentence: &f.sentence }),
        }
    }
    Accounts {
        accounts: reports.iter().map(account).collect(),
        histories: histories.map(|histories| histories.accounts.as_slice()),
    }
}

fn kind(kind: SyncFailureKind) -> &'static str {
    match kind {
        SyncFailureKind::Unreachable => "unreachable",
        SyncFailureKind::Credential => "credential",
        SyncFailureKind::Odd => "odd",
        SyncFailureKind::NotKept => "not_kept",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::health::SyncFailure;
    use crate::cli::fake;

    fn report(account: &str, failure: Option<SyncFailureKind>) -> SyncReport {
        SyncReport {
            account: account.into(),
            vendor: "rayzing".into(),
            pages: 4,
            leads_seen: 61,
            leads_new: 3,
            leads_changed: 2,
            skipped: vec![SkippedRecord {
                remote_id: Some("64bb".into()),
                path: "tags[1]".into(),
                why: "a number".into(),
            }],
            requests: 5,
            bytes: 12_345,
            took_ms: 78,
            failure: failure.map(|kind| SyncFailure { kind, sentence: "It broke.".into() }),
        }
    }

    #[test]
    fn the_counts_stand_in_the_table_and_in_json() {
        let reports = [report("main-bot", None), report("b", Some(SyncFailureKind::NotKept))];
        let expected = "\
Account   Pages  Leads seen  New  Changed  Skipped  Requests  Bytes  Took ms
main-bot      4          61    3        2        1         5  12345       78
b             4          61    3        2        1         5  12345       78
";
        assert_eq!(text(&reports, false), expected);
        let counts = r#""pages":4,"leads_seen":61,"leads_new":3,"leads_changed":2,"skipped":[{"remote_id":"64bb","path":"tags[1]","why":"a number"}],"requests":5,"bytes":12345,"took_ms":78"#;
        let expected = format!(
            r#"{{"accounts":[{{"name":"main-bot","vendor":"rayzing",{counts}}},{{"name":"b","vendor":"rayzing",{counts},"failure":{{"kind":"not_kept","sentence":"It broke."}}}}]}}"#
        );
        assert_eq!(serde_json::to_string(&json(&reports, None)).unwrap(), expected);
    }

    #[test]
    fn the_exit_code_is_that_of_the_worst_account() {
        use SyncFailureKind::{Credential, Odd, Unreachable};
        for (failures, exit) in [
            (vec![None], Exit::Done),
            (vec![], Exit::Done),
            (vec![Some(Unreachable), None], Exit::Unreachable),
            (vec![Some(Unreachable), Some(Credential), Some(Odd)], Exit::Credential),
            (vec![None, Some(Odd)], Exit::Failed),
        ] {
            let reports: Vec<SyncReport> = failures.into_iter().map(|failure| report("main-bot", failure)).collect();
            let (link, _engine) = fake::engine(move |command| match command {
                Command::Sync { full: true, reply: Some(reply) } => reply.answer(reports.clone()),
                other => panic!("{other:?}"),
            });
            let (mut io, _out, err) = fake::streams(b"");
            assert_eq!(run(&SyncArgs { full: true, histories: false, json: true }, &link, &mut io), Ok(exit));
            assert_eq!(err.text().contains("main-bot: It broke."), exit != Exit::Done);
        }
    }
}
