//! Snapshots for tests and pictures: the people of the design's pictures, and what a test needs to bend.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use leadline::bridge::about::{AccountAbout, HowKnown, KeyField, KeychainState, KnownFact, Lamp, Line, Pending};
use leadline::bridge::connect::{AccountInSettings, ConnectForm, Places, SettingsView};
use leadline::bridge::forms::{FormField, SecretField, VendorForm};
use leadline::bridge::{
    AccountHealth, AccountState, CustomerClock, HistoryState, LeadView, Listing, OpenLead, OutboxView, Phase, Snapshot,
    UndoOffer,
};
use leadline::domain::home::home;
use leadline::domain::outbox::Conflict;
use leadline::domain::{
    AccountName, AgentId, Attribute, BatchId, Change, ChangeId, Field, LastMessage, Lead, LeadId, LeadKind, LeadStatus,
    ListKnowledge, Note, OutboxItem, OutboxState, Pasted, RemoteId,
};
use leadline::search::Row;
use leadline::search::row::RowMarks;
use leadline::search::view::{View, Viewpoint};

/// 14:09 in Singapore on the day of the pictures.
pub(crate) fn now() -> Timestamp {
    "2026-11-20T06:09:00Z".parse().unwrap()
}

/// So many minutes before [`now`].
pub(crate) fn minutes_ago(minutes: i64) -> Timestamp {
    now().checked_sub(SignedDuration::from_mins(minutes)).unwrap()
}

pub(crate) const ACCOUNT: &str = "aurelia";

/// One lead of a snapshot, before it becomes a row.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) lead: Lead,
    pub(crate) pending: Option<OutboxState>,
    pub(crate) changed: bool,
    pub(crate) gone: bool,
    pub(crate) read_at: Timestamp,
}

impl Person {
    /// Somebody whose last message came so many minutes ago.
    pub(crate) fn new(n: i64, name: &str, status: LeadStatus, minutes: i64, by: &str, message: &str) -> Self {
        let mut lead = Lead::empty(ACCOUNT.into(), RemoteId::from(format!("rec-{n:08}")), LeadKind::Lead);
        lead.uuid = Some(format!("{n:08x}-5d1f-4c7e-9d0a-1b2c3d4e2a77"));
        lead.name = (!name.is_empty()).then(|| name.to_owned());
        lead.status = Some(status);
        lead.updated_at = Some(minutes_ago(minutes));
        lead.created_at = Some(minutes_ago(minutes + 60 * 24 * 9));
        lead.last_message = Some(LastMessage {
            at: Some(minutes_ago(minutes)),
            by: Some(by.to_owned()),
            text: Some(message.to_owned()),
        });
        Self { lead, pending: None, changed: false, gone: false, read_at: minutes_ago(1) }
    }

    pub(crate) fn tags(mut self, tags: &[&str]) -> Self {
        self.lead.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        self
    }

    pub(crate) fn agent(mut self, agent: &str) -> Self {
        self.lead.agent = Some(AgentId::from(agent));
        self
    }

    pub(crate) fn online(mut self, read_minutes_ago: i64) -> Self {
        self.lead.is_online = true;
        self.read_at = minutes_ago(read_minutes_ago);
        self
    }

    pub(crate) fn pending(mut self, state: OutboxState) -> Self {
        self.pending = Some(state);
        self
    }

    pub(crate) fn changed(mut self) -> Self {
        self.changed = true;
        self
    }

    pub(crate) fn with(mut self, bend: impl FnOnce(&mut Lead)) -> Self {
        bend(&mut self.lead);
        self
    }

    pub(crate) fn row(&self, id: LeadId) -> Row {
        let marks = RowMarks { read_at: self.read_at, pending: self.pending, changed: self.changed, gone: self.gone };
        Row::new(id, &self.lead, marks)
    }
}

