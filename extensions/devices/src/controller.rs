//! The controller: shows the list and signs devices out.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation, SCOPE},
    conn::{CURRENT_PASSWORD, Conn, Reply},
    controllers::{Controller, registration},
    devices::{self, Device, DeviceHandle},
    extension::{Action, Outcome},
    messages::Message,
    pages::{ErrorPage, Flash, Form},
    session::Places,
};

use crate::{
    DELETE, DELETE_OTHERS, INDEX,
    pages::{DeviceItem, DevicesConfirm, DevicesIndex},
};

/// The operation of the changeset with a missing or wrong password, for hooks of other extensions.
pub const SIGN_OUT_DEVICES: Operation = Operation("sign_out_devices");

/// The controller of all three actions.
#[derive(Clone, Debug, Default)]
pub struct DevicesController {
    pub(crate) places: Option<Arc<dyn Places>>,
}

#[async_trait]
impl Controller for DevicesController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            DELETE => delete(conn).await,
            DELETE_OTHERS => delete_others(conn).await,
            _ => Ok(Outcome::Ok(conn.user().cloned())),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (action, Outcome::Invalid(changeset)) => self.confirm_page(conn, action, changeset).await,
            (DELETE_OTHERS, _) => Ok(redirect_to_list(conn, "devices-others-ended")),
            (DELETE, _) => Ok(redirect_to_list(conn, "devices-ended")),
            _ => self.index_page(conn).await,
        }
    }
}

async fn delete(conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(device) = requested_device(conn).await? else {
        return Ok(Outcome::Halt(conn.page(404, &ErrorPage::new(404))?));
    };
    if is_this(conn, &device) {
        conn.sign_out().await?;
        let redirects = conn.pow().redirects().clone();
        return Ok(Outcome::Halt(Reply::redirect(redirects.after_sign_out(conn))));
    }
    if let Some(refused) = conn.ask_for_sign_in(conn.pow().policy().reauthentication, INDEX) {
        return Ok(Outcome::Halt(refused));
    }
    if let Some(missing_password) = missing_password(conn).await? {
        return Ok(Outcome::Invalid(missing_password));
    }
    let Some(user) = conn.user() else { return Ok(Outcome::Ok(None)) };
    devices::sign_out(conn.cx(), user.id()?, device.handle).await?;
    Ok(Outcome::Ok(conn.user().cloned()))
}

async fn delete_others(conn: &mut Conn) -> Result<Outcome, Error> {
    if let Some(refused) = conn.ask_for_sign_in(conn.pow().policy().reauthentication, INDEX) {
        return Ok(Outcome::Halt(refused));
    }
    if let Some(missing_password) = missing_password(conn).await? {
        return Ok(Outcome::Invalid(missing_password));
    }
    let Some(user) = conn.user() else { return Ok(Outcome::Ok(None)) };
    devices::sign_out_others(conn.cx(), user.id()?, conn.session()).await?;
    Ok(Outcome::Ok(conn.user().cloned()))
}

/// Returns `None` if the user has signed in recently enough or sent the correct password.
async fn missing_password(conn: &Conn) -> Result<Option<Changeset>, Error> {
    if !conn.needs_password(conn.pow().policy().reauthentication) {
        return Ok(None);
    }
    let mut changeset = Changeset::new(SIGN_OUT_DEVICES, conn.user().cloned(), conn.params().clone());
    // The button of the list has no password field, so this is not an error.
    if conn.params().scope(SCOPE).get(CURRENT_PASSWORD).is_none() {
        return Ok(Some(changeset));
    }
    Ok(conn.wrong_password().await?.map(|wrong| {
        changeset.error(CURRENT_PASSWORD, wrong);
        changeset
    }))
}

async fn devices_of_user(conn: &Conn) -> Result<Vec<Device>, Error> {
    match conn.user() {
        Some(user) => devices::list(conn.cx(), user.id()?).await,
        None => Ok(Vec::new()),
    }
}

/// Returns the device in the path if it belongs to this user.
async fn requested_device(conn: &Conn) -> Result<Option<Device>, Error> {
    let handle = conn.request().path_param("id").and_then(|text| text.parse::<DeviceHandle>().ok());
    Ok(devices_of_user(conn).await?.into_iter().find(|device| Some(device.handle) == handle))
}

fn is_this(conn: &Conn, device: &Device) -> bool {
    conn.session().is_some_and(|session| DeviceHandle::of_session(session) == device.handle)
}

fn redirect_to_list(conn: &mut Conn, message: &'static str) -> Reply {
    conn.flash(Flash::info(Message::new(message)));
    Reply::redirect(conn.path(INDEX).unwrap_or_else(|| "/".to_owned()))
}

impl DevicesController {
    async fn index_page(&self, conn: &Conn) -> Result<Reply, Error> {
        let mut items: Vec<_> = devices_of_user(conn).await?.iter().map(|device| self.item(conn, device)).collect();
        items.sort_by_key(|item| !item.is_this);
        let others = items.iter().any(|item| !item.is_this);
        let page = DevicesIndex::new(items)
            .delete_others(conn.path(DELETE_OTHERS).filter(|_| others))
            .password_path(conn.path(registration::EDIT_PASSWORD));
        conn.page(200, &page)
    }

    async fn confirm_page(&self, conn: &mut Conn, action: Action, changeset: Changeset) -> Result<Reply, Error> {
        let (device, path) = match (action, requested_device(conn).await?) {
            (DELETE_OTHERS, _) => (None, conn.path(DELETE_OTHERS)),
            (_, Some(device)) => {
                let path = conn.pow().path_with(DELETE, &device.handle.to_string());
                (Some(self.item(conn, &device)), path)
            }
            // The device has been signed out meanwhile.
            (_, None) => return Ok(redirect_to_list(conn, "devices-ended")),
        };
        let form = changeset.into_errors(Form::new(SCOPE));
        let page = DevicesConfirm::new(form, path.unwrap_or_default()).device(device).back(conn.path(INDEX));
        conn.page(422, &page)
    }

    fn item(&self, conn: &Conn, device: &Device) -> DeviceItem {
        let pow = conn.pow();
        let precision = pow.policy().session.effective_renewal();
        let action = pow.path_with(DELETE, &device.handle.to_string());
        let place = self.places.as_ref().zip(device.metadata.ip).and_then(|(places, ip)| places.place(ip));
        DeviceItem::new(device, conn.cx().now(), precision)
            .place(place.map(|place| place.name))
            .action(action)
            .this(is_this(conn, device))
    }
}

/// Returns the value of the account's section: the number of devices.
pub(crate) async fn count(conn: &Conn) -> Result<Option<Message>, Error> {
    Ok(Some(Message::new("devices-count").with("count", devices_of_user(conn).await?.len())))
}
