//! An application whose gallery has the pages and mails of every extension.

use std::{collections::BTreeSet, sync::Arc};

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

// WCAG 2.2, 1.3.1: a form with a name is a landmark, and two landmarks of one kind need different names
#[test]
fn every_form_and_section_of_the_gallery_has_a_name_of_its_own() {
    let app = app(Look::default());
    let mut client = app.client();
    let mut count = 0;
    for path in states(&app) {
        let html = client.get(&path).text();
        let tag = |rest: &str| rest.split('>').next().unwrap_or_default().to_owned();
        let forms: Vec<_> = html.split("<form ").skip(1).map(tag).collect();
        let name = |tag: &String| tag.split_once("aria-label=\"")?.1.split('"').next().map(str::to_owned);
        let names: BTreeSet<_> = forms.iter().filter_map(name).filter(|name| !name.is_empty()).collect();
        assert_eq!(names.len(), forms.len(), "{path}: {forms:?}");
        count += forms.len();
        let nameless = ["<section>\n<h2", "<section class=\"danger\">\n<h2"];
        assert!(nameless.iter().all(|section| !html.contains(section)), "{path}: {html}");
        for rest in html.split("aria-labelledby=\"").skip(1) {
            let id = rest.split('"').next().unwrap_or_default();
            assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{path}: {id}");
        }
    }
    assert!(count > 50, "{count} forms: the states are there");
}
