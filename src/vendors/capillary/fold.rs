//! Folds what the vendor lists twice, and names each item so that the next answer finds it again.

use std::collections::HashMap;

use super::map::Draft;
use crate::vendors::parts::RemoteInteraction;

/// The items of an answer, each once.
pub(super) fn folded(drafts: Vec<Draft<'_>>) -> Vec<RemoteInteraction> {
    let named = drafts.into_iter().map(|draft| RemoteInteraction {
        key: key(&draft),
        network: draft.network,
        interaction: draft.item,
        record: draft.record.get().to_owned(),
    });
    together(named.collect())
}

/// The same for what came in several answers. `phone` and `sms` list the same messages under the same ids and are shown
/// as SMS (contract section 3.1); equal ids on any other channel are different messages.
pub(super) fn together(items: Vec<RemoteInteraction>) -> Vec<RemoteInteraction> {
    let mut out: Vec<RemoteInteraction> = Vec::with_capacity(items.len());
    let mut places: HashMap<String, usize> = HashMap::with_capacity(items.len());
    for item in items {
        let base = without_copy(&item.key).to_owned();
        let mut key = base.clone();
        let mut copy = 1;
        loop {
            match places.get(&key).copied() {
                None => {
                    places.insert(key.clone(), out.len());
                    out.push(RemoteInteraction { key, ..item });
                    break;
                }
                Some(at) if is_twin(&out[at], &item) => {
                    merge(&mut out[at], item);
                    break;
                }
                // The same id with another text: both are kept.
                Some(_) => {
                    copy += 1;
                    key = format!("{base}~{copy}");
                }
            }
        }
    }
    out
}

/// A name without the number of its copy.
fn without_copy(key: &str) -> &str {
    let copy = key.rsplit_once('~').filter(|(_, copy)| copy.bytes().all(|byte| byte.is_ascii_digit()));
    copy.map_or(key, |(base, _)| base)
}

/// Network, channel and id; without an id what is written.
fn key(draft: &Draft<'_>) -> String {
    let channel = if is_telephone(&draft.group) { "sms" } else { &draft.group };
    match &draft.item.remote_id {
        Some(id) => format!("{}/{channel}/{id}", draft.network),
        None => format!("{}/{channel}/={:016x}", draft.network, fingerprint(draft.record.get())),
    }
}

fn is_telephone(group: &str) -> bool {
    group.eq_ignore_ascii_case("phone") || group.eq_ignore_ascii_case("sms")
}

fn is_twin(one: &RemoteInteraction, other: &RemoteInteraction) -> bool {
    let same_channel = one.interaction.channel == other.interaction.channel;
    if same_channel { one.record == other.record } else { one.interaction.title == other.interaction.title }
}

/// The SMS wins; what only its twin says is added.
fn merge(kept: &mut RemoteInteraction, mut twin: RemoteInteraction) {
    if kept.interaction.channel.as_deref().is_some_and(|channel| channel.eq_ignore_ascii_case("phone")) {
        twin.key.clone_from(&kept.key);
        std::mem::swap(kept, &mut twin);
    }
    for (name, json) in twin.interaction.extra.iter() {
        if kept.interaction.extra.get(name).is_none()
            && let Ok(json) = serde_json::from_str(json)
        {
            kept.interaction.extra.set(name, json);
        }
    }
}

/// FNV-1a: the same in every version of this program, which the standard library's does not promise.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
