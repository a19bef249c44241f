//! What the preloaded library told, entry by entry; `shim.c` says how they are written.

/// One thing that a program did. Files are told apart by their inodes.
#[derive(Debug)]
pub(super) enum Op {
    Created {
        file: u64,
        name: String,
    },
    MadeFolder {
        name: String,
    },
    Wrote {
        file: u64,
        at: usize,
        bytes: Vec<u8>,
    },
    Resized {
        file: u64,
        length: usize,
    },
    Synced {
        file: u64,
    },
    /// With the names that were in the folder then.
    SyncedFolder {
        folder: String,
        names: Vec<(String, u64)>,
    },
    Renamed {
        from: String,
        to: String,
    },
    Removed {
        name: String,
    },
    /// On stdout.
    Said(String),
    /// To the network.
    Sent(Vec<u8>),
}

/// Reads the whole log.
pub(super) fn read(mut log: &[u8]) -> Vec<Op> {
    let mut ops = Vec::new();
    while !log.is_empty() {
        let (head, rest) = log.split_at(21);
        let number = |from: usize| u64::from_ne_bytes(head[from..from + 8].try_into().unwrap());
        let length = u32::from_ne_bytes(head[17..].try_into().unwrap());
        let (bytes, rest) = rest.split_at(usize::try_from(length).unwrap());
        log = rest;
        let text = || String::from_utf8(bytes.to_vec()).unwrap();
        let (file, place) = (number(1), usize::try_from(number(9)).unwrap());
        ops.push(match head[0] {
            b'c' => Op::Created { file, name: text() },
            b'k' => Op::MadeFolder { name: text() },
            b'w' => Op::Wrote { file, at: place, bytes: bytes.to_vec() },
            b't' => Op::Resized { file, length: place },
            b's' => Op::Synced { file },
            b'd' => Op::SyncedFolder { folder: text(), names: Vec::new() },
            b'l' => {
                let Some(Op::SyncedFolder { names, .. }) = ops.last_mut() else { panic!("a name without its folder") };
                names.push((text(), file));
                continue;
            }
            b'r' => {
                let both = text();
                let (from, to) = both.split_once('\0').unwrap();
                Op::Renamed { from: from.to_owned(), to: to.to_owned() }
            }
            b'u' => Op::Removed { name: text() },
            b'a' => Op::Said(text()),
            b'n' => Op::Sent(bytes.to_vec()),
            other => panic!("an unknown kind of entry: {other}"),
        });
    }
    ops
}

/// The lines on stdout, each with the number of the operation that ended it.
pub(super) fn lines(ops: &[Op]) -> Vec<(usize, String)> {
    let (mut lines, mut open) = (Vec::new(), String::new());
    for (at, op) in ops.iter().enumerate() {
        let Op::Said(text) = op else { continue };
        open.push_str(text);
        while let Some((line, rest)) = open.split_once('\n') {
            lines.push((at, line.to_owned()));
            open = rest.to_owned();
        }
    }
    lines
}

/// Heads and bodies of requests that would change something, with the number of the operation that began to send each.
pub(super) fn requests(ops: &[Op]) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut sent = ops.iter().enumerate().filter_map(|(at, op)| match op {
        Op::Sent(bytes) => Some((at, String::from_utf8_lossy(bytes))),
        _ => None,
    });
    while let Some((at, text)) = sent.next() {
        if !text.starts_with("PUT ") && !text.starts_with("POST ") {
            continue;
        }
        // Head and body leave as one piece, or as two pieces of one call.
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let (head, body) = (head.to_owned(), body.to_owned());
        let body = if body.is_empty() { sent.next().unwrap().1.into_owned() } else { body };
        found.push((at, head, body));
    }
    found
}
