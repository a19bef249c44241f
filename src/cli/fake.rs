//! What the tests of this folder share: a link with a scripted engine behind it, streams in memory, sample rows.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;
use std::thread::JoinHandle;

use jiff::Timestamp;

use super::io::Io;
use crate::bridge::link::EngineEnd;
use crate::bridge::{Command, LeadView, Link, NoDatabase, OutboxView, Phase, Snapshot, Trouble};
use crate::domain::outbox::Conflict;
use crate::domain::{
    Attribute, BatchId, Change, ChangeId, Field, LastMessage, Lead, LeadId, LeadKind, LeadStatus, Note, OutboxItem,
    OutboxState, RemoteId,
};

/// A time in the tests' November.
pub(crate) fn at(text: &str) -> Timestamp {
    format!("2026-11-{text}Z").parse().unwrap()
}

/// The moment at which the tests look.
pub(crate) fn now() -> Timestamp {
    at("20T12:00:00")
}

/// A database that cannot be opened.
pub(crate) fn no_database(why: &str) -> NoDatabase {
    NoDatabase { trouble: Trouble::Other, why: why.to_owned(), folder: None }
}

/// A link whose engine stands in this phase.
pub(crate) fn link_in(phase: Phase) -> (Link, EngineEnd) {
    Link::new(Snapshot { phase, ..Snapshot::starting(now()) })
}

/// A working engine that answers commands by `script` until its link is dropped, and gives back how many it got.
pub(crate) fn engine(mut script: impl FnMut(Command) + Send + 'static) -> (Link, JoinHandle<usize>) {
    let (link, mut end) = link_in(Phase::Ready);
    let thread = std::thread::spawn(move || {
        let mut seen = 0;
        while let Some(command) = end.commands.blocking_recv() {
            seen += 1;
            script(command);
        }
        seen
    });
    (link, thread)
}

/// A stream whose text can be looked at.
#[derive(Clone, Default)]
pub(crate) struct Page(Rc<RefCell<Vec<u8>>>);

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Streams without a terminal: their ends, and what comes out of stdout and stderr.
pub(crate) fn streams(stdin: &[u8]) -> (Io<'_>, Page, Page) {
    let (out, err) = (Page::default(), Page::default());
    let io = Io {
        stdin: Box::new(stdin),
        stdout: Box::new(out.clone()),
        stderr: Box::new(err.clone()),
        stdin_is_terminal: false,
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        no_color: false,
    };
    (io, out, err)
}

/// A lead that has nearly everything.
pub(crate) fn lead() -> LeadView {
    let mut lead = Lead::empty("main-bot".into(), RemoteId::from("64aa00000000000000000001"), LeadKind::Lead);
    lead.uuid = Some("0f8b-1".into());
    lead.name = Some("Nadia Rahman".into());
    lead.email = Some("nadia@example.com".into());
    lead.phone = Some("5550100".into());
    lead.dial_code = Some("49".into());
    lead.status = Some(LeadStatus::Review);
    lead.tags = vec!["vip".into(), "late payer".into()];
    lead.notes = vec![Note { id: Some("n1".into()), title: "Call".into(), description: "back\nMonday".into() }];
    lead.attributes = vec![Attribute { key: "PLAN".into(), value: "gold".into() }];
    lead.agent = Some("631a".into());
    lead.city = Some("Köln".into());
    lead.country = Some(String::new());
    lead.is_online = true;
    lead.last_message =
        Some(LastMessage { at: Some(at("20T09:00:00")), by: Some("user".into()), text: Some("hello".into()) });
    lead.created_at = Some(at("01T08:00:00"));
    lead.updated_at = Some(at("20T09:00:00"));
    lead.website_visits = Some(3);
    LeadView { id: LeadId(1), lead, pending: vec![ChangeId(12)], read_at: at("20T11:57:00"), gone: false }
}

/// A chat about which nothing is known.
pub(crate) fn bare_lead() -> LeadView {
    let lead = Lead::empty("main-bot".into(), RemoteId::from("64aa00000000000000000002"), LeadKind::NonLead);
    LeadView { id: LeadId(2), lead, pending: Vec::new(), read_at: at("20T11:57:00"), gone: false }
}

/// A status change that ran into a colleague's.
pub(crate) fn outbox_row() -> OutboxView {
    OutboxView {
        item: OutboxItem {
            id: ChangeId(12),
            batch: BatchId(7),
            account: "main-bot".into(),
            lead: LeadId(1),
            change: Change::set(Field::Status, "review").unwrap(),
            base: Some("OPEN".into()),
            state: OutboxState::NeedsAgent,
            why: "Somebody else changed it.".into(),
            conflict: Some(Conflict {
                slot: Field::Status.into(),
                before: Some("OPEN".into()),
                theirs: Some("CLOSED".into()),
                mine: Some("REVIEW".into()),
                read_at: at("20T11:30:00"),
            }),
            attempts: 1,
            next_try_at: None,
            created_at: at("20T11:00:00"),
            moved_at: at("20T11:30:00"),
            said_yes: false,
        },
        vendor: "acme",
        vendor_title: "Acme",
        lead_remote_id: "64aa00000000000000000001".into(),
        lead_name: "Nadia Rahman".into(),
        summary: "Status Open → Review".into(),
    }
}
