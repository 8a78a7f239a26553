//! The pages and mails in each of their states.

use pow_core::{extension::Registry, mail::Circumstances, pages::Example};

use crate::CookieCopied;

pub(crate) fn register(registry: &mut Registry) {
    registry.mail_examples::<CookieCopied>(|sample| {
        let mail = CookieCopied { circumstances: Circumstances::sample(sample), recovery: None };
        Ok(vec![Example::new("no recovery page", mail)])
    });
}
