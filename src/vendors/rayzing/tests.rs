//! The wire in fixtures: the contract's own page, what is often missing, and what nobody should send.

mod document;

use std::time::Duration;

use super::leads::RayzingLeads;
use crate::config::AccountSettings;
use crate::domain::timeline::LeadTimes;
use crate::domain::{Attribute, Lead, LeadKind, LeadStatus};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{Leads as _, Page};
use crate::vendors::request::ApiReply;

const PAGE: &str = include_str!("fixtures/page.json");

fn account() -> AccountSettings {
    AccountSettings {
        name: "desk".into(),
        vendor: super::spec::SPEC.name,
        base_url: "https://api.example".to_owned(),
        requests_per_second: 4.0,
        timeout: Duration::from_secs(30),
        sync_every: Duration::from_secs(60),
        me: None,
        options: toml::Table::new(),
    }
}

fn read(body: &[u8]) -> Result<Page, ApiError> {
    let reply = ApiReply { status: 200, body: body.to_vec(), ..ApiReply::default() };
    RayzingLeads.read_list(&account(), LeadKind::Lead, &reply)
}

fn record(text: &str) -> Lead {
    RayzingLeads.read_record(&account(), LeadKind::NonLead, text).unwrap()
}

#[test]
fn the_contracts_own_page_is_read_whole() {
    let page = read(PAGE.as_bytes()).unwrap();
    assert_eq!((page.length, page.skipped.len()), (1, 0));
    let lead = &page.leads[0].lead;
    assert_eq!(lead.remote_id.as_str(), "64aa00000000000000000001");
    assert_eq!(lead.uuid.as_deref(), Some("0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77"));
    assert_eq!((lead.name.as_deref(), lead.email.as_deref()), (Some("Nadia Example"), Some("nadia@example.org")));
    assert_eq!((lead.phone.as_deref(), lead.dial_code.as_deref()), (Some("5550100"), Some("49")));
    assert_eq!(
        (lead.city.as_deref(), lead.country.as_deref(), lead.gender.as_deref()),
        (Some("Ulm"), Some("Germany"), Some("FEMALE"))
    );
    assert_eq!(lead.picture.as_deref(), Some("https://img.example/nadia.png"));
    assert_eq!(lead.status, Some(LeadStatus::Review));
    assert_eq!(lead.agent.as_ref().map(|agent| agent.as_str()), Some("64aa0000000000000000000a"));
    assert_eq!((lead.is_online, lead.website_visits), (true, Some(4)));
    assert_eq!(lead.tags, ["vip"]);
    assert_eq!((lead.notes[0].title.as_str(), lead.notes[0].description.as_str()), ("Call back", "after 17:00"));
    assert_eq!(lead.attributes, [Attribute { key: "PLAN".into(), value: "gold".into() }]);
    assert_eq!(lead.created_at, "2024-03-05T08:10:11.120Z".parse().ok());
    assert_eq!(lead.updated_at, "2024-03-05T09:00:00Z".parse().ok());
    assert_eq!(lead.last_seen_at, "2024-03-05T08:59:58Z".parse().ok());
    let message = lead.last_message.as_ref().unwrap();
    assert_eq!((message.by.as_deref(), message.text.as_deref()), (Some("bot"), Some("May I have your phone number?")));
    assert!(PAGE.contains(&page.leads[0].record), "the record is kept as it came");
}

#[test]
fn a_contact_record_with_undocumented_members_is_a_lead_that_can_only_be_read() {
    let lead = record(include_str!("fixtures/contact_record.json"));
    assert_eq!((lead.uuid.as_deref(), lead.name.as_deref(), lead.email.as_deref()), (None, None, None));
    assert_eq!(lead.display_name(), "Ravi");
    assert_eq!(lead.dial_code.as_deref(), Some("91"));
    assert_eq!(lead.status.as_ref().map(LeadStatus::wire), Some("ESCALATED"));
    assert_eq!(lead.last_message.unwrap().text, None);
    let values: Vec<&str> = lead.attributes.iter().map(|attribute| attribute.value.as_str()).collect();
    assert_eq!(values, ["41", "true", ""]);
}

#[test]
fn the_times_of_a_record_are_given_as_they_were_written() {
    let page = read(PAGE.as_bytes()).unwrap();
    let times = RayzingLeads.times(&page.leads[0].record);
    assert_eq!(times.created.as_deref(), Some("2024-03-05T08:10:11.120Z"));
    assert_eq!(times.seen.as_deref(), Some("2024-03-05T08:59:58.000Z"));
    assert!(times.message.is_some_and(|text| PAGE.contains(&text)));
    assert_eq!(RayzingLeads.times("{"), LeadTimes::default());
}

