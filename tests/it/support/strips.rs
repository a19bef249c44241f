//! Strips for tests and pictures: Nadia's history of the design's pictures, and long ones.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use leadline::bridge::{HistorySource, HistoryState, LinkedCustomer, Snapshot, Timeline};
use leadline::domain::timeline::{Detail, Difference, LeadTimes, Past, TimelineItem, Wished, assemble};
use leadline::domain::{
    AccountName, AsWritten, BatchId, Change, ChangeId, Delivery, Field, Interaction, InteractionKind, Lead,
    OutboxState, ZoneFound,
};

use super::snapshots::{minutes_ago, now};

/// The vendor of the histories in the pictures.
pub(crate) const HISTORIES: &str = "capillary";

/// A moment in Singapore on a day of November 2026.
pub(crate) fn at(day: i64, hour: i64, minute: i64) -> Timestamp {
    let begin: Timestamp = "2026-10-31T16:00:00Z".parse().unwrap();
    begin.checked_add(SignedDuration::from_mins(((day - 1) * 24 + hour) * 60 + minute)).unwrap()
}

/// A message on a channel, with the vendor's word for what became of it.
pub(crate) fn message(at: Timestamp, channel: &str, title: &str, status: &str, receiver: &str) -> Interaction {
    let mut item = Interaction::empty(HISTORIES, InteractionKind::Message);
    item.at = Some(at);
    item.channel = Some(channel.to_owned());
    item.title = Some(title.to_owned());
    item.delivery = Some(match status {
        "" => Delivery::no_report(),
        status => Delivery::from_raw(Some(status.to_owned())),
    });
    item.receiver = (!receiver.is_empty()).then(|| receiver.to_owned());
    item.remote_id = Some(format!("{channel}-{}", at.as_second()));
    item
}

/// A message whose code is hidden, and the text as it came.
pub(crate) fn code(at: Timestamp, code: &str) -> (Interaction, Option<String>) {
    let mut item =
        message(at, "sms", "Your one-time code is ••••••. It ends in 5 minutes.", "DELIVERED", "+49 555 0143");
    item.masked = true;
    (item, Some(format!("Your one-time code is {code}. It ends in 5 minutes.")))
}

fn plain(item: Interaction) -> (Interaction, Option<String>) {
    (item, None)
}

/// What is stored about Nadia.
pub(crate) fn nadias_past() -> Past {
    let mut order = message(at(19, 18, 30), "whatsapp", "Your order 60417 is on its way", "READ", "+49 555 0143");
    order.zone_assumed = Some("+05:30".to_owned());
    let text = Some("19-11-2026 16:00:00".to_owned());
    order.written = Some(AsWritten { text, sent: None, zone: ZoneFound::Inferred });
    let mut missed = Interaction::empty(HISTORIES, InteractionKind::MissedCall);
    missed.at = Some(at(19, 12, 12));
    let mut survey = Interaction::empty(HISTORIES, InteractionKind::Survey);
    survey.at = Some(at(17, 16, 48));
    survey.title = Some("After-sales survey, 6 of 10".to_owned());
    let mail = "nadia@example.org";
    Past {
        lead_source: "rayzing".to_owned(),
        written: LeadTimes::default(),
        messages: Vec::new(),
        wished: vec![Wished {
            batch: BatchId(1),
            told: None,
            change: ChangeId(1),
            wish: Change::set(Field::Status, "REVIEW").unwrap(),
            before: Some("OPEN".to_owned()),
            who: "Mira Tan".to_owned(),
            made_at: at(20, 13, 58),
            state: OutboxState::NeedsAgent,
            why: String::new(),
        }],
        differences: vec![
            Difference {
                field: "tags".to_owned(),
                old: Some(r#"["vip","de"]"#.to_owned()),
                new: Some(r#"["vip","refund","de"]"#.to_owned()),
                from: at(20, 10, 2),
                to: at(20, 10, 7),
            },
            Difference {
                field: "status".to_owned(),
                old: Some("CLOSED".to_owned()),
                new: Some("OPEN".to_owned()),
                from: at(1, 22, 10),
                to: at(2, 8, 40),
            },
        ],
        interactions: vec![
            plain(message(at(20, 14, 5), "email", "Your refund of EUR 84.20 has been issued", "SOFT_BOUNCED", mail)),
            code(at(20, 12, 25), "482913"),
            code(at(20, 11, 20), "771204"),
            code(at(20, 10, 24), "050918"),
            plain(order),
            plain(missed),
            plain(message(at(19, 9, 5), "line", "Your points statement for October", "GTW_PROCESSED", "")),
            plain(survey),
            plain(message(at(17, 11, 2), "email", "Your return 60380 has arrived at our warehouse", "CLICKED", mail)),
            plain(message(at(16, 10, 0), "zalo", "Quà sinh nhật của bạn đang chờ", "NOT-DELIVERED", "")),
            plain(message(at(15, 10, 0), "viber", "عرض خاص لك هذا الأسبوع فقط", "NDNC_BLOCKED", "+49 555 0143")),
            plain(message(at(14, 12, 44), "email", "How to send a parcel back", "DELIVERED", mail)),
            plain(message(at(13, 12, 44), "email", "Tell us how it was", "OPENED", mail)),
        ],
    }
}

/// The source of the histories, as it answered at 14:02.
pub(crate) fn source(state: HistoryState) -> HistorySource {
    HistorySource {
        account: AccountName::from("loyalty"),
        vendor: HISTORIES,
        title: "Capillary",
        asked_at: (state != HistoryState::NeverAsked).then(|| minutes_ago(7)),
        customer: matches!(state, HistoryState::Known | HistoryState::Asking | HistoryState::Failed(_)).then(|| {
            LinkedCustomer {
                number: Some("204417".to_owned()),
                evidence: vec!["e-mail".to_owned(), "phone".to_owned()],
            }
        }),
        state,
        warnings: Vec::new(),
    }
}

/// The strip of a lead from what is stored about it.
pub(crate) fn strip(lead: &Lead, past: &Past, state: HistoryState) -> Timeline {
    Timeline { items: assemble(lead, past).into(), sources: vec![source(state)] }
}

/// Somebody with so many messages, one every three hours; every tenth failed.
pub(crate) fn long(count: usize) -> Timeline {
    let items = (0..count).map(|n| {
        let before = SignedDuration::from_hours(3 * i64::try_from(n).unwrap());
        let channel = ["email", "sms", "whatsapp"][n % 3];
        let status = if n % 10 == 9 { "FAILED" } else { "DELIVERED" };
        let title = format!("{} {n}", ["Your order has left", "Your points", "Rate us"][n % 3]);
        let item = message(now().checked_sub(before).unwrap(), channel, &title, status, "nadia@example.org");
        TimelineItem { item, unmasked: None, detail: Detail::Plain }
    });
    Timeline { items: items.collect::<Vec<_>>().into(), sources: vec![source(HistoryState::Known)] }
}

/// The open lead with another strip.
pub(crate) fn with_strip(mut snapshot: Snapshot, timeline: Timeline) -> Snapshot {
    let mut open = (**snapshot.open.as_ref().unwrap()).clone();
    open.timeline = Arc::new(timeline);
    snapshot.open = Some(Arc::new(open));
    snapshot.revision += 1;
    snapshot
}

/// What is stored about somebody of whom nothing special is known.
pub(crate) fn plain_past() -> Past {
    Past { lead_source: "rayzing".to_owned(), ..Past::default() }
}
