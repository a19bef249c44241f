//! The file and its folder: who may read them, and how a new database appears all at once.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::StoreError;

/// `leadline.db` and `-wal` → `leadline.db-wal`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

/// The folder that holds the file.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether a database file is there. A link is refused: it could point anywhere, and permissions would be set there.
pub(super) fn exists(path: &Path) -> Result<bool, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(true),
        Ok(_) => Err(StoreError::Unwritable {
            path: path.to_owned(),
            why: "it is a link or a folder where a file is needed".to_owned(),
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::from_io(path, &error)),
    }
}

/// Makes the folder, for this user only. It and those above it that were missing are there after a power cut too.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.exists()).collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| StoreError::from_io(folder, &error))?;
    for made in missing {
        keep_names_of(folder_of(made)).map_err(|error| StoreError::from_io(made, &error))?;
    }
    restrict(folder, 0o700)
}

/// An empty file for this user only; whatever stood there goes.
pub(super) fn create_private(path: &Path) -> Result<(), StoreError> {
    remove_if_there(path)?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| StoreError::from_io(path, &error))
}

pub(super) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from_io(path, &error)),
        _ => Ok(()),
    }
}

/// Renames what stands there to the first free `….aside-1`, `….aside-2`, …
pub(super) fn set_aside(path: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let mut number = 1_u32;
    let free = loop {
        let name = beside(path, &format!(".aside-{number}"));
        if fs::symlink_metadata(&name).is_err() {
            break name;
        }
        number += 1;
    };
    fs::rename(path, free).map_err(|error| StoreError::from_io(path, &error))
}

/// What SQLite keeps beside a database; a log holds changes that are not in the file yet.
pub(super) const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Renames a database with everything that belongs to it to the first free `….aside-1`, `….aside-2`, … and answers the
/// new name.
///
/// A file and its log must stay a pair, also when this is killed half way: so all get their second name first, and
/// only when these are on the disk do the first ones go.
pub(super) fn set_database_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let is_free = |name: &Path| {
        std::iter::once("").chain(COMPANIONS).all(|ending| fs::symlink_metadata(beside(name, ending)).is_err())
    };
    let mut numbered = (1_u32..).map(|number| beside(path, &format!(".aside-{number}")));
    let aside = numbered.find(|name| is_free(name)).unwrap_or_else(|| beside(path, ".aside"));
    let there: Vec<&str> =
        COMPANIONS.into_iter().filter(|ending| fs::symlink_metadata(beside(path, ending)).is_ok()).collect();
    let linked =
        there.iter().chain([&""]).try_for_each(|ending| fs::hard_link(beside(path, ending), beside(&aside, ending)));
    if linked.is_ok() {
        sync_folder_of(path)?;
        for ending in std::iter::once(&"").chain(&there) {
            remove_if_there(&beside(path, ending))?;
        }
    } else {
        // A disk without second names. What was linked so far would only be in the way.
        let named: Vec<_> = there.iter().chain([&""]).map(|ending| beside(&aside, ending)).collect();
        named.iter().try_for_each(|name| remove_if_there(name))?;
        for ending in std::iter::once(&"").chain(&there) {
            let from = beside(path, ending);
            fs::rename(&from, beside(&aside, ending)).map_err(|error| StoreError::from_io(&from, &error))?;
        }
    }
    sync_folder_of(path)?;
    Ok(aside)
}

/// Brings new names in the file's folder onto the disk.
fn sync_folder_of(path: &Path) -> Result<(), StoreError> {
    keep_names_of(folder_of(path)).map_err(|error| StoreError::from_io(path, &error))
}

/// Takes the file out of everybody else's reach, also one that came from a careless copy.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    restrict(path, 0o600)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    let now = fs::metadata(path).map_err(|error| StoreError::from_io(path, &error))?.permissions().mode() & 0o777;
    if now & !mode == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|error| StoreError::from_io(path, &error))
}

/// Elsewhere a user's own folders are private by inheritance.
#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> Result<(), StoreError> {
    Ok(())
}

/// Gives a finished file its name, so that it is there whole or not at all, also after a power cut.
pub(super) fn put_in_place(from: &Path, to: &Path) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| StoreError::from_io(to, &error);
    // Opened for writing because Windows flushes nothing else.
    File::options().write(true).open(from).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(from, to).map_err(failed)?;
    keep_names_of(folder_of(to)).map_err(failed)
}

/// A name is safe from a power cut only once its folder is flushed.
#[cfg(unix)]
fn keep_names_of(folder: &Path) -> std::io::Result<()> {
    match File::open(folder) {
        Ok(folder) => folder.sync_all(),
        // One that may be entered and not read cannot be flushed by us.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    }
}

/// Windows cannot open a folder for flushing; its names are journalled.
#[cfg(not(unix))]
fn keep_names_of(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The address by which SQLite opens a file without locks, log or any trace.
pub(super) fn untouched_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let bytes = absolute.as_os_str().as_encoded_bytes();
    if bytes.first() != Some(&b'/') {
        uri.push('/');
    }
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b':' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    uri
}
