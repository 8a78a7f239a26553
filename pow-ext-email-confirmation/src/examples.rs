//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    extension::Registry,
    mail::Circumstances,
    messages::keys,
    pages::{CheckInbox, Example, FieldError, LinkEnded, NextStep, Sample},
    secret::Secret,
};

use crate::{
    AddressInUse, AlreadyRegistered, ConfirmEmail, ConfirmationCode, ConfirmationShow, EmailChangeRequested, UndoShow,
    undo,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<ConfirmationShow>(|_| Ok(confirmation()))
        .page_examples::<UndoShow>(|_| {
            let page = UndoShow::new(Sample::PATH);
            let voids = page.clone().voids_password(true);
            Ok(vec![Example::new("password stays", page), Example::new("new password", voids)])
        })
        .page_examples::<CheckInbox>(|sample| Ok(inbox(sample)))
        .page_examples::<ConfirmationCode>(|sample| Ok(code(sample)))
        .page_examples::<LinkEnded>(|_| Ok(ended()));
    mails(registry);
}

fn confirmation() -> Vec<Example<ConfirmationShow>> {
    let page = || ConfirmationShow::new(Sample::PATH);
    let named = page().address(Some(Sample::EMAIL.to_owned()));
    vec![
        Example::new("new account", named.clone()),
        Example::new("user name", named.clone().account(Some(Sample::USERNAME.to_owned()))),
        Example::new("change", named.is_change(true)),
        Example::new("no address", page()),
    ]
}

fn inbox(sample: &Sample) -> Vec<Example<CheckInbox>> {
    let page = |text: &'static str| {
        CheckInbox::new(text)
            .address(Some(Sample::EMAIL.to_owned()))
            .ttl(Some(2 * DAY))
            .resend_path(sample.path())
            .change_path(sample.path())
    };
    vec![
        Example::new("new account", page("email-confirmation-inbox-text")),
        Example::new("sent again", page("email-confirmation-inbox-text").sent_again(true)),
        Example::new("change", page("email-confirmation-inbox-text-change")).signed_in(),
    ]
}

fn code(sample: &Sample) -> Vec<Example<ConfirmationCode>> {
    let inbox = |text: &'static str| {
        let page = CheckInbox::new(text).address(Some(Sample::EMAIL.to_owned()));
        page.resend_path(sample.path()).change_path(sample.path())
    };
    let page = |form, text| ConfirmationCode::new(form, Sample::PATH, inbox(text), Duration::from_secs(600));
    let wrong = sample.form().with_errors(vec![FieldError::new("code", keys::ERROR_CODE_WRONG)]);
    vec![
        Example::new("new account", page(sample.form(), "email-confirmation-code-text")),
        Example::new("wrong code", page(wrong, "email-confirmation-code-text")),
        Example::new("change", page(sample.form(), "email-confirmation-code-text-change")).signed_in(),
    ]
}

fn ended() -> Vec<Example<LinkEnded>> {
    let used = LinkEnded::new("email-confirmation-used-text").title("email-confirmation-used-title");
    let expired = LinkEnded::new("email-confirmation-expired-text").title("email-confirmation-expired-title");
    let path = || Sample::PATH.to_owned();
    vec![
        Example::new("used", used.next(NextStep::SignIn(path()))),
        Example::new("expired", expired.next(NextStep::SendLink(path()))),
        Example::new("ended", LinkEnded::new("email-confirmation-ended-text").next(NextStep::SignIn(path()))),
        Example::new("undone already", undo::in_place().next(NextStep::SignIn(path()))),
        Example::new("undo ended", LinkEnded::new("email-confirmation-undo-invalid").next(NextStep::SignIn(path()))),
        Example::new("not undone", LinkEnded::new("email-confirmation-undo-failed").next(NextStep::SignIn(path()))),
    ]
}

fn mails(registry: &mut Registry) {
    registry
        .mail_examples::<ConfirmEmail>(|sample| {
            let mail = || ConfirmEmail::new(sample.url("/confirm-email/example"), Some(sample.after(2 * DAY)));
            Ok(vec![
                Example::new("new account", mail()),
                Example::new("change", mail().is_change(true)),
                Example::new("repeated", mail().is_repeated(true)),
                Example::new("code", mail().code(Some(Secret::new("123456".to_owned())))),
                Example::new("unlimited", ConfirmEmail::new(sample.url("/confirm-email/example"), None)),
            ])
        })
        .mail_examples::<EmailChangeRequested>(|sample| {
            let mail = EmailChangeRequested::new(Some(sample.url("/session/new")), Circumstances::sample(sample));
            Ok(vec![Example::new("link", mail)])
        })
        .mail_examples::<AlreadyRegistered>(|sample| {
            let (sign_in, reset) = (sample.url("/session/new"), sample.url("/reset-password/new"));
            Ok(vec![
                Example::new("two links", AlreadyRegistered::new(Some(sign_in), Some(reset))),
                Example::new("no links", AlreadyRegistered::new(None, None)),
            ])
        })
        .mail_examples::<AddressInUse>(|sample| {
            Ok(vec![Example::new("link", AddressInUse::new(Some(sample.url("/session/new"))))])
        });
}
