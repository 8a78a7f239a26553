//! The index in each of its states.

use pow_core::{
    extension::Registry,
    messages::Message,
    pages::{Example, Sample},
};

use crate::pages::{Choice, GalleryGroup, GalleryIndex, GalleryItem};

pub(crate) fn register(registry: &mut Registry) {
    registry.page_examples::<GalleryIndex>(|_| {
        Ok(vec![Example::new("empty", GalleryIndex::default()), Example::new("filled", filled())])
    });
}

fn filled() -> GalleryIndex {
    let state = |name| (name, Sample::PATH.to_owned());
    let item = |name, is_mail, states| GalleryItem { name, is_mail, states };
    let choice = |name: &str, label: Message, is_current| Choice {
        name: name.to_owned(),
        label,
        path: Sample::PATH.to_owned(),
        is_current,
    };
    let language = |name: &str, label: &str, is_current| {
        choice(name, Message::new("gallery-language").with("name", label), is_current)
    };
    GalleryIndex {
        groups: vec![GalleryGroup {
            owner: "core",
            items: vec![
                item("session/new", false, vec![state("empty"), state("failed")]),
                item("password_changed", true, vec![state("known client")]),
            ],
        }],
        languages: vec![language("en", "English", true), language("de", "Deutsch", false)],
        schemes: vec![
            choice("light", Message::new("gallery-light"), true),
            choice("dark", Message::new("gallery-dark"), false),
        ],
    }
}
