//! The codes and links.

use pow_core::{Error, codes::Codes, cx::Cx, token::Purpose};

use crate::{MailSignIn, SignInMail};

/// The purpose of the codes and links.
#[derive(Clone, Copy, Debug)]
pub struct SignInCode;

impl Purpose for SignInCode {
    const NAME: &'static str = "mail_sign_in";
}

pub(crate) fn codes(extension: &MailSignIn, cx: &Cx) -> Result<Codes<SignInCode>, Error> {
    Ok(cx.cache().codes(extension.ttl)?.carried_by::<SignInMail>())
}
