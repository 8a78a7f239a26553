//! The actions, for other extensions to hook and for applications to move or replace.

use pow_core::extension::Action;

use crate::ID;

/// The terms.
pub const SHOW: Action = Action::new(ID, "terms", "show");
/// The page that asks a user to accept them before the sign-in goes on.
pub const EDIT: Action = Action::new(ID, "terms", "edit");
/// Accepting them.
pub const UPDATE: Action = Action::new(ID, "terms", "update");
