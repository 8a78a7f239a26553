//! The mail with the link.

use std::sync::Arc;

use pow_core::{
    DateTime, Error,
    cx::Cx,
    mail::{Mail, MailAddress, MailBody, MailView},
    messages::Message,
    record::User,
};

use crate::{
    EDIT, INVITATION_EXPIRES_AT, INVITATION_TOKEN, INVITED_BY, Invitation,
    changeset::mail_address,
    fields::{is_expired, is_open},
    tokens,
};

/// The maximum length of an inviter's name in a mail, in characters.
const MAX_NAME: usize = 64;
/// A zero-width character. It keeps mail programs from turning the text around it into a link.
const WORD_JOINER: char = '\u{2060}';

/// The mail with an invitation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationLink {
    /// The absolute URL of the page that asks for the password.
    ///
    /// # Security
    /// The URL gives access to the account. Put it into this mail only.
    pub url: String,
    /// The inviter's name: short and on one line.
    ///
    /// # Security
    /// The inviter may have chosen the name. Escape it, and don't turn it into a link. (V19, X2)
    pub inviter: String,
    /// When the link expires, or `None` if never.
    pub until: Option<DateTime>,
}

impl InvitationLink {
    /// Creates the mail with this link.
    pub fn new(url: impl Into<String>, inviter: impl Into<String>, until: Option<DateTime>) -> Self {
        Self { url: url.into(), inviter: inviter.into(), until }
    }

    /// Returns the sentence that names the inviter and the site.
    #[must_use]
    pub fn sentence(&self, view: &MailView<'_>) -> Message {
        Message::new("invitation-mail-text").with("inviter", self.inviter.as_str()).with("site", view.site())
    }
}

impl Mail for InvitationLink {
    const NAME: &'static str = "invitation/link";

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("invitation-mail-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        view.body()
            .paragraph(&view.text(&self.sentence(view)))?
            .button(&view.t("invitation-mail-button"), &self.url)?
            .paragraph(&view.link_validity(self.until))?
            .note(&view.t("invitation-mail-ignore"))
    }
}

/// Queues the mail with this token's link. Without a recipient it does the same work and sends no mail.
pub(crate) fn send(
    extension: &Invitation,
    cx: &Cx,
    to: Option<MailAddress>,
    token: &str,
    inviter: Option<&User>,
    until: Option<DateTime>,
) -> Result<(), Error> {
    let url = cx.pow().link(EDIT, token)?;
    let user_id = cx.pow().user_id_field().name();
    let name = inviter.map(|inviter| extension.display_name(inviter, user_id)).unwrap_or_default();
    cx.mails().send(to, &InvitationLink::new(url, sanitized(&name), until))
}

/// Mails the link again to an invited user who registers instead of accepting. The expiry doesn't change.
pub(crate) async fn resend(extension: &Invitation, cx: &Cx, user: &User) -> Result<(), Error> {
    let (Some(nonce), Some(address)) = (user.get(INVITATION_TOKEN)?, mail_address(cx, user)?) else { return Ok(()) };
    if !is_open(user)? || is_expired(user, cx.now())? {
        return Ok(());
    }
    let inviter = inviter_of(cx, user).await?;
    let to = MailAddress::parse(&address)?;
    let cx = &cx.for_reader(Some(user));
    send(extension, cx, Some(to), &tokens::token(cx, &nonce)?, inviter.as_deref(), user.get(INVITATION_EXPIRES_AT)?)
}

async fn inviter_of(cx: &Cx, invited: &User) -> Result<Option<Arc<User>>, Error> {
    match invited.get(INVITED_BY)? {
        Some(inviter) => cx.pow().users().get(cx, inviter).await,
        None => Ok(None),
    }
}

/// Returns the inviter's name as the mail shows it. The page of the link shows it, too, because a reader of that page
/// has the mail or the link.
pub(crate) async fn inviter(extension: &Invitation, cx: &Cx, invited: &User) -> Result<Option<String>, Error> {
    let user_id = cx.pow().user_id_field().name();
    let inviter = inviter_of(cx, invited).await?;
    Ok(inviter.map(|inviter| sanitized(&extension.display_name(&inviter, user_id))).filter(|name| !name.is_empty()))
}

/// Makes a name safe for a mail: one line, no invisible characters, truncated, and no text that turns into a link.
/// (V19)
pub(crate) fn sanitized(name: &str) -> String {
    let visible = name.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c));
    let mut short: String = visible.clone().take(MAX_NAME).collect();
    if visible.count() > MAX_NAME {
        short.push('…');
    }
    if is_plain_address(&short) {
        return short;
    }
    short.chars().flat_map(|c| [Some(c), matches!(c, '.' | ':' | '/' | '@').then_some(WORD_JOINER)]).flatten().collect()
}

/// Returns whether `c` is a control character or an invisible format character, for example one that changes the text
/// direction.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_plain_address(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '@' | '-' | '_' | '+'));
    plain && MailAddress::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // V19
    #[test]
    fn name_is_short_and_on_one_line_and_no_link() {
        assert_eq!(sanitized("ann@example.com"), "ann@example.com");
        assert_eq!(sanitized("Ann Lee"), "Ann Lee");
        assert_eq!(sanitized("Ann\r\nBcc: x\u{202e}\u{200b}"), "Ann  Bcc:\u{2060} x");
        assert_eq!(sanitized("see evil.test/a"), "see evil.\u{2060}test/\u{2060}a");
        assert!(!sanitized("http://evil.test").contains("://"));
        let long = sanitized(&"x".repeat(500));
        assert_eq!((long.chars().count(), long.chars().last()), (65, Some('…')));
    }
}
