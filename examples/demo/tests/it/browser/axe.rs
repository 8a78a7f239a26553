//! Every state of the gallery, checked by axe-core with all of its rules. `POW_TEST_AXE` names the file `axe.min.js`; without it the
//! test is counted as not run. `.ci/long axe` installs it.

use std::{collections::BTreeMap, env, error::Error, fs, panic::Location};

use pow_core::{
    Config,
    extension::Extension,
    extensions,
    look::{FooterLink, Look},
    messages::Message,
};
use pow_ext_api_tokens::ApiTokens;
use pow_ext_devices::Devices;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_gallery::Gallery;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_password_expiry::PasswordExpiry;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::Signup;
use pow_testing::{TestApp, browser::Browser, need, servers};
use terms_accepted::TermsAccepted;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const VARIABLE: &str = "POW_TEST_AXE";
/// The languages: Latin letters, long words, from right to left, and without spaces.
const LANGUAGES: [&str; 4] = ["en", "de", "ar", "ja"];
const SCHEMES: [&str; 2] = ["light", "dark"];
const WIDTHS: [u32; 2] = [390, 1280];

/// Runs the rules and returns each violation as `rule: element`.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const values = axe.getRules().map(rule => rule.ruleId).filter(rule => !arguments[0].includes(rule));
    axe.run(document, { runOnly: { type: 'rule', values }, resultTypes: ['violations'] }).then(
        found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
            rule.id + ': ' + node.html.slice(0, 160) + ' | ' + node.failureSummary.replace(/\\s+/g, ' ').slice(0, 240)))),
        error => done(['error: ' + error]));
";

/// Rules that are not for the documents of the gallery.
const NOT_FOR_MAILS: [&str; 0] = [];

#[tokio::test]
async fn no_state_of_the_gallery_violates_a_rule_of_axe() -> Result {
    let Some(axe) = axe()? else { return Ok(()) };
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let app = tokio::task::spawn_blocking(app).await?;
    let browser = Browser::start(&webdriver).await?;
    let mut check =
        Check { axe, browser, origin: format!("http://{}", app.address()), runs: 0, found: BTreeMap::new() };
    for path in states(&app)? {
        for language in LANGUAGES {
            for scheme in SCHEMES {
                check.page(&path, language, scheme).await?;
            }
        }
    }
    let Check { runs, found, browser, .. } = check;
    browser.close().await?;
    println!("{runs} runs of axe, {} violations", found.values().map(Vec::len).sum::<usize>());
    tokio::task::spawn_blocking(move || drop(app)).await?;
    for (violation, places) in &found {
        println!("{} times, first {}:\n    {violation}", places.len(), places[0]);
    }
    assert!(runs > 1000, "the states are there: {runs}");
    assert_eq!(found.len(), 0);
    Ok(())
}

/// The source of axe-core, if it is there.
#[track_caller]
fn axe() -> Result<Option<String>> {
    let Some(file) = env::var_os(VARIABLE).filter(|file| !file.is_empty()) else {
        let remedy = format!("set {VARIABLE} to axe.min.js of the npm package axe-core, or use .ci/long axe");
        need::not_run("axe-core", &remedy, "axe-core", Location::caller());
        return Ok(None);
    };
    Ok(Some(fs::read_to_string(file)?))
}

/// An application with every extension that has pages or mails, and with everything that a layout can show.
fn app() -> TestApp {
    let extensions = extensions![
        EmailConfirmation::default(),
        ResetPassword::default(),
        PersistentSession::default(),
        Invitation::default(),
        Devices::default(),
        PasswordExpiry::default(),
        Signup::default(),
        MailSignIn::new(Existing::Prove),
        ApiTokens::new(["profile:read", "profile:write"]),
        Identities::default(),
        TermsAccepted::default(),
        Lockout::default(),
        Gallery::default().enabled(true),
    ];
    let footer = vec![FooterLink::new(Message::new("home"), "/")];
    let look = Look { footer, support: Some("help@example.com".to_owned()), ..Look::default() };
    TestApp::builder()
        .config(move |config| Config {
            extensions,
            look,
            site_name: Some("Demo".to_owned()),
            language_switch: true,
            ..config
        })
        .start()
}

/// The addresses of all states, without their query.
fn states(app: &TestApp) -> Result<Vec<String>> {
    let data = app.client().json("GET", "/gallery", None).json();
    let examples = data["examples"].as_array().ok_or("the index has examples")?;
    let paths = examples.iter().filter_map(|example| example["path"].as_str()?.split('?').next());
    Ok(paths.map(str::to_owned).collect())
}

struct Check {
    axe: String,
    browser: Browser,
    origin: String,
    runs: usize,
    /// The places of each violation.
    found: BTreeMap<String, Vec<String>>,
}

impl Check {
    async fn page(&mut self, path: &str, language: &str, scheme: &str) -> Result {
        let url = format!("{}{path}?lang={language}&scheme={scheme}", self.origin);
        self.browser.goto(&url).await?;
        self.browser.client().execute(&self.axe, Vec::new()).await?;
        let not_for: &[&str] = if path.contains("/mail/") { &NOT_FOR_MAILS } else { &[] };
        for width in WIDTHS {
            self.browser.viewport(width, 844).await?;
            let found = self.browser.client().execute_async(RUN, vec![not_for.into()]).await?;
            self.runs += 1;
            for violation in found.as_array().ok_or("a list")?.iter().filter_map(|violation| violation.as_str()) {
                let place = format!("{path} {language} {scheme} {width}");
                self.found.entry(violation.to_owned()).or_default().push(place);
            }
        }
        Ok(())
    }
}
