//! Where the sessions get their users from: the database.

use std::sync::Arc;

use async_trait::async_trait;

use crate::{
    Error, UserId,
    cache::Key,
    record::User,
    schema::{ID, TableDef, Value},
    session::{LoadedUser, UserSource, WithCached},
    store::{Filter, Prefix, Store},
    users::AUTH_EPOCH,
};

/// How the sessions read a user.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) store: Arc<dyn Store>,
    pub(super) users: Arc<TableDef>,
    pub(super) tenant: Prefix,
    /// Whether the sessions are in the same database.
    pub(super) shared: bool,
}

#[async_trait]
impl UserSource<User> for Source {
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<User>>, Error> {
        let filter = Filter::eq(ID.name(), Value::Id(id));
        self.store.find(&self.tenant, &self.users, filter).await?.map(loaded).transpose()
    }

    async fn load_with_cached(&self, id: UserId, key: &Key, now_ms: i64) -> Result<Option<WithCached<User>>, Error> {
        if !self.shared {
            return Ok(None);
        }
        let filter = Filter::eq(ID.name(), Value::Id(id));
        let found = self.store.find_with_cached(&self.tenant, &self.users, filter, key, now_ms).await?;
        let Some(found) = found else { return Ok(None) };
        let (user, cached) = found.map_or((None, None), |(user, cached)| (Some(user), cached));
        Ok(Some((user.map(loaded).transpose()?, cached)))
    }
}

fn loaded(user: User) -> Result<LoadedUser<User>, Error> {
    let epoch = user.get(AUTH_EPOCH)?;
    Ok(LoadedUser { user: Arc::new(user), epoch })
}
