//! Bearer tokens for API clients: `Authorization: Bearer …`.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | request with an access token | authenticated for this request only, whatever its cookies say | API clients keep no cookies |
//! | auth epoch raised | all tokens become invalid | after a new password, a lock or a deletion, a copied token is useless |
//!
//! Every request with a token passes `before_sign_in` of all extensions, like every other sign-in. `guides/api.md`
//! shows the use in an application.

pub mod handlers;
mod tokens;

use std::time::Duration;

use pow_core::{
    Error, async_trait,
    conn::Conn,
    extension::{Extension, ExtensionId, Recognised, Registry},
};

pub use self::tokens::{Pair, issue, renew, revoke};

/// The extension's id.
pub const ID: ExtensionId = "bearer_tokens";

/// How long an access token is valid. A short lifetime limits the damage of a copied token.
pub const ACCESS: Duration = Duration::from_secs(30 * 60);
/// How long an unused renewal token is valid. It is valid once.
pub const RENEWAL: Duration = Duration::from_secs(30 * 24 * 3600);

/// The extension.
#[derive(Clone, Copy, Debug, Default)]
pub struct BearerTokens;

#[async_trait]
impl Extension for BearerTokens {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates_by("Bearer");
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let Some(token) = conn.request().authorization.as_deref().and_then(tokens::bearer) else { return Ok(None) };
        Ok(tokens::user(conn.cx(), token).await?.map(Recognised::ForThisRequest))
    }
}
