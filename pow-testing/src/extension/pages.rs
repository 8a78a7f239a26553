//! The contents of the pages.

use pow_core::extension::Method;

use super::{Subject, entitled, path, routes};

/// Checks that the extension's pages, and its content on the core's pages, work under a Content-Security-Policy that forbids
/// inline scripts and styles.
///
/// # Panics
/// If something would be blocked.
pub fn pages_need_no_script(subject: &Subject) {
    let app = subject.start();
    let mut ann = subject.signed_in(&app);
    assert_plain("/registration/edit", &ann.get("/registration/edit").text());
    for page in ["/session/new", "/registration/new"] {
        assert_plain(page, &app.client().get(page).text());
    }
    for route in routes(&app, subject.id()).filter(|route| route.methods.contains(&Method::Get)) {
        let answer = entitled(subject, &app, route).get(&path(route));
        assert_plain(&route.path, &answer.text());
    }
}

pub(super) fn assert_plain(page: &str, html: &str) {
    let html = html.to_ascii_lowercase();
    for mark in ["<script", "<style", " style=", "javascript:", " onclick=", " onload=", " onsubmit=", " onerror="] {
        assert!(!html.contains(mark), "{page} contains `{mark}`, which its Content-Security-Policy blocks");
    }
}
