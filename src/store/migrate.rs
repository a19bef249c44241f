//! The schema's versions: `PRAGMA user_version` says how many steps of `schema/` a file has seen.
//!
//! All missing steps run in one transaction, after an encrypted copy was put beside the file. A file with more
//! steps than we know is refused before anything is written.

use std::path::Path;

use rusqlite::Connection;

use super::{StoreError, files};

/// Step n brings version n to version n + 1. Steps are never edited once released.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];

/// The version this release writes.
pub(super) const NEWEST: i64 = 5;

// The number above and the list must agree.
const _: () = assert!(STEPS.len() == 5 && NEWEST == 5);

/// The key in `meta` of the release that brought the file to its version.
const RELEASE: &str = "release";

/// The version of this file; 0 is an empty one.
pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a file that a newer release wrote.
pub(super) fn refuse_newer(connection: &Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found <= NEWEST {
        return Ok(());
    }
    // It is only a hint: a file of a format that we do not know need not have it, nor in this shape.
    let release: Option<String> =
        connection.query_row("SELECT value FROM meta WHERE key = ?1", [RELEASE], |row| row.get(0)).ok();
    let is_release =
        |text: &String| text.len() < 32 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    Err(StoreError::TooNew { found, known: NEWEST, release: release.filter(is_release) })
}

/// Runs the steps that this file has not seen: all of them, or none.
pub(super) fn up_to_date(connection: &Connection) -> Result<(), StoreError> {
    refuse_newer(connection)?;
    run(connection, STEPS, |transaction| {
        // So that an older release can say which one it takes to read this.
        let say =
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        Ok(transaction.execute(say, [RELEASE, env!("CARGO_PKG_VERSION")]).map(drop)?)
    })
}

fn run(
    connection: &Connection,
    steps: &[&str],
    last: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let seen = usize::try_from(version(connection)?).unwrap_or(0);
    if seen >= steps.len() {
        return Ok(());
    }
    let transaction = connection.unchecked_transaction()?;
    for step in &steps[seen..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", i64::try_from(steps.len()).unwrap_or(i64::MAX))?;
    // A step that leaves a reference hanging must not be kept.
    if transaction.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(StoreError::Damaged(0));
    }
    last(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// Puts an encrypted copy beside the file, named by the version it holds. An older copy of the same version is
/// replaced: this one holds all that it held, and more.
pub(super) fn back_up(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let version = version(connection)?;
    let copy = files::beside(path, &format!(".version-{version}.backup"));
    let part = files::beside(path, ".backup.part");
    files::create_private(&part)?;
    // SQLCipher writes the copy with the same key.
    let target = part
        .to_str()
        .ok_or_else(|| StoreError::Unwritable { path: part.clone(), why: "its name is no readable text".to_owned() })?;
    if let Err(error) = connection.execute("VACUUM INTO ?1", [target]) {
        files::remove_if_there(&part)?;
        return Err(error.into());
    }
    files::put_in_place(&part, &copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap()
    }

    fn nothing(_: &Connection) -> Result<(), StoreError> {
        Ok(())
    }

    #[test]
    fn only_missing_steps_run_and_all_of_them_or_none() {
        let connection = Connection::open_in_memory().unwrap();
        let first = "CREATE TABLE one (id INTEGER PRIMARY KEY)";
        run(&connection, &[first], nothing).unwrap();
        assert_eq!((version(&connection).unwrap(), tables(&connection)), (1, 1));

        let good = "CREATE TABLE two (id INTEGER PRIMARY KEY REFERENCES one (id))";
        run(&connection, &[first, good, "CREATE TABLE three (id); CREATE TABLE one (id)"], nothing).unwrap_err();
        assert_eq!((version(&connection).unwrap(), tables(&connection)), (1, 1));
        let hanging = "INSERT INTO two VALUES (7)";
        run(&connection, &[first, good, hanging], nothing).unwrap_err();
        assert_eq!((version(&connection).unwrap(), tables(&connection)), (1, 1));
        run(&connection, &[first, good], nothing).unwrap();
        assert_eq!((version(&connection).unwrap(), tables(&connection)), (2, 2));
    }
}
