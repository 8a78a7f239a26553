//! The keys of the core's messages that code names; the texts of the pages are named in the templates.

/// What [`Localizer::optional`](super::Localizer::optional) is for: these have no text unless the application gives them
/// one, as in Pow, where they are `nil`.
pub const OPTIONAL: [&str; 5] = [SIGN_IN_REQUIRED, ALREADY_SIGNED_IN, SIGNED_IN, SIGNED_OUT, ACCOUNT_CREATED];

/// A page asks for a sign-in first (Pow: `user_not_authenticated`). Optional.
pub const SIGN_IN_REQUIRED: &str = "sign-in-required";
/// A page is only for those who are signed out (Pow: `user_already_authenticated`). Optional.
pub const ALREADY_SIGNED_IN: &str = "already-signed-in";
/// The sign-in worked. Optional.
pub const SIGNED_IN: &str = "signed-in";
/// The sign-out worked. Optional.
pub const SIGNED_OUT: &str = "signed-out";
/// The account was made (Pow: `user_has_been_created`). Optional.
pub const ACCOUNT_CREATED: &str = "account-created";
/// The sign-in failed, whatever the reason (Pow: `invalid_credentials`).
pub const SIGN_IN_FAILED: &str = "sign-in-failed";
/// The account was changed (Pow: `user_has_been_updated`).
pub const ACCOUNT_UPDATED: &str = "account-updated";
/// The account was deleted (Pow: `user_has_been_deleted`).
pub const ACCOUNT_DELETED: &str = "account-deleted";
/// The account could not be deleted (Pow: `user_could_not_be_deleted`).
pub const ACCOUNT_NOT_DELETED: &str = "account-not-deleted";

/// A field must be filled in.
pub const ERROR_REQUIRED: &str = "error-required";
/// A field's value is of no use, without a better reason.
pub const ERROR_INVALID: &str = "error-invalid";
/// Another account has this value.
pub const ERROR_TAKEN: &str = "error-taken";
/// Too short; argument `min`.
pub const ERROR_TOO_SHORT: &str = "error-too-short";
/// Too long; argument `max`.
pub const ERROR_TOO_LONG: &str = "error-too-long";
/// The confirmation differs from the password.
pub const ERROR_CONFIRMATION: &str = "error-confirmation";
/// The current password is wrong.
pub const ERROR_CURRENT_PASSWORD: &str = "error-current-password";
/// The password is on the list of common ones.
pub const ERROR_PASSWORD_COMMON: &str = "error-password-common";
/// The password contains the address, the user name or the site's name.
pub const ERROR_PASSWORD_CONTEXT: &str = "error-password-context";
