//! Histories from outside: what `timeline` and `sync --histories` print, how they leave, and what they never tell.

use leadline::sandbox::{CapillaryQuirks, Sandbox, SandboxOptions, Timings};
use serde_json::{Value, json};

use super::{database_key, few, text};
use crate::support::program::{ACCOUNT, Program, Ran, credential, settings};

const LOYALTY: &str = "loyalty";
const CODE: &str = "730164";

/// A synced program with an account of leads and one of histories.
fn connected(options: SandboxOptions, auth: &str) -> (Program, Sandbox) {
    let program = Program::start();
    let sandbox = Sandbox::start(options).unwrap();
    let description = sandbox.describe();
    let mut facts = description["vendors"]["capillary"].clone();
    facts["auth"] = auth.into();
    facts.as_object_mut().unwrap().remove("credentials");
    let mut config = settings(&description, "");
    config.push_str(&format!("[[account]]\nname = \"{LOYALTY}\"\nvendor = \"capillary\"\nrequests_per_second = 0\n"));
    for (name, value) in facts.as_object().unwrap() {
        config.push_str(&format!("{name} = {value}\n"));
    }
    program.configure(&config);
    program.run_with(&["credential", "set", ACCOUNT], &credential(&description)).ok();
    program.run_with(&["credential", "set", LOYALTY], &lines(&sandbox, auth)).ok();
    program.run(&["sync"]).ok();
    (program, sandbox)
}

/// What `credential set` wants for this way of signing in.
fn lines(sandbox: &Sandbox, auth: &str) -> String {
    let fields: [&str; 2] = if auth == "basic" { ["till", "password"] } else { ["key", "secret"] };
    let known = &sandbox.describe()["vendors"]["capillary"]["credentials"];
    fields.map(|field| format!("{field}={}\n", text(&known[field]))).concat()
}

/// Customers with more than three messages, whose lead has a uuid and a number.
fn customers(sandbox: &Sandbox) -> Vec<Value> {
    let state = sandbox.state();
    let all = state["vendors"]["capillary"]["customers"].as_array().unwrap().clone();
    let fits = |one: &Value| {
        one["mobile"].is_string()
            && one["lead"]["uuid"].is_string()
            && one["history"]["items"].as_array().unwrap().len() > 3
    };
    all.into_iter().filter(fits).collect()
}

fn uuid(customer: &Value) -> &str {
    text(&customer["lead"]["uuid"])
}

/// Channel and number of every message.
fn messages(items: &[Value], channel: &str, number: &str) -> Vec<(String, String)> {
    let fact = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut all: Vec<_> = items.iter().map(|item| (fact(&item[channel]), fact(&item[number]))).collect();
    all.sort();
    all
}

#[track_caller]
fn theirs(ran: &Ran) -> Vec<Value> {
    let mut all = ran.json().as_array().unwrap().clone();
    all.retain(|item| item["source"] == "capillary" && item["kind"] == "message");
    all
}

#[test]
fn a_strip_printed_from_outside_equals_the_history_and_stays_known() {
    for (auth, old_envelope) in [("oauth", false), ("basic", true)] {
        let capillary = CapillaryQuirks { old_envelope, ..CapillaryQuirks::default() };
        let (program, sandbox) = connected(SandboxOptions { capillary, ..few() }, auth);
        for customer in customers(&sandbox).iter().take(4) {
            let expected = messages(customer["history"]["items"].as_array().unwrap(), "group", "id");
            let first = program.run(&["timeline", uuid(customer), "--json"]).ok();
            assert!(first.err.contains("was not asked about this lead yet"), "{}", first.err);
            assert_eq!(theirs(&first), Vec::<Value>::new());
            let asked = program.run(&["timeline", uuid(customer), "--refresh", "--json"]).ok();
            assert_eq!(messages(&theirs(&asked), "channel", "remote_id"), expected);
            sandbox.clear_log();
            let stored = program.run(&["timeline", uuid(customer), "--json"]).ok();
            assert_eq!(stored.out, asked.out);
            assert_eq!(sandbox.log(), Vec::<Value>::new(), "what is stored is printed without a request");
        }
        let test = program.run(&["account", "test", LOYALTY, "--json"]).ok().json();
        assert_eq!(test["outcome"], "works", "{auth}: {test}");
    }
}

#[test]
fn all_leads_are_asked_about_once_told_to_and_counted() {
    let (program, sandbox) = connected(few(), "oauth");
    sandbox.clear_log();
    program.run(&["sync", "--json"]).ok();
    assert!(sandbox.log().iter().all(|entry| entry["vendor"] != "capillary"), "a sync alone asks for no history");
    let synced = program.run(&["sync", "--histories", "--json"]).ok().json();
    let counts = &synced["histories"][0];
    assert_eq!((&counts["name"], &counts["failed"]), (&json!(LOYALTY), &json!(0)));
    let sum = counts["found"].as_u64().unwrap() + counts["nobody"].as_u64().unwrap();
    assert_eq!(counts["asked"], sum);
    assert!(counts["found"].as_u64() > Some(20), "{counts}");
    for customer in customers(&sandbox).iter().take(3) {
        let expected = messages(customer["history"]["items"].as_array().unwrap(), "group", "id");
        let stored = program.run(&["timeline", uuid(customer), "--json"]).ok();
        assert_eq!(messages(&theirs(&stored), "channel", "remote_id"), expected);
    }
}

