//! Whole scenes: the window, the engine on its thread, the vendors over real HTTP. Driven by labels and keys as a
//! person would, and judged by what the vendors have at the end.

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::tz::TimeZone;
use leadline::app::{LeadlineApp, WindowOptions};
use leadline::bridge::Snapshot;
use leadline::domain::OutboxState;
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use leadline::ui::state::Screen;
use serde_json::{Value, json};

use crate::support::display::until;
use crate::support::engine::{Running, Site, small};

const TEMPLATE: &str = "[[template]]\nname = \"Phone call\"\n[template.releva]\naction = \"phone_call\"\n\
                        custom = [{ key = \"comment\", kind = \"string\", from = \"text\" }]\n";

/// A desk with leads and one system that is told about calls; its settings stand in a file.
fn site() -> Site {
    let options = SandboxOptions { order: Order::UpdatedDesc, ..small(40) };
    let site = Site::with_recordings(options, TEMPLATE, &[]);
    site.write_settings(&site.config.accounts);
    site
}

/// A window on a running engine.
struct Scene<'s> {
    site: &'s Site,
    // Dropped before the engine: a window never outlives it.
    window: Harness<'static, LeadlineApp>,
    engine: Running<'s>,
}

impl<'s> Scene<'s> {
    fn begin(site: &'s Site) -> Self {
        let engine = site.start(Mode::Live);
        let link = engine.link.clone();
        let options = WindowOptions { zone: TimeZone::UTC, ..WindowOptions::default() };
        let window = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_os(egui::os::OperatingSystem::Nix)
            .allow_missing_glyphs()
            .build_eframe(|cc| LeadlineApp::with_options(&cc.egui_ctx, link, options));
        let mut scene = Self { site, window, engine };
        scene.until("the leads", |scene| scene.now().rows.len() == 40);
        scene
    }

    fn now(&self) -> std::sync::Arc<Snapshot> {
        self.engine.link.snapshot()
    }

    /// Draws until it is so.
    fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        until(what, || {
            self.window.step();
            done(self).then_some(())
        });
    }

    fn see(&mut self, words: &str) {
        self.until(words, |scene| scene.sees(words));
    }

    fn sees(&self, words: &str) -> bool {
        self.window.query_all_by_label_contains(words).count() > 0
    }

    fn press(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run_steps(2);
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(2);
    }

    fn click(&mut self, label: &str) {
        self.until(label, |scene| scene.window.query_by_role_and_label(Role::Button, label).is_some());
        self.window.get_by_role_and_label(Role::Button, label).click();
        self.window.run_steps(2);
    }

    fn type_into(&mut self, role: Role, field: &str, text: &str) {
        self.window.get_by_role_and_label(role, field).focus();
        self.window.run_steps(2);
        self.window.get_by_role_and_label(role, field).type_text(text);
        self.window.run_steps(2);
    }

    /// Chooses the first lead that is open; gives its uuid.
    fn choose_one(&mut self) -> String {
        self.press(Key::J);
        self.until("a lead", |scene| scene.now().open.is_some());
        let open = self.now().open.clone().unwrap();
        open.view.lead.uuid.clone().unwrap()
    }

    fn vendor(&self, uuid: &str) -> Value {
        self.site.sandbox().record(uuid).unwrap()
    }

    fn colleague(&self, uuid: &str, set: &Value) {
        self.site.sandbox().edit(uuid, set).unwrap();
    }

    fn fault(&self, fault: &str) {
        self.site.sandbox().add_fault(fault.parse().unwrap());
    }

    /// The outbox holds nothing any more.
    fn at_rest(&mut self) {
        self.until("an outbox at rest", |scene| scene.now().outbox.is_empty());
    }

    fn places(&mut self, key: Key) {
        self.press(Key::G);
        self.press(key);
    }
}

#[test]
fn a_status_by_one_key_is_at_the_vendor_and_ctrl_z_brings_the_old_one_back_even_after_a_restart() {
    let site = site();
    let mut scene = Scene::begin(&site);
    let uuid = scene.choose_one();
    let before = scene.vendor(&uuid)["status"].clone();
    let key = if before == "REVIEW" { Key::Num6 } else { Key::Num3 };
    scene.press(key);
    scene.until("the write", |scene| scene.vendor(&uuid)["status"] != before);
    scene.at_rest();
    drop(scene);
    let mut scene = Scene::begin(&site);
    scene.until("what can be taken back", |scene| scene.now().undo.is_some());
    scene.press_with(Modifiers::COMMAND, Key::Z);
    scene.until("the old value", |scene| scene.vendor(&uuid)["status"] == before);
    scene.at_rest();
    assert_eq!(site.writes_that_counted(), 2);
}

#[test]
fn a_colleague_who_was_faster_is_not_overwritten_and_the_agent_decides() {
    let site = site();
    let mut scene = Scene::begin(&site);
    let uuid = scene.choose_one();
    let before = scene.vendor(&uuid)["status"].clone();
    let (theirs, key) = if before == "CLOSED" { ("DEPENDENCY", Key::Num3) } else { ("CLOSED", Key::Num3) };
    scene.colleague(&uuid, &json!({ "status": theirs }));
    scene.press(if before == "REVIEW" { Key::Num2 } else { key });
    scene.click("Decide…");
    scene.press(Key::ArrowLeft);
    scene.press_with(Modifiers::COMMAND, Key::Enter);
    scene.at_rest();
    assert_eq!((scene.vendor(&uuid)["status"].as_str(), site.writes_that_counted()), (Some(theirs), 0));
}

