//! Seeds, the control port, the command line, size and speed.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use clap::Parser;
use leadline::sandbox::{Fault, KINDS, Order, SandboxArgs, SandboxOptions, serve};
use serde_json::{Value, json};

use super::Site;
use crate::support::raw::ask;

#[test]
fn the_same_seed_makes_the_same_people_and_another_seed_makes_others() {
    let options =
        |seed| SandboxOptions { leads: 300, seed, base_ms: Some(1_790_000_000_000), ..SandboxOptions::default() };
    let (one, same, other) = (Site::new(options(1)), Site::new(options(1)), Site::new(options(2)));
    let records = |site: &Site| site.sandbox.state()["vendors"]["rayzing"]["records"].clone();
    assert_eq!(records(&one), records(&same));
    assert_ne!(records(&one), records(&other));
    assert_eq!((&one.token, &one.bot), (&same.token, &same.bot));
    assert_ne!(one.token, other.token);
    assert_ne!(one.bot, other.bot);
}

#[test]
fn the_newest_rows_look_like_a_real_morning() {
    let options =
        SandboxOptions { leads: 5_000, order: Order::UpdatedDesc, page_size: 15, ..SandboxOptions::default() };
    let site = Site::new(options);
    let page = site.page(1).json();
    let rows = page["data"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["profile"]["userDetails"]["name"].as_str().is_some_and(|name| name.len() > 3)));
    assert!(rows.iter().all(|row| row["lastMessage"]["text"].is_string() && row["uuid"].is_string()));
    let online = rows.iter().filter(|row| row["isOnline"] == true).count();
    assert!((2..=8).contains(&online), "{online} online");
    let scripts: HashSet<u32> = rows
        .iter()
        .filter_map(|row| row["profile"]["userDetails"]["name"].as_str().unwrap().chars().next())
        .map(|letter| u32::from(letter) / 0x80)
        .collect();
    assert!(scripts.len() >= 7, "{} blocks of letters", scripts.len());
}

#[test]
fn unknown_words_in_a_fault_are_answered_with_the_known_ones() {
    let error = |text: &str| text.parse::<Fault>().unwrap_err();
    assert!(error("raizing:list:500").contains("known: rayzing"));
    assert!(error("rayzing:lists:500").contains("known: list, update"));
    assert!(error("rayzing:list:teapot").contains("reset-after"));
    assert!(error("rayzing:list:late").contains("known: update"));
    assert!(error("rayzing:list:500:often").contains("number of times"));
    assert!(error("500").contains("VENDOR:ENDPOINT:KIND"));
    for (word, _) in KINDS {
        let text = format!("rayzing:update:{word}:3");
        assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
    }
}

#[test]
fn the_control_port_plays_colleagues_and_visitors_and_turns_switches() {
    let site = Site::small();
    let lead = site.page(1).json()["data"][3].clone();
    let id = lead["_id"].as_str().unwrap();
    let edit = json!({ "vendor": "rayzing", "_id": id, "set": { "status": "CLOSED", "name": "New", "tags": ["a"], "dial_code": "+84", "profile.userDetails.city": "Ulm" } });
    let edited = site.control("POST", "/edit", edit).json()["record"].clone();
    let details = &edited["profile"]["userDetails"];
    assert_eq!(
        (&edited["status"], &details["name"], &details["tags"]),
        (&json!("CLOSED"), &json!("New"), &json!(["a"]))
    );
    assert_eq!((&details["city"], &details["contact"]["phone"]["prefix"]), (&json!("Ulm"), &json!("84")));
    assert!(edited["updatedAt"].as_str() > lead["updatedAt"].as_str());
    assert_eq!(
        site.control("GET", &format!("/state?key={id}"), Value::Null).json()["vendors"]["rayzing"]["records"][0]["record"],
        edited
    );

    site.control("POST", "/convert", json!({ "_id": id, "to": "non-lead" }));
    let has = |kind: &str| site.all(kind).iter().any(|lead| lead["_id"] == id);
    assert!(has("non-lead") && !has("lead"));
    site.control("POST", "/remove", json!({ "_id": id }));
    assert!(!has("non-lead") && !has("lead"));
    assert_eq!(site.control("POST", "/edit", json!({ "_id": id, "set": {} })).status, 400);
    assert_eq!(site.control("POST", "/arrive", json!({ "count": 2 })).json()["uuids"].as_array().unwrap().len(), 2);

    let options =
        json!({ "page_size": 3, "order": "oldest-first", "lists": "append", "rayzing": { "any_status": true } });
    let now = site.control("POST", "/options", options).json();
    assert_eq!(
        (&now["page_size"], &now["lists"]["tags"], &now["rayzing"]["any_status"]),
        (&json!(3), &json!("append"), &json!(true))
    );
    assert_eq!(site.page(1).ids().len(), 3);
    for wrong in [json!({ "leads": 1 }), json!({ "page_sise": 1 }), json!({ "order": "best" }), json!([])] {
        assert_eq!(site.control("POST", "/options", wrong).status, 400);
    }
    site.control("POST", "/faults", json!({ "add": ["rayzing:list:404:1"] }));
    assert_eq!((site.page(1).status, site.page(1).status), (404, 200));
    assert_eq!(site.control("POST", "/faults", json!({ "add": ["rayzing:list:nothing"] })).status, 400);
    site.control("POST", "/faults", json!({ "add": ["rayzing:list:404"] }));
    site.control("POST", "/faults", json!({ "clear": true }));
    assert_eq!(site.page(1).status, 200);
}

