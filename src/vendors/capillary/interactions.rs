//! The history endpoints as pure request and reply functions (contract sections 3, 4 and 7).

use serde_json::value::RawValue;

use super::fold::{folded, together};
use super::map::{Draft, OWN_NETWORK, pairs, set_time};
use super::refusal::{judged, status_error, unreadable};
use super::time::Zone;
use super::wire::{Members, text};
use super::{envelope, identity, token};
use crate::config::AccountSettings;
use crate::domain::interaction::newest_first;
use crate::domain::{InteractionKind, Lead};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{HistoryAnswer, HistoryPage, Identifier, Interactions, Place, Question, RemoteInteraction};
use crate::vendors::request::{ApiReply, ApiRequest, Method};

/// How many records one page of the older interface is asked for; its own default (section 4).
const PAGE: u32 = 50;
/// Where reading on ends, come what may.
const FARTHEST: u32 = 100_000;

/// The vendor's history part.
#[derive(Debug)]
pub struct CapillaryInteractions;

impl Interactions for CapillaryInteractions {
    fn identifiers(&self, account: &AccountSettings, lead: &Lead) -> Vec<Identifier> {
        identity::identifiers(account, lead)
    }

    fn ask(&self, account: &AccountSettings, question: &Question) -> ApiRequest {
        let Identifier { kind, value } = &question.identifier;
        let mut query = Vec::new();
        if is_old(account) {
            // One page gives the identifier as its own key, another as name and value: both, since neither hurts.
            query.push(("format", "json".to_owned()));
            query.push((kind, value.clone()));
        }
        query.push(("identifierName", (*kind).to_owned()));
        query.push(("identifierValue", value.clone()));
        query.extend(networks(account).get(question.place.network).map(|network| ("network", (*network).to_owned())));
        query.extend(question.only.clone().map(|only| ("type", only)));
        let setting = |key| account.option(key).filter(|text| !text.is_empty()).map(str::to_owned);
        query.extend(setting("source").map(|source| ("source", source)));
        query.extend(setting("account_id").map(|id| ("accountId", id)));
        if is_old(account) {
            query.push(("limit", PAGE.to_string()));
            query.push(("offset", question.place.offset.to_string()));
        }
        ApiRequest {
            endpoint: "interactions",
            method: Method::Get,
            path: if is_old(account) { "/v1.1/customer/interaction" } else { "/v2/customers/interaction" },
            query,
            headers: token::signed(account),
            body: None,
        }
    }

    fn read(
        &self,
        account: &AccountSettings,
        question: &Question,
        reply: &ApiReply,
    ) -> Result<HistoryAnswer, ApiError> {
        read(account, question, reply).map_err(|mut error| {
            if let Some(id) = &reply.request_id {
                error.words.push_str(&format!(" (its number of this call: {id})"));
            }
            error
        })
    }

    fn together(&self, items: Vec<RemoteInteraction>) -> Vec<RemoteInteraction> {
        let mut items = together(items);
        items.sort_by(|a, b| newest_first(&a.interaction, &b.interaction));
        items
    }

    fn clear_title(&self, record: &str) -> Option<String> {
        let mut members = Members::of(serde_json::from_str(record).ok()?)?;
        ["subject", "name", "surveyName", "latest_survey_name"].into_iter().find_map(|name| members.take_as(name, text))
    }
}

fn read(account: &AccountSettings, question: &Question, reply: &ApiReply) -> Result<HistoryAnswer, ApiError> {
    let networks = networks(account);
    let network = networks.get(question.place.network).copied().unwrap_or(OWN_NETWORK);
    let body = reply.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&reply.body);
    let found = match serde_json::from_slice::<&RawValue>(body) {
        Ok(json) => envelope::read(account.vendor.as_str(), network, json),
        Err(_) => return Err(status_error(reply).unwrap_or_else(|| ApiError::new(Failure::Unclear, unreadable(body)))),
    };
    if !found.complaints.is_empty() {
        return judged(&found.complaints, reply);
    }
    if let Some(error) = status_error(reply) {
        return Err(error);
    }
    if !found.known {
        let words = "answered with something that is no history (expected $.interaction or $.response)";
        return Err(ApiError::new(Failure::Unclear, words));
    }
    let mut drafts = found.drafts;
    // Surveys and missed calls come whole with every page.
    let whole = |draft: &&Draft<'_>| matches!(draft.item.kind, InteractionKind::Survey | InteractionKind::MissedCall);
    let length = drafts.len() - drafts.iter().filter(whole).count() + found.skipped.len();
    let pairs = pairs(&drafts);
    let zone = Zone::of(account, &pairs);
    let mut customer = found.customer;
    for draft in &mut drafts {
        set_time(draft, &zone);
        customer.ids.extend(draft.item.user);
    }
    customer.ids.sort_unstable();
    customer.ids.dedup();
    if let Some(only) = &question.only {
        // A type that was asked for is not always what comes (section 3.1).
        drafts.retain(|draft| is_of_type(&draft.group, only));
    }
    let mut items = folded(drafts);
    items.sort_by(|a, b| newest_first(&a.interaction, &b.interaction));
    Ok(HistoryAnswer::Page(Box::new(HistoryPage {
        items,
        skipped: found.skipped,
        warnings: found.warnings,
        next: next(account, question.place, length, networks.len()),
        customer,
        zone_hint: zone.contradicted(&pairs),
        extra: found.extra,
    })))
}

fn is_old(account: &AccountSettings) -> bool {
    account.option("api") == Some("v1.1")
}

fn networks(account: &AccountSettings) -> Vec<&str> {
    let list = account.options.get("networks").and_then(|value| value.as_array());
    list.into_iter().flatten().filter_map(|value| value.as_str()).collect()
}

/// A full page of the older interface may have a successor; v2 has no pages. Then comes the next network.
fn next(account: &AccountSettings, place: Place, length: usize, networks: usize) -> Option<Place> {
    let offset = place.offset.saturating_add(PAGE);
    if is_old(account) && u32::try_from(length).is_ok_and(|length| length >= PAGE) && offset < FARTHEST {
        return Some(Place { offset, ..place });
    }
    let network = place.network + 1;
    (network < networks).then_some(Place { network, offset: 0 })
}

/// Bulk and transactional mail stand in one group; `phone` and `sms` are one, and feedback is given in surveys.
fn is_of_type(group: &str, only: &str) -> bool {
    let channel = |word: &str| match word.to_ascii_lowercase().as_str() {
        "emailbulk" => "email".to_owned(),
        "phone" => "sms".to_owned(),
        "feedback" => "survey".to_owned(),
        word => word.to_owned(),
    };
    channel(group) == channel(only)
}
