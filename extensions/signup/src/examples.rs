//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    extension::Registry,
    messages::keys,
    pages::{CheckInbox, Example, FieldError, LinkEnded, NextStep, Sample, fields::Input},
    secret::Secret,
    users::NewPassword,
};

use crate::{
    AccountExists, AskName, CodeNew, ConfirmSignup, DetailsNew, LinkShow, NAME, SignupCode, SignupConfirm, SignupForm,
    SignupNew, pages::Asked,
};

const TTL: Duration = Duration::from_secs(15 * 60);

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<SignupNew>(|sample| {
            let page = |form| SignupNew::new(form, Sample::PATH).sign_in_path(sample.path());
            let missing = sample.form().with_errors(vec![FieldError::new("email", keys::ERROR_REQUIRED)]);
            Ok(vec![Example::new("empty", page(sample.form())), Example::new("missing address", page(missing))])
        })
        .page_examples::<CodeNew>(|sample| Ok(code(sample)))
        .page_examples::<LinkShow>(|_| {
            let page = LinkShow::new(Sample::PATH);
            let named = page.clone().address(Some(Sample::EMAIL.to_owned()));
            Ok(vec![Example::new("address", named), Example::new("no address", page)])
        })
        .page_examples::<DetailsNew>(|sample| Ok(details(sample)))
        .page_examples::<SignupForm>(|sample| {
            let page = |form| SignupForm::new(form, Sample::PATH, asked(sample)).sign_in_path(sample.path());
            let missing = sample.missing(&[NAME.name(), "password"]);
            Ok(vec![Example::new("empty", page(sample.form())), Example::new("missing fields", page(missing))])
        })
        .page_examples::<SignupConfirm>(|sample| {
            let page = SignupConfirm::new(sample.form(), Sample::PATH).address(Some(Sample::EMAIL.to_owned()));
            Ok(vec![Example::new("button", page)])
        });
    steps(registry);
    mails(registry);
}

fn steps(registry: &mut Registry) {
    registry
        .page_examples::<CheckInbox>(|sample| {
            let page = CheckInbox::new("signup-sent-text").address(Some(Sample::EMAIL.to_owned())).ttl(Some(TTL));
            Ok(vec![Example::new("sent", page.change_path(sample.path()))])
        })
        .page_examples::<LinkEnded>(|_| {
            let page = LinkEnded::new("signup-link-ended").next(NextStep::AskForLink(Sample::PATH.to_owned()));
            Ok(vec![Example::new("ended", page)])
        });
}

fn mails(registry: &mut Registry) {
    registry
        .mail_examples::<SignupCode>(|sample| {
            let code = Secret::new("123456".to_owned());
            Ok(vec![Example::new("code", SignupCode::new(code, sample.url("/signup/link/example"), sample.after(TTL)))])
        })
        .mail_examples::<AccountExists>(|sample| {
            let (sign_in, reset) = (sample.url("/session/new"), sample.url("/reset-password/new"));
            Ok(vec![
                Example::new("two links", AccountExists::new(Some(sign_in), Some(reset))),
                Example::new("no links", AccountExists::new(None, None)),
            ])
        })
        .mail_examples::<ConfirmSignup>(|sample| {
            let mail = ConfirmSignup::new(sample.url("/signup/confirm/example"), sample.after(TTL));
            Ok(vec![Example::new("link", mail)])
        });
}

fn asked(sample: &Sample) -> Asked {
    let username = (!sample.user_id.email).then(|| Input::user_id(&sample.user_id));
    Asked::new(username, AskName::Required, NewPassword::Required, sample.min_length)
}

fn code(sample: &Sample) -> Vec<Example<CodeNew>> {
    let page = |form| {
        let page = CodeNew::new(form, Sample::PATH).address(Some(Sample::EMAIL.to_owned())).ttl(TTL);
        page.resend_path(sample.path()).change_path(sample.path())
    };
    let wrong = sample.form().with_errors(vec![FieldError::new("code", keys::ERROR_CODE_WRONG)]);
    vec![
        Example::new("empty", page(sample.form())),
        Example::new("wrong code", page(wrong)),
        Example::new("no address", CodeNew::new(sample.form(), Sample::PATH)),
    ]
}

fn details(sample: &Sample) -> Vec<Example<DetailsNew>> {
    let page = |form, asked| {
        DetailsNew::new(form, Sample::PATH, asked).address(Some(Sample::EMAIL.to_owned())).change_path(sample.path())
    };
    let missing = sample.missing(&[NAME.name(), "password"]);
    let free = Asked::new(None, AskName::Optional, NewPassword::Optional, sample.min_length);
    vec![
        Example::new("empty", page(sample.form(), asked(sample))),
        Example::new("missing fields", page(missing, asked(sample))),
        Example::new("optional fields", page(sample.form(), free)),
    ]
}
