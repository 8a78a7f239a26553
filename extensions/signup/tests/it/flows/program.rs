//! Signing users up without pages.

use pow_core::{
    secret::Secret,
    users::{EMAIL, EMAIL_CONFIRMED_AT, PASSWORD_HASH},
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_signup::{Identity, NAME, NewUser, Signup, signup};
use pow_testing::{TestApp, client::PASSWORD};
use terms_accepted::TermsAccepted;

use crate::{
    common::{BOB, EVE, mails},
    company::{COMPANY, Company},
};

fn sign_up(app: &TestApp, user: NewUser) -> Result<(), Vec<String>> {
    let pow = app.pow.clone();
    let written = app.block_on(async move { signup(&pow.cx(), user).await.unwrap() });
    written
        .map(drop)
        .map_err(|changeset| changeset.errors().iter().map(|error| error.message.key.to_string()).collect())
}

// ZS2, ZS6
#[test]
fn proved_address_is_confirmed_and_another_one_has_to_be() {
    let app = TestApp::with(Signup::default()).extension(EmailConfirmation::default()).start();
    let user = NewUser::new().value(NAME, "Eve").password(Secret::from(PASSWORD));
    assert_eq!(sign_up(&app, user.clone().identity(Identity::proved_email(EVE))), Ok(()));
    assert!(app.user(EVE).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some() && app.signs_in(EVE, PASSWORD));
    assert_eq!(sign_up(&app, user.identity(Identity::claimed("email", BOB))), Ok(()));
    assert!(app.user(BOB).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_none() && !app.signs_in(BOB, PASSWORD));
    assert!(mails(&app, BOB, "email_confirmation/confirm") > 0 && mails(&app, EVE, "email_confirmation/confirm") == 0);
}

#[test]
fn rules_of_the_form_hold() {
    let app = TestApp::with(Signup::default()).start();
    let eve = || NewUser::new().value(EMAIL, EVE);
    assert_eq!(sign_up(&app, eve().password(Secret::from("short"))), Err(vec!["error-too-short".to_owned()]));
    assert_eq!(sign_up(&app, NewUser::new()), Err(vec!["error-required".to_owned()]));
    assert_eq!(sign_up(&app, NewUser::new().value(EMAIL, "eve")), Err(vec!["error-email-invalid".to_owned()]));
    assert_eq!(sign_up(&app, eve()), Ok(()), "neither a name nor a password is required");
    assert_eq!(app.user(EVE).unwrap().get(PASSWORD_HASH).unwrap(), None);
    assert_eq!(sign_up(&app, eve()), Err(vec!["error-taken".to_owned()]));
}

#[test]
fn other_extensions_may_refuse() {
    let app = TestApp::with(Signup::default()).extension(Company).start();
    let refused = NewUser::new().value(EMAIL, EVE).value(COMPANY, "Evil Inc");
    assert_eq!(sign_up(&app, refused), Err(vec!["company-refused".to_owned()]));
    assert_eq!(app.user_count(), 0);
}

#[test]
fn terms_come_before_the_first_session() {
    let app = TestApp::with(Signup::default()).extension(TermsAccepted::default()).start();
    let user = NewUser::new().value(EMAIL, EVE).password(Secret::from(PASSWORD));
    assert_eq!(sign_up(&app, user), Ok(()));
    let mut browser = app.client();
    assert_eq!(browser.sign_in(EVE, PASSWORD).location(), Some("/terms/accept"));
    assert_eq!(browser.current_user(), None);
}
