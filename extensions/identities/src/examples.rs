//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    conn::CURRENT_PASSWORD,
    extension::Registry,
    mail::Circumstances,
    messages::keys,
    pages::{Example, FieldError, Form, Sample},
    secret::Secret,
};

use crate::{
    Confirms, IdentitiesIndex, IdentitiesNew, Identity, IdentityChanged, IdentityCodeMail, IdentityConfirm,
    IdentityItem, IdentityKind, IdentityProve, Notice, PhoneNew, UsernameNew, changeset::USERNAME,
};

const DAY: Duration = Duration::from_secs(24 * 3600);
const TTL: Duration = Duration::from_secs(15 * 60);
/// A number from the range that is reserved for films.
const PHONE: &str = "+493023125123";
const OTHER: &str = "ann.lee@example.org";

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<IdentitiesIndex>(|sample| Ok(index(sample)))
        .page_examples::<IdentitiesNew>(|sample| {
            let page = |form| IdentitiesNew::new(form, Sample::PATH).back(sample.path());
            let missing = missing(sample, "email");
            Ok(vec![
                Example::new("empty", page(sample.form())).signed_in(),
                Example::new("missing fields", page(missing).needs_password(true)).signed_in(),
            ])
        })
        .page_examples::<PhoneNew>(|sample| {
            let page = |form| PhoneNew::new(form, Sample::PATH).back(sample.path());
            let missing = missing(sample, "phone");
            Ok(vec![
                Example::new("empty", page(sample.form())).signed_in(),
                Example::new("missing fields", page(missing).needs_password(true)).signed_in(),
            ])
        })
        .page_examples::<UsernameNew>(|sample| {
            let page = |form| UsernameNew::new(form, Sample::PATH).back(sample.path());
            let missing = missing(sample, USERNAME);
            Ok(vec![
                Example::new("empty", page(sample.form())).signed_in(),
                Example::new("missing fields", page(missing).needs_password(true)).signed_in(),
            ])
        })
        .page_examples::<IdentityProve>(|sample| {
            let page = |form| {
                IdentityProve::new(form, Sample::PATH, OTHER, TTL).resend_path(sample.path()).back(sample.path())
            };
            let wrong = sample.form().with_errors(vec![FieldError::new("code", keys::ERROR_CODE_WRONG)]);
            Ok(vec![
                Example::new("empty", page(sample.form())).signed_in(),
                Example::new("wrong code", page(wrong)).signed_in(),
            ])
        })
        .page_examples::<IdentityConfirm>(|sample| {
            let page = || {
                let address = identity(sample, IdentityKind::Email, OTHER, true);
                IdentityConfirm::new(sample.form(), Sample::PATH, address).back(sample.path())
            };
            Ok(vec![
                Example::new("main address", page()).signed_in(),
                Example::new("another code", page().confirms(Confirms::Code)).signed_in(),
                Example::new("removal", page().confirms(Confirms::Removal)).signed_in(),
            ])
        });
    mails(registry);
}

fn mails(registry: &mut Registry) {
    registry
        .mail_examples::<IdentityCodeMail>(|sample| {
            let mail = IdentityCodeMail::new(Secret::new("123456".to_owned()), sample.after(TTL));
            Ok(vec![Example::new("code", mail)])
        })
        .mail_examples::<IdentityChanged>(|sample| {
            let remedy = Some((sample.url("/identities"), "identities-title"));
            let circumstances = Circumstances::sample(sample);
            let mail =
                |notice| IdentityChanged { notice, circumstances: circumstances.clone(), remedy: remedy.clone() };
            Ok(vec![
                Example::new("added", mail(Notice::Added(OTHER.to_owned()))),
                Example::new("removed", mail(Notice::Removed(OTHER.to_owned()))),
                Example::new("number added", mail(Notice::PhoneAdded(PHONE.to_owned()))),
                Example::new("number removed", mail(Notice::PhoneRemoved(PHONE.to_owned()))),
                Example::new("user name", mail(Notice::UsernameSet(Sample::USERNAME.to_owned()))),
                Example::new("no user name", mail(Notice::UsernameRemoved(Sample::USERNAME.to_owned()))),
            ])
        });
}

fn missing(sample: &Sample, field: &'static str) -> Form {
    let required = |field| FieldError::new(field, keys::ERROR_REQUIRED);
    sample.form().with_errors(vec![required(field), required(CURRENT_PASSWORD)])
}

fn identity(sample: &Sample, kind: IdentityKind, value: &str, is_proved: bool) -> Identity {
    Identity {
        id: Some("example".to_owned()),
        kind,
        value: value.to_owned(),
        proved_at: is_proved.then(|| sample.before(DAY)),
        inserted_at: sample.before(2 * DAY),
        is_primary: value == Sample::EMAIL,
    }
}

fn index(sample: &Sample) -> Vec<Example<IdentitiesIndex>> {
    let item = |kind, value, is_proved| IdentityItem::new(identity(sample, kind, value, is_proved));
    let main = item(IdentityKind::Email, Sample::EMAIL, true);
    let proved = item(IdentityKind::Email, OTHER, true).primary_path(sample.path()).delete_path(sample.path());
    let typed = item(IdentityKind::Email, "a.lee@example.net", false);
    let typed = typed.prove_path(sample.path()).delete_path(sample.path());
    let name = item(IdentityKind::Username, Sample::USERNAME, true).delete_path(sample.path());
    let phone = item(IdentityKind::Phone, PHONE, true).delete_path(sample.path());
    let page = |items, has_name| {
        let page = IdentitiesIndex::new(items).new_path(sample.path()).create_path(sample.path());
        page.username_path(sample.path(), has_name)
    };
    vec![
        Example::new("one address", page(vec![main.clone()], false)).signed_in(),
        Example::new("several", page(vec![main, proved, typed, phone, name], true)).signed_in(),
    ]
}
