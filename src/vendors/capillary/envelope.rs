//! The two envelopes: finds the records in whatever came, from either address (contract sections 3.1, 3.2 and 4).

use serde_json::value::RawValue;

use super::map::{self, Context, Draft, OWN_NETWORK};
use super::refusal::{Complaint, complaint, complaints, said_no};
use super::wire::{Members, is_nothing, one_or_many, text, whole};
use crate::domain::Extra;
use crate::vendors::parts::{RemoteCustomer, Skipped, Warning};

/// What was found.
#[derive(Default)]
pub(super) struct Found<'r> {
    pub(super) drafts: Vec<Draft<'r>>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) complaints: Vec<Complaint>,
    pub(super) warnings: Vec<Warning>,
    pub(super) customer: RemoteCustomer,
    pub(super) extra: Extra,
    /// Whether it was an envelope of this vendor at all.
    pub(super) known: bool,
}

/// Reads a whole reply. `network`: the one that was asked for, should the answer not say.
pub(super) fn read<'r>(source: &str, network: &str, json: &'r RawValue) -> Found<'r> {
    let mut found = Found::default();
    if json.get().starts_with('[') {
        // Several networks at once (section 3.2: undocumented).
        let networks = one_or_many(Some(json));
        found.known = networks.iter().all(|json| Members::of(json).is_some_and(|members| members.has("interaction")));
        for (at, json) in networks.into_iter().enumerate() {
            if let Some(members) = Members::of(json) {
                found.new_envelope(source, network, members, &format!("$[{at}]"));
            }
        }
        return found;
    }
    let Some(mut members) = Members::of(json) else { return found };
    found.complaints = complaints(&mut members);
    match members.take("response").and_then(Members::of) {
        Some(response) => found.old_envelope(source, network, response),
        None => {
            found.known = members.has("interaction");
            found.new_envelope(source, network, members, "$");
        }
    }
    found
}

impl<'r> Found<'r> {
    /// `{name, interaction[], warnings[]}`.
    fn new_envelope(&mut self, source: &str, network: &str, mut members: Members<'r>, path: &str) {
        // The table calls it the customer's name; the samples hold the network's.
        let name = members.take_as("name", text).filter(|name| !name.is_empty());
        let network = name.as_deref().unwrap_or(network);
        let warnings = one_or_many(members.take("warnings")).into_iter().map(warning);
        self.warnings.extend(warnings);
        for (at, json) in one_or_many(members.take("interaction")).into_iter().enumerate() {
            self.group(source, network, false, json, &format!("{path}.interaction[{at}]"));
        }
        self.keep(members);
    }

    fn keep(&mut self, members: Members<'r>) {
        for (name, json) in members.rest() {
            self.extra.set(name, json.to_owned());
        }
    }

    /// `{status, customer: {…, interactions: {network: […]}, item_status}}`.
    fn old_envelope(&mut self, source: &str, network: &str, mut response: Members<'r>) {
        self.known = response.has("customer") || response.has("status");
        self.complaints.extend(said_no(response.take("status")));
        self.warnings.extend(one_or_many(response.take("warnings")).into_iter().map(warning));
        for customer in one_or_many(response.take("customer")) {
            let Some(mut customer) = Members::of(customer) else { continue };
            // The inner code says more than the outer one.
            if let Some(no) = said_no(customer.take("item_status")) {
                self.complaints.insert(0, no);
            }
            self.who(&mut customer);
            let interactions = customer.take("interactions").and_then(Members::of);
            self.keep(customer);
            let networks = interactions.map(|mut interactions| interactions.take("network"));
            for (n, json) in one_or_many(networks.flatten()).into_iter().enumerate() {
                let path = format!("$.response.customer.interactions.network[{n}]");
                let Some(mut members) = Members::of(json) else {
                    self.skip(path, json);
                    continue;
                };
                let name = members.take_as("name", text).map(|name| name.trim().to_owned());
                let network = name.as_deref().filter(|name| !name.is_empty()).unwrap_or(network);
                for (at, json) in one_or_many(members.take("interaction")).into_iter().enumerate() {
                    self.group(source, network, true, json, &format!("{path}.interaction[{at}]"));
                }
            }
        }
        self.keep(response);
    }

    fn who(&mut self, customer: &mut Members<'r>) {
        // Asterisks stand for what this account may not see; they are no evidence.
        let is_shown = |text: &String| !text.is_empty() && text != "null" && !text.contains('*');
        let mut filled = |name| customer.take_as(name, text).map(|text| text.trim().to_owned()).filter(is_shown);
        self.customer.mobile = filled("mobile");
        self.customer.email = filled("email");
        self.customer.external_id = filled("external_id");
        self.customer.ids.extend(customer.take_as("id", whole).filter(|id| *id > 0));
    }

    /// One kind of interaction and its list, under whichever of its names (sections 3.1 and 4, trap 7).
    fn group(&mut self, source: &str, network: &str, old: bool, json: &'r RawValue, path: &str) {
        let Some(mut members) = Members::of(json) else {
            return self.skip(path.to_owned(), json);
        };
        let name = ["name", "type"].into_iter().find_map(|name| members.take_as(name, text)).unwrap_or_default();
        let network = if network.is_empty() { OWN_NETWORK } else { network };
        let context = Context { source, network, group: name.trim(), old };
        let mut listed = 0;
        for (outer, inner, read) in LISTS {
            let Some(list) = members.take_as(outer, |json| holds_records(json).then_some(json)) else {
                continue;
            };
            let (records, path) = match Members::of(list).and_then(|mut list| list.take(inner)) {
                Some(inner_list) => (one_or_many(Some(inner_list)), format!("{path}.{outer}.{inner}")),
                None => (one_or_many(Some(list)), format!("{path}.{outer}")),
            };
            for (at, record) in records.into_iter().enumerate() {
                listed += 1;
                match read(context, record) {
                    Some(draft) => self.drafts.push(draft),
                    None => self.skip(format!("{path}[{at}]"), record),
                }
            }
        }
        self.drafts.extend(map::group(context, members, listed, json));
    }

    fn skip(&mut self, path: String, json: &RawValue) {
        let kind = match json.get().as_bytes().first() {
            Some(b'"') => "a text",
            Some(b'[') => "a list",
            Some(b't' | b'f') => "a truth value",
            Some(b'n') => "null",
            _ => "a number",
        };
        self.skipped.push(Skipped {
            remote_id: None,
            path,
            why: format!("expected an object, found {kind}"),
            fingerprint: crate::vendors::parts::fingerprint(json.get()),
        });
    }
}

type ReadRecord = for<'r> fn(Context<'_>, &'r RawValue) -> Option<Draft<'r>>;

/// Where a group keeps its records: the member, the member within it (older envelope), and what they are.
const LISTS: &[(&str, &str, ReadRecord)] = &[
    ("messageList", "message", map::message),
    ("messages", "message", map::message),
    ("surveys", "survey", map::survey),
    ("locs", "loc", map::visit),
];

/// Whether a member is a list of records, or nothing at all; anything else stays to be shown.
fn holds_records(json: &RawValue) -> bool {
    is_nothing(json) || matches!(json.get().as_bytes().first(), Some(b'[' | b'{'))
}

fn warning(json: &RawValue) -> Warning {
    let Complaint { code, message } = complaint(json);
    Warning { code, message: message.unwrap_or_else(|| json.get().chars().take(200).collect()) }
}
