//! Faults in every form, and the log of requests (lines 12 and 13).

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use leadline::sandbox::{KINDS, SandboxOptions, Timings};
use serde_json::{Value, json};

use super::Site;
use crate::support::raw::Reply;

#[test]
fn line_12_refusing_and_failing_faults_answer_in_their_own_form_and_do_nothing() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let before = site.sandbox.record(&uuid);
    for (word, _) in KINDS.iter().filter(|(word, _)| word.starts_with(['4', '5']) && !word.ends_with("-after")) {
        site.fault(&format!("rayzing:update:{word}:1"));
        let reply = site.put(&uuid, json!({ "name": "Changed" }));
        assert_eq!(reply.status.to_string(), word[..3]);
        let retry = reply.header("retry-after").map(str::to_owned);
        match *word {
            "429-retry" | "503-retry" => assert_eq!(retry.unwrap(), "2"),
            "429-retry-date" | "503-retry-date" => assert!(retry.unwrap().ends_with(" GMT")),
            _ => assert_eq!(retry, None),
        }
        let html = reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        assert_eq!(html, word.starts_with('5'), "{word}");
    }
    for (word, check) in [
        (
            "html",
            (|reply: &Reply| reply.status == 200 && reply.text().starts_with("<!DOCTYPE html>")) as fn(&Reply) -> bool,
        ),
        ("refusal", |reply| reply.status == 200 && reply.json()["success"] == false),
        ("redirect", |reply| reply.status == 302 && reply.header("location").unwrap().starts_with("http://localhost:")),
        ("ok-stores-nothing", |reply| reply.json()["success"] == true),
    ] {
        site.fault(&format!("rayzing:update:{word}:1"));
        assert!(check(&site.put(&uuid, json!({ "name": "Changed" }))), "{word}");
    }
    assert_eq!(site.sandbox.record(&uuid), before);
    assert_eq!(site.put(&uuid, json!({ "name": "Changed" })).status, 200, "each was armed for one request only");
}

