//! Edits as the file's owner meets them: a file full of comments in, exact files out.
//!
//! `fixtures/before.toml` is edited in every way; `fixtures/NAME.toml` is what has to come out.
//! `UPDATE_FIXTURES=1` writes those anew, for a person to read.

use std::fs;
use std::path::{Path, PathBuf};

use toml::Value;

use super::super::{Config, first_text};
use super::{Edit, NewAccount, SettingsFile, WriteFault, edited};
use crate::paths::{PathOptions, Paths};
use crate::vendors::{REGISTRY, VendorSpec};

const BEFORE: &str = include_str!("fixtures/before.toml");

fn set(account: &str, key: &str, value: impl Into<Value>) -> Edit {
    Edit::SetAccountKey { account: account.into(), key: key.into(), value: value.into() }
}

fn unset(account: &str, key: &str) -> Edit {
    Edit::RemoveAccountKey { account: account.into(), key: key.into() }
}

fn agent(id: &str, name: &str) -> Edit {
    Edit::SetAgent { id: id.into(), name: name.into() }
}

fn network(key: &'static str, value: Option<&str>) -> Edit {
    Edit::SetNetwork { key, value: value.map(str::to_owned) }
}

/// An account with what the vendor's own sample says, under another name.
fn new_account(spec: &VendorSpec, name: &str) -> Edit {
    let sample = &Config::parse(spec.sample).unwrap().accounts[0];
    let wanted = spec.settings.iter().filter(|setting| setting.required);
    let settings = wanted.map(|setting| (setting.key.to_owned(), sample.options[setting.key].clone())).collect();
    Edit::AddAccount(NewAccount { name: name.into(), vendor: spec.name, base_url: sample.base_url.clone(), settings })
}

/// The lines of `old` that are not in `new`, and of `new` that are not in `old`, where all else is in the same order.
fn differing<'t>(old: &'t str, new: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let (old, new): (Vec<_>, Vec<_>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    (old[..old.len() - end].to_vec(), new[..new.len() - end].to_vec())
}

#[test]
fn each_edit_of_a_file_full_of_comments_gives_exactly_its_file() {
    let cases: &[(&str, Vec<Edit>)] = &[
        (
            "set_keys",
            vec![
                set("main-bot", "base_url", "https://other.example.com"),
                set("main-bot", "me", "631aa793bcfa100487d13d0d"),
                set("main-bot", "lists", toml::Table::from_iter([("notes".to_owned(), Value::from("replace"))])),
                set("loyalty", "identifiers", vec!["email", "mobile"]),
                set("loyalty", "timeout_secs", 45),
            ],
        ),
        (
            "removed_keys",
            vec![
                unset("main-bot", "bot_id"),
                set("main-bot", "bot_id", "64aa0000000000000000000e"),
                unset("loyalty", "identifiers"),
                unset("loyalty", "zone"),
            ],
        ),
        ("removed_first_account", vec![Edit::RemoveAccount("main-bot".into())]),
        ("removed_last_account", vec![Edit::RemoveAccount("loyalty".into())]),
        ("added_account", vec![new_account(REGISTRY[REGISTRY.len() - 1], "third")]),
        (
            "people",
            vec![
                Edit::SetMyName(Some("Mira \"M\" Tan".into())),
                agent("631aa793bcfa100487d13d0d", "Mira T."),
                agent("631aa793bcfa100487d13d0f", "नेहा"),
                Edit::RemoveAgent("631aa793bcfa100487d13d0e".into()),
            ],
        ),
        ("network", vec![network("ca_file", Some("/etc/ssl/own ca.pem")), network("proxy", Some("system"))]),
        ("no_name_no_proxy", vec![Edit::SetMyName(None), network("proxy", None)]),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/write/fixtures");
    for (name, edits) in cases {
        let after = edited(BEFORE, edits).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let file = folder.join(format!("{name}.toml"));
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(&file, &after).unwrap();
        }
        assert_eq!(after, fs::read_to_string(&file).unwrap_or_default(), "\n--- {name} gives:\n{after}");
    }
}

