//! `leadline timeline`: everything that is known to have happened with a lead, newest first.
//!
//! `--network` and `--type` carry the names of the query parameters of systems that keep histories. Alone they look at
//! what is stored, and nothing is asked. With `--refresh` they are passed on, as far as a system has these words for its
//! parameters: only that part is asked for. What comes is printed together with what is stored, and is not stored: a part
//! must not pass for a whole history with its age.
//!
//! A *network* is the text of the item's `extra.network`, where it has one, else the item's `source`: the network of a
//! system's own messages bears the system's name. A *type* is the item's `channel`, where it has one, else its `kind`
//! (`missed_call`, `survey`, `change`); `emailbulk` is what came by `email` from a campaign, `phone` is `sms`, and
//! `feedback` is a survey. Letter case does not matter; a repeated option takes any of its values, both options together
//! take what fits both.

use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;

use super::ask::{ask, ask_patiently};
use super::exit::{Exit, Stop};
use super::io::Io;
use super::table::{table, words};
use super::text::count;
use crate::bridge::{AccountState, Command, HistorySource, HistoryState, Link, Wanted};
use crate::domain::delivery::Delivery;
use crate::domain::interaction::{Interaction, InteractionKind};
use crate::domain::timeline::{Detail, TimelineItem};
use crate::domain::when;

