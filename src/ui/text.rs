//! Every word on screen that is not a customer's: sentences, labels, names of actions.
//!
//! Words of the field (statuses, outbox states, fields, views) stand with their types in `domain` and `search`.

use super::actions::Action;
use super::settings::ThemeChoice;
use super::state::{OutboxGroup, Pane, Popup, Screen};
use crate::bridge::{OutboxAction, Side};
use crate::domain::OutboxState;
use crate::search::{Sort, View};
use crate::theme::Density;

pub const APP: &str = "Leadline";
pub const DEMO: &str = "Demo";

// Why something cannot be done.
pub const NOT_STARTED: &str = "Leadline is not ready yet.";
pub const NO_LEAD_CHOSEN: &str = "No lead is chosen.";
pub const READ_ONLY: &str =
    "This record has no uuid, and the vendor takes changes by uuid only. It can be read, not changed.";
pub const NO_LINE_CHOSEN: &str = "No line of the timeline is chosen.";
pub const NOTHING_TO_UNDO: &str = "There is nothing to take back.";
pub const NOTHING_TO_REDO: &str = "There is nothing to do again.";
pub const FINDING_OUT_NOW: &str = "It is being found out right now.";
pub const NO_UPDATES: &str = "No updates wait.";
pub const NO_CHANGE_CHOSEN: &str = "No change is chosen.";
pub const NO_CONFLICT: &str = "Nobody else changed this field.";
pub const ON_THE_WIRE: &str = "It is on the wire right now.";
pub const IS_DONE: &str = "It is done.";
pub const IS_HELD: &str = "It is held; release it first.";
pub const NOT_HELD: &str = "It is not held.";
pub const NEEDS_CHOICE: &str = "It waits for your choice, not for time.";

// Start.
pub const STARTING: &str = "Opening the encrypted database…";
pub const TRY_AGAIN: &str = "Try again";
pub const WORK_IN_MEMORY: &str = "Work in memory only";
pub const WORK_IN_MEMORY_MEANS: &str =
    "In memory only: leads and edits live until you quit. Edits that were not sent by then are lost.";
pub const NO_KEYCHAIN_TITLE: &str = "The keychain cannot be used";
pub const NO_DATABASE_TITLE: &str = "The database cannot be opened";
pub const MADE_BY_YOU: &str = "Made by you";
pub const REQUEST: &str = "Request";
pub const READABLE: &str = "Readable";
pub const RAW: &str = "Raw";
pub const TAKE_BACK: &str = "Take back";
pub const EDIT_AGAIN: &str = "Edit…";
pub const EDIT_AGAIN_MEANS: &str = "Back to where it was typed; nothing is sent";
pub const NOT_TYPED: &str = "It was chosen, not typed; drop it and choose anew.";
pub const TYPED_THERE: &str =
    "Something else is being typed in that place of the lead already. Save it or clear it, then edit this again.";
pub const NOTHING_TO_HOLD: &str = "Nothing on its way can wait.";
pub const NOTHING_HELD: &str = "Nothing is held.";
pub const FALLEN_TITLE: &str = "This window met a fault";
pub const FALLEN: &str = "What you typed is kept, and what you sent goes on being sent. A report without anybody’s data is beside the log; please send it in. If the fault comes back, close the window and open it again.";
pub const SHOW_AGAIN: &str = "Show the window again";
pub const STOPPED_TITLE: &str = "Leadline had to stop";
pub const IN_USE_TITLE: &str = "Leadline is already open";

// The list.
pub const LIST: &str = "Leads";
pub const SEARCH_HINT: &str = "Search leads and tags";
pub const SEARCH_HINT_SHORT: &str = "Search";
pub const SEARCH: &str = "Search leads";
pub const CLEAR_SEARCH: &str = "Clear the search";
pub const SORT: &str = "Order of the list";
pub const VIEWS: &str = "Views";
pub const MENU: &str = "Places and views";
pub const UNASSIGNED: &str = "nobody";
pub const CHANGED: &str = "changed";
pub const ONLINE: &str = "online";
pub const GONE: &str = "gone at the vendor";
pub const AGENT_WROTE: &str = "Agent:";
pub const BOT_WROTE: &str = "bot";
pub const SHOW_ALL: &str = "Show all leads";
pub const NOTHING_HERE: &str = "Nothing here.";
pub const NO_MATCH: &str = "No lead matches.";
pub const NO_MATCH_MEANS: &str = "Names, e-mails, phones and tags were searched, all of them.";
pub const NO_LEADS_YET: &str = "No leads yet.";
pub const NO_LEADS_YET_MEANS: &str = "They appear here as they are read from the vendor.";

