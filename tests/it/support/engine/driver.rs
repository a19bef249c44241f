//! Driving an engine by hand: carries out what it wants, lets answers in and time pass, and asks it questions.

use super::*;

impl Driver<'_> {
    /// Carries out everything that needs no waiting.
    pub(crate) fn pump(&mut self) {
        for _ in 0..MOST_STEPS {
            for effect in self.engine.take_effects() {
                self.carry_out(effect);
            }
            let Some(input) = self.answers.pop_front() else { return };
            self.engine.step(self.now, input);
        }
        panic!("the engine runs in circles without waiting");
    }

    /// Lets the oldest answer in and carries out what follows from it. False when there is none.
    pub(crate) fn one_answer(&mut self) -> bool {
        let Some(input) = self.answers.pop_front() else { return false };
        self.engine.step(self.now, input);
        self.send_only();
        true
    }

    /// Carries out effects and keeps their answers back.
    pub(crate) fn send_only(&mut self) {
        for effect in self.engine.take_effects() {
            self.carry_out(effect);
        }
    }

    fn count(&mut self, account: usize) {
        *self.by_host.entry(self.accounts[account].0.base_url.clone()).or_default() += 1;
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::End => {}
            Effect::Reach { call, account } => {
                self.count(account);
                let outcome = match &self.world {
                    World::Net => Ok(ApiReply::default()),
                    World::Fails(failure) => Err(ApiError::new(failure.clone(), "failed")),
                    World::Offline => Err(ApiError::new(Failure::NotSent, "could not be reached")),
                };
                self.answers.push_back(Input::Reply(call, outcome));
            }
            Effect::UseToken { account, token } => {
                self.accounts[account].1.get_or_insert_default().set(ACCESS_TOKEN, token);
            }
            Effect::CallForToken { call, account, request } => {
                self.calls += 1;
                self.count(account);
                let (settings, credentials) = &self.accounts[account];
                let outcome = match &self.world {
                    World::Net => {
                        let to = destination(settings, credentials.clone());
                        self.site.runtime.block_on(self.site.http.send_token(&to, request))
                    }
                    World::Fails(failure) => Err(ApiError::new(failure.clone(), "failed")),
                    World::Offline => Err(ApiError::new(Failure::NotSent, "could not be reached")),
                };
                self.answers.push_back(Input::Reply(call, outcome));
            }
            Effect::LoadCredential(at) => {
                let (account, credentials) = &mut self.accounts[at];
                let found = self.site.secrets.load_account(&self.site.paths.profile, &account.name);
                *credentials = found.as_ref().ok().cloned().flatten();
                self.answers.push_back(Input::Credential(at, found));
            }
            Effect::Ask { call, account, request, question } => {
                self.calls += 1;
                self.count(account);
                let (settings, credentials) = &self.accounts[account];
                let outcome = match &self.world {
                    World::Net => {
                        let to = destination(settings, credentials.clone());
                        self.site.runtime.block_on(self.site.http.send(&to, request))
                    }
                    World::Fails(failure) => Err(ApiError::new(failure.clone(), "failed")),
                    World::Offline => Err(ApiError::new(Failure::NotSent, "could not be reached")),
                };
                self.answers.push_back(engine::told(call, settings, &question, outcome));
            }
            Effect::KeepCredential { account, credentials, reply } => {
                let (settings, known) = &mut self.accounts[account];
                let stored = self.site.secrets.store_account(&self.site.paths.profile, &settings.name, &credentials);
                *known = Some(credentials.clone());
                let credentials = stored.map(|()| credentials);
                self.answers.push_back(Input::CredentialKept(account, CredentialKept::Stored { credentials, reply }));
            }
            Effect::RemoveCredential { account, reply } => {
                let (settings, known) = &mut self.accounts[account];
                *known = None;
                let was_there = self.site.secrets.remove_account(&self.site.paths.profile, &settings.name);
                self.answers.push_back(Input::CredentialKept(account, CredentialKept::Removed { was_there, reply }));
            }
            Effect::UseAccount { account, settings } => match self.accounts.get_mut(account) {
                Some(known) => known.0 = *settings,
                None => self.accounts.push((*settings, None)),
            },
            Effect::EditSettings { edits, reply, .. } => {
                let written = SettingsFile::read(&self.site.paths).and_then(|mut file| file.write(&edits));
                let found = written.map(Box::new).map_err(|fault| fault.to_string());
                self.answers.push_back(Input::Settings(found, Some(reply)));
            }
            // A new account is tried through the real thread: see `engine/connect.rs`.
            Effect::TryAccount(_) | Effect::KeepCandidate(_) => panic!("this bench connects nothing"),
            // Files of the agents' own: their reading and writing is tested where it is done.
            Effect::ReadFile { .. } | Effect::WriteFile { .. } => panic!("this bench has no files"),
            // Asked on a thread of its own: see `engine/recovery.rs`.
            Effect::ShowRecoveryKey { .. } => panic!("this bench shows no keys"),
            Effect::ReadSettings { reply } => {
                let found = Config::read(&self.site.paths.config_file).map_err(|problems| problems[0].to_string());
                self.answers.push_back(Input::Settings(found.map(Box::new), reply));
            }
            Effect::Call { call, account, request } => {
                self.calls += 1;
                self.count(account);
                let (settings, credentials) = &self.accounts[account];
                let outcome = match &self.world {
                    World::Net => {
                        let to = destination(settings, credentials.clone());
                        self.site.runtime.block_on(self.site.http.send(&to, request))
                    }
                    World::Fails(failure) => Err(ApiError::new(failure.clone(), "failed")),
                    World::Offline => Err(ApiError::new(Failure::NotSent, "could not be reached")),
                };
                self.answers.push_back(Input::Reply(call, outcome));
            }
        }
    }

    /// Lets this much time pass, with everything that falls into it.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now.mono + time;
        for _ in 0..MOST_STEPS {
            self.pump();
            let next = self.engine.next_wake().min(end).max(self.now.mono);
            let done = next >= end && self.engine.next_wake() >= end;
            self.now.at += SignedDuration::try_from(next.saturating_sub(self.now.mono)).unwrap();
            self.now.mono = next;
            self.engine.step(self.now, Input::Tick);
            if done {
                return self.pump();
            }
        }
        panic!("the engine wakes in circles");
    }

    /// Lets time pass in small pieces until `done`, at most an hour of it.
    pub(crate) fn pass_until(&mut self, what: &str, mut done: impl FnMut(&mut Self) -> bool) {
        for _ in 0..7_200 {
            self.pump();
            if done(self) {
                return;
            }
            self.pass(Duration::from_millis(500));
        }
        panic!("an hour passed without: {what}");
    }

    pub(crate) fn command(&mut self, command: Command) {
        self.engine.step(self.now, Input::Command(command));
    }

    /// Asks and lets time pass until there is an answer.
    pub(crate) fn ask<T: Send + 'static>(&mut self, make: impl FnOnce(Reply<T>) -> Command) -> T {
        let (reply, mut answer): (Reply<T>, Answer<T>) = question();
        self.command(make(reply));
        for _ in 0..7_200 {
            self.pump();
            answer = match answer.try_take() {
                Ok(found) => return found.unwrap_or_else(|gone| panic!("{gone}")),
                Err(waiting) => waiting,
            };
            self.pass(Duration::from_millis(500));
        }
        panic!("an hour passed without an answer");
    }

    pub(crate) fn sync(&mut self, full: bool) -> SyncReport {
        self.sync_all(full).remove(0)
    }

    pub(crate) fn sync_all(&mut self, full: bool) -> Vec<SyncReport> {
        self.ask(|reply| Command::Sync { full, reply: Some(reply) })
    }

    pub(crate) fn send(&mut self) -> SendReport {
        self.ask(|reply| Command::Send { until_idle: true, reply })
    }

    /// Lets a sending go on for so long, whatever becomes of it.
    pub(crate) fn send_for(&mut self, time: Duration) -> Option<SendReport> {
        let (reply, answer) = question();
        self.command(Command::Send { until_idle: true, reply });
        self.pass(time);
        answer.try_take().ok().and_then(Result::ok)
    }

    /// The lead with this uuid or id.
    pub(crate) fn lead(&mut self, name: &str) -> LeadView {
        let name = name.to_owned();
        *self.ask(|reply| Command::FindLead { name, reply }).unwrap()
    }

    /// The lead as the screen has it at this very moment: nothing that is out gets its answer.
    pub(crate) fn lead_now(&mut self, name: &str) -> LeadView {
        let (reply, answer) = question();
        self.command(Command::FindLead { name: name.to_owned(), reply });
        *answer.try_take().ok().unwrap().unwrap().unwrap()
    }

    pub(crate) fn id(&mut self, name: &str) -> LeadId {
        self.lead(name).id
    }

    /// Wishes that are only made durable: nothing else is done about them yet.
    pub(crate) fn wish(&mut self, lead: LeadId, field: Field, value: &str) -> Result<ChangesMade, Refused> {
        self.wishes(lead, &[(field, value)])
    }

    pub(crate) fn wishes(&mut self, lead: LeadId, values: &[(Field, &str)]) -> Result<ChangesMade, Refused> {
        let changes = values.iter().map(|(field, value)| Change::set(*field, value).unwrap()).collect();
        self.change(lead, changes)
    }

    /// The same for changes of any kind.
    pub(crate) fn change(&mut self, lead: LeadId, changes: Vec<Change>) -> Result<ChangesMade, Refused> {
        let (reply, answer) = question();
        self.command(Command::Change { leads: vec![lead], changes, reply: Some(reply) });
        answer.try_take().ok().unwrap().unwrap()
    }

    /// One change of one field of the lead of this name, by number.
    pub(crate) fn set(&mut self, name: &str, field: Field, value: &str) -> ChangeId {
        let lead = self.id(name);
        self.wish(lead, field, value).unwrap().changes[0]
    }

    pub(crate) fn act(&mut self, change: ChangeId, action: OutboxAction) -> Result<(), Refused> {
        let (reply, answer) = question();
        self.command(Command::Outbox { change, action, reply: Some(reply) });
        answer.try_take().ok().unwrap().unwrap()
    }

    pub(crate) fn resolve(&mut self, change: ChangeId, field: Field, side: Side) {
        let (reply, answer) = question();
        self.command(Command::Resolve { change, name: field.as_str().to_owned(), side, reply: Some(reply) });
        answer.try_take().ok().unwrap().unwrap().unwrap();
    }

    pub(crate) fn outbox(&mut self) -> Vec<OutboxView> {
        self.ask(|reply| Command::OutboxList { reply })
    }

    pub(crate) fn row(&mut self, change: ChangeId) -> OutboxView {
        let all = self.outbox();
        all.into_iter().find(|view| view.item.id == change).unwrap_or_else(|| panic!("no change {change}"))
    }

    pub(crate) fn state(&mut self, change: ChangeId) -> OutboxState {
        self.row(change).item.state
    }

    /// Where it stands at this very moment: nothing that is out gets its answer.
    pub(crate) fn state_now(&mut self, change: ChangeId) -> OutboxState {
        self.row_now(change).item.state
    }

    /// The row as it is at this very moment.
    pub(crate) fn row_now(&mut self, change: ChangeId) -> OutboxView {
        let (reply, answer) = question();
        self.command(Command::OutboxList { reply });
        let all: Vec<OutboxView> = answer.try_take().ok().unwrap().unwrap();
        all.into_iter().find(|view| view.item.id == change).unwrap()
    }

    /// The newest snapshot, made now.
    pub(crate) fn snapshot(&mut self) -> Snapshot {
        self.command(Command::LetUpdatesIn);
        self.engine.take_snapshot(self.now).unwrap()
    }
}
