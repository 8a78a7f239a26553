//! Mails: what they say, how they look, and how they are sent.
//!
//! A mail is a struct of data, as a page is. Its look is a closure that an application can replace, keyed by the
//! struct's type; the layout around it is such a mail too. Its texts are Fluent messages. Each is sent as text and as
//! HTML, to exactly one address that the database holds.
//!
//! [`Cx::mail`](crate::cx::Cx::mail) renders a mail, in the language of its context: of who caused it, or
//! [of who reads it](crate::cx::Cx::for_reader). It is written into the
//! [`Outbox`](crate::outbox::Outbox), a table of the database, in the same transaction as what it announces: both are there, or neither. Then a
//! [`Mailer`] sends it, away from the request: a mail server that is slow or down changes no answer, and a killed process
//! loses no mail.
//!
//! ```
//! use pow_core::{mail::{MailBody, MailView, Mails, Mail}, messages::{Message, MessagesBuilder}, Error};
//!
//! /// Says hello.
//! #[non_exhaustive]
//! pub struct Hello {
//!     pub url: String,
//! }
//!
//! impl Mail for Hello {
//!     const NAME: &'static str = "hello";
//!
//!     fn subject(&self) -> Message {
//!         Message::new("home")
//!     }
//!
//!     fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
//!         MailBody::default().paragraph("Nice to have you here.")?.button(&view.t("home"), &self.url)
//!     }
//! }
//!
//! let messages = MessagesBuilder::default().build()?;
//! let view = MailView::new(messages.negotiate(None, None, None));
//! let mail = Mails::default().render(&Hello { url: "https://app.example/".into() }, &view)?;
//! assert_eq!(mail.subject, "Home");
//! assert!(mail.text.contains("https://app.example/"));
//! # Ok::<(), Error>(())
//! ```

mod address;
mod body;
mod delivery;
mod files;
mod layout;
mod limit;
mod mailer;
pub(crate) mod queue;
mod recording;
mod rendered;
pub(crate) mod slots;
#[cfg(feature = "smtp")]
mod smtp;
#[cfg(test)]
mod tests;

use async_trait::async_trait;

pub use self::{
    address::{MailAddress, Sender},
    body::MailBody,
    delivery::{Delivery, OutboxSettings, Refused},
    layout::MailLayout,
    limit::MailLimits,
    mailer::Mailer,
    recording::Recording,
    rendered::RenderedMail,
};
pub(crate) use self::{
    limit::Throttle,
    mailer::{Envelope, Outgoing},
    slots::Filled,
};
use crate::{
    Error,
    looks::Looks,
    messages::{Localizer, Message},
};

/// A mail's data and its built-in look.
///
/// An implementer guarantees that nothing of it comes from a visitor who has not proved the address: a visitor who can put
/// text into a mail to someone else can send them anything.
///
/// ```
/// use pow_core::{Error, cx::Cx, mail::{Mail, MailAddress, MailBody, MailView}, messages::Message, record::User};
///
/// /// A new device has signed in.
/// struct NewDevice;
///
/// impl Mail for NewDevice {
///     const NAME: &'static str = "new_device";
///     // A user must be told of each sign-in.
///     const LIMITED: bool = false;
///
///     fn subject(&self) -> Message {
///         Message::new("new-device-subject")
///     }
///
///     fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
///         MailBody::default().paragraph(&view.t("new-device-text"))?.button(&view.t("new-device-look"), view.site_url)
///     }
/// }
///
/// /// In the reader's language, and only if there is an address.
/// fn tell(cx: &Cx, user: &User) -> Result<(), Error> {
///     cx.for_reader(Some(user)).mail(MailAddress::of_user(user)?, &NewDevice)
/// }
/// ```
pub trait Mail: Sized + Send + Sync + 'static {
    /// The mail's name, such as `reset_password/link`: for logs, and the key of its slots and limits, so no two mails have
    /// the same.
    const NAME: &'static str;

    /// The places that extensions can fill, in the order in which the mail shows them.
    const SLOTS: &'static [&'static str] = &[];

    /// Whether [`Policy::mail_limits`](crate::policy::Policy::mail_limits) counts such mails: yes, unless a user must be
    /// told each time, as of a change of the account. What anybody can cause for an address that they name is limited.
    const LIMITED: bool = true;

    /// What stands in the list of mails.
    fn subject(&self) -> Message;

    /// Renders the built-in look: what goes into the layout.
    ///
    /// # Errors
    /// [`Error::Render`] if a template can't be rendered.
    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error>;
}

