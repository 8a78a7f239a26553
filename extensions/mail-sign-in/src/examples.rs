//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    extension::Registry,
    mail::Circumstances,
    messages::keys,
    pages::{Example, FieldError, LinkEnded, NextStep, Sample},
    secret::Secret,
};

use crate::{MailSignInCode, MailSignInNew, MailSignInShow, SignInMail, TextSignInCode, TextSignInNew};

const TTL: Duration = Duration::from_secs(15 * 60);

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<MailSignInNew>(|sample| Ok(new(sample)))
        .page_examples::<MailSignInCode>(|sample| Ok(code(sample)))
        .page_examples::<MailSignInShow>(|_| {
            let page = MailSignInShow::new(Sample::PATH, Sample::EMAIL);
            Ok(vec![Example::new("user", page.clone()), Example::new("new user", page.is_new(true))])
        })
        .page_examples::<TextSignInNew>(|sample| {
            let page =
                |form| TextSignInNew::new(form, Sample::PATH).mail_path(sample.path()).sign_in_path(sample.path());
            let missing = sample.form().with_errors(vec![FieldError::new("phone", keys::ERROR_REQUIRED)]);
            Ok(vec![Example::new("empty", page(sample.form())), Example::new("missing number", page(missing))])
        })
        .page_examples::<TextSignInCode>(|sample| Ok(text_code(sample)))
        .page_examples::<LinkEnded>(|_| {
            let other = LinkEnded::new("mail-sign-in-other-browser-text").title("mail-sign-in-other-browser-title");
            let next = || NextStep::AskForLink(Sample::PATH.to_owned());
            let ended = LinkEnded::new("mail-sign-in-ended-text");
            Ok(vec![Example::new("ended", ended.next(next())), Example::new("other browser", other.next(next()))])
        })
        .mail_examples::<SignInMail>(|sample| {
            let mail = |circumstances| {
                let url = Secret::new(sample.url("/sign-in-by-mail/example"));
                SignInMail::new(Secret::new("123456".to_owned()), url, sample.after(TTL), circumstances)
            };
            let new = mail(Circumstances::new(sample.now)).is_new(true);
            Ok(vec![Example::new("user", mail(Circumstances::sample(sample))), Example::new("new user", new)])
        });
}

fn new(sample: &Sample) -> Vec<Example<MailSignInNew>> {
    let page = |form| MailSignInNew::new(form, Sample::PATH).sign_in_path(sample.path());
    let missing = sample.form().with_errors(vec![FieldError::new("email", keys::ERROR_REQUIRED)]);
    vec![Example::new("empty", page(sample.form())), Example::new("missing address", page(missing))]
}

fn code(sample: &Sample) -> Vec<Example<MailSignInCode>> {
    let page = |form| {
        MailSignInCode::new(form, Sample::PATH, Sample::EMAIL, TTL)
            .resend_path(sample.path())
            .change_path(sample.path())
    };
    let wrong = sample.form().with_errors(vec![FieldError::new("code", keys::ERROR_CODE_WRONG)]);
    vec![Example::new("empty", page(sample.form())), Example::new("wrong code", page(wrong))]
}

fn text_code(sample: &Sample) -> Vec<Example<TextSignInCode>> {
    let page = |form| {
        TextSignInCode::new(form, Sample::PATH, "+493023125123", TTL)
            .resend_path(sample.path())
            .change_path(sample.path())
    };
    let wrong = sample.form().with_errors(vec![FieldError::new("code", keys::ERROR_CODE_WRONG)]);
    vec![Example::new("empty", page(sample.form())), Example::new("wrong code", page(wrong))]
}
