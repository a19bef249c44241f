//! The only sender: adds base address and secrets to a request, sends it, says how it ended.
//!
//! HTTP/1.1 without redirects, cookies or retries of its own. A log line holds vendor, call, status, time and size,
//! never an address, a body or a header. Pacing and repeating are the engine's business.

use std::error::Error as _;
use std::time::{Duration, Instant};

use base64::Engine as _;
use md5::{Digest as _, Md5};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::error::{ApiError, Failure};
use super::request::{
    ApiReply, ApiRequest, CredentialBody, HeaderText, Method, PasswordForm, RetryAfter, TokenRequest, read_http_date,
};
use crate::config::{Network, Proxy};
use crate::secrets::{AccountCredentials, Secret};

/// The longest answer that is read; a page of leads is far smaller.
const LONGEST_BODY: usize = 32 * 1024 * 1024;
/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// An account's address and secrets, as the sender needs them.
#[derive(Clone, Debug)]
pub struct Destination {
    /// For the log.
    pub vendor: &'static str,
    /// Without a slash at its end.
    pub base_url: String,
    /// Of the whole request.
    pub timeout: Duration,
    pub credential: AccountCredentials,
}

/// Sends requests. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Http {
    outside: reqwest::Client,
    /// Loopback never goes through a proxy.
    loopback: reqwest::Client,
}

impl Http {
    /// # Errors
    /// A sentence when the TLS library cannot start, the proxy's address or the CA file cannot be used.
    pub fn new(settings: &Network) -> Result<Self, String> {
        let base = || {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(CONNECT_TIMEOUT)
                .http1_only()
                .user_agent(concat!("Leadline/", env!("CARGO_PKG_VERSION"), " (desktop)"))
        };
        let mut outside = base();
        if let Some(file) = &settings.ca_file {
            let pem = std::fs::read(file)
                .map_err(|e| format!("[network] ca_file cannot be read ({}); check the path", e.kind()))?;
            // A file without any is a bundle of none to the library.
            let certificates = reqwest::Certificate::from_pem_bundle(&pem).ok().filter(|found| !found.is_empty());
            let certificates = certificates.ok_or_else(|| {
                "[network] ca_file holds no certificate in PEM form; ask whoever gave it for a .pem file".to_owned()
            })?;
            for certificate in certificates {
                outside = outside.add_root_certificate(certificate);
            }
        }
        outside = match &settings.proxy {
            Proxy::System => outside,
            Proxy::None => outside.no_proxy(),
            Proxy::Address(address) => outside
                .proxy(reqwest::Proxy::all(address).map_err(|_| {
                    "[network] proxy is no address; write it like http://proxy.example:3128".to_owned()
                })?),
        };
        let build = |builder: reqwest::ClientBuilder| {
            builder
                .build()
                .map_err(|_| "The secure connection library could not start; run `leadline doctor`.".to_owned())
        };
        let loopback = build(base().no_proxy())?;
        // Where the library starts without the further certificates, they are what it cannot use.
        let outside = build(outside).map_err(|fault| match settings.ca_file {
            Some(_) => {
                "[network] ca_file holds a certificate that cannot be used; ask whoever gave it for another .pem file"
                    .to_owned()
            }
            None => fault,
        })?;
        Ok(Self { outside, loopback })
    }

    /// Sends one request and reads its whole answer.
    ///
    /// # Errors
    /// [`Failure::NotSent`] when nothing left, [`Failure::Unclear`] when it may have arrived,
    /// [`Failure::Credential`] when a secret that the request needs is missing. An HTTP status is never an error here.
    pub async fn send(&self, to: &Destination, request: ApiRequest) -> Result<ApiReply, ApiError> {
        let endpoint = request.endpoint;
        let began = Instant::now();
        let outcome = self.exchange(to, request).await;
        let took_ms = began.elapsed().as_millis();
        match &outcome {
            Ok(reply) => log::info!(
                "{} {endpoint} status={} took_ms={took_ms} bytes={}{}",
                to.vendor,
                reply.status,
                reply.body.len(),
                reply.request_id.as_ref().map(|id| format!(" request={id}")).unwrap_or_default()
            ),
            Err(error) => log::warn!("{} {endpoint} failed took_ms={took_ms}: {}", to.vendor, error.words),
        }
        outcome
    }

