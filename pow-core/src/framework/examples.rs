//! The examples of pages and mails that the core and the extensions declare, rendered as the set-up would show them.
//!
//! Rendering reads nothing from the database. The forms have no token, so sending them has no effect.

use std::{fmt, sync::Arc};

use crate::{
    Error, UserId,
    conn::{Conn, Reply},
    cx::Cx,
    extension::ExtensionId,
    id::IdKind,
    look::Look,
    mail::{Mail, MailBody},
    messages::Localizer,
    pages::{Example, Page, Sample, UserIdInput},
    pow::Pow,
    record::User,
    schema::{FieldDef, ID, Kind, Value},
    users::{EMAIL, EMAIL_CONFIRMED_AT, PASSWORD_HASH},
};

type States = Arc<dyn Fn(&Sample) -> Result<Vec<&'static str>, Error> + Send + Sync>;
type ShowPage = Arc<dyn Fn(&Stage<'_>, &str) -> Result<Option<String>, Error> + Send + Sync>;
type Data = Arc<dyn Fn(&Stage<'_>) -> Result<Vec<Reply>, Error> + Send + Sync>;
type ShowMail = Arc<dyn Fn(&Stage<'_>, &str) -> Result<Option<MailBody>, Error> + Send + Sync>;

/// The examples of one page or one mail: [`Pow::examples`].
///
/// ```
/// use pow_core::{Error, Pow, examples::Stage};
///
/// /// Returns every page of a set-up in each of its states.
/// fn pages(pow: &Pow) -> Result<Vec<String>, Error> {
///     let stage = Stage::new(pow);
///     let mut pages = Vec::new();
///     for examples in pow.examples().iter().filter(|examples| !examples.is_mail()) {
///         for state in examples.states(pow)? {
///             pages.extend(examples.page(&stage, state)?);
///         }
///     }
///     Ok(pages)
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Examples {
    /// `core`, or the id of the extension that declares them.
    pub owner: ExtensionId,
    /// The name of the page or the mail.
    pub name: &'static str,
    states: States,
    show: Show,
}

#[derive(Clone)]
enum Show {
    Page(ShowPage, Data),
    Mail(ShowMail),
}

impl Examples {
    pub(crate) fn of_page<P: Page>(
        owner: ExtensionId,
        make: impl Fn(&Sample) -> Result<Vec<Example<P>>, Error> + Send + Sync + 'static,
    ) -> Self {
        let make = Arc::new(make);
        let (show, fill) = (make.clone(), make.clone());
        let page = move |stage: &Stage<'_>, state: &str| match named(show(&stage.pow.sample())?, state) {
            Some(example) => Conn::of_example(stage, &example)?.example(stage, &example.content).map(Some),
            None => Ok(None),
        };
        let data: Data = Arc::new(move |stage| {
            let examples = fill(&stage.pow.sample())?.into_iter();
            examples.map(|example| Conn::of_example(stage, &example)?.page_data(200, &example.content)).collect()
        });
        let states: States = Arc::new(move |sample| names(&make(sample)?));
        Self { owner, name: P::NAME, states, show: Show::Page(Arc::new(page), data) }
    }

    pub(crate) fn of_mail<M: Mail>(
        owner: ExtensionId,
        make: impl Fn(&Sample) -> Result<Vec<Example<M>>, Error> + Send + Sync + 'static,
    ) -> Self {
        let make = Arc::new(make);
        let show = make.clone();
        let mail = move |stage: &Stage<'_>, state: &str| match named(show(&stage.pow.sample())?, state) {
            Some(example) => stage.cx().mails().render(&example.content, stage.look).map(Some),
            None => Ok(None),
        };
        let states: States = Arc::new(move |sample| names(&make(sample)?));
        Self { owner, name: M::NAME, states, show: Show::Mail(Arc::new(mail)) }
    }

    /// Whether these are the examples of a mail.
    pub fn is_mail(&self) -> bool {
        matches!(self.show, Show::Mail(_))
    }

    /// Returns the names of the states.
    ///
    /// # Errors
    /// The error of the function that makes the examples.
    pub fn states(&self, pow: &Pow) -> Result<Vec<&'static str>, Error> {
        (self.states)(&pow.sample())
    }

    /// Returns the document of the page in a state. `None` for an unknown state, and for mails.
    ///
    /// # Errors
    /// Faults of the templates of the page and of its slots.
    pub fn page(&self, stage: &Stage<'_>, state: &str) -> Result<Option<String>, Error> {
        match &self.show {
            Show::Page(show, _) => show(stage, state),
            Show::Mail(_) => Ok(None),
        }
    }

    /// Returns the page in each of its states, as a client that reads JSON gets it. Nothing for mails.
    pub(crate) fn data(&self, pow: &Pow) -> Result<Vec<Reply>, Error> {
        match &self.show {
            Show::Page(_, data) => data(&Stage::new(pow)),
            Show::Mail(_) => Ok(Vec::new()),
        }
    }

    /// Returns the mail in a state. `None` for an unknown state, and for pages.
    ///
    /// # Errors
    /// Faults of the templates of the mail and of its slots.
    pub fn mail(&self, stage: &Stage<'_>, state: &str) -> Result<Option<MailBody>, Error> {
        match &self.show {
            Show::Mail(show) => show(stage, state),
            Show::Page(..) => Ok(None),
        }
    }
}

