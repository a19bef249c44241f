//! Who the customers are: most of the seeded people, each under the identifiers this vendor knows of them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::seed::{self, Rng};

/// One customer. Every identifier belongs to one customer only, as the vendor's own look-up demands.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    /// The seeded person.
    pub(super) index: u64,
    /// The vendor's own number.
    pub(super) id: i64,
    pub(super) email: Option<String>,
    /// Country code and number, digits only.
    pub(super) mobile: Option<String>,
    pub(super) external_id: Option<String>,
    lead_id: String,
    lead_uuid: Option<String>,
}

impl Customer {
    /// The members that say who it is.
    pub(super) fn shown(&self) -> Value {
        json!({
            "id": self.id, "email": self.email, "mobile": self.mobile, "external_id": self.external_id,
            "lead": { "_id": self.lead_id, "uuid": self.lead_uuid },
        })
    }
}

/// All customers, and the ways to find one.
pub(super) struct Customers {
    pub(super) rows: Vec<Customer>,
    /// By name of the identifier and value; `lead` takes `_id` and uuid.
    places: HashMap<(&'static str, String), usize>,
}

/// The newest people are customers with all they have; of these two, one is no customer and one was sent nothing.
pub(super) const NEWEST: u64 = 16;
const STRANGER: u64 = 11;
pub(super) const SENT_NOTHING: u64 = 8;

impl Customers {
    /// Makes every record of the seed once, which takes a moment for a million of them.
    pub(super) fn seeded(seed: u64, base_ms: i64, count: usize) -> Self {
        let mut all = Self { rows: Vec::new(), places: HashMap::new() };
        for index in 0..count as u64 {
            let mut rng = Rng::new(seed, index, 20);
            let strange = rng.chance(120);
            if if index < NEWEST { index == STRANGER } else { strange } {
                continue;
            }
            let mut customer = known(&seed::record(seed, base_ms, index), index, &mut rng);
            // An address or number that is somebody else's already stays theirs.
            for (name, value) in [
                ("email", &mut customer.email),
                ("mobile", &mut customer.mobile),
                ("external_id", &mut customer.external_id),
            ] {
                if value.as_ref().is_some_and(|value| all.place(name, value).is_some()) {
                    *value = None;
                }
            }
            if customer.email.is_some() || customer.mobile.is_some() || customer.external_id.is_some() {
                all.enter(customer);
            }
        }
        all
    }

    fn enter(&mut self, customer: Customer) {
        let at = self.rows.len();
        let names = [
            ("email", customer.email.clone()),
            ("mobile", customer.mobile.clone()),
            ("external_id", customer.external_id.clone()),
            ("id", Some(customer.id.to_string())),
            ("lead", Some(customer.lead_id.clone())),
            ("lead", customer.lead_uuid.clone()),
        ];
        for (name, value) in names {
            if let Some(value) = value {
                self.places.insert((name, folded(name, &value)), at);
            }
        }
        self.rows.push(customer);
    }

    fn place(&self, name: &'static str, value: &str) -> Option<usize> {
        self.places.get(&(name, folded(name, value))).copied()
    }

    /// The customer with that identifier. A mobile is found by its digits with country code only, nothing else.
    pub(super) fn find(&self, name: &'static str, value: &str) -> Option<&Customer> {
        self.rows.get(self.place(name, value)?)
    }

    /// The customer that any identifier or id of the lead names.
    pub(super) fn find_any(&self, key: &str) -> Option<&Customer> {
        ["lead", "id", "mobile", "email", "external_id"].into_iter().find_map(|name| self.find(name, key))
    }
}

/// Addresses are the same in any case.
fn folded(name: &str, value: &str) -> String {
    if name == "email" { value.to_lowercase() } else { value.to_owned() }
}

/// What the vendor knows of a lead; of some people it has only one of two ways to reach them.
fn known(record: &Value, index: u64, rng: &mut Rng) -> Customer {
    let details = &record["profile"]["userDetails"];
    let text = |value: &Value| value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let digits = |value: &Value| {
        let digits: String = value.as_str().unwrap_or("").chars().filter(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    };
    let phone = &details["contact"]["phone"];
    let mut email = text(&details["contact"]["email"]);
    let mut mobile = digits(&phone["prefix"]).zip(digits(&phone["number"])).map(|(prefix, number)| prefix + &number);
    let attributes = details["attributes"].as_array().map_or(&[][..], Vec::as_slice);
    let external_id =
        attributes.iter().find(|attribute| attribute["key"] == "LOYALTY_ID").and_then(|found| text(&found["value"]));
    match rng.below(20) {
        _ if index < NEWEST => {}
        0 | 1 if email.is_some() || external_id.is_some() => mobile = None,
        2 if mobile.is_some() || external_id.is_some() => email = None,
        3 if external_id.is_some() => (email, mobile) = (None, None),
        _ => {}
    }
    // Every customer has numbers of its own to draw from, so no two are the same.
    let id = 160_000_000 + i64::try_from(index).unwrap_or(0) * 37 + rng.between(0, 36);
    let lead_id = record["_id"].as_str().unwrap_or_default().to_owned();
    Customer { index, id, email, mobile, external_id, lead_id, lead_uuid: text(&record["uuid"]) }
}
