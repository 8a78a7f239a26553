//! The pages. An application replaces them in `Config::pages`.

use std::{net::IpAddr, time::Duration};

use askama::Template;
use pow_core::{
    DateTime, Error,
    conn::CURRENT_PASSWORD,
    devices::Device,
    messages::Message,
    pages::{
        Form, Page, View,
        fields::{self, FormMethod, Input},
    },
};

use crate::Agent;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A device as the pages show it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeviceItem {
    /// What the browser says of itself.
    pub agent: Agent,
    /// The address at the last sign-in.
    pub ip: Option<IpAddr>,
    /// When it was first seen.
    pub first_seen_at: DateTime,
    /// When it was last active, in words.
    pub last_seen: Message,
    /// Whether it will be signed in again without a password.
    pub is_remembered: bool,
    /// Whether it is the one that shows this page.
    pub is_this: bool,
    /// Where the form that signs it out goes.
    pub action: String,
}

impl DeviceItem {
    /// A device as it is `now`, when sessions show their activity to a `precision`.
    pub fn new(device: &Device, action: impl Into<String>, now: DateTime, precision: Duration) -> Self {
        Self {
            agent: device.metadata.user_agent.as_deref().map(Agent::read).unwrap_or_default(),
            ip: device.metadata.ip,
            first_seen_at: device.first_seen_at,
            last_seen: last_seen((now - device.last_seen_at).num_seconds(), precision),
            is_remembered: device.is_remembered,
            is_this: false,
            action: action.into(),
        }
    }

    /// Says whether it is the one that shows this page.
    #[must_use]
    pub fn this(mut self, is_this: bool) -> Self {
        self.is_this = is_this;
        if is_this {
            self.last_seen = Message::new("account-sessions-now");
        }
        self
    }

    /// The time for machines.
    pub fn first_seen_machine(&self) -> String {
        self.first_seen_at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The time for people, of every language alike.
    pub fn first_seen_text(&self) -> String {
        self.first_seen_at.format("%Y-%m-%d %H:%M UTC").to_string()
    }
}

/// Activity is noted when a secret is renewed, so less than that interval can't be told apart.
fn last_seen(ago: i64, precision: Duration) -> Message {
    let precision = i64::try_from(precision.as_secs()).unwrap_or(DAY).max(MINUTE);
    let count = |key, unit| Message::new(key).with("count", ago / unit);
    match ago {
        ago if ago < precision => Message::new("account-sessions-within-minutes").with("count", precision / MINUTE),
        ago if ago < HOUR => count("account-sessions-minutes-ago", MINUTE),
        ago if ago < DAY => count("account-sessions-hours-ago", HOUR),
        _ => count("account-sessions-days-ago", DAY),
    }
}

/// The list. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DevicesIndex {
    /// The devices, this one first.
    pub devices: Vec<DeviceItem>,
    /// Where the form that signs out on all others goes; `None` if there is no other.
    pub delete_others: Option<String>,
}

impl DevicesIndex {
    /// A list without the button for all others.
    pub fn new(devices: Vec<DeviceItem>) -> Self {
        Self { devices, delete_others: None }
    }

    /// Says where the form that signs out on all others goes.
    #[must_use]
    pub fn delete_others(mut self, path: Option<String>) -> Self {
        self.delete_others = path;
        self
    }
}

impl Page for DevicesIndex {
    const NAME: &'static str = "account_sessions/index";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(IndexTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("account-sessions-title")
    }
}

/// The page that asks for the password first. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DevicesConfirm {
    /// What is wrong with the password.
    pub form: Form,
    /// Where the form goes.
    pub action: String,
    /// The device to be signed out; `None` for all others.
    pub device: Option<DeviceItem>,
    /// The way back to the list.
    pub back: Option<String>,
}

impl DevicesConfirm {
    /// The page for all other devices, without a way back.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), device: None, back: None }
    }

    /// Says which device it is.
    #[must_use]
    pub fn device(mut self, device: Option<DeviceItem>) -> Self {
        self.device = device;
        self
    }

    /// Shows the way back.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for DevicesConfirm {
    const NAME: &'static str = "account_sessions/confirm";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ConfirmTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("account-sessions-confirm-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexTemplate<'a> {
    page: &'a DevicesIndex,
    view: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmTemplate<'a> {
    page: &'a DevicesConfirm,
    view: &'a View<'a>,
}

impl ConfirmTemplate<'_> {
    fn submit(&self) -> Message {
        match self.page.device {
            Some(_) => Message::new("account-sessions-confirm-submit"),
            None => Message::new("account-sessions-delete-others"),
        }
    }

    fn text(&self) -> String {
        match &self.page.device {
            Some(device) => {
                let name = self.view.text(&device.agent.message());
                self.view.text(&Message::new("account-sessions-confirm-device").with("device", name))
            }
            None => self.view.t("account-sessions-confirm-others"),
        }
    }

    fn password(&self) -> Input {
        Input::new(CURRENT_PASSWORD, "field-current-password").autocomplete("current-password").required()
    }
}
