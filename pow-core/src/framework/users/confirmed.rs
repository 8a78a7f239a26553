//! Keeps the time when an address was shown to belong to its user.

use super::{EMAIL, EMAIL_CONFIRMED_AT};
use crate::{changeset::Changeset, cx::Cx};

/// As [`keep_confirmed_at`], after the hooks of a write. If a hook replaced the proved address, the proof does not apply to the
/// new one.
pub(super) fn keep_confirmed_at_after_hooks(cx: &Cx, changeset: &mut Changeset, was_proved: bool) {
    if was_proved && !changeset.is_proved(EMAIL.name()) {
        changeset.remove(EMAIL_CONFIRMED_AT.name());
    }
    keep_confirmed_at(cx, changeset);
}

/// Sets [`EMAIL_CONFIRMED_AT`] if the address is proved. Clears it if an update changes the address without a proof. A value that
/// the program sets with an unproved address is kept. Without the field, this has no effect.
pub(super) fn keep_confirmed_at(cx: &Cx, changeset: &mut Changeset) {
    if cx.pow().schema().users().field(EMAIL_CONFIRMED_AT.name()).is_none() {
        return;
    }
    if changeset.is_proved(EMAIL.name()) {
        changeset.put(EMAIL_CONFIRMED_AT, Some(cx.now()));
    } else if changeset.data().is_some()
        && changeset.change(EMAIL).is_some()
        && changeset.change(EMAIL_CONFIRMED_AT).is_none()
    {
        changeset.put(EMAIL_CONFIRMED_AT, None);
    }
}
