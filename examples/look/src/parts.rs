//! A page and a mail of the framework with templates of the application.

use askama::Template;
use pow_core::{
    mail::{MailBody, MailView, Mails},
    messages::{Message, MessagesBuilder},
    pages::{
        Html, Page, Pages, SessionNew, View,
        fields::{self, FormMethod, Input},
    },
};
use pow_ext_reset_password::ResetPasswordLink;

/// The application's own sign-in page, within the layout.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    page: &'a SessionNew,
    view: &'a View<'a>,
}

impl SignIn<'_> {
    fn password(&self) -> Input {
        Input::new("password", "field-password").autocomplete("current-password").required()
    }
}

/// Puts the template in the place of the framework's.
pub fn own_sign_in() -> Pages {
    Pages::default().replace::<SessionNew>(|page, view| Ok(SignIn { page, view }.render()?))
}

/// Leaves the page as it is, and adds a line below it.
pub fn longer_sign_in() -> Pages {
    Pages::default().replace::<SessionNew>(|page, view| {
        let line = Html::escape(&view.t("opening-hours"));
        Ok(format!("{}<p>{line}</p>", page.render_default(view)?))
    })
}

/// The HTML of the application's own mail with a link for a new password.
#[derive(Template)]
#[template(path = "new_password.html")]
struct NewPassword<'a> {
    mail: &'a ResetPasswordLink,
    view: &'a MailView<'a>,
}

/// Puts the template in the place of the extension's. Each mail also has a text.
pub fn own_mail() -> Mails {
    Mails::default().replace::<ResetPasswordLink>(|mail, view| {
        let text = format!("{}\n\n{}\n", view.t("new-password-text"), mail.url);
        Ok(MailBody::new(text, Html::trusted(NewPassword { mail, view }.render()?)))
    })
}

/// The texts of these templates, and another subject.
pub fn texts() -> MessagesBuilder {
    let english = "
sign-in-welcome = Good to see you
opening-hours = Our shop is open from 9 to 17.
new-password-text = Choose a new password for the shop:
reset-password-mail-subject = Your new password
";
    MessagesBuilder::default().override_resource("en".parse().unwrap_or_default(), english)
}
