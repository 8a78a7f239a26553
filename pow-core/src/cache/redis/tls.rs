//! The certificates that a connection over TLS trusts: the system's root certificates, or one of the application's own.

#[cfg(feature = "redis-tls")]
pub(super) use with::Tls;
#[cfg(not(feature = "redis-tls"))]
pub(super) use without::Tls;

#[cfg(feature = "redis-tls")]
mod with {
    use redis::{Client, IntoConnectionInfo, RedisResult, TlsCertificates};

    use crate::Error;

    /// TLS is wanted; with the root certificate as PEM, if it is not one of the system's.
    #[derive(Clone)]
    pub(in super::super) struct Tls(Option<Vec<u8>>);

    impl Tls {
        #[expect(clippy::unnecessary_wraps, reason = "it fails without the feature")]
        pub(in super::super) fn trusting(root: Option<&[u8]>) -> Result<Self, Error> {
            Ok(Self(root.map(<[u8]>::to_vec)))
        }

        pub(in super::super) fn open(&self, server: impl IntoConnectionInfo) -> RedisResult<Client> {
            Client::build_with_tls(server, self.certificates())
        }

        pub(in super::super) fn certificates(&self) -> TlsCertificates {
            TlsCertificates { client_tls: None, root_cert: self.0.clone() }
        }
    }
}

#[cfg(not(feature = "redis-tls"))]
mod without {
    use redis::{Client, IntoConnectionInfo, RedisResult};

    use crate::Error;

    /// No connection is made.
    #[derive(Clone)]
    pub(in super::super) enum Tls {}

    impl Tls {
        pub(in super::super) fn trusting(_: Option<&[u8]>) -> Result<Self, Error> {
            Err(Error::Config("Redis over TLS needs pow-core's cargo feature `redis-tls`".to_owned()))
        }

        pub(in super::super) fn open(&self, _: impl IntoConnectionInfo) -> RedisResult<Client> {
            match *self {}
        }
    }
}
