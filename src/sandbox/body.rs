//! A response body that can misbehave: whole, byte by byte, cut off, or without end.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// One gibibyte in pieces of this size is what `huge` sends to a client that does not hang up.
const HUGE_PIECE: usize = 64 * 1024;
const HUGE_PIECES: usize = 16 * 1024;

/// Frames with pauses before them, and an ending.
pub(super) struct Script {
    frames: VecDeque<Bytes>,
    /// Sent over and over after the frames.
    refrain: Option<(Bytes, usize)>,
    /// Before every frame but the first, and before a cut, so that what was sent has really left.
    pause: Option<Duration>,
    sleeping: Option<Pin<Box<Sleep>>>,
    /// What `Content-Length` promises; `None` is chunked.
    promised: Option<u64>,
    cut: bool,
}

impl Script {
    /// The whole body at once.
    pub(super) fn whole(body: Vec<u8>) -> Self {
        let promised = Some(body.len() as u64);
        let frames = if body.is_empty() { VecDeque::new() } else { VecDeque::from([Bytes::from(body)]) };
        Self { frames, refrain: None, pause: None, sleeping: None, promised, cut: false }
    }

    /// One byte after the other.
    pub(super) fn dripping(body: Vec<u8>, pause: Duration) -> Self {
        let body = Bytes::from(body);
        let frames = (0..body.len()).map(|at| body.slice(at..=at)).collect();
        let promised = Some(body.len() as u64);
        Self { frames, refrain: None, pause: Some(pause), sleeping: None, promised, cut: false }
    }

    /// Half of what is promised, then the end of the connection.
    pub(super) fn cut(mut body: Vec<u8>) -> Self {
        let promised = Some(body.len() as u64);
        body.truncate(body.len() / 2);
        let pause = Some(Duration::from_millis(20));
        Self { frames: VecDeque::from([Bytes::from(body)]), refrain: None, pause, sleeping: None, promised, cut: true }
    }

    /// The start of a list that goes on for a gibibyte.
    pub(super) fn huge() -> Self {
        let start = Bytes::from_static(br#"{"success":true,"message":"ok","code":200,"data":["#);
        let item = br#"{"_id":"000000000000000000000000","uuid":"00000000-0000-4000-8000-000000000000"},"#;
        let piece: Vec<u8> = item.iter().copied().cycle().take(HUGE_PIECE / item.len() * item.len()).collect();
        let refrain = Some((Bytes::from(piece), HUGE_PIECES));
        Self { frames: VecDeque::from([start]), refrain, pause: None, sleeping: None, promised: None, cut: false }
    }
}

impl Body for Script {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(sleeping) = &mut self.sleeping {
            ready!(sleeping.as_mut().poll(cx));
            self.sleeping = None;
        }
        if let Some(frame) = self.frames.pop_front() {
            if let Some(pause) = self.pause.filter(|_| self.cut || !self.frames.is_empty()) {
                self.sleeping = Some(Box::pin(sleep(pause)));
            }
            return Poll::Ready(Some(Ok(Frame::data(frame))));
        }
        if let Some((piece, left)) = &mut self.refrain
            && *left > 0
        {
            *left -= 1;
            return Poll::Ready(Some(Ok(Frame::data(piece.clone()))));
        }
        // hyper ends the connection on an error, with fewer bytes sent than promised: a cut as the client sees it.
        let end = self.cut.then(|| Err(io::Error::from(io::ErrorKind::ConnectionAborted)));
        Poll::Ready(end)
    }

    fn is_end_stream(&self) -> bool {
        self.frames.is_empty() && self.refrain.is_none() && !self.cut
    }

    fn size_hint(&self) -> SizeHint {
        self.promised.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
