//! Builds the parts that send mails from the configuration.

use std::{sync::Arc, time::Duration};

use crate::{
    Config, Error,
    extension::Registry,
    keys::KeyRing,
    limit::Limiter,
    mail::{Delivery, OutboxSettings, Throttle},
    outbox::{Outbox, Parts, TextParts, table},
    store::Store,
    text::TextThrottle,
};

/// How often old dead letters are purged.
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// Declares the table and the periodic work of the outbox, if there is one.
pub(crate) fn register(registry: &mut Registry, config: &Config) -> Result<(), Error> {
    let Some(settings) = outbox_settings(config) else { return Ok(()) };
    settings.validate()?;
    registry.table(table());
    registry.periodic_on_each_node("outbox", settings.poll_interval, |cx| {
        Box::pin(async move {
            cx.pow().outbox().into_iter().for_each(Outbox::wake);
            Ok(())
        })
    });
    registry.periodic("dead_letters", TIDY_EVERY, |cx| {
        Box::pin(async move {
            match cx.pow().outbox() {
                Some(outbox) => outbox.purge().await,
                None => Ok(()),
            }
        })
    });
    Ok(())
}

/// Makes the limits of mails.
pub(crate) fn throttle(config: &Config, keys: &KeyRing, limiter: Limiter, namespace: &str) -> Throttle {
    Throttle::new(limiter, namespace, keys.signer("mail limits"), config.policy.mail_limits.clone())
}

/// Makes the parts that send texts, if there is a sender.
pub(crate) fn texts(config: &Config, keys: &KeyRing, limiter: Limiter, namespace: &str) -> Option<TextParts> {
    let sender = config.text_sender.clone()?;
    let limits = config.policy.text_limits.clone();
    let throttle = TextThrottle::new(limiter, namespace, keys.signer("text limits"), limits);
    Some(TextParts { sender, throttle })
}

/// The outbox of a set-up, if mails wait in the database.
pub(crate) fn outbox(
    config: &Config,
    keys: &KeyRing,
    store: &Arc<dyn Store>,
    throttle: &Throttle,
    texts: Option<TextParts>,
    setup: String,
) -> Option<Outbox> {
    let settings = outbox_settings(config)?.clone();
    Some(Outbox::new(Parts {
        store: store.clone(),
        clock: config.clock.clone(),
        sealer: keys.sealer("outbox"),
        setup,
        settings,
        throttle: throttle.clone(),
        texts,
        mailer: config.mailer.clone(),
    }))
}

/// Returns the settings of the outbox, if mails can be sent and wait in the database.
fn outbox_settings(config: &Config) -> Option<&OutboxSettings> {
    match &config.delivery {
        Delivery::Outbox(settings) => Some(settings).filter(|_| config.mailer.is_set()),
        Delivery::Direct => None,
    }
}
