//! Settings, replacements and additions of an application or an extension.

mod attempts;
mod authorization;
mod carriers;
mod codes;
mod configuration;
mod confirmed_address;
mod extension;
mod find_user;
mod findings;
mod floors;
mod hooks;
mod kept;
mod messages;
mod mounting;
mod overrides;
mod overrides_parts;
mod plug;
mod tenants;
mod two_setups;
mod user_context;
mod without_cookies;
