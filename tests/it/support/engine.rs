//! An engine on a real encrypted store, a sandbox behind real HTTP, and two ways to run them.
//!
//! [`Site::drive`] gives the engine in hand: every input is one step and time is a number, so that an hour of back-off
//! takes no time at all. [`Site::start`] gives the real thing on its thread. Both can be ended and begun again on the
//! same profile and the same keychain.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test's support, too, a panic is the report")]

mod driver;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use leadline::bridge::command::{ChangesMade, Refused, SendReport};
use leadline::bridge::{Command, LeadView, Link, OutboxAction, OutboxView, Reply, Side, Snapshot, SyncReport};
use leadline::bridge::{question, reply::Answer};
use leadline::config::write::SettingsFile;
use leadline::config::{AccountSettings, Config, Network};
use leadline::domain::{Change, ChangeId, Field, LeadId, OutboxState};
use leadline::engine::{self, CredentialKept, Effect, Engine, EngineHandle, Input, Mode, Now, Setup, StorePlace};
use leadline::instance::{Instance, InstanceError};
use leadline::paths::{PathOptions, Paths, ProfileName};
use leadline::sandbox::{Sandbox, SandboxOptions};
use leadline::secrets::{AccountCredentials, Secret, SecretStore};
use leadline::store::Store;
use leadline::vendors::error::{ApiError, Failure};
use leadline::vendors::http::{Destination, Http};
use leadline::vendors::parts::ACCESS_TOKEN;
use leadline::vendors::request::{ApiReply, ApiRequest, TokenRequest};
use leadline::vendors::spec::VendorName;
use leadline::vendors::{REGISTRY, interactions_of, leads_of, recording_of};
use serde_json::Value;
use tempfile::TempDir;

/// The longest that a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(60);
/// More steps than any test needs: a driver that gets there runs in circles.
const MOST_STEPS: usize = 200_000;

/// A profile, its keychain, and the vendors its accounts lead to.
pub(crate) struct Site {
    pub(crate) sandboxes: Vec<Sandbox>,
    pub(crate) config: Config,
    pub(crate) secrets: SecretStore,
    paths: Paths,
    runtime: tokio::runtime::Runtime,
    http: Http,
    _home: TempDir,
}

/// Options for a small bot whose values do not depend on the day.
pub(crate) fn small(leads: usize) -> SandboxOptions {
    SandboxOptions { leads, ..SandboxOptions::default() }
}

impl Site {
    pub(crate) fn new(options: SandboxOptions) -> Self {
        Self::of(vec![options])
    }

    /// One account with leads per sandbox, called `desk-0`, `desk-1`, ….
    pub(crate) fn of(options: Vec<SandboxOptions>) -> Self {
        Self::with_accounts(options, |vendor| leads_of(vendor).is_some().then_some("desk"))
    }

    /// The account with leads (`desk-0`) and the one with histories (`loyalty-0`) of one sandbox, in this order.
    pub(crate) fn with_histories(options: SandboxOptions) -> Self {
        Self::with_accounts(vec![options], |vendor| match leads_of(vendor) {
            Some(_) => Some("desk"),
            None => interactions_of(vendor).map(|_| "loyalty"),
        })
    }

    /// The account with leads (`desk-0`) and one for each vendor that can be told (`VENDOR-0`), with what agents may
    /// record. `extra` are more lines for the accounts of a vendor.
    pub(crate) fn with_recordings(options: SandboxOptions, templates: &str, extra: &[(&str, &str)]) -> Self {
        let name = |vendor: VendorName| match leads_of(vendor) {
            Some(_) => Some("desk"),
            None => recording_of(vendor).map(|_| vendor.as_str()),
        };
        Self::built(vec![options], name, templates, extra)
    }

    /// The same, and the account with histories (`loyalty-0`).
    pub(crate) fn with_all_parts(options: SandboxOptions, templates: &str, extra: &[(&str, &str)]) -> Self {
        let name = |vendor: VendorName| match (leads_of(vendor), interactions_of(vendor)) {
            (Some(_), _) => Some("desk"),
            (None, Some(_)) => Some("loyalty"),
            (None, None) => recording_of(vendor).map(|_| vendor.as_str()),
        };
        Self::built(vec![options], name, templates, extra)
    }

