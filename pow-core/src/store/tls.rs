//! TLS to a database server: the trusted certificates, and the warning without TLS.

use std::{net::IpAddr, path::PathBuf};

use crate::{Error, percent};

/// The trusted root certificates of a database server.
#[cfg_attr(
    not(any(feature = "postgres-tls", feature = "mysql-tls")),
    allow(dead_code, reason = "without TLS only its presence matters")
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The operating system's root certificates.
    System,
    /// Only the root certificates in this file (PEM).
    File(PathBuf),
}

/// The terms of one database for messages about TLS.
pub(crate) struct Words {
    /// The name of the database.
    pub(crate) database: &'static str,
    /// The parameter that enables TLS, with its value.
    pub(crate) parameter: &'static str,
    /// The parameter for a file of root certificates.
    pub(crate) root: &'static str,
    /// The cargo feature for TLS.
    pub(crate) feature: &'static str,
}

impl Words {
    /// The error for an address that requires TLS in a build without TLS.
    #[allow(dead_code, reason = "a build with every feature has it")]
    pub(crate) fn needs_feature(&self) -> Error {
        Error::Config(format!(
            "the address of the {} server requires TLS: enable pow-core's cargo feature `{}`",
            self.database, self.feature
        ))
    }

    /// The error for an address with a root certificate but without TLS. The application probably expects TLS.
    pub(crate) fn root_without_tls(&self) -> Error {
        Error::Config(format!(
            "`{}` in the address of the {} server has no effect without TLS: add `{}`",
            self.root, self.database, self.parameter
        ))
    }

    /// Warns that password hashes, sessions and mails are sent unencrypted.
    pub(crate) fn warn_unencrypted(&self) {
        tracing::warn!(
            target: "pow::setup::danger",
            "the connection to {} on another machine is unencrypted: add `{}` to the address of the server (cargo feature `{}`)",
            self.database,
            self.parameter,
            self.feature
        );
    }
}

/// Whether the host is this machine.
pub(crate) fn is_own_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Removes a parameter from the address, because the database's client doesn't support it. Returns the rest and its value.
pub(crate) fn take(url: &str, parameter: &str) -> (String, Option<String>) {
    let Some((place, query)) = url.split_once('?') else { return (url.to_owned(), None) };
    let value = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        (name == parameter).then(|| percent::decode_lossy(value))
    };
    let kept: Vec<_> = query.split('&').filter(|pair| value(pair).is_none()).collect();
    let rest = if kept.is_empty() { place.to_owned() } else { format!("{place}?{}", kept.join("&")) };
    (rest, query.split('&').filter_map(value).next_back())
}

#[cfg(any(feature = "postgres-tls", feature = "mysql-tls"))]
mod certificates {
    use std::path::Path;

    use rustls::{
        RootCertStore,
        pki_types::{
            CertificateDer,
            pem::{self, PemObject},
        },
    };

    use super::Roots;
    use crate::Error;

    type Certificates = Vec<CertificateDer<'static>>;

    impl Roots {
        /// Returns the valid certificates. There is at least one.
        pub(crate) fn certificates(&self) -> Result<Certificates, Error> {
            let (found, missing) = match self {
                Self::System => (
                    rustls_native_certs::load_native_certs().certs,
                    "the operating system has no root certificates for TLS to the database: install them \
                     (`ca-certificates`), or name a certificate file in the server's address"
                        .to_owned(),
                ),
                Self::File(path) => (
                    in_file(path)?,
                    format!(
                        "the file {} has no root certificate: the file must contain `-----BEGIN CERTIFICATE-----`",
                        path.display()
                    ),
                ),
            };
            // The operating system may have certificates that can't be parsed.
            let is_sound = |found: &CertificateDer<'static>| RootCertStore::empty().add(found.clone()).is_ok();
            match found.into_iter().filter(is_sound).collect::<Certificates>() {
                sound if sound.is_empty() => Err(Error::Config(missing)),
                sound => Ok(sound),
            }
        }
    }

    fn in_file(path: &Path) -> Result<Certificates, Error> {
        let unread = |error: pem::Error| {
            Error::Config(format!("could not read the root certificates in {} ({error})", path.display()))
        };
        CertificateDer::pem_file_iter(path).map_err(unread)?.collect::<Result<_, _>>().map_err(unread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_distinguished_from_others() {
        for own in ["localhost", "LocalHost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"] {
            assert!(is_own_machine(own), "{own}");
        }
        for other in ["db", "db.example", "localhost.example", "10.0.0.7", "0.0.0.0", "[fe80::1]", ""] {
            assert!(!is_own_machine(other), "{other}");
        }
    }

    #[test]
    fn parameter_is_removed_and_the_others_are_unchanged() {
        let taken = |url| take(url, "root");
        assert_eq!(taken("x://h/db"), ("x://h/db".to_owned(), None));
        assert_eq!(taken("x://h/db?root=%2Fa+b"), ("x://h/db".to_owned(), Some("/a+b".to_owned())));
        assert_eq!(
            taken("x://h/db?a=%20&root=1&roots=2&root=3"),
            ("x://h/db?a=%20&roots=2".to_owned(), Some("3".to_owned()))
        );
    }
}
