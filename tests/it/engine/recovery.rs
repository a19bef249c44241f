//! A database that does not open: its recovery key, and a new database beside the old file.

use std::fs;

use leadline::bridge::command::Refused;
use leadline::bridge::{Command, NoDatabase, Phase, Secret, Snapshot, Trouble};
use leadline::engine::Mode;
use leadline::secrets::print_recovery_key;

use crate::support::engine::{Running, Site, small};

/// A profile with leads on disk, and its recovery key.
fn filled() -> (Site, String) {
    let site = Site::new(small(30));
    site.write_settings(&site.config.accounts);
    site.drive(Mode::Quiet).sync(true);
    let key = site.secrets.recovery_key(&site.paths().profile, &site.paths().database_dir).unwrap();
    (site, key.expose().to_owned())
}

/// The keychain's item of the database's key.
fn item(site: &Site) -> String {
    let ids = fs::read_to_string(site.paths().database_dir.join("database.id")).unwrap();
    format!("default/database/{}", ids.lines().next().unwrap())
}

fn database(site: &Site) -> Vec<u8> {
    fs::read(&site.paths().database_file).unwrap()
}

fn waits_for(running: &Running<'_>) -> NoDatabase {
    let failed = |snapshot: &Snapshot| matches!(snapshot.phase, Phase::NoDatabase(_));
    match &running.wait_for("a database that does not open", failed).phase {
        Phase::NoDatabase(none) => none.clone(),
        other => panic!("{other:?}"),
    }
}

fn enter(running: &Running<'_>, key: &str) -> Result<(), Refused> {
    running.ask(|reply| Command::EnterRecoveryKey { key: Secret::new(key.to_owned()), reply })
}

/// A recovery key of another database.
fn of_another() -> String {
    print_recovery_key(&Secret::new("5a".repeat(32))).unwrap().expose().to_owned()
}

#[test]
fn a_key_that_is_gone_is_typed_in_and_everything_is_there() {
    let (site, key) = filled();
    let item = item(&site);
    assert!(site.secrets.remove(&item).unwrap());
    let before = database(&site);
    let running = site.start(Mode::Quiet);
    let none = waits_for(&running);
    assert_eq!(none.trouble, Trouble::KeyGone);
    assert_eq!(none.folder, Some(site.paths().database_dir.display().to_string()));

    for (wrong, words) in [
        ("hello".to_owned(), "slip in group 1"),
        ("x".to_owned(), "13 groups of five"),
        (key.replacen(&key[12..17], "00000", 1), "slip in group 3"),
        (of_another(), "does not open the database"),
    ] {
        let said = enter(&running, &wrong).unwrap_err().to_string();
        assert!(said.contains(words) && !said.contains(&wrong), "{said}");
        assert_eq!(site.secrets.get(&item).unwrap(), None, "a wrong key reached the keychain");
        assert_eq!(database(&site), before);
        assert_eq!(waits_for(&running), none, "it still waits");
    }
    enter(&running, &key.to_lowercase().replace('-', " ")).unwrap();
    let snapshot = running.wait_for("the start", |snapshot| snapshot.phase == Phase::Ready);
    assert_eq!(snapshot.rows.len(), 30);
    drop(running);
    site.start(Mode::Quiet).wait_for("a start by itself", |snapshot| snapshot.phase == Phase::Ready);
}

#[test]
fn a_key_that_does_not_fit_is_left_where_it_is_and_the_right_one_kept_beside_it() {
    let (site, key) = filled();
    for (wrong, trouble) in [("5a".repeat(32), Trouble::WrongKey), ("no key at all".to_owned(), Trouble::KeyGone)] {
        let (item_before, wrong) = (item(&site), Secret::new(wrong));
        site.secrets.set(&item_before, &wrong).unwrap();
        let running = site.start(Mode::Quiet);
        assert_eq!(waits_for(&running).trouble, trouble);
        enter(&running, &of_another()).unwrap_err();
        assert_eq!(item(&site), item_before);
        enter(&running, &key).unwrap();
        let snapshot = running.wait_for("the start", |snapshot| snapshot.phase == Phase::Ready);
        assert_eq!(snapshot.rows.len(), 30);
        assert_eq!(site.secrets.get(&item_before).unwrap(), Some(wrong));
        assert_ne!(item(&site), item_before);
    }
}

#[test]
fn a_lost_id_file_is_made_anew_for_a_key_that_opens_the_database() {
    let (site, key) = filled();
    fs::remove_file(site.paths().database_dir.join("database.id")).unwrap();
    let running = site.start(Mode::Quiet);
    assert_eq!(waits_for(&running).trouble, Trouble::KeyGone);
    enter(&running, &of_another()).unwrap_err();
    assert!(!site.paths().database_dir.join("database.id").exists());
    enter(&running, &key).unwrap();
    running.wait_for("the start", |snapshot| snapshot.phase == Phase::Ready && snapshot.rows.len() == 30);
}

