//! One message that was sent, as this vendor's own books have it: in UTC, unmasked, before any answer's shape.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// One message. Its member names here are nobody's wire names.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The group it stands in; those of `sms` also stand in `phone`.
    pub(super) group: Cow<'static, str>,
    /// 13 digits that look like a time and are none. Two messages of different groups may share one.
    pub(super) id: i64,
    pub(super) receiver: String,
    pub(super) subject: String,
    /// The one-time code as it stands in the subject.
    pub(super) code: Option<String>,
    /// -1 is no campaign.
    pub(super) campaign: i64,
    /// `None` where the channel has no status.
    pub(super) status: Option<Cow<'static, str>>,
    pub(super) sent_secs: i64,
    pub(super) delivered_secs: Option<i64>,
    /// -1 is nobody.
    pub(super) user: i64,
    /// Members that no document names.
    pub(super) extra: Map<String, Value>,
    /// The older interface has a date from the far future in its place.
    pub(super) broken_date: bool,
}

/// What the older interface was seen to answer for one message.
pub(super) const BROKEN_DATE: &str = "45837-06-15 02:56:40";

impl Item {
    /// The subject, or the same with `*` for the digits of its code.
    pub(super) fn subject(&self, masked: bool) -> String {
        match &self.code {
            Some(code) if masked => {
                let stars: String = code.chars().map(|c| if c.is_numeric() { '*' } else { c }).collect();
                self.subject.replace(code.as_str(), &stars)
            }
            _ => self.subject.clone(),
        }
    }

    /// The receiver, or what stands for it.
    pub(super) fn receiver(&self, masked: bool) -> &str {
        if masked { "*****" } else { &self.receiver }
    }

    /// As `/state` has it.
    pub(super) fn shown(&self) -> Value {
        json!({
            "group": self.group, "id": self.id, "receiver": self.receiver, "subject": self.subject,
            "code": self.code, "campaign": self.campaign, "status": self.status, "sent_at": utc(self.sent_secs),
            "delivered_at": self.delivered_secs.map(utc), "user": self.user, "extra": self.extra,
            "broken_date": self.broken_date,
        })
    }
}

/// `2024-03-05T08:10:00Z`, the vendor's form of an instant with its zone.
pub(super) fn utc(secs: i64) -> String {
    written(secs, "%Y-%m-%dT%H:%M:%SZ")
}

/// A time of day somewhere, `ahead_secs` ahead of UTC, in that form and without its zone.
pub(super) fn local(secs: i64, ahead_secs: i64, form: &str) -> String {
    written(secs + ahead_secs, form)
}

fn written(secs: i64, form: &str) -> String {
    Timestamp::from_second(secs).map_or_else(|_| String::new(), |at| at.strftime(form).to_string())
}