    /// Sends a call whose body is made of the account's credentials.
    ///
    /// # Errors
    /// As [`Http::send`].
    pub async fn send_token(&self, to: &Destination, call: TokenRequest) -> Result<ApiReply, ApiError> {
        let mut request = call.request;
        request.body = Some(credential_body(to, &call.body)?);
        match call.address {
            None => self.send(to, request).await,
            Some(address) => {
                request.path = "";
                self.send(&Destination { base_url: address, ..to.clone() }, request).await
            }
        }
    }

    /// Connects and says nothing: a sign of life that asks for nothing and records nothing. Through a proxy there is no
    /// such thing, so there it is taken for granted.
    ///
    /// # Errors
    /// [`Failure::NotSent`] when no connection comes about.
    pub async fn reach(&self, to: &Destination) -> Result<ApiReply, ApiError> {
        let no_address =
            || ApiError::new(Failure::NotSent, "has a base_url that is no address; check the configuration");
        let url = reqwest::Url::parse(&to.base_url).map_err(|_| no_address())?;
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return Err(no_address()) };
        let host = host.trim_matches(['[', ']']).to_owned();
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, tokio::net::TcpStream::connect((host.as_str(), port)));
        match connected.await {
            Ok(Ok(_)) => Ok(ApiReply::default()),
            Ok(Err(_)) => Err(ApiError::new(Failure::NotSent, "could not be reached: no connection could be made")),
            Err(_) => Err(ApiError::new(Failure::NotSent, "could not be reached: no connection within 10 seconds")),
        }
    }

    async fn exchange(&self, to: &Destination, request: ApiRequest) -> Result<ApiReply, ApiError> {
        let mut url = reqwest::Url::parse(&format!("{}{}", to.base_url, request.path)).map_err(|_| {
            ApiError::new(Failure::NotSent, "has a base_url that is no address; check the configuration")
        })?;
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(request.query.iter().map(|(name, value)| (*name, value.as_str())));
        }
        let loopback = match url.host_str() {
            Some(host) => {
                host == "localhost"
                    || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
            }
            None => false,
        };
        let client = if loopback { &self.loopback } else { &self.outside };
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Put => reqwest::Method::PUT,
            Method::Post => reqwest::Method::POST,
        };
        let mut builder = client.request(method, url).timeout(to.timeout).headers(headers(to, &request)?);
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        let response = builder.send().await.map_err(|error| classed(&error))?;
        let status = response.status().as_u16();
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok());
        let mut reply = ApiReply {
            status,
            retry_after: header("retry-after").and_then(RetryAfter::read),
            date: header("date").and_then(read_http_date),
            request_id: ["x-cap-requestid", "x-request-id"].into_iter().find_map(header).and_then(plain_id),
            body: Vec::new(),
        };
        let mut response = response;
        while let Some(chunk) = response.chunk().await.map_err(|error| classed(&error))? {
            if reply.body.len() + chunk.len() > LONGEST_BODY {
                return Err(ApiError::new(
                    Failure::Unclear,
                    "answered with more than 32 MB, which is no answer of this call",
                ));
            }
            reply.body.extend_from_slice(&chunk);
        }
        blank_secrets(&mut reply.body, &to.credential);
        Ok(reply)
    }
}

fn headers(to: &Destination, request: &ApiRequest) -> Result<HeaderMap, ApiError> {
    let mut map = HeaderMap::new();
    for (name, text) in &request.headers {
        let value = match text {
            HeaderText::Fixed(value) => HeaderValue::from_static(value),
            HeaderText::Text(text) => HeaderValue::try_from(text).map_err(|_| {
                ApiError::new(
                    Failure::NotSent,
                    format!("has a setting for {name} that no header can carry; check the configuration"),
                )
            })?,
            HeaderText::Credential { field, .. }
            | HeaderText::Around { field, .. }
            | HeaderText::Basic { password: field, .. } => {
                let mut value = HeaderValue::try_from(&*credential_text(to, text)?).map_err(|_| {
                    ApiError::new(
                        Failure::Credential,
                        format!("has a {field} with characters that no header can carry; enter it again"),
                    )
                })?;
                value.set_sensitive(true);
                value
            }
        };
        let name = HeaderName::try_from(&**name).map_err(|_| {
            ApiError::new(Failure::NotSent, "has a setting for a header whose name is none; check the configuration")
        })?;
        map.insert(name, value);
    }
    Ok(map)
}

