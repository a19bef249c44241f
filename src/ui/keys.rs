//! Keys to actions: which key does what, and when keys are letters instead.
//!
//! Single keys act only while no text field has the focus. Digits count by their place on the keyboard, so that they
//! work on layouts that type accents there.

use egui::{Context, Event, Key, Modifiers};

use super::actions::Action;
use super::decide::{DecideAction, Pick};
use super::entries::EntryAction;
use super::find_out::FindOutAction;
use super::first;
use super::record::RecordAction;
use super::state::{Popup, Screen, UiState};
use crate::bridge::{OutboxAction, Side};
use crate::domain::{DraftOf, LeadStatus};

/// How long the second key of "G then I" may take, in seconds.
const PREFIX_SECS: f64 = 1.5;

/// One way to press for an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chord {
    /// A key alone; Shift counts only where the layout needs none to type it.
    Plain(Key),
    /// A digit by its place, with or without Shift.
    Digit { key: Key, shift: bool },
    /// With Ctrl (Cmd on a Mac).
    Command(Key),
    /// With Shift and Ctrl (Cmd on a Mac).
    ShiftCommand(Key),
    /// One after the other.
    Then(Key, Key),
}

/// The cap of the chord that saves a text of several lines.
pub const COMMAND_ENTER: &str = if cfg!(target_os = "macos") { "Cmd ↵" } else { "Ctrl ↵" };

const DIGITS: [Key; 6] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];

impl Action {
    /// The keys it listens to, the one that is shown first.
    pub fn chords(&self) -> Vec<Chord> {
        use Chord::{Command, Digit, Plain, ShiftCommand, Then};
        match self {
            Self::Next => vec![Plain(Key::J), Plain(Key::ArrowDown)],
            Self::Previous => vec![Plain(Key::K), Plain(Key::ArrowUp)],
            Self::OpenChosen => vec![Plain(Key::Enter)],
            Self::Back => vec![Plain(Key::Escape)],
            Self::FocusSearch => vec![Plain(Key::Slash)],
            Self::SetStatus(status) => status_key(status).map(|key| Digit { key, shift: false }).into_iter().collect(),
            Self::SetStatusAndNext(status) => {
                status_key(status).map(|key| Digit { key, shift: true }).into_iter().collect()
            }
            Self::Decide(DecideAction::PickHere(Pick::Theirs)) => vec![Plain(Key::ArrowLeft)],
            Self::Decide(DecideAction::PickHere(_)) => vec![Plain(Key::ArrowRight)],
            Self::Decide(DecideAction::Save) => vec![Command(Key::Enter)],
            Self::OpenLine => vec![Plain(Key::ArrowRight)],
            Self::FoldLine => vec![Plain(Key::ArrowLeft)],
            Self::Entry(EntryAction::FocusNote) => vec![Plain(Key::N)],
            Self::Entry(EntryAction::FocusTags) => vec![Plain(Key::T)],
            Self::Record(RecordAction::Open) => vec![Plain(Key::R)],
            Self::FindOut(FindOutAction::BeginHere) => vec![Plain(Key::F)],
            Self::Undo => vec![Command(Key::Z)],
            Self::Redo => vec![ShiftCommand(Key::Z)],
            Self::Refresh => vec![Plain(Key::F5)],
            Self::LetUpdatesIn => vec![Plain(Key::U)],
            Self::ToggleProfile => vec![Plain(Key::CloseBracket)],
            Self::Go(Screen::Inbox) => vec![Then(Key::G, Key::I)],
            Self::Go(Screen::Outbox) => vec![Then(Key::G, Key::O)],
            Self::Go(Screen::Accounts) => vec![Then(Key::G, Key::A)],
            Self::Go(Screen::Settings) => vec![Then(Key::G, Key::S)],
            Self::Go(Screen::Templates) => vec![Then(Key::G, Key::T)],
            Self::Popup(Popup::Assign) => vec![Plain(Key::A)],
            Self::First(first::Wish::StartDemo) => vec![Plain(Key::D)],
            Self::Popup(Popup::KeySheet) => vec![Plain(Key::Questionmark)],
            Self::ZoomIn => vec![Command(Key::Plus), Command(Key::Equals)],
            Self::ZoomOut => vec![Command(Key::Minus)],
            Self::ZoomReset => vec![Command(Key::Num0)],
            Self::Outbox(OutboxAction::Retry) => vec![Plain(Key::S)],
            Self::Outbox(OutboxAction::Hold | OutboxAction::Release) => vec![Plain(Key::H)],
            Self::Outbox(OutboxAction::Drop) => vec![Plain(Key::D)],
            Self::Outbox(OutboxAction::Arrived) => vec![Plain(Key::Y)],
            Self::EditAgain => vec![Plain(Key::E)],
            Self::ResolveChosen(Side::Mine) => vec![Plain(Key::M)],
            Self::ResolveChosen(Side::Theirs) => vec![Plain(Key::T)],
            _ => Vec::new(),
        }
    }

