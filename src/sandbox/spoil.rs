//! What a fault makes of a request: the one place that knows how each kind looks on the wire.

use std::sync::Arc;
use std::time::Duration;

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::time::sleep;

use super::body::Script;
use super::exchange::{Answer, Request};
use super::kinds::FaultKind;
use super::options::SandboxOptions;
use super::vendor::{Effect, Fake};
use super::world::World;

/// How a request ends.
pub(super) enum Outcome {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Script,
    },
    /// The connection stays open and nothing comes.
    Silence,
    /// The connection is reset.
    Reset,
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self::Answer { status: answer.status, headers: answer.headers, body: Script::whole(answer.body) }
    }
}

const PORTAL: &str = "<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head>\
    <body><h1>Welcome</h1><p>Please accept the terms to go online.</p></body></html>";

/// Answers `request`, spoiled by `fault`.
pub(super) async fn spoiled(
    world: &World,
    fake: &Arc<dyn Fake>,
    request: Request,
    options: &Arc<SandboxOptions>,
    fault: Option<FaultKind>,
) -> Outcome {
    let timings = options.timings;
    let stored = || fake.answer(&request, options, Effect::Store);
    let Some(fault) = fault else { return stored().into() };
    match fault {
        FaultKind::Status(status) => failed(fake, &request, status, options).into(),
        FaultKind::Own(status) => fake.refusal(&request, status, options).into(),
        FaultKind::RetryAfter(status) => failed(fake, &request, status, options)
            .with_header("retry-after", timings.retry_after_secs.to_string())
            .into(),
        FaultKind::RetryAfterDate(status) => failed(fake, &request, status, options)
            .with_header("retry-after", http_date(timings.retry_after_secs))
            .into(),
        FaultKind::StatusAfter(status) => {
            stored();
            failed(fake, &request, status, options).into()
        }
        FaultKind::TimeoutBefore => Outcome::Silence,
        FaultKind::TimeoutAfter => {
            stored();
            Outcome::Silence
        }
        FaultKind::ResetBefore => Outcome::Reset,
        FaultKind::ResetAfter => {
            stored();
            Outcome::Reset
        }
        FaultKind::Slow => {
            let answer = stored();
            sleep(Duration::from_millis(timings.slow_ms)).await;
            answer.into()
        }
        FaultKind::Drip => scripted(stored(), |body| Script::dripping(body, Duration::from_millis(timings.drip_ms))),
        FaultKind::Cut => scripted(stored(), Script::cut),
        FaultKind::InvalidJson => changed(stored(), |body| body.truncate(body.len() / 2)),
        FaultKind::Empty => changed(stored(), Vec::clear),
        FaultKind::Html => Answer::html(200, PORTAL).into(),
        FaultKind::WrongType => changed(stored(), other_type),
        FaultKind::InvalidUtf8 => changed(stored(), break_a_string),
        FaultKind::Huge => scripted(Answer::json(200, Vec::new()), |_| Script::huge()),
        FaultKind::Redirect => {
            // By another host name for the control port, which logs whoever follows.
            Answer::empty(302)
                .with_header("location", format!("http://localhost:{}/caught", world.control.port()))
                .into()
        }
        FaultKind::Refusal => fake.polite_refusal().into(),
        FaultKind::OkStoresNothing => fake.answer(&request, options, Effect::Discard).into(),
        FaultKind::Trims => fake.answer(&request, options, Effect::Trim).into(),
        FaultKind::Late => {
            let answer = fake.answer(&request, options, Effect::Discard);
            let (fake, options) = (Arc::clone(fake), Arc::clone(options));
            drop(tokio::spawn(async move {
                sleep(Duration::from_millis(timings.late_ms)).await;
                fake.answer(&request, &options, Effect::Store);
            }));
            answer.into()
        }
    }
}

/// 4xx are the vendor's own words; 5xx are those of the proxy before it.
fn failed(fake: &Arc<dyn Fake>, request: &Request, status: u16, options: &SandboxOptions) -> Answer {
    if status < 500 {
        return fake.refusal(request, status, options);
    }
    let page = format!(
        "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center><hr><center>nginx</center></body></html>"
    );
    Answer::html(status, &page)
}

fn scripted(answer: Answer, body: impl FnOnce(Vec<u8>) -> Script) -> Outcome {
    Outcome::Answer { status: answer.status, headers: answer.headers, body: body(answer.body) }
}

fn changed(mut answer: Answer, change: impl FnOnce(&mut Vec<u8>)) -> Outcome {
    change(&mut answer.body);
    answer.into()
}

/// A list becomes a string, and an answer without a list becomes a list.
fn other_type(body: &mut Vec<u8>) {
    let answer = match serde_json::from_slice(body) {
        Ok(Value::Object(mut members)) if members.contains_key("data") => {
            members.insert("data".into(), "none".into());
            Value::Object(members)
        }
        _ => Value::from(vec![true]),
    };
    *body = answer.to_string().into_bytes();
}

/// Puts two bytes that no UTF-8 text has at the start of a string past the middle, or of the first one.
fn break_a_string(body: &mut Vec<u8>) {
    let starts = |from: usize| body[from..].windows(2).position(|pair| pair == b":\"").map(|at| from + at + 2);
    let at = starts(body.len() / 2).or_else(|| starts(0)).unwrap_or(0);
    body.splice(at..at, [0xff, 0xfe]);
}

fn http_date(in_secs: u32) -> String {
    let at = Timestamp::now() + SignedDuration::from_secs(i64::from(in_secs));
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap_or_default()
}
