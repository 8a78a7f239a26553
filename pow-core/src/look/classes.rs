//! The classes of fields, buttons and messages.

use std::borrow::Cow;

type Class = Cow<'static, str>;

/// The `class` attributes of fields, buttons and messages. The rules of another stylesheet can use them. An empty attribute is
/// left out.
///
/// ```
/// use pow_core::look::{Classes, Look};
///
/// let look = Look {
///     stylesheets: vec!["/bootstrap.min.css".into()],
///     classes: Classes { button: "btn btn-success".into(), ..Classes::bootstrap() },
///     ..Look::default()
/// };
/// # drop(look);
/// ```
///
/// The framework's stylesheet has rules for the default classes and for elements. Rules outside of a layer override them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    /// The element around a field with its label. Default: `field`.
    pub field: Class,
    /// The element around a field that has an error. Default: `field field-invalid`.
    pub field_invalid: Class,
    /// The label of a field. Default: none.
    pub label: Class,
    /// The hint of a field. Default: `hint`.
    pub hint: Class,
    /// The error of a field. Default: `field-error`.
    pub error: Class,
    /// A text field. Default: none.
    pub input: Class,
    /// A text field that has an error. Default: none.
    pub input_invalid: Class,
    /// The element around a checkbox with its label. Default: `field check`.
    pub check: Class,
    /// The element around a checkbox that has an error. Default: `field check field-invalid`.
    pub check_invalid: Class,
    /// A checkbox. Default: none.
    pub checkbox: Class,
    /// The label of a checkbox. Default: none.
    pub check_label: Class,
    /// The button that sends a form. Default: `button`.
    pub button: Class,
    /// A less important button, such as "Sign out". Default: `button-quiet`.
    pub quiet: Class,
    /// A button that deletes or ends something, such as "Delete my account". Default: `button button-danger`.
    pub danger: Class,
    /// A mark beside a name, such as "This device". Default: `badge`.
    pub badge: Class,
    /// The element around the content of a page. Default: `card`.
    pub card: Class,
    /// The summary of errors, and the message of a failed sign-in. Default: `summary`.
    pub summary: Class,
    /// An information message. Default: `flash flash-info`.
    pub flash_info: Class,
    /// An error message. Default: `flash flash-error`.
    pub flash_error: Class,
    /// A notice at the top of a page. Default: `notice`.
    pub notice: Class,
}

impl Default for Classes {
    fn default() -> Self {
        Self {
            field: "field".into(),
            field_invalid: "field field-invalid".into(),
            label: "".into(),
            hint: "hint".into(),
            error: "field-error".into(),
            input: "".into(),
            input_invalid: "".into(),
            check: "field check".into(),
            check_invalid: "field check field-invalid".into(),
            checkbox: "".into(),
            check_label: "".into(),
            button: "button".into(),
            quiet: "button-quiet".into(),
            danger: "button button-danger".into(),
            badge: "badge".into(),
            card: "card".into(),
            summary: "summary".into(),
            flash_info: "flash flash-info".into(),
            flash_error: "flash flash-error".into(),
            notice: "notice".into(),
        }
    }
}

impl Classes {
    /// Returns the classes of Bootstrap 5.
    #[must_use]
    pub fn bootstrap() -> Self {
        Self {
            field: "mb-3".into(),
            field_invalid: "mb-3".into(),
            label: "form-label".into(),
            hint: "form-text".into(),
            error: "invalid-feedback d-block".into(),
            input: "form-control".into(),
            input_invalid: "form-control is-invalid".into(),
            check: "form-check mb-3".into(),
            check_invalid: "form-check mb-3".into(),
            checkbox: "form-check-input".into(),
            check_label: "form-check-label".into(),
            button: "btn btn-primary".into(),
            quiet: "btn btn-outline-secondary".into(),
            danger: "btn btn-danger".into(),
            badge: "badge text-bg-secondary".into(),
            card: "card card-body".into(),
            summary: "alert alert-danger".into(),
            flash_info: "alert alert-success".into(),
            flash_error: "alert alert-danger".into(),
            notice: "alert alert-info".into(),
        }
    }
}
