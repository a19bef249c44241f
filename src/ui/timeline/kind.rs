//! What an item is for the eye: its word, its icon, and the chip that shows it.

use serde::{Deserialize, Serialize};

use crate::domain::{Interaction, InteractionKind};
use crate::theme::Icon;
use crate::ui::text;

/// What a chip gathers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Messages of one channel, by the vendor's word for it.
    Channel(String),
    /// What was written in the chat.
    Chat,
    Calls,
    Surveys,
    Social,
    Recorded,
    /// What became of the record: our changes, and what others changed.
    Changes,
}

/// The channels that have a name and a sign of their own, in the order of their chips.
const CHANNELS: [(&str, &str, Icon); 7] = [
    ("email", "E-mail", Icon::EnvelopeSimple),
    ("sms", "SMS", Icon::ChatText),
    ("phone", "Phone", Icon::Phone),
    ("whatsapp", "WhatsApp", Icon::WhatsappLogo),
    ("zalo", "Zalo", Icon::ChatCircleDots),
    ("line", "LINE", Icon::ChatsCircle),
    ("viber", "Viber", Icon::ChatCircleDots),
];

fn known(channel: &str) -> Option<usize> {
    CHANNELS.iter().position(|(word, ..)| channel.eq_ignore_ascii_case(word))
}

/// A channel as people write it; an unknown one stays as the vendor spells it.
pub fn channel_word(channel: &str) -> &str {
    match known(channel) {
        Some(at) => CHANNELS[at].1,
        None if channel.is_empty() => text::MESSAGE,
        None => channel,
    }
}

/// The sign of a channel.
pub fn channel_icon(channel: &str) -> Icon {
    known(channel).map_or(Icon::ChatsCircle, |at| CHANNELS[at].2)
}

impl Kind {
    /// The chip an item stands under.
    pub fn of(item: &Interaction) -> Self {
        match item.kind {
            InteractionKind::Message => Self::Channel(item.channel.as_deref().unwrap_or_default().to_ascii_lowercase()),
            InteractionKind::LastMessage => Self::Chat,
            InteractionKind::MissedCall => Self::Calls,
            InteractionKind::Survey => Self::Surveys,
            InteractionKind::Social => Self::Social,
            InteractionKind::Recording => Self::Recorded,
            InteractionKind::LeadCreated
            | InteractionKind::LastSeen
            | InteractionKind::Change
            | InteractionKind::Observed => Self::Changes,
        }
    }

    /// Whether the item stands under this chip; costs no text.
    pub fn holds(&self, item: &Interaction) -> bool {
        match (self, item.kind) {
            (Self::Channel(channel), InteractionKind::Message) => {
                channel.eq_ignore_ascii_case(item.channel.as_deref().unwrap_or_default())
            }
            (Self::Channel(_), _) | (_, InteractionKind::Message) => false,
            (kind, _) => *kind == Self::of(item),
        }
    }

    /// The word on the chip.
    pub fn word(&self) -> &str {
        match self {
            Self::Channel(channel) => channel_word(channel),
            Self::Chat => "Chat",
            Self::Calls => "Calls",
            Self::Surveys => "Surveys",
            Self::Social => "Social",
            Self::Recorded => "Recorded",
            Self::Changes => "Changes",
        }
    }

    /// Its sign in a menu.
    pub fn icon(&self) -> Icon {
        match self {
            Self::Channel(channel) => channel_icon(channel),
            Self::Chat => Icon::ChatCircleText,
            Self::Calls => Icon::PhoneX,
            Self::Surveys => Icon::Star,
            Self::Social => Icon::ChatsCircle,
            Self::Recorded => Icon::PhoneOutgoing,
            Self::Changes => Icon::Swap,
        }
    }

    /// Where its chip stands among the others: known channels, unknown ones by their word, then the rest.
    pub fn rank(&self) -> (usize, &str) {
        match self {
            Self::Channel(channel) => (known(channel).unwrap_or(CHANNELS.len()), channel),
            Self::Chat => (10, ""),
            Self::Calls => (11, ""),
            Self::Surveys => (12, ""),
            Self::Social => (13, ""),
            Self::Recorded => (14, ""),
            Self::Changes => (15, ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_known_in_any_case_and_unknown_ones_stay_as_they_are() {
        assert_eq!(channel_word("WhatsApp"), "WhatsApp");
        assert_eq!(channel_word("EMAIL"), "E-mail");
        assert_eq!(channel_word("wechat"), "wechat");
        assert_eq!(channel_icon("wechat"), Icon::ChatsCircle);
    }

    #[test]
    fn every_item_stands_under_its_own_chip_only() {
        let kinds = [
            InteractionKind::Message,
            InteractionKind::LastMessage,
            InteractionKind::MissedCall,
            InteractionKind::Survey,
            InteractionKind::Social,
            InteractionKind::Recording,
            InteractionKind::Change,
        ];
        let items = kinds.map(|kind| Interaction::empty("a", kind));
        for (n, item) in items.iter().enumerate() {
            let kind = Kind::of(item);
            let held: Vec<usize> = (0..items.len()).filter(|at| kind.holds(&items[*at])).collect();
            assert_eq!(held, [n], "{kind:?}");
        }
    }
}
