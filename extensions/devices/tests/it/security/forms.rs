//! Forms that another site sends.
use crate::common::{ANN, FIREFOX, IPHONE, LIST, actions, browser, on_sqlite};

// C: a form without its token
#[test]
fn form_without_its_token_ends_nothing() {
    let app = on_sqlite();
    let (mut phone, mut laptop) = (browser(&app, IPHONE, false), browser(&app, FIREFOX, false));
    let path = actions(&laptop.get(LIST))[0].clone();
    for path in [path.as_str(), LIST] {
        assert_eq!(laptop.post(path, &[("_method", "DELETE")]).status, 403);
        assert_eq!(laptop.post(path, &[("_method", "DELETE"), ("_csrf_token", "junk")]).status, 403);
        assert_eq!(laptop.request("DELETE", path, None).status, 403);
    }
    assert_eq!(phone.current_user().as_deref(), Some(ANN));
}
