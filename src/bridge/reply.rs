//! One-shot answers: a poll-promise whose sender can never be lost.
//!
//! `poll_promise` panics the asking thread when a sender is dropped. A [`Reply`] therefore answers from its own
//! drop: whatever happens to the engine, the question ends in words.

use poll_promise::{Promise, Sender};

/// The question was given up before it was answered (the engine stopped or is restarting).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Leadline stopped working on this before it was done. Nothing was lost; try again.")]
pub struct NoAnswer;

/// The asking side: poll it in a frame, or block on it in a command line.
pub type Answer<T> = Promise<Result<T, NoAnswer>>;

/// The answering side. Dropping it answers [`NoAnswer`].
pub struct Reply<T: Send + 'static> {
    sender: Option<Sender<Result<T, NoAnswer>>>,
}

impl<T: Send + 'static> Reply<T> {
    /// Answers the question.
    pub fn answer(mut self, value: T) {
        if let Some(sender) = self.sender.take() {
            sender.send(Ok(value));
        }
    }
}

impl<T: Send + 'static> Drop for Reply<T> {
    fn drop(&mut self) {
        if let Some(sender) = self.sender.take() {
            sender.send(Err(NoAnswer));
        }
    }
}

impl<T: Send + 'static> std::fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reply")
    }
}

/// A fresh question: the reply rides in a command, the answer stays with the asker.
pub fn question<T: Send + 'static>() -> (Reply<T>, Answer<T>) {
    let (sender, answer) = Promise::new();
    (Reply { sender: Some(sender) }, answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_reply_answers_instead_of_panicking() {
        let (reply, answer) = question::<u8>();
        drop(reply);
        assert_eq!(answer.block_and_take(), Err(NoAnswer));
        let (reply, answer) = question();
        reply.answer(7);
        assert_eq!(answer.block_and_take(), Ok(7));
    }
}
