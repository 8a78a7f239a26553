//! Hooks with which the application chooses the language of a visitor and of a mail.

use unic_langid::LanguageIdentifier;

use crate::{http::Request, record::User};

/// Chooses the language of a visitor, for example by a column of the user, by the path or by the host. This choice has precedence
/// over the cookie and `Accept-Language`. Closures implement this trait.
///
/// It must be fast and not block, because it is called for each request to a page of the framework.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Config, conn::Request, messages::LanguageIdentifier, record::User, schema::Field};
///
/// const LANGUAGE: Field<Option<String>> = Field::new("language");
///
/// fn language_of(_: &Request, user: Option<&User>) -> Option<LanguageIdentifier> {
///     user?.get(LANGUAGE).ok()??.parse().ok()
/// }
///
/// let config = Config { fields: vec![LANGUAGE.def().form()], language: Arc::new(language_of), ..Config::default() };
/// ```
///
/// # Security
/// `user` is the signed-in user, never a user that a form names. Otherwise the language would reveal whether an account exists.
pub trait LanguageChoice: Send + Sync + 'static {
    /// Returns the language for this request, or `None` to use that of the browser. A language without texts is ignored.
    fn choose(&self, request: &Request, user: Option<&User>) -> Option<LanguageIdentifier>;
}

impl<F> LanguageChoice for F
where
    F: Fn(&Request, Option<&User>) -> Option<LanguageIdentifier> + Send + Sync + 'static,
{
    fn choose(&self, request: &Request, user: Option<&User>) -> Option<LanguageIdentifier> {
        self(request, user)
    }
}

/// Chooses the language of a mail to a user. Closures implement this trait.
///
/// The language of the request may not be that of the reader, because another person can cause the mail. Anyone can request a
/// link for an address, and the holder of a stolen cookie can change an account.
///
/// It must be fast and not block.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Config, messages::LanguageIdentifier, record::User, schema::Field};
///
/// const LANGUAGE: Field<Option<String>> = Field::new("language");
///
/// fn language_of(user: &User) -> Option<LanguageIdentifier> {
///     user.get(LANGUAGE).ok()??.parse().ok()
/// }
///
/// let config = Config { fields: vec![LANGUAGE.def().form()], mail_language: Arc::new(language_of), ..Config::default() };
/// ```
pub trait MailLanguage: Send + Sync + 'static {
    /// Returns the language of this user, or `None` to use that of the request. A language without texts is ignored.
    fn choose(&self, reader: &User) -> Option<LanguageIdentifier>;
}

impl<F> MailLanguage for F
where
    F: Fn(&User) -> Option<LanguageIdentifier> + Send + Sync + 'static,
{
    fn choose(&self, reader: &User) -> Option<LanguageIdentifier> {
        self(reader)
    }
}

/// The default: the language of the request that causes the mail.
pub(crate) struct RequestLanguage;

impl MailLanguage for RequestLanguage {
    fn choose(&self, _: &User) -> Option<LanguageIdentifier> {
        None
    }
}

/// The default: the language of the visitor's browser.
pub(crate) struct BrowserLanguage;

impl LanguageChoice for BrowserLanguage {
    fn choose(&self, _: &Request, _: Option<&User>) -> Option<LanguageIdentifier> {
        None
    }
}
