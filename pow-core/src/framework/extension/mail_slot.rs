//! Fragments that extensions add to mails of the core and of other extensions.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    Error,
    cx::Cx,
    mail::{Filled, Mail, MailBody, MailLayout, MailView},
};

/// A slot of a mail that is being written, with the data for its fragment.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MailSlot<'a> {
    /// The unit of work that causes the mail.
    pub cx: &'a Cx,
    /// The texts in the mail's language.
    pub view: &'a MailView<'a>,
}

/// The content of a slot, as text and as HTML; `None` leaves it empty.
pub type MailFragment = Result<Option<MailBody>, Error>;

/// Makes the fragment whenever the mail is written.
pub(crate) type MailSlotFn = Arc<dyn Fn(MailSlot<'_>) -> MailFragment + Send + Sync>;

/// All fragments, by mail and slot, in the order of the extensions.
pub(crate) type MailSlotFns = BTreeMap<(&'static str, &'static str), Vec<MailSlotFn>>;

/// Fills the slots of the mail and of its layout with the fragments of the extensions.
pub(crate) fn fill<M: Mail>(cx: &Cx, view: &mut MailView<'_>) -> Result<(), Error> {
    let mut filled = Filled::default();
    fill_one::<M>(cx, view, &mut filled)?;
    fill_one::<MailLayout>(cx, view, &mut filled)?;
    view.fill(filled);
    Ok(())
}

fn fill_one<M: Mail>(cx: &Cx, view: &MailView<'_>, filled: &mut Filled) -> Result<(), Error> {
    for slot in M::SLOTS {
        for fragment in cx.pow().mail_slots().get(&(M::NAME, *slot)).into_iter().flatten() {
            if let Some(said) = fragment(MailSlot { cx, view })? {
                filled.add::<M>(slot, &said);
            }
        }
    }
    Ok(())
}
