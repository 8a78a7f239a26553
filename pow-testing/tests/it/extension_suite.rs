//! Extensions that are broken in one way each: the suite finds it, and passes one that is whole.

use std::{ops::ControlFlow, sync::Arc};

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    controllers::Controller,
    cx::Cx,
    extension::{Access, Action, Extension, ExtensionId, Method, Outcome, Registry, Route, SignIn},
    messages::Message,
    pages::{Example, Flash, Html, Page, SessionNew, View},
    record::User,
    schema::{Field, Value},
    store::{Filter, Select, Transaction},
    users,
};
use pow_testing::{
    Database,
    extension::{self, Neighbour, Subject},
};

const NOTE: Field<Option<String>> = Field::new("tried_note");
const COUNT: Field<i64> = Field::new("tried_count");

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Nothing.
    None,
    /// A column that rows from before can't fill.
    Column,
    /// Needs to be the first in the list.
    Order,
    /// Takes the place of all others on a page.
    Id,
    /// A page without the page.
    Missing,
    /// Writes on a GET.
    WritesOnGet,
    /// Believes that a field is there.
    Unwraps,
    /// Believes that a parameter of the path is short.
    PathParam,
    /// Takes a field from any form.
    MassAssigns,
    /// A text without a translation.
    Key,
    /// A handler in the page.
    Script,
    /// A query by a field without an index.
    Scan,
}

#[derive(Clone, Copy, Debug)]
struct Tried(Fault);

impl Tried {
    fn has(self, fault: Fault) -> bool {
        self.0 == fault
    }
}

const SHOW: Action = Action::new("tried", "notes", "show");
const CREATE: Action = Action::new("tried", "notes", "create");
const MINE: Action = Action::new("tried", "notes", "mine");

#[async_trait]
impl Extension for Tried {
    fn id(&self) -> ExtensionId {
        if self.has(Fault::Id) { "Tried-It" } else { "tried" }
    }

    fn register(&self, registry: &mut Registry) {
        let route = |methods: &[Method], path: &str, action, access| Route::new(methods, path, action, access, *self);
        registry.field(NOTE.def()).field(match self.has(Fault::Column) {
            true => COUNT.def(),
            false => COUNT.def().default_value(pow_core::schema::Value::Int(0)),
        });
        if !self.has(Fault::Id) {
            registry.messages("en", "tried-noted = Noted");
        }
        registry
            .slot::<SessionNew>("notices", |_| Ok(Some(Html::escape("from the tried one"))))
            .route(route(&[Method::Get], "/notes/{id}", SHOW, Access::Anyone))
            .route(route(&[Method::Post], "/notes/{id}", CREATE, Access::Anyone))
            .route(route(&[Method::Get, Method::Put], "/my-notes", MINE, Access::Authenticated));
    }

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        let sent = changeset.params().text(NOTE.name()).map(str::to_owned);
        if self.has(Fault::MassAssigns) && sent.is_some() {
            changeset.put(NOTE, sent);
        }
    }

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, _: &mut Changeset) -> Result<(), Error> {
        Ok(())
    }

    async fn before_process(&self, _: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        if self.has(Fault::Order) && !conn.state().has::<pow_testing::extension::WasHere>() {
            return Err(Error::other("the neighbour should have been asked first"));
        }
        Ok(ControlFlow::Continue(()))
    }

    async fn before_sign_in(&self, _: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        Ok(SignIn::Allow)
    }
}

#[async_trait]
impl Controller for Tried {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let form = conn.params().clone();
        if self.has(Fault::Unwraps) && action == CREATE {
            form.scope("user").text("email").ok_or_else(|| Error::other("no email"))?;
        }
        if self.has(Fault::PathParam) && conn.request().path_param("id").is_some_and(|id| id.len() > 1_000) {
            return Err(Error::other("too long"));
        }
        if self.has(Fault::Scan) && action == SHOW {
            let noted = Filter::eq(NOTE.name(), Value::Text("x".to_owned()));
            let pow = conn.pow();
            drop(pow.store().select(pow.tenant(), pow.schema().users(), Select::new(noted)).await?);
        }
        let user = conn.user().cloned().filter(|_| action == MINE && self.has(Fault::WritesOnGet));
        if let Some(user) = user {
            let mut changeset = Changeset::new(Operation("note"), Some(user), form);
            changeset.put(NOTE, Some("seen".to_owned()));
            let _ = users::write(conn.cx(), changeset).await?;
        }
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        if action == CREATE {
            let key = if self.has(Fault::Key) { "tried-unwritten" } else { "tried-noted" };
            conn.flash(Flash::info(Message::new(key)));
            return Ok(Reply::redirect("/session/new"));
        }
        let extra = if self.has(Fault::Script) { "<p onclick=\"x()\">" } else { "" };
        let status = if self.has(Fault::Missing) && action == MINE { 404 } else { 200 };
        Ok(Reply::html(status, format!("<h1>Notes</h1>{extra}")))
    }
}

fn subject(fault: Fault) -> Subject {
    Subject::new(move || Tried(fault))
}

fn whole() -> Subject {
    subject(Fault::None)
}

pow_testing::extension_suite!(extension_that_is_whole, whole);

