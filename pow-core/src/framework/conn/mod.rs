//! One request to an action of the framework: the request, the user, and the effects on the browser.

mod answer;
mod clear;
mod effects;
mod example;
mod flash;
mod json;
pub(crate) mod kept;
pub(crate) mod link;
mod parked;
mod pending;
mod proof;
mod question;
mod refused;
mod repeat;
mod sign_in;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

pub(crate) use self::{
    answer::Answer,
    flash::{decode as decode_flash, encode as encode_flash},
    repeat::{Claim, Claimed, Found, SentForm},
    sign_in::{Limited, note_unfinished},
};
pub use self::{
    effects::{ClientChanges, Effects},
    kept::KeptValue,
    pending::SignInNote,
    proof::CURRENT_PASSWORD,
    sign_in::SignedIn,
};
pub use crate::http::{ClientKind, Reply, Request};
use crate::{
    Error, cookie,
    csrf::CsrfSecret,
    cx::{Cx, Origin, State},
    extension::{Action, AuthMethod, Method, Route, Slot, SlotFn},
    identifier::email::to_display,
    messages::{LanguageIdentifier, Message, keys},
    pages::{
        AccountPart, Flash, Form, LanguageSwitch, Layout, MenuItem, Page, Slots, UserIdInput, View, fields::Input,
    },
    params::Params,
    path::LocalPath,
    pow::Pow,
    record::User,
    redirects::with_request_path,
    session::{NewSession, Session},
};

/// How long a chosen language is remembered: a year.
const LANGUAGE_KEPT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A request to an action, owned and `Send`. Effects are recorded here and applied to the response after success.
pub struct Conn {
    cx: Cx,
    request: Request,
    /// The action of the route, once the route is found.
    pub(crate) action: Option<Action>,
    session: Option<Session>,
    /// Whether the request came with a session.
    had_session: bool,
    user: Option<Arc<User>>,
    csrf: CsrfSecret,
    csrf_is_new: bool,
    csrf_is_used: AtomicBool,
    pending: Option<String>,
    kept: BTreeMap<String, String>,
    shown_flash: Vec<Flash>,
    effects: Effects,
    state: State,
    next_session: NewSession,
    notes: BTreeMap<String, String>,
    auth_method: Option<AuthMethod>,
    store_is_away: bool,
    /// The page of a form that waits for its user to sign in.
    parked_path: Option<LocalPath>,
}

/// The verified state of the browser, before an action runs.
pub(crate) struct Known {
    pub(crate) session: Option<Session>,
    pub(crate) user: Option<Arc<User>>,
    pub(crate) csrf: CsrfSecret,
    /// Whether the browser does not have the secret yet.
    pub(crate) csrf_is_new: bool,
    pub(crate) pending: Option<String>,
    /// The kept values that this set-up made, still sealed.
    pub(crate) kept: BTreeMap<String, String>,
    pub(crate) flash: Vec<Flash>,
}

impl Conn {
    pub(crate) fn new(cx: Cx, request: Request, known: Known) -> Self {
        let origin = Origin::of(&request, known.user.as_deref());
        Self {
            cx: cx.with_origin(origin),
            request,
            action: None,
            had_session: known.session.is_some(),
            session: known.session,
            user: known.user,
            csrf: known.csrf,
            csrf_is_new: known.csrf_is_new,
            csrf_is_used: AtomicBool::new(false),
            pending: known.pending,
            kept: known.kept,
            shown_flash: known.flash,
            effects: Effects::default(),
            state: State::default(),
            next_session: NewSession::default(),
            notes: BTreeMap::new(),
            auth_method: None,
            store_is_away: false,
            parked_path: None,
        }
    }

    /// The context of the unit of work.
    pub fn cx(&self) -> &Cx {
        &self.cx
    }

    /// The set-up.
    pub fn pow(&self) -> &Pow {
        self.cx.pow()
    }

    /// The request.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The fields of the form.
    pub fn params(&self) -> &Arc<Params> {
        &self.request.body
    }

    /// The user who is signed in.
    pub fn user(&self) -> Option<&Arc<User>> {
        self.user.as_ref()
    }

    /// Forgets the path, so that the page doesn't contain it.
    pub(crate) fn forget_path(&mut self) {
        self.request.uri = self.pow().home_path().to_owned();
    }

    /// Doesn't show the flash messages on this page, but leaves them for the next one.
    pub(crate) fn keep_flashes(&mut self) {
        self.shown_flash.clear();
    }

    /// Takes over the values that a hook left for this request before this `Conn` was created.
    pub(crate) fn continue_state(&mut self, state: State) {
        self.state = state;
    }

    pub(crate) fn assign_user(&mut self, user: Option<Arc<User>>) {
        self.user = user;
    }

