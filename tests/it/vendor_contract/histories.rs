//! Every vendor that keeps histories: what is asked, what is understood, who is nobody.
//!
//! The loop is over the registry; what a vendor's wire looks like stands in the tables of the tests.

use std::collections::HashSet;
use std::time::Duration;

use leadline::config::AccountSettings;
use leadline::sandbox::{CapillaryQuirks, ErrorsHttp, NoCustomer, Sandbox, SandboxOptions, TokenRefusal};
use leadline::vendors::error::{ApiError, Failure};
use leadline::vendors::parts::{HistoryAnswer, HistoryPage, Identifier, Interactions, Place, Question, Token, Tokens};
use leadline::vendors::{REGISTRY, interactions_of, tokens_of};
use serde_json::{Value, json};

use super::calls::{held, tells_nothing};
use crate::support::engine::{Site, small};

/// A vendor's parts, its account, and a way to send.
struct Desk<'s> {
    site: &'s Site,
    at: usize,
    account: &'s AccountSettings,
    part: &'static dyn Interactions,
    tokens: &'static dyn Tokens,
}

impl Desk<'_> {
    fn token(&self) -> Result<Token, ApiError> {
        let request = self.tokens.ask(self.account).expect("this account fetches tokens");
        self.tokens.read(&self.site.send_token(self.at, request)?)
    }

    /// One page, signed as the account's settings say.
    fn page(&self, question: &Question) -> Result<HistoryAnswer, ApiError> {
        let request = self.part.ask(self.account, question);
        let reply = match self.tokens.ask(self.account) {
            Some(_) => self.site.send_signed(self.at, request, self.token()?.value)?,
            None => self.site.send(self.at, request)?,
        };
        self.part.read(self.account, question, &reply)
    }

    fn customers(&self) -> Vec<Value> {
        customers(self.site.sandbox(), self.account.vendor.as_str())
    }
}

