//! The codes of the sign-up, and the links of the same mails.

use pow_core::{
    Error,
    codes::Codes,
    cx::Cx,
    token::{Purpose, TokenPayload},
};
use serde::{Deserialize, Serialize};

use crate::{Signup, entry::Id, mails::SignupCode};

/// The purpose of the codes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SignupPurpose;

impl Purpose for SignupPurpose {
    const NAME: &'static str = "signup";
}

/// The content of a code: the address that it proves, for the sign-up that asked for it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    pub(crate) flow: [u8; 32],
    pub(crate) address: String,
}

impl Proof {
    pub(crate) fn new(flow: &Id, address: &str) -> Self {
        Self { flow: flow.hash(), address: address.to_owned() }
    }

    pub(crate) fn payload(&self) -> Result<TokenPayload, Error> {
        let bytes = postcard::to_allocvec(self).map_err(Error::other)?;
        Ok(TokenPayload { user: None, epoch: 0, bytes })
    }

    pub(crate) fn read(payload: &TokenPayload) -> Option<Self> {
        postcard::from_bytes(&payload.bytes).ok()
    }
}

pub(crate) fn codes(extension: &Signup, cx: &Cx) -> Result<Codes<SignupPurpose>, Error> {
    Ok(cx.cache().codes::<SignupPurpose>(extension.code_ttl)?.carried_by::<SignupCode>())
}
