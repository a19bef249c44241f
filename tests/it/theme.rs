//! The sheet: every colour, size, sign and control in both themes, as pictures that a person compares.
//!
//! Bundled fonts only, so that the pictures are the same on every machine. Controls are also asked for their names.

use eframe::egui::{self, Color32, Rect, Role, Sense, Theme, Ui, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::domain::{LeadStatus, OutboxState};
use leadline::theme::{self, DeliveryShape, Gravity, Icon, Palette, Size, palette, space};
use leadline::ui::widgets::{self as w, Button, Chip, Field, Ground, RowLook, TagKind, TextLook, Touch, text};

const SHEET: [f32; 2] = [640.0, 1580.0];

#[derive(Default)]
struct Typed {
    empty: String,
    focus: String,
    wrong: String,
}

/// A section's head with its room above.
fn section(ui: &mut Ui, name: &str) {
    ui.add_space(space::L);
    w::section_head(ui, name, None);
    ui.add_space(space::XS);
}

/// Things in three columns, 20 high.
fn columns(ui: &mut Ui, count: usize, mut paint: impl FnMut(&mut Ui, usize, Rect)) {
    let left = ui.cursor().left();
    for first in (0..count).step_by(3) {
        let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        for (at, x) in (first..count.min(first + 3)).zip([0.0, 148.0, 296.0]) {
            paint(ui, at, Rect::from_min_size(pos2(left + x, line.top()), vec2(144.0, 24.0)));
        }
    }
}

fn type_scale(ui: &mut Ui, p: &Palette) {
    section(ui, "Type");
    for (size, words, look) in [
        ("20 / 28", "Display: Nguyễn Thị Ánh Tuyết", TextLook::display(p.ink)),
        ("15 / 20", "Title: Record interaction", TextLook::title(p.ink)),
        ("13 / 20", "Body: Łukasz Wiśniewski → Σοφία Журавлёва, 0123456789", TextLook::body(p.ink)),
        ("13 / 20", "Body 500: Your refund of EUR 84.20 has been issued", TextLook::body(p.ink).medium()),
        ("12 / 16", "Small: E-mail · Capillary · assumed UTC+05:30", TextLook::small(p.ink2)),
        ("11 / 16", "Caption: You, today 13:44", TextLook::caption(p.ink3)),
        ("11 / 17", "Mono: {\"status\": \"OPEN\"}", TextLook::mono(p.ink2)),
    ] {
        ui.horizontal(|ui| {
            let (column, _) = ui.allocate_exact_size(vec2(68.0, look.size.line()), Sense::hover());
            let line = text::line(ui, size, 68.0, TextLook::small(p.ink3));
            text::paint(ui.painter(), column, egui::Align::Min, &line);
            w::label(ui, words, look);
        });
    }
}

fn states(ui: &mut Ui, p: &Palette) {
    section(ui, "Lead status");
    let statuses: Vec<_> = LeadStatus::SETTABLE.into_iter().chain([LeadStatus::Other("ESCALATED".into())]).collect();
    columns(ui, statuses.len(), |ui, at, row| {
        w::status_at(ui, row, &statuses[at]);
    });
    section(ui, "Delivery");
    let words = [
        "Delivered",
        "Opened",
        "Clicked",
        "Sent",
        "Pending",
        "Soft bounce",
        "Hard failure",
        "Blocked",
        "No report",
        "NEW_STATE",
    ];
    columns(ui, words.len(), |ui, at, row| {
        w::state_at(ui, row, p.delivery(DeliveryShape::ALL[at]), words[at]);
    });
    section(ui, "Outbox");
    columns(ui, OutboxState::ALL.len() + 1, |ui, at, row| match OutboxState::ALL.get(at) {
        Some(state) => drop(w::state_at(ui, row, p.outbox(*state), state.word())),
        None => drop(w::state_at(ui, row, p.ready(), "Ready")),
    });
    ui.horizontal(|ui| {
        for (vendor, state) in
            [("RAY", OutboxState::Accepted), ("Releva", OutboxState::Accepted), ("MXO", OutboxState::NeedsAgent)]
        {
            w::lamp(ui, p.outbox(state), vendor, state.word());
        }
    });
}

fn buttons(ui: &mut Ui, p: &Palette) {
    section(ui, "Controls");
    let row = |ui: &mut Ui, buttons: &[(Button<'_>, Touch)]| {
        ui.horizontal(|ui| {
            for (button, touch) in buttons {
                let (rect, _) = ui.allocate_exact_size(vec2(button.natural_width(ui), 30.0), Sense::hover());
                button.paint(ui, rect, *touch);
                ui.add_space(space::XS);
            }
        });
        ui.add_space(space::XS);
    };
    row(
        ui,
        &[
            (Button::primary("Primary"), Touch::Rest),
            (Button::primary("Hover"), Touch::Hover),
            (Button::primary("Focus"), Touch::Focus),
            (Button::primary("Disabled"), Touch::Disabled),
            (Button::primary("Record").icon(Icon::PhoneOutgoing).key("R"), Touch::Rest),
        ],
    );
    row(
        ui,
        &[
            (Button::plain("Plain"), Touch::Rest),
            (Button::plain("Hover"), Touch::Hover),
            (Button::plain("Focus"), Touch::Focus),
            (Button::plain("Disabled"), Touch::Disabled),
            (Button::quiet("Quiet"), Touch::Rest),
            (Button::danger("Danger"), Touch::Rest),
            (Button::plain("Why?").icon(Icon::Question).key("W"), Touch::Rest),
        ],
    );
    ui.horizontal(|ui| {
        Chip::new("Chosen").count("42").chosen(true).show(ui);
        Chip::new("Quiet").count("8").show(ui);
        Chip::new("Bordered").bordered().show(ui);
        for (word, kind) in [("tag", TagKind::Plain), ("added", TagKind::Added), ("removed", TagKind::Removed)] {
            w::tag(ui, word, kind, Ground::Base);
        }
        w::key_cap(ui, "Ctrl");
        w::key_cap(ui, "K");
        w::pill(ui, Icon::ArrowUp, "12 updates");
    });
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        w::IconButton::rail(Icon::Tray, "Inbox").chosen(true).show(ui);
        w::IconButton::rail(Icon::PaperPlaneTilt, "Outbox").badge(3).show(ui);
        w::IconButton::rail(Icon::ChartBar, "Insights").show(ui);
        w::IconButton::header(Icon::ClockClockwise, "Later").show(ui);
        w::IconButton::header(Icon::DotsThree, "More").show(ui);
        w::IconButton::new(Icon::FunnelSimple, "Filter").disabled_because("Nothing to filter").show(ui);
        let (row, _) = ui.allocate_exact_size(vec2(120.0, 28.0), Sense::hover());
        let dot = w::presence_at(ui, row, w::Presence::Now);
        let ring = w::presence_at(ui, row.with_min_x(dot.right() + space::S), w::Presence::Lately);
        let square = w::square_at_left(row.with_min_x(ring.right() + space::M), 24.0);
        theme::paint_mark(ui.painter(), square, p.accent);
        w::avatar(ui, w::square_at_left(row.with_min_x(square.right() + space::M), 28.0), "NÖ");
    });
}

