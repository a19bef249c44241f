//! Finding the lead that a person named: a uuid, the vendor's id, or the beginning of either.

use super::{Store, StoreError};
use crate::domain::{AccountName, LeadId};

/// Shorter beginnings are no names: too many leads share them.
const SHORTEST_PREFIX: usize = 6;

/// Behind every text that begins with a prefix.
const LAST_CHAR: char = '\u{10FFFF}';

/// The leads whose uuid begins with the first six characters of a name, letter case aside: what the index knows.
macro_rules! by_uuid {
    () => {
        "SELECT id FROM leads_hot WHERE uuid IS NOT NULL AND lower(substr(uuid, 1, 6)) = lower(substr(?1, 1, 6))"
    };
}

impl Store {
    /// The leads that `name` can mean, at most two (two means: not unique). A whole uuid or id counts before a
    /// beginning of at least six characters. Letter case is no matter in uuids and in hexadecimal ids.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn find_leads(&self, name: &str) -> Result<Vec<LeadId>, StoreError> {
        let name = name.trim();
        if name.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Found::default();
        for spelling in spellings(name) {
            found.add(self.numbers("SELECT id FROM leads_hot WHERE remote_id = ?1 LIMIT 2", [&spelling])?);
        }
        found.add(self.numbers(concat!(by_uuid!(), " AND uuid = ?1 COLLATE NOCASE LIMIT 2"), [name])?);
        if !found.0.is_empty() || name.chars().count() < SHORTEST_PREFIX {
            return Ok(found.0);
        }
        // Ranges instead of LIKE: no wildcard to escape, and the indices answer them.
        for spelling in spellings(name) {
            let end = format!("{spelling}{LAST_CHAR}");
            found.add(self.numbers(
                "SELECT id FROM leads_hot WHERE remote_id >= ?1 AND remote_id < ?2 LIMIT 2",
                [&spelling, &end],
            )?);
        }
        found.add(
            self.numbers(concat!(by_uuid!(), " AND lower(substr(uuid, 1, length(?1))) = lower(?1) LIMIT 2"), [name])?,
        );
        Ok(found.0)
    }

    /// The leads of an account with this uuid, letter case aside.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn leads_of_uuid(&self, account: &AccountName, uuid: &str) -> Result<Vec<LeadId>, StoreError> {
        let found = self
            .numbers(concat!(by_uuid!(), " AND uuid = ?1 COLLATE NOCASE AND account = ?2"), [uuid, account.as_str()])?;
        Ok(found.into_iter().map(LeadId).collect())
    }

    fn numbers(&self, sql: &'static str, values: impl rusqlite::Params) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(found)
    }
}

/// At most two different leads.
#[derive(Default)]
struct Found(Vec<LeadId>);

impl Found {
    fn add(&mut self, numbers: Vec<i64>) {
        for id in numbers.into_iter().map(LeadId) {
            if self.0.len() < 2 && !self.0.contains(&id) {
                self.0.push(id);
            }
        }
    }
}

/// As typed; a hexadecimal name also in lower and in upper case. Vendors write one case or the other.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    if name.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
        for other in [name.to_ascii_lowercase(), name.to_ascii_uppercase()] {
            if !all.contains(&other) {
                all.push(other);
            }
        }
    }
    all
}