    /// The cap to print beside it: `J`, `Shift 1`, `Ctrl Z`, `G then I`.
    pub fn key_cap(&self) -> Option<String> {
        self.chords().first().map(|chord| chord.words())
    }

    /// Keys of the outbox mean something else (or nothing) elsewhere.
    fn heard_on(&self, screen: Screen) -> bool {
        match self {
            Self::Outbox(_) | Self::ResolveChosen(_) | Self::EditAgain => screen == Screen::Outbox,
            Self::SetStatus(_)
            | Self::SetStatusAndNext(_)
            | Self::Decide(_)
            | Self::Entry(_)
            | Self::Record(_)
            | Self::FindOut(_)
            | Self::FocusSearch
            | Self::LetUpdatesIn
            | Self::OpenLine
            | Self::FoldLine
            | Self::Popup(Popup::Assign)
            | Self::ToggleProfile => screen == Screen::Inbox,
            Self::First(_) => screen == Screen::Doors,
            Self::Next | Self::Previous | Self::OpenChosen => {
                matches!(screen, Screen::Inbox | Screen::Outbox | Screen::Accounts | Screen::Templates)
            }
            _ => true,
        }
    }

    /// The conflict screen covers the timeline: of two that share a key, one is heard.
    fn heard_over(&self, deciding: bool) -> bool {
        match self {
            Self::Decide(_) => deciding,
            Self::OpenLine | Self::FoldLine => !deciding,
            _ => true,
        }
    }

    /// The form of a recording covers lead and profile: what is about them is not heard over it.
    fn heard_over_form(&self) -> bool {
        matches!(
            self,
            Self::Back
                | Self::Go(_)
                | Self::Popup(Popup::KeySheet)
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::Refresh
        )
    }

    /// Holding the key down repeats it.
    fn repeats(&self) -> bool {
        matches!(self, Self::Next | Self::Previous | Self::ZoomIn | Self::ZoomOut)
    }
}

impl Chord {
    /// As printed on a key cap.
    pub fn words(self) -> String {
        let command = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };
        match self {
            Self::Plain(key) | Self::Digit { key, shift: false } => cap(key).to_owned(),
            Self::Digit { key, shift: true } => format!("Shift {}", cap(key)),
            Self::Command(key) => format!("{command} {}", cap(key)),
            Self::ShiftCommand(key) => format!("Shift {command} {}", cap(key)),
            Self::Then(first, second) => format!("{} then {}", cap(first), cap(second)),
        }
    }

    fn is_pressed(self, press: &Press, prefix: Option<Key>) -> bool {
        let command = press.modifiers.command || press.modifiers.ctrl;
        match self {
            Self::Then(first, second) => prefix == Some(first) && !command && press.key == second,
            _ if prefix.is_some() => false,
            // `/` and `?` need Shift on some boards and not on others; letters never do.
            Self::Plain(key) => {
                let shift_is_ours = matches!(key, Key::Slash | Key::Questionmark | Key::CloseBracket);
                !command && press.key == key && (shift_is_ours || !press.modifiers.shift)
            }
            Self::Digit { key, shift } => {
                !command && press.physical.unwrap_or(press.key) == key && press.modifiers.shift == shift
            }
            // Shift is part of how some boards type `+`; with Z it is another chord.
            Self::Command(key) => {
                command && !press.modifiers.alt && press.key == key && (key != Key::Z || !press.modifiers.shift)
            }
            Self::ShiftCommand(key) => command && press.modifiers.shift && !press.modifiers.alt && press.key == key,
        }
    }

    /// Types something where a text field has the focus: what one switch turns off.
    pub fn is_a_letter(self) -> bool {
        match self {
            Self::Plain(key) => !matches!(key, Key::ArrowDown | Key::ArrowUp | Key::Enter | Key::Escape | Key::F5),
            Self::Digit { .. } | Self::Then(..) => true,
            Self::Command(_) | Self::ShiftCommand(_) => false,
        }
    }

    /// Works while a text field has the focus: it types nothing.
    fn works_while_typing(self) -> bool {
        match self {
            // Undo and a new line belong to the field there.
            Self::Command(key) => !matches!(key, Key::Z | Key::Enter),
            Self::Plain(key) => key == Key::F5,
            Self::ShiftCommand(_) | Self::Digit { .. } | Self::Then(..) => false,
        }
    }
}

