//! What extensions put into the mails of others.

use std::{collections::BTreeMap, sync::Arc};

use super::{Mail, MailBody, MailView};
use crate::{Error, cx::Cx};

/// A place of a mail that is being written: what a fragment is made from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MailSlot<'a> {
    /// The unit of work that causes the mail.
    pub cx: &'a Cx,
    /// The texts in the mail's language.
    pub view: &'a MailView<'a>,
}

/// What an extension says in a slot, as text and as HTML; `None` leaves it empty.
pub type MailFragment = Result<Option<MailBody>, Error>;

/// Makes the fragment whenever the mail is written.
pub(crate) type MailSlotFn = Arc<dyn Fn(MailSlot<'_>) -> MailFragment + Send + Sync>;

/// All fragments, by mail and slot, in the order of the extensions.
pub(crate) type MailSlotFns = BTreeMap<(&'static str, &'static str), Vec<MailSlotFn>>;

/// What stands in the slots of one mail and of its layout.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled(BTreeMap<(&'static str, &'static str), MailBody>);

impl Filled {
    pub(super) fn get<M: Mail>(&self, slot: &'static str) -> MailBody {
        self.0.get(&(M::NAME, slot)).cloned().unwrap_or_default()
    }

    /// Asks the extensions for what they have to say in this mail.
    pub(super) fn fill<M: Mail>(&mut self, cx: &Cx, view: &MailView<'_>) -> Result<(), Error> {
        for slot in M::SLOTS {
            for fragment in cx.pow().mail_slots().get(&(M::NAME, *slot)).into_iter().flatten() {
                if let Some(said) = fragment(MailSlot { cx, view })? {
                    let body = self.0.entry((M::NAME, slot)).or_default();
                    *body = std::mem::take(body).append(&said);
                }
            }
        }
        Ok(())
    }
}
