//! The checks at the start of the application, and their log messages.

use diesel_migrations::EmbeddedMigrations;

use super::Pow;
use crate::{Error, cache::Key, identifier::UserIdField, store::migrate::Migration};

impl Pow {
    /// Compares the database with the needs of the core and the extensions, and checks that the cache store can be reached. Logs
    /// a warning if one of the first hundred users can't sign in, because the address or name is stored with capital letters.
    ///
    /// # Errors
    /// [`Error::Config`] with one sentence for each difference; [`Error::Unavailable`] if the database can't be reached.
    pub async fn verify(&self) -> Result<(), Error> {
        let verified = self.0.derived.store.verify(&self.0.derived.tenant, &self.0.derived.schema).await;
        verified.map_err(|error| self.other_user_id(at_start(error)))?;
        let asked = self.0.derived.cache.get(&Key::new("pow").name("start")).await;
        asked.map(drop).map_err(|error| {
            Error::Config(format!(
                "the cache store can't be used ({error}): start the store, or set another store in `cache`"
            ))
        })?;
        self.warn_of_identifiers().await;
        Ok(())
    }

    /// Brings the database to what the core and the extensions need. It drops nothing but indexes whose build was interrupted.
    /// Several processes may do so at once.
    ///
    /// It compares the tables themselves, so it also completes tables that were created in another way. Each step runs through
    /// diesel_migrations and is recorded in its table, without a file. If an application keeps its migrations in files, for
    /// Diesel's command line to run and to revert, it writes these steps into files, too (see [`store::migrate`]), and does not
    /// call this method.
    ///
    /// [`store::migrate`]: crate::store::migrate
    ///
    /// # Errors
    /// [`Error::Config`] with one sentence for everything that can't be added, or that exists and does not fit;
    /// [`Error::Unavailable`] if the database can't be reached.
    pub async fn migrate(&self) -> Result<(), Error> {
        if let Some(tenant) = &self.0.derived.tenant.0 {
            return Err(Error::Config(format!(
                "`migrate` can't create the tables of the tenant `{tenant}`: create the tables with your own \
                 migrations, and call `verify` to see what is missing"
            )));
        }
        let migrated = self.0.derived.store.migrate(&self.0.derived.schema).await;
        let fits = match migrated {
            // Columns that do not fit were not changed. An application that calls only `migrate` must learn of them, too.
            Ok(()) => self.0.derived.store.verify(&self.0.derived.tenant, &self.0.derived.schema).await,
            error => error,
        };
        fits.map_err(|error| self.other_user_id(at_start(error)))
    }

    /// Returns the steps that [`Pow::migrate`] would run, for an application whose migrations are files. `pow migration` writes
    /// them.
    ///
    /// # Errors
    /// As [`Pow::migrate`].
    pub async fn missing_migrations(&self) -> Result<Vec<Migration>, Error> {
        self.0.derived.store.missing_migrations(&self.0.derived.schema).await.map_err(at_start)
    }

    /// Runs the application's own migrations, which `embed_migrations!()` of diesel_migrations returns. Migrations that Diesel's
    /// table already lists are skipped. Several processes may do so at once. The migrations use the store's connection, with its
    /// TLS. Indexes of the framework whose build was interrupted are dropped before, because the files need their names.
    ///
    /// [`Pow::verify`] then says what is still missing.
    ///
    /// # Errors
    /// [`Error::Database`] if a statement fails; [`Error::Unavailable`] if the database can't be reached. [`Error::Config`] for a
    /// set-up with a [`tenant`](crate::Config::tenant), because the files don't name its schema.
    pub async fn run_migrations(&self, files: EmbeddedMigrations) -> Result<(), Error> {
        if let Some(tenant) = &self.0.derived.tenant.0 {
            return Err(Error::Config(format!(
                "`run_migrations` can't run files in the schema of the tenant `{tenant}`: run the files with Diesel's \
                 command line"
            )));
        }
        self.0.derived.store.run_migrations(&self.0.derived.schema, files).await.map_err(at_start)
    }