/// Runs a test at every vendor that keeps histories, with these settings over those of the sandbox.
fn at_every_desk(options: &SandboxOptions, settings: &str, mut test: impl FnMut(&Desk<'_>, &Sandbox)) {
    let mut desks = 0;
    for spec in REGISTRY {
        let (Some(part), Some(tokens)) = (interactions_of(spec.name), tokens_of(spec.name)) else { continue };
        let mut site = Site::with_histories(options.clone());
        let at = site.config.accounts.iter().position(|account| account.vendor == spec.name);
        let at = at.unwrap_or_else(|| panic!("{} has no fake in the sandbox", spec.name));
        site.config.accounts[at].options.extend(settings.parse::<toml::Table>().unwrap());
        test(&Desk { site: &site, at, account: &site.config.accounts[at], part, tokens }, site.sandbox());
        desks += 1;
    }
    assert!(desks > 0);
}

fn question(kind: &'static str, value: &str) -> Question {
    let identifier = Identifier { kind, value: value.to_owned() };
    Question { identifier, scope: Default::default(), place: Place::default() }
}

/// Those of whom a vendor keeps a history.
fn customers(sandbox: &Sandbox, vendor: &str) -> Vec<Value> {
    sandbox.state()["vendors"][vendor]["customers"].as_array().unwrap().clone()
}

/// A question about a customer who was sent something.
pub(super) fn about_somebody(sandbox: &Sandbox, vendor: &str) -> Question {
    let fits = |one: &&Value| one["mobile"].is_string() && one["history"]["items"].as_array().unwrap().len() > 3;
    question("mobile", customers(sandbox, vendor).iter().find(fits).unwrap()["mobile"].as_str().unwrap())
}

fn whole(answer: Result<HistoryAnswer, ApiError>) -> HistoryPage {
    match answer {
        Ok(HistoryAnswer::Page(page)) => *page,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_token_is_asked_for_with_key_and_secret_in_the_body_and_in_nothing_else() {
    at_every_desk(&small(20), "", |desk, sandbox| {
        let one = desk.token().unwrap();
        assert_eq!(one.lifetime, Duration::from_secs(300));
        assert_ne!(one.value.expose(), desk.token().unwrap().value.expose(), "each is its own");
        let entry = &sandbox.log()[0];
        assert_eq!((&entry["method"], &entry["path"]), (&json!("POST"), &json!("/v3/oauth/token/generate")));
        let key = &sandbox.describe()["vendors"][desk.account.vendor.as_str()]["credentials"]["key"];
        assert_eq!(entry["body"], json!({ "key": key, "secret": "***" }));
        assert_eq!(entry["query"], json!({}));
        let headers = entry["headers"].as_object().unwrap();
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["accept"], "application/json");
        assert!(!headers.keys().any(|name| name == "authorization" || name.starts_with("x-") || name == "cookie"));
    });
}

#[test]
fn a_question_carries_exactly_what_the_contract_names() {
    let common = ["accept", "accept-encoding", "content-type", "host", "user-agent"];
    for (settings, path, more_query, more_headers) in [
        ("", "/v2/customers/interaction", json!({}), vec!["x-cap-api-oauth-token"]),
        ("auth = 'basic'", "/v2/customers/interaction", json!({}), vec!["authorization"]),
        (
            "source = 'WECHAT'\naccount_id = 'wx1'\nattribution = { type = 'STORE_CODE', code = 's-1' }",
            "/v2/customers/interaction",
            json!({ "source": "WECHAT", "accountId": "wx1" }),
            vec!["x-cap-api-attribution-entity-code", "x-cap-api-attribution-entity-type", "x-cap-api-oauth-token"],
        ),
        (
            "api = 'v1.1'",
            "/v1.1/customer/interaction",
            json!({ "format": "json", "limit": "50", "offset": "0", "mobile": null }),
            vec!["x-cap-api-oauth-token"],
        ),
    ] {
        at_every_desk(&small(40), settings, |desk, sandbox| {
            let question = about_somebody(desk.site.sandbox(), desk.account.vendor.as_str());
            let page = whole(desk.page(&question));
            assert!(page.items.len() > 3 && page.skipped.is_empty(), "{settings}");
            let entry = sandbox.log().pop().unwrap();
            let value = question.identifier.value.as_str();
            let mut query = json!({ "identifierName": "mobile", "identifierValue": value, "network": "capillary" });
            for (name, text) in more_query.as_object().unwrap() {
                query[name] = if text.is_null() { value.into() } else { text.clone() };
            }
            assert_eq!(entry["query"], query, "{settings}");
            assert_eq!((&entry["method"], &entry["path"], &entry["body"]), (&json!("GET"), &json!(path), &Value::Null));
            let mut names: Vec<&str> = entry["headers"].as_object().unwrap().keys().map(String::as_str).collect();
            names.retain(|name| !common.contains(name));
            names.sort_unstable();
            assert_eq!(names, more_headers, "{settings}");
            assert_eq!(entry["headers"]["accept"], "application/json");
        });
    }
}

#[test]
fn every_item_is_decoded_on_its_own_under_a_name_that_stays() {
    for settings in ["zone = 'UTC'", "zone = 'UTC'\napi = 'v1.1'"] {
        at_every_desk(&small(60), settings, |desk, _| {
            for customer in desk.customers() {
                let Some(mobile) = customer["mobile"].as_str() else { continue };
                let mut question = question("mobile", mobile);
                let page = whole(desk.page(&question));
                let again = whole(desk.page(&question));
                assert_eq!(page, again);
                let messages = page.items.iter().filter(|item| item.interaction.delivery.is_some()).count();
                assert_eq!(messages, customer["history"]["items"].as_array().unwrap().len());
                let keys: HashSet<&str> = page.items.iter().map(|item| item.key.as_str()).collect();
                assert_eq!(keys.len(), page.items.len());
                assert_eq!(desk.part.together([page.items.clone(), page.items.clone()].concat()), page.items);
                question.scope.only = Some("email".to_owned());
                let mails = whole(desk.page(&question)).items;
                assert!(mails.iter().all(|item| item.interaction.channel.as_deref() == Some("email")));
            }
        });
    }
}

#[test]
fn somebody_unknown_is_no_error_in_whichever_way_that_is_said() {
    for no_customer in [NoCustomer::General, NoCustomer::Own] {
        for errors_http in [ErrorsHttp::Ok, ErrorsHttp::BadRequest, ErrorsHttp::NotFound] {
            let capillary = CapillaryQuirks { no_customer, errors_http, ..CapillaryQuirks::default() };
            for settings in ["", "api = 'v1.1'"] {
                let options = SandboxOptions { capillary: capillary.clone(), ..small(20) };
                at_every_desk(&options, settings, |desk, sandbox| {
                    let nobody = question("email", "nobody@leadline.invalid");
                    assert_eq!(desk.page(&nobody), Ok(HistoryAnswer::NoSuchCustomer));
                    let known = about_somebody(desk.site.sandbox(), desk.account.vendor.as_str());
                    let what = json!({ "key": known.identifier.value });
                    sandbox.act(desk.account.vendor.as_str(), "merge", &what).unwrap();
                    assert_eq!(desk.page(&known), Ok(HistoryAnswer::Merged));
                });
            }
        }
    }
}

#[test]
fn a_refused_credential_has_its_class_whoever_refuses() {
    for (settings, quirks) in [
        ("", CapillaryQuirks::default()),
        ("", CapillaryQuirks { token_refusal: TokenRefusal::Forbidden, ..CapillaryQuirks::default() }),
        ("auth = 'basic'", CapillaryQuirks::default()),
        ("auth = 'basic'", CapillaryQuirks { basic_disabled: true, ..CapillaryQuirks::default() }),
    ] {
        at_every_desk(&SandboxOptions { capillary: quirks.clone(), ..small(20) }, settings, |desk, _| {
            if !quirks.basic_disabled {
                desk.site.enter_wrong_credential(desk.at);
            }
            let error = desk.page(&question("email", "nobody@leadline.invalid")).unwrap_err();
            assert_eq!(error.failure, Failure::Credential, "{settings}: {}", error.words);
            tells_nothing(&held(desk.site.sandbox()), &error);
        });
    }
    at_every_desk(&small(20), "", |desk, sandbox| {
        let token = desk.token().unwrap();
        let question = about_somebody(desk.site.sandbox(), desk.account.vendor.as_str());
        sandbox.act(desk.account.vendor.as_str(), "revoke", &json!({})).unwrap();
        let request = desk.part.ask(desk.account, &question);
        let reply = desk.site.send_signed(desk.at, request, token.value).unwrap();
        let error = desk.part.read(desk.account, &question, &reply).unwrap_err();
        assert_eq!(error.failure, Failure::Credential);
        tells_nothing(&held(desk.site.sandbox()), &error);
    });
}
