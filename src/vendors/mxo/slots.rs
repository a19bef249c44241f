//! What can stand in this vendor's table of a template (contract section 2).

use crate::domain::template::{Slot, SlotKind};

/// In the order of the editor.
pub(super) const SLOTS: &[Slot] = &[
    Slot {
        key: "path",
        label: "Interaction path",
        means: "as it is configured in MXO, like /call",
        kind: SlotKind::Text { needed: false },
    },
    Slot {
        key: "send",
        label: "Way",
        means: "an update brings no next best action",
        kind: SlotKind::Choice(&[("post", "Ask for the next best action"), ("put", "Update only")]),
    },
    Slot {
        key: "properties",
        label: "Properties",
        means: "what is told about the interaction",
        kind: SlotKind::Values { name: "name", kind: "type", kinds: &["string", "number", "boolean", "date"] },
    },
];
