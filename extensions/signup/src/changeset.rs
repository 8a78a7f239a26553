//! The changeset of a sign-up, and the sign-up without pages.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    cx::Cx,
    params::Params,
    schema::{Field, FieldType},
    secret::Secret,
    users::{self, EMAIL, NewPassword, Written},
};

use crate::{Identities, Identity};

/// The operation that creates the user of a sign-up, for hooks of other extensions. [`Changeset::begins_account`] is true for it.
pub const SIGN_UP: Operation = Operation("sign_up");

/// Returns the changeset of a sign-up whose address is proved. The hook `changeset` of every extension has been called.
pub(crate) fn proved(
    cx: &Cx,
    params: Arc<Params>,
    address: &str,
    identities: Vec<Identity>,
    password: NewPassword,
) -> Result<Changeset, Error> {
    let mut changeset = Changeset::new(SIGN_UP, None, params);
    changeset.prove(EMAIL, Some(address.to_owned()));
    changeset.attach(Identities(identities));
    users::account_changeset(cx, changeset, password)
}

/// Returns the fields of a form. The values and the address are fixed and replace the sent ones.
pub(crate) fn decided(sent: &Params, values: &[(String, String)], address: &str) -> Arc<Params> {
    let values = values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Arc::new(sent.with_scoped(SCOPE, values.chain([(EMAIL.name(), address)])))
}

/// A user to sign up without pages.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct NewUser {
    values: Vec<(String, String)>,
    identities: Vec<Identity>,
    password: Option<Secret<String>>,
}

impl NewUser {
    /// Creates a user without values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a field, as a form would send it. The address and the user name are set in the same way.
    #[must_use]
    pub fn value<T: FieldType>(mut self, field: Field<T>, value: impl Into<String>) -> Self {
        self.values.push((field.name().to_owned(), value.into()));
        self
    }

    /// Adds an identity. The address of an identity of the kind `email` is also the value of the field `email`. If it is proved,
    /// it counts as confirmed.
    ///
    /// # Security
    /// Use [`Identity::proved`] only for an identity that was proved to belong to this user.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        if identity.kind == EMAIL.name() {
            self.values.push((identity.kind.clone(), identity.key.clone()));
        }
        self.identities.push(identity);
        self
    }

    /// Sets the password. Without this call the account begins without a password.
    #[must_use]
    pub fn password(mut self, password: Secret<String>) -> Self {
        self.password = Some(password);
        self
    }

    fn params(&self) -> Params {
        let values = self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let password = self.password.as_ref().map(|password| password.expose().as_str());
        let passwords = ["password", "password_confirmation"].into_iter().zip(password.into_iter().cycle());
        Params::default().with_scoped(SCOPE, values.filter(|(name, _)| !name.contains("password")).chain(passwords))
    }
}

/// Signs a user up without any page, by the rules of the form. The hooks of every extension are called, and each may refuse the
/// sign-up.
///
/// An unproved address has to be confirmed if an extension requires it. [`Changeset::has_form`] tells the hooks that there is no
/// form.
///
/// ```
/// use pow_core::{Error, cx::Cx, users::{EMAIL, Written}};
/// use pow_ext_signup::{Identity, NAME, NewUser, signup};
///
/// async fn from_provider(cx: &Cx, subject: &str, address: &str) -> Result<Written, Error> {
///     let user = NewUser::new()
///         .value(NAME, "Ann")
///         .identity(Identity::proved_email(address))
///         .identity(Identity::proved("github", subject));
///     signup(cx, user).await
/// }
/// ```
///
/// # Errors
/// Faults of the database, the cache or an extension. If the sign-up is refused, the inner error is the changeset with its
/// errors.
pub async fn signup(cx: &Cx, user: NewUser) -> Result<Written, Error> {
    let mut changeset = Changeset::new(SIGN_UP, None, Arc::new(user.params()));
    let identities = Identities(user.identities);
    if let Some(email) = identities.proved(EMAIL.name()).and_then(|typed| cx.pow().policy().check_email(typed).ok()) {
        changeset.prove(EMAIL, Some(email.into_string()));
    }
    changeset.attach(identities);
    changeset.begin_account_without_form();
    users::write(cx, users::account_changeset(cx, changeset, NewPassword::Optional)?).await
}