// The lead.
pub const NO_LEAD: &str = "No lead is open.";
pub const LAST_MESSAGE: &str = "Last message";
pub const NO_MESSAGE: &str = "No message yet";
pub const ON_ITS_WAY: &str = "On its way";
pub const CLASH_TITLE: &str = "Changed by someone else meanwhile";
pub const BEFORE: &str = "Before";
pub const THEIRS: &str = "Theirs";
pub const YOURS: &str = "Yours";
pub const KEEP_MINE: &str = "Keep mine";
pub const TAKE_THEIRS: &str = "Take theirs";
pub const READS_AGAIN: &str =
    "Before it writes, Leadline reads the lead once more. If it moved again, you are asked again.";
pub const PROFILE: &str = "Profile";
pub const CLOSE_PROFILE: &str = "Close the profile";
pub const BACK: &str = "Back";
pub const GONE_MEANS: &str = "Two whole passes did not see this record. It may have been deleted at the vendor; what was known of it stays here.";

// The timeline.
pub const TIMELINE: &str = "Timeline";
pub const MESSAGE: &str = "Message";
pub const CHAT_MESSAGE: &str = "Chat message";
pub const BY_YOU: &str = "you";
pub const TAG: &str = "Tag";
pub const NOTE: &str = "Note";
pub const BY_THE_BOT: &str = "by the bot";
pub const BY_AN_AGENT: &str = "by an agent";
pub const BY_OTHERS: &str = "by someone else";
pub const BY_OTHERS_OR_LATE: &str = "again: by someone else, or by an earlier write that arrived late";
pub const SEEN_BY_SYNC: &str = "Seen by sync";
pub const SEEN_BY_SYNC_LATER: &str = "seen by sync";
pub const CALL: &str = "Call";
pub const MISSED_CALL: &str = "Missed call";
pub const SURVEY: &str = "Survey";
pub const SOCIAL: &str = "Social network";
pub const RECORDED_TEXT: &str = "Text";
pub const RECORDED_BY_YOU: &str = "Recorded by you";
pub const NO_WORDS: &str = "Without words";
pub const NO_TIME: &str = "Time not known";
pub const ALL: &str = "All";
pub const FAILED: &str = "Failed";
pub const MORE: &str = "More";
pub const MORE_FILTERS: &str = "More of the timeline";
pub const SOURCE: &str = "Source";
pub const EVERY_SOURCE: &str = "Every source";
pub const OUR_SOURCE: &str = "Leadline";
pub const ASK_NOW: &str = "Ask now";
pub const ASK_AGAIN: &str = "Ask again";
pub const SHOW_CODE: &str = "Show the code for 10 s";
pub const HIDE_CODE: &str = "Hide the code";
pub const CODE_HIDDEN: &str = "code hidden, Enter shows it for 10 seconds";
pub const CODE_SHOWN: &str = "code shown";
pub const COPIED_LINE: &str = "text";
pub const SHOW_EVERYTHING: &str = "Show everything";
pub const NOTHING_OF_THIS_KIND: &str = "Nothing of this kind here.";
pub const NOTHING_OF_THIS_KIND_MEANS: &str = "The filter above stays while you walk from lead to lead.";
pub const AS_WRITTEN: &str = "As written";
pub const NOT_KEPT_AS_WRITTEN: &str = "Only the moment was kept";
pub const YOUR_CLOCK: &str = "Your clock";
pub const THEIR_CLOCK: &str = "Their clock";
pub const UTC: &str = "UTC";
pub const ZONE: &str = "Zone";
pub const NO_TIME_MEANS: &str = "No time that can be read came with it, so it stands last";
pub const NO_CLOCK_KNOWN: &str = "Not known: no country and no dial code says where they live";
pub const SEEN_BY_OUR_CLOCK: &str = "Between two readings, by this computer's clock";
pub const OUR_CLOCK: &str = "Made here, by this computer's clock";
pub const ZONE_NOT_KEPT: &str = "Not kept with this answer; ask again to see it";
pub const ORDER: &str = "Order";
pub const ORDER_NOT_SURE: &str = "order not sure";
pub const ORDER_NOT_SURE_TIP: &str = "Order not sure: it or its neighbour may have come first";
pub const ORDER_OF_NEIGHBOURS: &str = "Not sure: the time of a neighbour is not exact enough to tell which came first";
pub const MADE_BY: &str = "Made by";
pub const OUTCOME: &str = "Outcome";
pub const VENDORS_WORD: &str = "Raw state";
pub const RECEIVER: &str = "To";
pub const CAMPAIGN: &str = "Campaign";
pub const NUMBER: &str = "Number";
pub const NOTHING_YET: &str = "Nothing is known to have happened yet.";