    /// One more account like this one, at the same address.
    pub(crate) fn add_another(&mut self, at: usize, name: &str) -> usize {
        let another = AccountSettings { name: format!("{name}-0").as_str().into(), ..self.config.accounts[at].clone() };
        self.config.accounts.push(another);
        let at = self.config.accounts.len() - 1;
        self.enter_credential(at);
        at
    }

    /// An account of each vendor of the registry (`VENDOR-0`), in its order.
    pub(crate) fn with_every_vendor(options: SandboxOptions) -> Self {
        Self::with_accounts(vec![options], |vendor| Some(vendor.as_str()))
    }

    fn with_accounts(options: Vec<SandboxOptions>, name: impl Fn(VendorName) -> Option<&'static str>) -> Self {
        Self::built(options, name, "", &[])
    }

    /// Every vendor of the registry that is to have an account, under the first part of its name.
    fn built(
        options: Vec<SandboxOptions>,
        name: impl Fn(VendorName) -> Option<&'static str>,
        templates: &str,
        extra: &[(&str, &str)],
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::resolve(&PathOptions {
            profile: ProfileName::default(),
            config: Some(home.path().join("config.toml")),
            data_dir: Some(home.path().to_owned()),
        })
        .unwrap();
        let sandboxes: Vec<Sandbox> = options.into_iter().map(|one| Sandbox::start(one).unwrap()).collect();
        let mut text = String::from("[me]\nname = \"Mira Tan\"\n");
        for (at, sandbox) in sandboxes.iter().enumerate() {
            for spec in REGISTRY {
                if let Some(name) = name(spec.name) {
                    text.push_str(&account_text(&format!("{name}-{at}"), spec.name, sandbox));
                    for (_, lines) in extra.iter().filter(|(vendor, _)| *vendor == spec.name.as_str()) {
                        text.push_str(lines);
                        text.push('\n');
                    }
                }
            }
        }
        text.push_str(templates);
        let mut config = Config::parse(&text).unwrap();
        for account in &mut config.accounts {
            account.timeout = Duration::from_millis(400);
        }
        let site = Self {
            sandboxes,
            config,
            secrets: SecretStore::in_memory(),
            paths,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            http: Http::new(&Network::default()).unwrap(),
            _home: home,
        };
        for at in 0..site.config.accounts.len() {
            site.enter_credential(at);
        }
        site
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.sandboxes[0]
    }

