//! Rules for every extension.

use pow_ext_signup::{Mode, Signup};
use pow_testing::extension::Subject;

pow_testing::extension_suite!(code_first, code_first_subject);
pow_testing::extension_suite!(form_first, form_first_subject);

fn code_first_subject() -> Subject {
    Subject::new(Signup::default)
}

fn form_first_subject() -> Subject {
    Subject::new(|| Signup::default().mode(Mode::FormFirst))
}
