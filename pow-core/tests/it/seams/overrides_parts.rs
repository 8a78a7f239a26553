//! The parts behind the pages that an application can replace: the default, and the override beside it.
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{
    Config, Error, Pow, async_trait,
    cache::{CacheStore, MemoryCache, MemoryLimits},
    changeset::{Changeset, Operation},
    config::CacheHandle,
    cx::Cx,
    extension::{Extension, Registry},
    extensions,
    keys::TokenVerifier,
    mail::{Mail, MailAddress, MailBody, MailTransport, MailView, Mailer, RenderedMail},
    messages::Message,
    password::Pbkdf2,
    plug,
    record::User,
    store::Transaction,
    token::{Purpose, TokenPayload},
    users::PASSWORD_HASH,
};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(token_verifier_is_hmac_and_can_be_another,);

fn with(change: impl FnOnce(Config) -> Config + 'static) -> TestApp {
    TestApp::builder().config(change).start()
}

fn stored_hash(app: &TestApp) -> String {
    drop(app.registered(ANN));
    app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap().unwrap()
}

// P11
#[test]
fn hasher_is_argon2id_and_can_be_another() {
    assert!(stored_hash(&TestApp::start()).starts_with("$argon2id$"));
    let pbkdf2 = Arc::new(Pbkdf2::new(1_000).unwrap());
    let app = TestApp::builder().policy(|policy| policy.password.hasher = pbkdf2).start();
    assert!(stored_hash(&app).starts_with("$pbkdf2-sha512$1000$"));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(app.client().sign_in(ANN, "another password").status, 422);
}

// P24
#[test]
fn cache_store_is_the_database_and_can_be_another() {
    let database = with(|config| Config { cache: CacheHandle::default(), ..config });
    assert!(database.pow.schema().table("pow_cache").is_some());
    let mut browser = database.registered(ANN);
    assert!(browser.current_user().is_some());
    let clock = database.clock.clone();
    let memory = Arc::new(MemoryCache::new(clock, MemoryLimits::default()));
    let shared: Arc<dyn CacheStore> = memory.clone();
    let beside = database.beside().config(move |config| Config { cache: shared.into(), ..config }).start();
    assert!(beside.pow.schema().table("pow_cache").is_none());
    assert_eq!(beside.copy(&browser).current_user(), None, "the session is in the other store");
    assert!(memory.is_empty());
    let mut browser = beside.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert!(browser.current_user().is_some() && !memory.is_empty());
}

/// Greets who registers.
#[derive(Debug)]
struct Greeting;

struct Hello;

impl Mail for Hello {
    const NAME: &'static str = "greeting/hello";

    fn subject(&self, _: &MailView<'_>) -> Message {
        Message::new("greeting-subject")
    }

    fn render_default(&self, _: &MailView<'_>) -> Result<MailBody, Error> {
        MailBody::default().paragraph("Nice to have you here.")
    }
}

#[async_trait]
impl Extension for Greeting {
    fn id(&self) -> &'static str {
        "greeting"
    }

    fn register(&self, registry: &mut Registry) {
        registry.messages("en", "greeting-subject = Hello").sends_mails_to(pow_core::users::EMAIL);
    }

    async fn after_write(
        &self,
        cx: &Cx,
        _: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        if changeset.operation() == Operation::CREATE {
            cx.mails().send(MailAddress::of(user, pow_core::schema::Field::new("email"))?, &Hello)?;
        }
        Ok(())
    }
}

