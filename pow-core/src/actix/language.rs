//! The language of a request, and its context.

use actix_web::{HttpMessage, HttpRequest};

use super::{Current, Identity, request::head};
use crate::{
    conn::Request,
    cx::{Cx, Origin},
    messages::{LanguageIdentifier, Localizer},
    pow::Pow,
    record::User,
};

/// The language for one request, which a middleware of the application puts into the request's extensions. It has precedence
/// over [`Config::language`](crate::Config::language), the cookie and `Accept-Language`.
///
/// ```
/// use actix_web::{HttpMessage, dev::ServiceRequest};
/// use pow_core::actix::RequestLanguage;
///
/// /// Sets the language of pages below `/de`, in a middleware around `pow.middleware()`.
/// fn by_path(request: &ServiceRequest) {
///     if let Ok(lang) = request.path().split('/').nth(1).unwrap_or_default().parse() {
///         request.extensions_mut().insert(RequestLanguage(lang));
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLanguage(pub LanguageIdentifier);

impl Pow {
    /// Returns the texts in this visitor's language, the same as on the framework's pages. Add `Vary: Cookie, Accept-Language`
    /// to the response.
    ///
    /// The language is the first of these that has texts: [`RequestLanguage`], [`Config::language`], the cookie `language`, the
    /// best of `Accept-Language`, the default language.
    ///
    /// [`Config::language`]: crate::Config::language
    pub fn localizer(&self, request: &HttpRequest) -> Localizer {
        let user = match Current::of(request, self) {
            Some(Identity::User(user, _)) => Some(user),
            _ => None,
        };
        localizer(self, request, &head(self, request), user.as_deref())
    }

    /// Returns the context of a request, for handlers that take no [`Conn`](crate::conn::Conn), such as those for programs. The
    /// context has the visitor's language and the [origin](Cx::origin) of the request.
    ///
    /// ```
    /// use actix_web::{HttpRequest, HttpResponse, web::Data};
    /// use pow_core::{Error, Pow, users::Credentials};
    ///
    /// async fn sign_in(pow: Data<Pow>, request: HttpRequest, typed: Credentials) -> Result<HttpResponse, Error> {
    ///     let cx = pow.request_cx(&request); // `pow.cx()` would hide the client from the limits
    ///     Ok(match pow.users().authenticate(&cx, &typed).await? {
    ///         Some(_) => HttpResponse::Ok().finish(),
    ///         None => HttpResponse::Unauthorized().finish(),
    ///     })
    /// }
    /// ```
    pub fn request_cx(&self, request: &HttpRequest) -> Cx {
        let user = match Current::of(request, self) {
            Some(Identity::User(user, _)) => Some(user),
            _ => None,
        };
        let read = head(self, request);
        let localizer = localizer(self, request, &read, user.as_deref());
        Cx::with(self, self.tenant().clone(), localizer).with_origin(Origin::of(&read, user.as_deref()))
    }
}

pub(super) fn localizer(pow: &Pow, http: &HttpRequest, request: &Request, user: Option<&User>) -> Localizer {
    let of_request = http.extensions().get::<RequestLanguage>().map(|lang| lang.0.to_string());
    let of_app = pow.language().choose(request, user).map(|lang| lang.to_string());
    let cookie = request.cookie(pow.cookies().language.name());
    let chosen = [of_request.as_deref(), of_app.as_deref(), cookie].into_iter().flatten();
    pow.messages().first_of(chosen, request.accept_language.as_deref())
}
