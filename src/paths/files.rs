//! Folders and files that only their owner may read, and writing that is whole or not at all.
//!
//! Symbolic links in place of a file are refused by looking first; the look and the opening are two steps, which
//! is enough because the folders around them are 0700: only the owner could come between.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::PathError;

/// Creates `dir` and its missing parents 0700, safe from a power cut, and takes others' rights away from an existing
/// `dir`.
///
/// # Errors
/// The folder cannot be created, is no folder, or is not ours.
pub fn create_private_dir(what: &'static str, dir: &Path) -> Result<(), PathError> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|above| !above.exists()).collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|e| PathError::io(what, "created", dir, e))?;
    for made in missing {
        match sync_dir(folder_of(made)) {
            // A folder that may be entered and not read cannot be flushed by us.
            Err(e) if e.kind() != io::ErrorKind::PermissionDenied => {
                return Err(PathError::io(what, "created", dir, e));
            }
            _ => {}
        }
    }
    make_private(dir, 0o700).map_err(|e| PathError::io(what, "made private", dir, e))
}

/// Opens a file 0600, refusing a symbolic link; `options` say how.
///
/// # Errors
/// The file is a link, or cannot be opened or made private.
pub fn open_private(what: &'static str, path: &Path, options: &mut OpenOptions) -> Result<File, PathError> {
    refuse_symlink(what, path)?;
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let file = options.open(path).map_err(|e| PathError::io(what, "opened", path, e))?;
    make_private(path, 0o600).map_err(|e| PathError::io(what, "made private", path, e))?;
    Ok(file)
}

/// Replaces `path` by `content` so that a reader, a crash or a power cut sees the old file or the new, never a mixture.
///
/// The temporary file is 0600 and in the same folder; it is flushed before the rename and the folder after it.
///
/// # Errors
/// The target is a link, or a step failed; then the old file is still whole.
pub fn write_atomically(what: &'static str, path: &Path, content: &[u8]) -> Result<(), PathError> {
    refuse_symlink(what, path)?;
    replace(path, content).map_err(|e| PathError::io(what, "written", path, e))
}

/// Reads a small text file whole; `None` when it does not exist.
///
/// # Errors
/// It is a link, or cannot be read as UTF-8 text.
pub fn read_text(what: &'static str, path: &Path) -> Result<Option<String>, PathError> {
    refuse_symlink(what, path)?;
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(PathError::io(what, "read", path, e)),
    }
}

/// Answers an error when `path` is a symbolic link.
///
/// # Errors
/// It is one, or it cannot be looked at.
pub fn refuse_symlink(what: &'static str, path: &Path) -> Result<(), PathError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_symlink() => Err(PathError::Symlink { what, path: path.into() }),
        Ok(_) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(PathError::io(what, "read", path, e)),
    }
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let dir = folder_of(path);
    // tempfile makes it 0600 and removes it when a step below fails.
    let mut temp = tempfile::Builder::new().prefix(".leadline-").tempfile_in(dir)?;
    temp.write_all(content)?;
    temp.as_file().sync_all()?;
    temp.persist(path)?;
    sync_dir(dir)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The new name itself is only safe from a power cut once the folder is flushed.
#[cfg(unix)]
fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Windows cannot open a folder for flushing; its rename is journalled.
#[cfg(not(unix))]
fn sync_dir(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn make_private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = fs::metadata(path)?.permissions();
    if found.mode() & 0o077 == 0 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(mode)) }
}

/// On Windows the profile folder's access list already keeps other users out.
#[cfg(not(unix))]
fn make_private(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_are_0700_and_files_0600_also_when_they_were_looser_before() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("a/b");
        create_private_dir("test folder", &dir).unwrap();
        assert_eq!((mode(&dir), mode(dir.parent().unwrap())), (0o700, 0o700));
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        create_private_dir("test folder", &dir).unwrap();
        assert_eq!(mode(&dir), 0o700);

        let file = dir.join("f");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        write_atomically("test file", &file, b"new").unwrap();
        assert_eq!((mode(&file), fs::read(&file).unwrap()), (0o600, b"new".to_vec()));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        open_private("test file", &file, OpenOptions::new().append(true)).unwrap();
        assert_eq!(mode(&file), 0o600);
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_symbolic_link_is_never_written_through() {
        let temp = tempfile::tempdir().unwrap();
        let (victim, link) = (temp.path().join("victim"), temp.path().join("link"));
        fs::write(&victim, "precious").unwrap();
        symlink(&victim, &link).unwrap();
        assert!(matches!(write_atomically("test file", &link, b"x"), Err(PathError::Symlink { .. })));
        let opened = open_private("test file", &link, OpenOptions::new().write(true).truncate(true));
        assert!(matches!(opened, Err(PathError::Symlink { .. })));
        assert!(matches!(read_text("test file", &link), Err(PathError::Symlink { .. })));
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
    }

    #[test]
    fn what_is_in_the_way_is_named_with_the_reason_and_the_way_out() {
        let temp = tempfile::tempdir().unwrap();
        let file = temp.path().join("f");
        fs::write(&file, "").unwrap();
        let said = create_private_dir("database folder", &file).unwrap_err().to_string();
        let place = file.display();
        let want = format!(
            "The database folder {place} cannot be created: a file of that name is in the way. Move it away, or \
             choose another place with --config or --data-dir."
        );
        assert_eq!(said, want);
    }
}
