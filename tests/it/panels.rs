//! Panels by what a person (or a screen reader) finds there: names and roles in, actions and commands out.

use leadline::domain::LeadId;

use crate::app::Stage;
use crate::support::snapshots as make;

/// Writes pictures to look at when asked: `LEADLINE_PICTURES=folder cargo test --test it panels::pictures`.
#[test]
fn pictures() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    let people = make::people();
    let mut snapshot = make::with_outbox(make::inbox(), make::outbox());
    snapshot.listing.updates_waiting = 12;
    let opened = make::opened(snapshot.clone(), &people, 1);
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for size in [[1280.0, 800.0], [1024.0, 640.0], [640.0, 400.0], [1920.0, 1080.0], [800.0, 600.0]] {
            let mut stage = Stage::build(size, opened.clone(), theme, true);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("empty-{name}-{}", size[0]));
            stage.window.key_press(egui::Key::J);
            stage.window.run();
            if size[0] < 700.0 {
                shoot(&mut stage, &folder, &format!("list-{name}-{}", size[0]));
                stage.window.key_press(egui::Key::Enter);
                stage.window.run();
            }
            shoot(&mut stage, &folder, &format!("inbox-{name}-{}", size[0]));
            assert_eq!(stage.window.state().state().chosen, Some(LeadId(1)));
            stage.window.key_press(egui::Key::G);
            stage.window.run();
            stage.window.key_press(egui::Key::O);
            stage.window.run();
            stage.window.key_press(egui::Key::J);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("outbox-{name}-{}", size[0]));
        }
    }
}

fn shoot(stage: &mut Stage, folder: &str, name: &str) {
    let picture = stage.window.render().unwrap();
    picture.save(format!("{folder}/{name}.png")).unwrap();
}
