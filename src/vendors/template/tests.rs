//! What a template may say, and what comes of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::domain::recording::Fact;
use crate::domain::{Attribute, Lead, LeadKind, LeadStatus, RemoteId};

fn lead() -> Lead {
    let mut lead = Lead::empty("a".into(), RemoteId::from("64aa"), LeadKind::Lead);
    lead.name = Some("Nadia".into());
    lead.phone = Some("5550100".into());
    lead.dial_code = Some("49".into());
    lead.status = Some(LeadStatus::Review);
    lead.tags = vec!["vip".into(), "refund".into()];
    lead.attributes = vec![Attribute { key: "BIRTHDAY".into(), value: "1990-02-03".into() }];
    lead.website_visits = Some(4);
    lead
}

fn fact(inputs: &[(&str, &str)]) -> Fact {
    Fact {
        template: "Phone call".into(),
        happened_at: Timestamp::UNIX_EPOCH,
        text: " asked for a table ".into(),
        inputs: inputs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<BTreeMap<_, _>>(),
        agent: "Mira".into(),
    }
}

fn field(text: &str) -> Result<TemplateField, Vec<String>> {
    let table: toml::Table = toml::from_str(text).unwrap();
    let mut reading = Reading::default();
    let field = reading.field("props[0]", &table, &["key"]);
    match field {
        Some(field) if reading.faults.is_empty() => Ok(field),
        _ => Err(reading.faults.into_iter().map(|fault| format!("{}: {}", fault.at, fault.why)).collect()),
    }
}

#[test]
fn every_source_gives_its_value_in_the_type_that_goes_out() {
    for (text, wanted) in [
        ("from = \"text\"", json!("asked for a table")),
        ("from = \"agent\"", json!("Mira")),
        ("from = \"status\"", json!("REVIEW")),
        ("from = \"tags\"", json!(["vip", "refund"])),
        ("from = \"lead.phone\"", json!("+495550100")),
        ("from = \"lead.website_visits\"", json!(4)),
        ("from = \"lead.website_visits\"\ntype = \"string\"", json!("4")),
        ("from = \"attribute:BIRTHDAY\"\ntype = \"date\"", json!("1990-02-03T00:00:00.000Z")),
        ("from = \"input\"\nlabel = \"Guests\"\ntype = \"number\"", json!(3)),
        ("from = \"input\"\nlabel = \"Paid\"\ntype = \"boolean\"\ndefault = false", json!(false)),
        ("value = \"fixed\"", json!("fixed")),
        ("value = 1.5", json!(1.5)),
    ] {
        let filled = fill(&field(text).unwrap(), &fact(&[("Guests", "3")]), &lead()).unwrap();
        assert_eq!(filled.map(|filled| filled.to_json()), Some(wanted), "{text}");
    }
}

#[test]
fn what_is_not_known_is_left_out_and_what_does_not_fit_is_refused() {
    let nothing = field("from = \"lead.email\"").unwrap();
    assert_eq!(fill(&nothing, &fact(&[]), &lead()), Ok(None));
    let number = field("from = \"input\"\nlabel = \"Guests\"\ntype = \"number\"").unwrap();
    let refused = fill(&number, &fact(&[("Guests", "many")]), &lead()).unwrap_err();
    assert_eq!(refused.input.as_deref(), Some("Guests"));
    let choice = field("from = \"input\"\nlabel = \"Room\"\noptions = [\"in\", \"out\"]").unwrap();
    assert!(fill(&choice, &fact(&[("Room", "roof")]), &lead()).is_err());
}

#[test]
fn a_template_names_everything_that_is_wrong_with_it() {
    for (text, wanted) in [
        ("", "props[0]: it says neither"),
        ("from = \"text\"\nvalue = \"x\"", "props[0]: it has `from` and `value`"),
        ("from = \"lead.shoe_size\"", "props[0].from: nobody knows"),
        ("from = \"input\"", "props[0]: an input has no `label`"),
        ("from = \"text\"\ntype = \"float\"", "props[0].type: nobody knows"),
        ("from = \"text\"\nfrm = \"x\"", "props[0].frm: nobody reads"),
        ("from = \"input\"\nlabel = \"a\"\noptions = [\"x\"]\ndefault = \"y\"", "props[0].default: “y” is none"),
        ("value = 1979-05-27", "props[0]: this kind of value"),
    ] {
        let faults = field(text).unwrap_err();
        assert!(faults.iter().any(|fault| fault.starts_with(wanted)), "{text}: {faults:?}");
    }
}