    /// The profile's places.
    pub(crate) fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Puts the account's true credential into the keychain.
    pub(crate) fn enter_credential(&self, at: usize) {
        let account = &self.config.accounts[at];
        let (_, sandbox) = account.name.as_str().rsplit_once('-').unwrap();
        let about = self.sandboxes[sandbox.parse::<usize>().unwrap()].describe();
        let fields = &about["vendors"][account.vendor.as_str()]["credentials"];
        let credentials: AccountCredentials = fields
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), Secret::new(value.as_str().unwrap().to_owned())))
            .collect();
        self.secrets.store_account(&self.paths.profile, &account.name, &credentials).unwrap();
    }

    /// Puts a credential into the keychain that the vendor does not know.
    pub(crate) fn enter_wrong_credential(&self, at: usize) {
        let account = &self.config.accounts[at];
        let mut wrong = AccountCredentials::default();
        for field in account.spec().credentials {
            wrong.set(field.name, Secret::new("withdrawn".to_owned()));
        }
        self.secrets.store_account(&self.paths.profile, &account.name, &wrong).unwrap();
    }

    pub(crate) fn remove_credential(&self, at: usize) {
        self.secrets.remove_account(&self.paths.profile, &self.config.accounts[at].name).unwrap();
    }

    /// Writes the settings file, as a person or the window would: these accounts and nothing else.
    pub(crate) fn write_settings(&self, accounts: &[AccountSettings]) {
        let mut config = Config { accounts: accounts.to_vec(), ..self.config.clone() };
        for account in &mut config.accounts {
            // The file knows whole seconds only.
            account.timeout = Duration::from_secs(1);
        }
        self.write_settings_text(&config.show());
    }

    pub(crate) fn settings_text(&self) -> String {
        std::fs::read_to_string(&self.paths.config_file).unwrap()
    }

    pub(crate) fn write_settings_text(&self, text: &str) {
        std::fs::write(&self.paths.config_file, text).unwrap();
    }

    /// The settings file as it is; `None` where there is none.
    pub(crate) fn settings_if_any(&self) -> Option<String> {
        std::fs::read_to_string(&self.paths.config_file).ok()
    }

    /// What the keychain has for an account of this name.
    pub(crate) fn credential(&self, name: &str) -> Option<AccountCredentials> {
        self.secrets.load_account(&self.paths.profile, &name.into()).unwrap()
    }

    /// The true credential of an account, as somebody would type it.
    pub(crate) fn true_credential(&self, at: usize) -> Vec<(String, Secret)> {
        let account = &self.config.accounts[at];
        let about = self.sandbox().describe();
        let fields = about["vendors"][account.vendor.as_str()]["credentials"].as_object().unwrap().clone();
        fields.into_iter().map(|(name, value)| (name, Secret::new(value.as_str().unwrap().to_owned()))).collect()
    }

    /// What a process has to have before it may open the profile.
    pub(crate) fn acquire(&self) -> Result<Instance, InstanceError> {
        Instance::acquire(&self.paths)
    }

    /// The profile's database, for a look while no engine has it.
    pub(crate) fn store(&self) -> Store {
        self.paths.create_dirs().unwrap();
        let exists = self.paths.database_file.exists();
        let key = self.secrets.open_or_create_database_key(&self.paths.profile, &self.paths.database_dir, exists);
        Store::open(&self.paths.database_file, key.unwrap().expose()).unwrap()
    }

    /// Where the profile's database is, and its key.
    #[cfg(target_os = "linux")]
    pub(crate) fn database(&self) -> (std::path::PathBuf, String) {
        let key = self.secrets.open_or_create_database_key(&self.paths.profile, &self.paths.database_dir, true);
        (self.paths.database_file.clone(), key.unwrap().expose().to_owned())
    }

    /// Sends one request with the account's address and whatever the keychain has for it.
    pub(crate) fn send(&self, at: usize, request: ApiRequest) -> Result<ApiReply, ApiError> {
        let account = &self.config.accounts[at];
        let credential = self.secrets.load_account(&self.paths.profile, &account.name).unwrap();
        self.runtime.block_on(self.http.send(&destination(account, credential), request))
    }

    /// A colleague's write to any uuid, past the engine; the status of its answer.
    pub(crate) fn write_by_hand(&self, uuid: &str, name: &str) -> u16 {
        let account = &self.config.accounts[0];
        let part = leads_of(account.vendor).unwrap();
        let request = part.write(account, uuid, &[(Field::Name, name)], &leadline::domain::ListWrites::default());
        self.send(0, request).unwrap().status
    }

    /// Asks for a token with whatever the keychain has for the account.
    pub(crate) fn send_token(&self, at: usize, request: TokenRequest) -> Result<ApiReply, ApiError> {
        let account = &self.config.accounts[at];
        let credential = self.secrets.load_account(&self.paths.profile, &account.name).unwrap();
        self.runtime.block_on(self.http.send_token(&destination(account, credential), request))
    }

    /// The same as [`Site::send`], signed with this token.
    pub(crate) fn send_signed(&self, at: usize, request: ApiRequest, token: Secret) -> Result<ApiReply, ApiError> {
        let account = &self.config.accounts[at];
        let mut credential = self.secrets.load_account(&self.paths.profile, &account.name).unwrap().unwrap_or_default();
        credential.set(ACCESS_TOKEN, token);
        self.runtime.block_on(self.http.send(&destination(account, Some(credential)), request))
    }

    /// How many bytes the database and its log have.
    pub(crate) fn database_bytes(&self) -> u64 {
        let files = std::fs::read_dir(&self.paths.database_dir).unwrap().map(|entry| entry.unwrap());
        files.filter(|file| file.path().is_file()).map(|file| file.metadata().unwrap().len()).sum()
    }

    /// The database, held for writing by somebody else.
    pub(crate) fn locked_database(&self) -> rusqlite::Connection {
        let key = self.secrets.open_or_create_database_key(&self.paths.profile, &self.paths.database_dir, true);
        let connection = rusqlite::Connection::open(&self.paths.database_file).unwrap();
        let key = format!("PRAGMA key = \"x'{}'\"; BEGIN IMMEDIATE;", key.unwrap().expose());
        connection.execute_batch(&key).unwrap();
        connection
    }

    /// An engine in hand, on the profile's database.
    pub(crate) fn drive(&self, mode: Mode) -> Driver<'_> {
        let mut driver = self.drive_without_pumping(mode);
        driver.pump();
        driver
    }

    /// The same on a computer whose clock is that far ahead of everybody's.
    pub(crate) fn drive_ahead(&self, mode: Mode, by: SignedDuration) -> Driver<'_> {
        let mut driver = self.drive_from(mode, Timestamp::now() + by);
        driver.pump();
        driver
    }

    /// The same before it has done anything at all.
    pub(crate) fn drive_without_pumping(&self, mode: Mode) -> Driver<'_> {
        self.drive_from(mode, Timestamp::now())
    }

    /// The same at this time.
    pub(crate) fn drive_from(&self, mode: Mode, at: Timestamp) -> Driver<'_> {
        let now = Now { at, mono: Duration::from_secs(1_000) };
        let engine = Engine::new(self.store(), &self.config, mode, leadline::bridge::Phase::Ready, now, 7).unwrap();
        Driver {
            site: self,
            engine,
            now,
            world: World::Net,
            calls: 0,
            by_host: Default::default(),
            answers: Default::default(),
            accounts: self.config.accounts.iter().map(|settings| (settings.clone(), None)).collect(),
        }
    }

    /// The engine on its own thread.
    pub(crate) fn start(&self, mode: Mode) -> Running<'_> {
        self.start_on(StorePlace::Disk(Box::new(self.paths.clone())), mode)
    }

    /// The same, keeping nothing on disk.
    pub(crate) fn start_in_memory(&self, mode: Mode) -> Running<'_> {
        self.start_on(StorePlace::Memory("There is no keychain.".to_owned()), mode)
    }

    fn start_on(&self, place: StorePlace, mode: Mode) -> Running<'_> {
        let setup = Setup {
            place,
            profile: self.paths.profile.clone(),
            config: self.config.clone(),
            paths: self.paths.clone(),
            secrets: self.secrets.clone(),
            http: self.http.clone(),
            mode,
            wake: Box::new(|| {}),
            fault: engine::PlannedFault::default(),
        };
        let fault = setup.fault.clone();
        let (link, handle) = engine::start(setup).unwrap();
        Running { site: self, link, handle: Some(handle), fault }
    }

    /// Requests to the first sandbox that changed something there.
    pub(crate) fn writes_that_counted(&self) -> usize {
        puts(self.sandbox()).iter().filter(|put| counts(put)).count()
    }
}

