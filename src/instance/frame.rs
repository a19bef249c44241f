//! What travels over the local socket: a kind, a length, that many bytes.
//!
//! The caller sends one call; the one that answers sends that it took it, then pieces of output, then the exit code, or
//! a refusal in words. Lengths are bounded, so that rubbish cannot make either side collect without end.

use std::io::{self, Read, Write};

/// The longest call: a note of a customer is long, a script's mistake is longer.
pub const LONGEST_CALL: usize = 1024 * 1024;
/// The longest piece of an answer.
pub const LONGEST_PIECE: usize = 64 * 1024;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// What is asked; the caller's only message.
    Call(Vec<u8>),
    /// The call was understood and is being answered.
    Taken,
    /// A piece of stdout.
    Out(Vec<u8>),
    /// A piece of stderr.
    Err(Vec<u8>),
    /// The end, with the exit code.
    Exit(u8),
    /// The end: not answered, and why.
    Refused(String),
}

impl Frame {
    fn parts(&self) -> (u8, &[u8]) {
        match self {
            Self::Call(bytes) => (b'C', bytes),
            Self::Taken => (b'T', &[]),
            Self::Out(bytes) => (b'O', bytes),
            Self::Err(bytes) => (b'E', bytes),
            Self::Exit(code) => (b'X', std::slice::from_ref(code)),
            Self::Refused(words) => (b'R', words.as_bytes()),
        }
    }

    /// Writes the message.
    ///
    /// # Errors
    /// The other side is gone or does not read.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let (kind, bytes) = self.parts();
        let length = u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut message = Vec::with_capacity(bytes.len() + 5);
        message.push(kind);
        message.extend(length.to_be_bytes());
        message.extend(bytes);
        to.write_all(&message)
    }

    /// Reads one message of at most `longest` bytes.
    ///
    /// # Errors
    /// `UnexpectedEof` where the other side is gone; `InvalidData` for what is no message of ours.
    pub fn read(from: &mut impl Read, longest: usize) -> io::Result<Self> {
        let mut head = [0; 5];
        from.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > longest || !b"CTOEXR".contains(&kind) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; length];
        from.read_exact(&mut bytes)?;
        Ok(match (kind, bytes.as_slice()) {
            (b'C', _) => Self::Call(bytes),
            (b'T', []) => Self::Taken,
            (b'O', _) => Self::Out(bytes),
            (b'E', _) => Self::Err(bytes),
            (b'X', [code]) => Self::Exit(*code),
            (b'R', _) => Self::Refused(String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData)?),
            _ => return Err(io::ErrorKind::InvalidData.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_arrives_as_it_was_sent() {
        let frames = [
            Frame::Call(b"{}".to_vec()),
            Frame::Taken,
            Frame::Out(vec![0; LONGEST_PIECE]),
            Frame::Err("é".into()),
            Frame::Exit(8),
            Frame::Refused("Not now.".into()),
        ];
        let mut wire = Vec::new();
        frames.iter().for_each(|frame| frame.write(&mut wire).unwrap());
        let mut wire = wire.as_slice();
        for frame in frames {
            assert_eq!(Frame::read(&mut wire, LONGEST_PIECE).unwrap(), frame);
        }
        assert_eq!(Frame::read(&mut wire, LONGEST_PIECE).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn rubbish_and_lengths_beyond_the_bound_are_refused_before_they_are_read() {
        for wire in [
            &b"GET / HTTP/1.1\r\n\r\n"[..],
            b"O\xff\xff\xff\xff",
            b"O\0\x01\0\x01",
            b"T\0\0\0\x01x",
            b"X\0\0\0\0",
            b"R\0\0\0\x01\xff",
        ] {
            let mut wire = wire;
            assert_eq!(Frame::read(&mut wire, LONGEST_PIECE).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
        let mut cut = &b"O\0\0\0\x09abc"[..];
        assert_eq!(Frame::read(&mut cut, LONGEST_PIECE).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
