//! Parts that fail when they are told to.

use std::{
    borrow::Cow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use pow_core::{
    Error, Pow, async_trait,
    cache::{CacheStore, Key},
    carrier::{Carrier, ClientRequest, ClientState, CookieCarrier, NewHeaders},
    changeset::Changeset,
    conn::{ClientChanges, Conn, Reply},
    cx::Cx,
    extension::{Extension, Registry, SignIn},
    mail::{MailTransport, RenderedMail},
    messages::Message,
    password::{Argon2id, Memory, PasswordHasher},
    record::User,
    store::Transaction,
    text::{RenderedText, TextSender},
};
use pow_ext_persistent_session::OnTheft;
use pow_ext_reset_password::RESET_PASSWORD;
use tokio::sync::mpsc;

/// A switch that a test holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Switch(Arc<AtomicBool>);

impl Switch {
    pub(crate) fn on(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(crate) fn off(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    fn fails(&self) -> Result<(), Error> {
        if self.0.load(Ordering::SeqCst) { Err(broken()) } else { Ok(()) }
    }
}

/// An error whose text comes from elsewhere: with an address, a line break and a colour.
pub(crate) fn broken() -> Error {
    Error::other("no such mailbox <victim@example.com>\r\n2026-01-01 ERROR made up \u{1b}[31mred")
}

/// Keeps who is called `denied@…` out, works now and then, and refuses a reset when it is told to.
#[derive(Debug)]
pub(crate) struct Doors(pub(crate) Switch);

#[async_trait]
impl Extension for Doors {
    fn id(&self) -> &'static str {
        "doors"
    }

    fn register(&self, registry: &mut Registry) {
        registry
            .messages("en", "doors-overtaken = Overtaken")
            .periodic("works", Duration::from_secs(60), |_| Box::pin(async { Ok(()) }))
            .periodic("fails", Duration::from_secs(60), |_| Box::pin(async { Err(broken()) }));
    }

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        if changeset.operation() == RESET_PASSWORD && self.0.fails().is_err() {
            changeset.error("password", Message::new("doors-overtaken"));
        }
        Ok(())
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        let name = format!("{:?}", user.value(conn.pow().user_id_field().name()));
        let denied = name.contains("denied");
        Ok(if denied { SignIn::Deny(Reply::redirect("/session/new")) } else { SignIn::Allow })
    }
}

/// Periodic work that says that it has begun, and doesn't end.
#[derive(Debug)]
pub(crate) struct Endless(mpsc::UnboundedSender<()>);

impl Endless {
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<()>) {
        let (sender, begun) = mpsc::unbounded_channel();
        (Self(sender), begun)
    }
}

impl Extension for Endless {
    fn id(&self) -> &'static str {
        "endless"
    }

    fn register(&self, registry: &mut Registry) {
        let begun = self.0.clone();
        registry.periodic("work", Duration::from_secs(60), move |_| {
            let begun = begun.clone();
            Box::pin(async move {
                begun.send(()).map_err(Error::other)?;
                std::future::pending().await
            })
        });
    }
}

#[derive(Debug)]
pub(crate) struct Untold;

#[async_trait]
impl OnTheft for Untold {
    async fn stolen(&self, _: &Cx, _: &Arc<User>) -> Result<(), Error> {
        Err(broken())
    }
}

/// A mail server, or a service for texts, that refuses.
#[derive(Debug)]
pub(crate) struct Refusing;

#[async_trait]
impl MailTransport for Refusing {
    async fn send(&self, _: &RenderedMail) -> Result<(), Error> {
        Err(broken())
    }
}

#[async_trait]
impl TextSender for Refusing {
    async fn send(&self, _: &RenderedText) -> Result<(), Error> {
        Err(broken())
    }
}

/// Hashes until it is told to fail.
#[derive(Debug)]
pub(crate) struct FailingHasher(pub(crate) Switch);

impl PasswordHasher for FailingHasher {
    fn id(&self) -> &'static str {
        "failing"
    }

    fn recognises(&self, encoded: &str) -> bool {
        Argon2id::weakest_for_tests().recognises(encoded)
    }

    fn is_current(&self, encoded: &str) -> bool {
        Argon2id::weakest_for_tests().is_current(encoded)
    }

    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error> {
        self.0.fails()?;
        Argon2id::weakest_for_tests().hash(password, memory)
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        Argon2id::weakest_for_tests().verify(password, encoded, memory)
    }
}

/// A cache store whose compare-and-swap fails when it is told to.
#[derive(Debug)]
pub(crate) struct FailingCache(pub(crate) Arc<dyn CacheStore>, pub(crate) Switch);

#[async_trait]
impl CacheStore for FailingCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.0.put(key, value, ttl).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.0.get(key).await
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.0.take(key).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.0.put_if_absent(key, value, ttl).await
    }

    async fn compare_and_swap(&self, key: &Key, old: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.1.fails()?;
        self.0.compare_and_swap(key, old, new, ttl).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.0.delete(key).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.0.scan(prefix).await
    }
}

/// Can't hand cookies out when it is told to.
#[derive(Debug)]
pub(crate) struct FailingCarrier(pub(crate) Switch);

impl Carrier for FailingCarrier {
    fn session<'r>(&self, pow: &Pow, request: &'r dyn ClientRequest) -> Option<Cow<'r, str>> {
        CookieCarrier.session(pow, request)
    }

    fn state(&self, pow: &Pow, request: &dyn ClientRequest) -> ClientState {
        CookieCarrier.state(pow, request)
    }

    fn write(&self, pow: &Pow, request: &dyn ClientRequest, changes: ClientChanges) -> Result<NewHeaders, Error> {
        self.0.fails()?;
        CookieCarrier.write(pow, request, changes)
    }
}
