//! The keys of the core's messages that are used in code. The templates of the pages name further keys.

/// Messages without a text by default, as in Pow, where they are `nil`. The application can add a text. See
/// [`Localizer::optional`](super::Localizer::optional).
pub const OPTIONAL: [&str; 5] = [SIGN_IN_REQUIRED, ALREADY_SIGNED_IN, SIGNED_IN, SIGNED_OUT, ACCOUNT_CREATED];

/// A page requires a sign-in (Pow: `user_not_authenticated`). Optional.
pub const SIGN_IN_REQUIRED: &str = "sign-in-required";
/// A page is only for visitors who are not signed in (Pow: `user_already_authenticated`). Optional.
pub const ALREADY_SIGNED_IN: &str = "already-signed-in";
/// The session has ended since the form was opened.
pub const SESSION_OVER: &str = "session-over";
/// The user was signed in. Optional.
pub const SIGNED_IN: &str = "signed-in";
/// The user was signed out. Optional.
pub const SIGNED_OUT: &str = "signed-out";
/// The account was created (Pow: `user_has_been_created`). Optional.
pub const ACCOUNT_CREATED: &str = "account-created";
/// The account was created, but the user could not be signed in.
pub const ACCOUNT_CREATED_SIGN_IN: &str = "account-created-sign-in";
/// The sign-in failed, for any reason (Pow: `invalid_credentials`).
pub const SIGN_IN_FAILED: &str = "sign-in-failed";
/// The account was updated (Pow: `user_has_been_updated`).
pub const ACCOUNT_UPDATED: &str = "account-updated";
/// The account was updated, but its session could not be renewed.
pub const ACCOUNT_UPDATED_SIGN_IN: &str = "account-updated-sign-in";
/// The account was deleted (Pow: `user_has_been_deleted`).
pub const ACCOUNT_DELETED: &str = "account-deleted";
/// The password was changed.
pub const ACCOUNT_PASSWORD_SAVED: &str = "account-password-saved";
/// The password was changed, and other devices were signed out; argument `count`.
pub const ACCOUNT_PASSWORD_SAVED_DEVICES: &str = "account-password-saved-devices";
/// The email address was changed; argument `email`.
pub const ACCOUNT_EMAIL_SAVED: &str = "account-email-saved";
/// The email address is the same as before; argument `email`.
pub const ACCOUNT_EMAIL_KEPT: &str = "account-email-kept";
/// The user name was changed; argument `username`.
pub const ACCOUNT_USERNAME_SAVED: &str = "account-username-saved";
/// The account could not be deleted (Pow: `user_could_not_be_deleted`).
pub const ACCOUNT_NOT_DELETED: &str = "account-not-deleted";

/// A user without a password must sign in again for a change of the account.
pub const SIGN_IN_AGAIN: &str = "sign-in-again";
/// A user must sign in first, for clients that read JSON.
pub const NOT_SIGNED_IN: &str = "not-signed-in";
/// A user is signed in already, for clients that read JSON.
pub const SIGNED_IN_ALREADY: &str = "signed-in-already";
/// The title of the page of a link for visitors, if a user is signed in.
pub const SIGNED_IN_LINK_TITLE: &str = "signed-in-link-title";
/// The sentence on that page that names the signed-in user; argument `user`.
pub const SIGNED_IN_LINK_USER: &str = "signed-in-link-user";
/// The button that signs out and goes on with the link.
pub const SIGNED_IN_LINK_CONTINUE: &str = "signed-in-link-continue";
/// The button that signs out.
pub const SIGN_OUT: &str = "sign-out";
/// An extension denied the sign-in, for clients that read JSON.
pub const SIGN_IN_DENIED: &str = "sign-in-denied";
/// A sign-in needs another step, for clients that read JSON.
pub const CHALLENGE: &str = "challenge";
/// The title of the page after a mail was sent.
pub const CHECK_INBOX_TITLE: &str = "check-inbox-title";
/// The link to the visitor's mail provider; argument `provider`.
pub const CHECK_INBOX_OPEN: &str = "check-inbox-open";
/// How long a mailed link works; arguments `minutes` and `hours`. `hours` is 0 if the time is not a whole number of hours.
pub const CHECK_INBOX_VALIDITY: &str = "check-inbox-validity";
/// How long a code works; argument `minutes`.
pub const CODE_VALIDITY: &str = "code-validity";
/// The title of the page of a link that no longer works.
pub const LINK_ENDED_TITLE: &str = "link-ended-title";

