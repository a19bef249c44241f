//! The history endpoints as pure request and reply functions (contract sections 3, 4 and 7).

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::fold::{folded, together};
use super::map::{Draft, OWN_NETWORK, pairs, set_time};
use super::refusal::{judged, status_error, unreadable};
use super::time::Zone;
use super::wire::{Members, text};
use super::{envelope, identity, spec, token};
use crate::config::AccountSettings;
use crate::domain::interaction::newest_first;
use crate::domain::{InteractionKind, Lead};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{
    HistoryAnswer, HistoryPage, Identifier, Interactions, Place, Question, RemoteInteraction, Scope,
};
use crate::vendors::request::{ApiReply, ApiRequest, Method};

/// How many records one page of the older interface is asked for; its own default (section 4).
const PAGE: u32 = 50;
/// Where reading on ends, come what may.
const FARTHEST: u32 = 100_000;
/// The words of `type` (section 3); groups as `sms` or `missed_call` have none.
const TYPES: &[&str] = &[
    "email",
    "emailbulk",
    "checkin",
    "like",
    "comment",
    "mention",
    "retweet",
    "tweet",
    "feedback",
    "whatsapp",
    "zalo",
    "line",
    "viber",
];

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
        let networks = networks(account, &question.scope);
        query.extend(networks.get(question.place.network).map(|network| ("network", (*network).to_owned())));
        query.extend(question.scope.only.clone().map(|only| ("type", only)));
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

    fn scopes(&self, account: &AccountSettings, networks: &[String], types: &[String]) -> Vec<Scope> {
        let known = |words: &[String], known: &[&str]| {
            let mut found: Vec<String> = words.iter().map(|word| word.trim().to_lowercase()).collect();
            found.retain(|word| known.contains(&word.as_str()));
            found.dedup();
            found
        };
        let asked = known(networks, spec::NETWORKS);
        if asked.is_empty() && !networks.is_empty() {
            return Vec::new();
        }
        let all = Scope::default();
        let configured = self::networks(account, &all);
        let whole = asked.iter().all(|word| configured.contains(&word.as_str())) && asked.len() == configured.len();
        let networks = if whole { Vec::new() } else { asked };
        let words = known(types, TYPES);
        // What has no word here may be a group all the same, unless nothing but Leadline itself makes it.
        let ours = |word: &String| InteractionKind::OURS.iter().any(|kind| word.eq_ignore_ascii_case(kind.as_str()));
        let nameless = types.iter().any(|word| !TYPES.contains(&word.trim().to_lowercase().as_str()) && !ours(word));
        if types.is_empty() || nameless {
            return vec![Scope { networks, only: None }];
        }
        words.into_iter().map(|only| Scope { networks: networks.clone(), only: Some(only) }).collect()
    }

    fn next_network(&self, account: &AccountSettings, question: &Question) -> Option<Place> {
        let network = question.place.network + 1;
        (network < networks(account, &question.scope).len()).then_some(Place { network, offset: 0 })
    }
}

fn read(account: &AccountSettings, question: &Question, reply: &ApiReply) -> Result<HistoryAnswer, ApiError> {
    let networks = networks(account, &question.scope);
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
    // Whether the limit counts each group or all of them together is not documented.
    let mut groups: HashMap<&str, usize> = HashMap::new();
    drafts.iter().filter(|draft| !whole(draft)).for_each(|draft| *groups.entry(&draft.group).or_default() += 1);
    let is_full = |length: &usize| u32::try_from(*length) == Ok(PAGE);
    let may_be_cut = is_old(account) && (is_full(&length) || groups.values().any(is_full));
    let pairs = pairs(&drafts);
    let zone = Zone::of(account, &pairs);
    let mut customer = found.customer;
    for draft in &mut drafts {
        set_time(draft, &zone);
        customer.ids.extend(draft.item.user);
    }
    customer.ids.sort_unstable();
    customer.ids.dedup();
    if let Some(only) = &question.scope.only {
        // A type that was asked for is not always what comes (section 3.1).
        drafts.retain(|draft| is_of_type(&draft.group, only));
    }
    let mut items = folded(drafts);
    items.sort_by(|a, b| newest_first(&a.interaction, &b.interaction));
    Ok(HistoryAnswer::Page(Box::new(HistoryPage {
        items,
        skipped: found.skipped,
        warnings: found.warnings,
        next: next(account, question, length),
        may_be_cut,
        customer,
        zone_hint: zone.contradicted(&pairs),
        extra: found.extra,
    })))
}

fn is_old(account: &AccountSettings) -> bool {
    account.option("api") == Some("v1.1")
}

/// The networks that are asked one after the other: those that were wished for, else those of the settings.
fn networks<'q>(account: &'q AccountSettings, scope: &'q Scope) -> Vec<&'q str> {
    if !scope.networks.is_empty() {
        return scope.networks.iter().map(String::as_str).collect();
    }
    let list = account.options.get("networks").and_then(|value| value.as_array());
    list.into_iter().flatten().filter_map(|value| value.as_str()).collect()
}

/// A full page of the older interface may have a successor; v2 has no pages. Then comes the next network.
fn next(account: &AccountSettings, question: &Question, length: usize) -> Option<Place> {
    let offset = question.place.offset.saturating_add(PAGE);
    if is_old(account) && u32::try_from(length).is_ok_and(|length| length >= PAGE) && offset < FARTHEST {
        return Some(Place { offset, ..question.place });
    }
    CapillaryInteractions.next_network(account, question)
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
