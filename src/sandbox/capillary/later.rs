//! What happens at this vendor without the client: messages go out, customers are merged, tokens end.

use std::sync::PoisonError;

use serde_json::{Map, Value, json};

use super::Capillary;
use super::item::Item;

impl Capillary {
    /// `send` (`key`, and if wanted `group`, `subject`, `status`, `campaign`, `delivered`), `merge` (`key`), `revoke`.
    pub(super) fn happens(&self, action: &str, what: &Value) -> Result<Value, String> {
        match action {
            "send" => self.send(what),
            "merge" => {
                let id = self.named(what)?.0;
                self.later.lock().unwrap_or_else(PoisonError::into_inner).merged.insert(id);
                Ok(json!({ "merged": id }))
            }
            "revoke" => Ok(json!({ "revoked": self.door.revoke() })),
            _ => Err(format!("`{action}` is no known action; known: send, merge, revoke")),
        }
    }

    pub(super) fn is_merged(&self, id: i64) -> bool {
        self.later.lock().unwrap_or_else(PoisonError::into_inner).merged.contains(&id)
    }

    fn named(&self, what: &Value) -> Result<(i64, String), String> {
        let key = what["key"].as_str().ok_or("`key` is needed: any identifier, or an id of the lead")?;
        let customer = self.customers().find_any(key).ok_or_else(|| format!("no customer goes by {key}"))?;
        Ok((customer.id, customer.mobile.clone().or_else(|| customer.email.clone()).unwrap_or_default()))
    }

    fn send(&self, what: &Value) -> Result<Value, String> {
        let (id, receiver) = self.named(what)?;
        let word =
            |name: &str, usual: &'static str| what[name].as_str().map_or(usual.into(), |word| word.to_owned().into());
        let now = self.clock.now_ms().div_euclid(1_000);
        let mut later = self.later.lock().unwrap_or_else(PoisonError::into_inner);
        let item = Item {
            group: word("group", "sms"),
            id: 1_790_000_000_000 + i64::try_from(later.sent.len()).unwrap_or(0),
            receiver,
            subject: what["subject"].as_str().unwrap_or("Sent just now").to_owned(),
            code: what["code"].as_str().map(str::to_owned),
            campaign: what["campaign"].as_i64().unwrap_or(-1),
            status: Some(word("status", "DELIVERED")),
            sent_secs: now,
            delivered_secs: what["delivered"].as_bool().unwrap_or(true).then_some(now),
            user: id,
            extra: Map::new(),
            broken_date: false,
        };
        let shown = item.shown();
        later.sent.push((id, item));
        Ok(shown)
    }
}
