//! Every form of the core and of all extensions, each in one row. [`super`] has those of the journey through the demo.

use std::{collections::BTreeSet, env, error::Error, time::Duration};

use pow_core::{
    controllers::{language, registration, session},
    extension::{Action, Method},
};
use pow_ext_api_tokens as api_tokens;
use pow_ext_data_download as data_download;
use pow_ext_devices as devices;
use pow_ext_email_confirmation as confirmation;
use pow_ext_identities as identities;
use pow_ext_invitation as invitation;
use pow_ext_lockout as lockout;
use pow_ext_mail_sign_in as mail_sign_in;
use pow_ext_password_expiry as password_expiry;
use pow_ext_reset_password as reset_password;
use pow_ext_signup::{self as signup, Mode};
use pow_testing::{
    Client, TestApp,
    browser::Browser,
    client::{ANN, PASSWORD},
    servers,
};

use super::{
    SUBMIT,
    line::{Line, SLOW, click_twice, page_with_cookies},
    walks::*,
};

use crate::every_extension;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn usual() -> TestApp {
    every_extension::start(Mode::default())
}

/// The forms of the journey.
const OF_THE_JOURNEY: [Action; 9] = [
    session::CREATE,
    session::DELETE,
    registration::CREATE,
    registration::UPDATE,
    registration::DELETE,
    confirmation::CREATE,
    invitation::CREATE,
    reset_password::CREATE,
    reset_password::UPDATE,
];

/// Routes without a form, or whose form leads to no other page, and why.
const WITHOUT_A_FORM: [(Action, &str); 3] = [
    (api_tokens::PAIR, "programs only: it answers with JSON"),
    (api_tokens::TOKEN, "programs only: it answers with JSON"),
    (data_download::CREATE, "it answers with a file, and the browser stays on the page"),
];

