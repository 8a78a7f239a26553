//! The content of the slots of a mail.

use std::collections::BTreeMap;

use super::{Mail, MailBody};

/// The content of the slots of one mail and of its layout.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled(BTreeMap<(&'static str, &'static str), MailBody>);

impl Filled {
    pub(super) fn get<M: Mail>(&self, slot: &'static str) -> MailBody {
        self.0.get(&(M::NAME, slot)).cloned().unwrap_or_default()
    }

    /// Adds to the content of a slot of the mail `M`.
    pub(crate) fn add<M: Mail>(&mut self, slot: &'static str, body: &MailBody) {
        let present = self.0.entry((M::NAME, slot)).or_default();
        *present = std::mem::take(present).append(body);
    }
}
