//! The core as the first extension: its declarations and its hooks.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | a new password is about to be written | it is compared with the present one, if the policy asks for another | a leaked password must not stay in use (ASVS 5.0, 6.2.3) |
//! | a current password or a code was wrong | a line in the log | a stranger may be using a session that is signed in |
//! | a sign-in was established, denied or challenged | a line in the log | an operator sees the method and the outcome of each sign-in |
//! | a user has signed out | the secret links that this browser had open are closed | the next user of the browser must not open them |
//! | the list of devices is shown | the list contains the sessions | each session is a browser that is signed in |
//! | a user asks for the data of the account | the data contains the row without secrets, and the devices | it is the user's data (GDPR, article 20) |
//! | devices are signed out | their sessions end, after all extensions have forgotten the devices | no extension can sign a revoked device in again |

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Map, Value as Json};

use crate::{
    Config, Error, UserId,
    cache::CacheStore,
    changeset::Changeset,
    conn::{Conn, SignedIn, link},
    controllers::{language, register_examples, registration, session},
    cx::Cx,
    devices::{Clients, KnownClient},
    extension::{Extension, ExtensionId, Fragment, Registry, Slot},
    messages::Message,
    pages::{
        RegistrationEdit, RegistrationNew,
        fields::{self, Input},
    },
    pow::mail,
    record::User,
    schema::{FieldDef, Kind, Value},
    session::{Session, SessionInfo},
    users::{
        AUTH_EPOCH, Attempt, AttemptKind, Checked, INSERTED_AT, PASSWORD_HASH, UPDATED_AT, check_unchanged,
        data_of_core,
    },
};

/// How often the cache store removes expired entries.
const SWEEP_EVERY: std::time::Duration = std::time::Duration::from_secs(60);

/// The core's own hooks. They run before those of the extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Core;

impl Core {
    /// The name under which the core registers.
    pub(crate) const ID: ExtensionId = "core";

    /// Declares the fields, tables, routes and periodic work of the core that this configuration needs.
    pub(crate) fn declare(registry: &mut Registry, config: &Config, cache: &Arc<dyn CacheStore>) -> Result<(), Error> {
        registry
            .field(config.user_id_field.def())
            .field(PASSWORD_HASH.def().secret())
            .field(AUTH_EPOCH.def().default_value(Value::Int(0)))
            .field(INSERTED_AT.def())
            .field(UPDATED_AT.def());
        for table in cache.tables() {
            registry.table(table);
        }
        let swept = cache.clone();
        registry.periodic("cache_sweep", SWEEP_EVERY, move |_| {
            let swept = swept.clone();
            Box::pin(async move { swept.sweep().await.map(drop) })
        });
        for field in config.fields.iter().filter(|field| field.input) {
            registry.slot::<RegistrationNew>("fields", asks_for(field.clone()));
            registry.slot::<RegistrationEdit>("fields", asks_for(field.clone()));
        }
        mail::register(registry, config)?;
        session::register(registry);
        registration::register(registry);
        register_examples(registry);
        if config.language_switch {
            language::register(registry);
        }
        Ok(())
    }
}

/// Returns the form input of one of the application's fields.
fn asks_for(field: FieldDef) -> impl Fn(Slot<'_>) -> Fragment + Send + Sync + 'static {
    move |slot| {
        let label = Message::new(format!("field-{}", field.name.replace('_', "-")));
        let input = Input::new(field.name, label).autocomplete(field.autocomplete);
        match field.kind {
            Kind::Bool => fields::checkbox(slot.view, slot.form, &input).map(Some),
            _ if !field.needs_value() => fields::text_field(slot.view, slot.form, &input).map(Some),
            _ => fields::text_field(slot.view, slot.form, &input.required()).map(Some),
        }
    }
}

#[async_trait]
impl Extension for Core {
    fn id(&self) -> ExtensionId {
        Self::ID
    }

    /// Does nothing, because the core has declared its parts before: see [`Core::declare`].
    fn register(&self, _: &mut Registry) {}

    async fn check(&self, cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        check_unchanged(cx, changeset).await
    }

    /// Logs a wrong secret. A wrong password at a sign-in is not logged here, but in the code that knows the user.
    async fn after_attempt(&self, cx: &Cx, attempt: &Attempt, checked: Checked) -> Result<(), Error> {
        if checked == Checked::Wrong && attempt.kind != AttemptKind::PASSWORD {
            let (AttemptKind(kind), user) = (attempt.kind, cx.origin().user().map(tracing::field::display));
            tracing::warn!(target: "pow::attempt::wrong", kind, user, "a typed secret was wrong");
        }
        Ok(())
    }

    async fn after_sign_in(&self, conn: &mut Conn, user: &Arc<User>, outcome: &SignedIn) -> Result<(), Error> {
        let (user, method) = (user.id().ok().map(tracing::field::display), conn.auth_method());
        let method = tracing::field::debug(method);
        match outcome {
            SignedIn::Established => tracing::info!(target: "pow::sign_in::allowed", user, method, "signed in"),
            SignedIn::Denied(_) => {
                tracing::info!(target: "pow::sign_in::denied", user, method, "an extension denied the sign-in");
            }
            SignedIn::Challenged(action) => {
                tracing::info!(target: "pow::sign_in::challenged", user, method, challenge = %action, "the sign-in requires a challenge");
            }
        }
        Ok(())
    }

    async fn after_sign_out(&self, conn: &mut Conn, _: Option<&Session>) -> Result<(), Error> {
        link::close_all(conn)
    }

    async fn clients(&self, cx: &Cx, user: UserId) -> Result<Vec<KnownClient>, Error> {
        let client = |session: SessionInfo| KnownClient {
            client: session.client,
            signed_in_at: session.created_at,
            used_at: session.renewed_at,
            has_session: true,
            metadata: session.metadata,
        };
        Ok(cx.pow().sessions().list(user).await?.into_iter().map(client).collect())
    }

    async fn forget_clients(&self, cx: &Cx, user: UserId, which: Clients) -> Result<(), Error> {
        cx.pow().sessions().revoke_clients(user, which).await.map(drop)
    }

    async fn user_data(&self, cx: &Cx, user: &User) -> Result<Map<String, Json>, Error> {
        data_of_core(cx, user).await
    }
}
