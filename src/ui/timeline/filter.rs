//! Which items are shown: by channel or kind, failed ones only, of one source only. And what there is to choose from.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use crate::domain::Interaction;
use crate::domain::timeline::TimelineItem;

/// What the agent wants to see of a strip; the same for every lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub kind: Option<Kind>,
    /// Only what did not arrive and will not.
    pub failed: bool,
    /// Only what this source told.
    pub source: Option<String>,
}

impl Filter {
    /// Whether an item is shown.
    pub fn holds(&self, item: &Interaction) -> bool {
        self.kind.as_ref().is_none_or(|kind| kind.holds(item))
            && (!self.failed || is_failed(item))
            && self.source.as_ref().is_none_or(|source| *source == item.source)
    }

    /// The same with another kind.
    #[must_use]
    pub fn with_kind(&self, kind: Option<Kind>) -> Self {
        Self { kind, ..self.clone() }
    }

    /// The same with another source.
    #[must_use]
    pub fn with_source(&self, source: Option<String>) -> Self {
        Self { source, ..self.clone() }
    }
}

fn is_failed(item: &Interaction) -> bool {
    item.delivery.as_ref().is_some_and(crate::domain::Delivery::is_failure)
}

/// What a strip holds, whatever is shown of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: usize,
    /// In the order of their chips.
    pub kinds: Vec<(Kind, usize)>,
    pub failed: usize,
    /// In the order in which they first come.
    pub sources: Vec<String>,
}

impl Counts {
    pub fn of(items: &[TimelineItem]) -> Self {
        let mut counts = Self { all: items.len(), ..Self::default() };
        for TimelineItem { item, .. } in items {
            match counts.kinds.iter_mut().find(|(kind, _)| kind.holds(item)) {
                Some((_, count)) => *count += 1,
                None => counts.kinds.push((Kind::of(item), 1)),
            }
            counts.failed += usize::from(is_failed(item));
            if !counts.sources.contains(&item.source) {
                counts.sources.push(item.source.clone());
            }
        }
        counts.kinds.sort_by(|(a, _), (b, _)| a.rank().cmp(&b.rank()));
        counts
    }

    /// How many items stand under a chip.
    pub fn of_kind(&self, kind: &Kind) -> usize {
        self.kinds.iter().find(|(other, _)| other == kind).map_or(0, |(_, count)| *count)
    }
}
