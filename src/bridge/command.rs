//! What the window or the command line asks the engine to do.

use super::connect::{NewAccount, SettingsEdit};
use super::health::{AccountHealth, SyncReport};
use super::probe::ProbeReport;
use super::recording::{Draft, InFull, Preview, RecordRefused};
use super::reply::Reply;
use super::snapshot::{LeadView, OutboxView};
use super::templates::PartFault;
use super::timeline::{TimelineAnswer, Wanted};
use crate::domain::query::Query;
use crate::domain::template::Sheet;
use crate::domain::{AccountName, BatchId, Change, ChangeId, DraftOf, LeadId};
use crate::search::{Sort, View};
use crate::secrets::Secret;

/// One request to the engine. What has one answer carries a [`Reply`]; everything else shows in the next snapshot.
#[derive(Debug)]
pub enum Command {
    /// Wishes about these leads. Journal and outbox are durable before anything else happens.
    Change { leads: Vec<LeadId>, changes: Vec<Change>, reply: Option<Reply<Result<ChangesMade, Refused>>> },
    /// Tells vendors about a fact: one outbox row each, one batch.
    Record { draft: Box<Draft>, reply: Reply<Result<ChangesMade, RecordRefused>> },
    /// What [`Command::Record`] would send, secrets blanked.
    PreviewRecording { draft: Box<Draft>, reply: Reply<Result<Vec<Preview>, RecordRefused>> },
    /// What the vendors' folders find wrong with a template.
    CheckTemplate { sheet: Box<Sheet>, reply: Reply<Vec<PartFault>> },
    /// The text of a small file that somebody dropped on the window.
    ReadFile { path: String, reply: Reply<Result<String, Refused>> },
    /// Writes a new file; one that is there stays.
    WriteFile { path: String, text: String, reply: Reply<Result<(), Refused>> },
    /// A change with its tries, what left, and the vendor's advice.
    InFull { change: ChangeId, reply: Reply<Result<InFull, Refused>> },
    /// Takes back the newest batch that can be taken back: a queued edit is cancelled, a confirmed one is undone by a
    /// new checked write.
    Undo,
    /// Takes back what was wished together with this change, however long ago; `alone`: only for its own lead. What
    /// somebody changed since stays.
    TakeBack { change: ChangeId, alone: bool, reply: Reply<Result<TakenBack, Refused>> },
    /// Does again what the newest undo took back, as a new checked write. Gone after a new edit.
    Redo,
    /// A new lead with this uuid, which the agent knows from the vendor's own pages. Refused when the lead is here
    /// already. `account` may be left out where only one account has leads. `changes` are its first values.
    CreateLead {
        account: Option<AccountName>,
        uuid: String,
        changes: Vec<Change>,
        reply: Option<Reply<Result<LeadMade, Refused>>>,
    },
    /// Drops a row and puts its text back as a draft of its place, both or neither.
    EditAgain { change: ChangeId, of: DraftOf, text: String, reply: Reply<Result<(), Refused>> },
    /// Lets everything that is on its way wait, or go on, but what may have arrived already.
    HoldAll { hold: bool, reply: Option<Reply<Result<(), Refused>>> },
    /// One action on one outbox row.
    Outbox { change: ChangeId, action: OutboxAction, reply: Option<Reply<Result<(), Refused>>> },
    /// Answers a conflict; `name` names its slot ([`crate::domain::Slot::is_named`]).
    Resolve { change: ChangeId, name: String, side: Side, reply: Option<Reply<Result<(), Refused>>> },