/// A field must be filled in. Forms prefer the text `error-required-<field>`, such as `error-required-email`.
pub const ERROR_REQUIRED: &str = "error-required";
/// The value of a field is invalid, for a reason without a separate message.
pub const ERROR_INVALID: &str = "error-invalid";
/// The text is not a code of six digits.
pub const ERROR_CODE: &str = "error-code";
/// The code is wrong, was used or has expired.
pub const ERROR_CODE_WRONG: &str = "error-code-wrong";
/// The code has no tries left, and the same message has a link.
pub const ERROR_CODE_ENDED: &str = "error-code-ended";
/// The code has no tries left, and its message has no link.
pub const ERROR_CODE_ENDED_NO_LINK: &str = "error-code-ended-no-link";
/// Another account has this value. Forms prefer the text `error-taken-<field>`, such as `error-taken-email`.
pub const ERROR_TAKEN: &str = "error-taken";
/// Too short; argument `min`.
pub const ERROR_TOO_SHORT: &str = "error-too-short";
/// Too long; argument `max`.
pub const ERROR_TOO_LONG: &str = "error-too-long";
/// The confirmation differs from the password.
pub const ERROR_CONFIRMATION: &str = "error-confirmation";
/// The current password is wrong.
pub const ERROR_CURRENT_PASSWORD: &str = "error-current-password";
/// The new password equals the current one.
pub const ERROR_PASSWORD_UNCHANGED: &str = "error-password-unchanged";
/// The password is on the list of common ones.
pub const ERROR_PASSWORD_COMMON: &str = "error-password-common";
/// The password contains the address, the user name or the site's name.
pub const ERROR_PASSWORD_CONTEXT: &str = "error-password-context";
/// The value is not an email address.
pub const ERROR_EMAIL_INVALID: &str = "error-email-invalid";
/// The address has letters other than a to z before the `@`.
pub const ERROR_EMAIL_NOT_ASCII: &str = "error-email-not-ascii";
/// The address is longer than the standard allows.
pub const ERROR_EMAIL_TOO_LONG: &str = "error-email-too-long";
/// The value is not a phone number with a country code.
pub const ERROR_PHONE_INVALID: &str = "error-phone-invalid";
/// The user name contains a forbidden character.
pub const ERROR_USERNAME_INVALID: &str = "error-username-invalid";
/// The user name is too long.
pub const ERROR_USERNAME_TOO_LONG: &str = "error-username-too-long";
/// The user name mixes letters of several scripts.
pub const ERROR_USERNAME_MIXED: &str = "error-username-mixed";
/// The user name is reserved.
pub const ERROR_USERNAME_RESERVED: &str = "error-username-reserved";
/// Another request changed the account at the same time.
pub const ERROR_CHANGED_MEANWHILE: &str = "error-changed-meanwhile";

/// A point in time; arguments `day`, `month` from 1 to 12, `year` and `time`.
pub const DATE_TIME: &str = "date-time";

/// How often and until when a link works; argument `until`.
pub const MAIL_LINK_UNTIL: &str = "mail-link-until";
/// How often a link that doesn't expire works.
pub const MAIL_LINK_ONCE: &str = "mail-link-once";

