//! Records the forms and inputs of a page while it is rendered, so that a client that reads JSON gets the same ones.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

/// A form that was rendered.
#[derive(Debug, Default)]
struct Declared {
    method: &'static str,
    path: String,
    scope: String,
    inputs: Vec<Value>,
}

#[derive(Debug, Default)]
struct Notes {
    forms: Vec<Declared>,
    /// Inputs that were rendered outside of a form, with their scopes. They are added to the first form of the page.
    loose: Vec<(String, Value)>,
    is_inside: bool,
}

/// Records forms and inputs. Clones share the record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notebook(Arc<Mutex<Notes>>);

impl Notebook {
    fn with<T>(&self, change: impl FnOnce(&mut Notes) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn form(&self, method: &'static str, path: &str) {
        self.with(|notes| {
            notes.is_inside = true;
            notes.forms.push(Declared { method, path: path.to_owned(), ..Declared::default() });
        });
    }

    /// Records an input of the form that began last.
    pub(super) fn input(&self, scope: &str, input: Value) {
        self.with(|notes| match notes.forms.last_mut().filter(|_| notes.is_inside) {
            Some(form) => form.add(scope, input),
            None => notes.loose.push((scope.to_owned(), input)),
        });
    }

    /// Ends a fragment. Inputs of the next fragment don't belong to a form of this one.
    pub(crate) fn end_fragment(&self) {
        self.with(|notes| notes.is_inside = false);
    }

    /// Returns the forms of a page, each with its inputs: first the forms of the template, then those of the fragments.
    pub(crate) fn forms(page: &Self, fragments: &Self) -> Vec<Value> {
        let (mut page, fragments) = (page.with(mem::take), fragments.with(mem::take));
        if let Some(first) = page.forms.first_mut() {
            for (scope, input) in page.loose.into_iter().chain(fragments.loose) {
                first.add(&scope, input);
            }
        }
        page.forms.into_iter().chain(fragments.forms).map(Declared::into_json).collect()
    }
}

impl Declared {
    fn add(&mut self, scope: &str, input: Value) {
        scope.clone_into(&mut self.scope);
        self.inputs.push(input);
    }

    fn into_json(self) -> Value {
        json!({ "method": self.method, "path": self.path, "scope": self.scope, "inputs": self.inputs })
    }
}
