//! Facts about a session that an application can show, such as the client's address.

use std::{collections::BTreeMap, net::IpAddr};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The maximum size of a session's metadata, in bytes.
pub(super) const MAX_METADATA: usize = 4 * 1024;
const MAX_USER_AGENT: usize = 512;

/// Facts about a session that the application keeps with it. At most 4 KiB.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The client's address at sign-in.
    pub ip: Option<IpAddr>,
    /// The client's `User-Agent` at sign-in; cut after 512 bytes.
    pub user_agent: Option<String>,
    /// When this client was first seen, in milliseconds since the Unix epoch. Renewal and regeneration keep it.
    pub first_seen_at: Option<i64>,
    /// The application's own values.
    pub app: BTreeMap<String, String>,
}

impl Metadata {
    pub(super) fn encode(&self) -> Result<Bytes, Error> {
        let mut cut = self.clone();
        if let Some(agent) = &mut cut.user_agent {
            agent.truncate(agent.floor_char_boundary(MAX_USER_AGENT));
        }
        let bytes = postcard::to_allocvec(&cut).map_err(Error::other)?;
        if bytes.len() > MAX_METADATA {
            return Err(Error::other(format!(
                "the metadata of a session has {} bytes, more than {MAX_METADATA}",
                bytes.len()
            )));
        }
        Ok(bytes.into())
    }

    /// Reads metadata. Corrupt bytes give empty metadata, because no decision depends on it.
    pub(super) fn decode(bytes: &[u8]) -> Self {
        match postcard::take_from_bytes(bytes) {
            Ok((metadata, [])) => metadata,
            _ => Self::default(),
        }
    }
}
