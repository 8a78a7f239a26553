//! The TLS parameters of an address: `require_ssl`, which the client supports, and `ssl_ca`.

use mysql_async::Opts;

use crate::{
    Error,
    store::tls::{Roots, Words, is_own_machine, take},
};

pub(super) const WORDS: Words =
    Words { database: "MySQL", parameter: "require_ssl=true", root: "ssl_ca", feature: "mysql-tls" };

/// A parsed address.
pub(super) struct Address {
    /// The options of the client.
    pub(super) options: Opts,
    /// The trusted root certificates, or `None` without TLS.
    pub(super) roots: Option<Roots>,
}

impl Address {
    /// Parses an address. `ssl_ca` is removed first, because the client doesn't support it.
    pub(super) fn parse(address: &str) -> Result<Self, Error> {
        let (rest, root) = take(&as_mysql(address), "ssl_ca");
        // The client's error may quote the password.
        let options = Opts::from_url(&rest).map_err(|_| unreadable())?;
        let Some(tls) = options.ssl_opts() else {
            return match root {
                Some(_) => Err(WORDS.root_without_tls()),
                None => Ok(Self { options, roots: None }),
            };
        };
        if tls.accept_invalid_certs() || tls.skip_domain_validation() {
            return Err(unverified());
        }
        let roots = root.map_or(Roots::System, |path| Roots::File(path.into()));
        Ok(Self { options, roots: Some(roots) })
    }

    /// Whether the server is on another machine. A socket is a file on this machine.
    pub(super) fn leaves_this_machine(&self) -> bool {
        self.options.socket().is_none() && !is_own_machine(self.options.ip_or_hostname())
    }
}

/// MariaDB has the same protocol, and its tools write the address with `mariadb://`.
pub(super) fn as_mysql(address: &str) -> String {
    address.strip_prefix("mariadb://").map_or(address.to_owned(), |rest| format!("mysql://{rest}"))
}

fn unreadable() -> Error {
    Error::Config(
        "the address of the MySQL server is invalid: write it like \
         mysql://user:password@host/database?require_ssl=true"
            .to_owned(),
    )
}

fn unverified() -> Error {
    Error::Config(
        "`verify_ca=false` and `verify_identity=false` in the address of the MySQL server let an attacker on the \
         network impersonate the server: remove them, and name the server's root certificate with `ssl_ca=`"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(address: &str) -> Option<Roots> {
        Address::parse(address).unwrap().roots
    }

    fn refused(address: &str) -> String {
        match Address::parse(address).err().unwrap() {
            Error::Config(said) => said,
            other => other.to_string(),
        }
    }

    #[test]
    fn parameter_asks_for_tls_or_does_not() {
        assert_eq!(roots("mysql://u:p@db.example/app?require_ssl=true"), Some(Roots::System));
        assert_eq!(roots("mariadb://u:p@db.example/app?require_ssl=true"), Some(Roots::System));
        assert_eq!(roots("mysql://u:p@db.example/app?require_ssl=false"), None);
        assert_eq!(roots("mysql://u:p@db.example/app"), None);
    }

    #[test]
    fn root_certificate_takes_the_place_of_the_systems() {
        let url = "mysql://u@db.example/app?ssl_ca=%2Fa%20b.pem&require_ssl=true";
        assert_eq!(roots(url), Some(Roots::File("/a b.pem".into())));
        assert!(refused("mysql://u@db.example/app?ssl_ca=%2Fa.pem").contains("add `require_ssl=true`"));
    }

    #[test]
    fn certificates_are_verified_or_the_address_is_refused() {
        for weak in ["verify_ca=false", "verify_identity=false"] {
            let said = refused(&format!("mysql://u@db.example/app?require_ssl=true&{weak}"));
            assert!(said.contains("remove them"), "{said}");
        }
        assert!(roots("mysql://u@h/app?require_ssl=true&verify_ca=true&verify_identity=true").is_some());
    }

    #[test]
    fn odd_address_is_refused_without_being_repeated() {
        for odd in ["mysql://u@h/app?require_ssl=hidden-word", "mysql://u@h/x?hidden-word=1", "app.db", "mysql:"] {
            assert!(!refused(odd).contains("hidden-word"), "{odd}");
        }
    }

    #[test]
    fn without_the_feature_the_sentence_names_it() {
        assert!(WORDS.needs_feature().to_string().contains("cargo feature `mysql-tls`"));
    }

    #[test]
    fn this_machine_is_distinguished_from_others() {
        for own in ["mysql://u@127.0.0.1/x", "mysql://u@localhost/x", "mysql://u@[::1]/x", "mysql://u@db/x?socket=%2Fs"]
        {
            assert!(!Address::parse(own).unwrap().leaves_this_machine(), "{own}");
        }
        for other in ["mysql://u@db/x", "mysql://u@10.0.0.7:3306/x"] {
            assert!(Address::parse(other).unwrap().leaves_this_machine(), "{other}");
        }
    }
}
