//! The application's word on a visitor's language, and on that of a mail.

use unic_langid::LanguageIdentifier;

use crate::{http::Request, record::User};

/// Chooses a visitor's language before the cookie and `Accept-Language` are asked: by a column of the signed-in user, by
/// the path, by the host. A closure is one.
///
/// An implementer answers quickly and without blocking: it is asked at each request to a page of the framework's.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Config, conn::Request, messages::LanguageIdentifier, record::User, schema::Field};
///
/// const LANGUAGE: Field<Option<String>> = Field::new("language");
///
/// fn theirs(_: &Request, user: Option<&User>) -> Option<LanguageIdentifier> {
///     user?.get(LANGUAGE).ok()??.parse().ok()
/// }
///
/// let config = Config { fields: vec![LANGUAGE.def().form()], language: Arc::new(theirs), ..Config::default() };
/// ```
///
/// # Security
/// The user is the one who is signed in, never the one that a form names: an answer must not tell whether there is
/// such an account.
pub trait LanguageChoice: Send + Sync + 'static {
    /// The language for this request, or `None` to leave it to the visitor's browser. One that has no texts is passed
    /// over.
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

/// Chooses the language of a mail to a user, who is seldom the one who caused it: anybody can ask for a link in another's
/// name, and the thief of a cookie speaks another language. A closure is one.
///
/// An implementer answers quickly and without blocking.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Config, messages::LanguageIdentifier, record::User, schema::Field};
///
/// const LANGUAGE: Field<Option<String>> = Field::new("language");
///
/// fn theirs(user: &User) -> Option<LanguageIdentifier> {
///     user.get(LANGUAGE).ok()??.parse().ok()
/// }
///
/// let config = Config { fields: vec![LANGUAGE.def().form()], mail_language: Arc::new(theirs), ..Config::default() };
/// ```
pub trait MailLanguage: Send + Sync + 'static {
    /// The language that this user reads, or `None` for that of the request that caused the mail. One that has no texts is passed
    /// over.
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

/// The default: the core knows no language of a user.
pub(crate) struct WhoCausedIt;

impl MailLanguage for WhoCausedIt {
    fn choose(&self, _: &User) -> Option<LanguageIdentifier> {
        None
    }
}

/// The default: the visitor's browser decides.
pub(crate) struct VisitorsOwn;

impl LanguageChoice for VisitorsOwn {
    fn choose(&self, _: &Request, _: Option<&User>) -> Option<LanguageIdentifier> {
        None
    }
}
