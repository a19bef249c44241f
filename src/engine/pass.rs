//! When a walk through a vendor's pages ends: the rules of one pass, pure.
//!
//! A list tells no total, no page size and no order, and records move while it is read. A pass therefore ends at an
//! empty page, or after three pages in a row without a new id; never at a short page, never at a page count. Then it
//! looks at the head once more, where arrivals during the pass have come in, until that brings nothing new.
//!
//! Quiet pages alone prove little: one page far behind tells whether the server repeats itself, or whether the list was
//! pushed along faster than it was read and has to be read again.
//!
//! One refinement: when many leads arrive at the head during a pass over small pages, everything slides down and the
//! next pages show again what was just read. On such pages the records come nearer to the newest one seen, page by
//! page; while they do, the page is *catching up* and does not count as quiet. A server that repeats its last page for
//! ever stands at the newest record and counts; one that begins again at the first is too far away to be believed.

use std::collections::HashMap;

use super::order::Evidence;
use crate::domain::RemoteId;

/// Pages without news that end a pass.
const QUIET_PAGES: u32 = 3;
/// How often the head is looked at again: a list to which something comes all the time has no last look.
const MOST_CLOSINGS: u32 = 10;
/// How far the last look at the head follows changed records, in pages.
const MOST_CHANGED_PAGES: u32 = 10;
/// How far behind quiet pages is looked, to tell a server that repeats itself from a list that slides.
const FAR_BEHIND: u32 = 1000;
/// The longest slide that is believed, in pages.
const LONGEST_SLIDE: usize = 50;

/// What a walk is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Every page, then the head again.
    Whole,
    /// The head only: until a page brings nothing new or changed.
    Head,
}

/// A walk in progress.
#[derive(Clone, Debug)]
pub struct Pass {
    purpose: Purpose,
    /// The page to ask for next, from 1.
    page: u32,
    /// The how-manieth new id of this pass each one was.
    seen: HashMap<RemoteId, usize>,
    /// The highest of those numbers on the page in hand, of records that were seen before it.
    nearest: Option<usize>,
    quiet: u32,
    /// How far the page before was behind the newest record, while catching up.
    behind: usize,
    /// The walk is done; the head is being looked at once more, the how-manieth time.
    closing: u32,
    /// That look brought something that was never seen, so it is not the last one.
    late_news: bool,
    /// Quiet pages ended the walk; a page far behind is being asked for, to know why they were quiet.
    probing: bool,
    /// Nothing stands far behind, so the server does not repeat itself: the list slid along as fast as it was read.
    outrun: bool,
    last_page: u32,
    pub evidence: Evidence,
}

/// What a page was like, as far as the rules care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageFacts {
    /// Records on it, readable or not.
    pub length: usize,
    /// Records that the mirror did not know, or knew otherwise.
    pub changed: usize,
    /// All of it is newer than what was read without a gap before: what stands behind it may be news too, even when
    /// another reading has taken this very page in already.
    pub ahead: bool,
}

/// What comes after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask for this page.
    Page(u32),
    Done,
}

