//! Every vendor that lists leads: what is asked, what is understood, what is kept.
//!
//! The loop is over the registry; what a vendor's wire looks like stands in its own table at the end.

use leadline::config::AccountSettings;
use leadline::domain::{Field, LeadKind, ListWrites};
use leadline::engine::Mode;
use leadline::sandbox::{AuthMode, Quirks, Sandbox, SandboxOptions};
use leadline::vendors::error::{ApiError, Failure};
use leadline::vendors::parts::{Leads, Page};
use leadline::vendors::request::{ApiReply, ApiRequest};
use leadline::vendors::{REGISTRY, leads_of};
use serde_json::{Value, json};

use crate::support::engine::{Site, puts, small, uuids};

/// A vendor's part, its account, and a way to send.
struct Desk<'s> {
    site: &'s Site,
    account: &'s AccountSettings,
    part: &'static dyn Leads,
}

impl Desk<'_> {
    fn send(&self, request: ApiRequest) -> Result<ApiReply, ApiError> {
        self.site.send(0, request)
    }

    fn list(&self, kind: LeadKind, page: u32) -> Result<Page, ApiError> {
        let reply = self.send(self.part.list(self.account, kind, page))?;
        self.part.read_list(self.account, kind, &reply)
    }

    fn write(&self, uuid: &str, fields: &[(Field, &str)]) -> Result<(), ApiError> {
        let reply = self.send(self.part.write(self.account, uuid, fields, &ListWrites::default()))?;
        self.part.read_write(&reply)
    }
}

