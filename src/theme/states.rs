//! How states look: which icon, filled or not, in which ink. Words come from the domain.

use egui::Color32;

use super::colours::Palette;
use super::icons::{Icon, IconFill};
use crate::domain::{DeliveryState, LeadStatus, OutboxState};

/// An icon and the ink it and the word beside it are drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateLook {
    pub icon: Icon,
    pub fill: IconFill,
    pub ink: Color32,
}

/// The shapes of delivery: many vendor words share one. The word beside it is the vendor's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryShape {
    Delivered,
    Opened,
    Clicked,
    Sent,
    Pending,
    SoftBounce,
    HardFailure,
    Blocked,
    /// The channel never reports.
    NoReport,
    /// A word nobody documented.
    Unknown,
}

impl DeliveryShape {
    /// Every shape.
    pub const ALL: [Self; 10] = [
        Self::Delivered,
        Self::Opened,
        Self::Clicked,
        Self::Sent,
        Self::Pending,
        Self::SoftBounce,
        Self::HardFailure,
        Self::Blocked,
        Self::NoReport,
        Self::Unknown,
    ];

    /// The shape of a state.
    pub const fn of(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Delivered => Self::Delivered,
            DeliveryState::Opened => Self::Opened,
            DeliveryState::Clicked => Self::Clicked,
            DeliveryState::Sent => Self::Sent,
            DeliveryState::Pending => Self::Pending,
            DeliveryState::SoftBounce => Self::SoftBounce,
            DeliveryState::HardFailure | DeliveryState::Failed | DeliveryState::NotDelivered => Self::HardFailure,
            DeliveryState::Blocked => Self::Blocked,
            DeliveryState::NoReport => Self::NoReport,
            DeliveryState::Unknown => Self::Unknown,
        }
    }
}

/// What a fault amounts to: how strips, fields and lamps are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gravity {
    Info,
    Warn,
    Danger,
}

impl Palette {
    /// The look of an outbox state.
    pub fn outbox(&self, state: OutboxState) -> StateLook {
        use IconFill::{Fill, Regular};
        let (icon, fill, ink) = match state {
            OutboxState::Queued => (Icon::CircleDashed, Regular, self.ink3),
            OutboxState::Sending => (Icon::ArrowCircleUp, Regular, self.accent),
            OutboxState::Waiting => (Icon::ClockCountdown, Regular, self.ink2),
            OutboxState::Held => (Icon::PauseCircle, Regular, self.ink2),
            OutboxState::NeedsAgent => (Icon::HandPalm, Fill, self.danger),
            OutboxState::Unknown => (Icon::Question, Fill, self.warn),
            OutboxState::Accepted => (Icon::CheckCircle, Regular, self.ok),
            OutboxState::Confirmed => (Icon::SealCheck, Fill, self.ok),
            OutboxState::Cancelled => (Icon::MinusCircle, Regular, self.ink3),
        };
        StateLook { icon, fill, ink }
    }

    /// The look of a lamp that is not lit yet: rules met, nothing sent (forms only).
    pub fn ready(&self) -> StateLook {
        StateLook { icon: Icon::Circle, fill: IconFill::Regular, ink: self.ink3 }
    }

    /// The mark behind a name for its worst open state: needs you, else outcome unknown, else on its way.
    pub fn outbox_mark(&self, worst: OutboxState) -> Option<StateLook> {
        match worst {
            OutboxState::NeedsAgent | OutboxState::Unknown => Some(self.outbox(worst)),
            OutboxState::Queued | OutboxState::Sending | OutboxState::Waiting | OutboxState::Held => {
                Some(StateLook { icon: Icon::CloudArrowUp, fill: IconFill::Regular, ink: self.ink2 })
            }
            OutboxState::Confirmed | OutboxState::Accepted | OutboxState::Cancelled => None,
        }
    }

    /// The look of a delivery.
    pub fn delivery(&self, shape: DeliveryShape) -> StateLook {
        use IconFill::{Fill, Regular};
        let (icon, fill, ink) = match shape {
            DeliveryShape::Delivered => (Icon::Check, Regular, self.ok),
            DeliveryShape::Opened => (Icon::Eye, Regular, self.ok),
            DeliveryShape::Clicked => (Icon::CursorClick, Regular, self.ok),
            DeliveryShape::Sent => (Icon::PaperPlaneTilt, Regular, self.ink3),
            DeliveryShape::Pending => (Icon::Clock, Regular, self.ink3),
            DeliveryShape::SoftBounce => (Icon::Warning, Regular, self.warn),
            DeliveryShape::HardFailure => (Icon::XCircle, Fill, self.danger),
            DeliveryShape::Blocked => (Icon::Prohibit, Regular, self.danger),
            DeliveryShape::NoReport => (Icon::Minus, Regular, self.ink3),
            DeliveryShape::Unknown => (Icon::Question, Regular, self.ink3),
        };
        StateLook { icon, fill, ink }
    }

    /// The ink of a lead status glyph; its word stays `ink2`.
    pub fn lead_status(&self, status: &LeadStatus) -> Color32 {
        match status {
            LeadStatus::Open => self.status.open,
            LeadStatus::InProgress => self.status.progress,
            LeadStatus::Review => self.status.review,
            LeadStatus::OnHold => self.status.hold,
            LeadStatus::Dependency => self.status.depend,
            LeadStatus::Closed => self.status.closed,
            LeadStatus::Other(_) => self.status.unknown,
        }
    }

    /// Ground, icon and icon ink of a strip.
    pub fn strip(&self, gravity: Gravity) -> (Color32, StateLook) {
        let (ground, icon, ink) = match gravity {
            Gravity::Info => (self.info_soft, Icon::Info, self.accent),
            Gravity::Warn => (self.warn_soft, Icon::Warning, self.warn),
            Gravity::Danger => (self.danger_soft, Icon::WarningCircle, self.danger),
        };
        (ground, StateLook { icon, fill: IconFill::Regular, ink })
    }

    /// The ink of a value from a server, by how long ago it was read: the fresher the darker, never under `ink3`.
    pub fn aged(&self, read_secs_ago: i64) -> Color32 {
        match read_secs_ago {
            ..900 => self.ink,
            900..86_400 => self.ink2,
            _ => self.ink3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::colours::LIGHT;

    #[test]
    fn no_two_outbox_states_look_alike() {
        let looks: Vec<_> = OutboxState::ALL.into_iter().map(|s| LIGHT.outbox(s)).chain([LIGHT.ready()]).collect();
        for (i, a) in looks.iter().enumerate() {
            assert!(!looks.iter().skip(i + 1).any(|b| (a.icon, a.fill) == (b.icon, b.fill)), "{a:?} twice");
        }
    }

    #[test]
    fn ink_ages_in_two_steps_and_a_clock_that_runs_ahead_is_fresh() {
        assert_eq!(LIGHT.aged(-5), LIGHT.ink);
        assert_eq!(LIGHT.aged(899), LIGHT.ink);
        assert_eq!(LIGHT.aged(900), LIGHT.ink2);
        assert_eq!(LIGHT.aged(86_400), LIGHT.ink3);
    }
}
