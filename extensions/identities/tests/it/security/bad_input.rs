//! Input that no browser sends.

use pow_testing::{Database, client::ANN};

use crate::common::{INDEX, NEW, SECOND, USERNAME, add, code, enter, entry, with_ann};

#[test]
fn bad_addresses_are_errors_of_the_field() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let long = format!("{}@example.com", "a".repeat(300));
    for typed in ["", "  ", "no address", "a@b\n@c", "a\0@example.com", "a@@b", &long] {
        let refused = ann.submit(NEW, INDEX, &[("user[email]", typed)]);
        assert!(refused.status == 422 && refused.text().contains("aria-invalid"), "{typed:?}");
    }
    let token = ann.token(NEW);
    for form in ["user[email]=a@b.org&user[email]=c@d.org", "user[email][]=a@b.org", "user=1", "user[email]=%ff", ""] {
        let answer = ann.request("POST", INDEX, Some(&format!("_csrf_token={token}&{form}")));
        assert_eq!(answer.status, 422, "{form}");
    }
    for form in ["user[username]=ab&user[username]=cd", "user[username][]=abc", "user[username]=%ff", ""] {
        let answer = ann.request("POST", USERNAME, Some(&format!("_csrf_token={token}&{form}")));
        assert_eq!(answer.status, 422, "{form}");
    }
    let too_long = format!("_csrf_token={token}&user[email]={}", "a".repeat(100_000));
    assert_eq!(ann.request("POST", INDEX, Some(&too_long)).status, 413);
    assert_eq!(crate::common::listed(&ann).len(), 1);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    drop(app);
}

#[test]
fn bad_codes_are_no_tries() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let page = add(&mut ann, SECOND);
    for typed in ["", " ", "12345", "1234567", "１２３４５６", "١٢٣٤٥٦", "abc def", "123\n45"] {
        let answer = enter(&mut ann, &page, typed);
        assert!(answer.status == 422 && answer.text().contains("aria-invalid"), "{typed:?}");
    }
    let token = ann.token(NEW);
    for form in ["user[code]=1&user[code]=1", "user[code][]=123456", "user=1", "user[code]=%00", "user[code]=%ff", ""] {
        let answer = ann.request("POST", &format!("{page}/prove"), Some(&format!("_csrf_token={token}&{form}")));
        assert_eq!(answer.status, 422, "{form}");
    }
    assert_eq!(entry(&ann, SECOND).unwrap()["is_proved"], false);
    assert_eq!(enter(&mut ann, &page, &code(&app, SECOND)).location(), Some(INDEX), "none of it was a try");
}
