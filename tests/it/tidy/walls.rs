//! Who may import whom, and what may stand where: the rules of `ARCHITECTURE.md` as data.
//!
//! A wall that is in the wrong place is moved here and there in the same change.

/// The rooms: the modules of the crate's root.
pub(super) const ROOMS: &[&str] = &[
    "app", "bridge", "cli", "config", "domain", "engine", "instance", "launch", "log", "paths", "sandbox", "search",
    "secrets", "store", "theme", "ui", "vendors",
];

/// The rooms that wire the others together and may name them all.
pub(super) const WIRING: &[&str] = &["main", "launch"];

/// Whom a room may name beside itself. `room::{names}` opens these names of it only.
pub(super) fn doors(room: &str) -> &'static [(&'static str, Option<&'static [&'static str]>)] {
    match room {
        "ui" => &[("bridge", None), ("domain", None), ("search", Some(READ_SIDE)), ("theme", None)],
        "app" => &[("ui", None), ("bridge", None), ("domain", None), ("search", Some(READ_SIDE)), ("theme", None)],
        "cli" => &[("bridge", None), ("domain", None)],
        "engine" => &[
            ("bridge", None),
            ("store", None),
            ("search", None),
            ("vendors", None),
            ("secrets", None),
            ("config", None),
            ("domain", None),
            // The profile it opens: its files, and the lock that makes it the only one.
            ("paths", None),
            ("instance", None),
        ],
        "store" | "search" | "theme" | "sandbox" => &[("domain", None)],
        // A credential that is typed into the window rides to the engine in a value that cannot be printed.
        "bridge" => &[("domain", None), ("search", Some(READ_SIDE)), ("secrets", Some(&["Secret"]))],
        "vendors" => &[
            ("domain", None),
            ("secrets", Some(&["AccountCredentials", "Secret"])),
            ("config", Some(&["AccountSettings", "Network", "Proxy"])),
        ],
        "config" => &[
            ("domain", None),
            ("vendors", Some(REGISTRY_DATA)),
            // The settings file it writes.
            ("paths", None),
        ],
        "secrets" | "instance" | "log" => &[("domain", None), ("paths", None)],
        "paths" => &[("domain", None)],
        _ => &[],
    }
}

/// What may be read of the search; its index belongs to the engine.
const READ_SIDE: &[&str] = &["Row", "Rows", "Sort", "View", "fold", "row", "view"];

/// What is known of vendors before anything is sent.
const REGISTRY_DATA: &[&str] =
    &["spec", "REGISTRY", "find", "VendorName", "VendorSpec", "CredentialField", "SettingKind", "SettingSpec"];

/// One outside library, one home: files (or folders, ending in `/`) that may name it.
pub(super) const HOMES: &[(&[&str], &[&str])] = &[
    (&["rusqlite", "libsqlite3_sys"], &["store/"]),
    (&["reqwest"], &["vendors/http.rs", "vendors/auth.rs"]),
    (&["keyring", "keyring_core", "zbus_secret_service_keyring_store"], &["secrets/"]),
    (&["egui", "eframe", "epaint", "emath", "egui_extras"], &["ui/", "theme/", "app.rs", "app/", "launch/window.rs"]),
    (&["wgpu", "winit"], &["launch/window.rs"]),
    (&["hyper", "hyper_util", "http_body_util"], &["sandbox/"]),
    (&["anyhow"], &["main.rs"]),
];

/// Vendors' names, and where they may stand beside their own folder. The last ones are whole words only, since they
/// are part of others ("array", "relevant").
pub(super) const VENDORS: &[&str] = &["rayzing", "capillary", "medallia", "ray", "releva", "mxo"];
pub(super) const VENDORS_ANYWHERE_IN_A_WORD: &[&str] = &["rayzing", "capillary", "medallia"];
pub(super) const VENDOR_REGISTRY: &[&str] = &["vendors/mod.rs", "vendors/spec.rs", "sandbox/"];

/// State that outlives a frame without being in `UiState`.
pub(super) const GLOBAL_STATE: &[&str] = &["Mutex", "RwLock", "OnceLock", "LazyLock", "thread_local"];

/// Ways to write a colour by hue.
pub(super) const COLOURS: &[&str] =
    &["from_rgb", "from_gray", "from_hex", "hex_color", "from_black_alpha", "from_white_alpha"];
/// Names of `Color32` that say a use and no hue.
pub(super) const COLOURS_WITHOUT_HUE: &[&str] = &["TRANSPARENT", "PLACEHOLDER"];

/// File names that say nothing.
pub(super) const EMPTY_NAMES: &[&str] =
    &["utils", "util", "helpers", "helper", "common", "manager", "service", "data", "info"];
