//! The ways in which an answer goes wrong, and what each means to whoever asked (the architecture's table of evidence).

use std::time::Duration;

use leadline::sandbox::KINDS;
use leadline::vendors::error::{ApiError, Failure};
use leadline::vendors::request::RetryAfter;

/// What an outcome means, in a word.
pub(super) fn meaning(outcome: &Result<(), ApiError>) -> &'static str {
    match outcome.as_ref().map_err(|error| &error.failure) {
        Ok(()) => "yes",
        Err(Failure::NotSent) => "not sent",
        Err(Failure::Refused) => "refused",
        Err(Failure::Credential) => "credential",
        Err(Failure::Unclear) => "unclear",
        Err(Failure::Slowed(None)) => "slowed",
        Err(Failure::Slowed(Some(RetryAfter::In(wait)))) if *wait == Duration::from_secs(2) => "slowed for 2 s",
        Err(Failure::Slowed(Some(RetryAfter::In(_)))) => "slowed for another time",
        Err(Failure::Slowed(Some(RetryAfter::At(_)))) => "slowed until a date",
    }
}

/// Every fault and what it means at most vendors.
pub(super) const FAULTS: &[(&str, &str)] = &[
    ("400", "refused"),
    ("401", "credential"),
    ("403", "refused"),
    ("404", "refused"),
    ("408", "unclear"),
    ("409", "refused"),
    ("413", "refused"),
    ("422", "refused"),
    ("429", "slowed"),
    ("429-retry", "slowed for 2 s"),
    ("429-retry-date", "slowed until a date"),
    ("461", "refused"),
    ("500", "unclear"),
    ("500-after", "unclear"),
    ("502", "unclear"),
    ("502-after", "unclear"),
    ("503", "unclear"),
    ("503-retry", "slowed for 2 s"),
    ("503-retry-date", "slowed until a date"),
    ("504", "unclear"),
    ("504-after", "unclear"),
    ("520", "unclear"),
    ("521", "unclear"),
    ("own-500", "unclear"),
    ("own-503", "unclear"),
    ("own-521", "unclear"),
    ("timeout-before", "unclear"),
    ("timeout-after", "unclear"),
    ("reset-before", "unclear"),
    ("reset-after", "unclear"),
    ("slow", "unclear"),
    ("drip", "unclear"),
    ("cut", "unclear"),
    ("invalid-json", "unclear"),
    ("empty", "unclear"),
    ("html", "unclear"),
    ("wrong-type", "unclear"),
    ("invalid-utf8", "unclear"),
    ("huge", "unclear"),
    ("redirect", "unclear"),
    ("refusal", "refused"),
];

/// Faults under which no answer comes in time, however long that is.
pub(super) const SILENT: [&str; 4] = ["timeout-before", "timeout-after", "slow", "drip"];

/// Faults whose answer is a plain yes; what they do is found out by reading.
const YESES: [&str; 3] = ["ok-stores-nothing", "late", "trims"];

/// Where a contract says otherwise: vendor (empty: any), endpoint (empty: any), faults, and what they mean there.
const OTHERWISE: &[(&str, &str, &[&str], &str)] = &[
    // Who is not signed in with these words is not known by them (capillary 2, ray 1, mxo 4).
    ("", "token", &["400", "401", "403", "refusal"], "credential"),
    ("capillary", "token", &["404", "422"], "credential"),
    // The broken text is none of those that are read.
    ("ray", "token", &["invalid-utf8"], "yes"),
    ("mxo", "token", &["invalid-utf8"], "yes"),
    // Section 7: the credential, and queues of its own. Its polite no is of its class 500.
    ("capillary", "", &["403"], "credential"),
    ("capillary", "", &["461", "521", "own-521"], "slowed"),
    ("capillary", "interactions", &["refusal"], "unclear"),
    ("capillary", "interactions-v1", &["refusal"], "unclear"),
    // Section 3: accepted is any 2xx with `{}` or nothing; a message under it is no yes and no no.
    ("releva", "events", &["empty"], "yes"),
    ("releva", "", &["refusal"], "unclear"),
    // Section 3: how a PUT is answered is not known, and nothing at all is one of the ways.
    ("mxo", "update", &["empty"], "yes"),
    ("mxo", "offline", &["empty"], "yes"),
    ("mxo", "bulk", &["empty"], "yes"),
];

/// What a fault of that endpoint means.
pub(super) fn expected(vendor: &str, endpoint: &str, word: &str) -> &'static str {
    let is = |stated: &str, found: &str| stated.is_empty() || stated == found;
    let special =
        OTHERWISE.iter().find(|(of, at, words, _)| is(of, vendor) && is(at, endpoint) && words.contains(&word));
    let usual = || FAULTS.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
    special.map(|(.., meaning)| *meaning).or_else(usual).unwrap()
}

#[test]
fn every_fault_of_the_sandbox_is_met_by_the_suite() {
    for (word, _) in KINDS {
        let known = FAULTS.iter().any(|(known, _)| known == word) || YESES.contains(word);
        assert!(known, "{word} is in no table");
    }
    assert_eq!(FAULTS.len() + YESES.len(), KINDS.len());
}
