//! The keys of the core's messages that code names; the other texts of the pages are named in the templates.

/// What [`Localizer::optional`](super::Localizer::optional) is for: these have no text unless the application gives them
/// one, as in Pow, where they are `nil`.
pub const OPTIONAL: [&str; 5] = [SIGN_IN_REQUIRED, ALREADY_SIGNED_IN, SIGNED_IN, SIGNED_OUT, ACCOUNT_CREATED];

/// A page asks for a sign-in first (Pow: `user_not_authenticated`). Optional.
pub const SIGN_IN_REQUIRED: &str = "sign-in-required";
/// A page is only for those who are signed out (Pow: `user_already_authenticated`). Optional.
pub const ALREADY_SIGNED_IN: &str = "already-signed-in";
/// A form whose user was signed in when it was opened, and is not any more.
pub const SESSION_OVER: &str = "session-over";
/// The sign-in worked. Optional.
pub const SIGNED_IN: &str = "signed-in";
/// The sign-out worked. Optional.
pub const SIGNED_OUT: &str = "signed-out";
/// The account was made (Pow: `user_has_been_created`). Optional.
pub const ACCOUNT_CREATED: &str = "account-created";
/// The account was made, but signing in at once was not possible.
pub const ACCOUNT_CREATED_SIGN_IN: &str = "account-created-sign-in";
/// The sign-in failed, whatever the reason (Pow: `invalid_credentials`).
pub const SIGN_IN_FAILED: &str = "sign-in-failed";
/// The account was changed (Pow: `user_has_been_updated`).
pub const ACCOUNT_UPDATED: &str = "account-updated";
/// The account was changed, but its session could not be carried on.
pub const ACCOUNT_UPDATED_SIGN_IN: &str = "account-updated-sign-in";
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
/// The new password is the one that the account has already.
pub const ERROR_PASSWORD_UNCHANGED: &str = "error-password-unchanged";
/// The password is on the list of common ones.
pub const ERROR_PASSWORD_COMMON: &str = "error-password-common";
/// The password contains the address, the user name or the site's name.
pub const ERROR_PASSWORD_CONTEXT: &str = "error-password-context";
/// Not an email address.
pub const ERROR_EMAIL_INVALID: &str = "error-email-invalid";
/// The address is longer than any mailbox has one.
pub const ERROR_EMAIL_TOO_LONG: &str = "error-email-too-long";
/// The user name holds a character that is not allowed.
pub const ERROR_USERNAME_INVALID: &str = "error-username-invalid";
/// The user name is too long.
pub const ERROR_USERNAME_TOO_LONG: &str = "error-username-too-long";
/// A user name of letters of several scripts.
pub const ERROR_USERNAME_MIXED: &str = "error-username-mixed";
/// A user name that the site keeps for itself.
pub const ERROR_USERNAME_RESERVED: &str = "error-username-reserved";
/// Two changes of one account met, and the other one came first.
pub const ERROR_CHANGED_MEANWHILE: &str = "error-changed-meanwhile";

/// The subject of the notice of a changed password.
pub const MAIL_PASSWORD_CHANGED_SUBJECT: &str = "mail-password-changed-subject";
/// What the notice of a changed password says.
pub const MAIL_PASSWORD_CHANGED_TEXT: &str = "mail-password-changed-text";
/// The subject of the notice of a changed address.
pub const MAIL_EMAIL_CHANGED_SUBJECT: &str = "mail-email-changed-subject";
/// What the notice of a changed address says.
pub const MAIL_EMAIL_CHANGED_TEXT: &str = "mail-email-changed-text";
/// What to do if it wasn't the reader who changed the account.
pub const MAIL_NOT_YOU: &str = "mail-not-you";
/// Where to get help then; argument `contact`. Only with [`Config::support`](crate::Config::support).
pub const MAIL_NOT_YOU_CONTACT: &str = "mail-not-you-contact";

/// Above a form with errors; argument `count`.
pub const ERROR_SUMMARY: &str = "error-summary";
/// One line of it; arguments `label` and `error`.
pub const ERROR_SUMMARY_ITEM: &str = "error-summary-item";
/// When to try again; argument `seconds`.
pub const ERROR_RETRY_AFTER: &str = "error-retry-after";
/// The document's title where something is wrong; argument `title`.
pub const TITLE_ERROR: &str = "title-error";
/// Who is signed in; argument `name`.
pub const SIGNED_IN_AS: &str = "signed-in-as";

/// The name of the language that the text is in, in that language.
pub const LANGUAGE_NAME: &str = "language-name";
/// What the language switch is called.
pub const LANGUAGE_SWITCH: &str = "language-switch";

/// The title of the sign-in page.
pub const SESSION_NEW_TITLE: &str = "session-new-title";
/// The title of the registration page.
pub const REGISTRATION_NEW_TITLE: &str = "registration-new-title";
/// The title of the account's page, and its entry in the menu.
pub const REGISTRATION_EDIT_TITLE: &str = "registration-edit-title";

/// The label of the email address.
pub const FIELD_EMAIL: &str = "field-email";
/// The label of the user name.
pub const FIELD_USERNAME: &str = "field-username";
/// The label of the password.
pub const FIELD_PASSWORD: &str = "field-password";
/// The label of a new password for an account that has one.
pub const FIELD_PASSWORD_NEW: &str = "field-password-new";
/// The label of the password typed again.
pub const FIELD_PASSWORD_CONFIRMATION: &str = "field-password-confirmation";
/// The label of the new password typed again.
pub const FIELD_PASSWORD_CONFIRMATION_NEW: &str = "field-password-confirmation-new";
/// The label of the current password.
pub const FIELD_CURRENT_PASSWORD: &str = "field-current-password";
/// What the email address is for, where users are named otherwise.
pub const HINT_EMAIL: &str = "hint-email";
/// What a good password is; argument `min`.
pub const HINT_PASSWORD: &str = "hint-password";
/// The same for an account that has one already; argument `min`.
pub const HINT_PASSWORD_NEW: &str = "hint-password-new";
/// Why the current password is asked for.
pub const HINT_CURRENT_PASSWORD: &str = "hint-current-password";

/// The last line of a mail; argument `url`.
pub const MAIL_FOOTER: &str = "mail-footer";
/// The last line of a mail of a site that has a name; arguments `site` and `url`.
pub const MAIL_FOOTER_NAMED: &str = "mail-footer-named";
