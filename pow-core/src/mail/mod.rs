//! Mails: content, layout and delivery.
//!
//! A mail is a struct of data, like a page. An application can replace its template with a closure for the type of the struct.
//! The layout is itself a mail. Texts are Fluent messages. Each mail is sent as text and HTML, to exactly one address.
//!
//! [`CxMails::send`](crate::cx::CxMails::send) renders a mail in the language of the request, or
//! [of the reader](crate::cx::Cx::for_reader). It writes the mail into the [`Outbox`](crate::outbox::Outbox), a table of the
//! database, in the same transaction as the change that the mail announces. Both are committed, or neither is.
//!
//! A [`Mailer`] then sends the mail in the background. A slow or unavailable mail server doesn't affect responses, and a
//! killed process loses no mail.
//!
//! ```
//! use pow_core::{mail::{MailBody, MailView, Mails, Mail}, messages::{Message, MessagesBuilder}, Error};
//!
//! /// A greeting.
//! #[non_exhaustive]
//! pub struct Hello {
//!     pub url: String,
//! }
//!
//! impl Mail for Hello {
//!     const NAME: &'static str = "hello";
//!
//!     fn subject(&self, _: &MailView<'_>) -> Message {
//!         Message::new("home")
//!     }
//!
//!     fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
//!         view.body().paragraph("Nice to have you here.")?.button(&view.t("home"), &self.url)
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
mod circumstances;
mod delivery;
mod files;
pub(crate) mod folder;
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
    circumstances::Circumstances,
    delivery::{Delivery, OutboxSettings, Rejected},
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
    DateTime, Error,
    base::overrides::Overrides,
    look::{Look, Palette, Scheme},
    messages::{Localizer, Message, keys},
};

/// The data of a mail and its built-in template.
///
/// # Security
/// The content must not come from a visitor who has not proved the recipient's address. Such a visitor could send any text to
/// anyone.
///
/// ```
/// use pow_core::{Error, cx::Cx, mail::{Mail, MailAddress, MailBody, MailView}, messages::Message, record::User};
///
/// /// Reports a sign-in on a new device.
/// struct NewDevice;
///
/// impl Mail for NewDevice {
///     const NAME: &'static str = "new_device";
///     // A user must be notified of each sign-in.
///     const LIMITED: bool = false;
///
///     fn subject(&self, _: &MailView<'_>) -> Message {
///         Message::new("new-device-subject")
///     }
///
///     fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
///         view.body().paragraph(&view.t("new-device-text"))?.button(&view.t("new-device-look"), view.site_url)
///     }
/// }
///
/// /// Sends the mail in the reader's language, if there is an address.
/// fn tell(cx: &Cx, user: &User) -> Result<(), Error> {
///     cx.for_reader(Some(user)).mails().send(MailAddress::of_user(user)?, &NewDevice)
/// }
/// ```
pub trait Mail: Sized + Send + Sync + 'static {
    /// The unique name of the mail, such as `reset_password/link`. It is used in logs, and as the key of its slots and limits.
    const NAME: &'static str;

    /// The slots that extensions can fill, in the order in which the mail shows them.
    const SLOTS: &'static [&'static str] = &[];

    /// Whether [`Policy::mail_limits`](crate::policy::Policy::mail_limits) applies. Default: yes. Limit every mail that a visitor
    /// can request for any address. Don't limit mails that report a change of an account.
    const LIMITED: bool = true;

    /// Returns when the mail expires, for example because its only link expires. A mail that is not sent by then is dropped.
    /// Default: never.
    fn expires_at(&self) -> Option<DateTime> {
        None
    }

    /// Returns the subject. It should name the site: `.with("site", view.site())`.
    fn subject(&self, view: &MailView<'_>) -> Message;

    /// Returns the preview, which mail programs show below the subject in the inbox. They show about 90 characters. Default: the
    /// first line of the text.
    fn preview(&self, _view: &MailView<'_>) -> Option<Message> {
        None
    }

    /// Renders the built-in template, without the layout.
    ///
    /// # Errors
    /// [`Error::Render`] if a template can't be rendered.
    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error>;
}

/// The data that every mail receives besides its struct.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailView<'a> {
    /// The texts in the mail's language.
    pub localizer: Localizer,
    /// The site's name.
    pub site_name: Option<&'a str>,
    /// The address of the site.
    pub site_url: &'a str,
    /// The look, with the contact for users. It is the same as that of the pages.
    pub look: &'a Look,
    filled: Filled,
}

