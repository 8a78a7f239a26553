//! The pages. An application replaces them in `Config::pages`.

use std::{net::IpAddr, time::Duration};

use askama::Template;
use pow_core::{
    DateTime, Error,
    conn::CURRENT_PASSWORD,
    devices::Device,
    json::{Map, Value, json},
    messages::Message,
    pages::{
        Form, Page, View,
        fields::{self, FormMethod, Input},
    },
    session::Agent,
};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A device as the pages show it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeviceItem {
    /// The browser and system.
    pub agent: Agent,
    /// The IP address at the last sign-in.
    pub ip: Option<IpAddr>,
    /// The place of that address, if it is known.
    pub place: Option<String>,
    /// When the device was first seen.
    pub first_seen_at: DateTime,
    /// The text that tells when the device was last active.
    pub last_seen: Message,
    /// Whether the device will be signed in again without a password.
    pub is_remembered: bool,
    /// Whether this is the device of the request.
    pub is_this: bool,
    /// The path of the form that signs the device out. Absent if the route was removed.
    pub action: Option<String>,
}

impl DeviceItem {
    /// Creates the entry for the time `now`. `precision` is how exactly sessions record their activity.
    pub fn new(device: &Device, now: DateTime, precision: Duration) -> Self {
        Self {
            agent: device.metadata.user_agent.as_deref().map(Agent::read).unwrap_or_default(),
            ip: device.metadata.ip,
            place: None,
            first_seen_at: device.first_seen_at,
            last_seen: last_seen((now - device.last_seen_at).num_seconds(), precision),
            is_remembered: device.is_remembered,
            is_this: false,
            action: None,
        }
    }

    /// Sets the place of the address.
    #[must_use]
    pub fn place(mut self, place: Option<String>) -> Self {
        self.place = place;
        self
    }

    /// Sets the path of the form that signs the device out.
    #[must_use]
    pub fn action(mut self, path: Option<String>) -> Self {
        self.action = path;
        self
    }

    /// Sets whether this is the device of the request.
    #[must_use]
    pub fn this(mut self, is_this: bool) -> Self {
        self.is_this = is_this;
        if is_this {
            self.last_seen = Message::new("devices-now");
        }
        self
    }

    /// Returns the first-seen time in ISO 8601, for the `datetime` attribute.
    pub fn first_seen_machine(&self) -> String {
        self.first_seen_at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Returns whether the device is a phone or a tablet, for the icon.
    pub fn is_mobile(&self) -> bool {
        matches!(self.agent.system, Some("iPhone" | "iPad" | "Android"))
    }

    /// The entry for a client that reads JSON. A `DELETE` of `path` signs the device out.
    fn data(&self, view: &View<'_>) -> Value {
        json!({
            "name": view.text(&self.agent.message()),
            "ip": self.ip,
            "place": self.place,
            "first_seen_at": self.first_seen_machine(),
            "last_seen": view.text(&self.last_seen),
            "is_remembered": self.is_remembered,
            "is_this": self.is_this,
            "path": self.action,
        })
    }
}

/// Returns the text of the last activity. Activity is recorded when a session's secret is renewed, so shorter times
/// can't be distinguished.
fn last_seen(ago: i64, precision: Duration) -> Message {
    let precision = i64::try_from(precision.as_secs()).unwrap_or(DAY).max(MINUTE);
    let count = |key, unit| Message::new(key).with("count", ago / unit);
    match ago {
        ago if ago < precision => Message::new("devices-within-minutes").with("count", precision / MINUTE),
        ago if ago < HOUR => count("devices-minutes-ago", MINUTE),
        ago if ago < DAY => count("devices-hours-ago", HOUR),
        _ => count("devices-days-ago", DAY),
    }
}

/// The list. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DevicesIndex {
    /// The devices, starting with the device of this request.
    pub devices: Vec<DeviceItem>,
    /// The path of the form that signs out all other devices. Absent if there are no others.
    pub delete_others: Option<String>,
    /// The path of the page to change the password.
    pub password_path: Option<String>,
}

impl DevicesIndex {
    /// Creates the list. It has neither the button for all other devices nor the link to the password.
    pub fn new(devices: Vec<DeviceItem>) -> Self {
        Self { devices, delete_others: None, password_path: None }
    }

    /// Sets the path of the form that signs out all other devices.
    #[must_use]
    pub fn delete_others(mut self, path: Option<String>) -> Self {
        self.delete_others = path;
        self
    }

    /// Sets the path of the page to change the password.
    #[must_use]
    pub fn password_path(mut self, path: Option<String>) -> Self {
        self.password_path = path;
        self
    }
}

impl Page for DevicesIndex {
    const NAME: &'static str = "devices/index";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(IndexTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("devices-title")
    }

    fn data(&self, view: &View<'_>) -> Map<String, Value> {
        let devices = self.devices.iter().map(|device| device.data(view)).collect();
        Map::from_iter([("devices".to_owned(), devices)])
    }
}

/// The page that asks for the password first. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DevicesConfirm {
    /// The errors of the password.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The device to be signed out, or `None` for all other devices.
    pub device: Option<DeviceItem>,
    /// The path back to the list.
    pub back: Option<String>,
}

impl DevicesConfirm {
    /// Creates the page for all other devices, without a link back.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), device: None, back: None }
    }

    /// Sets the device to be signed out.
    #[must_use]
    pub fn device(mut self, device: Option<DeviceItem>) -> Self {
        self.device = device;
        self
    }

    /// Sets the path back to the list.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for DevicesConfirm {
    const NAME: &'static str = "devices/confirm";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ConfirmTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("devices-confirm-title")
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

impl IndexTemplate<'_> {
    fn is_alone(&self) -> bool {
        matches!(&*self.page.devices, [device] if device.is_this)
    }

    /// Returns the accessible name of an entry's form. It includes the position, because two devices may have the same name.
    fn form_label(&self, device: &DeviceItem, position: usize) -> String {
        format!("{position}. {}", self.view.text(&device.agent.message()))
    }

    fn first_seen(&self, device: &DeviceItem) -> Message {
        Message::new("devices-first-seen").with("time", self.view.localizer.date_time(device.first_seen_at))
    }
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
            Some(_) => Message::new("devices-confirm-submit"),
            None => Message::new("devices-delete-others"),
        }
    }

    fn text(&self) -> String {
        match &self.page.device {
            Some(device) => {
                let name = self.view.text(&device.agent.message());
                self.view.text(&Message::new("devices-confirm-device").with("device", name))
            }
            None => self.view.t("devices-confirm-others"),
        }
    }

    fn password(&self) -> Input {
        Input::new(CURRENT_PASSWORD, "field-current-password").autocomplete("current-password").required()
    }
}