    /// Adds a remedy if a table was created with another user id field. The columns that don't fit don't show that reason.
    fn other_user_id(&self, error: Error) -> Error {
        let column = format!("`{}.{}`", self.0.derived.schema.users().name, UserIdField::Username.name());
        match error {
            Error::Config(text) if text.contains(&column) => Error::Config(format!(
                "{} If this database was created with another `user_id_field`, set that value again, or use another \
                 database.",
                with_full_stop(&text)
            )),
            error => error,
        }
    }
}

/// Explains an outage at the start, where the operator can correct the cause.
fn at_start(error: Error) -> Error {
    match error {
        Error::Unavailable { service, source } => {
            Error::Unavailable { service, source: why_unavailable(&source.to_string()).into() }
        }
        error => error,
    }
}

/// Returns the answer of the server, if there was one, and the remedy.
fn why_unavailable(said: &str) -> String {
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(phrase));
    if let Some(why) = why_no_tls(said) {
        return why;
    }
    if says(&["Unknown database"]) || says(&["database \""]) && says(&["does not exist"]) {
        return format!(
            "the server has no database of this name ({said}); create the database, or correct its name in the URL."
        );
    }
    if says(&["authentication failed", "Access denied", "role \"", "pg_hba.conf", "password"]) {
        return format!("the server rejected the user name or the password ({said}); correct both in the URL.");
    }
    format!(
        "the server can't be reached ({said}); check that the server is running, and that the host and the port in the \
         URL are right."
    )
}

/// Explains a failure of TLS. Both sides must want TLS, and the client must be able to verify the server.
fn why_no_tls(said: &str) -> Option<String> {
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(phrase));
    if says(&["invalid peer certificate"]) {
        return Some(format!(
            "the server's certificate is not trusted ({said}); name its root certificate with `sslrootcert=` \
             (PostgreSQL) or `ssl_ca=` (MySQL) in the URL, and use the host name that the certificate contains."
        ));
    }
    if says(&["server does not support TLS", "Client asked for SSL but server does not have this capability"]) {
        return Some(format!(
            "the database server doesn't support TLS ({said}); enable TLS on the server. If the network is trusted, \
             remove the TLS option from the database URL instead."
        ));
    }
    // The server says this about every unencrypted connection that no line of the file allows, whether or not TLS would change
    // that.
    if says(&["no pg_hba.conf entry"]) && says(&["no encryption"]) {
        return Some(format!(
            "the server rejected an unencrypted connection of this user ({said}); add `sslmode=verify-full` to the URL \
             if the server requires TLS, or else allow the connection in the server's pg_hba.conf."
        ));
    }
    if says(&["require_secure_transport"]) {
        return Some(format!("the server requires encryption ({said}); add `require_ssl=true` to the URL."));
    }
    None
}

fn with_full_stop(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::why_unavailable;

    #[test]
    fn each_refusal_has_its_remedy() {
        for (said, remedy) in [
            ("error performing TLS handshake: server does not support TLS", "doesn't support TLS"),
            ("Driver error: `Client asked for SSL but server does not have this capability.'", "doesn't support TLS"),
            ("invalid peer certificate: UnknownIssuer", "`sslrootcert=` (PostgreSQL) or `ssl_ca=` (MySQL)"),
            (
                "no pg_hba.conf entry for host \"10.0.0.7\", user \"u\", database \"d\", no encryption",
                "add `sslmode=verify-full` to the URL if the server requires TLS",
            ),
            ("Connections using insecure transport are prohibited while --require_secure_transport=ON.", "require_ssl"),
            (
                "no pg_hba.conf entry for host \"10.0.0.7\", user \"u\", database \"d\", SSL encryption",
                "rejected the user name or the password",
            ),
            ("Connection refused (os error 111)", "that the server is running"),
        ] {
            let why = why_unavailable(said);
            assert!(why.contains(said) && why.contains(remedy), "{why}");
        }
    }
}
