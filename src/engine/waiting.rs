//! A start that failed: says why, and waits for what the agent wants to do about it.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::runtime::Runtime;

use super::recovery;
use super::runner::Setup;
use super::start::Place;
use crate::bridge::link::EngineEnd;
use crate::bridge::{Command, Phase, Snapshot};

/// What the agent wants of a start that failed.
pub(super) enum Wanted {
    End,
    AnotherTry,
    /// The old one was set aside; the sentence about it.
    NewDatabase(String),
}

/// Shows why there is no engine until the agent wants something that ends the wait.
pub(super) fn wait_for_agent(setup: &mut Setup, end: &mut EngineEnd, runtime: &Runtime, phase: &Phase) -> Wanted {
    publish(setup, end, phase.clone());
    let wanted = loop {
        match runtime.block_on(end.commands.recv()) {
            None | Some(Command::Quit) => return Wanted::End,
            Some(Command::TryAgain) => break Wanted::AnotherTry,
            Some(Command::EnterRecoveryKey { key, reply }) => {
                let entered = recovery::enter(&setup.place, &setup.secrets, phase, &key);
                let opens = entered.is_ok();
                reply.answer(entered);
                if opens {
                    break Wanted::AnotherTry;
                }
            }
            Some(Command::StartAnew { reply }) => match recovery::start_anew(&setup.place, phase) {
                Ok(words) => {
                    reply.answer(Ok(()));
                    break Wanted::NewDatabase(words);
                }
                Err(refused) => reply.answer(Err(refused)),
            },
            Some(Command::WorkInMemory) => {
                setup.place = Place::Memory("This session is kept in memory only.".to_owned());
                break Wanted::AnotherTry;
            }
            // Its reply, if it has one, answers from its own drop that nothing was done.
            Some(_) => {}
        }
    };
    publish(setup, end, Phase::Starting);
    wanted
}

/// Shows how far the start is.
pub(super) fn publish(setup: &Setup, end: &EngineEnd, phase: Phase) {
    let mut snapshot = Snapshot::starting(Timestamp::now());
    snapshot.phase = phase;
    end.snapshots.send_replace(Arc::new(snapshot));
    (setup.wake)();
}
