//! The suite of all extensions.

use pow_ext_gallery::Gallery;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(gallery, subject);

fn subject() -> Subject {
    Subject::new(Gallery::default)
}
