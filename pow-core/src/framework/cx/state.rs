//! Values that one hook leaves for a later one, found by their type.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

type Values = HashMap<TypeId, Arc<dyn Any + Send + Sync>>;

/// Values by their type. Other crates can't read a value whose type is private.
///
/// ```
/// use pow_core::cx::State;
///
/// struct Mailed;
///
/// let state = State::default();
/// assert!(!state.has::<Mailed>());
/// state.put(Mailed);
/// assert!(state.has::<Mailed>());
/// ```
#[derive(Clone, Default)]
pub struct State(Arc<Mutex<Values>>);

impl State {
    /// Stores a value. It replaces an earlier value of the same type.
    pub fn put<T: Send + Sync + 'static>(&self, value: T) {
        self.values().insert(TypeId::of::<T>(), Arc::new(value));
    }

    /// Returns the value of this type.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.values().get(&TypeId::of::<T>()).cloned()?.downcast().ok()
    }

    /// Whether there is a value of this type.
    pub fn has<T: Send + Sync + 'static>(&self) -> bool {
        self.values().contains_key(&TypeId::of::<T>())
    }

    pub(super) fn clear(&self) {
        self.values().clear();
    }

    fn values(&self) -> MutexGuard<'_, Values> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows only the number of values.
impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("values", &self.values().len()).finish()
    }
}
