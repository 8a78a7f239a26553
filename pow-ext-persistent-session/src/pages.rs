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

/// The mark beside the box: a browser sends nothing for a box that isn't ticked, and without the mark that would look
/// like a form without a box. In `user[persistent_session_offered]`.
pub const OFFERED: &str = "persistent_session_offered";

/// A box of its own that is always ticked and never seen. Not a hidden field: a client that knows nothing of boxes sends
/// neither of the two, and its form counts as one without a box.
const MARK: &str = r#"<input type="checkbox" name="user[persistent_session_offered]" value="1" checked hidden>"#;

/// The box and its mark. It begins as configured, and stays as it was when the form comes back with an error.
pub(crate) fn remember_box(slot: &Slot<'_>, by_default: bool) -> Result<Html, Error> {
    let ticked = wish(slot.conn).unwrap_or(by_default);
    let form = Form::new(SCOPE).values([(FIELD, if ticked { "true" } else { "false" })]);
    let input = Input::new(FIELD, "persistent-session-remember").hint("persistent-session-remember-hint");
    let shown = fields::checkbox(slot.view, &form, &input)?;
    Ok(Html::trusted(format!("{}\n{MARK}", shown.as_str())))
}
