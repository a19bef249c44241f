//! An agent at work with bad luck: edits, colleagues at the same leads, faults, and a program that dies.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use leadline::bridge::command::{OutboxAction, Side};
use leadline::bridge::{Command, OutboxView, question};
use leadline::domain::{Change, Field, LeadId, OutboxState};
use leadline::engine::Mode;
use serde_json::json;

use crate::engine::luck;
use crate::engine::shadow::Shadow;
use crate::engine::slots::{seen_as, seen_of, wish_of};
use crate::engine::wishes::{Intent, Wishes};
use crate::support::dice::Dice;
use crate::support::engine::{Driver, Site, uuids};

const MINUTE: Duration = Duration::from_secs(60);
/// Leads at which everybody works at once.
const BUSY: u64 = 12;
const STATUSES: [&str; 6] = ["OPEN", "INPROGRESS", "REVIEW", "ONHOLD", "DEPENDANCY", "CLOSED"];

#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) requests: usize,
    pub(super) faults: usize,
    colleagues: usize,
    pub(super) deaths: usize,
    answers: usize,
}

pub(super) struct Desk<'s> {
    site: &'s Site,
    driver: Option<Driver<'s>>,
    shadow: Shadow<'s>,
    pub(super) dice: Dice,
    uuids: Vec<String>,
    ids: BTreeMap<String, LeadId>,
    wishes: Wishes,
    counts: Counts,
    /// Requests of drivers that are gone.
    requests: usize,
    made: usize,
}

impl<'s> Desk<'s> {
    /// All leads read once, their fields in a spelling that is ours and the vendor's alike.
    pub(super) fn new(site: &'s Site, dice: Dice) -> Self {
        let uuids = uuids(site.sandbox());
        for (n, uuid) in uuids.iter().enumerate() {
            let set = json!({
                "status": "OPEN", "name": format!("Name {n}"), "email": format!("seed{n}@example.org"),
                "phone": format!("555{n:07}"), "dial_code": "1",
            });
            site.sandbox().edit(uuid, &set).unwrap();
        }
        let mut driver = site.drive(Mode::Live);
        driver.sync(true);
        let ids = uuids.iter().map(|uuid| (uuid.clone(), driver.id(uuid))).collect();
        let shadow = Shadow::new(site.sandbox(), &uuids);
        let requests = 0;
        driver.calls = 0;
        let (wishes, counts) = Default::default();
        Self { site, driver: Some(driver), shadow, dice, uuids, ids, wishes, counts, requests, made: 0 }
    }

    pub(super) fn edits(&self) -> usize {
        self.wishes.all.len()
    }

