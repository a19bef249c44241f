//! The caller's side: sends its command line and passes on what comes back.

use std::io::{self, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::mpsc;
use std::time::Duration;

use super::Outcome;
use super::call::{Call, Wish, settings_of};
use crate::cli::args::VERSION;
use crate::cli::{Exit, Io, Stop};
use crate::domain::AccountName;
use crate::instance::frame::{Frame, LONGEST_CALL, LONGEST_PIECE};
use crate::launch::profile::Profile;

/// Whoever listens says at once that it does.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// Has this process's own command line carried out by whoever holds the profile.
pub fn run_there(profile: &Profile, io: &mut Io<'_>) -> Outcome {
    let line: Result<Vec<String>, _> = std::env::args_os().map(std::ffi::OsString::into_string).collect();
    let Ok(line) = line else {
        return Outcome::Refused("This command line is not whole text, so it cannot be handed over.".to_owned());
    };
    let terminals = (io.stdout_is_terminal, io.stderr_is_terminal, io.no_color);
    match call(profile, Wish::Run(line), terminals) {
        Err(outcome) => outcome,
        Ok((stream, Frame::Taken)) => pass_on(stream, io),
        Ok((_, frame)) => ended_by(frame),
    }
}

/// Brings the window of whoever holds the profile to the front.
pub fn show_window(profile: &Profile) -> Outcome {
    match call(profile, Wish::Show, (false, false, true)) {
        Err(outcome) => outcome,
        Ok((_, frame)) => ended_by(frame),
    }
}

/// Tells whoever holds the profile that this account's credential in the keychain has changed; false where nobody
/// listens.
pub fn tell(profile: &Profile, account: &AccountName) -> bool {
    match call(profile, Wish::CredentialChanged(account.clone()), (false, false, true)) {
        Ok((_, Frame::Exit(0))) => true,
        Err(Outcome::Nobody) => false,
        _ => {
            log::warn!("the running Leadline was not told of a changed credential");
            true
        }
    }
}

/// Sends a call and hears the first word of the answer.
fn call(profile: &Profile, wish: Wish, terminals: (bool, bool, bool)) -> Result<(UnixStream, Frame), Outcome> {
    let mut stream = UnixStream::connect(&profile.paths.socket_file).map_err(|error| {
        log::debug!("nobody at the socket: {}", error.kind());
        Outcome::Nobody
    })?;
    let (config_file, settings) = settings_of(profile);
    let (stdout_is_terminal, stderr_is_terminal, no_color) = terminals;
    let version = VERSION.clone();
    let call = Call { version, config_file, settings, stdout_is_terminal, stderr_is_terminal, no_color, wish };
    let bytes = serde_json::to_vec(&call).unwrap_or_default();
    if bytes.len() > LONGEST_CALL {
        return Err(Outcome::Refused("This command line is too long to be handed over.".to_owned()));
    }
    let answer = stream
        .set_read_timeout(Some(ANSWERS_WITHIN))
        .and_then(|()| stream.set_write_timeout(Some(ANSWERS_WITHIN)))
        .and_then(|()| Frame::Call(bytes).write(&mut stream))
        .and_then(|()| Frame::read(&mut stream, LONGEST_PIECE));
    match answer {
        Ok(frame) => Ok((stream, frame)),
        // It was just about to end, or something else: nothing was begun, so asking again is harmless.
        Err(error) if !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
            Err(Outcome::Nobody)
        }
        Err(_) => Err(Outcome::Refused("It does not answer. If it hangs, end it and try again.".to_owned())),
    }
}

fn ended_by(frame: Frame) -> Outcome {
    match frame {
        Frame::Exit(code) => Outcome::Done(exit_of(code)),
        Frame::Refused(words) => Outcome::Refused(words),
        _ => Outcome::Refused("It answers something that this version does not understand.".to_owned()),
    }
}

/// Writes what comes to our own streams until the exit code comes. What comes is taken in at once, however slowly it can
/// be written here: the other side must not wait for the reader of a pipe.
fn pass_on(mut stream: UnixStream, io: &mut Io<'_>) -> Outcome {
    let (pieces, arriving) = mpsc::channel();
    let unlimited = stream.set_read_timeout(None);
    let reading = std::thread::Builder::new().name("answer".to_owned()).spawn(move || {
        let mut outcome = unlimited.and_then(|()| Frame::read(&mut stream, LONGEST_PIECE));
        loop {
            let last = !matches!(outcome, Ok(Frame::Out(_) | Frame::Err(_)));
            if pieces.send(outcome).is_err() || last {
                // Our own reader went away, or it was the end.
                return;
            }
            outcome = Frame::read(&mut stream, LONGEST_PIECE);
        }
    });
    if let Err(error) = reading {
        return failed(&format!("The system gives Leadline no thread ({}).", error.kind()), io);
    }
    let mut unwritten: Option<Stop> = None;
    for frame in arriving {
        let written = match frame {
            Ok(Frame::Out(bytes)) if unwritten.is_none() => {
                io.stdout.write_all(&bytes).and_then(|()| io.stdout.flush())
            }
            Ok(Frame::Out(_)) => Ok(()),
            Ok(Frame::Err(bytes)) => {
                // Where stderr is gone nobody can be told that stderr is gone.
                let _nobody = io.stderr.write_all(&bytes);
                Ok(())
            }
            Ok(Frame::Exit(code)) => {
                let exit = unwritten.iter().fold(exit_of(code), |exit, stop| exit.combine(stop.exit));
                for stop in unwritten.iter().filter(|stop| !stop.sentence.is_empty()) {
                    io.note(&format!("leadline: {}", stop.sentence));
                }
                return Outcome::Done(exit);
            }
            _ => break,
        };
        unwritten = unwritten.or(written.err().map(Stop::from));
    }
    failed(
        "The Leadline that was doing this ended before it was done. What was acknowledged is kept; look with “leadline outbox”, then try again.",
        io,
    )
}

fn failed(sentence: &str, io: &mut Io<'_>) -> Outcome {
    io.note(&format!("leadline: {sentence}"));
    Outcome::Done(Exit::Failed)
}

fn exit_of(code: u8) -> Exit {
    Exit::of_code(code).unwrap_or(Exit::Failed)
}
