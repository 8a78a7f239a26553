//! The acceptance suite of extensions: the extensions of this project pass it, and yours should too.
//!
//! [`extension_suite!`](crate::extension_suite) makes a test of each fact below. Each test starts an application with the
//! extension, looks up what the extension declared (fields, tables, routes), and tests it over HTTP.

mod examples;
mod facts;
mod json;
mod neighbour;
mod pages;
mod plans;

use std::sync::Arc;

use pow_core::{
    Config,
    extension::{Access, Extension, Method, Route},
    record::User,
};

pub use self::{
    examples::pages_and_mails_have_examples,
    facts::{
        every_message_has_a_text, forms_without_a_token_and_pages_change_nothing, it_joins_an_application_with_users,
        it_starts_alone, it_starts_beside_others_in_any_order, malformed_requests_are_no_fault,
        no_form_sets_what_is_not_its_own, routes_are_reachable_and_guarded, what_it_declares_bears_its_name,
    },
    json::{inputs_are_declared, json_is_answered_with_json},
    neighbour::{Neighbour, WasHere},
    pages::pages_need_no_script,
    plans::statements_use_an_index,
};
use crate::{Builder, Client, Database, TestApp, client::PASSWORD};

/// The user that the suite registers.
pub use crate::client::ANN;

type Make = Arc<dyn Fn() -> Arc<dyn Extension> + Send + Sync>;
type Configure = Arc<dyn Fn(Config) -> Config + Send + Sync>;
type SignIn = Arc<dyn Fn(&TestApp, Client) -> Client + Send + Sync>;

/// An extension under test.
#[derive(Clone)]
pub struct Subject {
    make: Make,
    beside: Vec<Make>,
    configure: Configure,
    registration: Vec<(String, String)>,
    sign_in: SignIn,
}

impl Subject {
    /// Creates a subject. `make` creates the extension anew for each application.
    pub fn new<E: Extension>(make: impl Fn() -> E + Send + Sync + 'static) -> Self {
        Self {
            make: Arc::new(move || Arc::new(make())),
            beside: Vec::new(),
            configure: Arc::new(|config| config),
            registration: Vec::new(),
            sign_in: Arc::new(|_, browser| browser),
        }
    }

    /// Adds another extension, which the extension under test needs or is to be tested with. It is listed before the extension
    /// under test, and after it.
    #[must_use]
    pub fn beside<E: Extension>(mut self, make: impl Fn() -> E + Send + Sync + 'static) -> Self {
        self.beside.push(Arc::new(move || Arc::new(make())));
        self
    }

    /// Changes the configuration as the extension needs it.
    #[must_use]
    pub fn config(mut self, change: impl Fn(Config) -> Config + Send + Sync + 'static) -> Self {
        self.configure = Arc::new(change);
        self
    }

    /// Adds a field to the registration form, in addition to address and password: `("user[terms]", "true")`.
    #[must_use]
    pub fn registration(mut self, name: &str, value: &str) -> Self {
        self.registration.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the steps that sign in a browser that has just registered, such as opening the link in a mail. The function
    /// gets the application and the browser, and returns the browser.
    #[must_use]
    pub fn sign_in(mut self, steps: impl Fn(&TestApp, Client) -> Client + Send + Sync + 'static) -> Self {
        self.sign_in = Arc::new(steps);
        self
    }

    /// Creates the extension.
    #[must_use]
    pub fn extension(&self) -> Arc<dyn Extension> {
        (self.make)()
    }

    fn id(&self) -> &'static str {
        self.extension().id()
    }

    fn start(&self) -> TestApp {
        self.builder(false).start()
    }

    /// Returns a builder with the extension, first or last in the list, and with the extensions beside it.
    fn builder(&self, first: bool) -> Builder {
        let mut extensions: Vec<_> = self.beside.iter().map(|make| make()).collect();
        extensions.insert(if first { 0 } else { extensions.len() }, self.extension());
        self.configured(extensions)
    }

    fn configured(&self, extensions: Vec<Arc<dyn Extension>>) -> Builder {
        let configure = self.configure.clone();
        TestApp::builder().config(move |config| configure(Config { extensions, ..config }))
    }

    /// Registers Ann with the form, and adds pairs that a visitor doesn't send.
    fn register(&self, app: &TestApp, more: &[(&str, &str)]) -> Client {
        let mut browser = app.client();
        let own = self.registration.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let more: Vec<_> = own.chain(more.iter().copied()).collect();
        let answer = browser.register_with(ANN, PASSWORD, &more);
        assert!(answer.status < 500, "the registration was answered with {}: {}", answer.status, answer.text());
        browser
    }