fn fields(ui: &mut Ui, typed: &mut Typed) {
    ui.add_space(space::XS);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        Field::new("Search")
            .placeholder("Search leads")
            .icon(Icon::MagnifyingGlass)
            .key("/")
            .sunk()
            .width(168.0)
            .show(ui, &mut typed.empty);
        Field::new("Empty").placeholder("Placeholder").width(110.0).show(ui, &mut typed.empty);
        let id = egui::Id::unique("focused field");
        Field::new("Focused").width(110.0).id(id).show(ui, &mut typed.focus);
        ui.memory_mut(|m| m.request_focus(id));
        ui.vertical(|ui| {
            Field::new("Wrong").width(110.0).fault("Not a date").show(ui, &mut typed.wrong);
        });
    });
}

fn rows(ui: &mut Ui, p: &Palette) {
    section(ui, "Rows");
    for (words, look) in [
        ("Row", RowLook::Rest),
        ("Row under the pointer", RowLook::Hover),
        ("Row opened, pane has focus", RowLook::Chosen),
        ("Row opened, focus elsewhere", RowLook::ChosenElsewhere),
    ] {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
        w::row_ground(ui.painter(), p, row, look);
        let line = text::line(ui, words, row.width(), TextLook::body(p.ink));
        let painted = text::paint(ui.painter(), row.with_min_x(row.left() + space::M), egui::Align::Min, &line);
        let ground = if look == RowLook::Chosen { Ground::Chosen } else { Ground::Base };
        w::tags_at(ui, row.with_min_x(painted.right() + space::M), ["vip", "refund", "de"], 2, ground);
        w::hairline(ui.painter(), row.x_range(), row.bottom() - 1.0, p.line);
    }
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.add_space(space::S);
    w::strip(ui, Gravity::Warn, "Offline since 13:41. Changes wait here.", Some("Try now"), 1);
    w::strip(ui, Gravity::Danger, "MXO refused the key at 13:41.", Some("Open accounts"), 0);
    w::strip(ui, Gravity::Info, "Messages were searched for 812 of 4,310 leads.", Some("Fetch the rest…"), 0);
    ui.add_space(space::S);
    ui.horizontal(|ui| w::undo_notice(ui, "Nadia: Open → Review.", "Undo", Some("Ctrl Z")));
}

