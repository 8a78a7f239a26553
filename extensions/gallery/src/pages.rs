//! The index. An application replaces it in `Config::pages`.

use askama::Template;
use pow_core::{
    Error,
    conn::Conn,
    json::{Map, Value, json},
    messages::Message,
    pages::{Page, View},
};

use crate::{
    INDEX, MAIL, PAGE,
    entries::{self, Entry},
};

/// A link to one state of a page or a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GalleryItem {
    /// The name of the page or the mail.
    pub name: &'static str,
    /// Whether it is a mail.
    pub is_mail: bool,
    /// The states with their addresses. The text part of a mail is at the same address with `&part=text`.
    pub states: Vec<(&'static str, String)>,
}

/// The pages and mails of the core or of an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GalleryGroup {
    /// `core`, or the id of the extension.
    pub owner: &'static str,
    /// The pages, then the mails.
    pub items: Vec<GalleryItem>,
}

/// A language or a scheme in which the gallery can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The name in addresses.
    pub name: String,
    /// The label.
    pub label: Message,
    /// The address of the index with this choice.
    pub path: String,
    /// Whether it is the present choice.
    pub is_current: bool,
}

/// The index of the gallery. Slot: `notices`.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GalleryIndex {
    /// The groups.
    pub groups: Vec<GalleryGroup>,
    /// The languages.
    pub languages: Vec<Choice>,
    /// The colour schemes.
    pub schemes: Vec<Choice>,
}

impl Page for GalleryIndex {
    const NAME: &'static str = "gallery/index";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(IndexTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("gallery-title")
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        let examples = self.groups.iter().flat_map(|group| {
            group.items.iter().flat_map(|item| {
                item.states.iter().map(|(state, path)| {
                    json!({ "owner": group.owner, "name": item.name, "is_mail": item.is_mail, "state": state, "path": path })
                })
            })
        });
        Map::from_iter([("examples".to_owned(), examples.collect())])
    }
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexTemplate<'a> {
    page: &'a GalleryIndex,
    view: &'a View<'a>,
}

impl IndexTemplate<'_> {
    /// The choices with the keys of their labels.
    fn choices(&self) -> [(&'static str, &[Choice]); 2] {
        [("gallery-languages", &self.page.languages), ("gallery-schemes", &self.page.schemes)]
    }

    fn kind(item: &GalleryItem) -> &'static str {
        if item.is_mail { "gallery-mail" } else { "gallery-page" }
    }

    /// The accessible name of the link to the text of a mail.
    fn text_part(state: &str) -> Message {
        Message::new("gallery-text-part").with("state", state)
    }
}

/// Creates the index of a set-up, in the language and the scheme of the query.
pub(crate) fn index(conn: &Conn) -> Result<GalleryIndex, Error> {
    let (pow, query) = (conn.pow(), &conn.request().query);
    let lang = entries::localizer(pow, query.text("lang")).lang().to_string();
    let schemes = entries::schemes(pow);
    let wanted = query.text("scheme").and_then(|name| entries::scheme(pow, name)).or(schemes.first().copied());
    let scheme = wanted.map(entries::name).unwrap_or_default();
    let home = conn.path(INDEX).unwrap_or_default();
    let address = |path: &str, lang: &str, scheme: &str| format!("{path}?lang={lang}&scheme={scheme}");
    let languages = entries::languages(pow).into_iter().map(|id| Choice {
        label: Message::new("gallery-language").with("name", pow.messages().name_of(&id)),
        path: address(&home, &id.to_string(), scheme),
        is_current: id.to_string() == lang,
        name: id.to_string(),
    });
    let schemes = schemes.into_iter().map(entries::name).map(|name| Choice {
        label: Message::new(format!("gallery-{name}")),
        path: address(&home, &lang, name),
        is_current: name == scheme,
        name: name.to_owned(),
    });
    let path = |entry: &Entry<'_>| {
        let action = if entry.examples.is_mail() { MAIL } else { PAGE };
        address(&pow.path_with(action, &entry.slug).unwrap_or_default(), &lang, scheme)
    };
    let groups = groups(&entries::all(pow)?, path);
    Ok(GalleryIndex { groups, languages: languages.collect(), schemes: schemes.collect() })
}

/// Groups the examples by the extension that declares them, and by page or mail.
pub(crate) fn groups(entries: &[Entry<'_>], path: impl Fn(&Entry<'_>) -> String) -> Vec<GalleryGroup> {
    let mut groups: Vec<GalleryGroup> = Vec::new();
    for entry in entries {
        let (owner, name, is_mail) = (entry.examples.owner, entry.examples.name, entry.examples.is_mail());
        let at = groups.iter().position(|group| group.owner == owner);
        if at.is_none() {
            groups.push(GalleryGroup { owner, items: Vec::new() });
        }
        let Some(group) = groups.iter_mut().find(|group| group.owner == owner) else { continue };
        let state = (entry.state, path(entry));
        match group.items.iter_mut().find(|item| item.name == name && item.is_mail == is_mail) {
            Some(item) => item.states.push(state),
            None => group.items.push(GalleryItem { name, is_mail, states: vec![state] }),
        }
    }
    groups
}
