//! Base64 (RFC 4648) by hand, so that a fake shares no mistake with the client's library. It keeps nothing secret.

/// Base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    encoded(bytes, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", true)
}

/// Base64 for addresses, without padding, as tokens have it.
pub(super) fn base64_url(bytes: &[u8]) -> String {
    encoded(bytes, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", false)
}

fn encoded(bytes: &[u8], letters: &[u8; 64], padded: bool) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |sum, at| sum << 8 | three.get(at).map_or(0, |byte| usize::from(*byte)));
        for at in 0..4 {
            if at <= three.len() {
                out.push(char::from(letters[group >> (18 - 6 * at) & 63]));
            } else if padded {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_of_the_standard_come_out() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
            assert_eq!(base64_url(plain.as_bytes()), coded.trim_end_matches('='));
        }
    }
}
