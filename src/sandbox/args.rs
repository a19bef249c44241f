//! The command line of `leadline sandbox`, and its serving.

use std::io::{self, Write};

use clap::Args;

use super::capillary::CapillaryQuirks;
use super::mxo::MxoQuirks;
use super::options::{Arrivals, ListMode, Lists, Order, SandboxOptions, Timings};
use super::ray::RayQuirks;
use super::rayzing::{AuthMode, ErrorBody, PastTheEnd, Quirks, UnknownBot, UnknownUuid};
use super::releva::RelevaQuirks;
use super::{Fault, Sandbox};

/// Options of `leadline sandbox`.
#[derive(Clone, Debug, Args)]
pub struct SandboxArgs {
    /// How many records to seed.
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    pub leads: usize,
    /// The same seed makes the same people, ids and credentials.
    #[arg(long, value_name = "S", default_value_t = 7)]
    pub seed: u64,
    /// Records on one page.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub page_size: usize,
    /// The order of the lists.
    #[arg(long, value_enum, default_value_t = Order::CreatedDesc)]
    pub order: Order,
    /// What a write does to notes, tags and attributes.
    #[arg(long, value_enum, default_value_t = ListMode::Replace)]
    pub lists: ListMode,
    /// The same for notes only.
    #[arg(long, value_enum, value_name = "LISTS")]
    pub notes: Option<ListMode>,
    /// The same for tags only.
    #[arg(long, value_enum, value_name = "LISTS")]
    pub tags: Option<ListMode>,
    /// The same for attributes only.
    #[arg(long, value_enum, value_name = "LISTS")]
    pub attributes: Option<ListMode>,
    /// A fault to arm (repeatable); an unknown word is answered with the known ones.
    #[arg(long = "fault", value_name = "VENDOR:ENDPOINT:KIND[:TIMES]")]
    pub faults: Vec<Fault>,
    /// The instant the seeded ages count back from (RFC 3339); now by default.
    #[arg(long, value_name = "RFC3339")]
    pub base: Option<jiff::Timestamp>,
    /// How many records that cannot be decoded to mix in.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub malformed: usize,
    /// How many messages the customer of the first seeded lead was sent; 0 is as many as others.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub huge_history: usize,
    /// New leads on each arrival.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub arrive: usize,
    /// Leads arrive before every K-th list request; 0 is never.
    #[arg(long, value_name = "K", default_value_t = 0)]
    pub arrive_every: usize,
    /// How a caller shows its token.
    #[arg(long, value_enum, default_value_t = AuthMode::Headers)]
    pub auth: AuthMode,
    /// The body of a refusal.
    #[arg(long, value_enum, default_value_t = ErrorBody::Message)]
    pub errors: ErrorBody,
    /// Refuse under HTTP 200 with `"success": false`.
    #[arg(long)]
    pub refuse_with_200: bool,
    /// What asking for a bot that is not there gives.
    #[arg(long, value_enum, default_value_t = UnknownBot::Empty)]
    pub unknown_bot: UnknownBot,
    /// What a page past the end gives.
    #[arg(long, value_enum, default_value_t = PastTheEnd::Empty)]
    pub past_the_end: PastTheEnd,
    /// Move this many records from the tail to the head between two page requests; negative is the other way.
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true)]
    pub shift: i64,
    /// Take any status, not only the six.
    #[arg(long)]
    pub any_status: bool,
    /// What a write to a uuid that is not there does.
    #[arg(long, value_enum, default_value_t = UnknownUuid::Upsert)]
    pub unknown_uuid: UnknownUuid,
    /// Refuse pages above this one with 400.
    #[arg(long, value_name = "N")]
    pub page_limit: Option<u64>,
    /// How late `slow` answers.
    #[arg(long, value_name = "MS", default_value_t = Timings::default().slow_ms)]
    pub slow_ms: u64,
    /// How long after its answer `late` stores.
    #[arg(long, value_name = "MS", default_value_t = Timings::default().late_ms)]
    pub late_ms: u64,
    /// The time between two bytes of `drip`.
    #[arg(long, value_name = "MS", default_value_t = Timings::default().drip_ms)]
    pub drip_ms: u64,
    /// What `Retry-After` asks for.
    #[arg(long, value_name = "SECS", default_value_t = Timings::default().retry_after_secs)]
    pub retry_after: u32,
    #[command(flatten)]
    pub capillary: CapillaryQuirks,
    #[command(flatten)]
    pub ray: RayQuirks,
    #[command(flatten)]
    pub releva: RelevaQuirks,
    #[command(flatten)]
    pub mxo: MxoQuirks,
}

impl From<SandboxArgs> for SandboxOptions {
    fn from(args: SandboxArgs) -> Self {
        let lists = Lists {
            notes: args.notes.unwrap_or(args.lists),
            tags: args.tags.unwrap_or(args.lists),
            attributes: args.attributes.unwrap_or(args.lists),
        };
        Self {
            leads: args.leads,
            seed: args.seed,
            base_ms: args.base.map(jiff::Timestamp::as_millisecond),
            malformed: args.malformed,
            huge_history: args.huge_history,
            page_size: args.page_size,
            order: args.order,
            lists,
            arrivals: Arrivals { every: args.arrive_every, count: args.arrive },
            timings: Timings {
                slow_ms: args.slow_ms,
                late_ms: args.late_ms,
                drip_ms: args.drip_ms,
                retry_after_secs: args.retry_after,
            },
            rayzing: Quirks {
                auth: args.auth,
                errors: args.errors,
                refuse_with_200: args.refuse_with_200,
                unknown_bot: args.unknown_bot,
                past_the_end: args.past_the_end,
                shift: args.shift,
                any_status: args.any_status,
                unknown_uuid: args.unknown_uuid,
                page_limit: args.page_limit,
            },
            capillary: args.capillary,
            ray: args.ray,
            releva: args.releva,
            mxo: args.mxo,
            faults: args.faults,
        }
    }
}

/// Starts a sandbox, writes `Sandbox::describe` as one line to `out`, and serves until the process is ended by a
/// signal: there is nothing on disk to put away, so the signals keep their default meaning.
///
/// # Errors
/// The sandbox cannot start, or the line cannot be written.
pub fn serve(options: SandboxOptions, out: &mut dyn Write) -> io::Result<()> {
    let sandbox = Sandbox::start(options)?;
    writeln!(out, "{}", sandbox.describe())?;
    out.flush()?;
    loop {
        std::thread::park();
    }
}
