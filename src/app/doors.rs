//! Into the demo and back: the window is the same, the engine behind it is another one.

use egui::Context;

use super::LeadlineApp;
use crate::bridge::{Answer, Link};
use crate::ui::first::Demo;
use crate::ui::state::UiState;
use crate::ui::text;

/// Somebody who can start an engine on made-up data, and end it.
pub trait DemoDoor: std::fmt::Debug + Send + Sync {
    /// Begins; returns at once. The answer is the line to it, or why there is none. Wakes the window when it is there.
    fn open(&self) -> Answer<Result<Link, String>>;

    /// Ends it; returns at once.
    fn close(&self);
}

/// Where the window is between the two engines.
#[derive(Default)]
pub(super) struct Behind {
    /// The demo that is being started.
    starting: Option<Answer<Result<Link, String>>>,
    /// The real engine's line, and what the window knew, while the demo is shown.
    home: Option<(Link, Box<UiState>)>,
}

impl LeadlineApp {
    /// Goes through a door that was asked for. The window is told to close only after its own commands went out, so
    /// nothing that was typed on one side reaches the other.
    pub(super) fn walk_through_doors(&mut self, ctx: &Context) {
        let Some(door) = self.door.clone() else { return };
        if self.state.first.demo == Demo::Wanted {
            self.state.first.demo = Demo::Starting;
            self.behind.starting = Some(door.open());
        }
        let answered = self.behind.starting.take().map(|starting| match starting.try_take() {
            Ok(answer) => Ok(answer),
            Err(starting) => Err(starting),
        });
        match answered {
            None => {}
            Some(Err(starting)) => self.behind.starting = Some(starting),
            Some(Ok(Ok(Ok(link)))) => self.enter(link, ctx),
            Some(Ok(Ok(Err(why)))) => self.state.first.demo = Demo::Refused(why),
            Some(Ok(Err(none))) => self.state.first.demo = Demo::Refused(none.to_string()),
        }
        if self.state.first.demo == Demo::Leaving {
            self.leave(ctx);
            door.close();
        }
    }

    fn enter(&mut self, link: Link, ctx: &Context) {
        self.state.outgoing.flush(&self.link, self.state.time);
        let snapshot = link.snapshot();
        let mut inside = UiState::new(snapshot.published_at, self.state.zone.clone(), text::DEMO.to_owned(), true);
        inside.appearance = self.state.appearance;
        inside.first.demo = Demo::Inside;
        self.state.first.demo = Demo::No;
        let home = std::mem::replace(&mut self.state, inside);
        let home_link = std::mem::replace(&mut self.link, link);
        self.behind.home = Some((home_link, Box::new(home)));
        self.look_anew(ctx);
    }

    fn leave(&mut self, ctx: &Context) {
        let Some((link, state)) = self.behind.home.take() else { return };
        self.link = link;
        self.state = *state;
        self.look_anew(ctx);
    }

    fn look_anew(&mut self, ctx: &Context) {
        self.snapshot = self.link.snapshot();
        self.seen_at = None;
        self.applied = None;
        self.actions.clear();
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        ctx.request_repaint();
    }
}
