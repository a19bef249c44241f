//! What may be asked for, and how wishes lie over a lead.

use super::*;
use crate::domain::{LeadKind, RemoteId};

fn lead() -> Lead {
    let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
    lead.status = Some(LeadStatus::Open);
    lead
}

#[test]
fn later_wishes_lie_over_earlier_ones_and_other_fields_stay() {
    let wishes = [
        Change::set(Field::Status, "review").unwrap(),
        Change::set(Field::Email, "a@b.example").unwrap(),
        Change::set(Field::Status, "closed").unwrap(),
    ];
    let folded = fold(&lead(), wishes.iter().map(|wish| (wish, None)));
    assert_eq!(folded.status, Some(LeadStatus::Closed));
    assert_eq!(folded.email.as_deref(), Some("a@b.example"));
    assert_eq!(folded.name, None);
}

#[test]
fn what_no_vendor_could_take_is_refused_here() {
    assert!(Change::set(Field::Status, "ESCALATED").is_err());
    assert!(Change::set(Field::DialCode, "+").is_err());
    assert!(Change::set(Field::DialCode, "+4x").is_err());
    assert!(Change::set(Field::Picture, "javascript:1").is_err());
    assert!(Change::set(Field::Agent, " ").is_err());
    assert_eq!(Change::set(Field::DialCode, "+49").unwrap().value().as_deref(), Some("49"));
}

#[test]
fn phones_are_the_same_by_digits_and_codes_without_the_plus() {
    assert!(Field::Phone.same(Some("555-0100"), Some("5550100")));
    assert!(!Field::Phone.same(Some("555-0100"), Some("5550101")));
    assert!(!Field::Phone.same(Some("unknown"), Some("none")));
    assert!(Field::DialCode.same(Some("+49"), Some("49")));
    assert!(Field::Email.same(None, Some("")));
    assert!(!Field::Status.same(Some("OPEN"), Some("open")));
}
