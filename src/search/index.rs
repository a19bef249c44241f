//! The engine's list: all rows, what the agent looks at, and live counts of all views.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use imbl::{OrdMap, Vector};

use super::row::{Row, Rows};
use super::view::{Matcher, Sort, View, Viewpoint};
use crate::domain::query::Query;
use crate::domain::{AccountName, AgentId, LeadId};

/// All rows, the list on screen and the counts, kept current row by row.
///
/// Two orders exist: `live` is what the view holds now, `shown` is what the agent reads. They part while changes are
/// held back and meet again in [`Index::let_updates_in`].
#[derive(Clone, Debug, Default)]
pub struct Index {
    rows: Rows,
    /// How many rows carry each tag.
    tags: OrdMap<String, usize>,
    counts: [usize; View::READY_MADE.len()],
    agents: OrdMap<(AgentId, AccountName), usize>,
    from: Viewpoint,
    view: View,
    query: Query,
    sort: Sort,
    matcher: Matcher,
    live: Vector<LeadId>,
    shown: Vector<LeadId>,
    /// Leads that came, went or moved since `shown` was taken.
    held_back: imbl::OrdSet<LeadId>,
    /// Grows whenever `shown` is made anew.
    number: u64,
    /// Leads about which some account told its history, and how many of them each ready-made view holds.
    told: HashSet<LeadId>,
    told_counts: [usize; View::READY_MADE.len()],
}

impl Index {
    /// An index over these rows, looking at all of them.
    pub fn new(rows: impl IntoIterator<Item = Row>, from: Viewpoint) -> Self {
        let mut index = Self { rows: rows.into_iter().map(Arc::new).collect(), from, ..Self::default() };
        let mut agents: std::collections::BTreeMap<_, usize> = std::collections::BTreeMap::new();
        for row in index.rows.iter() {
            count_tags(&mut index.tags, None, Some(row));
            if let Some(agent) = &row.agent {
                *agents.entry((agent.clone(), row.account.clone())).or_default() += 1;
            }
        }
        index.agents = agents.into_iter().collect();
        index.recount();
        index.relist();
        index
    }

    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The order on screen.
    pub fn shown(&self) -> &Vector<LeadId> {
        &self.shown
    }

    /// Tells one order on screen from the next.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many leads of each ready-made view have a history that was told.
    pub fn told_counts(&self) -> [usize; View::READY_MADE.len()] {
        self.told_counts
    }

    /// Some account told the history of this lead, be it that there is none. True when that is new.
    pub fn history_told(&mut self, lead: LeadId) -> bool {
        let is_new = self.told.insert(lead);
        if let Some(row) = self.rows.get(lead).filter(|_| is_new) {
            for (count, view) in self.told_counts.iter_mut().zip(View::READY_MADE) {
                *count += usize::from(view.holds(row, &self.from));
            }
        }
        is_new
    }

    pub fn view(&self) -> View {
        self.view
    }

    pub fn query(&self) -> &Query {
        &self.query
    }

    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// How many leads each ready-made view holds.
    pub fn counts(&self) -> [usize; View::READY_MADE.len()] {
        self.counts
    }

    /// How many leads carry each tag.
    pub fn tags(&self) -> &OrdMap<String, usize> {
        &self.tags
    }

    /// How many leads each agent holds, by account.
    pub fn agents(&self) -> &OrdMap<(AgentId, AccountName), usize> {
        &self.agents
    }

    /// How many rows would come, go or move if updates were let in.
    pub fn updates_waiting(&self) -> usize {
        self.held_back.len()
    }

    /// Looks at something else: the list is made anew.
    pub fn look(&mut self, view: View, query: Query, sort: Sort) {
        self.matcher = Matcher::new(&query, &self.from);
        (self.view, self.query, self.sort) = (view, query, sort);
        self.relist();
    }

    /// The list on screen becomes what the view holds now.
    pub fn let_updates_in(&mut self) {
        self.show_live();
        self.held_back = imbl::OrdSet::new();
    }

    /// Time passed or somebody else is "me": memberships are worked out again. The list on screen holds still.
    pub fn look_from(&mut self, from: Viewpoint) {
        self.from = from;
        self.matcher = Matcher::new(&self.query, &self.from);
        self.recount();
        let live = self.listed();
        if live != self.live {
            let (was, is): (HashSet<_>, HashSet<_>) = (self.live.iter().collect(), live.iter().collect());
            let moved: Vec<LeadId> = was.symmetric_difference(&is).map(|id| **id).collect();
            self.held_back.extend(moved);
            self.live = live;
        }
    }

