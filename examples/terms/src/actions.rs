//! Actions. Other extensions hook them; applications move or replace them.

use pow_core::extension::Action;

use crate::ID;

/// Shows the terms.
pub const SHOW: Action = Action::new(ID, "terms", "show");
/// Asks a user to accept the terms before the sign-in continues.
pub const EDIT: Action = Action::new(ID, "terms", "edit");
/// Accepts the terms.
pub const UPDATE: Action = Action::new(ID, "terms", "update");
