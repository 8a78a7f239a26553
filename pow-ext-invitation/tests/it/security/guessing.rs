//! Nothing that opens a door is short enough to be guessed, however many try at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::ANN;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{extensions, mail::MailLimits};
use pow_ext_email_confirmation::{EmailConfirmation, confirm_email};
use pow_ext_invitation::{Invitation, SendLimit};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, TestApp,
    client::{PASSWORD, together},
    on_each_database,
};

on_each_database!(guesses_over_many_flows_open_nothing_and_leave_each_good_link_good);

const COOKIE: &str = "persistent_session";
/// So many samples of each kind.
const SAMPLES: usize = 40;

fn app(database: Database) -> TestApp {
    TestApp::builder()
        .database(database)
        .policy(|policy| policy.mail_limits = MailLimits::none())
        .config(|mut config| {
            config.extensions = extensions![
                EmailConfirmation::default(),
                ResetPassword::default(),
                PersistentSession::default(),
                Invitation::default().max_open(1_000).send_limit(SendLimit::Unlimited)
            ];
            config
        })
        .start()
}

/// Ann's browser, with the cookie that remembers it.
fn remembered(app: &TestApp) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]).status, 303);
    browser
}

fn with_ann(database: Database) -> TestApp {
    let app = app(database);
    drop(app.registered(ANN));
    let user = app.user(ANN).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    app
}

/// A secret of each kind, by where it goes: into a path, or into a cookie.
fn each_kind(app: &TestApp, n: usize) -> BTreeMap<&'static str, String> {
    let mut ann = remembered(app);
    let cookie = ann.cookies[COOKIE].clone();
    let (guest, new) = (format!("guest-{n}@example.com"), format!("new-{n}@example.com"));
    assert_eq!(app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]).status, 303);
    let reset = app.mailed_link(ANN);
    drop(app.registered(&new));
    let confirmation = app.mailed_link(&new);
    assert_eq!(crate::common::invite(&mut ann, &guest).status, 303);
    let invitation = app.mailed_link(&guest);
    let secret = |path: &str, at: usize| path.split('/').nth(at).unwrap().to_owned();
    BTreeMap::from([
        ("/reset-password/…", secret(&reset, 2)),
        ("/confirm-email/…", secret(&confirmation, 2)),
        ("/invitations/…/edit", secret(&invitation, 2)),
        (COOKIE, cookie),
    ])
}

/// The bytes that are others in each sample: in 40 samples a random byte has 37 values, and a counted one or a part of a
/// time a few.
fn unlike(samples: &[Vec<u8>]) -> usize {
    let shortest = samples.iter().map(Vec::len).min().unwrap();
    let values = |at: usize| samples.iter().map(|sample| sample[at]).collect::<BTreeSet<_>>().len();
    (0..shortest).filter(|at| values(*at) > SAMPLES / 2).count()
}

// K19: a code of six digits has 20 bits
#[test]
fn each_secret_has_far_more_than_128_bits_that_nobody_can_tell() {
    let app = with_ann(Database::sqlite());
    let mut samples: BTreeMap<&str, Vec<Vec<u8>>> = BTreeMap::new();
    for n in 0..SAMPLES {
        for (kind, text) in each_kind(&app, n) {
            samples.entry(kind).or_default().push(URL_SAFE_NO_PAD.decode(text).unwrap());
        }
    }
    assert_eq!(samples.len(), 4);
    for (kind, samples) in samples {
        let bits = 8 * unlike(&samples);
        println!("{kind}: {} bytes, of which {bits} bits are others each time", samples[0].len());
        assert!(bits >= 128, "{kind}: {bits} bits");
        // A key of 256 bits signs it: 32 bytes at the end that are others for each text.
        let tags: Vec<Vec<u8>> = samples.iter().map(|sample| sample[sample.len() - 32..].to_vec()).collect();
        assert_eq!(8 * unlike(&tags), 256, "{kind}");
    }
    // The control: counters and times are not taken for secrets.
    let counted: Vec<Vec<u8>> = (0..SAMPLES).map(|n| vec![7, 0, u8::try_from(n / 4).unwrap()]).collect();
    assert_eq!(unlike(&counted), 0);
}

/// Texts that look as if they were this one: another character at each place, those next to it in the alphabet first.
fn guesses(good: &str, flow: usize) -> Vec<String> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let at = |n: usize| (flow * 7 + n * 11) % good.len();
    let other = |n: usize| {
        let place = alphabet.find(&good[at(n)..=at(n)]).unwrap();
        &alphabet[(place + 1 + n) % 64..=(place + 1 + n) % 64]
    };
    (0..8).map(|n| format!("{}{}{}", &good[..at(n)], other(n), &good[at(n) + 1..])).collect()
}

/// A request for what the secret opens.
fn request(app: &TestApp, kind: &str, secret: &str) -> Vec<u8> {
    let mut browser = app.client();
    if kind == COOKIE {
        browser.cookies.insert(COOKIE.to_owned(), secret.to_owned());
        return browser.bytes("GET", "/protected", None);
    }
    browser.bytes("GET", &kind.replace('…', secret), None)
}

// K19: many flows at once, each with guesses of its own
fn guesses_over_many_flows_open_nothing_and_leave_each_good_link_good(database: Database) {
    const FLOWS: usize = 6;
    let app = with_ann(database);
    let flows: Vec<_> = (0..FLOWS).map(|n| each_kind(&app, n)).collect();
    let wrong = flows.iter().enumerate().flat_map(|(flow, kinds)| {
        kinds.iter().flat_map(move |(kind, good)| guesses(good, flow).into_iter().map(move |guess| (*kind, guess)))
    });
    let requests: Vec<Vec<u8>> = wrong.map(|(kind, guess)| request(&app, kind, &guess)).collect();
    assert_eq!(requests.len(), FLOWS * 4 * 8);
    for some in requests.chunks(48) {
        for answer in together(app.address(), some) {
            let is_guarded = answer.location().is_some_and(|to| to.starts_with("/session/new?"));
            assert!(answer.status == 410 || is_guarded, "{}: {}", answer.status, answer.text());
        }
    }
    for (kind, good) in flows.iter().flatten() {
        let mut browser = app.client();
        let page = if *kind == COOKIE {
            browser.cookies.insert(COOKIE.to_owned(), good.clone());
            browser.get("/protected")
        } else {
            browser.get(&kind.replace('…', good))
        };
        assert_eq!(page.status, 200, "{kind} is as good as before");
    }
}
