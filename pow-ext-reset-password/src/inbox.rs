//! The page "Check your inbox". The page is made from the address that the browser keeps. It is therefore the same for
//! known and unknown addresses, and a reload shows it again. (E8)

use pow_core::{
    Error,
    conn::{Conn, Reply},
    messages::Message,
    pages::CheckInbox,
    policy::PageFlow,
};

use crate::{CREATE, NEW, ResetPassword, SENT};

/// The name of the kept value: a digit, which says whether the mail was sent again, and the address as it was typed.
const NAME: &str = "reset_password_inbox";

/// The value that the browser keeps after the request for a link.
pub(crate) struct Inbox {
    pub(crate) address: String,
    sent_again: bool,
}

impl Inbox {
    /// Reads what the browser keeps.
    pub(crate) fn read(conn: &Conn) -> Option<Self> {
        let kept = conn.kept(NAME)?;
        let (mark, address) = kept.split_at_checked(1)?;
        Some(Self { address: address.to_owned(), sent_again: mark == "1" })
    }

    /// Keeps the address for as long as a link works.
    pub(crate) fn keep(extension: &ResetPassword, conn: &mut Conn, address: &str) -> Result<(), Error> {
        let sent_again = Self::read(conn).is_some_and(|before| before.address == address);
        let ttl = extension.link_ttl(conn.pow().policy());
        conn.keep(NAME, &format!("{}{address}", u8::from(sent_again)), ttl)
    }
}

/// Removes what the browser keeps.
pub(crate) fn forget(conn: &mut Conn) {
    conn.forget(NAME);
}

/// Returns the path of the page. `None` if the policy or the application wants the plain flow.
pub(crate) fn path(conn: &Conn) -> Option<String> {
    (conn.pow().policy().page_flow == PageFlow::Guided).then(|| conn.path(SENT)).flatten()
}

/// Returns the page. If the browser keeps no address, redirects to the form that asks for one.
pub(crate) fn page(extension: &ResetPassword, conn: &Conn) -> Result<Reply, Error> {
    let Some(inbox) = Inbox::read(conn) else {
        let path = conn.path(NEW).unwrap_or_else(|| conn.pow().redirects().session_path(conn));
        return Ok(Reply::redirect(path));
    };
    let page = CheckInbox::new(Message::new("reset-password-inbox-text"))
        .address(Some(inbox.address))
        .ttl(Some(extension.link_ttl(conn.pow().policy())))
        .resend_path(conn.path(CREATE))
        .change_path(conn.path(NEW))
        .sent_again(inbox.sent_again);
    conn.page(200, &page)
}
