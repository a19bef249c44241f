//! The icons: Phosphor's names and code points, drawn from two fonts of their own (regular and fill).
//!
//! Icons have their own font families because Phosphor's private-use codes mean other things in text fonts.
//! This table is also what `assets/fonts/make_fonts.py` cuts the fonts down to: add a line here and run the script, which
//! checks the code against the package's own. A test in `fonts` keeps table and fonts together.

/// Declares [`Icon`] from lines of `Variant "phosphor-name" 'code point'`.
macro_rules! icons {
    ($($(#[$doc:meta])* $variant:ident $name:literal $code:literal,)+) => {
        /// One icon. Its name in the documents is Phosphor's, see [`Icon::name`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $(
                #[doc = concat!("Phosphor's `", $name, "`.")]
                $variant,
            )+
        }

        impl Icon {
            /// Every icon the fonts carry.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The character that draws it, the same in the regular and the fill font.
            pub const fn code(self) -> char {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Phosphor's name of it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

icons! {
    // Places in the rail.
    Tray "tray" '\u{e4aa}',
    PaperPlaneTilt "paper-plane-tilt" '\u{e398}',
    ChartBar "chart-bar" '\u{e150}',
    Key "key" '\u{e2d6}',
    Keyboard "keyboard" '\u{e2d8}',
    GearSix "gear-six" '\u{e272}',
    // Views.
    Users "users" '\u{e4d6}',
    User "user" '\u{e4c2}',
    UserCircleDashed "user-circle-dashed" '\u{ec36}',
    ChatTeardropDots "chat-teardrop-dots" '\u{e176}',
    Hourglass "hourglass" '\u{e2b2}',
    WarningCircle "warning-circle" '\u{e4e2}',
    CloudArrowUp "cloud-arrow-up" '\u{e1ae}',
    BookmarkSimple "bookmark-simple" '\u{e0ea}',
    // Channels.
    EnvelopeSimple "envelope-simple" '\u{e218}',
    ChatText "chat-text" '\u{e17a}',
    WhatsappLogo "whatsapp-logo" '\u{e5d0}',
    ChatCircleDots "chat-circle-dots" '\u{e16c}',
    ChatsCircle "chats-circle" '\u{e17e}',
    PhoneX "phone-x" '\u{e3c4}',
    PhoneOutgoing "phone-outgoing" '\u{e3c0}',
    Phone "phone" '\u{e3b8}',
    Star "star" '\u{e46a}',
    ChatCircleText "chat-circle-text" '\u{e16e}',
    // Things in the timeline.
    Swap "swap" '\u{e83c}',
    Tag "tag" '\u{e478}',
    Note "note" '\u{e348}',
    ArrowsClockwise "arrows-clockwise" '\u{e094}',
    Stack "stack" '\u{e466}',
    UserPlus "user-plus" '\u{e4d0}',
    Ticket "ticket" '\u{e490}',
    // Actions.
    MagnifyingGlass "magnifying-glass" '\u{e30c}',
    FunnelSimple "funnel-simple" '\u{e268}',
    SortAscending "sort-ascending" '\u{e444}',
    Plus "plus" '\u{e3d4}',
    X "x" '\u{e4f6}',
    CopySimple "copy-simple" '\u{e1cc}',
    NotePencil "note-pencil" '\u{e34c}',
    Alarm "alarm" '\u{e006}',
    ClockClockwise "clock-clockwise" '\u{e19e}',
    SkipForward "skip-forward" '\u{e5a6}',
    ArrowUUpLeft "arrow-u-up-left" '\u{e08a}',
    ArrowUp "arrow-up" '\u{e08e}',
    ArrowLeft "arrow-left" '\u{e058}',
    DotsThree "dots-three" '\u{e1fe}',
    CaretDown "caret-down" '\u{e136}',
    CaretRight "caret-right" '\u{e13a}',
    CaretLeft "caret-left" '\u{e138}',
    CaretUpDown "caret-up-down" '\u{e140}',
    List "list" '\u{e2f0}',
    UserList "user-list" '\u{e73c}',
    SidebarSimple "sidebar-simple" '\u{ec24}',
    LinkSimple "link-simple" '\u{e2e6}',
    LinkBreak "link-break" '\u{e2e4}',
    Trash "trash" '\u{e4a6}',
    Pause "pause" '\u{e39e}',
    Pulse "pulse" '\u{e000}',
    Export "export" '\u{eaf0}',
    EyeSlash "eye-slash" '\u{e224}',
    // Meanings.
    Info "info" '\u{e2ce}',
    ShieldCheck "shield-check" '\u{e40c}',
    LockKey "lock-key" '\u{e2fe}',
    Compass "compass" '\u{e1c8}',
    Robot "robot" '\u{e762}',
    Equals "equals" '\u{e21c}',
    PencilSimple "pencil-simple" '\u{e3b4}',
    GitDiff "git-diff" '\u{e27c}',
    GitMerge "git-merge" '\u{e280}',
    Flask "flask" '\u{e79e}',
    Plug "plug" '\u{e946}',
    WifiSlash "wifi-slash" '\u{e4f2}',
    RadioButton "radio-button" '\u{eb08}',
    Circle "circle" '\u{e18a}',
    CheckSquare "check-square" '\u{e186}',
    Square "square" '\u{e45e}',
    // Delivery.
    Check "check" '\u{e182}',
    Eye "eye" '\u{e220}',
    CursorClick "cursor-click" '\u{e7c8}',
    Clock "clock" '\u{e19a}',
    Warning "warning" '\u{e4e0}',
    XCircle "x-circle" '\u{e4f8}',
    Prohibit "prohibit" '\u{e3de}',
    Minus "minus" '\u{e32a}',
    Question "question" '\u{e3e8}',
    ClockCounterClockwise "clock-counter-clockwise" '\u{e1a0}',
    // Outbox and lamps.
    CircleDashed "circle-dashed" '\u{e602}',
    ArrowCircleUp "arrow-circle-up" '\u{e030}',
    ClockCountdown "clock-countdown" '\u{ed2c}',
    PauseCircle "pause-circle" '\u{e3a0}',
    HandPalm "hand-palm" '\u{e57e}',
    CheckCircle "check-circle" '\u{e184}',
    SealCheck "seal-check" '\u{e606}',
    MinusCircle "minus-circle" '\u{e32c}',
}

/// Which of Phosphor's two fonts draws an icon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IconFill {
    /// The outline, the rule.
    #[default]
    Regular,
    /// The filled form: chosen places, ticked boxes, and the four filled states.
    Fill,
}
