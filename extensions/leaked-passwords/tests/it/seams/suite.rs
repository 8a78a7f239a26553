//! What holds for every extension.

use crate::common::list_file;
use pow_ext_leaked_passwords::LeakedPasswords;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(leaked_passwords, subject);

fn subject() -> Subject {
    let file = list_file();
    // The folder lives as long as the closure.
    Subject::new(move || {
        let _folder = &file.folder;
        LeakedPasswords::new(file.list.clone()).strict()
    })
}
