//! The default implementation of `Users`.

use std::{sync::Arc, time::Duration};

use super::{
    AUTH_EPOCH, Attempt, AttemptKind, Credentials, NewPassword, PASSWORD_HASH, Users, Written, attempt::attempt, find,
    password::check_current_password, write,
};
use crate::{
    Error,
    changeset::{Changeset, Operation, SCOPE, cast, validate_contact, validate_password, validate_user_id},
    cx::{Cx, pad_step},
    identifier::{UserIdField, email::EmailAddress, phone::PhoneNumber},
    messages::{Message, keys},
    params::Params,
    password::Verdict,
    record::User,
    schema::{ID, Value},
    secret::Secret,
    store::{Condition, Filter},
    telemetry::plain,
};

/// The framework's implementation of `Users`, with its default methods.
#[derive(Clone, Copy, Debug, Default)]
pub struct BaseUsers;

impl Users for BaseUsers {
    fn reads_plainly(&self) -> bool {
        true
    }
}

/// The minimum duration of each step before and after the hash: reading the row, and logging. Without this padding, the answer
/// for a known user takes 15 to 80 µs longer.
const STEP: Duration = Duration::from_millis(1);

/// Records that the current password was compared with the stored hash in this unit of work.
pub(super) struct CurrentIsStored;

pub(super) async fn authenticate(cx: &Cx, credentials: &Credentials) -> Result<Option<Arc<User>>, Error> {
    let typed = Attempt::new(AttemptKind::PASSWORD, subject(cx, credentials));
    attempt(cx, &typed, check(cx, credentials), Option::is_some).await
}

/// Returns the typed user id in its normalised form. Extensions may find the user by an address or a phone number, so these are
/// normalised, too: every spelling gives the same subject. Any other text is trimmed and lowercased.
fn subject(cx: &Cx, credentials: &Credentials) -> String {
    let typed = credentials.user_id.as_deref().unwrap_or_default();
    let grammar = cx.pow().policy().email_grammar;
    let normalized = cx.pow().user_id_field().normalize(typed, grammar).ok();
    let address = || EmailAddress::parse(typed, grammar).map(EmailAddress::into_string).ok();
    let number = || PhoneNumber::parse(typed).map(|number| number.as_str().to_owned()).ok();
    normalized.or_else(address).or_else(number).unwrap_or_else(|| typed.trim().to_lowercase())
}

async fn check(cx: &Cx, credentials: &Credentials) -> Result<Option<Arc<User>>, Error> {
    let pow = cx.pow();
    let policy = pow.policy();
    let password = credentials.password.as_ref().filter(|typed| typed.expose().len() <= policy.password.max_bytes);
    let Some(password) = password else {
        pad_step(STEP, async {}).await;
        pow.passwords().dummy().await?;
        cx.pad_from_now();
        return Ok(pad_step(STEP, async { failed(None) }).await);
    };
    let typed = credentials.user_id.as_deref();
    let user = match typed {
        Some(typed) => pad_step(STEP, find(cx, typed)).await?,
        None => pad_step(STEP, async { None }).await,
    };
    let hash = user.as_ref().map(|user| user.get(PASSWORD_HASH)).transpose()?.flatten();
    let verdict = pow.passwords().verify(password, hash.as_deref()).await?;
    cx.pad_from_now();
    match verdict {
        Verdict::Invalid => Ok(pad_step(STEP, async { failed(user) }).await),
        Verdict::Valid => Ok(user),
        Verdict::Outdated(new) => {
            if let (Some(user), Some(old)) = (&user, hash) {
                // The sign-in succeeds with the old hash. The next sign-in tries again.
                if let Err(error) = rehash(cx, user, old, new).await {
                    tracing::warn!(
                        target: "pow::password::not_rehashed",
                        error = %plain(error),
                        "an outdated password hash could not be replaced"
                    );
                }
            }
            Ok(user)
        }
    }
}

/// Logs a failed sign-in. Only the operator may learn whether the user exists.
fn failed(user: Option<Arc<User>>) -> Option<Arc<User>> {
    let id = user.as_ref().and_then(|user| user.id().ok()).map(tracing::field::display);
    tracing::info!(target: "pow::sign_in::failed", user = id, "unknown user or wrong password");
    None
}

/// Compare-and-set on the old hash: a password that was changed meanwhile stays changed.
async fn rehash(cx: &Cx, user: &User, old: String, new: String) -> Result<(), Error> {
    let table = cx.pow().schema().users();
    let mut tx = cx.begin().await?;
    let filter =
        Filter::eq(ID.name(), Value::Id(user.id()?)).and(Condition::Eq(PASSWORD_HASH.name(), Value::Text(old)));
    let written = tx.update(table, filter, vec![(PASSWORD_HASH.name(), Value::Text(new))]).await?;
    let replaced =
        written.map_err(|conflict| Error::database(format!("a new hash caused a conflict: {:?}", conflict.fields)))?;
    tx.commit().await?;
    if replaced > 0 {
        tracing::info!(target: "pow::password::rehashed", user = %user.id()?, "replaced an outdated password hash");
    }
    Ok(())
}

