//! Forms that were sent after their session had ended. The visitor is redirected to the sign-in page. After signing in, the
//! same user sees the form's page with the typed values, and can send the form again.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

use super::{ClientKind, Conn};
use crate::{
    UserId,
    changeset::SCOPE,
    messages::{Message, keys},
    pages::{Flash, fields::OFFERED},
    params::Params,
    path::LocalPath,
    policy::PageFlow,
    schema::FieldDef,
};

/// The name of the kept value with the form.
const PARKED: &str = "parked_form";
/// How long a form waits for the sign-in.
const TTL: Duration = Duration::from_secs(10 * 60);

#[derive(Clone, Serialize, Deserialize)]
struct Parked {
    user: String,
    path: String,
    values: BTreeMap<String, String>,
}

impl Conn {
    /// Keeps the values that were typed into the form of this request until `owner` has signed in again. `owner` is the user of
    /// the session that has ended. Passwords, codes and secret columns are not kept, and neither are columns that forms may not
    /// set. The page then shows the values of its own inputs. Of a form that is too long for a kept value, only the columns are kept.
    pub(crate) fn park_form(&mut self, owner: UserId) {
        let is_browser =
            self.request.client == ClientKind::Browser && self.pow().policy().page_flow == PageFlow::Guided;
        let Some(path) = self.form_address().filter(|_| is_browser) else { return };
        let scope = self.request.body.scope(SCOPE);
        let users = self.pow().schema().users();
        let (user_id, contact) =
            (self.pow().user_id_field().name(), self.pow().contact_field().map(|field| field.name));
        let is_in_forms = |field: &FieldDef| field.form || field.name == user_id || contact == Some(field.name);
        let may_be_kept = |name: &str| match users.field(name) {
            Some(field) => is_in_forms(field) && !field.secret,
            // The input of an extension, which has a table of its own.
            None => !is_secret(name) && !name.ends_with(OFFERED),
        };
        let typed = scope.iter().filter(|(name, _)| may_be_kept(name));
        let values = typed.filter_map(|(name, param)| Some((name.to_owned(), param.text()?.to_owned()))).collect();
        let all = Parked { user: owner.to_string(), path: path.as_str().to_owned(), values };
        let is_column = |name: &String| users.field(name).is_some();
        let columns =
            all.values.iter().filter(|(name, _)| is_column(name)).map(|(name, text)| (name.clone(), text.clone()));
        let columns = Parked { values: columns.collect(), ..all.clone() };
        let texts = [all, columns].map(|parked| serde_json::to_string(&parked));
        if texts.into_iter().flatten().any(|text| self.keep(PARKED, &text, TTL).is_ok()) {
            self.parked_path = Some(path);
        }
    }

    /// Fills in the form that waits for this user on this page. A form of another user is dropped.
    pub(crate) fn take_parked_form(&mut self) {
        let (Some(user), Some(text)) = (self.user.clone(), self.kept(PARKED)) else { return };
        let Ok(parked) = serde_json::from_str::<Parked>(&text) else { return };
        let is_owner = user.id().is_ok_and(|id| id.to_string() == parked.user);
        if is_owner && parked.path != self.request.uri {
            return;
        }
        self.forget(PARKED);
        if is_owner {
            let values = parked.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            self.request.body = Params::default().with_scoped(SCOPE, values).into();
            self.flash(Flash::error(Message::new(keys::FORM_STALE)));
        }
    }

    /// Returns the page of the form that waits for a sign-in.
    pub(super) fn parked_path(&self) -> Option<LocalPath> {
        self.parked_path.clone()
    }
}

/// Whether an input that is no column takes a secret: a password, or a code such as that of
/// [`Input::code`](crate::pages::fields::Input::code).
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words = ["password", "passphrase", "secret", "token"];
    words.iter().any(|word| name.contains(word)) || name.split('_').any(|part| ["code", "otp", "pin"].contains(&part))
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn passwords_and_codes_are_secret() {
        for name in ["password", "password_confirmation", "currentPassword", "code", "recovery_code", "pin", "sms_otp"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["phone", "name", "expires_in", "orders:read", "email_asked", "postcode"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