// The profile.
pub const SAME_PERSON: &str = "Same person";
pub const SAME_PERSON_FOUND: &str = "found";
pub const NOT_SAME_PERSON: &str = "not the same person";
pub const CONTACT: &str = "Contact";
pub const STATUS: &str = "Status";
pub const AGENT: &str = "Agent";
pub const TAGS: &str = "Tags";
pub const NOTES: &str = "Notes";
pub const ATTRIBUTES: &str = "Attributes";
pub const IDENTIFIERS: &str = "Identifiers";
pub const NONE: &str = "none";
pub const ADD: &str = "Add";
pub const NOT_SAVED: &str = "Not saved. Enter saves, Esc gives up.";
pub const NO_STATUS: &str = "No status";

// The outbox.
pub const OUTBOX: &str = "Outbox";
pub const INBOX: &str = "Inbox";
pub const OUTBOX_TITLE: &str = "Waiting, on its way, and done today";
pub const EVERYTHING: &str = "Everything";
pub const FOR_YOU: &str = "For you";
pub const DONE_TODAY: &str = "Done today";
pub const NEWEST_FIRST: &str = "newest first";
pub const NOTHING_WAITS: &str = "Nothing waits.";
pub const NOTHING_WAITS_MEANS: &str = "Changes you make appear here until the vendor has them.";
pub const NO_CHANGE_OPEN: &str = "Choose a change to see what it waits for and what can be done.";
pub const WHAT_HAPPENED: &str = "What happened";
pub const COLUMNS: [&str; 6] = ["State", "What, and for whom", "Goes to", "Tries", "Next", "Made"];
pub const SIDE_BY_SIDE: &str = "Both sides, and what is merged";
pub const FIND_OUT_MEANS: &str = "On a lead that you choose; this goes then";
pub const SHOW_LEAD: &str = "Show the lead";

// Popups and notices.
pub const KEYS: &str = "Keys";
pub const SETTINGS: &str = "Settings";
pub const THEME: &str = "Theme";
pub const DENSITY: &str = "Rows";
pub const TEXT_SIZE: &str = "Text size";
pub const UNDO: &str = "Undo";
pub const REDO: &str = "Redo";
pub const PUT_AWAY: &str = "Put away";
pub const QUIT_TITLE: &str = "Quit and lose unsent changes?";
pub const QUIT: &str = "Quit and lose them";
pub const STAY: &str = "Stay";
pub const ENGINE_ENDED: &str =
    "Leadline's engine has stopped. What was saved is safe; quit and start Leadline again to go on.";
pub const HANDING_OVER: &str = "Handing over your last edits, then Leadline closes.";

/// `4,310`.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `1 lead`, `4,310 leads`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// What the view without rows explains.
pub fn empty_view(view: View) -> &'static str {
    match view {
        View::All => NO_LEADS_YET_MEANS,
        View::Mine => "“Mine” shows leads whose agent is you.",
        View::Unassigned => "“Unassigned” shows leads without an agent.",
        View::Unanswered => "“Unanswered” shows leads whose last words are the customer's.",
        View::Stale => "“Stale” shows leads that are not closed and did not change for 7 days.",
        View::WaitingToSend => "“Waiting to send” shows leads with changes that are not confirmed yet.",
    }
}

/// The word of a sort order.
pub fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::NewestChange => "Newest change first",
        Sort::Name => "By name",
    }
}

/// "12 updates".
pub fn updates(n: usize) -> String {
    counted(n, "update", "updates")
}

pub fn theme(choice: ThemeChoice) -> &'static str {
    match choice {
        ThemeChoice::System => "As the system",
        ThemeChoice::Light => "Light",
        ThemeChoice::Dark => "Dark",
    }
}

pub fn density(density: Density) -> &'static str {
    match density {
        Density::Comfortable => "Comfortable",
        Density::Compact => "Compact",
    }
}

/// The line at the left of the outbox.
pub fn group(group: OutboxGroup) -> &'static str {
    match group {
        OutboxGroup::Everything => EVERYTHING,
        OutboxGroup::State(state) => state.word(),
    }
}

