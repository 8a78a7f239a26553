//! The pages in each of their states.

use pow_core::{
    extension::Registry,
    messages::keys,
    pages::{Example, FieldError, Form, Sample},
};

use crate::{
    fields::CHECKBOX,
    pages::{TermsEdit, TermsShow},
};

pub(crate) fn register(registry: &mut Registry) {
    registry.page_examples::<TermsShow>(|_| Ok(vec![Example::new("terms", TermsShow)])).page_examples::<TermsEdit>(
        |sample| {
            let missing = sample.form().with_errors(vec![FieldError::new(CHECKBOX, keys::ERROR_REQUIRED)]);
            Ok(vec![
                Example::new("question", edit(sample, sample.form())),
                Example::new("no consent", edit(sample, missing)),
            ])
        },
    );
}

fn edit(sample: &Sample, form: Form) -> TermsEdit {
    TermsEdit { form, action: Sample::PATH.to_owned(), terms_path: sample.path(), request_path: None }
}