#[test]
fn a_stopped_sandbox_frees_its_port_and_ends_its_connections() {
    let site = Site::small();
    let mut open = TcpStream::connect(&site.address).unwrap();
    open.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let address = site.address.clone();
    drop(site);
    assert!(matches!(open.read(&mut [0; 1]), Ok(0) | Err(_)));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_hundred_thousand_leads_are_there_at_once_and_paged_one_by_one() {
    let started = Instant::now();
    let site =
        Site::new(SandboxOptions { leads: 100_000, page_size: 1, order: Order::UpdatedDesc, ..Default::default() });
    for page in 1..=200 {
        assert_eq!(site.page(page * 400).ids().len(), 1);
        site.sandbox.edit(&site.some_uuid(), &json!({ "status": "REVIEW" })).unwrap();
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn a_whole_pass_of_single_record_pages_over_one_connection_takes_seconds() {
    let options = SandboxOptions { leads: 5_000, page_size: 1, order: Order::UpdatedDesc, ..Default::default() };
    let site = Site::new(options);
    let started = Instant::now();
    let mut stream = TcpStream::connect(&site.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = vec![0; 1 << 16];
    for page in 1..=5_000 {
        let path = site.list_path("lead", &page.to_string());
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nx-bot-token: {}\r\n\r\n", site.token);
        stream.write_all(request.as_bytes()).unwrap();
        let mut read = 0;
        while !answer[..read].ends_with(b"]}") {
            read += stream.read(&mut answer[read..]).unwrap();
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"), "page {page}");
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// As the `sandbox` command has its options.
#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: SandboxArgs,
}

#[test]
fn the_command_line_has_the_same_defaults_and_turns_every_switch() {
    let options = |words: &str| {
        let words = std::iter::once("sandbox").chain(words.split_whitespace());
        Command::try_parse_from(words).map(|command| SandboxOptions::from(command.args)).map_err(|e| e.to_string())
    };
    assert_eq!(options("").unwrap(), SandboxOptions::default());
    let turned = options(
        "--leads 9 --seed 3 --page-size 4 --order updated-desc --lists append --tags merge --malformed 2 --shift -1 \
         --fault rayzing:list:500:3 --fault rayzing:update:late --base 2026-01-02T03:04:05Z --arrive 2 --arrive-every 5 \
         --auth bearer --errors empty --refuse-with-200 --unknown-bot 400 --past-the-end repeat-last --any-status \
         --unknown-uuid 404 --page-limit 7 --slow-ms 1 --late-ms 2 --drip-ms 3 --retry-after 4 \
         --huge-history 9 --capillary-token-refusal 403 --capillary-token-ttl 8 --capillary-token-calls 3 \
         --capillary-basic-disabled --capillary-no-customer 1012 --capillary-errors-http 404 \
         --capillary-type-filter applied --capillary-old-envelope --capillary-v1-paging overall \
         --capillary-zone +05:30 --capillary-mask-otp --capillary-mask-receiver --capillary-warnings \
         --capillary-social --fault ray:interaction:reset-after:1 --fault releva:events:own-503 \
         --fault mxo:bulk:trims \
         --ray-auth-header X-Key:{token} --ray-sign-in envelope --ray-grant-refusal 401 --ray-token-ttl 5 \
         --ray-token-calls 2 --ray-token-life-unsaid --ray-errors only-code --ray-code-as-text --ray-failure-word KO \
         --ray-empty-list --ray-list first-bad-stops --ray-max-events 9 --ray-future-limit 60 --ray-past-limit 70 \
         --ray-strict-phone --releva-unauthorized 400-domain --releva-accepted 202-empty --releva-errors html \
         --releva-profile-id --releva-needs-locale --releva-no-empty-custom --releva-skip-bad --releva-visible-after 0 \
         --releva-drop-bots --releva-drop-untracked --releva-max-events 3 --mxo-token-ttl 5 --mxo-token-calls 2 \
         --mxo-token-life-unsaid --mxo-token-type-upper --mxo-client-refused-by-400 --mxo-forbidden \
         --mxo-lenient-header --mxo-named-by url --mxo-strict-members --mxo-path /call --mxo-post-reply nulls \
         --mxo-put-reply empty --mxo-tid-changes --mxo-timestamps iso --mxo-bulk-body wrapped --mxo-bad-item skipped \
         --mxo-errors oauth --mxo-batch-once",
    );
    let turned = serde_json::to_value(turned.unwrap()).unwrap();
    assert_eq!(turned["lists"], json!({ "notes": "append", "tags": "merge", "attributes": "append" }));
    assert_eq!(
        turned["faults"],
        json!([
            "rayzing:list:500:3",
            "rayzing:update:late",
            "ray:interaction:reset-after:1",
            "releva:events:own-503",
            "mxo:bulk:trims"
        ])
    );
    assert_eq!(turned["base_ms"], 1_767_323_045_000_i64);
    let plain = serde_json::to_value(SandboxOptions::default()).unwrap();
    for part in ["", "/timings", "/rayzing", "/capillary", "/ray", "/releva", "/mxo", "/arrivals"] {
        for (name, value) in turned.pointer(part).unwrap().as_object().unwrap() {
            assert_ne!(*value, plain.pointer(part).unwrap()[name], "{part}/{name} was turned");
        }
    }
    assert!(options("--fault rayzing:list:teapot").unwrap_err().contains("known: 400, 401"));
    assert!(options("--order best").unwrap_err().contains("updated-desc, created-desc, oldest-first, shuffled"));
}

#[test]
fn serving_begins_with_one_line_of_json_that_says_where_everything_is() {
    struct Sink(std::sync::mpsc::Sender<String>);
    impl Write for Sink {
        fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
            self.0.send(String::from_utf8_lossy(text).into_owned()).unwrap();
            Ok(text.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (text, said) = std::sync::mpsc::channel();
    let options = SandboxOptions { leads: 3, ..SandboxOptions::default() };
    // It serves until the process ends; so does this thread.
    std::thread::spawn(move || serve(options, &mut Sink(text)));
    let mut line = String::new();
    while !line.ends_with('\n') {
        line += &said.recv_timeout(Duration::from_secs(10)).unwrap();
    }
    let about: Value = serde_json::from_str(&line).unwrap();
    let state = about["control"]["state"].as_str().unwrap().trim_start_matches("http://").to_owned();
    let (address, path) = state.split_once('/').unwrap();
    let state = ask(address, "GET", &format!("/{path}"), &[], "").unwrap().json();
    assert_eq!(state["vendors"]["rayzing"]["count"], 3);
    for (vendor, members) in [
        ("rayzing", ["base_url", "bot_id", "customer_id"].as_slice()),
        ("capillary", &["base_url", "auth", "zone"]),
        ("ray", &["base_url"]),
        ("releva", &["base_url", "locale"]),
        ("mxo", &["base_url", "site_key", "touchpoint"]),
    ] {
        assert!(members.iter().all(|member| about["vendors"][vendor][member].is_string()), "{vendor}");
        assert!(!about["vendors"][vendor]["credentials"].as_object().unwrap().is_empty(), "{vendor}");
    }
    assert_eq!(about["vendors"].as_object().unwrap().len(), 5);
}
