//! What was typed into the form, and how it is kept as a draft.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What was typed. Kept by the engine as the draft of its lead, since it is a customer's data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub template: String,
    /// As typed; empty is now.
    pub when: String,
    pub text: String,
    /// The template's own fields that were touched, by their labels.
    pub inputs: BTreeMap<String, String>,
    /// Accounts that shall not be told.
    pub left_out: BTreeSet<String>,
}

impl Form {
    /// Nothing was typed or chosen beside the template.
    pub fn is_untouched(&self) -> bool {
        self.when.trim().is_empty() && self.text.is_empty() && self.inputs.is_empty() && self.left_out.is_empty()
    }

    /// Whether both say the same, whoever is told.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        let Self { template, when, text, inputs, left_out: _ } = self;
        *template == other.template && *when == other.when && *text == other.text && *inputs == other.inputs
    }

    /// As it lies in the draft.
    pub fn written(&self) -> String {
        // Plain texts always become JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a draft back; what another version wrote and this one cannot read is none.
    pub fn read(draft: &str) -> Option<Self> {
        serde_json::from_str(draft).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_back_and_a_stranger_is_none() {
        let form = Form {
            template: "Phone call".into(),
            when: "13:41".into(),
            text: "a\n\"b\"".into(),
            inputs: [("Minutes".to_owned(), "7".to_owned())].into(),
            left_out: ["mxo".to_owned()].into(),
        };
        assert_eq!(Form::read(&form.written()), Some(form.clone()));
        assert_eq!(Form::read("half a note"), None);
        assert!(!form.is_untouched());
        assert!(Form { template: "Phone call".into(), ..Form::default() }.is_untouched());
    }
}
