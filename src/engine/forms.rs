//! Forms made of the registry, and what was typed into them read by the kinds that it states.

use toml::Value;

use crate::bridge::NewAccount;
use crate::bridge::command::Refused;
use crate::bridge::forms::{FormField, SecretField, VendorForm};
use crate::config::write::NewAccount as AddedAccount;
use crate::domain::AccountName;
use crate::vendors::{REGISTRY, SettingKind, SettingSpec, VendorSpec, find};

/// A new account as the settings file wants it.
///
/// # Errors
/// An unknown vendor, or a text that is not of its key's kind.
pub(super) fn added(new: NewAccount) -> Result<AddedAccount, Refused> {
    let spec = find(&new.vendor).ok_or_else(|| {
        Refused::Wrong(format!("There is no vendor “{}” that Leadline can speak to. Choose another.", new.vendor))
    })?;
    let name = AccountName::from(new.name.trim());
    let given = new.settings.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let settings = given
        .map(|(key, text)| typed(spec, &name, &key, text.trim()).map(|value| (key, value)))
        .collect::<Result<_, _>>()?;
    Ok(AddedAccount { name, vendor: spec.name, base_url: new.base_url.trim().to_owned(), settings })
}

/// A typed text as the kind of its key wants it. Whether the value is right is the settings file's own check.
fn typed(spec: &VendorSpec, account: &AccountName, key: &str, text: &str) -> Result<Value, Refused> {
    let number = |what: &str| {
        Refused::Wrong(format!("`{key}` of account “{account}” has to be {what}, so nothing was changed. Write one."))
    };
    let list = || text.split(',').map(|part| Value::from(part.trim())).collect::<Vec<_>>().into();
    Ok(match (spec.setting(key).map(|setting| setting.kind), key) {
        (Some(SettingKind::Whole), _) | (None, "timeout_secs" | "sync_every_secs") => {
            text.parse::<i64>().map_err(|_| number("a whole number"))?.into()
        }
        (None, "requests_per_second") => text.parse::<f64>().map_err(|_| number("a number"))?.into(),
        (Some(SettingKind::TextList | SettingKind::ChoiceList(_)), _) => list(),
        (Some(SettingKind::Table(_)), _) => {
            return Err(Refused::Wrong(format!(
                "`{key}` is a table, which is written in the settings file by hand; `leadline config path` says where."
            )));
        }
        _ => text.into(),
    })
}

/// Every vendor as a form needs it, in the registry's order.
pub(super) fn vendor_forms() -> Vec<VendorForm> {
    let field = |setting: &SettingSpec| {
        let (shape, choices) = match setting.kind {
            SettingKind::Shaped { shape, .. } => (shape, &[][..]),
            SettingKind::Choice(words) => ("", words),
            SettingKind::Whole => ("a whole number", &[][..]),
            SettingKind::Address => ("https://…", &[][..]),
            SettingKind::TextList | SettingKind::ChoiceList(_) => ("words with commas between them", &[][..]),
            SettingKind::Text | SettingKind::Table(_) => ("", &[][..]),
        };
        FormField { key: setting.key, means: setting.means, shape, choices, default: setting.default }
    };
    REGISTRY
        .iter()
        .map(|spec| {
            let (required, optional): (Vec<_>, Vec<_>) = spec
                .settings
                .iter()
                .filter(|setting| !matches!(setting.kind, SettingKind::Table(_)))
                .partition(|setting| setting.required);
            VendorForm {
                template: spec.template,
                slots: spec.slots,
                vendor: spec.name.as_str(),
                title: spec.title,
                base_url_example: spec.base_url_example,
                required: required.into_iter().map(field).collect(),
                optional: optional.into_iter().map(field).collect(),
                secrets: spec
                    .credentials
                    .iter()
                    .map(|field| SecretField { name: field.name, label: field.label, when_auth: field.when_auth })
                    .collect(),
            }
        })
        .collect()
}
