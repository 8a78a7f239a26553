//! TLS connections, by rustls.

use diesel::ConnectionError;
use diesel_async::{AsyncMysqlConnection, pooled_connection::SetupCallback};
use mysql_async::{Conn, Opts, OptsBuilder, SslOpts};
use rustls::crypto::ring;

use crate::{Error, store::tls::Roots};

/// Opens TLS connections to a server. Its certificate must be valid for its host name and signed under one of these roots.
pub(super) fn connector(options: Opts, roots: &Roots) -> Result<SetupCallback<AsyncMysqlConnection>, Error> {
    let options = trusting(options, roots)?;
    // The client uses the process-wide provider. It panics if the crates contain two providers and none is installed. A
    // provider that is already installed is kept.
    let _ = ring::default_provider().install_default();
    Ok(Box::new(move |_| {
        let options = options.clone();
        Box::pin(async move {
            let connection = Conn::new(options).await.map_err(connection_error)?;
            AsyncMysqlConnection::try_from(connection).await
        })
    }))
}

/// Returns the options that Diesel sets on its own connections, with these roots instead of the client's list.
fn trusting(options: Opts, roots: &Roots) -> Result<Opts, Error> {
    let roots = roots.certificates()?.into_iter().map(|root| root.to_vec().into()).collect();
    let tls = SslOpts::default().with_disable_built_in_roots(true).with_root_certs(roots);
    Ok(OptsBuilder::from_opts(options).ssl_opts(tls).stmt_cache_size(0).client_found_rows(true).into())
}

/// Returns the message of the server, or the error of the connection.
fn connection_error(error: mysql_async::Error) -> ConnectionError {
    ConnectionError::BadConnection(match error {
        mysql_async::Error::Server(answer) => answer.message,
        other => other.to_string(),
    })
}