/// Whether a write of a sandbox's log changed something there, be it a moment later.
pub(crate) fn counts(put: &Value) -> bool {
    let nothing_done = |fault: &str| {
        matches!(
            fault,
            "timeout-before" | "reset-before" | "html" | "huge" | "redirect" | "refusal" | "ok-stores-nothing"
        ) || fault.parse::<u16>().is_ok()
            || fault.contains("-retry")
            || fault.starts_with("own-")
    };
    match put["fault"].as_str() {
        // Whatever spoiled the answer: a key that is refused changes nothing.
        Some(fault) => !nothing_done(fault) && put["status"] != 401,
        None => put["status"] == 200,
    }
}

/// Looks until it is so, and gives up after a while that no busy machine needs.
pub(crate) fn wait_until(mut done: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while !done() && began.elapsed() < PATIENCE / 20 {
        std::thread::yield_now();
    }
}

fn destination(account: &AccountSettings, credential: Option<AccountCredentials>) -> Destination {
    Destination {
        vendor: account.vendor.as_str(),
        base_url: account.base_url.clone(),
        timeout: account.timeout,
        credential: credential.unwrap_or_default(),
    }
}

/// The settings of one account, every id as the sandbox says it.
fn account_text(name: &str, vendor: VendorName, sandbox: &Sandbox) -> String {
    let mut text = format!("\n[[account]]\nname = \"{name}\"\nvendor = \"{vendor}\"\nrequests_per_second = 0\n");
    let about = sandbox.describe();
    let facts = about["vendors"][vendor.as_str()].as_object().unwrap();
    for (key, value) in facts.iter().filter(|(key, _)| *key != "credentials") {
        text.push_str(&format!("{key} = {value}\n"));
    }
    text
}

