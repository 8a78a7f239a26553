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
    /// Returns a client that has just registered with this address and the password [`crate::client::PASSWORD`].
    #[must_use]
    pub fn registered(&self, user_id: &str) -> Client {
        let mut client = self.client();
        let response = client.register(user_id, PASSWORD);
        assert_eq!(response.status, 303, "registering {user_id}: {}", response.text());
        client
    }

    /// Returns a client with a live session of this user, as if the user had just signed in. No form is sent. This also works for
    /// a user without a password or with an unconfirmed address, and if an extension would challenge the user first.
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
    /// The session counts as recently authenticated, so it opens pages that require a recent sign-in. Hooks of extensions don't
    /// run, so the marks that they set at a sign-in are missing. The session is in a cookie of the first set-up, which only the
    /// default carrier reads.
    ///
    /// # Panics
    /// If the user no longer exists, or the session can't be stored.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that can't begin a session has failed")]
    pub fn signed_in(&self, user: &User) -> Client {
        let id = user.id().expect("an id");
        // The test may have changed the user since it read the row. Only a session of the user's present epoch is valid.
        let now = self.block_on(self.pow.users().get(&self.pow.cx(), id)).expect("the database answers");
        let epoch = now.expect("the user is still there").get(users::AUTH_EPOCH).expect("an epoch");
        let proved = NewSession { authenticated: true, ..NewSession::default() };
        let session = self.block_on(self.pow.sessions().create(id, epoch, proved, None)).expect("the cache keeps it");
        let cookie = self.pow.cookie("auth").expect("the session's cookie");
        let mut client = self.client();
        client.cookies.insert(cookie.name().to_owned(), session.cookie.expose().clone());
        client
    }

    /// Returns whether this password signs the user in. A new browser signs in, and the home page must then name the user.
    #[must_use]
    pub fn signs_in(&self, user_id: &str, password: &str) -> bool {
        let mut browser = self.client();
        browser.sign_in(user_id, password);
        browser.current_user().as_deref() == Some(user_id)
    }

    /// Returns the user as stored in the database.
    ///
    /// # Panics
    /// If the database can't be read.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that can't read its database has failed")]
    pub fn user(&self, user_id: &str) -> Option<Arc<User>> {
        let field = self.pow.user_id_field().name();
        let cx = self.pow.cx();
        let found = self.pow.users().get_by(&cx, field, Value::Text(user_id.to_owned()));
        self.block_on(found).expect("the database answers")
    }

    /// Writes one field of a user, bypassing the framework, as an import or another program would.
    ///
    /// # Panics
    /// If there is no such user, or the database can't be written.
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
    /// If the database rejects the user.
    #[expect(clippy::expect_used, reason = "a test that can't write its database has failed")]
    pub fn import(&self, email: &str) {
        let mut changeset = Changeset::new(Operation("import"), None, Arc::default());
        changeset.put_value(users::EMAIL.name(), Value::Text(email.to_owned()));
        let written = self.block_on(users::write(&self.pow.cx(), changeset)).expect("the database answers");
        written.expect("nothing is wrong with the address");
    }

    /// Returns the number of users.
    ///
    /// # Panics
    /// If the database can't be read.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that can't read its database has failed")]
    pub fn user_count(&self) -> usize {
        let (store, users) = (self.pow.store().clone(), self.pow.schema().users().clone());
        self.block_on(async move { store.select(&Default::default(), &users, Default::default()).await })
            .expect("the database answers")
            .len()
    }
}
