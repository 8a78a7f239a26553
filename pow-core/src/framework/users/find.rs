//! Finds the user for a typed name, address or number.

use std::sync::Arc;

use super::EMAIL;
use crate::{
    Error,
    cx::Cx,
    identifier::{email::EmailAddress, phone::PhoneNumber},
    mail::MailAddress,
    record::User,
    schema::Value,
};

/// Returns the user for a typed text: the user with this user id, or the user that an extension finds
/// ([`Extension::find_user`](crate::extension::Extension::find_user)).
///
/// All extensions are asked each time, so that the response time does not reveal which of them knows the user. If several users
/// are found, the core's comes first, then that of the first extension in the list.
///
/// # Security
/// Answer the same whether or not there is a user.
///
/// # Errors
/// Faults of the database or of an extension.
pub async fn find(cx: &Cx, typed: &str) -> Result<Option<Arc<User>>, Error> {
    let (pow, field) = (cx.pow(), cx.pow().user_id_field());
    let own = match field.normalize(typed, pow.policy().email_grammar) {
        Ok(id) => pow.users().get_by(cx, field.name(), Value::Text(id)).await?,
        Err(_) => None,
    };
    or_of_extension(cx, typed, own).await
}

/// A user who was found by an email address, and the address of a mail that the form with this address causes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Addressee {
    /// The user.
    pub user: Arc<User>,
    /// The typed address, if an extension found the user by it.
    other: Option<String>,
}

impl Addressee {
    /// Whether the typed address is the one in the users' table. If not, an extension found the user by another address.
    ///
    /// # Security
    /// A mail to another address proves nothing about the one in the users' table.
    pub fn is_main(&self) -> bool {
        self.other.is_none()
    }

    /// Returns the address of the mail: the stored main address, or the other address by which an extension found the user.
    /// Returns `None` if no mail can be sent to it.
    ///
    /// # Errors
    /// [`Error::Field`] if the field of the main address has another type.
    pub fn address(&self) -> Result<Option<MailAddress>, Error> {
        match &self.other {
            None => MailAddress::of_user(&self.user),
            Some(other) => Ok(MailAddress::parse(other).ok()),
        }
    }
}

/// As [`find`], for a form that asks for an email address even if users sign in with a user name.
///
/// # Errors
/// As [`find`].
pub async fn find_by_email(cx: &Cx, email: &EmailAddress) -> Result<Option<Arc<User>>, Error> {
    Ok(find_addressee(cx, email).await?.map(|found| found.user))
}

/// As [`find_by_email`], for a form that mails the user. The result tells which address the mail goes to. (K12)
///
/// # Errors
/// As [`find`].
pub async fn find_addressee(cx: &Cx, email: &EmailAddress) -> Result<Option<Addressee>, Error> {
    let own = cx.pow().users().get_by(cx, EMAIL.name(), Value::Text(email.as_str().to_owned())).await?;
    let other = own.is_none().then(|| email.as_str().to_owned());
    let found = or_of_extension(cx, email.as_str(), own).await?;
    Ok(found.map(|user| Addressee { user, other }))
}

/// As [`find`], for a form that asks for a phone number.
///
/// # Errors
/// As [`find`].
pub async fn find_by_phone(cx: &Cx, number: &PhoneNumber) -> Result<Option<Arc<User>>, Error> {
    or_of_extension(cx, number.as_str(), None).await
}

async fn or_of_extension(cx: &Cx, typed: &str, own: Option<Arc<User>>) -> Result<Option<Arc<User>>, Error> {
    let mut found = own;
    for extension in cx.pow().hooks() {
        let theirs = extension.find_user(cx, typed).await?;
        found = found.or(theirs);
    }
    Ok(found)
}
