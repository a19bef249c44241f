//! The replacement of the offline calls: batches that are taken at once and judged afterwards (contract section 2.4 and
//! line 14). Only the questions are documented; the shape of the answers is this fake's own.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use super::super::exchange::{Answer, Request};
use super::super::seed;
use super::super::vendor::Effect;
use super::Mxo;
use super::interaction::{Told, told};
use super::quirks::{MxoQuirks, NamedBy, TimeForm};
use super::say::{Refused, ok};

const MOST: usize = 5_000;

/// The batches by their ids.
#[derive(Default)]
pub(super) struct Batches(Mutex<BTreeMap<String, Batch>>);

struct Batch {
    received: usize,
    errors: Vec<Value>,
}

impl Batches {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Batch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// State or errors of a batch.
    pub(super) fn told(&self, id: &str, errors: bool) -> Result<Answer, Refused> {
        let all = self.all();
        let batch = all.get(id).ok_or_else(|| Refused::new(404, "There is no such batch"))?;
        let failed = batch.errors.len();
        Ok(ok(&if errors {
            json!({ "batchId": id, "errors": batch.errors })
        } else {
            let accepted = batch.received - failed;
            json!({ "batchId": id, "status": "COMPLETED", "received": batch.received, "accepted": accepted, "failed": failed })
        }))
    }
}

impl Mxo {
    /// `POST /batchv2/interactions/{sk}[/update]`.
    pub(super) fn batch(
        &self,
        request: &Request,
        quirks: &MxoQuirks,
        update: bool,
        effect: Effect,
    ) -> Result<Answer, Refused> {
        if request.header("workspaceid").is_none_or(str::is_empty) {
            return Err(Refused::new(400, "workspaceId is required"));
        }
        let records = records(request).ok_or_else(|| Refused::new(400, "The body must be an array or ndjson"))?;
        if records.is_empty() || records.len() > MOST {
            return Err(Refused::new(400, format!("A batch holds 1 to {MOST} records")));
        }
        let mut batches = self.batches.all();
        let number = batches.len() + 1;
        let made = || seed::hex(self.seed, &format!("mxo batch {number}"), 24);
        let id = request.header("batchid").filter(|id| !id.is_empty()).map_or_else(made, str::to_owned);
        if quirks.batch_once && batches.contains_key(&id) {
            return Ok(ok(&json!({ "batchId": id })));
        }
        let now_ms = self.clock.now_ms();
        // Batches know one name for the address and one form of times.
        let quirks = MxoQuirks { named_by: NamedBy::Uri, timestamps: TimeForm::Iso, ..quirks.clone() };
        let mut errors = Vec::new();
        for (at, record) in records.iter().enumerate() {
            match judged(record, &quirks, now_ms) {
                Ok(told) => {
                    let mut beside = Map::new();
                    beside.insert("batch".into(), id.clone().into());
                    beside.insert("update".into(), update.into());
                    self.keep("batch", record, &told, None, beside, &quirks, effect);
                }
                Err(why) => errors.push(json!({ "index": at, "message": why.why() })),
            }
        }
        batches.insert(id.clone(), Batch { received: records.len(), errors });
        Ok(ok(&json!({ "batchId": id })))
    }
}

fn judged(record: &Value, quirks: &MxoQuirks, now_ms: i64) -> Result<Told, Refused> {
    let told = told(record, true, quirks)?;
    // Current or past only.
    if told.happened_ms > Some(now_ms) {
        return Err(Refused::new(400, "timestamp lies in the future"));
    }
    Ok(told)
}

fn records(request: &Request) -> Option<Vec<Value>> {
    match request.media_type().as_str() {
        "application/json" => request.json()?.as_array().cloned(),
        "application/x-ndjson" => {
            let text = std::str::from_utf8(&request.body).ok()?;
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            lines.map(|line| serde_json::from_str(line).ok()).collect()
        }
        _ => None,
    }
}