/// The name of an action, for menus, buttons, the key sheet and screen readers.
pub fn action(action: &Action) -> String {
    let words = match action {
        Action::Next => "Next",
        Action::Previous => "Previous",
        Action::OpenChosen => "Open",
        Action::Back => BACK,
        Action::Choose(_) => "Choose this lead",
        Action::FirstHit => "First of what was found",
        Action::FocusSearch => "Search",
        Action::SetStatus(status) => return format!("Status: {}", status.word()),
        Action::SetStatusAndNext(status) => return format!("Status: {}, and next", status.word()),
        Action::Type { field, .. } => return format!("Type into {}", field.word()),
        Action::Save { field, .. } => return format!("Save {}", field.word()),
        Action::GiveUp { field, .. } => return format!("Give up the change of {}", field.word()),
        Action::NewLead(action) => return super::new_lead::words::action(action),
        Action::Record(action) => return super::record::words::action(action),
        Action::FindOut(action) => super::find_out::words::action(action),
        Action::Decide(action) => return super::decide::words::action(action),
        Action::Entry(entry) => return super::entries::words::action(entry),
        Action::Undo => UNDO,
        Action::Redo => REDO,
        Action::Refresh => "Read this lead again",
        Action::AskHistory => ASK_AGAIN,
        Action::Link { linked: true, .. } => "This is the same person",
        Action::Link { linked: false, .. } => "This is somebody else",
        Action::Narrow(_) => "Filter the timeline",
        Action::ToggleItem(_) => "Show the whole",
        Action::RevealItem(_) => SHOW_CODE,
        Action::OpenLine => "Open the line of the timeline",
        Action::FoldLine => "Close the line of the timeline",
        Action::Resolve { side, .. } | Action::ResolveChosen(side) => match side {
            Side::Mine => KEEP_MINE,
            Side::Theirs => TAKE_THEIRS,
        },
        Action::Show(view) => return format!("Show {}", view.word()),
        Action::SortBy(order) => sort(*order),
        Action::Search(_) => SEARCH,
        Action::EditAgain => EDIT_AGAIN,
        Action::TakeBack { .. } => TAKE_BACK,
        Action::ShowRaw(true) => RAW,
        Action::ShowRaw(false) => READABLE,
        Action::HoldAll(true) => "Hold all",
        Action::HoldAll(false) => "Release all",
        Action::LetUpdatesIn => "Let updates in",
        Action::Go(Screen::Inbox) => INBOX,
        Action::Go(Screen::Outbox) => OUTBOX,
        Action::Go(Screen::Accounts) => super::accounts::words::ACCOUNTS,
        Action::Accounts(action) => return super::accounts::words::action(action),
        Action::Go(Screen::Settings) => SETTINGS,
        Action::Go(Screen::Templates) => super::templates::words::TEMPLATES,
        Action::Templates(action) => return super::templates::words::action(action),
        Action::Go(Screen::Doors) => APP,
        Action::Assign(_) => "Give the lead to this agent",
        Action::First(wish) => super::first::name(*wish),
        Action::Settings(wish) => return super::settings::words::wish(wish),
        Action::ShowPane(Pane::Views) => VIEWS,
        Action::ShowPane(Pane::List) => LIST,
        Action::ShowPane(Pane::Lead) => "Lead",
        Action::ShowPane(Pane::Profile) | Action::ToggleProfile => PROFILE,
        Action::Popup(popup) => match popup {
            Popup::KeySheet => KEYS,
            Popup::Assign => super::assign::ASSIGN,
            Popup::Status => "Choose a status",
            Popup::Sort => SORT,
            Popup::Views => VIEWS,
            Popup::Places => MENU,
            Popup::Kinds => MORE_FILTERS,
            Popup::RecoveryKey => super::recovery::words::TITLE,
            Popup::Record(_) | Popup::Template(_) => super::select::CHOOSE,
        },
        Action::Copy { what, .. } => return format!("Copy {what}"),
        Action::ChooseChange(_) => "Choose this change",
        Action::ShowGroup(shown) => return format!("Show {}", group(*shown)),
        Action::Outbox(OutboxAction::Retry) => "Try now",
        Action::Outbox(OutboxAction::Hold) => "Hold",
        Action::Outbox(OutboxAction::Release) => "Release",
        Action::Outbox(OutboxAction::Drop) => "Drop",
        Action::Outbox(OutboxAction::Arrived) => "It arrived",
        Action::ZoomIn => "Larger text",
        Action::ZoomOut => "Smaller text",
        Action::ZoomReset => "Normal text size",
        Action::SetTheme(choice) => theme(*choice),
        Action::SetDensity(rows) => density(*rows),
        Action::SetTextSize(size) => return format!("{} %", size.percent()),
        Action::Resize(..) => "Change the width",
        Action::PutNoticeAway(_) => PUT_AWAY,
        Action::TryAgain => TRY_AGAIN,
        Action::WorkInMemory => WORK_IN_MEMORY,
        Action::Recovery(action) => super::recovery::words::action(*action),
        Action::QuitAnyway => QUIT,
        Action::StayHere => STAY,
    };
    words.to_owned()
}

