//! The whole window against a scripted engine: snapshots in, commands out.

use egui::Vec2;
use egui_kittest::Harness;
use jiff::tz::TimeZone;

use leadline::app::{LeadlineApp, WindowOptions};
use leadline::bridge::link::EngineEnd;
use leadline::bridge::{Command, Link, Snapshot};

/// The window, and the engine's end of its line in the test's hands.
pub(crate) struct Stage {
    pub(crate) window: Harness<'static, LeadlineApp>,
    pub(crate) engine: EngineEnd,
}

impl Stage {
    /// A window of this size that starts with this snapshot.
    pub(crate) fn new(size: impl Into<Vec2>, snapshot: Snapshot) -> Self {
        Self::build(size, snapshot, egui::Theme::Light, false)
    }

    pub(crate) fn build(size: impl Into<Vec2>, snapshot: Snapshot, theme: egui::Theme, system_fonts: bool) -> Self {
        let (link, engine) = Link::new(snapshot);
        let options = WindowOptions {
            demo: false,
            title: "Aurelia Retail".to_owned(),
            zone: TimeZone::get("Asia/Singapore").unwrap_or(TimeZone::UTC),
        };
        let window = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_os(egui::os::OperatingSystem::Nix)
            .allow_missing_glyphs()
            .build_eframe(|cc| {
                let app = LeadlineApp::with_options(&cc.egui_ctx, link, options);
                if system_fonts {
                    leadline::theme::system_fonts::install(&cc.egui_ctx);
                }
                app
            });
        Self { window, engine }
    }

    /// The engine publishes.
    pub(crate) fn publish(&mut self, snapshot: Snapshot) {
        self.engine.snapshots.send_replace(std::sync::Arc::new(snapshot));
        self.window.step();
        self.window.run();
    }

    /// What the window has asked for since the last time.
    pub(crate) fn commands(&mut self) -> Vec<Command> {
        std::iter::from_fn(|| self.engine.commands.try_recv().ok()).collect()
    }
}
