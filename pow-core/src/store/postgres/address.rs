//! The TLS parameters of an address, `sslmode` and `sslrootcert`, as in libpq.

use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};

use crate::{
    Error,
    store::tls::{Roots, Words, is_own_machine, take},
};

pub(super) const WORDS: Words =
    Words { database: "PostgreSQL", parameter: "sslmode=verify-full", root: "sslrootcert", feature: "postgres-tls" };

/// A parsed address.
pub(super) struct Address {
    /// The configuration of the client.
    pub(super) config: Config,
    /// The trusted root certificates, or `None` without TLS.
    pub(super) roots: Option<Roots>,
}

impl Address {
    /// Parses an address. `sslrootcert` and `sslmode` are removed first, because the client doesn't support all their values.
    pub(super) fn parse(address: &str) -> Result<Self, Error> {
        let (rest, root) = take(address, "sslrootcert");
        let (rest, mode) = take(&rest, "sslmode");
        // The client's error may quote the password.
        let mut config: Config = rest.parse().map_err(|_| unreadable())?;
        match mode.as_deref() {
            None => {}
            Some("disable") => _ = config.ssl_mode(SslMode::Disable),
            Some("prefer") => _ = config.ssl_mode(SslMode::Prefer),
            Some("require" | "verify-ca" | "verify-full") => _ = config.ssl_mode(SslMode::Require),
            Some(_) => return Err(unknown_mode()),
        }
        let is_wanted = config.get_ssl_mode() == SslMode::Require;
        let roots = match root.as_deref() {
            Some(_) if !is_wanted => return Err(WORDS.root_without_tls()),
            None | Some("system") => Roots::System,
            Some(path) => Roots::File(path.into()),
        };
        Ok(Self { config, roots: is_wanted.then_some(roots) })
    }

    /// Whether a server is on another machine. A socket is a file on this machine.
    pub(super) fn leaves_this_machine(&self) -> bool {
        let addresses = self.config.get_hostaddrs();
        if !addresses.is_empty() {
            return addresses.iter().any(|address| !address.is_loopback());
        }
        self.config.get_hosts().iter().any(|host| match host {
            Host::Tcp(name) => !is_own_machine(name),
            #[cfg(unix)]
            Host::Unix(_) => false,
        })
    }
}

fn unreadable() -> Error {
    Error::Config(
        "the address of the PostgreSQL server is invalid: write it like \
         postgres://user:password@host/database?sslmode=verify-full"
            .to_owned(),
    )
}

fn unknown_mode() -> Error {
    Error::Config(
        "`sslmode` in the address of the PostgreSQL server is invalid: use disable, prefer, require, verify-ca or \
         verify-full"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(address: &str) -> Option<Roots> {
        Address::parse(address).unwrap().roots
    }

    #[test]
    fn mode_asks_for_tls_or_does_not() {
        for mode in ["require", "verify-ca", "verify-full"] {
            assert_eq!(roots(&format!("postgres://u:p@db.example/app?sslmode={mode}")), Some(Roots::System), "{mode}");
        }
        for mode in ["?sslmode=disable", "?sslmode=prefer", ""] {
            assert_eq!(roots(&format!("postgres://u:p@db.example/app{mode}")), None, "{mode}");
        }
        assert_eq!(roots("host=db.example user=u sslmode=require"), Some(Roots::System));
        assert_eq!(roots("host=db.example user=u password='? sslmode=require'"), None);
    }

    #[test]
    fn root_certificate_takes_the_place_of_the_systems() {
        let url = "postgres://u@db.example/app?sslrootcert=%2Fa%20b.pem&sslmode=verify-full&connect_timeout=3";
        assert_eq!(roots(url), Some(Roots::File("/a b.pem".into())));
        assert_eq!(roots("postgres://u@h/app?sslmode=require&sslrootcert=system"), Some(Roots::System));
        let refused = Address::parse("postgres://u@h/app?sslrootcert=%2Fa.pem").err().unwrap().to_string();
        assert!(refused.contains("add `sslmode=verify-full`"), "{refused}");
    }

    #[test]
    fn odd_address_is_refused_without_being_repeated() {
        for odd in ["postgres://u:hidden-word@h/app?sslmode=hidden-word", "postgres://u@h/x?hidden-word=1", "app.db"] {
            let refused = Address::parse(odd).err().unwrap();
            assert!(matches!(&refused, Error::Config(said) if !said.contains("hidden-word")), "{refused}");
        }
    }

    #[test]
    fn without_the_feature_the_sentence_names_it() {
        let refused = WORDS.needs_feature();
        assert!(matches!(&refused, Error::Config(said) if said.contains("cargo feature `postgres-tls`")), "{refused}");
    }

    #[test]
    fn this_machine_is_distinguished_from_others() {
        for own in ["postgres://u@127.0.0.1/x", "postgres://u@localhost,[::1]/x", "host=/run/postgresql user=u"] {
            assert!(!Address::parse(own).unwrap().leaves_this_machine(), "{own}");
        }
        for other in ["postgres://u@db/x", "postgres://u@localhost,db/x", "host=localhost hostaddr=10.0.0.7 user=u"] {
            assert!(Address::parse(other).unwrap().leaves_this_machine(), "{other}");
        }
    }
}