impl MailView<'_> {
    /// Creates a view without a site.
    pub fn new(localizer: Localizer) -> Self {
        Self { localizer, site_name: None, site_url: "", look: Look::plain(), filled: Filled::default() }
    }

    /// Creates an empty body in the colours of the site.
    pub fn body(&self) -> MailBody {
        MailBody { colors: self.colors(), ..MailBody::default() }
    }

    /// Returns the colours for the markup. The rules for dark mode may override them.
    pub fn colors(&self) -> Palette {
        match self.look.scheme {
            Scheme::Both | Scheme::Light => self.look.light(),
            Scheme::Dark => self.look.dark(),
        }
    }

    /// Returns the content that extensions add to a slot of the mail `M`. It may be empty. Pass it to [`MailBody::append`].
    pub fn slot<M: Mail>(&self, slot: &'static str) -> MailBody {
        self.filled.get::<M>(slot)
    }

    /// Sets the content of the slots.
    pub(crate) fn fill(&mut self, filled: Filled) {
        self.filled = filled;
    }

    /// Returns the site's name, or its host if it has no name.
    pub fn site(&self) -> &str {
        let host = self.site_url.split_once("://").map_or(self.site_url, |(_, host)| host);
        self.site_name.unwrap_or_else(|| host.trim_end_matches('/'))
    }

    /// Returns the text of a key.
    pub fn t(&self, key: &str) -> String {
        self.localizer.t(key)
    }

    /// Returns the text of a message.
    pub fn text(&self, message: &Message) -> String {
        self.localizer.text(message)
    }

    /// Returns the sentence that says how often and until when a link works. Without `until`, the link doesn't expire.
    ///
    /// The sentence names the time and not the duration, because a mail may arrive hours later.
    pub fn link_validity(&self, until: Option<DateTime>) -> String {
        match until {
            Some(until) => self.text(&Message::new(keys::MAIL_LINK_UNTIL).with("until", self.date_time(until))),
            None => self.t(keys::MAIL_LINK_ONCE),
        }
    }

    /// Returns the text of a point in time with its zone, as [`Localizer::date_time`] does.
    pub fn date_time(&self, at: DateTime) -> String {
        self.localizer.date_time(at)
    }
}

/// Templates that replace the built-in ones. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Mails(Overrides);

type RenderFn<M> = dyn Fn(&M, &MailView<'_>) -> Result<MailBody, Error> + Send + Sync;

struct Replacement<M>(Box<RenderFn<M>>);

impl Mails {
    /// Replaces the template of the mail `M`. Replace [`MailLayout`] to change the layout of all mails. The closure can fall
    /// back to [`Mail::render_default`].
    ///
    /// # Security
    /// The HTML is sent unchanged. The closure must escape every value, as the methods of [`MailBody`] do.
    #[must_use]
    pub fn replace<M: Mail>(
        mut self,
        render: impl Fn(&M, &MailView<'_>) -> Result<MailBody, Error> + Send + Sync + 'static,
    ) -> Self {
        self.0.insert::<M, Replacement<M>>(M::NAME, Replacement(Box::new(render)));
        self
    }

    /// Renders a complete mail: its body within the layout, with a subject.
    ///
    /// # Errors
    /// The errors of the templates.
    pub fn render<M: Mail>(&self, mail: &M, view: &MailView<'_>) -> Result<MailBody, Error> {
        let mut body = self.render_one(mail, view)?;
        if body.subject.is_empty() {
            body.subject = view.text(&mail.subject(view));
        }
        let subject = body.subject.clone();
        let first_line = || body.text.lines().next().unwrap_or_default().to_owned();
        let preview = mail.preview(view).map_or_else(first_line, |preview| view.text(&preview));
        let whole = self.render_one(&MailLayout { subject: mail.subject(view), body, preview }, view)?;
        Ok(MailBody { subject, ..whole })
    }

    fn render_one<M: Mail>(&self, mail: &M, view: &MailView<'_>) -> Result<MailBody, Error> {
        match self.0.get::<M, Replacement<M>>() {
            Some(Replacement(render)) => render(mail, view),
            None => mail.render_default(view),
        }
    }
}

/// Sends mails, for example by SMTP, into a folder, or through the HTTP interface of a provider.
///
/// ```
/// use pow_core::{Error, async_trait, mail::{MailTransport, Mailer, RenderedMail}};
///
/// /// Passes mails to a local program.
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
/// # Contract
/// * `Ok` means that the mail has been handed over, for example to a server or a disk.
/// * The mail is sent only to [`RenderedMail::to`].
/// * Errors and log lines never contain the text of the mail, which may contain a secret link.
/// * `send` may be called concurrently. It is called on the mailer's thread.
///
/// If the process ends after a mail was sent but before this was recorded, the mail is sent again, with the same
/// [`RenderedMail::message_id`].
#[async_trait]
pub trait MailTransport: std::fmt::Debug + Send + Sync + 'static {
    /// Sends one mail.
    ///
    /// # Errors
    /// If the mail could not be handed over. The error is logged, and the mail is retried unless the error is a [`Rejected`].
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error>;
}
