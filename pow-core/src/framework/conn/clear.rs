//! `Clear-Site-Data` at the end of a session.

use std::time::Duration;

use super::{Conn, Reply};
use crate::Error;

/// The kept value that tells the next page to repeat the header.
const MARK: &str = "clear_site_data";
/// How long the browser may take from the redirect to the page.
const MARK_TTL: Duration = Duration::from_secs(60);

impl Conn {
    /// Adds the header if the policy says so. WebKit ignores the header on a redirect, so the page after a redirect also has
    /// it.
    ///
    /// The header doesn't clear cookies: the framework removes its own, and the others belong to the application. (S21)
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes.
    pub(crate) fn clear_site_data(&mut self, reply: Reply) -> Result<Reply, Error> {
        if !self.pow().policy().clear_site_data {
            return Ok(reply);
        }
        if !reply.shows_flash && !self.request.client.reads_json() {
            self.keep(MARK, "", MARK_TTL)?;
        }
        Ok(with_header(reply))
    }

    /// Adds the header to the page after a redirect that had the header.
    pub(super) fn clear_site_data_again(&mut self, reply: Reply) -> Reply {
        let may_be_marked = self.pow().policy().clear_site_data && reply.shows_flash;
        if !may_be_marked || self.kept(MARK).is_none() {
            return reply;
        }
        self.forget(MARK);
        with_header(reply)
    }
}

fn with_header(reply: Reply) -> Reply {
    reply.header("clear-site-data", "\"cache\", \"storage\"")
}