/// "3 one-time codes in 2 h".
pub fn codes(n: usize, span: &str) -> String {
    format!("{} {span}", counted(n, "one-time code", "one-time codes"))
}

/// "3 times in 2 h: Your order is on its way".
pub fn times(n: usize, title: &str, span: &str) -> String {
    format!("{} times {span}: {title}", number(n))
}

/// "in 2 h", for a span that `when::age` has named.
pub fn in_time(span: &str) -> String {
    if span == "now" { "in 1 min".to_owned() } else { format!("in {span}") }
}

/// "between 10:02 and 10:07".
pub fn between(from: &str, to: &str) -> String {
    format!("between {from} and {to}")
}

/// The zone of a time that came without one.
pub fn assumed_zone(offset: &str) -> String {
    format!("assumed UTC{offset}")
}

/// The zone a time was written in, where the settings tell it and it is not the agent's.
pub fn written_in(offset: &str) -> String {
    if offset == "+00:00" { "written in UTC".to_owned() } else { format!("written in UTC{offset}") }
}

/// Two times of one message, as their vendor wrote them.
pub fn delivered_and_sent(delivered: &str, sent: &str) -> String {
    format!("{delivered} (delivered), {sent} (sent)")
}

pub fn by_country(country: &str) -> String {
    format!("by the country {country}")
}

pub fn by_dial_code(code: &str) -> String {
    format!("by the dial code +{code}")
}

/// `by`: what the place is known by.
pub fn several_clocks(by: &str) -> String {
    format!("Not known: {by} there are several clocks")
}

pub fn clocks_disagree(country: &str, code: &str) -> String {
    format!("Not known: the country {country} and the dial code +{code} speak for different clocks")
}

/// How the zone of a time is known. `assumed`: "assumed UTC+05:30".
pub fn zone_inferred(vendor: &str, assumed: &str) -> String {
    format!("{vendor} wrote none; {assumed}, on which most sent and delivered times of its answer agree")
}

pub fn zone_usual(vendor: &str, assumed: &str) -> String {
    format!("{vendor} wrote none; {assumed}, the usual one of its address. Nothing in its answer told")
}

pub fn zone_assumed(vendor: &str, assumed: &str) -> String {
    format!("{vendor} wrote none; {assumed}")
}

pub fn zone_set(vendor: &str, zone: &str) -> String {
    format!("{vendor} wrote none; the settings of its account say {zone}")
}

pub fn zone_stated(vendor: &str) -> String {
    format!("Written with the time by {vendor}")
}

/// Why an item may stand at the wrong place.
pub fn order_between(from: &str, to: &str) -> String {
    format!(
        "Not sure: it happened at some moment between {from} and {to}, so it may belong above or below its neighbours"
    )
}

pub fn more_members(n: usize) -> String {
    format!("and {} more", number(n))
}

/// "10 s".
pub fn seconds(n: u32) -> String {
    format!("{n} s")
}

/// A source that was never asked: the sentence of the empty strip, and the one at its foot.
pub fn never_asked(vendor: &str) -> String {
    format!("Not asked {vendor} about this person yet.")
}

pub fn asking(vendor: &str) -> String {
    format!("Asking {vendor}…")
}

pub fn asked(vendor: &str, at: &str) -> String {
    format!("{vendor} asked {at}")
}

pub fn sent_nothing(vendor: &str, at: &str) -> String {
    format!("{vendor} knows this person and has sent nothing. Asked {at}.")
}

pub fn nobody_found(vendor: &str, at: &str) -> String {
    format!("{vendor} knows nobody by what this lead gives. Asked {at}.")
}

pub fn nothing_to_ask_by(vendor: &str) -> String {
    format!("{vendor} cannot be asked: this lead has no e-mail, no phone and no id there.")
}

pub fn unlinked(vendor: &str) -> String {
    format!("{vendor} found somebody else, by your word. Their history is not shown.")
}

