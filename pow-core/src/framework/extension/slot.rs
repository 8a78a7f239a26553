//! Fragments that extensions add to pages of the core and of other extensions.

use std::sync::Arc;

use crate::{
    Error,
    conn::Conn,
    pages::{Form, Html, View},
};

/// A slot of a page that is about to be shown, with the data for its fragment.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Slot<'a> {
    /// The request.
    pub conn: &'a Conn,
    /// The page's texts and CSRF token, for the helpers of [`pages::fields`](crate::pages::fields).
    pub view: &'a View<'a>,
    /// The page's form, with the typed values and the errors. It is empty on a page without a form.
    pub form: &'a Form,
}

/// The markup that an extension puts into a slot; `None` leaves it empty.
pub type Fragment = Result<Option<Html>, Error>;

/// Makes the fragment for a slot whenever the page is shown.
pub type SlotFn = Arc<dyn Fn(Slot<'_>) -> Fragment + Send + Sync>;

/// A fragment and the slot that it fills.
pub(crate) struct Filling {
    pub(crate) page: &'static str,
    pub(crate) slot: &'static str,
    pub(crate) fragment: SlotFn,
}
