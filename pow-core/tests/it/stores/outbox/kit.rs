//! What these tests share: a mail with a word of its own, transports that fail on demand, and the log.

use std::{
    io,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use pow_core::{
    Config, Error, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    mail::{Delivery, Mail, MailAddress, MailBody, MailTransport, MailView, Mailer, OutboxSettings, RenderedMail},
    messages::Message,
    record::User,
    store::Transaction,
};
pub(crate) use pow_testing::client::ANN;
use pow_testing::{TestApp, app::Builder};

pub(crate) const BOB: &str = "bob@example.com";
pub(crate) const SENDER: &str = "Acme <no-reply@acme.example>";

/// A mail that says one word.
pub(crate) struct Word(pub(crate) String);

impl Mail for Word {
    const NAME: &'static str = "test/word";

    fn subject(&self, _: &MailView<'_>) -> Message {
        Message::new("home")
    }

    fn render_default(&self, _: &MailView<'_>) -> Result<MailBody, Error> {
        MailBody::default().paragraph(&format!("The word is {}.", self.0))
    }
}

/// The word for the owner of this address alone.
pub(crate) fn word_of(address: &str) -> String {
    format!(
        "word-{:x}",
        address.bytes().fold(7_u64, |hash, byte| hash.wrapping_mul(1_099_511_628_211) ^ u64::from(byte))
    )
}

/// Greets each new user.
#[derive(Debug)]
pub(crate) struct Welcome;

#[async_trait]
impl Extension for Welcome {
    fn id(&self) -> ExtensionId {
        "welcome"
    }

    fn register(&self, registry: &mut Registry) {
        registry.sends_mails_to(pow_core::users::EMAIL);
    }

    async fn before_write(&self, cx: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        // Before it is certain that the write comes about: a taken address must not be greeted again.
        if changeset.operation() == Operation::CREATE {
            let email: String = changeset.change(pow_core::schema::Field::new("email")).unwrap();
            cx.mails().send(Some(MailAddress::parse(&email)?), &Word(word_of(&email)))?;
        }
        Ok(())
    }

    async fn after_write(&self, _: &Cx, _: &mut dyn Transaction, _: &Changeset, user: &Arc<User>) -> Result<(), Error> {
        match MailAddress::of_user(user)?.is_some_and(|address| address.to_string().starts_with("fault")) {
            true => Err(Error::other("the last hook of the write failed")),
            false => Ok(()),
        }
    }
}

/// An application that greets each new user, by the mailer.
pub(crate) fn greeting(mailer: Mailer) -> Builder {
    TestApp::builder().config(move |mut config| {
        config.mailer = mailer;
        config.extensions.push(Arc::new(Welcome));
        config
    })
}

pub(crate) fn with_settings(builder: Builder, settings: OutboxSettings) -> Builder {
    builder.config(|config| Config { delivery: Delivery::Outbox(settings), ..config })
}

/// Keeps mails, and fails as often as it is told to, in the way that it is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flaky {
    pub(crate) sent: Arc<Mutex<Vec<RenderedMail>>>,
    pub(crate) tries: Arc<AtomicUsize>,
    pub(crate) failures: Arc<AtomicUsize>,
    pub(crate) for_good: bool,
}

impl Flaky {
    pub(crate) fn failing(times: usize) -> Self {
        Self { failures: Arc::new(AtomicUsize::new(times)), ..Self::default() }
    }

    pub(crate) fn mailer(&self) -> Mailer {
        Mailer::custom(self.clone(), SENDER).unwrap()
    }

    pub(crate) fn sent(&self) -> Vec<RenderedMail> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn tries(&self) -> usize {
        self.tries.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl MailTransport for Flaky {
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error> {
        self.tries.fetch_add(1, Ordering::SeqCst);
        let fails = self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        match (fails, self.for_good) {
            // As mail servers do, they name whom it was for.
            (true, true) => Err(Error::other(pow_core::mail::Rejected(format!("<{}> is unknown here", mail.to)))),
            (true, false) => {
                Err(Error::Unavailable { service: "mail server", source: format!("<{}>: later", mail.to).into() })
            }
            (false, _) => {
                self.sent.lock().unwrap().push(mail.clone());
                Ok(())
            }
        }
    }
}

/// Moves the clock past the next wait and lets the worker try.
pub(crate) fn later(app: &TestApp, by: Duration) {
    app.clock.advance(by);
    app.block_on(app.pow.flush_mails());
}

/// Queues a word for a user, in a transaction of its own, and sets about sending it.
pub(crate) fn send(app: &TestApp, to: &str, word: &str) {
    let cx = leave(app, to, word);
    app.block_on(cx.run_after_commit());
}

/// Leaves a word for a user in the outbox, as a process that ends right after the commit.
pub(crate) fn leave(app: &TestApp, to: &str, word: &str) -> Cx {
    app.block_on(async {
        let cx = app.pow.cx();
        cx.mails().send(Some(MailAddress::parse(to).unwrap()), &Word(word.to_owned())).unwrap();
        cx.mails().post().await.unwrap();
        cx
    })
}

/// Everything that the framework logs in this program, at every level.
pub(crate) fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let subscriber =
            tracing_subscriber::fmt().with_env_filter("pow=trace").with_ansi(false).with_writer(move || writer.clone());
        subscriber.init();
        log
    })
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
