//! The mails to the owner: an account under attack, a sign-in from an unknown browser, and one after wrong passwords.
//!
//! A mail that can't be sent doesn't fail the sign-in. The failure is logged.

use std::time::Duration;

use bytes::Bytes;
use pow_core::{
    DateTime, Error,
    clock::millis,
    conn::Conn,
    cx::Cx,
    json::{Map, Value, json},
    mail::{Circumstances, MailAddress},
    record::User,
    schema::FieldType,
    session::Place,
    telemetry::plain,
    users::{self, INSERTED_AT},
};
use serde::{Deserialize, Serialize};

use crate::{
    Lockout, SECURE_SHOW, UNLOCK_SHOW,
    attempts::{RightPassword, last_sign_in_key},
    fields::{LOCKED_AT, LOCKED_UNTIL},
    mails::{AccountUnderAttack, GuessedPassword, NewBrowser, SignInDetails},
    places::speed,
    tokens,
};

/// The owner is notified if at least this many wrong passwords came before the right one.
const MANY: usize = 5;

/// The first sign-in of an account younger than this needs no mail. The user of an older account has signed in before, even if
/// the cache has lost that sign-in.
const YOUNG: Duration = Duration::from_secs(7 * 24 * 3600);

/// The last sign-in of a user, to compare with the next one.
#[derive(Serialize, Deserialize)]
struct LastSignIn {
    at_ms: i64,
    /// Latitude and longitude.
    place: Option<(f64, f64)>,
}

/// Mails the unlock link. For a user id without an account it does the same work and sends nothing. (E14)
pub(crate) async fn locked(config: &Lockout, cx: &Cx, user_id: &str) -> Result<(), Error> {
    cx.pad_response();
    let pow = cx.pow();
    // The mail needs a separate unit of work, because the form with the wrong password fails and its effects are dropped.
    let own = Cx::with(pow, cx.prefix().clone(), cx.localizer().clone());
    let user = users::find(cx, user_id).await?;
    let owner = match &user {
        Some(user) if users::may_recover(cx, user)? => Some(user.as_ref()),
        _ => None,
    };
    let to = owner.map(MailAddress::of_user).transpose()?.flatten();
    let token = tokens::issue(cx, tokens::UNLOCK, owner, user_id, config.unlock_ttl)?;
    let own = own.for_reader(owner);
    let circumstances = circumstances(cx, owner);
    own.mails().send(
        to,
        &AccountUnderAttack::new(pow.link(UNLOCK_SHOW, &token)?, cx.now() + config.unlock_ttl, circumstances),
    )?;
    tracing::warn!(
        target: "pow::lockout::locked",
        user = owner.and_then(|user| user.id().ok()).map(tracing::field::display),
        "too many wrong passwords for an account: only known browsers can sign in for a while"
    );
    own.settle(Ok(())).await
}

/// Mails the owner about an unusual sign-in with a proof.
pub(crate) async fn signed_in(config: &Lockout, conn: &Conn, user: &User, is_known: bool) {
    if let Err(error) = tell(config, conn, user, is_known).await {
        tracing::error!(target: "pow::lockout::notice_failed", error = %plain(&error), "a notice of a sign-in could not be sent");
    }
}

async fn tell(config: &Lockout, conn: &Conn, user: &User, is_known: bool) -> Result<(), Error> {
    let cx = conn.cx();
    let place = config.places.as_ref().zip(cx.origin().client()).and_then(|(places, client)| places.place(client));
    let (has_last, is_too_fast) = record(config, cx, user, place.as_ref()).await?;
    if is_too_fast {
        tracing::warn!(target: "pow::lockout::too_fast", user = %user.id()?, "a user signed in at two places too far apart to travel between in that time");
    }
    let wrong = conn.sign_in_note::<RightPassword>().map_or(0, |right| right.wrong_before);
    let is_new = !is_known && (has_last || is_older_than(user, cx, YOUNG)?);
    if !config.notices || !cx.pow().policy().notices || !(wrong >= MANY || is_new) {
        return Ok(());
    }
    let (recipients, main) = (users::notice_recipients(cx, user).await?, MailAddress::of_user(user)?);
    let cx = cx.for_reader(Some(user));
    for to in recipients {
        // The link in a mail to another address ends with that address. The link to the main one must outlive a thief who replaces
        // that address.
        let bound = if main.as_ref() == Some(&to) { String::new() } else { to.to_string() };
        let token = tokens::issue(&cx, tokens::SECURE, Some(user), &bound, config.secure_ttl)?;
        let details = SignInDetails {
            circumstances: circumstances(&cx, Some(user)),
            place: place.as_ref().map(|place| place.name.clone()),
            is_too_fast,
            secure_url: cx.pow().link(SECURE_SHOW, &token)?,
        };
        if wrong >= MANY {
            cx.mails().send(Some(to), &GuessedPassword::new(details, wrong))?;
        } else {
            cx.mails().send(Some(to), &NewBrowser::new(details))?;
        }
    }
    Ok(())
}

/// Returns the data that is kept about the user: the lock, without the reason for administrators, and the last sign-in with its
/// place.
pub(crate) async fn user_data(cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
    let mut data = user.to_json(&[LOCKED_AT.name(), LOCKED_UNTIL.name()]);
    let stored = cx.cache().store().get(&last_sign_in_key(cx, user.id()?)).await?;
    if let Some(last) = stored.and_then(|bytes| postcard::from_bytes::<LastSignIn>(&bytes).ok()) {
        let at = DateTime::from_timestamp_millis(last.at_ms).into_value().to_json();
        data.insert("last_sign_in".to_owned(), json!({ "at": at, "latitude_and_longitude": last.place }));
    }
    Ok(data)
}

fn circumstances(cx: &Cx, user: Option<&User>) -> Circumstances {
    user.map_or_else(|| Circumstances::new(cx.now()), |user| cx.mails().circumstances(user))
}

fn is_older_than(user: &User, cx: &Cx, age: Duration) -> Result<bool, Error> {
    let since = cx.now().signed_duration_since(user.get(INSERTED_AT)?);
    Ok(since.num_milliseconds() > millis(age))
}

/// Stores the sign-in, to compare with the next one. Returns whether an earlier sign-in is known, and whether it was too far
/// away.
async fn record(config: &Lockout, cx: &Cx, user: &User, place: Option<&Place>) -> Result<(bool, bool), Error> {
    let key = last_sign_in_key(cx, user.id()?);
    let now = cx.pow().clock().now_ms();
    let place = place.map(|place| (place.latitude, place.longitude));
    let stored = cx.cache().store().get(&key).await?;
    let has_last = stored.is_some();
    let last: Option<LastSignIn> = stored.and_then(|bytes| postcard::from_bytes(&bytes).ok());
    // Without places only the presence of the entry matters, so it need not be written at each sign-in.
    let is_recent = |last: &LastSignIn| now.saturating_sub(last.at_ms) < millis(config.known_for);
    if place.is_some() || !last.as_ref().is_some_and(|last| last.place.is_none() && is_recent(last)) {
        let bytes = postcard::to_allocvec(&LastSignIn { at_ms: now, place }).map_err(Error::other)?;
        cx.cache().store().put(&key, Bytes::from(bytes), Some(2 * config.known_for)).await?;
    }
    let is_too_fast = last.is_some_and(|last| {
        let way = last.place.zip(place);
        way.is_some_and(|(from, to)| speed(from, to, now.saturating_sub(last.at_ms)).is_some())
    });
    Ok((has_last, is_too_fast))
}