/// The state in which a person meets a form.
struct Begun {
    /// The browser has its cookies.
    client: Client,
    page: String,
    /// The ids of fields and what is typed there. A box is ticked.
    typed: Vec<(&'static str, String)>,
}

const TICK: &str = "\u{2713}";

fn begun(client: Client, page: impl Into<String>, typed: &[(&'static str, &str)]) -> Begun {
    let typed = typed.iter().map(|(id, text)| (*id, (*text).to_owned())).collect();
    Begun { client, page: page.into(), typed }
}

/// A form. No step before the clicks is part of the test.
struct Form {
    action: Action,
    app: fn() -> TestApp,
    begin: fn(&TestApp) -> Begun,
    button: &'static str,
    /// Elements with a text that only the page after a success shows.
    shows: &'static [(&'static str, &'static str)],
    /// The names of the mails that it sends, and [`TEXT`] for a text message.
    sends: &'static [&'static str],
}

/// A text message in [`Form::sends`].
const TEXT: &str = "text";
const INFO: &str = ".flash-info";
const PASSWORDS: [(&str, &str); 2] = [("user_password", NEW_PASSWORD), ("user_password_confirmation", NEW_PASSWORD)];
const IS_ANN: &[(&str, &str)] = &[("#current-user", "signed in as ann@example.com")];
const IS_NEW: &[(&str, &str)] = &[("#current-user", "signed in as new@example.com")];

const FORMS: &[Form] = &[
    Form {
        action: language::UPDATE,
        app: usual,
        begin: |app| begun(app.client(), "/session/new", &[]),
        button: ".languages button[value=de]",
        shows: &[("h1", "Anmelden")],
        sends: &[],
    },
    Form {
        action: registration::UPDATE,
        app: usual,
        begin: |app| {
            begun(
                ann(app),
                "/registration/edit/email",
                &[("user_email", NEW_ADDRESS), ("user_current_password", PASSWORD)],
            )
        },
        button: SUBMIT,
        shows: &[(INFO, "Check the inbox of the new address."), ("main", NEW_ADDRESS)],
        sends: &["email_confirmation/change_requested", "email_confirmation/confirm"],
    },
    Form {
        action: registration::UPDATE,
        app: usual,
        begin: |app| {
            begun(
                ann(app),
                "/registration/edit/details",
                &[("user_name", "Ann Lee"), ("user_current_password", PASSWORD)],
            )
        },
        button: SUBMIT,
        shows: &[(INFO, "Your changes are saved.")],
        sends: &[],
    },
    Form {
        action: api_tokens::CREATE,
        app: usual,
        begin: |app| {
            let typed = [("user_name", "Backup"), ("user_orders:read", TICK)];
            begun(ann(app), "/api-tokens/new", &typed)
        },
        button: SUBMIT,
        shows: &[("h1", "Your new token")],
        sends: &["api_tokens/token_created"],
    },
    Form {
        action: api_tokens::DELETE,
        app: usual,
        begin: |app| {
            let mut ann = ann(app);
            let pairs = [("user[name]", "Backup"), ("user[orders:read]", "true")];
            assert!(ann.submit("/api-tokens/new", "/api-tokens", &pairs).status < 400);
            begun(ann, "/api-tokens", &[])
        },
        button: SUBMIT,
        shows: &[("main", "You have no API tokens.")],
        sends: &[],
    },
    Form {
        action: devices::DELETE_OTHERS,
        app: usual,
        begin: |app| {
            let ann = ann(app);
            assert_eq!(stranger(app, 1).sign_in(ANN, PASSWORD).status, 303);
            begun(ann, "/devices", &[])
        },
        button: "main .button-danger",
        shows: &[(INFO, "All other devices have been signed out.")],
        sends: &[],
    },
    Form {
        action: devices::DELETE,
        app: usual,
        begin: |app| {
            let ann = ann(app);
            assert_eq!(stranger(app, 1).sign_in(ANN, PASSWORD).status, 303);
            begun(ann, "/devices", &[])
        },
        button: "main .entries button",
        shows: &[(INFO, "The device has been signed out.")],
        sends: &[],
    },
    Form {
        action: confirmation::RESEND,
        app: usual,
        begin: |app| begun(app.registered(ANN), "/confirm-email", &[]),
        button: SUBMIT,
        shows: &[("main", "We’ve sent the email again.")],
        sends: &["email_confirmation/confirm"],
    },
    Form {
        action: confirmation::CANCEL,
        app: usual,
        begin: |app| begun(asked_for_another_address(app, false), "/registration/edit", &[]),
        button: "form[action='/confirm-email']:has([value=DELETE]) button",
        shows: &[(INFO, "The change of your email address has been canceled.")],
        sends: &[],
    },
    Form {
        action: confirmation::UNDO,
        app: usual,
        begin: |app| {
            drop(asked_for_another_address(app, true));
            begun(app.client(), link(app, ANN, "/undo-email-change/"), &[])
        },
        button: SUBMIT,
        shows: &[(INFO, "Your email address is back, and your account is signed out on all devices.")],
        sends: &["email_changed"],
    },
    Form {
        action: identities::CREATE,
        app: usual,
        begin: |app| begun(ann(app), "/identities/new", &[("user_email", NEW_ADDRESS)]),
        button: SUBMIT,
        shows: &[("h1", "Confirm your address"), ("main", NEW_ADDRESS)],
        sends: &["identities/code"],
    },
    Form {
        action: identities::CREATE_PHONE,
        app: usual,
        begin: |app| begun(ann(app), "/identities/phone", &[("user_phone", PHONE)]),
        button: SUBMIT,
        shows: &[("h1", "Confirm your number")],
        sends: &[TEXT],
    },
    Form {
        action: identities::CREATE_USERNAME,
        app: usual,
        begin: |app| begun(ann(app), "/identities/username", &[("user_username", "ann_b")]),
        button: SUBMIT,
        shows: &[(INFO, "Your user name has been saved."), ("main", "ann_b")],
        sends: &["identities/changed"],
    },
    Form {
        action: identities::DELETE,
        app: usual,
        begin: |app| begun(second_address(app, true).0, "/identities", &[]),
        button: "main form:has([value=DELETE]) button",
        shows: &[(INFO, "It has been removed from your account.")],
        sends: &["identities/changed", "identities/changed"],
    },
    Form {
        action: identities::SEND,
        app: usual,
        begin: |app| {
            let (ann, page) = second_address(app, false);
            begun(ann, page, &[])
        },
        button: "main .actions form button",
        shows: &[(INFO, "We’ve sent another code.")],
        sends: &["identities/code"],
    },
    Form {
        action: identities::PROVE,
        app: usual,
        begin: |app| {
            let (ann, page) = second_address(app, false);
            begun(ann, page, &[("user_code", &mailed_code(app))])
        },
        button: SUBMIT,
        shows: &[(INFO, "The address is confirmed. You can sign in with it now.")],
        sends: &["identities/changed"],
    },
    Form {
        action: identities::PRIMARY,
        app: usual,
        begin: |app| begun(second_address(app, true).0, "/identities", &[]),
        button: "form[action$='/primary'] button",
        shows: &[(INFO, "Your main address has been changed.")],
        sends: &["email_changed"],
    },
    Form {
        action: invitation::DELETE,
        app: usual,
        begin: |app| {
            let mut ann = ann(app);
            assert_eq!(ann.submit("/invitations/new", "/invitations", &[("user[email]", FRIEND)]).status, 303);
            begun(ann, "/invitations/new", &[])
        },
        button: "main form:has([value=DELETE]) button",
        shows: &[(INFO, "The invitation has been withdrawn.")],
        sends: &[],
    },
    Form {
        action: invitation::UPDATE,
        app: usual,
        begin: |app| {
            let mut ann = ann(app);
            assert_eq!(ann.submit("/invitations/new", "/invitations", &[("user[email]", NEW_ADDRESS)]).status, 303);
            begun(app.client(), link(app, NEW_ADDRESS, "/invitations/"), &PASSWORDS)
        },
        button: SUBMIT,
        shows: IS_NEW,
        sends: &[],
    },
    Form {
        action: lockout::UNLOCK,
        app: usual,
        begin: |app| {
            drop(ann(app));
            attacked(app);
            begun(app.client(), link(app, ANN, "/unlock/"), &[])
        },
        button: SUBMIT,
        shows: &[(INFO, "This device is allowed. You can sign in now.")],
        sends: &[],
    },
    Form {
        action: lockout::SECURE,
        app: usual,
        begin: |app| {
            drop(ann(app));
            assert_eq!(stranger(app, 1).sign_in(ANN, PASSWORD).status, 303);
            begun(app.client(), link(app, ANN, "/secure-account/"), &[])
        },
        button: SUBMIT,
        shows: &[(INFO, "Your account is signed out on all devices, and its password no longer works.")],
        sends: &[],
    },
    Form {
        action: mail_sign_in::CREATE,
        app: usual,
        begin: |app| {
            drop(ann(app));
            begun(app.client(), "/sign-in-by-mail/new", &[("user_email", ANN)])
        },
        button: SUBMIT,
        shows: &[("h1", "Check your inbox"), ("main", ANN)],
        sends: &["mail_sign_in/code"],
    },
    Form {
        action: mail_sign_in::CODE,
        app: usual,
        begin: |app| {
            drop(ann(app));
            let asked = asked_at(app, "/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", ANN)]);
            begun(asked, "/sign-in-by-mail", &[("user_code", &mailed_code(app))])
        },
        button: SUBMIT,
        shows: IS_ANN,
        sends: &["lockout/new_browser"],
    },
    Form {
        action: mail_sign_in::USE,
        app: usual,
        begin: |app| {
            drop(ann(app));
            let asked = asked_at(app, "/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", ANN)]);
            begun(asked, link(app, ANN, "/sign-in-by-mail/"), &[])
        },
        button: SUBMIT,
        shows: IS_ANN,
        sends: &["lockout/new_browser"],
    },
    Form {
        action: mail_sign_in::TEXT_CREATE,
        app: usual,
        begin: |app| {
            with_phone(app);
            begun(app.client(), "/sign-in-by-text/new", &[("user_phone", PHONE)])
        },
        button: SUBMIT,
        shows: &[("h1", "Check your phone")],
        sends: &[TEXT],
    },
    Form {
        action: mail_sign_in::TEXT_CODE,
        app: usual,
        begin: |app| {
            with_phone(app);
            let asked = asked_at(app, "/sign-in-by-text/new", "/sign-in-by-text", &[("user[phone]", PHONE)]);
            begun(asked, "/sign-in-by-text", &[("user_code", &texted_code(app))])
        },
        button: SUBMIT,
        shows: IS_ANN,
        sends: &["lockout/new_browser"],
    },
    Form {
        action: password_expiry::UPDATE,
        app: usual,
        begin: |app| {
            drop(ann(app));
            let (cx, user) = (app.pow.cx(), app.user(ANN).unwrap());
            assert!(app.block_on(password_expiry::force_password_change(&cx, &user)).unwrap().is_ok());
            let mut browser = app.client();
            assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/expired-password"));
            let current = ("user_current_password", PASSWORD);
            begun(browser, "/expired-password", &[current, PASSWORDS[0], PASSWORDS[1]])
        },
        button: SUBMIT,
        shows: IS_ANN,
        sends: &["lockout/new_browser", "password_changed"],
    },
    Form {
        action: signup::CREATE,
        app: usual,
        begin: |app| begun(app.client(), "/signup", &[("user_email", NEW_ADDRESS)]),
        button: SUBMIT,
        shows: &[("h1", "Enter the code"), ("main", NEW_ADDRESS)],
        sends: &["signup/code"],
    },
    Form {
        action: signup::CHECK,
        app: usual,
        begin: |app| {
            let asked = asked_at(app, "/signup", "/signup", &[("user[email]", NEW_ADDRESS)]);
            begun(asked, "/signup/code", &[("user_code", &mailed_code(app))])
        },
        button: SUBMIT,
        shows: &[("h1", "Your details"), ("main", NEW_ADDRESS)],
        sends: &[],
    },
    Form {
        action: signup::FOLLOW,
        app: usual,
        begin: |app| {
            let asked = asked_at(app, "/signup", "/signup", &[("user[email]", NEW_ADDRESS)]);
            begun(asked, link(app, NEW_ADDRESS, "/signup/link/"), &[])
        },
        button: SUBMIT,
        shows: &[("h1", "Your details"), ("main", NEW_ADDRESS)],
        sends: &[],
    },
    Form {
        action: signup::FINISH,
        app: usual,
        begin: |app| {
            let mut asked = asked_at(app, "/signup", "/signup", &[("user[email]", NEW_ADDRESS)]);
            let code = mailed_code(app);
            assert_eq!(asked.submit("/signup/code", "/signup/code", &[("user[code]", &code)]).status, 303);
            begun(asked, "/signup/details", &[&[("user_name", "Eve Lee")], &PASSWORDS[..]].concat())
        },
        button: SUBMIT,
        shows: IS_NEW,
        sends: &[],
    },
    Form {
        action: confirmation::CODE,
        app: every_extension::with_codes,
        begin: |app| {
            let mut new = app.client();
            assert_eq!(new.register(NEW_ADDRESS, PASSWORD).status, 303);
            begun(new, "/confirm-email", &[("user_code", &mailed_code(app))])
        },
        button: SUBMIT,
        shows: IS_NEW,
        sends: &[],
    },
    Form {
        action: signup::CREATE,
        app: || every_extension::start(Mode::FormFirst),
        begin: |app| {
            let typed = [&[("user_email", NEW_ADDRESS), ("user_name", "Eve Lee")], &PASSWORDS[..]].concat();
            begun(app.client(), "/signup", &typed)
        },
        button: SUBMIT,
        shows: &[("main", "we’ve emailed a link to it")],
        sends: &["signup/confirm"],
    },
    Form {
        action: signup::CONFIRM,
        app: || every_extension::start(Mode::FormFirst),
        begin: |app| {
            let new = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
            let pairs = [&[("user[email]", NEW_ADDRESS), ("user[name]", "Eve Lee")], &new[..]].concat();
            let asked = asked_at(app, "/signup", "/signup", &pairs);
            begun(asked, link(app, NEW_ADDRESS, "/signup/confirm/"), &[])
        },
        button: SUBMIT,
        shows: IS_NEW,
        sends: &[],
    },
];

