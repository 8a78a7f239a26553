//! The notice about a download.

use pow_core::{
    Error, Pow,
    cx::Cx,
    mail::{Circumstances, Mail, MailBody, MailView},
    messages::{Message, keys},
    record::User,
    users,
};

/// Tells the owner of an account that its data was downloaded. Slot: `remedies`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DataDownloaded {
    /// The circumstances of the download.
    pub circumstances: Circumstances,
    /// The URL of the page that recovers the account, and the message key of the button in this mail that leads there. `None` if
    /// the set-up has no such page.
    pub recovery: Option<(String, &'static str)>,
}

impl DataDownloaded {
    /// Creates the mail with the recovery page of the set-up.
    pub fn new(pow: &Pow, circumstances: Circumstances) -> Self {
        let recovery = pow.recovery_page().and_then(|page| Some((pow.url(page.action)?, page.button)));
        Self { circumstances, recovery }
    }
}

impl Mail for DataDownloaded {
    const NAME: &'static str = "data_download/downloaded";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("data-download-mail-subject").with("site", view.site())
    }

    fn preview(&self, _: &MailView<'_>) -> Option<Message> {
        Some(Message::new(keys::MAIL_NOT_YOU))
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let body = view.body().paragraph(&view.t("data-download-mail-text"))?;
        let body = body.facts(&self.circumstances.facts(view), view)?;
        let body = body.paragraph(&view.t(keys::MAIL_WAS_YOU))?.paragraph(&view.t(keys::MAIL_NOT_YOU))?;
        let body = match &self.recovery {
            Some((url, button)) => {
                body.paragraph(&view.t("data-download-mail-remedy"))?.button(&view.t(button), url)?
            }
            None => body,
        };
        body.append(&view.slot::<Self>("remedies")).contact(view)
    }
}

/// Queues the notice for each address of the account, unless the policy turns notices off.
pub(crate) async fn tell(cx: &Cx, user: &User) -> Result<(), Error> {
    let mail = DataDownloaded::new(cx.pow(), cx.mails().circumstances(user));
    for to in users::notice_recipients(cx, user).await? {
        cx.for_reader(Some(user)).mails().send(Some(to), &mail)?;
    }
    Ok(())
}