#[test]
fn what_could_not_be_asked_is_said_and_decides_how_it_leaves() {
    let timings = Timings { retry_after_secs: 600, ..Timings::default() };
    let (program, sandbox) = connected(SandboxOptions { timings, ..few() }, "oauth");
    let customer = customers(&sandbox).remove(0);
    let refresh = ["timeline", uuid(&customer), "--refresh", "--json"];
    let before = program.run(&refresh).ok();
    for (fault, words) in
        [("500", "server fault (500)"), ("html", "a web page instead of JSON"), ("cut", "Ask again in a moment")]
    {
        sandbox.add_fault(format!("capillary:interactions:{fault}").parse().unwrap());
        let failed = program.run(&refresh).with(3);
        assert!(failed.err.contains("loyalty: Capillary ") && failed.err.contains(words), "{fault}: {}", failed.err);
        assert_eq!(failed.out, before.out, "{fault}: what is known is printed");
        sandbox.clear_faults();
        assert_eq!(program.run(&refresh).ok().out, before.out, "{fault}: healed");
    }
    sandbox.add_fault("capillary:interactions:500".parse().unwrap());
    let failed = program.run(&["sync", "--histories"]).with(3);
    assert!(failed.err.contains("3 leads in a row got no answer"), "{}", failed.err);
    sandbox.clear_faults();

    program.run_with(&["credential", "set", LOYALTY], "key=no\nsecret=no\n").ok();
    let refused = program.run(&refresh).with(4);
    assert!(refused.err.contains("refused the credential of account “loyalty”"), "{}", refused.err);
    assert_eq!(refused.out, before.out);
    program.run(&["account", "test", LOYALTY]).with(4);
    program.run(&["sync", "--histories"]).with(4);
    program.run(&["credential", "remove", LOYALTY]).ok();
    let missing = program.run(&refresh).with(4);
    assert!(missing.err.contains("leadline credential set loyalty"), "{}", missing.err);
    program.run_with(&["credential", "set", LOYALTY], &lines(&sandbox, "oauth")).ok();
    assert_eq!(program.run(&refresh).ok().out, before.out);

    // A wait that the vendor states holds for every later call, too.
    sandbox.add_fault("capillary:interactions:429-retry:1".parse().unwrap());
    for _ in 0..2 {
        let failed = program.run(&refresh).with(3);
        assert!(failed.err.contains("may be asked again in"), "{}", failed.err);
        assert_eq!(failed.out, before.out, "what is known is printed");
    }
}

#[test]
fn a_till_that_may_not_sign_in_is_a_matter_of_its_credential() {
    let (program, sandbox) = connected(few(), "basic");
    sandbox.set_options(&json!({ "capillary": { "basic_disabled": true } })).unwrap();
    let customer = customers(&sandbox).remove(0);
    let refused = program.run(&["timeline", uuid(&customer), "--refresh"]).with(4);
    assert!(refused.err.contains("refused the credential"), "{}", refused.err);
    program.run(&["account", "test", LOYALTY]).with(4);
    let sandbox_says = sandbox.describe()["vendors"]["capillary"]["credentials"].clone();
    for secret in ["till", "password"] {
        assert!(!refused.err.contains(text(&sandbox_says[secret])));
    }
}

#[test]
fn one_time_codes_and_what_signs_the_calls_leave_no_trace() {
    for old_envelope in [false, true] {
        let capillary = CapillaryQuirks { old_envelope, ..CapillaryQuirks::default() };
        let (program, sandbox) = connected(SandboxOptions { capillary, ..few() }, "oauth");
        let customer = customers(&sandbox).remove(0);
        for subject in [
            format!("Your one-time code is {CODE}"),
            format!("{CODE} ist Ihr Bestätigungscode"),
            format!("رمز التحقق الخاص بك هو {CODE}"),
            format!("OTP:{CODE}"),
        ] {
            let what = json!({ "key": customer["mobile"], "subject": subject, "code": CODE });
            sandbox.act("capillary", "send", &what).unwrap();
        }
        let trace = |arguments: &[&str]| program.run_in(&[("LEADLINE_LOG", "trace")], arguments);
        let mut said = vec![
            trace(&["timeline", uuid(&customer), "--refresh", "--json"]).ok(),
            trace(&["timeline", uuid(&customer)]).ok(),
            trace(&["sync", "--histories"]).ok(),
            trace(&["leads", "--format", "json"]).ok(),
            trace(&["doctor"]),
        ];
        assert_eq!(said[0].out.matches("••••••").count(), said[0].out.matches("\"masked\":true").count());
        assert!(said[0].out.matches("\"masked\":true").count() >= 4, "{}", said[0].out);
        for fault in ["invalid-json", "html", "401"] {
            sandbox.add_fault(format!("capillary:interactions:{fault}").parse().unwrap());
            said.push(trace(&["timeline", uuid(&customer), "--refresh"]));
            sandbox.clear_faults();
        }
        let mut secrets = vec![CODE.to_owned()];
        let known = sandbox.describe()["vendors"]["capillary"]["credentials"].clone();
        secrets.extend(known.as_object().unwrap().values().map(|value| text(value).to_owned()));
        // Every token begins like this.
        secrets.push("eyJ".to_owned());
        for ran in &said {
            for secret in &secrets {
                assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{secret}: {} {}", ran.out, ran.err);
            }
        }
        let log = std::fs::read_to_string(program.log_file()).unwrap();
        assert!(log.contains("interactions"), "the calls are in the log");
        secrets.push(text(&customer["mobile"]).to_owned());
        for secret in &secrets {
            assert!(!log.contains(secret), "the log tells {secret}");
        }
        let mut files = 0;
        for entry in std::fs::read_dir(program.database_dir()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
            files += 1;
            for secret in secrets.iter().filter(|secret| secret.len() > 3) {
                assert!(memchr::memmem::find(&bytes, secret.as_bytes()).is_none(), "the database tells {secret}");
            }
        }
        assert!(files > 1 && database_key(&program).len() == 64);
    }
}
