//! What holds for every extension.

use pow_ext_email_confirmation::EmailConfirmation;
use pow_testing::{Client, TestApp, client::PASSWORD, extension};

pow_testing::extension_suite!(email_confirmation, subject);

fn subject() -> extension::Subject {
    extension::Subject::new(EmailConfirmation::default).sign_in(confirm_and_sign_in)
}

/// As a visitor does: the mail's link, its button, and the sign-in where the browser has not registered.
fn confirm_and_sign_in(app: &TestApp, mut browser: Client) -> Client {
    let link = app.mailed_link(extension::ANN);
    browser.submit(&link, &link, &[]);
    if browser.get("/registration/edit").status != 200 {
        browser.sign_in(extension::ANN, PASSWORD);
    }
    browser
}
