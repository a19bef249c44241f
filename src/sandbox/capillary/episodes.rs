//! What happens to a customer: purchases, parcels, offers, runs of one-time codes. Each leaves messages behind.

use super::history::{Survey, Writer};

const DAY: i64 = 86_400;

/// The chat that people of a culture use, by its place in the seed's list.
pub(super) fn chat_group(culture: usize) -> &'static str {
    match culture {
        0 => "zalo",
        5 | 6 => "line",
        12 | 16 => "viber",
        _ => "whatsapp",
    }
}

/// Some time of the last two years, more often lately.
pub(super) fn some_time(writer: &mut Writer<'_>) -> i64 {
    let part = writer.rng.between(0, 10_000);
    writer.now_secs - 700 * DAY * part / 10_000 * part / 10_000 - writer.rng.between(60, 9_000)
}

/// One thing that happened then.
pub(super) fn episode(writer: &mut Writer<'_>, at: i64) {
    let chat = writer.chat;
    match writer.rng.below(100) {
        0..=17 => codes(writer, at),
        18..=47 => {
            let bill = writer.letters.bill.replace("{order}", &order(writer));
            writer.send("email", at, bill);
            let points = writer.rng.between(5, 900).to_string();
            let text = writer.letters.points.replace("{n}", &points);
            let later = at + writer.rng.between(0, 10);
            writer.send("sms", later, text);
        }
        48..=65 => {
            let text = writer.letters.parcel.replace("{order}", &order(writer));
            let group = if writer.rng.chance(700) { chat } else { "sms" };
            writer.send(group, at, text);
        }
        66..=87 => campaign(writer, at),
        88..=91 => {
            let text = writer.letters.account.to_owned();
            writer.send("email", at, text).user = -1;
        }
        92..=95 => {
            let name = writer.letters.survey.to_owned();
            let score = writer.rng.between(0, 10);
            let later = (at + writer.rng.between(60, 2 * DAY)).min(writer.now_secs);
            let answered = writer.rng.chance(600).then_some((score, later));
            let sent_by = if writer.rng.chance(500) { "SMS" } else { "EMAIL" };
            writer.made.surveys.push(Survey { name, sent_by, sent_secs: at, answered });
        }
        _ => {
            let missed = &mut writer.made.missed;
            missed.count += 1;
            missed.used = missed.count.is_multiple_of(2);
            missed.last_secs = missed.last_secs.max(Some(at));
        }
    }
}

fn order(writer: &mut Writer<'_>) -> String {
    writer.rng.between(10_000, 999_999).to_string()
}

/// Somebody wants points and the code does not come, or comes too late: up to six within two hours.
fn codes(writer: &mut Writer<'_>, at: i64) {
    let group = match writer.rng.below(10) {
        0..=3 => "email",
        4..=8 => "sms",
        _ => writer.chat,
    };
    let count = if writer.rng.chance(650) { 1 } else { writer.rng.between(2, 6) };
    let mut at = at - 2 * 3_600;
    for _ in 0..count {
        at += writer.rng.between(40, 1_200);
        if group == "email" && writer.rng.chance(600) {
            let text = writer.letters.code_subject.to_owned();
            writer.send(group, at, text);
            continue;
        }
        let code = code(writer);
        let text = writer.rng.pick(writer.letters.codes).replace("{code}", &code);
        let item = writer.send(group, at, text);
        // An odd text may have come in its place.
        item.code = item.subject.contains(&code).then_some(code);
    }
}

/// Four to eight digits, in a pair of groups now and then, or in the script's own digits.
fn code(writer: &mut Writer<'_>) -> String {
    let length = *writer.rng.pick(&[6, 6, 6, 6, 4, 4, 8]);
    let mut code: String =
        (0..length).map(|_| char::from(b'0' + u8::try_from(writer.rng.below(10)).unwrap_or(0))).collect();
    match (writer.rng.below(8), writer.letters.digits) {
        (0, _) if length == 6 => code.insert(3, *writer.rng.pick(&['-', ' '])),
        (1 | 2, Some(digits)) => {
            let own = |c: char| c.to_digit(10).and_then(|value| digits.chars().nth(value as usize)).unwrap_or(c);
            code = code.chars().map(own).collect();
        }
        _ => {}
    }
    code
}

/// An offer to many, by mail and sometimes by a second way; there the two may share their number.
fn campaign(writer: &mut Writer<'_>, at: i64) {
    let campaign = writer.rng.between(100, 999);
    let offer = (*writer.rng.pick(writer.letters.offers)).to_owned();
    let first = writer.send("email", at, offer.clone());
    first.campaign = campaign;
    let (first_group, id) = (first.group.clone(), first.id);
    let second = match writer.rng.below(10) {
        0 | 1 => "sms",
        2 | 3 => writer.chat,
        4 => "push",
        _ => return,
    };
    let later = at + writer.rng.between(0, 3_600);
    let shared = writer.rng.chance(400);
    let item = writer.send(second, later, offer);
    item.campaign = campaign;
    if shared && item.group != first_group {
        item.id = id;
    }
}
