//! The document's own calls beside ours, and the words that its tables name. Its answer is read in the parent module.

use super::*;
use crate::vendors::request::ApiRequest;
use crate::vendors::samples::cells;

/// The address of this interface, and the example, which is one of the older interface.
const CALLS: &str = include_str!("../fixtures/document_call.txt");

fn ask(options: &str, question: &Question) -> ApiRequest {
    let account = account(options);
    interactions_of(account.vendor).unwrap().ask(&account, question)
}

/// The parts of a web address: where, and what is asked.
fn parted(address: &str) -> (&str, Vec<(&str, &str)>) {
    let (place, query) = address.trim().split_once('?').unwrap_or((address.trim(), ""));
    (place, query.split('&').filter_map(|pair| pair.split_once('=')).collect())
}

#[test]
fn our_question_is_the_documents_with_the_members_of_its_table() {
    let ours = ask("", &Question { scope: only_of("whatsapp"), ..question() });
    let shown = ours.shown("https://{host}");
    let first = shown.lines().next().unwrap().split('?').next().unwrap();
    let printed = CALLS.lines().next().unwrap();
    assert_eq!(first.strip_prefix("GET "), printed.strip_prefix("get "));
    let sent: Vec<&str> = ours.query.iter().map(|(name, _)| *name).collect();
    let table = cells(include_str!("../fixtures/document_query.txt"));
    assert_eq!(sent, table.iter().map(|row| row[0]).collect::<Vec<_>>());
}

#[test]
fn every_word_of_the_documents_table_can_be_asked_for() {
    let table = cells(include_str!("../fixtures/document_query.txt"));
    let words = |row: usize| {
        let (_, words) = table[row][2].split_once("Accepted values are ").unwrap();
        let (words, _) = words.split_once('.').unwrap();
        words.split([',', ' ']).filter(|word| !["", "and"].contains(word)).collect::<Vec<_>>()
    };
    let account = account("");
    let part = interactions_of(account.vendor).unwrap();
    for network in words(2) {
        let asked = part.scopes(&account, &[network.to_owned()], &[]);
        let is_usual =
            account.options["networks"].as_array().unwrap().iter().any(|known| known.as_str() == Some(network));
        let named = if is_usual { Vec::new() } else { vec![network.to_owned()] };
        assert_eq!(asked, [Scope { networks: named, only: None }], "{network}");
    }
    // Written "external id" in the table; on the wire it has an underscore (section 3).
    let mut lead = Lead::empty("main-bot".into(), "1".into(), LeadKind::Lead);
    (lead.email, lead.phone) = (Some("nadia@example.org".into()), Some("+495550100".into()));
    lead.attributes = vec![Attribute { key: "ID".into(), value: "L-7".into() }];
    let account = self::account("identifiers = ['email', 'mobile', 'external_id']\nexternal_id_attribute = 'ID'");
    let ours: Vec<_> = part.identifiers(&account, &lead).into_iter().map(|one| one.kind).collect();
    assert_eq!(ours.join(" ").replace('_', " "), words(0).join(" "));
    // What the row about types explains in brackets is no word of it.
    let (_, types) = table[3][2].split_once("interaction type. ").unwrap();
    let plain: String =
        types.split('(').flat_map(|piece| piece.split_once(')').map_or([piece, ""], |(_, rest)| [rest, ""])).collect();
    let types: Vec<String> = plain.split([',', ';']).map(|word| word.trim().to_owned()).collect();
    assert_eq!(types.len(), 11);
    for word in types {
        let asked = part.scopes(&account, &[], std::slice::from_ref(&word));
        assert_eq!(asked, [only_of(&word)], "{word}");
    }
}

#[test]
fn the_example_is_a_question_to_the_older_interface_and_ours_says_all_of_it() {
    let (place, printed) = parted(CALLS.lines().nth(1).unwrap());
    let value = |name: &str| printed.iter().find(|(known, _)| *known == name).unwrap().1;
    let mut question = Question { scope: only_of(value("type")), ..question() };
    question.identifier.value = value("mobile").to_owned();
    let options = format!("api = 'v1.1'\nsource = '{}'\naccount_id = '{}'", value("source"), value("accountId"));
    let ours = ask(&options, &question);
    let shown = ours.shown("http://nightly.api.capillarytech.com");
    let (ours_place, query) = parted(shown.lines().next().unwrap().strip_prefix("GET ").unwrap());
    assert_eq!(ours_place, place);
    for pair in &printed {
        assert!(query.contains(pair), "{pair:?}");
    }
    // The value beside its name, the network and the place in the list are the contract's (section 4).
    let more: Vec<&str> = query.iter().filter(|pair| !printed.contains(pair)).map(|(name, _)| *name).collect();
    assert_eq!(more, ["identifierValue", "network", "limit", "offset"]);
}

#[test]
fn the_states_that_the_documents_table_names_are_understood() {
    let sample = include_str!("../fixtures/document_sample.json");
    // "NOT-DELIVERED" stands in the table alone, with its hyphen.
    for (word, state) in
        [("NOT-DELIVERED", "not_delivered"), ("DELIVERED", "delivered"), ("SOFT_BOUNCED", "soft_bounce")]
    {
        let changed = sample.replace("\"SOFT_BOUNCED\"", &format!("\"{word}\""));
        let items = items(&page("", &changed));
        let found = items.iter().find(|item| item["remote_id"] == "1685581782856").unwrap();
        assert_eq!(found["delivery"], json!({ "state": state, "raw": word }));
    }
}
