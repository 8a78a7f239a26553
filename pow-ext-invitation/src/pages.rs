//! The three pages.

use askama::Template;
use pow_core::{
    Error,
    messages::Message,
    pages::{
        Form, Page, RegistrationNew, UserIdInput, View,
        fields::{self, FormMethod, Input},
    },
};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// An invitation that was sent and not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenInvitation {
    /// The invited address or user name.
    pub user_id: String,
    /// The address that the link was mailed to, if it is not the user id.
    pub address: Option<String>,
    /// How many more seconds the link is valid, or `None` if unlimited.
    pub seconds_left: Option<u64>,
}

impl OpenInvitation {
    /// Creates an entry of the list.
    pub fn new(user_id: impl Into<String>, seconds_left: Option<u64>) -> Self {
        Self { user_id: user_id.into(), address: None, seconds_left }
    }

    /// Sets the address that the link was mailed to, if the user id is a user name.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }

    /// Returns the remaining validity, rounded to days, hours or minutes.
    pub fn validity(&self) -> Message {
        let rounded = |seconds: u64, unit: u64| (seconds + unit / 2) / unit;
        let (key, count) = match self.seconds_left {
            None => ("invitation-open-unlimited", 0),
            Some(left) if left >= 2 * DAY => ("invitation-open-days", rounded(left, DAY)),
            Some(left) if left >= 2 * HOUR => ("invitation-open-hours", rounded(left, HOUR)),
            Some(left) => ("invitation-open-minutes", rounded(left, MINUTE).max(1)),
        };
        Message::new(key).with("count", count)
    }
}

/// The page with the form to invite a user and the list of open invitations. Slots: `notices`, `fields`, `sections`.
/// The slot `fields` is inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationNew {
    /// The submitted values and their errors.
    pub form: Form,
    /// The path that the form posts to. The button that sends an invitation again posts there, too.
    pub action: String,
    /// The field for the invited user id.
    pub user_id: UserIdInput,
    /// The field for the email address, if users sign in by user name and have an address.
    pub email: Option<Input>,
    /// The open invitations, newest first, at most 50.
    pub open: Vec<OpenInvitation>,
    /// The path of the previous page, with newer invitations.
    pub newer: Option<String>,
    /// The path of the next page, with older invitations.
    pub older: Option<String>,
    /// The path that revokes an invitation, or `None` if the route was removed.
    pub revoke_action: Option<String>,
}

impl InvitationNew {
    /// Creates the page without open invitations.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        let (email, open, newer, older, revoke_action) = (None, Vec::new(), None, None, None);
        Self { form, action: action.into(), user_id, email, open, newer, older, revoke_action }
    }

    /// Sets the open invitations.
    #[must_use]
    pub fn open(mut self, open: Vec<OpenInvitation>) -> Self {
        self.open = open;
        self
    }
}

impl Page for InvitationNew {
    const NAME: &'static str = "invitation/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "sections"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(NewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("invitation-new-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "new.html")]
struct NewTemplate<'a> {
    page: &'a InvitationNew,
    view: &'a View<'a>,
}

impl NewTemplate<'_> {
    fn user_id(&self) -> Input {
        Input::user_id(&self.page.user_id).autocomplete("off")
    }

    fn text(&self) -> &'static str {
        match (self.page.user_id.email, self.page.email.is_some()) {
            (true, _) => "invitation-new-text",
            (false, true) => "invitation-new-text-named",
            (false, false) => "invitation-new-text-by-hand",
        }
    }

    /// Returns the label of the button that sends an invitation again, and the accessible name of the button and of its form,
    /// which includes the user id.
    fn resend_label(&self, open: &OpenInvitation) -> (String, String) {
        let (key, accessible) = match self.page.user_id.email || open.address.is_some() {
            true => ("invitation-open-again", "invitation-open-again-to"),
            false => ("invitation-open-again-by-hand", "invitation-open-again-by-hand-to"),
        };
        (self.view.t(key), self.view.text(&Message::new(accessible).with("name", self.view.email(&open.user_id))))
    }

    fn revoke_label(&self, open: &OpenInvitation) -> String {
        self.view.text(&Message::new("invitation-open-revoke-of").with("name", self.view.email(&open.user_id)))
    }

    fn field_name(&self) -> String {
        self.page.form.field_name(&self.page.user_id.name)
    }
}

/// The page with a link to share. Slots: `notices`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationShow {
    /// The absolute URL of the page that asks for the password.
    ///
    /// # Security
    /// The URL gives access to the account.
    pub url: String,
    /// The path of the form to invite another user, if there is one.
    pub new_path: Option<String>,
}

impl InvitationShow {
    /// Creates the page with this link.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), new_path: None }
    }

    /// Sets the path of the form to invite another user.
    #[must_use]
    pub fn new_path(mut self, path: Option<String>) -> Self {
        self.new_path = path;
        self
    }
}

impl Page for InvitationShow {
    const NAME: &'static str = "invitation/show";
    const SLOTS: &'static [&'static str] = &["notices", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ShowTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("invitation-show-title")
    }
}

#[derive(Template)]
#[template(path = "show.html")]
struct ShowTemplate<'a> {
    page: &'a InvitationShow,
    view: &'a View<'a>,
}

/// The page of the mailed link, which asks for a password. Slots: `notices`, `fields`, `links`. The slot `fields` is
/// inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationEdit {
    /// The invited or submitted values and their errors.
    pub form: Form,
    /// The path that the form is sent to. It contains the token.
    pub action: String,
    /// The field for the user id.
    pub user_id: UserIdInput,
    /// The field for the email address, if users sign in by user name and have an address.
    pub email: Option<Input>,
    /// The minimum password length, for the hint.
    pub min_length: usize,
    /// The inviter's name as in the mail, and the site's name. `None` if the inviter's account was deleted.
    ///
    /// # Security
    /// The inviter may have chosen the name. Escape it, and don't turn it into a link. (V19, X2)
    pub invited_by: Option<(String, String)>,
}

impl InvitationEdit {
    /// Creates the page with a minimum password length of 8.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        Self { form, action: action.into(), user_id, email: None, min_length: 8, invited_by: None }
    }

    /// Sets the inviter's name and the site's.
    #[must_use]
    pub fn invited_by(mut self, names: Option<(String, String)>) -> Self {
        self.invited_by = names;
        self
    }

    /// Sets the field for the email address.
    #[must_use]
    pub fn email(mut self, input: Option<Input>) -> Self {
        self.email = input;
        self
    }

    /// Sets the minimum password length.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }
}

impl Page for InvitationEdit {
    const NAME: &'static str = "invitation/edit";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];
    const SHARES: &'static [(&'static str, &'static str)] = &[(RegistrationNew::NAME, "fields")];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(EditTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("invitation-edit-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditTemplate<'a> {
    page: &'a InvitationEdit,
    view: &'a View<'a>,
}

impl EditTemplate<'_> {
    fn invited(&self) -> Option<String> {
        let (inviter, site) = self.page.invited_by.as_ref()?;
        let text =
            Message::new("invitation-edit-inviter").with("inviter", inviter.as_str()).with("site", site.as_str());
        Some(self.view.text(&text))
    }

    fn password(&self) -> Input {
        Input::password(self.page.min_length)
    }

    fn confirmation(&self) -> Input {
        Input::password_again()
    }
}
