//! The engine: the one owner of the store and of everything that waits.
//!
//! It takes one [`Input`] at a time with a given [`Now`] and answers with [`Effect`]s, so that a test can drive it
//! without a clock, a thread or a network. What is on screen is always mirror + outbox, folded: the mirror is what
//! the vendor last said and only readings write it (`mirror`), the outbox is what agents want and only edits write
//! it (`edit`, `items`). Between them stand the planner (`plan`), the checked write (`lanes` over the pure
//! `checked_write` and `locate`) and the passes (`walks` over the pure `pass` and `order`).
//!
//! Invariants: journal and outbox are durable in one transaction before a request is built; an attempt is durable
//! before its first byte leaves; one request per account at a time; a lead's changes go out in the order they were
//! made. `runner` gives it a thread, `start` its keychain and database.

mod about;
mod account;
mod ask;
pub mod backoff;
mod belonging;
pub mod checked_write;
mod clock;
mod command;
mod connect;
mod create;
mod credentials;
mod edit;
mod edit_again;
mod forms;
mod histories;
mod holding;
mod hosts;
mod in_full;
pub mod ingest;
mod items;
mod lanes;
mod list_ways;
pub mod locate;
mod mirror;
pub mod order;
pub mod pass;
mod plan;
mod probe;
mod publish;
mod recording;
pub mod recovery;
mod refused;
mod replies;
mod requests;
mod runner;
mod settings;
mod start;
mod strip;
mod supervise;
mod templates;
mod undo;
mod waiting;
mod walks;
mod world;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use imbl::OrdMap;
use jiff::Timestamp;

use crate::bridge::connect::Places;
use crate::bridge::forms::VendorForm;
use crate::bridge::recording::TemplateView;
use crate::bridge::{
    Command, ConnectForm, Notice, OpenLead, OutboxView, Phase, Refused, Reply, SettingsView, Snapshot, UndoOffer,
};
use crate::config::write::Edit;
use crate::config::{AccountSettings, Config, Template};
use crate::domain::{AccountName, AgentId, ChangeId, DraftOf, LeadId, OutboxState};
use crate::search::Index;
use crate::search::view::Viewpoint;
use crate::secrets::{AccountCredentials, Secret, SecretsError};
use crate::store::{Store, StoreError};
use crate::vendors::error::ApiError;
use crate::vendors::parts::{HistoryAnswer, Question};
use crate::vendors::request::{ApiReply, ApiRequest, TokenRequest};

use account::Account;
use backoff::Jitter;
use histories::{Failed, Rest, TimelineRequest};
use lanes::Lane;
use mirror::Place;
use requests::{SendRequest, SyncRequest};
use strip::Kept;

pub use connect::Candidate;
pub use credentials::CredentialKept;
pub use histories::told;
pub use refused::refused_key;
pub use runner::{EngineHandle, Setup, start};
pub use start::Place as StorePlace;
#[doc(hidden)]
pub use supervise::PlannedFault;

/// A moment, given by whoever drives the engine: the wall clock for what is shown and stored, a clock that only goes
/// forward for waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    pub at: Timestamp,
    /// Time since some fixed moment of this process.
    pub mono: Duration,
}

/// Whether the engine acts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Polls, sends and reads back by itself: the window.
    Live,
    /// Does what it is asked and nothing else: a command line.
    Quiet,
}

/// Names a request that is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub u64);

