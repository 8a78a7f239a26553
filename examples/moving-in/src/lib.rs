//! The configuration of an application that takes over the users of another system.

use std::{env, sync::Arc};

use pow_core::{
    Config, Error, extensions,
    mail::Mailer,
    policy::Policy,
    schema::{Field, Value},
    store::{self, Store},
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_lockout::Lockout;

/// A column of the application. The file of an import may have it, too.
pub const PLAN: Field<String> = Field::new("plan");
/// A column whose values are unique.
pub const CUSTOMER: Field<Option<i64>> = Field::new("customer");

/// Accepts the hashes of Devise.
pub fn from_devise(policy: &mut Policy) {
    // `config.pepper` of the old application. Without one: "".
    let pepper = env::var("DEVISE_PEPPER").unwrap_or_default();
    policy.password.accept(pow_hashes::devise(pepper));
}

/// Accepts the hashes of Django.
pub fn from_django(policy: &mut Policy) {
    policy.password.accept(pow_hashes::django());
}

/// Accepts the hashes of Laravel.
pub fn from_laravel(policy: &mut Policy) {
    policy.password.accept(pow_hashes::laravel());
}

/// Accepts the hashes of phx.gen.auth.
pub fn from_phx_gen_auth(policy: &mut Policy) {
    policy.password.accept(pow_hashes::phx_gen_auth());
}

/// Accepts the hashes of ASP.NET Identity.
pub fn from_aspnet_identity(policy: &mut Policy) {
    policy.password.accept(pow_hashes::aspnet_identity());
}

/// Accepts the hashes of Pow for Elixir.
pub fn from_pow(policy: &mut Policy) {
    policy.password.accept(pow_hashes::pow());
}

/// Accepts PHC strings, and hashes of Python's passlib.
pub fn from_phc(policy: &mut Policy) {
    policy.password.accept(pow_hashes::phc());
}

/// Accepts the hashes of the system with this name.
pub fn from_system(policy: &mut Policy, name: &str) {
    match name {
        "devise" => from_devise(policy),
        "django" => from_django(policy),
        "laravel" => from_laravel(policy),
        "phx_gen_auth" => from_phx_gen_auth(policy),
        "aspnet_identity" => from_aspnet_identity(policy),
        "pow" => from_pow(policy),
        "phc" => from_phc(policy),
        _ => {}
    }
}

/// The fields and extensions of the application.
pub fn with_accounts(config: Config) -> Config {
    Config {
        fields: vec![PLAN.def().default_value(Value::Text("free".to_owned())), CUSTOMER.def().unique()],
        extensions: extensions![EmailConfirmation::default(), Lockout::default()],
        ..config
    }
}

/// The configuration, from the environment.
///
/// # Errors
/// If the database can't be opened.
pub fn config() -> Result<Config, Error> {
    let mut policy = Policy::default();
    from_system(&mut policy, &env::var("MOVING_FROM").unwrap_or_default());
    let mailer = Mailer::files("mails", "Shop <no-reply@shop.example>")?;
    Ok(with_accounts(Config { policy, store: store()?.into(), mailer, ..Config::from_env() }))
}

fn store() -> Result<Arc<dyn Store>, Error> {
    store::connect(&env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite://shop.db".to_owned()))
}