fn surfaces(ui: &mut Ui, p: &Palette) {
    section(ui, "Surfaces and inks");
    let swatches: [(&str, Color32); 18] = [
        ("base", p.base),
        ("side", p.side),
        ("sunk", p.sunk),
        ("raised", p.raised),
        ("hover", p.hover),
        ("press", p.press),
        ("select", p.select),
        ("select_side", p.select_side),
        ("line", p.line),
        ("line_strong", p.line_strong),
        ("ink", p.ink),
        ("ink2", p.ink2),
        ("ink3", p.ink3),
        ("disabled", p.disabled),
        ("accent", p.accent),
        ("ok_soft", p.ok_soft),
        ("warn_soft", p.warn_soft),
        ("danger_soft", p.danger_soft),
    ];
    for line in swatches.chunks(6) {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 52.0), Sense::hover());
        let mut at = row.min;
        for (name, colour) in line {
            w::boxed(ui.painter(), Rect::from_min_size(at, vec2(84.0, 30.0)), 4, *colour, p.line);
            let words = text::line(ui, name, 84.0, TextLook::caption(p.ink2));
            let under = Rect::from_min_size(at + vec2(0.0, 32.0), vec2(84.0, Size::Caption.line()));
            text::paint(ui.painter(), under, egui::Align::Min, &words);
            at.x += 92.0;
        }
    }
}

fn sheet(ui: &mut Ui, typed: &mut Typed) {
    let p = palette(ui);
    ui.painter().rect_filled(ui.ctx().content_rect(), 0, p.base);
    egui::Frame::new().inner_margin(24).show(ui, |ui| {
        w::label(ui, if p.dark { "Dark" } else { "Light" }, TextLook::title(p.ink));
        type_scale(ui, p);
        states(ui, p);
        buttons(ui, p);
        fields(ui, typed);
        rows(ui, p);
        surfaces(ui, p);
    });
}

fn sheet_in(theme: Theme) -> Harness<'static, Typed> {
    let typed = Typed { focus: "Focus".into(), wrong: "31.02.".into(), ..Typed::default() };
    Harness::builder()
        .with_size(SHEET)
        .with_theme(theme)
        .with_context_setup(leadline::theme::apply)
        .build_ui_state(sheet, typed)
}

#[test]
fn the_sheet_looks_as_stored_in_both_themes() {
    let mut results = egui_kittest::SnapshotResults::new();
    for (theme, name) in [(Theme::Light, "sheet_light"), (Theme::Dark, "sheet_dark")] {
        let mut harness = sheet_in(theme);
        harness.run();
        harness.snapshot(name);
        results.extend(harness.take_snapshot_results());
    }
}

#[test]
fn controls_tell_a_screen_reader_their_names_and_states() {
    let harness = sheet_in(Theme::Light);
    harness.get_by_role_and_label(Role::Button, "Outbox, 3 need you");
    harness.get_by_role_and_label(Role::Button, "12 updates");
    harness.get_by_role_and_label(Role::Button, "Chosen, 42");
    harness.get_by_role_and_label(Role::TextInput, "Search");
    assert!(harness.get_by_role_and_label(Role::TextInput, "Focused").is_focused());
    harness.get_by_label("MXO: Needs you");
    assert!(harness.get_by_role_and_label(Role::Button, "Filter").accesskit_node().is_disabled());
}

#[test]
fn the_focus_ring_comes_with_a_key_and_goes_with_the_pointer() {
    let mut harness = Harness::builder().with_context_setup(leadline::theme::apply).build_ui_state(
        |ui, ring: &mut bool| {
            let button = Button::plain("Hold all").show(ui);
            *ring = w::has_visible_focus(ui, &button);
        },
        false,
    );
    harness.run();
    assert!(!*harness.state());
    harness.key_press(egui::Key::Tab);
    harness.run();
    assert!(*harness.state(), "Tab leads to the button and shows it");
    harness.get_by_label("Hold all").click();
    harness.run();
    assert!(!*harness.state(), "a pressed button keeps the focus and hides the ring");
}

#[test]
fn a_field_takes_what_is_typed_and_says_what_is_wrong() {
    let mut harness = Harness::builder().with_context_setup(leadline::theme::apply).build_ui_state(
        |ui, value: &mut String| {
            let fault = value.contains('x').then_some("No x here");
            Field::new("Order").placeholder("Number").key("O").fault(fault).show(ui, value);
        },
        String::new(),
    );
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Order").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Order").type_text("60417x");
    harness.run();
    assert_eq!(harness.state(), "60417x");
    harness.get_by_label("No x here");
}

#[test]
fn an_empty_state_offers_its_way_out() {
    let mut harness = Harness::builder().with_context_setup(leadline::theme::apply).build_ui_state(
        |ui, pressed: &mut bool| {
            let way_out =
                w::empty_state(ui, Icon::Tray, "Nothing here.", "Other views have leads.", Some("Show all leads"));
            *pressed |= way_out.is_some_and(|button| button.clicked());
        },
        false,
    );
    harness.run();
    harness.get_by_label("Nothing here.");
    harness.get_by_role_and_label(Role::Button, "Show all leads").click();
    harness.run();
    assert!(*harness.state());
}
