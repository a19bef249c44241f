//! Opens the window: on the renderer that suits the machine, or with a clear sentence where there is none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;

use crate::app::{DemoDoor, LeadlineApp, Placed, WindowOptions};
use crate::bridge::{Command, Link};
use crate::cli::{Exit, Global, Stop};
use crate::engine::{self, Mode};
use crate::launch::demo::Door;
use crate::launch::handover::{self, Host, Outcome};
use crate::launch::profile::Profile;
use crate::paths::{read_text, write_atomically};
use crate::secrets::SecretStore;
use crate::theme;

/// What a window opens with.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// On the sandbox: nothing is kept.
    pub demo: bool,
    /// The title over the views.
    pub title: String,
    /// Where the window's place on the screen is kept, if anywhere.
    pub place_file: Option<PathBuf>,
    /// Starts the demo from the first start.
    pub demo_door: Option<Arc<dyn DemoDoor>>,
}

/// The window of this process, once there is one: what engines wake.
#[derive(Clone, Debug, Default)]
pub struct Screen(Arc<OnceLock<egui::Context>>);

impl Screen {
    /// Makes the window draw; of no effect before there is one.
    pub fn wake(&self) -> Box<dyn Fn() + Send> {
        let context = Arc::clone(&self.0);
        Box::new(move || {
            if let Some(context) = context.get() {
                context.request_repaint();
            }
        })
    }

    /// Asks the window system for the front and the keyboard; where it keeps them to itself the window is marked instead.
    fn to_front(&self) -> Box<dyn Fn() + Send + Sync> {
        let context = Arc::clone(&self.0);
        Box::new(move || {
            let Some(context) = context.get() else { return };
            for wish in [
                egui::ViewportCommand::Minimized(false),
                egui::ViewportCommand::Focus,
                egui::ViewportCommand::RequestUserAttention(egui::UserAttentionType::Informational),
            ] {
                context.send_viewport_cmd_to(egui::ViewportId::ROOT, wish);
            }
            context.request_repaint();
        })
    }
}

/// The window's icon, in pixels a side.
const ICON_SIZE: u32 = 64;
/// Forces a renderer: `glow` or `wgpu`.
const RENDERER_VARIABLE: &str = "LEADLINE_RENDERER";

/// Opens the window of the named profile and returns when it is closed.
///
/// # Errors
/// Wrong settings, no display, no graphics.
pub fn run(global: &Global) -> Result<Exit, Stop> {
    let profile = Profile::open(global)?;
    if let Outcome::Done(_) = handover::show_window(&profile) {
        return Err(Stop::new(Exit::Done, "Leadline is open already; its window was asked to come to the front."));
    }
    let title =
        if profile.paths.profile.is_default() { "Leadline".to_owned() } else { profile.paths.profile.to_string() };
    let place_file = Some(profile.paths.state_dir.join("window.json"));
    let screen = Screen::default();
    let setup = profile.clone().setup(SecretStore::os_keychain(), Mode::Live, screen.wake())?;
    let demo_door: Arc<dyn DemoDoor> = Arc::new(Door::new(screen.clone()));
    // The engine starts before there is a window to wake.
    if let Some(sentence) = display_trouble() {
        return Err(Stop::new(Exit::Failed, sentence));
    }
    let (link, engine) = engine::start(setup).map_err(|error| super::no_thread(&error))?;
    let mut serving = handover::serve(&profile, &link, Host::Window(screen.to_front()));
    let shown = show(&link, &screen, &Opening { demo: false, title, place_file, demo_door: Some(demo_door) });
    serving.stop();
    // An engine that has already ended has nothing to be told.
    let _ended = link.send_blocking(Command::Quit);
    engine.join();
    serving.end();
    shown.map(|()| Exit::Done)
}

/// Shows a window on this engine and returns when it is closed.
///
/// # Errors
/// No display, no graphics.
pub fn show(link: &Link, screen: &Screen, opening: &Opening) -> Result<(), Stop> {
    if let Some(sentence) = display_trouble() {
        return Err(Stop::new(Exit::Failed, sentence));
    }
    let before = opening.place_file.as_deref().and_then(read_place);
    let (placed, places) = std::sync::mpsc::channel();
    let shown = show_on_some_renderer(link, &screen.0, opening, before, &placed);
    if let (Some(file), Some(last)) = (&opening.place_file, places.try_iter().last()) {
        keep_place(file, last);
    }
    shown
}