#[test]
fn the_first_file_explains_every_section_and_every_credential() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/write/fixtures/first.toml");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&file, first_text()).unwrap();
    }
    assert_eq!(first_text(), fs::read_to_string(&file).unwrap_or_default());
    for spec in REGISTRY {
        let line =
            first_text().lines().find(|line| line.starts_with(&format!("## {}.", spec.title))).map(str::to_owned);
        let line = line.unwrap_or_else(|| panic!("{} is not explained", spec.title));
        assert!(spec.credentials.iter().all(|field| line.contains(field.name)), "{line}");
    }
    for section in ["[me]", "[agents]", "[network]", "[[template]]"] {
        assert!(first_text().contains(&format!("# {section}")), "{section}");
    }
}

#[test]
fn setting_a_value_changes_its_own_line_only() {
    let after = edited(BEFORE, &[set("loyalty", "zone", "+05:30")]).unwrap();
    let changed = differing(BEFORE, &after);
    let zone = |zone: &str| format!("zone = \"{zone}\"                      # of sentDate\n");
    assert_eq!(changed, (vec![zone("UTC").as_str()], vec![zone("+05:30").as_str()]));
}

#[test]
fn an_edit_that_changes_nothing_gives_the_same_bytes() {
    let edits = [
        set("main-bot", "vendor", REGISTRY[0].name.as_str()),
        unset("main-bot", "me"),
        Edit::SetMyName(Some("Mira Tan".into())),
        Edit::RemoveAgent("nobody".into()),
        network("ca_file", None),
    ];
    assert_eq!(edited(BEFORE, &edits).unwrap(), BEFORE);
}

#[test]
fn every_vendor_can_be_added_to_the_first_file_and_every_line_of_it_stays() {
    let mut text = first_text();
    for (count, spec) in REGISTRY.iter().enumerate() {
        let after = edited(&text, &[new_account(spec, &format!("new-{count}"))]).unwrap();
        let (gone, _) = differing(&text, &after);
        assert!(gone.is_empty(), "{}: {gone:?}", spec.name);
        let config = Config::parse(&after).unwrap();
        assert_eq!((config.accounts.len(), config.accounts[count].vendor), (count + 1, spec.name));
        text = after;
    }
    let edits = [Edit::SetMyName(Some("Mira".into())), agent("a1", "Jo"), network("proxy", Some("none"))];
    let after = edited(&text, &edits).unwrap();
    let (mut old, new) = (text.lines(), after.lines().collect::<Vec<_>>());
    let mut next = old.next();
    for line in &new {
        if next == Some(line) {
            next = old.next();
        }
    }
    assert_eq!(next, None, "a line of the file is gone:\n{after}");
    let removed: Vec<_> = (0..REGISTRY.len()).map(|count| Edit::RemoveAccount(format!("new-{count}").into())).collect();
    assert!(Config::parse(&edited(&after, &removed).unwrap()).unwrap().accounts.is_empty());
}

#[test]
fn a_new_account_shows_what_else_can_be_set_but_no_value_of_the_sample() {
    for spec in REGISTRY {
        let text = edited("", &[new_account(spec, "new")]).unwrap();
        let account = &Config::parse(&text).unwrap().accounts[0];
        for setting in spec.settings.iter().filter(|setting| !setting.required) {
            let default = setting.default.and_then(super::super::value::plain_default);
            assert_eq!(account.options.get(setting.key), default.as_ref(), "{}", setting.key);
            let named = text.lines().any(|line| line.starts_with(&format!("# {} = ", setting.key)));
            assert!(named, "{} is not explained in\n{text}", setting.key);
        }
    }
}

