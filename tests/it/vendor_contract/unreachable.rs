//! Vendors that cannot be reached at all: nothing left, and why not is said without the address.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use leadline::config::{Network, Proxy};
use leadline::secrets::AccountCredentials;
use leadline::vendors::error::{ApiError, Failure};
use leadline::vendors::http::{Destination, Http};
use leadline::vendors::request::{ApiRequest, Method};

/// A question that anybody could be asked.
fn question() -> ApiRequest {
    ApiRequest { endpoint: "list", method: Method::Get, path: "/x", query: Vec::new(), headers: Vec::new(), body: None }
}

fn ask(base_url: &str, proxy: Proxy) -> Result<(), ApiError> {
    let http = Http::new(&Network { proxy, ..Network::default() }).unwrap();
    let to = Destination {
        vendor: "somebody",
        base_url: base_url.to_owned(),
        timeout: Duration::from_secs(20),
        credential: AccountCredentials::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(http.send(&to, question())).map(drop)
}

/// A port at which nobody listens.
fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// Somebody who reads what comes and answers this to it, once for each caller.
fn somebody(says: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut some = [0; 512];
            // A caller that has gone is none of ours.
            let _heard = stream.read(&mut some);
            let _said = stream.write_all(says);
        }
    });
    at
}

#[test]
fn what_could_not_leave_is_not_sent_whatever_stood_in_the_way() {
    let plain = somebody(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    let silent = somebody(b"");
    let refuses = somebody(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    let proxy = |at: SocketAddr| Proxy::Address(format!("http://{at}"));
    for (what, base_url, proxy) in [
        ("nobody at the port", format!("http://{}", nobody()), Proxy::None),
        ("no TLS behind https", format!("https://{plain}"), Proxy::None),
        ("hung up in the handshake", format!("https://{silent}"), Proxy::None),
        ("nobody at the proxy", "https://vendor.example".to_owned(), proxy(nobody())),
        ("a proxy that refuses", "https://vendor.example".to_owned(), proxy(refuses)),
        ("no address at all", "not an address".to_owned(), Proxy::None),
    ] {
        let error = ask(&base_url, proxy).unwrap_err();
        assert_eq!(error.failure, Failure::NotSent, "{what}: {error:?}");
        assert!(error.words.len() > 10, "{what}: {error:?}");
        for address in ["127.0.0.1", "vendor.example", "://"] {
            assert!(!error.words.contains(address), "{what}: {error:?}");
        }
    }
    // The same door, spoken to as it wants: this proves the table.
    ask(&format!("http://{plain}"), Proxy::None).unwrap();
}
