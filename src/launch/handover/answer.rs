//! The holder's side: listens while the engine works, and answers each caller on a thread of its own.
//!
//! Nothing here touches the window's thread. A caller that sends rubbish, nothing, or does not read is hung up on after a
//! while; so many callers as there are seats are answered at once, more are told to come again.

use std::io::{self, BufWriter, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::call::{Call, Wish, settings_of};
use crate::bridge::{Command, Link, Phase, question};
use crate::cli::{self, Args, Io, args::VERSION};
use crate::instance::frame::{Frame, LONGEST_CALL, LONGEST_PIECE};
use crate::instance::socket;
use crate::launch::profile::Profile;
use crate::sandbox::SandboxArgs;

/// Callers that are answered at once.
const SEATS: usize = 16;
/// A caller has said what it wants by then.
const SPEAKS_WITHIN: Duration = Duration::from_secs(5);
/// A caller that takes nothing for so long has gone.
const READS_WITHIN: Duration = Duration::from_secs(60);
/// What a window that was closed still waits for its callers, whose engine has ended.
const GRACE: Duration = Duration::from_secs(2);
/// After so long a command that answers others says why it does not end.
const SAYS_AFTER: Duration = Duration::from_secs(1);

/// Who has the profile open.
pub enum Host {
    /// A window; brings it to the front.
    Window(Box<dyn Fn() + Send + Sync>),
    /// A command.
    Command,
}

/// The listening; ends with [`Serving::end`].
#[derive(Debug)]
pub struct Serving {
    stop: Option<oneshot::Sender<()>>,
    listening: Option<JoinHandle<Vec<UnixStream>>>,
    /// Hung up when the last caller was answered.
    answering: Receiver<()>,
}

/// What every caller is answered with.
struct Desk {
    link: Link,
    host: Host,
    config_file: PathBuf,
    /// What the engine's settings meant when they were last compared with a caller's.
    settings: Mutex<String>,
}

/// Listens from the moment the engine has the profile. Where that is not possible the log says why, and commands find
/// nobody.
pub fn serve(profile: &Profile, link: &Link, host: Host) -> Serving {
    let (stop, stopped) = oneshot::channel();
    let (seat, answering) = mpsc::channel();
    let (config_file, settings) = settings_of(profile);
    let desk = Desk { link: link.clone(), host, config_file, settings: Mutex::new(settings) };
    let path = profile.paths.socket_file.clone();
    let spawned = std::thread::Builder::new().name("handover".to_owned()).spawn(move || {
        listen(&Arc::new(desk), &path, stopped, &seat).unwrap_or_else(|error| {
            log::warn!("commands of other processes cannot be taken: {error}");
            Vec::new()
        })
    });
    if let Err(error) = &spawned {
        log::warn!("no thread to take commands of other processes: {}", error.kind());
    }
    Serving { stop: Some(stop), listening: spawned.ok(), answering }
}

impl Serving {
    /// Takes no more callers.
    pub fn stop(&mut self) {
        self.stop = None;
    }

    /// Ends it; the engine has ended, so whoever is still being answered is told within a moment.
    pub fn end(mut self) {
        self.stop();
        let callers = self.callers();
        if self.answering.recv_timeout(GRACE) == Err(RecvTimeoutError::Timeout) {
            for caller in callers {
                // It may have gone by itself.
                let _gone = caller.shutdown(std::net::Shutdown::Both);
            }
        }
    }

    /// Ends it when everybody who was taken has been answered in full: they were promised an answer.
    pub fn end_when_all_are_answered(mut self, io: &mut Io<'_>) {
        self.stop();
        self.callers();
        if self.answering.recv_timeout(SAYS_AFTER) == Err(RecvTimeoutError::Timeout) {
            io.note("This is done; it ends when the commands that were handed to it meanwhile are done, too.");
            // Hung up without a message: all have been answered.
            let _all = self.answering.recv();
        }
    }

    fn callers(&mut self) -> Vec<UnixStream> {
        self.listening.take().and_then(|thread| thread.join().ok()).unwrap_or_default()
    }
}

/// Takes callers until it is told to stop; answers those that were taken.
fn listen(
    desk: &Arc<Desk>,
    path: &std::path::Path,
    mut stopped: oneshot::Receiver<()>,
    seat: &Sender<()>,
) -> io::Result<Vec<UnixStream>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut link = desk.link.clone();
        // Only who holds the profile may listen for it.
        let snapshot = tokio::select! {
            _ = &mut stopped => return Ok(Vec::new()),
            snapshot = link.wait_for(|snapshot| snapshot.phase == Phase::Ready) => snapshot,
        };
        if snapshot.phase != Phase::Ready {
            return Ok(Vec::new());
        }
        let listener = socket::listen(path)?;
        log::info!("takes commands of other processes");
        let mut callers: Vec<(UnixStream, Arc<()>)> = Vec::new();
        loop {
            let accepted = tokio::select! {
                _ = &mut stopped => break,
                accepted = listener.accept() => accepted,
            };
            callers.retain(|(_, alive)| Arc::strong_count(alive) > 1);
            let taken = accepted.and_then(|stream| {
                let alive = Arc::new(());
                let known = stream.try_clone()?;
                let (desk, seat, its) = (Arc::clone(desk), seat.clone(), Arc::clone(&alive));
                let full = callers.len() >= SEATS;
                std::thread::Builder::new().name("caller".to_owned()).spawn(move || {
                    answer(&desk, &stream, full);
                    drop((its, seat));
                })?;
                if !full {
                    callers.push((known, alive));
                }
                Ok(())
            });
            if let Err(error) = taken {
                log::warn!("a caller could not be taken: {}", error.kind());
                // No handles left: the next try needs a moment.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Ok(callers.into_iter().map(|(stream, _)| stream).collect())
    })
}