    fn signed_in(&self, app: &TestApp) -> Client {
        let mut browser = (self.sign_in)(app, self.register(app, &[]));
        let edit = browser.get("/registration/edit").status;
        assert_eq!(
            edit, 200,
            "the browser is not signed in: pass what a registration or a sign-in needs to `Subject::registration` and \
             `Subject::sign_in`"
        );
        browser
    }
}

/// Returns the routes of the extension.
fn routes<'a>(app: &'a TestApp, id: &'a str) -> impl Iterator<Item = &'a Route> {
    app.pow.routes_table().iter().filter(move |route| route.action.extension == id)
}

/// Returns the path of a route with invalid parameters.
fn path(route: &Route) -> String {
    let segments = route.path.split('/').map(|segment| if segment.starts_with('{') { "nonsense" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn is_safe(method: Method) -> bool {
    method == Method::Get
}

/// Sends a form by this method of the route, as a browser does.
fn send(browser: &mut Client, route: &Route, method: Method, pairs: &[(&str, &str)]) -> crate::Response {
    if is_safe(method) {
        return browser.get(&path(route));
    }
    let mut all = pairs.to_vec();
    if method != Method::Post {
        all.push(("_method", method.as_str()));
    }
    browser.post(&path(route), &all)
}

/// Returns a browser that may use the route.
fn entitled(subject: &Subject, app: &TestApp, route: &Route) -> Client {
    match route.access {
        Access::Authenticated if app.user(ANN).is_none() => subject.signed_in(app),
        Access::Authenticated => again(subject, app),
        _ => app.client(),
    }
}

/// Signs Ann in again, with a new browser.
fn again(subject: &Subject, app: &TestApp) -> Client {
    let mut browser = app.client();
    let answer = browser.sign_in(ANN, PASSWORD);
    assert_eq!(answer.status, 303, "Ann signs in again: {}", answer.text());
    if browser.get("/registration/edit").status == 200 { browser } else { (subject.sign_in)(app, browser) }
}

/// Returns the token of a form, from a page of the core that has a form for this browser.
fn token(browser: &mut Client) -> String {
    let page = if browser.get("/registration/edit").status == 200 { "/registration/edit" } else { "/session/new" };
    browser.token(page)
}

/// Returns all values of Ann in the database.
fn snapshot(app: &TestApp) -> Option<String> {
    let user: Arc<User> = app.user(ANN)?;
    let table = app.pow.schema().users();
    let values = table.fields.iter().map(|field| format!("{}: {:?}", field.name, user.value(field.name)));
    Some(values.collect::<Vec<_>>().join(", "))
}

/// Runs a fact on each database. The tests of [`extension_suite!`](crate::extension_suite) call it.
#[track_caller]
pub fn on_each_database(subject: &Subject, fact: impl Fn(&Subject, Database)) {
    Database::each().into_iter().for_each(|database| fact(subject, database));
}

/// Makes a module of tests, one for each fact that holds for every extension.
///
/// It takes the module's name and a function that makes a [`Subject`].
///
/// ```
/// use pow_core::extension::{Extension, Registry};
/// use pow_testing::extension::Subject;
///
/// #[derive(Debug)]
/// struct Nothing;
///
/// impl Extension for Nothing {
///     fn id(&self) -> &'static str {
///         "nothing"
///     }
///
///     fn register(&self, _: &mut Registry) {}
/// }
///
/// pow_testing::extension_suite!(nothing, subject);
///
/// fn subject() -> Subject {
///     Subject::new(|| Nothing)
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! extension_suite {
    ($name:ident, $make:path) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $crate::extension_suite! { @databases $make;
                it_starts_alone
                it_joins_an_application_with_users
            }
            $crate::extension_suite! { @facts $make;
                it_starts_beside_others_in_any_order
                what_it_declares_bears_its_name
                routes_are_reachable_and_guarded
                forms_without_a_token_and_pages_change_nothing
                malformed_requests_are_no_fault
                no_form_sets_what_is_not_its_own
                every_message_has_a_text
                pages_need_no_script
                json_is_answered_with_json
                inputs_are_declared
                pages_and_mails_have_examples
                statements_use_an_index
            }
        }
    };
    (@databases $make:path; $($fact:ident)*) => {$(
        #[test]
        fn $fact() {
            $crate::extension::on_each_database(&$make(), $crate::extension::$fact);
        }
    )*};
    (@facts $make:path; $($fact:ident)*) => {$(
        #[test]
        fn $fact() {
            $crate::extension::$fact(&$make());
        }
    )*};
}
