//! Where to look for one lead in a paged list that has no single read: a search plan, pure.
//!
//! First the page it was last seen on and the head (a change moves a lead to the head where newest changes come
//! first); then, where the order is proven, by halving; else its neighbours, in both lists, since a chat may have
//! become a lead. After [`MOST_READS`] pages the search gives up and waits for the next whole pass.

use std::collections::{HashSet, VecDeque};

use jiff::Timestamp;

use super::order::Order;
use crate::domain::{Lead, LeadKind, RemoteId};
use crate::vendors::parts::Page;

/// Pages that may be read to find one lead.
pub const MOST_READS: usize = 20;

/// A search in progress.
#[derive(Clone, Debug)]
pub struct Search {
    target: RemoteId,
    /// A lead made here has no id at the vendor yet, only this.
    uuid: Option<String>,
    hint: (LeadKind, u32),
    tried: HashSet<(LeadKind, u32)>,
    queue: VecDeque<(LeadKind, u32)>,
    halving: Option<Halving>,
    reads: usize,
}

/// A lead's place between two pages of a monotone list.
#[derive(Clone, Debug)]
struct Halving {
    kind: LeadKind,
    order: Order,
    key: Timestamp,
    /// A page that is known to stand before the lead; 0 before the first.
    low: u32,
    /// A page that is known to stand behind it.
    high: Option<u32>,
}

impl Search {
    /// A search for this lead, last seen on `page` of its list. `order` is that list's order where it is proven.
    pub fn new(lead: &Lead, page: u32, order: Option<Order>) -> Self {
        let kind = lead.kind;
        let page = page.max(1);
        let halving = order.and_then(|order| Some(Halving { kind, order, key: order.key(lead)?, low: 0, high: None }));
        let mut queue: VecDeque<(LeadKind, u32)> = [(kind, page), (kind, 1)].into();
        // Neighbours outwards, and the other list's head in between.
        for step in 1..=10 {
            queue.push_back((kind, page + step));
            if page > step {
                queue.push_back((kind, page - step));
            }
            if step <= 3 {
                queue.push_back((kind.other(), step));
            }
        }
        let target = lead.remote_id.clone();
        Self { target, uuid: None, hint: (kind, page), tried: HashSet::new(), queue, halving, reads: 0 }
    }

    /// A search for a lead that was made here: by its uuid, on so many pages of both lists, heads first.
    pub fn for_made(lead: &Lead, pages: u32) -> Self {
        let queue = (1..=pages).flat_map(|page| LeadKind::ALL.map(|kind| (kind, page))).collect();
        let (target, uuid) = (lead.remote_id.clone(), lead.uuid.clone());
        Self { target, uuid, hint: (LeadKind::Lead, 1), tried: HashSet::new(), queue, halving: None, reads: 0 }
    }

    /// The page to read next; `None` when the search gives up.
    pub fn next_place(&mut self) -> Option<(LeadKind, u32)> {
        if self.reads >= MOST_READS {
            return None;
        }
        let next = self
            .next_of_first_two()
            .or_else(|| self.next_by_halving())
            .or_else(|| std::iter::from_fn(|| self.queue.pop_front()).find(|place| !self.tried.contains(place)))?;
        self.tried.insert(next);
        self.reads += 1;
        Some(next)
    }