impl Pass {
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            page: 1,
            seen: HashMap::new(),
            nearest: None,
            quiet: 0,
            behind: usize::MAX,
            closing: 0,
            late_news: false,
            probing: false,
            outrun: false,
            last_page: 0,
            evidence: Evidence::default(),
        }
    }

    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The page to ask for.
    pub fn page(&self) -> u32 {
        self.page
    }

    /// How many different records it has seen.
    pub fn seen(&self) -> usize {
        self.seen.len()
    }

    /// Whether this record was seen in it.
    pub fn has_seen(&self, id: &RemoteId) -> bool {
        self.seen.contains_key(id)
    }

    /// Whether it can have seen everything. Quiet pages end a walk over a server that repeats itself for ever; over one
    /// that does not, they show that arrivals pushed the list along as fast as it was read.
    pub fn is_whole(&self) -> bool {
        self.purpose == Purpose::Whole && !self.outrun
    }

    /// The last page that held anything.
    pub fn last_page(&self) -> u32 {
        self.last_page
    }

    /// Notes a record of the page that was just read. True when it is new to this pass.
    pub fn note(&mut self, id: &RemoteId) -> bool {
        if let Some(&rank) = self.seen.get(id) {
            self.nearest = self.nearest.max(Some(rank));
            return false;
        }
        self.seen.insert(id.clone(), self.seen.len());
        true
    }

    /// Ends the page that was just read. `news` is how many of its records [`Pass::note`] called new.
    pub fn turn(&mut self, facts: PageFacts, news: usize) -> Next {
        let nearest = self.nearest.take();
        let page = self.page;
        if facts.length > 0 && self.closing == 0 && !self.probing {
            self.last_page = self.last_page.max(page);
        }
        self.late_news |= self.closing > 0 && news > 0;
        let done = match (self.purpose, self.closing > 0) {
            _ if std::mem::take(&mut self.probing) => {
                self.outrun = facts.length == 0;
                true
            }
            _ if facts.length == 0 => true,
            (Purpose::Head, _) => news == 0 || (facts.changed == 0 && !facts.ahead),
            // Records that were changed meanwhile stand at the head before arrivals: they are read past, within reason.
            (Purpose::Whole, true) => news == 0 && (facts.changed == 0 || page >= MOST_CHANGED_PAGES),
            (Purpose::Whole, false) if self.walk_is_over(facts.length, news, nearest) => {
                self.probing = true;
                self.page = page + FAR_BEHIND;
                return Next::Page(self.page);
            }
            (Purpose::Whole, false) => false,
        };
        if !done {
            self.page = page + 1;
            return Next::Page(self.page);
        }
        // An empty first page is an empty list; a pass of one page has just seen the head.
        let once_more = if self.closing == 0 { page > 1 } else { self.late_news && self.closing < MOST_CLOSINGS };
        if self.purpose == Purpose::Whole && once_more {
            self.closing += 1;
            self.late_news = false;
            self.page = 1;
            self.evidence.jump();
            return Next::Page(1);
        }
        Next::Done
    }

    fn walk_is_over(&mut self, length: usize, news: usize, nearest: Option<usize>) -> bool {
        if news > 0 {
            (self.quiet, self.behind) = (0, usize::MAX);
            return false;
        }
        let behind = nearest.map_or(0, |rank| self.seen.len() - 1 - rank);
        let catching_up = behind > 0 && behind < self.behind && behind <= LONGEST_SLIDE * length;
        self.behind = behind;
        if !catching_up {
            self.quiet += 1;
        }
        self.quiet >= QUIET_PAGES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks a pass over a server given as a function from page number to ids; answers the ids seen and the requests.
    fn walk(mut server: impl FnMut(u32, usize) -> Vec<u32>) -> (usize, usize) {
        let mut pass = Pass::new(Purpose::Whole);
        let mut requests = 0;
        loop {
            let ids: Vec<RemoteId> = server(pass.page(), requests).iter().map(|n| n.to_string().into()).collect();
            requests += 1;
            assert!(requests < 10_000, "the pass never ends");
            let news = ids.iter().filter(|id| pass.note(id)).count();
            let facts = PageFacts { length: ids.len(), changed: news, ahead: false };
            if pass.turn(facts, news) == Next::Done {
                return (pass.seen(), requests);
            }
        }
    }

    fn slice(all: &[u32], page: u32, size: usize) -> Vec<u32> {
        all.iter().skip((page as usize - 1) * size).take(size).copied().collect()
    }

    #[test]
    fn it_ends_at_an_empty_page_whatever_the_page_size() {
        let all: Vec<u32> = (0..200).collect();
        for size in [1, 7, 20, 1000] {
            let (seen, requests) = walk(|page, _| slice(&all, page, size));
            assert_eq!(seen, 200);
            assert!(requests <= 200_usize.div_ceil(size) + 2, "{requests} requests for pages of {size}");
        }
        assert_eq!(walk(|_, _| vec![]), (0, 1));
    }

    #[test]
    fn a_server_that_repeats_its_last_page_for_ever_is_left_after_three() {
        let all: Vec<u32> = (0..10).collect();
        let (seen, requests) = walk(|page, _| slice(&all, page.min(5), 2));
        assert_eq!((seen, requests), (10, 5 + 3 + 1 + 1));
    }

    #[test]
    fn a_server_that_begins_again_is_left_too() {
        let all: Vec<u32> = (0..200).collect();
        let (seen, _) = walk(|page, _| slice(&all, (page - 1) % 100 + 1, 2));
        assert_eq!(seen, 200);
    }

    #[test]
    fn arrivals_during_the_pass_are_seen_even_on_pages_of_one() {
        for (size, burst) in [(1, 1), (1, 5), (1, 20), (7, 30), (20, 100)] {
            let mut all: Vec<u32> = (0..300).collect();
            let mut next = 1000;
            let (seen, _) = walk(|page, request| {
                // A burst of arrivals at the head, thrice during the walk.
                if [3, 8, 14].contains(&request) {
                    for _ in 0..burst {
                        all.insert(0, next);
                        next += 1;
                    }
                }
                slice(&all, page, size)
            });
            assert_eq!(seen, all.len(), "pages of {size}, bursts of {burst}");
        }
    }

    #[test]
    fn the_head_is_read_only_as_far_as_it_brings_something() {
        let mut pass = Pass::new(Purpose::Head);
        for (changed, ahead, next) in [(1, true, Next::Page(2)), (0, true, Next::Page(3)), (0, false, Next::Done)] {
            pass.note(&pass.page().to_string().into());
            assert_eq!(pass.turn(PageFacts { length: 2, changed, ahead }, 1), next);
        }
    }

    #[test]
    fn a_list_that_grows_as_fast_as_it_is_read_is_not_called_whole() {
        let mut all: Vec<u32> = (0..60).collect();
        let mut pass = Pass::new(Purpose::Whole);
        for arrival in 1000.. {
            assert!(arrival < 2000, "the pass never ends");
            all.insert(0, arrival);
            let ids: Vec<RemoteId> = slice(&all, pass.page(), 1).iter().map(|n| n.to_string().into()).collect();
            let news = ids.iter().filter(|id| pass.note(id)).count();
            if pass.turn(PageFacts { length: ids.len(), changed: news, ahead: false }, news) == Next::Done {
                break;
            }
        }
        assert!(!pass.is_whole());
    }
}