/// What every mail gets besides its own data.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailView<'a> {
    /// The texts in the mail's language.
    pub localizer: Localizer,
    /// The site's name.
    pub site_name: Option<&'a str>,
    /// The address of the site.
    pub site_url: &'a str,
    /// Where users reach a person.
    pub support: Option<&'a str>,
    filled: Filled,
}

impl MailView<'_> {
    /// A view of no site in particular.
    pub fn new(localizer: Localizer) -> Self {
        Self { localizer, site_name: None, site_url: "", support: None, filled: Filled::default() }
    }

    /// What extensions say in a slot of the mail `M`; empty if none does. Give it to [`MailBody::append`].
    pub fn slot<M: Mail>(&self, slot: &'static str) -> MailBody {
        self.filled.get::<M>(slot)
    }

    /// Sets what extensions say in the slots.
    pub(crate) fn fill(&mut self, filled: Filled) {
        self.filled = filled;
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.localizer.t(key)
    }

    /// The text of a message.
    pub fn text(&self, message: &Message) -> String {
        self.localizer.text(message)
    }
}

/// The looks that replace the built-in ones. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Mails(Looks);

type Look<M> = dyn Fn(&M, &MailView<'_>) -> Result<MailBody, Error> + Send + Sync;

struct Replacement<M>(Box<Look<M>>);

impl Mails {
    /// Replaces one mail's look; the others stay. Replace [`MailLayout`] for the frame around all of them. The closure
    /// can fall back to [`Mail::render_default`].
    ///
    /// # Security
    /// The HTML is sent as it is: the closure must have escaped every value, as [`MailBody`]'s methods do.
    #[must_use]
    pub fn replace<M: Mail>(
        mut self,
        render: impl Fn(&M, &MailView<'_>) -> Result<MailBody, Error> + Send + Sync + 'static,
    ) -> Self {
        self.0.insert::<M, Replacement<M>>(M::NAME, Replacement(Box::new(render)));
        self
    }

    /// Renders a whole mail: its body within the layout, with a subject.
    ///
    /// # Errors
    /// Whatever the mail's or the layout's look returns.
    pub fn render<M: Mail>(&self, mail: &M, view: &MailView<'_>) -> Result<MailBody, Error> {
        let mut body = self.look(mail, view)?;
        if body.subject.is_empty() {
            body.subject = view.text(&mail.subject());
        }
        let subject = body.subject.clone();
        let whole = self.look(&MailLayout { subject: mail.subject(), body }, view)?;
        Ok(MailBody { subject, ..whole })
    }

    fn look<M: Mail>(&self, mail: &M, view: &MailView<'_>) -> Result<MailBody, Error> {
        match self.0.get::<M, Replacement<M>>() {
            Some(Replacement(render)) => render(mail, view),
            None => mail.render_default(view),
        }
    }
}

/// Sends mails: by SMTP, into a folder, through a provider's HTTP interface.
///
/// ```
/// use pow_core::{Error, async_trait, mail::{MailTransport, Mailer, RenderedMail}};
///
/// /// Hands mails to a program of the machine.
/// #[derive(Debug)]
/// struct Handing;
///
/// # fn hand_over(_to: &str, _mail: &[u8]) -> Result<(), std::io::Error> { Ok(()) }
/// #[async_trait]
/// impl MailTransport for Handing {
///     async fn send(&self, mail: &RenderedMail) -> Result<(), Error> {
///         hand_over(&mail.to.to_string(), mail.text.as_bytes()).map_err(Error::other)
///     }
/// }
///
/// let mailer = Mailer::custom(Handing, "Acme <no-reply@acme.example>")?;
/// # drop(mailer);
/// # Ok::<(), Error>(())
/// ```
///
/// An implementer guarantees that `Ok` means that the mail has been handed over (to a server, a disk), that it goes to
/// [`RenderedMail::to`] alone, and that neither an error nor a log line holds the mail's text: it can
/// carry a link that is worth a password. `send` is called by several tasks at once, on a thread of its own. A mail can come
/// again if the process ended between sending and noting it: its [`RenderedMail::message_id`] is the same then.
#[async_trait]
pub trait MailTransport: std::fmt::Debug + Send + Sync + 'static {
    /// Sends one mail.
    ///
    /// # Errors
    /// When it could not be handed over: it is logged and tried again later, unless the error is a [`Refused`].
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error>;
}