    /// The session, if a user is signed in.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether the session store was unavailable when this request needed it. If so, don't call the store again at a sign-out:
    /// each call may take its whole time-out, and the visitor is already told that the session may still be valid.
    pub fn store_is_away(&self) -> bool {
        self.store_is_away
    }

    pub(crate) fn note_store(&mut self, fault: &Error) {
        self.store_is_away |= matches!(fault, Error::Unavailable { .. });
    }

    /// Shows a message on this page, or on the next one after a redirect. A message without a text is dropped.
    pub fn flash(&mut self, flash: Flash) {
        if self.cx.localizer().optional(&flash.message).is_some() {
            self.effects.flash.push(flash);
        }
    }

    /// Whether this request has already added a message.
    pub fn has_flash(&self) -> bool {
        !self.effects.flash.is_empty()
    }

    /// Sets a cookie. `header` is the value of a `Set-Cookie` header, created with [`crate::cookie::SetCookie`]. It replaces an
    /// earlier cookie with the same name. A [program](ClientKind::Program) gets no cookies. Values stored by [`Conn::keep`]
    /// reach programs, too.
    pub fn set_cookie(&mut self, header: String) {
        if self.request.client == ClientKind::Program || self.request.is_without_cookies {
            return;
        }
        let name = cookie::name_of(&header);
        self.effects.cookies.retain(|known| cookie::name_of(known) != name);
        self.effects.cookies.push(header);
    }

    /// Stores the visitor's choice of a language in a cookie, for a year. It applies from the next page on. A language that the
    /// application chooses by [`Config::language`](crate::Config::language) has precedence.
    ///
    /// # Errors
    /// [`Error::Other`] if the language can't be written into a cookie. No language tag is too long for a cookie.
    pub fn set_language(&mut self, lang: &LanguageIdentifier) -> Result<(), Error> {
        let cookie = self.pow().cookies().language.set(&lang.to_string(), Some(LANGUAGE_KEPT))?;
        self.set_cookie(cookie);
        Ok(())
    }

    /// Data for the session that this request begins: metadata of the application, or the fingerprint of an earlier session.
    /// `authenticated` is derived from the [method](Conn::auth_method).
    pub fn next_session(&mut self) -> &mut NewSession {
        &mut self.next_session
    }

    /// How the user of this request was authenticated, for hooks around a sign-in. `None` if the request came with a
    /// session.
    pub fn auth_method(&self) -> Option<AuthMethod> {
        self.auth_method
    }

    /// Values that one hook leaves for a later hook of the same request. Unlike [`Cx::state`] they outlive a failed write.
    /// [`Pow::request_state`] returns the values that [`authenticate`](crate::extension::Extension::authenticate) left.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The path that the visitor asked for: the field `request_path` of the form, or else of the query. `None` if the path
    /// leads to another site or to a page for guests, such as the sign-in page.
    pub fn request_path(&self) -> Option<LocalPath> {
        let name = "request_path";
        let text = match self.request.body.get(name) {
            Some(param) => param.text(),
            None => self.request.query.text(name),
        }?;
        LocalPath::parse(text, self.pow().base_url()).filter(|path| self.pow().is_destination(path))
    }

    /// The path of an action with the `request_path` of this request, for links between the pages of a sign-in.
    pub fn path_carrying_on(&self, action: Action) -> Option<String> {
        let path = self.path(action)?;
        Some(self.request_path().map_or(path.clone(), |wanted| with_request_path(&path, &wanted)))
    }

    /// Returns the path to return to after a sign-in. For a GET it is the requested path. For a form whose session has ended,
    /// it is the page that shows the form again.
    pub fn return_path(&self) -> Option<LocalPath> {
        match self.request.method {
            Some(Method::Get) => LocalPath::parse(&self.request.uri, self.pow().base_url()),
            _ => self.parked_path(),
        }
    }

    /// Returns the path of the page on which the answer appears: for a GET the requested path, and for a form the page with that
    /// form. That is the `new` or `show` page for a `create`, the `edit` page for an `update`, and the `confirm_delete` or
    /// `edit` page for a `delete`, of the same controller. `None` if there is no such page.
    pub fn page_path(&self) -> Option<LocalPath> {
        if self.request.method == Some(Method::Get) {
            return self.return_path();
        }
        let page = self.page_of_form()?.action;
        let path = self.path_alike(page).or_else(|| self.path(page))?;
        let path = self.request_path().map_or(path.clone(), |wanted| with_request_path(&path, &wanted));
        LocalPath::parse(&path, self.pow().base_url())
    }

    /// The route of the page that has the form of this request.
    pub(crate) fn page_of_form(&self) -> Option<Route> {
        let action = self.action?;
        self.part_page(action).or_else(|| self.pow().page_of_form(action)).cloned()
    }

    /// Whether the browser sent the secret of its form tokens.
    pub(crate) fn has_csrf_secret(&self) -> bool {
        !self.csrf_is_new
    }

