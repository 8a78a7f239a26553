//! A user's devices: the browsers in which the user is signed in, and the browsers that an extension would sign in again.
//!
//! A device is a client, identified by its [`Fingerprint`]. The sessions alone are not a complete list, because a remembered
//! browser can return without a session. This module therefore creates the list of devices that users see, and signs out the
//! devices that they choose. It asks every extension for the clients that the extension knows
//! ([`Extension::clients`](crate::extension::Extension::clients)), and tells each extension which clients to forget
//! ([`Extension::forget_clients`](crate::extension::Extension::forget_clients)).
//!
//! The crate `pow-ext-devices` has a page for users that is based on this module.

use std::{collections::HashMap, fmt, str::FromStr};

use sha2::{Digest, Sha256};

pub use crate::session::Clients;
use crate::{
    DateTime, Error, UserId,
    cx::Cx,
    session::{Fingerprint, InvalidHandle, Metadata, Session, decode_handle, encode_handle},
};

/// A browser in which a user is signed in, or which an extension would sign in again without a password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Device {
    /// The device's public name.
    pub handle: DeviceHandle,
    /// When this client was first seen.
    pub first_seen_at: DateTime,
    /// When the device was last active, with the accuracy of the renewal interval.
    pub last_seen_at: DateTime,
    /// Whether the device has a session.
    pub is_signed_in: bool,
    /// Whether an extension would sign the device in again without a password.
    pub is_remembered: bool,
    /// The client's address and user agent, and the application's values, as of the last sign-in.
    pub metadata: Metadata,
}

/// A client that is signed in, or that an extension would sign in again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownClient {
    /// The client's fingerprint.
    pub client: Fingerprint,
    /// When the user signed in with this client.
    pub signed_in_at: DateTime,
    /// When the client was last used.
    pub used_at: DateTime,
    /// Whether the client has a session. If not, an extension would begin one without a password.
    pub has_session: bool,
    /// The metadata of the client's sessions.
    pub metadata: Metadata,
}

/// The public name of a user's device, for lists and "sign out there" buttons. It is a one-way hash of the user's id and the
/// client's fingerprint. It gives no access, and doesn't show that two accounts share a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeviceHandle([u8; 16]);

impl DeviceHandle {
    /// Returns the handle of a user's client.
    #[must_use]
    pub fn of(user: UserId, client: Fingerprint) -> Self {
        let digest = Sha256::new_with_prefix(b"device handle")
            .chain_update(user.to_string())
            .chain_update(client.as_bytes())
            .finalize();
        let mut handle = [0; 16];
        handle.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self(handle)
    }

    /// Returns the handle of the device that holds this session.
    #[must_use]
    pub fn of_session(session: &Session) -> Self {
        Self::of(session.reference().user(), session.fingerprint())
    }
}

impl fmt::Display for DeviceHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode_handle(&self.0))
    }
}

impl FromStr for DeviceHandle {
    type Err = InvalidHandle;

    fn from_str(text: &str) -> Result<Self, InvalidHandle> {
        decode_handle(text).map(Self)
    }
}

/// Returns the user's devices, the most recently active one first.
///
/// # Errors
/// When the cache or the database can't be reached.
pub async fn list(cx: &Cx, user: UserId) -> Result<Vec<Device>, Error> {
    Ok(known(cx, user).await?.into_iter().map(|(_, device)| device).collect())
}

/// Signs the user out on one device, at once and permanently. Returns whether the device was one of the user's.
///
/// # Errors
/// If the cache can't be reached. The device may then still be signed in, so don't report it as signed out.
pub async fn sign_out(cx: &Cx, user: UserId, device: DeviceHandle) -> Result<bool, Error> {
    match known(cx, user).await?.into_iter().find(|(_, known)| known.handle == device) {
        Some((client, _)) => end(cx, user, Clients::Only(client)).await.map(|()| true),
        None => Ok(false),
    }
}

/// Signs the user out on all devices except the one with this session. Without a session, it signs out all devices.
///
/// A concurrent sign-in may be missed. If no session may remain, raise the user's auth epoch.
///
/// # Errors
/// As [`sign_out`].
pub async fn sign_out_others(cx: &Cx, user: UserId, this: Option<&Session>) -> Result<(), Error> {
    let which = this.map_or(Clients::All, |session| Clients::AllBut(session.fingerprint()));
    end(cx, user, which).await
}

/// Calls the core last, because the core ends the sessions. Otherwise an extension that still remembers a client could begin a
/// new session. The second round finds what a request of an ended session has stored since the first one.
async fn end(cx: &Cx, user: UserId, which: Clients) -> Result<(), Error> {
    for _ in 0..2 {
        for extension in cx.pow().hooks().iter().rev() {
            extension.forget_clients(cx, user, which).await?;
        }
    }
    Ok(())
}

async fn known(cx: &Cx, user: UserId) -> Result<Vec<(Fingerprint, Device)>, Error> {
    let mut devices: HashMap<Fingerprint, Device> = HashMap::new();
    for extension in cx.pow().hooks().iter().rev() {
        for known in extension.clients(cx, user).await? {
            merge(&mut devices, known.client, Device::of(user, known));
        }
    }
    let mut devices: Vec<_> = devices.into_iter().collect();
    devices.sort_by_key(|(_, device)| std::cmp::Reverse((device.last_seen_at, device.handle.0)));
    Ok(devices)
}

fn merge(devices: &mut HashMap<Fingerprint, Device>, client: Fingerprint, found: Device) {
    let merged = match devices.remove(&client) {
        Some(known) => known.and(found),
        None => found,
    };
    devices.insert(client, merged);
}

impl Device {
    fn of(user: UserId, known: KnownClient) -> Self {
        let first_seen_at = known.metadata.first_seen_at.and_then(DateTime::from_timestamp_millis);
        Self {
            handle: DeviceHandle::of(user, known.client),
            first_seen_at: first_seen_at.unwrap_or(known.signed_in_at),
            last_seen_at: known.used_at,
            is_signed_in: known.has_session,
            is_remembered: !known.has_session,
            metadata: known.metadata,
        }
    }

    /// Merges two entries of one device. The metadata is that of the entry that was seen last.
    fn and(self, other: Self) -> Self {
        let (older, newer) = if other.last_seen_at >= self.last_seen_at { (self, other) } else { (other, self) };
        Self {
            first_seen_at: older.first_seen_at.min(newer.first_seen_at),
            is_signed_in: older.is_signed_in || newer.is_signed_in,
            is_remembered: older.is_remembered || newer.is_remembered,
            ..newer
        }
    }
}
