//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    extension::Registry,
    mail::Circumstances,
    messages::Message,
    pages::{Example, Flash, LinkEnded, NextStep, Sample, SessionNew},
};

use crate::{AccountUnderAttack, GuessedPassword, NewBrowser, SecureShow, SignInDetails, UnlockShow};

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<UnlockShow>(|_| Ok(vec![Example::new("button", UnlockShow::new(Sample::PATH))]))
        .page_examples::<SecureShow>(|_| {
            let page = SecureShow::new(Sample::PATH);
            let voids = page.clone().voids_password(true);
            Ok(vec![Example::new("password stays", page), Example::new("new password", voids)])
        })
        .page_examples::<SessionNew>(|sample| {
            let page = SessionNew::new(sample.filled(), Sample::PATH, sample.user_id.clone());
            let locked = Flash::error(Message::new("lockout-locked"));
            Ok(vec![Example::new("locked", page).flash(locked)])
        })
        .page_examples::<LinkEnded>(|_| {
            let page = LinkEnded::new("lockout-invalid-link").next(NextStep::SignIn(Sample::PATH.to_owned()));
            Ok(vec![Example::new("invalid", page)])
        })
        .mail_examples::<AccountUnderAttack>(|sample| {
            let until = sample.after(Duration::from_secs(3600));
            let mail = AccountUnderAttack::new(sample.url("/unlock/example"), until, Circumstances::sample(sample));
            Ok(vec![Example::new("link", mail)])
        })
        .mail_examples::<NewBrowser>(|sample| {
            let far = NewBrowser::new(details(sample, true));
            Ok(vec![
                Example::new("unknown place", NewBrowser::new(details(sample, false))),
                Example::new("too fast", far),
            ])
        })
        .mail_examples::<GuessedPassword>(|sample| {
            Ok(vec![Example::new("guessed", GuessedPassword::new(details(sample, false), 7))])
        });
}

fn details(sample: &Sample, is_far: bool) -> SignInDetails {
    SignInDetails {
        circumstances: Circumstances::sample(sample),
        place: is_far.then(|| "Lisbon, Portugal".to_owned()),
        is_too_fast: is_far,
        secure_url: sample.url("/secure-account/example"),
    }
}
