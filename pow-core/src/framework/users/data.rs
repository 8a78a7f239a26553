//! The data that the application keeps about a user, for the user.

use serde_json::{Map, Value, json};

use crate::{
    Error,
    cx::Cx,
    devices::{self, Device},
    record::User,
    schema::{
        FieldType,
        user::{AUTH_EPOCH, EMAIL, EMAIL_CONFIRMED_AT},
    },
};

/// Returns the data that the core and each extension keep about the user, keyed by the extension's id. Each value is what
/// [`Extension::user_data`](crate::extension::Extension::user_data) returned. The core's key is `core`. An extension without data
/// about the user is left out.
///
/// The core's part includes the [`Config::fields`](crate::Config::fields), except secret ones. To add data from its own tables,
/// the application needs an extension.
///
/// ```
/// # use pow_core::{Error, cx::Cx, json::json, record::User, users};
/// async fn file(cx: &Cx, user: &User) -> Result<String, Error> {
///     let data = users::data(cx, user).await?;
///     Ok(json!({ "data": data }).to_string())
/// }
/// ```
///
/// # Security
/// The data is personal. Give it only to the user, after a recent proof
/// ([`Conn::needs_password`](crate::conn::Conn::needs_password)).
///
/// # Errors
/// Faults of the database and of the cache.
pub async fn data(cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
    let mut all = Map::new();
    for extension in cx.pow().hooks() {
        let data = extension.user_data(cx, user).await?;
        if !data.is_empty() {
            all.insert(extension.id().to_owned(), data.into());
        }
    }
    Ok(all)
}

/// Returns the fields of the row that the core and the application have registered, and the devices.
pub(crate) async fn data_of_core(cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
    let table = user.table();
    // An extension may have registered the address and its confirmation for the core.
    let shared = [EMAIL.name(), EMAIL_CONFIRMED_AT.name()];
    let is_own = |name: &str, owner: &str| matches!(owner, "core" | "app") || shared.contains(&name);
    let fields = table.fields.iter().map(|field| field.name).zip(&table.owners);
    let own = fields.filter(|(name, owner)| is_own(name, owner) && *name != AUTH_EPOCH.name());
    let names: Vec<_> = own.map(|(name, _)| name).collect();
    let devices = devices::list(cx, user.id()?).await?;
    let devices: Vec<_> = devices.iter().map(device).collect();
    Ok(Map::from_iter([("account".to_owned(), user.to_json(&names).into()), ("devices".to_owned(), devices.into())]))
}

fn device(device: &Device) -> Value {
    json!({
        "user_agent": device.metadata.user_agent,
        "ip": device.metadata.ip,
        "first_seen_at": device.first_seen_at.into_value().to_json(),
        "last_seen_at": device.last_seen_at.into_value().to_json(),
        "is_signed_in": device.is_signed_in,
        "is_remembered": device.is_remembered,
    })
}
