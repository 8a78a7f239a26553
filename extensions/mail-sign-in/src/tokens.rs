//! The codes and links.

use pow_core::{Error, codes::Codes, cx::Cx, token::Purpose};

use crate::{MailSignIn, SignInMail, SignInText};

/// The purpose of the codes and links.
#[derive(Clone, Copy, Debug)]
pub struct SignInCode;

impl Purpose for SignInCode {
    const NAME: &'static str = "mail_sign_in";
}

/// The purpose of the codes in text messages.
#[derive(Clone, Copy, Debug)]
pub struct TextCode;

impl Purpose for TextCode {
    const NAME: &'static str = "text_sign_in";
}

/// Returns the codes for texts. A code is live only if its text may be sent.
pub(crate) fn text_codes(extension: &MailSignIn, cx: &Cx) -> Result<Codes<TextCode>, Error> {
    Ok(cx.cache().codes(extension.ttl)?.carried_by_text::<SignInText>())
}

pub(crate) fn codes(extension: &MailSignIn, cx: &Cx) -> Result<Codes<SignInCode>, Error> {
    Ok(cx.cache().codes(extension.ttl)?.carried_by::<SignInMail>())
}
