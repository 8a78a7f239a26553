//! The codes and links.

use pow_core::{Error, codes::Codes, cx::Cx, token::Purpose};

use crate::{MailSignIn, SignInMail};

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

/// Returns the codes for texts. For a number, at most as many codes are issued as texts may be sent to it.
pub(crate) fn text_codes(extension: &MailSignIn, cx: &Cx) -> Result<Codes<TextCode>, Error> {
    Ok(cx.cache().codes(extension.ttl)?.limit(cx.pow().policy().text_limits.number))
}

pub(crate) fn codes(extension: &MailSignIn, cx: &Cx) -> Result<Codes<SignInCode>, Error> {
    Ok(cx.cache().codes(extension.ttl)?.carried_by::<SignInMail>())
}
