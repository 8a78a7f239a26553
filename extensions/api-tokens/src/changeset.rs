//! Reads the form of a new token.

use pow_core::{DateTime, changeset::Changeset, messages::Message, pages::fields::OFFERED, params::Scope};

use crate::{ApiTokens, NewToken, Scopes, config::DAY, scopes::is_scope};

/// The field of the name: `user[name]`.
pub(crate) const NAME: &str = "name";
/// The field of the lifetime in days: `user[expires_in]`.
pub(crate) const EXPIRES_IN: &str = "expires_in";
/// The field with all scopes in one text, in place of a checkbox for each: `user[scope]`.
pub(crate) const SCOPE: &str = "scope";
/// Another name of that field, which programs guess first: `user[scopes]`.
pub(crate) const SCOPES: &str = "scopes";

/// The longest name, in characters.
pub(crate) const MAX_NAME: usize = 100;
/// The lifetime that the form proposes, in days.
pub(crate) const DEFAULT_DAYS: i64 = 90;

/// Reads the form. Invalid values become errors of the changeset.
pub(crate) fn read(extension: &ApiTokens, changeset: &mut Changeset, now: DateTime) -> NewToken {
    let name = name(changeset);
    let scopes = scopes(extension, changeset);
    let expires_at = expiry(extension, changeset, now);
    NewToken { name, scopes, expires_at }
}

fn name(changeset: &mut Changeset) -> String {
    let name = changeset.params().text(NAME).unwrap_or_default().trim().to_owned();
    if name.is_empty() {
        changeset.error(NAME, Message::new("api-tokens-name-required"));
    } else if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        changeset.error(NAME, Message::new("api-tokens-name-invalid").with("max", MAX_NAME));
    }
    name
}

fn scopes(extension: &ApiTokens, changeset: &mut Changeset) -> Scopes {
    let params = changeset.params();
    let ticked = extension.scopes.iter().filter(|scope| is_ticked(params.text(scope))).map(String::as_str);
    let typed = [SCOPE, SCOPES]
        .into_iter()
        .filter_map(|name| params.text(name))
        .flat_map(|text| text.split(' '))
        .filter(|scope| !scope.is_empty());
    let scopes: Scopes = ticked.chain(typed).collect();
    let is_unknown = is_invalid(params, extension) || !scopes.without(&extension.all_scopes()).is_empty();
    if is_unknown {
        changeset.error(SCOPE, Message::new("api-tokens-scope-unknown"));
    } else if scopes.is_empty() {
        changeset.error(SCOPE, Message::new("api-tokens-scope-required"));
    }
    scopes
}

/// Whether the checkbox with this value is ticked.
pub(crate) fn is_ticked(value: Option<&str>) -> bool {
    matches!(value, Some("true" | "on" | "1"))
}

/// Whether the form names an unknown scope, or has a value that is not text.
fn is_invalid(params: Scope<'_>, extension: &ApiTokens) -> bool {
    let known = extension.all_scopes();
    let is_text = |name: &str| matches!(name, SCOPE | SCOPES);
    let is_named = |name: &str| is_text(name) || is_scope(name);
    // Each checkbox comes with a hidden field, whose name ends with `OFFERED`.
    let is_known = |name: &str| known.has(name) || name.strip_suffix(OFFERED).is_some_and(|scope| known.has(scope));
    params.iter().any(|(name, value)| is_named(name) && (value.text().is_none() || !is_text(name) && !is_known(name)))
}

fn expiry(extension: &ApiTokens, changeset: &mut Changeset, now: DateTime) -> Option<DateTime> {
    let params = changeset.params();
    let typed = params.get(EXPIRES_IN).map(|param| param.text().map(str::trim));
    let most = extension.max_days();
    let days = match typed {
        None => Ok(Some(proposed(extension))),
        Some(Some("")) if most.is_none() => Ok(None),
        Some(text) => text.and_then(|text| text.parse().ok()).map(Some).ok_or(()),
    };
    let limit = most.unwrap_or(3660);
    match days {
        Ok(None) => None,
        Ok(Some(days)) if (1..=limit).contains(&days) => Some(now + DAY * u32::try_from(days).unwrap_or_default()),
        _ => {
            changeset.error(EXPIRES_IN, Message::new("api-tokens-expires-invalid").with("max", limit));
            None
        }
    }
}

/// The lifetime that the form proposes, in days.
pub(crate) fn proposed(extension: &ApiTokens) -> i64 {
    DEFAULT_DAYS.min(extension.max_days().unwrap_or(DEFAULT_DAYS))
}
