//! Connections through TLS, by rustls.

use diesel::ConnectionError;
use diesel_async::{AsyncMysqlConnection, pooled_connection::SetupCallback};
use mysql_async::{Conn, Opts, OptsBuilder, SslOpts};
use rustls::crypto::ring;

use crate::{Error, store::tls::Roots};

/// Makes connections through TLS to a server that these roots vouch for, under the name that it is reached by.
pub(super) fn through(options: Opts, roots: &Roots) -> Result<SetupCallback<AsyncMysqlConnection>, Error> {
    let options = trusting(options, roots)?;
    // The client takes the process's provider, and panics where an application's crates bring two of them and none was
    // chosen. One that was is left.
    let _ = ring::default_provider().install_default();
    Ok(Box::new(move |_| {
        let options = options.clone();
        Box::pin(async move {
            let connection = Conn::new(options).await.map_err(told)?;
            AsyncMysqlConnection::try_from(connection).await
        })
    }))
}

/// As Diesel has a connection that it makes itself, and with these roots in the place of the client's own list.
fn trusting(options: Opts, roots: &Roots) -> Result<Opts, Error> {
    let roots = roots.certificates()?.into_iter().map(|root| root.to_vec().into()).collect();
    let tls = SslOpts::default().with_disable_built_in_roots(true).with_root_certs(roots);
    Ok(OptsBuilder::from_opts(options).ssl_opts(tls).stmt_cache_size(0).client_found_rows(true).into())
}

/// What the server said, or what went wrong on the way.
fn told(error: mysql_async::Error) -> ConnectionError {
    ConnectionError::BadConnection(match error {
        mysql_async::Error::Server(answer) => answer.message,
        other => other.to_string(),
    })
}
