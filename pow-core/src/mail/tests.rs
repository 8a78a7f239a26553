//! Mails: rendered, addressed and sent.