/// The names and the recipients of the mails and text messages that were sent so far.
fn sent(app: &TestApp) -> Vec<(String, String)> {
    let mails = app.mailbox().into_iter().map(|mail| (mail.name.into_owned(), format!("{:?}", mail.to)));
    mails.chain(app.texts().into_iter().map(|text| (TEXT.to_owned(), format!("{:?}", text.to)))).collect()
}

impl Form {
    fn tells_the_truth(&self, browser: &Browser, runtime: &tokio::runtime::Runtime, delay: Duration) -> Result {
        let app = (self.app)();
        let begun = (self.begin)(&app);
        let (before, line) = (sent(&app), Line::to(app.address(), delay)?);
        line.slow(false);
        runtime.block_on(async {
            browser.goto(&format!("http://{}/bare", app.address())).await?;
            browser.client().delete_all_cookies().await?;
            browser.goto(&page_with_cookies(&begun.client)?).await?;
            browser.goto(&line.url(&begun.page)).await?;
            for (id, text) in &begun.typed {
                let field = format!("[id='{id}']");
                match text == TICK {
                    true => browser.click(&field).await?,
                    false => browser.fill(&field, text).await?,
                }
            }
            line.slow(true);
            let done = click_twice(browser, self.button, self.shows).await;
            line.slow(false);
            done
        })?;
        let mut sends = sent(&app);
        for message in &before {
            sends.swap_remove(sends.iter().position(|other| other == message).ok_or("a message is gone")?);
        }
        sends.sort();
        let names: Vec<_> = sends.iter().map(|(name, _)| name.as_str()).collect();
        let is_twice = sends.windows(2).any(|pair| pair[0] == pair[1]);
        match names == self.sends && !is_twice {
            true => Ok(()),
            false => Err(format!("sent {sends:?} instead of {:?}", self.sends).into()),
        }
    }
}