/// The twelve people of the pictures, newest first.
pub(crate) fn people() -> Vec<Person> {
    use LeadStatus::{Closed, Dependency, InProgress, OnHold, Open, Other, Review};
    vec![
        Person::new(1, "Nadia Öztürk", Review, 2, "user", "Where is my refund? The bank still shows nothing")
            .tags(&["vip", "refund", "de"])
            .agent("me")
            .online(1)
            .pending(OutboxState::NeedsAgent)
            .with(|lead| {
                lead.email = Some("nadia@example.org".into());
                lead.phone = Some("555 0143".into());
                lead.dial_code = Some("49".into());
                lead.city = Some("Ulm".into());
                lead.country = Some("Germany".into());
                lead.website_visits = Some(13);
                lead.last_seen_at = Some(minutes_ago(3));
                lead.notes = vec![
                    note("Refund went to old card", "Card ending 0042 was closed in October. Finance is checking."),
                    note("Call back", "after 17:00, speaks German and Turkish"),
                ];
                lead.attributes = vec![
                    attribute("PLAN", "gold"),
                    attribute("LOYALTY_ID", "CR-204417"),
                    attribute("BIRTHDAY", "1988-04-02"),
                    attribute("CALL_WINDOW", "after 17:00"),
                ];
            }),
        Person::new(2, "अनन्या शर्मा", Open, 9, "user", "मुझे ओटीपी नहीं मिल रहा है, कृपया मदद करें")
            .tags(&["otp"])
            .online(1)
            .changed(),
        Person::new(3, "陈伟", OnHold, 21, "user", "我的积分什么时候到账?上周就应该到了")
            .tags(&["points", "gold"])
            .agent("arif")
            .online(5)
            .pending(OutboxState::Held),
        Person::new(
            4,
            "Nguyễn Thị Ánh Tuyết",
            InProgress,
            34,
            "user",
            "Cho em hỏi voucher sinh nhật đã hết hạn chưa ạ?",
        )
        .tags(&["voucher", "gold", "hcm"])
        .agent("me")
        .changed(),
        Person::new(5, "فاطمة الزهراء العلوي", Open, 41, "user", "لم تصلني رسالة التأكيد على الواتساب")
            .tags(&["whatsapp"])
            .changed(),
        Person::new(6, "สมชาย วงศ์สวัสดิ์", Dependency, 62, "user", "ขอเปลี่ยนเบอร์โทรศัพท์ในระบบครับ")
            .tags(&["kyc"])
            .agent("arif")
            .pending(OutboxState::Waiting),
        Person::new(7, "Łukasz Wiśniewski", Closed, 65, "bot", "Glad that is sorted. Anything else I can do?")
            .agent("me")
            .pending(OutboxState::Unknown)
            .with(|lead| lead.email = Some("lukasz@example.net".into())),
        Person::new(8, "", Open, 120, "user", "Hello? Anyone there").tags(&["callback"]).with(|lead| {
            lead.phone = Some("5550 1182".into());
            lead.dial_code = Some("65".into());
        }),
        Person::new(9, "", Other("ESCALATED".into()), 130, "bot", "May I have your phone number?")
            .with(|lead| lead.uuid = Some("0d1f8a52-aaaa-bbbb-cccc-ddddeeeeffff".into())),
        Person::new(10, "Siobhán O’Dwyer", InProgress, 180, "agent", "I called twice, nobody picked up")
            .tags(&["callback", "refund"])
            .agent("me")
            .pending(OutboxState::Sending),
        Person::new(11, "محمد عبد الله", OnHold, 240, "user", "شكراً، سأنتظر الرد غداً صباحاً")
            .tags(&["points"])
            .agent("lena"),
        Person::new(12, "", Open, 300, "user", "The coupon code says “already used”")
            .with(|lead| lead.email = Some("priya.n@example.com".into())),
        Person::new(13, "José Núñez Ibáñez", Closed, 310, "user", "Gracias, ya llegó el paquete")
            .tags(&["parcel"])
            .with(|lead| lead.uuid = None),
    ]
}

fn note(title: &str, description: &str) -> Note {
    Note { id: None, title: title.into(), description: description.into() }
}

fn attribute(key: &str, value: &str) -> Attribute {
    Attribute { key: key.into(), value: value.into() }
}

