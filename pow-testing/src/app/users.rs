//! The users of an application under test: in its database, and as clients.

use std::sync::Arc;

use pow_core::{
    UserId,
    changeset::{Changeset, Operation},
    record::User,
    schema::{ID, Value},
    session::NewSession,
    store::Filter,
    users,
};

use super::TestApp;
use crate::{Client, client::PASSWORD};

impl TestApp {
    /// A client that has just registered under this address, with the password [`crate::client::PASSWORD`].
    #[must_use]
    pub fn registered(&self, user_id: &str) -> Client {
        let mut client = self.client();
        let response = client.register(user_id, PASSWORD);
        assert_eq!(response.status, 303, "registering {user_id}: {}", response.text());
        client
    }

    /// A client that holds a live session of this user, as if they had signed in a moment ago. No form is driven: it works
    /// for users without a password or a confirmed address, and for those that an extension would challenge first.
    ///
    /// ```
    /// use pow_testing::TestApp;
    ///
    /// let app = TestApp::start();
    /// app.import("ann@example.com");
    /// let mut ann = app.signed_in(&app.user("ann@example.com").unwrap());
    /// assert_eq!(ann.current_user().as_deref(), Some("ann@example.com"));
    /// ```
    ///
    /// The session counts as proved, so it opens what asks for a recent sign-in. Hooks of extensions don't run: a mark that
    /// they set at a sign-in is missing. It is a cookie of the first set-up, which carriers other than the default don't read.
    ///
    /// # Panics
    /// When the user is no longer there, or the session can't be kept.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that can't begin a session has failed")]
    pub fn signed_in(&self, user: &User) -> Client {
        let id = user.id().expect("an id");
        // The test may have changed the user since it read them; their sessions are of the epoch that they have now.
        let now = self.block_on(self.pow.users().get(&self.pow.cx(), id)).expect("the database answers");
        let epoch = now.expect("the user is still there").get(users::AUTH_EPOCH).expect("an epoch");
        let proved = NewSession { authenticated: true, ..NewSession::default() };
        let session = self.block_on(self.pow.sessions().create(id, epoch, proved, None)).expect("the cache keeps it");
        let cookie = self.pow.cookie("auth").expect("the session's cookie");
        let mut client = self.client();
        client.cookies.insert(cookie.name().to_owned(), session.cookie.expose().clone());
        client
    }

    /// Whether this password signs in: the pages say so afterwards, to a browser that has just begun.
    #[must_use]
    pub fn signs_in(&self, user_id: &str, password: &str) -> bool {
        let mut browser = self.client();
        browser.sign_in(user_id, password);
        browser.current_user().as_deref() == Some(user_id)
    }

    /// The user as the database has it.
    ///
    /// # Panics
    /// When the database can't be read.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that can't read its database has failed")]
    pub fn user(&self, user_id: &str) -> Option<Arc<User>> {
        let field = self.pow.user_id_field().name();
        let cx = self.pow.cx();
        let found = self.pow.users().get_by(&cx, field, Value::Text(user_id.to_owned()));
        self.block_on(found).expect("the database answers")
    }

    /// Writes one field of a user past the framework, as an import or another program would.
    ///
    /// # Panics
    /// When there is no such user, or the database can't be written.
    #[expect(clippy::expect_used, reason = "a test that can't write its database has failed")]
    pub fn write(&self, user_id: &str, field: &'static str, value: Value) {
        let id = self.user(user_id).expect("a user").id().expect("an id");
        self.block_on(self.set(id, vec![(field, value)]));
    }

    #[expect(clippy::expect_used, reason = "a test that can't write its database has failed")]
    pub(crate) async fn set(&self, id: UserId, fields: Vec<(&'static str, Value)>) {
        let (table, filter) = (self.pow.schema().users(), Filter::eq(ID.name(), Value::Id(id)));
        let mut tx = self.pow.cx().begin().await.expect("a transaction");
        tx.update(table, filter, fields).await.expect("a write").expect("no conflict");
        tx.commit().await.expect("a commit");
    }

    /// Inserts a user with an address and without a password, as an import of users does. The checks of forms are skipped.
    ///
    /// # Panics
    /// When the database takes no such user.
    #[expect(clippy::expect_used, reason = "a test that can't write its database has failed")]
    pub fn import(&self, email: &str) {
        let mut changeset = Changeset::new(Operation("import"), None, Arc::default());
        changeset.put_value(users::EMAIL.name(), Value::Text(email.to_owned()));
        let written = self.block_on(users::write(&self.pow.cx(), changeset)).expect("the database answers");
        written.expect("nothing is wrong with the address");
    }

    /// How many users there are.
    ///
    /// # Panics
    /// When the database can't be read.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that can't read its database has failed")]
    pub fn user_count(&self) -> usize {
        let (store, users) = (self.pow.store().clone(), self.pow.schema().users().clone());
        self.block_on(async move { store.select(&Default::default(), &users, Default::default()).await })
            .expect("the database answers")
            .len()
    }
}
