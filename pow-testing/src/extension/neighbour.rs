//! An extension that uses a little of everything, to test that other extensions work beside it.

use std::{ops::ControlFlow, sync::Arc};

use pow_core::{
    DateTime, Error, async_trait,
    changeset::Changeset,
    conn::{Conn, Reply, SignInNote, SignedIn},
    controllers::Controller,
    cx::Cx,
    extension::{Access, Action, Extension, ExtensionId, Method, Outcome, Registry, Route, SignIn},
    messages::Message,
    pages::{Account, RegistrationEdit, RegistrationNew, SessionNew, fields},
    record::User,
    schema::Field,
    store::Transaction,
};

const ID: ExtensionId = "suite_neighbour";
const SEEN_AT: Field<Option<DateTime>> = Field::new("suite_neighbour_seen_at");
const SHOW: Action = Action::new(ID, "neighbour", "show");

/// The mark that the neighbour leaves in [`Conn::state`] and as a note of a sign-in.
#[derive(Clone, Copy, Debug)]
pub struct WasHere;

impl SignInNote for WasHere {
    const NAME: &'static str = "suite_neighbour";

    fn encode(&self) -> String {
        "was here".to_owned()
    }

    fn decode(_: &str) -> Option<Self> {
        Some(Self)
    }
}

/// An extension with a field, a route, a text, a line on the core's pages, and many hooks. It refuses no user.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbour;

#[async_trait]
impl Extension for Neighbour {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        let link = |slot: pow_core::extension::Slot<'_>| {
            let message = Message::new("suite-neighbour-link");
            fields::link(slot.view, &message, &slot.conn.path(SHOW).unwrap_or_default()).map(Some)
        };
        registry
            .field(SEEN_AT.def())
            .messages("en", "suite-neighbour-link = A neighbour")
            .slot::<SessionNew>("links", link)
            .slot::<RegistrationNew>("notices", link)
            .slot::<RegistrationEdit>("sections", link)
            .slot::<Account>("sections", link)
            .authenticates()
            .route(Route::new(&[Method::Get], "/suite-neighbour", SHOW, Access::Anyone, Self));
    }

    fn changeset(&self, cx: &Cx, changeset: &mut Changeset) {
        changeset.put(SEEN_AT, Some(cx.now()));
    }

    async fn before_write(&self, cx: &Cx, _: &mut dyn Transaction, _: &mut Changeset) -> Result<(), Error> {
        cx.after_commit(async { Ok(()) });
        Ok(())
    }

    async fn before_process(&self, _: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        conn.state().put(WasHere);
        Ok(ControlFlow::Continue(()))
    }

    async fn before_sign_in(&self, conn: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        conn.put_sign_in_note(&WasHere);
        Ok(SignIn::Allow)
    }

    async fn after_sign_in(&self, conn: &mut Conn, _: &Arc<User>, _: &SignedIn) -> Result<(), Error> {
        conn.set_cookie("suite_neighbour=1; Path=/".to_owned());
        Ok(())
    }
}

#[async_trait]
impl Controller for Neighbour {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Ok(Reply::html(200, "a neighbour".to_owned()))
    }
}
