//! What can stand in this vendor's table of a template (contract section 2).

use crate::domain::template::{Slot, SlotKind};

const CUSTOM: Slot = Slot {
    key: "custom",
    label: "Custom values",
    means: "what is told about it",
    kind: SlotKind::Values { name: "key", kind: "kind", kinds: &["string", "numeric", "date"] },
};

/// In the order of the editor.
pub(super) const SLOTS: &[Slot] = &[
    Slot {
        key: "action",
        label: "Action",
        means: "the name of the event in Releva",
        kind: SlotKind::Text { needed: true },
    },
    Slot {
        key: "locale",
        label: "Language",
        means: "two letters, where it is not the account’s own",
        kind: SlotKind::Text { needed: false },
    },
    CUSTOM,
    Slot {
        key: "products",
        label: "Products",
        means: "what it was about",
        kind: SlotKind::Records {
            one: "Product",
            slots: &[Slot { key: "id", label: "Id", means: "as the shop knows it", kind: SlotKind::Value }, CUSTOM],
        },
    },
];
