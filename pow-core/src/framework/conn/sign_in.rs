//! The one place where users are signed in and out.

use std::{mem, sync::Arc};

use super::{Conn, Reply};
use crate::{
    Error,
    csrf::CsrfSecret,
    extension::{Action, AuthMethod, Outcome, Recognised, SignIn},
    messages::{Message, keys},
    pages::Flash,
    record::User,
    redirects::with_request_path,
    session::{Session, SignedSession},
    telemetry::{LogGate, plain},
    users::AUTH_EPOCH,
};

/// How a sign-in ended.
#[derive(Debug)]
#[must_use]
pub enum SignedIn {
    /// The user has a session.
    Established,
    /// There is no session. An extension denied the sign-in, or a service was unavailable ([`Conn::sign_in_after`]). The reply
    /// says which.
    Denied(Reply),
    /// The user must pass this action first. There is no session.
    Challenged(Action),
}

/// The user of [`Recognised::Limited`], until a guard lets the user in.
pub(crate) struct Limited(pub(crate) Arc<User>);

impl SignedIn {
    /// Marks a denial as a refusal with the status 403, unless the extension's reply has its own status or code.
    pub(super) fn refusing(self) -> Self {
        match self {
            Self::Denied(reply) => Self::Denied(reply.refuse_by_default(403, keys::SIGN_IN_DENIED)),
            other => other,
        }
    }

    /// Returns the outcome of the action: [`Outcome::Ok`] if there is a session, or else the answer that says why there is
    /// none.
    ///
    /// # Errors
    /// If the challenge's action has no route.
    pub fn into_outcome(self, user: Arc<User>, conn: &Conn) -> Result<Outcome, Error> {
        match self {
            Self::Established => Ok(Outcome::Ok(Some(user))),
            other => other.reply(conn).map(Outcome::Halt),
        }
    }

    /// Returns the answer: the extension's reply, the redirect to the challenge, or the redirect after a sign-in.
    ///
    /// # Errors
    /// If the challenge's action has no route.
    pub fn reply(self, conn: &Conn) -> Result<Reply, Error> {
        match self {
            Self::Denied(reply) => Ok(reply),
            Self::Challenged(action) => challenge(conn, action),
            Self::Established => Ok(Reply::redirect(conn.pow().redirects().after_sign_in(conn))),
        }
    }
}

/// Redirects to the challenge, with the path that the visitor asked for.
fn challenge(conn: &Conn, action: Action) -> Result<Reply, Error> {
    let path = conn.path(action);
    let path = path.ok_or_else(|| {
        Error::Config(format!("the challenge {action} of a sign-in has no route: register a route for this action"))
    })?;
    let path = match conn.request_path().or_else(|| conn.return_path()) {
        Some(wanted) => with_request_path(&path, &wanted),
        None => path,
    };
    Ok(Reply::redirect(path).refuse(401, keys::CHALLENGE))
}

/// Logs that the browser has forgotten its session, although the store may still have it.
pub(crate) fn note_unfinished(error: &Error) {
    static UNFINISHED: LogGate = LogGate::new();
    if let Some(held_back) = UNFINISHED.open_now() {
        tracing::error!(
            target: "pow::sign_out::unfinished",
            error = %plain(error),
            held_back,
            "the session cookie of a browser was removed, but the session could not be ended"
        );
    }
}

impl Conn {
    /// Signs the user in, unless an extension denies it. A new session with a new id begins, and the old session ends.
    ///
    /// Every way to sign in calls this method: password, registration, invitation. The `before_sign_in` of each extension
    /// therefore applies to all of them.
    ///
    /// # Errors
    /// Faults of the database, the cache or an extension. The user is then not signed in.
    pub async fn sign_in(&mut self, user: &Arc<User>) -> Result<SignedIn, Error> {
        self.authorize(user, AuthMethod::Proved, Vec::new()).await.map(SignedIn::refusing)
    }

