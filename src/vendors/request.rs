//! One call to a vendor and its answer, as values: no client, no clock, no secret.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;

/// The verbs that vendors use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Put,
    Post,
}

/// A header's value: fixed, or taken from the account's credential at the moment of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderText {
    Fixed(&'static str),
    /// `prefix` and the credential field, as in `Bearer {token}`.
    Credential {
        prefix: &'static str,
        field: &'static str,
    },
    /// The credential field with texts of the settings around it.
    Around {
        before: String,
        field: &'static str,
        after: String,
    },
    /// Set by the account's settings.
    Text(String),
    /// HTTP Basic from two credential fields.
    Basic {
        user: &'static str,
        password: &'static str,
        form: PasswordForm,
    },
}

/// A header's name, in lower case, and its value.
pub type Header = (Cow<'static, str>, HeaderText);

/// A header with a name that the contract states.
pub const fn header(name: &'static str, text: HeaderText) -> Header {
    (Cow::Borrowed(name), text)
}

/// How a password is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordForm {
    AsIs,
    /// The MD5 of the password in hexadecimal digits; a password that already is such a digest stays as it is.
    Md5Hex,
}

/// What to send. The base address and the secrets are added by the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRequest {
    /// The endpoint's name in logs and errors (`list`, `update`).
    pub endpoint: &'static str,
    pub method: Method,
    /// Begins with `/`, after the account's base address.
    pub path: &'static str,
    pub query: Vec<(&'static str, String)>,
    /// Names in lower case.
    pub headers: Vec<Header>,
    /// A JSON body, exactly these bytes.
    pub body: Option<Vec<u8>>,
}

impl ApiRequest {
    /// The whole request as a person reads it, every credential blanked.
    pub fn shown(&self, base_url: &str) -> String {
        const BLANK: &str = "••••••••";
        let method = match self.method {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
        };
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.query.iter().map(|(name, value)| (*name, value.as_str())));
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        let mut out = format!("{method} {base_url}{}{mark}{query}\n", self.path);
        for (name, text) in &self.headers {
            let value = match text {
                HeaderText::Fixed(text) => (*text).to_owned(),
                HeaderText::Text(text) => text.clone(),
                HeaderText::Credential { prefix, .. } => format!("{prefix}{BLANK}"),
                HeaderText::Around { before, after, .. } => format!("{before}{BLANK}{after}"),
                HeaderText::Basic { .. } => format!("Basic {BLANK}"),
            };
            out.push_str(&format!("{name}: {value}\n"));
        }
        if let Some(body) = &self.body {
            let text = String::from_utf8_lossy(body);
            let pretty = serde_json::from_str::<serde_json::Value>(&text)
                .and_then(|json| serde_json::to_string_pretty(&json))
                .unwrap_or_else(|_| text.into_owned());
            out.push('\n');
            out.push_str(&pretty);
        }
        out
    }
}

/// A call whose body is made of credentials: the sender fills it in, so that no value but the keychain's holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// Without a body.
    pub request: ApiRequest,
    pub body: CredentialBody,
    /// Where it goes when that is not the account's base address: a whole web address of the settings.
    pub address: Option<String>,
}

/// A body of fixed texts and credential fields: the name on the wire, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialBody {
    /// A JSON object of texts.
    Json(Vec<(&'static str, HeaderText)>),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(&'static str, HeaderText)>),
}

/// What came back, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiReply {
    /// The HTTP status.
    pub status: u16,
    pub retry_after: Option<RetryAfter>,
    /// The vendor's clock (`Date`), where it tells it.
    pub date: Option<Timestamp>,
    /// The vendor's own number of this call, for its support; fit for the log.
    pub request_id: Option<String>,
    pub body: Vec<u8>,
}

/// Both forms of `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    In(Duration),
    At(Timestamp),
}

impl RetryAfter {
    /// The longest wait that is believed.
    const LONGEST: Duration = Duration::from_secs(3600);

    /// Reads the header: whole seconds, or an HTTP date.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(secs) = text.parse::<u64>() {
            return Some(Self::In(Duration::from_secs(secs)));
        }
        read_http_date(text).map(Self::At)
    }

    /// How long to wait from `now` (by the vendor's clock when it told it), clamped to an hour.
    pub fn wait(self, now: Timestamp) -> Duration {
        let wait = match self {
            Self::In(wait) => wait,
            Self::At(at) => {
                let secs = at.as_second().saturating_sub(now.as_second());
                Duration::from_secs(u64::try_from(secs).unwrap_or(0))
            }
        };
        wait.min(Self::LONGEST)
    }
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn read_http_date(text: &str) -> Option<Timestamp> {
    let time = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
    Some(time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms_and_clamped_to_an_hour() {
        let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
        assert_eq!(RetryAfter::read("30").unwrap().wait(now), Duration::from_secs(30));
        assert_eq!(RetryAfter::read("Sun, 06 Nov 1994 08:49:37 GMT").unwrap().wait(now), Duration::from_secs(30));
        assert_eq!(RetryAfter::read("Sun, 06 Nov 1994 08:40:00 GMT").unwrap().wait(now), Duration::ZERO);
        assert_eq!(RetryAfter::read("999999999").unwrap().wait(now), Duration::from_secs(3600));
        assert_eq!(RetryAfter::read("soon"), None);
        assert_eq!(RetryAfter::read("-5"), None);
    }
}
