//! Redirects after an action.

use std::fmt::Debug;

use crate::{
    conn::Conn,
    controllers::{registration, session},
    path::LocalPath,
};

/// Chooses the redirect after an action. The default of every method is Pow's redirect, so implement only the methods that you
/// need.
///
/// ```
/// use pow_core::{Config, conn::Conn, redirects::Redirects};
///
/// #[derive(Debug)]
/// struct ToTheWelcomePage;
///
/// impl Redirects for ToTheWelcomePage {
///     fn after_registration(&self, _: &Conn) -> String {
///         "/welcome".to_owned()
///     }
/// }
///
/// let config = Config { redirects: std::sync::Arc::new(ToTheWelcomePage), ..Config::default() };
/// # drop(config);
/// ```
///
/// An implementer guarantees that the application wants its users to go to the returned address. It is sent unchanged as the
/// `Location`.
pub trait Redirects: Debug + Send + Sync + 'static {
    /// Returns the target for a visitor who requests a page for signed-in users. By default it is the sign-in page, with
    /// `request_path` if there is a page to return to.
    fn user_not_authenticated(&self, conn: &Conn) -> String {
        let sign_in = self.session_path(conn);
        match conn.return_path() {
            Some(path) => with_request_path(&sign_in, &path),
            None => sign_in,
        }
    }

    /// Returns the target for a signed-in user who requests a page for visitors. By default it is the target after a sign-in.
    fn user_already_authenticated(&self, conn: &Conn) -> String {
        self.after_sign_in(conn)
    }

    /// Returns the target after a sign-in: `request_path` if it is local and not a page for guests, else the
    /// [home path](crate::Config::home_path).
    fn after_sign_in(&self, conn: &Conn) -> String {
        conn.request_path().map_or_else(|| conn.pow().home_path().to_owned(), |path| path.as_str().to_owned())
    }

    /// Returns the target after a sign-out. By default it is the sign-in page.
    fn after_sign_out(&self, conn: &Conn) -> String {
        self.session_path(conn)
    }

    /// Returns the target after a registration. By default it is the target after a sign-in.
    fn after_registration(&self, conn: &Conn) -> String {
        self.after_sign_in(conn)
    }

    /// Returns the target after an update of the account. By default it is the account's page.
    fn after_user_updated(&self, conn: &Conn) -> String {
        conn.pow().path(registration::EDIT).unwrap_or_else(|| conn.pow().home_path().to_owned())
    }

    /// Returns the target after the deletion of an account. By default it is the target after a sign-out.
    fn after_user_deleted(&self, conn: &Conn) -> String {
        self.after_sign_out(conn)
    }

    /// Returns the path of the sign-in page.
    fn session_path(&self, conn: &Conn) -> String {
        conn.pow().path(session::NEW).unwrap_or_else(|| conn.pow().home_path().to_owned())
    }
}

/// The default redirects, which are Pow's.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultRedirects;

impl Redirects for DefaultRedirects {}

pub(crate) fn with_request_path(path: &str, wanted: &LocalPath) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}{}", query("request_path", wanted.as_str()))
}

pub(crate) fn query(name: &str, value: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::BaseUrl;

    #[test]
    fn way_back_is_one_more_parameter_of_a_page_that_has_some() {
        let base = BaseUrl::parse("https://app.example", false).unwrap();
        let wanted = LocalPath::parse("/a?b=c&d", &base).unwrap();
        assert_eq!(with_request_path("/sign-in", &wanted), "/sign-in?request_path=%2Fa%3Fb%3Dc%26d");
        assert_eq!(with_request_path("/sign-in?theme=x", &wanted), "/sign-in?theme=x&request_path=%2Fa%3Fb%3Dc%26d");
    }
}