/// Everything after the first page is something else.
fn damage(site: &Site) -> Vec<u8> {
    let mut bytes = database(site);
    bytes[4_096..].fill(0xA5);
    fs::write(&site.paths().database_file, &bytes).unwrap();
    bytes
}

#[test]
fn a_damaged_database_gives_way_to_a_new_one_and_stays_beside_it() {
    let (site, _) = filled();
    let damaged = damage(&site);
    let running = site.start(Mode::Live);
    let none = waits_for(&running);
    assert_eq!(none.trouble, Trouble::Damaged);
    let said = enter(&running, &of_another()).unwrap_err().to_string();
    assert!(said.contains("does not wait for this"), "{said}");

    running.ask(|reply| Command::StartAnew { reply }).unwrap();
    let snapshot = running.wait_for("the leads again", |snapshot| snapshot.rows.len() == 30);
    let notice = snapshot.notice.as_ref().unwrap();
    let aside = site.paths().database_dir.join("leadline.db.aside-1");
    assert!(notice.text.contains(&aside.display().to_string()) && !notice.bad, "{}", notice.text);
    assert_eq!(fs::read(aside).unwrap(), damaged);
}

#[test]
fn without_any_key_a_new_database_gets_a_key_of_its_own_and_the_old_id_is_not_forgotten() {
    let (site, key) = filled();
    let old = item(&site);
    site.secrets.remove(&old).unwrap();
    let before = database(&site);
    let running = site.start(Mode::Quiet);
    waits_for(&running);
    running.ask(|reply| Command::StartAnew { reply }).unwrap();
    let snapshot = running.wait_for("a new database", |snapshot| snapshot.phase == Phase::Ready);
    assert_eq!(snapshot.rows.len(), 0);
    drop(running);
    let dir = &site.paths().database_dir;
    assert_eq!(fs::read(dir.join("leadline.db.aside-1")).unwrap(), before);
    let ids = fs::read_to_string(dir.join("database.id")).unwrap();
    assert_eq!(ids.lines().nth(1), old.rsplit('/').next(), "{ids}");
    // Found again, the old key opens the old file, put back by hand.
    fs::rename(&site.paths().database_file, dir.join("leadline.db.new-one")).unwrap();
    fs::rename(dir.join("leadline.db.aside-1"), &site.paths().database_file).unwrap();
    let running = site.start(Mode::Quiet);
    assert_eq!(waits_for(&running).trouble, Trouble::WrongKey);
    enter(&running, &key).unwrap();
    running.wait_for("the old leads", |snapshot| snapshot.phase == Phase::Ready && snapshot.rows.len() == 30);
}

#[test]
fn a_database_that_is_only_too_new_is_never_given_up() {
    let (site, key) = filled();
    let raw = site.secrets.get(&item(&site)).unwrap().unwrap();
    let bare = rusqlite::Connection::open(&site.paths().database_file).unwrap();
    bare.execute_batch(&format!("PRAGMA key = \"x'{}'\"; PRAGMA user_version = 99;", raw.expose())).unwrap();
    drop(bare);
    let before = database(&site);
    let running = site.start(Mode::Quiet);
    let none = waits_for(&running);
    assert_eq!(none.trouble, Trouble::TooNew);
    let release = env!("CARGO_PKG_VERSION");
    assert!(none.why.contains(&format!("Install Leadline {release} or a later one")), "{}", none.why);
    running.ask(|reply| Command::StartAnew { reply }).unwrap_err();
    enter(&running, &key).unwrap_err();
    running.command(Command::TryAgain);
    assert_eq!(waits_for(&running).trouble, Trouble::TooNew);
    assert_eq!(database(&site), before);
}

#[test]
fn a_working_engine_shows_the_key_and_refuses_what_belongs_to_a_failed_start() {
    let (site, key) = filled();
    let running = site.start(Mode::Quiet);
    running.wait_for("the start", |snapshot| snapshot.phase == Phase::Ready);
    let shown = running.ask(|reply| Command::ShowRecoveryKey { reply }).unwrap();
    assert_eq!(shown.expose(), key);
    assert!(!format!("{shown:?} {:?}", running.link.snapshot()).contains(&key[..5]));
    for refused in [enter(&running, &key), running.ask(|reply| Command::StartAnew { reply })] {
        assert!(refused.unwrap_err().to_string().contains("does not wait for this"));
    }
    drop(running);
    assert!(!site.paths().database_dir.join("leadline.db.aside-1").exists());

    let running = site.start_in_memory(Mode::Quiet);
    let said = running.ask(|reply| Command::ShowRecoveryKey { reply }).unwrap_err().to_string();
    assert!(said.contains("keeps nothing on disk"), "{said}");
}