/// A text with the credentials it names.
fn credential_text(to: &Destination, text: &HeaderText) -> Result<Zeroizing<String>, ApiError> {
    let secret = |field: &str| {
        to.credential.get(field).filter(|secret| !secret.is_empty()).ok_or_else(|| {
            ApiError::new(Failure::Credential, format!("needs its {field}, which is not in the keychain"))
        })
    };
    Ok(Zeroizing::new(match text {
        HeaderText::Fixed(text) => (*text).to_owned(),
        HeaderText::Text(text) => text.clone(),
        HeaderText::Credential { prefix, field } => format!("{prefix}{}", secret(field)?.expose()),
        HeaderText::Around { before, field, after } => format!("{before}{}{after}", secret(field)?.expose()),
        HeaderText::Basic { user, password, form } => {
            let password = presented(secret(password)?, *form);
            let pair = Zeroizing::new(format!("{}:{}", secret(user)?.expose(), *password));
            format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair.as_bytes()))
        }
    }))
}

fn presented(password: &Secret, form: PasswordForm) -> Zeroizing<String> {
    let text = password.expose();
    let digest = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    Zeroizing::new(match form {
        PasswordForm::Md5Hex if !digest => Md5::digest(text).iter().map(|byte| format!("{byte:02x}")).collect(),
        PasswordForm::Md5Hex => text.to_ascii_lowercase(),
        PasswordForm::AsIs => text.to_owned(),
    })
}

fn credential_body(to: &Destination, body: &CredentialBody) -> Result<Vec<u8>, ApiError> {
    let (CredentialBody::Json(fields) | CredentialBody::Form(fields)) = body;
    let mut filled = Vec::with_capacity(fields.len());
    for (name, text) in fields {
        filled.push((*name, credential_text(to, text)?));
    }
    Ok(match body {
        CredentialBody::Json(_) => {
            let object: std::collections::BTreeMap<_, _> =
                filled.iter().map(|(name, text)| (*name, &***text)).collect();
            serde_json::to_vec(&object).unwrap_or_default()
        }
        CredentialBody::Form(_) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(filled.iter().map(|(name, text)| (*name, &***text)));
            form.finish().into_bytes()
        }
    })
}

/// A vendor that echoes a credential in its answer must not bring it to a screen, a log or the database.
fn blank_secrets(body: &mut [u8], credential: &AccountCredentials) {
    /// Shorter ones could be part of anything.
    const SHORTEST: usize = 6;
    for secret in credential.fields_present().into_iter().filter_map(|field| credential.get(field)) {
        let secret = secret.expose().as_bytes();
        if secret.len() < SHORTEST {
            continue;
        }
        let found: Vec<usize> = memchr::memmem::find_iter(body, secret).collect();
        for at in found {
            body[at..at + secret.len()].fill(b'*');
        }
    }
}

/// An id that may stand in a log: short and without blanks.
fn plain_id(text: &str) -> Option<String> {
    let plain = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| text.to_owned())
}

/// Whether anything can have left, from what the HTTP library says. Only a failure to connect is sure.
fn classed(error: &reqwest::Error) -> ApiError {
    if error.is_connect() {
        return ApiError::new(Failure::NotSent, format!("could not be reached: {}", connect_words(error)));
    }
    if error.is_builder() {
        return ApiError::new(Failure::NotSent, "could not be asked: the request is not valid");
    }
    if error.is_timeout() {
        return ApiError::new(Failure::Unclear, "did not answer in time");
    }
    ApiError::new(Failure::Unclear, "broke off before it had answered")
}

