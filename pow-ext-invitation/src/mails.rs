//! The mail with the link.

use std::time::Duration;

use pow_core::{
    Error,
    cx::Cx,
    mail::{Mail, MailAddress, MailBody, MailView},
    messages::Message,
    record::User,
};

use crate::{
    EDIT, INVITATION_EXPIRES_AT, INVITATION_TOKEN, INVITED_BY, Invitation,
    changeset::mail_address,
    fields::{is_open, is_over},
    tokens,
};

/// As much of an inviter's name as a mail shows, in characters.
const LONGEST_NAME: usize = 64;
/// Keeps a mail program from taking what stands around it for an address of the web; it has no width.
const WORD_JOINER: char = '\u{2060}';

/// The mail with an invitation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationLink {
    /// The whole address of the page that takes the password.
    ///
    /// # Security
    /// It is worth the account: put it into this mail and nowhere else.
    pub url: String,
    /// Who invites, short and on one line.
    ///
    /// # Security
    /// The inviter may have chosen it: escape it, and make no link of it. (V19, X2)
    pub inviter: String,
    /// How long the link works, if not for ever.
    pub ttl: Option<Duration>,
}

impl InvitationLink {
    /// The mail with this link.
    pub fn new(url: impl Into<String>, inviter: impl Into<String>, ttl: Option<Duration>) -> Self {
        Self { url: url.into(), inviter: inviter.into(), ttl }
    }

    /// Who invites whereto.
    fn sentence(&self, view: &MailView<'_>) -> Message {
        Message::new("invitation-mail-text").with("inviter", self.inviter.as_str()).with("site", view.site())
    }

    /// How long the link works, in days, hours or minutes.
    pub fn validity(&self) -> Message {
        let minutes = self.ttl.map_or(0, |ttl| (ttl.as_secs() / 60).max(1));
        let (key, count) = match minutes {
            0 => ("invitation-mail-unlimited", 0),
            many if many.is_multiple_of(24 * 60) => ("invitation-mail-days", many / (24 * 60)),
            many if many.is_multiple_of(60) => ("invitation-mail-hours", many / 60),
            few => ("invitation-mail-minutes", few),
        };
        Message::new(key).with("count", count)
    }
}

impl Mail for InvitationLink {
    const NAME: &'static str = "invitation/link";

    fn subject(&self) -> Message {
        Message::new("invitation-mail-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        MailBody::default()
            .paragraph(&view.text(&self.sentence(view)))?
            .button(&view.t("invitation-mail-button"), &self.url)?
            .paragraph(&view.text(&self.validity()))?
            .note(&view.t("invitation-mail-ignore"))
    }
}

/// Queues the mail with this token's link, or does the same work without sending.
pub(crate) fn send(
    extension: &Invitation,
    cx: &Cx,
    to: Option<MailAddress>,
    token: &str,
    inviter: Option<&User>,
    ttl: Option<Duration>,
) -> Result<(), Error> {
    let url = cx.pow().link(EDIT, token)?;
    let user_id = cx.pow().user_id_field().name();
    let name = inviter.map(|inviter| extension.name_of(inviter, user_id)).unwrap_or_default();
    cx.mails().send(to, &InvitationLink::new(url, shown(&name), ttl))
}

/// Mails the link again to who was invited and registers instead. It works no longer for that: it was the inviter who said
/// for how long.
pub(crate) async fn resend(extension: &Invitation, cx: &Cx, user: &User) -> Result<(), Error> {
    let (Some(nonce), Some(address)) = (user.get(INVITATION_TOKEN)?, mail_address(cx, user)?) else { return Ok(()) };
    if !is_open(user)? || is_over(user, cx.now())? {
        return Ok(());
    }
    let inviter = match user.get(INVITED_BY)? {
        Some(inviter) => cx.pow().users().get(cx, inviter).await?,
        None => None,
    };
    let left = user.get(INVITATION_EXPIRES_AT)?.map(|end| (end - cx.now()).to_std().unwrap_or_default());
    let to = MailAddress::parse(&address)?;
    let cx = &cx.for_reader(Some(user));
    send(extension, cx, Some(to), &tokens::token(cx, &nonce)?, inviter.as_deref(), left.map(whole))
}

/// In whole days, hours or minutes, as a mail tells it: rather too few than too many.
fn whole(left: Duration) -> Duration {
    let seconds = left.as_secs();
    let unit = [24 * 3600, 3600, 60].into_iter().find(|unit| seconds >= *unit).unwrap_or(1);
    Duration::from_secs(seconds / unit * unit)
}

/// A name as a mail shows it: one line, without what can't be seen, cut, and nothing that turns into a link. (V19)
pub(crate) fn shown(name: &str) -> String {
    let seen = name.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c));
    let mut short: String = seen.clone().take(LONGEST_NAME).collect();
    if seen.count() > LONGEST_NAME {
        short.push('…');
    }
    if is_plain_address(&short) {
        return short;
    }
    short.chars().flat_map(|c| [Some(c), matches!(c, '.' | ':' | '/' | '@').then_some(WORD_JOINER)]).flatten().collect()
}

/// Control characters, and format characters such as those that turn the direction of what follows.
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
        assert_eq!(shown("ann@example.com"), "ann@example.com");
        assert_eq!(shown("Ann Lee"), "Ann Lee");
        assert_eq!(shown("Ann\r\nBcc: x\u{202e}\u{200b}"), "Ann  Bcc:\u{2060} x");
        assert_eq!(shown("see evil.test/a"), "see evil.\u{2060}test/\u{2060}a");
        assert!(!shown("http://evil.test").contains("://"));
        let long = shown(&"x".repeat(500));
        assert_eq!((long.chars().count(), long.chars().last()), (65, Some('…')));
    }
}
