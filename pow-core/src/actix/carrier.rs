//! Implements for actix-web's requests what carriers read.

use std::any::Any;

use actix_web::{HttpRequest, http::header::HeaderValue};

use crate::carrier::{ClientRequest, HeaderValues};

impl ClientRequest for HttpRequest {
    fn header(&self, name: &str) -> HeaderValues<'_> {
        self.headers().get_all(name).map(HeaderValue::as_bytes).collect()
    }

    fn server_request(&self) -> &dyn Any {
        self
    }
}