/// What the engine is given, one at a time.
#[derive(Debug)]
pub enum Input {
    Command(Command),
    /// How a request ended.
    Reply(CallId, Result<ApiReply, ApiError>),
    /// The same for a question about a history: the answer, read already, and the vendor's time where it told it. A
    /// history may be long; edits do not wait while it is read.
    Told(CallId, Box<Result<HistoryAnswer, ApiError>>, Option<Timestamp>),
    /// What the keychain has for an account.
    Credential(usize, Result<Option<AccountCredentials>, SecretsError>),
    /// The keychain took an account's credential, gave it up, or did neither.
    CredentialKept(usize, CredentialKept),
    /// The settings file as it is now, or the sentence why it cannot be used; and who waits to hear that it was taken in.
    Settings(Result<Box<Config>, String>, Option<Reply<Result<(), Refused>>>),
    /// What the vendor said to an account that is not in the settings yet.
    Tried {
        candidate: Box<Candidate>,
        settings: Box<AccountSettings>,
        outcome: Result<ApiReply, ApiError>,
    },
    /// Whether the keychain has the credential of that account now.
    CandidateKept(Box<Candidate>, Result<(), SecretsError>),
    /// A question was answered away from this thread: whoever asked looks when the next snapshot is there.
    Answered,
    /// Time has passed.
    Tick,
}

/// What the engine wants done.
#[derive(Debug)]
pub enum Effect {
    /// Send this with the account's address and credential.
    Call { call: CallId, account: usize, request: ApiRequest },
    /// Connect to the account's address and say nothing.
    Reach { call: CallId, account: usize },
    /// The same for a question about a history, with the answer read: see [`told`].
    Ask { call: CallId, account: usize, request: ApiRequest, question: Box<Question> },
    /// Ask the keychain for the account's credential.
    LoadCredential(usize),
    /// The same for a call whose body is made of credentials.
    CallForToken { call: CallId, account: usize, request: TokenRequest },
    /// From now on this token signs the account's calls.
    UseToken { account: usize, token: Secret },
    /// From now on the account at this place has these settings; without a credential until it is loaded.
    UseAccount { account: usize, settings: Box<AccountSettings> },
    /// Put this into the keychain as the account's one item.
    KeepCredential { account: usize, credentials: AccountCredentials, reply: Reply<Result<(), Refused>> },
    /// Ask the keychain for the database's key, for a person to write down.
    ShowRecoveryKey { reply: Reply<Result<Secret, Refused>> },
    /// Take the account's item out of the keychain.
    RemoveCredential { account: usize, reply: Reply<Result<bool, Refused>> },
    /// Read the settings file again.
    ReadSettings { reply: Option<Reply<Result<(), Refused>>> },
    /// Ask the vendor's harmless question with an account that is not in the settings yet.
    TryAccount(Box<Candidate>),
    /// Put that account's credential into the keychain.
    KeepCandidate(Box<Candidate>),
    /// Read a small text file, away from this thread.
    ReadFile { path: String, reply: Reply<Result<String, Refused>> },
    /// Write a new text file, away from this thread.
    WriteFile { path: String, text: String, reply: Reply<Result<(), Refused>> },
    /// Change the settings file and take in what it says; on failure take `forget`'s credential out again.
    EditSettings { edits: Vec<Edit>, forget: Option<AccountName>, reply: Reply<Result<(), Refused>> },
    /// Nothing more: the engine ends.
    End,
}