    /// Signs the user in like [`Conn::sign_in`], after a committed action, such as a registration or the use of a link. The
    /// visitor can't repeat such an action. If a service is unavailable, the reply therefore redirects to the sign-in page and
    /// shows `missed`, which says that the action is done and how to continue.
    ///
    /// A denied sign-in doesn't refuse the request: a client that reads JSON gets a 200 without a session.
    ///
    /// # Errors
    /// As [`Conn::sign_in`], except [`Error::Unavailable`] and [`Error::Busy`].
    pub async fn sign_in_after(&mut self, user: &Arc<User>, missed: impl Into<Message>) -> Result<SignedIn, Error> {
        let before = self.effects.cookies.clone();
        match self.authorize(user, AuthMethod::Proved, Vec::new()).await {
            Err(error @ (Error::Unavailable { .. } | Error::Busy { .. })) => {
                // The browser keeps neither the session nor the cookies of a sign-in that failed.
                self.effects.cookies = before;
                Ok(SignedIn::Denied(self.missed(&error, missed.into()).await))
            }
            other => other,
        }
    }

    /// Redirects to the sign-in page if the user can't be signed in at the moment.
    async fn missed(&mut self, error: &Error, missed: Message) -> Reply {
        tracing::error!(
            target: "pow::sign_in::missed",
            error = %plain(error),
            told = %missed.key,
            "a user's action is done, but the user could not be signed in"
        );
        let _ = self.end_session().await;
        self.flash(Flash::info(missed));
        let redirects = self.pow().redirects().clone();
        Reply::redirect(redirects.session_path(self))
    }

    /// Signs in the user that an extension recognised.
    pub(crate) async fn recognise(&mut self, recognised: Recognised) -> Result<SignedIn, Error> {
        match recognised {
            Recognised::Remembered(user) => self.authorize(&user, AuthMethod::Remembered, Vec::new()).await,
            Recognised::ForThisRequest(user) => self.authorize(&user, AuthMethod::ForThisRequest, Vec::new()).await,
            Recognised::Limited(user) => {
                let outcome = self.authorize(&user, AuthMethod::ForThisRequest, Vec::new()).await?;
                if self.user.take().is_some() {
                    self.state.put(Limited(user));
                }
                Ok(outcome)
            }
        }
    }

    /// Asks every extension, then tells each how the sign-in ended.
    pub(super) async fn authorize(
        &mut self,
        user: &Arc<User>,
        method: AuthMethod,
        passed: Vec<String>,
    ) -> Result<SignedIn, Error> {
        self.auth_method = Some(method);
        let outcome = self.ask(user, method, passed).await?;
        for extension in self.pow().clone().hooks() {
            extension.after_sign_in(self, user, &outcome).await?;
        }
        Ok(outcome)
    }

    /// Asks every extension, each time from the first one on. A denial by one extension has precedence over a challenge by
    /// another. The order of the list therefore doesn't decide whether the user is signed in, or whether a denial or a
    /// challenge comes first.
    async fn ask(&mut self, user: &Arc<User>, method: AuthMethod, passed: Vec<String>) -> Result<SignedIn, Error> {
        let mut challenge = None;
        for extension in self.pow().clone().hooks() {
            match extension.before_sign_in(self, user).await? {
                SignIn::Allow => {}
                SignIn::Challenge(action) if passed.contains(&action.to_string()) => {}
                SignIn::Challenge(action) => challenge = challenge.or(Some(action)),
                SignIn::Deny(reply) => {
                    self.reject_sign_in().await?;
                    return Ok(SignedIn::Denied(reply));
                }
            }
        }
        if let Some(action) = challenge {
            // A user who is authenticated for one request can't pass a challenge, because a session would begin after it. The
            // challenge of another request must also stay in the browser.
            if method != AuthMethod::ForThisRequest {
                self.end_session().await?;
                self.set_pending(user, method, action, passed)?;
            }
            return Ok(SignedIn::Challenged(action));
        }
        match method {
            AuthMethod::ForThisRequest => self.user = Some(user.clone()),
            method => self.start_session(user, method).await?,
        }
        Ok(SignedIn::Established)
    }

    /// Gives the session a new id. Call it after every change of authority that is not a sign-in (P22). If the session has
    /// ended meanwhile, no user is signed in for the rest of this request. The browser's cookie is then not removed: it is
    /// invalid anyway, and if another request has renewed the session, the browser may already have the new cookie.
    ///
    /// # Errors
    /// Faults of the cache.
    pub async fn renew_session(&mut self, user: &Arc<User>) -> Result<(), Error> {
        let Some(session) = self.session.take() else { return Ok(()) };
        let epoch = user.get(AUTH_EPOCH)?;
        match self.pow().sessions().regenerate(session.reference(), epoch).await? {
            Some(signed) => self.hold(user, signed),
            None => {
                self.user = None;
                Ok(())
            }
        }
    }

