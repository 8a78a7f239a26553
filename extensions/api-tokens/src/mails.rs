//! The mails to the owner of an account: a new token, and a copied refresh token.

use pow_core::{
    Error, Pow,
    cx::Cx,
    mail::{Circumstances, Mail, MailBody, MailView},
    messages::{Message, keys},
    record::User,
    store::Transaction,
    users,
};

use crate::INDEX;

/// Tells the user that a program's refresh token was copied, what has been done, and what to do now. Slot: `remedies`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenCopied {
    /// The circumstances of the request that sent the used token again. The token may be the copy, or the original after the copy
    /// was used.
    pub circumstances: Circumstances,
    /// The URL of the page to recover the account and the message key of its button, if there is such a page.
    pub recovery: Option<(String, &'static str)>,
}

impl TokenCopied {
    /// Creates the mail with the recovery page of the set-up.
    pub fn new(pow: &Pow, circumstances: Circumstances) -> Self {
        let recovery = pow.recovery_page().and_then(|page| Some((pow.url(page.action)?, page.button)));
        Self { circumstances, recovery }
    }
}

impl Mail for TokenCopied {
    const NAME: &'static str = "api_tokens/token_copied";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("api-tokens-mail-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let body = view.body().paragraph(&view.t("api-tokens-mail-text"))?;
        let body = body.facts(&self.circumstances.facts(view), view)?;
        let body = body.paragraph(&view.t("api-tokens-mail-what-to-do"))?;
        let body = match &self.recovery {
            Some((url, button)) => body.button(&view.t(button), url)?,
            None => body,
        };
        Ok(body.append(&view.slot::<Self>("remedies")))
    }
}

/// Tells the user that a personal token was created. The mail doesn't show the token's name, because a person who registered with the
/// address of another person could write to that person by the name. Slot: `remedies`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenCreated {
    /// The circumstances of the request.
    pub circumstances: Circumstances,
    /// The URL of the list of tokens, if it is mounted.
    pub list_url: Option<String>,
}

impl TokenCreated {
    /// Creates the mail with the list of tokens of the set-up.
    pub fn new(pow: &Pow, circumstances: Circumstances) -> Self {
        Self { circumstances, list_url: pow.url(INDEX) }
    }
}

impl Mail for TokenCreated {
    const NAME: &'static str = "api_tokens/token_created";
    const SLOTS: &'static [&'static str] = &["remedies"];

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("api-tokens-mail-created-subject").with("site", view.site())
    }

    fn preview(&self, _: &MailView<'_>) -> Option<Message> {
        Some(Message::new(keys::MAIL_NOT_YOU))
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let body = view.body().paragraph(&view.t("api-tokens-mail-created-text"))?;
        let body = body.facts(&self.circumstances.facts(view), view)?;
        let body = body.paragraph(&view.t(keys::MAIL_WAS_YOU))?.paragraph(&view.t(keys::MAIL_NOT_YOU))?;
        let body = match &self.list_url {
            Some(url) => {
                body.paragraph(&view.t("api-tokens-mail-created-remedy"))?.button(&view.t("api-tokens-title"), url)?
            }
            None => body,
        };
        body.append(&view.slot::<Self>("remedies")).contact(view)
    }
}

/// Queues the notice of a new token that the signed-in user made.
pub(crate) async fn tell_created(cx: &Cx, tx: &mut dyn Transaction, user: &User) -> Result<(), Error> {
    if !cx.origin().user().is_some_and(|signed_in| user.id().is_ok_and(|id| id == signed_in)) {
        return Ok(());
    }
    let mail = TokenCreated::new(cx.pow(), cx.mails().circumstances(user));
    for to in users::notice_recipients_within(cx, tx, user).await? {
        cx.for_reader(Some(user)).mails().send(Some(to), &mail)?;
    }
    Ok(())
}