    fn driver(&mut self) -> &mut Driver<'s> {
        self.driver.as_mut().unwrap()
    }

    fn a_lead(&mut self) -> String {
        let among = if self.dice.below(3) == 0 { BUSY } else { self.uuids.len() as u64 };
        self.uuids[usize::try_from(self.dice.below(among)).unwrap()].clone()
    }

    /// The agent changes one or two things of a lead, as it stands on the screen.
    pub(super) fn edit(&mut self) {
        let uuid = self.a_lead();
        self.driver().pump();
        let id = self.ids[&uuid];
        let mut changes = vec![self.a_change(&uuid)];
        if self.dice.below(4) == 0 {
            changes.push(self.a_change(&uuid));
        }
        let mut lead = self.driver().lead(&uuid).lead;
        let made = self.driver().change(id, changes.clone()).unwrap();
        for (id, change) in made.changes.into_iter().zip(changes) {
            let (slot, value) = wish_of(&change);
            let seen = seen_of(&change, &lead);
            let before = change.slot().of(&lead);
            change.apply_to(&mut lead, before.as_deref());
            self.shadow.wished(&uuid, &slot, seen, value.clone());
            self.wishes.add(id, &uuid, &slot, value);
        }
    }

    fn a_change(&mut self, uuid: &str) -> Change {
        self.made += 1;
        let n = self.made;
        let set = |field, value: String| Change::set(field, &value).unwrap();
        match self.dice.below(12) {
            0 | 1 => set(Field::Status, self.dice.pick(&STATUSES).to_owned()),
            2 | 3 => set(Field::Name, format!("Ours {n}")),
            4 => set(Field::Email, format!("ours{n}@example.org")),
            5 => set(Field::Phone, format!("777{n:07}")),
            6 => set(Field::DialCode, format!("+{}", n + 2)),
            7 => set(Field::Picture, format!("https://img.example/ours{n}.png")),
            8 => set(Field::Agent, format!("{n:024x}")),
            9 => Change::add_note(&format!("Ours {n}"), "called").unwrap(),
            10 => Change::set_attribute("LEDGER", &format!("ours {n}")).unwrap(),
            _ => {
                let tags = self.driver().lead(uuid).lead.tags;
                let tag = tags.into_iter().find(|tag| tag.starts_with("theirs-") || tag.starts_with("ours-"));
                match tag.filter(|_| self.dice.below(2) == 0) {
                    Some(tag) => Change::remove_tag(&tag).unwrap(),
                    None => Change::add_tag(&format!("ours-{n}")).unwrap(),
                }
            }
        }
    }

    /// A colleague changes something in the vendor's own page. Nothing of ours is between a reading and its write.
    pub(super) fn colleague(&mut self) {
        self.driver().pump();
        self.shadow.follow();
        // Mostly where the agent is at work, too.
        let last = self.wishes.all.last().map(|intent| intent.uuid.clone()).filter(|_| self.dice.below(2) == 0);
        let uuid = last.unwrap_or_else(|| self.a_lead());
        self.made += 1;
        self.counts.colleagues += 1;
        let n = self.made;
        let what = usize::try_from(self.dice.below(6)).unwrap();
        let set = luck::colleagues_set(self.site, &uuid, what, n);
        self.shadow.colleague(&uuid, &set);
    }

    /// Time passes, and with it whatever falls into it.
    pub(super) fn goes_on(&mut self) {
        self.arm();
        let time = match self.dice.below(12) {
            0 => 10 * MINUTE,
            1..4 => Duration::from_secs(30),
            _ => Duration::from_millis(self.dice.below(5_000)),
        };
        self.driver().pass(time);
        self.shadow.follow();
        let why_not = |view: &OutboxView| {
            let state = view.item.state;
            matches!(state, OutboxState::Sending | OutboxState::Unknown) || view.item.why.is_empty()
        };
        let outbox = self.driver().snapshot().outbox;
        // A reading back of a clear yes comes round within seconds, for what it took the place of, too.
        let reads_back = |lead| outbox.values().any(|view| view.item.lead == lead && view.item.said_yes);
        if let Some(silent) = outbox.values().find(|view| why_not(view) && !reads_back(view.item.lead)) {
            let lead: Vec<_> = outbox.values().filter(|view| view.item.lead == silent.item.lead).collect();
            let account = self.driver().ask(|reply| Command::Accounts { reply }).remove(0);
            panic!("waits without a reason: {silent:#?} among {lead:#?}, {:?} {}", account.state, account.sentence);
        }
        if outbox.values().any(|view| view.item.why.starts_with("credential")) {
            self.site.enter_credential(0);
            let account = self.site.config.accounts[0].name.clone();
            self.driver().command(Command::CredentialChanged(account));
        }
    }

    /// Every fifth request meets a fault.
    fn arm(&mut self) {
        self.counts.requests = self.requests + self.driver().calls;
        while self.counts.faults * 5 <= self.counts.requests {
            let (writes, dear) = (self.dice.below(2) == 0, self.dice.below(40) == 0);
            luck::arm(self.site, writes, dear, usize::try_from(self.dice.below(1_000_000)).unwrap());
            self.counts.faults += 1;
        }
    }

    /// The program is killed: at rest, with answers on their way, or after it noted an attempt and before it sent.
    pub(super) fn dies(&mut self) {
        self.arm();
        self.counts.deaths += 1;
        let steps = self.dice.below(12);
        let driver = self.driver();
        driver.send_only();
        for _ in 0..steps {
            driver.one_answer();
        }
        if steps.is_multiple_of(3) {
            driver.now.mono += Duration::from_secs(10);
            driver.engine.step(driver.now, leadline::engine::Input::Tick);
        }
        let ahead = self.stop();
        self.driver = Some(self.site.drive_ahead(Mode::Live, ahead));
        self.shadow.follow();
    }

    /// The agent looks at one row that needs them.
    pub(super) fn answers_one(&mut self) {
        let outbox = self.driver().snapshot().outbox;
        let Some(view) = outbox.values().find(|view| view.item.state == OutboxState::NeedsAgent) else { return };
        let item = view.item.clone();
        self.counts.answers += 1;
        let Intent { uuid, slot, value, .. } = self.wishes.of(item.id);
        let again = self.dice.below(3) > 0;
        let (reply, answer) = question();
        let command = match (&item.conflict, again) {
            (Some(conflict), again) => {
                if again {
                    let theirs = seen_as(&item.change, conflict.theirs.clone());
                    self.shadow.wished(&uuid, &slot, theirs, value);
                }
                let side = if again { Side::Mine } else { Side::Theirs };
                Command::Resolve { change: item.id, name: conflict.slot.name(), side, reply: Some(reply) }
            }
            (None, true) => {
                let seen = seen_as(&item.change, item.base);
                self.shadow.wished(&uuid, &slot, seen, value);
                Command::Outbox { change: item.id, action: OutboxAction::Retry, reply: Some(reply) }
            }
            (None, false) => Command::Outbox { change: item.id, action: OutboxAction::Drop, reply: Some(reply) },
        };
        self.driver().command(command);
        answer.try_take().ok().unwrap().unwrap().unwrap();
        if !again {
            self.wishes.give_up(item.id);
        }
    }

    /// The bad luck ends; whatever can go by itself goes.
    pub(super) fn comes_to_rest(&mut self) {
        self.site.sandbox().clear_faults();
        for _ in 0..20 {
            self.driver().pass(10 * MINUTE);
            self.shadow.follow();
            let stuck = |view: &OutboxView| view.item.state.waits_for_agent() || view.item.why.starts_with("waits for");
            if self.driver().snapshot().outbox.values().all(|view| stuck(view)) {
                return;
            }
        }
        let outbox = self.driver().snapshot().outbox;
        panic!("three hours without faults, and still on its way: {outbox:?}");
    }

    pub(super) fn answers_all(&mut self) {
        for _ in 0..100 {
            while self.driver().snapshot().outbox.values().any(|view| view.item.state == OutboxState::NeedsAgent) {
                self.answers_one();
            }
            self.driver().pass(MINUTE);
            self.shadow.follow();
            if self.driver().snapshot().outbox.is_empty() {
                return;
            }
        }
        panic!("answered again and again, and still open: {:?}", self.driver().snapshot().outbox);
    }

    /// What became of all wishes, by what is on disk; how many are open.
    pub(super) fn audit(&mut self) -> usize {
        let ahead = self.stop();
        let store = self.site.store();
        self.wishes.are_kept(&store, &self.shadow);
        let open = self.wishes.have_arrived_or_are_shown(&store, &self.shadow);
        self.shadow.compare_all();
        drop(store);
        self.driver = Some(self.site.drive_ahead(Mode::Live, ahead));
        open
    }

    /// Ends the program; how far its clock is ahead of everybody's.
    fn stop(&mut self) -> SignedDuration {
        let driver = self.driver.take().unwrap();
        self.requests += driver.calls;
        let ahead = driver.now.at.duration_since(Timestamp::now());
        drop(driver);
        self.shadow.follow();
        ahead
    }

    /// Ends the program for good: what there was, and how it ended.
    pub(super) fn close(mut self) -> (Wishes, Shadow<'s>, Counts) {
        self.stop();
        self.counts.requests = self.requests;
        (self.wishes, self.shadow, self.counts)
    }
}
