//! What can stand in this vendor's table of a template (contract section 2).

use super::user;
use crate::domain::template::{Slot, SlotKind};

const USER: [&str; user::MEMBERS.len() + 1] = {
    let mut all = [user::TWITTER; user::MEMBERS.len() + 1];
    let mut at = 0;
    while at < user::MEMBERS.len() {
        all[at] = user::MEMBERS[at];
        at += 1;
    }
    all
};

/// In the order of the editor.
pub(super) const SLOTS: &[Slot] = &[
    Slot {
        key: "type", label: "Type", means: "as RAY’s support gives it out", kind: SlotKind::Text { needed: true }
    },
    Slot {
        key: "sub_type",
        label: "Subtype",
        means: "as RAY’s support gives it out",
        kind: SlotKind::Text { needed: true },
    },
    Slot { key: "store_id", label: "Store", means: "where it is not the account’s own", kind: SlotKind::Number },
    Slot {
        key: "props",
        label: "Props",
        means: "what is told about the interaction",
        kind: SlotKind::Values { name: "key", kind: "type", kinds: &["string", "number", "boolean", "date"] },
    },
    Slot {
        key: "user",
        label: "Customer",
        means: "beside name, e-mail and phone, which go by themselves",
        kind: SlotKind::Named(&USER),
    },
];
