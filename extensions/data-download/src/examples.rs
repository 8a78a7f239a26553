//! The page and the mail in each of their states.

use pow_core::{
    conn::CURRENT_PASSWORD,
    extension::Registry,
    mail::Circumstances,
    messages::keys,
    pages::{Example, FieldError, Sample},
};

use crate::{DataDownloaded, DownloadNew};

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<DownloadNew>(|sample| {
            let page = |form| DownloadNew::new(form, Sample::PATH).is_notified(true);
            let wrong = FieldError::new(CURRENT_PASSWORD, keys::ERROR_CURRENT_PASSWORD);
            let wrong = sample.form().with_errors(vec![wrong]);
            Ok(vec![
                Example::new("recent sign-in", page(sample.form())).signed_in(),
                Example::new("no mail", page(sample.form()).is_notified(false)).signed_in(),
                Example::new("asks for the password", page(sample.form()).needs_password(true)).signed_in(),
                Example::new("wrong password", page(wrong).needs_password(true)).signed_in(),
            ])
        })
        .mail_examples::<DataDownloaded>(|sample| {
            let mail = |recovery| DataDownloaded { circumstances: Circumstances::sample(sample), recovery };
            Ok(vec![Example::new("no recovery page", mail(None))])
        });
}
