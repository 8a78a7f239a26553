//! The pages and their templates, in the framework's layout.

use askama::Template;
use pow_core::{
    Error,
    changeset::Changeset,
    conn::Conn,
    messages::Message,
    pages::{Page, View},
    schema::Value,
};

pub(crate) struct SignIn {
    email: String,
    request_path: Option<String>,
}

pub(crate) struct SignUp {
    email: String,
    request_path: Option<String>,
    errors: Vec<String>,
}

pub(crate) struct Account {
    email: String,
    errors: Vec<String>,
    unsubscribe: String,
}

impl SignIn {
    pub(crate) fn of(conn: &Conn) -> Self {
        Self { email: typed(conn), request_path: wanted(conn) }
    }
}

impl SignUp {
    pub(crate) fn of(conn: &Conn, changeset: &Changeset) -> Self {
        Self { email: typed(conn), request_path: wanted(conn), errors: errors(conn, changeset) }
    }
}

impl Account {
    /// Creates the page with the submitted values, or else the stored ones.
    pub(crate) fn of(conn: &Conn, changeset: &Changeset, unsubscribe: String) -> Self {
        let stored = changeset.data().and_then(|user| match user.value("email") {
            Some(Value::Text(email)) => Some(email.clone()),
            _ => None,
        });
        let email = Some(typed(conn)).filter(|typed| !typed.is_empty()).or(stored).unwrap_or_default();
        Self { email, errors: errors(conn, changeset), unsubscribe }
    }
}

fn typed(conn: &Conn) -> String {
    conn.params().scope("user").text("email").unwrap_or_default().to_owned()
}

fn wanted(conn: &Conn) -> Option<String> {
    conn.request_path().map(|path| path.as_str().to_owned())
}

fn errors(conn: &Conn, changeset: &Changeset) -> Vec<String> {
    let text = |message: &Message| conn.cx().localizer().text(message);
    changeset.errors().iter().map(|error| format!("{}: {}", error.field, text(&error.message))).collect()
}

/// Defines a page with its template.
macro_rules! page {
    ($page:ident, $template:ident, $path:literal, $name:literal, $title:literal) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $template<'a> {
            page: &'a $page,
            view: &'a View<'a>,
        }

        impl Page for $page {
            const NAME: &'static str = $name;

            fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
                Ok($template { page: self, view }.render()?)
            }

            fn title(&self) -> Message {
                Message::new($title)
            }
        }
    };
}

page!(SignIn, SignInTemplate, "sign_in.html", "own/sign_in", "session-new-title");
page!(SignUp, SignUpTemplate, "sign_up.html", "own/sign_up", "registration-new-title");
page!(Account, AccountTemplate, "account.html", "own/account", "registration-edit-title");
