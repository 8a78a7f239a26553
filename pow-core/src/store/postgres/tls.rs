//! Connections through TLS, by rustls.

use std::{error::Error as _, sync::Arc};

use diesel::ConnectionError;
use diesel_async::{AsyncPgConnection, pooled_connection::SetupCallback};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, store::tls::Roots};

/// The protocol's name (ALPN), which servers from version 17 on want to hear where TLS begins without being asked for.
const PROTOCOL: &[u8] = b"postgresql";

/// Makes connections through TLS to a server that these roots vouch for, under the name that it is reached by.
pub(super) fn through(config: Config, roots: &Roots) -> Result<SetupCallback<AsyncPgConnection>, Error> {
    let connector = MakeRustlsConnect::new(client(roots)?);
    Ok(Box::new(move |_| {
        let (config, connector) = (config.clone(), connector.clone());
        Box::pin(async move {
            let (client, connection) = config.connect(connector).await.map_err(|error| told(&error))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        })
    }))
}

/// With a provider of its own: an application's other crates may bring another one.
fn client(roots: &Roots) -> Result<ClientConfig, Error> {
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(roots.certificates()?);
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Error::other)?;
    let mut client = client.with_root_certificates(trusted).with_no_client_auth();
    client.alpn_protocols = vec![PROTOCOL.to_vec()];
    Ok(client)
}

/// What the server said, or what went wrong on the way, which the client has as the cause of its own sentence.
fn told(error: &tokio_postgres::Error) -> ConnectionError {
    ConnectionError::BadConnection(match (error.as_db_error(), error.source()) {
        (Some(answer), _) => answer.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    })
}
