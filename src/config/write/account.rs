//! The text of a new account: the vendor's own sample with its explanations, filled in with what is known.

use toml::{Table, Value};

use super::splice::{key_and_value, rendered};
use crate::domain::ids::AccountName;
use crate::vendors::{VendorName, find};

/// An account to be added. Which settings its vendor has and needs is in the vendor's `spec.rs`.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAccount {
    /// Unique in the file.
    pub name: AccountName,
    /// Whose account it is.
    pub vendor: VendorName,
    /// https, or http on loopback.
    pub base_url: String,
    /// The vendor's own keys and the common optional ones (`me`, `timeout_secs`, …); never a credential.
    pub settings: Vec<(String, Value)>,
}

impl NewAccount {
    fn keys(&self) -> Vec<(&str, Value)> {
        let mut keys = vec![
            ("name", self.name.as_str().into()),
            ("vendor", self.vendor.as_str().into()),
            ("base_url", self.base_url.as_str().into()),
        ];
        keys.extend(self.settings.iter().map(|(key, value)| (key.as_str(), value.clone())));
        keys
    }
}

/// What the account means as plain TOML.
pub(super) fn meaning(new: &NewAccount) -> Table {
    new.keys().into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The lines of the account. A line of the sample that nothing is known for stays as a comment, so that its owner sees
/// what else can be set.
pub(super) fn block(new: &NewAccount) -> String {
    let sample = find(new.vendor.as_str()).map_or("[[account]]\n", |spec| spec.sample);
    let mut left = new.keys();
    let mut text = String::new();
    for line in sample.lines() {
        let bare = line.strip_prefix("# ").unwrap_or(line);
        let known = key_and_value(bare).and_then(|(key, span)| {
            let at = left.iter().position(|(known, _)| *known == key)?;
            Some((left.remove(at).1, span))
        });
        match known {
            Some((value, span)) => text.push_str(&filled(bare, span, &rendered(&value))),
            None if line.starts_with(['#', '[']) => text.push_str(line),
            None => {
                text.push_str("# ");
                text.push_str(line);
            }
        }
        text.push('\n');
    }
    for (key, value) in left {
        text.push_str(&format!("{key} = {}\n", rendered(&value)));
    }
    text
}

/// The sample's line with another value; its comment stays in its column where the value leaves room.
fn filled(line: &str, span: std::ops::Range<usize>, value: &str) -> String {
    let start = format!("{}{value}", &line[..span.start]);
    let comment = line[span.end..].trim_start();
    if comment.is_empty() {
        return start;
    }
    let column = line[..line.len() - comment.len()].chars().count();
    let gap = column.saturating_sub(start.chars().count()).max(1);
    format!("{start}{:gap$}{comment}", "")
}
