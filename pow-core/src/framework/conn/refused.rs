//! Refused forms. The answer to a form has the address of the form's action, which can't be opened: *Back* and a reload would
//! ask the user to send the form again. A refused form therefore redirects (303) to its page, which shows the typed values and
//! the errors once.
//!
//! That page waits in the cache, sealed, for the browser that sent the form. A [kept value](Conn::keep) tells that a page
//! waits, so that other requests don't read the cache. The waiting page replaces the page that the same visitor would get
//! otherwise, so guards and hooks apply to it.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::timeout;

use super::{ClientKind, Conn, Known, Reply, repeat};
use crate::{cache::Key, cx::Cx, extension::Method, path::LocalPath, policy::PageFlow};

/// The statuses of a refused form: it was invalid, or there were too many attempts.
const REFUSED: [u16; 2] = [422, 429];
/// The name of the kept value with the address of the waiting page.
pub(super) const WAITING: &str = "refused_form";
/// How long the page waits for its browser.
pub(super) const TTL: Duration = repeat::PAGE;
/// The longest page of a signed-in user that waits, in bytes. Each browser has one such page.
const USERS_PAGE: usize = 256 * 1024;
const ID: usize = 32;

impl Conn {
    /// Redirects a browser from a refused form to the form's page. Other replies are unchanged, and so are replies to scripts,
    /// programs and text browsers. If the cache is unavailable, the answer is the page itself.
    pub(crate) async fn lead_to_refused_form(&mut self, reply: Reply) -> Reply {
        if !REFUSED.contains(&reply.status) {
            return reply;
        }
        let path = self.form_address();
        self.lead_to_page(path, reply).await
    }

    /// Begins the same request again without its effects, to show the page of a form that could not be processed. Returns
    /// `None` if the session has changed.
    pub(crate) fn again(self) -> Option<Self> {
        let client = &self.effects.client;
        if client.session.is_some() || client.csrf.is_some() || self.user.is_some() != self.session.is_some() {
            return None;
        }
        let pow = self.pow().clone();
        let cx = Cx::with(&pow, pow.tenant().clone(), self.cx.localizer().clone());
        let known = Known {
            session: self.session,
            user: self.user,
            csrf: self.csrf,
            csrf_is_new: self.csrf_is_new,
            pending: self.pending,
            kept: self.kept,
            flash: Vec::new(),
        };
        let again = Self::new(cx, self.request, known);
        Some(Self { action: self.action, state: self.state, ..again })
    }

    /// Returns the address of the page with the form of this request. `None` if the address would show the token of a mailed
    /// link.
    pub(crate) fn form_address(&self) -> Option<LocalPath> {
        let shows_token = self.page_of_form()?.is_secret_link && self.request.link.is_none();
        if shows_token { None } else { self.page_path() }
    }

    /// Redirects a browser to the page at `path`, which shows `reply` once.
    pub(crate) async fn lead_to_page(&mut self, path: Option<LocalPath>, reply: Reply) -> Reply {
        let is_guided = self.pow().policy().page_flow == PageFlow::Guided;
        let is_browser = self.request.client == ClientKind::Browser && !self.request.is_without_cookies;
        let Some(path) = path.filter(|_| is_guided && is_browser && self.request.may_navigate) else { return reply };
        if !self.has_csrf_secret() || !self.keep_page(path.as_str(), &reply).await {
            return reply;
        }
        match self.keep(WAITING, path.as_str(), TTL) {
            // The page shows the flash messages.
            Ok(()) => Reply { shows_flash: true, ..Reply::redirect(path.as_str()) },
            Err(_) => reply,
        }
    }

    /// Shows the waiting page of a refused form, if this request has the page's address.
    pub(crate) async fn show_refused_form(&mut self, reply: Reply) -> Reply {
        if self.request.method != Some(Method::Get) || self.kept(WAITING).as_deref() != Some(&self.request.uri) {
            return reply;
        }
        self.forget(WAITING);
        if reply.status != 200 {
            return reply;
        }
        match self.waiting_page().await {
            Some(body) => Reply { body, ..reply },
            None => reply,
        }
    }

    async fn keep_page(&self, path: &str, reply: &Reply) -> bool {
        let (id, key) = self.place_of(path);
        let page = [&id[..], reply.body.as_bytes()].concat();
        let Ok(sealed) = self.pow().signers().answers.seal(&page) else { return false };
        // A page with a long list is for a user. Visitors can't fill the cache.
        let most = if self.user().is_some() { USERS_PAGE } else { repeat::MAX_ANSWER };
        if sealed.len() > most {
            return false;
        }
        let cache = self.pow().cache();
        let put = timeout(repeat::PATIENCE, cache.put(&key, Bytes::from(sealed), Some(TTL)));
        matches!(put.await, Ok(Ok(())))
    }

    async fn waiting_page(&self) -> Option<String> {
        let (id, key) = self.place_of(&self.request.uri);
        let sealed = timeout(repeat::PATIENCE, self.pow().cache().get(&key)).await.ok()?.ok()??;
        let page = self.pow().signers().answers.open(&sealed)?;
        String::from_utf8(page.strip_prefix(&id)?.to_vec()).ok()
    }

    /// Returns the page's id and the key of its cache entry. A browser has one entry for all pages. Id and key depend on the
    /// browser's secret, which a sign-in or a sign-out changes.
    fn place_of(&self, path: &str) -> ([u8; ID], Key) {
        let place = self.csrf.derive(b"refused place", b"");
        let key = self.pow().cx().cache().key().name("refused").bytes(&place);
        (self.csrf.derive(b"refused", path.as_bytes()), key)
    }
}