/// A way to send that is the application's own.
#[derive(Clone, Debug, Default)]
struct Pigeon(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl MailTransport for Pigeon {
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error> {
        self.0.lock().unwrap().push(format!("{} from {}: {}", mail.to, mail.from, mail.subject));
        Ok(())
    }
}

// P29
#[test]
fn there_is_no_mailer_unless_one_is_set() {
    let without = |config| Config { mailer: Mailer::default(), extensions: extensions![Greeting], ..config };
    let refused = TestApp::builder().config(without);
    let error = refused.try_start().err().unwrap().to_string();
    assert!(error.contains("`greeting` sends mails: set `mailer`"), "{error}");
    let pigeon = Pigeon::default();
    let mailer = Mailer::custom(pigeon.clone(), "Acme <no-reply@acme.example>").unwrap();
    let app = with(move |config| Config { mailer, extensions: extensions![Greeting], ..config });
    drop(app.registered(ANN));
    drop(app.mailbox());
    assert_eq!(*pigeon.0.lock().unwrap(), ["ann@example.com from Acme <no-reply@acme.example>: Hello"]);
}

// P29
#[test]
fn mail_can_be_replaced_alone() {
    let text = |replaced: bool| {
        let app = with(move |mut config| {
            if replaced {
                config.mails = config.mails.replace::<Hello>(|_, _| MailBody::default().paragraph("Own words."));
            }
            Config { extensions: extensions![Greeting], ..config }
        });
        drop(app.registered(ANN));
        app.mailbox().first().unwrap().text.clone()
    };
    assert!(text(false).contains("Nice to have you here."));
    let own = text(true);
    assert!(own.contains("Own words.") && !own.contains("Nice to have you"), "{own}");
}

/// Seals by a checksum: no protection, but recognisable. It notes for what it was asked.
#[derive(Debug, Default)]
struct Checksum(Mutex<Vec<String>>);

impl Checksum {
    fn sum(purpose: &str, payload: &[u8]) -> u32 {
        purpose
            .bytes()
            .chain(payload.iter().copied())
            .fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
    }
}

impl TokenVerifier for Checksum {
    fn sign(&self, purpose: &str, payload: &[u8]) -> String {
        self.0.lock().unwrap().push(purpose.to_owned());
        format!("own.{}.{:08x}", URL_SAFE_NO_PAD.encode(payload), Self::sum(purpose, payload))
    }

    fn verify(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let (payload, sum) = text.strip_prefix("own.")?.split_once('.')?;
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        (sum == format!("{:08x}", Self::sum(purpose, &payload))).then_some(payload)
    }
}

struct Link;

impl Purpose for Link {
    const NAME: &'static str = "link";
}

fn all_are_own(browser: &Client) -> bool {
    browser.cookies.iter().filter(|(name, _)| *name != "flash").all(|(_, value)| value.starts_with("own."))
}

// P17
fn token_verifier_is_hmac_and_can_be_another(database: Database) {
    assert!(!all_are_own(&TestApp::start().registered(ANN)));
    let verifier = Arc::new(Checksum::default());
    let own = verifier.clone();
    let app =
        TestApp::builder().database(database).config(move |config| Config { verifier: Some(own), ..config }).start();
    let mut browser = app.registered(ANN);
    assert!(all_are_own(&browser), "{:?}", browser.cookies);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let mut forged = browser.clone();
    let value = forged.cookies.get_mut("auth").unwrap();
    let last = if value.pop() == Some('0') { '1' } else { '0' };
    value.push(last);
    assert_eq!(forged.current_user(), None);
    let token = plug::sign_token(&app.pow, "unsubscribe", "42");
    assert!(token.starts_with("own."));
    assert_eq!(plug::verify_token(&app.pow, "unsubscribe", &token).as_deref(), Some("42"));
    assert_eq!(plug::verify_token(&app.pow, "download", &token), None);
    let payload = TokenPayload { user: None, epoch: 0, bytes: b"x".to_vec() };
    let tokens = app.pow.cx().cache().tokens::<Link>(std::time::Duration::from_secs(60)).unwrap();
    let text = app.block_on(tokens.issue(&payload)).unwrap();
    assert!(text.expose().starts_with("own."));
    assert_eq!(app.block_on(tokens.spend(text.expose())).unwrap(), Some(payload));
    let purposes = verifier.0.lock().unwrap().clone();
    for purpose in ["session", "csrf", "unsubscribe", "link"] {
        assert!(purposes.iter().any(|known| known.ends_with(purpose)), "{purpose}: {purposes:?}");
    }
}

/// Revokes all texts of a key at once, as a vault does.
#[derive(Debug, Default)]
struct Revoking(Checksum, AtomicBool);

impl TokenVerifier for Revoking {
    fn sign(&self, purpose: &str, payload: &[u8]) -> String {
        self.0.sign(purpose, payload)
    }

    fn verify(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        if self.1.load(Ordering::SeqCst) { None } else { self.0.verify(purpose, text) }
    }
}

// P17
#[test]
fn verifier_that_revokes_ends_sessions_at_once() {
    let verifier = Arc::new(Revoking::default());
    let own = verifier.clone();
    let app = TestApp::builder().config(move |config| Config { verifier: Some(own), ..config }).start();
    let mut browser = app.registered(ANN);
    for _ in 0..3 {
        assert_eq!(browser.current_user().as_deref(), Some(ANN), "more than one request");
    }
    verifier.1.store(true, Ordering::SeqCst);
    assert_eq!(browser.current_user(), None, "no request remembers what was verified");
}

// P17, P18
#[test]
fn own_verifier_is_told_the_set_up() {
    let verifier = Arc::new(Checksum::default());
    let (first, second) = (verifier.clone(), verifier.clone());
    let admins = move |config: Config| Config { verifier: Some(second), ..config };
    let app =
        TestApp::builder().config(move |config| Config { verifier: Some(first), ..config }).second(admins).start();
    let token = plug::sign_token(&app.pow, "unsubscribe", "42");
    let other: &Pow = app.second.as_ref().unwrap();
    assert_eq!(plug::verify_token(other, "unsubscribe", &token), None);
}
