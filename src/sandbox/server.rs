//! The HTTP/1.1 server: accepts, logs, lets a fault have its way, and answers.

use std::convert::Infallible;
use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fmt, io};

use http_body_util::{BodyExt, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::body::Script;
use super::exchange::{Answer, Request, query_pairs};
use super::spoil::{Outcome, spoiled};
use super::{control, world::World};

/// A request body that is larger is refused with 413.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// Whose port a connection came in on.
#[derive(Clone, Copy)]
pub(super) enum Door {
    /// The vendor at this place of `World::desks`.
    Vendor(usize),
    Control,
}

/// The connection is to be dropped without an answer.
#[derive(Debug)]
struct HangUp;

impl fmt::Display for HangUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fault hangs up")
    }
}

impl std::error::Error for HangUp {}

type Reply = Pin<Box<dyn Future<Output = Result<Response<Script>, HangUp>> + Send>>;

/// Accepts for ever; ends only with its task.
pub(super) async fn accept(listener: TcpListener, world: Arc<World>, door: Door) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, Arc::clone(&world), door))),
            // Out of file descriptors: wait for some connection to end instead of spinning.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, world: Arc<World>, door: Door) {
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let resets = Arc::clone(&reset);
    let service = service_fn(move |request| -> Reply {
        let (world, resets) = (Arc::clone(&world), Arc::clone(&resets));
        Box::pin(async move {
            let request = arrived(request).await;
            match door {
                Door::Control => Ok(response(control::answer(&world, &request))),
                Door::Vendor(at) => vendor(&world, at, request, &resets).await,
            }
        })
    });
    let mut conn = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Polled by hand, so that the socket comes back and can be reset instead of closed politely.
    let _ = poll_fn(|cx| conn.poll_without_shutdown(cx)).await;
    let mut stream = conn.into_parts().io.into_inner();
    if reset.load(Ordering::SeqCst) {
        let _ = stream.set_zero_linger();
    } else {
        let _: io::Result<()> = stream.shutdown().await;
    }
}

/// Waits for the body; `Err` is a body that is too large or broke off.
async fn arrived(request: hyper::Request<Incoming>) -> Result<Request, Request> {
    let (head, body) = request.into_parts();
    let collected = Limited::new(body, LARGEST_BODY).collect().await;
    let whole = collected.is_ok();
    let request = Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: query_pairs(head.uri.query().unwrap_or("")),
        headers: head.headers,
        body: collected.map_or_else(|_| Bytes::new(), http_body_util::Collected::to_bytes),
    };
    if whole { Ok(request) } else { Err(request) }
}

async fn vendor(
    world: &World,
    at: usize,
    request: Result<Request, Request>,
    reset: &AtomicBool,
) -> Result<Response<Script>, HangUp> {
    let Some(desk) = world.desks.get(at) else { return Err(HangUp) };
    let options = world.options();
    let request = match request {
        Ok(request) => request,
        Err(headless) => {
            let number = world.log.arrive(desk.name, desk.fake.endpoint(&headless), &headless, world.clock.now_ms());
            world.log.answered(number, 413, world.clock.now_ms());
            return Ok(response(desk.fake.refusal(&headless, 413, &options)));
        }
    };
    let endpoint = desk.fake.endpoint(&request);
    let number = world.log.arrive(desk.name, endpoint, &request, world.clock.now_ms());
    desk.fake.arrived(&request);
    let fault = endpoint.and_then(|endpoint| world.faults.take(desk.name, endpoint));
    if let Some(fault) = fault {
        world.log.fault(number, fault.word());
    }
    match spoiled(world, &desk.fake, request, &options, fault).await {
        Outcome::Answer { status, headers, body } => {
            world.log.answered(number, status, world.clock.now_ms());
            Ok(built(status, headers, body))
        }
        Outcome::Silence => pending().await,
        Outcome::Reset => {
            reset.store(true, Ordering::SeqCst);
            Err(HangUp)
        }
    }
}

fn response(answer: Answer) -> Response<Script> {
    built(answer.status, answer.headers, Script::whole(answer.body))
}

fn built(status: u16, headers: Vec<(&'static str, String)>, body: Script) -> Response<Script> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let Ok(value) = hyper::header::HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
