//! TLS to a database: which certificates it trusts, and the warning without it.

use std::{net::IpAddr, path::PathBuf};

use crate::{Error, percent};

/// Who vouches for a database server.
#[cfg_attr(
    not(any(feature = "postgres-tls", feature = "mysql-tls")),
    allow(dead_code, reason = "without TLS it only counts that somebody shall")
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The operating system's root certificates.
    System,
    /// The root certificates in this file (PEM), and no others.
    File(PathBuf),
}

/// What is different between the databases.
pub(crate) struct Words {
    /// The host at the other end.
    pub(crate) database: &'static str,
    /// What asks for TLS, in an address.
    pub(crate) parameter: &'static str,
    /// What names a file of root certificates, in an address.
    pub(crate) root: &'static str,
    /// What TLS is in.
    pub(crate) feature: &'static str,
}

impl Words {
    /// The address asks for what the build doesn't have.
    #[allow(dead_code, reason = "a build with every feature has it")]
    pub(crate) fn needs_feature(&self) -> Error {
        Error::Config(format!(
            "the address of the {} server asks for TLS, which needs pow-core's cargo feature `{}`",
            self.database, self.feature
        ))
    }

    /// A root certificate without TLS: the application expects TLS.
    pub(crate) fn root_without_tls(&self) -> Error {
        Error::Config(format!(
            "`{}` in the address of the {} server is of use with TLS only: add `{}`",
            self.root, self.database, self.parameter
        ))
    }

    /// Passwords' hashes, sessions and mails are in what others can read then.
    pub(crate) fn warn_in_clear(&self) {
        tracing::warn!(
            target: "pow::setup::danger",
            "{} is on another machine and is spoken to in clear: add `{}` to its address (cargo feature `{}`)",
            self.database,
            self.parameter,
            self.feature
        );
    }
}

/// Whether traffic to this host stays on the machine.
pub(crate) fn is_own_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address: IpAddr| address.is_loopback())
}

/// The address without this parameter, and the parameter's value: the database's client doesn't know it.
pub(crate) fn take(url: &str, parameter: &str) -> (String, Option<String>) {
    let Some((place, query)) = url.split_once('?') else { return (url.to_owned(), None) };
    let value = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        (name == parameter).then(|| percent::decode(value))
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
        /// The certificates that can be read; at least one.
        pub(crate) fn certificates(&self) -> Result<Certificates, Error> {
            let (found, missing) = match self {
                Self::System => (
                    rustls_native_certs::load_native_certs().certs,
                    "the operating system has no root certificates for TLS to the database: install them \
                     (`ca-certificates`), or name a file in the address"
                        .to_owned(),
                ),
                Self::File(path) => {
                    (in_file(path)?, format!("there is no root certificate (PEM) in {}", path.display()))
                }
            };
            // An operating system may have some that nobody can read.
            let is_sound = |found: &CertificateDer<'static>| RootCertStore::empty().add(found.clone()).is_ok();
            match found.into_iter().filter(is_sound).collect::<Certificates>() {
                sound if sound.is_empty() => Err(Error::Config(missing)),
                sound => Ok(sound),
            }
        }
    }

    fn in_file(path: &Path) -> Result<Certificates, Error> {
        let unread = |error: pem::Error| {
            Error::Config(format!("the root certificates in {} can't be read ({error})", path.display()))
        };
        CertificateDer::pem_file_iter(path).map_err(unread)?.collect::<Result<_, _>>().map_err(unread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_machine_is_told_from_others() {
        for own in ["localhost", "LocalHost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"] {
            assert!(is_own_machine(own), "{own}");
        }
        for other in ["db", "db.example", "localhost.example", "10.0.0.7", "0.0.0.0", "[fe80::1]", ""] {
            assert!(!is_own_machine(other), "{other}");
        }
    }

    #[test]
    fn parameter_is_taken_out_and_the_others_are_left_as_they_were() {
        let taken = |url| take(url, "root");
        assert_eq!(taken("x://h/db"), ("x://h/db".to_owned(), None));
        assert_eq!(taken("x://h/db?root=%2Fa+b"), ("x://h/db".to_owned(), Some("/a+b".to_owned())));
        assert_eq!(
            taken("x://h/db?a=%20&root=1&roots=2&root=3"),
            ("x://h/db?a=%20&roots=2".to_owned(), Some("3".to_owned()))
        );
    }
}
