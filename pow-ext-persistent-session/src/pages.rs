//! The box on the sign-in page.

use pow_core::{
    Error,
    changeset::SCOPE,
    extension::Slot,
    pages::{
        Form, Html,
        fields::{self, Input},
    },
};

use crate::callbacks::{FIELD, wish};

/// The mark beside the box, which [`fields::checkbox`] makes: a browser sends nothing for a box that isn't ticked, and
/// without the mark that would look like a form without a box. In `user[persistent_session_offered]`.
pub const OFFERED: &str = "persistent_session_offered";

/// The box. It begins as configured, and stays as it was when the form comes back with an error.
pub(crate) fn remember_box(slot: &Slot<'_>, by_default: bool) -> Result<Html, Error> {
    let ticked = wish(slot.conn).unwrap_or(by_default);
    let form = Form::new(SCOPE).values([(FIELD, if ticked { "true" } else { "false" })]);
    let input = Input::new(FIELD, "persistent-session-remember").hint("persistent-session-remember-hint");
    fields::checkbox(slot.view, &form, &input)
}
