//! What holds for every extension.

use std::time::Duration;

use pow_ext_email_confirmation::{EmailConfirmation, UnconfirmedAccess};
use pow_testing::{Client, TestApp, client::PASSWORD, extension};

pow_testing::extension_suite!(email_confirmation, subject);
pow_testing::extension_suite!(with_codes_and_a_notice, open_subject);

fn subject() -> extension::Subject {
    extension::Subject::new(EmailConfirmation::default).sign_in(confirm_and_sign_in)
}

fn open_subject() -> extension::Subject {
    let open =
        || EmailConfirmation::default().code_ttl(Duration::from_secs(600)).access(UnconfirmedAccess::AllowWithNotice);
    extension::Subject::new(open).sign_in(confirm_and_sign_in)
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