/// Why no connection came about, from the chain of causes, without any address in it.
fn connect_words(error: &reqwest::Error) -> String {
    let mut chain = String::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            match io.kind() {
                std::io::ErrorKind::ConnectionRefused => return "nobody listens there (connection refused)".to_owned(),
                std::io::ErrorKind::TimedOut => return "no connection within 10 seconds".to_owned(),
                _ => {}
            }
        }
        chain.push_str(&inner.to_string().to_lowercase());
        chain.push('\n');
        cause = inner.source();
    }
    if error.is_timeout() {
        return "no connection within 10 seconds".to_owned();
    }
    for (mark, words) in [
        ("dns", "its name was not found; check base_url and the network"),
        ("lookup", "its name was not found; check base_url and the network"),
        ("expired", "its certificate has expired; tell its administrator"),
        ("notvalidyet", "its certificate is not valid yet; check this computer's clock"),
        ("notvalidforname", "its certificate is for another name; check base_url"),
        (
            "unknownissuer",
            "its certificate comes from an authority that this computer does not trust; see [network] ca_file",
        ),
        ("certificate", "its certificate was refused"),
        ("tunnel", "the proxy did not let it through; see [network] proxy"),
        ("proxy", "the proxy did not let it through; see [network] proxy"),
        ("unreachable", "the network is not there"),
        ("tls", "no secure connection could be made"),
    ] {
        if chain.contains(mark) {
            return words.to_owned();
        }
    }
    "no connection could be made".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(fields: &[(&str, &str)]) -> Destination {
        Destination {
            vendor: "test",
            base_url: "http://127.0.0.1:1".to_owned(),
            timeout: Duration::from_secs(1),
            credential: fields
                .iter()
                .map(|(field, text)| ((*field).to_owned(), Secret::new((*text).to_owned())))
                .collect(),
        }
    }

    #[test]
    fn basic_is_base64_of_name_and_the_passwords_digest() {
        let text = HeaderText::Basic { user: "till", password: "password", form: PasswordForm::Md5Hex };
        // "till.1:" and the MD5 of "secret".
        let wanted = "Basic dGlsbC4xOjVlYmUyMjk0ZWNkMGUwZjA4ZWFiNzY5MGQyYTZlZTY5";
        for password in ["secret", "5ebe2294ecd0e0f08eab7690d2a6ee69", "5EBE2294ECD0E0F08EAB7690D2A6EE69"] {
            let to = to(&[("till", "till.1"), ("password", password)]);
            assert_eq!(*credential_text(&to, &text).unwrap(), wanted);
        }
        let error = credential_text(&to(&[("till", "till.1")]), &text).unwrap_err();
        assert_eq!(error.words, "needs its password, which is not in the keychain");
    }

    #[test]
    fn a_body_is_made_of_credentials_in_both_forms() {
        let to = to(&[("key", "a\"b"), ("secret", "c d&e")]);
        let field = |field| HeaderText::Credential { prefix: "", field };
        let fields = vec![("key", field("key")), ("secret", field("secret")), ("kind", HeaderText::Fixed("x"))];
        let json = credential_body(&to, &CredentialBody::Json(fields.clone())).unwrap();
        assert_eq!(String::from_utf8(json).unwrap(), r#"{"key":"a\"b","kind":"x","secret":"c d&e"}"#);
        let form = credential_body(&to, &CredentialBody::Form(fields)).unwrap();
        assert_eq!(String::from_utf8(form).unwrap(), "key=a%22b&secret=c+d%26e&kind=x");
    }

    #[test]
    fn an_echoed_secret_is_blanked_wherever_it_stands() {
        let to = to(&[("token", "tok-CANARY-1"), ("pin", "12")]);
        let mut body = br#"{"message":"token tok-CANARY-1 for 12 is wrong: tok-CANARY-1"}"#.to_vec();
        blank_secrets(&mut body, &to.credential);
        let text = String::from_utf8(body).unwrap();
        assert_eq!(text, r#"{"message":"token ************ for 12 is wrong: ************"}"#);
    }

    #[test]
    fn only_a_plain_number_of_a_call_reaches_the_log() {
        assert_eq!(plain_id("0a1b-22").as_deref(), Some("0a1b-22"));
        assert_eq!(plain_id("a b"), None);
        assert_eq!(plain_id("nadia@example.org"), None);
    }
}