    /// Puts one row in. `hold_still`: the order on screen stays, the change is counted as waiting.
    pub fn put(&mut self, row: Row, hold_still: bool) {
        let row = Arc::new(row);
        let old = self.rows.insert(Arc::clone(&row));
        count_tags(&mut self.tags, old.as_deref(), Some(&row));
        let is_told = self.told.contains(&row.id);
        let counts = self.counts.iter_mut().zip(&mut self.told_counts);
        for ((count, told), view) in counts.zip(View::READY_MADE) {
            let was = old.as_ref().is_some_and(|old| view.holds(old, &self.from));
            let is = view.holds(&row, &self.from);
            *count = *count + usize::from(is) - usize::from(was);
            // One that was told about before its row came counts from now on.
            *told = *told + usize::from(is && is_told) - usize::from(was && is_told);
        }
        if old.as_ref().is_none_or(|old| old.agent != row.agent) {
            self.count_agent(&row, true);
            if let Some(old) = &old {
                self.count_agent(old, false);
            }
        }
        let was_at = old.as_ref().filter(|old| self.lists(old)).and_then(|old| self.position(old).ok());
        let is_in = self.lists(&row);
        let moved = match &old {
            Some(old) => {
                was_at.is_some() != is_in || (is_in && self.sort.compare(old, &row).is_ne() && self.moves(old, &row))
            }
            None => is_in,
        };
        if !moved {
            return;
        }
        if let Some(at) = was_at {
            self.live.remove(at);
        }
        if is_in {
            let at = self.position(&row).unwrap_or_else(|at| at);
            self.live.insert(at, row.id);
        }
        if hold_still || !self.held_back.is_empty() {
            self.held_back.insert(row.id);
        } else {
            self.show_live();
        }
    }

    /// Takes a row out: nobody reads on about a lead that is not there.
    pub fn remove(&mut self, id: LeadId) {
        let Some(old) = self.rows.remove(id) else { return };
        count_tags(&mut self.tags, Some(&old), None);
        for (count, view) in self.counts.iter_mut().zip(View::READY_MADE) {
            *count -= usize::from(view.holds(&old, &self.from));
        }
        self.live.retain(|other| *other != id);
        self.shown.retain(|other| *other != id);
        self.held_back.remove(&id);
    }

    /// Whether the sort key itself differs (two rows of one lead never tie on anything else).
    fn moves(&self, old: &Row, new: &Row) -> bool {
        match self.sort {
            Sort::NewestChange => old.updated_at != new.updated_at,
            Sort::Name => old.name != new.name,
        }
    }

    fn lists(&self, row: &Row) -> bool {
        self.view.holds(row, &self.from) && self.matcher.matches(row)
    }

    /// Where the row stands in `live`, or would stand. `old` may already have been replaced in `rows`, so it is
    /// compared by its own values.
    fn position(&self, row: &Row) -> Result<usize, usize> {
        self.live.binary_search_by(|id| {
            if *id == row.id {
                return std::cmp::Ordering::Equal;
            }
            self.rows.get(*id).map_or(std::cmp::Ordering::Less, |other| self.sort.compare(other, row))
        })
    }

    fn count_agent(&mut self, row: &Row, holds: bool) {
        let Some(agent) = &row.agent else { return };
        let key = (agent.clone(), row.account.clone());
        let count = self.agents.get(&key).copied().unwrap_or_default();
        match if holds { count + 1 } else { count.saturating_sub(1) } {
            0 => self.agents.remove(&key),
            n => self.agents.insert(key, n),
        };
    }

    fn recount(&mut self) {
        self.counts = View::READY_MADE.map(|view| self.rows.iter().filter(|row| view.holds(row, &self.from)).count());
        let told: Vec<&Arc<Row>> = self.told.iter().filter_map(|id| self.rows.get(*id)).collect();
        self.told_counts = View::READY_MADE.map(|view| told.iter().filter(|row| view.holds(row, &self.from)).count());
    }

    fn show_live(&mut self) {
        self.shown = self.live.clone();
        self.number += 1;
    }

    fn relist(&mut self) {
        self.live = self.listed();
        self.let_updates_in();
    }

    fn listed(&self) -> Vector<LeadId> {
        let mut rows: Vec<&Arc<Row>> = self.rows.iter().filter(|row| self.lists(row)).collect();
        match self.sort {
            Sort::NewestChange => rows.sort_unstable_by(|a, b| self.sort.compare(a, b)),
            // Folding a name for every comparison would cost more than the sort itself.
            Sort::Name => rows.sort_by_cached_key(|row| (super::fold::fold(&row.name), row.id)),
        }
        rows.into_iter().map(|row| row.id).collect()
    }
}

/// Counts a row's tags instead of those that it carried before.
fn count_tags(tags: &mut OrdMap<String, usize>, old: Option<&Row>, new: Option<&Row>) {
    let of = |row: Option<&Row>| -> BTreeSet<String> {
        let tags = row.into_iter().flat_map(|row| &row.tags).map(|tag| tag.trim());
        tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
    };
    if old.map(|row| &row.tags) == new.map(|row| &row.tags) {
        return;
    }
    let (old, new) = (of(old), of(new));
    for gone in old.difference(&new) {
        match tags.get(gone).copied() {
            Some(count) if count > 1 => drop(tags.insert(gone.clone(), count - 1)),
            _ => drop(tags.remove(gone)),
        }
    }
    for come in new.difference(&old) {
        *tags.entry(come.clone()).or_insert(0) += 1;
    }
}
