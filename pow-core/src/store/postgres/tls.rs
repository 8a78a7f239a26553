//! TLS connections, by rustls.

use std::{error::Error as _, sync::Arc};

use diesel::ConnectionError;
use diesel_async::{AsyncPgConnection, pooled_connection::SetupCallback};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, store::tls::Roots};

/// The protocol name (ALPN), which servers from version 17 on require for TLS without prior negotiation.
const PROTOCOL: &[u8] = b"postgresql";

/// Opens TLS connections to a server. Its certificate must be valid for its host name and signed under one of these
/// roots.
pub(super) fn connector(config: Config, roots: &Roots) -> Result<SetupCallback<AsyncPgConnection>, Error> {
    let connector = MakeRustlsConnect::new(client(roots)?);
    Ok(Box::new(move |_| {
        let (config, connector) = (config.clone(), connector.clone());
        Box::pin(async move {
            let (client, connection) = config.connect(connector).await.map_err(|error| connection_error(&error))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        })
    }))
}

/// Configures rustls with an explicit provider, because other crates of the application may bring another one.
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

/// Returns the message of the server, or the error of the connection with its cause.
fn connection_error(error: &tokio_postgres::Error) -> ConnectionError {
    ConnectionError::BadConnection(match (error.as_db_error(), error.source()) {
        (Some(answer), _) => answer.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    })
}