/// A fact in the text of a mail; arguments `label` and `value`.
pub const MAIL_FACT: &str = "mail-fact";
/// The label of the account in a notice.
pub const MAIL_FACT_ACCOUNT: &str = "mail-fact-account";
/// The label of the time in a notice.
pub const MAIL_FACT_TIME: &str = "mail-fact-time";
/// The label of the browser and the system in a notice.
pub const MAIL_FACT_DEVICE: &str = "mail-fact-device";
/// The label of the client's IP address in a notice.
pub const MAIL_FACT_CLIENT: &str = "mail-fact-client";
/// The subject of the mail about a changed password; argument `site`.
pub const MAIL_PASSWORD_CHANGED_SUBJECT: &str = "mail-password-changed-subject";
/// The text of the notice of a changed password.
pub const MAIL_PASSWORD_CHANGED_TEXT: &str = "mail-password-changed-text";
/// The subject of the mail about a changed address; argument `site`.
pub const MAIL_EMAIL_CHANGED_SUBJECT: &str = "mail-email-changed-subject";
/// The text of the notice of a changed address.
pub const MAIL_EMAIL_CHANGED_TEXT: &str = "mail-email-changed-text";
/// The subject of the mail about a deleted account; argument `site`.
pub const MAIL_ACCOUNT_DELETED_SUBJECT: &str = "mail-account-deleted-subject";
/// The text of the notice of a deleted account.
pub const MAIL_ACCOUNT_DELETED_TEXT: &str = "mail-account-deleted-text";
/// The sentence for a reader who did not delete the account.
pub const MAIL_ACCOUNT_DELETED_NOT_YOU: &str = "mail-account-deleted-not-you";
/// The sentence that tells a reader who made the change that nothing needs to be done.
pub const MAIL_WAS_YOU: &str = "mail-was-you";
/// A warning for a reader who did not change the account.
pub const MAIL_NOT_YOU: &str = "mail-not-you";
/// A contact for such a reader; argument `contact`. Shown only with [`Look::support`](crate::look::Look::support).
pub const MAIL_NOT_YOU_CONTACT: &str = "mail-not-you-contact";

/// The summary above a form with errors; argument `count`.
pub const ERROR_SUMMARY: &str = "error-summary";
/// One line of the summary; arguments `label` and `error`.
pub const ERROR_SUMMARY_ITEM: &str = "error-summary-item";
/// When to try again; argument `seconds`.
pub const ERROR_RETRY_AFTER: &str = "error-retry-after";
/// As [`ERROR_RETRY_AFTER`], with `minutes`.
pub const ERROR_RETRY_AFTER_MINUTES: &str = "error-retry-after-minutes";
/// As [`ERROR_RETRY_AFTER`], with `hours`.
pub const ERROR_RETRY_AFTER_HOURS: &str = "error-retry-after-hours";
/// The title of a page with errors; argument `title`.
pub const TITLE_ERROR: &str = "title-error";
/// The name of the signed-in user; argument `name`.
pub const SIGNED_IN_AS: &str = "signed-in-as";

/// The browser and the system of a session; arguments `browser` and `system`.
pub const AGENT_BROWSER_ON_SYSTEM: &str = "agent-browser-on-system";
/// The browser of a session on an unknown system; argument `browser`.
pub const AGENT_BROWSER: &str = "agent-browser";
/// The system of a session with an unknown browser; argument `system`.
pub const AGENT_SYSTEM: &str = "agent-system";
/// Neither the browser nor the system is known.
pub const AGENT_UNKNOWN: &str = "agent-unknown";

/// The name of the language, in that language.
pub const LANGUAGE_NAME: &str = "language-name";
/// The label of the language switch.
pub const LANGUAGE_SWITCH: &str = "language-switch";