/// The key of a status, by the order of the six.
pub fn status_key(status: &LeadStatus) -> Option<Key> {
    LeadStatus::SETTABLE.iter().position(|s| s == status).map(|at| DIGITS[at])
}

fn cap(key: Key) -> &'static str {
    match key {
        Key::ArrowDown => "↓",
        Key::ArrowUp => "↑",
        Key::ArrowRight => "→",
        Key::ArrowLeft => "←",
        Key::Escape => "Esc",
        Key::Questionmark => "?",
        Key::Slash => "/",
        Key::CloseBracket => "]",
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Enter => "↵",
        other => other.name(),
    }
}

struct Press {
    key: Key,
    physical: Option<Key>,
    modifiers: Modifiers,
    repeat: bool,
}

/// A key, or what it types.
enum Stroke {
    Press(Press),
    Text(String),
}

/// The actions of this frame's keys. `on_list`: nothing has the focus, or a row of the list has it; otherwise
/// arrows and Enter belong to whatever has it.
pub fn read(ctx: &Context, state: &mut UiState, on_list: bool) -> Vec<Action> {
    let typing = ctx.text_edit_focused();
    let (strokes, time) = ctx.input(|input| (input.events.iter().filter_map(stroke).collect::<Vec<_>>(), input.time));
    let mut actions = Vec::new();
    // A slow frame gathers many keys. What follows `/`, N or T in the same frame was meant for the field that takes the
    // focus only at its end.
    let mut field: Option<Typed> = None;
    for stroke in strokes {
        match (stroke, &mut field) {
            (Stroke::Text(_), None) => {}
            (Stroke::Text(text), Some(typed)) => typed.take(&text),
            (Stroke::Press(press), Some(typed)) => match &typed.into {
                Meant::Search if press.key == Key::Enter => {
                    let text = state.look.text.clone() + &typed.text;
                    actions.extend([Action::Search(text), Action::FirstHit]);
                    state.focus_search = false;
                    actions.retain(|action| *action != Action::FocusSearch);
                    field = None;
                }
                Meant::New(DraftOf::NewNote) if press.key == Key::Enter => typed.text.push('\n'),
                _ => {}
            },
            (Stroke::Press(press), None) => {
                let heard = hear(&press, typing, on_list, time, state);
                field = heard.as_ref().and_then(Typed::after);
                actions.extend(heard);
            }
        }
    }
    match field.filter(|typed| !typed.text.is_empty()) {
        Some(Typed { into: Meant::Search, text, .. }) => actions.push(Action::Search(state.look.text.clone() + &text)),
        Some(Typed { into: Meant::New(of), text, .. }) => {
            actions.push(Action::Entry(EntryAction::Append { of, text }));
        }
        None => {}
    }
    actions
}

/// The field that letters of this frame were meant for.
enum Meant {
    Search,
    New(DraftOf),
}

/// Letters that were typed before their field had the focus.
struct Typed {
    into: Meant,
    text: String,
    /// The key that leads to the field types itself; that letter is still to come.
    own: bool,
}