    /// Gives the session a new id like [`Conn::renew_session`], after a committed change. If a service is unavailable, a
    /// session that is still valid keeps its id. If the session is invalid, the returned reply redirects to the sign-in page
    /// and shows `missed`, which says that the change is done.
    ///
    /// # Errors
    /// As [`Conn::renew_session`], except [`Error::Unavailable`] and [`Error::Busy`].
    pub async fn renew_session_after(
        &mut self,
        user: &Arc<User>,
        missed: impl Into<Message>,
    ) -> Result<Option<Reply>, Error> {
        let present = self.session.clone();
        let error = match self.renew_session(user).await {
            Err(error @ (Error::Unavailable { .. } | Error::Busy { .. })) => error,
            other => return other.map(|()| None),
        };
        let epoch = user.get(AUTH_EPOCH)?;
        if let Some(present) = present.filter(|present| present.epoch() == epoch) {
            tracing::warn!(
                target: "pow::session::same_id",
                error = %plain(&error),
                "the account was changed, but its session could not get a new id; the session keeps the old id"
            );
            self.session = Some(present);
            return Ok(None);
        }
        Ok(Some(self.missed(&error, missed.into()).await))
    }

    async fn start_session(&mut self, user: &Arc<User>, method: AuthMethod) -> Result<(), Error> {
        let mut new = mem::take(&mut self.next_session);
        new.authenticated = method == AuthMethod::Proved;
        new.metadata.ip = self.request.peer;
        new.metadata.user_agent.clone_from(&self.request.user_agent);
        new.metadata.first_seen_at.get_or_insert_with(|| self.cx.pow().clock().now_ms());
        // A browser keeps its fingerprint when another user signs in.
        new.fingerprint = new.fingerprint.or_else(|| self.session.as_ref().map(Session::fingerprint));
        let (id, epoch) = (user.id()?, user.get(AUTH_EPOCH)?);
        let replaced = self.session.as_ref().map(Session::reference);
        let signed = self.pow().sessions().create(id, epoch, new, replaced).await?;
        self.hold(user, signed)
    }

    fn hold(&mut self, user: &Arc<User>, signed: SignedSession) -> Result<(), Error> {
        self.effects.client.session = Some(Some(signed.cookie.expose().clone()));
        self.keep_pending(None);
        self.forget_user_id();
        self.session = Some(signed.session);
        self.user = Some(user.clone());
        self.new_csrf_secret()
    }

    /// Ends the session as a denied sign-in does. Use it for an answer that must look like that of a denied sign-in.
    ///
    /// # Errors
    /// Faults of the cache.
    pub async fn reject_sign_in(&mut self) -> Result<(), Error> {
        self.end_session().await
    }

    /// Ends the session, in the store and in the browser.
    ///
    /// # Errors
    /// Faults of the cache or of an extension. The browser still forgets the session, if the answer has the effects of this
    /// request. But the store may still have the session, so don't report that it has ended.
    pub async fn sign_out(&mut self) -> Result<(), Error> {
        let ended = self.session.clone();
        let mut done = self.end_session().await;
        if let Err(fault) = &done {
            self.note_store(fault);
        }
        self.forget_all();
        self.new_csrf_secret()?;
        // Every extension is called, even if another one fails, so that each can forget this browser.
        for extension in self.pow().clone().hooks() {
            let told = extension.after_sign_out(self, ended.as_ref()).await;
            done = done.and(told);
        }
        done
    }

    /// Signs the user out like [`Conn::sign_out`], after a committed action, such as the deletion of the account. A fault is
    /// only logged, so that it doesn't hide that the action is done.
    pub async fn sign_out_after(&mut self) {
        if let Err(error) = self.sign_out().await {
            note_unfinished(&error);
        }
    }

    /// Ends the session in the browser first, because that can't fail.
    async fn end_session(&mut self) -> Result<(), Error> {
        self.user = None;
        self.effects.client.session = Some(None);
        self.keep_pending(None);
        match self.session.take() {
            Some(session) => self.pow().sessions().delete(session.reference()).await.map(drop),
            None => Ok(()),
        }
    }

    fn new_csrf_secret(&mut self) -> Result<(), Error> {
        self.csrf = CsrfSecret::random()?;
        let signed = self.pow().signers().csrf.sign(&self.csrf.to_bytes());
        self.effects.client.csrf = Some(Some(signed));
        Ok(())
    }
}
