//! Templates with which an application replaces those of pages and mails, keyed by the type of the data they render.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt,
    sync::Arc,
};

/// Replacement templates by data type. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Overrides {
    replaced: HashMap<TypeId, (&'static str, Arc<dyn Any + Send + Sync>)>,
}

impl Overrides {
    /// Registers `template` for the data type `D`, and replaces an earlier one.
    pub(crate) fn insert<D: 'static, L: Send + Sync + 'static>(&mut self, name: &'static str, template: L) {
        self.replaced.insert(TypeId::of::<D>(), (name, Arc::new(template)));
    }

    /// Returns the replacement template for the data type `D`, if there is one.
    pub(crate) fn get<D: 'static, L: 'static>(&self) -> Option<&L> {
        self.replaced.get(&TypeId::of::<D>())?.1.downcast_ref()
    }
}

impl fmt::Debug for Overrides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.replaced.values().map(|(name, _)| name)).finish()
    }
}
