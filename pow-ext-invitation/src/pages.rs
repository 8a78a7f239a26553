//! The three pages.

use askama::Template;
use pow_core::{
    Error,
    messages::Message,
    pages::{
        Form, Page, UserIdInput, View,
        fields::{self, FormMethod, Input},
    },
};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// An invitation that was sent and not accepted so far.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenInvitation {
    /// Who was invited: the address or the user name.
    pub user_id: String,
    /// Where the link was mailed to, if that is not the user id.
    pub address: Option<String>,
    /// For how many more seconds the link works; `None` without an end.
    pub seconds_left: Option<u64>,
}

impl OpenInvitation {
    /// An invitation.
    pub fn new(user_id: impl Into<String>, seconds_left: Option<u64>) -> Self {
        Self { user_id: user_id.into(), address: None, seconds_left }
    }

    /// With the address that the link was mailed to, beside a user name.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }

    /// How long it still works, rounded to days, hours or minutes.
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

/// The page to invite a user, with the invitations that are still open. Slots: `notices`, `fields`, `sections`;
/// `fields` is inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationNew {
    /// What was typed before, and what is wrong with it.
    pub form: Form,
    /// Where the form goes, and the one that sends an invitation once more.
    pub action: String,
    /// The field that names who is invited.
    pub user_id: UserIdInput,
    /// The email address beside it, where users are named otherwise and have one.
    pub email: Option<Input>,
    /// The open invitations, the newest first; 50 at most.
    pub open: Vec<OpenInvitation>,
    /// Where the newer ones are, if this is not the first page of them.
    pub newer: Option<String>,
    /// Where the older ones are, if there are more.
    pub older: Option<String>,
    /// Where the form goes that takes an invitation back; `None` if that can't be done.
    pub revoke_action: Option<String>,
}

impl InvitationNew {
    /// The page without open invitations.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        let (email, open, newer, older, revoke_action) = (None, Vec::new(), None, None, None);
        Self { form, action: action.into(), user_id, email, open, newer, older, revoke_action }
    }

    /// With these open invitations.
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

    /// What the first button of an open invitation says, to everybody and to who can't see which one it belongs to.
    fn again(&self, open: &OpenInvitation) -> (String, String) {
        let (key, whose) = match self.page.user_id.email || open.address.is_some() {
            true => ("invitation-open-again", "invitation-open-again-to"),
            false => ("invitation-open-again-by-hand", "invitation-open-again-by-hand-to"),
        };
        (self.view.t(key), self.view.text(&Message::new(whose).with("name", open.user_id.as_str())))
    }

    fn revoke_label(&self, open: &OpenInvitation) -> String {
        self.view.text(&Message::new("invitation-open-revoke-of").with("name", open.user_id.as_str()))
    }

    fn field_name(&self) -> String {
        self.page.form.field_name(&self.page.user_id.name)
    }
}

/// The page with a link to hand over. Slots: `notices`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationShow {
    /// The whole address of the page that takes the password.
    ///
    /// # Security
    /// It is worth the account.
    pub url: String,
    /// Where to invite another user, if that is possible.
    pub new_path: Option<String>,
}

impl InvitationShow {
    /// The page with this link.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), new_path: None }
    }

    /// Shows where to invite another user.
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

/// The page behind the link, that asks for a password. Slots: `notices`, `fields`, `links`; `fields` is inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InvitationEdit {
    /// The user id as it was invited or typed, and what is wrong with it.
    pub form: Form,
    /// Where the form goes. It holds the token.
    pub action: String,
    /// The field that names the user.
    pub user_id: UserIdInput,
    /// The email address beside it, where users are named otherwise and have one.
    pub email: Option<Input>,
    /// The least length of a password, for the hint.
    pub min_length: usize,
}

impl InvitationEdit {
    /// The page for passwords of at least 8 characters.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        Self { form, action: action.into(), user_id, email: None, min_length: 8 }
    }

    /// Asks for an email address beside the user name.
    #[must_use]
    pub fn email(mut self, input: Option<Input>) -> Self {
        self.email = input;
        self
    }

    /// Says how long a password must be.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }
}

impl Page for InvitationEdit {
    const NAME: &'static str = "invitation/edit";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

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
    fn password(&self) -> Input {
        let hint = Message::new("hint-password").with("min", self.page.min_length);
        Input::new("password", "field-password").autocomplete("new-password").hint(hint).required()
    }

    fn confirmation(&self) -> Input {
        Input::new("password_confirmation", "field-password-confirmation").autocomplete("new-password").required()
    }
}
