//! What holds after every step, on screen and on disk.

use leadline::bridge::OutboxView;
use leadline::domain::OutboxState;

use super::bench::Bench;
use crate::engine::slots::{seen_of, wish_of};

impl Bench<'_> {
    pub(super) fn obeys(&mut self) {
        let open = self.outbox();
        self.counts_are_sums(&open);
        self.every_row_says_what_it_waits_for(&open);
        self.what_is_wished_for_is_what_is_shown(&open);
        self.nothing_overtook(&open);
    }

    fn counts_are_sums(&mut self, open: &[OutboxView]) {
        let snapshot = self.driver().snapshot();
        let count = |fits: &dyn Fn(OutboxState) -> bool| open.iter().filter(|view| fits(view.item.state)).count();
        for state in OutboxState::ALL {
            assert_eq!(snapshot.outbox_count(state), count(&|other| other == state), "{state:?} of {open:#?}");
        }
        assert_eq!(snapshot.need_you(), count(&OutboxState::waits_for_agent));
        assert_eq!(snapshot.need_you() + snapshot.on_their_way(), open.len());
        assert_eq!(count(&OutboxState::is_done), 0, "done and still open: {open:#?}");
    }

    fn every_row_says_what_it_waits_for(&mut self, open: &[OutboxView]) {
        for item in open.iter().map(|view| &view.item) {
            // What another one took the place of goes where that one goes.
            let read_back = |view: &&OutboxView| view.item.lead == item.lead && view.item.said_yes;
            let says = match item.state {
                // It goes as soon as there is anybody to send it.
                OutboxState::Queued => !self.at_rest || !item.why.is_empty(),
                // A clear yes is read back within seconds.
                OutboxState::Sending => !self.at_rest || open.iter().any(|view| read_back(&view)),
                _ => !item.why.is_empty(),
            };
            assert!(says, "waits without a reason: {item:#?} among {open:#?}");
            assert!(item.conflict.is_none() || item.state == OutboxState::NeedsAgent, "{item:#?}");
        }
    }

    /// What the agent typed last stands on the screen until it ends.
    fn what_is_wished_for_is_what_is_shown(&mut self, open: &[OutboxView]) {
        for (uuid, id) in self.leads.clone() {
            let of_lead: Vec<_> = open.iter().map(|view| &view.item).filter(|item| item.lead == id).collect();
            if of_lead.is_empty() {
                continue;
            }
            let lead = self.driver().lead_now(&uuid).lead;
            for (at, item) in of_lead.iter().enumerate() {
                let (slot, value) = wish_of(&item.change);
                if of_lead[at + 1..].iter().all(|later| wish_of(&later.change).0 != slot) {
                    let shown = seen_of(&item.change, &lead);
                    assert_eq!(shown, value, "{item:#?} is not what is shown");
                }
            }
        }
    }

    /// No write carried a change behind one that waited for a person all the while.
    fn nothing_overtook(&mut self, open: &[OutboxView]) {
        let stops = |id| {
            let view = open.iter().find(|view| view.item.id == id);
            view.is_some_and(|view| matches!(view.item.state, OutboxState::Held | OutboxState::NeedsAgent))
        };
        let stopped: Vec<_> = self.stopped.iter().filter(|(_, id)| stops(*id)).copied().collect();
        for put in self.site.sandbox().log_after(self.logged).iter().filter(|entry| entry["method"] == "PUT") {
            let uuid = put["body"]["uuid"].as_str().unwrap();
            let lead = self.leads.iter().find(|(known, _)| known == uuid).unwrap().1;
            let Some((_, first)) = stopped.iter().find(|(stopped, _)| *stopped == lead) else { continue };
            let sent = |slot: &str| {
                let name = slot.split(' ').next().unwrap();
                !put["body"][name].is_null() && (name == slot || put["body"][name].to_string().contains("ours"))
            };
            let behind = |view: &&OutboxView| view.item.lead == lead && view.item.id > *first && view.item.attempts > 0;
            let overtook = open.iter().filter(behind).find(|view| sent(&wish_of(&view.item.change).0));
            assert!(overtook.is_none(), "{overtook:#?} went although change {first} waits: {put}");
        }
    }

    /// The process is dead: what it showed is on disk, with what it noted before anything left.
    pub(super) fn survives(&self, open: &[OutboxView]) {
        let store = self.site.store();
        self.wishes.are_kept(&store, &self.shadow);
        let on_disk = store.open_items().unwrap();
        let kept: Vec<_> = on_disk.iter().map(|item| item.id).collect();
        let shown: Vec<_> = open.iter().map(|view| view.item.id).collect();
        assert_eq!(kept, shown, "open on disk, and open on the screen a moment before");
        for (kept, shown) in on_disk.iter().zip(open.iter().map(|view| &view.item)) {
            let waits = |state: OutboxState| state.waits_for_agent() || state == OutboxState::Held;
            if waits(kept.state) || waits(shown.state) {
                assert_eq!((kept.state, &kept.conflict), (shown.state, &shown.conflict), "{shown:#?}");
            }
            assert_eq!((kept.attempts, kept.said_yes, &kept.base), (shown.attempts, shown.said_yes, &shown.base));
        }
    }
}
