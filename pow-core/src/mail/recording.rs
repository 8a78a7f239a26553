//! Mails in memory, for tests.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::{MailTransport, RenderedMail};
use crate::Error;

/// The mails that a recording mailer received, in order. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Recording(Arc<Mutex<Vec<RenderedMail>>>);

impl Recording {
    /// Returns all mails so far. To include queued mails, call [`Pow::flush_mails`](crate::Pow::flush_mails) first.
    pub fn mails(&self) -> Vec<RenderedMail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the last mail to this address.
    pub fn last_to(&self, address: &str) -> Option<RenderedMail> {
        let mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.iter().rev().find(|mail| mail.to.to_string() == address).cloned()
    }

    /// Removes all mails.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[async_trait]
impl MailTransport for Recording {
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error> {
        // A mail that cannot be encoded is an error in tests as well.
        mail.to_message()?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(())
    }
}