    /// Takes the page that [`Search::next_place`] asked for; answers the lead when it stands there.
    pub fn take<'p>(&mut self, place: (LeadKind, u32), page: &'p Page) -> Option<&'p Lead> {
        let is_it = |lead: &Lead| match (&self.uuid, &lead.uuid) {
            (Some(wanted), Some(held)) => wanted.eq_ignore_ascii_case(held),
            _ => lead.remote_id == self.target,
        };
        if let Some(found) = page.leads.iter().find(|remote| is_it(&remote.lead)) {
            return Some(&found.lead);
        }
        if self.uuid.is_some() && page.length == 0 {
            self.queue.retain(|(kind, _)| *kind != place.0);
        }
        self.narrow(place, page);
        None
    }

    fn next_of_first_two(&mut self) -> Option<(LeadKind, u32)> {
        [self.hint, (self.hint.0, 1)].into_iter().find(|place| !self.tried.contains(place))
    }

    fn next_by_halving(&mut self) -> Option<(LeadKind, u32)> {
        let halving = self.halving.as_ref()?;
        let middle = match halving.high {
            Some(high) if high <= halving.low + 1 => None,
            Some(high) => Some(halving.low + (high - halving.low) / 2),
            None => Some(halving.low.saturating_mul(2).max(halving.low + 1)),
        };
        let place = middle.map(|page| (halving.kind, page)).filter(|place| !self.tried.contains(place));
        if place.is_none() {
            self.halving = None;
        }
        place
    }

    fn narrow(&mut self, (kind, number): (LeadKind, u32), page: &Page) {
        let Some(halving) = self.halving.as_mut().filter(|halving| halving.kind == kind) else { return };
        if page.length == 0 {
            halving.high = Some(halving.high.map_or(number, |high| high.min(number)));
            return;
        }
        let keys: Vec<Timestamp> = page.leads.iter().filter_map(|remote| halving.order.key(&remote.lead)).collect();
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return };
        let before = |a: Timestamp, b: Timestamp| if halving.order.descends() { a > b } else { a < b };
        if before(*last, halving.key) {
            halving.low = halving.low.max(number);
        } else if before(halving.key, *first) {
            halving.high = Some(halving.high.map_or(number, |high| high.min(number)));
        } else {
            // It should stand here and does not: several share its time, or it moved. The neighbours decide.
            self.halving = None;
            for step in 1..=3 {
                self.queue.push_front((kind, number + step));
                if number > step {
                    self.queue.push_front((kind, number - step));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendors::parts::RemoteLead;

    fn lead(n: i64, kind: LeadKind) -> Lead {
        let mut lead = Lead::empty("a".into(), RemoteId::from(n.to_string()), kind);
        lead.created_at = Timestamp::from_second(n).ok();
        lead
    }

    fn page_of(leads: &[Lead], page: u32, size: usize) -> Page {
        let leads: Vec<RemoteLead> = leads
            .iter()
            .skip((page as usize - 1) * size)
            .take(size)
            .map(|lead| RemoteLead { lead: lead.clone(), record: String::new() })
            .collect();
        Page { length: leads.len(), leads, skipped: vec![] }
    }

    fn reads_to_find(search: &mut Search, mut server: impl FnMut(LeadKind, u32) -> Page) -> Option<usize> {
        for reads in 1.. {
            let place = search.next_place()?;
            let page = server(place.0, place.1);
            if search.take(place, &page).is_some() {
                return Some(reads);
            }
        }
        None
    }

    #[test]
    fn a_lead_that_stayed_is_found_by_one_read() {
        let all: Vec<Lead> = (0..1000).rev().map(|n| lead(n, LeadKind::Lead)).collect();
        let mut search = Search::new(&all[150], 8, None);
        assert_eq!(reads_to_find(&mut search, |_, page| page_of(&all, page, 20)), Some(1));
    }

    #[test]
    fn in_a_proven_order_it_is_found_however_far_it_moved() {
        for size in [1, 7, 20] {
            for descending in [true, false] {
                let mut all: Vec<Lead> = (0..5000).map(|n| lead(n, LeadKind::Lead)).collect();
                if descending {
                    all.reverse();
                }
                let order = if descending { Order::CreatedDesc } else { Order::CreatedAsc };
                for at in [0, 3, 170, 2500, 4999] {
                    let mut search = Search::new(&all[at], 777, Some(order));
                    let reads = reads_to_find(&mut search, |_, page| page_of(&all, page, size));
                    assert!(reads.is_some(), "pages of {size}, place {at}, descending {descending}");
                }
            }
        }
    }

    #[test]
    fn a_lead_that_became_one_is_found_in_the_other_list() {
        let others: Vec<Lead> = (0..100).rev().map(|n| lead(n, LeadKind::NonLead)).collect();
        let mut moved = lead(5000, LeadKind::Lead);
        let mut search = Search::new(&lead(5000, LeadKind::NonLead), 3, None);
        moved.kind = LeadKind::Lead;
        let leads = [moved];
        let found = reads_to_find(&mut search, |kind, page| match kind {
            LeadKind::Lead => page_of(&leads, page, 20),
            LeadKind::NonLead => page_of(&others, page, 20),
        });
        assert!(found.is_some());
    }

    #[test]
    fn it_gives_up_after_twenty_reads() {
        let all: Vec<Lead> = (0..5000).rev().map(|n| lead(n, LeadKind::Lead)).collect();
        let mut search = Search::new(&lead(99_999, LeadKind::Lead), 100, None);
        let mut reads = 0;
        assert_eq!(
            reads_to_find(&mut search, |_, page| {
                reads += 1;
                page_of(&all, page, 1)
            }),
            None
        );
        assert_eq!(reads, MOST_READS);
    }
}