/// A working snapshot that shows these people in this order; ids are 1, 2, 3 …
pub(crate) fn showing(people: &[Person]) -> Snapshot {
    let mut snapshot = Snapshot::starting(now());
    snapshot.revision = 1;
    snapshot.phase = Phase::Ready;
    let ids: Vec<LeadId> = (1..).map(LeadId).take(people.len()).collect();
    snapshot.rows = ids.iter().zip(people).map(|(id, person)| Arc::new(person.row(*id))).collect();
    snapshot.listing = Listing { order: ids.into_iter().collect(), ..Listing::default() };
    snapshot.agents = Arc::new(BTreeMap::from([
        (AgentId::from("me"), "Mira Tan".to_owned()),
        (AgentId::from("arif"), "Arif".to_owned()),
        (AgentId::from("lena"), "Lena".to_owned()),
    ]));
    snapshot.me = Arc::new(vec![AgentId::from("me")]);
    let from = Viewpoint::at(now(), snapshot.me.to_vec());
    snapshot.view_counts =
        View::READY_MADE.map(|view| snapshot.rows.iter().filter(|row| view.holds(row, &from)).count());
    snapshot.accounts = Arc::new(vec![account("Rayzing", AccountState::Works)]);
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for person in people {
        if let Some(agent) = &person.lead.agent {
            *counts.entry((agent.clone(), AccountName::from(ACCOUNT))).or_default() += 1;
        }
    }
    snapshot.agent_counts = counts.into_iter().collect();
    snapshot.settings = Arc::new(settings());
    snapshot
}

/// The settings of the pictures' account.
fn settings() -> SettingsView {
    SettingsView {
        my_name: "Mira Tan".to_owned(),
        accounts: vec![AccountInSettings {
            account: ACCOUNT.into(),
            title: "Rayzing",
            has_leads: true,
            me: Some("me".into()),
            sync_every_secs: 60,
        }],
        places: Places {
            settings: Some("/home/mira/config.toml".to_owned()),
            database: Some("/home/mira/leadline.db".to_owned()),
            log: Some("/home/mira/leadline.log".to_owned()),
            home: None,
            secrets: "The system's keychain: service leadline, items default/…".to_owned(),
            recovery_key: false,
        },
    }
}

/// Before the first account: two doors. What is pasted is an address with two ids.
pub(crate) fn doors() -> Snapshot {
    let mut snapshot = showing(&[]);
    snapshot.accounts = Arc::default();
    snapshot.settings = Arc::default();
    snapshot.connect = Some(Arc::new(ConnectForm {
        vendor: "rayzing",
        title: "Rayzing",
        label: "Bot page or widget script",
        placeholder: "https://page.example.com/…/…",
        ids: &[("bot_id", "Bot"), ("customer_id", "Customer")],
        read: |text| match text.rsplit_once("example.com/").and_then(|(_, ids)| ids.split_once('/')) {
            Some((bot, customer)) => {
                Pasted::whole(vec![("bot_id", bot.to_owned()), ("customer_id", customer.to_owned())])
            }
            None if text.is_empty() => Pasted::default(),
            None => Pasted::lacking(Vec::new(), "Nothing was found. Paste the page."),
        },
        base_url: "https://api.example.com",
        account: "main-bot",
        credentials: vec![("token", "Access token")],
    }));
    snapshot
}

/// The inbox of the pictures, Nadia not yet open.
pub(crate) fn inbox() -> Snapshot {
    showing(&people())
}

/// An account that lists leads.
pub(crate) fn account(title: &'static str, state: AccountState) -> AccountHealth {
    AccountHealth {
        account: AccountName::from(ACCOUNT),
        vendor: "rayzing",
        title,
        state,
        sentence: String::new(),
        last_success_at: Some(minutes_ago(1)),
        last_refusal: None,
        clock_difference_secs: None,
        syncing: None,
        skipped: 0,
        has_leads: true,
        about: AccountAbout::default(),
        ways: std::array::from_fn(|_| ListKnowledge::NotKnown),
    }
}

