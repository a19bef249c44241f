//! The four calls of the older interface: live, update, late, late in bulk (contract sections 2 and 2.3).

use std::sync::atomic::Ordering;

use serde_json::{Map, Value};

use super::super::clock::iso;
use super::super::exchange::{Answer, Request};
use super::super::vendor::Effect;
use super::interaction::{Told, configured, told};
use super::quirks::{BadItem, BulkBody, MxoQuirks};
use super::say::{self, Refused};
use super::{Mxo, optimizations};

/// The most one bulk call may hold.
const MOST: usize = 100;

impl Mxo {
    /// POST records now and answers what to do next; PUT updates the customer and never does.
    pub(super) fn live(
        &self,
        request: &Request,
        body: &Value,
        quirks: &MxoQuirks,
        effect: Effect,
    ) -> Result<Answer, Refused> {
        let told = told(body, false, quirks)?;
        let post = request.method == "POST";
        let endpoint = if post { "interaction" } else { "update" };
        let tid = self.keep(endpoint, body, &told, request.query("tid"), Map::new(), quirks, effect);
        if !post {
            return Ok(say::put(quirks, Some(&tid)));
        }
        let number = self.answers.fetch_add(1, Ordering::Relaxed);
        let known = configured(&told.address, quirks);
        Ok(say::ok(&optimizations::reply(self.seed, number, &tid, &told.address, known, quirks.post_reply)))
    }

    /// One interaction of the past.
    pub(super) fn late(
        &self,
        request: &Request,
        body: &Value,
        quirks: &MxoQuirks,
        effect: Effect,
    ) -> Result<Answer, Refused> {
        let told = told(body, true, quirks)?;
        let tid = self.keep("offline", body, &told, request.query("tid"), Map::new(), quirks, effect);
        Ok(say::put(quirks, Some(&tid)))
    }

    /// Up to 100 interactions of the past.
    pub(super) fn bulk(
        &self,
        request: &Request,
        body: &Value,
        quirks: &MxoQuirks,
        effect: Effect,
    ) -> Result<Answer, Refused> {
        let items = match quirks.bulk_body {
            BulkBody::Array => body.as_array(),
            BulkBody::Wrapped => body["interactions"].as_array(),
        };
        let items = items.ok_or_else(|| Refused::new(400, "The body does not hold a list of interactions"))?;
        if items.is_empty() || items.len() > MOST {
            return Err(Refused::new(400, format!("A bulk call holds 1 to {MOST} interactions")));
        }
        let mut all = Vec::new();
        for item in items {
            match told(item, true, quirks) {
                Ok(told) => all.push((item, told)),
                Err(_) if quirks.bad_item == BadItem::Skipped => {}
                Err(refused) => return Err(refused),
            }
        }
        for (item, told) in all {
            self.keep("bulk", item, &told, request.query("tid"), Map::new(), quirks, effect);
        }
        Ok(say::put(quirks, None))
    }

    /// Keeps one interaction, with when it happened apart from when it arrived, and returns the customer's tid.
    #[allow(clippy::too_many_arguments, reason = "all that is known of one interaction, kept in one place")]
    pub(super) fn keep(
        &self,
        endpoint: &str,
        event: &Value,
        told: &Told,
        sent_tid: Option<&str>,
        mut beside: Map<String, Value>,
        quirks: &MxoQuirks,
        effect: Effect,
    ) -> String {
        let now_ms = self.clock.now_ms();
        let tid = self.tids.answer(self.seed, sent_tid, told.key.as_ref(), quirks.tid_changes);
        beside.insert("endpoint".into(), endpoint.into());
        beside.insert("happened_at".into(), iso(told.happened_ms.unwrap_or(now_ms)).into());
        beside.insert("sent_tid".into(), sent_tid.into());
        beside.insert("tid".into(), tid.clone().into());
        beside.insert("configured".into(), configured(&told.address, quirks).into());
        self.ledger.enter(event, beside, effect, now_ms);
        tid
    }
}