    /// Whether the form of this request is on the page of a mailed link.
    pub(crate) fn has_form_of_link(&self) -> bool {
        self.page_of_form().is_some_and(|page| page.is_secret_link)
    }

    /// The page of the account's part that this form changes.
    fn part_page(&self, action: Action) -> Option<&Route> {
        use crate::controllers::registration::{UPDATE, edit_part};
        let part = self.params().text(AccountPart::FIELD).filter(|_| action == UPDATE)?;
        let page = edit_part(AccountPart::parse(part)?);
        self.pow().routes_table().iter().find(|route| route.action == page)
    }

    /// The token for a form on this page, bound to the session.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn csrf_token(&self) -> Result<String, Error> {
        self.csrf_is_used.store(true, Ordering::Relaxed);
        self.csrf.token(&self.csrf_binding())
    }

    /// The secret of the form tokens after this request.
    pub(crate) fn csrf_secret(&self) -> &CsrfSecret {
        &self.csrf
    }

    pub(crate) fn verify_csrf(&self) -> bool {
        let token = self.request.csrf_token.as_deref().or_else(|| self.request.body.text("_csrf_token"));
        token.is_some_and(|token| self.csrf.verify(&self.csrf_binding(), token))
    }

    /// Binds tokens to the client and its user. A token made before a sign-in is invalid after it, and vice versa. A session
    /// that begins with a remembered sign-in belongs to the same client, so it accepts the forms of the session before it.
    fn csrf_binding(&self) -> Vec<u8> {
        self.session.as_ref().map(Session::binding).unwrap_or_default()
    }

    /// Returns the form of a page, with the values that were typed before. Passwords are left out.
    pub fn form(&self) -> Form {
        let scope = self.request.body.scope(crate::changeset::SCOPE);
        Form::new(crate::changeset::SCOPE).values(scope.iter().filter_map(|(name, param)| Some((name, param.text()?))))
    }

    /// The input for the user id.
    pub fn user_id_input(&self) -> UserIdInput {
        UserIdInput::of(self.pow().user_id_field())
    }

    /// The input for the email address beside the user name, if there is such an address.
    pub fn contact_input(&self) -> Option<Input> {
        let field = self.pow().contact_field()?;
        let input = Input::new(field.name, keys::FIELD_EMAIL).email().autocomplete("email").hint(keys::HINT_EMAIL);
        Some(if field.nullable { input } else { input.required() })
    }

    /// Renders a page with its layout, slots and flash messages. A client that reads JSON gets the data of the page instead.
    ///
    /// # Errors
    /// Faults of the templates of the page and of its slots.
    pub fn page<P: Page>(&self, status: u16, page: &P) -> Result<Reply, Error> {
        if self.request.client.reads_json() {
            return self.page_data(status, page);
        }
        self.rendered(status, |mut view| {
            view.slots = self.slots(page, &view)?;
            // Set after the slots, because two forms of a page must not have the same name.
            view.title = Some(page.title());
            self.pow().pages().render(page, &view)
        })
    }

    /// Renders a document of the application. The view has what a layout needs: the signed-in user, the flash messages, the
    /// menu, the language switch, the token for forms and the [banners](Layout::BANNER) of extensions. The document must show
    /// the flash messages, by [`View::flashes`], because they are not kept for the next page.
    ///
    /// ```
    /// # use pow_core::{Error, conn::{Conn, Reply}, pages::Html};
    /// fn home(conn: &Conn) -> Result<Reply, Error> {
    ///     conn.html(200, |view| {
    ///         let messages: String = view.flashes().map(|(_, _, text)| Html::escape(&text).to_string()).collect();
    ///         Ok(format!("<!doctype html><title>Acme</title><p>{messages}</p>"))
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    /// The error of the closure. [`Error::Randomness`] if the operating system returns no random bytes.
    pub fn html(&self, status: u16, render: impl FnOnce(&View<'_>) -> Result<String, Error>) -> Result<Reply, Error> {
        self.rendered(status, |mut view| {
            view.slots = self.filled(Slot { conn: self, view: &view, form: &Form::default() }, self.banners())?;
            render(&view)
        })
    }

    /// The messages that a page of this request shows: first the messages of the previous request, then those of this request.
    pub fn flashes(&self) -> Vec<Flash> {
        self.shown_flash.iter().chain(&self.effects.flash).cloned().collect()
    }

    fn rendered(&self, status: u16, render: impl FnOnce(View<'_>) -> Result<String, Error>) -> Result<Reply, Error> {
        let pow = self.pow();
        let token = self.csrf.token(&self.csrf_binding())?;
        let (label, flash) = (self.user_label(), self.flashes());
        let sign_out = self.path(crate::controllers::session::DELETE);
        let current = self.page_path();
        let current = current.as_ref().map_or(self.request.uri.as_str(), LocalPath::as_str);
        let mut view = View::new(self.cx.localizer().clone());
        view.csrf_token = &token;
        view.flash = &flash;
        view.user = self.user.as_deref();
        view.user_label = label.as_deref();
        view.menu = self.menu();
        view.site_name = pow.site_name();
        view.current_path = current.split('?').next();
        view.stylesheet_path = pow.stylesheet_path();
        view.script_path = pow.script_path();
        view.look = pow.look();
        view.home_path = pow.home_path();
        view.sign_out_path = sign_out.as_deref().unwrap_or_default();
        view.language_switch = self.language_switch();
        let lang = view.localizer.lang().to_string();
        let html = render(view)?;
        // A page without a form sets no cookie.
        self.csrf_is_used.fetch_or(html.contains(&token), Ordering::Relaxed);
        Ok(Reply::html(status, html).header("content-language", lang))
    }

    /// Returns the language switch, if the set-up shows one, has several languages, and the browser can store the choice.
    fn language_switch(&self) -> Option<LanguageSwitch> {
        if self.request.is_without_cookies {
            return None;
        }
        let (action, messages) = (self.path(crate::controllers::language::UPDATE)?, self.pow().messages());
        let languages: Vec<_> = messages.languages().map(|lang| (lang.clone(), messages.name_of(lang))).collect();
        let back = self.page_path().map(|path| path.as_str().to_owned());
        (languages.len() > 1).then(|| LanguageSwitch::new(action, languages).request_path(back))
    }

    fn user_label(&self) -> Option<String> {
        let user_id = self.user_id_of(self.user.as_ref()?)?;
        Some(to_display(&user_id).into_owned())
    }

    /// Returns the user's id as it is typed in forms: the email address or the user name.
    pub fn user_id_of(&self, user: &User) -> Option<String> {
        match user.value(self.pow().user_id_field().name()) {
            Some(crate::schema::Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn menu(&self) -> Vec<MenuItem> {
        let edit = crate::controllers::registration::EDIT;
        let own = self.user.is_some().then(|| self.pow().path(edit)).flatten();
        let own = own.map(|path| MenuItem::new(Message::new(keys::REGISTRATION_EDIT_TITLE), path));
        let user = self.user.as_deref();
        let more = self.pow().sections().iter().filter(|section| user.is_some_and(|user| (section.shown)(user)));
        let more =
            more.filter_map(|section| Some(MenuItem::new(Message::new(section.title), self.path(section.action)?)));
        own.into_iter().chain(more).collect()
    }

    fn slots<P: Page>(&self, page: &P, view: &View<'_>) -> Result<Slots, Error> {
        let empty = Form::default();
        let place = Slot { conn: self, view, form: page.form().unwrap_or(&empty) };
        let shared = P::SHARES.iter().filter_map(|(page, slot)| self.pow().slots(page)?.get_key_value(slot));
        let own = self.pow().slots(P::NAME).into_iter().flatten();
        self.filled(place, shared.chain(own).chain(self.banners()))
    }

    fn banners(&self) -> impl Iterator<Item = (&&'static str, &Vec<SlotFn>)> {
        self.pow().slots(Layout::NAME).into_iter().flatten()
    }

    fn filled<'a>(
        &self,
        place: Slot<'_>,
        all: impl Iterator<Item = (&'a &'static str, &'a Vec<SlotFn>)>,
    ) -> Result<Slots, Error> {
        let (mut slots, view) = (Slots::default(), place.view);
        for (name, fragments) in all {
            for fragment in fragments {
                if let Some(html) = fragment(place)? {
                    slots.push(name, html);
                }
                if let Some(notebook) = &view.notebook {
                    notebook.end_fragment();
                }
            }
        }
        Ok(slots)
    }

    /// The path of an action, if it has a route.
    pub fn path(&self, action: Action) -> Option<String> {
        self.pow().path(action)
    }

    pub(crate) fn replaced_session(&self) -> bool {
        self.effects.client.session.is_some()
    }

    /// Consumes the request. Returns its effects on the browser, and the messages that were shown.
    pub(crate) fn into_effects(mut self) -> (Effects, Vec<Flash>) {
        if self.csrf_is_new && self.csrf_is_used.load(Ordering::Relaxed) && self.effects.client.csrf.is_none() {
            let signed = self.pow().signers().csrf.sign(&self.csrf.to_bytes());
            self.effects.client.csrf = Some(Some(signed));
        }
        (self.effects, self.shown_flash)
    }
}

/// Leaves out the values that the browser sends and stores, because they give access to a session.
impl fmt::Debug for Conn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conn")
            .field("request", &self.request)
            .field("session", &self.session)
            .field("auth_method", &self.auth_method)
            .field("effects", &self.effects)
            .finish_non_exhaustive()
    }
}
