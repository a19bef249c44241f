//! Does the steps to a real engine on a real database, and to the model beside it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use leadline::bridge::command::{OutboxAction, Side};
use leadline::bridge::{Command, OutboxView, question};
use leadline::domain::{Change, ChangeId, Field, LeadId, OutboxState};
use leadline::engine::{Input, Mode};
use leadline::instance::Instance;
use serde_json::json;

use super::Step;
use crate::engine::luck;
use crate::engine::shadow::Shadow;
use crate::engine::slots::{seen_as, seen_of, wish_of};
use crate::engine::wishes::Wishes;
use crate::support::engine::{Driver, Site, World, uuids};

const MINUTE: Duration = Duration::from_secs(60);
const LEADS: usize = 4;
const STATUSES: [&str; 3] = ["REVIEW", "ONHOLD", "CLOSED"];
pub(super) struct Bench<'s> {
    pub(super) site: &'s Site,
    pub(super) driver: Option<Driver<'s>>,
    /// The locks of the process that has the profile.
    locks: Option<Instance>,
    pub(super) shadow: Shadow<'s>,
    pub(super) wishes: Wishes,
    pub(super) leads: Vec<(String, LeadId)>,
    pub(super) online: bool,
    made: usize,
    /// Rows that had to wait for a person before this step, and how far the vendor's log went then.
    pub(super) stopped: Vec<(LeadId, ChangeId)>,
    pub(super) logged: u64,
    /// Nothing is on its way: everything that is due was done.
    pub(super) at_rest: bool,
}

