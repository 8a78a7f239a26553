//! An application whose gallery has the pages and mails of every extension.

use std::sync::Arc;

use pow_core::{
    Config,
    look::{FooterLink, Look},
    messages::Message,
};
use pow_ext_signup::Mode;
use pow_testing::TestApp;
use terms_accepted::TermsAccepted;

use crate::every_extension;

pub(super) const SCHEMES: [&str; 2] = ["light", "dark"];
pub(super) const WIDTHS: [u32; 2] = [390, 1280];

/// An application with every extension that has pages or mails, and with everything that a layout can show. It has an address of its
/// own, so that its mails are the same in each run.
pub(super) fn app(look: Look) -> TestApp {
    every_extension::with(Mode::default(), move |mut config| {
        config.extensions.push(Arc::new(TermsAccepted::default()));
        let footer = vec![FooterLink::new(Message::new("home"), "/")];
        Config {
            look: Look { footer, support: Some("help@example.com".to_owned()), ..look },
            base_url: "https://demo.example".to_owned(),
            site_name: Some("Demo".to_owned()),
            ..config
        }
    })
}

/// The addresses of all states, without their query.
pub(super) fn states(app: &TestApp) -> Vec<String> {
    let data = app.client().json("GET", "/gallery", None).json();
    let examples = data["examples"].as_array().unwrap();
    let paths = examples.iter().filter_map(|example| example["path"].as_str()?.split('?').next());
    paths.map(str::to_owned).collect()
}