#[test]
fn what_is_done_without_a_network_says_why_it_waits_and_goes_when_it_is_back() {
    let site = site();
    let mut scene = Scene::begin(&site);
    let uuid = scene.choose_one();
    for endpoint in ["list", "update"] {
        scene.fault(&format!("rayzing:{endpoint}:reset-before"));
    }
    let before = scene.vendor(&uuid)["status"].clone();
    scene.press(if before == "REVIEW" { Key::Num6 } else { Key::Num3 });
    scene.places(Key::O);
    scene.press(Key::J);
    scene.see("Next try");
    assert_eq!(scene.vendor(&uuid)["status"], before);
    site.sandbox().clear_faults();
    // "Send now": it does not have to wait for its own turn.
    scene.press(Key::S);
    scene.until("the write", |scene| scene.vendor(&uuid)["status"] != before);
    scene.at_rest();
    assert_eq!(site.writes_that_counted(), 1);
}

#[test]
fn a_call_whose_outcome_is_unknown_is_settled_by_the_agent_and_stands_once() {
    let site = site();
    let mut scene = Scene::begin(&site);
    scene.choose_one();
    scene.fault("releva:events:reset-after:1");
    scene.press(Key::R);
    scene.type_into(Role::MultilineTextInput, "What was said", "asked for the invoice");
    scene.until("a form that can be sent", |scene| scene.sees("1 goes now") || scene.sees("1 go now"));
    scene.press_with(Modifiers::COMMAND, Key::Enter);
    scene.until("an unknown outcome", |scene| scene.now().outbox_count(OutboxState::Unknown) == 1);
    scene.places(Key::O);
    scene.press(Key::J);
    scene.see("may have recorded it");
    scene.press(Key::Y);
    scene.at_rest();
    let stored = site.sandbox().state()["vendors"]["releva"]["recorded"].as_array().unwrap().len();
    assert_eq!(stored, 1, "told once, and never again by itself");
}

#[test]
fn held_is_held_until_it_is_released_and_an_edit_can_be_put_right_before_it_leaves() {
    let site = site();
    let mut scene = Scene::begin(&site);
    let uuid = scene.choose_one();
    scene.fault("rayzing:list:reset-before");
    let before = scene.vendor(&uuid)["status"].clone();
    scene.press(if before == "REVIEW" { Key::Num6 } else { Key::Num3 });
    scene.places(Key::O);
    scene.click("Hold all");
    scene.until("all held", |scene| scene.now().outbox_count(OutboxState::Held) == 1);
    site.sandbox().clear_faults();
    scene.click("Release all");
    scene.until("the write", |scene| scene.vendor(&uuid)["status"] != before);
    scene.at_rest();
}

#[test]
fn half_a_note_outlives_a_fault_of_the_engine_and_becomes_a_note() {
    let site = site();
    let mut scene = Scene::begin(&site);
    scene.choose_one();
    scene.press(Key::N);
    scene.type_into(Role::MultilineTextInput, "New note", "wants a refund");
    scene.engine.fault.plan(1);
    scene.see("met a fault of its own and began anew");
    let typed = scene.window.get_by_role_and_label(Role::MultilineTextInput, "New note").value();
    assert_eq!(typed.as_deref(), Some("wants a refund"));
    scene.until("the text on disk", |scene| scene.now().drafts.values().any(|text| &**text == "wants a refund"));
    scene.window.get_by_role_and_label(Role::MultilineTextInput, "New note").focus();
    scene.window.run_steps(2);
    scene.press_with(Modifiers::COMMAND, Key::Enter);
    // Nobody knows yet how this bot takes notes, so it waits for that, and is not lost.
    scene.until("the note", |scene| scene.now().outbox.values().any(|row| row.summary.contains("wants a refund")));
    assert_eq!(site.writes_that_counted(), 0);
}

#[test]
fn a_refused_key_is_replaced_in_the_window_and_everything_goes_on() {
    let site = site();
    drop(Scene::begin(&site));
    // The leads of an earlier day are there; the key was withdrawn over night.
    site.enter_wrong_credential(0);
    let mut scene = Scene::begin(&site);
    let uuid = scene.choose_one();
    let before = scene.vendor(&uuid)["status"].clone();
    scene.press(if before == "REVIEW" { Key::Num6 } else { Key::Num3 });
    scene.until("a refusal", |scene| {
        scene.now().accounts.iter().any(|account| account.state == leadline::bridge::AccountState::CredentialRefused)
    });
    scene.places(Key::A);
    assert_eq!(scene.window.state().state().screen, Screen::Accounts);
    scene.press(Key::Enter);
    let (_, secret) = site.true_credential(0).remove(0);
    scene.type_into(Role::PasswordInput, "Access token", secret.expose());
    scene.press(Key::Enter);
    scene.until("the write", |scene| scene.vendor(&uuid)["status"] != before);
    scene.at_rest();
    assert_eq!(site.writes_that_counted(), 1);
}

#[test]
fn an_older_value_that_comes_back_is_told_as_what_it_may_be_and_never_put_right() {
    let site = site();
    let mut scene = Scene::begin(&site);
    let uuid = scene.choose_one();
    let before = scene.vendor(&uuid)["status"].clone();
    scene.press(if before == "REVIEW" { Key::Num6 } else { Key::Num3 });
    scene.until("the write", |scene| scene.vendor(&uuid)["status"] != before);
    scene.at_rest();
    scene.colleague(&uuid, &json!({ "status": before }));
    scene.press(Key::F5);
    scene.see("by someone else, or by an earlier write that arrived late");
    assert_eq!((scene.vendor(&uuid)["status"].clone(), site.writes_that_counted()), (before, 1));
    assert!(scene.now().outbox.is_empty());
}
