//! The one thread that talks to the keychain, and the gate in front of it.
//!
//! A call can block for as long as a person ignores a dialog. So callers wait with a time-out; one call is out at a
//! time; while a timed-out call is still out, others are refused at once. The thread is never joined: a blocked call
//! must not hold up the process's exit (which is why it is no runtime's blocking task).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Secret, SecretsError};

/// What the thread owns; each method may block.
pub(super) trait Keychain: Send + 'static {
    fn get(&mut self, user: &str) -> Result<Option<Secret>, SecretsError>;
    fn set(&mut self, user: &str, secret: &Secret) -> Result<(), SecretsError>;
    fn remove(&mut self, user: &str) -> Result<bool, SecretsError>;
    /// Called after a panic: nothing that was open can be trusted.
    fn forget(&mut self) {}
}

pub(super) enum Request {
    Get(String),
    Set(String, Secret),
    Remove(String),
}

#[derive(Debug)]
pub(super) enum Answer {
    Got(Option<Secret>),
    Stored,
    Removed(bool),
}

/// How long an answer that came too late for its caller is kept for the next one who asks the same.
const LATE_KEPT: Duration = Duration::from_secs(120);

struct Job {
    request: Request,
    asked: Instant,
    reply: SyncSender<Result<Answer, SecretsError>>,
}

#[derive(Default)]
struct Gate {
    /// The number of the call that is out.
    out: Option<u64>,
    /// Its caller has given up.
    overdue: bool,
    last: u64,
    /// A secret read too late for its caller: where each access asks a person, asking twice would never end.
    late: Option<(String, Instant, Secret)>,
}

#[derive(Default)]
struct Shared {
    gate: Mutex<Gate>,
    free: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) struct Worker {
    shared: Arc<Shared>,
    /// `None` when the thread could not be started.
    jobs: Option<Mutex<Sender<Job>>>,
}

impl Worker {
    pub(super) fn start(keychain: impl Keychain) -> Self {
        let shared = Arc::new(Shared::default());
        let (jobs_tx, jobs_rx) = mpsc::channel::<Job>();
        let in_thread = shared.clone();
        // Ends when the last handle, and with it the sender, is gone.
        let started = thread::Builder::new().name("keychain".into()).spawn(move || {
            let mut keychain = keychain;
            for job in jobs_rx {
                answer(&in_thread, &mut keychain, job);
            }
        });
        Self { shared, jobs: started.ok().map(|_| Mutex::new(jobs_tx)) }
    }

    /// Whether a call whose caller gave up is still out.
    pub(super) fn is_waiting(&self) -> bool {
        self.shared.lock().overdue
    }

    pub(super) fn call(&self, request: Request, timeout: Duration) -> Result<Answer, SecretsError> {
        let asked = Instant::now();
        let number = match self.enter(&request, asked + timeout)? {
            Entered::Late(secret) => return Ok(Answer::Got(Some(secret))),
            Entered::Turn(number) => number,
        };
        // A rendezvous: an answer is either taken by its caller or handed back to the thread, never lost between.
        let (reply, answer_rx) = mpsc::sync_channel(0);
        let job = Job { request, asked, reply };
        let sent = self.jobs.as_ref().map(|jobs| jobs.lock().unwrap_or_else(PoisonError::into_inner).send(job));
        if !matches!(sent, Some(Ok(()))) {
            leave(&self.shared, self.shared.lock());
            return Err(SecretsError::other("no thread"));
        }
        match answer_rx.recv_timeout(timeout.saturating_sub(asked.elapsed())) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Disconnected) => Err(SecretsError::other("thread ended")),
            Err(RecvTimeoutError::Timeout) => {
                let mut gate = self.shared.lock();
                if gate.out == Some(number) {
                    gate.overdue = true;
                    self.shared.free.notify_all();
                    return Err(SecretsError::Slow { waited_secs: timeout.as_secs() });
                }
                drop(gate);
                // It was finished in this very moment; the thread is handing it over.
                answer_rx.recv().unwrap_or_else(|_| Err(SecretsError::other("thread ended")))
            }
        }
    }

    /// Waits for the turn, or takes the late answer to the same question.
    fn enter(&self, request: &Request, deadline: Instant) -> Result<Entered, SecretsError> {
        let mut gate = self.shared.lock();
        while gate.out.is_some() {
            let left = deadline.saturating_duration_since(Instant::now());
            if gate.overdue || left.is_zero() {
                return Err(SecretsError::StillWaiting);
            }
            gate = self.shared.free.wait_timeout(gate, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let (Request::Get(user) | Request::Set(user, _) | Request::Remove(user)) = request;
        let kept = gate.late.take_if(|(whose, at, _)| whose == user || at.elapsed() > LATE_KEPT);
        if let (Request::Get(_), Some((whose, at, secret))) = (request, kept)
            && whose == *user
            && at.elapsed() <= LATE_KEPT
        {
            return Ok(Entered::Late(secret));
        }
        gate.last += 1;
        gate.out = Some(gate.last);
        Ok(Entered::Turn(gate.last))
    }
}

enum Entered {
    Turn(u64),
    Late(Secret),
}

fn leave(shared: &Shared, mut gate: MutexGuard<'_, Gate>) {
    gate.out = None;
    gate.overdue = false;
    shared.free.notify_all();
}

fn answer(shared: &Shared, keychain: &mut impl Keychain, job: Job) {
    let outcome = catch_unwind(AssertUnwindSafe(|| match &job.request {
        Request::Get(user) => keychain.get(user).map(Answer::Got),
        Request::Set(user, secret) => keychain.set(user, secret).map(|()| Answer::Stored),
        Request::Remove(user) => keychain.remove(user).map(Answer::Removed),
    }));
    let outcome = outcome.unwrap_or_else(|_| {
        keychain.forget();
        Err(SecretsError::other("panic"))
    });
    let ok = outcome.is_ok();
    // One step, so that a caller who gives up now either is seen here or sees that the answer is on its way.
    let mut gate = shared.lock();
    let outcome = match (gate.overdue, job.request, outcome) {
        (true, Request::Get(user), Ok(Answer::Got(Some(secret)))) => {
            gate.late = Some((user, Instant::now(), secret));
            None
        }
        (true, ..) => None,
        (false, _, outcome) => Some(outcome),
    };
    leave(shared, gate);
    match outcome {
        // Fails only when the caller is gone by a panic of its own.
        Some(outcome) => drop(job.reply.send(outcome)),
        None => {
            let secs = job.asked.elapsed().as_secs();
            log::warn!("the keychain answered {secs} s after it was asked, too late for its caller; success: {ok}");
        }
    }
}

#[cfg(test)]
mod tests;