fn all_forms(delay: Duration) -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let browser = runtime.block_on(Browser::start(&webdriver))?;
    let failures: Vec<_> = FORMS
        .iter()
        .filter_map(|form| Some((form, form.tells_the_truth(&browser, &runtime, delay).err()?)))
        .map(|(form, error)| format!("{}: {error}", form.action))
        .collect();
    runtime.block_on(browser.close())?;
    assert!(failures.is_empty(), "{} of {} forms:\n{}", failures.len(), FORMS.len(), failures.join("\n\n"));
    Ok(())
}

// CS12
#[test]
fn each_form_tells_the_truth_after_two_clicks_on_a_slow_line() -> Result {
    all_forms(SLOW)
}

// CS12
#[test]
fn each_form_tells_the_truth_after_two_clicks_on_a_fast_line() -> Result {
    // The table takes a minute and a half, and the journey of `second_click.rs` takes the fast line in each run.
    if env::var_os("POW_TEST_SHORT").is_some() {
        return Ok(());
    }
    all_forms(Duration::ZERO)
}

#[test]
fn no_form_is_missing_among_those_of_two_clicks() {
    let tested = OF_THE_JOURNEY.into_iter().chain(FORMS.iter().map(|form| form.action));
    let known: BTreeSet<_> =
        tested.chain(WITHOUT_A_FORM.map(|(action, _)| action)).map(|action| action.to_string()).collect();
    let mut posted = BTreeSet::new();
    for app in [usual(), every_extension::start(Mode::FormFirst), every_extension::with_codes()] {
        let takes = |methods: &[Method]| methods.iter().any(|method| *method != Method::Get);
        let routes = app.pow.routes_table().iter().filter(|route| takes(&route.methods));
        posted.extend(routes.map(|route| route.action.to_string()));
    }
    assert_eq!(known, posted);
}
