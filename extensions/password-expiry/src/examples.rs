//! The pages and mails in each of their states.

use pow_core::{
    conn::CURRENT_PASSWORD,
    extension::Registry,
    messages::{Message, keys},
    pages::{Example, FieldError, Sample},
};

use crate::ExpiredPasswordEdit;

pub(crate) fn register(registry: &mut Registry) {
    registry.page_examples::<ExpiredPasswordEdit>(|sample| {
        let page = |form| {
            ExpiredPasswordEdit::new(form, Sample::PATH)
                .min_length(sample.min_length)
                .user_id(Some(sample.user_id().to_owned()))
                .recovery(Some((Message::new(keys::SESSION_NEW_TITLE), Sample::PATH.to_owned())))
        };
        let unchanged = FieldError::new("password", keys::ERROR_PASSWORD_UNCHANGED);
        let unchanged = sample.form().with_errors(vec![unchanged]);
        let wrong = vec![FieldError::new(CURRENT_PASSWORD, keys::ERROR_CURRENT_PASSWORD)];
        Ok(vec![
            Example::new("empty", page(sample.form())),
            Example::new("same password", page(unchanged)),
            Example::new("wrong password", page(sample.form().with_errors(wrong))),
            Example::new("without recovery", page(sample.form()).recovery(None)),
        ])
    });
}
