//! The shield: hides one-time codes in texts that were sent to customers, before they are shown, indexed or copied.
//!
//! A rule decides, not a vendor. In a text that speaks of a one-time code every free-standing number of four to eight
//! digits is hidden, except what is plainly something else; a looser word ("code", "PIN") hides only the number right
//! beside it. Once a code is known it is hidden wherever its digits stand. In doubt a number is hidden: it can be
//! revealed, a leaked code cannot be taken back. The steps: [`mod@cells`] folds, [`numbers`] finds, [`words`] names.

mod beside;
mod cells;
mod numbers;
#[cfg(test)]
mod tests;
mod words;

use cells::{Cell, cells};
use serde_json::Value;
use words::{STRONG_WORDS, WEAK_WORDS};

use super::extra::Extra;

/// What stands in the place of a code, whatever its length.
pub const BULLETS: &str = "••••••";

/// The text with its codes hidden; `None` where there is nothing to hide.
pub fn shield(text: &str) -> Option<String> {
    hide(text, false)
}

/// The same for a text that stands beside another (a body beside its subject), which may say what it is about.
pub fn shield_beside(text: &str, context: &str) -> Option<String> {
    hide(text, mentions_code(context))
}

/// Whether the text speaks of a one-time code.
pub fn mentions_code(text: &str) -> bool {
    let cells = cells(text);
    (0..cells.len()).any(|at| STRONG_WORDS.at(&cells, at).is_some())
}

/// Hides codes in every text of the members, whatever their depth; says whether any was found. What holds none stays
/// byte for byte. `context` is the title beside them: a number without words is hidden only if its name speaks of a
/// code or it is the title's own, since members hold numbers of every kind.
pub fn shield_extra(extra: &mut Extra, context: &str) -> bool {
    let may_hold = |json: &str| json.contains(|c: char| !c.is_ascii() || c.is_ascii_digit());
    if !extra.iter().any(|(_, json)| may_hold(json)) {
        return false;
    }
    let beside = Beside { about: mentions_code(context), codes: codes_in(context) };
    let mut hidden = Vec::new();
    for (name, json) in extra.iter() {
        if !may_hold(json) {
            continue;
        }
        if let Ok(mut value) = serde_json::from_str(json)
            && beside.hide(&mut value, names_code(name))
            && let Ok(json) = serde_json::value::to_raw_value(&value)
        {
            hidden.push((name.to_owned(), json));
        }
    }
    let found = !hidden.is_empty();
    for (name, json) in hidden {
        extra.set(name, json);
    }
    found
}

/// What is known from the text beside.
struct Beside {
    about: bool,
    codes: Vec<String>,
}

impl Beside {
    fn hide(&self, value: &mut Value, named: bool) -> bool {
        match value {
            Value::String(text) if text.chars().any(char::is_alphabetic) => match hide(text, self.about || named) {
                Some(hidden) => {
                    *text = hidden;
                    true
                }
                None => false,
            },
            Value::String(_) | Value::Number(_) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let digits: String = cells(&text).iter().filter(|cell| cell.is_digit()).map(|cell| cell.c).collect();
                let is_code = self.codes.contains(&digits) || named && hide(&text, true).is_some();
                if is_code {
                    *value = Value::String(BULLETS.to_owned());
                }
                is_code
            }
            Value::Array(items) => items.iter_mut().fold(false, |any, item| self.hide(item, named) | any),
            Value::Object(members) => {
                members.iter_mut().fold(false, |any, (name, item)| self.hide(item, named || names_code(name)) | any)
            }
            Value::Null | Value::Bool(_) => false,
        }
    }
}

/// `otp`, `verificationCode`, `pin`: a member that holds a code.
fn names_code(name: &str) -> bool {
    let cells = cells(name);
    mentions_code(name) || WEAK_WORDS.is(&cells, 0, cells.len())
}

/// The digits of the codes in a text.
fn codes_in(text: &str) -> Vec<String> {
    let cells = cells(text);
    let digits =
        |(from, to): (usize, usize)| cells[from..to].iter().map(|c| c.c).filter(char::is_ascii_digit).collect();
    beside::codes(&cells, false).into_iter().map(digits).collect()
}

fn hide(text: &str, about: bool) -> Option<String> {
    let cells = cells(text);
    if cells.iter().filter(|cell| cell.is_digit()).count() < 2 {
        return None;
    }
    let codes = beside::codes(&cells, about);
    if codes.is_empty() {
        return None;
    }
    let mut ranges = codes.clone();
    for code in codes {
        again(&cells, code, &mut ranges);
    }
    ranges.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < ranges.len() {
        let (from, mut to) = ranges[at];
        while ranges.get(at + 1).is_some_and(|next| next.0 < to) {
            at += 1;
            to = to.max(ranges[at].1);
        }
        out.push_str(&text[copied..cells[from].start]);
        out.push_str(BULLETS);
        copied = cells[to - 1].end;
        at += 1;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// Every other place where the same code stands: in a link, split in another way, or inside a longer number.
fn again(cells: &[Cell], code: (usize, usize), ranges: &mut Vec<(usize, usize)>) {
    let wanted: Vec<char> = cells[code.0..code.1].iter().map(|cell| cell.c).filter(|c| c.is_alphanumeric()).collect();
    for from in (0..cells.len()).filter(|&at| cells[at].c == wanted[0]) {
        let mut at = from;
        let mut matched = 0;
        while matched < wanted.len() && cells.get(at).is_some_and(|cell| cell.c == wanted[matched]) {
            matched += 1;
            at += 1;
            let split = cells.get(at).is_some_and(|cell| cell.is_code_separator() || cell.c == '.');
            if split && matched < wanted.len() {
                at += 1;
            }
        }
        if matched == wanted.len() {
            ranges.push((from, at));
        }
    }
}
