//! Reacts to a used refresh token that is sent again: two programs have it.

use std::sync::Arc;

use pow_core::{
    Error,
    cx::{Cx, to_completion},
    record::User,
    telemetry::plain,
    users,
};

use super::Family;
use crate::mails::TokenCopied;

/// Ends the family and mails the owner once. This is completed even if the client disconnects, because the client may be the
/// thief.
pub(super) async fn end(cx: &Cx, user: &Arc<User>, family: &Family) -> Result<(), Error> {
    let (cx, user, family) = (cx.clone(), Arc::clone(user), (family.user, family.id));
    to_completion(async move {
        if !super::end(&cx, family.0, family.1).await? {
            return Ok(());
        }
        tracing::warn!(
            target: "pow::api_tokens::copied",
            user = %user.id()?,
            "a used refresh token was sent again, which means that it was copied; all tokens of this sign-in were revoked"
        );
        if let Err(error) = notify(&cx, &user).await {
            tracing::error!(
                target: "pow::api_tokens::notice_failed",
                error = %plain(&error),
                "the mail about a copied refresh token could not be sent to the owner"
            );
        }
        Ok(())
    })
    .await
}

async fn notify(cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
    let mail = TokenCopied::new(cx.pow(), cx.mails().circumstances(user));
    for to in users::notice_recipients(cx, user).await? {
        cx.for_reader(Some(user)).mails().send(Some(to), &mail)?;
    }
    cx.mails().post().await
}
