//! Hooks into the writes of the core and of other extensions.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | valid changeset with a new password | the password is compared with the list; a listed one is an error of the field `password` | attackers try leaked passwords first |
//! | source failed or took longer than 2 s | password accepted, a log line; `strict`: rejected | an outage of the list is not an outage of the application |
//!
//! The core hashes the password after the check in both cases, so the duration of the hash reveals nothing.

use pow_core::{
    Error,
    changeset::Changeset,
    messages::Message,
    secret::Secret,
    telemetry::{LogGate, plain},
};
use sha1::{Digest, Sha1};
use tokio::time;

use crate::{LeakedPasswords, Source, TIMEOUT, source::unavailable};

/// The form field of the new password.
const PASSWORD: &str = "password";

/// Compares the new password of a valid changeset with the list.
pub(crate) async fn check(extension: &LeakedPasswords, changeset: &mut Changeset) {
    let Some(password) = changeset.password().filter(|_| changeset.is_valid()) else { return };
    let sha1 = Secret::<[u8; 20]>::new(Sha1::digest(password.expose()).into());
    match contains(extension.source.as_ref(), &sha1).await {
        Ok(false) => {}
        Ok(true) => changeset.error(PASSWORD, Message::new("leaked-passwords-found")),
        Err(error) => {
            log_failure(&error, extension.strict);
            if extension.strict {
                changeset.error(PASSWORD, Message::new("leaked-passwords-unchecked"));
            }
        }
    }
}

async fn contains(source: &dyn Source, sha1: &Secret<[u8; 20]>) -> Result<bool, Error> {
    let answer = time::timeout(TIMEOUT, source.contains(sha1.expose())).await;
    answer.unwrap_or_else(|_| Err(unavailable(format!("no answer within {} s", TIMEOUT.as_secs()))))
}

fn log_failure(error: &Error, rejected: bool) {
    static UNCHECKED: LogGate = LogGate::new();
    if let Some(held_back) = UNCHECKED.open_now() {
        tracing::warn!(
            target: "pow::leaked_passwords::unchecked",
            error = %plain(error),
            rejected,
            held_back,
            "a new password could not be compared with the leaked passwords"
        );
    }
}
