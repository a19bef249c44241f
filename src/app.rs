//! The window as eframe runs it: take the newest snapshot, turn keys into actions, draw, dispatch.
//!
//! A frame never waits, locks, reads a clock or touches the disk. What time it is comes from the snapshot, plus the
//! toolkit's input time since that snapshot was first seen. The window draws when something happened, when a minute
//! turns an age, and (while a countdown is seen) when a second does.

mod doors;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use egui::{Context, Ui};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::bridge::{AccountState, Link, Snapshot};
use crate::domain::OutboxState;
use crate::theme;
use crate::ui::actions::Actions;
use crate::ui::dispatch::dispatch;
use crate::ui::settings::Appearance;
use crate::ui::state::{Leaving, Screen, UiState};
use crate::ui::walking::see;
use crate::ui::{
    accounts, asked, fallen, first, keys, leaving, memory, new_lead, notices, outbox, record, recovery, templates,
    text, widgets, window,
};

pub use doors::DemoDoor;

/// What the window must be told at its start; reading it may touch the disk, so it happens before.
#[derive(Clone, Debug)]
pub struct WindowOptions {
    /// The built-in sandbox is shown.
    pub demo: bool,
    /// The title over the views: the profile's name.
    pub title: String,
    /// The agent's time zone.
    pub zone: TimeZone,
    /// Told whenever the window was resized; whoever listens keeps it for the next start.
    pub placed: Option<Sender<Placed>>,
    /// Starts the demo from the first start; `None` where there is none.
    pub demo_door: Option<Arc<dyn DemoDoor>>,
}

/// How large the window is. Where it stands is the window system's business: a screen may be gone by the next start.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// Of its inside, in points.
    pub size: [f32; 2],
    pub maximized: bool,
}

impl Default for WindowOptions {
    fn default() -> Self {
        Self { demo: false, title: text::APP.to_owned(), zone: TimeZone::UTC, placed: None, demo_door: None }
    }
}

/// The window: the line to the engine, the newest snapshot, and what the window itself knows.
pub struct LeadlineApp {
    link: Link,
    snapshot: Arc<Snapshot>,
    /// Input time at which `snapshot` was first seen.
    seen_at: Option<f64>,
    state: UiState,
    applied: Option<Appearance>,
    actions: Actions,
    placed: Option<Sender<Placed>>,
    placed_last: Option<Placed>,
    door: Option<Arc<dyn DemoDoor>>,
    behind: doors::Behind,
    /// A fault of our own was met while drawing.
    fallen: bool,
    falls: bool,
}

impl LeadlineApp {
    /// The window for eframe. Installs fonts and themes.
    pub fn new(cc: &eframe::CreationContext, link: Link, options: WindowOptions) -> Self {
        theme::system_fonts::install_in_background(&cc.egui_ctx);
        Self::with_options(&cc.egui_ctx, link, options)
    }

    /// The window without eframe, for tests: bundled fonts only.
    pub fn for_tests(ctx: &Context, link: Link) -> Self {
        Self::with_options(ctx, link, WindowOptions::default())
    }

    /// The window with these options on a bare toolkit context.
    pub fn with_options(ctx: &Context, link: Link, options: WindowOptions) -> Self {
        theme::apply(ctx);
        // Zoom has steps of its own and is remembered: the toolkit must not turn it behind our back.
        // A system that does not say whether it is light or dark gets the light one.
        ctx.options_mut(|toolkit| {
            toolkit.zoom_with_keyboard = false;
            toolkit.fallback_theme = egui::Theme::Light;
        });
        let snapshot = link.snapshot();
        let title = if options.demo { text::DEMO.to_owned() } else { options.title };
        let mut state = UiState::new(snapshot.published_at, options.zone, title, options.demo);
        state.first.has_demo = options.demo_door.is_some();
        Self {
            link,
            snapshot,
            seen_at: None,
            state,
            applied: None,
            actions: Actions::new(),
            placed: options.placed,
            placed_last: None,
            door: options.demo_door,
            behind: doors::Behind::default(),
            fallen: false,
            falls: false,
        }
    }

    /// What the window knows; for tests.
    pub fn state(&self) -> &UiState {
        &self.state
    }

    /// The snapshot that the last frame showed; for tests.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// One whole frame: what eframe does in two calls.
    pub fn frame(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.before_drawing(&ctx);
        self.draw(ui);
    }

    /// Takes in the newest snapshot, keys and answers.
    fn before_drawing(&mut self, ctx: &Context) {
        self.guarded(ctx, |app| app.take_in(ctx));
    }

