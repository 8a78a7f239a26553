//! Texts in memory, for tests.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::{RenderedText, TextSender};
use crate::Error;

/// A sender that keeps all texts in memory, in order. Clones share them.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Config, text::TextRecording};
///
/// let texts = TextRecording::default();
/// let config = Config { text_sender: Some(Arc::new(texts.clone())), ..Config::default() };
/// assert!(texts.texts().is_empty());
/// # drop(config);
/// ```
#[derive(Clone, Debug, Default)]
pub struct TextRecording(Arc<Mutex<Vec<RenderedText>>>);

impl TextRecording {
    /// Returns all texts so far. To include queued texts, call [`Pow::flush_mails`](crate::Pow::flush_mails) first.
    #[must_use]
    pub fn texts(&self) -> Vec<RenderedText> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Removes all texts.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[async_trait]
impl TextSender for TextRecording {
    async fn send(&self, text: &RenderedText) -> Result<(), Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(text.clone());
        Ok(())
    }
}