/// The engine's whole state.
#[derive(Debug)]
pub struct Engine {
    store: Store,
    mode: Mode,
    phase: Phase,
    my_name: String,
    me: Arc<Vec<AgentId>>,
    agents: Arc<BTreeMap<AgentId, String>>,
    settings_view: Arc<SettingsView>,
    connect_form: Option<Arc<ConnectForm>>,
    accounts: Vec<Account>,
    /// Failures in a row, by address (see `hosts`).
    hosts: HashMap<String, u32>,
    vendors: Arc<Vec<VendorForm>>,
    index: Index,
    /// Where each lead was last seen.
    places: HashMap<LeadId, Place>,
    lanes: HashMap<LeadId, Lane>,
    /// Leads made here that no reading has shown yet, by account and uuid in lower case.
    made: HashMap<(AccountName, String), LeadId>,
    items: OrdMap<ChangeId, Arc<OutboxView>>,
    done: OrdMap<ChangeId, Arc<OutboxView>>,
    counts: [usize; OutboxState::ALL.len()],
    /// Whose data the open rows belong to (see `belonging`).
    identities: HashMap<ChangeId, String>,
    open: Option<LeadId>,
    open_view: Option<Arc<OpenLead>>,
    undo: Option<UndoOffer>,
    redo: Option<UndoOffer>,
    notice: Option<Arc<Notice>>,
    memory: Arc<BTreeMap<String, String>>,
    drafts: OrdMap<(LeadId, DraftOf), Arc<str>>,
    /// The lead on which the agent rests, until its histories are asked for.
    rest: Option<Rest>,
    /// Customers that an agent said are somebody else.
    unlinked: HashSet<(LeadId, AccountName)>,
    /// Questions that failed since the start, by lead and account.
    history_failures: HashMap<(LeadId, usize), Failed>,
    /// What is stored of the histories of the lead whose strip was asked for last.
    kept: Option<Kept>,
    timelines: Vec<TimelineRequest>,
    timeline_requests: u64,
    syncs: Vec<SyncRequest>,
    sends: Vec<SendRequest>,
    jitter: Jitter,
    /// What agents may record.
    templates: Vec<Template>,
    shown_templates: Arc<Vec<TemplateView>>,
    /// Recordings that go alone, since a call with several of them was refused.
    alone: HashSet<ChangeId>,
    /// Recordings for which the token was renewed once.
    renewed: HashSet<ChangeId>,
    next_call: u64,
    /// When memberships that depend on time (Stale) are worked out again.
    recount_at: Duration,
    /// The moment of the last step.
    last: Now,
    effects: Vec<Effect>,
    revision: u64,
    dirty: bool,
    /// A row may go and says nothing: where its account waits, it is told (see `holding`).
    untold: bool,
}

impl Engine {
    /// An engine over an open store. Reads every row of the list, the outbox and what was being typed; rows that were
    /// on their way when the program ended are told apart (see `items`).
    ///
    /// # Errors
    /// When the store cannot be read or what it holds cannot be brought up to date.
    pub fn new(
        store: Store,
        config: &Config,
        mode: Mode,
        phase: Phase,
        now: Now,
        seed: u64,
    ) -> Result<Self, StoreError> {
        let accounts: Vec<Account> = (0..)
            .zip(&config.accounts)
            .map(|(position, settings)| Account { position, ..Account::new(settings.clone(), now) })
            .collect();
        let me: Vec<AgentId> = config.accounts.iter().filter_map(|settings| settings.me.clone()).collect();
        let mut engine = Self {
            store,
            mode,
            phase,
            my_name: config.my_name.clone().unwrap_or_else(|| "me".to_owned()),
            me: Arc::new(me),
            agents: Arc::new(config.agents.clone()),
            settings_view: Arc::new(connect::settings_view(config, Places::default())),
            connect_form: connect::connect_form(),
            accounts,
            hosts: HashMap::new(),
            vendors: Arc::new(forms::vendor_forms()),
            index: Index::default(),
            places: HashMap::new(),
            lanes: HashMap::new(),
            made: HashMap::new(),
            items: OrdMap::new(),
            done: OrdMap::new(),
            counts: [0; OutboxState::ALL.len()],
            identities: HashMap::new(),
            open: None,
            open_view: None,
            undo: None,
            redo: None,
            notice: None,
            memory: Arc::default(),
            drafts: OrdMap::new(),
            rest: None,
            unlinked: HashSet::new(),
            history_failures: HashMap::new(),
            kept: None,
            timelines: Vec::new(),
            timeline_requests: 0,
            syncs: Vec::new(),
            sends: Vec::new(),
            jitter: Jitter::new(seed),
            templates: config.templates.clone(),
            shown_templates: Arc::default(),
            alone: HashSet::new(),
            renewed: HashSet::new(),
            next_call: 0,
            recount_at: now.mono + RECOUNT_EVERY,
            last: now,
            effects: Vec::new(),
            revision: 0,
            dirty: true,
            untold: false,
        };
        engine.load(now)?;
        engine.shown_templates = Arc::new(engine.template_views());
        for account in 0..engine.accounts.len() {
            engine.effects.push(Effect::LoadCredential(account));
        }
        Ok(engine)
    }