#[test]
#[should_panic(expected = "tried_count")]
fn column_that_old_rows_can_not_fill_is_found() {
    extension::it_joins_an_application_with_users(&subject(Fault::Column), Database::sqlite());
}

#[test]
#[should_panic(expected = "no form for /registration")]
fn order_that_is_not_safe_is_found() {
    let needs = subject(Fault::Order).beside(|| Neighbour2);
    extension::it_starts_beside_others_in_any_order(&needs);
}

/// Another one beside it, which is no help.
#[derive(Debug)]
struct Neighbour2;

impl Extension for Neighbour2 {
    fn id(&self) -> ExtensionId {
        "neighbour2"
    }

    fn register(&self, _: &mut Registry) {}
}

#[test]
#[should_panic(expected = "snake case")]
fn id_that_is_none_is_found() {
    extension::what_it_declares_bears_its_name(&subject(Fault::Id));
}

#[test]
#[should_panic(expected = "GET /my-notes answered a user with 404")]
fn page_that_is_not_there_is_found() {
    extension::routes_are_reachable_and_guarded(&subject(Fault::Missing));
}

#[test]
#[should_panic(expected = "GET /my-notes changed a user")]
fn page_that_writes_is_found() {
    extension::forms_without_a_token_and_pages_change_nothing(&subject(Fault::WritesOnGet));
}

#[test]
#[should_panic(expected = "POST /notes/x with \"\": 500")]
fn field_that_is_believed_to_be_there_is_found() {
    extension::malformed_requests_are_no_fault(&subject(Fault::Unwraps));
}

#[test]
#[should_panic(expected = "AAAA: 500")]
fn parameter_that_is_believed_to_be_short_is_found() {
    extension::malformed_requests_are_no_fault(&subject(Fault::PathParam));
}

#[test]
#[should_panic(expected = "the registration set `tried_note`, which was not declared with `form()`")]
fn field_that_any_form_sets_is_found() {
    extension::no_form_sets_what_is_not_its_own(&subject(Fault::MassAssigns));
}

#[test]
#[should_panic(expected = "tried-unwritten")]
fn text_that_nobody_wrote_is_found() {
    extension::every_message_has_a_text(&subject(Fault::Key));
}

#[test]
#[should_panic(expected = "onclick")]
fn script_in_a_page_is_found() {
    extension::pages_need_no_script(&subject(Fault::Script));
}

#[test]
#[should_panic(expected = "SCAN users")]
fn query_without_an_index_is_found() {
    extension::statements_use_an_index(&subject(Fault::Scan));
}

#[test]
#[should_panic(expected = "to `Subject::registration`")]
fn subject_that_does_not_say_how_to_register_is_told() {
    /// Wants a word at every registration.
    #[derive(Debug)]
    struct Strict;

    impl Extension for Strict {
        fn id(&self) -> ExtensionId {
            "strict"
        }

        fn register(&self, registry: &mut Registry) {
            registry.messages("en", "strict-word = Say the word");
        }

        fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
            if changeset.params().text("word").is_none() {
                changeset.error("email", Message::new("strict-word"));
            }
        }
    }
    extension::routes_are_reachable_and_guarded(&Subject::new(|| Strict));
}

#[test]
fn neighbour_itself_is_whole() {
    extension::routes_are_reachable_and_guarded(&Subject::new(|| Neighbour));
    extension::malformed_requests_are_no_fault(&Subject::new(|| Neighbour));
    extension::every_message_has_a_text(&Subject::new(|| Neighbour));
}

/// An extension with one page, and the examples of its page.
#[derive(Clone, Copy, Debug)]
struct Leaflets(&'static [&'static str]);

struct Leaflet;

impl Page for Leaflet {
    const NAME: &'static str = "leaflets/show";

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(format!("<h1>{}</h1>", view.t("leaflets-title")))
    }

    fn title(&self) -> Message {
        Message::new("leaflets-title")
    }
}

impl Extension for Leaflets {
    fn id(&self) -> ExtensionId {
        "leaflets"
    }

    fn register(&self, registry: &mut Registry) {
        let show = Action::new("leaflets", "leaflet", "show");
        let states = self.0;
        registry.messages("en", "leaflets-title = Leaflet").route(Route::new(
            &[Method::Get],
            "/leaflet",
            show,
            Access::Anyone,
            *self,
        ));
        if !states.is_empty() {
            registry.page_examples::<Leaflet>(move |_| {
                Ok(states.iter().map(|state| Example::new(state, Leaflet)).collect())
            });
        }
    }
}

#[async_trait]
impl Controller for Leaflets {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        conn.page(200, &Leaflet)
    }
}

fn leaflets() -> Subject {
    Subject::new(|| Leaflets(&["plain"]))
}

pow_testing::extension_suite!(extension_with_a_page, leaflets);

#[test]
#[should_panic(expected = "`leaflets/show` has no example")]
fn page_without_an_example_is_found() {
    extension::pages_and_mails_have_examples(&Subject::new(|| Leaflets(&[])));
}

#[test]
#[should_panic(expected = "two states of leaflets/show")]
fn two_examples_of_one_name_are_found() {
    extension::pages_and_mails_have_examples(&Subject::new(|| Leaflets(&["plain", "plain"])));
}
