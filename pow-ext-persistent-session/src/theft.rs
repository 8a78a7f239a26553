//! The response to a theft, which is a used cookie that is sent again after its grace period. The cookie's family and
//! sessions end, and the user is notified. [`family`](super::family) detects the theft.

use std::{fmt::Debug, sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    Error, UserId, async_trait,
    cache::Key,
    conn::Conn,
    cx::{Cx, to_completion},
    pages::Flash,
    record::User,
    telemetry::plain,
    users,
};

use crate::{PersistentSession, family::Family, mails::CookieCopied, tokens::Tokens};

/// How long the message for the user's next sign-in is kept.
const NOTICE_TTL: Duration = Duration::from_secs(90 * 24 * 3600);

/// The state of the message for the next sign-in. `PENDING` means that no call of [`OnTheft`] has succeeded yet.
const PENDING: &[u8] = b"pending";
const NOTIFIED: &[u8] = b"notified";

/// Reports a stolen cookie, for example by a mail or to an operator. The default is [`ByMail`].
///
/// The extension also writes a log event and shows a message at the user's next sign-in.
///
/// The method `stolen` is called once for each family that ends. If the call fails or the process ends during it, the
/// call is repeated at the user's next sign-in. Put long work into [`Cx::after_commit`], which runs right after the
/// call. Errors are logged and have no other effect.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Error, async_trait, cx::Cx, record::User};
/// use pow_ext_persistent_session::{OnTheft, PersistentSession};
///
/// #[derive(Debug)]
/// struct Audit;
///
/// #[async_trait]
/// impl OnTheft for Audit {
///     async fn stolen(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
///         let id = user.id()?;
///         cx.after_commit(async move {
///             println!("a cookie of {id} was copied");
///             Ok(())
///         });
///         Ok(())
///     }
/// }
///
/// let extension = PersistentSession::default().on_theft(Audit);
/// # drop(extension);
/// ```
#[async_trait]
pub trait OnTheft: Debug + Send + Sync + 'static {
    /// Reports that two clients used the same cookie of this user.
    ///
    /// # Errors
    /// Any error is logged.
    async fn stolen(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error>;
}

/// Mails the user ([`CookieCopied`]). This is the default.
///
/// The mail is sent to every [address for notices](users::notice_recipients) if the policy's
/// [`notices`](pow_core::policy::Policy::notices) are on and a mailer is set.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByMail;

#[async_trait]
impl OnTheft for ByMail {
    async fn stolen(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        let mail = CookieCopied::new(cx.pow(), cx.mails().circumstances(user));
        for to in users::notice_recipients(cx, user).await? {
            cx.for_reader(Some(user)).mails().send(Some(to), &mail)?;
        }
        Ok(())
    }
}

/// Reports nothing beyond the log event and the message after the user's next sign-in.
#[derive(Clone, Copy, Debug, Default)]
pub struct NextSignIn;

#[async_trait]
impl OnTheft for NextSignIn {
    async fn stolen(&self, _cx: &Cx, _user: &Arc<User>) -> Result<(), Error> {
        Ok(())
    }
}

/// Ends the family and its sessions, and notifies the user. This runs to the end even if the client disconnects,
/// because the client may be the thief. (PS1)
pub(crate) async fn report(config: &PersistentSession, cx: &Cx, user: &Arc<User>, family: Family) -> Result<(), Error> {
    let (config, detached, user) = (config.clone(), cx.clone(), Arc::clone(user));
    to_completion(async move { end(&config, &detached, &user, &family).await }).await
}

/// Runs all required steps before it removes the family. If one of them fails, the family still exists, and the next
/// use of the cookie detects the theft again.
///
/// Later steps only log their errors, because they would not be retried.
async fn end(config: &PersistentSession, cx: &Cx, user: &Arc<User>, family: &Family) -> Result<(), Error> {
    let (sessions, cache, notice) = (cx.pow().sessions(), cx.pow().cache(), key(cx, family.user));
    let mut ended = sessions.revoke_client(family.user, family.fingerprint()).await?;
    let is_new = cache.put_if_absent(&notice, Bytes::from_static(PENDING), Some(NOTICE_TTL)).await?;
    if !Tokens::new(cx, config).remove(family.user, family.id).await? {
        return Ok(());
    }
    // Revokes sessions that began concurrently.
    match sessions.revoke_client(family.user, family.fingerprint()).await {
        Ok(more) => ended += more,
        Err(error) => tracing::error!(
            target: "pow::persistent_session::revoke_failed",
            user = %family.user,
            error = %plain(error),
            "sessions that began with a stolen cookie could not be revoked and live until they expire"
        ),
    }
    tracing::warn!(
        target: "pow::persistent_session::stolen",
        user = %family.user,
        sessions = ended,
        "a used cookie was sent again, which means that it was copied; the persistent session and the sessions that it began were ended"
    );
    let notified = async {
        if !is_new {
            // The message of an earlier theft still exists.
            cache.compare_and_swap(&notice, NOTIFIED, Bytes::from_static(PENDING), Some(NOTICE_TTL)).await?;
        }
        config.on_theft.stolen(cx, user).await?;
        cx.mails().post().await?;
        cache.compare_and_swap(&notice, PENDING, Bytes::from_static(NOTIFIED), Some(NOTICE_TTL)).await
    };
    if let Err(error) = notified.await {
        log_failed_notice(error);
    }
    Ok(())
}

fn log_failed_notice(error: Error) {
    tracing::error!(target: "pow::persistent_session::notice_failed", error = %plain(error), "the report of a stolen cookie failed");
}

/// Shows the message once to the user, who has just signed in. Reports the theft again if the first report failed.
pub(crate) async fn notify(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<(), Error> {
    let Some(notice) = conn.pow().cache().take(&key(conn.cx(), user.id()?)).await? else { return Ok(()) };
    conn.flash(Flash::error("persistent-session-stolen"));
    if *notice == *PENDING
        && let Err(error) = config.on_theft.stolen(conn.cx(), user).await
    {
        log_failed_notice(error);
    }
    Ok(())
}

fn key(cx: &Cx, user: UserId) -> Key {
    cx.cache().key().name("persistent_session_stolen").id(user)
}
