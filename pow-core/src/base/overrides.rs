//! Looks that an application gives to pages and mails: closures keyed by the type of the data that they show.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt,
    sync::Arc,
};

/// Replaced looks by type. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Looks {
    replaced: HashMap<TypeId, (&'static str, Arc<dyn Any + Send + Sync>)>,
}

impl Looks {
    /// Keeps the look `L` for the data `D`; an earlier one is dropped.
    pub(crate) fn insert<D: 'static, L: Send + Sync + 'static>(&mut self, name: &'static str, look: L) {
        self.replaced.insert(TypeId::of::<D>(), (name, Arc::new(look)));
    }

    /// The look for the data `D`, if there is one.
    pub(crate) fn get<D: 'static, L: 'static>(&self) -> Option<&L> {
        self.replaced.get(&TypeId::of::<D>())?.1.downcast_ref()
    }
}

impl fmt::Debug for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.replaced.values().map(|(name, _)| name)).finish()
    }
}