/// The snapshot with one lead open, as the engine would answer; `id` counts from 1.
pub(crate) fn opened(mut snapshot: Snapshot, people: &[Person], id: i64) -> Snapshot {
    let person = &people[usize::try_from(id - 1).unwrap()];
    let pending: Vec<Arc<OutboxView>> =
        snapshot.outbox.values().filter(|row| row.item.lead == LeadId(id)).cloned().collect();
    let view = LeadView {
        id: LeadId(id),
        lead: person.lead.clone(),
        pending: pending.iter().map(|row| row.item.id).collect(),
        read_at: person.read_at,
        gone: person.gone,
    };
    let past = if id == 1 { super::strips::nadias_past() } else { super::strips::plain_past() };
    let timeline = super::strips::strip(&person.lead, &past, HistoryState::Known);
    snapshot.open = Some(Arc::new(OpenLead {
        clock: CustomerClock::of(home(&view.lead)),
        view,
        mirror: person.lead.clone(),
        pending,
        timeline: Arc::new(timeline),
        next_best: None,
    }));
    snapshot.revision += 1;
    snapshot
}

/// One row of the outbox about the lead `lead`.
pub(crate) fn change(
    id: i64,
    lead: i64,
    name: &str,
    field: Field,
    from: &str,
    to: &str,
    state: OutboxState,
) -> OutboxView {
    let change = Change::set(field, to).unwrap();
    OutboxView {
        item: OutboxItem {
            id: ChangeId(id),
            batch: BatchId(id),
            account: AccountName::from(ACCOUNT),
            lead: LeadId(lead),
            change: change.clone(),
            base: Some(from.to_owned()),
            state,
            why: String::new(),
            conflict: None,
            attempts: u32::from(state != OutboxState::Queued),
            next_try_at: None,
            created_at: minutes_ago(11 + id),
            moved_at: minutes_ago(id),
            said_yes: false,
        },
        vendor: "rayzing",
        vendor_title: "Rayzing",
        lead_remote_id: format!("rec-{lead:08}"),
        lead_name: name.to_owned(),
        summary: change.summary(Some(from)),
    }
}

/// Puts rows into the outbox and counts them.
pub(crate) fn with_outbox(mut snapshot: Snapshot, rows: Vec<OutboxView>) -> Snapshot {
    for row in rows {
        let at = OutboxState::ALL.iter().position(|state| *state == row.item.state).unwrap();
        if row.item.state.is_done() {
            snapshot.outbox_done.insert(row.item.id, Arc::new(row));
        } else {
            snapshot.outbox_counts[at] += 1;
            snapshot.outbox.insert(row.item.id, Arc::new(row));
        }
    }
    snapshot
}

/// Nadia's status, set by us to Review and by somebody else to Closed.
pub(crate) fn clash(id: i64) -> OutboxView {
    let mut row = change(id, 1, "Nadia Öztürk", Field::Status, "OPEN", "REVIEW", OutboxState::NeedsAgent);
    row.item.conflict = Some(Conflict {
        slot: Field::Status.into(),
        before: Some("OPEN".into()),
        theirs: Some("CLOSED".into()),
        mine: Some("REVIEW".into()),
        read_at: minutes_ago(2),
    });
    row
}

/// An outbox in every state.
pub(crate) fn outbox() -> Vec<OutboxView> {
    let mut waiting = change(4, 6, "สมชาย วงศ์สวัสดิ์", Field::Phone, "555 0100", "555 0199", OutboxState::Waiting);
    waiting.item.why = "Rayzing answered 503".into();
    waiting.item.attempts = 3;
    waiting.item.next_try_at = Some(now().checked_add(SignedDuration::from_secs(40)).unwrap());
    let mut unknown =
        change(2, 7, "Łukasz Wiśniewski", Field::Email, "l@example.net", "lukasz@example.net", OutboxState::Unknown);
    unknown.item.why = "the line broke before Rayzing answered, so it may have arrived".into();
    vec![
        clash(1),
        unknown,
        change(3, 10, "Siobhán O’Dwyer", Field::Status, "OPEN", "INPROGRESS", OutboxState::Sending),
        waiting,
        change(5, 3, "陈伟", Field::Status, "ONHOLD", "CLOSED", OutboxState::Held),
        change(6, 1, "Nadia Öztürk", Field::Email, "n@example.org", "nadia@example.org", OutboxState::Queued),
        change(7, 1, "Nadia Öztürk", Field::Name, "Nadia", "Nadia Öztürk", OutboxState::Confirmed),
        change(8, 9, "Visitor 0d1f8a52", Field::Status, "OPEN", "ONHOLD", OutboxState::Cancelled),
        change(9, 11, "محمد عبد الله", Field::Status, "OPEN", "ONHOLD", OutboxState::Confirmed),
    ]
}

