//! The socket beside the lock: where whoever holds a profile takes commands of the same user.
//!
//! Only the holder of the lock listens, so a socket that nobody answers at is left over from a crash and is removed. The
//! folder is 0700 and the socket 0600; the caller's user is asked of the system besides.

use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use tokio::net::UnixListener;

/// A listening socket; its file goes with it.
#[derive(Debug)]
pub struct Listener {
    listener: UnixListener,
    path: PathBuf,
    /// The user we run as, and which file on the disk is ours.
    uid: u32,
    inode: u64,
}

/// Listens at `path`; for whoever holds the profile's lock, inside a tokio runtime.
///
/// # Errors
/// `AddrInUse` where somebody answers there all the same, or something that is no socket lies there; else whatever the
/// system says (a path longer than about 100 bytes is no address of a socket).
pub fn listen(path: &Path) -> io::Result<Listener> {
    if let Ok(found) = path.symlink_metadata() {
        if !found.file_type().is_socket() || UnixStream::connect(path).is_ok() {
            return Err(io::ErrorKind::AddrInUse.into());
        }
        log::info!("removes a socket that was left over");
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    let facts = path.symlink_metadata()?;
    Ok(Listener { listener, path: path.to_owned(), uid: facts.uid(), inode: facts.ino() })
}

impl Listener {
    /// The next caller that runs as the same user; others are hung up on.
    ///
    /// # Errors
    /// The system takes no more callers at the moment (no file handles).
    pub async fn accept(&self) -> io::Result<UnixStream> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            match stream.peer_cred() {
                Ok(peer) if peer.uid() == self.uid => {
                    let stream = stream.into_std()?;
                    stream.set_nonblocking(false)?;
                    return Ok(stream);
                }
                Ok(_) => log::warn!("hung up on another user at the socket"),
                // A caller that is gone already.
                Err(error) => log::debug!("a caller went: {}", error.kind()),
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Another one's socket may stand there by now, where a disk knows no locks.
        if self.path.symlink_metadata().is_ok_and(|found| found.ino() == self.inode)
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            log::warn!("the socket could not be removed: {}", error.kind());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
    }

    #[test]
    fn a_left_over_socket_is_replaced_and_a_live_one_or_another_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("default.sock");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(path.exists(), "left over");
        let runtime = runtime();
        let _inside = runtime.enter();
        let listener = listen(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(listen(&path).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        drop(listener);
        assert!(!path.exists(), "removed with its listener");
        std::fs::write(&path, "mine").unwrap();
        assert_eq!(listen(&path).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn the_socket_of_a_successor_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("default.sock");
        let runtime = runtime();
        let _inside = runtime.enter();
        let first = listen(&path).unwrap();
        std::fs::rename(&path, folder.path().join("aside")).unwrap();
        let _second = listen(&path).unwrap();
        drop(first);
        assert!(path.exists());
    }
}
