//! The checkbox on the sign-in page.

use pow_core::{
    Error,
    changeset::SCOPE,
    extension::Slot,
    pages::{
        Form, Html,
        fields::{self, Input},
    },
};

use crate::callbacks::{FIELD, remember_choice};

/// The hidden field `user[persistent_session_offered]`, which [`fields::checkbox`] adds. A browser sends nothing for an
/// unticked checkbox, so this field shows that the form had one.
pub const OFFERED: &str = "persistent_session_offered";

/// Renders the checkbox. Its initial state is the default, or the submitted state if the form is shown again with an
/// error.
pub(crate) fn remember_box(slot: &Slot<'_>, by_default: bool) -> Result<Html, Error> {
    let ticked = remember_choice(slot.conn).unwrap_or(by_default);
    let form = Form::new(SCOPE).values([(FIELD, if ticked { "true" } else { "false" })]);
    let input = Input::new(FIELD, "persistent-session-remember").hint("persistent-session-remember-hint");
    fields::checkbox(slot.view, &form, &input)
}