/// The writes in a sandbox's log.
pub(crate) fn puts(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.log().into_iter().filter(|entry| entry["method"] == "PUT").collect()
}

/// The readings in a sandbox's log.
pub(crate) fn gets(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.log().into_iter().filter(|entry| entry["method"] == "GET").collect()
}

/// What stands behind the driver's requests.
pub(crate) enum World {
    /// Real HTTP.
    Net,
    /// Nobody can be reached.
    Offline,
    /// Every request fails so.
    Fails(Failure),
}

/// An engine in hand: one step at a time, time as a number.
pub(crate) struct Driver<'s> {
    site: &'s Site,
    pub(crate) engine: Engine,
    pub(crate) now: Now,
    pub(crate) world: World,
    /// Requests that were sent so far, wherever they went.
    pub(crate) calls: usize,
    /// The same by the address that they went to, bare connections included.
    pub(crate) by_host: std::collections::BTreeMap<String, usize>,
    /// Requests whose answers are not in yet.
    answers: std::collections::VecDeque<Input>,
    accounts: Vec<(AccountSettings, Option<AccountCredentials>)>,
}

/// An engine on its own thread.
pub(crate) struct Running<'s> {
    site: &'s Site,
    pub(crate) link: Link,
    handle: Option<EngineHandle>,
    /// Faults of our own that it is to meet.
    pub(crate) fault: engine::PlannedFault,
}

impl Running<'_> {
    pub(crate) fn command(&self, command: Command) {
        self.link.send_blocking(command).unwrap();
    }

    /// Asks and waits for the answer.
    pub(crate) fn ask<T: Send + 'static>(&self, make: impl FnOnce(Reply<T>) -> Command) -> T {
        let (reply, answer) = question();
        self.command(make(reply));
        answer.block_and_take().unwrap()
    }

    /// Waits until a snapshot fulfils `done`.
    pub(crate) fn wait_for(&self, what: &str, done: impl FnMut(&Snapshot) -> bool) -> std::sync::Arc<Snapshot> {
        let mut link = self.link.clone();
        let wait = async { tokio::time::timeout(PATIENCE, link.wait_for(done)).await };
        self.site.runtime.block_on(wait).unwrap_or_else(|_| panic!("waited in vain for: {what}"))
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let _ended = self.link.send_blocking(Command::Quit);
        if let Some(handle) = self.handle.take() {
            handle.join();
        }
    }
}

/// The uuid of the n-th seeded record of the lead list, newest first.
pub(crate) fn uuids(sandbox: &Sandbox) -> Vec<String> {
    let state = sandbox.state();
    let mut vendors = state["vendors"].as_object().unwrap().values();
    let records = vendors.find_map(|vendor| vendor["records"].as_array()).unwrap();
    records
        .iter()
        .filter(|found| found["kind"] == "lead")
        .filter_map(|found| found["record"]["uuid"].as_str().map(str::to_owned))
        .collect()
}