#[test]
fn a_record_of_nulls_is_a_lead_of_which_nothing_is_known() {
    let lead = record(include_str!("fixtures/nulls.json"));
    assert_eq!(lead, Lead::empty("desk".into(), "64aa00000000000000000003".into(), LeadKind::NonLead));
    assert_eq!(lead.display_name(), "Visitor 64aa0000");
    let bare = record(r#"{"_id":"64aa00000000000000000003"}"#);
    assert_eq!(bare, lead, "missing and null are the same");
}

#[test]
fn hostile_values_are_kept_as_they_are_and_stop_nothing() {
    let lead = record(include_str!("fixtures/hostile.json"));
    assert_eq!(lead.name.as_deref(), Some("<script>alert('x')</script>\r\n\0"));
    assert_eq!((lead.website_visits, lead.agent), (None, None));
    assert_eq!(lead.status.as_ref().map(LeadStatus::wire), Some("open'; DROP TABLE leads;--"));
    assert_eq!(lead.dial_code.as_deref(), Some("49"));
    assert_eq!(lead.tags, ["", "vip", "vip"], "doubles stay: they are the vendor's");
    assert_eq!((lead.notes.len(), lead.attributes.len()), (2, 3));
    assert_eq!(lead.last_message.unwrap().at, None);
}

#[test]
fn missing_data_is_an_empty_list_only_under_a_yes() {
    for empty in
        [r#"{"success":true}"#, r#"{"success":true,"data":null}"#, r#"{"success":true,"code":"200","data":[]}"#]
    {
        assert_eq!(read(empty.as_bytes()).unwrap(), Page::default(), "{empty}");
    }
    for no_list in ["{}", r#"{"data":null}"#, r#"{"code":200}"#, r#"{"success":true,"data":{}}"#, "[]", "7", "null"] {
        assert_eq!(read(no_list.as_bytes()).unwrap_err().failure, Failure::Unclear, "{no_list}");
    }
}

#[test]
fn a_body_that_says_no_is_believed_whatever_the_status() {
    let class = |status: u16, body: &str| {
        let reply = ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() };
        RayzingLeads.read_write(&reply).map_err(|error| error.failure)
    };
    assert_eq!(class(200, r#"{"success":true,"message":"ok","code":200}"#), Ok(()));
    assert_eq!(class(200, r#"{"success":true,"code":"200"}"#), Ok(()));
    assert_eq!(class(200, r#"{"success":false,"code":200}"#), Err(Failure::Refused));
    assert_eq!(class(200, r#"{"success":false}"#), Err(Failure::Refused));
    assert_eq!(class(200, r#"{"success":true,"code":"400"}"#), Err(Failure::Refused));
    assert_eq!(class(200, r#"{"success":false,"code":"401"}"#), Err(Failure::Credential));
    assert_eq!(class(200, r#"{"success":false,"code":500}"#), Err(Failure::Unclear));
    assert_eq!(class(200, r#"{"success":false,"code":-1}"#), Err(Failure::Refused));
    assert_eq!(class(200, "{}"), Err(Failure::Unclear), "only the vendor's own yes is one");
    assert_eq!(class(204, ""), Err(Failure::Unclear));
    assert_eq!(class(400, r#"{"success":true,"code":200}"#), Err(Failure::Refused));
}

#[test]
fn whatever_stands_in_a_page_its_reading_ends_in_words_and_never_quotes_it() {
    // Every value of the contract's page, one after the other, replaced by every other kind of value.
    let whole: serde_json::Value = serde_json::from_str(PAGE).unwrap();
    let mut places = Vec::new();
    walk(&whole["data"][0], "/data/0".to_owned(), &mut places);
    let secret = "canary, expected canary at line 3 column 4";
    let kinds = [
        secret.into(),
        7.into(),
        1.5.into(),
        true.into(),
        serde_json::json!([secret]),
        serde_json::json!({ secret: secret }),
    ];
    let mut read_anyway = 0;
    for place in &places {
        for kind in &kinds {
            let mut page = whole.clone();
            *page.pointer_mut(place).unwrap() = kind.clone();
            let page = read(page.to_string().as_bytes()).unwrap();
            assert_eq!((page.length, page.leads.len() + page.skipped.len()), (1, 1), "{place}");
            read_anyway += page.leads.len();
            for skipped in &page.skipped {
                assert!(!skipped.why.contains("canary") && !skipped.path.contains("canary"), "{place}: {skipped:?}");
                assert!(skipped.path.starts_with('$') && !skipped.why.is_empty(), "{skipped:?}");
            }
        }
    }
    assert!(places.len() > 25 && read_anyway > places.len() / 2, "{} places, {read_anyway} read", places.len());
    // Every beginning of it.
    for end in 0..PAGE.trim_end().len() {
        let error = read(&PAGE.as_bytes()[..end]).unwrap_err();
        assert_eq!(error.failure, Failure::Unclear);
        assert!(!error.words.contains("Nadia"), "{}", error.words);
    }
}

fn walk(value: &serde_json::Value, place: String, into: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            members.iter().for_each(|(name, value)| walk(value, format!("{place}/{name}"), into));
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| walk(value, format!("{place}/{at}"), into));
        }
        _ => {}
    }
    into.push(place);
}