impl<'s> Bench<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        let uuids: Vec<String> = uuids(site.sandbox()).into_iter().take(LEADS).collect();
        for (n, uuid) in uuids.iter().enumerate() {
            let set = json!({ "status": "OPEN", "name": format!("Name {n}"), "email": format!("n{n}@example.org") });
            site.sandbox().edit(uuid, &set).unwrap();
        }
        let locks = site.acquire().ok();
        let mut driver = site.drive(Mode::Live);
        driver.sync(true);
        let leads: Vec<_> = uuids.iter().map(|uuid| (uuid.clone(), driver.id(uuid))).collect();
        let shadow = Shadow::new(site.sandbox(), &uuids);
        let (wishes, stopped, logged) = Default::default();
        let driver = Some(driver);
        Self { site, driver, locks, shadow, wishes, leads, online: true, made: 0, stopped, logged, at_rest: true }
    }

    pub(super) fn driver(&mut self) -> &mut Driver<'s> {
        self.driver.as_mut().unwrap()
    }

    pub(super) fn outbox(&mut self) -> Vec<OutboxView> {
        self.driver().snapshot().outbox.values().map(|view| (**view).clone()).collect()
    }

    fn row(&mut self, at: usize, fits: impl Fn(OutboxState) -> bool) -> Option<OutboxView> {
        let rows: Vec<_> = self.outbox().into_iter().filter(|view| fits(view.item.state)).collect();
        (!rows.is_empty()).then(|| rows[at % rows.len()].clone())
    }

    pub(super) fn does(&mut self, step: &Step) {
        let stops = |view: &OutboxView| matches!(view.item.state, OutboxState::Held | OutboxState::NeedsAgent);
        let stopped = self.outbox().into_iter().filter(stops).map(|view| (view.item.lead, view.item.id)).collect();
        self.stopped = stopped;
        self.logged = self.site.sandbox().log().last().map_or(0, |entry| entry["n"].as_u64().unwrap());
        self.at_rest = false;
        match step {
            Step::Edit { lead, what } => self.edit(*lead, *what),
            Step::Undo => self.takes_back(Command::Undo),
            Step::Redo => self.takes_back(Command::Redo),
            Step::Hold(at) => self.act(*at, OutboxAction::Hold, |_| true),
            Step::Release(at) => self.act(*at, OutboxAction::Release, |state| state == OutboxState::Held),
            Step::Drop(at) => self.act(*at, OutboxAction::Drop, |_| true),
            Step::Retry(at) => self.act(*at, OutboxAction::Retry, |_| true),
            Step::Resolve { row, mine } => self.resolve(*row, *mine),
            Step::Network(on) => {
                self.online = *on;
                self.driver().world = if *on { World::Net } else { World::Offline };
            }
            // Those that cost real time come now and then.
            Step::Fault { writes, kind } => luck::arm(self.site, *writes, kind.is_multiple_of(25), kind / 25),
            Step::Colleague { lead, what } => self.colleague(*lead, *what),
            Step::Answers(n) => {
                self.driver().send_only();
                for _ in 0..*n {
                    self.driver().one_answer();
                }
            }
            Step::Lie(at) => luck::arm_a_lie(self.site, *at),
            Step::Crash => self.dies(),
            Step::CrashInWrite => {
                self.driver().send_only();
                let left = |log: &[serde_json::Value]| log.last().is_some_and(|entry| entry["method"] == "PUT");
                while !left(&self.site.sandbox().log_after(self.logged)) && self.driver().one_answer() {}
                self.dies();
            }
            Step::Restart => {
                self.driver().pump();
                self.dies();
            }
            Step::Clock(secs) => {
                let driver = self.driver();
                driver.now.at += SignedDuration::from_secs(*secs);
                driver.engine.step(driver.now, Input::Tick);
            }
            Step::Key { right } => self.enter_key(*right),
            Step::Second => {
                assert!(self.site.acquire().is_err(), "a second one opens the profile of the first");
            }
            Step::Time(secs) => self.pass(Duration::from_secs(*secs)),
        }
        self.shadow.follow();
    }

    pub(super) fn pass(&mut self, time: Duration) {
        self.driver().pass(time);
        self.at_rest = true;
    }

    fn edit(&mut self, lead: usize, what: usize) {
        let (uuid, id) = self.leads[lead].clone();
        self.made += 1;
        let n = self.made;
        let change = match what {
            0 => Change::set(Field::Status, STATUSES[n % STATUSES.len()]),
            1 => Change::set(Field::Name, &format!("Ours {n}")),
            2 => Change::set(Field::Email, &format!("ours{n}@example.org")),
            3 => Change::add_tag(&format!("ours-{n}")),
            4 => Change::set_attribute("LEDGER", &format!("ours {n}")),
            _ => Change::add_note(&format!("Ours {n}"), "called"),
        };
        let change = change.unwrap();
        let lead = self.driver().lead_now(&uuid).lead;
        let made = self.driver().change(id, vec![change.clone()]).unwrap().changes[0];
        let (slot, value) = wish_of(&change);
        self.shadow.wished(&uuid, &slot, seen_of(&change, &lead), value.clone());
        self.wishes.add(made, &uuid, &slot, value);
    }

    /// Undo and redo: what they make are wishes like any other, what they end was given up.
    fn takes_back(&mut self, command: Command) {
        let before = self.outbox();
        self.driver().command(command);
        let after = self.outbox();
        let has = |rows: &[OutboxView], id: ChangeId| rows.iter().any(|view| view.item.id == id);
        for view in before.iter().filter(|view| !has(&after, view.item.id)) {
            self.wishes.give_up(view.item.id);
        }
        for view in after.iter().filter(|view| !has(&before, view.item.id)) {
            let uuid = self.leads.iter().find(|(_, id)| *id == view.item.lead).unwrap().0.clone();
            let (slot, value) = wish_of(&view.item.change);
            let seen = seen_as(&view.item.change, view.item.base.clone());
            self.shadow.wished(&uuid, &slot, seen, value.clone());
            self.wishes.add(view.item.id, &uuid, &slot, value);
        }
    }

    fn act(&mut self, at: usize, action: OutboxAction, fits: impl Fn(OutboxState) -> bool) {
        let Some(view) = self.row(at, fits) else { return };
        let id = view.item.id;
        if self.driver().act(id, action).is_err() {
            return;
        }
        match action {
            OutboxAction::Drop => self.wishes.give_up(id),
            // Only where the program would not write again by itself does it ask for one more write.
            OutboxAction::Retry if view.item.state == OutboxState::NeedsAgent => {
                let intent = self.wishes.of(id);
                let seen = seen_as(&view.item.change, view.item.base);
                self.shadow.wished(&intent.uuid, &intent.slot, seen, intent.value);
            }
            _ => {}
        }
    }

    fn resolve(&mut self, at: usize, mine: bool) {
        let conflicts: Vec<_> = self.outbox().into_iter().filter(|view| view.item.conflict.is_some()).collect();
        let Some(view) = conflicts.get(at % conflicts.len().max(1)) else { return };
        let conflict = view.item.conflict.clone().unwrap();
        let (reply, answer) = question();
        let side = if mine { Side::Mine } else { Side::Theirs };
        let name = conflict.slot.name();
        self.driver().command(Command::Resolve { change: view.item.id, name, side, reply: Some(reply) });
        answer.try_take().ok().unwrap().unwrap().unwrap();
        if mine {
            let intent = self.wishes.of(view.item.id);
            let theirs = seen_as(&view.item.change, conflict.theirs);
            self.shadow.wished(&intent.uuid, &intent.slot, theirs, intent.value);
        } else {
            self.wishes.give_up(view.item.id);
        }
    }

    /// Between a reading of ours and the write that follows it at once nobody can see a colleague: there is no version.
    fn colleague(&mut self, lead: usize, what: usize) {
        let log = self.site.sandbox().log();
        if log.last().is_some_and(|entry| entry["method"] == "GET") {
            self.driver().pump();
        }
        let uuid = self.leads[lead].0.clone();
        self.made += 1;
        let n = self.made;
        let set = luck::colleagues_set(self.site, &uuid, what, n);
        self.shadow.colleague(&uuid, &set);
    }

    fn enter_key(&mut self, right: bool) {
        if right {
            self.site.enter_credential(0);
        } else {
            self.site.enter_wrong_credential(0);
        }
        let account = self.site.config.accounts[0].name.clone();
        self.driver().command(Command::CredentialChanged(account));
    }

    /// The process ends where it is; the next one finds what is on disk.
    fn dies(&mut self) {
        let open = self.outbox();
        let now = self.driver().now;
        self.driver = None;
        self.locks = None;
        self.shadow.follow();
        self.survives(&open);
        self.starts(now.at);
    }

    fn starts(&mut self, at: Timestamp) {
        self.locks = Some(self.site.acquire().unwrap_or_else(|error| panic!("the dead one keeps its locks: {error}")));
        let mut driver = self.site.drive_from(Mode::Live, at);
        driver.world = if self.online { World::Net } else { World::Offline };
        driver.send_only();
        self.driver = Some(driver);
    }

    /// Everything is put right and time passes: in the end nothing is on its way. Returns how often was written.
    pub(super) fn ends(mut self) -> usize {
        self.site.sandbox().clear_faults();
        self.online = true;
        self.driver().world = World::Net;
        self.enter_key(true);
        let rests = |view: &OutboxView| {
            let state = view.item.state;
            state.waits_for_agent() || state == OutboxState::Held || view.item.why.starts_with("waits for change")
        };
        for _ in 0..12 {
            self.pass(20 * MINUTE);
            self.shadow.follow();
            if self.outbox().iter().all(rests) {
                break;
            }
        }
        self.obeys();
        let open = self.outbox();
        assert!(open.iter().all(rests), "hours without bad luck, and still on its way: {open:#?}");
        self.driver = None;
        self.survives(&open);
        let store = self.site.store();
        self.wishes.have_arrived_or_are_shown(&store, &self.shadow);
        self.shadow.compare_all();
        self.shadow.writes
    }
}