fn named<T>(examples: Vec<Example<T>>, state: &str) -> Option<Example<T>> {
    examples.into_iter().find(|example| example.state == state)
}

#[expect(clippy::unnecessary_wraps, reason = "the closures have a `Result`")]
fn names<T>(examples: &[Example<T>]) -> Result<Vec<&'static str>, Error> {
    Ok(examples.iter().map(|example| example.state).collect())
}

impl fmt::Debug for Examples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Examples").field("owner", &self.owner).field("name", &self.name).finish_non_exhaustive()
    }
}

/// The language and the look in which examples are shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stage<'a> {
    /// The set-up.
    pub pow: &'a Pow,
    /// The texts. Default: the texts of the default language.
    pub localizer: Localizer,
    /// The look. Default: the set-up's look.
    pub look: &'a Look,
    /// The path of the stylesheet. Default: the path of the set-up's stylesheet.
    pub stylesheet_path: String,
}

impl<'a> Stage<'a> {
    /// Creates a stage with the look of the set-up, in its default language.
    pub fn new(pow: &'a Pow) -> Self {
        let localizer = pow.messages().negotiate(None, None, None);
        Self { pow, localizer, look: pow.look(), stylesheet_path: pow.stylesheet_path() }
    }

    /// Sets the language.
    #[must_use]
    pub fn localizer(mut self, localizer: Localizer) -> Self {
        self.localizer = localizer;
        self
    }

    /// Sets the look, and the path of its [`Stylesheet`](crate::pages::Stylesheet).
    #[must_use]
    pub fn look(mut self, look: &'a Look, stylesheet_path: impl Into<String>) -> Self {
        (self.look, self.stylesheet_path) = (look, stylesheet_path.into());
        self
    }

    pub(crate) fn cx(&self) -> Cx {
        Cx::with(self.pow, self.pow.tenant().clone(), self.localizer.clone())
    }
}

impl Pow {
    /// The examples of all pages and mails: those of the core, then those of the extensions in their order.
    pub fn examples(&self) -> &[Examples] {
        self.declared_examples()
    }

    fn sample(&self) -> Sample {
        let mut sample = Sample::new(self.clock().now());
        sample.user_id = UserIdInput::of(self.user_id_field());
        sample.min_length = self.policy().password.min_length;
        self.base_url().origin().clone_into(&mut sample.origin);
        sample
    }

    /// Returns the user who appears in the examples. Fields of extensions have their default value, or are empty.
    pub(crate) fn sample_user(&self) -> Result<User, Error> {
        let (table, sample) = (self.schema().users().clone(), self.sample());
        let values = table.fields.iter().map(|field| value(field, table.id_kind, &sample)).collect();
        User::new(table, values)
    }
}

fn value(field: &FieldDef, ids: IdKind, sample: &Sample) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    match field.name {
        name if name == ID.name() => match ids {
            IdKind::Int => Value::Id(UserId::Int(1)),
            IdKind::Uuid => Value::Id(UserId::Uuid(uuid::Uuid::nil())),
        },
        name if name == EMAIL.name() => text(Sample::EMAIL),
        "username" if field.kind == Kind::Text => text(Sample::USERNAME),
        name if name == PASSWORD_HASH.name() => text(""),
        name if name == EMAIL_CONFIRMED_AT.name() => Value::DateTime(sample.now),
        _ if field.nullable => Value::Null,
        _ => field.default.clone().unwrap_or_else(|| match field.kind {
            Kind::Text => text(""),
            Kind::Bool => Value::Bool(false),
            Kind::Int => Value::Int(0),
            Kind::DateTime => Value::DateTime(sample.now),
            Kind::Id => Value::Null,
            Kind::Bytes => Value::Bytes(Vec::new()),
        }),
    }
}