#[test]
fn line_12_broken_connections_tell_before_from_after() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let name = || site.sandbox.record(&uuid).unwrap()["profile"]["userDetails"]["name"].clone();
    let mut before = name();
    for (word, done) in
        [("reset-before", false), ("reset-after", true), ("timeout-before", false), ("timeout-after", true)]
    {
        site.fault(&format!("rayzing:update:{word}"));
        let headers = [("x-bp-token", site.token.as_str())];
        let mut stream = TcpStream::connect(&site.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        let body = site.body(&uuid, json!({ "name": word }));
        let (header, token) = headers[0];
        let request = format!(
            "PUT /inbox/direct/lead HTTP/1.1\r\nHost: x\r\n{header}: {token}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let error = stream.read(&mut [0; 16]).expect_err("no byte of an answer comes");
        let silent = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
        assert_eq!(silent, word.starts_with("timeout"), "{word}: {error}");
        assert!(silent || error.kind() == ErrorKind::ConnectionReset, "{word}: {error}");
        if done {
            before = word.into();
        }
        assert_eq!(name(), before, "{word}");
        let last = site.sandbox.log().pop().unwrap();
        assert_eq!((&last["fault"], &last["status"]), (&json!(word), &Value::Null));
    }
    for word in ["500-after", "502-after", "504-after"] {
        site.fault(&format!("rayzing:update:{word}"));
        assert_eq!(site.put(&uuid, json!({ "name": word })).status.to_string(), word[..3]);
        assert_eq!(name(), word);
    }
}

#[test]
fn line_12_unreadable_answers_are_unreadable_in_their_own_way() {
    let timings = Timings { slow_ms: 60, drip_ms: 1, ..Timings::default() };
    let site = Site::new(SandboxOptions { leads: 3, page_size: 1, timings, ..SandboxOptions::default() });
    let whole = site.page(1).body;
    let spoiled = |word: &str| {
        site.fault(&format!("rayzing:list:{word}"));
        let started = Instant::now();
        (site.page(1), started.elapsed())
    };
    let (reply, took) = spoiled("slow");
    assert!(reply.body == whole && took >= Duration::from_millis(60));
    let (reply, took) = spoiled("drip");
    assert!(reply.body == whole && took >= Duration::from_millis(whole.len() as u64));
    let (reply, _) = spoiled("cut");
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert_eq!((promised, &reply.body[..]), (whole.len(), &whole[..whole.len() / 2]));
    let (reply, _) = spoiled("invalid-json");
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert!(promised == reply.body.len() && serde_json::from_slice::<Value>(&reply.body).is_err());
    assert!(spoiled("empty").0.body.is_empty());
    assert_eq!(spoiled("wrong-type").0.json()["data"], "none");
    assert!(String::from_utf8(spoiled("invalid-utf8").0.body).is_err());

    site.fault("rayzing:list:huge");
    let mut stream = TcpStream::connect(&site.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let path = site.list_path("lead", "1");
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nx-bot-token: {}\r\n\r\n", site.token);
    stream.write_all(request.as_bytes()).unwrap();
    let mut piece = vec![0; 1 << 20];
    let mut read = 0;
    while read < 32 << 20 {
        let count = stream.read(&mut piece).unwrap();
        assert!(count > 0, "it ended after {read} bytes");
        read += count;
    }
    drop(stream);
    site.sandbox.clear_faults();
    assert_eq!(site.page(1).status, 200, "hanging up ends it and nothing else");
}

#[test]
fn line_12_writes_can_be_stored_late_or_changed() {
    let timings = Timings { late_ms: 50, ..Timings::default() };
    let site = Site::new(SandboxOptions { leads: 20, timings, ..SandboxOptions::default() });
    let uuid = site.some_uuid();
    let name = || site.sandbox.record(&uuid).unwrap()["profile"]["userDetails"]["name"].clone();
    site.fault("rayzing:update:trims");
    site.put(&uuid, json!({ "name": "  Nadia ", "status": "REVIEW", "tags": ["vips"] }));
    let record = site.sandbox.record(&uuid).unwrap();
    assert_eq!((name(), &record["status"]), (json!("Nadi"), &json!("REVIEW")));
    assert_eq!(record["profile"]["userDetails"]["tags"], json!(["vip"]));
    site.fault("rayzing:update:late");
    assert_eq!(site.put(&uuid, json!({ "name": "Late" })).status, 200);
    assert_eq!(name(), "Nadi");
    let started = Instant::now();
    while name() != "Late" {
        assert!(started.elapsed() < Duration::from_secs(5), "it is stored in the end");
        std::thread::yield_now();
    }
}

#[test]
fn line_13_the_log_has_every_request_with_masked_headers_and_its_body() {
    let site = Site::small();
    let uuid = site.some_uuid();
    site.sandbox.clear_log();
    site.fault("rayzing:list:503:1");
    site.page(3);
    site.put(&uuid, json!({ "status": "CLOSED" }));
    site.get("/elsewhere");
    let log = site.control("GET", "/log", Value::Null).json();
    let log = log.as_array().unwrap();
    assert_eq!(log.len(), 3);
    assert_eq!(
        (&log[0]["status"], &log[0]["fault"], &log[0]["endpoint"]),
        (&json!(503), &json!("503"), &json!("list"))
    );
    assert_eq!(log[0]["query"]["page"], "3");
    assert_eq!((&log[1]["method"], &log[1]["path"]), (&json!("PUT"), &json!("/inbox/direct/lead")));
    assert_eq!(
        log[1]["body"],
        serde_json::from_str::<Value>(&site.body(&uuid, json!({ "status": "CLOSED" }))).unwrap()
    );
    assert_eq!(log[1]["headers"]["x-bp-token"], "***");
    assert_eq!(log[1]["headers"]["content-type"], "application/json");
    assert_eq!((&log[2]["status"], &log[2]["endpoint"]), (&json!(404), &Value::Null));
    assert!(!json!(log).to_string().contains(&site.token), "no credential stands in the log");
    assert_eq!(log[1]["n"].as_u64().unwrap(), log[0]["n"].as_u64().unwrap() + 1);
    let after = site.control("GET", &format!("/log?after={}", log[0]["n"]), Value::Null).json();
    assert_eq!(after.as_array().unwrap().len(), 2);
    site.control("POST", "/log/clear", Value::Null);
    assert_eq!(site.control("GET", "/log", Value::Null).json(), json!([]));
}
