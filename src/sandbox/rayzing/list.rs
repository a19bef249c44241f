//! `GET /inbox/direct/chats`: one page of one list (contract sections 3 and 9, lines 4 to 7).

use super::super::exchange::{Answer, Request};
use super::super::options::SandboxOptions;
use super::book::Kind;
use super::{PastTheEnd, Rayzing, Refused, UnknownBot};

impl Rayzing {
    pub(super) fn list(&self, request: &Request, options: &SandboxOptions) -> Result<Answer, Refused> {
        let needed = |name| {
            let value = request.query(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| Refused::new(400, format!("{name} is required")))
        };
        let (bot_id, customer_id) = (needed("botId")?, needed("customerId")?);
        let page = page_number(needed("page")?).ok_or_else(|| Refused::new(400, "page must be a positive integer"))?;
        let kind =
            Kind::parse(needed("type")?).ok_or_else(|| Refused::new(400, "type must be one of: lead, non-lead"))?;
        if options.rayzing.page_limit.is_some_and(|limit| page > limit) {
            return Err(Refused::new(400, "page is too large"));
        }
        if !self.is_our_bot(bot_id, customer_id) {
            return match options.rayzing.unknown_bot {
                UnknownBot::Empty => Ok(envelope(&[])),
                UnknownBot::Refused => Err(Refused::new(400, "unknown bot")),
            };
        }
        Ok(envelope(&self.page(kind, page, options)))
    }

    /// The records of a page, each as JSON text.
    fn page(&self, kind: Kind, page: u64, options: &SandboxOptions) -> Vec<String> {
        let mut book = self.book();
        book.list_requests += 1;
        let arrivals = options.arrivals;
        if arrivals.every > 0 && book.list_requests.is_multiple_of(arrivals.every) {
            for _ in 0..arrivals.count {
                book.arrive(self.clock.tick_ms());
            }
        }
        let size = options.page_size.max(1);
        let sorted = book.sorted(kind, options.order);
        let pages = sorted.len().div_ceil(size).max(1);
        let mut at = usize::try_from(page - 1).unwrap_or(usize::MAX);
        if options.rayzing.past_the_end == PastTheEnd::RepeatLast {
            at = at.min(pages - 1);
        }
        let from = at.saturating_mul(size).min(sorted.len());
        let to = from.saturating_add(size).min(sorted.len());
        let places = sorted[from..to].to_vec();
        shift(sorted, options.rayzing.shift);
        places.into_iter().map(|place| book.record(place).to_string()).collect()
    }
}

/// Between this page request and the next the records move.
fn shift(sorted: &mut [usize], by: i64) {
    let steps = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX).min(sorted.len());
    if by >= 0 {
        sorted.rotate_right(steps);
    } else {
        sorted.rotate_left(steps);
    }
}

/// Digits only, and not zero: `+1`, ` 1` and `1.0` are none.
fn page_number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|page| digits && *page > 0)
}

fn envelope(records: &[String]) -> Answer {
    Answer::json(200, format!(r#"{{"success":true,"message":"ok","code":200,"data":[{}]}}"#, records.join(",")))
}
