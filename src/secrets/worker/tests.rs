//! Calls that time out, come late, crowd in, or panic.

use super::*;

/// Answers each call only when the test lets it; a get of `u` answers the number of the call.
struct Gated(mpsc::Receiver<()>, u32);

impl Keychain for Gated {
    fn get(&mut self, user: &str) -> Result<Option<Secret>, SecretsError> {
        let _ = self.0.recv();
        self.1 += 1;
        assert_ne!(user, "panic", "wanted by the test");
        Ok(Some(Secret::new(format!("{user}{}", self.1))))
    }

    fn set(&mut self, _: &str, _: &Secret) -> Result<(), SecretsError> {
        let _ = self.0.recv();
        Ok(())
    }

    fn remove(&mut self, _: &str) -> Result<bool, SecretsError> {
        Ok(true)
    }
}

const SHORT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_secs(30);

fn gated() -> (Worker, mpsc::Sender<()>) {
    let (let_go, gate) = mpsc::channel();
    (Worker::start(Gated(gate, 0)), let_go)
}

fn get(worker: &Worker, user: &str, timeout: Duration) -> Result<String, SecretsError> {
    match worker.call(Request::Get(user.into()), timeout)? {
        Answer::Got(Some(secret)) => Ok(secret.expose().into()),
        other => panic!("{other:?}"),
    }
}

fn wait_until_idle(worker: &Worker) {
    while worker.is_waiting() {
        thread::yield_now();
    }
}

#[test]
fn while_a_timed_out_call_is_out_others_are_refused_at_once() {
    let (worker, let_go) = gated();
    assert!(matches!(get(&worker, "u", SHORT), Err(SecretsError::Slow { .. })));
    assert!(worker.is_waiting());
    assert!(matches!(get(&worker, "v", LONG), Err(SecretsError::StillWaiting)));
    assert!(matches!(worker.call(Request::Remove("u".into()), LONG), Err(SecretsError::StillWaiting)));
    let_go.send(()).unwrap();
}

#[test]
fn a_late_secret_goes_to_the_next_who_asks_for_it_and_to_nobody_else() {
    let (worker, let_go) = gated();
    assert!(get(&worker, "u", SHORT).is_err());
    let_go.send(()).unwrap();
    wait_until_idle(&worker);
    let_go.send(()).unwrap();
    assert_eq!(get(&worker, "v", LONG).unwrap(), "v2");
    assert_eq!(get(&worker, "u", LONG).unwrap(), "u1", "kept, not asked again");
    let_go.send(()).unwrap();
    assert_eq!(get(&worker, "u", LONG).unwrap(), "u3", "kept once only");
}

#[test]
fn a_late_secret_is_dropped_when_the_item_is_changed() {
    let (worker, let_go) = gated();
    assert!(get(&worker, "u", SHORT).is_err());
    for _ in 0..3 {
        let_go.send(()).unwrap();
    }
    wait_until_idle(&worker);
    worker.call(Request::Set("u".into(), Secret::new("new".into())), LONG).unwrap();
    assert_eq!(get(&worker, "u", LONG).unwrap(), "u2");
}

#[test]
fn callers_at_the_same_time_take_turns_and_each_gets_its_own_answer() {
    let (worker, let_go) = gated();
    for _ in 0..8 {
        let_go.send(()).unwrap();
    }
    thread::scope(|scope| {
        for user in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            let worker = &worker;
            scope.spawn(move || assert!(get(worker, user, LONG).unwrap().starts_with(user)));
        }
    });
}

#[test]
fn a_panic_in_the_keychains_library_is_an_answer_and_the_thread_lives_on() {
    let (worker, let_go) = gated();
    let_go.send(()).unwrap();
    assert!(matches!(get(&worker, "panic", LONG), Err(SecretsError::Other { .. })));
    let_go.send(()).unwrap();
    assert_eq!(get(&worker, "u", LONG).unwrap(), "u2");
}
