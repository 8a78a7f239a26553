//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    extension::Registry,
    mail::Circumstances,
    messages::keys,
    pages::{CheckInbox, Example, FieldError, LinkEnded, NextStep, Sample},
};

use crate::{ResetPasswordEdit, ResetPasswordLink, ResetPasswordNew, ResetPasswordUnavailable};

const TTL: Duration = Duration::from_secs(3600);

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<ResetPasswordNew>(|sample| Ok(new(sample)))
        .page_examples::<ResetPasswordEdit>(|sample| Ok(edit(sample)))
        .page_examples::<CheckInbox>(|sample| Ok(inbox(sample)))
        .page_examples::<LinkEnded>(|_| {
            let page = LinkEnded::new("reset-password-ended-text");
            Ok(vec![Example::new("ended", page.next(NextStep::AskForLink(Sample::PATH.to_owned())))])
        })
        .mail_examples::<ResetPasswordLink>(|sample| {
            let url = sample.url("/reset-password/example");
            let mail = ResetPasswordLink::new(url, sample.after(TTL), Circumstances::sample(sample));
            Ok(vec![Example::new("link", mail)])
        })
        .mail_examples::<ResetPasswordUnavailable>(|_| Ok(vec![Example::new("no password", ResetPasswordUnavailable)]));
}

fn new(sample: &Sample) -> Vec<Example<ResetPasswordNew>> {
    let page = |form| ResetPasswordNew::new(form, Sample::PATH).sign_in_path(sample.path());
    let missing = sample.form().with_errors(vec![FieldError::new("email", keys::ERROR_REQUIRED)]);
    vec![
        Example::new("empty", page(sample.form())),
        Example::new("filled", page(sample.filled())),
        Example::new("missing address", page(missing)),
    ]
}

fn edit(sample: &Sample) -> Vec<Example<ResetPasswordEdit>> {
    let page = |form| {
        ResetPasswordEdit::new(form, Sample::PATH)
            .min_length(sample.min_length)
            .new_path(sample.path())
            .user_id(Some(sample.user_id().to_owned()))
    };
    let common = FieldError::new("password", keys::ERROR_PASSWORD_COMMON);
    vec![
        Example::new("empty", page(sample.form())),
        Example::new("common password", page(sample.form().with_errors(vec![common]))),
    ]
}

fn inbox(sample: &Sample) -> Vec<Example<CheckInbox>> {
    let page = CheckInbox::new("reset-password-inbox-text")
        .address(Some(Sample::EMAIL.to_owned()))
        .ttl(Some(TTL))
        .resend_path(sample.path())
        .change_path(sample.path());
    vec![Example::new("sent", page.clone()), Example::new("sent again", page.sent_again(true))]
}
