//! `leadline doctor`: looks at everything a start needs and says what it found. It changes nothing that a start would
//! not (it opens the database as a start does).

use std::path::Path;

use crate::cli::Exit;
use crate::cli::doctor::{DoctorDesk, Finding};
use crate::cli::text::count;
use crate::config::Config;
use crate::instance::{Instance, InstanceError};
use crate::paths::Paths;
use crate::secrets::{AccountCredentials, SecretStore};
use crate::store::Store;
use crate::vendors::http::Http;

/// The machine as one profile needs it.
#[derive(Debug)]
pub struct Doctor {
    pub paths: Paths,
    /// The settings file was named and is not there: the sentence for that.
    pub missing: Option<String>,
}

impl DoctorDesk for Doctor {
    fn findings(&mut self) -> Vec<Finding> {
        let mut found = vec![Finding::ok("version", crate::cli::args::VERSION.as_str()), system()];
        let config = self.settings(&mut found);
        self.permissions(&mut found);
        found.push(self.holder());
        self.keychain_and_database(config.as_ref(), &mut found);
        network(config.as_ref(), &mut found);
        found.push(clock());
        found.push(display());
        found
    }

    fn home(&self) -> Option<String> {
        std::env::home_dir().map(|home| home.display().to_string())
    }
}

impl Doctor {
    fn settings(&self, found: &mut Vec<Finding>) -> Option<Config> {
        let place = self.paths.config_file.display();
        if let Some(sentence) = &self.missing {
            found.push(Finding::bad("settings", sentence, Exit::Usage));
            return None;
        }
        match Config::read(&self.paths.config_file) {
            Ok(config) if config.accounts.is_empty() => {
                found.push(Finding::warn("settings", format!("{place}: no account is configured yet")));
                Some(config)
            }
            Ok(config) => {
                let vendors: Vec<_> = config.accounts.iter().map(|account| account.vendor.as_str()).collect();
                found.push(Finding::ok(
                    "settings",
                    format!("{place}: {} ({})", count(vendors.len(), "account", "accounts"), vendors.join(", ")),
                ));
                Some(config)
            }
            Err(problems) => {
                let problems = count(problems.len(), "problem", "problems");
                found.push(Finding::bad(
                    "settings",
                    format!("{place}: {problems}. `leadline config check` lists them with their lines."),
                    Exit::Usage,
                ));
                None
            }
        }
    }

    fn permissions(&self, found: &mut Vec<Finding>) {
        for (what, dir) in [
            ("database folder", &self.paths.database_dir),
            ("state folder", &self.paths.state_dir),
            ("runtime folder", &self.paths.runtime_dir),
        ] {
            found.push(folder(what, dir));
        }
        found.extend(open_to_others("settings file", &self.paths.config_file));
        found.extend(open_to_others("database file", &self.paths.database_file));
    }

    /// Who else has the profile open: then commands are handed over, and the database is not looked at from here.
    fn holder(&self) -> Finding {
        // A folder that cannot be used is told of above.
        let holds = self.paths.runtime_dir.is_dir() && self.paths.database_dir.is_dir();
        match holds.then(|| Instance::acquire(&self.paths)) {
            Some(Err(InstanceError::InUse(in_use))) => {
                let takes = if self.paths.socket_file.exists() { "takes" } else { "does not take" };
                let process = in_use.pid.map(|pid| format!(" (process {pid})")).unwrap_or_default();
                Finding::ok("running", format!("another Leadline{process} has the profile open; it {takes} commands"))
            }
            _ => Finding::ok("running", "no other Leadline has the profile open"),
        }
    }

    fn keychain_and_database(&self, config: Option<&Config>, found: &mut Vec<Finding>) {
        let secrets = SecretStore::os_keychain();
        let profile = &self.paths.profile;
        let mut usable = true;
        for account in config.map(|config| config.accounts.as_slice()).unwrap_or_default() {
            let name = format!("credential {}", account.name);
            match secrets.load_account(profile, &account.name) {
                Ok(fields) => {
                    let present = fields.as_ref().map(AccountCredentials::fields_present).unwrap_or_default();
                    let missing = account.spec().credentials_missing(account.auth(), &present);
                    found.push(if missing.is_empty() {
                        Finding::ok(&name, "in the keychain")
                    } else {
                        Finding::bad(
                            &name,
                            format!(
                                "not in the keychain: {}. Enter it with `leadline credential set {}`.",
                                missing.join(", "),
                                account.name
                            ),
                            Exit::Credential,
                        )
                    });
                }
                Err(error) => {
                    usable = false;
                    let exit = if error.is_unavailable() { Exit::Keychain } else { Exit::Failed };
                    found.push(Finding::bad("keychain", error.to_string(), exit));
                    break;
                }
            }
        }
        if usable {
            // Also without an account, and where a credential was found.
            match secrets.get("doctor/asks/nothing") {
                Ok(_) => found.push(Finding::ok("keychain", "answers")),
                Err(error) => {
                    usable = false;
                    found.push(Finding::bad("keychain", error.to_string(), Exit::Keychain));
                }
            }
        }
        if usable {
            found.push(self.database(&secrets));
        }
    }

