//! How fast a user would have travelled between two places.

/// The speed of an airliner, in km/h. A user who would have to travel faster is in two places.
const FASTEST: f64 = 900.0;
/// The possible error of an address's place, in km.
const BLUR: f64 = 100.0;
const EARTH_RADIUS: f64 = 6371.0;
const MS_PER_HOUR: f64 = 3_600_000.0;

/// Returns the speed of travel between two places (latitude, longitude) in km/h, if it is above 900 and the places are more than
/// 100 km apart.
pub(crate) fn speed(from: (f64, f64), to: (f64, f64), elapsed_ms: i64) -> Option<f64> {
    let way = distance(from, to);
    #[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
    let speed = way / (elapsed_ms.max(1) as f64 / MS_PER_HOUR);
    (way > BLUR && speed > FASTEST).then_some(speed)
}

/// The great-circle distance in km, by the haversine formula.
fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    let ((lat1, lon1), (lat2, lon2)) =
        ((from.0.to_radians(), from.1.to_radians()), (to.0.to_radians(), to.1.to_radians()));
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let a = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half(lon2 - lon1);
    2.0 * EARTH_RADIUS * a.min(1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LYON: (f64, f64) = (45.76, 4.84);
    const TOKYO: (f64, f64) = (35.68, 139.69);
    const HOUR: i64 = 3_600_000;

    #[test]
    fn distance_is_that_of_the_great_circle() {
        assert!((distance(LYON, TOKYO) - 9_860.0).abs() < 100.0, "{}", distance(LYON, TOKYO));
        assert!(distance(LYON, LYON) < 0.001);
        assert!((distance((0.0, 0.0), (0.0, 180.0)) - 20_015.0).abs() < 1.0);
    }

    #[test]
    fn only_a_user_faster_than_an_airliner_is_in_two_places() {
        assert!(speed(LYON, TOKYO, HOUR).is_some_and(|speed| speed > 9_000.0));
        assert_eq!(speed(LYON, TOKYO, 11 * HOUR), None);
        assert!(speed(LYON, TOKYO, 10 * HOUR).is_some());
        // Within the possible error of a place, no speed is too high.
        assert_eq!(speed(LYON, (46.2, 5.2), 1), None);
        assert!(speed(LYON, TOKYO, 0).is_some() && speed(LYON, TOKYO, -HOUR).is_some());
    }
}
