//! Why a call failed, and what that means for what happens next.

use super::request::RetryAfter;

/// What is known about a call that did not end in a readable yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It never left: name not found, refused, TLS, proxy. Always safe to send again.
    NotSent,
    /// Refused before it was processed, with a time to come back (429; 503 with Retry-After).
    Slowed(Option<RetryAfter>),
    /// The credential is missing, wrong or withdrawn.
    Credential,
    /// The vendor said no: a 4xx, or a body that says so. Final.
    Refused,
    /// It may have been processed: a time-out or a cut after the first byte, a 5xx, an answer that cannot be read.
    Unclear,
}

/// A failed call, in words that may be shown and logged: no address, no body, no customer's data except a
/// vendor's own `message`, which stands apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    pub failure: Failure,
    /// What and why, without a full stop: `answered 503`, `could not be reached: connection refused`.
    pub words: String,
    /// What the vendor wrote about it; for the screen, never for the log.
    pub message: Option<String>,
    /// The status by which it was told, HTTP's or that of the answer's own words.
    pub status: Option<u16>,
}

impl ApiError {
    pub fn new(failure: Failure, words: impl Into<String>) -> Self {
        Self { failure, words: words.into(), message: None, status: None }
    }

    /// With the vendor's own words, bounded; empty ones are dropped.
    #[must_use]
    pub fn with_message(mut self, message: Option<String>) -> Self {
        self.message = message.map(|m| m.chars().take(200).collect::<String>()).filter(|m| !m.trim().is_empty());
        self
    }

    /// Whether it refuses what was asked in any words: who may ask, the address, the method. Asking again with a part
    /// of it would be refused the same.
    pub fn refuses_any(&self) -> bool {
        self.failure == Failure::Refused && matches!(self.status, Some(403..=405))
    }

    /// The sentence for the screen.
    pub fn sentence(&self) -> String {
        match &self.message {
            Some(message) => format!("{}: “{}”", self.words, message.trim()),
            None => self.words.clone(),
        }
    }

    /// What an HTTP status means when nothing better is known; `None` for 2xx.
    pub fn from_status(status: u16, retry_after: Option<RetryAfter>) -> Option<Self> {
        let (failure, words) = match status {
            200..=299 => return None,
            300..=399 => (
                Failure::Unclear,
                format!(
                    "answered with a redirect ({status}), which is never followed; check base_url and the network's sign-in page"
                ),
            ),
            401 => (Failure::Credential, "refused the credential (401)".to_owned()),
            429 => (Failure::Slowed(retry_after), "asked to slow down (429)".to_owned()),
            503 if retry_after.is_some() => {
                (Failure::Slowed(retry_after), "is busy and said when to come back (503)".to_owned())
            }
            400 => (Failure::Refused, "refused the request as wrong (400)".to_owned()),
            403 => (Failure::Refused, "does not allow this (403)".to_owned()),
            404 => (Failure::Refused, "does not know this address (404)".to_owned()),
            408 => (Failure::Unclear, "gave up waiting for the request (408)".to_owned()),
            402..=499 => (Failure::Refused, format!("refused the request ({status})")),
            _ => (Failure::Unclear, format!("answered with a server fault ({status})")),
        };
        Some(Self { status: Some(status), ..Self::new(failure, words) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn every_status_has_its_class() {
        let class = |status| ApiError::from_status(status, None).map(|e| e.failure);
        assert_eq!(class(200), None);
        assert_eq!(class(204), None);
        assert_eq!(class(302), Some(Failure::Unclear));
        for status in [400, 403, 404, 405, 409, 413, 422] {
            assert_eq!(class(status), Some(Failure::Refused), "{status}");
        }
        for (status, any) in
            [(400, false), (403, true), (404, true), (405, true), (413, false), (422, false), (500, false)]
        {
            assert_eq!(ApiError::from_status(status, None).is_some_and(|error| error.refuses_any()), any, "{status}");
        }
        assert_eq!(class(401), Some(Failure::Credential));
        assert_eq!(class(429), Some(Failure::Slowed(None)));
        for status in [500, 502, 503, 504, 100, 999] {
            assert_eq!(class(status), Some(Failure::Unclear), "{status}");
        }
        let later = RetryAfter::In(Duration::from_secs(3));
        assert_eq!(ApiError::from_status(503, Some(later)).map(|e| e.failure), Some(Failure::Slowed(Some(later))));
    }
}