    fn database(&self, secrets: &SecretStore) -> Finding {
        if !self.paths.database_file.exists() {
            return Finding::ok("database", "none yet; the first start makes it");
        }
        let _instance = match Instance::acquire(&self.paths) {
            Ok(instance) => instance,
            Err(InstanceError::InUse(in_use)) => return Finding::warn("database", format!("not looked at: {in_use}")),
            Err(InstanceError::Path(error)) => return Finding::bad("database", error.to_string(), Exit::Database),
        };
        let key = match secrets.open_or_create_database_key(&self.paths.profile, &self.paths.database_dir, true) {
            Ok(key) => key,
            Err(error) => {
                let exit = if error.is_unavailable() { Exit::Keychain } else { Exit::Database };
                return Finding::bad("database", error.to_string(), exit);
            }
        };
        let looked_at = Store::open(&self.paths.database_file, key.expose()).and_then(|store| {
            store.integrity()?;
            store.durability()
        });
        match looked_at {
            Ok(durability) => {
                Finding::ok("database", format!("opens, is whole, and keeps what it is told ({durability})"))
            }
            Err(error) => Finding::bad("database", error.to_string(), Exit::Database),
        }
    }
}

/// Whether a folder can be used; one that is not there yet is judged by where it would be made.
fn folder(what: &'static str, dir: &Path) -> Finding {
    let place = dir.display();
    let there = dir.ancestors().find(|folder| folder.symlink_metadata().is_ok()).unwrap_or(dir);
    if !there.is_dir() {
        let why = format!("{place}: {} is no folder. Move it away, or choose another place.", there.display());
        return Finding::bad(what, why, Exit::Database);
    }
    // Permission bits do not tell of a read-only disk, nor of the rights of an administrator. The file has no name.
    if let Err(error) = tempfile::tempfile_in(there) {
        let why = format!("{place}: cannot be written ({}). Change that, or choose another place.", error.kind());
        return Finding::bad(what, why, Exit::Database);
    }
    if there != dir {
        return Finding::ok(what, format!("{place}: not there yet; the first start makes it"));
    }
    #[cfg(unix)]
    if let Ok(facts) = std::fs::metadata(dir) {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = facts.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let why = format!("{place}: others can look into it (mode {mode:o}). The next start takes that from them.");
            return Finding::warn(what, why);
        }
    }
    Finding::ok(what, format!("{place}: private and writable"))
}

/// A file that others may read although it is ours; nothing where all is well.
#[cfg(unix)]
fn open_to_others(what: &'static str, file: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata().ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        let why = format!(
            "{}: others can read it (mode {mode:o}). Take that from them with `chmod 600`, or let the window write it.",
            file.display()
        );
        Finding::warn(what, why)
    })
}

#[cfg(not(unix))]
fn open_to_others(_: &'static str, _: &Path) -> Option<Finding> {
    None
}

/// What Leadline runs on, for whoever reads the ticket.
fn system() -> Finding {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).map(|name| name.trim_matches('"'));
    let desktop = ["XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP"].into_iter().filter_map(|name| std::env::var(name).ok());
    let words = [name.unwrap_or(std::env::consts::OS).to_owned(), std::env::consts::ARCH.to_owned()];
    let words: Vec<String> = words.into_iter().chain(desktop.filter(|word| !word.is_empty())).collect();
    let (sqlite, cipher) = crate::store::versions();
    Finding::ok("system", format!("{}; SQLite {sqlite}, SQLCipher {cipher}", words.join(", ")))
}

fn network(config: Option<&Config>, found: &mut Vec<Finding>) {
    let settings = config.map(|config| config.network.clone()).unwrap_or_default();
    found.push(match Http::new(&settings) {
        Ok(_) => Finding::ok("tls", "the secure connection library starts; certificates come from this system"),
        Err(sentence) => Finding::bad("tls", sentence, Exit::Failed),
    });
    let named: Vec<_> = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .filter(|name| std::env::var_os(name).is_some())
        .collect();
    // The addresses themselves may hold a password.
    let proxy = match (&settings.proxy, named.is_empty()) {
        (crate::config::Proxy::None, _) => "none, by the settings".to_owned(),
        (crate::config::Proxy::Address(_), _) => "one, by the settings".to_owned(),
        (crate::config::Proxy::System, true) => "none named by the environment".to_owned(),
        (crate::config::Proxy::System, false) => format!("named by {}", named.join(", ")),
    };
    found.push(Finding::ok("proxy", proxy));
}

/// A clock that was never set makes every certificate invalid.
fn clock() -> Finding {
    let now = jiff::Timestamp::now();
    let zone = jiff::tz::TimeZone::system();
    let name = zone.iana_name().unwrap_or("unnamed");
    if now.as_second() < 1_767_225_600 {
        return Finding::bad(
            "clock",
            format!("{now}, which is before this program was made. Set this computer's clock."),
            Exit::Failed,
        );
    }
    Finding::ok("clock", format!("{} UTC, zone {name}", now.strftime("%Y-%m-%d %H:%M:%S")))
}

fn display() -> Finding {
    match super::super::window::display_trouble() {
        None => Finding::ok("display", "there is one"),
        Some(sentence) => Finding::warn("display", sentence),
    }
}
