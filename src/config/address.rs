//! The rules of a web address in the settings: https, or http to this very machine; nothing secret and nothing extra.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// What is wrong with an address, and what to do: both without the address, which may hold a credential.
pub(super) type Refusal = (&'static str, &'static str);

/// The address without its trailing slashes.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn checked(text: &str) -> Result<String, Refusal> {
    let url = parsed(text)?;
    match url.scheme() {
        "https" => {}
        "http" if loopback(&url) => {}
        "http" => {
            return Err((
                "uses http, which would send the credential readable for everyone on the way",
                "write https (http is for addresses on this machine only)",
            ));
        }
        _ => return Err(("is neither https nor http", "write it as https://host")),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// A proxy's address: http or https, to anywhere, since what passes through it is encrypted for the vendor.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn checked_proxy(text: &str) -> Result<String, Refusal> {
    let url = parsed(text)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(("is neither https nor http", "write \"system\", \"none\" or http://host:port"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// True where the address leads to this very machine by its literal name.
pub(super) fn is_loopback(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| loopback(&url))
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
        Some(Host::Ipv6(address)) => Ipv6Addr::is_loopback(&address),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn parsed(text: &str) -> Result<Url, Refusal> {
    // The parser drops blanks and line breaks without a word; here they are a slip of the hand.
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(("has a blank or a line break in it", "remove it"));
    }
    let url = Url::parse(text).map_err(|_| ("is no web address", "write it as https://host"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err((
            "has a user name or a password in it, and this file must hold no credential",
            "remove everything between // and @",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(("has a `?` or `#` part, which would end up in every request", "remove it"));
    }
    if url.host().is_none() {
        return Err(("names no host", "write it as https://host"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_this_machine_pass_without_their_slash() {
        for (text, kept) in [
            ("https://api.example.com/", "https://api.example.com"),
            ("https://API.example.com/v2/", "https://api.example.com/v2"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.9.9.9/", "http://127.9.9.9"),
            ("http://[::1]:9", "http://[::1]:9"),
            ("http://localhost:1/", "http://localhost:1"),
        ] {
            assert_eq!(checked(text), Ok(kept.to_owned()));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "http://api.example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1@example.com",
            "http://[::ffff:127.0.0.1]",
            "http://0.0.0.0",
            "https://user@example.com",
            "https://user:pw@example.com",
            "https://example.com/?token=x",
            "https://example.com/#x",
            "ftp://example.com",
            "file:///etc/passwd",
            "example.com",
            "https://",
            "https://exa mple.com",
            " https://example.com",
            "",
        ] {
            assert!(checked(text).is_err(), "{text}");
        }
    }

    #[test]
    fn loopback_is_literal() {
        assert!(is_loopback("http://127.0.0.1:1") && is_loopback("https://localhost"));
        assert!(!is_loopback("https://example.com") && !is_loopback("nonsense"));
    }
}
