//! Programs sign in by a token in a header: `Authorization: Bearer …`.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | a request without a session, with an access token | its user, for this request alone | a program keeps no cookies |
//! | the auth epoch of the user is raised | all tokens are dead | password changed, locked, deleted: a copy is worthless |
//!
//! Every request with a token goes through `before_sign_in` of all extensions, as every way in does.
//! `guides/api.md` shows how an application uses it.

pub mod handlers;
mod tokens;

use std::time::Duration;

use pow_core::{
    Error, async_trait,
    conn::Conn,
    extension::{Extension, ExtensionId, Recognised, Registry},
};

pub use self::tokens::{Pair, issue, renew, revoke};

/// The id.
pub const ID: ExtensionId = "api_tokens";

/// How long an access token is good. A short life bounds what a copied one is worth.
pub const ACCESS: Duration = Duration::from_secs(30 * 60);
/// How long a renewal token waits to be used, once.
pub const RENEWAL: Duration = Duration::from_secs(30 * 24 * 3600);

/// The extension.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApiTokens;

#[async_trait]
impl Extension for ApiTokens {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates();
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let Some(token) = conn.request().authorization.as_deref().and_then(tokens::bearer) else { return Ok(None) };
        Ok(tokens::user(conn.cx(), token).await?.map(Recognised::ForThisRequest))
    }
}
