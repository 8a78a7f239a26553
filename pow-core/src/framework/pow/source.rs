//! Loads the users of sessions: from `Users`, or directly from the database if the result is the same.

use std::sync::{Arc, OnceLock, Weak};

use async_trait::async_trait;

use super::{Inner, Pow};
use crate::{
    Error, UserId,
    cache::Key,
    cx::Cx,
    record::User,
    schema::{ID, TableDef, Value},
    session::{LoadedUser, UserSource, WithCached},
    store::{Filter, Prefix, Store},
    users::AUTH_EPOCH,
};

/// How the sessions read a user.
pub(super) struct Source {
    pub(super) store: Arc<dyn Store>,
    pub(super) users: Arc<TableDef>,
    pub(super) tenant: Prefix,
    /// Whether `Users` returns every row unchanged, so that it need not be called.
    pub(super) plain: bool,
    /// Whether the sessions are in the same database.
    pub(super) shared: bool,
    /// The set-up of these sessions, whose `Users` is called. It is created last.
    pub(super) pow: OnceLock<Weak<Inner>>,
}

impl Source {
    pub(super) fn belongs_to(&self, pow: &Pow) {
        let _ = self.pow.set(Arc::downgrade(&pow.0));
    }

    /// Returns the user as the application's `Users` returns it.
    async fn ask(&self, id: UserId) -> Result<Option<Arc<User>>, Error> {
        let pow = self.pow.get().and_then(Weak::upgrade).map(Pow);
        let cx = Cx::new(&pow.ok_or_else(|| Error::other("the `Pow` of these sessions no longer exists"))?);
        let found = cx.pow().users().get(&cx, id).await;
        cx.settle(found).await
    }

    fn by_id(id: UserId) -> Filter {
        Filter::eq(ID.name(), Value::Id(id))
    }
}

#[async_trait]
impl UserSource<User> for Source {
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<User>>, Error> {
        let user = match self.plain {
            true => self.store.find(&self.tenant, &self.users, Self::by_id(id)).await?.map(Arc::new),
            false => self.ask(id).await?,
        };
        user.map(loaded).transpose()
    }

    async fn load_with_cached(&self, id: UserId, key: &Key, now_ms: i64) -> Result<Option<WithCached<User>>, Error> {
        if !(self.shared && self.plain) {
            return Ok(None);
        }
        let found = self.store.find_with_cached(&self.tenant, &self.users, Self::by_id(id), key, now_ms).await?;
        let Some(found) = found else { return Ok(None) };
        let (user, cached) = found.map_or((None, None), |(user, cached)| (Some(Arc::new(user)), cached));
        Ok(Some((user.map(loaded).transpose()?, cached)))
    }
}

fn loaded(user: Arc<User>) -> Result<LoadedUser<User>, Error> {
    let epoch = user.get(AUTH_EPOCH)?;
    Ok(LoadedUser { user, epoch })
}