    /// Takes one input and works out everything that follows from it.
    pub fn step(&mut self, now: Now, input: Input) {
        self.notice_jump(now);
        match input {
            Input::Command(command) => self.command(now, command),
            Input::Reply(call, outcome) => self.reply(now, call, outcome),
            Input::Told(call, answer, date) => self.told(now, call, *answer, date),
            Input::Credential(account, found) => self.credential(now, account, found),
            Input::CredentialKept(account, kept) => self.credential_kept(now, account, kept),
            Input::Settings(found, reply) => self.settings(now, found, reply),
            Input::Tried { candidate, settings, outcome } => self.tried(candidate, &settings, outcome),
            Input::CandidateKept(candidate, kept) => self.candidate_kept(*candidate, kept),
            Input::Answered => self.dirty = true,
            Input::Tick => {}
        }
        if now.mono >= self.recount_at {
            self.recount_at = now.mono + RECOUNT_EVERY;
            self.index.look_from(self.viewpoint(now));
            self.dirty = true;
        }
        self.settle_rest(now);
        self.plan(now);
        self.tell_holds(now);
        self.settle_requests(now);
        self.settle_timelines(now);
    }

    /// From where views are counted: what time it is, who "I" am, what colleagues are called.
    fn viewpoint(&self, now: Now) -> Viewpoint {
        Viewpoint::at(now.at, self.me.to_vec()).knowing(&self.agents)
    }

    /// What is to be done; empties the list.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The state as a snapshot, if anything moved since the last one.
    pub fn take_snapshot(&mut self, now: Now) -> Option<Snapshot> {
        std::mem::take(&mut self.dirty).then(|| self.publish(now))
    }

    /// When the engine wants to be woken at the latest, on the clock of [`Now::mono`].
    pub fn next_wake(&self) -> Duration {
        let rest = self.rest.map_or(Duration::MAX, |rest| rest.until);
        self.wake_for_accounts().min(self.recount_at).min(rest)
    }

    /// How the store answers for its durability (`wal, FULL`).
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn durability(&self) -> Result<String, StoreError> {
        self.store.durability()
    }

    /// Lets the store have no more than so many pages: how tests meet a full disk.
    ///
    /// # Errors
    /// When the database cannot be asked.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<u32, StoreError> {
        self.store.limit_pages(pages)
    }

    /// How long a write waits for a lock that another program holds: how tests meet a locked file.
    ///
    /// # Errors
    /// When the database cannot be asked.
    #[doc(hidden)]
    pub fn give_up_waiting_after(&self, patience: Duration) -> Result<(), StoreError> {
        self.store.give_up_waiting_after(patience)
    }

    /// Keeps edits without waiting for the disk: how a test of power cuts proves that it would see a loss.
    ///
    /// # Errors
    /// When the database cannot be asked.
    #[doc(hidden)]
    pub fn keep_less_safely(&self) -> Result<(), StoreError> {
        self.store.keep_less_safely()
    }

    /// Puts a sentence where the agent sees it.
    fn say(&mut self, text: String, bad: bool) {
        let number = self.notice.as_ref().map_or(1, |notice| notice.number + 1);
        self.notice = Some(Arc::new(Notice { number, text, bad }));
        self.dirty = true;
    }

    /// A write to the store that failed is told; what depended on it stays as it was.
    fn say_if_not_kept<T>(&mut self, outcome: Result<T, StoreError>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                log::error!("the store did not keep something: {:?}", error.kind());
                self.say(error.to_string(), true);
                None
            }
        }
    }
}

/// How often views that depend on the time of day are counted again.
const RECOUNT_EVERY: Duration = Duration::from_secs(300);
