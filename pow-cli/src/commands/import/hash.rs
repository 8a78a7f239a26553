//! Checks whether a scheme of the configuration verifies a hash, and names the remedy if no scheme does.

use pow_core::{Error, changeset::Changeset, cx::Cx, users::PASSWORD_HASH};

use super::source::Place;
use crate::failure::Failure;

/// Puts the hash into the changeset. An empty text means a user without a password. `Ok(Err(_))` says why no scheme can use this
/// hash.
///
/// # Errors
/// If the hash has the format of a system that the configuration doesn't accept. All other hashes of this system would be
/// refused, too.
///
/// # Security
/// No message contains any part of a hash.
pub(crate) fn put(
    cx: &Cx,
    changeset: &mut Changeset,
    place: &Place,
    text: &str,
) -> Result<Result<(), String>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        changeset.put(PASSWORD_HASH, None);
        return Ok(Ok(()));
    }
    let Some(scheme) = cx.pow().passwords().scheme_of(text) else {
        return match origin(text) {
            Some((system, function)) => Err(Failure::new(format!(
                "{place}: the configuration doesn't accept the hashes of {system}: add \
                 `policy.password.accept(pow_hashes::{function}());`"
            ))),
            None => {
                Ok(Err("password_hash: the form of the hash is unknown. Leave the value empty to import the user \
                        without a password"
                    .to_owned()))
            }
        };
    };
    match scheme.check(text) {
        Ok(()) => {
            changeset.put(PASSWORD_HASH, Some(text.to_owned()));
            Ok(Ok(()))
        }
        Err(Error::Hash(reason)) => Ok(Err(format!(
            "password_hash: the hash can't be used ({reason}). Leave the value empty to import the user without a \
             password"
        ))),
        Err(fault) => Err(fault.into()),
    }
}

/// Returns the system whose hashes have this format, and the function of pow-hashes for them.
fn origin(hash: &str) -> Option<(&'static str, &'static str)> {
    const DJANGO: (&str, &str) = ("Django", "django");
    const BCRYPT: (&str, &str) = ("PHP, Ruby or Elixir (bcrypt)", "laravel");
    const PHC: (&str, &str) = ("a system with the PHC format", "phc");
    let forms = [
        ("pbkdf2_sha256$", DJANGO),
        ("pbkdf2_sha1$", DJANGO),
        ("argon2$argon2", DJANGO),
        ("bcrypt_sha256$$", DJANGO),
        ("bcrypt$$", DJANGO),
        ("scrypt$", DJANGO),
        ("$2a$", BCRYPT),
        ("$2b$", BCRYPT),
        ("$2y$", BCRYPT),
        ("$argon2", PHC),
        ("$scrypt$", PHC),
        ("$pbkdf2", PHC),
        ("AQAAAA", ("ASP.NET Identity", "aspnet_identity")),
    ];
    forms.into_iter().find(|(start, _)| hash.starts_with(start)).map(|(_, origin)| origin)
}
