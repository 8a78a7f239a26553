//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    conn::CURRENT_PASSWORD,
    extension::Registry,
    mail::Circumstances,
    pages::{Example, Sample},
    secret::Secret,
};

use crate::{
    NewToken, PersonalToken, Scopes, TokenCopied, TokenCreated, TokenItem, TokensCreated, TokensIndex, TokensNew,
    changeset::NAME,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<TokensIndex>(|sample| Ok(index(sample)))
        .page_examples::<TokensNew>(|sample| Ok(new(sample)))
        .page_examples::<TokensCreated>(|sample| {
            let expires_at = Some(sample.after(30 * DAY));
            let token = NewToken { name: "Backup".to_owned(), scopes: Scopes::parse("profile:read"), expires_at };
            let secret = Secret::new("pow_example_0000000000000000000000000000000000000000".to_owned());
            Ok(vec![Example::new("secret", TokensCreated::new(secret, token).back(sample.path())).signed_in()])
        })
        .mail_examples::<TokenCopied>(|sample| {
            let mail = |recovery| TokenCopied { circumstances: Circumstances::sample(sample), recovery };
            Ok(vec![Example::new("no recovery page", mail(None))])
        })
        .mail_examples::<TokenCreated>(|sample| {
            let mail = |list_url| TokenCreated { circumstances: Circumstances::sample(sample), list_url };
            Ok(vec![Example::new("list not mounted", mail(None))])
        });
}

fn index(sample: &Sample) -> Vec<Example<TokensIndex>> {
    let token = |name: &str, is_used: bool| PersonalToken {
        id: "example".to_owned(),
        name: name.to_owned(),
        scopes: Scopes::parse("profile:read profile:write"),
        created_at: sample.before(30 * DAY),
        expires_at: is_used.then(|| sample.after(30 * DAY)),
        last_used_at: is_used.then(|| sample.before(DAY)),
    };
    let item = |name, is_used| TokenItem::new(token(name, is_used)).action(sample.path());
    let page = |tokens| TokensIndex::new(tokens).new_path(sample.path());
    vec![
        Example::new("empty list", page(Vec::new())).signed_in(),
        Example::new("entries", page(vec![item("Backup", true), item("Calendar", false)])).signed_in(),
    ]
}

fn new(sample: &Sample) -> Vec<Example<TokensNew>> {
    let scopes = || ["profile:read", "profile:write"].map(str::to_owned).to_vec();
    let page = |form| TokensNew::new(form, Sample::PATH.to_owned(), scopes()).back(sample.path());
    let missing = sample.missing(&[NAME, CURRENT_PASSWORD]);
    vec![
        Example::new("empty", page(sample.form())).signed_in(),
        Example::new("missing fields", page(missing).max_days(Some(366)).needs_password(true)).signed_in(),
    ]
}
