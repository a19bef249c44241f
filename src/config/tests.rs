//! The settings file as its owner meets it: whole samples in, exact sentences out.
//!
//! `fixtures/NAME.toml` is a file with problems and `fixtures/NAME.txt` what is said about it; `whole.toml` is the
//! sample of the outer contract and `whole.txt` what `leadline config show` prints for it. `UPDATE_FIXTURES=1` writes the
//! texts anew, for a person to read.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Config, Severity, first_text, value};
use crate::vendors::{REGISTRY, SettingKind, SettingSpec};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/fixtures")
}

#[test]
fn each_fixture_gets_exactly_its_sentences() {
    let mut seen = 0;
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        seen += 1;
        let said = match Config::read(&path) {
            Ok(config) if config.warnings.is_empty() => config.show(),
            Ok(config) => config.warnings.iter().map(|problem| format!("{problem}\n")).collect(),
            Err(problems) => {
                assert!(problems.iter().any(|problem| problem.severity == Severity::Error));
                problems.iter().map(|problem| format!("{problem}\n")).collect()
            }
        };
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(path.with_extension("txt"), &said).unwrap();
        }
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
        assert_eq!(said, expected, "\n--- {} says:\n{said}", path.display());
        // Every fixture that holds something private spells it so.
        assert!(!said.contains("hunter2"), "{} repeats a value", path.display());
    }
    assert!(seen > 5, "the fixtures are gone");
}

#[test]
fn the_whole_sample_is_clean_and_shown_settings_mean_the_same_again() {
    let config = Config::read(&fixtures().join("whole.toml")).unwrap();
    assert_eq!(config.accounts.len(), REGISTRY.len());
    assert_eq!(Config::parse(&config.show()).unwrap(), config);
}

#[test]
fn a_missing_file_is_an_empty_configuration_and_a_folder_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Config::read(&folder.path().join("none.toml")), Ok(Config::default()));
    let problems = Config::read(folder.path()).unwrap_err();
    assert_eq!((problems.len(), problems[0].line), (1, 0));
    assert!(problems[0].suggestion.is_some());
}

#[test]
fn bytes_that_are_no_text_are_pointed_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, b"[me]\nname = \"\xff\"\n").unwrap();
    let problems = Config::read(&path).unwrap_err();
    assert_eq!((problems[0].line, problems[0].column), (2, 9));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_not_matter() {
    let config = Config::parse("\u{feff}[me]\r\nname = \"Mira Tan\"\r\n").unwrap();
    assert_eq!(config.my_name.as_deref(), Some("Mira Tan"));
}

#[test]
fn the_first_file_is_all_comments_and_right_when_they_are_removed() {
    let text = first_text();
    assert_eq!(Config::parse(&text), Ok(Config::default()));
    let bare: String = text
        .lines()
        .skip_while(|line| !line.is_empty())
        .map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line)))
        .collect();
    let config = Config::parse(&bare).unwrap();
    assert_eq!(config.accounts.len(), REGISTRY.len());
}

#[test]
fn each_vendors_sample_is_right_with_its_commented_settings_too() {
    for spec in REGISTRY {
        let config =
            Config::parse(&spec.sample.replace("\n# ", "\n")).unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(config.accounts[0].spec(), *spec);
    }
}

#[test]
fn every_default_of_the_registry_is_a_value_of_its_own_kind() {
    fn check(settings: &[SettingSpec]) {
        for setting in settings {
            if let Some(default) = setting.default {
                let text = format!("value = {default}");
                let table = toml::de::DeTable::parse(&text).unwrap();
                let mut reader = super::reader::Reader::new(&text);
                let value =
                    value::of_kind(&mut reader, setting.key, setting.kind, table.get_ref().get("value").unwrap());
                assert_eq!(value, value::plain_default(default), "{}", setting.key);
                assert!(value.is_some(), "{}", setting.key);
            }
            if let SettingKind::Table(inner) = setting.kind {
                check(inner);
            }
        }
    }
    for spec in REGISTRY {
        check(spec.settings);
        assert!(spec.requests_per_second > 0.0);
        assert!(super::address::checked(spec.base_url_example).is_ok());
    }
}

#[test]
fn defaults_are_filled_in() {
    for spec in REGISTRY {
        let config = Config::parse(spec.sample).unwrap();
        let account = &config.accounts[0];
        assert_eq!((account.timeout.as_secs(), account.sync_every.as_secs()), (30, 60));
        assert!((account.requests_per_second - spec.requests_per_second).abs() < f64::EPSILON);
        let defaults = spec.settings.iter().filter(|setting| setting.default.is_some());
        assert!(defaults.clone().all(|setting| account.options.contains_key(setting.key)));
    }
}
