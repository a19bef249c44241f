//! Line 14: the batches that replace the offline calls.

use leadline::sandbox::MxoQuirks;
use serde_json::{Value, json};

use super::{JSON, Site};
use crate::support::raw::Reply;

const SPACE: (&str, &str) = ("workspaceId", "w-1");
const LINES: (&str, &str) = ("content-type", "application/x-ndjson");

fn record(key: &str) -> Value {
    json!({
        "uri": "api://leadline.support/call", "timestamp": "2024-03-05T08:10:11.120Z", "customerKey": key,
        "customerKeyName": "email", "properties": [{ "name": "status", "value": "ONHOLD" }],
    })
}

impl Site {
    fn batch(&self, tail: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut all = vec![("authorization", self.bearer.as_str())];
        all.extend_from_slice(headers);
        self.desk.ask("POST", &format!("/batchv2/interactions/{}{tail}", self.site_key), &all, body)
    }

    fn batch_state(&self, tail: &str) -> Reply {
        let path = format!("/batchv2/interactions/{}/{tail}", self.site_key);
        self.desk.ask("GET", &path, &[("authorization", &self.bearer)], "")
    }
}

#[test]
fn line_14_a_batch_is_an_array_or_lines_and_names_its_workspace() {
    let site = Site::small();
    let array = json!([record("a"), record("b")]).to_string();
    let lines = format!("{}\n{}\n", record("c"), record("d"));
    let id = site.batch("", &[SPACE, JSON], &array).json()["batchId"].as_str().unwrap().to_owned();
    assert_eq!(site.batch("/update", &[SPACE, LINES, ("batchId", "mine")], &lines).json()["batchId"], "mine");
    assert_eq!(site.desk.events(), ["a", "b", "c", "d"].map(record));
    let entries = site.desk.sandbox.recorded("mxo");
    assert_eq!((&entries[0]["batch"], &entries[0]["update"]), (&json!(id), &json!(false)));
    assert_eq!((&entries[3]["batch"], &entries[3]["update"]), (&json!("mine"), &json!(true)));
    for (headers, body) in
        [(vec![JSON], array.as_str()), (vec![SPACE, JSON], &lines), (vec![SPACE], &array), (vec![SPACE, JSON], "[]")]
    {
        assert_eq!(site.batch("", &headers, body).status, 400);
    }
    let path = "/batchv2/interactions/ONE-0000000000-0000";
    let headers = [("authorization", site.bearer.as_str()), SPACE, JSON];
    assert_eq!(site.desk.ask("POST", path, &headers, &array).status, 404);
    assert_eq!(site.desk.ask("POST", path, &headers[1..], &array).status, 401);
    assert_eq!(site.desk.ask("GET", path, &headers, "").status, 405);
}

#[test]
fn line_14_five_thousand_records_are_the_most() {
    let site = Site::small();
    let lines = |count: usize| (0..count).map(|_| format!("{}\n", record("a"))).collect::<String>();
    assert_eq!(site.batch("", &[SPACE, LINES], &lines(5_001)).status, 400);
    assert_eq!(site.desk.events().len(), 0);
    assert_eq!(site.batch("", &[SPACE, LINES], &lines(5_000)).status, 200);
    assert_eq!(site.desk.events().len(), 5_000);
}

#[test]
fn line_14_a_batch_tells_its_state_and_its_errors() {
    let site = Site::small();
    let mut nameless = record("b");
    nameless.as_object_mut().unwrap().remove("uri");
    let mut ahead = record("c");
    ahead["timestamp"] = "2999-01-01T00:00:00Z".into();
    let mut counted = record("d");
    counted["timestamp"] = 1_709_626_211_120_i64.into();
    let body = json!([record("a"), nameless, ahead, counted]).to_string();
    assert_eq!(site.batch("", &[SPACE, JSON, ("batchId", "one")], &body).status, 200);
    let state = site.batch_state("one").json();
    assert_eq!((&state["batchId"], &state["received"]), (&json!("one"), &json!(4)));
    assert_eq!((&state["accepted"], &state["failed"]), (&json!(1), &json!(3)));
    let errors = site.batch_state("one/error").json()["errors"].clone();
    let places: Vec<&Value> = errors.as_array().unwrap().iter().map(|error| &error["index"]).collect();
    assert_eq!(places, [&json!(1), &json!(2), &json!(3)]);
    assert!(errors[0]["message"].as_str().unwrap().contains("uri"));
    assert_eq!((site.batch_state("two").status, site.batch_state("two/error").status), (404, 404));
    assert_eq!(site.licensed(), 1, "asking about a batch costs nothing");
}

#[test]
fn line_14_a_batch_that_comes_again_is_kept_again_or_not() {
    for (batch_once, kept) in [(false, 2), (true, 1)] {
        let site = Site::with(MxoQuirks { batch_once, ..MxoQuirks::default() });
        for _ in 0..2 {
            let reply = site.batch("", &[SPACE, JSON, ("batchId", "one")], &json!([record("a")]).to_string());
            assert_eq!(reply.json(), json!({ "batchId": "one" }));
        }
        assert_eq!(site.desk.events().len(), kept);
    }
}
