//! What a request asks for: one customer by one identifier, a network, a type (contract sections 3, 4 and 7).

use super::super::exchange::{Answer, Request};
use super::customers::Customer;
use super::groups::Filter;
use super::quirks::{CapillaryQuirks, NoCustomer, V1Paging};
use super::say::Refused;
use super::v1::{self, Page};
use super::{Capillary, v2};

/// The last one stands in a release note only.
const NETWORKS: &[&str] = &["capillary", "facebook", "twitter", "foursquare", "viber"];
/// The one source that has no accounts.
const IN_STORE: &str = "INSTORE";
const SOURCES: &[&str] = &[IN_STORE, "WECHAT", "MARTJACK", "WEB_ENGAGE", "FACEBOOK", "LINE"];

impl Capillary {
    pub(super) fn v2(&self, request: &Request, quirks: &CapillaryQuirks) -> Result<Answer, Refused> {
        let given = |name| request.query(name).filter(|value| !value.is_empty());
        let (Some(name), Some(value)) = (given("identifierName"), given("identifierValue")) else {
            return Err(Refused::new(400, 400, "identifierName and identifierValue are required"));
        };
        let status = quirks.errors_http.status();
        let name = ["email", "mobile", "external_id"].into_iter().find(|known| *known == name);
        let name = name.ok_or_else(|| Refused::new(status, 8_013, "Invalid identifier name"))?;
        source(request, status)?;
        let network = network(request)?;
        let code = if quirks.no_customer == NoCustomer::Own { 1_012 } else { 8_015 };
        let customer = self.customer(name, value, status, code)?;
        let history = self.history(customer);
        let filter = Filter::new(request.query("type"), quirks.type_filter);
        let answer = if quirks.old_envelope {
            v1::answer(customer, &history, network, &filter, Page::WHOLE, (true, quirks))
        } else {
            v2::answer(customer, &history, network, &filter, quirks)
        };
        Ok(Answer::json(200, answer.to_string()))
    }

    pub(super) fn v1(&self, request: &Request, quirks: &CapillaryQuirks) -> Result<Answer, Refused> {
        if request.query("format") != Some("json") {
            let status = "<status><success>false</success><code>406</code><message>Ask for json</message></status>";
            let page = format!(r#"<?xml version="1.0" encoding="UTF-8"?><response>{status}</response>"#);
            let mut answer = Answer::html(200, &page);
            answer.headers = vec![("content-type", "application/xml".into())];
            return Ok(answer);
        }
        let status = quirks.errors_http.status();
        let network = network(request)?;
        let (name, value) = v1_identifier(request, status)?;
        let customer = self.customer(name, value, status, 1_012)?;
        let number = |name, usual| request.query(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
        let page = match quirks.v1_paging {
            V1Paging::PerGroup | V1Paging::Overall => Page { limit: number("limit", 50), offset: number("offset", 0) },
            V1Paging::NoOffset => Page { limit: number("limit", 50), offset: 0 },
            V1Paging::Nothing => Page::WHOLE,
        };
        let filter = Filter::new(request.query("type"), quirks.type_filter);
        let answer = v1::answer(customer, &self.history(customer), network, &filter, page, (false, quirks));
        Ok(Answer::json(200, answer.to_string()))
    }

    fn customer(&self, name: &'static str, value: &str, status: u16, code: u32) -> Result<&Customer, Refused> {
        let customer = self.customers().find(name, value);
        let customer = customer.ok_or_else(|| Refused::new(status, code, "Customer not found"))?;
        if self.is_merged(customer.id) {
            return Err(Refused::new(status, 8_069, "Customer is merged with another customer"));
        }
        Ok(customer)
    }
}

fn network(request: &Request) -> Result<&str, Refused> {
    let network = request.query("network").filter(|network| !network.is_empty()).unwrap_or("capillary");
    if NETWORKS.contains(&network) { Ok(network) } else { Err(Refused::new(400, 400, "Invalid network")) }
}

/// A source with accounts needs one of them.
fn source(request: &Request, status: u16) -> Result<(), Refused> {
    let Some(source) = request.query("source").filter(|source| !source.is_empty()) else { return Ok(()) };
    if !SOURCES.contains(&source.to_uppercase().as_str()) {
        return Err(Refused::new(status, 8_012, "Invalid source"));
    }
    match request.query("accountId").filter(|account| !account.is_empty()) {
        _ if source.eq_ignore_ascii_case(IN_STORE) => Ok(()),
        None => Err(Refused::new(status, 8_045, "Account id is required for this source")),
        Some(account) if account.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Ok(()),
        Some(_) => Err(Refused::new(status, 8_011, "Invalid source account")),
    }
}

/// A key of its own, as the example has it, or the pair of the table; the example's mixture is taken too.
fn v1_identifier(request: &Request, status: u16) -> Result<(&'static str, &str), Refused> {
    let given = |name| request.query(name).filter(|value| !value.is_empty());
    if let Some(found) =
        ["mobile", "email", "external_id", "id"].into_iter().find_map(|name| Some((name, given(name)?)))
    {
        return Ok(found);
    }
    let (Some(name), Some(value)) = (given("identifierName"), given("identifierValue")) else {
        return Err(Refused::new(status, 1_011, "No customer identifier was passed"));
    };
    // Nobody here has a card.
    let known = ["mobile", "email", "external_id", "card_number", "card_external_id"];
    let name = known.into_iter().find(|known| *known == name);
    Ok((name.ok_or_else(|| Refused::new(status, 1_013, "Invalid identifier"))?, value))
}