impl Typed {
    /// What is typed after an action that leads to a field.
    fn after(action: &Action) -> Option<Self> {
        let into = match action {
            Action::FocusSearch => Meant::Search,
            Action::Entry(EntryAction::FocusNote) => Meant::New(DraftOf::NewNote),
            Action::Entry(EntryAction::FocusTags) => Meant::New(DraftOf::NewTag),
            _ => return None,
        };
        Some(Self { into, text: String::new(), own: true })
    }

    fn take(&mut self, text: &str) {
        let own = match self.into {
            Meant::Search => "/",
            Meant::New(DraftOf::NewNote) => "n",
            Meant::New(_) => "t",
        };
        if !(std::mem::take(&mut self.own) && text == own) {
            self.text.push_str(text);
        }
    }
}

fn stroke(event: &Event) -> Option<Stroke> {
    match event {
        Event::Key { key, physical_key, pressed: true, modifiers, repeat } => {
            Some(Stroke::Press(Press { key: *key, physical: *physical_key, modifiers: *modifiers, repeat: *repeat }))
        }
        Event::Text(text) => Some(Stroke::Text(text.clone())),
        _ => None,
    }
}

/// What one key means now.
fn hear(press: &Press, typing: bool, on_list: bool, time: f64, state: &mut UiState) -> Option<Action> {
    let prefix = state.prefix.take().filter(|(_, at)| time - at < PREFIX_SECS).map(|(key, _)| key);
    // The field that was being typed into hears Esc itself; by now it has already lost the focus.
    if press.key == Key::Escape && (typing || state.typing) {
        return None;
    }
    let plain = !press.modifiers.command && !press.modifiers.ctrl && !press.modifiers.alt;
    let letters = !state.appearance.keys_off;
    if letters && !typing && plain && prefix.is_none() && press.key == Key::G && !press.modifiers.shift {
        state.prefix = Some((Key::G, time));
        return None;
    }
    let heard = Action::keyed().into_iter().find(|action| {
        action.heard_on(state.screen)
            && (!state.record.is_open || state.screen != Screen::Inbox || action.heard_over_form())
            && action.heard_over(state.deciding.is_some())
            && (action.repeats() || !press.repeat)
            && action.chords().into_iter().any(|chord| {
                chord.is_pressed(press, prefix)
                    && (letters || !chord.is_a_letter())
                    && (!typing || chord.works_while_typing())
                    && (on_list || !plain || !belongs_to_focus(press.key))
            })
    });
    // Hold and Release share a key: the state of the row decides which is meant.
    heard.filter(|action| state.popup_hears(action))
}

/// Keys that a focused control uses itself.
fn belongs_to_focus(key: Key) -> bool {
    matches!(key, Key::ArrowUp | Key::ArrowDown | Key::ArrowRight | Key::ArrowLeft | Key::Enter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key_on_one_screen_but_hold_and_release() {
        for screen in
            [Screen::Inbox, Screen::Outbox, Screen::Accounts, Screen::Templates, Screen::Settings, Screen::Doors]
        {
            let heard: Vec<Action> = Action::keyed().into_iter().filter(|a| a.heard_on(screen)).collect();
            for (at, a) in heard.iter().enumerate() {
                for b in &heard[at + 1..] {
                    let share = a.chords().iter().any(|chord| b.chords().contains(chord));
                    let pair = [a, b].iter().all(|x| {
                        matches!(x, Action::Outbox(OutboxAction::Hold) | Action::Outbox(OutboxAction::Release))
                    });
                    // On the conflict screen there are no lines.
                    let apart =
                        [true, false].iter().all(|deciding| !(a.heard_over(*deciding) && b.heard_over(*deciding)));
                    assert!(!share || pair || apart, "{a:?} and {b:?}");
                }
            }
        }
    }

    #[test]
    fn every_keyed_action_has_a_key_and_a_name() {
        for action in Action::keyed() {
            assert!(action.key_cap().is_some_and(|cap| !cap.is_empty()), "{action:?}");
            assert!(!action.name().is_empty(), "{action:?}");
        }
    }
}