pub(super) async fn create(cx: &Cx, params: &Arc<Params>) -> Result<Written, Error> {
    let changeset = Changeset::new(Operation::CREATE, None, params.clone());
    let changeset = validated(cx, changeset)?;
    write(cx, changeset).await
}

pub(super) async fn update(cx: &Cx, user: &Arc<User>, params: &Arc<Params>) -> Result<Written, Error> {
    // The cached user can be older than the row by up to the renewal interval.
    let fresh = cx.pow().users().get(cx, user.id()?).await?;
    // If the epoch differs, the session has ended since the request came in.
    let epoch = user.get(AUTH_EPOCH)?;
    let Some(fresh) = fresh.filter(|fresh| fresh.get(AUTH_EPOCH).is_ok_and(|now| now == epoch)) else {
        let mut changeset = Changeset::new(Operation::UPDATE, Some(user.clone()), params.clone());
        changeset.error(cx.pow().user_id_field().name(), Message::new(keys::ERROR_CHANGED_MEANWHILE));
        return Ok(Err(changeset));
    };
    let mut changeset = validated(cx, Changeset::new(Operation::UPDATE, Some(fresh), params.clone()))?;
    check_current_password(cx, &mut changeset, params).await?;
    // The check of a password takes as long as a hash, so the padding counts from here.
    cx.pad_from_now();
    write(cx, changeset).await
}

/// The phases before the write: cast, the core's validation, the extensions' changesets.
pub(super) fn validated(cx: &Cx, changeset: Changeset) -> Result<Changeset, Error> {
    validated_with(cx, changeset, NewPassword::Required)
}

pub(super) fn validated_with(cx: &Cx, mut changeset: Changeset, password: NewPassword) -> Result<Changeset, Error> {
    cast(&mut changeset, cx.pow().schema().users());
    check_names(cx, &mut changeset);
    check_password(cx, &mut changeset, password)?;
    ask_extensions(cx, &mut changeset);
    Ok(changeset)
}

/// Validates the user id, and the email address of users who have one beside their user id.
pub(super) fn check_names(cx: &Cx, changeset: &mut Changeset) {
    let pow = cx.pow();
    validate_user_id(changeset, pow.user_id_field(), pow.policy());
    if let Some(field) = pow.contact_field() {
        validate_contact(changeset, field, pow.policy());
    }
}

pub(super) fn ask_extensions(cx: &Cx, changeset: &mut Changeset) {
    for extension in cx.pow().hooks() {
        extension.changeset(cx, changeset);
    }
}

/// Validates the password by the policy. It must not be guessable from the site or the user.
pub(super) fn check_password(cx: &Cx, changeset: &mut Changeset, password: NewPassword) -> Result<(), Error> {
    let pow = cx.pow();
    let user_id = changeset.resulting(pow.user_id_field().field())?;
    let contact = match pow.contact_field() {
        Some(_) => changeset.resulting(UserIdField::Email.field().or_null())?.flatten(),
        None => None,
    };
    let own: Vec<String> = user_id.into_iter().chain(contact).collect();
    let context: Vec<&str> = pow.context_words().iter().chain(&own).map(String::as_str).collect();
    validate_password(changeset, &pow.policy().password, &context, password == NewPassword::Required)
}

pub(super) async fn delete(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    write(cx, Changeset::new(Operation::DELETE, Some(user.clone()), Arc::default())).await
}

pub(super) async fn get_by(cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
    let pow = cx.pow();
    let found = pow.store().find(cx.prefix(), pow.schema().users(), Filter::eq(field, value.clone())).await?;
    // A collation of the database may treat different texts as equal, so the bytes decide.
    Ok(found.filter(|user| user.value(field) == Some(&value)).map(Arc::new))
}

pub(super) async fn verify_current_password(cx: &Cx, user: &User, params: &Params) -> Result<bool, Error> {
    let subject = user.get(cx.pow().user_id_field().field())?;
    let typed = Attempt::new(AttemptKind::CURRENT_PASSWORD, subject);
    attempt(cx, &typed, compare_current_password(cx, user, params), |right| *right).await
}

async fn compare_current_password(cx: &Cx, user: &User, params: &Params) -> Result<bool, Error> {
    let passwords = cx.pow().passwords();
    let typed = params.scope(SCOPE).text("current_password").map(Secret::from);
    let is_right = match typed.filter(|typed| typed.expose().len() <= cx.pow().policy().password.max_bytes) {
        Some(typed) => {
            let hash = user.get(PASSWORD_HASH)?;
            !matches!(passwords.verify(&typed, hash.as_deref()).await?, Verdict::Invalid)
        }
        None => passwords.dummy().await.map(|()| false)?,
    };
    cx.pad_from_now();
    if is_right {
        cx.state().put(CurrentIsStored);
    }
    Ok(is_right)
}
