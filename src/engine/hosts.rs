//! Hosts: accounts at one address find out together that nobody answers there.
//!
//! Each account has its own back-off, and several accounts at one address would knock as often as they are many. So a
//! failure of the transport or the server is counted for the address, too, and lets every account there wait; and while
//! nobody has answered since, one request at a time goes there. The first answer ends that for all of them. What a
//! vendor says about one account (a refused credential, a stated wait) stays that account's.

use super::{Engine, Now};
use crate::vendors::error::Failure;

/// The address of an account, as far as it says who is asked.
pub(super) fn host_of(base_url: &str) -> String {
    let host = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    host.split('/').next().unwrap_or(host).to_ascii_lowercase()
}

impl Engine {
    /// Failures in a row at the address of this account, the one that just happened included.
    pub(super) fn host_failed(&mut self, at: usize) -> u32 {
        let failures = self.hosts.entry(self.accounts[at].host.clone()).or_default();
        *failures = failures.saturating_add(1);
        *failures
    }

    /// The others at the address of this account wait as long as it was found to take.
    pub(super) fn others_wait(&mut self, now: Now, at: usize, failure: &Failure, wait: std::time::Duration) {
        let (host, words) = (self.accounts[at].host.clone(), self.accounts[at].trouble.clone());
        let until = now.mono + wait;
        for (other, account) in self.accounts.iter_mut().enumerate() {
            let there = other != at && account.retired.is_none() && account.host == host;
            // One that waits longer by itself, or because it was told to, goes on doing that.
            if !there || account.slowed.is_some() || account.blocked_until.is_some_and(|block| block >= until) {
                continue;
            }
            account.blocked_until = Some(until);
            account.waits_with_host = true;
            if account.trouble.is_empty() {
                account.trouble.clone_from(&words);
            }
            if *failure == Failure::NotSent {
                account.offline_since = account.offline_since.or(Some(now.at));
            }
        }
        self.dirty = true;
    }

    /// Somebody answered there: whoever waited only because nobody did goes on.
    pub(super) fn host_answered(&mut self, at: usize) {
        let host = &self.accounts[at].host;
        if self.hosts.remove(host).is_none() {
            return;
        }
        let host = host.clone();
        for account in self.accounts.iter_mut().filter(|account| account.host == host) {
            if std::mem::take(&mut account.waits_with_host) {
                (account.blocked_until, account.offline_since) = (None, None);
                account.trouble.clear();
            }
        }
    }

    /// Nobody answered there lately, and another account is asking: its answer is awaited.
    pub(super) fn host_is_being_tried(&self, at: usize) -> bool {
        let host = &self.accounts[at].host;
        let is_out = |(other, account): (usize, &super::account::Account)| {
            other != at && account.in_flight.is_some() && account.host == *host
        };
        self.hosts.contains_key(host) && self.accounts.iter().enumerate().any(is_out)
    }
}
