//! The geographic place of an IP address, as far as the application can tell.

use std::{fmt::Debug, net::IpAddr};

/// Finds the place of an address, for example in a GeoIP file that the application has loaded.
///
/// ```
/// use std::net::IpAddr;
/// use pow_core::session::{Place, Places};
///
/// #[derive(Debug)]
/// struct Office;
///
/// impl Places for Office {
///     fn place(&self, address: IpAddr) -> Option<Place> {
///         address.is_loopback().then(|| Place { name: "Lyon, France".into(), latitude: 45.76, longitude: 4.84 })
///     }
/// }
///
/// assert!(Office.place("192.0.2.1".parse()?).is_none());
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub trait Places: Debug + Send + Sync + 'static {
    /// Returns the place of the address, or `None` if it is unknown. It is called during requests and must not block.
    fn place(&self, address: IpAddr) -> Option<Place>;
}

/// A place on the earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// City and country, as the user reads it in mails and on pages.
    pub name: String,
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
}
