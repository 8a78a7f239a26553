//! What happens when a spent cookie comes back: everything that came from it ends, and the user is told.

use std::{fmt::Debug, sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    Error, UserId, async_trait,
    cache::Key,
    conn::Conn,
    cx::{Cx, to_completion},
    mail::MailAddress,
    pages::Flash,
    record::User,
    telemetry::plain,
};

use crate::{PersistentSession, family::Family, mails::CookieCopied, tokens::Tokens};

/// Who hasn't signed in again after this long has nothing to be told of any more.
const NOTICE_TTL: Duration = Duration::from_secs(90 * 24 * 3600);

/// The user is told at the next sign-in. `OWED`: [`OnTheft`] has not told them yet. `TOLD`: it has.
const OWED: &[u8] = b"owed";
const TOLD: &[u8] = b"told";

/// Told of a stolen cookie, besides the log and the user's next sign-in: sends a mail, tells an operator. The default is
/// [`ByMail`].
///
/// It is called once for each family that ends, and once more at the user's next sign-in if it failed or the process ended
/// meanwhile. The implementer does what takes time in [`Cx::after_commit`], which runs right afterwards; a fault of either is
/// logged and changes nothing else.
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
    /// A cookie of this user was used by two.
    ///
    /// # Errors
    /// Whatever goes wrong: it is logged.
    async fn stolen(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error>;
}

/// A mail to the user, [`CookieCopied`]: the default. As all notices it is sent only if the policy's
/// [`notices`](pow_core::policy::Policy::notices) are on, and where there are a mailer and an address.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByMail;

#[async_trait]
impl OnTheft for ByMail {
    async fn stolen(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        match MailAddress::of_user(user)?.filter(|_| cx.pow().policy().notices) {
            Some(address) => cx.for_reader(Some(user)).mails().send(Some(address), &CookieCopied::new(cx.pow())),
            None => Ok(()),
        }
    }
}

/// Nothing more than what always happens: a line in the log, and a message to the user after the next sign-in.
#[derive(Clone, Copy, Debug, Default)]
pub struct NextSignIn;

#[async_trait]
impl OnTheft for NextSignIn {
    async fn stolen(&self, _cx: &Cx, _user: &Arc<User>) -> Result<(), Error> {
        Ok(())
    }
}

/// Ends the family and its sessions, and sees to it that the user is told, even if the client hangs up: the request may be
/// the thief's. (PS1)
pub(crate) async fn raise(config: &PersistentSession, cx: &Cx, user: &Arc<User>, family: Family) -> Result<(), Error> {
    let (config, alarm, user) = (config.clone(), cx.clone(), Arc::clone(user));
    to_completion(async move { end(&config, &alarm, &user, &family).await }).await
}

/// Whatever must not be left out comes before the end of the family, so that a fault in between leaves the family there to
/// raise the alarm again. What comes after it is tried and logged: it would not be called a second time.
async fn end(config: &PersistentSession, cx: &Cx, user: &Arc<User>, family: &Family) -> Result<(), Error> {
    let (sessions, cache, notice) = (cx.pow().sessions(), cx.pow().cache(), key(cx, family.user));
    let mut ended = sessions.revoke_client(family.user, family.fingerprint()).await?;
    let owed = cache.put_if_absent(&notice, Bytes::from_static(OWED), Some(NOTICE_TTL)).await?;
    if !Tokens::new(cx, config).remove(family.user, family.id).await? {
        return Ok(());
    }
    // For a session that began in between.
    match sessions.revoke_client(family.user, family.fingerprint()).await {
        Ok(more) => ended += more,
        Err(error) => tracing::error!(
            target: "pow::persistent_session::unended",
            user = %family.user,
            error = %plain(error),
            "sessions that a stolen cookie began may live on until they run out"
        ),
    }
    tracing::warn!(
        target: "pow::persistent_session::stolen",
        user = %family.user,
        sessions = ended,
        "a remember-me cookie that was used up came back: its family and the sessions that it began are ended"
    );
    let told = async {
        if !owed {
            // Of an earlier alarm, after which the user hasn't signed in.
            cache.compare_and_swap(&notice, TOLD, Bytes::from_static(OWED), Some(NOTICE_TTL)).await?;
        }
        config.on_theft.stolen(cx, user).await?;
        cx.mails().post().await?;
        cache.compare_and_swap(&notice, OWED, Bytes::from_static(TOLD), Some(NOTICE_TTL)).await
    };
    if let Err(error) = told.await {
        untold(error);
    }
    Ok(())
}

fn untold(error: Error) {
    tracing::error!(target: "pow::persistent_session::untold", error = %plain(error), "the notice of a stolen cookie failed");
}

/// Tells the user who has just signed in, once; and by mail, too, if that could not be sent.
pub(crate) async fn tell(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<(), Error> {
    let Some(notice) = conn.pow().cache().take(&key(conn.cx(), user.id()?)).await? else { return Ok(()) };
    conn.flash(Flash::error("persistent-session-stolen"));
    if *notice == *OWED
        && let Err(error) = config.on_theft.stolen(conn.cx(), user).await
    {
        untold(error);
    }
    Ok(())
}

fn key(cx: &Cx, user: UserId) -> Key {
    cx.cache().key().name("persistent_session_stolen").id(user)
}