/// What Ctrl+Z would take back, made just now.
pub(crate) fn undo(words: &str) -> UndoOffer {
    UndoOffer { batch: BatchId(99), words: words.to_owned(), made_at: now() }
}

/// Three accounts: one that works, one whose key was refused with changes waiting, one without a key; and the vendors
/// of the registry's forms.
pub(crate) fn with_accounts(mut snapshot: Snapshot) -> Snapshot {
    let field = |name, label, is_there| KeyField { name, label, is_there };
    let mut works = account("Rayzing", AccountState::Works);
    works.clock_difference_secs = Some(2);
    works.about = AccountAbout {
        keychain: KeychainState::Present,
        fields: vec![field("token", "Access token", true)],
        key_facts: vec![Line::new("Reading", "x-bot-token: {token}"), Line::new("Writing", "x-bp-token: {token}")],
        can: vec![("List leads and chats", Lamp::Works), ("Write fields of a lead", Lamp::NotTried)],
        known: vec![
            KnownFact {
                label: "Order of the list",
                value: "newest change first".into(),
                how: HowKnown::Found { at: None, proof: "400 neighbours in order".to_owned() },
            },
            KnownFact { label: "Written tags", value: "append".into(), how: HowKnown::Set },
            KnownFact {
                label: "Written notes",
                value: "replaced as a whole list".into(),
                how: HowKnown::Found { at: Some(minutes_ago(24 * 60 * 8)), proof: String::new() },
            },
            KnownFact { label: "Rate limit", value: "our own pace".into(), how: HowKnown::NotKnown },
            KnownFact { label: "Fields left out", value: "are untouched".into(), how: HowKnown::Documented },
        ],
        limits: vec![Line::new("Pace", "4 requests a second")],
        test: "The test reads the first page of leads. It changes nothing.",
        ..AccountAbout::default()
    };
    let mut refused = account("Medallia MXO", AccountState::CredentialRefused);
    refused.account = AccountName::from("mxo");
    refused.last_refusal = Some((minutes_ago(3), "refused the credential (401)".to_owned()));
    refused.about = AccountAbout {
        keychain: KeychainState::Present,
        fields: vec![field("client_id", "Client id", true), field("client_secret", "Client secret", true)],
        can: vec![("Get a token", Lamp::Refused)],
        pending: Pending { waiting: 3, unknown: 1, needs_you: 1 },
        ..works.about.clone()
    };
    let mut missing = account("RAY", AccountState::CredentialMissing);
    missing.account = AccountName::from("ray");
    (missing.last_success_at, missing.last_refusal) = (None, None);
    missing.about = AccountAbout {
        keychain: KeychainState::Missing,
        fields: vec![field("username", "User name", false), field("password", "Password", false)],
        no_test: Some("Nothing is sent to this vendor yet."),
        ..AccountAbout::default()
    };
    snapshot.accounts = Arc::new(vec![works, refused, missing]);
    let form = |vendor, title, required: &[&'static str]| VendorForm {
        template: "",
        slots: &[],
        vendor,
        title,
        base_url_example: "https://vendor.example",
        required: required
            .iter()
            .map(|key| FormField { key, means: "what it is", shape: "", choices: &[], default: None })
            .collect(),
        optional: Vec::new(),
        secrets: vec![SecretField { name: "token", label: "Access token", when_auth: None }],
    };
    snapshot.vendors = Arc::new(vec![
        form("rayzing", "Rayzing", &["bot_id", "customer_id"]),
        form("mxo", "Medallia MXO", &["site_key"]),
    ]);
    snapshot
}
