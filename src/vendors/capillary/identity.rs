//! By what a lead is asked for: numbers in the international form, and nothing that could be somebody else's.

use crate::config::AccountSettings;
use crate::domain::{Lead, email, phone};
use crate::vendors::parts::Identifier;

/// The identifiers in the configured order.
pub(super) fn identifiers(account: &AccountSettings, lead: &Lead) -> Vec<Identifier> {
    let order = account.options.get("identifiers").and_then(|value| value.as_array());
    let words = order.into_iter().flatten().filter_map(|value| value.as_str());
    let mut found: Vec<Identifier> = Vec::new();
    for word in words {
        let identifier = match word {
            "mobile" => lead
                .phone
                .as_deref()
                .and_then(|number| phone::international(lead.dial_code.as_deref(), number))
                .map(|value| ("mobile", value)),
            "email" => lead.email.as_deref().and_then(email::usable).map(|value| ("email", value.to_owned())),
            "external_id" => external_id(account, lead).map(|value| ("external_id", value)),
            _ => None,
        };
        let identifier = identifier.map(|(kind, value)| Identifier { kind, value });
        found.extend(identifier.filter(|identifier| !found.contains(identifier)));
    }
    found
}

/// The attribute that the settings name; another case of its key counts where it is the only one.
fn external_id(account: &AccountSettings, lead: &Lead) -> Option<String> {
    let wanted = account.option("external_id_attribute")?.trim();
    let exact = lead.attributes.iter().find(|attribute| attribute.key == wanted);
    let mut loose = lead.attributes.iter().filter(|attribute| attribute.key.trim().eq_ignore_ascii_case(wanted));
    let attribute = exact.or_else(|| loose.next().filter(|_| loose.next().is_none()))?;
    Some(attribute.value.trim().to_owned()).filter(|value| !value.is_empty())
}
