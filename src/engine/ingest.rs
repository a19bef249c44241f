//! What a page means for the mirror: a comparison that returns a plan, pure.

use jiff::Timestamp;

use crate::domain::{Change, Field, Lead, LeadId};
use crate::vendors::parts::RemoteLead;

/// What the mirror has of a record.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: LeadId,
    pub lead: Lead,
    /// The vendor's record, verbatim.
    pub record: String,
    /// When it was last read like that.
    pub read_at: Timestamp,
    /// Whole passes in a row that did not see it.
    pub missed_passes: u32,
}

/// What to do with one record of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Put it into the mirror.
    Upsert {
        /// It was not known before.
        is_new: bool,
        /// Something changed that an agent would want to look at (not only "online" or "last seen").
        worth_a_look: bool,
        /// Fields that differ from what the mirror had.
        observed: Vec<Observed>,
    },
    /// It is known exactly so.
    Unchanged(LeadId),
}

/// A difference that a read brought to light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    pub field: &'static str,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// Compares one record with what the mirror has.
pub fn plan(remote: &RemoteLead, known: Option<&Known>) -> Plan {
    let Some(known) = known else {
        return Plan::Upsert { is_new: true, worth_a_look: true, observed: Vec::new() };
    };
    if known.record == remote.record && known.lead.kind == remote.lead.kind {
        return Plan::Unchanged(known.id);
    }
    let observed = observe(&known.lead, &remote.lead);
    let message = |lead: &Lead| lead.last_message.as_ref().map(|m| (m.at, m.text.clone()));
    let worth_a_look = !observed.is_empty() || message(&known.lead) != message(&remote.lead);
    Plan::Upsert { is_new: false, worth_a_look, observed }
}

/// The differences between two readings of one lead, field by field.
fn observe(old: &Lead, new: &Lead) -> Vec<Observed> {
    let mut out = Vec::new();
    for field in Field::ALL {
        let (was, is) = (field.of(old), field.of(new));
        if !field.same(was.as_deref(), is.as_deref()) {
            out.push(Observed { field: field.as_str(), old: was, new: is });
        }
    }
    // Lists may come back in another order, and notes under other ids.
    let tags = |lead: &Lead| sorted(lead.tags.iter().map(|tag| tag.trim().to_owned()));
    let notes = |lead: &Lead| {
        sorted(lead.notes.iter().map(|note| (note.title.trim().to_owned(), note.description.trim().to_owned())))
    };
    let attributes = |lead: &Lead| sorted(lead.attributes.iter().map(|held| (held.key.clone(), held.value.clone())));
    let mut list = |field, differs: bool, was: String, is: String| {
        if differs {
            out.push(Observed { field, old: Some(was), new: Some(is) });
        }
    };
    list("tags", tags(old) != tags(new), as_json(&old.tags), as_json(&new.tags));
    list("notes", notes(old) != notes(new), as_json(&old.notes), as_json(&new.notes));
    list("attributes", attributes(old) != attributes(new), as_json(&old.attributes), as_json(&new.attributes));
    list("kind", old.kind != new.kind, old.kind.as_str().to_owned(), new.kind.as_str().to_owned());
    out
}

/// Lays those of our open wishes over an earlier reading that the new one shows: what still differs is somebody
/// else's.
pub fn lay_ours_over<'a>(old: &mut Lead, ours: impl Iterator<Item = (&'a Change, Option<&'a str>)>, new: &Lead) {
    for (wish, base) in ours {
        if wish.slot().holds(new, base, wish.value().as_deref()) {
            wish.apply_to(old, base);
        }
    }
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all
}

fn as_json<T: serde::Serialize>(value: &T) -> String {
    // Plain lists of text: there is nothing in them that cannot be written.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LeadKind, LeadStatus, RemoteId};

    fn remote(status: &str, record: &str) -> RemoteLead {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        lead.status = Some(LeadStatus::from_wire(status));
        RemoteLead { lead, record: record.to_owned() }
    }

    fn known(from: &RemoteLead) -> Known {
        Known {
            id: LeadId(1),
            lead: from.lead.clone(),
            record: from.record.clone(),
            read_at: Timestamp::UNIX_EPOCH,
            missed_passes: 0,
        }
    }

    #[test]
    fn a_record_that_came_back_byte_for_byte_is_unchanged() {
        let page = remote("OPEN", "{}");
        assert_eq!(plan(&page, Some(&known(&page))), Plan::Unchanged(LeadId(1)));
    }

    #[test]
    fn an_unknown_field_that_changed_is_kept_without_raising_a_mark() {
        let old = remote("OPEN", r#"{"x":1}"#);
        let new = remote("OPEN", r#"{"x":2}"#);
        assert_eq!(
            plan(&new, Some(&known(&old))),
            Plan::Upsert { is_new: false, worth_a_look: false, observed: vec![] }
        );
    }

    #[test]
    fn what_others_changed_is_observed_with_both_sides() {
        let old = remote("OPEN", "1");
        let new = remote("CLOSED", "2");
        let Plan::Upsert { observed, worth_a_look: true, .. } = plan(&new, Some(&known(&old))) else { panic!() };
        assert_eq!(observed, [Observed { field: "status", old: Some("OPEN".into()), new: Some("CLOSED".into()) }]);
    }
}