pub fn asking_failed(vendor: &str, at: Option<&str>) -> String {
    match at {
        Some(at) => format!("{vendor} did not answer; this is as of {at}"),
        None => format!("{vendor} did not answer"),
    }
}

/// What somebody was found by: "by e-mail and phone".
pub fn found_by(evidence: &[String]) -> String {
    match evidence {
        [] => String::new(),
        [one] => format!("by {one}"),
        [first @ .., last] => format!("by {} and {last}", first.join(", ")),
    }
}

/// The same of somebody who was unlinked: "was found by e-mail and phone".
pub fn was_found(by: &str) -> String {
    format!("was found {by}")
}

/// "last seen 3 h ago".
pub fn last_seen(age: &str) -> String {
    format!("last seen {age}")
}

/// What an outbox action leads to.
pub fn consequence(action: OutboxAction) -> &'static str {
    match action {
        OutboxAction::Retry => "Goes out at once, whatever it waited for",
        OutboxAction::Hold => "Nothing is sent until you release it",
        OutboxAction::Release => "Goes on in its turn",
        OutboxAction::Drop => "Nothing more is sent",
        OutboxAction::Arrived => "Marks it accepted, on your word",
    }
}

/// Who recorded a fact: "Recorded by you".
pub fn recorded_by(who: &str) -> String {
    format!("Recorded by {who}")
}

/// What the two sides of a clash lead to.
pub fn side_consequence(side: Side, vendor: &str) -> String {
    match side {
        Side::Mine => format!("Writes yours over theirs in {vendor}"),
        Side::Theirs => "Drops yours; nothing is written".to_owned(),
    }
}

/// The sentence of an outbox state, where the row itself says nothing.
pub fn state_sentence(state: OutboxState, vendor: &str) -> String {
    match state {
        OutboxState::Queued => format!("It is kept here and goes to {vendor} in its turn."),
        OutboxState::Sending => format!("A request to {vendor} is out right now."),
        OutboxState::Waiting => "It will be tried again by itself.".to_owned(),
        OutboxState::Held => "You asked it to wait. Release it to send it.".to_owned(),
        OutboxState::Unknown => format!("It left, and no readable answer came. {vendor} may have it."),
        OutboxState::NeedsAgent => "It needs your decision.".to_owned(),
        OutboxState::Confirmed => format!("Read back from {vendor}."),
        OutboxState::Accepted => format!("{vendor} said yes."),
        OutboxState::Cancelled => "Nothing more is sent.".to_owned(),
    }
}

/// "E-mail copied".
pub fn copied(what: &str) -> String {
    format!("{what} copied")
}

/// When the outbox came to rest.
pub fn last_confirmed(at: &str) -> String {
    format!("Last change was confirmed at {at}.")
}

/// The question before quitting.
pub fn would_be_lost(n: usize) -> String {
    format!("{} not sent yet and would be lost: Leadline works in memory only.", counted(n, "change is", "changes are"))
}

/// The line to the engine is full.
pub fn catching_up(n: usize) -> String {
    format!("Leadline is catching up: {} for it. Nothing is lost.", counted(n, "request waits", "requests wait"))
}

/// What taking back leads to.
pub fn take_back_means((changes, leads): (usize, usize)) -> String {
    match (changes, leads) {
        (0 | 1, _) => "Brings back what was there before it".to_owned(),
        (changes, 1) => format!("With the {} made together", counted(changes, "change", "changes")),
        (changes, leads) => format!("All {} of {leads} leads made together", counted(changes, "change", "changes")),
    }
}

/// What was taken back, for the status bar.
pub fn taken_back(changes: usize, stayed: usize) -> String {
    let back = format!("{} taken back", counted(changes, "change", "changes"));
    match stayed {
        0 => back,
        n => format!("{back}; {n} changed since and stay"),
    }
}

/// With a capital letter at its beginning.
pub fn sentence_of(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "Sent to RAY, 418 bytes".
pub fn left(vendor: &str, bytes: Option<usize>) -> String {
    match bytes {
        None | Some(0) => format!("Sent to {vendor}"),
        Some(bytes) => format!("Sent to {vendor}, {}", counted(bytes, "byte", "bytes")),
    }
}

/// ", tried twice" where the tries themselves are not known.
pub fn tried(times: u32) -> String {
    match times {
        0 => String::new(),
        1 => ", tried once".to_owned(),
        n => format!(", tried {n} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(4310), "4,310");
        assert_eq!(number(1_000_000), "1,000,000");
        assert_eq!(counted(1, "lead", "leads"), "1 lead");
    }
}