#[test]
fn windows_line_ends_a_byte_order_mark_and_a_missing_last_line_end_stay() {
    let windows = BEFORE.replace('\n', "\r\n");
    let after = edited(&format!("\u{feff}{windows}"), &[new_account(REGISTRY[0], "third"), set("third", "me", "x")]);
    let after = after.unwrap();
    assert!(after.starts_with("\u{feff}# Settings"));
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    let after = edited("[me]\nname = \"a\"", &[agent("x", "y")]).unwrap();
    assert_eq!(after, "[me]\nname = \"a\"\n\n[agents]\nx = \"y\"\n");
}

#[test]
fn dotted_and_inline_forms_are_edited_or_refused_but_never_damaged() {
    let text = "me.name = 'Mira' # me\nnetwork.proxy = \"none\"\nagents = { a = \"A\" } # people\n";
    let edits =
        [Edit::SetMyName(Some("Jo".into())), network("ca_file", Some("/ca.pem")), agent("b", "B"), agent("a", "AA")];
    assert_eq!(
        edited(text, &edits).unwrap(),
        "me.name = \"Jo\" # me\nnetwork.proxy = \"none\"\nnetwork.ca_file = \"/ca.pem\"\n\
         agents = { a = \"AA\", b = \"B\" } # people\n"
    );
    let fault = edited(text, &[Edit::RemoveAgent("a".into())]).unwrap_err();
    assert!(matches!(&fault, WriteFault::Form { what } if what == "[agents]"), "{fault}");
}

#[test]
fn an_account_whose_table_lies_elsewhere_is_not_removed_with_its_neighbour() {
    let text =
        BEFORE.replace("[account.attribution]", "[agents]\n[account.attribution]").replace("\n[agents]   ", "\n#");
    let text = text.replace("\"631aa793bcfa100487d13d0d\" =", "#").replace("\"631aa793bcfa100487d13d0e\" =", "#");
    Config::parse(&text).unwrap();
    let fault = edited(&text, &[Edit::RemoveAccount("loyalty".into())]).unwrap_err();
    assert!(matches!(fault, WriteFault::Form { .. }), "{fault}");
}

#[test]
fn a_file_with_a_syntax_error_is_not_rewritten() {
    let fault = edited("[me]\nname = \"Mira\n", &[Edit::SetMyName(Some("Jo".into()))]).unwrap_err();
    let WriteFault::NotToml(problem) = &fault else { panic!("{fault}") };
    assert_eq!(problem.line, 2);
    assert!(fault.to_string().contains("line 2"), "{fault}");
}

#[test]
fn a_result_that_would_not_be_right_is_refused_with_its_lines_and_no_value() {
    let refused = |edit: Edit| match edited(BEFORE, &[edit]).unwrap_err() {
        WriteFault::NotRight(problems) => problems,
        other => panic!("{other}"),
    };
    let problems = refused(set("main-bot", "base_url", "http://hunter2.example.com"));
    assert_eq!((problems.len(), problems[0].line), (1, 9));
    assert!(!problems[0].to_string().contains("hunter2"));
    refused(unset("main-bot", "customer_id"));
    refused(set("loyalty", "zoen", "UTC"));
    refused(network("ca_file", Some("relative.pem")));
}

#[test]
fn no_credential_is_written_under_any_name_of_one() {
    for spec in REGISTRY {
        for field in spec.credentials {
            let fault = edited(BEFORE, &[set("main-bot", field.name, "hunter2")]).unwrap_err();
            assert!(matches!(fault, WriteFault::Credential(_)), "{}", field.name);
            assert!(!fault.to_string().contains("hunter2"));
            let Edit::AddAccount(mut new) = new_account(spec, "third") else { unreachable!() };
            new.settings.push((field.name.to_owned(), "hunter2".into()));
            let fault = edited(BEFORE, &[Edit::AddAccount(new)]).unwrap_err();
            assert!(matches!(fault, WriteFault::Credential(_)), "{}", field.name);
        }
    }
}