/// The question whether the visitor meant another address; argument `address`.
pub const EMAIL_SUGGESTION: &str = "email-suggestion";
/// The button that uses the other address; argument `address`.
pub const EMAIL_SUGGESTION_USE: &str = "email-suggestion-use";
/// The button that keeps the typed address; argument `address`.
pub const EMAIL_SUGGESTION_KEEP: &str = "email-suggestion-keep";
/// The notice above a form that is shown again, because the user signed in or out since it was opened.
pub const FORM_STALE: &str = "form-stale";
/// The notice above a form that is shown again, because the browser sent no cookie for it.
pub const FORM_STALE_COOKIES: &str = "form-stale-cookies";
/// The notice above a form that could not be processed, because the server is overloaded or a service is unavailable.
pub const FORM_UNAVAILABLE: &str = "form-unavailable";
/// The button that shows a typed password.
pub const PASSWORD_SHOW: &str = "password-show";
/// The button that hides a typed password.
pub const PASSWORD_HIDE: &str = "password-hide";
/// The description of the sign-in page for search engines.
pub const SESSION_NEW_DESCRIPTION: &str = "session-new-description";
/// The description of the registration page for search engines.
pub const REGISTRATION_NEW_DESCRIPTION: &str = "registration-new-description";
/// The title of the sign-in page.
pub const SESSION_NEW_TITLE: &str = "session-new-title";
/// The title of the registration page.
pub const REGISTRATION_NEW_TITLE: &str = "registration-new-title";
/// The title of the account page, and its entry in the menu.
pub const REGISTRATION_EDIT_TITLE: &str = "registration-edit-title";
/// The link "Change" beside a section of the account page.
pub const ACCOUNT_CHANGE: &str = "account-change";
/// The link to a section of the account that an extension adds.
pub const ACCOUNT_MANAGE: &str = "account-manage";
/// The link to set a first password.
pub const ACCOUNT_SET: &str = "account-set";
/// The account has a password.
pub const ACCOUNT_HAS_PASSWORD: &str = "account-has-password";
/// The account has no password.
pub const ACCOUNT_HAS_NO_PASSWORD: &str = "account-has-no-password";
/// The title of the page to change the email address.
pub const ACCOUNT_EMAIL_TITLE: &str = "account-email-title";
/// The button of the page to change the email address.
pub const ACCOUNT_EMAIL_SUBMIT: &str = "account-email-submit";
/// The title of the page to change the user name.
pub const ACCOUNT_USERNAME_TITLE: &str = "account-username-title";
/// The button of the page to change the user name.
pub const ACCOUNT_USERNAME_SUBMIT: &str = "account-username-submit";
/// The title of the page to change the password.
pub const ACCOUNT_PASSWORD_TITLE: &str = "account-password-title";
/// The title of the page to set a first password.
pub const ACCOUNT_PASSWORD_TITLE_FIRST: &str = "account-password-title-first";
/// The button of the pages to change the password and to set a first one.
pub const ACCOUNT_PASSWORD_SUBMIT: &str = "account-password-submit";
/// The title of the page with the fields of extensions and of the application.
pub const ACCOUNT_DETAILS_TITLE: &str = "account-details-title";
/// The title of the page to delete the account.
pub const ACCOUNT_DELETE_TITLE: &str = "account-delete-title";
/// The account that is to be deleted; argument `user`.
pub const ACCOUNT_DELETE_USER: &str = "account-delete-user";

/// The label of the email address.
pub const FIELD_EMAIL: &str = "field-email";
/// The label of the user name.
pub const FIELD_USERNAME: &str = "field-username";
/// The label of the password.
pub const FIELD_PASSWORD: &str = "field-password";
/// The label of the new password, for an account that has one.
pub const FIELD_PASSWORD_NEW: &str = "field-password-new";
/// The label of the password typed again.
pub const FIELD_PASSWORD_CONFIRMATION: &str = "field-password-confirmation";
/// The label of the new password typed again.
pub const FIELD_PASSWORD_CONFIRMATION_NEW: &str = "field-password-confirmation-new";
/// The label of the current password.
pub const FIELD_CURRENT_PASSWORD: &str = "field-current-password";
/// The label of a code from a mail or a text message.
pub const FIELD_CODE: &str = "field-code";
/// The label of a phone number.
pub const FIELD_PHONE: &str = "field-phone";
/// The hint of a phone number: how to write it.
pub const HINT_PHONE: &str = "hint-phone";
/// The purpose of the email address, for users who sign in with a user name.
pub const HINT_EMAIL: &str = "hint-email";
/// The rules for a password; argument `min`.
pub const HINT_PASSWORD: &str = "hint-password";
/// The rules for a new password, for an account that has one; argument `min`.
pub const HINT_PASSWORD_NEW: &str = "hint-password-new";
/// The reason why a form asks for the current password.
pub const HINT_CURRENT_PASSWORD: &str = "hint-current-password";

/// The contact in the footer of a mail; argument `contact`. Shown only with a support contact.
pub const MAIL_FOOTER_CONTACT: &str = "mail-footer-contact";
/// The footer of a mail; argument `url`.
pub const MAIL_FOOTER: &str = "mail-footer";
/// The footer of a mail, if the site has a name; arguments `site` and `url`.
pub const MAIL_FOOTER_NAMED: &str = "mail-footer-named";