#[derive(Clone, Debug, clap::Args)]
pub struct TimelineArgs {
    /// Its uuid, its id, or a unique beginning of either (6 characters and more)
    pub lead: String,
    /// Asks every account that keeps histories first, however fresh the last answer is; only for what --network and
    /// --type name, where they are given
    #[arg(long)]
    pub refresh: bool,
    /// Shows only what came over this network; may be repeated
    #[arg(long, value_name = "N", value_parser = NonEmptyStringValueParser::new())]
    pub network: Vec<String>,
    /// Shows only this channel (email, sms, …) or kind (missed_call, survey, change, …); may be repeated
    #[arg(long = "type", value_name = "T", value_parser = NonEmptyStringValueParser::new())]
    pub types: Vec<String>,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

/// Finds the lead, asks for its strip and prints it.
///
/// # Errors
/// When no lead or more than one is meant, the engine ended, or the output cannot be written. A system that could not
/// be asked is no error here: it is said, decides the exit code, and what is known is printed.
pub fn run(args: &TimelineArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let name = args.lead.clone();
    let wanted = Wanted { networks: args.network.clone(), types: args.types.clone() };
    let refresh = args.refresh.then_some(wanted);
    let lead = ask(link, |reply| Command::FindLead { name, reply })??.id;
    let asking = |_: &_| "Asking for histories…".to_owned();
    let answer = ask_patiently(link, io, asking, |reply| Command::Timeline { lead, refresh, reply })??;
    let timeline = answer.timeline;
    let items: Vec<&TimelineItem> = timeline.items.iter().filter(|line| fits(&line.item, args)).collect();
    if args.json {
        io.json(&items)?;
    } else if items.is_empty() {
        let nothing = timeline.items.is_empty();
        io.note(if nothing { "Nothing is known to have happened with this lead." } else { "Nothing matches." });
    } else {
        let colour = io.in_colour();
        io.data(&strip(&items, colour))?;
        io.flush()?;
        io.note(&count(items.len(), "item", "items"));
        if items.iter().any(|line| line.item.zone_assumed.is_some()) {
            io.note("“~”: this time came without its zone; the offset behind it was assumed.");
        }
    }
    for source in &timeline.sources {
        let in_part = answer.in_part.contains(&source.account);
        sentences(source, in_part, args.json, Timestamp::now()).iter().for_each(|sentence| io.note(sentence));
    }
    exit(&timeline.sources, link)
}

/// Whether an item is asked for.
fn fits(item: &Interaction, args: &TimelineArgs) -> bool {
    let network = item.extra.get("network").and_then(|json| serde_json::from_str::<String>(json).ok());
    let network = network.as_deref().unwrap_or(&item.source);
    let kind = item.channel.as_deref().unwrap_or_else(|| item.kind.as_str());
    let any = |wanted: &[String], fits: &dyn Fn(&str) -> bool| {
        wanted.is_empty() || wanted.iter().any(|wanted| fits(&wanted.to_lowercase()))
    };
    let is = |word: &str, other: &str| word.to_lowercase() == other;
    any(&args.network, &|wanted| is(network, wanted))
        && any(&args.types, &|wanted| {
            is(kind, wanted)
                || match wanted {
                    "emailbulk" => is(kind, "email") && item.campaign.is_some(),
                    "phone" => is(kind, "sms"),
                    "feedback" => item.kind == InteractionKind::Survey,
                    _ => false,
                }
        })
}

/// How well the systems could be asked: a credential that has to be seen to, else that one was not reached.
pub(super) fn exit(sources: &[HistorySource], link: &Link) -> Result<Exit, Stop> {
    let failed = |source: &&HistorySource| matches!(source.state, HistoryState::Failed(_));
    if !sources.iter().any(|source| failed(&source)) {
        return Ok(Exit::Done);
    }
    let accounts = ask(link, |reply| Command::Accounts { reply })?;
    let credential = |source: &HistorySource| {
        let of = accounts.iter().find(|health| health.account == source.account);
        of.is_some_and(|h| matches!(h.state, AccountState::CredentialMissing | AccountState::CredentialRefused))
    };
    let exits = sources.iter().filter(failed);
    let exits = exits.map(|source| if credential(source) { Exit::Credential } else { Exit::Unreachable });
    Ok(exits.fold(Exit::Done, Exit::combine))
}

/// What a person has to know about a system beside its items. `in_part`: only a part was asked for; `briefly`: without
/// how old its answer is.
fn sentences(source: &HistorySource, in_part: bool, briefly: bool, now: Timestamp) -> Vec<String> {
    let title = source.title;
    let state = match &source.state {
        HistoryState::Known if in_part => Some(format!(
            "{title} was asked for this part only. It is not kept; what is kept of the whole history stays as it was."
        )),
        HistoryState::Known => None,
        HistoryState::NeverAsked => {
            Some(format!("{title} was not asked about this lead yet. The same call with --refresh asks."))
        }
        HistoryState::Asking => Some(format!("{title} is being asked; this is what was known before.")),
        HistoryState::NobodyFound => Some(format!("{title} knows no such customer.")),
        HistoryState::NothingToAskBy => Some(format!("This lead has nothing that {title} could be asked by.")),
        HistoryState::Unlinked => {
            Some(format!("{title}'s customer was said to be somebody else, so that history is not shown."))
        }
        HistoryState::Failed(sentence) => Some(sentence.clone()),
    };
    let asked = source.asked_at.filter(|_| !briefly);
    let asked = asked.map(|at| format!("{title} was asked {} ({}).", second(at), when::age_spoken(at, now)));
    let warnings = source.warnings.iter().map(|warning| format!("{title} warns: “{warning}”"));
    let all = state.into_iter().chain(asked).chain(warnings);
    all.map(|sentence| format!("{}: {sentence}", source.account)).collect()
}

/// The items as a table.
pub fn strip(items: &[&TimelineItem], colour: bool) -> String {
    let columns = [words("Time", 28), words("Channel", 14), words("State", 18), words("Title", 72), words("To", 32)];
    let row = |line: &&TimelineItem| {
        let item = &line.item;
        let time = item.at.map_or_else(|| "–".to_owned(), second);
        [
            item.zone_assumed.as_ref().map_or(time.clone(), |offset| format!("{time} ~{offset}")),
            item.channel.clone().unwrap_or_else(|| item.kind.as_str().replace('_', " ")),
            state(line),
            title(line),
            item.receiver.clone().unwrap_or_default(),
        ]
    };
    table(columns, items.iter().map(row).collect(), colour)
}

/// A time to the second.
fn second(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What became of it, in a word.
fn state(line: &TimelineItem) -> String {
    match &line.detail {
        Detail::Change { state, .. } => state.word().to_owned(),
        Detail::Recorded { lamps, .. } => {
            lamps.iter().map(|lamp| format!("{} {}", lamp.told.title, lamp.word())).collect::<Vec<_>>().join(", ")
        }
        _ => line.item.delivery.as_ref().map_or("", Delivery::word).to_owned(),
    }
}

/// What it says, and who said or did it.
fn title(line: &TimelineItem) -> String {
    let title = line.item.title.as_deref().unwrap_or("–");
    match &line.detail {
        Detail::Message { by: Some(by) } if !by.is_empty() => format!("{by}: {title}"),
        Detail::Change { who, .. } | Detail::Recorded { who, .. } if !who.is_empty() => format!("{title} ({who})"),
        Detail::Observed { from, .. } => format!("{title} (after {})", second(*from)),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::{AccountHealth, Timeline, TimelineAnswer};
    use crate::cli::fake;
    use crate::domain::timeline::{Difference, LeadTimes, Past, Wished, assemble};
    use crate::domain::{Change, ChangeId, Field, LastMessage, ListKnowledge, OutboxState};

    /// Something of every kind, of one system that keeps histories.
    fn items() -> Vec<TimelineItem> {
        let message = |day: &str, channel: &str, title: &str| {
            let mut item = Interaction::empty("acme", InteractionKind::Message);
            (item.at, item.channel, item.title) = (Some(fake::at(day)), Some(channel.into()), Some(title.into()));
            item
        };
        let mut mail = message("19T08:00:00.5", "email", "Your statement\x1b[2J");
        mail.zone_assumed = Some("+05:30".into());
        mail.delivery = Some(Delivery::from_raw(Some("GTW_NOT_FOUND".into())));
        mail.receiver = Some("nadia@example.com".into());
        (mail.campaign, mail.user, mail.remote_id) = (Some(812), Some(42), Some("1700000000001".into()));
        mail.extra = serde_json::from_str("{\"sender\":\n\"shop\",\"score\":1.0}").unwrap();
        let mut text = message("18T08:00:00", "sms", "Code ••••••");
        text.delivery = Some(Delivery::from_raw(Some("DELIVERED".into())));
        text.masked = true;
        let mut like = message("17T08:00:00", "like", "A like");
        like.extra.set_text("network", "Facebook");
        let mut call = Interaction::empty("acme", InteractionKind::MissedCall);
        call.extra.set_text("sentDate", "yesterday");
        let mut lead = fake::lead().lead;
        lead.last_message = Some(LastMessage {
            at: Some(fake::at("20T09:00:00")),
            by: Some("user".into()),
            text: Some("hello\nthere".into()),
        });
        let past = Past {
            lead_source: "main".into(),
            written: LeadTimes::default(),
            messages: Vec::new(),
            wished: vec![Wished {
                change: ChangeId(4),
                wish: Change::set(Field::Status, "review").unwrap(),
                before: Some("OPEN".into()),
                who: "Mira".into(),
                made_at: fake::at("20T10:00:00"),
                state: OutboxState::Queued,
                why: String::new(),
                batch: crate::domain::BatchId(4),
                told: None,
            }],
            differences: vec![Difference {
                field: "name".into(),
                old: None,
                new: Some("Nadia".into()),
                from: fake::at("20T10:01:00"),
                to: fake::at("20T10:07:00"),
            }],
            interactions: [mail, text, like, call].map(|item| (item, None)).into(),
        };
        assemble(&lead, &past)
    }

    fn source(state: HistoryState) -> HistorySource {
        HistorySource {
            account: "loyalty".into(),
            vendor: "acme",
            title: "Acme",
            asked_at: None,
            state,
            customer: None,
            warnings: Vec::new(),
        }
    }

    fn args(line: &str) -> TimelineArgs {
        use clap::Parser;
        #[derive(Parser)]
        struct Line {
            #[command(flatten)]
            args: TimelineArgs,
        }
        Line::parse_from(std::iter::once("timeline").chain(line.split(' '))).args
    }

    /// Exit code, stdout and stderr of a call, on an engine with these answers.
    fn printed(line: &str, sources: Vec<HistorySource>, account: AccountState) -> (Exit, String, String) {
        let args = args(line);
        let wants = (args.refresh, args.network.clone(), args.types.clone());
        let (link, _engine) = fake::engine(move |command| match command {
            Command::FindLead { reply, .. } => reply.answer(Ok(Box::new(fake::lead()))),
            Command::Timeline { lead, refresh, reply } => {
                assert_eq!(lead, fake::lead().id);
                let (networks, types) = (wants.1.clone(), wants.2.clone());
                let in_part = if networks.is_empty() && types.is_empty() { Vec::new() } else { vec!["loyalty".into()] };
                assert_eq!(refresh, wants.0.then_some(Wanted { networks, types }));
                let timeline = Timeline { items: items().into(), sources: sources.clone() };
                reply.answer(Ok(TimelineAnswer { timeline, in_part: if wants.0 { in_part } else { Vec::new() } }));
            }
            Command::Accounts { reply } => reply.answer(vec![AccountHealth {
                account: "loyalty".into(),
                vendor: "acme",
                title: "Acme",
                state: account.clone(),
                sentence: String::new(),
                last_success_at: None,
                last_refusal: None,
                clock_difference_secs: None,
                syncing: None,
                skipped: 0,
                has_leads: false,
                about: crate::bridge::about::AccountAbout::default(),
                ways: std::array::from_fn(|_| ListKnowledge::NotKnown),
            }]),
            other => panic!("{other:?}"),
        });
        let (mut io, out, err) = fake::streams(b"");
        let exit = run(&args, &link, &mut io).unwrap();
        (exit, out.text(), err.text())
    }

    /// The titles of what a filter leaves.
    fn left(filter: &str) -> Vec<String> {
        let (exit, out, _) = printed(&format!("64aa00 --json {filter}"), Vec::new(), AccountState::Works);
        assert_eq!((exit, out.lines().count()), (Exit::Done, 1));
        let items: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
        items.iter().map(|item| item["title"].as_str().unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn the_table_is_newest_first_and_safe() {
        let (exit, out, err) = printed("64aa00 --refresh", vec![source(HistoryState::Known)], AccountState::Works);
        let expected = "\
Time                          Channel       State          Title                                              To
2026-11-20T10:07:00Z          observed                     Name nothing → Nadia (after 2026-11-20T10:01:00Z)
2026-11-20T10:00:00Z          change        Queued         Status Open → Review (Mira)
2026-11-20T09:00:00Z          last message                 user: hello␊there
2026-11-19T08:00:00Z ~+05:30  email         GTW_NOT_FOUND  Your statement␛[2J                                 nadia@example.com
2026-11-18T08:00:00Z          sms           Delivered      Code ••••••
2026-11-17T08:00:00Z          like                         A like
2026-11-01T08:00:00Z          lead created                 Lead created
–                             missed call                  –
";
        assert_eq!(out, expected);
        assert_eq!(exit, Exit::Done);
        let said = "8 items\n“~”: this time came without its zone; the offset behind it was assumed.\n";
        assert_eq!(err, said);
    }

    #[test]
    fn json_has_every_member_of_the_contract_and_the_vendors_own_verbatim() {
        let (exit, out, err) = printed("64aa00 --json --type EMAIL", Vec::new(), AccountState::Works);
        let expected = concat!(
            r#"[{"at":"2026-11-19T08:00:00.5Z","zone_assumed":"+05:30","source":"acme","kind":"message","channel":"email","#,
            r#""title":"Your statement\u001b[2J","receiver":"nadia@example.com","#,
            r#""delivery":{"state":"unknown","raw":"GTW_NOT_FOUND"},"campaign":812,"user":42,"#,
            r#""remote_id":"1700000000001","masked":false,"extra":{"sender":"shop","score":1.0}}]"#,
            "\n"
        );
        assert_eq!((exit, out.as_str(), err.as_str()), (Exit::Done, expected, ""));

        let (_, out, _) = printed("64aa00 --json", Vec::new(), AccountState::Works);
        let items: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&out).unwrap();
        let always = [
            "at",
            "source",
            "kind",
            "channel",
            "title",
            "receiver",
            "delivery",
            "campaign",
            "user",
            "remote_id",
            "masked",
            "extra",
        ];
        for item in items {
            let names: Vec<&str> = item.keys().map(String::as_str).filter(|name| *name != "zone_assumed").collect();
            assert!(names.len() == always.len() && always.iter().all(|name| names.contains(name)), "{names:?}");
        }
    }

    #[test]
    fn filters_take_channels_kinds_and_networks() {
        assert_eq!(left("--type sms --type email"), ["Your statement\u{1b}[2J", "Code ••••••"]);
        assert_eq!(left("--type missed_call"), ["-"]);
        assert_eq!(left("--type phone"), ["Code ••••••"]);
        assert_eq!(left("--type emailbulk"), ["Your statement\u{1b}[2J"]);
        assert_eq!(left("--type message"), Vec::<String>::new(), "a message has a channel");
        assert_eq!(left("--network facebook"), ["A like"]);
        assert_eq!(left("--network Acme"), ["Your statement\u{1b}[2J", "Code ••••••", "-"]);
        assert_eq!(left("--network leadline --type change"), ["Status Open → Review"]);
        assert_eq!(left("--network facebook --type sms"), Vec::<String>::new());
        let (exit, out, err) = printed("64aa00 --type telex", Vec::new(), AccountState::Works);
        assert_eq!((exit, out.as_str(), err.as_str()), (Exit::Done, "", "Nothing matches.\n"));
    }

    #[test]
    fn with_a_refresh_only_that_part_is_asked_for_and_that_is_said() {
        let line = "64aa00 --json --refresh --network facebook --type like";
        let (exit, out, err) = printed(line, vec![source(HistoryState::Known)], AccountState::Works);
        assert_eq!((exit, out.matches("A like").count(), out.matches("\"at\"").count()), (Exit::Done, 1, 1));
        let said = "loyalty: Acme was asked for this part only. It is not kept; what is kept of the whole history stays as it was.\n";
        assert_eq!(err, said);
    }

    #[test]
    fn a_system_without_a_history_is_said_and_only_a_failure_decides_the_exit_code() {
        let failed = || HistoryState::Failed("Acme did not answer. Try again.".into());
        let offline = AccountState::Offline { since: fake::now() };
        for (state, account, exit, words) in [
            (HistoryState::Known, AccountState::Works, Exit::Done, ""),
            (
                HistoryState::NeverAsked,
                AccountState::NotAsked,
                Exit::Done,
                "loyalty: Acme was not asked about this lead yet. The same call with --refresh asks.\n",
            ),
            (HistoryState::NobodyFound, AccountState::Works, Exit::Done, "loyalty: Acme knows no such customer.\n"),
            (
                HistoryState::NothingToAskBy,
                AccountState::Works,
                Exit::Done,
                "loyalty: This lead has nothing that Acme could be asked by.\n",
            ),
            (failed(), offline, Exit::Unreachable, "loyalty: Acme did not answer. Try again.\n"),
            (failed(), AccountState::Odd, Exit::Unreachable, "loyalty: Acme did not answer. Try again.\n"),
            (failed(), AccountState::CredentialRefused, Exit::Credential, "loyalty: Acme did not answer. Try again.\n"),
            (failed(), AccountState::CredentialMissing, Exit::Credential, "loyalty: Acme did not answer. Try again.\n"),
        ] {
            let (left, out, err) = printed("64aa00 --json", vec![source(state)], account);
            assert_eq!((left, err.as_str()), (exit, words));
            assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&out).unwrap().len(), 8, "items are printed");
        }
    }

    #[test]
    fn how_old_an_answer_is_and_what_the_system_warned_about_is_said() {
        let mut source = source(HistoryState::Known);
        source.asked_at = Some(fake::at("20T11:57:00"));
        source.warnings = vec!["masked\x1b".into()];
        let expected =
            ["loyalty: Acme was asked 2026-11-20T11:57:00Z (3 minutes ago).", "loyalty: Acme warns: “masked\x1b”"];
        assert_eq!(sentences(&source, false, false, fake::now()), expected);
        assert_eq!(sentences(&source, false, true, fake::now()), expected[1..]);
    }
}