#[test]
fn an_unknown_account_and_a_second_one_of_a_name_are_refused() {
    let fault = edited(BEFORE, &[set("nobody", "me", "x")]).unwrap_err();
    assert!(matches!(fault, WriteFault::NoSuchAccount(_)));
    let fault = edited(BEFORE, &[new_account(REGISTRY[0], "loyalty")]).unwrap_err();
    assert!(matches!(fault, WriteFault::AccountExists(_)));
}

fn paths(folder: &Path) -> Paths {
    let config = Some(folder.join("conf/config.toml"));
    Paths::resolve(&PathOptions { config, data_dir: Some(folder.into()), ..PathOptions::default() }).unwrap()
}

fn files_beside(file: &Path) -> Vec<PathBuf> {
    fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_first_file_is_made_commented_and_private_and_nothing_else_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths(folder.path());
    let mut file = SettingsFile::read(&paths).unwrap();
    assert_eq!(file.config(), Ok(Config::default()));
    let config = file.write(&[Edit::SetMyName(Some("Mira".into()))]).unwrap();
    assert_eq!(config.my_name.as_deref(), Some("Mira"));
    assert_eq!(Config::read(&paths.config_file).unwrap(), config);
    assert_eq!(files_beside(&paths.config_file), std::slice::from_ref(&paths.config_file));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&paths.config_file), mode(paths.config_file.parent().unwrap())), (0o600, 0o700));
    }
    // And again from what was just written.
    file.write(&[Edit::SetMyName(Some("Jo".into()))]).unwrap();
    assert_eq!(Config::read(&paths.config_file).unwrap().my_name.as_deref(), Some("Jo"));
}

#[test]
fn a_file_that_somebody_changed_made_or_removed_meanwhile_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths(folder.path());
    let edit = [Edit::SetMyName(Some("Mira".into()))];
    let mut absent = SettingsFile::read(&paths).unwrap();
    paths.write_config("# mine\n").unwrap();
    assert!(matches!(absent.write(&edit), Err(WriteFault::ChangedOnDisk)));
    let mut read = SettingsFile::read(&paths).unwrap();
    fs::write(&paths.config_file, "# mine, and more\n").unwrap();
    assert!(matches!(read.write(&edit), Err(WriteFault::ChangedOnDisk)));
    assert_eq!(fs::read_to_string(&paths.config_file).unwrap(), "# mine, and more\n");
    fs::remove_file(&paths.config_file).unwrap();
    assert!(matches!(read.write(&edit), Err(WriteFault::ChangedOnDisk)));
    assert!(!paths.config_file.exists());
}

#[cfg(unix)]
#[test]
fn a_link_and_a_folder_that_cannot_be_written_leave_the_old_file_whole() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let paths = paths(folder.path());
    let edit = [Edit::SetMyName(Some("Mira".into()))];
    let real = folder.path().join("real.toml");
    fs::write(&real, "# real\n").unwrap();
    fs::create_dir(paths.config_file.parent().unwrap()).unwrap();
    symlink(&real, &paths.config_file).unwrap();
    let mut file = SettingsFile::read(&paths).unwrap();
    assert!(matches!(file.write(&edit), Err(WriteFault::Path(_))));
    assert_eq!(fs::read_to_string(&real).unwrap(), "# real\n");

    fs::remove_file(&paths.config_file).unwrap();
    fs::write(&paths.config_file, "# old\n").unwrap();
    let mut file = SettingsFile::read(&paths).unwrap();
    let dir = paths.config_file.parent().unwrap();
    fs::set_permissions(dir, fs::Permissions::from_mode(0o500)).unwrap();
    let outcome = file.write(&edit);
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).unwrap();
    // For root no folder is closed; then the new file has to be whole.
    match outcome {
        Err(WriteFault::Path(_)) => assert_eq!(fs::read_to_string(&paths.config_file).unwrap(), "# old\n"),
        Ok(config) => assert_eq!(Config::read(&paths.config_file), Ok(config)),
        Err(other) => panic!("{other}"),
    }
}