/// Where the window was last; a file that cannot be read is no place.
fn read_place(file: &Path) -> Option<Placed> {
    let text = read_text("window place", file).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

fn keep_place(file: &Path, place: Placed) {
    let text = serde_json::to_string(&place).unwrap_or_default();
    if let Err(error) = write_atomically("window place", file, text.as_bytes()) {
        log::warn!("the window's place was not kept: {error}");
    }
}

fn show_on_some_renderer(
    link: &Link,
    context: &Arc<OnceLock<egui::Context>>,
    opening: &Opening,
    before: Option<Placed>,
    placed: &Sender<Placed>,
) -> Result<(), Stop> {
    let mut refusals: Vec<String> = Vec::new();
    for renderer in renderers() {
        let (link, opening, placed) = (link.clone(), opening.clone(), placed.clone());
        let created = Arc::clone(context);
        // winit panics where a library of the display is missing; that too is said in words.
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            eframe::run_native(
                "dev.leadline.Leadline",
                options(renderer, before),
                Box::new(move |creation| {
                    created.get_or_init(|| creation.egui_ctx.clone());
                    Ok(Box::new(LeadlineApp::new(
                        creation,
                        link,
                        WindowOptions {
                            demo: opening.demo,
                            title: opening.title,
                            zone: TimeZone::system(),
                            placed: Some(placed),
                            demo_door: opening.demo_door,
                        },
                    )))
                }),
            )
        }));
        match outcome {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_))) => {
                return Err(Stop::new(
                    Exit::Failed,
                    "The display of this session cannot be reached, so no window can be opened. Check DISPLAY or WAYLAND_DISPLAY, or start Leadline from a desktop. All commands work without a window.",
                ));
            }
            Ok(Err(error)) => {
                log::warn!("{renderer} cannot draw here: {error}");
                refusals.push(renderer.to_string());
            }
            // It was open already, so nothing was missing: the fault is ours, and has left its report.
            Err(_) if context.get().is_some() => {
                return Err(Stop::new(
                    Exit::Failed,
                    "Leadline met a fault of its own and closed its window. What was acknowledged is kept. Start it again; if the fault comes back, send in the report beside the log (it holds nobody's data).",
                ));
            }
            Err(_) => {
                return Err(Stop::new(
                    Exit::Failed,
                    "The window system's libraries are not complete, so no window can be opened. On Debian or Ubuntu install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1, then start again.",
                ));
            }
        }
    }
    Err(Stop::new(
        Exit::Failed,
        format!(
            "No graphics can be had here: neither renderer ({}) can draw. On Debian or Ubuntu install libgl1 and libgl1-mesa-dri, which also draw without a graphics card, then start again. All commands work without a window.",
            refusals.join(", ")
        ),
    ))
}

/// Which renderers to try, in order. Without a graphics card OpenGL costs a quarter of the other's time on Linux; on
/// Windows' remote desktops only the other one starts.
fn renderers() -> Vec<eframe::Renderer> {
    let forced = std::env::var(RENDERER_VARIABLE).ok();
    match forced.as_deref() {
        Some("glow") => vec![eframe::Renderer::Glow],
        Some("wgpu") => vec![eframe::Renderer::Wgpu],
        _ if cfg!(target_os = "linux") => vec![eframe::Renderer::Glow, eframe::Renderer::Wgpu],
        _ => vec![eframe::Renderer::Wgpu, eframe::Renderer::Glow],
    }
}

fn options(renderer: eframe::Renderer, before: Option<Placed>) -> eframe::NativeOptions {
    let size = before.map_or([1280.0, 800.0], |place| place.size);
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Leadline")
        .with_app_id("dev.leadline.Leadline")
        .with_inner_size(size)
        .with_min_inner_size([640.0, 400.0])
        .with_icon(egui::IconData { rgba: theme::mark::mark_rgba(ICON_SIZE), width: ICON_SIZE, height: ICON_SIZE });
    if let Some(place) = before {
        viewport = viewport.with_maximized(place.maximized);
    }
    eframe::NativeOptions { renderer, viewport, ..eframe::NativeOptions::default() }
}

/// The sentence for a session without a display; `None` where there is one.
pub fn display_trouble() -> Option<String> {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs_one = cfg!(all(unix, not(target_os = "macos")));
    (needs_one && !named("DISPLAY") && !named("WAYLAND_DISPLAY")).then(|| {
        "There is no display in this session, so no window can be opened. Start Leadline from a desktop, or use its commands: `leadline --help` lists them.".to_owned()
    })
}