/// Hears one caller and answers it.
fn answer(desk: &Desk, stream: &UnixStream, full: bool) {
    let outcome = hear(stream).and_then(|call| {
        stream.set_write_timeout(Some(READS_WITHIN))?;
        let refusal = if full {
            Some("It is answering as many commands as it can. Try again in a moment.".to_owned())
        } else {
            refusal(desk, &call)
        };
        match refusal {
            Some(words) => Frame::Refused(words).write(&mut &*stream),
            None => carry_out(desk, call, stream),
        }
    });
    if let Err(error) = outcome {
        log::info!("a caller was not answered to the end: {}", error.kind());
    }
    // The list of callers holds the stream, too: without this nobody would be hung up on. It may have gone by itself.
    let _gone = stream.shutdown(std::net::Shutdown::Both);
}

fn hear(stream: &UnixStream) -> io::Result<Call> {
    let mut patient = Patient { stream, until: Instant::now() + SPEAKS_WITHIN };
    match Frame::read(&mut patient, LONGEST_CALL)? {
        Frame::Call(bytes) => serde_json::from_slice(&bytes).map_err(|_| io::ErrorKind::InvalidData.into()),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Why a call is not answered, in words for the person at the other end.
fn refusal(desk: &Desk, call: &Call) -> Option<String> {
    if let Wish::Show = call.wish {
        return None;
    }
    if call.version != *VERSION {
        return Some(format!(
            "It is another version ({} there, {} here), and two versions do not work on one profile together. Close it \
             and start it anew.",
            *VERSION, call.version
        ));
    }
    if call.config_file != desk.config_file {
        return Some(
            "It was started with another settings file. Name the same one with --config, or close it.".to_owned(),
        );
    }
    let mut known = desk.settings.lock().unwrap_or_else(PoisonError::into_inner);
    if *known != call.settings {
        // The file was changed since. By now it can be another one again: then the next caller meets that.
        let (reply, answer) = question();
        let asked = desk.link.send_blocking(Command::SettingsChanged { reply: Some(reply) });
        match asked.ok().and_then(|()| answer.block_and_take().ok()) {
            Some(Ok(())) => known.clone_from(&call.settings),
            Some(Err(refused)) => return Some(format!("It cannot take in the changed settings: {refused}")),
            None => return Some("It is just ending.".to_owned()),
        }
    }
    None
}

fn carry_out(desk: &Desk, call: Call, stream: &UnixStream) -> io::Result<()> {
    let mut to = stream;
    match call.wish {
        Wish::Show => match &desk.host {
            Host::Window(show) => {
                show();
                Frame::Exit(0).write(&mut to)
            }
            Host::Command => Frame::Refused("It is a command and has no window.".to_owned()).write(&mut to),
        },
        Wish::CredentialChanged(account) => {
            log::info!("reads a credential again that was changed outside");
            // An engine that has ended reads no credentials any more.
            let _ended = desk.link.send_blocking(Command::CredentialChanged(account));
            Frame::Exit(0).write(&mut to)
        }
        Wish::Run(ref line) => {
            let Some(command) = engine_command(line) else {
                return Frame::Refused("It does not answer this command.".to_owned()).write(&mut to);
            };
            log::info!("answers a command of another process");
            Frame::Taken.write(&mut to)?;
            let mut io = Io {
                stdin: Box::new(io::empty()),
                stdout: Box::new(BufWriter::with_capacity(LONGEST_PIECE, Pieces { to: stream, wrap: Frame::Out })),
                stderr: Box::new(Pieces { to: stream, wrap: Frame::Err }),
                stdin_is_terminal: false,
                stdout_is_terminal: call.stdout_is_terminal,
                stderr_is_terminal: call.stderr_is_terminal,
                no_color: call.no_color,
            };
            let outcome = cli::run(command, desk.link.clone(), &mut io);
            let exit = cli::finish(outcome, &mut io);
            drop(io);
            Frame::Exit(exit.code()).write(&mut to)
        }
    }
}

/// The command of a line that the caller has checked; `None` for what is not answered for others.
fn engine_command(line: &[String]) -> Option<cli::EngineCommand> {
    match Args::<SandboxArgs>::read(line).ok()?.command? {
        cli::Command::Engine(command) => Some(command),
        _ => None,
    }
}

/// Turns what is written into messages.
struct Pieces<'s> {
    to: &'s UnixStream,
    wrap: fn(Vec<u8>) -> Frame,
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(LONGEST_PIECE)];
        // A caller that does not read any more is one that went away: nobody is left to tell.
        (self.wrap)(piece.to_vec()).write(&mut self.to).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads until a moment, however slowly it comes.
struct Patient<'s> {
    stream: &'s UnixStream,
    until: Instant,
}

impl Read for Patient<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(into)
    }
}