/// Runs a test at every vendor that lists leads.
fn at_every_desk(options: &SandboxOptions, mut test: impl FnMut(&Desk<'_>, &Sandbox)) {
    let mut desks = 0;
    for spec in REGISTRY {
        let Some(part) = leads_of(spec.name) else { continue };
        let mut site = Site::new(options.clone());
        site.config.accounts.retain(|account| account.vendor == spec.name);
        assert_eq!(site.config.accounts.len(), 1, "{} has no fake in the sandbox", spec.name);
        test(&Desk { site: &site, account: &site.config.accounts[0], part }, site.sandbox());
        desks += 1;
    }
    assert!(desks > 0);
}

#[test]
fn both_lists_are_asked_for_page_by_page_from_one_with_exactly_what_the_contract_names() {
    at_every_desk(&SandboxOptions { page_size: 7, ..small(200) }, |desk, sandbox| {
        for (kind, word) in [(LeadKind::Lead, "lead"), (LeadKind::NonLead, "non-lead")] {
            for page in [1, 2] {
                sandbox.clear_log();
                let found = desk.list(kind, page).unwrap();
                assert_eq!((found.length, found.leads.len(), found.skipped.len()), (7, 7, 0));
                assert!(found.leads.iter().all(|remote| remote.lead.kind == kind));
                let entry = &sandbox.log()[0];
                let (bot, customer) = ids(desk);
                assert_eq!(
                    entry["query"],
                    json!({ "botId": bot, "customerId": customer, "page": page.to_string(), "type": word })
                );
                assert_eq!((&entry["method"], &entry["path"]), (&json!("GET"), &json!("/inbox/direct/chats")));
                let names: Vec<&String> = entry["headers"].as_object().unwrap().keys().collect();
                assert!(names.iter().any(|name| *name == "x-bot-token"), "{names:?}");
                assert!(!names.iter().any(|name| ["x-bp-token", "authorization", "cookie"].contains(&name.as_str())));
            }
        }
    });
}

#[test]
fn an_update_carries_the_touched_fields_and_the_three_ids_and_nothing_else() {
    at_every_desk(&small(20), |desk, sandbox| {
        let uuid = uuids(sandbox)[3].clone();
        let all = [
            (Field::Status, "DEPENDANCY"),
            (Field::Name, "Nadia"),
            (Field::Email, "nadia@example.org"),
            (Field::Phone, "5550100"),
            (Field::DialCode, "49"),
            (Field::Picture, "https://img.example/nadia.png"),
            (Field::Agent, "64aa0000000000000000000a"),
        ];
        for count in 1..=all.len() {
            sandbox.clear_log();
            desk.write(&uuid, &all[..count]).unwrap();
            let (bot, customer) = ids(desk);
            let whole = json!({
                "uuid": uuid, "botId": bot, "customerId": customer, "status": "DEPENDANCY", "name": "Nadia",
                "email": "nadia@example.org", "phone": "5550100", "dialCode": "+49",
                "picture": "https://img.example/nadia.png", "agentId": "64aa0000000000000000000a",
            });
            let names = ["status", "name", "email", "phone", "dialCode", "picture", "agentId"];
            let mut expected = whole.as_object().unwrap().clone();
            expected.retain(|name, _| !names[count..].contains(&name.as_str()));
            let entry = &sandbox.log()[0];
            assert_eq!(entry["body"], Value::Object(expected));
            assert_eq!((&entry["method"], &entry["path"]), (&json!("PUT"), &json!("/inbox/direct/lead")));
            assert_eq!(entry["headers"]["content-type"], "application/json");
            assert!(entry["headers"]["x-bp-token"].is_string() && entry["headers"]["x-bot-token"].is_null());
        }
        let record = sandbox.record(&uuid).unwrap();
        let contact = &record["profile"]["userDetails"]["contact"];
        assert_eq!(contact["phone"], json!({ "number": "5550100", "prefix": "49" }));
        assert_eq!(sandbox.state()["vendors"][desk.account.vendor.as_str()]["type_errors"], json!([]));
        let page = desk.list(LeadKind::Lead, 1).unwrap();
        let lead = &page.leads.iter().find(|remote| remote.lead.uuid.as_ref() == Some(&uuid)).unwrap().lead;
        for (field, value) in all {
            assert!(field.same(field.of(lead).as_deref(), Some(value)), "{field:?} reads back");
        }
    });
}

#[test]
fn the_newer_way_of_signing_in_is_used_on_both_calls_when_it_is_set() {
    let rayzing = Quirks { auth: AuthMode::Bearer, ..Quirks::default() };
    at_every_desk(&SandboxOptions { rayzing, ..small(20) }, |desk, sandbox| {
        assert_eq!(desk.list(LeadKind::Lead, 1).unwrap_err().failure, Failure::Credential);
        let mut account = desk.account.clone();
        account.options.insert("auth".to_owned(), "bearer".into());
        let desk = Desk { account: &account, ..*desk };
        sandbox.clear_log();
        desk.list(LeadKind::Lead, 1).unwrap();
        desk.write(&uuids(sandbox)[3], &[(Field::Status, "OPEN")]).unwrap();
        for entry in sandbox.log() {
            assert_eq!(entry["headers"]["authtype"], "Key");
            assert!(entry["headers"]["authorization"].is_string());
            assert!(entry["headers"]["x-bot-token"].is_null() && entry["headers"]["x-bp-token"].is_null());
        }
    });
}

#[test]
fn a_refusal_under_status_200_is_a_refusal_with_the_vendors_own_words() {
    let rayzing = Quirks { refuse_with_200: true, ..Quirks::default() };
    at_every_desk(&SandboxOptions { rayzing, ..small(20) }, |desk, sandbox| {
        let refused = desk.write(&uuids(sandbox)[3], &[(Field::Status, "NO SUCH")]).unwrap_err();
        assert_eq!(refused.failure, Failure::Refused);
        assert!(refused.sentence().contains("status must be one of"), "{}", refused.sentence());
        desk.site.enter_wrong_credential(0);
        assert_eq!(desk.list(LeadKind::Lead, 1).unwrap_err().failure, Failure::Credential);
    });
}

#[test]
fn a_record_that_cannot_be_read_is_named_by_its_path_and_the_others_live() {
    at_every_desk(&SandboxOptions { malformed: 9, page_size: 1000, ..small(50) }, |desk, _| {
        let page = desk.list(LeadKind::Lead, 1).unwrap();
        assert_eq!(page.skipped.len(), 9);
        assert_eq!(page.leads.len() + 9, page.length);
        let mut paths: Vec<&str> = page.skipped.iter().map(|skipped| skipped.path.as_str()).collect();
        paths.sort_unstable();
        assert_eq!(
            paths,
            [
                "$",
                "$",
                "$",
                "$._id",
                "$.createdAt",
                "$.isOnline",
                "$.profile",
                "$.profile.userDetails.tags",
                "$.status",
            ]
        );
        for skipped in &page.skipped {
            assert!(!skipped.why.contains("vip") && !skipped.why.contains("many"), "{}", skipped.why);
        }
        assert_eq!(page.skipped.iter().filter(|skipped| skipped.remote_id.is_some()).count(), 5);
    });
}

#[test]
fn a_record_is_kept_byte_for_byte_whatever_it_holds() {
    at_every_desk(&SandboxOptions { page_size: 1000, ..small(400) }, |desk, _| {
        desk.site.drive(Mode::Quiet).sync(true);
        let store = desk.site.store();
        let mut compared = 0;
        for kind in LeadKind::ALL {
            let reply = desk.send(desk.part.list(desk.account, kind, 1)).unwrap();
            for remote in desk.part.read_list(desk.account, kind, &reply).unwrap().leads {
                let id = store.lead_id(&desk.account.name, &remote.lead.remote_id).unwrap().unwrap();
                let kept = store.record(id).unwrap().unwrap();
                assert_eq!(kept, remote.record);
                assert!(reply.body.windows(kept.len()).any(|bytes| bytes == kept.as_bytes()));
                compared += 1;
            }
        }
        assert_eq!(compared, 400);
    });
}

#[test]
fn an_unknown_status_is_shown_and_never_written_by_an_edit_of_something_else() {
    at_every_desk(&small(20), |desk, sandbox| {
        let uuid = uuids(sandbox)[3].clone();
        sandbox.edit(&uuid, &json!({ "status": "AWAITING_PARTS" })).unwrap();
        let mut driver = desk.site.drive(Mode::Quiet);
        driver.sync(true);
        assert_eq!(driver.lead(&uuid).lead.status.unwrap().wire(), "AWAITING_PARTS");
        driver.set(&uuid, Field::Name, "Nadia");
        assert_eq!(driver.send().confirmed, 1);
        assert_eq!(puts(sandbox)[0]["body"]["status"], Value::Null);
        assert_eq!(sandbox.record(&uuid).unwrap()["status"], "AWAITING_PARTS");
    });
}

fn ids(desk: &Desk<'_>) -> (String, String) {
    let option = |key| desk.account.option(key).unwrap().to_owned();
    (option("bot_id"), option("customer_id"))
}
