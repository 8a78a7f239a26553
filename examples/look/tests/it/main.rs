//! The integration tests of this crate, in one program so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use look::{routes, texts};
use pow_core::{Config, look::Look, pages::Pages};
use pow_testing::TestApp;

mod looks;
mod parts;
mod pictures;

/// The application in this look.
fn app(look: Look, pages: Pages) -> TestApp {
    let app = TestApp::builder()
        .config(|config| Config {
            site_name: Some("Acme".into()),
            language_switch: true,
            messages: texts(),
            look,
            pages,
            ..config
        })
        .routes(|config, pow| {
            config.app_data(actix_web::web::Data::new(pow.clone())).configure(routes).configure(pictures::routes);
        });
    app.start()
}