    /// What the list shows from now on.
    Look { view: View, query: Query, sort: Sort },
    /// Lets the changes in that the list holds back while it is being read.
    LetUpdatesIn,
    /// The lead whose details the snapshot carries.
    Open(Option<LeadId>),
    /// The agent has looked at this lead: its "changed" mark goes.
    Seen(LeadId),
    /// Keeps a piece of window state (view, search text, selection, scroll): customer data, so it goes to the database.
    Remember { key: &'static str, value: String },
    /// Keeps what is being typed into a field of a lead; an empty text forgets it.
    Draft { lead: LeadId, of: DraftOf, text: String, reply: Option<Reply<Result<(), Refused>>> },

    /// Reads this lead again now (F5).
    Refresh(LeadId),
    /// Asks every system that keeps histories about this lead, however fresh what is shown.
    AskHistory(LeadId),
    /// This customer of that account is (not) the same person as the lead. Reversible; nothing is sent.
    Link { lead: LeadId, account: AccountName, linked: bool },
    /// The strip of a lead. `refresh`: asks for that first, and answers when that is done. Only an answer to everything
    /// is kept.
    Timeline { lead: LeadId, refresh: Option<Wanted>, reply: Reply<Result<TimelineAnswer, Refused>> },
    /// One pass over all lead accounts. `full`: also where the head alone would do.
    Sync { full: bool, reply: Option<Reply<Vec<SyncReport>>> },
    /// Delivers what may go now; `until_idle` waits out short back-offs.
    Send { until_idle: bool, reply: Reply<SendReport> },
    /// The harmless test of one account.
    TestAccount { account: AccountName, reply: Reply<Result<AccountTest, Refused>> },
    /// Finds out on this lead what the account's vendor makes of a list it is sent, with marked test entries. Lists
    /// whose way stands in the settings are left alone.
    ProbeLists { account: AccountName, lead: LeadId, reply: Reply<Result<ProbeReport, Refused>> },
    /// An account's credential was entered or removed: read it again from the keychain.
    CredentialChanged(AccountName),
    /// Puts an account's credential (all fields at once) into the keychain, in place of the one that is there.
    /// Answers when the keychain has it; what waited for it goes on by itself.
    EnterCredential { account: AccountName, fields: Vec<(String, Secret)>, reply: Reply<Result<(), Refused>> },
    /// Takes an account's credential out of the keychain. Answers whether there was one.
    RemoveCredential { account: AccountName, reply: Reply<Result<bool, Refused>> },
    /// The settings file was changed: reads it again and takes in which accounts came, went and are other ones now.
    /// Nothing is taken in from a file with mistakes.
    SettingsChanged { reply: Option<Reply<Result<(), Refused>>> },

    /// Tries an account that is not in the settings yet; when it works, puts its credential into the keychain and the
    /// account into the settings, and begins to read. Nothing is kept of one that does not work.
    Connect { account: NewAccount, fields: Vec<(String, Secret)>, reply: Reply<Result<(), Refused>> },
    /// Changes the settings file; answers when the file says so and the change is in effect.
    EditSettings { edits: Vec<SettingsEdit>, reply: Reply<Result<(), Refused>> },

    /// Tries the keychain and the database again after the start failed.
    TryAgain,
    /// The recovery key, for a person to write down.
    ShowRecoveryKey { reply: Reply<Result<Secret, Refused>> },
    /// While the start waits for the key of the database: proves a typed recovery key on the database, puts it into the
    /// keychain and opens. One that does not open it changes nothing.
    EnterRecoveryKey { key: Secret, reply: Reply<Result<(), Refused>> },
    /// While the start waits because of a database that may never open again: gives its files another name beside
    /// their own and begins a new one. The person was asked.
    StartAnew { reply: Reply<Result<(), Refused>> },
    /// Goes on without a keychain: everything in memory, said so, also before quitting.
    WorkInMemory,

    /// Every lead that matches, newest change first, at most `limit`.
    Leads { query: Query, limit: Option<usize>, reply: Reply<LeadsFound> },
    /// The lead that a person named: a uuid, an id, or a unique prefix of at least six characters of either.
    FindLead { name: String, reply: Reply<Result<Box<LeadView>, Refused>> },
    /// The outbox, oldest first, with what is done.
    OutboxList { reply: Reply<Vec<OutboxView>> },
    /// How all accounts are.
    Accounts { reply: Reply<Vec<AccountHealth>> },

    /// Ends the engine. Whatever is in flight is given up; its row says so at the next start.
    Quit,
}

/// The leads of a [`Command::Leads`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeadsFound {
    pub leads: Vec<LeadView>,
    /// How many more match but could not be read from the database, and why the first of them could not.
    pub unread: Option<(usize, String)>,
}

/// The rows that one [`Command::Change`] made, in the order of leads, then changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangesMade {
    pub batch: BatchId,
    pub changes: Vec<ChangeId>,
}

/// How a [`Command::TakeBack`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// So many values are brought back, each by a new checked write.
    pub changes: usize,
    /// So many were changed since, and stay.
    pub stayed: usize,
}

/// The lead that one [`Command::CreateLead`] made here, and its rows: the making itself, then `changes` in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadMade {
    pub lead: LeadId,
    pub made: ChangesMade,
}

/// Why the engine did not do it, in words (what, why, what now).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// What was named does not exist or cannot be asked for.
    #[error("{0}")]
    Wrong(String),
    /// The store could not keep it. Nothing was changed; what was typed stays where it was typed.
    #[error("{0}")]
    NotKept(String),
}

/// What a person can do with an outbox row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxAction {
    /// Try now: no back-off, no refusal remembered.
    Retry,
    /// Wait until released.
    Hold,
    Release,
    /// Take it back: nothing more is sent.
    Drop,
    /// A recording with an unknown outcome did arrive, on the agent's word.
    Arrived,
}

/// The two sides of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Mine,
    Theirs,
}

/// What [`Command::Send`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SendReport {
    pub confirmed: usize,
    /// Rows that wait for an agent now.
    pub needs_agent: usize,
    /// Rows that will try again by themselves, and why, one sentence each (no duplicates).
    pub waiting: usize,
    pub reasons: Vec<String>,
    /// An account's credential is missing or was refused.
    pub credential: bool,
    /// A vendor could not be reached.
    pub unreachable: bool,
    /// Something was tried and has to wait, for whatever reason.
    pub undelivered: bool,
}

/// What the harmless test of an account found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountTest {
    pub account: AccountName,
    /// The vendor's name in the registry.
    pub vendor: String,
    pub outcome: TestOutcome,
    /// What, why, what now.
    pub sentence: String,
    pub took_ms: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    Works,
    /// Credential missing or refused.
    Credential,
    Unreachable,
    /// It answered something else than the contract says.
    Odd,
}