    /// A fault of our own must not take the window along: what was typed is still in it, and what was wished for still
    /// goes out. What was half drawn gives way to a page that says so.
    fn guarded(&mut self, ctx: &Context, work: impl FnOnce(&mut Self)) {
        if self.fallen {
            return;
        }
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            log::error!("the window met a fault of its own");
            self.fallen = true;
            self.actions.clear();
            self.state.popup = None;
            ctx.request_repaint();
        }
    }

    fn take_in(&mut self, ctx: &Context) {
        self.walk_through_doors(ctx);
        let newest = self.link.snapshot();
        let time = ctx.input(|input| input.time);
        let news = !Arc::ptr_eq(&newest, &self.snapshot) || self.seen_at.is_none();
        if news {
            self.snapshot = newest;
            self.seen_at = Some(time);
        }
        let state = &mut self.state;
        state.time = time;
        state.now = now(self.snapshot.published_at, time - self.seen_at.unwrap_or(time));
        if state.said.as_ref().is_some_and(|(_, until)| time >= *until) {
            state.said = None;
        }
        if self.snapshot.phase.is_working() && !state.remembered.is_restored() {
            let (shown, all) = (self.snapshot.listing.order.len(), self.snapshot.rows.len());
            log::info!("the window shows its first rows: {shown} of {all}");
            let commands = memory::restore(&self.snapshot, state);
            state.outgoing_extend(commands);
        }
        asked::take_answers(state);
        if let Some(why) = state.drafts.take_answers(time) {
            state.trouble = Some(why);
        }
        new_lead::take_answer(&self.snapshot, state);
        record::take_answers(&self.snapshot, state);
        outbox::in_full::look(&self.snapshot, state);
        outbox::edit_again::take_answer(&self.snapshot, state);
        recovery::act::take_answers(ctx, &self.snapshot, state);
        accounts::act::take_answers(ctx, &self.snapshot, state);
        state.desk.take_answers();
        templates::act::take_answers(&self.snapshot, state);
        first::take_answer(ctx, state);
        first::place(&self.snapshot, state);
        if news {
            see(&self.snapshot, state);
        }
        state.by_key = ctx.input(|input| by_key(input, state.by_key));
        let focused = ctx.memory(|memory| memory.focused());
        let on_list = focused.is_none_or(|id| state.row_focus == Some(id));
        self.actions.extend(keys::read(ctx, state, on_list));
        leaving::watch(ctx, &self.snapshot, state);
        self.tell_place(ctx);
    }

    /// Says how large the window is, when that changed.
    fn tell_place(&mut self, ctx: &Context) {
        let Some(listener) = &self.placed else { return };
        let place = ctx.input(|input| placed(input.viewport(), self.placed_last));
        if place.is_some() && place != self.placed_last {
            self.placed_last = place;
            // A listener that has gone needs nothing any more.
            let _gone = place.map(|place| listener.send(place).is_err());
        }
    }

    /// Draws, then does what was asked for.
    fn draw(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        // The frame log: at this level one can count what an idle window draws.
        log::trace!("frame {} shows revision {}", ctx.cumulative_frame_nr(), self.snapshot.revision);
        self.apply_appearance(&ctx);
        if self.fallen {
            // All that was typed goes to the engine now: nobody knows what comes next.
            let drafts = self.state.drafts.due(self.state.time, true);
            self.state.outgoing_extend(drafts);
            leaving::watch(&ctx, &self.snapshot, &mut self.state);
            if fallen::fallen_ui(ui) {
                self.fallen = false;
                ctx.request_repaint();
            }
            leaving::leaving_ui(ui, &self.snapshot, &self.state, &mut self.actions);
            self.dispatch_all(&ctx);
        } else {
            self.guarded(&ctx, |app| app.draw_all(ui));
        }
        self.hand_over(&ctx);
        self.wake_when_due(&ctx);
    }

    fn draw_all(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        // Keys first: what they change is drawn in this very frame.
        self.dispatch_all(&ctx);
        assert!(!std::mem::take(&mut self.falls), "a planned fault");
        window::window_ui(ui, &self.snapshot, &mut self.state, &mut self.actions);
        if self.dispatch_all(&ctx) {
            // What was asked for by pointer shows in the next frame.
            ctx.request_repaint();
        }
    }

    /// The next frame meets a fault: how tests see the window survive one.
    #[doc(hidden)]
    pub fn fall(&mut self) {
        self.falls = true;
    }

    /// Does what was asked for; true when there was anything. While the list on screen is still the one from before a
    /// search or another view, whatever means a row of it waits for the new one, and what came after waits with it:
    /// fast fingers must never act on a row that they did not mean.
    fn dispatch_all(&mut self, ctx: &Context) -> bool {
        let mut done = false;
        let mut kept = Actions::new();
        for action in std::mem::take(&mut self.actions) {
            if !kept.is_empty() || (action.means_a_row() && list_is_old(&self.snapshot, &self.state)) {
                kept.push(action);
            } else {
                dispatch(ctx, action, &self.snapshot, &mut self.state);
                done = true;
            }
        }
        self.actions = kept;
        done
    }

    /// Gives commands to the engine, as many as fit.
    fn hand_over(&mut self, ctx: &Context) {
        let state = &mut self.state;
        let drafts = state.drafts.due(state.time, false);
        state.outgoing_extend(drafts);
        let remembered = memory::remember(state, false);
        state.outgoing_extend(remembered);
        state.outgoing.flush(&self.link, state.time);
        leaving::close_when_done(ctx, state);
    }

    fn apply_appearance(&mut self, ctx: &Context) {
        let wanted = self.state.appearance;
        if self.applied == Some(wanted) {
            return;
        }
        // Without a choice yet, the toolkit follows the system by itself.
        if self.applied.unwrap_or_default().theme != wanted.theme {
            ctx.set_theme(wanted.theme.preference());
        }
        ctx.set_zoom_factor(wanted.text_size.factor());
        theme::set_reduced_motion(ctx, wanted.reduced_motion);
        theme::set_plain(ctx, wanted.plain);
        widgets::hear_letters(ctx, !wanted.keys_off);
        self.applied = Some(wanted);
    }

    /// Asks for the next frame only where something on screen will be different then.
    fn wake_when_due(&self, ctx: &Context) {
        let state = &self.state;
        let mut wait = secs_to_next(60, state.now);
        let mut sooner = |secs: f64| wait = wait.min(secs.max(0.02));
        if self.counts_down() || notices::offered(&self.snapshot, state.now).is_some() {
            sooner(secs_to_next(1, state.now));
        }
        [state.drafts.next_due(state.time), memory::next_due(state)].into_iter().flatten().for_each(&mut sooner);
        record::next_due(&self.snapshot, state).into_iter().for_each(&mut sooner);
        if let Some((_, until)) = &state.said {
            sooner(until - state.time);
        }
        if !state.outgoing.is_empty() && !state.outgoing.has_ended() {
            sooner(0.1);
        }
        ctx.request_repaint_after(Duration::from_secs_f64(wait));
    }

    /// A countdown is on screen.
    fn counts_down(&self) -> bool {
        let slowed = |state: &AccountState| matches!(state, AccountState::Slowed { .. });
        match self.state.screen {
            Screen::Inbox | Screen::Templates | Screen::Settings | Screen::Doors => false,
            Screen::Outbox => self.snapshot.outbox_count(OutboxState::Waiting) > 0,
            Screen::Accounts => self.snapshot.accounts.iter().any(|account| slowed(&account.state)),
        }
    }
}

