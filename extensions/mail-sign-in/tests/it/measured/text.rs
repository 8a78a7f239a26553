//! The time of the answer does not tell who has a number.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use pow_core::{
    Config, Error, async_trait,
    text::{RenderedText, TextLimits, TextSender},
};
use pow_ext_mail_sign_in::{TEXT_CODE as CODE_ACTION, TEXT_CREATE};
use pow_testing::{Database, app::Builder, client::encode, on_each_database, timing::Timing};

use crate::common::{NO_NUMBER, NUMBER, TEXT_CODE, TEXT_NEW, TEXT_SENT, ask_text, texting};

on_each_database!(time_of_asking_does_not_tell_known_from_unknown);

/// Takes its time, for which an answer must not wait. It counts the texts.
#[derive(Clone, Debug, Default)]
struct Slow(Arc<AtomicUsize>);

#[async_trait]
impl TextSender for Slow {
    async fn send(&self, _: &RenderedText) -> Result<(), Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok(())
    }
}

/// The field `user[email]` is for the control alone.
fn form<'a>(csrf: &'a str, field: (&'a str, &'a str)) -> [(&'a str, &'a str); 3] {
    [("_csrf_token", csrf), field, ("user[email]", field.1)]
}

fn without_limits(builder: Builder) -> Builder {
    builder.policy(|policy| policy.text_limits = TextLimits { number: None, country: None })
}

// E9
fn time_of_asking_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(TEXT_CREATE, |number| number == NUMBER);
    let timing = timing.and_under_load().padded();
    let sender = Slow::default();
    let sent = Arc::clone(&sender.0);
    let slow = |config| Config { text_sender: Some(Arc::new(sender)), ..config };
    let (app, _) = texting(database, |builder| without_limits(timing.install(builder)).config(slow));
    let mut browser = app.client();
    let requests = [NUMBER, NO_NUMBER].map(|number| {
        let csrf = browser.token(TEXT_NEW);
        browser.bytes("POST", TEXT_SENT, Some(&encode(&form(&csrf, ("user[phone]", number)))))
    });
    timing.assert_alike(&app, 303, |_| requests.clone());
    assert!(sent.load(Ordering::Relaxed) > 0, "no text was ever on its way");
}

// E9
#[test]
fn time_of_a_wrong_code_does_not_tell_known_from_unknown() {
    let timing = Timing::of(CODE_ACTION, |number| number == NUMBER);
    let (app, _) = texting(Database::sqlite(), |builder| without_limits(timing.install(builder)));
    timing.assert_alike(&app, 422, |_| {
        [NUMBER, NO_NUMBER].map(|number| {
            let mut browser = app.client();
            ask_text(&mut browser, number);
            let csrf = browser.token(TEXT_SENT);
            let mut form = form(&csrf, ("user[code]", "000000"));
            form[2].1 = number;
            browser.bytes("POST", TEXT_CODE, Some(&encode(&form)))
        })
    });
}
