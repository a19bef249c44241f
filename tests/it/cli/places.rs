//! Where everything lies, who may read it, and what options, variables and profiles do with that.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use leadline::sandbox::{Sandbox, SandboxOptions};
use serde_json::json;

use super::{few, uuids};
use crate::support::program::{ACCOUNT, Program, Served, credential, settings};

/// Everything below a folder, the folder included.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    let mut at = 0;
    while at < all.len() {
        let entries: Vec<PathBuf> = fs::read_dir(&all[at]).into_iter().flatten().map(|e| e.unwrap().path()).collect();
        all.extend(entries);
        at += 1;
    }
    all
}

#[test]
fn folders_are_0700_files_0600_and_the_log_stays_within_its_bounds() {
    let (program, sandbox) = Program::with_sandbox(few());
    let dir = program.session.dir();
    let log = program.log_file();
    fs::write(&log, vec![b'x'; 1_200_000]).unwrap();
    for day in 10..24 {
        let older = log.with_file_name(format!("leadline-202611{day}T000000.000000000Z.log"));
        fs::write(older, vec![b'x'; 1_000_000]).unwrap();
    }
    for folder in ["data/leadline/default", "state/leadline/default", "run/leadline"] {
        fs::set_permissions(dir.join(folder), fs::Permissions::from_mode(0o755)).unwrap();
    }
    for file in [&log, &program.database_dir().join("leadline.db")] {
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    program.run(&["--log", "trace", "edit", &uuids(&program)[0], "--name", "A B", "--send"]).ok();
    sandbox.add_fault("rayzing:list:500".parse().unwrap());
    program.run(&["--log", "trace", "account", "test", ACCOUNT]).with(3);
    for folder in ["data/leadline", "state/leadline", "run/leadline"] {
        for path in below(&dir.join(folder)) {
            let mode = fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o777;
            let want = if path.is_dir() { 0o700 } else { 0o600 };
            let older = path.file_name().unwrap().to_string_lossy().starts_with("leadline-");
            assert!(mode == want || older, "{} has mode {mode:o}", path.display());
        }
    }
    let logs: Vec<PathBuf> = below(log.parent().unwrap()).into_iter().filter(|path| path.is_file()).collect();
    let bytes: u64 = logs.iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    assert!(bytes <= 10_000_000, "{bytes} bytes of log");
    let written = fs::read_to_string(&log).unwrap();
    assert!(written.contains("status=500") && written.len() < 1_000_000, "{written}");
}

#[test]
fn profiles_share_nothing() {
    let (program, sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    program.run(&["edit", uuid, "--name", "Here"]).ok();
    let other = Sandbox::start(SandboxOptions { seed: 9, leads: 5, ..few() }).unwrap();
    let path = program.run(&["--profile", "shop", "config", "path"]).ok();
    assert_eq!(
        path.out.trim_end(),
        program.session.dir().join("config/leadline/profiles/shop/config.toml").to_str().unwrap()
    );
    fs::create_dir_all(Path::new(path.out.trim_end()).parent().unwrap()).unwrap();
    fs::write(path.out.trim_end(), settings(&other.describe(), "")).unwrap();
    let shop = |arguments: &[&str]| program.run(&[&["--profile", "shop"], arguments].concat());
    let listed = shop(&["credential", "list", "--json"]).ok().json();
    assert_eq!(listed[0]["fields"], json!({ "token": false }), "another profile's credential");
    shop(&["sync"]).with(4);
    program.run_with(&["--profile", "shop", "credential", "set", ACCOUNT], &credential(&other.describe())).ok();
    shop(&["sync"]).ok();
    assert_eq!(shop(&["leads", "--format", "json"]).ok().json().as_array().unwrap().len(), 5);
    assert_eq!(shop(&["outbox", "--json"]).ok().json(), json!([]));
    shop(&["show", uuid]).with(1);
    shop(&["credential", "remove", ACCOUNT]).ok();
    assert_eq!(program.leads("").len(), 40);
    assert_eq!(program.outbox().len(), 1);
    program.run(&["sync"]).ok();
    for name in ["../x", "", "a/b", "nul", "a.b"] {
        program.run(&["--profile", name, "leads"]).refused(2, "profile");
    }
    drop(sandbox);
}

#[test]
fn an_option_wins_over_its_variable_and_the_variable_over_the_default() {
    let program = Program::start();
    let dir = program.session.dir();
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let path = |variables: &[(&str, &str)], options: &[&str]| {
        let ran = program.run_in(variables, &[options, &["config", "path"]].concat()).ok();
        ran.out.trim_end().to_owned()
    };
    assert_eq!(path(&[], &[]), at("config/leadline/config.toml"));
    assert_eq!(path(&[("LEADLINE_PROFILE", "b")], &[]), at("config/leadline/profiles/b/config.toml"));
    assert_eq!(path(&[("LEADLINE_PROFILE", "b")], &["--profile", "c"]), at("config/leadline/profiles/c/config.toml"));
    assert_eq!(path(&[("LEADLINE_CONFIG", "b.toml")], &[]), "b.toml");
    assert_eq!(path(&[("LEADLINE_CONFIG", "b.toml")], &["--config", "c.toml"]), "c.toml");

    let (by_variable, by_option) = (at("by-variable"), at("by-option"));
    let variables = [("LEADLINE_DATA_DIR", by_variable.as_str())];
    program.run_in(&variables, &["leads"]).ok();
    program.run_in(&variables, &["--data-dir", &by_option, "leads"]).ok();
    for folder in [&by_variable, &by_option] {
        for file in ["data/default/leadline.db", "state/default/leadline.log", "runtime/default.lock"] {
            assert!(Path::new(folder).join(file).is_file(), "{folder}/{file}");
        }
    }
    assert!(!dir.join("data/leadline").exists() && !dir.join("state/leadline").exists());

    let log = dir.join("by-option/state/default/leadline.log");
    program.run_in(&[("LEADLINE_LOG", "loud")], &["leads"]).refused(2, "off, error, warn, info, debug, trace");
    fs::write(&log, "").unwrap();
    program.run_in(&[("LEADLINE_LOG", "trace")], &["--log", "off", "--data-dir", &by_option, "leads"]).ok();
    assert_eq!(fs::read_to_string(&log).unwrap(), "");
}

#[test]
fn config_says_where_it_is_what_is_in_effect_and_what_is_wrong_with_its_line() {
    let program = Program::start();
    let file = program.config_file();
    let place = file.to_str().unwrap();
    let none = program.run(&["config", "check"]).ok();
    assert!(none.out.starts_with(place) && none.out.contains("not there"), "{}", none.out);
    program.configure("[[account]]\nname = \"main-bot\"\nvendor = \"rayzin\"\n\n[netwerk]\nproxy = \"none\"\n");
    let wrong = program.run(&["config", "check"]).with(2);
    for line in [
        format!("{place}:3: error: `vendor` names nobody Leadline can speak to; did you mean \"rayzing\"?"),
        format!("{place}:5: error: the file has no key `netwerk`; did you mean `network`?"),
    ] {
        assert!(wrong.lines().contains(&line.as_str()), "{line} is not in {}", wrong.out);
    }
    program.run(&["config", "show"]).refused(2, "line 3");
    program.run(&["sync"]).refused(2, "config check");

    let served = Served::start(&program, &["--leads", "1"]);
    let good = settings(&served.description, "token = \"canary-secret\"\n");
    program.configure(&good);
    let secret = program.run(&["config", "check"]).with(2);
    assert!(secret.out.contains("credential set"), "{}", secret.out);
    assert!(!secret.out.contains("canary-secret") && !secret.err.contains("canary-secret"));
    for address in ["http://api.example.com", "http://10.0.0.1", "ftp://127.0.0.1"] {
        let base = served.description["vendors"]["rayzing"]["base_url"].as_str().unwrap();
        program.configure(&settings(&served.description, "").replace(base, address));
        program.run(&["sync"]).refused(2, "https");
    }
    program.configure(&settings(&served.description, "sync_every_secs = 90\n"));
    assert!(program.run(&["config", "check"]).ok().out.contains("nothing is wrong"));
    let shown = program.run(&["config", "show"]).ok().out;
    assert!(shown.contains("sync_every_secs = 90") && shown.contains("main-bot"), "{shown}");
}

#[test]
fn version_and_help_are_data_and_need_nothing() {
    let program = Program { session: crate::support::session::Session::without_bus() };
    let version = program.run(&["--version"]).ok();
    assert!(version.out.starts_with(concat!("leadline ", env!("CARGO_PKG_VERSION"), " (commit ")), "{}", version.out);
    assert_eq!((version.out.lines().count(), version.err.as_str()), (1, ""));
    let help = program.run(&["--help"]).ok();
    for word in ["sync", "leads", "edit", "outbox", "sandbox", "--profile", "--data-dir", "LEADLINE_CONFIG"] {
        assert!(help.out.contains(word), "{word} is not in the help");
    }
    assert!(!help.out.contains('\u{1b}'), "colour without a terminal");
    assert_eq!(below(program.session.dir()).len(), 2, "nothing is written for that");
}

#[test]
fn the_sandbox_prints_one_line_serves_and_ends_when_it_is_told_to() {
    let program = Program { session: crate::support::session::Session::without_bus() };
    for (signal, number) in [("TERM", 15), ("INT", 2)] {
        let served = Served::start(&program, &["--leads", "3", "--seed", "11"]);
        let vendor = &served.description["vendors"]["rayzing"];
        for member in ["base_url", "bot_id", "customer_id"] {
            assert!(vendor[member].is_string(), "{vendor}");
        }
        assert!(vendor["credentials"]["token"].is_string());
        assert_eq!(served.control("/state")["vendors"]["rayzing"]["count"], 3);
        assert_eq!(served.signalled(signal), Some(number), "it did not end of SIG{signal}");
    }
    let refused = program.run(&["sandbox", "--fault", "rayzing:list:explode"]).refused(2, "explode");
    assert!(refused.err.contains("timeout-before, ") && refused.err.contains("ok-stores-nothing"), "{}", refused.err);
    program.run(&["sandbox", "--fault", "nobody:list:500"]).refused(2, "rayzing");
    program.run(&["sandbox", "--order", "sideways"]).refused(2, "updated-desc");
    assert_eq!(below(program.session.dir()).len(), 2, "nothing is written for that");
}