impl eframe::App for LeadlineApp {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.before_drawing(ctx);
        if self.state.leaving != Leaving::No {
            // A hidden window is not drawn, and must close all the same.
            self.hand_over(ctx);
        }
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        if let Some(secs) = frame.info().cpu_usage {
            // The toolkit's own clock: ours is not read in a frame.
            log::trace!("the frame before took {:.1} ms", secs * 1_000.0);
        }
        self.draw(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        theme::palette(visuals).base.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        // The toolkit would write customers' data (search texts) into a plain file.
        false
    }
}

/// How large the window is; a maximized one keeps the size that it will go back to.
fn placed(viewport: &egui::ViewportInfo, before: Option<Placed>) -> Option<Placed> {
    let inside = viewport.inner_rect?;
    let maximized = viewport.maximized.unwrap_or(false);
    let size = inside.size().into();
    match before {
        Some(before) if maximized => Some(Placed { maximized, ..before }),
        _ => Some(Placed { size, maximized }),
    }
}

/// Whether the engine has not yet listed what the window asked for.
fn list_is_old(snapshot: &Snapshot, state: &UiState) -> bool {
    let (asked, listed) = (&state.look, &snapshot.listing);
    let same = (asked.view, asked.sort) == (listed.view, listed.sort) && asked.query == listed.query;
    !same && snapshot.phase.is_working() && !state.outgoing.has_ended()
}

/// Snapshot time plus the time since.
fn now(published_at: Timestamp, since_secs: f64) -> Timestamp {
    let since = jiff::SignedDuration::try_from_secs_f64(since_secs.max(0.0)).unwrap_or_default();
    published_at.checked_add(since).unwrap_or(published_at)
}

/// Seconds until the clock shows the next whole `step` seconds.
fn secs_to_next(step: i64, now: Timestamp) -> f64 {
    let millis = now.as_millisecond().rem_euclid(step * 1_000);
    let left = step * 1_000 - millis;
    f64::from(i32::try_from(left).unwrap_or(1_000)) / 1_000.0 + 0.01
}

/// Whether the last thing that was used was a key.
fn by_key(input: &egui::InputState, before: bool) -> bool {
    input.events.iter().fold(before, |by_key, event| match event {
        egui::Event::Key { pressed: true, .. } => true,
        egui::Event::PointerButton { pressed: true, .. } => false,
        _ => by_key,
    })
}
