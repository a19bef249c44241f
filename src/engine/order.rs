//! In which order a vendor lists, found out from the data and kept with its proof.
//!
//! Nobody documents the order, so a pass looks for it: an order is *proven* when a whole pass showed it without one
//! exception, and when no other order could have shown the same.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::Lead;

/// A monotone order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Newest change first: one look at the head shows everything that is new.
    UpdatedDesc,
    UpdatedAsc,
    CreatedDesc,
    CreatedAsc,
}

impl Order {
    pub const ALL: [Self; 4] = [Self::UpdatedDesc, Self::UpdatedAsc, Self::CreatedDesc, Self::CreatedAsc];

    /// The time of a lead that this order goes by.
    pub fn key(self, lead: &Lead) -> Option<Timestamp> {
        match self {
            Self::UpdatedDesc | Self::UpdatedAsc => lead.updated_at,
            Self::CreatedDesc | Self::CreatedAsc => lead.created_at,
        }
    }

    /// Newest first.
    pub fn descends(self) -> bool {
        matches!(self, Self::UpdatedDesc | Self::CreatedDesc)
    }

    /// Whether a record with key `a` may stand before one with key `b`.
    fn allows(self, a: Timestamp, b: Timestamp) -> bool {
        if self.descends() { a >= b } else { a <= b }
    }
}

/// What a pass has seen so far about each order.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    last: [Option<Timestamp>; Order::ALL.len()],
    /// Pairs that stood strictly in order, and pairs that did not.
    strict: [u64; Order::ALL.len()],
    broken: [u64; Order::ALL.len()],
}

impl Evidence {
    /// Takes the next record of the pass that was not seen before in it. (A record seen twice was pushed along by an
    /// arrival and says nothing.)
    pub fn take(&mut self, lead: &Lead) {
        for (at, order) in Order::ALL.into_iter().enumerate() {
            let Some(key) = order.key(lead) else { continue };
            if let Some(last) = self.last[at] {
                if !order.allows(last, key) {
                    self.broken[at] += 1;
                } else if last != key {
                    self.strict[at] += 1;
                }
            }
            self.last[at] = Some(key);
        }
    }

    /// The next record does not follow the last one: the walk goes on elsewhere.
    pub fn jump(&mut self) {
        self.last = [None; Order::ALL.len()];
    }

    /// The one order that holds without exception, with its proof in words; `None` when there is none or several.
    pub fn proven(&self) -> Option<(Order, String)> {
        const ENOUGH: u64 = 3;
        let mut held =
            Order::ALL.into_iter().enumerate().filter(|(at, _)| self.broken[*at] == 0 && self.strict[*at] >= ENOUGH);
        let (at, order) = held.next()?;
        if held.next().is_some() {
            return None;
        }
        Some((order, format!("{} neighbours of a whole pass in order, none against it", self.strict[at])))
    }

    /// Whether what was seen contradicts this order.
    pub fn contradicts(&self, order: Order) -> bool {
        Order::ALL.iter().position(|o| *o == order).is_some_and(|at| self.broken[at] > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LeadKind, RemoteId};

    fn lead(created: i64, updated: i64) -> Lead {
        let mut lead = Lead::empty("a".into(), RemoteId::from("x"), LeadKind::Lead);
        lead.created_at = Timestamp::from_second(created).ok();
        lead.updated_at = Timestamp::from_second(updated).ok();
        lead
    }

    fn proven(leads: &[(i64, i64)]) -> Option<Order> {
        let mut evidence = Evidence::default();
        leads.iter().for_each(|(c, u)| evidence.take(&lead(*c, *u)));
        evidence.proven().map(|(order, _)| order)
    }

    #[test]
    fn one_order_without_exception_is_proven_and_a_tie_between_two_is_not() {
        assert_eq!(proven(&[(1, 90), (4, 80), (2, 70), (3, 60)]), Some(Order::UpdatedDesc));
        assert_eq!(proven(&[(9, 1), (8, 7), (7, 3), (6, 4)]), Some(Order::CreatedDesc));
        assert_eq!(proven(&[(1, 9), (2, 7), (3, 13), (4, 4)]), Some(Order::CreatedAsc));
        assert_eq!(proven(&[(9, 9), (8, 8), (7, 7), (6, 6)]), None, "created and updated say the same");
        assert_eq!(proven(&[(1, 5), (4, 9), (2, 7), (3, 8)]), None);
        assert_eq!(proven(&[(5, 9), (1, 8)]), None, "too little");
    }
}
